--- Names: the same bytes and the same label. Gold files are texts with their names, as in @{casus.labelled}.
--
-- Labels are those of entity records; where the spans of a file have `coarse`, or labels such as PER, they are PER (of
-- PERSON), ORG, and LOC (of GPE, LOC and FAC), and what has another label is passed over.
-- @module casus.evaluate.entity

local casus = require "casus"
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

-- What casus finds in a text, as spans; or nil, message.
local function find(text)
  local document <close>, message = casus.parse(text)
  if not document then return nil, message end
  local records, problem = document:extract { only = { "entity" } }
  if not records then return nil, problem end
  local spans = {}
  for _, record in ipairs(records) do
    if record.mention == "name" then
      spans[#spans + 1] = { start = record.start, stop = record.stop, label = record.label }
    end
  end
  return spans
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

local function add_error(errors, gold, predicted, text, span, line)
  local name = text:sub(span.start + 1, span.stop)
  local key = gold .. "\t" .. predicted
  local one = errors[key]
  if not one then
    one = { count = 0, gold = gold, predicted = predicted, name = name, line = line, example = text }
    errors[key], errors[#errors + 1] = one, one
  end
  one.count = one.count + 1
end

local function compare(counts, errors, gold, found, text, line, kinds, coarse)
  local a, b = by_place(gold, kinds, coarse), by_place(found, kinds, coarse)
  for place, label in pairs(a) do
    if label ~= "?" then
      counts[label].gold = counts[label].gold + 1
      if b[place] == label then counts[label].correct = counts[label].correct + 1 end
    end
  end
  for _, label in pairs(b) do
    if label ~= "?" then counts[label].system = counts[label].system + 1 end
  end
  for _, span in ipairs(gold) do
    local place = span.start .. ":" .. span.stop
    if a[place] ~= "?" and b[place] ~= a[place] then
      local other = b[place] or (overlapping(span, found) and "other bytes") or "-"
      add_error(errors, a[place], other, text, span, line)
    end
  end
  for _, span in ipairs(found) do
    if b[span.start .. ":" .. span.stop] ~= "?" and not overlapping(span, gold) then
      add_error(errors, "-", b[span.start .. ":" .. span.stop], text, span, line)
    end
  end
end

local function most_frequent(errors, count)
  table.sort(errors, function(x, y)
    if x.count ~= y.count then return x.count > y.count end
    return x.gold .. "\t" .. x.predicted < y.gold .. "\t" .. y.predicted
  end)
  return table.move(errors, 1, math.min(count, #errors), 1, {})
end

function entity.run(path, options)
  local texts, message = labelled.read(path)
  if not texts then return nil, message end
  local others, problem
  if options.predicted then
    others, problem = labelled.read(options.predicted)
    if not others then return nil, problem end
    if #others ~= #texts then
      return nil, ("%s has %d texts, and %s %d"):format(options.predicted, #others, path, #texts)
    end
  end
  local coarse = is_coarse(texts)
  local names = coarse and coarse_labels or labels
  local kinds, counts, errors = set_of(names), {}, {}
  for _, name in ipairs(names) do counts[name] = { name = name, gold = 0, system = 0, correct = 0 } end
  for line, text in ipairs(texts) do
    local found, fault
    if others then
      found = others[line].spans
    else
      found, fault = find(text.text)
    end
    if not found then return nil, ("%s:%d: %s"):format(path, line, fault) end
    compare(counts, errors, text.spans, found, text.text, line, kinds, coarse)
  end
  local all, measures = { name = "all", gold = 0, system = 0, correct = 0 }, {}
  for _, name in ipairs(names) do
    measures[#measures + 1] = counts[name]
    for _, field in ipairs { "gold", "system", "correct" } do all[field] = all[field] + counts[name][field] end
  end
  measures[#measures + 1] = all
  return { measures = measures, errors = options.errors and most_frequent(errors, options.errors) or nil }
end

return entity
