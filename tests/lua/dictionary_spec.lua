-- Dictionaries from Lua.
local test, check = ...
local casus = require "casus"
local core = require "casus.core"

local function texts(dictionary, text)
  local found = {}
  for i, match in ipairs(dictionary:all(text)) do found[i] = text:sub(match[1] + 1, match[2]) end
  return found
end

test("all matches, with the number of the phrase", function()
  local dictionary <close> = assert(casus.dictionary { "Vilnius", "Gulf of Aden", "gulf" })
  check.equal(dictionary:all "é: Vilnius’s Gulf  of\nAden; a gulf", { { 4, 11, 1 }, { 16, 29, 2 }, { 33, 37, 3 } })
  check.equal(texts(dictionary, "the Gulf of Adenites"), { "Gulf" })
  check.equal(dictionary:all "", {})
end)

test("one at a time, from an offset on", function()
  local dictionary <close> = assert(casus.dictionary { "China", "é" })
  local text = "China é China"
  local start, stop, phrase = dictionary:find(text)
  check.equal({ start, stop, phrase }, { 0, 5, 1 })
  check.equal({ dictionary:find(text, 1) }, { 6, 8, 2 })
  check.equal({ dictionary:find(text, 7) }, { 9, 14, 1 }) -- from the next character on
  check.equal({ dictionary:find(text, 10) }, {})
  check.equal({ dictionary:find(text, 1000) }, {})
  check.equal({ dictionary:find(text, math.maxinteger) }, {})
end)

test("the rule for capitals", function()
  local text = "US us Us"
  check.equal(texts(casus.dictionary({ "us" }, "any"), text), { "US", "us", "Us" })
  check.equal(texts(casus.dictionary({ "us" }, "exact"), text), { "us" })
  check.equal(texts(casus.dictionary({ "Us" }, "name"), text), { "US", "Us" })
  check.equal(texts(casus.dictionary { "US" }, text), { "US" })
  check.error(function() casus.dictionary({ "us" }, "none") end, "invalid option 'none'")
end)

test("no phrases", function()
  local dictionary = assert(casus.dictionary {})
  check.equal(dictionary:all "anything", {})
end)

test("phrases that cannot be", function()
  local dictionary, message, code = casus.dictionary { "fine", "" }
  check.equal(dictionary, nil)
  check.match(message, "phrase 2")
  check.equal(code, "format")
  check.equal(select(3, casus.dictionary { "\xFF" }), "format")
  check.error(function() casus.dictionary { "a", 1 } end, "phrase 2 should be a string")
  check.error(function() casus.dictionary { "a", nil, "b" } end, "phrase 2 should be a string")
end)

test("wrong arguments raise", function()
  local dictionary = assert(casus.dictionary { "a" })
  check.error(function() casus.dictionary "a" end, "table expected")
  check.error(function() dictionary:all() end, "string expected")
  check.error(function() dictionary:all "a\xFF" end, "not UTF%-8 text at byte 1")
  check.error(function() dictionary:find("a", -1) end, "out of range")
  check.error(function() dictionary:find("a", "b") end, "number expected")
  check.error(function() dictionary.all({}, "a") end, "casus.dictionary expected")
  check.error(function() dictionary.find(core, "a") end, "casus.dictionary expected")
end)

test("closing twice is fine, use after it raises", function()
  local dictionary = assert(casus.dictionary { "a" })
  dictionary:close()
  dictionary:close()
  check.error(function() dictionary:all "a" end, "dictionary is closed")
  check.error(function() dictionary:find "a" end, "dictionary is closed")
end)

local function write(name, text)
  local path = os.getenv "CASUS_TMP" .. "/" .. name
  local file <close> = assert(io.open(path, "wb"))
  assert(file:write(text))
  return path
end

test("phrases and aliases of a table, with their rows", function()
  local path = write("ports.tsv", "# harbours\nname\taliases\tcountry\nYokosuka\t\tJapan\nPiraeus\tPeiraias|Pireas\tGreece\n")
  local ports, rows = assert(casus.dictionary.load(path))
  local countries = {}
  for i, match in ipairs(ports:all "From Peiraias to Yokosuka's docks, and back to Piraeus") do
    countries[i] = rows[match[3]].country
  end
  check.equal(countries, { "Greece", "Japan", "Greece" })
  ports:close()
end)

test("a table from Windows, with a byte order mark and CR LF", function()
  local ports, rows = assert(casus.dictionary.load(write("windows.tsv", "\u{FEFF}name\tcountry\r\nYokosuka\tJapan\r\n")))
  check.equal(rows[ports:all("In Yokosuka.")[1][3]].country, "Japan")
  ports:close()
end)

test("a table that is none is refused with file and place", function()
  local dictionary, message = casus.dictionary.load(os.getenv "CASUS_TMP" .. "/nothing.tsv")
  check.equal(dictionary, nil)
  check.truthy(message:find("nothing.tsv", 1, true), message)
  dictionary, message = casus.dictionary.load(write("ragged.tsv", "name\tcountry\nYokosuka\n"))
  check.equal(dictionary, nil)
  check.truthy(message:find "ragged%.tsv:2: 1 cells, should be 2", message)
  dictionary, message = casus.dictionary.load(write("gap.tsv", "name\tcountry\n\tJapan\n"))
  check.equal(dictionary, nil)
  check.truthy(message:find "gap%.tsv: row 1 has no 'name'", message)
end)
