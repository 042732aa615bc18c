--- Rows as JSON Lines: an object a row, keys in the order of the columns.
-- @module casus.format.jsonl

local core = require "casus.core"

--- Renders rows as they come.
-- @tparam {table,...} columns `{ name = }`
-- @tparam function rows iterator of lists, nil where there is no value
-- @tparam function write gets pieces of text
-- @tparam[opt] table options `separator`: what stands between two rows (a line break), `last`: what ends the last one
return function(columns, rows, write, options)
  local encode, keys = core.json.encode, {}
  for i, column in ipairs(columns) do keys[i] = encode(column.name) .. ":" end
  local separator = options and options.separator or "\n"
  local members, first = {}, true
  for row in rows do
    for i, key in ipairs(keys) do members[i] = key .. (row[i] == nil and "null" or encode(row[i])) end
    write((first and "" or separator) .. "{" .. table.concat(members, ",") .. "}")
    first = false
  end
  if not first then write(options and options.last or "\n") end
end
