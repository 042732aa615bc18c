-- casus silver.lua ACTORS OUTPUT.jsonl TAUGHT.jsonl ...: what a teacher found, set right where it is known to be wrong:
-- by the tables of actors, by what it says elsewhere of the same name, by the links of the texts, by how parties and
-- elections are named. All that is written comes from these files.
package.path = arg[0]:match "^(.*/)" .. "?.lua;" .. package.path
local casus = require "casus"
local labels = require "labels"

local MOST_SENSES, LEAST_SEEN, LEAST_SHARE = 0.6, 4, 0.8

local texts = {}
for i = 3, #arg do
  for row in labels.rows(arg[i]) do
    local spans = {}
    for _, span in ipairs(row.teacher) do
      local start, stop = labels.trim(row.text, span[1], span[2])
      if start and labels.known[span[3]] then spans[#spans + 1] = { start, stop, span[3] } end
    end
    texts[#texts + 1] = { text = row.text, spans = spans, links = row.links or {} }
  end
end

-- What the teacher mostly says of a name.
local senses, total = {}, {}
for _, one in ipairs(texts) do
  for _, span in ipairs(one.spans) do
    local name = one.text:sub(span[1] + 1, span[2])
    senses[name] = senses[name] or {}
    senses[name][span[3]] = (senses[name][span[3]] or 0) + 1
    total[name] = (total[name] or 0) + 1
  end
end
local function most_said(name)
  local best
  for label, count in pairs(senses[name] or {}) do
    if not best or count > senses[name][best] or (count == senses[name][best] and label < best) then best = label end
  end
  if best and total[name] >= LEAST_SEEN and senses[name][best] >= MOST_SENSES * total[name] then return best end
  return nil
end

local actors = labels.actors(arg[1])
local function several(name) return name:find "[%s-]" ~= nil end

-- What the tables say of a name, where it can mean nothing else.
local function known(name)
  local actor = actors[name]
  if not actor or not actor.label then return nil end
  if actor.label == "PERSON" and not several(name) then return nil end
  return actor.label
end

-- Names that are found wherever they stand: those of the tables, and those that the teacher finds nearly always.
local phrases, phrase_labels = {}, {}
local function add_phrase(name, label)
  phrases[#phrases + 1], phrase_labels[#phrase_labels + 1] = name, label
end
local names = {}
for name in pairs(actors) do names[#names + 1] = name end
table.sort(names)
for _, name in ipairs(names) do
  local actor = actors[name]
  local sure = known(name) and (several(name) or actor.kind == "country" or actor.kind == "demonym"
    or actor.kind == "capital" or (actor.label == "ORG" and name:find "^%u%u%u+$"))
  if sure and #name > 2 and name:find "^%u" then add_phrase(name, actor.label) end
end
local by_table = #phrases
names = {}
for name, count in pairs(total) do
  if count >= LEAST_SEEN and not actors[name] and name:find "^%u" and #name > 3 then names[#names + 1] = name end
end
table.sort(names)
do
  local matcher = assert(casus.dictionary(names, "exact"))
  local seen = {}
  for _, one in ipairs(texts) do
    for _, match in ipairs(matcher:all(one.text)) do seen[match[3]] = (seen[match[3]] or 0) + 1 end
  end
  for i, name in ipairs(names) do
    local label = most_said(name)
    if label and seen[i] and total[name] >= LEAST_SHARE * seen[i] then add_phrase(name, label) end
  end
end
local matcher = assert(casus.dictionary(phrases, "exact"))

local function overlapping(spans, start, stop)
  local found = {}
  for i, span in ipairs(spans) do
    if span[1] < stop and span[2] > start then found[#found + 1] = i end
  end
  return found
end

-- Puts a span in the place of those inside of it; false where one goes beyond it.
local function put(spans, start, stop, label)
  local inside = overlapping(spans, start, stop)
  for _, i in ipairs(inside) do
    if spans[i][1] < start or spans[i][2] > stop then return false end
  end
  for i = #inside, 1, -1 do table.remove(spans, inside[i]) end
  spans[#spans + 1] = { start, stop, label }
  return true
end

local offices = labels.set "office"
local places = labels.set "place"

-- Whether a link is a name, rather than an office or a common noun.
local function capital(name)
  local first, last = name:match "^%S+", name:match "(%S+)$"
  return name:find "^%u" and last:find "^[%u%d]" and not offices[first] and not offices[last] and not name:find "%$"
end

-- A link says where a name begins and ends; what it names, its title or the teacher.
local function label_of_link(name, title)
  if title:find "election" or title:find "_War$" or title:find "Conference" then return "EVENT" end
  if title:find "Party" or title:find "_F%.C%." or title:find "Ministry_of" then return "ORG" end
  return known(name) or most_said(name)
end

local function by_links(one)
  local from = 1
  for _, link in ipairs(one.links) do
    local name, title = link[1], link[2]
    local start, stop = one.text:find(name, from, true)
    if start then
      from = stop + 1
      start = start - 1
      if capital(name) then
        local others = overlapping(one.spans, start, stop)
        if #others == 1 and one.spans[others[1]][1] <= start and one.spans[others[1]][2] >= stop then
          -- the teacher's name goes further, or is the same
          local whole = one.spans[others[1]]
          local further = one.text:sub(stop + 1, stop + 2) == ", " and whole[1] == start and whole[2] > stop
          if whole[3] ~= "EVENT" and further then
            table.remove(one.spans, others[1])
            one.spans[#one.spans + 1] = { start, stop, label_of_link(name, title) or "GPE" }
            one.spans[#one.spans + 1] = { stop + 2, whole[2], "GPE" }
          end
        elseif #others > 0 then
          local said = one.spans[others[#others]][3]
          local thing = said ~= "GPE" and said ~= "NORP" or places[name:match "(%S+)$"] or name:find " and "
          put(one.spans, start, stop, label_of_link(name, title) or (thing and said or "?"))
        else
          put(one.spans, start, stop, label_of_link(name, title) or "?")
        end
      end
    end
  end
end

local bodies = labels.set "body"

-- "Communist Party" of "Greece" is one name.
local function join_bodies(one)
  table.sort(one.spans, function(a, b) return a[1] < b[1] end)
  for i = #one.spans - 1, 1, -1 do
    local a, b = one.spans[i], one.spans[i + 1]
    local between = one.text:sub(a[2] + 1, b[1])
    local last = one.text:sub(a[1] + 1, a[2]):match "(%S+)$"
    if a[3] == "ORG" and (b[3] == "GPE" or b[3] == "LOC" or b[3] == "ORG") and bodies[last]
      and (between == " of " or between == " of the " or between == " for ") then
      a[2] = b[2]
      table.remove(one.spans, i + 1)
    end
  end
end

-- "National Democratic Rally (RND)"
local function acronyms(one)
  for _, span in ipairs({ table.unpack(one.spans) }) do
    if span[3] == "ORG" then
      local start, name, stop = one.text:match("^ %(()(%u[%w.-]*%u)()[),;]", span[2] + 1)
      if start and #name <= 10 then put(one.spans, start - 1, stop - 1, "ORG") end
    end
  end
end

local kinds = labels.set "election kind"

-- "2025 German federal election": back from the word, while words are capital, or say what is elected, to a year.
local function elections(one)
  local from = 1
  while true do
    local start, stop = one.text:find("%f[%a]elections?%f[%A]", from)
    if not start then return end
    from = stop + 1
    local at, whole = start - 1, nil
    while true do
      local before, word = one.text:sub(1, at):match "^(.-)([%w'.-]+) $"
      if not word then break end
      if word:find "^[12]%d%d%d$" then whole = #before break end
      if not (kinds[word] or word:find "^%u") then break end
      at = #before
    end
    if whole and whole < start - 6 then
      for i = #one.spans, 1, -1 do
        local span = one.spans[i]
        if span[1] < stop and span[2] > whole then table.remove(one.spans, i) end
      end
      one.spans[#one.spans + 1] = { whole, stop, "EVENT" }
    end
  end
end

local laws, events, facilities = labels.set "law", labels.set "event", labels.set "facility"

-- What the words of a name say of its kind: "Treaty of Rome", "Brooklyn Bridge".
local function by_words(name, label)
  if label == "PERSON" or label == "NORP" or not several(name) then return label end
  local first, last = name:match "^%S+", name:match "(%S+)$"
  if laws[last] or (laws[first] and name:find "^%S+ of ") then return "LAW" end
  if events[last] then return "EVENT" end
  if facilities[last] and label ~= "LOC" then return "FAC" end
  return label
end

local output <close> = assert(io.open(arg[2], "w"))
for _, one in ipairs(texts) do
  for _, span in ipairs(one.spans) do
    local name = one.text:sub(span[1] + 1, span[2])
    local label = known(name)
    local alias = actors[name] and actors[name].label == "PERSON" and span[3] == "ORG"
    if alias then
      span[3] = "PERSON" -- "Trump"
    elseif label and not (span[3] == "PERSON" and not several(name)) then
      span[3] = label
    else
      span[3] = by_words(name, most_said(name) or span[3])
    end
  end
  by_links(one)
  for _, match in ipairs(matcher:all(one.text)) do
    local start, stop = match[1], match[2]
    local others = overlapping(one.spans, start, stop)
    local first = others[1] and one.spans[others[1]]
    local same = #others == 1 and first[1] == start and first[2] == stop
    if not same and (match[3] <= by_table or #others == 0) then put(one.spans, start, stop, phrase_labels[match[3]]) end
  end
  join_bodies(one)
  acronyms(one)
  elections(one)
  labels.write(output, one.text, one.spans)
end
