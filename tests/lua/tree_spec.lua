-- casus.tree and sentences: dependency trees drawn for people.
local test, check = ...
local casus = require "casus"
local display = require "casus.display"
local run = require "program"
local tree = require "casus.tree"

--- Words from forms, heads in the same order.
local function words(forms, heads)
  local list = {}
  for form in forms:gmatch "%S+" do list[#list + 1] = { form = form, head = heads and heads[#list + 1] } end
  return list
end

local function drawn(forms, heads) return "\n" .. tree.draw(words(forms, heads)) end

test("the examples of the documentation", function()
  check.equal(tree.draw { { form = "Ships", head = 2, upos = "NOUN", deprel = "nsubj" },
    { form = "sail", head = 0, upos = "VERB", deprel = "root" } }, " ┌── Ships  NOUN  nsubj\n─┘ sail     VERB  root\n")
  local document = assert(casus.parse "Ships sail.")
  check.match(document:sentence(1):tree(), "Ships")
  check.equal(#document:sentence(1):words(), 3)
end)

test("words hang on their heads, in the order of the text", function()
  check.equal(drawn("the ship sails to Oslo now", { 2, 3, 0, 5, 3, 3 }), [[

   ┌── the
 ┌─┘ ship
─┤ sails
 │ ┌── to
 ├─┘ Oslo
 └── now
]])
  check.equal(drawn("a b c d", { 0, 1, 2, 3 }), [[

─┐ a
 └─┐ b
   └─┐ c
     └── d
]])
  check.equal(drawn("a", { 0 }), "\n── a\n")
end)

test("lines that cross are told from lines that meet", function()
  -- b hangs on d, behind its head c; e on b.
  check.equal(drawn("a b c d e", { 3, 4, 0, 3, 2 }), [[

 ┌── a
 │ ┌─┐ b
─┼─┼─┼ c
 └─┴─┼ d
     └── e
]])
end)

test("rails of one depth that overlap stand side by side", function()
  -- a and b both hang on c; d hangs on a, e on b.
  check.equal(drawn("a b c d e", { 3, 3, 0, 1, 2 }), [[

 ┌─┐ a
 ├─┼─┐ b
─┴─┼─┼ c
   └─┼── d
     └── e
]])
end)

test("words without heads are a list, with their tags where they have them", function()
  check.equal(drawn "a bb c", "\na\nbb\nc\n")
  check.equal(tree.draw { { form = "a", upos = "DET" }, { form = "bb", upos = "NOUN" } }, "a   DET\nbb  NOUN\n")
  check.equal(tree.draw {}, "")
end)

test("columns line up behind wide and combining characters, and control characters are shown", function()
  local lines = tree.draw {
    { form = "中国", head = 2, upos = "PROPN", deprel = "nsubj" },
    { form = "cafe\u{301}", head = 0, upos = "NOUN", deprel = "root" },
    { form = "\27[2J", head = 2, upos = "X", deprel = "dep" },
  }
  local places = {}
  for line in lines:gmatch "[^\n]+" do places[#places + 1] = display.width(line:match "^(.-)%u+ +%l+$") end
  check.equal(places, { places[1], places[1], places[1] })
  check.match(lines, "\\x1B%[2J")
end)

test("what is no tree is drawn all the same", function()
  check.equal(drawn("a b c", { 2, 1, 0 }), "\n … a     of word 2\n … b     of word 1\n── c\n")
  check.equal(drawn("a b", { 7, 0 }), "\n … a     of word 7\n── b\n")
  check.equal(drawn("a b", { 0, 0 }), "\n── a\n── b\n")
  check.equal(tree.draw { { form = "a", head = 0 }, { form = "b" } }, "── a\n … b     of word ?\n")
end)

test("long sentences take time and lines that grow with them", function()
  local chain, star, crossed = {}, {}, {}
  local count <const> = 20000
  for i = 1, count do
    chain[i] = { form = "w", head = i - 1 }
    star[i] = { form = "w", head = i == 1 and 0 or 1 }
    crossed[i] = { form = "w", head = i == 1 and 0 or i * 7919 % (i - 1) + 1 }
  end
  star[count].form = ("w"):rep(10000)
  local began = os.clock()
  for _, list in ipairs { chain, star, crossed } do
    local lines = tree.draw(list)
    check.equal(select(2, lines:gsub("\n", "")), count)
    check.truthy(#lines < count * 300, "the lines are short")
  end
  check.truthy(os.clock() - began < 20, "it is fast") -- a second or so; minutes where it is quadratic
end)

test("sentences are the same however one gets them", function()
  local document = assert(casus.parse "One ship sails. Two ships sail.")
  check.equal(document:sentences()[2], document:sentence(2))
  check.equal(document:sentence(2).text, "Two ships sail.")
  check.equal(document:sentence(2).document, document)
  check.equal(document:sentence(2):tree(), document:sentences()[2]:tree())
  check.equal(document:sentence(3), nil)
  local sentence = document:sentence(1)
  document:close()
  check.equal(sentence.text, "One ship sails.")
  check.error(function() sentence:tree() end, "document is closed")
end)

test("casus parse --tree draws them", function()
  local text = "Ships sail.\nThey\tdo.\n"
  local document, result = assert(casus.parse(text)), run { "parse", "--tree", "-", stdin = text }
  check.equal(result.stderr, "")
  check.equal(result.stdout, ("Ships sail.\n\n%s\nThey do.\n\n%s\n"):format(document:sentence(1):tree(),
    document:sentence(2):tree()))
end)

test("the examples of docs/parsing.md run", function()
  local root = assert(os.getenv "CASUS_ROOT")
  local text, ran = run.read(root .. "/docs/parsing.md"), 0
  local function treebank() return assert(casus.treebank(root .. "/tests/golden/evaluate-parse/gold.conllu")) end
  local printed = {}
  local environment = setmetatable({
    casus = setmetatable({ treebank = treebank }, { __index = casus }),
    print = function(...) printed[#printed + 1] = tostring((...)) end,
  }, { __index = _G })
  for block in text:gmatch "\n```lua\n(.-)\n```\n" do
    assert(load(block, "=docs/parsing.md", "t", environment))()
    ran = ran + 1
  end
  check.equal(ran, 2)
  check.truthy(#printed > 3)
  check.truthy(text:find("```\n" .. treebank():sentence(1):tree() .. "```\n", 1, true), "the tree is drawn like this")
end)
