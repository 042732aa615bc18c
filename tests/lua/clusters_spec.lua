-- Mentions of one event, put together.
local test, check = ...
local casus = require "casus"

local text = "China accused Japan."

local function accusation(fields)
  local made = { kind = "relation", sentence = 1, start = 0, stop = 20, extractor = "test", version = "1", confidence = 0.5,
    type = "accuse", modality = "asserted", negated = false, trigger = { start = 6, stop = 13 },
    source = { start = 0, stop = 5, id = "China", code = "CHN" }, target = { start = 14, stop = 19, id = "Japan", code = "JPN" } }
  for name, value in pairs(fields or {}) do made[name] = value end
  return made
end

-- A store with a document for each list of fields: `on`, the day of the document, and those of the relation.
local function told(...)
  local store = assert(casus.open())
  for i, fields in ipairs { ... } do
    local document <close> = assert(casus.parse(text, { id = ("d%02d"):format(i), date = fields.on or "2023-06-01" }))
    fields.on = nil
    assert(store:add(document, nil, false, { accusation(fields) }))
  end
  return store
end

local function clusters(store)
  local list = {}
  for row in store:clusters() do
    list[#list + 1] = ("%s %s..%s %s %d"):format(row.type, row.date, row["until"], row.place or "-", row.mentions)
  end
  return list
end

test("reports of some days are one event, a later one another", function()
  local store <close> = told({ date = "2023-06-01" }, { date = "2023-06-03" }, { date = "2023-06-06" }, { date = "2023-06-10" })
  check.equal(clusters(store), { "accuse 2023-06-01..2023-06-06 - 3", "accuse 2023-06-10..2023-06-10 - 1" })
end)

test("what has no date goes by the day of its document", function()
  local store <close> = told({ on = "2023-06-02" }, { date = "2023-06-01" }, { on = "2023-07-01" })
  check.equal(clusters(store), { "accuse 2023-06-01..2023-06-02 - 2", "accuse 2023-07-01..2023-07-01 - 1" })
end)

test("months and years go together when they are the same", function()
  local store <close> = told({ date = "2023-06" }, { date = "2023-06" }, { date = "2023" }, { date = "2023-06-01" })
  check.equal(#clusters(store), 3)
  check.equal(clusters(store)[1], "accuse 2023-06..2023-06 - 2")
end)

test("other actors, types, modalities and negation are other events", function()
  local store <close> = told({}, { modality = "planned" }, { negated = true }, { type = "threaten" },
    { target = { start = 14, stop = 19, id = "India", code = "IND" } })
  check.equal(#clusters(store), 5)
end)

test("places keep events apart, and no place goes with one", function()
  local store <close> = told({ place = "Tokyo" }, {}, { place = "Berlin" })
  local list = clusters(store)
  check.equal(#list, 2)
  check.equal(store:scalar "SELECT sum(mentions) FROM clusters", 3)
end)

test("standing relations are no events", function()
  local store <close> = told({ type = "member" }, {})
  check.equal(#clusters(store), 1)
end)

test("names that are merged bring their events together", function()
  local store <close> = told({}, { source = { start = 0, stop = 5, id = "Chinaland" } })
  check.equal(#clusters(store), 2)
  assert(store:merge("China", "Chinaland"))
  check.equal(#clusters(store), 1)
  assert(store:split "Chinaland")
  check.equal(#clusters(store), 2)
end)

test("events can be asked for as relations are, and tell their mentions", function()
  local store <close> = told({ date = "2023-06-01" }, { date = "2023-06-02" }, { type = "threaten" })
  local row = store:clusters { actor = "Japan", type = "accuse", after = "2023-06-02" }()
  check.equal(row.mentions, 2)
  check.equal(row.documents, 2)
  check.equal(row.negated, false)
  local mentions = {}
  for one in store:cluster_mentions { cluster = row.id } do mentions[#mentions + 1] = one.document .. " " .. one.day end
  check.equal(mentions, { "d01 2023-06-01", "d02 2023-06-02" })
  check.equal(#clusters(store), 2)
end)
