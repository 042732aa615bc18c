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

local function split(line)
  local cells = {}
  for cell in (line .. "\t"):gmatch "([^\t]*)\t" do cells[#cells + 1] = cell end
  return cells
end

--- The rows of a TSV file with a header. Lines that start with `#` before the header, and empty lines, are passed over,
-- as are a byte order mark and the CR of CR LF.
-- Raises where the file cannot be read or a row has another number of cells than the header.
-- @tparam string path
-- @treturn {table,...} a table a row, by the names in the header; empty fields are absent
-- @treturn {string,...} the names in the header
function data.read(path)
  local file <close> = io.open(path) or error(select(2, io.open(path)), 0)
  local columns
  local rows, number = {}, 0
  for line in file:lines() do
    number = number + 1
    line = line:gsub("\r$", "")
    if number == 1 then line = line:gsub("^\u{FEFF}", "") end
    if line ~= "" and not (line:sub(1, 1) == "#" and not columns) then
      local cells = split(line)
      if columns then
        if #cells ~= #columns then
          error(("%s:%d: %d cells, should be %d"):format(path, number, #cells, #columns), 0)
        end
        local row = {}
        for i, name in ipairs(columns) do row[name] = cells[i] ~= "" and cells[i] or nil end
        rows[#rows + 1] = row
      else
        columns = cells
      end
    end
  end
  if not columns then error(path .. ": no header line", 0) end
  return rows, columns
end

--- The rows of a data file that ships with casus.
-- @tparam string name such as "display/width.tsv"
-- @treturn {table,...} as for @{read}
-- @usage for _, row in ipairs(data.rows "display/phrases.tsv") do print(row.type, row.phrase) end
function data.rows(name)
  return (data.read(data.path(name)))
end

return data
