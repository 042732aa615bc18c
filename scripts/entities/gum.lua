-- casus gum.lua GUM.conllu TAUGHT.jsonl ACTORS OUTPUT.jsonl [without prefix]: the names among the mentions of GUM. A
-- mention is a name where its words are those of names; what encloses another counts. What GUM does not tell apart
-- (kinds of places, nationalities, laws), the tables of actors and the teacher's labels say.
package.path = arg[0]:match "^(.*/)" .. "?.lua;" .. package.path
local labels = require "labels"

local plain = { person = "PERSON", organization = "ORG", event = "EVENT", place = "place" }
local named = { PROPN = true, ADP = true, NUM = true, DET = true, PUNCT = true, PART = true, CCONJ = true, X = true,
  SYM = true }

-- "Mr. Toccafondi": a title is no part of a name.
local titles = labels.set "title"

local actors, taught = labels.actors(arg[3]), {}
for row in labels.rows(arg[2]) do
  for _, span in ipairs(row.teacher) do
    local start, stop = labels.trim(row.text, span[1], span[2])
    if start and labels.known[span[3]] then
      local name = row.text:sub(start + 1, stop)
      taught[name] = taught[name] or {}
      taught[name][span[3]] = (taught[name][span[3]] or 0) + 1
    end
  end
end

local function said(name)
  local best
  for label, count in pairs(taught[name] or {}) do
    if not best or count > taught[name][best] or (count == taught[name][best] and label < best) then best = label end
  end
  return best
end

local function label_of(kind, name)
  local label = plain[kind]
  local actor = actors[name]
  if label == "place" then
    local other = actor and actor.label or said(name)
    return (other == "LOC" or other == "FAC") and other or "GPE"
  end
  if label then return label end
  local other = actor and actor.label or said(name)
  return (other == "NORP" or other == "LAW" or other == "PRODUCT") and other or "?"
end

local function mentions_of(words)
  local open, found = {}, {}
  for i, word in ipairs(words) do
    local entity = word.misc:match "Entity=([^|]*)" or ""
    for piece in entity:gmatch "%(?[^()]+%)?" do
      local id = piece:match "^%(?([^-)]+)"
      if piece:sub(1, 1) == "(" then
        open[id] = open[id] or {}
        table.insert(open[id], { first = i, kind = piece:match "^%([^-]+%-([^-)]+)" })
      end
      if piece:sub(-1) == ")" and open[id] and #open[id] > 0 then
        local one = table.remove(open[id])
        one.last = i
        found[#found + 1] = one
      end
    end
  end
  return found
end

local function is_name(words, one)
  while one.first < one.last and words[one.first].upos == "DET" and words[one.first].form:find "^%l" do
    one.first = one.first + 1
  end
  if words[one.first].form == "The" then one.first = one.first + 1 end
  if one.first > one.last then return false end
  while one.kind == "person" and one.first < one.last and titles[words[one.first].form:match "^[^.]*"] do
    one.first = one.first + 1
  end
  for i = one.first + 1, one.last do -- "Eugene, Oregon"
    if words[i].form == "," then
      one.last = i - 1
      break
    end
  end
  while one.last > one.first and (words[one.last].upos == "PART" or words[one.last].upos == "PUNCT") do
    one.last = one.last - 1
  end
  local proper = words[one.first].form:find "^[%u%d]" and words[one.last].form:find "^[%u%d]"
  local any = false
  for i = one.first, one.last do
    proper = proper and (named[words[i].upos] or words[i].form:find "^%u")
    any = any or words[i].upos == "PROPN"
  end
  for i = one.first + 1, one.last do proper = proper and not words[i].form:find "^[,;:(]$" end
  return proper and any
end

local output <close> = assert(io.open(arg[4], "w"))
local without, words, text, skip = arg[5], {}, nil, false
local function finish()
  if #words > 0 and not skip then
    local spans = {}
    for _, one in ipairs(mentions_of(words)) do
      if is_name(words, one) then
        local start, stop = words[one.first].start, words[one.last].stop
        spans[#spans + 1] = { start, stop, label_of(one.kind, text:sub(start + 1, stop)) }
      end
    end
    for _, word in ipairs(words) do
      local label = actors[word.form] and actors[word.form].label or said(word.form)
      if label == "NORP" and word.form:find "^%u" then
        local inside = false
        for _, span in ipairs(spans) do inside = inside or (span[1] < word.stop and span[2] > word.start) end
        if not inside then spans[#spans + 1] = { word.start, word.stop, "NORP" } end
      end
    end
    labels.write(output, text, spans)
  end
  words = {}
end
local at
for line in io.lines(arg[1]) do
  if line:find "^# newdoc" then skip = without and line:find("= " .. without, 1, true) ~= nil end
  if line:find "^# text = " then text, at = line:match "^# text = (.*)$", 0 end
  if line == "" then finish() end
  local id, form, upos, misc = line:match "^(%S+)\t([^\t]*)\t[^\t]*\t([^\t]*)\t.*\t([^\t]*)$"
  if id and id:find "^%d+$" then
    local start, stop = text:find(form, at + 1, true)
    if start and start - at <= 4 then
      words[#words + 1] = { form = form, upos = upos, misc = misc, start = start - 1, stop = stop }
      at = stop
    else
      words[#words + 1] = { form = form, upos = upos, misc = misc, start = at, stop = at }
    end
  end
end
finish()
