--- Causes: both spans, and the sign. Gold files are JSON Lines, one text a line:
--
--     {"text": "Drought raised prices.",
--      "causes": [{"cause": {"start": 0, "end": 7}, "effect": {"start": 15, "end": 21}, "sign": 1}]}
--
-- Causes are records of casus (docs/formats.md), of which `cause`, `effect` and, where both have it, `sign` are
-- compared. A claim is found where both sides have bytes in common (`overlap`), or half of the bytes of both together
-- (`half`, the intersection over the union); `sign` counts those of `overlap` that have the right one.
-- @module casus.evaluate.cause

local gold = require "casus.gold"

local cause = {
  summary = "causes: both spans, and the sign",
  gold = "CAUSES.jsonl",
  error_fields = { "gold", "predicted", "line", "example" },
}

local function part_of(part) return { start = part.start, stop = part["end"] or part.stop } end

local function record_of(one)
  return { cause = part_of(one.cause), effect = part_of(one.effect), sign = math.tointeger(one.sign),
    confidence = one.confidence }
end

local function records_of(list)
  local records = {}
  for i, one in ipairs(list) do records[i] = record_of(one) end
  return records
end

local function convert(row)
  if type(row) ~= "table" or type(row.text) ~= "string" then return nil, "a line should be an object with `text`" end
  if type(row.causes) ~= "table" then return nil, "`causes` should be a list" end
  for _, one in ipairs(row.causes) do
    if type(one) ~= "table" or not gold.is_span(one.cause, #row.text) or not gold.is_span(one.effect, #row.text) then
      return nil, "a claim should have `cause` and `effect`, each with `start` and `end` in the text"
    end
  end
  return { text = row.text, date = type(row.date) == "string" and row.date or nil, records = records_of(row.causes) }
end

local function read(path) return gold.read(path, convert) end

local function found_in(records) return { records = records_of(records) } end

-- How far two spans are the same: bytes in common over bytes of both together.
local function share(a, b)
  local common = math.min(a.stop, b.stop) - math.max(a.start, b.start)
  return common <= 0 and 0 or common / (math.max(a.stop, b.stop) - math.min(a.start, b.start))
end

-- Pairs of a gold claim and one that was found, the likest first; each stands in one pair.
local function paired(wanted, found, least)
  local all, pairs_of, used = {}, {}, {}
  for i, one in ipairs(wanted) do
    for k, other in ipairs(found) do
      local alike = math.min(share(one.cause, other.cause), share(one.effect, other.effect))
      if alike > 0 and alike >= least then all[#all + 1] = { i, k, alike } end
    end
  end
  table.sort(all, function(a, b)
    if a[3] ~= b[3] then return a[3] > b[3] end
    if a[1] ~= b[1] then return a[1] < b[1] end
    return a[2] < b[2]
  end)
  for _, one in ipairs(all) do
    local a, b = wanted[one[1]], found[one[2]]
    if not used[a] and not used[b] then
      used[a], used[b], pairs_of[#pairs_of + 1] = b, a, { a, b }
    end
  end
  return pairs_of, used
end

local function described(text, one)
  local from, to = one.cause, one.effect
  return ("%s -> %s"):format(text:sub(from.start + 1, from.stop), text:sub(to.start + 1, to.stop))
end

local function add_errors(errors, text, found, used, line)
  for side, records in pairs { gold = text.records, predicted = found } do
    for _, one in ipairs(records) do
      if not used[one] then
        local fault = { gold = "-", predicted = "-", line = line, example = text.text }
        fault[side] = described(text.text, one)
        errors:add(fault)
      end
    end
  end
end

function cause.run(path, options)
  local measures, errors, judged = {}, gold.errors(), {}
  for i, name in ipairs { "overlap", "half", "sign" } do
    measures[i] = { name = name, gold = 0, system = 0, correct = 0 }
  end
  measures[3].aligned = 0
  local how = { read = read, kind = "cause", found = found_in }
  local done, message = gold.compare(path, options, how, function(text, found, line)
    local wanted, system = text.records, found.records
    local alike, used = paired(wanted, system, 0)
    for i, correct in ipairs { #alike, #paired(wanted, system, 0.5), 0 } do
      local measure = measures[i]
      measure.gold, measure.system = measure.gold + #wanted, measure.system + #system
      measure.correct = measure.correct + correct
    end
    for _, one in ipairs(alike) do
      if one[1].sign and one[2].sign then
        measures[3].aligned = measures[3].aligned + 1
        if one[1].sign == one[2].sign then measures[3].correct = measures[3].correct + 1 end
      end
    end
    for _, one in ipairs(system) do
      judged[#judged + 1] = { confidence = one.confidence, correct = used[one] ~= nil }
    end
    add_errors(errors, text, system, used, line)
  end)
  if not done then return nil, message end
  return { measures = measures, errors = errors:most_frequent(options.errors), judged = judged }
end

return cause
