-- casus gold.lua POLITICS.jsonl TAUGHT.jsonl ACTORS OUTPUT.jsonl: the labels of CrossNER as those of casus. What a
-- place or a thing of another kind is, the teacher's labels of the same texts say; where they do not, nobody knows.
package.path = arg[0]:match "^(.*/)" .. "?.lua;" .. package.path
local labels = require "labels"

local plain = { politician = "PERSON", person = "PERSON", politicalparty = "ORG", organisation = "ORG", country = "GPE",
  election = "EVENT", event = "EVENT" }
local actors = labels.actors(arg[3])
local taught = {}
for row in labels.rows(arg[2]) do taught[row.id] = row.teacher end

local output <close> = assert(io.open(arg[4], "w"))
for row in labels.rows(arg[1]) do
  local spans, teacher = {}, {}
  for _, span in ipairs(taught[row.id]) do
    local start, stop = labels.trim(row.text, span[1], span[2])
    if start then teacher[start .. ":" .. stop] = span[3] end
  end
  for i, span in ipairs(row.spans) do
    local said = teacher[span.start .. ":" .. span["end"]]
    local known = actors[row.text:sub(span.start + 1, span["end"])]
    local label = plain[span.label]
    if span.label == "location" then
      label = (said == "LOC" or said == "FAC") and said or "GPE"
    elseif span.label == "misc" then
      local other = labels.known[said] and said ~= "PERSON" and said ~= "ORG" and said ~= "GPE" and said
      label = known and known.label or other or "?"
    end
    spans[i] = { span.start, span["end"], label }
  end
  labels.write(output, row.text, spans)
end
