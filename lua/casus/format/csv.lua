--- Rows as CSV (RFC 4180, lines end with LF). A missing value is an empty field.
-- @module casus.format.csv

local escape = require "casus.escape"
local number = require "casus.number"

--- Renders rows as they come.
-- @tparam {table,...} columns `{ name = }`
-- @tparam function rows iterator of lists, nil where there is no value; a list as a value is joined with "; "
-- @tparam function write gets pieces of text
-- @tparam[opt] table options `defuse`: keep spreadsheets from taking a text for a formula
return function(columns, rows, write, options)
  local defuse = options and options.defuse
  local function show(value)
    if value == nil then return "" end
    if type(value) == "number" then return number.exact(value) end
    if type(value) == "table" then value = table.concat(value, "; ") end
    return escape.csv(tostring(value), defuse)
  end
  local fields = {}
  local function put(get)
    for i = 1, #columns do fields[i] = show(get(i)) end
    -- A line of one empty field would be read as no line at all.
    write((#columns == 1 and fields[1] == "" and '""' or table.concat(fields, ",")) .. "\n")
  end
  put(function(i) return columns[i].name end)
  for row in rows do put(function(i) return row[i] end) end
end
