--- Rows as an aligned table for the eye.
-- @module casus.format.text

local display = require "casus.display"
local number = require "casus.number"

local whitespace = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

-- One line, so that a cell cannot break the table; nothing is lost.
local function show(value)
  if value == nil then return "" end
  if math.type(value) == "float" then return number.exact(value) end
  if type(value) == "table" then return display.line(table.concat(value, "; ")) end
  return display.printable((tostring(value):gsub("[\n\r\t]", whitespace)))
end

-- Takes columns away from the widest cells until a line fits; a column keeps at least eight.
local function shrink(widths, available)
  local total = 2 * (#widths - 1)
  for _, width in ipairs(widths) do total = total + width end
  while total > available do
    local widest = 1
    for i, width in ipairs(widths) do
      if width > widths[widest] then widest = i end
    end
    if widths[widest] <= 8 then return end
    widths[widest], total = widths[widest] - 1, total - 1
  end
end

--- Renders rows; they are all read before the first is written, as their widths must be known.
-- @tparam {table,...} columns `{ name =, right = true | false | nil }`; nil: to the right where all values are numbers
-- @tparam function rows iterator of lists, nil where there is no value; a field `below` of a row is printed after it
-- @tparam function write gets pieces of text
-- @tparam[opt] table options `width`: the columns a line may have, longer cells are cut; `header` = false: none
return function(columns, rows, write, options)
  options = options or {}
  local lines, widths, right = {}, {}, {}
  for i, column in ipairs(columns) do
    widths[i] = options.header == false and 0 or display.width(show(column.name))
    right[i] = column.right
  end
  for row in rows do
    local line = { below = row.below }
    for i, column in ipairs(columns) do
      line[i] = show(row[i])
      widths[i] = math.max(widths[i], display.width(line[i]))
      if row[i] ~= nil and column.right == nil then
        right[i] = type(row[i]) == "number" and right[i] ~= false
      end
    end
    lines[#lines + 1] = line
  end
  if options.width then shrink(widths, options.width) end

  local function put(cells)
    local parts = {}
    for i, cell in ipairs(cells) do parts[i] = display.pad(display.cut(cell, widths[i]), widths[i], right[i]) end
    write((table.concat(parts, "  "):gsub(" +$", "")) .. "\n")
  end
  if options.header ~= false then
    local names, rules = {}, {}
    for i, column in ipairs(columns) do names[i], rules[i] = show(column.name), ("-"):rep(widths[i]) end
    put(names)
    put(rules)
  end
  for _, line in ipairs(lines) do
    put(line)
    if line.below then write(line.below) end
  end
end
