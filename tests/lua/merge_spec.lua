-- Names that mean the same: decided, listed, undone; what was extracted stays as it is.
local test, check = ...
local casus = require "casus"
local core = require "casus.core"

local folder = os.getenv "CASUS_TMP"
local text = "Biden met Xi. Joseph spoke. Robinette left."

-- Records of our own making, of names that no table of actors knows: "J. Bidenov" and the like.
local function span(fields, phrase)
  local from, to = text:find(phrase or "Biden", 1, true)
  fields.start, fields.stop = from - 1, to
  return fields
end

local function record(kind, fields, phrase)
  fields.kind, fields.sentence, fields.extractor, fields.version, fields.confidence = kind, 1, "test", "1", 0.5
  return span(fields, phrase)
end

local function relation(source, type, target, fields)
  local made = fields or {}
  made.type, made.modality, made.negated = type, "asserted", false
  made.source = source and span { id = source, code = made.source_code }
  made.target = target and span({ id = target, code = made.target_code }, "Xi")
  made.trigger, made.source_code, made.target_code = span({}, "met"), nil, nil
  return record("relation", made)
end

local function entity(name, label, code)
  return record("entity", { label = label or "PERSON", id = name, code = code, mention = "name" }, label and label ~= "PERSON" and "Xi")
end

local function add(store, id, records, content)
  local document = assert(casus.parse(content or text, { id = id, date = "2023-06-01" }))
  return assert(store:add(document, nil, false, records))
end

local function fill(store)
  add(store, "a", {
    relation("Jo Bidenov", "consult", "China", { goldstein = 1.0, target_code = "CHN", source_code = "XXXGOV" }),
    entity("Jo Bidenov", "PERSON", "XXXGOV"),
    entity("Jo Bidenov", "ORG"),
    record("quote", { mode = "direct", speaker = span { id = "Jo Bidenov" }, cue = span({}, "met") }),
  })
  add(store, "b", {
    relation("Joseph Bidenov", "accuse", "China", { goldstein = -2.0, target_code = "CHN" }),
    relation("China", "accuse", "Joseph Bidenov", { goldstein = -4.0, source_code = "CHN" }),
    relation("Joseph Bidenov", "praise", "Joseph Bidenov", { goldstein = 3.0 }),
    relation(nil, "reject", "Rob Bidenov", { goldstein = -1.0, attribution = "Joseph Bidenov" }),
    entity("Joseph Bidenov"),
    entity("Joseph Bidenov", "ORG"),
    entity("Rob Bidenov"),
    record("quote", { mode = "indirect", speaker = span { id = "Joseph Bidenov" }, cue = span({}, "met") }),
    record("cause", { cause = span { change = 1 }, effect = span({ change = 0 }, "Xi"), polarity = 1, sign = 1,
      hedge = "stated", purpose = false, attribution = "Rob Bidenov" }),
  })
  return store
end

local function filled()
  return fill(assert(casus.open()))
end

-- Everything that the views say, and everything that the tables of what was extracted hold.
local function dump(store, names)
  local lines = {}
  for name in names:gmatch "%S+" do
    for tuple in store:sql("SELECT * FROM " .. name .. " ORDER BY 1, 2, 3"):tuples() do
      for i = 1, 40 do tuple[i] = tostring(tuple[i]) end
      lines[#lines + 1] = name .. ": " .. table.concat(tuple, "|")
    end
  end
  return table.concat(lines, "\n")
end

local views = "relations quotes causes entities mentions"
local tables = "document sentence entity mention quote relation cause"

local function answers(iterator, field)
  local list = {}
  for row in iterator do list[#list + 1] = tostring(row[field or "type"]) end
  return table.concat(list, " ")
end

test("all views have the name that stays; undone, they are what they were", function()
  local store <close> = filled()
  local seen, extracted = dump(store, views), dump(store, tables)
  check.equal(store:merge("Jo Bidenov", "Joseph Bidenov"), 1)
  check.equal(dump(store, tables), extracted)
  check.equal(answers(store:sql "SELECT * FROM relations ORDER BY id", "source"),
    "Jo Bidenov Jo Bidenov China Jo Bidenov nil")
  check.equal(answers(store:sql "SELECT * FROM relations ORDER BY id", "target"),
    "China China Jo Bidenov Jo Bidenov Rob Bidenov")
  check.equal(answers(store:sql "SELECT * FROM relations ORDER BY id", "source_code"), "XXXGOV XXXGOV CHN XXXGOV nil")
  check.equal(answers(store:sql "SELECT * FROM relations ORDER BY id", "target_code"), "CHN CHN XXXGOV XXXGOV nil")
  check.equal(store:scalar "SELECT attribution FROM relations WHERE type = 'reject'", "Jo Bidenov")
  check.equal(answers(store:sql "SELECT * FROM quotes ORDER BY id", "speaker"), "Jo Bidenov Jo Bidenov")
  check.equal(dump(store, "entities"):gsub("|nil", ""), "entities: 1|Jo Bidenov|PERSON|XXXGOV|2\n"
    .. "entities: 2|Jo Bidenov|ORG|2\nentities: 4|Rob Bidenov|PERSON|1")
  check.equal(answers(store:sql "SELECT * FROM mentions ORDER BY document, entity", "entity"), "1 2 1 2 4")
  check.equal(answers(store:sql "SELECT * FROM mentions ORDER BY document, entity", "label"),
    "PERSON ORG PERSON ORG PERSON")
  check.equal(store:merge("Jo Bidenov", "Rob Bidenov"), 2)
  check.equal(store:scalar "SELECT attribution FROM causes", "Jo Bidenov")
  check.equal(store:scalar "SELECT group_concat(mentions) FROM entities", "3,2")
  check.equal(store:split(2), 1)
  check.equal(store:split "Joseph Bidenov", 1)
  check.equal(dump(store, views), seen)
  check.equal(dump(store, tables), extracted)
end)

test("a name that no mention bears stands for the mentions of all that are merged into it", function()
  local store <close> = filled()
  assert(store:merge("China", "Joseph Bidenov"))
  assert(store:merge("China", "Rob Bidenov"))
  check.equal(dump(store, "entities"):gsub("|nil", ""),
    "entities: 1|Jo Bidenov|PERSON|XXXGOV|1\nentities: 2|Jo Bidenov|ORG|1\nentities: 3|China|PERSON|CHN|3")
  check.equal(answers(store:mentions { entity = 3 }, "document"), "b b b")
  check.equal(answers(store:mentions { document = "a" }, "entity"), "1 2")
end)

test("filters, by either name and by code", function()
  local store <close> = filled()
  check.equal(answers(store:relations { source = "Jo Bidenov" }), "consult")
  assert(store:merge("Jo Bidenov", "Joseph Bidenov"))
  for _, name in ipairs { "Jo Bidenov", "Joseph Bidenov", "XXXGOV" } do
    check.equal(answers(store:relations { source = name }), "consult accuse praise")
    check.equal(answers(store:relations { target = name }), "accuse praise")
    check.equal(answers(store:relations { actor = name, order = "id" }), "consult accuse accuse praise")
    check.equal(answers(store:relations { attribution = name }), "reject")
    check.equal(answers(store:quotes { speaker = name }, "mode"), "direct indirect")
    check.equal(answers(store:entities { actor = name, label = "PERSON" }, "name"), "Jo Bidenov")
    check.equal(answers(store:mentions { entity = name, label = "PERSON", order = "document" }, "document"), "a b")
    check.truthy(store:knows(name))
  end
  check.equal(answers(store:entities { name = "Joseph Bidenov" }, "label"), "PERSON ORG")
  check.equal(answers(store:mentions { entity = "Joseph Bidenov", order = "document" }, "document"), "a a b b")
  check.equal(answers(store:relations { source = { "Joseph Bidenov", "China" } }), "consult accuse accuse praise")
  check.equal(answers(store:relations { source = core.null }), "reject")
  check.equal(answers(store:relations { limit = 2, order = "goldstein" }), "accuse accuse")
  store:split "Joseph Bidenov"
  check.equal(answers(store:relations { source = "Jo Bidenov" }), "consult")
end)

test("briefs, measures and worlds", function()
  local store <close> = filled()
  local world <close> = store:world()
  world:assert { "Joseph Bidenov", "threaten", "China", goldstein = -5 }
  world:modify { where = { type = "accuse", source = "China" }, set = { weight = 2 } }
  local function balance()
    local result = store:whatif { measures = { "balance(Jo Bidenov, China)" }, scenarios = {
      { name = "calm", retract = { { type = "accuse", source = "Joseph Bidenov" } } } } }
    return tostring(result)
  end
  check.match(balance(), "baseline +1\n")
  check.equal(answers(world:relations { source = "Jo Bidenov" }), "consult")
  assert(store:merge("Jo Bidenov", "Joseph Bidenov"))
  check.match(balance(), "baseline +%-5.*calm +%-3")
  check.equal(answers(world:relations { source = "Jo Bidenov" }), "consult accuse praise threaten")
  check.equal(answers(world:relations { target = "Joseph Bidenov" }, "weight"), "2.0 1.0")
  check.equal(world:scalar "SELECT count(*) FROM relations WHERE source = 'Jo Bidenov'", 4)
  check.equal(world:scalar "SELECT source_code FROM relations WHERE type = 'threaten'", "XXXGOV")
  check.equal(answers(world:merges(), "merged"), "Joseph Bidenov")
  local changes = world:changes()
  check.equal(#changes, 2)
  check.equal(changes[2].after.source, "Jo Bidenov")
  local brief = tostring(store:brief { date = "2023-06-02" })
  check.match(brief, "Jo Bidenov")
  check.truthy(not brief:find("Joseph Bidenov", 1, true), brief)
end)

test("chains resolve, in whatever order they are made and undone", function()
  local store <close> = filled()
  local function names()
    return store:scalar "SELECT group_concat(merged || '=' || name, ' ') FROM (SELECT * FROM alias ORDER BY merged)" or ""
  end
  for _, order in ipairs { { 1, 2, 3 }, { 3, 2, 1 }, { 2, 3, 1 }, { 1, 3, 2 } } do
    local pairs_of = { { "Joseph Bidenov", "Rob Bidenov" }, { "Jo Bidenov", "Joseph Bidenov" }, { "China", "Jo Bidenov" } }
    for _, i in ipairs(order) do assert(store:merge(pairs_of[i][1], pairs_of[i][2])) end
    check.equal(names(), "Jo Bidenov=China Joseph Bidenov=China Rob Bidenov=China")
    check.equal(store:scalar "SELECT count(DISTINCT code) || min(code) FROM alias", "1CHN")
    check.equal(store:split "Joseph Bidenov", 1) -- the middle
    check.equal(names(), "Jo Bidenov=China Rob Bidenov=Joseph Bidenov")
    check.equal(store:split "China", 1) -- what was merged into it
    check.equal(store:split "Rob Bidenov", 1)
    check.equal(names(), "")
  end
end)

test("circles are refused, and so is a second master", function()
  local store <close> = filled()
  local function refused(code, pattern, ...)
    local before = dump(store, "merge alias")
    local got, message, told = store:merge(...)
    check.equal(got, nil)
    check.match(message, pattern)
    check.equal(told, code)
    check.equal(dump(store, "merge alias"), before)
  end
  assert(store:merge("Joseph Bidenov", "Rob Bidenov"))
  assert(store:merge("Jo Bidenov", "Joseph Bidenov"))
  refused("circular", "'Joseph Bidenov' is itself merged into 'Jo Bidenov' %(decision 2%)", "Joseph Bidenov", "Jo Bidenov")
  refused("circular", "'Rob Bidenov' is itself merged into 'Joseph Bidenov', which is 'Jo Bidenov' %(decision 1%)",
    "Rob Bidenov", "Jo Bidenov")
  refused("circular", "'China' cannot be merged into itself", "China", "China")
  refused("merged", "'Rob Bidenov' is already merged into 'Joseph Bidenov' %(decision 1%)", "China", "Rob Bidenov")
  check.error(function() assert(store:exec("INSERT INTO merge(name, merged) VALUES ('Rob Bidenov', 'Jo Bidenov')")) end,
    "itself merged")
  check.error(function() assert(store:exec("UPDATE merge SET name = 'x' WHERE id = 1")) end, "can be undone, not changed")
  check.equal(store:exec "DELETE FROM merge WHERE id = 2", 1)
  check.equal(answers(store:sql "SELECT name FROM alias", "name"), "Joseph Bidenov")
end)

test("names are known to the store or to the tables of actors, by which aliases are resolved", function()
  local store <close> = filled()
  local got, message, code = store:merge("Jo Bidenov", "Nobody In Particular")
  check.equal(got, nil)
  check.match(message, "nobody is called 'Nobody In Particular'")
  check.equal(code, "unknown")
  got, message, code = store:merge("Nobody In Particular", "Jo Bidenov")
  check.equal(got, nil)
  check.match(message, "Nobody")
  check.equal(code, "unknown")
  got, message, code = store:split "Nobody In Particular"
  check.equal(got, nil)
  check.match(message, "'Nobody In Particular' is merged with no other name")
  check.equal(code, "unknown")
  check.equal(store:split(7), nil)
  check.equal(store:scalar "SELECT count(*) FROM merge", 0)
  assert(store:merge("PRC", "Rob Bidenov"))
  check.equal(answers(store:merges(), "name"), "China")
  check.equal(store:merge("China", "Rob Bidenov"), 1)
  check.truthy(store:merge("Joe Biden", "Joseph Biden")) -- an alias in the tables already
  check.equal(store:merge("Joe Biden", "Joseph Biden"), 2)
end)

test("decisions are listed, with who, when, why, and whether they hold", function()
  local store <close> = filled()
  local id = store:merge("Jo Bidenov", "Joseph Bidenov", { author = "kim", reason = "the same person" })
  check.equal(store:merge("Jo Bidenov", "Joseph Bidenov", { author = "lee" }), id)
  local row = store:merges()()
  check.match(row.time, "^%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%dZ$")
  row.time = nil
  check.equal(row, { id = 1, name = "Jo Bidenov", merged = "Joseph Bidenov", author = "kim", reason = "the same person" })
  check.equal(store:split(id), 1)
  check.match(store:merges { id = id }().undone, "^%d%d%d%d%-")
  local got, message, code = store:split(id)
  check.equal(got, nil)
  check.match(message, "decision 1 was undone before")
  check.equal(code, "undone")
  check.equal(store:merge("Jo Bidenov", "Joseph Bidenov"), 2)
  check.equal(answers(store:merges(), "id"), "1 2")
  check.equal(answers(store:merges { undone = core.null }, "id"), "2")
  check.equal(answers(store:merges { after = "2020", author = "kim" }, "id"), "1")
  check.equal(store:split "Jo Bidenov", 1)
end)

test("wrong arguments raise where the call is", function()
  local store <close> = filled()
  check.match(check.error(function() store:merge("China") end, "the name that is merged is a string, not a nil"),
    "merge_spec.lua:%d+:")
  check.error(function() store:merge(1, "China") end, "the name that stays is a string, not a number")
  check.error(function() store:merge("China", "Jo Bidenov", { autor = "kim" }) end, "merge_spec.*no option 'autor'")
  check.error(function() store:merge("China", "Jo Bidenov", { author = 1 }) end, "merge_spec.*author is a string")
  check.error(function() store:merge("China", "Jo Bidenov", "kim") end, "merge_spec.*options are a table")
  check.error(function() store:split {} end, "merge_spec.*a name or the number of a decision, not a table")
  check.error(function() store:split(1.5) end, "a name or the number of a decision")
end)

test("what is read later, or again, is under the decisions", function()
  local path = folder .. "/merged.casus"
  do
    local store <close> = fill(assert(casus.open(path)))
    assert(store:merge("Jo Bidenov", "Joseph Bidenov"))
    check.equal(add(store, "b", { relation("Joseph Bidenov", "yield", "China"), entity("Joseph Bidenov") },
      text .. " It rained."), "replaced")
    check.equal(answers(store:relations { source = "Jo Bidenov" }), "consult yield")
    assert(store:remove "b")
    assert(store:remove "a")
    check.equal(store:merge("Jo Bidenov", "Joseph Bidenov"), 1)
    fill(store)
  end
  local store <close> = assert(casus.open(path, { mode = "read" }))
  check.equal(answers(store:relations { source = "Jo Bidenov" }), "consult accuse praise")
  for _, call in ipairs { { "merge", "Jo Bidenov", "Joseph Bidenov" }, { "merge", "China", "Jo Bidenov" },
    { "split", "Joseph Bidenov" }, { "split", 1 } } do
    local got, message, code = store[call[1]](store, table.unpack(call, 2))
    check.equal(got, nil)
    check.match(message, "merged.casus: opened for reading only")
    check.equal(code, "readonly")
  end
  check.equal(answers(store:merges(), "merged"), "Joseph Bidenov")
end)

test("decisions are part of transactions", function()
  local store <close> = filled()
  check.error(function()
    store:transaction(function()
      assert(store:merge("Jo Bidenov", "Joseph Bidenov"))
      check.equal(store:merge("Joseph Bidenov", "Jo Bidenov"), nil)
      check.equal(answers(store:merges(), "id"), "1")
      error "no"
    end)
  end, "no")
  check.equal(answers(store:merges(), "id"), "")
  check.equal(store:scalar "SELECT count(*) FROM alias", 0)
end)

test("looking up one actor reads no table from end to end", function()
  local store <close> = filled()
  local function plan(sql, ...)
    local steps = {}
    for row in store:sql("EXPLAIN QUERY PLAN " .. sql, ...) do steps[#steps + 1] = row.detail end
    local whole = table.concat(steps, "\n")
    for step in whole:gmatch "SCAN (%w+)" do
      check.truthy(step == "a" or step == "relations" or step == "quotes", whole) -- what follows from decisions; a view
    end
    return whole
  end
  for _ = 1, 2 do
    local whole = plan "SELECT * FROM relations WHERE source = 'Jo Bidenov'"
    check.match(whole, "relation_source ")
    check.match(whole, "SEARCH s USING [^\n]*alias_name")
    check.match(plan "SELECT * FROM relations WHERE target = 'Jo Bidenov'", "relation_target ")
    check.match(plan "SELECT type, count(*) FROM relations WHERE source_code = 'CHN' GROUP BY type", "relation_source_code")
    check.match(plan "SELECT * FROM quotes WHERE speaker = 'Jo Bidenov'", "quote_speaker")
    check.match(plan "SELECT * FROM entities WHERE name = 'Jo Bidenov'", "entity_same")
    check.match(plan "SELECT * FROM mentions WHERE entity = 1", "mention_entity")
    for view, filters in pairs { relations = { actor = "China" }, quotes = { speaker = "China" } } do
      local sql, values = store[view](store, filters):sql()
      plan(sql, table.unpack(values))
    end
    assert(store:merge("Jo Bidenov", "Joseph Bidenov"))
  end
end)
