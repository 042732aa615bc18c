--- Rows as an HTML table: a fragment, without a page around it.
-- @module casus.format.html

local escape = require "casus.escape"
local number = require "casus.number"

local function show(value)
  return (escape.html(number.text(value)))
end

--- Renders rows as they come.
-- @tparam {table,...} columns `{ name =, right = true | false | nil }`; nil: numbers go to the right
-- @tparam function rows iterator of lists, nil where there is no value; a field `below` is HTML for a row of its own
-- @tparam function write gets pieces of text
return function(columns, rows, write)
  local function class(column, value)
    local right = column.right
    if right == nil then right = type(value) == "number" end
    return right and ' class="number"' or ""
  end
  write "<table>\n<thead><tr>"
  for _, column in ipairs(columns) do
    write(('<th scope="col"%s>%s</th>'):format(class(column), show(column.name)))
  end
  write "</tr></thead>\n<tbody>\n"
  for row in rows do
    write "<tr>"
    for i, column in ipairs(columns) do
      write(("<td%s>%s</td>"):format(class(column, row[i]), show(row[i])))
    end
    write "</tr>\n"
    if row.below then
      write(('<tr class="below"><td colspan="%d">%s</td></tr>\n'):format(#columns, row.below))
    end
  end
  write "</tbody>\n</table>\n"
end
