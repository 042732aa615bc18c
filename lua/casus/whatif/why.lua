--- Why a cell of a what-if table is what it is: contributions that add up to it, down to the bytes they rest on.
-- @module casus.whatif.why

local core = require "casus.core"
local display = require "casus.display"
local evidence = require "casus.evidence"
local number = require "casus.number"
local report = require "casus.report"

local why = {}

local Why = {}
Why.__index = Why
Why.__name = "casus.why"

--- The answer for a cell.
-- @tparam table cell of `casus.measure`, evaluated with a trace
-- @tparam table about `scenario`, `measure`, `warnings` and the `store`
-- @treturn Why
function why.new(cell, about)
  return setmetatable({ scenario = about.scenario, measure = about.measure, warnings = about.warnings,
    store = about.store, value = cell.value, contributions = cell.contributions }, Why)
end

-- The contributions as JSON: `{value, contributions: [{amount, note, relations: [{id, document, ...}]}]}`.
local function to_json(self)
  local null = core.json.null
  local contributions = {}
  for i, contribution in ipairs(self.contributions) do
    local rows = {}
    for n, row in ipairs(contribution.relations) do
      local piece = { id = row.id, document = row.document, sentence = row.sentence, start = row.start,
        ["end"] = row.stop, text = row.text, assumed = row.assumed and true or false }
      for _, key in ipairs { "id", "document", "sentence", "start", "end", "text" } do
        if piece[key] == nil then piece[key] = null end
      end
      rows[n] = piece
    end
    contributions[i] = { amount = contribution.amount, note = contribution.note or null, relations = rows }
  end
  local value = self.value
  if value == nil then value = null end
  local keys = { "value", "contributions", "amount", "note", "relations", "id", "document", "sentence", "start", "end",
    "text", "assumed" }
  return core.json.encode({ value = value, contributions = contributions }, keys) .. "\n"
end

local function show(value, signed)
  return value and number.short(value, signed) or "no value"
end

--- The contributions as items of a report.
-- @tparam table sources a catalogue of `casus.evidence`
-- @tparam[opt] integer limit how many of them, and of the relations of each; nil: all
-- @treturn {table,...}
function Why:items(sources, limit)
  local items = {}
  for i, contribution in ipairs(self.contributions) do
    if limit and i > limit then
      items[#items + 1] = { text = ("and %d more contributions"):format(#self.contributions - limit) }
      break
    end
    local pieces, more = sources:cite_some(contribution.relations, limit or math.maxinteger)
    items[i] = { lead = show(contribution.amount, true), text = contribution.note, evidence = pieces, more = more }
  end
  return items
end

--- The report of why a cell is what it is.
-- @treturn table as in `casus.report`
function Why:report()
  local sources = evidence.catalogue(self.store)
  local items = self:items(sources)
  local sections = {}
  if #items > 0 then sections[1] = { title = "Contributions", blocks = { { items = items } } } end
  if #self.warnings > 0 then
    local list = {}
    for i, warning in ipairs(self.warnings) do list[i] = { text = warning } end
    sections[#sections + 1] = { title = "Warnings", blocks = { { items = list } } }
  end
  if #sources.cited > 0 then
    sections[#sections + 1] = { title = "Documents", blocks = { { items = sources:items() } },
      note = "Evidence is given as [document:sentence bytes]." }
  end
  return { title = ("%s in %s: %s"):format(self.measure, self.scenario, show(self.value)), sections = sections }
end

--- The value in words.
-- @treturn string
function Why:show()
  return show(self.value)
end

-- The formats: functions of the answer.
local formats = {
  json = to_json,
  text = function(self, options)
    return report.render(self:report(), "text", { width = options and options.width or display.columns() })
  end,
  markdown = function(self) return report.render(self:report(), "markdown") end,
  html = function(self) return report.render(self:report(), "html") end,
}

--- The answer in a format.
-- @tparam string format text, markdown, html or json
-- @tparam[opt] table options `width`: of a line of text
-- @treturn string
function Why:render(format, options)
  if not formats[format] then error(("no format %q; there are text, markdown, html, json"):format(format), 2) end
  return formats[format](self, options)
end

for name in pairs(formats) do
  Why[name] = function(self) return self:render(name) end
end

function Why:__tostring()
  return self:render "text"
end

return why
