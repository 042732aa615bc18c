-- Stores as analysts see them: adding, asking with filters, closing.
local test, check = ...
local casus = require "casus"
local core = require "casus.core"
local query = require "casus.query"

local text = "China accused NATO of interference. Tokyo and NATO met on Friday."

-- Records of our own making: what the extractors find is not what is tested here.
local function span(fields, phrase)
  local from, to = text:find(phrase, 1, true)
  fields.start, fields.stop = from - 1, to
  return fields
end

local function record(kind, sentence, phrase, fields)
  fields.kind, fields.sentence, fields.extractor, fields.version, fields.confidence = kind, sentence, "test", "1", 0.5
  return span(fields, phrase)
end

local function relation(source, type, target, fields)
  local made = fields or {}
  made.type, made.modality = type, made.modality or "asserted"
  if made.negated == nil then made.negated = false end
  made.source = source and span({ id = source[1], code = source[2] }, "China")
  made.target = target and span({ id = target[1], code = target[2] }, "NATO")
  made.trigger = span({}, "accused")
  return record("relation", 1, "China accused NATO", made)
end

local China, Beijing = { "China", "CHN" }, { "Ministry of Foreign Affairs", "CHNGOV" }
local Japan, NATO, Korea = { "Japan", "JPN" }, { "NATO", "IGOWSTNAT" }, { "South Korea", "KOR" }

-- Documents a and b, of 1 June 2023 and of May 2022.
local function filled()
  local store = assert(casus.open())
  local function add(id, date, records)
    local document = assert(casus.parse(text, { id = id, date = date }))
    check.equal(store:add(document, { title = "Title of " .. id, source = "Wire", date = date }, false, records), "new")
  end
  add("a", "2023-06-01", {
    relation(China, "accuse", NATO, { date = "2023-05-26", mode = "allege", goldstein = -2.0 }),
    relation(Beijing, "reject", Japan, { date = "2023-05", negated = true }),
    relation(Japan, "consult", NATO, { date = "2023" }),
    record("entity", 1, "China", { label = "GPE", id = "China", code = "CHN", mention = "name" }),
    record("entity", 2, "Tokyo", { label = "GPE", id = "Japan", code = "JPN", mention = "nominal" }),
    record("quote", 1, "interference", { mode = "indirect", speaker = span({ id = "China" }, "China"),
      cue = span({}, "accused") }),
    record("time", 2, "Friday", { type = "DATE", value = "2023-05-26", from = "2023-05-26", to = "2023-05-26" }),
  })
  add("b", "2022-05", {
    relation(Korea, "member", { "AP4" }, {}),
    relation(NATO, "cooperate", Korea, { date = "2022-03-01", attribution = "China", modality = "planned" }),
    record("entity", 1, "China", { label = "GPE", id = "China", code = "CHN", mention = "name" }),
    record("cause", 1, "China accused NATO", { cause = span({ change = 1 }, "China"), effect = span({ change = 0 }, "NATO"),
      polarity = -1, sign = -1, hedge = "stated", purpose = true }),
  })
  return store
end

local store = filled()

-- The values of a field of all rows, in one string.
local function answers(iterator, field)
  local list = {}
  for row in iterator do list[#list + 1] = tostring(row[field or "type"]) end
  return table.concat(list, " ")
end

local function relations(filters)
  return answers(store:relations(filters))
end

-- ---- Rows -----------------------------------------------------------------------------------------------------------

test("rows have the columns of the view", function()
  local row = store:relations { id = 1 }()
  check.equal(row, { id = 1, type = "accuse", mode = "allege", goldstein = -2.0, source = "China", source_code = "CHN",
    target = "NATO", target_code = "IGOWSTNAT", date = "2023-05-26", modality = "asserted", negated = false, weight = 1.0,
    confidence = 0.5, extractor = "test", document = "a", sentence = 1, start = 0, stop = 18, text = "China accused NATO" })
  check.equal(store:quotes()().speaker, "China")
  check.equal(store:causes()().purpose, true)
end)

test("every view can be asked, with the columns that it has in SQL", function()
  local sql = { documents = "document", found = "sentences" }
  for _, name in ipairs { "relations", "quotes", "causes", "times", "entities", "mentions", "sentences", "documents" } do
    local wanted = store:sql("SELECT * FROM " .. (sql[name] or name)):columns()
    if name == "documents" then wanted[#wanted] = nil end -- the internal number
    check.equal(query.view(name).columns, wanted)
    local rows = store[name](store)
    check.equal(rows:columns(), wanted)
    check.truthy(rows(), name)
    rows:close()
  end
end)

test("rows can be shown as the SQL that gives them", function()
  local text_of, values = store:relations { type = "accuse", limit = 3 }:sql()
  check.match(text_of, "^SELECT id, type, .* FROM main.relations WHERE %(type = %?1%) ORDER BY id LIMIT %?2$")
  check.equal(values, { "accuse", 3 })
end)

-- ---- Filters --------------------------------------------------------------------------------------------------------

test("by any column", function()
  check.equal(relations(), "accuse consult reject cooperate member")
  check.equal(relations { type = "accuse" }, "accuse")
  check.equal(relations { type = { "accuse", "member" } }, "accuse member")
  check.equal(relations { type = {} }, "")
  check.equal(relations { negated = true }, "reject")
  check.equal(relations { negated = false, document = "a" }, "accuse consult")
  check.equal(relations { goldstein = { max = -1 } }, "accuse")
  check.equal(relations { confidence = { min = 0.6 } }, "")
  check.equal(relations { mode = core.null, document = "a" }, "consult reject")
  check.equal(relations { modality = "planned" }, "cooperate")
  check.equal(answers(store:entities { label = "GPE", code = "JPN" }, "name"), "Japan")
  check.equal(answers(store:sentences { document = "b", sentence = 2 }, "text"), "Tokyo and NATO met on Friday.")
  check.equal(answers(store:documents { title = "Title of b" }, "id"), "b")
end)

test("by actor: name, alias, code, part, group", function()
  check.equal(relations { source = "China" }, "accuse reject")
  check.equal(relations { source = "CHN" }, "accuse reject")
  check.equal(relations { source = "CHNGOV" }, "reject")
  check.equal(relations { source = "PRC" }, "accuse reject")
  check.equal(relations { target = "NATO" }, "accuse consult")
  check.equal(relations { actor = "NATO" }, "accuse consult cooperate")
  check.equal(relations { source = "AP4" }, "consult member")
  check.equal(relations { actor = { "South Korea", "China" } }, "accuse reject cooperate member")
  check.equal(relations { source = "Ministry of Foreign Affairs" }, "reject")
  check.equal(relations { source = "nobody" }, "")
  check.equal(relations { target = "AP4" }, "reject cooperate member")
  check.equal(relations { attribution = "CHN" }, "cooperate")
  check.equal(answers(store:quotes { speaker = "PRC" }, "mode"), "indirect")
  check.equal(answers(store:mentions { entity = "PRC" }, "document"), "a b")
  check.equal(answers(store:mentions { entity = 2 }, "text"), "Tokyo")
  check.equal(answers(store:entities { actor = "AP4" }, "name"), "Japan")
end)

test("by date: periods include what lies in them, and count where they overlap", function()
  check.equal(relations { date = "2023-05-26" }, "accuse")
  check.equal(relations { date = "2023-05" }, "accuse reject")
  check.equal(relations { date = "2023" }, "accuse consult reject")
  check.equal(relations { date = { "2022", "2023-05-26" } }, "accuse cooperate")
  check.equal(relations { after = "2023" }, "accuse consult reject")
  check.equal(relations { after = "2023-05-27" }, "consult reject")
  check.equal(relations { after = "2023-06" }, "consult")
  check.equal(relations { before = "2022" }, "cooperate member")
  check.equal(relations { before = "2023-05-01" }, "consult reject cooperate member")
  check.equal(relations { after = "2022-03", before = "2022-03" }, "cooperate")
  check.equal(relations { after = "2024" }, "")
end)

test("views without dates go by the date of the document", function()
  check.equal(answers(store:mentions { after = "2023" }, "document"), "a a")
  check.equal(answers(store:causes { before = "2022-05-09" }, "document"), "b")
  check.equal(answers(store:sentences { after = "2022-06" }, "sentence"), "1 2")
  check.equal(answers(store:documents { before = "2022" }, "id"), "b")
  check.equal(answers(store:times { after = "2023-05", before = "2023-05-26" }, "text"), "Friday")
  check.equal(answers(store:times { before = "2023-05-25" }, "text"), "")
end)

test("events are the relations of the types of PLOVER", function()
  check.equal(#query.event_types(), 16)
  check.equal(answers(store:events()), "accuse consult reject cooperate")
  check.equal(answers(store:events { type = { "member", "accuse" } }), "accuse")
  check.equal(answers(store:events { type = "member" }), "")
  check.equal(answers(store:events { source = "NATO", after = "2022" }), "cooperate")
end)

test("order and limit", function()
  check.equal(relations { order = "type" }, "accuse consult cooperate member reject")
  check.equal(relations { order = "type desc", limit = 2 }, "reject member")
  check.equal(relations { order = { "document desc", "type" } }, "cooperate member accuse consult reject")
  check.equal(relations { limit = 1 }, "accuse")
  check.equal(relations { limit = 0 }, "")
  check.equal(relations { order = false, type = "accuse" }, "accuse")
end)

test("wrong filters raise and say what is right", function()
  local function wrong(pattern, filters, name)
    check.error(function() store[name or "relations"](store, filters) end, pattern)
  end
  wrong("unknown filter 'sauce'; relations can be filtered by actor, after, .*target_code, text, type, weight", { sauce = "x" })
  wrong("unknown filter '1'", { "China" })
  wrong("unknown filter 'actor'; sentences", { actor = "China" }, "sentences")
  wrong("unknown filter 'after'; entities", { after = "2023" }, "entities")
  wrong("unknown filter 'assumed'; quotes", { assumed = true }, "quotes")
  wrong("after is a day, month or year", { after = "last week" })
  wrong("date is a day, month or year", { date = 2023 })
  wrong("source is a name, not a number", { source = 1 })
  wrong("type cannot be compared with a function", { type = print })
  wrong("order is a column", { order = "type; drop table relation" })
  wrong("order is a column", { order = "colour" })
  wrong("limit is a whole number", { limit = -1 })
  wrong("filters are a table", "China")
  check.match(select(2, pcall(function() store:relations { sauce = 1 } end)), "store_spec.lua:%d+:")
end)

test("values are never taken for SQL", function()
  for _, evil in ipairs { "x' OR '1' = '1", "China\0", "%", "*", "CHN~", "); DROP TABLE relation; --" } do
    for _, column in ipairs(query.view("relations").columns) do
      if column ~= "date" then check.equal(relations { [column] = evil }, "") end
    end
    check.equal(relations { actor = evil }, "")
  end
  check.equal(store:scalar "SELECT count(*) FROM relation", 5)
end)

test("lookups use indexes", function()
  local function plan(filters, pattern)
    local sql, values = store:relations(filters):sql()
    local steps = {}
    for row in store:sql("EXPLAIN QUERY PLAN " .. sql, table.unpack(values)) do steps[#steps + 1] = row.detail end
    local whole = table.concat(steps, "\n")
    check.match(whole, pattern)
    check.truthy(not whole:find "SCAN", whole)
  end
  plan({ source = "nobody known" }, "relation_source ")
  plan({ source = "China" }, "relation_source_code")
  plan({ target = "nobody known" }, "relation_target ")
  plan({ type = "accuse" }, "relation_type")
  plan({ document = "a" }, "relation_document")
  plan({ date = "2023" }, "relation_date")
  plan({ id = 1 }, "INTEGER PRIMARY KEY")
end)

-- ---- Search ---------------------------------------------------------------------------------------------------------

test("search finds words in their forms, phrases and beginnings", function()
  local function count(what, filters)
    local n = 0
    for row in store:search(what, filters) do
      check.equal(row.text, text:sub(row.start + 1, row.stop))
      n = n + 1
    end
    return n
  end
  check.equal(count "NATO", 4)
  check.equal(count "accuse", 2)
  check.equal(count "nato accuses", 2)
  check.equal(count '"accused NATO"', 2)
  check.equal(count '"NATO accused"', 0)
  check.equal(count "interf*", 2)
  check.equal(count "interf", 0)
  check.equal(count("NATO", { document = "a", limit = 1 }), 1)
  check.equal(count("NATO", { after = "2023" }), 2)
end)

test("what is looked for is never an operator", function()
  for _, what in ipairs { "", "  ", '"', '""', "NEAR(", "NATO OR nothing", "NATO NOT China", "text:NATO", "(", "^", "-", "*",
    '"unclosed', "é", "a\"b\"c" } do
    local rows = store:search(what)
    rows()
    rows:close()
  end
  check.equal(store:search("NATO OR nothing")(), nil)
  check.equal(query.match('NATO "liaison  office" sanction*'), '"NATO" "liaison  office" "sanction"*')
end)

-- ---- SQL ------------------------------------------------------------------------------------------------------------

test("SQL gives rows by column name, and errors are raised where it is asked", function()
  local rows = store:sql("SELECT type, count(*) AS n FROM relations WHERE document = ? GROUP BY type ORDER BY type", "a")
  check.equal(rows:columns(), { "type", "n" })
  check.equal(rows(), { type = "accuse", n = 1 })
  check.equal(answers(store:sql("SELECT id FROM document WHERE date < :date", { date = "2023" }), "id"), "b")
  check.equal(store:scalar("SELECT count(*) FROM relations WHERE type = ?", "accuse"), 1)
  check.equal(store:scalar "SELECT id FROM document WHERE id = 'z'", nil)
  check.match(check.error(function() store:sql "SELEC 1" end, 'near "SELEC"'), "store_spec.lua:%d+:")
  check.error(function() store:scalar "SELECT * FROM nowhere" end, "no such table")
end)

test("what is known", function()
  for _, name in ipairs { "China", "PRC", "CHN", "AP4", "Ministry of Foreign Affairs" } do
    check.equal(store:knows(name), true, name)
  end
  check.equal(store:knows "Nobody In Particular", false)
end)

-- ---- Adding and removing ----------------------------------------------------------------------------------------------

test("documents are new, known or replaced, and can be removed", function()
  local own <close> = assert(casus.open())
  local function add(content)
    return own:add(assert(casus.parse(content, { id = "a" })), { title = "T" })
  end
  check.equal(add(text), "new")
  check.equal(add(text), "known")
  check.truthy(own:has("a", text))
  check.truthy(own:scalar "SELECT count(*) FROM relations" > 0)
  check.equal(add "Nothing happened.", "replaced")
  check.equal(own:has("a", text), false)
  check.equal(own:scalar "SELECT count(*) FROM relations", 0)
  check.equal(own:remove "a", true)
  check.equal(own:remove "a", true)
  check.equal(own:scalar "SELECT count(*) FROM document", 0)
end)

test("kinds of records are chosen by name", function()
  local own <close> = assert(casus.open())
  local document = assert(casus.parse(text, { id = "a" }))
  check.error(function() own:add(document, nil, { "relatoin" }) end, "no kind of record is called 'relatoin'")
  check.equal(own:add(document, nil, { "entity" }), "new")
  check.truthy(own:scalar "SELECT count(*) FROM mentions" > 0)
  check.equal(own:scalar "SELECT count(*) FROM relations", 0)
  check.error(function() own:add(document, { title = 1 }) end, "the title of a document is a string")
end)

test("what several calls do can be one transaction", function()
  local own <close> = assert(casus.open())
  check.error(function()
    own:transaction(function()
      own:add(assert(casus.parse(text, { id = "a" })))
      error "no"
    end)
  end, "no")
  check.equal(own:scalar "SELECT count(*) FROM document", 0)
end)

-- ---- Files and closing ------------------------------------------------------------------------------------------------

local folder = os.getenv "CASUS_TMP"

test("a store is a file", function()
  local path = folder .. "/store.casus"
  assert(casus.open(path)):add(assert(casus.parse(text, { id = "a" })))
  collectgarbage()
  collectgarbage()
  local reader <close> = assert(casus.open(path, { mode = "read" }))
  check.equal(reader:scalar "SELECT count(*) FROM document", 1)
  local got, _, code = reader:add(assert(casus.parse(text, { id = "b" })))
  check.equal(got, nil)
  check.equal(code, "io")
end)

test("a store has a name, and is opened with options that exist", function()
  local got, message, code = casus.open ""
  check.equal(got, nil)
  check.equal(message, "a store needs the name of a file")
  check.equal(code, "io")
  check.error(function() casus.open(nil, { moode = "read" }) end, "store_spec.*no option 'moode'")
end)

test("what is no store is refused", function()
  local got, message, code = casus.open(folder .. "/nothing.casus", { mode = "read" })
  check.equal(got, nil)
  check.match(message, "nothing.casus: ")
  check.equal(code, "io")
  local path = folder .. "/text.casus"
  local file <close> = assert(io.open(path, "w"))
  file:write(text):flush()
  got, message, code = casus.open(path)
  check.equal(got, nil)
  check.match(message, "not a casus store")
  check.equal(code, "format")
end)

test("a closed store raises, and may be closed again", function()
  local own = filled()
  local rows = own:relations()
  rows()
  own:close()
  own:close()
  check.equal(tostring(own), "store (closed)")
  for _, method in ipairs { "relations", "events", "sql", "search", "world", "has", "read", "database" } do
    local filters = (method == "relations" or method == "events") and {} or "x"
    check.error(function() own[method](own, filters) end, "closed")
  end
  check.error(function() rows() end, "the database is closed")
end)

test("a store is not closed by a function that a statement of it calls", function()
  local own = filled()
  own:database():register("shut", 0, function() own:close() end)
  check.error(function() own:scalar "SELECT shut()" end, "the database is running")
  check.equal(own:scalar "SELECT count(*) FROM relations", 5)
  own:close()
end)

test("a forgotten store lives as long as its rows", function()
  local rows = filled():relations()
  collectgarbage()
  collectgarbage()
  check.equal(rows().type, "accuse")
  rows:close()
  check.error(function() rows() end, "the rows are closed")
end)

-- ---- The documentation ------------------------------------------------------------------------------------------------

-- The lines of the tables under each heading of docs/schema.md, as "name type".
local function documented()
  local file <close> = assert(io.open(os.getenv "CASUS_ROOT" .. "/docs/schema.md"))
  local sections, part, section = { Views = {}, Tables = {} }, nil, nil
  for line in file:lines() do
    part = line:match "^## (%w+)$" or part
    local name = line:match "^### ([%w_]+)$"
    if name then
      section = {}
      sections[part][name] = section
    end
    local column, kind = line:match "^| ([%w_]+) | ([%u !]*)|"
    if column and column ~= "column" then section[#section + 1] = (column .. " " .. kind):match "^(.-)%s*$" end
  end
  return sections
end

-- The same of the store: `view` or `table`. Whether a column of a view can be NULL is not known to SQLite.
local function existing(kind)
  local found = {}
  for row in store:sql([[SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite_%'
    AND name NOT GLOB 'sentence_search_*']], kind) do
    local columns = {}
    for column in store:sql("SELECT * FROM pragma_table_xinfo(?) WHERE hidden <> 1", row.name) do
      local never_null = column.notnull == 1 or column.pk == 1
      columns[#columns + 1] = (column.name .. " " .. column.type .. (never_null and " !" or "")):match "^(.-)%s*$"
    end
    found[row.name] = columns
  end
  return found
end

test("docs/schema.md has every table and column, in order", function()
  check.equal(documented().Tables, existing "table")
end)

test("docs/schema.md has every view and column, in order", function()
  local views = documented().Views
  for _, columns in pairs(views) do
    for i, column in ipairs(columns) do columns[i] = column:gsub(" !$", "") end
  end
  local found = existing "view"
  for name, columns in pairs(found) do -- SQLite does not tell the types of counts, casts and other expressions
    for i, column in ipairs(columns) do
      local said = views[name] and views[name][i]
      if said and not column:find " " and said:match "^%S+" == column then columns[i] = said end
    end
  end
  check.equal(views, found)
end)

test("the examples of docs/schema.md run", function()
  local file <close> = assert(io.open(os.getenv "CASUS_ROOT" .. "/docs/schema.md"))
  local count = 0
  for statement in file:read "a":match "```sql\n(.-)```":gmatch "[^;]+;" do
    for _ in store:sql(statement) do count = count + 1 end
  end
  check.truthy(count > 0)
end)
