--- Runs the program under test.
--
--    local run = require "program"
--    local result = run { "-e", "print(...)", stdin = "", environment = { LUA_INIT = "x = 1" } }
--    print(result.stdout, result.stderr, result.status)

local program = assert(os.getenv "CASUS_PROGRAM", "CASUS_PROGRAM is to name the program under test")
local folder = assert(os.getenv "CASUS_TMP", "run specs through tests/scratch.sh")

local function quote(text) return "'" .. tostring(text):gsub("'", [['\'']]) .. "'" end

local function write(path, text)
  local file <close> = assert(io.open(path, "wb"))
  assert(file:write(text))
end

local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read "a"
end

--- Runs a line of shell in which "$CASUS" is the program.
-- @tparam string line
-- @tparam[opt] table options  `stdin`, a text; `environment`, a table of variables; `folder`, to run in
-- @treturn table  `stdout`, `stderr`, `status`
local function shell(line, options)
  options = options or {}
  local parts = { "CASUS=" .. quote(program), "; export CASUS" }
  for name, value in pairs(options.environment or {}) do
    parts[#parts + 1] = ("; %s=%s; export %s"):format(name, quote(value), name)
  end
  parts[#parts + 1] = "; cd " .. quote(options.folder or folder) .. "\n" .. line .. "\n"
  local script, stdin = folder .. "/.script", folder .. "/.stdin"
  local stdout, stderr = folder .. "/.stdout", folder .. "/.stderr"
  write(script, table.concat(parts))
  write(stdin, options.stdin or "")
  local _, kind, status = os.execute(("bash %s <%s >%s 2>%s"):format(quote(script), quote(stdin), quote(stdout),
    quote(stderr)))
  return {
    stdout = read(stdout),
    stderr = read(stderr),
    status = kind == "signal" and 128 + status or status,
  }
end

--- Runs the program with the arguments in the sequence of a table; its fields are the options of `shell`.
local function run(call)
  local words = { '"$CASUS"' }
  for _, argument in ipairs(call) do words[#words + 1] = quote(argument) end
  return shell(table.concat(words, " "), call)
end

return setmetatable({ shell = shell, quote = quote, write = write, read = read, folder = folder },
  { __call = function(_, call) return run(call) end })
