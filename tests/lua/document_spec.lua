-- Documents, tokens, sentences and engines from Lua.
local test, check = ...
local casus = require "casus"
local core = require "casus.core"

local text = "“É” 中: China didn't accuse NATO.\n\nJapan's minister agreed."

local function parse(given, options) return assert(casus.parse(given or text, options)) end

test("a plain document has tokens and sentences, and nothing that the parser finds", function()
  local said = "Japan opened an office. NATO welcomed it."
  local plain, whole = parse(said, { plain = true }), parse(said)
  check.equal({ #plain, plain:sentence_count() }, { #whole, whole:sentence_count() })
  check.equal(plain:token(2).upos, nil)
  check.equal(whole:token(2).upos, "VERB")
  check.equal(whole:token(2).lemma, "open")
  check.equal(plain:extract { only = { "entity" } }, whole:extract { only = { "entity" } })
  check.equal(plain:extract { only = { "quote" } }, {})
end)

test("tokens have what is known of them", function()
  local document = parse()
  local forms, joined = {}, {}
  for i = 1, #document do
    local token = document:token(i)
    forms[i] = token.form
    if token.joined then joined[#joined + 1] = token.form end
    check.equal(token.number, i)
    check.equal(document.text:sub(token.start + 1, token.stop), token.form)
    check.equal(math.type(token.start), "integer")
    check.equal(tostring(token), token.form)
  end
  check.equal(forms, { "“", "É", "”", "中", ":", "China", "did", "n't", "accuse", "NATO", ".", "Japan", "'s", "minister",
    "agreed", "." })
  check.equal(joined, { "did", "Japan" })
  check.equal(document:token(1).space_after, false)
  check.equal(document:token(3).space_after, true)
  check.equal(document:token(11).sentence, 1)
  check.equal(document:token(12).sentence, 2)
end)

test("columns that nothing has filled are nil", function()
  local token = parse():token(1)
  check.equal(token.head == nil, token.deprel == nil)
  check.equal(token.nothing, nil)
  check.equal(token[1], nil)
end)

test("there is no token outside", function()
  local document = parse()
  for _, i in ipairs { 0, -1, #document + 1, math.maxinteger, math.mininteger, 1 << 32 } do
    check.equal(document:token(i), nil)
    check.equal(document:sentence(i), nil)
  end
end)

test("tokens are equal when they are the same", function()
  local one, other = parse(), parse()
  check.equal(one:token(1) == one:token(1), true)
  check.equal(one:token(1) == one:token(2), false)
  check.equal(one:token(1) == other:token(1), false)
end)

test("sentences are a list and an iterator", function()
  local document = parse()
  local list, seen = document:sentences(), {}
  for sentence in document:sentences() do seen[#seen + 1] = sentence.text end
  check.equal(#list, 2)
  check.equal(seen, { "“É” 中: China didn't accuse NATO.", "Japan's minister agreed." })
  check.equal(list[2], { number = 2, start = #text - 24, stop = #text, first = 12, last = 16, paragraph = true,
    document = document, text = "Japan's minister agreed." })
  check.equal(document:sentence(2), list[2])
  check.equal(document:sentence_count(), 2)
  for sentence in parse(""):sentences() do error(sentence) end
end)

test("which sentence a byte lies in", function()
  local document = parse "A cat sat.  The dog ran."
  check.equal({ document:sentence_at(0), document:sentence_at(9), document:sentence_at(10), document:sentence_at(12),
    document:sentence_at(23), document:sentence_at(24), document:sentence_at(1000) }, { 1, 1, 2, 2, 2, 2, 2 })
  check.equal(parse(""):sentence_at(0), 0)
  check.error(function() document:sentence_at(-1) end, "out of range")
end)

test("id, date and text", function()
  local document = parse("a", { id = "mine", date = "2023-06-01", source = "Wire" })
  check.equal({ document.text, document.id, document.date }, { "a", "mine", "2023-06-01" })
  check.equal(document.nothing, nil)
  check.equal(document[1], nil)
  local own = parse("a", { date = "2023-06-01", source = "Wire" })
  check.match(own.id, "^%x+$")
  check.equal(#own.id, 32)
  check.equal(own.id, core.document_id("a", "2023-06-01", "Wire"))
  check.equal(parse("a").date, nil)
  local ids = {}
  for _, options in ipairs { {}, { date = "2023-06-01" }, { source = "2023-06-01" }, { source = "Wire" } } do
    local id = parse("a", options).id
    check.equal(ids[id], nil)
    ids[id] = true
  end
end)

test("what cannot be parsed comes back with a message", function()
  local document, message, code = casus.parse "abc\xFF"
  check.equal({ document, code }, { nil, "format" })
  check.match(message, "byte 3")
  check.match(select(2, casus.parse "a\0b"), "NUL")
  check.error(function() casus.parse() end, "string expected")
  check.error(function() casus.parse {} end, "string expected")
  check.error(function() casus.parse("a", "b") end, "table expected")
  check.error(function() casus.parse("a", { id = 1 }) end, "field 'id' should be a string")
  check.error(function() casus.parse("a", { date = {} }) end, "a date is given as in")
end)

test("readable or not", function()
  check.equal(parse().readable, true)
  check.equal(parse(("Die Regierung hat gestern nicht mit der NATO gesprochen, weil sie das nicht wollte. "):rep(4)).readable, false)
end)

-- ---- Records

test("records of the kinds asked for", function()
  local document = parse "China accused NATO on May 10, 2023."
  local function kinds(list)
    local seen = {}
    for i, record in ipairs(list) do seen[i] = record.kind end
    return table.concat(seen, " ")
  end
  check.equal(kinds(document:extract()), "relation entity entity quote time")
  check.equal(kinds(document:extract { only = { "time" } }), "time")
  check.equal(kinds(document:extract { only = { "time", "entity" } }), "entity entity time")
  check.equal(kinds(document:extract { only = {} }), "")
  check.error(function() document:extract { only = { "times" } } end, "unknown kind of record")
  check.error(function() document:records(1) end, "unknown kind of record")
end)

test("records as JSON Lines are the records", function()
  local document = parse("China accused NATO on May 10, 2023. “We go,” said Jens Stoltenberg.", { id = "x" })
  local records, count = document:extract(), 0
  for line in document:json():gmatch "[^\n]+" do
    count = count + 1
    local record, parsed = records[count], assert(core.json.decode(line))
    check.equal(parsed["end"], record.stop)
    check.equal({ parsed.kind, parsed.start, parsed.text, parsed.doc }, { record.kind, record.start, record.text, "x" })
    check.equal(core.record_json(record, "x", document.text), line .. "\n")
  end
  check.equal(count, #records)
  check.equal(document:json "cause", "")
end)

test("records as JSON Lines in pieces are the same", function()
  local document = parse(("China accused NATO on May 10, 2023. “We go,” said Jens Stoltenberg. "):rep(200))
  local function pieces(...)
    local list = {}
    check.equal(document:write_json(function(piece)
      list[#list + 1] = piece
      return true
    end, ...), true)
    return list
  end
  local all = pieces()
  check.truthy(#all > 3)
  for _, piece in ipairs(all) do check.match(piece, "^{.*}\n$") end
  check.equal(table.concat(all), document:json())
  check.equal(table.concat(pieces("time", "quote")), document:json("time", "quote"))
  check.equal(pieces "cause", {})
  local calls = 0
  check.equal(document:write_json(function() calls = calls + 1 end), false)
  check.equal(calls, 1)
  check.error(function() document:write_json(function() error "on purpose" end) end, "on purpose")
  check.error(function() document:write_json(print, "times") end, "unknown kind of record")
  check.error(function() document:write_json(function() document:close() end) end, "in use")
  document:close()
end)

local function entity(fields)
  local record = { kind = "entity", start = 0, stop = 5, sentence = 1, extractor = "test", label = "GPE", mention = "name" }
  for key, value in pairs(fields or {}) do record[key] = value end
  if fields and fields.without then record[fields.without] = nil end
  return record
end

local function write(record, of) return core.record_json(record, "d", of or "China and Japan") end

test("records from Lua are checked field by field", function()
  check.match(write(entity()), '^{"doc":"d","kind":"entity","start":0,"end":5,"text":"China","sentence":1,"label":"GPE","id":null,')
  for _, name in ipairs { "kind", "start", "stop", "extractor", "label", "mention" } do
    check.error(function() write(entity { without = name }) end, "'" .. name .. "'")
  end
  for name, value in pairs { kind = 1, start = "x", stop = 1.5, extractor = false, label = {}, id = 3, confidence = "high" } do
    check.error(function() write(entity { [name] = value }) end, "'" .. name .. "'")
  end
  check.error(function() write(entity { kind = "thing" }) end, "unknown kind 'thing'")
  check.error(function() write(entity { confidence = 1.1 }) end, "0 to 1")
  check.error(function() write(entity { confidence = 0/0 }) end, "0 to 1")
  check.error(function() write(entity { start = 6 }) end, "ends %(5%) before it starts %(6%)")
  check.error(function() write(entity { stop = 16 }) end, "outside of the text")
  check.error(function() write(entity { start = -1 }) end, "byte offset")
  check.error(function() write(entity { stop = 1 << 40 }) end, "byte offset")
  check.error(function() write(entity { stop = 1 }, "é") end, "cuts a character")
  check.error(function() write "record" end, "table expected")
end)

test("parts of records from Lua", function()
  local function quote(fields)
    local record = { kind = "quote", start = 0, stop = 15, extractor = "test", mode = "direct" }
    for key, value in pairs(fields) do record[key] = value end
    return record
  end
  local line = write(quote { speaker = { start = 0, stop = 5, id = "China" }, spans = { { 0, 5 }, { 10, 15 } } })
  local record = core.json.decode(line)
  check.equal(record.speaker, { start = 0, ["end"] = 5, text = "China", id = "China" })
  check.equal(record.spans, { { 0, 5 }, { 10, 15 } })
  check.equal(core.json.decode(write(quote { spans = { { 0, 15 } } })).spans, nil)
  check.match(write(quote {}), '"speaker":null,"cue":null')
  check.error(function() write(quote { speaker = "China" }) end, "'speaker' should be a table")
  check.error(function() write(quote { speaker = { start = 0 } }) end, "'stop'")
  check.error(function() write(quote { speaker = { start = 0, stop = 99 } }) end, "outside of the text")
  check.error(function() write(quote { spans = { { 0 } } }) end, "list of {start, stop}")
  check.error(function() write(quote { spans = { 1, 2 } }) end, "list of {start, stop}")
  check.error(function() write(quote { spans = { { 0, 5 }, { 10, 99 } } }) end, "outside of the text")
  local same = quote { spans = { { 0, 5 }, { 10, 15 } } }
  write(same)
  check.equal(same._pieces, nil)
end)

-- ---- CoNLL-U

local function conllu(document)
  local pieces = {}
  check.equal(document:conllu(function(piece) pieces[#pieces + 1] = piece return true end), true)
  return table.concat(pieces)
end

test("CoNLL-U has a line a word, with byte ranges", function()
  local written = conllu(parse("Don't go.", { id = "x" }))
  check.match(written, "^# newdoc id = x\n# newpar\n# sent_id = x%-1\n# text = Don't go%.\n1%-2\tDon't\t_\t_\t_\t_\t_\t_\t_\tTokenRange=0:5\n")
  check.match(written, "\n1\tDo\t[^\n]*TokenRange=0:2\n2\tn't\t[^\n]*TokenRange=2:5\n")
  check.match(written, "SpaceAfter=No|TokenRange=6:8\n4\t%.\t[^\n]*\n\n$")
end)

test("writing can be stopped, and errors go through", function()
  local document, pieces = parse(("A cat sat. "):rep(20000)), 0
  check.equal(document:conllu(function() pieces = pieces + 1 return false end), false)
  check.equal(pieces, 1)
  check.error(function() document:conllu(function() error("no more", 0) end) end, "no more")
  check.error(function() document:conllu() end, "function expected")
  check.equal(#conllu(document) > 1e6, true)
end)

-- ---- Closing

test("closing twice is fine, use after it raises", function()
  local document = parse()
  local token = document:token(1)
  document:close()
  document:close()
  for _, use in ipairs {
    function() return #document end, function() return document.text end, function() return document:token(1) end,
    function() return document:sentences() end, function() return document:sentence(1) end,
    function() return document:records() end, function() return document:json() end,
    function() return document:conllu(print) end,
    function() return document:write_json(print) end, function() return document:extract() end,
    function() return document:sentence_at(0) end, function() return token.form end,
  } do
    check.error(use, "document.* closed")
  end
  check.equal(tostring(document), "document (closed)")
end)

test("a document cannot be closed by what it is written through", function()
  local document = parse()
  check.error(function() document:conllu(function() document:close() end) end, "document is in use")
  check.equal(#document, 16)
  document:close()
  check.error(function() return #document end, "closed")
end)

test("documents outlive their engine", function()
  local engine = assert(core.engine(core.home .. "/share/casus/data"))
  local document = assert(engine:parse "China accused NATO.")
  engine:close()
  engine:close()
  check.error(function() engine:parse "a" end, "engine is closed")
  engine = nil -- luacheck: ignore
  collectgarbage()
  collectgarbage()
  check.equal(#document:extract(), 4)
  document:close()
  for _ = 1, 3 do -- in whatever order they are collected
    local own = assert(core.engine(core.home .. "/share/casus/data"))
    local list = { own:parse "a", own:parse "b" }
    own:close()
    list[1]:close()
  end
  collectgarbage()
end)

test("tokens keep their document", function()
  local token = parse():token(2)
  collectgarbage()
  collectgarbage()
  check.equal(token.form, "É")
end)

test("engines that cannot be opened", function()
  local engine, message, code = core.engine "/nowhere"
  check.equal({ engine, code }, { nil, "io" })
  check.match(message, "/nowhere")
  check.equal(select(3, core.engine(core.home .. "/share/casus/data", { "/nowhere.tsv" })), "io")
  check.error(function() core.engine() end, "string expected")
  check.error(function() core.engine("a", { {} }) end, "string expected")
end)

test("methods of other objects are refused", function()
  local document, token = parse(), parse():token(1)
  check.error(function() document.token(token, 1) end, "casus.document expected")
  check.error(function() document.token({}, 1) end, "casus.document expected")
  check.error(function() document:token() end, "number expected")
  check.error(function() document:token(1.5) end, "integer")
end)

test("submodules are fields", function()
  check.equal(casus.reader, require "casus.reader")
  check.equal(casus.nothing, nil)
  check.match(casus.version, "^%d+%.%d+%.%d+$")
end)

test("options that do not exist and dates that are none raise", function()
  check.error(function() casus.parse("a", { date = "hello" }) end, "2023%-05%-26")
  check.error(function() casus.parse("a", { date = "2023-02-30" }) end, "2023%-05%-26")
  local document <close> = assert(casus.parse("a", { date = "2023-02-28T10:00:00Z" }))
  check.error(function() document:extract { onyl = { "time" } } end, "no option 'onyl'; there are only, place")
  check.error(function() document:extract "time" end, "options are a table")
  local store <close> = casus.open()
  check.error(function() store:read("x", { dtae = "2023-01-01" }) end, "no option 'dtae'")
  check.error(function() store:read("x", { date = "soon" }) end, "2023%-05%-26")
end)

test("without names: the same trees, no tagger", function()
  local sentence = "Angela Merkel met reporters in Berlin."
  local whole, nameless = casus.parse(sentence), casus.parse(sentence, { nameless = true })
  check.equal(whole:token(1).entity, "PERSON")
  check.equal(nameless:token(1).entity, nil)
  for number = 1, #whole do
    check.equal({ nameless:token(number).head, nameless:token(number).lemma },
      { whole:token(number).head, whole:token(number).lemma })
  end
end)
