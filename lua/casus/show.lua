--- What the prompt shows of the values of an expression.
--
-- Rows, as of `store:relations {}` or `store:sql "..."`, are shown as a table, without the columns that hold nothing;
-- other tables as `casus.inspect` writes them.
-- @module casus.show

local core = require "casus.core"
local grid = require "casus.table"
local inspect = require "casus.inspect"

local show = {}

-- So many rows are read and shown; the answer may have millions.
local MOST <const> = 50

local function is_rows(value)
  if type(value) ~= "table" and type(value) ~= "userdata" then return false end
  local found, columns = pcall(function() return value.columns end)
  return found and type(columns) == "function" and type(value.close) == "function"
end

-- What a generic `for` takes: an iterator, twice nothing, and the iterator again, to be closed.
local function are_rows(values)
  return is_rows(values[1]) and (values.n == 1
    or values.n == 4 and values[2] == nil and values[3] == nil and rawequal(values[1], values[4]))
end

-- Rows as lists. Those of SQL may have columns of one name, and give lists themselves.
local function lists(rows, columns)
  if rows.tuples then return rows:tuples() end
  return function()
    local row = rows()
    if not row then return nil end
    local list = {}
    for i, name in ipairs(columns) do list[i] = row[name] end
    return list
  end
end

local function without_empty(columns, read)
  local names, places = {}, {}
  for i, name in ipairs(columns) do
    local filled = false
    for _, row in ipairs(read) do filled = filled or row[i] ~= nil end
    if filled then names[#names + 1], places[#places + 1] = name, i end
  end
  local rows = {}
  for n, row in ipairs(read) do
    rows[n] = {}
    for k, i in ipairs(places) do rows[n][k] = row[i] end
  end
  return names, rows
end

local function show_rows(rows)
  local columns = rows:columns()
  local read, more = {}, false
  for row in lists(rows, columns) do
    more = #read == MOST
    if more then break end
    read[#read + 1] = row
  end
  rows:close()
  if #read == 0 then return "no rows" end
  local names, filled = without_empty(columns, read)
  return grid.render("table", names, filled, { width = core.columns() })
    .. (more and ("... these are the first %d"):format(MOST) or "")
end

--- The values of an expression as text.
-- @param ... the values
-- @treturn string without a line break at the end
-- @usage show.values(1, { 2, 3 }) --> "1\t{ 2, 3 }"
function show.values(...)
  local values, parts = table.pack(...), {}
  if are_rows(values) then return (show_rows(values[1]):gsub("\n$", "")) end
  for i = 1, values.n do
    local value = values[i]
    parts[i] = type(value) == "table" and inspect(value) or tostring(value)
  end
  return table.concat(parts, "\t")
end

return show
