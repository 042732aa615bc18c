--- Times: bytes, type and value, as TempEval-3 counts them. Gold files are JSON Lines, one text a line:
--
--     {"text": "They met on 5 May 2021.", "date": "2021-06-01",
--      "spans": [{"start": 12, "end": 22, "type": "DATE", "value": "2021-05-05"}]}
--
-- `date` (or `ref_date`) is the day of the text; `values` in place of `value` is a list of which any is right. Measured
-- are `strict` (the same bytes), `relaxed` (overlapping), and among the latter `type` and `value`.
-- (UzZaman and others, "SemEval-2013 Task 1: TempEval-3", 2013.)
-- @module casus.evaluate.time

local gold = require "casus.gold"

local time = {
  summary = "times: bytes, type and value",
  gold = "TEXTS.jsonl",
  error_fields = { "count", "gold", "predicted", "name", "line", "example" },
}

local function by_start(a, b) return a.start < b.start end

-- The spans of a row; or nil, message.
local function spans_of(row)
  if type(row) ~= "table" or type(row.text) ~= "string" then return nil, "a line should be an object with `text`" end
  if type(row.spans) ~= "table" then return nil, "`spans` should be a list" end
  local spans = {}
  for i, span in ipairs(row.spans) do
    if not gold.is_span(span, #row.text) then
      return nil, "a span should have `start` and `end` in the text"
    end
    local values = type(span.values) == "table" and span.values or { span.value }
    spans[i] = { start = span.start, stop = span["end"], type = span.type, values = values }
  end
  table.sort(spans, by_start)
  return spans
end

local function convert(row)
  local spans, fault = spans_of(row)
  if not spans then return nil, fault end
  local date = row.ref_date or row.date
  return { text = row.text, spans = spans, date = type(date) == "string" and date or nil }
end

local function read(path) return gold.read(path, convert) end

local function found_in(records)
  local spans = {}
  for i, record in ipairs(records) do
    spans[i] = { start = record.start, stop = record.stop, type = record.type, values = { record.value },
      confidence = record.confidence }
  end
  return { spans = spans }
end

-- The span that shares most bytes with another and is not used yet, or nil.
local function best_for(span, found, used)
  local best, most = nil, 0
  for _, other in ipairs(found) do
    local shared = math.min(span.stop, other.stop) - math.max(span.start, other.start)
    if not used[other] and shared > most then best, most = other, shared end
  end
  return best
end

local function has_value(values, value)
  for _, one in ipairs(values) do
    if one == value then return true end
  end
  return false
end

local function name_of(text, span) return text.text:sub(span.start + 1, span.stop) end

-- Counts what two lists of spans have in common; `wrong(gold, predicted, span)` is told of the rest.
local function compare(counts, spans, found, wrong)
  local used = {}
  for _, span in ipairs(spans) do
    local other = best_for(span, found, used)
    local wanted = tostring(span.values[1])
    if not other then
      wrong(wanted, "-", span)
    else
      used[other] = true
      counts.relaxed = counts.relaxed + 1
      if span.start == other.start and span.stop == other.stop then counts.strict = counts.strict + 1 end
      if span.type == nil or span.type == other.type then counts.type = counts.type + 1 end
      if has_value(span.values, other.values[1]) then
        counts.value, other.correct = counts.value + 1, true
      else
        wrong(wanted, tostring(other.values[1]), span)
      end
    end
  end
  for _, other in ipairs(found) do
    if not used[other] then wrong("-", tostring(other.values[1]), other) end
  end
end

function time.run(path, options)
  local counts, errors, judged = { strict = 0, relaxed = 0, type = 0, value = 0 }, gold.errors(), {}
  local wanted, system = 0, 0
  local how = { read = read, kind = "time", found = found_in }
  local done, message = gold.compare(path, options, how, function(text, found, line)
    wanted, system = wanted + #text.spans, system + #found.spans
    compare(counts, text.spans, found.spans, function(right, predicted, span)
      errors:add { gold = right, predicted = predicted, line = line, name = name_of(text, span), example = text.text }
    end)
    table.move(found.spans, 1, #found.spans, #judged + 1, judged)
  end)
  if not done then return nil, message end
  local measures = {}
  for i, name in ipairs { "strict", "relaxed", "type", "value" } do
    measures[i] = { name = name, gold = wanted, system = system, correct = counts[name],
      aligned = i > 2 and counts.relaxed or nil }
  end
  return { measures = measures, errors = errors:most_frequent(options.errors), judged = judged }
end

return time
