--- Rows as one JSON array of objects, a row a line.
-- @module casus.format.json

local jsonl = require "casus.format.jsonl"

--- Renders rows as they come.
-- @tparam {table,...} columns `{ name = }`
-- @tparam function rows iterator of lists, nil where there is no value
-- @tparam function write gets pieces of text
return function(columns, rows, write)
  write "["
  jsonl(columns, rows, write, { separator = ",\n", last = "" })
  write "]\n"
end
