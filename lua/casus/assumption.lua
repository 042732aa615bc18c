--- What may be assumed of relations: checked, and in the shape in which a world keeps it.
-- @module casus.assumption

local actors = require "casus.actors"
local core = require "casus.core"
local query = require "casus.query"

local assumption = {}

local columns = query.view("relations").columns

-- The extractor of what nobody reported.
local extractor = "assumption"

local function set(text)
  local result = {}
  for word in text:gmatch "%S+" do result[word] = true end
  return result
end

local settable = set [[type mode context cameo goldstein source source_code target target_code date place modality
  negated attribution weight confidence]]
local numeric = set "goldstein weight confidence"
local required = set "type modality negated weight"
local modalities = set "asserted planned requested possible hypothetical denied"

local function names_of(names)
  local list = {}
  for name in pairs(names) do list[#list + 1] = name end
  table.sort(list)
  return table.concat(list, ", ")
end

-- ---- Values --------------------------------------------------------------------------------------------------------

local function known_type(name, world)
  for _, list in ipairs { query.event_types(), query.standing_types } do
    for _, one in ipairs(list) do
      if one == name then return true end
    end
  end
  return world:database():first("SELECT 1 FROM main.relation WHERE type = ?", name) ~= nil
end

local function check_type(name, world)
  if type(name) == "string" and known_type(name, world) then return name end
  return nil, ("unknown type of relation '%s'; there are %s, %s, and those in the store"):format(tostring(name),
    table.concat(query.event_types(), ", "), table.concat(query.standing_types, ", "))
end

local function check_number(value, column)
  if type(value) == "number" and value == value and math.abs(value) < math.huge then return value end
  return nil, ("%s is a number, not %s"):format(column, tostring(value))
end

local special = {
  type = check_type,
  date = query.check_date,
  modality = function(value)
    if modalities[value] then return value end
    return nil, ("modality is one of %s, not %s"):format(names_of(modalities), tostring(value))
  end,
  negated = function(value)
    if value == true or value == 1 then return 1 end
    if value == false or value == 0 then return 0 end
    return nil, ("negated is true or false, not %s"):format(tostring(value))
  end,
}

local function check_value(column, value, world)
  if value == core.null then
    if required[column] then return nil, column .. " cannot be null" end
    return value
  end
  if special[column] then
    local checked, problem = special[column](value, world)
    if checked == nil and not problem:find(column, 1, true) then problem = column .. " " .. problem end
    return checked, problem
  end
  if numeric[column] then return check_number(value, column) end
  if type(value) == "string" then return value end
  return nil, ("%s is a string, not a %s"):format(column, type(value))
end

-- The code that reports give to somebody whom the tables of actors do not know.
local reported_code = [[
  SELECT code FROM main.entity WHERE name = ?1 AND code IS NOT NULL
  UNION ALL SELECT source_code FROM main.relation WHERE source = ?1 AND source_code IS NOT NULL
  UNION ALL SELECT target_code FROM main.relation WHERE target = ?1 AND target_code IS NOT NULL LIMIT 1]]

-- Names of actors become those by which they are stored, with their codes.
local function resolve_actor(values, column, given, world)
  local name = values[column]
  if name == nil then return end
  local actor
  if name ~= core.null then actor = actors.resolve(name) or world:database():first(reported_code, name) end
  if actor and actor.id then values[column] = actor.id end
  if given[column .. "_code"] == nil then values[column .. "_code"] = actor and actor.code or core.null end
end

local function check_fields(given, allowed, world)
  local values, keys = {}, {}
  for column in pairs(given) do keys[#keys + 1] = column end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  for _, column in ipairs(keys) do
    if not allowed[column] then
      return nil, ("'%s' cannot be assumed of a relation, but only %s"):format(tostring(column), names_of(allowed))
    end
    local value, problem = check_value(column, given[column], world)
    if value == nil then return nil, problem end
    values[column] = value
  end
  resolve_actor(values, "source", given, world)
  resolve_actor(values, "target", given, world)
  return values
end

-- ---- Shapes --------------------------------------------------------------------------------------------------------

--- `{ "China", "sanction", "Japan", date = ... }` with its fields by name; any other table as it is.
-- @tparam table given
-- @treturn table
-- @usage assumption.positional { "China", "sanction", "Japan" }.type --> "sanction"
function assumption.positional(given)
  if given[1] == nil and given[2] == nil and given[3] == nil then return given end
  local named = {}
  for key, value in pairs(given) do named[key] = value end
  for i, name in ipairs { "source", "type", "target" } do
    if given[i] ~= nil then named[name], named[i] = given[i], nil end
  end
  return named
end

local assertable = set "text"
for name in pairs(settable) do assertable[name] = true end

--- A relation that is assumed, as values of all columns of the view; null where nothing is said.
-- @tparam table given
-- @tparam World world
-- @treturn {any,...}|nil
-- @treturn string what is wrong
function assumption.relation(given, world)
  local values, problem = check_fields(assumption.positional(given), assertable, world)
  if not values then return nil, problem end
  if values.type == nil then return nil, "an assumed relation needs a type" end
  if values.source == nil and values.target == nil then return nil, "an assumed relation needs a source or a target" end
  local defaults = { modality = "asserted", negated = 0, weight = 1.0, extractor = extractor }
  local list = {}
  for i, column in ipairs(columns) do
    list[i] = values[column]
    if list[i] == nil then list[i] = defaults[column] end
    if list[i] == nil then list[i] = core.null end
  end
  return list
end

--- What a modification sets, by column.
-- @tparam table change `{ where =, set = }`
-- @tparam World world
-- @treturn table|nil
-- @treturn string what is wrong
function assumption.settings(change, world)
  for key in pairs(change) do
    if key ~= "where" and key ~= "set" then
      return nil, ("a change is { where = { ... }, set = { ... } }, without '%s'"):format(tostring(key))
    end
  end
  if type(change.set) ~= "table" or next(change.set) == nil then
    return nil, "a change sets something: { where = { ... }, set = { weight = 0.5 } }"
  end
  if change.where ~= nil and type(change.where) ~= "table" then return nil, "where is a table of filters" end
  return check_fields(change.set, settable, world)
end

return assumption
