-- Variables of causal claims, and the signed graph that the claims of many reports add up to.
local test, check = ...
local casus = require "casus"
local concepts = require "casus.concepts"
local grid = require "casus.table"
local variable = require "casus.concepts.variable"

local folder = os.getenv "CASUS_TMP"

-- ---- One span ------------------------------------------------------------------------------------------------------

-- The variable of a phrase within a text; names are given as { phrase = id }.
local function variable_of(text, phrase, detail, names, map)
  local document <close> = assert(casus.parse(text))
  local first, last = text:find(phrase, 1, true)
  local mentions = {}
  for words, name in pairs(names or {}) do
    local from, to = text:find(words, first, true)
    mentions[#mentions + 1] = { start = from - 1, stop = to, name = name, mention = "name" }
  end
  return variable.of(document, first - 1, last, mentions, variable.map(map), detail or "full")
end

local function name_of(...)
  local found = variable_of(...)
  return found and found.name
end

test("a variable is named by its head and the words that tell its kind", function()
  local text = "Foreign investment in the region raises local wages."
  check.equal(name_of(text, "Foreign investment in the region"), "foreign investment")
  check.equal(name_of(text, "local wages"), "local income")
  check.equal(name_of(text, "local wages", "head"), "income")
end)

test("what grows or shrinks is the variable, not its growing", function()
  check.equal(name_of("The lack of access hurts them.", "The lack of access"), "access")
  check.equal(name_of("The sharp rise in prices hurts them.", "The sharp rise in prices"), "price")
end)

test("names tell variables apart, unless that is not wanted", function()
  local text = "The presence of NATO in Japan worries China."
  local names = { NATO = "NATO", Japan = "Japan" }
  check.equal(name_of(text, "The presence of NATO in Japan", "full", names), "military presence (Japan, NATO)")
  check.equal(name_of(text, "The presence of NATO in Japan", "kind", names), "military presence")
  check.equal(name_of(text, "China", "full", { China = "China" }), "China")
end)

test("a clause is named by its verb and what is done, or what does it", function()
  check.equal(name_of("They lost because the army destroyed the bridge.", "the army destroyed the bridge"), "destroy bridge")
  check.equal(name_of("They lost because the ferry arrived.", "the ferry arrived"), "ferry arrive")
  check.equal(name_of("They lost because the move put pressure on them.", "the move put pressure on them"), "pressure")
end)

test("words of one meaning are one variable", function()
  check.equal(variable.concept "hostilities", variable.concept "war")
  check.equal(variable.concept "teapot", "teapot")
end)

test("the analyst's own map goes first, and its longest phrase", function()
  local map = { mood = { "words" }, ["war of words"] = "war of words" }
  local found = variable_of("The war of words frightens traders.", "The war of words", "full", nil, map)
  check.equal(found.name, "war of words")
  check.equal(found.mapped, true)
  check.equal(name_of("Angry words frighten traders.", "Angry words", "full", nil, map), "mood")
end)

test("a pronoun names nothing", function()
  check.equal(variable_of("This frightens traders.", "This"), nil)
end)

test("a map may be a file; one that is none is told", function()
  local path = folder .. "/map.tsv"
  local file = assert(io.open(path, "w"))
  file:write "variable\tphrase\nmood\tangry words\n"
  file:close()
  check.equal(variable.map(path)[1].name, "mood")
  local missing, message = variable.map(folder .. "/no.tsv")
  check.equal(missing, nil)
  check.match(message, "no%.tsv")
  file = assert(io.open(path, "w"))
  file:write "name\tphrase\n"
  file:close()
  check.match(select(2, variable.map(path)), "variable and phrase")
end)

-- ---- Many reports --------------------------------------------------------------------------------------------------

local function span(text, phrase, fields)
  local from, to = text:find(phrase, 1, true)
  fields = fields or {}
  fields.start, fields.stop = from - 1, to
  return fields
end

local function claim(text, cause, effect, sign, fields)
  local made = { kind = "cause", sentence = 1, extractor = "test", version = "1", confidence = 1, polarity = sign,
    sign = sign, hedge = "stated", purpose = false, start = 0, stop = #text, cause = span(text, cause, { change = 0 }),
    effect = span(text, effect, { change = 0 }) }
  for name, value in pairs(fields or {}) do made[name] = value end
  return made
end

local function add(store, id, source, text, ...)
  local document <close> = assert(casus.parse(text, { id = id, date = "2023-06-01" }))
  assert(store:add(document, { source = source }, false, { ... }))
end

local function filled()
  local store = assert(casus.open())
  local a, b, c = "Sanctions raise prices.", "The sanctions raise prices.", "Sanctions do not raise prices."
  add(store, "a", "Wire", a, claim(a, "Sanctions", "prices", 1))
  add(store, "b", "Herald", b, claim(b, "The sanctions", "prices", 1, { attribution = "Ann Ex" }))
  add(store, "copy", "Echo", a, claim(a, "Sanctions", "prices", 1))
  add(store, "c", "Wire", c, claim(c, "Sanctions", "prices", 1, { hedge = "denied" }))
  local d = "Prices ease hunger."
  add(store, "d", "Wire", d, claim(d, "Prices", "hunger", -1, { hedge = "possible" }))
  local e = "This eases hunger."
  add(store, "e", "Wire", e, claim(e, "This", "hunger", -1))
  return store
end

test("claims of many reports are edges that list who says so", function()
  local store <close> = filled()
  local graph = store:concepts()
  check.equal(#graph.edges, 2)
  local edge = graph:edge("sanction", "price")
  check.equal(graph.edges[1], edge)
  check.equal(edge.sign, 1)
  check.equal({ edge.positive, edge.negative, edge.open, edge.denied }, { 3, 0, 0, 1 })
  check.equal(edge.speakers, { "Ann Ex" })
  check.equal(edge.sources, 2) -- the copy of a sentence is no further source
  check.equal(edge.weight, 2 / 3)
  local other = graph:edge("price", "hunger")
  check.equal(other.sign, -1)
  check.equal(other.weight, 0.5 / 1.5)
  check.equal(#graph.unplaced, 1)
  check.equal(graph:edge("hunger", "price"), nil)
  local lines = graph:evidence(edge)
  check.equal(#lines, 4)
  check.equal(lines[2], "b:1 says Ann Ex: The sanctions raise prices.")
end)

test("variables tell how often they are named", function()
  local store <close> = filled()
  local names = {}
  for i, one in ipairs(store:concepts().variables) do
    names[i] = ("%s %d %d %d"):format(one.name, one.mentions, one.causes, one.effects)
  end
  check.equal(names, { "hunger 1 0 1", "price 5 1 1", "sanction 4 1 0" })
end)

test("claims can be chosen, and variables named, by the analyst", function()
  local store <close> = filled()
  local graph = store:concepts { where = { attribution = "Ann Ex" }, map = { cost = "prices" } }
  check.equal(#graph.edges, 1)
  check.equal(graph.edges[1].to, "cost")
  check.error(function() store:concepts { detial = "head" } end, "detial")
  check.error(function() store:concepts { detail = "some" } end, "full, kind or head")
  local none, message, code = store:concepts { map = folder .. "/absent.tsv" }
  check.equal(none, nil)
  check.match(message, "absent%.tsv")
  check.equal(code, "io")
end)

test("a world has the same graph; edges print as a table", function()
  local store <close> = filled()
  local world <close> = store:world()
  local text = grid.render("csv", concepts.columns, world:concepts():tuples())
  check.equal(text:match "[^\r\n]+", "cause,sign,effect,weight,sources,for,against,open,denied,speakers")
  check.match(text, "sanction,%+,price,0%.67,2,3,0,0,1,Ann Ex")
end)

test("a claim has the time by which it is to come true", function()
  local store <close> = assert(casus.open())
  local text = "Drought will raise prices by 2030."
  local time = { kind = "time", sentence = 1, extractor = "test", version = "1", confidence = 1, type = "DATE", value = "2030" }
  span(text, "2030", time)
  time.from, time.to = "2030-01-01", "2030-12-31"
  add(store, "a", "Wire", text, claim(text, "Drought", "prices", 1), time)
  local graph = store:concepts()
  check.equal(graph.edges[1].claims[1].horizon, "2030")
  check.match(graph:evidence(graph.edges[1])[1], "%(by 2030%)$")
end)
