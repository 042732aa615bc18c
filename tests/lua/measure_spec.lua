-- Expressions, PageRank, and measures of a world.
local test, check = ...
local expression = require "casus.expression"
local measure = require "casus.measure"
local pagerank = require "casus.pagerank"
local sample = require "sample"

-- ---- Expressions ----

test("an expression has a name, values and filters", function()
  local parsed = expression.parse " count( type = accuse , source=\"Smith, John\", place='O''Hare (airport)' ) "
  check.equal(parsed.name, "count")
  check.equal(parsed[1], { field = "type", value = "accuse", quoted = false })
  check.equal(parsed[2], { field = "source", value = "Smith, John", quoted = true })
  check.equal(parsed[3], { field = "place", value = "O'Hare (airport)", quoted = true })
  check.equal(#expression.parse "count()", 0)
  check.equal(expression.parse("balance(European Union, Côte d’Ivoire)")[2].value, "Côte d’Ivoire")
end)

test("what is wrong with an expression is said with its place", function()
  local function wrong(text, pattern)
    local parsed, message = expression.parse(text)
    check.equal(parsed, nil, text)
    check.match(message, pattern, text)
  end
  wrong("", "name of a measure expected at character 1, found the end")
  wrong("count", '"%(" expected at character 6')
  wrong("count(", "a value expected at character 7, found the end")
  wrong("count(a", '"," or "%)" expected at character 8')
  wrong("count(a,)", "a value expected at character 9")
  wrong("count(type=)", "a value expected at character 12")
  wrong("count() x", "nothing more expected at character 9")
  wrong("count('a", "quote opened at character 7 is not closed")
  wrong("count(a=b=c)", '"," or "%)" expected at character 10')
  wrong("count(a b=c)", '"," or "%)" expected at character 10')
end)

-- ---- PageRank ----

test("ranks add up to 1 and agree with the equations", function()
  local result = pagerank.of { { "a", "b", 1 }, { "a", "c", 3 }, { "b", "c", 1 }, { "d", "c", 2 } }
  local sum = 0
  for _, rank in pairs(result.rank) do sum = sum + rank end
  check.near(sum, 1, 1e-10)
  check.truthy(result.converged)
  -- c has no edge out: its rank is spread over all four.
  local spread = (0.15 + 0.85 * result.rank.c) / 4
  check.near(result.rank.a, spread, 1e-10)
  check.near(result.rank.b, spread + 0.85 * result.rank.a / 4, 1e-10)
  check.near(result.rank.c, spread + 0.85 * (result.rank.a * 3 / 4 + result.rank.b + result.rank.d), 1e-10)
end)

test("two that link to each other rank alike; no edges, no ranks", function()
  local result = pagerank.of { { "a", "b", 5 }, { "b", "a", 1 } }
  check.near(result.rank.a, 0.5)
  check.near(result.rank.b, 0.5)
  check.equal(pagerank.of({}).nodes, 0)
end)

-- ---- Measures ----

local function evaluate(world, definition)
  local compiled = assert(measure.compile(definition))
  local cell = measure.evaluate(compiled, measure.context(world))
  local traced = measure.evaluate(compiled, measure.context(world), true)
  check.equal(traced.value, cell.value)
  check.equal(traced.support, cell.support)
  local total, relations = 0, 0
  for _, contribution in ipairs(traced.contributions) do
    total, relations = total + contribution.amount, relations + #contribution.relations
  end
  -- To the last bit.
  if cell.value then check.equal(total + 0.0, cell.value + 0.0) end
  if cell.support then check.equal(relations, cell.value and cell.support or 0) end
  return cell, traced
end

local store = sample.open()
local world = store:world()

local function value(definition) return evaluate(world, definition).value end

test("count adds up weights, and whole numbers are integers", function()
  check.equal(value "count()", 9)
  check.equal(value "count(type=accuse)", 3)
  check.equal(value "count(type=accuse, source=China)", 2)
  check.equal(value "count(type=accuse, source=CHN)", 2)
  check.equal(value "count(actor=Japan)", 5)
  check.equal(value "count(type=accuse, source=null)", 1)
  check.equal(value "count(negated=true)", 0)
  check.equal(value "count(after=2023-06, type=accuse)", 1)
end)

test("sums and means of a field", function()
  check.near(value "sum(goldstein)", 7.4 - 2 + 1 - 2 + 1 + 1 + 3.4 - 2)
  check.equal(value "mean(goldstein, type=accuse)", -2)
  check.near(value "mean(goldstein, source=Japan)", (1 + 1 + 3.4) / 3)
  check.equal(value "sum(weight, type=consult)", 3)
  check.equal(value "mean(confidence)", 0.75)
end)

test("goldstein is one direction, balance both", function()
  check.near(value "goldstein(Japan, NATO)", 5.4)
  check.near(value "goldstein(NATO, Japan)", 8.4)
  check.near(value "balance(NATO, Japan)", 13.8)
  check.near(value "balance(Japan, NATO)", 13.8)
end)

test("degree counts relations to others that are known", function()
  check.equal(value "degree(NATO)", 7)
  check.equal(value "degree(China)", 2)
  check.equal(value "degree(Jens Stoltenberg)", 0)
end)

test("pagerank is explained down to relations", function()
  local cell, traced = evaluate(world, "pagerank(NATO)")
  check.truthy(cell.value > 0.4 and cell.value < 0.6)
  check.match(traced.contributions[1].note, "the share that every actor gets")
  check.equal(cell.support, 5)
end)

test("weights count, negative ones too", function()
  local other <close> = store:world()
  other:modify { where = { type = "accuse" }, set = { weight = -0.5 } }
  check.equal(evaluate(other, "count(type=accuse)").value, -1.5)
  check.equal(evaluate(other, "sum(goldstein, type=accuse)").value, 3)
  check.equal(evaluate(other, "mean(goldstein, type=accuse)").value, -2)
  local cell = evaluate(other, "pagerank(NATO)")
  check.match(cell.warnings[1], "2 relations of weight 0 or less are not in the graph")
end)

test("what is left out and who is unknown is said", function()
  check.equal(evaluate(world, "sum(goldstein)").warnings, { "1 relation without a goldstein value left out" })
  check.equal(evaluate(world, "balance(NATO, Atlantis)").warnings, { 'no actor called "Atlantis" is known' })
  check.equal(evaluate(world, "count(source=Atlantis)").warnings, { 'no actor called "Atlantis" is known' })
  check.equal(evaluate(world, "balance(NATO, Peru)").warnings, {})
  local cell = evaluate(world, "mean(goldstein, type=assault)")
  check.equal(cell.value, nil)
  check.equal(cell.warnings, { "no value: no relation to take the mean of" })
  local other <close> = store:world()
  other:assert { source = "China", type = "sanction", target = "Japan" }
  cell = evaluate(other, "goldstein(China, Japan)")
  check.equal(cell.value, 0)
  check.equal(cell.warnings, { "1 relation without a goldstein value left out (1 assumed)" })
end)

test("a mean adds up also where the parts do not", function()
  local other <close> = store:world()
  for i = 1, 30 do other:assert { source = "A", type = "aid", target = "B", goldstein = i / 7, weight = 1 / i } end
  evaluate(other, "mean(goldstein, type=aid)")
  evaluate(other, "sum(goldstein, type=aid)")
end)

test("a function sees the world, and what it read is known", function()
  local cell, traced = evaluate(world, { name = "accusers", function(seen)
    local n = 0
    for row in seen:relations { type = "accuse" } do n = n + row.weight end
    for _ in seen:relations { type = "accuse", source = "China" } do n = n + 0 end
    return n
  end })
  check.equal(cell.value, 3)
  check.equal(cell.support, 3)
  check.equal(#traced.contributions[1].relations, 3)
end)

test("a function may use rows and forks as outside of a measure", function()
  local cell, traced = evaluate(world, { name = "f", function(seen)
    local rows <close> = seen:relations { type = "support" }
    check.equal(rows:columns()[1], "id")
    local found = rows().goldstein
    local child <close> = seen:fork()
    child:assert { "China", "aid", "Japan", goldstein = 1 }
    for event in child:events { type = "aid" } do found = found + event.goldstein end
    for quote in seen:quotes { speaker = "China" } do found = found + #quote.mode - #"direct" end
    return found + seen:sql("select 0 as n")().n
  end })
  check.near(cell.value, 4.4)
  check.equal(cell.support, 2)
  check.equal(cell.warnings, { "what the function read through SQL cannot be traced" })
  check.equal(traced.contributions[1].relations[2].assumed, true)
end)

test("SQL in a function is not traced, which is said", function()
  local cell = evaluate(world, { name = "f", function(seen) return seen:scalar "select count(*) from relations" end })
  check.equal(cell.warnings, { "what the function read through SQL cannot be traced" })
end)

test("what a function assumes stays its own", function()
  local before = value "count()"
  check.equal(evaluate(world, { name = "f", function(seen)
    seen:retract { type = "accuse" }
    local n = 0
    for _ in seen:relations {} do n = n + 1 end
    return n
  end }).value, before - 3)
  check.equal(value "count()", before)
end)

test("a function that returns no number", function()
  local cell = evaluate(world, { name = "f", function() end })
  check.equal(cell.value, nil)
  check.match(cell.warnings[1], "returned nothing")
  local compiled = measure.compile { name = "f", function() return "many" end }
  check.error(function() measure.evaluate(compiled, measure.context(world)) end, 'returned "many" where a number is needed')
  check.equal(evaluate(world, { name = "f", function() return 0 / 0 end }).value, nil)
end)

test("SQL gives the first column of the first row", function()
  local cell, traced = evaluate(world, { name = "n", sql = "select count(*), 'x' from relations where type = 'accuse'" })
  check.equal(cell.value, 3)
  check.equal(cell.support, nil)
  check.equal(traced.contributions[1].relations, {})
  check.equal(evaluate(world, { name = "n", sql = "select 1 where 0" }).value, nil)
end)

test("what is no measure is refused, with what would be one", function()
  local function wrong(definition, pattern)
    local compiled, message = measure.compile(definition)
    check.equal(compiled, nil)
    check.match(message, pattern)
  end
  wrong("tension(NATO)", "no measure \"tension\"; there are balance, count, degree, goldstein, mean, pagerank, sum")
  wrong("effect(a, b)", "needs the causal graph, which is not in this version")
  wrong("count(tpye=accuse)", "unknown filter 'tpye'")
  wrong("count(NATO)", "\"NATO\" is too much")
  wrong("balance(NATO)", "balance%(actor, actor%) is given 1")
  wrong("balance(NATO, Japan, type=aid)", "balance%(%) takes no filters")
  wrong("sum(date)", "\"date\" cannot be added up")
  wrong("count(type=accuse, type=aid)", "type is given twice")
  wrong("count(goldstein=low)", "a number is needed")
  wrong("count(negated=perhaps)", "true or false")
  wrong({ name = "x" }, "no value")
  wrong({ function() end }, "needs a name")
  wrong({ name = "x", "count()", sql = "select 1" }, "both sql and another value")
  wrong({ name = "x", expression = "count()" }, "unknown field \"expression\"")
  wrong(7, "not a number")
end)
