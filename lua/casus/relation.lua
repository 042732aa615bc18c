--- Relations in words, and what may be said of them in filters and assumptions.
-- @module casus.relation

local core = require "casus.core"
local data = require "casus.data"
local number = require "casus.number"

local relation = {}

local function set(text)
  local result = {}
  for word in text:gmatch("%S+") do result[word] = true end
  return result
end

--- The columns of the view `relations` that hold numbers.
relation.numeric = set "goldstein weight confidence sentence start stop"

--- What an assumed relation may say.
relation.assumable = set [[type mode context cameo goldstein source source_code target target_code date place modality
  negated attribution weight confidence text]]

--- What a modification may set.
relation.settable = set [[type mode context cameo goldstein source source_code target target_code date place modality
  negated attribution weight confidence]]

--- Whether a relation is negated; SQLite says 0 and 1.
-- @tparam table row
-- @treturn boolean
function relation.negated(row)
  return row.negated == true or row.negated == 1
end

local phrases

-- A type as a verb: "accuses", "cooperates with"; one that no table knows stands as it is.
local function phrase_of(kind)
  if not phrases then
    phrases = {}
    for _, row in ipairs(data.rows "display/phrases.tsv") do phrases[row.type] = row.phrase end
  end
  return phrases[kind] or kind or "?"
end

-- "China accuses NATO (2023-05-26, denied)": who, what, to whom, and what else is to be said.
local function in_words(row, marks)
  if relation.negated(row) then marks[#marks + 1] = "negated" end
  if row.modality and row.modality ~= "asserted" then marks[#marks + 1] = row.modality end
  if row.weight and row.weight ~= 1 then marks[#marks + 1] = "weight " .. number.short(row.weight) end
  local words = ("%s %s %s"):format(row.source or "(unknown)", phrase_of(row.type), row.target or "(unknown)")
  return #marks == 0 and words or ("%s (%s)"):format(words, table.concat(marks, ", "))
end

--- A relation in a few words, such as `China accuses NATO (2023-05-26, denied)`.
-- @tparam table row a row of the view `relations`
-- @treturn string
function relation.describe(row)
  local marks = {}
  if row.assumed then marks[#marks + 1] = "assumed" end
  if row.date then marks[#marks + 1] = row.date end
  return in_words(row, marks)
end

--- The same without its date, for where the date is said already.
-- @tparam table row a row of the view `relations`
-- @treturn string
function relation.describe_short(row)
  return in_words(row, row.assumed and { "assumed" } or {})
end

-- A value of a filter: one, a list of alternatives, or limits.
local function show(value)
  if value == core.null then return "null" end
  if type(value) ~= "table" then return tostring(value) end
  if value.min ~= nil or value.max ~= nil then
    return ("%s..%s"):format(value.min ~= nil and show(value.min) or "", value.max ~= nil and show(value.max) or "")
  end
  local parts = {}
  for i, one in ipairs(value) do parts[i] = show(one) end
  return table.concat(parts, "|")
end

--- A filter, or what a modification sets, as `source=China, type=accuse`.
-- @tparam table filter
-- @treturn string
function relation.describe_filter(filter)
  local keys, parts = {}, {}
  for key in pairs(filter) do keys[#keys + 1] = key end
  table.sort(keys)
  for _, key in ipairs(keys) do parts[#parts + 1] = ("%s=%s"):format(key, show(filter[key])) end
  return table.concat(parts, ", ")
end

return relation
