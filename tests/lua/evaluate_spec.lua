-- casus evaluate: figures that were worked out by hand.
local test, check = ...
local align = require "casus.evaluate.parse.alignment"
local casus = require "casus"
local core = require "casus.core"
local evaluate = require "casus.evaluate"
local run = require "program"
local words = require "casus.evaluate.parse.words"

local root = assert(os.getenv "CASUS_ROOT")
local golden = root .. "/tests/golden/evaluate-parse/"

local function save(name, text)
  local path = run.folder .. "/" .. name
  run.write(path, text)
  return path
end

--- CoNLL-U from lines of `ID FORM HEAD DEPREL [LEMMA [UPOS [FEATS]]]`, a blank one between sentences.
local function conllu(text)
  local lines = {}
  for line in text:gmatch "([^\n]*)\n?" do
    local cells = {}
    for cell in line:gmatch "%S+" do cells[#cells + 1] = cell end
    local id, form, head, deprel, lemma, upos, feats = table.unpack(cells)
    lines[#lines + 1] = id and table.concat({ id, form, lemma or "_", upos or "_", "_", feats or "_", head or "_",
      deprel or "_", "_", "_" }, "\t") or ""
  end
  return table.concat(lines, "\n") .. "\n"
end

--- The counts of each measure, as `correct/gold/system`.
local function counts(gold, predicted)
  local result = assert(evaluate.kind "parse".run(save("gold.conllu", conllu(gold)),
    { predicted = save("predicted.conllu", conllu(predicted)) }))
  local by_name = {}
  for _, one in ipairs(result.measures) do
    by_name[one.name] = ("%d/%d/%d"):format(one.correct, one.gold, one.system)
  end
  return by_name
end

--- The pairs of words that are aligned, as "gold=system gold=system".
local function aligned(gold, predicted)
  local a <close> = assert(casus.treebank(save("gold.conllu", conllu(gold))))
  local b <close> = assert(casus.treebank(save("predicted.conllu", conllu(predicted))))
  local left, right = words.of(a), words.of(b)
  local pairing, pairs_seen = align(left, right), {}
  check.equal(left.solid, right.solid)
  for g, form in ipairs(left.form) do
    local s = pairing.system[g]
    if s then
      check.equal(pairing.gold[s], g)
      pairs_seen[#pairs_seen + 1] = form .. "=" .. right.form[s]
    end
  end
  check.equal(pairing.count, #pairs_seen)
  return table.concat(pairs_seen, " ")
end

test("the examples of the documentation", function()
  check.equal(evaluate.kinds(), { "cause", "entity", "event", "parse", "quote", "time" })
  local figures = evaluate.figures { gold = 10, system = 8, correct = 4, aligned = 5 }
  check.equal({ figures.precision, figures.recall, figures.aligned }, { 50.0, 40.0, 80.0 })
  check.near(figures.f1, 44.444444444444446)
  check.equal(evaluate.kind "guesses", nil)
  check.equal(evaluate.kind "../evaluate", nil)
end)

test("nothing is right of nothing", function()
  local figures = evaluate.figures { gold = 0, system = 0, correct = 0, aligned = 0 }
  check.equal(figures, { precision = 0.0, recall = 0.0, f1 = 0.0, aligned = 0.0 })
end)

-- The pair in tests/golden/evaluate-parse. What covers the same characters, white space left out:
--
--   gold    Didn't(Did n't) the ships sail to Oslo ?     They couldn't(could n't) .
--   system  Didn't(Did n't) the ships sail to Oslo?      They couldn't            .
--
-- Tokens: 10 gold, 9 of the system; not the same are Oslo, ? and Oslo?: 8 are right.
-- Sentences: 2, both right.
-- Words: 12 gold, 10 of the system. Within couldn't the forms could and n't have nothing in common with couldn't, so
-- aligned are Did n't the ships sail to They and the last stop: 8.
-- UPOS: sail is wrong: 7. XPOS: sail and to: 6. UFeats: sail (Number, not VerbForm) and the (no Definite): 6; those of
-- Did are the same but for Style, which is no universal feature, and the order. AllTags: sail, to, the: 5.
-- Lemmas: ships is wrong; that of They is not given in gold, so that any is right: 7.
-- UAS: to hangs on sail, not Oslo; They and the last stop hang on couldn't, which is not aligned to could: 5.
-- LAS: ships is obj and not nsubj besides; advmod:neg is advmod: 4.
-- CLAS: of content in gold are n't ships sail Oslo They could n't: 7; in the system n't ships sail Oslo? They
-- couldn't: 6; of the four that are aligned n't and sail are right: 2.
-- MLAS: of these, sail has a wrong tag: 1. BLEX: both have their lemmas: 2.
test("the figures of a small pair", function()
  local result = assert(evaluate.kind "parse".run(golden .. "gold.conllu", { predicted = golden .. "predicted.conllu" }))
  local wanted = {
    { name = "Tokens", gold = 10, system = 9, correct = 8 },
    { name = "Sentences", gold = 2, system = 2, correct = 2 },
    { name = "Words", gold = 12, system = 10, correct = 8 },
    { name = "UPOS", gold = 12, system = 10, correct = 7, aligned = 8 },
    { name = "XPOS", gold = 12, system = 10, correct = 6, aligned = 8 },
    { name = "UFeats", gold = 12, system = 10, correct = 6, aligned = 8 },
    { name = "AllTags", gold = 12, system = 10, correct = 5, aligned = 8 },
    { name = "Lemmas", gold = 12, system = 10, correct = 7, aligned = 8 },
    { name = "UAS", gold = 12, system = 10, correct = 5, aligned = 8 },
    { name = "LAS", gold = 12, system = 10, correct = 4, aligned = 8 },
    { name = "CLAS", gold = 7, system = 6, correct = 2, aligned = 4 },
    { name = "MLAS", gold = 7, system = 6, correct = 1, aligned = 4 },
    { name = "BLEX", gold = 7, system = 6, correct = 2, aligned = 4 },
  }
  for i, one in ipairs(wanted) do check.equal(result.measures[i], one, one.name) end
  check.equal(#result.measures, #wanted)
  check.equal(result.errors, nil)
end)

-- Aligned and wrong in one way or another: ships (relation), to, They, the last stop (head).
test("the errors of the same pair", function()
  local options = { predicted = golden .. "predicted.conllu", errors = 10 }
  local errors = assert(evaluate.kind "parse".run(golden .. "gold.conllu", options)).errors
  local seen = {}
  for i, one in ipairs(errors) do
    seen[i] = table.concat({ one.count, one.gold, one.predicted, one.head, one.word, one.gold_head, one.predicted_head }, " ")
  end
  check.equal(seen, {
    "1 case case wrong to Oslo sail", "1 nsubj nsubj wrong They could couldn't",
    "1 nsubj obj right ships sail sail", "1 punct punct wrong . could couldn't",
  })
  check.equal(errors[3].example, "Didn't the [ships] sail to Oslo?")
  check.equal(errors[4].example, "They couldn't[.]")
  check.equal({ errors[3].line, errors[4].line }, { 6, 17 })
end)

test("errors come by how often there are, with the shortest sentence", function()
  local gold = [[
1 a 2 det
2 ships 3 nsubj
3 sail 0 root

1 long 2 amod
2 ships 3 nsubj
3 sail 0 root

1 ships 2 nsubj
2 sail 0 root

1 the 2 det
2 ships 3 nsubj
3 sail 0 root
]]
  local path = save("gold.conllu", conllu(gold))
  local predicted = save("predicted.conllu", conllu((gold:gsub("nsubj", "obj"):gsub("a 2 det", "a 2 case"))))
  local errors = evaluate.kind "parse".run(path, { predicted = predicted, errors = 10 }).errors
  check.equal(#errors, 2)
  check.equal({ errors[1].count, errors[1].gold, errors[1].example, errors[1].line }, { 4, "nsubj", "[ships] sail", 9 })
  check.equal({ errors[2].count, errors[2].gold, errors[2].predicted }, { 1, "det", "case" })
  check.equal(#evaluate.kind "parse".run(path, { predicted = predicted, errors = 1 }).errors, 1)
end)

test("a file against itself is right throughout", function()
  local result = assert(evaluate.kind "parse".run(golden .. "gold.conllu", { predicted = golden .. "gold.conllu", errors = 5 }))
  for _, one in ipairs(result.measures) do
    check.equal({ one.correct, one.system }, { one.gold, one.gold }, one.name)
  end
  check.equal(result.errors, {})
end)

test("words within multiword tokens are aligned by their forms", function()
  -- In lower case, and in order: "lo" is the last of gold, "me" has none.
  check.equal(aligned("1-3 dámelo\n1 dá 0 root\n2 me 1 obj\n3 lo 1 obj", "1-2 dámelo\n1 DÁ 0 root\n2 lo 1 obj"),
    "dá=DÁ lo=lo")
  -- Only one side has a multiword token; the other's words that lie in it take part.
  check.equal(aligned("1-2 dalo\n1 da 0 root\n2 lo 1 obj\n3 ya 1 x", "1 da 0 root\n2 lo 1 obj\n3 ya 1 x"),
    "da=da lo=lo ya=ya")
  check.equal(aligned("1 da 0 root\n2 lo 1 obj", "1-2 dalo\n1 dar 0 root\n2 lo 1 obj"), "lo=lo")
  -- Two that overlap are taken together, with the words that lie in either.
  check.equal(aligned("1-2 abcd\n1 ab 0 root\n2 cd 1 x\n3 ef 1 x", "1 ab 0 root\n2-3 cdef\n2 cd 1 x\n3 ef 1 x"),
    "ab=ab cd=cd ef=ef")
  -- A word that reaches beyond the token is not within it, and nothing else covers what it does.
  check.equal(aligned("1-2 abc\n1 a 0 root\n2 bc 1 x\n3 de 1 x\n4 f 1 x", "1 a 0 root\n2 b 1 x\n3 cde 1 x\n4 f 1 x"),
    "a=a f=f")
  check.equal(aligned("1-2 abc\n1 a 0 root\n2 cd 1 x\n3 d 1 x", "1 ab 0 root\n2 cd 1 x"), "") -- nor if it looks alike
  -- Side by side they are apart.
  check.equal(aligned("1-2 xa\n1 x 0 root\n2 a 1 x\n3-4 bx\n3 b 1 x\n4 x 1 x", "1-2 xa\n1 a 0 root\n2 b 1 x\n3-4 bx\n3 x 1 x\n4 a 1 x"),
    "a=a x=x")
  -- A token of one word is one all the same.
  check.equal(aligned("1-1 au\n1 à 0 root", "1 au 0 root"), "")
end)

test("words that are no such cover the same characters", function()
  check.equal(aligned("1 ab 0 root\n2 c 1 x\n3 d 1 x", "1 a 0 root\n2 bc 1 x\n3 d 1 x"), "d=d")
  check.equal(aligned("1 abc 0 root\n2 d 1 x", "1 a 0 root\n2 b 1 x\n3 c 1 x\n4 d 1 x"), "d=d")
  -- Case and white space do not matter there, only places.
  check.equal(aligned("1 a 0 root\n\n1 b 0 root", "1 a 0 root\n2 b 1 x"), "a=a b=b")
end)

test("function words count with their head in MLAS", function()
  local gold = "1 The 2 det the DET\n2 ship 3 nsubj ship NOUN\n3 sails 0 root sail VERB\n4 on 3 advmod on ADV"
  local function with(from, to)
    local got = counts(gold, (gold:gsub(from, to)))
    return table.concat({ got.LAS, got.CLAS, got.MLAS, got.BLEX }, " ")
  end
  check.equal(with("x", "x"), "4/4/4 3/3/3 3/3/3 3/3/3")
  check.equal(with("the DET", "the PRON"), "4/4/4 3/3/3 2/3/3 3/3/3") -- ship has a function word that is wrong
  check.equal(with("the DET", "la DET"), "4/4/4 3/3/3 3/3/3 3/3/3")
  check.equal(with("the DET", "the DET PronType=Art"), "4/4/4 3/3/3 2/3/3 3/3/3")
  check.equal(with("the DET", "the DET Other=Art"), "4/4/4 3/3/3 3/3/3 3/3/3")
  check.equal(with("2 det", "2 case"), "3/4/4 3/3/3 2/3/3 3/3/3")
  check.equal(with("2 det", "2 det:x"), "4/4/4 3/3/3 3/3/3 3/3/3")
  check.equal(with("2 det", "3 det"), "3/4/4 3/3/3 1/3/3 3/3/3") -- ship lacks it, and sails has one too many
  check.equal(with("2 det", "2 amod"), "3/4/4 3/3/4 2/3/4 3/3/4") -- one word of content more in the system
  check.equal(with("ship NOUN", "boat NOUN"), "4/4/4 3/3/3 3/3/3 2/3/3")
  check.equal(with("ship NOUN", "ship VERB"), "4/4/4 3/3/3 2/3/3 3/3/3")
end)

test("roots are right as roots only", function()
  local got = counts("1 a 0 root\n2 b 1 dep\n\n1 c 0 root", "1 a 2 dep\n2 b 0 root\n\n1 c 0 root")
  check.equal({ got.UAS, got.LAS }, { "1/3/3", "1/3/3" })
  -- A sentence too many: the head of c is b in gold, and nothing in the system.
  got = counts("1 a 0 root\n2 b 1 dep\n3 c 2 dep", "1 a 0 root\n2 b 1 dep\n\n1 c 0 dep")
  check.equal({ got.Sentences, got.UAS, got.LAS }, { "0/1/2", "2/3/3", "2/3/3" })
  -- One too few.
  got = counts("1 a 0 root\n\n1 b 0 root\n\n1 c 0 root", "1 a 0 root\n2 b 1 dep\n\n1 c 0 root")
  check.equal({ got.Sentences, got.Tokens, got.UAS }, { "1/3/2", "3/3/3", "2/3/3" })
end)

test("casus itself is run on the raw text", function()
  local path = save("raw.conllu", "# text = Ships don't sail.\n" .. conllu [[
1 Ships 4 nsubj
2-3 don't
2 do 4 aux
3 n't 4 advmod
4 sail. 0 root]] .. "\n# newpar\n# text = They do\n" .. conllu "1 They 2 nsubj\n2 do 0 root")
  local result = assert(evaluate.kind "parse".run(path, {}))
  -- sail. is two tokens to casus: sail and the stop.
  check.equal(result.measures[1], { name = "Tokens", gold = 5, system = 6, correct = 4 })
  check.equal(result.measures[2], { name = "Sentences", gold = 2, system = 2, correct = 2 })
  check.equal(result.measures[3], { name = "Words", gold = 6, system = 7, correct = 5 })
end)

test("an empty file has nothing to measure", function()
  local path = save("empty.conllu", "")
  local result = assert(evaluate.kind "parse".run(path, { errors = 1 }))
  for _, one in ipairs(result.measures) do check.equal({ one.gold, one.system, one.correct }, { 0, 0, 0 }) end
  local other = evaluate.kind "parse".run(path, { predicted = golden .. "gold.conllu" })
  check.equal(other, nil)
end)

test("JSON has a line a file", function()
  local gold = golden .. "gold.conllu"
  local result = run { "evaluate", "parse", gold, gold, "--json" }
  check.equal({ result.stderr, result.status }, { "", 0 })
  local lines = {}
  for line in result.stdout:gmatch "[^\n]+" do lines[#lines + 1] = assert(core.json.decode(line)) end
  check.equal(#lines, 2)
  check.equal(lines[1], lines[2])
  check.equal(lines[1].file, gold)
  check.equal(lines[1].errors, nil)
  check.equal(lines[1].measures.Tokens.recall, 100)
  check.match(result.stdout, '"Tokens":{"precision":[^}]*,"aligned":null,')
end)

test("help names the kinds", function()
  local result = run { "evaluate", "--help" }
  check.equal(result.status, 0)
  check.match(result.stdout, "casus evaluate parse GOLD%.conllu")
end)

-- ---- Names

local function names(gold, predicted)
  local options = { predicted = predicted and save("predicted.jsonl", predicted), errors = 9 }
  local result, message = evaluate.kind "entity".run(save("gold.jsonl", gold), options)
  if not result then return nil, message end
  local by_name = {}
  for _, one in ipairs(result.measures) do
    if one.gold + one.system > 0 then by_name[one.name] = ("%d/%d/%d"):format(one.correct, one.gold, one.system) end
  end
  return by_name, result.errors
end

test("names have to have the same bytes and label", function()
  local gold = [[
{"text": "Anna met the Bank of China.", "spans": [{"start": 0, "end": 4, "label": "PERSON"}, {"start": 13, "end": 26, "label": "ORG"}]}
{"text": "Oslo.", "spans": []}]]
  local system = [[
{"text": "Anna met the Bank of China.", "spans": [{"start": 0, "end": 4, "label": "ORG"}, {"start": 21, "end": 26, "label": "GPE"}]}
{"text": "Oslo.", "spans": [{"start": 0, "end": 4, "label": "GPE"}]}]]
  local counts_of, errors = names(gold, system)
  check.equal(counts_of, { PERSON = "0/1/0", ORG = "0/1/1", GPE = "0/0/2", all = "0/2/3" })
  local seen = {}
  for i, one in ipairs(errors) do seen[i] = ("%s>%s %s:%d"):format(one.gold, one.predicted, one.name, one.line) end
  check.equal(seen, { "ORG>other bytes Bank of China:1", "PERSON>ORG Anna:1", "->GPE Oslo:2" })
  check.equal(names(gold, gold), { PERSON = "1/1/1", ORG = "1/1/1", all = "2/2/2" })
end)

test("coarse labels are compared coarsely", function()
  local gold = '{"text": "Oslo in May.", "spans": [{"start": 0, "end": 4, "label": "location", "coarse": "LOC"},'
    .. ' {"start": 8, "end": 11, "label": "misc", "coarse": "MISC"}]}'
  local system = '{"text": "Oslo in May.", "spans": [{"start": 0, "end": 4, "label": "GPE"},'
    .. ' {"start": 8, "end": 11, "label": "EVENT"}]}'
  check.equal(names(gold, system), { LOC = "1/1/1", all = "1/1/1" })
end)

test("what casus itself finds is compared", function()
  local gold = '{"text": "NATO criticised China.", "spans": [{"start": 0, "end": 4, "label": "ORG"},'
    .. ' {"start": 16, "end": 21, "label": "GPE"}]}'
  check.equal(names(gold), { ORG = "1/1/1", GPE = "1/1/1", all = "2/2/2" })
end)

test("texts with names that are none are refused by line", function()
  local function refused(line) return select(2, names('{"text": "", "spans": []}\n' .. line)) end
  check.match(refused "nonsense", "gold.jsonl:2: ")
  check.match(refused "[]", "gold.jsonl:2: a line should be an object with `text`")
  check.match(refused '{"text": "a"}', "gold.jsonl:2: `spans` should be a list")
  check.match(refused '{"text": "a", "spans": [{"start": 0, "end": 2, "label": "ORG"}]}', "should lie in the text")
  check.match(refused '{"text": "a", "spans": [{"start": 0, "end": 1}]}', "should have `start`, `end` and `label`")
  check.match(refused '{"text": "ab", "spans": [{"start": 0, "end": 2, "label": "ORG"}, {"start": 1, "end": 2, "label": "ORG"}]}',
    "not overlap")
  check.match(select(2, evaluate.kind "entity".run("/nowhere.jsonl", {})), "/nowhere.jsonl: No such file")
end)

-- ---- Quotations

local function quotations(gold, predicted)
  local options = { predicted = predicted and save("predicted.jsonl", predicted), errors = 9 }
  local result, message = evaluate.kind "quote".run(save("gold.jsonl", gold), options)
  if not result then return nil, message end
  local by_name = {}
  for _, one in ipairs(result.measures) do by_name[one.name] = ("%d/%d/%d"):format(one.correct, one.gold, one.system) end
  return by_name, result
end

test("quotations are compared by content, speaker and cue", function()
  local gold = '{"text": "Anna said: \\"No, no.\\"", "quotes": [{"start": 11, "end": 20, "mode": "direct",'
    .. ' "speaker": {"start": 0, "end": 4}, "cue": {"start": 5, "end": 9}}]}'
  local system = '{"text": "Anna said: \\"No, no.\\"", "quotes": [{"start": 11, "end": 15, "mode": "direct"},'
    .. ' {"start": 15, "end": 20, "mode": "indirect", "speaker": {"start": 5, "end": 9}, "cue": {"start": 8, "end": 9}}]}'
  local counts_of, result = quotations(gold, system)
  check.equal(counts_of, { ["content exact"] = "0/1/2", ["content overlap"] = "9/9/9", ["direct exact"] = "0/1/1",
    speaker = "0/1/1", cue = "1/1/1" })
  check.equal({ #result.errors, result.measures[4].aligned }, { 3, 1 })
  local whole = { ["content exact"] = "1/1/1", ["content overlap"] = "9/9/9", ["direct exact"] = "1/1/1",
    speaker = "1/1/1", cue = "1/1/1" }
  check.equal(quotations(gold, gold), whole)
  check.equal(quotations(gold), whole) -- and what casus itself finds
end)

test("quotations that are none are refused by line", function()
  local function refused(quote) return select(2, quotations('{"text": "abc", "quotes": [' .. quote .. "]}")) end
  check.match(refused '{"start": 0, "end": 4, "mode": "direct"}', "gold.jsonl:1: a quotation should have")
  check.match(refused '{"start": 0, "end": 1, "mode": "direct", "cue": {"start": 2}}', "`cue` should have")
  check.match(refused '{"start": 0, "end": 1, "mode": "direct", "spans": [[0]]}', "`spans` should be")
end)

-- ---- Times

-- Three gold times and three of the system: the first is right, the second has other bytes and another type but one of
-- the values, the third is missed, and one more is found where there is none.
test("times as TempEval-3 counts them", function()
  local gold = save("times.jsonl", [[
{"text":"They met on 5 May 2021 and after two weeks left in June.","date":"2021-07-01","spans":[{"start":12,"end":22,"type":"DATE","value":"2021-05-05"},{"start":27,"end":42,"type":"DATE","values":["2021-05-19","P2W"]},{"start":51,"end":55,"type":"DATE","value":"2021-06"}]}
]])
  local predicted = save("found.jsonl", [[
{"text":"They met on 5 May 2021 and after two weeks left in June.","spans":[{"start":0,"end":4,"type":"DATE","value":"X"},{"start":12,"end":22,"type":"DATE","value":"2021-05-05"},{"start":33,"end":42,"type":"DURATION","value":"P2W"}]}
]])
  local result = assert(evaluate.kind "time".run(gold, { predicted = predicted, errors = 5 }))
  check.equal(result.measures, {
    { name = "strict", gold = 3, system = 3, correct = 1 },
    { name = "relaxed", gold = 3, system = 3, correct = 2 },
    { name = "type", gold = 3, system = 3, correct = 1, aligned = 2 },
    { name = "value", gold = 3, system = 3, correct = 2, aligned = 2 },
  })
  check.equal(#result.errors, 2)
  local found = assert(evaluate.kind "time".run(gold, {}))
  check.equal(found.measures[2].correct, 3)
  local bad = save("bad.jsonl", '{"text":"May","spans":[{"start":2,"end":9}]}\n')
  check.equal((select(2, evaluate.kind "time".run(bad, {}))):match ":1: .*", ":1: a span should have `start` and `end` in the text")
end)

-- ---- Events

local function events(gold, predicted)
  local options = { predicted = predicted and save("predicted.jsonl", predicted), errors = 9 }
  local result, message = evaluate.kind "event".run(save("gold.jsonl", gold), options)
  if not result then return nil, message end
  local by_name = {}
  for _, one in ipairs(result.measures) do
    by_name[one.name] = ("%d/%d/%d"):format(one.correct, one.gold, one.system)
  end
  return by_name, result.errors
end

local thanks = '{"text": "Norway thanked Chad.", "relations": [%s]}'

test("events are compared by type, with their source, with both sides", function()
  local gold = thanks:format '{"type": "support", "source": {"code": "NOR"}, "target": {"code": "TCD"}}'
  local system = thanks:format('{"type": "support", "source": {"code": "NORGOV"}, "target": null},'
    .. '{"type": "member", "source": {"code": "NOR"}, "target": {"code": "TCD"}},'
    .. '{"type": "aid", "source": {"id": "Norway"}, "target": null}')
  local by_name, errors = events(gold, system)
  check.equal(by_name, { type = "1/1/2", ["source+type"] = "1/1/2", triple = "0/1/2" })
  local seen = {}
  for i, one in ipairs(errors) do seen[i] = one.gold .. " | " .. one.predicted end
  check.equal(seen, { "- | aid Norway > -", "support NOR > TCD | support NORGOV > -" })
  check.equal(events(gold, gold), { type = "1/1/1", ["source+type"] = "1/1/1", triple = "1/1/1" })
end)

test("the events that casus finds are compared, on the day of the text", function()
  check.equal(events(thanks:format '{"type": "support", "source": {"id": "Norway"}, "target": {"text": "Chad"}}'),
    { type = "1/1/1", ["source+type"] = "1/1/1", triple = "1/1/1" })
  check.equal(events(thanks:format ""), { type = "0/0/1", ["source+type"] = "0/0/1", triple = "0/0/1" })
end)

test("gold events that are none are refused by line", function()
  local function refused(line) return select(2, events(thanks:format "" .. "\n" .. line)) end
  check.match(refused "nonsense", "gold.jsonl:2: ")
  check.match(refused "[]", "gold.jsonl:2: a line should be an object with `text`")
  check.match(refused '{"text": "a"}', "gold.jsonl:2: `relations` should be a list")
  check.match(refused '{"text": "a", "relations": [{}]}', "gold.jsonl:2: a relation should have `type`")
  check.match(select(2, events(thanks:format "", "")), "predicted.jsonl has 0 texts")
  check.match(select(2, evaluate.kind "event".run("/nowhere.jsonl", {})), "/nowhere.jsonl: No such file")
end)

-- ---- Causes

-- Three claims and two that were found: one with the right spans and another sign, one that shares a byte of each side.
test("causes are compared by their spans and sign", function()
  local text = "Drought raised prices, and sanctions cut trade, and war cut aid."
  local function claims(...)
    local list = {}
    for i, one in ipairs { ... } do
      list[i] = ('{"cause": {"start": %d, "end": %d}, "effect": {"start": %d, "end": %d}, "sign": %d}'):format(table.unpack(one))
    end
    return ('{"text": "%s", "causes": [%s]}\n'):format(text, table.concat(list, ", "))
  end
  local path = save("causes.jsonl", claims({ 0, 7, 15, 21, 1 }, { 27, 36, 41, 46, -1 }, { 52, 55, 60, 63, -1 }))
  local predicted = save("found.jsonl", claims({ 0, 7, 15, 21, -1 }, { 22, 28, 37, 42, -1 }))
  local result = assert(evaluate.kind "cause".run(path, { predicted = predicted, errors = 5 }))
  check.equal(result.measures, {
    { name = "overlap", gold = 3, system = 2, correct = 2 },
    { name = "half", gold = 3, system = 2, correct = 1 },
    { name = "sign", gold = 3, system = 2, correct = 1, aligned = 2 },
  })
  check.equal(#result.errors, 1)
  check.equal(result.errors[1].gold, "war -> aid")
  local found = assert(evaluate.kind "cause".run(save("one.jsonl",
    '{"text": "The war has raised prices.", "causes": [{"cause": {"start": 0, "end": 7}, "effect": {"start": 19, "end": 25}, "sign": 1}]}'), {}))
  check.equal(found.measures[3].correct, 1)
  local bad = save("bad.jsonl", '{"text": "War", "causes": [{"cause": {"start": 0, "end": 3}}]}')
  check.match(select(2, evaluate.kind "cause".run(bad, {})), "bad.jsonl:1: a claim should have `cause` and `effect`")
end)

-- ---- Confidences

test("confidences are held against what is right", function()
  local reliability = require "casus.reliability"
  local bins, apart = reliability.table { { confidence = 0.82, correct = true }, { confidence = 0.88, correct = false },
    { confidence = 1.0, correct = true }, { confidence = 0.0, correct = false } }
  check.equal(#bins, 3)
  check.equal({ bins[1].from, bins[1].to, bins[1].records, bins[1].right }, { 0.9, 1.0, 1, 1.0 })
  check.equal({ bins[2].records, bins[2].right }, { 2, 0.5 })
  check.near(bins[2].said, 0.85)
  check.near(apart, 0.7 / 4)
  check.equal({ reliability.table {} }, { {}, 0.0 })
end)

test("kinds judge what they find, and the table shows it", function()
  local texts = {
    entity = '{"text": "Japan met NATO.", "spans": [{"start": 0, "end": 5, "label": "GPE"}]}',
    time = '{"text": "They met on 5 May 2021.", "spans": [{"start": 12, "end": 22, "value": "2021-05-05"}]}',
    quote = '{"text": "\\"We met,\\" said China.", "quotes": [{"start": 0, "end": 9, "mode": "direct"}]}',
    cause = '{"text": "The war has raised prices.", "causes": []}',
    event = '{"text": "Norway thanked Chad.", "relations": []}',
  }
  for kind, line in pairs(texts) do
    local path = save(kind .. ".jsonl", line .. "\n")
    local module = evaluate.kind(kind)
    local result = assert(module.run(path, {}))
    check.truthy(#result.judged > 0, kind)
    for _, one in ipairs(result.judged) do check.equal(type(one.correct), "boolean", kind) end
    check.match(evaluate.text(module, result, path, true), "said and right are %d%.%d+ apart", kind)
    check.match(evaluate.json(module, result, path, true), '"reliability":%[{"from":', kind)
  end
  check.match(evaluate.text(evaluate.kind "parse", { measures = {} }, "x", true), "no record has a confidence")
end)
