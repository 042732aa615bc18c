-- casus made.lua SEED COPIES POLITICS.jsonl TAUGHT.jsonl FACTBOOK.jsonl ACTORS OUTPUT.jsonl: sentences with other names
-- in the places of theirs: those of CrossNER, and those of sentences.txt. Names are those that the teacher found in
-- TAUGHT, those of the tables of actors, the parties of the World Factbook, and made ones.
local folder = arg[0]:match "^(.*/)"
package.path = folder .. "?.lua;" .. package.path
local data = require "casus.data"
local labels = require "labels"

math.randomseed(tonumber(arg[1]))
local copies = tonumber(arg[2])

local function pick(list) return list[math.random(#list)] end

-- ---- Names

local pools = { person = {}, organisation = {}, place = {}, country = {}, demonym = {}, event = {}, law = {},
  first = {},
  last = {}, party = {}, acronym_of = {}, university = {} }

local function sorted(set)
  local list = {}
  for name in pairs(set) do list[#list + 1] = name end
  table.sort(list)
  return list
end

local sets = {}
for row in labels.rows(arg[4]) do
  for _, span in ipairs(row.spans) do
    local set, name = sets[span.label] or {}, row.text:sub(span.start + 1, span["end"])
    sets[span.label] = set
    set[name] = (set[name] or 0) + 1
  end
end
for label, pool in pairs { PERSON = "person", ORG = "organisation", GPE = "place", EVENT = "event", LAW = "law" } do
  local set = sets[label] or {}
  for _, name in ipairs(sorted(set)) do
    local sure = set[name] > 1 or label == "PERSON" or label == "EVENT" or label == "LAW"
    if sure and name:find "^%u" and #name > 2 and #name < 60 and not name:find "[%d\n\"()]" then
      if label ~= "PERSON" or name:find " " then table.insert(pools[pool], name) end
      if label == "ORG" and name:find "University" then table.insert(pools.university, name) end
    end
  end
end
local function add_table(name, pool)
  for _, row in ipairs((data.read(arg[6] .. "/" .. name .. ".tsv"))) do
    if not row.name:find "%(" then table.insert(pools[pool], row.name) end
  end
end
for _, name in ipairs { "leaders", "ministers", "heads", "people" } do add_table(name, "person") end
for _, name in ipairs { "capitals", "cities" } do add_table(name, "place") end
add_table("countries", "country")
add_table("demonyms", "demonym")
add_table("organisations", "organisation")
for _, name in ipairs(pools.person) do
  local first, last = name:match "^(%S+) .-(%S+)$"
  if first then
    table.insert(pools.first, first)
    table.insert(pools.last, last)
  end
end

-- Parties of the Factbook: "National Democratic Rally (RND) (58)", "Botswana National Front or BNF".
local parties = {}
for row in labels.rows(arg[5]) do
  local text = row.text
  for name, acronym in text:gmatch "([^;:()\n%[%]]+) %((%u[%w-]+)%) ?%(%d+%)" do
    parties[name:match "^%s*(.-)%s*$"] = acronym
  end
  for line in text:gmatch "[^\n]+" do
    local from, found = 1, {}
    for stop, acronym, next in line:gmatch "() or (%u[%w-]*%u[%w-]*)()" do
      found[#found + 1] = { line:sub(from, stop - 1):match "^%s*(.-)%s*$", acronym }
      from = next
    end
    if #found > 3 then
      for _, pair in ipairs(found) do parties[pair[1]] = pair[2] end
    end
  end
end
for _, name in ipairs(sorted(parties)) do
  if name:find "^%u" and name:find " " and #name < 60 and not name:find "[%d%[%]();:,]" and not name:find " or " then
    table.insert(pools.party, name)
    pools.acronym_of[name] = parties[name]
  end
end

local ideas = labels.words "party idea"
local bodies = labels.words "party body"
local aims = labels.words "party aim"
local groups = labels.words "party group"

local function demonym()
  local name
  repeat name = pick(pools.demonym) until not name:find "[s)]$" or name:find "ss$" or math.random(4) == 1
  return name
end
local function country() return pick(pools.country) end

local shapes = {
  function() return pick(ideas) .. " " .. pick(bodies) end,
  function() return pick(ideas) .. " " .. pick(bodies) end,
  function() return demonym() .. " " .. pick(ideas) .. " " .. pick(bodies) end,
  function() return pick(ideas) .. " Party of " .. country() end,
  function() return pick(ideas) .. " " .. pick(bodies) .. " of " .. country() end,
  function() return pick(ideas) .. " " .. pick(ideas) .. " " .. pick(bodies) end,
  function() return pick(bodies) .. " for " .. pick(aims) end,
  function() return pick(bodies) .. " of " .. pick(ideas):gsub("'s?$", "") .. "s" end,
  function() return pick(bodies) .. " for " .. pick(aims) .. " in " .. country() end,
  function() return demonym() .. " " .. pick(groups) end,
  function() return pick(groups) end,
  function() return pick(groups) .. " " .. country() end,
  function() return pick(ideas) .. " and " .. pick(ideas) .. " " .. pick(bodies) end,
}
local function party()
  local name = math.random() < 0.45 and pick(pools.party) or pick(shapes)()
  return (name:gsub("^[Tt]he ", ""))
end

local function acronym(of)
  local known = of and pools.acronym_of[of]
  if known then return known end
  local letters = {}
  for word in (of or ""):gmatch "%S+" do
    local first = word:match "^%u"
    if first then letters[#letters + 1] = first end
  end
  if #letters >= 2 and math.random(6) > 1 then return table.concat(letters) end
  for i = 1, math.random(2, 4) do letters[i] = string.char(64 + math.random(26)) end
  return table.concat(letters, "", 1, math.min(#letters, 5))
end

local function person()
  if math.random() < 0.5 then return pick(pools.person) end
  local middle = math.random(8) == 1 and " " .. string.char(64 + math.random(26)) .. "." or ""
  return pick(pools.first) .. middle .. " " .. pick(pools.last)
end

local elections = labels.words "election"
local function year() return tostring(math.random(1920, 2026)) end
local function election()
  local who = math.random(3) == 1 and country() or math.random(3) == 1 and pick(pools.place) or demonym()
  if math.random(12) == 1 then return year() .. " European Parliament election in " .. country() end
  return year() .. " " .. who .. " " .. pick(elections)
end

local function university()
  return math.random(2) == 1 and "University of " .. pick(pools.place) or pick(pools.university)
end

-- ---- CrossNER with other names

local short = "^[%u%d][%w-]?[%w-]?[%w-]?[%w-]?[%w-]?$"
local function is_acronym(name) return name:find(short) and name:find "%u.*%u" end

local function replace(text, spans)
  local out, new, last, given, surnames, at = {}, {}, 0, {}, {}, 0
  local last_party
  local function add(piece)
    out[#out + 1] = piece
    at = at + #piece
  end
  for _, span in ipairs(spans) do
    local name = text:sub(span.start + 1, span["end"])
    local kind, other, label = span.label, given[name]
    if kind == "politician" or kind == "person" then
      label = "PERSON"
      if not other and not name:find " " then other = surnames[name] or pick(pools.last) end
      if not other then
        other = person()
        surnames[name:match "(%S+)$"] = other:match "(%S+)$"
      end
    elseif kind == "politicalparty" then
      label = "ORG"
      other = other or (is_acronym(name) and acronym(last_party) or party())
      if not is_acronym(name) then last_party = other end
    elseif kind == "organisation" then
      label = "ORG"
      other = other or is_acronym(name) and acronym(last_party) or math.random(4) == 1 and name
        or pick(pools.organisation)
      if not is_acronym(name) then last_party = other end
    elseif kind == "country" then
      label, other = "GPE", other or country()
    elseif kind == "location" then
      label, other = "GPE", other or ((name:find " " and math.random(2) == 1) and name or pick(pools.place))
    elseif kind == "election" then
      label, other = "EVENT", other or (name:find "^%d" and election() or name)
    elseif kind == "event" then
      label, other = "EVENT", name
    else
      label, other = "?", name
    end
    given[name] = other
    add(text:sub(last + 1, span.start))
    new[#new + 1] = { at, at + #other, label }
    add(other)
    last = span["end"]
  end
  add(text:sub(last + 1))
  return table.concat(out), new
end

local output <close> = assert(io.open(arg[7], "w"))
local rows = {}
for row in labels.rows(arg[3]) do rows[#rows + 1] = row end
for _ = 1, copies do
  for _, row in ipairs(rows) do labels.write(output, replace(row.text, row.spans)) end
end

-- ---- Sentences of our own

local function place() return pick(pools.place) end
local slots = {
  person = { person, "PERSON" }, surname = { function() return pick(pools.last) end, "PERSON" },
  party = { party, "ORG" },
  organisation = { function() return (pick(pools.organisation):gsub("^[Tt]he ", "")) end, "ORG" },
  university = { university, "ORG" },
  country = { country, "GPE" }, place = { place, "GPE" }, demonym = { demonym, "NORP" },
  election = { election, "EVENT" },
  event = { function() return (pick(pools.event):gsub("^[Tt]he ", "")) end, "EVENT" },
  law = { function() return (pick(pools.law):gsub("^[Tt]he ", "")) end, "LAW" }, year = { year },
}

local function fill(sentence)
  local out, spans, at, last_party = {}, {}, 0, nil
  local function add(piece)
    out[#out + 1] = piece
    at = at + #piece
  end
  for before, slot in (sentence .. "{}"):gmatch "([^{]*){(%a*)}" do
    add(before)
    local name, label
    if slot == "acronym" then
      name, label = acronym(last_party), "ORG"
    elseif slots[slot] then
      name, label = slots[slot][1](), slots[slot][2]
    end
    if slot == "party" or slot == "organisation" then last_party = name end
    if label then spans[#spans + 1] = { at, at + #name, label } end
    if name then add(name) end
  end
  return table.concat(out), spans
end

local sentences = {}
for line in io.lines(folder .. "sentences.txt") do sentences[#sentences + 1] = line end
for _ = 1, copies do
  for _, sentence in ipairs(sentences) do labels.write(output, fill(sentence)) end
end
