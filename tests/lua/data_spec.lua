-- The tables under data/ are sound, and the linter that says so notices when they are not.

local test, check = ...

local root = assert(os.getenv "CASUS_ROOT", "CASUS_ROOT is not set")
local lint = dofile(root .. "/tests/lua/data_lint.lua")
local files = lint.read(root .. "/data")

--- The defects of the data after one change to one table.
local function spoilt(path, change)
  local copy = {}
  for name, text in pairs(files) do copy[name] = text end
  local text = change(copy[path])
  assert(text ~= copy[path], "the change changed nothing in " .. path)
  copy[path] = text
  return lint.check(copy)
end

--- A change that puts a line at the end.
local function append(...)
  local line = table.concat({ ... }, "\t") .. "\n"
  return function(text) return text .. line end
end

--- A change that replaces the first of something; no patterns.
local function replace(old, new)
  return function(text)
    local first, last = text:find(old, 1, true)
    assert(first, "not there: " .. old)
    return text:sub(1, first - 1) .. new .. text:sub(last + 1)
  end
end

test("the data has no defects", function()
  check.equal(table.concat(lint.check(files), "\n"), "")
end)

-- name, table, change, what the linter has to say
local SPOILT = {
  { "a wrong header", "actors/people.tsv", replace("aliases", "alias"), "header is not" },
  { "a missing field", "actors/cities.tsv", append("Nowhere", "", "city"), "3 fields" },
  { "a field too many", "time/months.tsv", append("Brumaire", "10", "x", "y"), "4 fields" },
  { "a trailing space", "actors/agents.tsv", replace("president\t", "president \t"), "ends with a space" },
  { "a line ending of DOS", "time/weekdays.tsv", replace("Monday\t1\tISO 8601\n", "Monday\t1\tISO 8601\r\n"), "carriage returns" },
  { "a missing final line break", "time/months.tsv", function(text) return (text:gsub("\n$", "")) end, "line break" },
  { "bytes that are not UTF-8", "lexicon/cues.tsv", append("caf\xE9", "", "strong", "casus"), "not UTF%-8" },
  { "a repeated line", "lexicon/modality.tsv", append("will", "planned", "casus"), "repeats line" },
  { "a row without a source", "time/months.tsv", append("Brumaire", "10", ""), "no source" },
  { "an unknown kind", "actors/cities.tsv", append("Oz", "", "realm", "", "", "", "", "x"), "unknown kind" },
  { "a code of lower case", "actors/countries.tsv", append("Oz", "", "country", "ozz", "", "", "", "x"), "is not that of a country" },
  { "a country without a code", "actors/countries.tsv", append("Oz", "", "country", "", "", "", "", "x"), "no code" },
  { "a code used twice", "actors/countries.tsv", append("Oz", "", "country", "JPN", "", "", "", "x"), "there twice" },
  { "a code of another country", "actors/cities.tsv", append("Oz", "", "city", "CHN", "Japan", "", "", "x"), "is not that of Japan" },
  { "a person of another country's government", "actors/people.tsv", append("J. Doe", "", "person", "USAGOV", "France", "", "", "x"), "not that of France" },
  { "a code of no country", "actors/people.tsv", append("J. Doe", "", "person", "QQQGOV", "NATO", "", "", "x"), "is not that of a person" },
  { "a code of no CAMEO role", "actors/people.tsv", append("J. Doe", "", "person", "FRAQQQ", "France", "", "", "x"), "is not that of a person" },
  { "a code of no body", "actors/heads.tsv", append("J. Doe", "", "head", "IGOQQQ", "United Nations", "1900", "1901", "x"), "is not that of a head" },
  { "a former state with a strange code", "actors/historical.tsv", append("Oz", "", "historical state", "OZ", "", "", "", "x"), "is not that of a historical state" },
  { "a whole that is not there", "actors/cities.tsv", append("Oz", "", "city", "CHN", "Cathay", "", "", "x"), "refers to nothing" },
  { "a capital of nothing", "actors/capitals.tsv", append("Oz", "", "capital", "CHN", "", "", "", "x"), "'of' is empty" },
  { "a member that is not there", "actors/members.tsv", append("Atlantis", "", "member", "", "NATO", "", "", "x"), "not known" },
  { "a member of nothing", "actors/members.tsv", append("Japan", "", "member", "JPN", "The Club", "", "", "x"), "refers to nothing" },
  { "two memberships at one time", "actors/members.tsv", append("Norway", "", "member", "NOR", "NATO", "1990", "", "x"), "overlaps" },
  { "a member that is no body", "actors/members.tsv", append("Shanghai", "", "member", "CHN", "NATO", "", "", "x"), "not known" },
  { "two heads of government at a time", "actors/leaders.tsv", append("J. Doe", "", "head of government", "FRAGOV", "France", "1999-01", "1999-02", "x"), "overlaps with Lionel Jospin" },
  { "two heads of state at a time, one in office", "actors/leaders.tsv", append("J. Doe", "", "head of state", "PRKGOV", "North Korea", "2020", "", "x"), "overlaps with Kim Jong Un" },
  { "two foreign ministers at a time", "actors/ministers.tsv", append("J. Doe", "", "foreign minister", "RUSGOV", "Russia", "2010-05-05", "2010-05-06", "x"), "overlaps with Sergei Lavrov" },
  { "two defence ministers at a time", "actors/ministers.tsv", append("J. Doe", "", "defence minister", "JPNGOV", "Japan", "2021", "2021", "x"), "overlaps with Nobuo Kishi" },
  { "two heads of a body at a time", "actors/heads.tsv", append("J. Doe", "", "head", "IGOUNO", "United Nations", "2006-12-30", "2007-01-02", "x"), "overlaps with Kofi Annan" },
  { "a spokesperson twice in one office", "actors/people.tsv", append("Mao Ning", "", "spokesperson", "CHNGOV", "China", "2023", "", "x"), "overlaps with Mao Ning" },
  { "an office of nothing", "actors/leaders.tsv", append("J. Doe", "", "head of state", "", "", "1999", "2000", "x"), "'of' is empty" },
  { "an office of nobody", "actors/leaders.tsv", append("", "", "head of state", "ALAGOV", "Åland Islands", "1999", "2000", "x"), "has no name" },
  { "a date that is none", "actors/people.tsv", append("J. Doe", "", "person", "FRAGOV", "France", "2023-02-30", "", "x"), "is no date" },
  { "a month that is none", "actors/people.tsv", append("J. Doe", "", "person", "FRAGOV", "France", "2023-13", "", "x"), "is no date" },
  { "a date in words", "actors/people.tsv", append("J. Doe", "", "person", "FRAGOV", "France", "May 2023", "", "x"), "is no date" },
  { "an end before the beginning", "actors/people.tsv", append("J. Doe", "", "person", "FRAGOV", "France", "2023-05-02", "2023-05-01", "x"), "before it begins" },
  { "an empty alias", "actors/countries.tsv", append("Oz", "Ozland||Ozzia", "country", "OZZ", "", "", "", "x"), "empty alias" },
  { "an alias given twice", "actors/countries.tsv", append("Oz", "Ozland|Ozland", "country", "OZZ", "", "", "", "x"), "there twice" },
  { "an alias of two things", "actors/people.tsv", append("J. Putin", "Putin", "person", "FRAGOV", "France", "", "", "x"), "no rule decides" },
  { "an alias that differs in case alone", "actors/organisations.tsv", append("Ottawa Club", "oTTAwa", "organisation", "", "", "", "", "x"), "no rule decides" },
  { "a name of two kinds", "actors/cities.tsv", append("Kyoto", "", "region", "JPN", "Japan", "", "", "x"), "no rule decides" },
  { "a rule that names no candidate", "actors/ambiguous.tsv", append("Putin", "France", "why not"), "does not decide" },
  { "a rule for a phrase that is not there", "actors/ambiguous.tsv", append("Atlantis", "France", "why not"), "does not decide" },
  { "a rule without a reason", "actors/ambiguous.tsv", append("Putin", "Vladimir Putin", ""), "no reason" },
  { "two rules for one phrase", "actors/ambiguous.tsv", append("Korea", "Korean Peninsula", "again"), "two rules" },
  { "an unknown event type", "lexicon/verbs.tsv", append("befuddle", "", "", "", "", "confuse", "", "", "", "", "", "casus"), "unknown type" },
  { "a mode of another type", "lexicon/verbs.tsv", append("befuddle", "", "", "", "", "accuse", "visit", "", "", "", "", "casus"), "no mode of accuse" },
  { "an unknown CAMEO code", "lexicon/verbs.tsv", append("befuddle", "", "", "", "", "accuse", "", "", "999", "-2.0", "", "casus"), "unknown CAMEO code" },
  { "a code of another type", "lexicon/verbs.tsv", append("befuddle", "", "", "", "", "accuse", "", "", "040", "1.0", "", "casus"), "type is 'accuse'" },
  { "a made-up Goldstein value", "lexicon/verbs.tsv", append("befuddle", "", "", "", "", "accuse", "", "", "111", "-3.0", "", "casus"), "goldstein is" },
  { "a Goldstein value without a code", "lexicon/verbs.tsv", append("befuddle", "", "", "", "", "accuse", "", "", "", "-2.0", "", "casus"), "without a code" },
  { "a strange reciprocal", "lexicon/verbs.tsv", append("befuddle", "", "", "", "", "accuse", "", "", "", "", "yes", "casus"), "reciprocal is" },
  { "a verb given twice", "lexicon/verbs.tsv", append("praise", "", "", "", "", "support", "", "", "", "", "", "casus"), "in line %d+ too" },
  { "forms that disagree", "lexicon/verbs.tsv", append("meet", "meeted", "not", "", "", "support", "", "", "", "", "", "casus"), "other forms" },
  { "a lemma with a capital", "lexicon/verbs.tsv", append("Befuddle", "", "", "", "", "accuse", "", "", "", "", "", "casus"), "bad lemma" },
  { "an unknown strength", "lexicon/cues.tsv", append("befuddle", "", "mighty", "casus"), "no strength" },
  { "an unknown modality", "lexicon/modality.tsv", append("forsooth", "archaic", "casus"), "no modality" },
  { "a word of two modalities", "lexicon/modality.tsv", append("will", "possible", "casus"), "in line %d+ too" },
  { "a code given twice", "ontology/cameo.tsv", append("040", "x", "agree", "", "", "1.0", "CAMEO"), "there twice" },
  { "a Goldstein value off the scale", "ontology/cameo.tsv", append("999", "x", "agree", "", "", "11", "CAMEO"), "no Goldstein value" },
  { "a thirteenth month", "time/months.tsv", append("Brumaire", "13", "x"), "no month" },
}

for _, case in ipairs(SPOILT) do
  local name, path, change, complaint = table.unpack(case)
  test("the linter notices " .. name, function()
    local defects = table.concat(spoilt(path, change), "\n")
    check.truthy(defects:find(complaint), ("expected %q among: %s"):format(complaint, defects))
  end)
end

-- What must not be taken for a defect.
local SOUND = {
  { "a handover on one day", "actors/leaders.tsv",
    append("J. Doe", "", "head of state", "ALAGOV", "Åland Islands", "1999", "2000-01-01", "x"),
    append("J. Roe", "", "head of state", "ALAGOV", "Åland Islands", "2000-01-01", "", "x") },
  { "two offices of one person", "actors/leaders.tsv",
    append("J. Doe", "Doe", "head of state", "ALAGOV", "Åland Islands", "1999", "2000", "x"),
    append("J. Doe", "Doe", "head of government", "ALAGOV", "Åland Islands", "1999", "2000", "x") },
  { "two spokespersons at a time", "actors/people.tsv",
    append("J. Doe", "", "spokesperson", "ALAGOV", "Åland Islands", "1999", "", "x"),
    append("J. Roe", "", "spokesperson", "ALAGOV", "Åland Islands", "1999", "", "x") },
}

for _, case in ipairs(SOUND) do
  local name, path, first, second = table.unpack(case)
  test("the linter lets pass " .. name, function()
    check.equal(table.concat(spoilt(path, function(text) return second(first(text)) end), "\n"), "")
  end)
end

test("the linter notices a missing table", function()
  local copy = {}
  for name, text in pairs(files) do copy[name] = text end
  copy["actors/people.tsv"] = nil
  check.truthy(table.concat(lint.check(copy), "\n"):find "people.tsv:0: is missing")
end)

--- The rows of a table, each as a list of fields.
local function rows(path)
  local lines = files[path]:gmatch "[^\n]+"
  lines()
  return function()
    local line = lines()
    if not line then return nil end
    local fields = {}
    for field in (line .. "\t"):gmatch "([^\t]*)\t" do fields[#fields + 1] = field end
    return fields
  end
end

test("every country of ISO 3166 is there", function()
  local count = 0
  for row in rows "actors/countries.tsv" do
    if row[8] == "ISO 3166" then count = count + 1 end
  end
  check.equal(count, 249)
end)

test("NATO has 31 members on the day of the Tokyo draft", function()
  local count = 0
  for row in rows "actors/members.tsv" do
    local of, from, to = row[5], row[6], row[7]
    if of == "NATO" and from <= "2023-04-15" and (to == "" or to >= "2023-04-15") then count = count + 1 end
  end
  check.equal(count, 31)
end)

test("most offices have a term, and an office row is one of a person with a full name", function()
  local count, dated = 0, 0
  for _, path in ipairs { "actors/leaders.tsv", "actors/ministers.tsv", "actors/heads.tsv" } do
    for row in rows(path) do
      count = count + 1
      if row[6] ~= "" then dated = dated + 1 end
    end
  end
  check.truthy(count > 1500, count)
  check.truthy(dated / count > 0.95, dated .. " of " .. count)
end)

test("every month and weekday has a name", function()
  for path, last in pairs { ["time/months.tsv"] = 12, ["time/weekdays.tsv"] = 7 } do
    local numbers = {}
    for row in rows(path) do numbers[tonumber(row[2])] = true end
    check.equal(#numbers, last, path)
  end
end)

test("an article has a title without a final stop, a blank line and a text", function()
  local lfs = require "lfs"
  local folder, count = root .. "/data/articles", 0
  for entry in lfs.dir(folder) do
    if entry:find "%.txt$" then
      local file <close> = assert(io.open(folder .. "/" .. entry))
      local title, blank, text = file:read("l", "l", "a")
      check.truthy(entry:find "^%d%d%d%d%-%d%d%-%d%d%-", entry)
      check.truthy(#title < 100 and title:find "[^.!?]$" and blank == "" and #text > 0, entry)
      count = count + 1
    end
  end
  check.truthy(count >= 5, "articles in plain text: " .. count)
end)
