--- A small store whose records are written by hand, so that what is done with records is tested apart from extractors.
--
--    local sample = require "sample"
--    local store <close> = sample.open()          -- read-only, over a new file
--
-- Who does what: NATO cooperates with Japan (planned, 7.4); China accuses NATO twice (-2, in two reports); Japan
-- consults with NATO twice (1, one of them planned), NATO with Japan once; Japan supports NATO (3.4); somebody accuses
-- China (-2); Stoltenberg makes a request without a Goldstein value.

local core = require "casus.core"
local casus = require "casus"
local run = require "program"

local documents = {
  { id = "office", title = "Office plan", date = "2023-05-26", source = "Wire", uri = "reports/office.txt",
    text = "NATO plans to open a liaison office in Tokyo. China criticised the move, saying, “NATO’s expansion calls for "
      .. "high vigilance in the region.” Japan will attend the summit in Vilnius on July 11." },
  { id = "reply", title = "Beijing <replies> | again", date = "2023-06-01", source = "Wire", uri = "reports/reply.txt",
    text = "China accused NATO of \27[31minterference on Thursday. “We must talk,” said Jens Stoltenberg. "
      .. "Japan consulted with NATO in May 2023. 日本とNATO。" },
  { id = "thanks", uri = "reports/thanks.txt", text = "Japan thanked NATO. Somebody criticised China." },
}

local actors = { NATO = { "ORG", "NAT" }, China = { "GPE", "CHN" }, Japan = { "GPE", "JPN" },
  ["Jens Stoltenberg"] = { "PERSON", "NAT" } }

local plan = "NATO plans to open a liaison office in Tokyo."

-- document, phrase of the evidence, type, source, target, further fields
local relations = {
  { "office", plan, "cooperate", "NATO", "Japan", goldstein = 7.4, modality = "planned" },
  { "office", "China criticised the move", "accuse", "China", "NATO", goldstein = -2, date = "2023-05-26" },
  { "office", "Japan will attend the summit", "consult", "Japan", "NATO", goldstein = 1, date = "2023-07-11",
    modality = "planned" },
  { "reply", "China accused NATO", "accuse", "China", "NATO", goldstein = -2, date = "2023-06-01" },
  { "reply", "Japan consulted with NATO", "consult", "Japan", "NATO", goldstein = 1, date = "2023-05" },
  { "reply", "Japan consulted with NATO", "consult", "NATO", "Japan", goldstein = 1, date = "2023-05" },
  { "thanks", "Japan thanked NATO", "support", "Japan", "NATO", goldstein = 3.4 },
  { "thanks", "Somebody criticised China", "accuse", nil, "China", goldstein = -2 },
  { "reply", "said Jens Stoltenberg", "request", "Jens Stoltenberg", nil, date = "2023-06-01",
    attribution = "Jens Stoltenberg" },
}

local quotes = {
  { "office", "“NATO’s expansion calls for high vigilance in the region.”", "China", "saying" },
  { "reply", "“We must talk,”", "Jens Stoltenberg", "said" },
  { "reply", "We must" },
}

local times = {
  { "office", "July 11", "2023-07-11" },
  { "reply", "Thursday", "2023-06-01" },
  { "reply", "May 2023", "2023-05" },
}

local function span(document, phrase)
  local first, last = document.text:find(phrase, 1, true)
  assert(first, phrase)
  return first - 1, last
end

local function sentence_at(parsed, start)
  for number, sentence in ipairs(parsed:sentences()) do
    if start >= sentence.start and start < sentence.stop then return number end
  end
end

-- A record at a phrase of the document.
local function record(document, parsed, phrase, fields)
  fields.start, fields.stop = span(document, phrase)
  fields.sentence = sentence_at(parsed, fields.start)
  fields.extractor, fields.version, fields.confidence = "sample", "1", 0.75
  return fields
end

local function part(document, phrase, within, id, code)
  if not phrase then return nil end
  local first, last = document.text:find(phrase, within + 1, true)
  if not first then first, last = document.text:find(phrase, 1, true) end
  -- What the phrase does not name (a part of a record need not lie within it) is put where the record is.
  if not first then first, last = within + 1, within + 1 end
  return { start = first - 1, stop = last, id = id, code = code }
end

local function records_of(document, parsed)
  local list = {}
  local function add(phrase, fields) list[#list + 1] = record(document, parsed, phrase, fields) end
  for name, about in pairs(actors) do
    local from = 1
    while true do
      local first, last = document.text:find(name, from, true)
      if not first then break end
      list[#list + 1] = { kind = "entity", start = first - 1, stop = last,
        sentence = sentence_at(parsed, first - 1), extractor = "sample", version = "1",
        label = about[1], id = name, code = about[2], mention = "name" }
      from = last + 1
    end
  end
  for _, row in ipairs(relations) do
    if row[1] == document.id then
      local at = span(document, row[2])
      local function actor(name) return part(document, name, at, name, name and actors[name][2]) end
      add(row[2], { kind = "relation", type = row[3], source = actor(row[4]), target = actor(row[5]),
        trigger = { start = at, stop = at + 1 }, goldstein = row.goldstein, date = row.date,
        modality = row.modality or "asserted", negated = false, attribution = row.attribution })
    end
  end
  for _, row in ipairs(quotes) do
    if row[1] == document.id then
      local at = span(document, row[2])
      add(row[2], { kind = "quote", mode = "direct", speaker = part(document, row[3], at, row[3]),
        cue = part(document, row[4], at) })
    end
  end
  for _, row in ipairs(times) do
    if row[1] == document.id then
      local day = #row[3] == 7 and row[3] .. "-01" or row[3]
      add(row[2], { kind = "time", type = "DATE", value = row[3], from = day, to = day })
    end
  end
  if document.id == "office" then
    add("NATO’s expansion calls for high vigilance", { kind = "cause", polarity = 1, sign = 1, hedge = "possible",
      purpose = false, cause = part(document, "NATO’s expansion", 0), effect = part(document, "high vigilance", 0) })
  end
  return list
end

local sample = {}

--- Makes the store as a file.
-- @tparam string path
function sample.make(path)
  local store <close> = assert(core.store(path))
  for _, document in ipairs(documents) do
    local parsed = assert(casus.parse(document.text, { id = document.id, date = document.date }))
    assert(store:add(parsed, document, false, records_of(document, parsed)))
  end
end

local made = 0

--- A new store, as a file in the scratch folder.
-- @treturn string path
function sample.file()
  made = made + 1
  local path = ("%s/sample-%d.casus"):format(run.folder, made)
  sample.make(path)
  return path
end

--- A new store, opened for reading.
function sample.open()
  return assert(casus.open(sample.file(), { mode = "read" }))
end

return sample
