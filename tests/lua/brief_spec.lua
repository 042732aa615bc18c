-- Briefs: what they say, on what evidence, in which formats; the commands brief and sql.
local test, check = ...
local casus = require "casus"
local core = require "casus.core"
local sample = require "sample"
local run = require "program"

local store = sample.open()
local brief = store:brief()

local function find(list, field, value)
  for _, entry in ipairs(list) do
    if entry[field] == value then return entry end
  end
end

test("counts and period", function()
  local counts = brief.counts
  check.equal({ counts.documents, counts.undated, counts.relations, counts.quotes, counts.causes }, { 3, 1, 9, 3, 1 })
  check.equal({ counts.cooperation, counts.conflict, counts.dyads }, { 5, 2, 3 })
  check.equal({ brief.from, brief.to, brief.date }, { "2023-05-26", "2023-06-01", "2023-06-01" })
end)

test("actors stand by mentions, with codes", function()
  local names = {}
  for i, actor in ipairs(brief.actors) do names[i] = actor.name end
  check.equal(names, { "NATO", "China", "Japan", "Jens Stoltenberg" })
  check.equal(brief.actors[1].code, "NAT")
  check.equal({ brief.actors[2].mentions, brief.actors[2].documents }, { 3, 3 })
end)

test("dyads count types, Goldstein, cooperation and conflict", function()
  local dyad = brief.dyads[1]
  check.equal({ dyad.source, dyad.target, dyad.relations }, { "Japan", "NATO", 3 })
  check.near(dyad.goldstein.mean, 1.8)
  check.equal(dyad.types, { { type = "consult", count = 1 }, { type = "consult (planned)", count = 1 },
    { type = "support", count = 1 } })
  local hostile = find(brief.dyads, "source", "China")
  check.equal({ hostile.cooperation, hostile.conflict }, { 0, 2 })
end)

test("the chronology is in order, and knows what lies ahead", function()
  local last = ""
  for _, entry in ipairs(brief.chronology) do
    check.truthy(entry.date >= last)
    last = entry.date
  end
  check.equal(brief.chronology[1].date, "2023-05")
  local summit = brief.chronology[#brief.chronology]
  check.equal({ summit.date, summit.ahead, summit.events[1] }, { "2023-07-11", true, "Japan consults with NATO (planned)" })
  check.equal(store:brief { date = "2023-08-01" }.chronology[#brief.chronology].ahead, false)
end)

test("quotes with a speaker come first", function()
  check.equal({ brief.quotes[1].speaker, brief.quotes[1].cue }, { "China", "saying" })
  check.equal(brief.quotes[3].speaker, nil)
  check.equal(find(brief.speakers, "name", "Jens Stoltenberg").total, 2)
end)

test("open questions count what is missing", function()
  check.equal(find(brief.questions, "kind", "relations without a source").count, 1)
  check.equal(find(brief.questions, "kind", "quotes without a speaker").count, 1)
  check.equal(find(brief.questions, "kind", "documents without a date").evidence[1].document, "thanks")
end)

-- Every piece of evidence must be what stands at its bytes.
local function each_evidence(value, visit)
  if type(value) ~= "table" then return end
  if value.evidence then
    for _, piece in ipairs(value.evidence) do visit(piece) end
  end
  for _, member in pairs(value) do each_evidence(member, visit) end
end

test("evidence is what stands at its bytes, in a document that is listed", function()
  local texts, pieces = {}, 0
  for document in store:documents {} do texts[document.id] = document.text end
  for _, name in ipairs { "bottom_line", "actors", "chronology", "quotes", "dyads", "speakers", "causes" } do
    for _, item in ipairs(brief[name]) do
      if name ~= "bottom_line" and name ~= "speakers" then check.truthy(#item.evidence > 0, name) end
    end
    each_evidence(brief[name], function(piece)
      check.equal(piece.text, texts[piece.document]:sub(piece.start + 1, piece.stop))
      check.equal(brief.documents[piece.number].id, piece.document)
      check.truthy(piece.sentence >= 1)
      pieces = pieces + 1
    end)
  end
  check.truthy(pieces > 20)
end)

test("a focus takes a name or a code", function()
  local focused = store:brief { focus = "China" }
  check.equal(focused.counts.relations, 3)
  check.equal(#focused.dyads, 1)
  check.equal(focused.actors[1].name, "China")
  check.equal(find(focused.quotes, "speaker", "Jens Stoltenberg"), nil)
  check.equal(store:brief { focus = "CHN" }.counts.relations, 3)
  local nobody = store:brief { focus = "Atlantis" }
  check.equal(nobody.bottom_line[1].text, "No report names Atlantis.")
  check.match(tostring(nobody), "No report names Atlantis")
end)

test("text fits the width, escapes what a terminal would obey, and is the same each time", function()
  local text = brief:render("text", { width = 80 })
  for line in text:gmatch "[^\n]+" do check.truthy(utf8.len(line) <= 80, line) end
  check.equal(text:find("\27", 1, true), nil)
  check.match(text, "\\x1B%[31minterference")
  check.equal(store:brief():render("text", { width = 80 }), text)
  check.match(text, "%[1:1 0%-45%] NATO plans to open a liaison office in Tokyo%.")
end)

test("Markdown and HTML are escaped, HTML is one page without scripts", function()
  local markdown = brief:markdown()
  check.match(markdown, "Beijing &lt;replies&gt; \\| again")
  check.match(markdown, "\n## Chronology\n")
  local html = brief:html()
  check.match(html, "^<!DOCTYPE html>")
  check.match(html, "Beijing &lt;replies&gt; | again")
  check.equal(html:find("<replies>", 1, true), nil)
  check.equal(html:find("<script", 1, true), nil)
  check.equal(html:find("\27", 1, true), nil)
  check.match(html, "<details><summary>evidence")
  check.match(html, "prefers%-color%-scheme: dark")
  check.equal(html:find "src=" or html:find "https?://", nil)
end)

test("JSON is the data, spans with start and end", function()
  local data = core.json.decode(brief:json())
  check.equal(data.counts.relations, 9)
  check.equal(data.chronology[1].evidence[1].start, brief.chronology[1].evidence[1].start)
  check.equal(data.chronology[1].evidence[1]["end"], brief.chronology[1].evidence[1].stop)
  check.equal(data.chronology[1].evidence[1].stop, nil)
  check.match(brief:json(), '"focus":null')
  check.match(brief:json(), '"omitted":{}')
end)

test("a brief saves itself by the extension", function()
  brief:save(run.folder .. "/b.md")
  check.match(run.read(run.folder .. "/b.md"), "^# Brief\n")
  check.error(function() brief:save(run.folder .. "/b.csv") end, "extension names no format")
end)

test("a store without reports", function()
  local empty <close> = assert(casus.open())
  check.equal(empty:brief().bottom_line[1].text, "There are no reports.")
  check.match(empty:brief():html(), "There are no reports")
end)

-- ---- Commands ----

local path = sample.file()

test("casus brief prints a store, with options anywhere", function()
  local got = run { "brief", "--focus", "NATO", path }
  check.equal(got.status, 0, got.stderr)
  check.match(got.stdout, "^Brief: NATO\n")
  got = run { "brief", path, "--output", "brief.html" }
  check.equal(got.stdout, "")
  check.match(run.read(run.folder .. "/brief.html"), "^<!DOCTYPE html>")
  check.match(run({ "brief", path, "--format", "markdown" }).stdout, "^# Brief\n")
  check.equal(core.json.decode(run({ "brief", path, "--format=json" }).stdout).counts.documents, 3)
end)

test("casus brief reads reports into memory", function()
  run.write(run.folder .. "/report.txt", "China criticised NATO on Monday. Japan thanked NATO.\n")
  local got = run { "brief", "report.txt", "--date", "2023-05-26" }
  check.equal(got.status, 0, got.stderr)
  check.match(got.stdout, "1 report, of 2023%-05%-26")
  got = run { "brief", "-", stdin = "China criticised NATO.\n" }
  check.equal(got.status, 0, got.stderr)
  check.match(got.stdout, "1 report, none of them dated")
end)

test("casus brief refuses what it cannot do", function()
  local got = run { "brief", "none.txt" }
  check.equal(got.status, 1)
  check.equal(got.stdout, "")
  check.match(got.stderr, "none.txt: No such file")
  run.write(run.folder .. "/lines.jsonl", '{"text": "China criticised NATO."}\n{"text": \n')
  got = run { "brief", "lines.jsonl" }
  check.equal(got.status, 3)
  check.match(got.stdout, "1 report")
  check.match(got.stderr, "lines.jsonl:2")
  check.equal(run({ "brief" }).status, 2)
  check.equal(run({ "brief", path, "--date", "tomorrow" }).status, 2)
  got = run { "brief", path, "--output", "none/brief.html" }
  check.equal(got.status, 1)
  check.match(got.stderr, "cannot write none/brief.html: No such file")
end)

test("casus sql asks in all formats", function()
  local got = run { "sql", path, "select id, title from document where date is null" }
  check.equal(got.stdout, "id      title\n------  -----\nthanks\n")
  check.equal(run({ "sql", path, "select 1 as a where 0" }).stdout, "a\n-\n")
  check.equal(run({ "sql", "--format", "csv", path, "select 'é' as x, null as y" }).stdout, "x,y\né,\n")
  check.equal(run({ "sql", path, "--format=json", "select 1 as a, null as b" }).stdout, '[{"a":1,"b":null}]\n')
  check.equal(run({ "sql", path, "-", "--format=jsonl", stdin = "select 1 as a; select ';' as b;" }).stdout,
    '{"a":1}\n{"b":";"}\n')
end)

test("casus sql reads only, and says what SQLite says", function()
  local function fails(call, status, pattern)
    local got = run(call)
    check.equal(got.status, status, got.stderr)
    check.match(got.stderr, pattern)
    check.equal(got.stderr:find "stack traceback", nil)
  end
  fails({ "sql", path, "selec 1" }, 1, 'near "selec": syntax error')
  fails({ "sql", path, "select json('x')" }, 1, "casus: malformed JSON\n")
  fails({ "sql", path, "delete from document" }, 1, "readonly database: casus sql only reads")
  fails({ "sql", path, " ; " }, 2, "there is no SQL statement")
  fails({ "sql", "none.casus", "select 1" }, 1, "none.casus: No such file")
  check.equal(io.open(run.folder .. "/none.casus"), nil)
  check.equal(run({ "sql", path, "select count(*) as n from document", "--format=csv" }).stdout, "n\n3\n")
end)
