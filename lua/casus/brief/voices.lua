--- Who is quoted, and who says what.
-- @module casus.brief.voices

local causes = require "casus.brief.causes"
local listing = require "casus.brief.listing"
local relation = require "casus.relation"

local voices = {}

local function add(list, value) list[#list + 1] = value end

local function words_in(text)
  return select(2, text:gsub("%S+", ""))
end

-- Speakers of whom the report says no more; "she" of one report is not "she" of another.
local pronouns = { he = true, she = true, it = true, they = true, we = true, i = true, who = true }

--- Key quotes: `speaker`, `cue`, `mode`, `text`, `evidence`. Those with a speaker who is often named come first, direct
-- ones before indirect ones, those of five words to forty before shorter and longer ones.
-- @tparam table context
-- @treturn {table,...}
-- @treturn integer how many more there are
function voices.quotes(context)
  local spoken, list = {}, {}
  for _, row in ipairs(context.quotes) do
    if row.speaker then spoken[row.speaker] = (spoken[row.speaker] or 0) + 1 end
  end
  for i, row in ipairs(context.quotes) do
    local words = words_in(row.text)
    local fits = words >= 5 and words <= 40
    local rank = (row.speaker and 4 or 0) + (row.mode ~= "indirect" and 2 or 0) + (fits and 1 or 0)
    add(list, { row = row, rank = rank, spoken = row.speaker and spoken[row.speaker] or 0, place = -i })
  end
  listing.sort(list, function(q) return q.rank end, function(q) return q.spoken end, function(q) return q.place end)
  local kept, more = listing.first(list, context.limits.quotes)
  for i, quote in ipairs(kept) do
    local row = quote.row
    kept[i] = listing.cite(context, { speaker = row.speaker, cue = row.cue, mode = row.mode, text = row.text },
      { row })
  end
  return kept, more
end

--- Who says what: `name`, `statements` (`{ kind = "quote" | "relation" | "cause", text =, evidence = }`), `total`.
-- @tparam table context
-- @treturn {table,...}
-- @treturn integer how many more there are
function voices.speakers(context)
  local list, index = {}, {}
  local function says(name, kind, text, row)
    if not name then return end
    local speaker = listing.entry(list, index, name, function() return { name = name, said = {} } end)
    add(speaker.said, { kind = kind, text = text, row = row })
  end
  for _, row in ipairs(context.quotes) do
    if row.speaker and not pronouns[row.speaker:lower()] then says(row.speaker, "quote", row.text, row) end
  end
  for _, row in ipairs(context.relations) do
    says(row.attribution, "relation", relation.describe_short(row), row)
  end
  for _, row in ipairs(context.causes) do says(row.attribution, "cause", causes.describe(row), row) end
  listing.sort(list, function(s) return #s.said end, function(s) return s.name end)
  local kept, more = listing.first(list, context.limits.speakers)
  for i, speaker in ipairs(kept) do
    local statements = listing.first(speaker.said, context.limits.statements)
    for n, said in ipairs(statements) do
      statements[n] = listing.cite(context, { kind = said.kind, text = said.text }, { said.row })
    end
    kept[i] = { name = speaker.name, statements = statements, total = #speaker.said }
  end
  return kept, more
end

return voices
