--- Worlds: a store seen through assumptions.
--
--     local world <close> = store:world()
--     world:retract { type = "cooperate", source = "NATO", target = "Japan" }
--     world:modify { where = { type = "consult" }, set = { weight = 0.5 } }
--     world:assert { "China", "sanction", "Japan", date = "2023-08-01" }
--     for row in world:relations { actor = "Japan" } do print(row.type, row.assumed) end
--
-- A world can be asked all that a store can (`casus.ask`). It is kept in temporary tables of the connection: the file
-- is never written to and may have been opened for reading only. Relations of the store that the world changes keep
-- their ids; what it asserts has negative ones, the extractor "assumption", and no document. Names that are merged
-- while a world is in use are merged in it, too; what it then modifies keeps the name when they are split again.
-- @module casus.world

local ask = require "casus.ask"
local assumption = require "casus.assumption"
local query = require "casus.query"
local rows = require "casus.rows"

local world = {}

local World = setmetatable({}, { __index = ask })
World.__index = World
World.__name = "casus.world"

local columns = query.view("relations").columns

-- ---- The temporary tables ------------------------------------------------------------------------------------------

-- `overlay` has a row for each relation that a world changes: `retracted`, or as it is there. The view `relations`
-- stands before the one of the file, and shows the world that `asking` names while its SQL is run; 0 is the store.
local schema = ([[
  CREATE TEMP TABLE IF NOT EXISTS overlay (
    world INTEGER NOT NULL, id INTEGER NOT NULL, retracted INTEGER NOT NULL, %s, PRIMARY KEY (world, id)
  ) WITHOUT ROWID;
  CREATE TEMP TABLE IF NOT EXISTS asking (world INTEGER NOT NULL);
  INSERT INTO asking SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM asking);
  CREATE TEMP VIEW IF NOT EXISTS relations AS %s;
]]):format(table.concat(columns, ", ", 2), query.world_select "(SELECT world FROM temp.asking)")

local function run(database, sql, ...)
  local result, message = database:exec(sql, ...)
  if not result then error(message, 0) end
  return result
end

-- Worlds that were forgotten: their rows are removed when the next one is made.
local function sweep(database, store)
  for number in pairs(store.forgotten) do
    run(database, "DELETE FROM temp.overlay WHERE world = ?", number)
    store.forgotten[number] = nil
  end
end

local function make(store, next_id)
  local database = store:database()
  store.forgotten = store.forgotten or {}
  store.last_world = (store.last_world or 0) + 1
  run(database, schema)
  sweep(database, store)
  return setmetatable({ store = store, number = store.last_world, next_id = next_id,
    reading = setmetatable({}, { __mode = "k" }) }, World)
end

--- A world of a store, in which nothing is changed yet.
-- @tparam Store store
-- @treturn World
-- @usage local world = require "casus.world".new(store)
function world.new(store)
  return make(store, -1)
end

--- Calls `fn` while the name `relations` means a world, or for nil the store.
-- @tparam Store store
-- @tparam ?integer number
-- @tparam function fn
-- @param ... its arguments
-- @return what it returns
function world.within(store, number, fn, ...)
  local database = store:database()
  local before = store.asking
  local function mean(what)
    store.asking = what
    run(database, "UPDATE temp.asking SET world = ?", what or 0)
  end
  mean(number)
  local results = table.pack(pcall(fn, ...))
  mean(before)
  if not results[1] then error(results[2], 0) end
  return table.unpack(results, 2, results.n)
end

-- ---- Life ----------------------------------------------------------------------------------------------------------

--- The database of the store.
-- @treturn userdata
function World:database()
  if self.closed then error("the world is closed", 3) end
  return self.store:database()
end

--- Ends the world; it may be closed twice.
function World:close()
  if self.closed then return end
  self.closed = true
  if self.store.handle then run(self.store:database(), "DELETE FROM temp.overlay WHERE world = ?", self.number) end
end

World.__close = World.close

function World:__gc()
  if not self.closed then self.store.forgotten[self.number] = true end
end

function World:__tostring()
  return self.closed and "world (closed)" or ("world %d of %s"):format(self.number, self.store)
end

--- A world that starts as this one is now; what is changed later in one is not changed in the other.
-- @treturn World
-- @usage local worse = world:fork()
function World:fork()
  local database = self:database()
  local forked = make(self.store, self.next_id)
  local names = "id, retracted, " .. table.concat(columns, ", ", 2)
  run(database, ("INSERT INTO temp.overlay (world, %s) SELECT ?, %s FROM temp.overlay WHERE world = ?"):format(names,
    names), forked.number, self.number)
  return forked
end

World.world = World.fork

-- Rows that are being read are kept in mind, and read to the end before the world changes under them.
function World:watch(answer)
  self.reading[answer] = true
end

-- SQL of a world is read whole: while it is handed out, other worlds may be asked.
function World:run_sql(text, ...)
  local database = self:database()
  local readonly, message, code = database:readonly(text)
  if readonly == nil then return nil, message, code end
  if not readonly then return nil, "a world is changed by assert, retract and modify, not by SQL" end
  return world.within(self.store, self.number, rows.list, database, text, ...)
end

-- ---- Changing ------------------------------------------------------------------------------------------------------

-- All of it or nothing. Other writers of the file are no concern of a world.
local function change(self, fn)
  local database = self:database()
  for answer in pairs(self.reading) do answer:keep() end
  self.reading = setmetatable({}, { __mode = "k" })
  local result, message = database:transaction(function() return fn(database) end, "deferred")
  if not result then error(message, 3) end
  return result
end

-- One thing or a list of them, as a list.
local function listed(given, what)
  if type(given) ~= "table" then error(("%s is a table, not a %s"):format(what, type(given)), 3) end
  if type(given[1]) == "table" or next(given) == nil then return given end
  return { given }
end

--- Adds relations.
-- @tparam table facts `{ source =, type =, target =, date = ... }` or `{ "China", "sanction", "Japan", date = ... }`,
-- or a list of such. Names are resolved as those of actors; unless given, `modality` is "asserted", `weight` 1 and
-- `negated` false.
-- @treturn integer how many
-- @usage world:assert { "China", "sanction", "Japan", date = "2023-08-01" }
function World:assert(facts)
  local made = {}
  for i, one in ipairs(listed(facts, "an assertion")) do
    local values, problem = assumption.relation(one, self)
    if not values then error(problem, 2) end
    made[i] = values
  end
  local names = "world, retracted, " .. table.concat(columns, ", ")
  local marks = "?, 0" .. (", ?"):rep(#columns)
  return change(self, function(database)
    for _, values in ipairs(made) do
      values[1] = self.next_id
      self.next_id = self.next_id - 1
      run(database, ("INSERT INTO temp.overlay (%s) VALUES (%s)"):format(names, marks), self.number,
        table.unpack(values, 1, #columns))
    end
    return #made
  end)
end

-- The relations that a filter finds in the world as it is, as a SELECT of `wanted`, and its values.
local function found(self, filter, wanted)
  local sql, values = query.sql("relations", assumption.positional(filter), self:database(), self.number)
  if not sql then return nil, values end
  return ("SELECT %s FROM (%s)"):format(wanted, sql), values
end

--- Takes relations out of the world.
-- @tparam table filter as for `world:relations`, or `{ source, type, target }`; or a list of such, each of which is
-- asked of the world as the one before has left it. No filter in the list: nothing happens.
-- @treturn integer how many
-- @usage world:retract { type = "cooperate", source = "NATO", target = "Japan" }
function World:retract(filter)
  local filters = listed(filter, "a filter")
  for _, one in ipairs(filters) do
    local good, problem = found(self, one, "id")
    if not good then error(problem, 2) end
  end
  return change(self, function(database)
    local count = 0
    for _, one in ipairs(filters) do
      local sql, values = found(self, one, ("%d, id, 1"):format(self.number))
      count = count + run(database, "INSERT OR REPLACE INTO temp.overlay (world, id, retracted) " .. sql,
        table.unpack(values))
    end
    run(database, "DELETE FROM temp.overlay WHERE world = ? AND retracted AND id < 0", self.number)
    return count
  end)
end

-- What `modify` puts in the place of each column, and the values for it, numbered from `first` on.
local function replacement(settings, first)
  local wanted, values = {}, {}
  for i, column in ipairs(columns) do
    wanted[i] = column
    if settings[column] ~= nil then
      values[#values + 1] = settings[column]
      wanted[i] = "?" .. first + #values - 1
    end
  end
  return table.concat(wanted, ", "), values
end

--- Changes relations of the world.
-- @tparam table change `{ where = filter, set = { weight = 0.5, date = "2023-09" } }`, or a list of such. What can be
-- set is all but the evidence; `core.null` sets a column to null. A `source` or `target` brings its code along.
-- @treturn integer how many
-- @usage world:modify { where = { type = "consult" }, set = { weight = 0.5 } }
function World:modify(changes)
  local list, checked = listed(changes, "a change"), {}
  for i, one in ipairs(list) do
    local settings, problem = assumption.settings(one, self)
    if settings then problem = select(2, found(self, one.where or {}, "id")) end
    if type(problem) == "string" then error(problem, 2) end
    checked[i] = settings
  end
  return change(self, function(database)
    local count = 0
    for i, one in ipairs(list) do
      local _, given = found(self, one.where or {}, "id")
      local wanted, set = replacement(checked[i], #given + 1)
      local sql = found(self, one.where or {}, ("%d, 0, %s"):format(self.number, wanted))
      local names = "world, retracted, " .. table.concat(columns, ", ")
      table.move(set, 1, #set, #given + 1, given)
      count = count + run(database, ("INSERT OR REPLACE INTO temp.overlay (%s) %s"):format(names, sql),
        table.unpack(given))
    end
    return count
  end)
end

-- ---- What is different ---------------------------------------------------------------------------------------------

local function same(a, b)
  for _, column in ipairs(columns) do
    if a[column] ~= b[column] then return false end
  end
  return true
end

-- A relation of the store, or of the world, by its id.
local function by_id(asked, id)
  local answer = asked:relations { id = id }
  local row = answer()
  answer:close()
  return row
end

--- What is different from the store.
-- @treturn {table,...} of `{ change = "added", after = row }`, `{ change = "removed", before = row }` and
-- `{ change = "modified", before = row, after = row }`; reported relations first, by id, then assumed ones in the order
-- in which they were assumed
-- @usage for _, one in ipairs(world:changes()) do print(one.change, (one.after or one.before).type) end
function World:changes()
  local list = {}
  for row in self:database():rows([[SELECT id FROM temp.overlay WHERE world = ? ORDER BY id < 0, abs(id)]],
    self.number) do
    local before, after = by_id(self.store, row.id), by_id(self, row.id)
    local kind = not after and "removed" or not before and "added" or "modified"
    if (before or after) and not (before and after and same(before, after)) then
      list[#list + 1] = { change = kind, before = before, after = after }
    end
  end
  return list
end

return world
