-- Readers: from files, folders and standard input to documents.
local test, check = ...
local lfs = require "lfs"
local reader = require "casus.reader"
local run = require "program"

local made = 0

--- A new folder with some files: paths and what they hold.
local function folder(files)
  made = made + 1
  local root = ("%s/reader-%d"):format(run.folder, made)
  assert(lfs.mkdir(root))
  for path, text in pairs(files or {}) do
    local place = root
    for part in path:gmatch "([^/]+)/" do
      place = place .. "/" .. part
      lfs.mkdir(place)
    end
    run.write(root .. "/" .. path, text)
  end
  return root
end

--- The documents below a path, what was reported (without the folder) and the counts.
local function read(path, root, options)
  local list, messages, counts = {}, {}, {}
  options = options or {}
  options.counts = counts
  options.report = function(message) messages[#messages + 1] = root and message:gsub("^" .. root:gsub("%p", "%%%0") .. "/", "") or message end
  for document in reader.documents(path, options) do list[#list + 1] = document end
  return list, messages, counts
end

local function read_one(name, text, options)
  local root = folder { [name] = text }
  local list, messages, counts = read(root .. "/" .. name, root, options)
  return list, messages, counts
end

-- ---- Plain text

test("a text with a title", function()
  local list, messages = read_one("a.txt", "Talks in Vilnius\n\nNATO met. It rained.\n")
  check.equal(#list, 1)
  check.equal(list[1].title, "Talks in Vilnius")
  check.equal(list[1].text, "Talks in Vilnius\n\nNATO met. It rained.\n")
  check.match(list[1].uri, "/a%.txt$")
  check.equal({ list[1].id, list[1].date, #messages }, { nil, nil, 0 })
end)

test("what is no title", function()
  for _, text in ipairs { "A sentence.\n\nMore.", "A question?\n\nMore.", "Two lines\nand more\n\nMore.", "One line", "One line\n",
    "\n\nMore.", "  \n\nMore.", ("long "):rep(31) .. "\n\nMore.", "x" .. (" "):rep(1e5) .. "x\n\nMore." } do
    check.equal(read_one("a.txt", text)[1].title, nil, text)
  end
  check.equal(read_one("a.txt", "  Title\r\n\r\nMore.")[1].title, "Title")
  check.equal(read_one("a.txt", "Title\n  \nMore.")[1].title, "Title")
end)

test("a byte order mark is no part of the text", function()
  check.equal(read_one("a.txt", "\u{FEFF}Title\n\nMore.")[1].text, "Title\n\nMore.")
  check.equal(read_one("a.jsonl", "\u{FEFF}{\"text\":\"a\"}\n{\"text\":\"b\"}")[2].text, "b")
  check.equal(#read_one("a.jsonl", "\u{FEFF}{\"text\":\"a\"}"), 1)
  check.equal(read_one("a.csv", "\u{FEFF}text\na\n")[1].text, "a")
  check.equal(read_one("a.csv", "\u{FEFF}\"text\",id\na,b\n")[1].id, "b")
end)

test("line ends are left as they are", function()
  check.equal(read_one("a.txt", "One.\r\nTwo.\r\n")[1].text, "One.\r\nTwo.\r\n")
end)

test("some bytes that are not UTF-8 are replaced and told of", function()
  local list, messages, counts = read_one("a.txt", "A caf\xE9 in the town was\0 closed yesterday.")
  check.equal(list[1].text, "A caf\u{FFFD} in the town was\u{FFFD} closed yesterday.")
  check.equal(counts, { repaired = 1 })
  check.equal(messages, { "a.txt: byte 5: not UTF-8, or NUL; 2 bytes replaced by U+FFFD" })
end)

test("binary files are skipped and told of", function()
  local list, messages, counts = read_one("a.txt", ("\0\1\2\xFF"):rep(100))
  check.equal({ #list, counts }, { 0, { skipped = 1 } })
  check.match(messages[1], "^a.txt: not text: 200 of 400 bytes")
end)

test("an empty file is an empty document", function()
  local list, messages = read_one("a.txt", "")
  check.equal({ #list, list[1].text, #messages }, { 1, "", 0 })
end)

test("the date of documents that bring none", function()
  check.equal(read_one("a.txt", "a", { date = "2023-06-01" })[1].default_date, "2023-06-01")
  local list = read_one("a.jsonl", '{"text":"a"}\n{"text":"b","date":"2022-01-31"}', { date = "2023-06-01" })
  check.equal({ list[1].default_date, list[2].date, list[2].default_date }, { "2023-06-01", "2022-01-31" })
end)

test("dates that can be", function()
  for date, good in pairs { ["2023-06-01"] = true, ["2024-02-29"] = true, ["2023-02-29"] = false, ["2023-6-1"] = false,
    ["2023-00-10"] = false, ["2023-13-10"] = false, ["2023-01-31"] = true, ["2023-04-31"] = false, ["0000-01-01"] = false,
    ["2000-02-29"] = true, ["1900-02-29"] = false, [""] = false, ["2023-06-01T10:00"] = false } do
    check.equal(reader.is_date(date), good, date)
  end
end)

-- ---- JSON Lines

test("documents as JSON Lines", function()
  local list, messages, counts = read_one("a.jsonl", [[
{"id": "1", "text": "é\n中", "date": "2023-06-01T10:00:00Z", "title": "T", "source": "S", "url": "U", "lang": "en", "other": [1]}

{"text": "b", "id": 12345678901234567, "date": "", "title": null}
]] .. '{"text":"no line end"}')
  local uri = list[1].uri
  check.match(uri, "/a%.jsonl:1$")
  check.equal(list[1], { id = "1", text = "é\n中", date = "2023-06-01T10:00:00Z", title = "T", source = "S", url = "U", lang = "en",
    uri = uri })
  check.equal({ list[2].id, list[2].uri:match ":%d+$", list[2].date }, { "12345678901234567", ":3" })
  check.equal({ #list, #messages, counts }, { 3, 0, {} })
end)

test("malformed lines are skipped and told of, with their number", function()
  local lines = {
    { '{"text":"fine"}' },
    { "{", "not JSON" },
    { "text", "not JSON" },
    { '{"text":"a"} x', "not JSON" },
    { '{"text":"caf\xE9"}', "not JSON" },
    { '{"text":"a","text":"b"}', "not JSON: duplicate" },
    { "[1,2]", "not a JSON object" },
    { '"text"', "not a JSON object" },
    { "null", "not a JSON object" },
    { "{}", "no field 'text'" },
    { '{"id":"a"}', "no field 'text'" },
    { '{"text":null}', "no field 'text'" },
    { '{"text":1}', "'text' is not a string" },
    { '{"text":["a"]}', "'text' is not a string" },
    { '{"text":"last"}' },
  }
  local texts, bad = {}, 0
  for i, line in ipairs(lines) do texts[i] = line[1] end
  local list, messages, counts = read_one("a.jsonl", table.concat(texts, "\n"))
  check.equal({ #list, list[1].text, list[2].text }, { 2, "fine", "last" })
  for i, line in ipairs(lines) do
    if line[2] then
      bad = bad + 1
      check.match(messages[bad], ("^a.jsonl:%d: %s"):format(i, line[2]))
      check.match(messages[bad], "; skipped$")
    end
  end
  check.equal({ #messages, counts }, { bad, { skipped = bad } })
end)

test("fields that are no good are left out and told of", function()
  local list, messages, counts = read_one("a.jsonl", [[
{"text":"a","date":"yesterday"}
{"text":"b","title":{"a":1}}
{"text":"c\u0000d and more so that it is mostly text"}
{"text":"d","source":"W\u0000"}
]])
  check.equal(#list, 4)
  check.equal({ list[1].date, list[2].title, list[4].source }, { nil, nil, "W\u{FFFD}" })
  check.equal(counts, { repaired = 4 })
  check.match(messages[1], "^a.jsonl:1: 'yesterday' is not an ISO date; left out$")
  check.match(messages[2], "^a.jsonl:2: 'title' is not a string; left out$")
  check.match(messages[3], "^a.jsonl:3: byte 1: not UTF%-8, or NUL; 1 bytes replaced")
  check.match(messages[4], "^a.jsonl:4: 'source': 1 bytes replaced")
end)

test("lines end with LF only", function()
  check.equal(#read_one("a.jsonl", '{"text":"a"}\r\n{"text":"b"}\r\n'), 2)
  check.equal(read_one("a.jsonl", '{"text":"a\u{2028}b\u{85}c"}\n')[1].text, "a\u{2028}b\u{85}c")
  check.equal(#read_one("a.jsonl", ""), 0)
  check.equal(#read_one("a.jsonl", "\n\n"), 0)
end)

test("long lines", function()
  local list = read_one("a.ndjson", ('{"text":"%s"}\n'):format(("a "):rep(2000000)):rep(2))
  check.equal({ #list, #list[2].text }, { 2, 4000000 })
end)

-- ---- Compressed files

local function pack(path) assert(os.execute("gzip " .. run.quote(path))) end

test("gzip", function()
  local root = folder { ["a.jsonl"] = '{"text":"a"}\n{"text":"b"}\n', ["b.csv"] = "text\nc\n", ["c.txt"] = "Title\n\nd" }
  for _, name in ipairs { "a.jsonl", "b.csv", "c.txt" } do pack(root .. "/" .. name) end
  local list, messages = read(root, root)
  check.equal({ #list, #messages }, { 4, 0 })
  check.equal({ list[2].text, list[3].text, list[4].title }, { "b", "c", "Title" })
end)

test("gzip that breaks off", function()
  local lines = {}
  for i = 1, 5000 do lines[i] = ('{"text":"%d %s"}'):format(i, ("%x"):format(i * 2654435761 % 4294967296):rep(3)) end
  local root = folder { ["a.jsonl"] = table.concat(lines, "\n") }
  pack(root .. "/a.jsonl")
  local whole = run.read(root .. "/a.jsonl.gz")
  run.write(root .. "/a.jsonl.gz", whole:sub(1, #whole // 2))
  local list, messages, counts = read(root .. "/a.jsonl.gz", root)
  check.equal(#list > 0 and #list < 5000, true)
  check.equal(counts.skipped, #messages)
  check.match(messages[#messages], "^a.jsonl.gz: line %d+: [^:]+; the rest is skipped$")
end)

-- ---- CSV

test("CSV by the names in its header", function()
  local list, messages = read_one("a.csv", 'Date, ID ,text,Other\r\n2023-06-01,x,"a ""b"", c\nd",1\r\n,,plain,\r\n')
  check.equal(#messages, 0)
  check.equal({ list[1].date, list[1].id, list[1].text }, { "2023-06-01", "x", 'a "b", c\nd' })
  check.equal({ list[2].date, list[2].id, list[2].text }, { nil, nil, "plain" })
  check.equal({ list[1].uri:match ":%d+$", list[2].uri:match ":%d+$" }, { ":2", ":4" })
end)

test("CSV that is malformed", function()
  local list, messages, counts = read_one("a.csv", 'text,id\na,1\nb\nc,2,3\n"d" x,4\n\ne,5\n"f,6\n')
  check.equal({ #list, list[1].text, list[2].text }, { 2, "a", "e" })
  check.equal(counts, { skipped = 4 })
  check.match(messages[1], "^a.csv:3: 1 cells, the header has 2; skipped$")
  check.match(messages[2], "^a.csv:4: 3 cells, the header has 2; skipped$")
  check.match(messages[3], "^a.csv:5: text behind a closing quotation mark; skipped$")
  check.match(messages[4], "^a.csv:8: a quotation mark is not closed")
  for _, text in ipairs { "", "id,date\n1,2\n" } do
    local none, reasons = read_one("b.csv", text)
    check.equal(#none, 0)
    check.equal(reasons, { "b.csv:1: the header names no column 'text'; skipped" })
  end
end)

-- ---- Folders

local function names(root)
  local list = {}
  local documents, messages = read(root, root)
  for i, document in ipairs(documents) do list[i] = document.uri:sub(#root + 2) end
  return list, messages
end

test("folders are read in the byte order of the paths", function()
  local root = folder { ["a/x"] = "1", ["a-b/x"] = "2", ["a.txt"] = "3", ["B"] = "4", ["a/b/c"] = "5", ["ab"] = "6", ["é"] = "7",
    ["a/b.c"] = "8" }
  check.equal(names(root), { "B", "a-b/x", "a.txt", "a/b.c", "a/b/c", "a/x", "ab", "é" })
  check.equal(read(root .. "/")[1].uri, root .. "/B")
end)

test("hidden files and stores are left out", function()
  local root = folder { [".hidden"] = "1", [".git/x"] = "2", ["a.txt"] = "3", ["b.casus-wal"] = "x", ["c-wal"] = "4" }
  local store <close> = assert(require("casus").open(root .. "/b.casus"))
  check.truthy(store:sql "select 1"()) -- it is in use
  check.equal(names(root), { "a.txt", "c-wal" })
  local list, messages, counts = read(root .. "/b.casus", root)
  check.equal({ #list, counts }, { 0, { skipped = 1 } })
  check.match(messages[1], "^b.casus: a store")
end)

test("links", function()
  local root = folder { ["a/x"] = "1", ["b/y"] = "2" }
  assert(lfs.link("..", root .. "/a/up", true))
  assert(lfs.link("../b", root .. "/a/z", true))
  assert(lfs.link("nowhere", root .. "/gone", true))
  assert(lfs.link("b/y", root .. "/link", true))
  local list, messages = names(root)
  check.equal(list, { "a/x", "a/z/y", "b/y", "link" })
  check.equal(#messages, 2)
  check.equal(messages[1], "a/up: a link to a folder that it lies in; skipped")
  check.match(messages[2], "^gone: a link that leads nowhere")
end)

test("what is neither file nor folder", function()
  local root = folder { ["a"] = "1" }
  assert(os.execute("mkfifo " .. run.quote(root .. "/pipe")))
  local list, messages = names(root)
  check.equal(list, { "a" })
  check.equal(messages, { "pipe: a named pipe, not a file; skipped" })
end)

test("paths that are not there", function()
  local list, messages, counts = read(run.folder .. "/nowhere", run.folder)
  check.equal({ #list, counts }, { 0, { skipped = 1 } })
  check.match(messages[1], "^nowhere: No such file or directory; skipped$")
end)

test("an empty folder", function()
  local list, messages = names(folder())
  check.equal({ #list, #messages }, { 0, 0 })
end)

-- ---- The commands


test("standard input: one text, or JSON Lines if it begins with {", function()
  for _, arguments in ipairs { { "extract" }, { "extract", "-" } } do
    arguments.stdin = "China accused NATO.\n"
    local result = run(arguments)
    check.equal({ result.status, result.stderr }, { 0, "" })
    check.match(result.stdout, '"kind":"relation"')
    arguments.stdin = '{"id":"x","text":"China accused NATO."}\n{"id":"y"}\n'
    result = run(arguments)
    check.equal(result.status, 3)
    check.match(result.stdout, '^{"doc":"x"')
    check.equal(result.stderr, "casus: standard input:2: no field 'text'; skipped\n")
  end
  check.equal(run { "extract", stdin = "" }.stdout, "")
end)

test("exit status 3 and a message that names file and line", function()
  local root = folder { ["a.jsonl"] = '{"text":"China accused NATO."}\n{"text":\n', ["b.txt"] = "Caf\xE9 in the town of Geneva." }
  local result = run { "extract", root .. "/a.jsonl", root .. "/b.txt", root .. "/none" }
  check.equal(result.status, 3)
  check.match(result.stdout, '"kind":"relation"')
  check.match(result.stderr, "a.jsonl:2: not JSON")
  check.match(result.stderr, "b.txt: byte 3: not UTF%-8")
  check.match(result.stderr, "none: No such file")
  check.equal(run { "parse", root .. "/a.jsonl" }.status, 3)
end)

test("--date", function()
  local text = "They left on May 10."
  check.match(run { "extract", "--date", "2023-05-26", stdin = text }.stdout, '"value":"2023%-05%-10"')
  check.match(run { "extract", stdin = text }.stdout, '"value":"XXXX%-05%-10"')
  for _, date in ipairs { "2023-02-30", "yesterday", "2023-5-1", "20230501", "" } do
    local result = run { "extract", "--date", date, stdin = text }
    check.equal({ result.status, result.stdout }, { 2, "" }, date)
    check.match(result.stderr, "%-%-date")
  end
end)

test("days do not depend on where the clock is", function()
  for _, zone in ipairs { "Pacific/Kiritimati", "Pacific/Auckland", "Etc/GMT+12", "<+14>-14" } do
    local result = run { "extract", "--date", "2023-01-31", "--only", "document", stdin = '{"text":"a","date":"2024-12-31"}',
      environment = { TZ = zone } }
    check.equal({ result.status, result.stderr }, { 0, "" }, zone)
    check.match(result.stdout, '"date":"2024%-12%-31"')
  end
end)

test("text in another language is told of and nothing is extracted", function()
  local text = ("Die NATO hat gestern nicht mit Japan gesprochen, weil China das so nicht wollte. "):rep(4)
  local result = run { "extract", "--only", "entity,document", "--plugin", "titles", stdin = text }
  check.equal(result.status, 0)
  check.match(result.stderr, "standard input: not in English; nothing is extracted")
  check.equal(select(2, result.stdout:gsub("\n", "")), 1)
  check.match(result.stdout, '"kind":"document"')
end)

test("documents and sentences among the records", function()
  local result = run { "extract", "--only", "sentence,entity,document", stdin = "China met. Japan left." }
  local kinds, last = {}, 0
  for line in result.stdout:gmatch "[^\n]+" do
    kinds[#kinds + 1] = line:match '"kind":"(%w+)"'
    local start = tonumber(line:match '"start":(%d+)')
    check.equal(start >= last, true)
    last = start
  end
  check.equal(table.concat(kinds, " "), "document sentence entity sentence entity")
  check.match(result.stdout, '"title":null,"date":null,"source":null,"url":null,"lang":null')
end)

test("--only", function()
  check.equal(run { "extract", "--only", "time", stdin = "China met." }.stdout, "")
  for _, kinds in ipairs { "times", "", ",", "entity,Time" } do
    local result = run { "extract", "--only", kinds, stdin = "China met." }
    check.equal({ result.status, result.stdout }, { 2, "" }, kinds)
    check.match(result.stderr, "%-%-only")
  end
end)

test("output that cannot be written is an error, a pipe that closes is none", function()
  local text = ("China accused NATO of meddling. "):rep(20000)
  for _, command in ipairs { "parse", "extract" } do
    local result = run.shell('"$CASUS" ' .. command .. " >/dev/full", { stdin = text })
    check.equal(result.status, 1)
    check.match(result.stderr, "No space left")
    result = run.shell('"$CASUS" ' .. command .. " | head -1", { stdin = text })
    check.equal({ result.status, result.stderr }, { 0, "" })
  end
end)

test("a pipe that is named is read", function()
  local result = require("program").shell [["$CASUS" extract --only entity <(echo 'China met Japan')]]
  check.equal({ result.status, result.stderr }, { 0, "" })
  check.match(result.stdout, '"id":"China".*"id":"Japan"')
end)
