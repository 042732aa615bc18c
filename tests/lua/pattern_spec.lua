-- Patterns and rules from Lua; the language itself by the examples of its reference page.
local test, check = ...
local casus = require "casus"

local function read(path)
  local file <close> = assert(io.open(path))
  return file:read "a"
end

--- What a pattern finds: "text  name=text ...", captures by name.
local function found(document, pattern)
  local list = {}
  for match in document:match(pattern) do
    local names, parts = {}, { match.text }
    for name in pairs(match.captures) do names[#names + 1] = name end
    table.sort(names)
    for _, name in ipairs(names) do parts[#parts + 1] = name .. "=" .. match.captures[name].text end
    list[#list + 1] = table.concat(parts, "  ")
  end
  return list
end

local root, folder = os.getenv "CASUS_ROOT", os.getenv "CASUS_TMP"

test("every example of the reference page", function()
  local count = 0
  for example in read(root .. "/docs/patterns.md"):gmatch "```pattern\n(.-)```" do
    local pattern, text = example:match "pattern +(.-)\ntext +(.-)\n"
    local wanted = {}
    for match in example:gmatch "\nmatch +([^\n]+)" do
      local whole, captures = match:match "^(.-)  (.*)$"
      local parts, names = { whole or match }, {}
      for name, value in ((captures or ""):gsub(" (%w+=)", "\n%1")):gmatch "(%w+)=([^\n]+)" do
        names[#names + 1] = name .. "=" .. value
      end
      table.sort(names)
      for _, name in ipairs(names) do parts[#parts + 1] = name end
      wanted[#wanted + 1] = table.concat(parts, "  ")
    end
    check.equal({ pattern, found(casus.parse(text), pattern) }, { pattern, wanted })
    count = count + 1
  end
  check.equal(count > 20, true)
end)

local text = "Japan and France signed the treaty in Tokyo. Japan did not sign the other pact."
local document = casus.parse(text, { date = "2023-05-26" })

test("matches are spans with tokens, captures are fields", function()
  local match = document:match "who:@countries <nsubj ([lemma=sign] >obj what:[])"()
  check.equal({ match.rule, match.text, match.start, match.stop, match.first, match.last },
    { "pattern", "Japan", 0, 5, 1, 1 })
  check.equal({ match.who.text, match.what.text, tostring(match.what) }, { "Japan", "treaty", "treaty" })
  check.equal(match.what:tokens()[1].upos, "NOUN")
  check.equal(match.what:lemmas(), "treaty")
  check.equal(match:sentence().number, 1)
  check.equal(match.nothing, nil)
end)

test("one match for each choice of words", function()
  check.equal(found(casus.parse "He met Putin, Kim and Xi.", "meet >>obj|conj whom:[upos=PROPN]"),
    { "met  whom=Putin", "met  whom=Kim", "met  whom=Xi" })
end)

test("optional and forbidden relations", function()
  check.equal(found(document, "[lemma=sign] ?>obl (place:@cities) !>advmod not"), { "signed  place=Tokyo" })
  check.equal(found(document, "[lemma=sign] >advmod not"), { "sign" })
  check.equal(found(document, "[lemma=sign] >obj what:[] !>obl []"), { "sign  what=pact" })
end)

test("longest and shortest", function()
  local two = casus.parse "a b a b c"
  check.equal(found(two, [["a" []* "b"]]), { "a b a b" })
  check.equal(found(two, [["a" []*? "b"]]), { "a b", "a b" })
  check.equal(found(two, [["a"{1,2}]]), { "a", "a" })
  check.equal(found(two, [[("a" | "b"){3}]]), { "a b a" })
end)

test("positions, shapes, features", function()
  check.equal(found(document, "[position=1]"), { "Japan", "Japan" })
  check.equal(found(document, "[position=-2]"), { "Tokyo", "pact" })
  check.equal(found(document, "[position>=3 & position<5]+"), { "France signed", "not sign" })
  check.equal(found(document, "[feats.Tense=Past & feats.Mood]"), { "signed", "did" })
  check.equal(found(document, "[shape=Xxxxx & !entity]"), {})
  check.equal(found(document, "[form=Japan|the & upos!=PROPN]"), { "the", "the" })
  check.equal(found(casus.parse "It cost 300, not 4.", "[number>3 & number<=300]"), { "300", "4" })
end)

test("words of one's own, predicates of one's own", function()
  local acts = casus.pattern("[lemma=@acts] | @phrases", { lists = { acts = { "sign" }, phrases = { "other pact" } } })
  check.equal(found(document, acts), { "signed", "sign", "other pact" })
  local seen = 0
  local long = casus.pattern("[upos=NOUN & long()]", { predicates = {
    long = function(token)
      seen = seen + 1
      return #token.form > 4
    end,
  } })
  check.equal(found(document, long), { "treaty" })
  check.equal(seen, 2)
  local broken = casus.pattern("[broken()]", { predicates = { broken = function() error "oops" end } })
  check.error(function() found(document, broken) end, "oops")
  check.error(function() found(document, "[nothing()]") end, "nothing is given for the predicate 'nothing%(%)'")
end)

test("a document and a matcher cannot be closed while they run", function()
  local own = casus.parse "One word."
  local closing
  closing = casus.pattern("[close()]", { predicates = {
    close = function()
      check.error(function() own:close() end, "in use")
      check.error(function() closing:close() end, "in use")
      return true
    end,
  } })
  check.equal(#found(own, closing), 3)
  closing:close()
  check.error(function() found(own, closing) end, "closed")
  own:close()
  check.error(function() found(own, "[]") end, "closed")
end)

test("a wrong pattern says where, and what was expected", function()
  local cases = {
    { "[lemma", "byte 6: expected '%]'" },
    { "[x=1]", "byte 1: there is no attribute 'x'" },
    { "(a", "byte 2: expected '%)'" },
    { "a{3", "byte 3: expected '}'" },
    { "a{3,2}", "byte 2: the second number" },
    { "*", "byte 0: expected a token" },
    { "", "byte 0: expected a token" },
    { "a >obj b+", "byte 8: what stands behind a relation is not repeated" },
    { "[lower=/a(/]", "byte 10: expected '%)' in the regular expression" },
    { "a*", "fit where nothing is" },
    { "d (a? b?) >obj c", "no word that relations" },
    { '"open', "byte 0: this quote is not closed" },
    { "[number>x]", "byte 8: expected a number, found 'x%]'" },
    { "@nowhere", "byte 0: there is no word list 'nowhere'" },
    { "%macro", "byte 0: nothing is defined as 'macro'" },
    { "a \xFF", "byte 2: not UTF%-8" },
  }
  for _, case in ipairs(cases) do check.error(function() casus.pattern(case[1]) end, case[2]) end
  check.error(function() casus.pattern(1) end, "a pattern is a string")
  check.error(function() casus.pattern("a", { list = {} }) end, "no option 'list'")
  check.error(function() document:match {} end, "a pattern is expected")
end)

local function rules_of(content)
  local file <close> = assert(io.open(folder .. "/test.rules", "w"))
  file:write(content)
  file:close()
  return casus.rules(folder .. "/test.rules")
end

test("a file of rules: definitions, priorities, what is emitted", function()
  local rules = assert(rules_of [[
# Treaties
define country  @countries   # with a comment

rule signed
  priority 2
  pattern  who:%country <nsubj
           ([lemma=sign] >obj what:[] ?>obl where:[])   # the place may be missing
  emit     relation type=agree source=$who target=$what place=$where note="two words" verb=lemma($what)

rule name
  pattern  [upos=PROPN]
rule pair
  priority 2
  pattern  [upos=PROPN] "and" [upos=PROPN]
]])
  local list = {}
  for i, match in ipairs(document:find_all(rules)) do list[i] = match.rule .. ": " .. match.text end
  check.equal(list, {
    "pair: Japan and France", "signed: Japan", "name: Japan", "name: France", "name: Tokyo", "signed: Japan", "name: Japan",
  })
  local emits = document:find_all(rules)[2].emits
  check.equal({ emits.kind, emits.type, emits.source.text, emits.target.text, emits.place.text, emits.note, emits.verb },
    { "relation", "agree", "Japan", "treaty", "Tokyo", "two words", "treaty" })
  check.equal(document:find_all(rules)[6].emits.place, nil)
  local chosen = document:find_all(rules, { overlap = false, first = 1, last = 1 })
  check.equal(#chosen, 2)
  check.equal({ chosen[1].rule, chosen[2].text }, { "pair", "Tokyo" })
end)

test("a wrong file of rules says where", function()
  local cases = {
    { "rule a\n  pattern [x]\n", "test.rules:2:12: there is no attribute 'x'" },
    { "rule a\n  pattern a\n  emit relation x=$b\n", "test.rules:3:20: the pattern captures nothing as 'b'" },
    { "rule a\n  emit relation\n  pattern a\n", "2:3: the pattern stands above" },
    { "rule a\n  pattern a\nrule a\n  pattern b\n", "3:1: there is a rule 'a' above, in line 1" },
    { "rule a\n", "1:1: the rule 'a' has no pattern" },
    { "rule\n  pattern a\n", "1:5: expected a name" },
    { "rule a\n  pattern a\n  priority x\n", "3:12: expected a number" },
    { "nothing here", "1:1: expected 'define' or 'rule', found 'nothing'" },
    { "define a b\ndefine a c\n", "'a' is defined above" },
    { "define a (b\n", "2:1: expected '%)'" },
    { "define a %a\n", "1:10: nothing is defined as 'a'" },
    { "rule a\n  pattern a\n  emit relation x=f(g(\n", "expected a word, a string" },
  }
  for _, case in ipairs(cases) do
    local rules, message, code = rules_of(case[1])
    check.equal({ rules, code }, { nil, "format" })
    check.match(message, case[2])
  end
  local rules, message, code = casus.rules(folder .. "/none.rules")
  check.equal({ rules, code }, { nil, "io" })
  check.match(message, "none.rules")
  check.equal(#document:find_all(assert(rules_of "")), 0)
  check.error(function() document:find_all(assert(rules_of "rule a\n pattern x:sign\n emit r y=odd($x)")) end,
    "test.rules:3: there is no function 'odd'")
end)

test("rules in Lua", function()
  local signs = casus.rule {
    name = "signs", priority = 3,
    pattern = "who:@countries\n  <nsubj [lemma=sign]",
    emit = function(match) return { kind = "entity", start = match.start, stop = match.stop } end,
  }
  local list = document:find_all { signs, "@cities", casus.pattern "[lemma=treaty]" }
  check.equal({ #list, list[1].rule, list[2].text, list[3].text }, { 4, "signs", "treaty", "Tokyo" })
  check.error(function() casus.rule { pattern = "a" } end, "has a name")
  check.error(function() casus.rule { name = "a" } end, "no pattern")
  check.error(function() casus.rule { name = "a", pattern = "a", emit = 1 } end, "should be a function")
end)

test("no pattern can hang", function()
  local long = casus.parse(("the "):rep(2000) .. "end")
  check.equal(#found(long, "([]* []*)* [lower=/q/]"), 0)
  check.equal(#found(long, '(("the"|"the")*)* "end"'), 1)
  check.equal(#found(long, '"the"{200} (?! "the")'), 1)
  local wide = casus.parse("The " .. ("old and "):rep(150) .. "new treaty was signed.")
  check.error(function() found(wide, "[] >> ([]+ >> ([]+ >> ([]+ >> ([]+ >> [shape=Q]))))") end,
    "rule 'pattern' .* takes too many steps in sentence 1")
end)
