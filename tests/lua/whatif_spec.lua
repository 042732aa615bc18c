-- What-if tables: scenarios, definitions that are wrong, differences, reasons, formats, the command.
local test, check = ...
local casus = require "casus"
local core = require "casus.core"
local sample = require "sample"
local scenarios = require "casus.scenarios"
local run = require "program"

local store = sample.open()

local definition = {
  measures = {
    "count(type=accuse)",
    { name = "ties", "balance(NATO, Japan)" },
    { name = "accusers", function(world)
      local n = 0
      for _ in world:relations { type = "accuse" } do n = n + 1 end
      return n
    end },
    { name = "rows", sql = "select count(*) from relations where type = 'accuse'" },
  },
  scenarios = {
    { name = "no criticism", retract = { { type = "accuse", source = "China" } } },
    { name = "office", parent = "no criticism", note = "the office opens", assert = {
      { source = "NATO", type = "cooperate", target = "Japan", goldstein = 7, date = "2024-01-01" } } },
    { name = "doubt", modify = { { where = { type = "consult" }, set = { weight = 0.5 } } }, retract = { { type = "assault" } } },
  },
}

local result = store:whatif(definition)

local function values(name)
  local list = {}
  for _, row in ipairs(result:rows()) do
    if row.measure == name then list[#list + 1] = row.value end
  end
  return list
end

-- ---- The table ----

test("no statement is left running", function()
  local own <close> = casus.open()
  own:add(casus.parse "China accused NATO of meddling. Japan and NATO will sign the agreement.")
  collectgarbage "stop"
  own:whatif(definition)
  local done, message = own:exec "VACUUM"
  collectgarbage "restart"
  check.truthy(done, message)
end)

test("rows stand in the order scenarios x measures, the baseline first", function()
  local rows = result:rows()
  check.equal(#rows, 16)
  local names = {}
  for i = 1, 16, 4 do names[#names + 1] = rows[i].scenario end
  check.equal(names, { "baseline", "no criticism", "office", "doubt" })
  for i, name in ipairs { "count(type=accuse)", "ties", "accusers", "rows" } do check.equal(rows[i].measure, name) end
end)

test("operations change what measures see: expressions, functions and SQL alike", function()
  check.equal(values "count(type=accuse)", { 3, 1, 1, 3 })
  check.equal(values "accusers", { 3, 1, 1, 3 })
  check.equal(values "rows", { 3, 1, 1, 3 })
  local ties = values "ties"
  check.near(ties[1], 13.8)
  check.near(ties[3], 20.8)
  check.near(ties[4], 12.3)
end)

test("differences and percent are against the baseline", function()
  local cell = result:cell("no criticism", 1)
  check.equal({ cell.value, cell.baseline, cell.difference }, { 1, 3, -2 })
  check.near(cell.percent, -200 / 3)
  check.equal(result:cell(1, 1).difference, 0)
  check.equal(result:cell(1, 1).percent, 0)
  check.equal(result:cell("office", "accusers").support, 1)
end)

test("percent follows the difference where the baseline is negative, and is none where it is 0", function()
  local other = store:whatif {
    measures = { "goldstein(China, NATO)", "count(type=sanction)" },
    scenarios = { { name = "worse", assert = {
      { source = "China", type = "sanction", target = "NATO", goldstein = -6 } } } },
  }
  check.equal(other:cell("worse", 1).value, -10)
  check.equal(other:cell("worse", 1).percent, -150)
  check.equal(other:cell("worse", 2).difference, 1)
  check.equal(other:cell("worse", 2).percent, nil)
end)

test("an operation that matched nothing is warned of in each cell of its scenario", function()
  for k = 1, 4 do
    check.equal(result:cell("doubt", k).warnings, { 'scenario "doubt": retract 1 matched no relation (type=assault)' })
    check.equal(result:cell("office", k).warnings, {})
  end
end)

test("the store is as it was, and a second run says the same", function()
  local n = 0
  for _ in store:relations { type = "accuse" } do n = n + 1 end
  check.equal(n, 3)
  check.equal(store:whatif(definition):json(), result:json())
end)

test("without scenarios there is the baseline", function()
  check.equal(#store:whatif { measures = { "count()" } }:rows(), 1)
end)

test("scenarios and facts may be positional, measures may have keys", function()
  local other = store:whatif {
    measures = { "count(type=sanction)", zeta = "count()", alpha = function() return 1 end },
    scenarios = { { "China sanctions Japan", assert = { { "China", "sanction", "Japan" } } } },
  }
  check.equal(other:cell("China sanctions Japan", 1).value, 1)
  check.equal(other:rows()[2].measure, "alpha")
  check.equal(other:rows()[3].measure, "zeta")
end)

-- ---- Why ----

test("contributions add up to the value", function()
  for i = 1, 4 do
    for k = 1, 4 do
      local why, total = result:why(i, k), 0
      for _, contribution in ipairs(why.contributions) do total = total + contribution.amount end
      check.equal(total + 0.0, result:cell(i, k).value + 0.0)
    end
  end
end)

test("a contribution names relations, sentences and bytes", function()
  local why = core.json.decode(result:why("office", "ties"):json())
  check.near(why.value, 20.8)
  local assumed, reported = {}, {}
  for _, contribution in ipairs(why.contributions) do
    for _, row in ipairs(contribution.relations) do
      table.insert(row.assumed and assumed or reported, row)
    end
  end
  check.equal(#assumed, 1)
  check.equal(assumed[1].document, nil)
  check.equal(#reported, 5)
  local found
  for _, row in ipairs(reported) do
    if row.text == "Japan thanked NATO" then found = row end
  end
  check.equal({ found.document, found.sentence, found.start, found["end"] }, { "thanks", 1, 0, 18 })
end)

test("why prints, and unknown cells are refused", function()
  local text = tostring(result:why(3, 2))
  check.match(text, "^ties in office: 20%.8\n")
  check.match(text, "%+7: NATO cooperates with Japan %(assumed, 2024%-01%-01%)\n    %[assumed%]\n")
  check.match(text, "%[%d:1 0%-18%] Japan thanked NATO")
  check.error(function() result:why("nowhere", 1) end, 'no scenario "nowhere"; there are "baseline", "no criticism"')
  check.error(function() result:why(1, 9) end, "no measure 9")
end)

-- ---- Formats ----

test("JSON has the keys of the contract, in their order", function()
  local first = result:json():match "^%[(%b{})"
  local keys = {}
  for key in first:gmatch '"(%w+)":' do keys[#keys + 1] = key end
  check.equal(table.concat(keys, " "), "scenario measure value baseline difference percent low high support warnings")
  check.match(first, '"value":3,"baseline":3,"difference":0,"percent":0,"low":null,"high":null,"support":3,"warnings":%[%]')
  check.equal(#core.json.decode(result:json()), 16)
end)

test("text, Markdown, CSV and HTML show baseline, scenarios and differences", function()
  local text = tostring(result)
  check.match(text, "baseline +3")
  check.match(text, "no criticism +1 +%-2 +%-66%.7%%")
  check.match(text, 'on top of "no criticism"')
  for line in text:gmatch "[^\n]+" do check.truthy(#line <= 80, line) end
  check.match(result:markdown(), "| no criticism | 1 %(%-2, %-66%.7%%%) |")
  check.match(result:csv(), "no criticism,count%(type=accuse%),1,3,%-2,%-66%.")
  local html = result:html()
  check.match(html, "<td class=\"number\">1 %(%-2, %-66%.7%%%)</td>")
  check.match(html, "<summary>office / ties: 20%.8</summary>")
  check.equal(html:find("<script", 1, true), nil)
  check.equal(html:find("\27", 1, true), nil)
end)

test("names that look like markup or formulas are harmless", function()
  local other = store:whatif { measures = { { name = "=1+1", "count()" } }, scenarios = { { name = "<b>|x" } } }
  check.match(other:csv(), "\n<b>|x,'=1%+1,9,")
  check.match(other:html(), "&lt;b&gt;|x")
  check.match(other:markdown(), "&lt;b&gt;\\|x")
end)

test("a table saves itself by the extension", function()
  for extension, pattern in pairs { html = "^<!DOCTYPE html>", csv = "^scenario,measure", json = "^%[{", md = "^# What if",
    txt = "^What if\n" } do
    local path = ("%s/table.%s"):format(run.folder, extension)
    result:save(path)
    check.match(run.read(path), pattern)
  end
  check.error(function() result:save "table.xyz" end, "extension names no format")
end)

-- ---- Definitions ----

local function refused(changes, pattern)
  local wrong = { measures = { "count()" }, scenarios = { { name = "a" } } }
  for key, value in pairs(changes) do wrong[key] = value end
  local checked, message = scenarios.check(wrong, "file.lua")
  check.equal(checked, nil)
  check.match(message, "^file%.lua: ")
  check.match(message, pattern)
end

test("what is wrong with a definition is said with its place", function()
  refused({ levers = {} }, "levers are not in this version")
  refused({ scenario = {} }, 'unknown field "scenario"')
  refused({ seed = "x" }, "seed is a whole number")
  refused({ measures = {} }, "there is no measure")
  refused({ measures = "count()" }, "measures is a table, not a string")
  refused({ measures = { { name = "x" } } }, 'measure 1 "x": it has no value')
  refused({ measures = { "count()", "frob(" } }, 'measure 2 "frob%(": ')
  refused({ measures = { "count()", { name = "count()", sql = "select 1" } } }, 'measure 2 "count%(%)": another measure has this name')
  refused({ scenarios = { {} } }, "scenario 1: it has no name")
  refused({ scenarios = { { name = "a" }, { name = "a" } } }, 'scenario 2 "a": another scenario has this name')
  refused({ scenarios = { { name = "baseline" } } }, "the baseline is the store as it is")
  refused({ scenarios = { { name = "a", parent = "z" } } }, 'scenario 1 "a": unknown parent: "z"')
  refused({ scenarios = { { name = "a", parent = "b" }, { name = "b", parent = "c" }, { name = "c", parent = "b" } } },
    "go round in a circle: ")
  refused({ scenarios = { { name = "a", parent = "a" } } }, "in a circle: a %-> a")
  refused({ scenarios = { { name = "a", retracts = {} } } }, 'scenario 1 "a": unknown field "retracts"')
  refused({ scenarios = { { name = "a", retract = { type = "accuse" } } } }, "retract is a list of tables")
  refused({ scenarios = { { name = "a", retract = { {} } } } }, "retract 1: say which relations")
  refused({ scenarios = { { name = "a", retract = { { tpye = "accuse" } } } } }, "retract 1: unknown filter 'tpye'")
  refused({ scenarios = { { name = "a", assert = { { tpye = "x" } } } } }, 'assert 1: unknown field "tpye"')
  refused({ scenarios = { { name = "a", assert = { { source = "A", type = "aid" } } } } }, "assert 1: target is missing")
  refused({ scenarios = { { name = "a", assert = { { "A", "aid", "B", type = "aid" } } } } }, "type is given twice")
  refused({ scenarios = { { name = "a", assert = { { "A", "aid", "B", weight = "2" } } } } }, "weight is a number, not a string")
  refused({ scenarios = { { name = "a", modify = { { where = {}, set = {} } } } } }, "modify 1: set: nothing is set")
  refused({ scenarios = { { name = "a", modify = { { set = { weight = 1 } } } } } }, "modify 1: where is a table")
  refused({ scenarios = { { name = "a", modify = { { where = {}, set = { document = "x" } } } } } },
    'modify 1: set: unknown field "document"')
end)

test("what a world refuses is said with its place", function()
  local function failing(scenario, pattern)
    local problem = check.error(function() store:whatif { measures = { "count()" }, scenarios = { scenario } } end)
    check.match(tostring(problem), pattern)
  end
  failing({ name = "s", assert = { { "A", "frobnicate", "B" } } }, '^scenario "s": assert 1: unknown type of relation')
  failing({ name = "s", modify = { { where = {}, set = { modality = "sure" } } } }, '^scenario "s": modify 1: modality is one of')
end)

test("filters take alternatives, limits and null", function()
  local other = store:whatif { measures = { "count()" }, scenarios = {
    { name = "a", retract = { { type = { "accuse", "support" } } } },
    { name = "b", retract = { { goldstein = { max = 0 } } } },
    { name = "c", retract = { { target = core.null } } },
    { name = "d", retract = { { type = { "aid", "assault" }, goldstein = { min = 1, max = 2 }, target = core.null } } },
  } }
  check.equal({ other:cell("a", 1).value, other:cell("b", 1).value, other:cell("c", 1).value }, { 5, 6, 8 })
  check.match(other:cell("d", 1).warnings[1], "%(goldstein=1..2, target=null, type=aid|assault%)")
end)

test("an error in a measure names measure and scenario", function()
  local function failing(body, pattern)
    local problem = check.error(function()
      store:whatif { measures = { { name = "f", body } }, scenarios = { { name = "s", retract = { { type = "accuse" } } } } }
    end)
    check.match(tostring(problem), pattern)
  end
  failing(function() return {} end, 'measure "f" in scenario "baseline": the function returned a table')
  failing(function(world)
    if world:relations { type = "accuse" }() then return 1 end
    error "nothing there"
  end, 'measure "f" in scenario "s": .*nothing there')
  local problem = check.error(function()
    store:whatif { measures = { { name = "q", sql = "select nonsense" } } }
  end)
  check.match(tostring(problem), 'measure "q" in scenario "baseline": no such column: nonsense')
end)

-- ---- The file ----

local function load_file(text)
  local path = run.folder .. "/scenarios.lua"
  run.write(path, text)
  return scenarios.load(path)
end

test("a scenario file computes, and cannot reach out", function()
  local loaded = load_file [[
local list = {}
for i = 1, 3 do list[i] = { name = ("scenario %d"):format(i), modify = { { where = {}, set = { weight = math.floor(i / 2) } } } } end
return { measures = { "count()", tostring(io) .. tostring(os) .. tostring(require) .. tostring(load) }, scenarios = list }]]
  check.equal(#loaded.scenarios, 3)
  check.equal(loaded.measures[2], "nilnilnilnil")
  load_file "string.format = nil; return {}"
  check.truthy(string.format)
  local draw = "return { math.random(), math.random(6), math.random(2, 3) }"
  check.equal(load_file(draw), load_file(draw))
end)

test("a file that does not load is named", function()
  check.error(function() load_file "return {" end, "scenarios.lua:1: ")
  check.error(function() load_file "error 'odd'" end, "scenarios.lua:1: odd")
  check.error(function() load_file "return 1" end, "returns a table of measures and scenarios")
  check.error(function() load_file(string.dump(function() end)) end, "binary chunk")
  check.error(function() scenarios.load(run.folder .. "/none.lua") end, "none.lua: No such file")
end)

-- ---- The command ----

local path = sample.file()
run.write(run.folder .. "/case.lua", [[
return {
  measures = { "count(type=accuse)", { name = "ties", "balance(NATO, Japan)" } },
  scenarios = { { name = "no criticism", retract = { { type = "accuse", source = "China" } } } },
}]])

test("casus whatif prints the table and the reasons", function()
  local got = run { "whatif", path, "case.lua" }
  check.equal(got.status, 0, got.stderr)
  check.match(got.stdout, "no criticism +1 +%-2")
  got = run { "whatif", "--format", "json", path, "case.lua" }
  check.equal(#core.json.decode(got.stdout), 4)
  got = run { "whatif", path, "case.lua", "--why", "no criticism", "ties", "--format=json" }
  check.near(core.json.decode(got.stdout).value, 13.8)
  got = run { "whatif", path, "case.lua", "--output", "case.html" }
  check.equal(got.stdout, "")
  check.match(run.read(run.folder .. "/case.html"), "^<!DOCTYPE html>")
end)

test("casus whatif refuses what it cannot do", function()
  local function fails(call, status, pattern)
    local got = run(call)
    check.equal(got.status, status, got.stderr)
    check.equal(got.stdout, "")
    check.match(got.stderr, pattern)
    check.equal(got.stderr:find "stack traceback", nil)
  end
  fails({ "whatif", path }, 2, "too few operands")
  fails({ "whatif", path, "case.lua", "--format", "xlsx" }, 2, "%-%-format takes")
  fails({ "whatif", "none.casus", "case.lua" }, 1, "none.casus: No such file")
  fails({ "whatif", path, "none.lua" }, 1, "none.lua: No such file")
  fails({ "whatif", path, "case.lua", "--why", "x", "ties" }, 1, 'no scenario "x"')
  run.write(run.folder .. "/wrong.lua", "return { measures = { 'count()' }, levers = {} }")
  fails({ "whatif", path, "wrong.lua" }, 1, "wrong.lua: levers are not in this version")
  check.equal(io.open(run.folder .. "/none.casus"), nil)
end)
