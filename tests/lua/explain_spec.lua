-- casus explain: what is said of a sentence.
local test, check = ...
local casus = require "casus"
local run = require "program"
local folder = os.getenv "CASUS_TMP"

local rules = [[
rule aid-promised
  pattern  [lemma=pledge] >nsubj who:[] >obj what:[] ?>obl (whom:@countries)
  emit     relation type=aid source=$who target=$whom modality=planned confidence=0.8
rule aid-refused
  pattern  [lemma=pledge] >nsubj who:[] >advmod "never"
]]

local function write(name, content)
  local file <close> = assert(io.open(folder .. "/" .. name, "w"))
  file:write(content)
end

test("records, rules that fired, rules that came near", function()
  write("aid.rules", rules)
  write("report.txt", "Germany pledged aid to Ukraine. It rained.")
  local result = run { "explain", "--plugin", "./aid.rules", "report.txt" }
  check.equal(result.status, 0)
  check.match(result.stdout, "1  Germany pledged aid to Ukraine%.\n\n ┌── Germany")
  check.match(result.stdout,
    "type=aid source=Germany trigger=pledged target=Ukraine modality=planned  %(aid:aid%-promised, 0%.80%)")
  check.match(result.stdout, "\nrules that fired\n.*  aid:aid%-promised  'pledged'  who='Germany' what='aid' whom='Ukraine'")
  check.match(result.stdout, "  aid:aid%-refused  1 fitted; at 'pledged' is not >advmod \"never\"")
  check.match(result.stdout, "2  It rained%.")
  local second = run({ "explain", "--plugin", "./aid.rules", "--sentence", "2", "report.txt" }).stdout
  check.equal(second:find "Germany pledged", nil)
  check.match(second, "nothing is found in this sentence")
  check.equal(run({ "explain", "--sentence", "3", "report.txt" }).status, 2)
end)

test("records of rules: signed, with the entities that captures name", function()
  local plugin = assert(casus.plugin.load(folder .. "/aid.rules"))
  local document = casus.parse "Germany pledged aid to Ukraine."
  local record
  for _, one in ipairs(document:extract { plugins = { plugin } }) do
    if one.extractor == "aid:aid-promised" then record = one end
  end
  check.equal({ record.kind, record.type, record.source.code, record.target.id, record.modality, record.negated,
    record.confidence, record.text }, { "relation", "aid", "DEU", "Ukraine", "planned", false, 0.8,
    "Germany pledged aid to Ukraine" })
end)

test("rules in Lua make records; what they do wrong is told", function()
  local document = casus.parse "Germany pledged aid to Ukraine."
  local function plugin(emit)
    return { name = "own", version = "1", api = 1, summary = "", rules = {
      casus.rule { name = "pledges", pattern = "[lemma=pledge]", emit = emit },
    } }
  end
  local function extract(emit)
    local messages = {}
    local records = document:extract { only = { "entity" }, plugins = { plugin(emit) },
      report = function(message) messages[#messages + 1] = message end }
    local own = {}
    for _, record in ipairs(records) do
      if record.extractor == "own:pledges" then own[#own + 1] = record.text end
    end
    return own, messages[1]
  end
  local function entity(match)
    return { kind = "entity", label = "EVENT", mention = "name", start = match.start, stop = match.stop }
  end
  check.equal(extract(entity), { "pledged" })
  check.equal(extract(function(match) return { entity(match), entity(match) } end), { "pledged", "pledged" })
  check.equal(extract(function() end), {})
  check.match(select(2, extract(function() return 1 end)), "plugin 'own': rules: .*emit returns a record")
  check.match(select(2, extract(function() error "oops" end)), "plugin 'own': rules: .*oops")
end)

test("why there is no event: no word, no frame, no actor, content, a row against it", function()
  local sentences = {
    { "The lake is deep.", "no word of it is one that the lexicon of events knows" },
    { "The storm attacked the roof.", "'attacked'  it has no actor" },
    { "Norway refused to comment.", "'refused'  the lexicon has a row that fits and says that this is no event %(events:verb/refuse%)" },
    { "Norway threatened to attack Chad.", "'attack'  it is what an act above it .- %(events:verb/attack%)" },
    { "Four tourists were killed.", "'killed'  it happens to private persons" },
  }
  for _, one in ipairs(sentences) do
    local document = casus.parse(one[1])
    check.match(casus.explain.sentence(document, 1, document:extract(), {}), "why no event\n.*" .. one[2])
  end
  local document = casus.parse "Norway thanked Chad."
  check.equal(document:missed(), {})
  check.equal(casus.explain.sentence(document, 1, document:extract(), {}):find "why no event", nil)
end)
