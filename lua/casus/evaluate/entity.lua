--- Names: the same bytes and the same label. Gold files are texts with their names, as in @{casus.labelled}.
--
-- Labels are those of entity records; where the spans of a file have `coarse`, or labels such as PER, they are PER (of
-- PERSON), ORG, and LOC (of GPE, LOC and FAC), and what has another label is passed over.
-- @module casus.evaluate.entity

local gold = require "casus.gold"
local labelled = require "casus.labelled"

local entity = {
  summary = "names: bytes and label",
  gold = "TEXTS.jsonl",
  error_fields = { "count", "gold", "predicted", "name", "line", "example" },
}

local labels = { "PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "EVENT", "LAW", "PRODUCT" }
local coarse_labels = { "PER", "ORG", "LOC" }
local coarse_of = { PERSON = "PER", ORG = "ORG", GPE = "LOC", LOC = "LOC", FAC = "LOC", PER = "PER" }

local function set_of(list)
  local set = {}
  for _, name in ipairs(list) do set[name] = true end
  return set
end

local function is_coarse(texts)
  for _, text in ipairs(texts) do
    for _, span in ipairs(text.spans) do
      if span.coarse or span.label == "PER" then return true end
    end
  end
  return false
end

local function found_in(records)
  local spans = {}
  for _, record in ipairs(records) do
    if record.mention == "name" then
      spans[#spans + 1] = { start = record.start, stop = record.stop, label = record.label,
        confidence = record.confidence }
    end
  end
  return { spans = spans }
end

-- Labels by "start:stop", of those labels that are compared, or "?" for others.
local function by_place(spans, kinds, coarse)
  local places = {}
  for _, span in ipairs(spans) do
    local label = span.coarse or span.label
    label = coarse and coarse_of[label] or label
    places[span.start .. ":" .. span.stop] = kinds[label] and label or "?"
  end
  return places
end

-- The span of a list that overlaps with another, or nil.
local function overlapping(span, spans)
  for _, other in ipairs(spans) do
    if other.start < span.stop and other.stop > span.start then return other end
  end
  return nil
end

-- Counts by label; `wrong(gold, predicted, span)` is told of what is not the same.
local function compare(counts, spans, found, places, wrong)
  local a, b = places(spans), places(found)
  for place, label in pairs(a) do
    if label ~= "?" then
      counts[label].gold = counts[label].gold + 1
      if b[place] == label then counts[label].correct = counts[label].correct + 1 end
    end
  end
  for _, label in pairs(b) do
    if label ~= "?" then counts[label].system = counts[label].system + 1 end
  end
  for _, span in ipairs(spans) do
    local place = span.start .. ":" .. span.stop
    if a[place] ~= "?" and b[place] ~= a[place] then
      wrong(a[place], b[place] or (overlapping(span, found) and "other bytes") or "-", span)
    end
  end
  for _, span in ipairs(found) do
    local place = span.start .. ":" .. span.stop
    if b[place] ~= "?" then span.correct = a[place] == b[place] end
    if b[place] ~= "?" and not overlapping(span, spans) then wrong("-", b[place], span) end
  end
end

-- The labels that a gold file has, and what a span is counted as: "?" where nobody knows.
local function scheme(texts)
  local coarse = is_coarse(texts)
  local names = coarse and coarse_labels or labels
  local kinds = set_of(names)
  return names, function(spans) return by_place(spans, kinds, coarse) end
end

function entity.run(path, options)
  local counts, errors, judged = {}, gold.errors(), {}
  local names, places
  local function read(file)
    local texts, message = labelled.read(file)
    if texts and not names then
      names, places = scheme(texts)
      for _, name in ipairs(names) do counts[name] = { name = name, gold = 0, system = 0, correct = 0 } end
    end
    return texts, message
  end
  local how = { read = read, kind = "entity", found = found_in }
  local done, message = gold.compare(path, options, how, function(text, found, line)
    compare(counts, text.spans, found.spans, places, function(right, predicted, span)
      errors:add { gold = right, predicted = predicted, name = text.text:sub(span.start + 1, span.stop), line = line,
        example = text.text }
    end)
    for _, span in ipairs(found.spans) do
      if span.correct ~= nil then judged[#judged + 1] = span end
    end
  end)
  if not done then return nil, message end
  local all, measures = { name = "all", gold = 0, system = 0, correct = 0 }, {}
  for _, name in ipairs(names) do
    measures[#measures + 1] = counts[name]
    for _, field in ipairs { "gold", "system", "correct" } do all[field] = all[field] + counts[name][field] end
  end
  measures[#measures + 1] = all
  return { measures = measures, errors = errors:most_frequent(options.errors), judged = judged }
end

return entity
