--- Rows of an answer: iterators that can also be asked for their columns, and closed.
--
--     for row in store:relations { type = "accuse" } do print(row.source, row.text) end
--     local rows = store:relations { type = "accuse" }
--     print(table.concat(rows:columns(), ", "), rows().source, rows:sql())
--     rows:close()
--
-- @module casus.rows

local query = require "casus.query"

local rows = {}

-- ---- As they are asked for ------------------------------------------------------------------------------------------

local Rows = {}
Rows.__index = Rows

-- SQL has 0 and 1 where Lua has false, which is not 0, and true.
local function finish(view, row)
  for _, column in ipairs(view.booleans) do
    if row[column] then row[column] = row[column] ~= 0 end
  end
  if view.is_column.weight and row.id < 0 then row.assumed = true end
  return row
end

local function read(self)
  if self.ended then return nil end
  if not self.source then
    local source, problem = self.database:rows(self.text, table.unpack(self.values))
    if not source then error(problem, 0) end
    self.source = source
  end
  local row = self.source()
  if row then return finish(self.view, row) end
  self.ended, self.source = true, nil
  return nil
end

function Rows:__call()
  if self.closed then error("the rows are closed", 2) end
  if not self.kept then return read(self) end
  self.position = self.position + 1
  return self.kept[self.position]
end

--- The names of the columns, in order.
-- @treturn {string,...}
function Rows:columns()
  return table.move(self.view.columns, 1, #self.view.columns, 1, {})
end

--- The statement, and what is bound to its parameters.
-- @treturn string
-- @treturn {any,...}
function Rows:sql()
  return self.text, self.values
end

--- Reads what is left, so that what is asked may change while the rows go on as before.
function Rows:keep()
  if self.kept or not self.source then return end
  local kept = {}
  for row in read, self do kept[#kept + 1] = row end
  self.kept, self.position = kept, 0
end

--- Ends reading. The loop that reads the rows does so by itself.
function Rows:close()
  if self.source then self.source:close() end
  self.closed, self.source, self.kept = true, nil, nil
end

Rows.__close = Rows.close

--- The rows that answer a question; nothing is asked before the first one is wanted.
-- @tparam userdata database
-- @tparam string name of a view, as for `query.sql`
-- @tparam ?table filters
-- @tparam ?integer world
-- @param ... as for `query.sql`
-- @treturn Rows|nil
-- @treturn string a message where a filter is wrong
-- @usage for row in rows.ask(database, "quotes", { speaker = "NATO" }) do print(row.text) end
function rows.ask(database, name, filters, world, ...)
  local text, values = query.sql(name, filters, database, world, ...)
  if not text then return nil, values end
  return setmetatable({ database = database, view = query.view(name), text = text, values = values }, Rows)
end

-- ---- All at once ---------------------------------------------------------------------------------------------------

local List = {}
List.__index = List

local function next_tuple(self)
  if self.closed then error("the rows are closed", 3) end
  self.position = self.position + 1
  return self.list[self.position]
end

function List:__call()
  local tuple = next_tuple(self)
  if not tuple then return nil end
  local row = {}
  for i, name in ipairs(self.names) do
    if tuple[i] ~= nil then row[name] = tuple[i] end
  end
  return row
end

function List:columns()
  return table.move(self.names, 1, #self.names, 1, {})
end

function List:tuples()
  return function() return next_tuple(self) end, nil, nil, self
end

function List:close()
  self.closed = true
end

List.__close = List.close

--- All rows of SQL, read whole, as an object that is used like the rows of a database.
-- @tparam userdata database
-- @tparam string text
-- @param ... parameters
-- @treturn List|nil an iterator with `columns`, `tuples` and `close`; or nil, message, code
-- @usage local list = rows.list(database, "select 1 as a")
function rows.list(database, text, ...)
  local source, message, code = database:rows(text, ...)
  if not source then return nil, message, code end
  local list = {}
  for tuple in source:tuples() do list[#list + 1] = tuple end
  return setmetatable({ names = source:columns(), list = list, position = 0 }, List)
end

return rows
