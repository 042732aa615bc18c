-- casus.treebank: CoNLL-U files from Lua.
local test, check = ...
local casus = require "casus"
local core = require "casus.core"

local folder = assert(os.getenv "CASUS_TMP")

local function write(text)
  local path = folder .. "/some.conllu"
  local file <close> = assert(io.open(path, "wb"))
  assert(file:write(text))
  return path
end

local sample = [[
# newdoc id = a
# text = Don't go.
1-2	Don't	_	_	_	_	_	_	_	_
1	Do	do	AUX	VB	Mood=Imp	3	aux	_	_
2	n't	not	PART	RB	_	3	advmod	_	_
3	go	go	VERB	VB	_	0	root	_	SpaceAfter=No
4	.	.	PUNCT	.	_	3	punct	_	_

# newpar
# text = Stay
1	Stay	_	VERB	_	_	0	root	_	_

]]

local function open(text) return assert(casus.treebank(write(text or sample))) end

test("words have their columns", function()
  local treebank <close> = open()
  check.equal(#treebank, 5)
  check.equal(treebank:word(1), { number = 1, form = "Do", lemma = "do", upos = "AUX", xpos = "VB", feats = "Mood=Imp",
    head = 3, deprel = "aux", surface = "Don't", joined = true, space_after = false })
  check.equal(treebank:word(2).surface, nil)
  check.equal(treebank:word(2).space_after, true)
  check.equal(treebank:word(5), { number = 5, form = "Stay", upos = "VERB", head = 0, deprel = "root", joined = false,
    space_after = true })
  for _, i in ipairs { 0, 6, -1, math.maxinteger, math.mininteger } do
    check.equal(treebank:word(i), nil)
    check.equal(treebank:sentence(i), nil)
  end
end)

test("sentences are those of documents, but for their lines", function()
  local treebank <close> = open()
  local seen = {}
  for sentence in treebank:sentences() do seen[#seen + 1] = sentence.text end
  check.equal(seen, { "Don't go.", "Stay" })
  check.equal(treebank:sentence_count(), 2)
  check.equal(treebank:sentence(2), { number = 2, first = 5, last = 5, line = 11, paragraph = true, text = "Stay",
    treebank = treebank })
  check.equal(treebank:sentence(1):words()[3], treebank:word(3))
  check.equal(treebank:sentence(1):tree(), [[
 ┌── Do   AUX    aux
 ├── n't  PART   advmod
─┤ go     VERB   root
 └── .    PUNCT  punct
]])
end)

test("the raw text", function()
  local treebank <close> = open()
  check.equal(treebank:text(), "Don't go.\n\nStay")
  check.equal(treebank:text(), treebank:text())
  check.equal(open(""):text(), "")
end)

test("files that cannot be read come back with a message", function()
  local treebank, message, code = casus.treebank(folder .. "/nowhere")
  check.equal({ treebank, code }, { nil, "io" })
  check.match(message, "/nowhere: No such file")
  treebank, message, code = casus.treebank(write(sample .. "1\tGo\n"))
  check.equal({ treebank, code }, { nil, "format" })
  check.match(message, "/some.conllu:13: a word has ten columns")
  check.error(function() casus.treebank() end, "string expected")
end)

test("closing twice is fine, use after it raises", function()
  local treebank = open()
  local sentence = treebank:sentence(1)
  check.equal(tostring(treebank), "treebank: 2 sentences, 5 words")
  treebank:close()
  treebank:close()
  check.equal(tostring(treebank), "treebank (closed)")
  for _, use in ipairs {
    function() return #treebank end, function() return treebank:word(1) end, function() return treebank:text() end,
    function() return treebank:sentences() end, function() return treebank:sentence(1) end,
    function() return sentence:tree() end,
  } do
    check.error(use, "treebank is closed")
  end
  check.error(function() treebank.word({}, 1) end, "casus.treebank expected")
  check.error(function() open():word "x" end, "number expected")
end)

test("text without white space, and in lower case", function()
  check.equal({ core.solid " a\u{A0}é\n中 " }, { "aé中", 3 })
  check.equal({ core.solid "" }, { "", 0 })
  check.equal(core.fold "Éa ÇB", "éa çb")
  check.equal(core.fold "", "")
  check.error(function() core.solid "\xFF" end, "not UTF%-8")
  check.error(function() core.fold "a\0" end, "not UTF%-8")
end)
