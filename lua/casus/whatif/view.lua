--- What-if tables for the eye: what the scenarios change, the results against the baseline, warnings, reasons.
-- @module casus.whatif.view

local evidence = require "casus.evidence"
local number = require "casus.number"
local relation = require "casus.relation"

local view = {}

-- Tables of at most so many cells give the reasons for each, with at most so many contributions.
local CELLS <const> = 200
local CONTRIBUTIONS <const> = 25

-- What a scenario changes, in words.
local function describe(scenario)
  local parts = {}
  if scenario.note then parts[#parts + 1] = scenario.note end
  if scenario.parent then parts[#parts + 1] = ("on top of %q"):format(scenario.parent) end
  for _, filter in ipairs(scenario.retract or {}) do
    parts[#parts + 1] = "retract " .. relation.describe_filter(filter)
  end
  for _, change in ipairs(scenario.modify or {}) do
    local which = next(change.where) and relation.describe_filter(change.where) or "every relation"
    parts[#parts + 1] = ("modify %s: %s"):format(which, relation.describe_filter(change.set))
  end
  for _, facts in ipairs(scenario.assert or {}) do parts[#parts + 1] = "assert " .. relation.describe(facts) end
  return #parts == 0 and "the store as it is" or table.concat(parts, "; ")
end

local function scenario_items(list)
  local items = {}
  for i, scenario in ipairs(list) do items[i] = { lead = scenario.name, text = describe(scenario) } end
  return items
end

-- Each warning once, with the cells that have it; `marked[i][k]` says which cells, `marked[i][0]` that all cells of a
-- scenario do.
local function gather_warnings(self)
  local items, by_text, marked = {}, {}, {}
  for i, scenario in ipairs(self.scenarios) do
    marked[i] = {}
    local here, order = {}, {}
    for k in ipairs(self.measures) do
      for _, text in ipairs(self:cell(i, k).warnings) do
        if not here[text] then here[text], order[#order + 1] = {}, text end
        table.insert(here[text], k)
      end
    end
    for _, text in ipairs(order) do
      local item = by_text[text]
      if not item then
        item = { lead = text, cells = {} }
        items[#items + 1], by_text[text] = item, item
      end
      local general = #here[text] == #self.measures
      if general then item.cells[#item.cells + 1], marked[i][0] = scenario.name, true end
      for _, k in ipairs(general and {} or here[text]) do
        item.cells[#item.cells + 1], marked[i][k] = ("%s / %s"):format(scenario.name, self.measures[k].name), true
      end
    end
  end
  for _, item in ipairs(items) do item.text = table.concat(item.cells, "; ") end
  return items, marked
end

local function show_value(cell, mark)
  return (mark and "* " or "") .. (cell.value and number.short(cell.value) or "none")
end

-- A scenario a row, a measure a group of columns: value, difference, percent.
local function aligned_results(self, marked)
  local block = { columns = { { name = "scenario", right = false } }, rows = {} }
  for k, compiled in ipairs(self.measures) do
    for _, name in ipairs { compiled.name, "+/-", "%" } do
      block.columns[#block.columns + 1] = { name = name, right = true, group = k }
    end
  end
  for i, scenario in ipairs(self.scenarios) do
    local cells = { scenario.name .. (marked[i][0] and " *" or "") }
    for k = 1, #self.measures do
      local cell, at = self:cell(i, k), 3 * k - 1
      cells[at] = show_value(cell, marked[i][k])
      if i > 1 then
        cells[at + 1] = cell.difference and number.short(cell.difference, true)
        cells[at + 2] = cell.percent and number.percent(cell.percent)
      end
    end
    block.rows[i] = cells
  end
  return block
end

-- A scenario a row, a measure a column: `9 (-3, -25%)`.
local function compact_results(self, marked)
  local block = { columns = { { name = "scenario", right = false } }, rows = {} }
  for k, compiled in ipairs(self.measures) do block.columns[k + 1] = { name = compiled.name, right = true } end
  for i, scenario in ipairs(self.scenarios) do
    local cells = { scenario.name .. (marked[i][0] and " *" or "") }
    for k = 1, #self.measures do
      local cell = self:cell(i, k)
      local changes = {}
      if i > 1 and cell.difference then changes[1] = number.short(cell.difference, true) end
      if i > 1 and cell.percent and cell.percent ~= 0 then changes[2] = number.percent(cell.percent) end
      local shown = #changes > 0 and (" (%s)"):format(table.concat(changes, ", ")) or ""
      cells[k + 1] = show_value(cell, marked[i][k]) .. shown
    end
    block.rows[i] = cells
  end
  return block
end

local function reason_blocks(self, sources)
  local blocks = {}
  self:each_why(function(why)
    blocks[#blocks + 1] = { fold = ("%s / %s: %s"):format(why.scenario, why.measure, why:show()),
      items = why:items(sources, CONTRIBUTIONS) }
  end)
  return blocks
end

--- The report behind text, Markdown and HTML.
-- @tparam table self a what-if table
-- @tparam[opt] table options `compact`: differences stand beside the values, for where columns need not align;
--   `reasons`: those for each cell too, for where they can be folded away
-- @treturn table as in `casus.report`
function view.report(self, options)
  options = options or {}
  local warnings, marked = gather_warnings(self)
  local sections = {
    { title = "Scenarios", blocks = { { items = scenario_items(self.scenarios) } } },
    { title = "Results", blocks = { (options.compact and compact_results or aligned_results)(self, marked) } },
  }
  if #warnings > 0 then
    sections[#sections + 1] = { title = "Warnings", note = "They concern what is marked *.",
      blocks = { { items = warnings } } }
  end
  if options.reasons and #self:rows() <= CELLS then
    local sources = evidence.catalogue(self.store)
    sections[#sections + 1] = { title = "Reasons", note = "What each value is made of.",
      blocks = reason_blocks(self, sources) }
    if #sources.cited > 0 then
      sections[#sections + 1] = { title = "Documents", blocks = { { items = sources:items() } } }
    end
  end
  local counts = ("%d scenario%s, %d measure%s"):format(#self.scenarios - 1, #self.scenarios == 2 and "" or "s",
    #self.measures, #self.measures == 1 and "" or "s")
  return { title = "What if", subtitle = counts .. "; +/- and % compare with the baseline", sections = sections }
end

return view
