--- Names that mean the same: decisions, and what takes them back.
--
-- A decision is a row of the table `merge`; triggers of the file refuse circles and keep the table `alias`, from which
-- the views read names. See docs/schema.md.
-- @module casus.merging

local actors = require "casus.actors"
local core = require "casus.core"

local merging = {}

-- Whatever bears a name, the columns with an index first.
local occurs = [[
  SELECT EXISTS (SELECT 1 FROM main.entity WHERE name = ?1) OR EXISTS (SELECT 1 FROM main.relation WHERE source = ?1)
    OR EXISTS (SELECT 1 FROM main.relation WHERE target = ?1) OR EXISTS (SELECT 1 FROM main.quote WHERE speaker = ?1)
    OR EXISTS (SELECT 1 FROM main.merge WHERE undone IS NULL AND (merged = ?1 OR name = ?1))
    OR EXISTS (SELECT 1 FROM main.relation WHERE attribution = ?1)
    OR EXISTS (SELECT 1 FROM main.cause WHERE attribution = ?1) AS found]]

-- The code that reports give to a name that the tables of actors do not know.
local reported_code = [[
  SELECT code FROM main.entity WHERE name = ?1 AND code IS NOT NULL
  UNION ALL SELECT source_code FROM main.relation WHERE source = ?1 AND source_code IS NOT NULL
  UNION ALL SELECT target_code FROM main.relation WHERE target = ?1 AND target_code IS NOT NULL LIMIT 1]]

local function check_string(value, what, level)
  if type(value) ~= "string" then error(("%s is a string, not a %s"):format(what, type(value)), level + 1) end
end

local function check_options(options, level)
  if options == nil then return {} end
  if type(options) ~= "table" then error(("options are a table, not a %s"):format(type(options)), level + 1) end
  for key, value in pairs(options) do
    if key ~= "author" and key ~= "reason" then
      error(("there is no option '%s' of a merge; there are author and reason"):format(tostring(key)), level + 1)
    end
    check_string(value, key, level + 1)
  end
  return options
end

-- Raised by a failing statement within a transaction, and caught by `change`.
local Failure = {}

local function must(result, message, code)
  if result == nil and message then error(setmetatable({ message = message, code = code }, Failure), 0) end
  return result
end

local function refuse(code, format, ...)
  must(nil, format:format(...), code)
end

-- Runs `fn` with the database, as one transaction; nil, message, code where it is refused.
local function change(store, fn)
  if store.mode == "read" and store.path then
    return nil, ("%s: opened for reading only"):format(store.path), "readonly"
  end
  local database = store:database()
  local results = table.pack(pcall(database.transaction, database, function() return fn(database) end))
  if results[1] then return table.unpack(results, 2, results.n) end
  local problem = results[2]
  if getmetatable(problem) ~= Failure then error(problem, 0) end
  return nil, problem.message, problem.code
end

-- The name by which the store knows somebody: as it is given, where it occurs; or the one in the tables of actors.
local function find(database, name)
  if must(database:first(occurs, name)).found == 1 then return name end
  local actor = actors.resolve(name)
  return actor and actor.id
end

local function known(database, name)
  return find(database, name)
    or refuse("unknown", "nobody is called '%s', neither in the store nor in the tables of actors", name)
end

local function code_of(database, name)
  local actor = actors.resolve(name)
  if actor and actor.id == name and actor.code then return actor.code end
  local row = must(database:first(reported_code, name))
  return row and row.code or core.null
end

local holding = "SELECT id, name FROM main.merge WHERE merged = ? AND undone IS NULL"

-- Where the name that stays is merged, directly or not, into the other one.
local function check_circle(database, name, merged)
  local row = must(database:first("SELECT 1 FROM main.alias WHERE merged = ? AND name = ?", name, merged))
  if not row then return end
  local first = must(database:first(holding, name))
  refuse("circular", "'%s' is itself merged into '%s'%s (decision %d); split it first", name, first.name,
    first.name == merged and "" or (", which is '%s'"):format(merged), first.id)
end

--- Merges two names. See `store:merge`.
-- @tparam Store store
-- @tparam string name
-- @tparam string merged
-- @tparam[opt] table options
-- @treturn integer|nil
-- @treturn string
-- @treturn string
function merging.merge(store, name, merged, options)
  check_string(name, "the name that stays", 2) -- what calls this tail-calls it
  check_string(merged, "the name that is merged", 2)
  options = check_options(options, 2)
  return change(store, function(database)
    local stays, other = known(database, name), known(database, merged)
    if other == stays then other = merged end -- an alias in the tables of actors, decided all the same
    if other == stays then refuse("circular", "'%s' cannot be merged into itself", merged) end
    local standing = must(database:first(holding, other))
    if standing and standing.name == stays then return standing.id end
    if standing then
      refuse("merged", "'%s' is already merged into '%s' (decision %d); split it first, or merge '%s'", other,
        standing.name, standing.id, standing.name)
    end
    check_circle(database, stays, other)
    must(database:exec("INSERT INTO main.merge (name, merged, code, author, reason) VALUES (?, ?, ?, ?, ?)", stays,
      other, code_of(database, stays), options.author or core.null, options.reason or core.null))
    return must(database:first(holding, other)).id
  end)
end

local undo = "UPDATE main.merge SET undone = strftime('%Y-%m-%dT%H:%M:%SZ', 'now') WHERE undone IS NULL AND "

local function split_decision(database, id)
  local row = must(database:first("SELECT undone FROM main.merge WHERE id = ?", id))
  if not row then refuse("unknown", "there is no decision %d", id) end
  if row.undone then refuse("undone", "decision %d was undone before, at %s", id, row.undone) end
  return must(database:exec(undo .. "id = ?", id))
end

local function split_name(database, name)
  local known_as = find(database, name) or name
  for _, column in ipairs { "merged", "name" } do
    for _, one in ipairs { name, known_as } do
      local count = must(database:exec(undo .. column .. " = ?", one))
      if count > 0 then return count end
    end
  end
  refuse("unknown", "'%s' is merged with no other name", name)
end

--- Undoes decisions. See `store:split`.
-- @tparam Store store
-- @tparam string|integer what
-- @treturn integer|nil
-- @treturn string
-- @treturn string
function merging.split(store, what)
  local id = math.tointeger(type(what) == "number" and what or nil)
  if not id and type(what) ~= "string" then
    error(("what is split is a name or the number of a decision, not a %s"):format(type(what)), 2)
  end
  return change(store, function(database)
    return id and split_decision(database, id) or split_name(database, what)
  end)
end

return merging
