-- Worlds: what is assumed is seen by every question, and nowhere else.
local test, check = ...
local casus = require "casus"
local core = require "casus.core"

local folder = os.getenv "CASUS_TMP"
local text = "China accused NATO of interference. Tokyo and NATO met on Friday."

local names = {
  China = "CHN", Japan = "JPN", ["South Korea"] = "KOR", NATO = "IGOWSTNAT", ["Foreign Ministry of China"] = "CHNGOV",
}

local function relation(source, kind, target, date)
  local function part(name) return name and { start = 0, stop = 5, id = name, code = names[name] } end
  return { kind = "relation", start = 0, stop = 18, sentence = 1, extractor = "test", version = "1", confidence = 0.5,
    type = kind, modality = "asserted", negated = false, date = date, source = part(source), target = part(target) }
end

local function add(store, id, records)
  check.equal(store:add(assert(casus.parse(text, { id = id, date = "2023-06-01" })), nil, false, records), "new")
end

local function filled(path)
  local store = assert(casus.open(path))
  add(store, "a", {
    relation("China", "accuse", "NATO", "2023-05-26"), relation("Foreign Ministry of China", "reject", "Japan", "2023-05"),
    relation("Japan", "consult", "NATO", "2023"), relation("NATO", "cooperate", "Japan", "2022-03-01"),
  })
  return store
end

local function answers(iterator, field)
  local list = {}
  for row in iterator do list[#list + 1] = tostring(row[field or "type"]) end
  return table.concat(list, " ")
end

local function types(asked, filters)
  return answers(asked:relations(filters))
end

local all = "accuse consult cooperate reject"

-- ---- Asserting, retracting, modifying -----------------------------------------------------------------------------

test("a world without assumptions is the store", function()
  local store <close> = filled()
  local world <close> = store:world()
  check.equal(types(world), all)
  check.equal(world:relations { id = 1 }(), store:relations { id = 1 }())
  check.equal(types(world, { source = "China" }), "accuse reject")
  check.equal(answers(world:sentences(), "sentence"), "1 2")
  check.equal(world:changes(), {})
end)

test("assertions are seen, resolved and marked", function()
  local store <close> = filled()
  local world <close> = store:world()
  check.equal(world:assert { "PRC", "sanction", "Tokyo", date = "2023-08-01" }, 1)
  check.equal(world:assert { { source = "Japan", type = "protest", negated = true, weight = 0.5, goldstein = -6.5 },
    { type = "aid", target = "Nobody Known", modality = "planned", text = "say we" } }, 2)
  check.equal(world:assert {}, 0)
  check.equal(types(world), all .. " sanction protest aid")
  check.equal(types(world, { assumed = true }), "sanction protest aid")
  check.equal(types(world, { assumed = false }), all)
  check.equal(types(world, { source = "China", target = "Japan" }), "reject sanction")
  check.equal(world:relations { type = "sanction" }(), { id = -1, type = "sanction", source = "China",
    source_code = "CHN", target = "Japan", target_code = "JPN", date = "2023-08-01", modality = "asserted",
    negated = false, weight = 1.0, extractor = "assumption", assumed = true })
  check.equal(world:relations { type = "protest" }(), { id = -2, type = "protest", source = "Japan",
    source_code = "JPN", modality = "asserted", negated = true, weight = 0.5, goldstein = -6.5,
    extractor = "assumption", assumed = true })
  check.equal(world:relations { type = "aid" }().text, "say we")
  check.equal(types(store), all)
end)

test("retractions are gone", function()
  local store <close> = filled()
  local world <close> = store:world()
  check.equal(world:retract { source = "China" }, 2)
  check.equal(types(world), "consult cooperate")
  check.equal(world:retract { source = "China" }, 0)
  check.equal(world:retract { { "NATO", "cooperate", "Japan" }, { type = "aid" } }, 1)
  check.equal(types(world), "consult")
  check.equal(world:retract {}, 0)
  check.equal(world:retract { {} }, 1)
  check.equal(types(world), "")
  check.equal(types(store), all)
end)

test("what is asserted can be retracted, and what is retracted stays so", function()
  local store <close> = filled()
  local world <close> = store:world()
  world:assert { "China", "sanction", "Japan" }
  check.equal(world:retract { type = "sanction" }, 1)
  check.equal(types(world), all)
  check.equal(world:changes(), {})
  world:retract { type = "accuse" }
  world:assert { "China", "accuse", "NATO" }
  check.equal(types(world, { type = "accuse" }), "accuse")
  check.equal(world:relations { type = "accuse" }().id, -2)
end)

test("modifications keep the id and the evidence", function()
  local store <close> = filled()
  local world <close> = store:world()
  check.equal(world:modify { where = { type = "consult" }, set = { weight = 0.5, date = "2024", negated = true } }, 1)
  local row = world:relations { type = "consult" }()
  check.equal({ row.id, row.weight, row.date, row.negated, row.document, row.assumed }, { 2, 0.5, "2024", true, "a", nil })
  check.equal(types(world, { date = "2024" }), "consult")
  check.equal(types(world), all)
  check.equal(store:relations { type = "consult" }().weight, 1.0)
  -- Two at once, a new actor, a value taken away; then by what was set.
  check.equal(world:modify {
    { where = { source = "China" }, set = { source = "South Korea" } },
    { where = { source = "KOR" }, set = { date = core.null } },
  }, 4)
  check.equal(types(world, { source = "South Korea", date = core.null }), "accuse reject")
  check.equal(world:relations { type = "accuse" }().source_code, "KOR")
  check.equal(types(world, { source = "China" }), "")
  check.equal(world:modify { where = {}, set = { weight = 2 } }, 4)
  check.equal(world:scalar "SELECT sum(weight) FROM relations", 8)
end)

test("a modification of nothing changes nothing", function()
  local store <close> = filled()
  local world <close> = store:world()
  check.equal(world:modify { where = { type = "aid" }, set = { weight = 0.5 } }, 0)
  world:modify { where = { type = "consult" }, set = { weight = 0.5 } }
  world:modify { where = { type = "consult" }, set = { weight = 1 } }
  check.equal(#world:changes(), 0)
end)

-- ---- What is wrong is refused whole ---------------------------------------------------------------------------------

test("wrong assumptions raise, and nothing is done", function()
  local store <close> = filled()
  local world <close> = store:world()
  local function wrong(pattern, method, what)
    local message = check.error(function() world[method](world, what) end, pattern)
    check.match(message, "world_spec.lua:%d+:")
    check.equal(#world:changes(), 0)
  end
  wrong("unknown type of relation 'hug'; there are agree, .*, ally", "assert", { { "China", "aid", "Japan" }, { "China", "hug", "Japan" } })
  wrong("'colour' cannot be assumed", "assert", { "China", "aid", "Japan", colour = "red" })
  wrong("'document' cannot be assumed", "assert", { "China", "aid", "Japan", document = "a" })
  wrong("needs a type", "assert", { source = "China" })
  wrong("needs a source or a target", "assert", { type = "aid" })
  wrong("date is a day", "assert", { "China", "aid", "Japan", date = "soon" })
  wrong("modality is one of", "assert", { "China", "aid", "Japan", modality = "sure" })
  wrong("weight is a number", "assert", { "China", "aid", "Japan", weight = "1" })
  wrong("weight is a number", "assert", { "China", "aid", "Japan", weight = 0 / 0 })
  wrong("negated is true or false", "assert", { "China", "aid", "Japan", negated = "no" })
  wrong("source is a string", "assert", { 1, "aid", "Japan" })
  wrong("an assertion is a table", "assert", "China")
  wrong("unknown filter 'sauce'", "retract", { { type = "accuse" }, { sauce = "China" } })
  wrong("a filter is a table", "retract", "accuse")
  wrong("unknown filter 'sauce'", "modify", { where = { sauce = 1 }, set = { weight = 1 } })
  wrong("a change sets something", "modify", { where = { type = "accuse" } })
  wrong("without 'weight'", "modify", { where = {}, weight = 1 })
  wrong("'text' cannot be assumed", "modify", { where = {}, set = { text = "x" } })
  wrong("'id' cannot be assumed", "modify", { where = {}, set = { id = 1 } })
  wrong("type cannot be null", "modify", { where = {}, set = { type = core.null } })
  wrong("unknown type", "modify", { { where = {}, set = { weight = 2 } }, { where = {}, set = { type = "hug" } } })
end)

test("types that plugins found are known, too", function()
  local store <close> = filled()
  add(store, "b", { relation("China", "lend", "Japan") })
  local world <close> = store:world()
  check.equal(world:assert { "Japan", "lend", "NATO" }, 1)
end)

-- ---- Worlds among themselves ------------------------------------------------------------------------------------------

test("worlds do not mix", function()
  local store <close> = filled()
  local one <close> = store:world()
  local two <close> = store:world()
  one:retract { type = "accuse" }
  two:assert { "China", "sanction", "Japan" }
  local fork <close> = one:fork()
  one:assert { "China", "aid", "Japan" }
  fork:modify { where = { type = "consult" }, set = { weight = 3 } }
  check.equal(types(one), "consult cooperate reject aid")
  check.equal(types(two), all .. " sanction")
  check.equal(types(fork), "consult cooperate reject")
  check.equal(types(store), all)
  local function sum(asked) return asked:scalar "SELECT sum(weight) FROM relations" end
  check.equal({ sum(one), sum(two), sum(fork), sum(store) }, { 4.0, 5.0, 5.0, 4.0 })
  -- Questions that are still being answered when another world is asked.
  local a, b, c = one:relations(), fork:sql "SELECT type FROM relations ORDER BY id", store:sql "SELECT type FROM relations"
  check.equal({ a().type, b().type, c().type, two:scalar "SELECT count(*) FROM relations" },
    { "consult", "consult", "accuse", 5 })
  check.equal({ answers(a), answers(b), answers(c) }, { "cooperate reject aid", "cooperate reject", "consult cooperate reject" })
end)

test("a fork inherits, and ids of assumptions go on", function()
  local store <close> = filled()
  local world <close> = store:world()
  world:assert { "China", "aid", "Japan" }
  local fork <close> = world:fork()
  fork:assert { "China", "sanction", "Japan" }
  check.equal(answers(fork:relations { assumed = true }, "id"), "-1 -2")
  check.equal(fork:retract { type = "aid" }, 1)
  check.equal(types(world, { assumed = true }), "aid")
  local again <close> = fork:world()
  check.equal(types(again, { assumed = true }), "sanction")
end)

test("a world may be changed while it is read", function()
  local store <close> = filled()
  local world <close> = store:world()
  local seen = {}
  for row in world:relations() do
    seen[#seen + 1] = row.type
    world:modify { where = { id = row.id }, set = { weight = row.weight + 1 } }
    world:assert { "China", "aid", "Japan" }
  end
  check.equal(table.concat(seen, " "), all)
  for row in world:relations() do world:retract { id = row.id } end
  check.equal(types(world), "")
end)

test("SQL of a world sees it, also from within functions, and cannot write", function()
  local store <close> = filled()
  local world <close> = store:world()
  world:retract { type = "accuse" }
  check.equal(answers(world:sql("SELECT type FROM relations WHERE source = ?", "Japan")), "consult")
  local rows = world:sql "SELECT id, type FROM relations WHERE type = 'aid'"
  check.equal(rows:columns(), { "id", "type" })
  check.equal(rows(), nil)
  world:database():register("reported", 0, function() return store:scalar "SELECT count(*) FROM relations" end)
  local row = world:sql "SELECT reported() AS r, (SELECT count(*) FROM relations) AS n FROM document"()
  check.equal(row, { r = 4, n = 3 })
  for _, statement in ipairs { "DELETE FROM relation", "INSERT INTO document(id, text) VALUES ('x', 'y')", "DROP TABLE cause" } do
    check.error(function() world:sql(statement) end, "changed by assert, retract and modify")
  end
  check.error(function() world:sql "SELECT abs(-9223372036854775808)" end, "integer overflow")
  check.equal(store:scalar "SELECT count(*) FROM relations", 4)
end)

test("changes tell what is different", function()
  local store <close> = filled()
  local world <close> = store:world()
  world:retract { type = "reject" }
  world:modify { where = { type = "accuse" }, set = { weight = 0.5 } }
  world:assert { "China", "aid", "Japan" }
  local list = world:changes()
  check.equal(#list, 3)
  check.equal({ list[1].change, list[1].before.weight, list[1].after.weight }, { "modified", 1.0, 0.5 })
  check.equal({ list[2].change, list[2].before.type, list[2].after }, { "removed", "reject" })
  check.equal({ list[3].change, list[3].before, list[3].after.type }, { "added", nil, "aid" })
end)

test("the world follows the store", function()
  local store <close> = filled()
  local world <close> = store:world()
  world:modify { where = { type = "accuse" }, set = { weight = 0.5 } }
  world:retract { type = "reject" }
  add(store, "b", { relation("China", "aid", "Japan") })
  check.equal(types(world), "accuse consult cooperate aid")
  store:remove "a"
  check.equal(types(world), "aid")
  check.equal(world:changes(), {})
end)

-- ---- The store is left alone --------------------------------------------------------------------------------------------

test("the file is not written to, and may be read-only", function()
  local path = folder .. "/base.casus"
  filled(path):close()
  local function bytes()
    local file <close> = assert(io.open(path, "rb"))
    return file:read "a"
  end
  local before = bytes()
  do
    local store <close> = assert(casus.open(path, { mode = "read" }))
    local world <close> = store:world()
    world:retract { type = "accuse" }
    world:assert { "China", "sanction", "Japan" }
    world:modify { where = {}, set = { weight = 0.5 } }
    check.equal(world:fork():scalar "SELECT sum(weight) FROM relations", 2.0)
  end
  check.truthy(bytes() == before)
end)

test("another process may be writing", function()
  local path = folder .. "/shared.casus"
  local writer <close> = filled(path)
  local store <close> = assert(casus.open(path))
  local world <close> = store:world()
  writer:transaction(function()
    writer:exec "UPDATE document SET title = 'x'"
    check.equal(world:retract { type = "accuse" }, 1)
    check.equal(types(world), "consult cooperate reject")
  end)
end)

test("closing", function()
  local store = filled()
  local world = store:world()
  world:assert { "China", "aid", "Japan" }
  local fork = world:fork()
  world:close()
  world:close()
  check.error(function() world:relations() end, "the world is closed")
  check.error(function() world:assert { "China", "aid", "Japan" } end, "the world is closed")
  check.equal(types(fork, { assumed = true }), "aid")
  check.equal(tostring(world), "world (closed)")
  fork = nil -- luacheck: ignore
  collectgarbage()
  collectgarbage()
  local last = store:world()
  check.equal(store:scalar "SELECT count(*) FROM temp.overlay", 0)
  store:close()
  check.error(function() last:relations() end, "the store is closed")
  last:close()
end)

-- ---- Equal to the same thing really done ----------------------------------------------------------------------------------

-- A copy of a store in which the changes are made to the tables themselves.
local Edited = {}
Edited.__index = Edited

local copies = 0
local function edited(store)
  copies = copies + 1
  local path = ("%s/copy%d.casus"):format(folder, copies)
  assert(store:exec("VACUUM INTO ?", path))
  local copy = assert(casus.open(path))
  return setmetatable({ store = copy }, Edited)
end

function Edited:fork() return edited(self.store) end

function Edited:ids(filter)
  local ids = {}
  for row in self.store:relations(filter) do ids[#ids + 1] = row.id end
  return ids
end

function Edited:retract(filter)
  local ids = self:ids(filter)
  for _, id in ipairs(ids) do assert(self.store:exec("DELETE FROM relation WHERE id = ?", id)) end
  return #ids
end

local function set_actor(store, id, side, name)
  assert(store:exec(("UPDATE relation SET %s_id = ?, %s_text = NULL, %s_code = ? WHERE id = ?"):format(side, side, side),
    name, names[name], id))
end

function Edited:modify(change)
  local ids = self:ids(change.where)
  for _, id in ipairs(ids) do
    for column, value in pairs(change.set) do
      if column == "source" or column == "target" then
        set_actor(self.store, id, column, value)
      else
        assert(self.store:exec(("UPDATE relation SET %s = ? WHERE id = ?"):format(column), value, id))
      end
    end
  end
  return #ids
end

function Edited:assert(facts)
  local row = self.store:database():first([[INSERT INTO relation (document, start, stop, text, extractor, type, modality,
    negated, date, weight) VALUES (1, 0, 0, '', 1, ?, 'asserted', 0, ?, ?) RETURNING id]], facts.type, facts.date,
    facts.weight or 1)
  set_actor(self.store, row.id, "source", facts.source)
  set_actor(self.store, row.id, "target", facts.target)
  return 1
end

-- All that both can say of relations, in one text; the order of rows says nothing.
local function said(asked, filter)
  local lines = {}
  for row in asked:relations(filter) do
    lines[#lines + 1] = ("%s %s(%s) %s(%s) %s %s %s %s"):format(row.type, row.source, row.source_code, row.target,
      row.target_code, row.date, row.modality, row.negated, row.weight)
  end
  table.sort(lines)
  return table.concat(lines, "\n")
end

local aggregate = [[SELECT source, type, count(*) AS n, round(sum(weight), 6) AS weight FROM relations
  GROUP BY source, type ORDER BY source, type]]

local function counted(asked)
  local lines = {}
  for tuple in asked:sql(aggregate):tuples() do
    lines[#lines + 1] = table.concat({ tostring(tuple[1]), tuple[2], tuple[3], tuple[4] }, " ")
  end
  return table.concat(lines, "\n")
end

test("random changes give what the same changes of a copied store give", function()
  math.randomseed(7)
  local function pick(list) return list[math.random(#list)] end
  local actors = { "China", "Japan", "South Korea", "NATO", "Foreign Ministry of China" }
  local kinds = { "accuse", "consult", "cooperate", "reject", "aid", "member" }
  local dates = { "2022", "2022-03", "2022-03-01", "2023-05", "2023-05-26", "2024-01-01" }
  local function some_filter()
    local filter = {}
    if math.random() < 0.6 then filter.type = math.random() < 0.7 and pick(kinds) or { pick(kinds), pick(kinds) } end
    if math.random() < 0.4 then filter[pick { "source", "target", "actor" }] = pick { "China", "NATO", "AP4", "JPN", "CHN" } end
    if math.random() < 0.3 then filter[pick { "after", "before", "date" }] = pick(dates) end
    if math.random() < 0.2 then filter.negated = math.random() < 0.5 end
    if next(filter) == nil then filter.type = pick(kinds) end
    return filter
  end
  local function some_values()
    local values = {}
    if math.random() < 0.5 then values.weight = pick { 0.25, 0.5, 2.0 } end
    if math.random() < 0.5 then values.date = pick(dates) end
    if math.random() < 0.3 then values.negated = math.random() < 0.5 end
    if math.random() < 0.3 then values.modality = pick { "planned", "denied" } end
    if math.random() < 0.3 then values[pick { "source", "target" }] = pick(actors) end
    if next(values) == nil then values.weight = 0.5 end
    return values
  end
  local function some_fact()
    return { source = pick(actors), type = pick(kinds), target = pick(actors), date = pick(dates) }
  end

  local store <close> = filled()
  local records = {}
  for i = 1, 60 do records[i] = relation(pick(actors), pick(kinds), pick(actors), pick(dates)) end
  add(store, "many", records)
  local base = said(store)
  local worlds = { { store:world(), edited(store) } }
  for _ = 1, 250 do
    local world, copy = table.unpack(pick(worlds))
    local what = math.random()
    if what < 0.35 then
      local fact = some_fact()
      check.equal(world:assert(fact), copy:assert(fact))
    elseif what < 0.6 then
      local filter = some_filter()
      check.equal(world:retract(filter), copy:retract(filter))
    elseif what < 0.95 then
      local change = { where = some_filter(), set = some_values() }
      check.equal(world:modify(change), copy:modify(change))
    elseif #worlds < 6 then
      worlds[#worlds + 1] = { world:fork(), copy:fork() }
    end
    local filter = some_filter()
    check.equal(said(world, filter), said(copy.store, filter))
    check.equal(counted(world), counted(copy.store))
  end
  for _, both in ipairs(worlds) do
    check.equal(said(both[1]), said(both[2].store))
    both[1]:close()
    both[2].store:close()
  end
  check.equal(said(store), base)
end)
