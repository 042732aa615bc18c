--- Rows as a Markdown table.
-- @module casus.format.markdown

local escape = require "casus.escape"
local number = require "casus.number"

local function show(value)
  return (escape.markdown(number.text(value)))
end

--- Renders rows; the first one is read before the header is written, as numbers go to the right.
-- @tparam {table,...} columns `{ name =, right = true | false | nil }`; nil: as the first row has it
-- @tparam function rows iterator of lists, nil where there is no value
-- @tparam function write gets pieces of text
return function(columns, rows, write)
  local function put(get)
    local cells = {}
    for i = 1, #columns do cells[i] = get(i) end
    write("| " .. table.concat(cells, " | ") .. " |\n")
  end
  local row = rows()
  put(function(i) return show(columns[i].name) end)
  put(function(i)
    local right = columns[i].right
    if right == nil then right = row and type(row[i]) == "number" end
    return right and "---:" or "---"
  end)
  while row do
    local cells = row
    put(function(i) return show(cells[i]) end)
    row = rows()
  end
end
