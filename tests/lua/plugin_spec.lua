-- Plugins: how they are loaded, checked, run and kept apart.
local test, check = ...
local casus = require "casus"
local core = require "casus.core"
local plugin = require "casus.plugin"
local run = require "program"

local made = 0

--- The path of a new file.
local function file(text)
  made = made + 1
  local path = ("%s/plugin_%d.lua"):format(run.folder, made)
  run.write(path, text)
  return path
end

local head = 'return { name = "mine", version = "1.0", api = 1, summary = "A test", '

--- A plugin whose extractors are given as Lua code.
local function load_with(code) return assert(plugin.load(file(head .. "extractors = {" .. code .. "} }"))) end

local text = "é: China accused NATO. Japan agreed."

local function extract(code, options)
  local messages = {}
  options = options or {}
  local function report(message) messages[#messages + 1] = message end
  local document = assert(casus.parse(options.text or text, { id = "doc" }))
  local own = {}
  local all = assert(document:extract { only = options.only, plugins = { load_with(code) }, report = report })
  for _, record in ipairs(all) do
    if record.extractor:find "^mine:" then own[#own + 1] = record end
  end
  return own, messages, all, document
end

-- ---- Loading

test("by name and by path", function()
  check.equal(assert(plugin.load "titles").name, "titles")
  local path = file(head .. "}")
  check.equal(assert(plugin.load(path)).name, "mine")
  check.equal(assert(plugin.load(path)).extractors, nil)
  package.path = run.folder .. "/?.lua;" .. package.path
  check.equal(assert(plugin.load(path:match "([^/]+)%.lua$")).name, "mine")
end)

test("each way to be malformed is told with the plugin's name", function()
  local ways = {
    { "return 1", "returns a number, not a table" },
    { "", "returns a nil, not a table" },
    { "return {}", "field 'name' should be a string" },
    { 'return { name = 1 }', "field 'name' should be a string" },
    { 'return { name = "a" }', "field 'version' should be a string" },
    { 'return { name = "a", version = 1 }', "field 'version' should be a string" },
    { 'return { name = "a", version = "1" }', "field 'api' should be a number" },
    { 'return { name = "a", version = "1", api = 1 }', "field 'summary' should be a string" },
    { 'return { name = "a", version = "1", api = 2, summary = "" }', "version 2 of the plugin interface; this is version 1" },
    { 'return { name = "a", version = "1", api = 1.5, summary = "" }', "version 1.5 of" },
    { head .. "extractors = 1 }", "field 'extractors' should be a table" },
    { head .. "extractors = { a = 1 } }", "extractor 'a' should be a function" },
    { head .. "extractors = { print } }", "extractor '1' should be a function with a name" },
    { "return {", "unexpected symbol near <eof>" },
    { "error('on purpose')", "on purpose" },
    { "error({})", "table" },
    { "error(setmetatable({}, { __tostring = error }))", "an error that is a table which tostring fails on" },
    { "local x = nil; return x.y", "attempt to index" },
  }
  for _, way in ipairs(ways) do
    local path = file(way[1])
    local loaded, message = plugin.load(path)
    check.equal(loaded, nil)
    check.equal(message:find("plugin '" .. path .. "': ", 1, true), 1, message)
    check.truthy(message:find(way[2], 1, true), message)
  end
end)

test("plugins that are not there", function()
  for _, name in ipairs { "nowhere", "./nowhere.lua", "/nowhere/at/all", "nowhere.lua", "" } do
    local loaded, message = plugin.load(name)
    check.equal(loaded, nil)
    check.match(message, "^plugin '" .. name:gsub("%p", "%%%0") .. "': ")
    check.equal(message:find("\n", 1, true), nil, message)
  end
  check.error(function() plugin.load() end, "takes a name, not a nil")
end)

test("a module that is broken is not taken for one that is missing", function()
  package.path = run.folder .. "/?.lua;" .. package.path
  local name = file("error('on purpose')"):match "([^/]+)%.lua$"
  check.match(select(2, plugin.load(name)), "on purpose")
  name = file("error({})"):match "([^/]+)%.lua$"
  check.match(select(2, plugin.load(name)), "^plugin '" .. name .. "': ")
end)

-- ---- Running

test("records are completed", function()
  local records, messages = extract [[ places = function(document, emit)
    emit { kind = "entity", label = "GPE", mention = "name", start = 4, stop = 9, id = document.text:sub(5, 9) }
    emit { kind = "time", type = "DATE", value = "2023", start = 24, stop = 29, confidence = 0.5 }
  end ]]
  check.equal(messages, {})
  check.equal(records[1], { kind = "entity", label = "GPE", mention = "name", start = 4, stop = 9, id = "China", text = "China",
    sentence = 1, extractor = "mine:places", version = "1.0", confidence = 1, doc = "doc" })
  check.equal({ records[2].text, records[2].sentence, records[2].confidence }, { text:sub(25, 29), 2, 0.5 })
end)

test("an extractor may use its table again", function()
  local records = extract [[ a = function(_, emit)
    local record = { kind = "entity", label = "GPE", mention = "name", start = 4, stop = 9 }
    emit(record)
    record.start, record.stop = 18, 22
    emit(record)
  end ]]
  check.equal({ #records, records[1].text, records[2].text }, { 2, "China", "NATO" })
end)

test("an extractor may use the tables in its table again", function()
  local records = extract [[ a = function(_, emit)
    local source, piece = { start = 4, stop = 9, id = "China" }, { 4, 9 }
    emit { kind = "relation", type = "accuse", modality = "asserted", source = source, start = 4, stop = 22 }
    emit { kind = "quote", mode = "direct", spans = { piece, { 18, 22 } }, start = 4, stop = 22 }
    source.start, source.stop, source.id, piece[2] = 18, 22, "NATO", 5
  end ]]
  for _, record in ipairs(records) do
    if record.kind == "quote" then check.equal(record.spans[1], { 4, 9 }) else check.equal(record.source.id, "China") end
  end
  check.equal(#records, 2)
end)

test("records are in order with those of the library", function()
  local _, _, all, document = extract [[ a = function(_, emit)
    for _, span in ipairs { { 24, 29 }, { 4, 9 }, { 0, 2 }, { 4, 22 } } do
      emit { kind = "entity", label = "GPE", mention = "name", start = span[1], stop = span[2] }
    end
  end ]]
  local without, plain = document:extract(), {}
  for i, record in ipairs(all) do
    local before = all[i - 1]
    if before then
      check.equal(before.start < record.start or before.start == record.start and before.stop >= record.stop, true)
    end
    if not record.extractor:find "^mine:" then plain[#plain + 1] = record end
  end
  check.equal(plain, without)
  check.equal(#all, #without + 4)
end)

test("only the kinds asked for", function()
  local code = [[ a = function(_, emit)
    emit { kind = "entity", label = "GPE", mention = "name", start = 4, stop = 9 }
    emit { kind = "time", type = "DATE", value = "2023", start = 4, stop = 9 }
  end ]]
  check.equal(#extract(code), 2)
  check.equal(extract(code, { only = { "time" } })[1].kind, "time")
  check.equal(#extract(code, { only = { "quote" } }), 0)
end)

test("an extractor that raises or emits rubbish is isolated and named", function()
  local entity = 'kind = "entity", label = "GPE", mention = "name", start = 4, stop = 9'
  local ways = {
    { 'error("on purpose")', "on purpose" },
    { "error({})", "table" },
    { "error()", "nil" },
    { "error(setmetatable({}, { __tostring = error }))", "an error that is a table which tostring fails on" },
    { "document:close()", "document is in use" },
    { "local mine <close> = document", "document is in use" },
    { "emit { " .. entity .. ", id = 'a\\0b' }", "'id' is not UTF-8, or holds a NUL byte" },
    { "emit { " .. entity .. ", code = '\\xFF' }", "'code' is not UTF-8, or holds a NUL byte" },
    { "emit()", "takes a record, not a nil" },
    { "emit 'record'", "takes a record, not a string" },
    { "emit {}", "'kind'" },
    { 'emit { kind = "thing", start = 0, stop = 1 }', "unknown kind 'thing'" },
    { 'emit { kind = "entity", label = "GPE", mention = "name" }', "'start'" },
    { "emit { " .. entity .. ", stop = 1000 }", "outside of the text" },
    { "emit { " .. entity .. ", start = 10 }", "before it starts" },
    { "emit { " .. entity .. ", start = 1 }", "cuts a character" },
    { "emit { " .. entity .. ", start = 9 }", "empty" },
    { "emit { " .. entity .. ", confidence = 2 }", "0 to 1" },
    { "emit { " .. entity .. ", id = {} }", "'id' should be a string" },
    { 'emit { kind = "relation", type = "accuse", start = 0, stop = 1 }', "'modality'" },
    { 'emit { kind = "quote", mode = "direct", start = 0, stop = 1, speaker = "China" }', "'speaker'" },
  }
  for _, way in ipairs(ways) do
    local records, messages, all = extract(("bad = function(document, emit) emit { %s } %s end, good = function(_, emit) emit { %s } end"):format(
      entity, way[1], entity))
    check.equal(#messages, 1, way[1])
    check.match(messages[1], "^plugin 'mine': bad: document doc: ")
    check.truthy(messages[1]:find(way[2], 1, true), messages[1])
    check.equal({ #records, records[1].extractor }, { 1, "mine:good" }) -- what it emitted before is dropped
    check.equal(#all > 3, true)
  end
end)

test("Ctrl-C is not the plugin's failure", function()
  check.error(function() extract 'a = function() error("interrupted!") end' end, "interrupted!")
end)

test("what needs no plugin runs without one", function()
  local document = assert(casus.parse(text))
  check.equal(document:extract { plugins = {} }, document:extract())
  check.equal(plugin.extract({}, document), {})
  check.equal(plugin.extract({ assert(plugin.load(file(head .. "}"))) }, document), {})
end)

test("text in another language is left alone", function()
  local records = extract([[ a = function(_, emit)
    emit { kind = "entity", label = "GPE", mention = "name", start = 4, stop = 8 }
  end ]], { text = ("Die NATO hat gestern nicht mit Japan gesprochen, weil China das so nicht wollte. "):rep(4) })
  check.equal(records, {})
end)

-- ---- The shipped one, and the command

test("titles", function()
  local titles = assert(plugin.load "titles")
  local document = assert(casus.parse "Foreign Minister Yoko Tanaka met Mrs Smith, and President of nothing.")
  local ids = {}
  for i, record in ipairs(plugin.extract({ titles }, document)) do ids[i] = record.id end
  check.equal(ids, { "Yoko Tanaka", "Smith" })
end)

test("casus extract --plugin", function()
  local result = run { "extract", "--plugin", "titles", "--only", "entity", stdin = "Mrs Smith met China." }
  check.equal({ result.status, result.stderr }, { 0, "" })
  local ids = {} -- of the plugin and of casus itself
  for line in result.stdout:gmatch "[^\n]+" do
    local record = assert(core.json.decode(line))
    ids[record.extractor] = record.id
  end
  check.equal({ ids["titles:persons"], ids.actors }, { "Smith", "China" })
end)

test("casus extract with a plugin that fails", function()
  local path = file(head .. "extractors = { bad = function() error('on purpose') end } }")
  local result = run { "extract", "--plugin", path, "--only", "entity", stdin = '{"id":"x","text":"China"}\n{"id":"y","text":"NATO"}' }
  check.equal(result.status, 3)
  check.equal(select(2, result.stdout:gsub("\n", "")), 2)
  check.match(result.stderr, "plugin 'mine': bad: standard input:1: .*on purpose\ncasus: plugin 'mine': bad: standard input:2: ")
end)

test("a document that a plugin closes is extracted from and stored all the same", function()
  local path = file(head .. "extractors = { shut = function(document) document:close() end } }")
  run.write(run.folder .. "/shut.txt", "China accused NATO.")
  local result = run { "read", "shut.casus", "shut.txt", "--plugin", path }
  check.equal(result.status, 3)
  check.match(result.stderr, "plugin 'mine': shut: shut%.txt: .*document is in use")
  check.equal(run { "sql", "shut.casus", "SELECT type FROM relations", "--format", "csv" }.stdout, "type\naccuse\n")
  result = run { "extract", "shut.txt", "--only", "relation", "--plugin", path }
  check.equal(result.status, 3)
  check.match(result.stdout, '"type":"accuse"')
end)

test("casus extract with a plugin that is not there", function()
  local result = run { "extract", "--plugin", "nowhere", stdin = "China" }
  check.equal({ result.status, result.stdout }, { 1, "" })
  check.match(result.stderr, "plugin 'nowhere'")
end)

test("many records in a long text are no trouble", function()
  local began = os.clock()
  local records = extract([[ a = function(document, emit)
    for number = 1, #document, 2 do
      local token = document:token(number)
      emit { kind = "entity", label = "GPE", mention = "name", start = token.start, stop = token.stop,
        id = document.text:sub(token.start + 1, token.stop) }
    end
  end ]], { text = ("The cat sat on the mat. "):rep(40000), only = { "entity" } })
  check.equal(#records, 140000)
  check.equal(os.clock() - began < 20, true)
end)
