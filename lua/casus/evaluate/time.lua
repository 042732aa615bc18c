--- Times: bytes, type and value, as TempEval-3 counts them. Gold files are JSON Lines, one text a line:
--
--     {"text": "They met on 5 May 2021.", "date": "2021-06-01",
--      "spans": [{"start": 12, "end": 22, "type": "DATE", "value": "2021-05-05"}]}
--
-- `date` (or `ref_date`) is the day of the text; `values` in place of `value` is a list of which any is right. Measured
-- are `strict` (the same bytes), `relaxed` (overlapping), and among the latter `type` and `value`.
-- (UzZaman and others, "SemEval-2013 Task 1: TempEval-3", 2013.)
-- @module casus.evaluate.time

local casus = require "casus"
local core = require "casus.core"

local time = {
  summary = "times: bytes, type and value",
  gold = "TEXTS.jsonl",
  error_fields = { "count", "gold", "predicted", "name", "line", "example" },
}

local function by_start(a, b) return a.start < b.start end

local function is_place(span, size)
  local start, stop = span.start, span["end"]
  return math.type(start) == "integer" and math.type(stop) == "integer" and start >= 0 and start < stop and stop <= size
end

-- The spans of a row; or nil, message.
local function spans_of(row)
  if type(row) ~= "table" or type(row.text) ~= "string" then return nil, "a line should be an object with `text`" end
  if type(row.spans) ~= "table" then return nil, "`spans` should be a list" end
  local spans = {}
  for i, span in ipairs(row.spans) do
    if type(span) ~= "table" or not is_place(span, #row.text) then
      return nil, "a span should have `start` and `end` in the text"
    end
    local values = type(span.values) == "table" and span.values or { span.value }
    spans[i] = { start = span.start, stop = span["end"], type = span.type, values = values }
  end
  table.sort(spans, by_start)
  return spans
end

local function read(path)
  local file <close>, message = io.open(path)
  if not file then return nil, message end
  local texts, number = {}, 0
  for line in file:lines() do
    number = number + 1
    local row, fault = core.json.decode(line)
    local spans
    if row ~= nil then spans, fault = spans_of(row) end
    if not spans then return nil, ("%s:%d: %s"):format(path, number, fault) end
    local date = row.ref_date or row.date
    texts[number] = { text = row.text, spans = spans, date = type(date) == "string" and date or nil }
  end
  return texts
end

local function find(text)
  local document <close>, message = casus.parse(text.text, { date = text.date })
  if not document then return nil, message end
  local records, problem = document:extract { only = { "time" } }
  if not records then return nil, problem end
  local spans = {}
  for i, record in ipairs(records) do
    spans[i] = { start = record.start, stop = record.stop, type = record.type, values = { record.value } }
  end
  return spans
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

local function compare(counts, add, text, found)
  local used = {}
  for _, span in ipairs(text.spans) do
    local other = best_for(span, found, used)
    local wanted = tostring(span.values[1])
    if not other then
      add(wanted, "-", span)
    else
      used[other] = true
      counts.relaxed = counts.relaxed + 1
      if span.start == other.start and span.stop == other.stop then counts.strict = counts.strict + 1 end
      if span.type == nil or span.type == other.type then counts.type = counts.type + 1 end
      if has_value(span.values, other.values[1]) then
        counts.value = counts.value + 1
      else
        add(wanted, tostring(other.values[1]), span)
      end
    end
  end
  for _, other in ipairs(found) do
    if not used[other] then add("-", tostring(other.values[1]), other) end
  end
end

local function adder(errors, text, line)
  return function(gold, predicted, span)
    local key = gold .. "\t" .. predicted
    local one = errors[key]
    if not one then
      one = { count = 0, gold = gold, predicted = predicted, line = line, example = text.text,
        name = text.text:sub(span.start + 1, span.stop) }
      errors[key], errors[#errors + 1] = one, one
    end
    one.count = one.count + 1
  end
end

local function most_frequent(errors, count)
  table.sort(errors, function(x, y)
    if x.count ~= y.count then return x.count > y.count end
    return x.gold .. "\t" .. x.predicted < y.gold .. "\t" .. y.predicted
  end)
  return table.move(errors, 1, math.min(count, #errors), 1, {})
end

function time.run(path, options)
  local texts, message = read(path)
  if not texts then return nil, message end
  local others, problem
  if options.predicted then
    others, problem = read(options.predicted)
    if not others then return nil, problem end
    if #others ~= #texts then
      return nil, ("%s has %d texts, and %s %d"):format(options.predicted, #others, path, #texts)
    end
  end
  local counts, errors, gold, system = { strict = 0, relaxed = 0, type = 0, value = 0 }, {}, 0, 0
  for line, text in ipairs(texts) do
    local found, fault
    if others then
      found = others[line].spans
    else
      found, fault = find(text)
    end
    if not found then return nil, ("%s:%d: %s"):format(path, line, fault) end
    gold, system = gold + #text.spans, system + #found
    compare(counts, adder(errors, text, line), text, found)
  end
  local measures = {}
  for i, name in ipairs { "strict", "relaxed", "type", "value" } do
    measures[i] = { name = name, gold = gold, system = system, correct = counts[name],
      aligned = i > 2 and counts.relaxed or nil }
  end
  return { measures = measures, errors = options.errors and most_frequent(errors, options.errors) or nil }
end

return time
