--- What the scripts of this folder share: texts with spans, read and written as JSON Lines.
local core = require "casus.core"

local labels = {}

labels.known = { PERSON = true, NORP = true, FAC = true, ORG = true, GPE = true, LOC = true, EVENT = true, LAW = true,
  PRODUCT = true }

--- The words of a list in words.tsv, in order, and as a set.
function labels.words(list)
  local data, found = require "casus.data", {}
  for _, row in ipairs((data.read(arg[0]:match "^(.*/)" .. "words.tsv"))) do
    if row.list == list then found[#found + 1] = row.word end
  end
  return found
end

function labels.set(list)
  local set = {}
  for _, word in ipairs(labels.words(list)) do set[word] = true end
  return set
end

--- The rows of a JSON Lines file.
function labels.rows(path)
  local file = assert(io.open(path))
  return function()
    local line = file:read "l"
    if not line then file:close() end
    return line and assert(core.json.decode(line))
  end
end

--- Writes a text with its spans, a list of `{ start, stop, label }`, by start and without overlaps.
function labels.write(file, text, spans)
  table.sort(spans, function(a, b) return a[1] < b[1] or (a[1] == b[1] and a[2] > b[2]) end)
  local out, last = {}, 0
  for _, span in ipairs(spans) do
    if span[1] >= last and span[2] > span[1] then
      out[#out + 1] = { start = span[1], ["end"] = span[2], label = span[3] }
      last = span[2]
    end
  end
  local json = #out == 0 and "[]" or core.json.encode(out, { "start", "end", "label" })
  file:write('{"text":', core.json.encode(text), ',"spans":', json, "}\n")
end

--- A span without the article before it, possessives and marks behind it, and the blanks around it; nil where nothing
-- is left.
function labels.trim(text, start, stop)
  local again = true
  while again do
    local part, before = text:sub(start + 1, stop), stop - start
    local article = part:match "^[Tt]he%s+" or part:match "^[Aa]n?%s+" or part:match "^[%s%p]+"
    if article and not part:find "^%.?[%w(]*%a%.%a" and article ~= "." then start = start + #article end
    part = text:sub(start + 1, stop)
    local tail = part:match "'s$" or part:match "\u{2019}s$" or part:match "[%s,;:'\"]+$" or part:match "\u{2019}$"
    if tail then stop = stop - #tail end
    again = stop - start ~= before and stop > start
  end
  if stop <= start then return nil end
  return start, stop
end

--- The actors of data/actors by name and alias: `{ label, kind, name }`; names that mean two things of different labels
-- are left out.
function labels.actors(folder)
  local of_kind = { country = "GPE", demonym = "NORP", capital = "GPE", seat = "ORG", city = "GPE", region = "LOC",
    organisation = "ORG", group = "ORG", ["armed group"] = "ORG", party = "ORG", company = "ORG",
    ["historical state"] = "GPE", person = "PERSON", ["head of state"] = "PERSON", ["head of government"] = "PERSON",
    ["foreign minister"] = "PERSON", ["defence minister"] = "PERSON", head = "PERSON", spokesperson = "PERSON" }
  local data, lfs, all = require "casus.data", require "lfs", {}
  for file in lfs.dir(folder) do
    if file:find "%.tsv$" and file ~= "ambiguous.tsv" then
      for _, row in ipairs((data.read(folder .. "/" .. file))) do
        local label = of_kind[row.kind]
        for alias in (label and (row.name .. "|" .. (row.aliases or "")) or ""):gmatch "[^|]+" do
          local known = all[alias]
          if known and known.label ~= label then
            known.label = false
          else
            all[alias] = { label = label, kind = row.kind, name = row.name, alias = alias, of = row.of }
          end
        end
      end
    end
  end
  return all
end

return labels
