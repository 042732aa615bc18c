--- Runs specs: tests/scratch.sh casus tests/lua/run.lua FILE_spec.lua ...
-- A spec is a chunk that is called with two arguments: `test(name, fn)` runs a test, `check` holds the assertions.
--
--    local test, check = ...
--    test("adds", function() check.equal(1 + 1, 2) end)
--
-- In the environment: CASUS_ROOT, the source tree; CASUS_PROGRAM, the program under test; CASUS_TMP, an empty folder,
-- gone when the run ends. A spec without a test is a failure.

local show = function(value) return tostring(value) end

local check = {}

local function fail(message, default)
  error(message and message .. ": " .. default or default, 3)
end

local function equal(a, b)
  if rawequal(a, b) then return true end
  if math.type(a) ~= math.type(b) then return false end
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for key, value in next, a do
    if not equal(value, rawget(b, key)) then return false end
  end
  for key in next, b do
    if rawget(a, key) == nil then return false end
  end
  return true
end

--- Both are the same: tables by what they hold, 1 and 1.0 are not the same.
function check.equal(actual, expected, message)
  if not equal(actual, expected) then
    fail(message, ("expected %s, got %s"):format(show(expected), show(actual)))
  end
end

--- Neither nil nor false.
function check.truthy(value, message)
  if not value then fail(message, "expected something true, got " .. show(value)) end
end

--- `fn` raises, and the message fits the pattern, where one is given; returns the error.
function check.error(fn, pattern)
  local good, problem = pcall(fn)
  if good then fail(nil, "expected an error") end
  local text = type(problem) == "table" and problem.message or tostring(problem)
  if pattern and not text:find(pattern) then
    fail(nil, ("expected an error like %q, got %q"):format(pattern, text))
  end
  return problem
end

--- Two numbers differ by no more than `epsilon`.
function check.near(actual, expected, epsilon)
  local near = type(actual) == "number" and math.abs(actual - expected) <= (epsilon or 1e-9) -- not a number is not near
  if not near then
    fail(nil, ("expected %s within %s, got %s"):format(expected, epsilon or 1e-9, show(actual)))
  end
end

--- A text holds a pattern.
function check.match(text, pattern, message)
  if type(text) ~= "string" or not text:find(pattern) then
    fail(message, ("expected something like %q, got %s"):format(pattern, show(text)))
  end
end

-- An error as it is, with where it came from.
local function explain(problem)
  return debug.traceback(type(problem) == "string" and problem or show(problem), 2)
end

local function run_spec(path)
  local passed, failed = 0, 0
  local function report(name, trace)
    failed = failed + 1
    io.stderr:write(("FAILED %s: %s\n%s\n\n"):format(path, name, trace))
  end
  local function test(name, fn)
    local good, trace = xpcall(fn, explain)
    if good then passed = passed + 1 else report(name, trace) end
  end

  local good, trace = xpcall(function() assert(loadfile(path))(test, check) end, explain)
  if not good then report("the spec itself", trace) end
  if passed + failed == 0 then report("the spec itself", "it holds no test") end
  print(("%s: %d passed, %d failed"):format(path, passed, failed))
  return failed
end

local root = assert(os.getenv "CASUS_ROOT", "CASUS_ROOT is to name the source tree")
package.path = root .. "/lua/?.lua;" .. root .. "/lua/?/init.lua;" .. root .. "/tests/lua/?.lua;" .. package.path
local found, inspect = pcall(require, "casus.inspect")
if found then show = inspect end

local failures = #arg == 0 and 1 or 0
for _, path in ipairs(arg) do failures = failures + run_spec(path) end
os.exit(failures == 0 and 0 or 1, true)
