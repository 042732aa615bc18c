--- Quotations: what is said, how, by whom, and which word says so.
--
-- A gold file is JSON Lines, one text a line: `{"text", "quotes": [...]}`, each of `quotes` in the form of a quote
-- record of casus (docs/formats.md): `start`, `end`, `mode`, and, where there are any, `spans`, `speaker` and `cue`.
-- Content is compared by its outermost bytes (`content exact`, `direct exact`) and byte by byte (`content overlap`);
-- a speaker is right where it and the gold one have bytes in common, among gold quotations half of which was found.
-- @module casus.evaluate.quote

local gold = require "casus.gold"

local quote = {
  summary = "quotations: content, speaker and cue",
  gold = "TEXTS.jsonl",
  error_fields = { "count", "gold", "predicted", "name", "line", "example" },
}

-- A part of a gold record, or of what casus found, with `start` and `stop`; nil for none.
local function part_of(part)
  if type(part) ~= "table" then return nil end
  return { start = part.start, stop = part["end"] or part.stop }
end

-- A record with what is compared of it.
local function record_of(one)
  local spans = {}
  for i, span in ipairs(type(one.spans) == "table" and one.spans or {}) do
    spans[i] = { start = span.start or span[1], stop = span.stop or span[2] }
  end
  local start, stop = one.start, one["end"] or one.stop
  if #spans == 0 then spans[1] = { start = start, stop = stop } end
  return {
    start = start, stop = stop, mode = one.mode, spans = spans,
    speaker = part_of(one.speaker), cue = part_of(one.cue), confidence = one.confidence,
  }
end

local function problem_of(row)
  if type(row) ~= "table" or type(row.text) ~= "string" then return "a line should be an object with `text`" end
  if type(row.quotes) ~= "table" then return "`quotes` should be a list" end
  local size = #row.text
  for _, one in ipairs(row.quotes) do
    if not gold.is_span(one, size) or type(one.mode) ~= "string" then
      return "a quotation should have `start` and `end` in the text, and `mode`"
    end
    for _, field in ipairs { "speaker", "cue" } do
      if type(one[field]) == "table" and not gold.is_span(one[field], size) then
        return ("`%s` should have `start` and `end` in the text"):format(field)
      end
    end
    for _, span in ipairs(type(one.spans) == "table" and one.spans or {}) do
      if type(span) ~= "table" or not gold.is_span({ start = span[1], ["end"] = span[2] }, size) then
        return "`spans` should be pairs of bytes in the text"
      end
    end
  end
  return nil
end

local function records_of(list)
  local records = {}
  for i, one in ipairs(list) do records[i] = record_of(one) end
  return records
end

local function read(path)
  return gold.read(path, function(row)
    local fault = problem_of(row)
    if fault then return nil, fault end
    return { text = row.text, records = records_of(row.quotes) }
  end)
end

local function found_in(records) return { records = records_of(records) } end

local function common(a, b) return math.min(a.stop, b.stop) - math.max(a.start, b.start) end

local function add(measure, wanted, system, correct)
  measure.gold, measure.system = measure.gold + wanted, measure.system + system
  measure.correct = measure.correct + correct
end

local function size_of(set)
  local count = 0
  for _ in pairs(set) do count = count + 1 end
  return count
end

-- Counts what two sets have in common.
local function compare_sets(measure, wanted, system)
  local both = 0
  for key in pairs(wanted) do both = both + (system[key] and 1 or 0) end
  add(measure, size_of(wanted), size_of(system), both)
end

local function places(records, mode)
  local set = {}
  for _, one in ipairs(records) do
    if not mode or one.mode == mode then set[one.start .. ":" .. one.stop] = one end
  end
  return set
end

local function bytes(records)
  local set = {}
  for _, one in ipairs(records) do
    for _, span in ipairs(one.spans) do
      for at = span.start, span.stop - 1 do set[at] = true end
    end
  end
  return set
end

-- The record that has most in common with one, half of it at least; or nil.
local function nearest(one, records)
  local best, most = nil, (one.stop - one.start) / 2
  for _, other in ipairs(records) do
    local both = common(one, other)
    if both >= most and (not best or both > most) then best, most = other, both end
  end
  return best
end

local function compare_cues(measure, wanted, system)
  local cues, found = {}, {}
  for _, one in ipairs(wanted) do if one.cue then cues[one.cue.start .. ":" .. one.cue.stop] = one.cue end end
  for _, one in ipairs(system) do if one.cue then found[one.cue.start .. ":" .. one.cue.stop] = one.cue end end
  local right = 0
  for _, cue in pairs(cues) do
    for _, other in pairs(found) do
      if common(cue, other) > 0 then
        right = right + 1
        break
      end
    end
  end
  add(measure, size_of(cues), size_of(found), right)
end

local function compare_speakers(measure, wanted, system)
  for _, one in ipairs(system) do if one.speaker then add(measure, 0, 1, 0) end end
  for _, one in ipairs(wanted) do
    if one.speaker then
      local other = nearest(one, system)
      local right = other and other.speaker and common(one.speaker, other.speaker) > 0
      add(measure, 1, 0, right and 1 or 0)
      measure.aligned = measure.aligned + (other and 1 or 0)
    end
  end
end

-- What one side has and the other has not; the same fault of the same text is counted.
local function add_errors(errors, wanted, system, text, line)
  local a, b = places(wanted), places(system)
  for _, side in ipairs { { wanted, b, "gold", "predicted" }, { system, a, "predicted", "gold" } } do
    for _, one in ipairs(side[1]) do
      if not side[2][one.start .. ":" .. one.stop] then
        local name = text:sub(one.start + 1, one.stop)
        errors:add { [side[3]] = one.mode, [side[4]] = "-", name = name, line = line, example = name }
      end
    end
  end
end

-- A quotation is right where a gold one has half of it, and its speaker, where it names one.
local function judge(judged, wanted, system)
  for _, one in ipairs(system) do
    local other = nearest(one, wanted)
    local speaker, right = one.speaker, other and other.speaker
    local agree = speaker == nil or right ~= nil and common(speaker, right) > 0
    judged[#judged + 1] = { confidence = one.confidence, correct = other ~= nil and agree }
  end
end

function quote.run(path, options)
  local measures, errors, judged = {}, gold.errors(), {}
  for i, name in ipairs { "content exact", "content overlap", "direct exact", "speaker", "cue" } do
    measures[i] = { name = name, gold = 0, system = 0, correct = 0 }
  end
  measures[4].aligned = 0
  local how = { read = read, kind = "quote", found = found_in }
  local done, message = gold.compare(path, options, how, function(text, found, line)
    local wanted, system = text.records, found.records
    compare_sets(measures[1], places(wanted), places(system))
    compare_sets(measures[2], bytes(wanted), bytes(system))
    compare_sets(measures[3], places(wanted, "direct"), places(system, "direct"))
    compare_speakers(measures[4], wanted, system)
    compare_cues(measures[5], wanted, system)
    add_errors(errors, wanted, system, text.text, line)
    judge(judged, wanted, system)
  end)
  if not done then return nil, message end
  return { measures = measures, errors = errors:most_frequent(options.errors), judged = judged }
end

return quote
