--- The data that ships with casus: TSV files with a header, below share/casus/data.
-- @module casus.data

local core = require "casus.core"

local data = {}

--- The path of a data file.
-- @tparam string name such as "display/width.tsv"
-- @treturn string
function data.path(name)
  return core.home .. "/share/casus/data/" .. name
end

--- The rows of a TSV file with a header.
-- @tparam string path
-- @treturn {table,...} a table a row, by the names in the header; empty fields are absent
function data.read(path)
  local file <close> = assert(io.open(path))
  local columns, rows = {}, {}
  for line in file:lines() do
    local row, i = {}, 0
    for field in (line .. "\t"):gmatch "([^\t]*)\t" do
      i = i + 1
      if not columns.complete then
        columns[i] = field
      elseif field ~= "" then
        row[columns[i]] = field
      end
    end
    if columns.complete then rows[#rows + 1] = row end
    columns.complete = true
  end
  return rows
end

--- The rows of a data file that ships with casus.
-- @tparam string name such as "display/width.tsv"
-- @treturn {table,...} as for @{read}
-- @usage for _, row in ipairs(data.rows "display/phrases.tsv") do print(row.type, row.phrase) end
function data.rows(name)
  return data.read(data.path(name))
end

return data
