--- What-if tables: the same measures over the world as reported and over worlds with other assumptions.
--
-- A scenario is applied to the world of its parent (or to the store as it is): what it retracts goes first, then what
-- it modifies, then what it asserts is added. The store itself is never written to.
--
-- The result is one long table, scenarios by measures, baseline first; every format is a view of it, and each cell can
-- say why it is what it is:
--
--     local table = store:whatif { measures = { "balance(NATO, Japan)" }, scenarios = { ... } }
--     print(table)                 -- baseline, scenarios, differences
--     print(table:why(2, 1))       -- row 2 (the first scenario after the baseline), column 1
--     table:save "whatif.html"
-- @module casus.whatif

local display = require "casus.display"
local grid = require "casus.table"
local measure = require "casus.measure"
local number = require "casus.number"
local output = require "casus.output"
local report = require "casus.report"
local scenarios = require "casus.scenarios"
local view = require "casus.whatif.view"
local why = require "casus.whatif.why"
local worlds = require "casus.whatif.worlds"

local whatif = {}

local Table = {}
Table.__index = Table
Table.__name = "casus.whatif"

local function evaluate(compiled, entry, scenario, trace)
  local done, cell = pcall(measure.evaluate, compiled, entry.context, trace)
  if done then return cell end
  local problem = type(cell) == "table" and cell.message or tostring(cell)
  error(("measure %q in scenario %q: %s"):format(compiled.name, scenario, problem), 0)
end

-- Calls `body` with the worlds of the table's scenarios, and closes them however it ends.
local function with_worlds(self, body)
  local made = worlds.new(self.store, self.scenarios)
  local result = table.pack(pcall(body, made))
  made.close()
  if not result[1] then error(result[2], 0) end
  return table.unpack(result, 2, result.n)
end

local function long_row(scenario, compiled, cell, baseline, warnings)
  local row = { scenario = scenario, measure = compiled.name, value = cell.value, baseline = baseline,
    support = cell.support, warnings = table.move(warnings, 1, #warnings, 1, {}) }
  table.move(cell.warnings, 1, #cell.warnings, #row.warnings + 1, row.warnings)
  if cell.value and baseline then
    row.difference = number.whole(cell.value - baseline)
    -- In the direction of the difference, also where the baseline is negative.
    if baseline ~= 0 then row.percent = number.whole(100 * row.difference / math.abs(baseline)) end
  end
  return row
end

--- Runs scenarios.
-- @tparam table store a store or a world, which stays as it is
-- @tparam table definition as in SCENARIOS.lua
-- @tparam[opt] string source what messages call the definition: the file's name
-- @treturn Table
-- @usage whatif.run(store, { measures = { "count()" } }):rows()[1].value
function whatif.run(store, definition, source)
  local checked, message = scenarios.check(definition, source)
  if not checked then error(message, 0) end
  local self = setmetatable({ store = store, measures = checked.measures, long = {},
    scenarios = table.move(checked.scenarios, 1, #checked.scenarios, 2, { { name = "baseline" } }) }, Table)
  local baseline = {}
  with_worlds(self, function(made)
    for _, scenario in ipairs(self.scenarios) do
      local entry = made.get(scenario.name)
      for k, compiled in ipairs(self.measures) do
        local cell = evaluate(compiled, entry, scenario.name)
        if scenario.name == "baseline" then baseline[k] = cell.value end
        self.long[#self.long + 1] = long_row(scenario.name, compiled, cell, baseline[k], entry.warnings)
      end
    end
  end)
  return self
end

--- The long table.
-- @treturn {table,...} rows with `scenario measure value baseline difference percent low high support warnings`; a
--   value that does not exist is nil; `percent` is of the baseline's size, so that its sign is that of the difference
function Table:rows()
  return self.long
end

local function find(list, key, what)
  if math.type(key) == "integer" and list[key] then return key end
  local names = {}
  for i, entry in ipairs(list) do
    if entry.name == key then return i end
    names[i] = ("%q"):format(entry.name)
  end
  local shown = type(key) == "string" and ("%q"):format(key) or tostring(key)
  error(("there is no %s %s; there are %s"):format(what, shown, table.concat(names, ", ")), 0)
end

-- A scenario and a measure, by place or name, as places.
local function place(self, row, column)
  return find(self.scenarios, row, "scenario"), find(self.measures, column, "measure")
end

--- One cell of the long table.
-- @tparam integer|string row a scenario by place (1 is the baseline) or name
-- @tparam integer|string column a measure by place or name
-- @treturn table a row of the long table
function Table:cell(row, column)
  local i, k = place(self, row, column)
  return self.long[(i - 1) * #self.measures + k]
end

-- The world of the scenario is made again: a table keeps no worlds open.
local function explain(self, made, i, k)
  local scenario, compiled = self.scenarios[i].name, self.measures[k]
  return why.new(evaluate(compiled, made.get(scenario), scenario, true), { scenario = scenario, measure = compiled.name,
    warnings = self:cell(i, k).warnings, store = self.store })
end

--- Why a cell is what it is.
-- @tparam integer|string row a scenario by place (1 is the baseline) or name
-- @tparam integer|string column a measure by place or name
-- @treturn casus.whatif.why.Why
-- @usage print(table:why("sanctions", 1))
function Table:why(row, column)
  local i, k = place(self, row, column)
  return with_worlds(self, function(made) return explain(self, made, i, k) end)
end

--- Why each cell is what it is, cell by cell as in the long table.
-- @tparam function visit gets each answer
function Table:each_why(visit)
  with_worlds(self, function(made)
    for i = 1, #self.scenarios do
      for k = 1, #self.measures do visit(explain(self, made, i, k)) end
    end
  end)
end

local columns <const> = { "scenario", "measure", "value", "baseline", "difference", "percent", "low", "high", "support",
  "warnings" }

local function long(self, format, options)
  local rows = {}
  for i, row in ipairs(self.long) do
    rows[i] = {}
    for k, name in ipairs(columns) do rows[i][k] = row[name] end
  end
  return grid.render(format, columns, rows, options)
end

-- The formats: functions of the table.
local formats = {
  json = function(self) return long(self, "json") end,
  csv = function(self) return long(self, "csv", { defuse = true }) end,
  text = function(self, options)
    return report.render(view.report(self), "text", { width = options and options.width or display.columns() })
  end,
  markdown = function(self) return report.render(view.report(self, { compact = true }), "markdown") end,
  html = function(self) return report.render(view.report(self, { compact = true, reasons = true }), "html") end,
}

--- The table in a format.
-- @tparam string format text, markdown, csv, html or json
-- @tparam[opt] table options `width`: of a line of text
-- @treturn string
-- @usage io.write(table:render "markdown")
function Table:render(format, options)
  if not formats[format] then error(("no format %q; there are text, markdown, csv, html, json"):format(format), 2) end
  return formats[format](self, options)
end

for name in pairs(formats) do
  Table[name] = function(self) return self:render(name) end
end

--- Writes the table to a file, in the format of its extension: .txt, .md, .csv, .html, .json.
-- @tparam string path
-- @usage table:save "whatif.html"
function Table:save(path)
  local format = report.format_of(path)
  if not format then error(("%s: the extension names no format; use .txt .md .csv .html .json"):format(path), 2) end
  output.deliver(self:render(format), path)
end

function Table:__tostring()
  return self:render "text"
end

return whatif
