--- Texts whose names are known: JSON Lines, one text a line.
--
--     {"text": "Japan met NATO.", "spans": [{"start": 0, "end": 5, "label": "GPE"}, ...]}
--
-- `start` and `end` are bytes, half-open, from 0; labels are those of entity records (docs/formats.md). A span with any
-- other label says that nobody knows what is named there. Spans do not overlap. Other fields are passed over.
-- @module casus.labelled

local gold = require "casus.gold"

local labelled = {}

local function problem_of(row)
  if type(row) ~= "table" or type(row.text) ~= "string" then return "a line should be an object with `text`" end
  if type(row.spans) ~= "table" then return "`spans` should be a list" end
  local last = 0
  for _, span in ipairs(row.spans) do
    local start, stop = span.start, span["end"]
    if math.type(start) ~= "integer" or math.type(stop) ~= "integer" or type(span.label) ~= "string" then
      return "a span should have `start`, `end` and `label`"
    end
    if start < last or stop <= start or stop > #row.text then
      return "spans should lie in the text, and not overlap"
    end
    last = stop
  end
  return nil
end

local function by_start(a, b) return a.start < b.start end

local function convert(row)
  if type(row) == "table" and type(row.spans) == "table" then pcall(table.sort, row.spans, by_start) end
  local fault = problem_of(row)
  if fault then return nil, fault end
  local spans = {}
  for i, span in ipairs(row.spans) do
    spans[i] = { start = span.start, stop = span["end"], label = span.label, coarse = span.coarse }
  end
  return { text = row.text, spans = spans }
end

--- Reads a file.
-- @tparam string path
-- @treturn {table,...} texts: `text`, and `spans`, a list of `start`, `stop`, `label` (and `coarse`, where the file has
--   it) by start; or nil, message
function labelled.read(path)
  return gold.read(path, convert)
end

return labelled
