--- Scenario definitions: loading them from a file, and checking them before anything runs.
--
-- A definition is a table as in SCENARIOS.lua: `measures`, `scenarios`, and optionally `seed`. A measure may also be
-- given by name, as `tension = function(world) ... end` among the measures; those come last, ordered by name. What is
-- wrong is reported with its place: `tokyo.lua: scenario 2 "sanctions": assert 1: unknown field "tpye"`.
-- @module casus.scenarios

local command = require "casus.command"
local core = require "casus.core"
local measure = require "casus.measure"
local query = require "casus.query"
local relation = require "casus.relation"

local scenarios = {}

-- ---- Loading ----------------------------------------------------------------------------------------------------

-- The same numbers in each run: a scenario file that draws them gives the same table twice (SplitMix64).
local function new_random()
  local state = 1
  local function draw()
    state = state + 0x9E3779B97F4A7C15
    local z = state
    z = (z ~ (z >> 30)) * 0xBF58476D1CE4E5B9
    z = (z ~ (z >> 27)) * 0x94D049BB133111EB
    return ((z ~ (z >> 31)) >> 11) * 2.0 ^ -53
  end
  return function(low, high)
    if not low then return draw() end
    if not high then low, high = 1, low end
    if low > high then error("bad argument to 'random' (interval is empty)", 2) end
    return low + math.floor(draw() * (high - low + 1))
  end
end

-- What a scenario file may use: it computes, it does not touch files, processes or the program it runs in. `null`
-- stands for what is not known.
local function new_environment()
  local environment = {}
  for _, name in ipairs { "assert", "error", "getmetatable", "ipairs", "next", "pairs", "pcall", "rawequal", "rawget",
    "rawlen", "rawset", "select", "setmetatable", "tonumber", "tostring", "type", "_VERSION" } do
    environment[name] = _G[name]
  end
  for _, name in ipairs { "string", "table", "math", "utf8" } do
    local copy = {}
    for key, value in pairs(_G[name]) do copy[key] = value end
    environment[name] = copy
  end
  environment.math.random, environment.math.randomseed = new_random(), nil
  environment.null = core.null
  environment._G = environment
  return environment
end

--- Loads a scenario file.
-- @tparam string path
-- @treturn table what the file returned, unchecked
-- @usage local definition = scenarios.load "tokyo.lua"
function scenarios.load(path)
  local file, message = io.open(path, "rb")
  if not file then error(command.failure(1, message), 0) end
  local text <const> = file:read "a"
  file:close()
  if not text then error(command.failure(1, path .. ": not a readable file"), 0) end
  local chunk, problem = load(text:gsub("^#[^\n]*", ""), "@" .. path, "t", new_environment())
  if not chunk then error(command.failure(1, problem), 0) end
  local done, definition = pcall(chunk)
  if not done then error(command.failure(1, tostring(definition)), 0) end
  if type(definition) ~= "table" then
    error(command.failure(1, path .. ": a scenario file returns a table of measures and scenarios"), 0)
  end
  return definition
end

-- ---- Checking ---------------------------------------------------------------------------------------------------

local function fail(format, ...)
  error({ problem = format:format(...) }, 0)
end

local function only(entry, allowed, what)
  for key in pairs(entry) do
    if not allowed[key] then
      local shown = type(key) == "string" and ("%q"):format(key) or tostring(key)
      fail("%sunknown field %s", what, shown)
    end
  end
end

local kinds = { negated = "boolean" }

local function check_values(entry, what)
  for key, value in pairs(entry) do
    local wanted = kinds[key] or relation.numeric[key] and "number" or "string"
    if type(value) ~= wanted and value ~= core.null then
      fail("%s%s is a %s, not a %s", what, key, wanted == "string" and "text" or wanted, type(value))
    end
  end
end

local function table_of(value, what)
  if type(value) ~= "table" then fail("%s is a table, not a %s", what, type(value)) end
  return value
end

-- Which relations are meant; the names and values are those that a store can be asked with.
local function check_filter(entry, what)
  local valid, problem = query.sql("relations", entry)
  if not valid then fail("%s%s", what, problem) end
end

local operations = {}

function operations.retract(entry, what)
  check_filter(entry, what)
  if next(entry) == nil then fail("%ssay which relations, as in { type = \"accuse\" }", what) end
  return entry
end

function operations.assert(entry, what)
  local facts = {}
  local positional = { "source", "type", "target" }
  for key, value in pairs(entry) do
    local name = positional[key] or key
    if facts[name] ~= nil then fail("%s%s is given twice", what, name) end
    facts[name] = value
  end
  only(facts, relation.assumable, what)
  check_values(facts, what)
  for _, name in ipairs(positional) do
    if not facts[name] then fail("%s%s is missing", what, name) end
  end
  return facts
end

function operations.modify(entry, what)
  only(entry, { where = true, set = true }, what)
  local where, set = table_of(entry.where, what .. "where"), table_of(entry.set, what .. "set")
  check_filter(where, what .. "where: ")
  only(set, relation.settable, what .. "set: ")
  check_values(set, what .. "set: ")
  if next(set) == nil then fail("%sset: nothing is set", what) end
  return { where = where, set = set }
end

local scenario_fields = { [1] = true, name = true, parent = true, note = true, assert = true, retract = true,
  modify = true }

local function check_scenario(entry)
  only(entry, scenario_fields, "")
  local result = { name = entry.name or entry[1], parent = entry.parent, note = entry.note }
  if entry.note ~= nil and type(entry.note) ~= "string" then fail "note is a text" end
  if entry.parent ~= nil and type(entry.parent) ~= "string" then fail "parent is the name of a scenario" end
  for kind, check in pairs(operations) do
    result[kind] = {}
    local list = entry[kind]
    if list ~= nil then
      table_of(list, kind)
      for key, value in pairs(list) do
        if math.type(key) ~= "integer" or type(value) ~= "table" then
          fail("%s is a list of tables, as in %s = { { ... } }", kind, kind)
        end
      end
      for i, operation in ipairs(list) do result[kind][i] = check(operation, ("%s %d: "):format(kind, i)) end
    end
  end
  return result
end

-- Parents must exist and may not lead back to where they started.
local function check_parents(list, by_name, place)
  for i, scenario in ipairs(list) do
    local path, met, current = { scenario.name }, { [scenario.name] = true }, scenario
    while current.parent do
      local parent = by_name[current.parent]
      if not parent then
        local of = current == scenario and "" or (" of %q"):format(current.name)
        error(place(i, scenario) .. ("unknown parent%s: %q"):format(of, current.parent), 0)
      end
      path[#path + 1] = parent.name
      if met[parent.name] then
        error(place(i, scenario) .. "its parents go round in a circle: " .. table.concat(path, " -> "), 0)
      end
      met[parent.name], current = true, parent
    end
  end
end

local function measures_in_order(list)
  local entries, names = {}, {}
  for i, entry in ipairs(list) do entries[i] = entry end
  for key in pairs(list) do
    if type(key) == "string" then
      names[#names + 1] = key
    elseif math.type(key) ~= "integer" or key < 1 or key > #entries then
      fail("measures have names or stand in a list without holes, not at %s", tostring(key))
    end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    local entry = list[name]
    if type(entry) ~= "table" then entry = { entry } end
    entries[#entries + 1] = { name = entry.name or name, sql = entry.sql, entry[1] }
  end
  return entries
end

local top_fields = { measures = true, scenarios = true, levers = true, seed = true }

local function check(definition, source)
  local prefix = source and source .. ": " or ""
  local function place(kind, i, name)
    return ("%s%s %d%s: "):format(prefix, kind, i, type(name) == "string" and (" %q"):format(name) or "")
  end
  -- Runs a check of one entry, so that what it complains of gets the entry's place.
  local function at(where, body, ...)
    local result = table.pack(pcall(body, ...))
    if result[1] then return table.unpack(result, 2, result.n) end
    local problem = result[2]
    error(type(problem) == "table" and problem.problem and where .. problem.problem or problem, 0)
  end

  at(prefix, table_of, definition, "a definition")
  at(prefix, only, definition, top_fields, "")
  if definition.levers ~= nil then error(prefix .. "levers are not in this version; write the scenarios out", 0) end
  if definition.seed ~= nil and math.type(definition.seed) ~= "integer" then
    error(prefix .. "seed is a whole number", 0)
  end

  local result = { measures = {}, scenarios = {} }
  local names = {}
  at(prefix, table_of, definition.measures, "measures")
  for i, entry in ipairs(at(prefix, measures_in_order, definition.measures)) do
    local shown = type(entry) == "table" and entry.name or entry
    local compiled, message = measure.compile(entry)
    if not compiled then error(place("measure", i, shown) .. message, 0) end
    if names[compiled.name] then error(place("measure", i, shown) .. "another measure has this name", 0) end
    names[compiled.name], result.measures[i] = true, compiled
  end
  if #result.measures == 0 then error(prefix .. "there is no measure", 0) end

  local by_name = { baseline = { name = "baseline" } }
  local list = at(prefix, table_of, definition.scenarios == nil and {} or definition.scenarios, "scenarios")
  for key in pairs(list) do
    if math.type(key) ~= "integer" or key < 1 or key > #list then
      error(("%sscenarios are a list; %q is no place in it"):format(prefix, tostring(key)), 0)
    end
  end
  for i, entry in ipairs(list) do
    if type(entry) ~= "table" then error(place("scenario", i) .. "a scenario is a table", 0) end
    local name = entry.name or entry[1]
    local here = place("scenario", i, name)
    if type(name) ~= "string" or name == "" then error(here .. "it has no name", 0) end
    if name == "baseline" then error(here .. "the baseline is the store as it is; choose another name", 0) end
    if by_name[name] then error(here .. "another scenario has this name", 0) end
    local scenario = at(here, check_scenario, entry)
    by_name[name], result.scenarios[i] = scenario, scenario
  end
  check_parents(result.scenarios, by_name, function(i, scenario) return place("scenario", i, scenario.name) end)
  return result
end

--- Checks a definition and puts it into one shape.
-- @tparam table definition as SCENARIOS.lua returns it
-- @tparam[opt] string source what messages begin with: the file's name
-- @treturn[1] table `measures` (compiled) and `scenarios`: `{ name =, parent =, note =, retract =, modify =, assert }`
-- @treturn[2] nil
-- @treturn[2] string what is wrong, and where
-- @usage scenarios.check { measures = { "count()" }, scenarios = {} }
function scenarios.check(definition, source)
  local done, result = pcall(check, definition, source)
  if done then return result end
  return nil, result
end

return scenarios
