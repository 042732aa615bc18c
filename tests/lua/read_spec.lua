-- Reading into a store: new, known, replaced, refreshed; interrupted and run again.
local test, check = ...
local casus = require "casus"
local lfs = require "lfs"
local run = require "program"

local made = 0

local function new_name(ending)
  made = made + 1
  return ("%s/read-%d%s"):format(run.folder, made, ending)
end

local function folder(files)
  local root = new_name ""
  assert(lfs.mkdir(root))
  for name, text in pairs(files) do run.write(root .. "/" .. name, text) end
  return root
end

local function counts(given)
  local all = { new = 0, known = 0, refreshed = 0, replaced = 0, foreign = 0, skipped = 0, repaired = 0, failed = 0 }
  for name, count in pairs(given) do all[name] = count end
  return all
end

local views = {
  document = "select * from document", sentences = "select * from sentences", entities = "select * from entities",
  mentions = "select mentions.*, name from mentions join entities on entities.id = entity", times = "select * from times",
  quotes = "select * from quotes", relations = "select * from relations", causes = "select * from causes",
}

--- All rows of all views, but for the numbers that documents, entities and rows have in the file.
local function rows(store)
  local list = {}
  for view, sql in pairs(views) do
    local seen = {}
    for row in store:sql(sql) do
      if view ~= "document" then row.id = nil end
      row.number, row.entity = nil, nil
      local fields = {}
      for name, value in pairs(row) do fields[#fields + 1] = name .. "=" .. tostring(value) end
      table.sort(fields)
      seen[#seen + 1] = view .. ": " .. table.concat(fields, ", ")
    end
    table.move(seen, 1, #seen, #list + 1, list)
  end
  table.sort(list)
  return list
end

local function rows_of(path)
  local store <close> = assert(casus.open(path, { mode = "read" }))
  return rows(store)
end

local function count(store, view) return store:sql("select count(*) as n from " .. view)().n end

local news = {
  ["a.txt"] = "Talks end\n\nChina accused NATO of meddling on May 10, 2023. “We go,” said Jens Stoltenberg.",
  ["b.jsonl"] = '{"id":"one","text":"Japan and NATO met in Vilnius."}\n{"id":"two","text":"France praised Germany.","date":"2023-06-01"}\n',
}

test("new, then known", function()
  local store <close> = assert(casus.open())
  local root = folder(news)
  check.equal(store:read(root), counts { new = 3 })
  local before = rows(store)
  check.equal(#before > 20, true)
  check.equal(count(store, "document"), 3)
  check.equal(count(store, "relations") >= 4, true)
  check.equal(store:read(root), counts { known = 3 })
  check.equal(store:read { root, root .. "/a.txt" }, counts { known = 4 })
  check.equal(rows(store), before)
end)

test("documents are stored with what they bring", function()
  local store <close> = assert(casus.open())
  local root = folder { ["a.txt"] = news["a.txt"],
    ["b.jsonl"] = '{"id":"x","text":"China.","title":"T","date":"2023-06-01T10:00","source":"S","url":"U","lang":"en"}' }
  store:read(root, { date = "2023-05-11" })
  local list = {}
  for row in store:sql "select * from document order by uri" do list[#list + 1] = row end
  check.equal({ list[1].title, list[1].date, list[1].uri, list[1].text }, { "Talks end", "2023-05-11", root .. "/a.txt", news["a.txt"] })
  check.equal(#list[1].id, 32)
  check.equal({ list[2].id, list[2].title, list[2].date, list[2].source, list[2].url, list[2].lang },
    { "x", "T", "2023-06-01T10:00", "S", "U", "en" })
end)

test("another text of the same id replaces the older one and what came from it", function()
  local store <close> = assert(casus.open())
  local path = new_name ".jsonl"
  run.write(path, '{"id":"x","text":"China accused NATO."}\n{"id":"y","text":"France praised Germany."}')
  store:read(path)
  run.write(path, '{"id":"x","text":"Japan met NATO."}\n{"id":"y","text":"France praised Germany."}')
  check.equal(store:read(path), counts { replaced = 1, known = 1 })
  local other <close> = assert(casus.open())
  other:read(path)
  check.equal(rows(store), rows(other))
  run.write(path, '{"id":"z","text":"China accused NATO."}\n{"id":"z","text":"Japan met NATO."}') -- twice in one run
  check.equal(store:read(path), counts { new = 1, replaced = 1 })
end)

test("the text tells documents without an id apart, with date and source", function()
  local store <close> = assert(casus.open())
  local path = new_name ".jsonl"
  run.write(path, '{"text":"a"}\n{"text":"a"}\n{"text":"a","date":"2023-01-01"}\n{"text":"a","source":"S"}\n{"text":"b"}')
  check.equal(store:read(path), counts { new = 4, known = 1 })
end)

test("refresh extracts again", function()
  local store <close> = assert(casus.open())
  local root = folder(news)
  store:read(root)
  local before = rows(store)
  assert(store:exec "delete from relation")
  check.equal(count(store, "relations"), 0)
  check.equal(store:read(root), counts { known = 3 })
  check.equal(count(store, "relations"), 0)
  check.equal(store:read(root, { refresh = true }), counts { refreshed = 3 })
  check.equal(rows(store), before)
  run.write(root .. "/b.jsonl", '{"id":"one","text":"China left."}\n{"id":"new","text":"China came."}')
  check.equal(store:read(root, { refresh = true }), counts { refreshed = 1, replaced = 1, new = 1 })
end)

test("text in another language is kept, without extraction", function()
  local store <close> = assert(casus.open())
  local path = new_name ".txt"
  local messages = {}
  run.write(path, ("Die NATO hat gestern nicht mit Japan gesprochen, weil China das so nicht wollte. "):rep(4))
  check.equal(store:read(path, { report = function(message) messages[#messages + 1] = message end }), counts { new = 1, foreign = 1 })
  check.equal(messages, { path .. ": not in English; kept without extraction" })
  check.equal({ count(store, "document"), count(store, "mentions") }, { 1, 0 })
end)

test("what is skipped and repaired is counted and told of, the rest goes on", function()
  local store <close> = assert(casus.open())
  local path = new_name ".jsonl"
  local messages = {}
  run.write(path, '{"text":"China left."}\n{"text":\n{"text":"NATO came.","date":"?"}')
  check.equal(store:read({ path, run.folder .. "/nowhere" }, { report = function(message) messages[#messages + 1] = message end }),
    counts { new = 2, skipped = 2, repaired = 1 })
  check.equal(#messages, 3)
  check.match(messages[1], ":2: not JSON")
end)

test("plugins run too", function()
  local store <close> = assert(casus.open())
  local path = new_name ".txt"
  run.write(path, "Mrs Smith met China.")
  store:read(path, { plugins = { assert(casus.plugin.load "titles") } })
  check.equal(store:sql("select text from mentions where entity in (select id from entities where name = 'Smith')")().text, "Smith")
end)

test("progress is told, in batches", function()
  local store <close> = assert(casus.open())
  local path, lines, calls = new_name ".jsonl", {}, {}
  for i = 1, 1200 do lines[i] = ('{"text":"China met NATO %d times."}'):format(i) end
  run.write(path, table.concat(lines, "\n"))
  store:read(path, { progress = function(so_far, bytes) calls[#calls + 1] = { so_far.new, bytes > 0 } end })
  check.equal(calls, { { 500, true }, { 1000, true }, { 1200, true } })
end)

test("a store that cannot be written is told of", function()
  local path = new_name ".casus"
  assert(casus.open(path)):close()
  local store <close> = assert(casus.open(path, { mode = "read" }))
  local done, message = store:read(folder(news))
  check.equal(done, nil)
  check.match(message, "%a")
  check.error(function() store:read() end, "path")
  check.error(function() store:read(1) end, "path")
  store:close()
  check.error(function() store:read "x" end, "closed")
end)

-- ---- The command

test("casus read says what it did", function()
  local path, root = new_name ".casus", folder(news)
  local result = run { "read", path, root }
  check.equal({ result.status, result.stdout, result.stderr }, { 0, "", path .. ": 3 new\n" })
  check.equal(run { "read", path, root }.stderr, path .. ": 3 already known\n")
  check.equal(run { "read", path, root, "--refresh" }.stderr, path .. ": 3 extracted again\n")
  run.write(root .. "/b.jsonl", '{"id":"one","text":"China left."}\nrubbish')
  result = run { "read", path, root }
  check.equal(result.status, 3)
  check.match(result.stderr, "b.jsonl:2: not JSON.*: 1 already known, 1 replaced an older text, 1 skipped\n$")
  result = run { "read", path, folder {} }
  check.equal({ result.status, result.stderr }, { 0, path .. ": nothing to read\n" })
end)

test("casus read from standard input", function()
  local path = new_name ".casus"
  check.equal(run { "read", path, "-", stdin = "China accused NATO." }.stderr, path .. ": 1 new\n")
  check.equal(run { "read", path, "-", "--date", "2023-06-01", stdin = '{"text":"a"}\n{"text":"b"}\n{"text":"a"}' }.stderr,
    path .. ": 2 new, 1 already known\n")
  check.equal(run { "read", path, "-", stdin = "" }.status, 0)
end)

test("casus read into the folder that is read", function()
  local root = folder(news)
  local path = root .. "/news.casus"
  check.equal(run { "read", path, root }.stderr, path .. ": 3 new\n")
  check.equal(run { "read", path, root }.stderr, path .. ": 3 already known\n")
end)

test("casus read and what is no store", function()
  local path, root = new_name ".casus", folder(news)
  run.write(path, "not a database, but a text that somebody wrote\n")
  local result = run { "read", path, root }
  check.equal(result.status, 1)
  check.match(result.stderr, path:gsub("%p", "%%%0"))
  check.equal(run.read(path), "not a database, but a text that somebody wrote\n")
  check.equal(run { "read", path }.status, 2)
  check.equal(run { "read", new_name ".casus", root, "--date", "2023-02-30" }.status, 2)
  for _, jobs in ipairs { "0", "-1", "two" } do
    local refused = run { "read", new_name ".casus", root, "--jobs", jobs }
    check.equal(refused.status, 2)
    check.match(refused.stderr, "^casus read: %-%-jobs takes ")
  end
  check.equal(run { "read", run.folder .. "/no/where.casus", root }.status, 1)
end)

test("killed at any moment and run again, the store is as if nothing had happened", function()
  local lines = {}
  for i = 1, 4000 do
    lines[i] = ('{"id":"%d","text":"China accused NATO of %d things. Japan and France met in Vilnius on May %d, 2023."}'):format(
      i, i, i % 28 + 1)
  end
  local input = new_name ".jsonl"
  run.write(input, table.concat(lines, "\n"))
  local whole = new_name ".casus"
  local seconds = tonumber(run.shell(('LC_ALL=C TIMEFORMAT=%%R; time "$CASUS" read %s %s 2>/dev/null'):format(run.quote(whole),
    run.quote(input))).stderr)
  local expected = rows_of(whole)
  for _, part in ipairs { 0.1, 0.3, 0.5, 0.7, 0.9 } do
    local delay = part * seconds
    local path = new_name ".casus"
    run.shell(('"$CASUS" read %s %s & sleep %.3f; kill -9 $!; wait'):format(run.quote(path), run.quote(input), delay))
    local result = run { "read", path, input }
    check.equal(result.status, 0, result.stderr)
    local found = rows_of(path)
    check.equal(#found, #expected)
    check.equal(table.concat(found, "\n") == table.concat(expected, "\n"), true)
  end
end)
