local test, check = ...
local core = require "casus.core"
local run = require "program"
local train = require "casus.train"

-- A few sentences of a grammar that a small network learns at once: someone saw something.
local function treebank(name, id, seed)
  local people = { "Anna", "Boris", "Carla", "David" }
  local things = { "ships", "letters", "maps", "walls" }
  local verbs = { saw = "see", sent = "send", drew = "draw" }
  local names = { "saw", "sent", "drew" }
  local lines = { "# newdoc id = " .. id }
  local word = "%d\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t_\t%s"
  for i = 1, 40 do
    local person, thing = people[(i + seed) % 4 + 1], things[(i * 3 + seed) % 4 + 1]
    local verb = names[i % 3 + 1]
    lines[#lines + 1] = ("# text = %s %s %s."):format(person, verb, thing)
    lines[#lines + 1] = word:format(1, person, person, "PROPN", "NNP", "Number=Sing", 2, "nsubj", "_")
    lines[#lines + 1] = word:format(2, verb, verbs[verb], "VERB", "VBD", "Tense=Past", 0, "root", "_")
    lines[#lines + 1] = word:format(3, thing, thing:sub(1, -2), "NOUN", "NNS", "Number=Plur", 2, "obj", "SpaceAfter=No")
    lines[#lines + 1] = word:format(4, ".", ".", "PUNCT", ".", "_", 2, "punct", "_")
    lines[#lines + 1] = ""
  end
  local path = run.folder .. "/" .. name
  run.write(path, table.concat(lines, "\n") .. "\n")
  return path
end

local function small(options)
  options.width, options.layers, options.epochs = 16, 1, options.epochs or 400
  return options
end

test("a model is trained, told of, and used", function()
  local path, reports = run.folder .. "/small.model", {}
  check.equal(train.model(path, small {
    treebanks = { treebank("train.conllu", "a", 0) }, held_out = treebank("dev.conllu", "b", 1), seed = 1,
    report = function(figures) reports[#reports + 1] = figures end,
  }), true)
  check.equal(#reports, 400)
  check.equal({ reports[1].epoch, reports[400].epoch, reports[400].epochs }, { 1, 400, 400 })
  check.truthy(reports[400].loss < reports[1].loss / 2)
  check.truthy(reports[400].upos > 0.9 and reports[400].uas > 0.9 and reports[400].las > 0.9)
  local got = run { "--model", path, "parse", "-", stdin = "Carla drew maps." }
  check.equal(got.stderr, "")
  check.match(got.stdout, "1\tCarla\tCarla\tPROPN\tNNP\tNumber=Sing\t2\tnsubj")
  check.match(got.stdout, "2\tdrew\tdraw\tVERB\tVBD\tTense=Past\t0\troot")
  check.match(got.stdout, "3\tmaps\tmap\tNOUN\tNNS\tNumber=Plur\t2\tobj")
end)

test("without a treebank to measure on there are no figures of it", function()
  local report
  check.equal(train.model(run.folder .. "/one.model", small {
    treebanks = { treebank("train.conllu", "a", 0) }, epochs = 1, report = function(figures) report = figures end,
  }), true)
  check.equal({ report.upos, report.uas, report.las }, {})
end)

test("the same seed gives the same model, another one another; documents can be left out", function()
  local function bytes(options)
    local path = run.folder .. "/seed.model"
    assert(train.model(path, small(options)))
    return run.read(path)
  end
  local a, b = treebank("a.conllu", "kept", 0), treebank("b.conllu", "left_out", 1)
  local first = bytes { treebanks = { a }, epochs = 2, seed = 1 }
  check.truthy(first == bytes { treebanks = { a }, epochs = 2, seed = 1 })
  check.truthy(first ~= bytes { treebanks = { a }, epochs = 2, seed = 2 })
  check.truthy(first ~= bytes { treebanks = { a, b }, epochs = 2, seed = 1 })
  check.truthy(first == bytes { treebanks = { a, b }, epochs = 2, seed = 1, without = "left" })
end)

-- Texts of another small grammar: someone met someone, or an organisation.
local function texts(name)
  local lines = {}
  for i = 1, 30 do
    local person = ({ "Anna", "Boris", "Carla" })[i % 3 + 1]
    local other = ({ "NATO", "ships", "letters", "ASEAN" })[i % 4 + 1]
    local organisation = other:find "^%u"
    lines[i] = ('{"text": "%s saw %s.", "spans": [{"start": 0, "end": %d, "label": "PERSON"}%s]}'):format(person, other,
      #person, organisation and (', {"start": %d, "end": %d, "label": "ORG"}'):format(#person + 5, #person + 5 + #other) or "")
  end
  local path = run.folder .. "/" .. name
  run.write(path, table.concat(lines, "\n") .. "\n")
  return path
end

test("a tagger of names is trained upon a parser, told of, and used", function()
  local parser, path, reports = run.folder .. "/parser.model", run.folder .. "/tagger.model", {}
  assert(train.model(parser, small { treebanks = { treebank("train.conllu", "a", 0) }, epochs = 100, seed = 1 }))
  local gold = texts "texts.jsonl"
  check.equal(train.entities(path, {
    parser = parser, gold = { gold }, silver = { gold }, silver_share = 0.5, held_out = { gold }, width = 16,
    epochs = 60, seed = 1, report = function(figures) reports[#reports + 1] = figures end,
  }), true)
  check.equal({ #reports, reports[60].epoch, reports[60].epochs }, { 60, 60, 60 })
  check.truthy(reports[60].f1 > 0.9 and reports[60].precision > 0.9 and reports[60].recall > 0.9)
  check.truthy(reports[60].loss < reports[1].loss)
  local got = run { "--model", path, "-e", [[
    local document = require("casus").parse "Carla saw ASEAN."
    print(document:token(1).entity, document:token(1).begins, document:token(2).entity, document:token(3).entity)]] }
  check.equal(got.stdout, "PERSON\ttrue\tnil\tORG\n")
  local cli = run { "train", "cli.model", gold, "--entities", "--parser", parser, "--epochs", "1", "--width", "16" }
  check.equal({ cli.status, cli.stdout }, { 0, "" })
  check.match(cli.stderr, "^epoch 1 of 1: loss %d+%.%d+, precision %-, recall %-, F1 %-, %d+ s\n$")
  check.match(select(2, train.entities(path, { gold = { "/nowhere.jsonl" }, parser = parser })), "/nowhere.jsonl: No such file")
  check.match(select(2, train.entities(path, { gold = {}, parser = parser })), "no sentence to learn from")
  check.error(function() core.train_entities(core.engine(core.home .. "/share/casus/data", nil, parser), {
    gold = { { text = "a", spans = { { start = 0, stop = 2, label = "ORG" } } } },
  }, path) end, "spans should lie in the text")
end)

test("what the world does wrong is said; what the caller does wrong raises", function()
  local path, good = run.folder .. "/x.model", treebank("train.conllu", "a", 0)
  local function refused(options, where)
    local result, message, code = train.model(where or path, small(options))
    check.equal(result, nil)
    return message, code
  end
  check.match(refused { treebanks = { "/nowhere.conllu" } }, "^/nowhere.conllu: No such file")
  check.match(refused { treebanks = { good }, clusters = "/nowhere.txt" }, "^/nowhere.txt: No such file")
  check.match(refused { treebanks = {} }, "no sentence to learn from")
  run.write(run.folder .. "/bad.txt", "word 1\nword\n")
  check.match(refused { treebanks = { good }, clusters = run.folder .. "/bad.txt" }, "bad.txt:2: ")
  check.match(refused({ treebanks = { good }, epochs = 1 }, run.folder .. "/no/such/folder.model"), "folder.model")
  local message, code = refused { treebanks = { good }, report = function() return false end }
  check.equal({ message, code }, { "training was stopped", "interrupted" })
  check.equal(io.open(path), nil)

  check.error(function() train.model(path, { treebanks = "x" }) end, "'treebanks' should be a table")
  check.error(function() train.model(path, { treebanks = { good }, epochs = -1 }) end, "'epochs' should be an integer")
  check.error(function() train.model(path, { treebanks = { good }, report = 1 }) end, "'report' should be a function")
  check.error(function()
    train.model(path, small { treebanks = { good }, report = function() error "on purpose" end })
  end, "on purpose")
end)

test("casus train says how it goes", function()
  local good = treebank("train.conllu", "a", 0)
  local got = run { "train", "cli.model", good, "--held-out", good, "--epochs", "2", "--width", "16", "--layers", "1" }
  check.equal(got.status, 0)
  check.equal(got.stdout, "")
  check.match(got.stderr, "^epoch 1 of 2: loss %d+%.%d+, UPOS %d+%.%d+, UAS %d+%.%d+, LAS %d+%.%d+, %d+ s\nepoch 2 of 2")
  check.equal(run { "train", "cli.model" }.status, 2)
  local bad = run { "train", "cli.model", "nowhere.conllu" }
  check.equal(bad.status, 1)
  check.match(bad.stderr, "nowhere.conllu: No such file")
end)

test("a model that is none is refused by name", function()
  run.write(run.folder .. "/none.model", "nothing")
  local got = run { "--model", "none.model", "parse", "-", stdin = "a" }
  check.equal({ got.status, got.stderr }, { 1, "casus parse: none.model: this is no model of casus\n" })
  local engine, message = core.engine(core.home .. "/share/casus/data", nil, run.folder .. "/none.model")
  check.equal(engine, nil)
  check.match(message, "none.model: this is no model of casus")
end)
