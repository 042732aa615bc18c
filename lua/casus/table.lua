--- Tables: columns and rows, and the formats to print them in.
--
-- Every result that casus prints as a table goes through here: rows are lists (nil where there is no value), a format
-- is one function of columns, an iterator of rows and a function to write with, in a module `casus.format.NAME`. All
-- but the aligned text write rows as they come, so that a query of a million rows needs no memory.
-- @module casus.table

local grid = {}

--- The formats by name; a further one is a function added here.
grid.formats = {
  table = require "casus.format.text",
  csv = require "casus.format.csv",
  json = require "casus.format.json",
  jsonl = require "casus.format.jsonl",
  markdown = require "casus.format.markdown",
  html = require "casus.format.html",
}

local function each(rows)
  if type(rows) == "function" then return rows end
  local i = 0
  return function()
    i = i + 1
    return rows[i]
  end
end

local function named(columns)
  local list = {}
  for i, column in ipairs(columns) do list[i] = type(column) == "table" and column or { name = column } end
  return list
end

--- Writes rows in a format.
-- @tparam string format a name in @{formats}
-- @tparam table columns names, or tables `{ name =, right = }`
-- @tparam table|function rows a list of lists, or an iterator of them
-- @tparam function write gets pieces of text
-- @tparam[opt] table options what the format takes
-- @usage grid.write("csv", { "name" }, { { "Tokyo" } }, io.write)
function grid.write(format, columns, rows, write, options)
  local render = grid.formats[format]
  if not render then error(("no table format is called %q"):format(tostring(format)), 2) end
  render(named(columns), each(rows), write, options)
end

--- Rows in a format, as text.
-- @tparam string format a name in @{formats}
-- @tparam table columns
-- @tparam table|function rows
-- @tparam[opt] table options
-- @treturn string
-- @usage grid.render("table", { "name", "n" }, { { "Tokyo", 2 } })
function grid.render(format, columns, rows, options)
  local parts = {}
  grid.write(format, columns, rows, function(text) parts[#parts + 1] = text end, options)
  return table.concat(parts)
end

return grid
