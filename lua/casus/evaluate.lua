--- Measuring what casus finds against what people found: the command `casus evaluate`.
--
-- A kind of evaluation is a module `casus.evaluate.KIND`, one file, that returns a table:
--
-- - `summary`: a line about what is measured; `gold`: what its files are called in the usage;
-- - `run(path, options)`: measures against one gold file; `options` may have `predicted`, a file that is scored in
--   place of what casus finds, and `errors`, how many errors to list. Returns a table with `measures`, a list of counts
--   `{ name =, gold =, system =, correct =, aligned = }` (`aligned`: how many could be compared, where that is a
--   question), where errors were asked for, `errors`, a list of tables, and, where records have confidences, `judged`,
--   a list of `{ confidence =, correct = }`; or nil, message;
-- - `error_fields`: the fields of an error, in order; `example` is the text that is shown below it.
-- @module casus.evaluate

local core = require "casus.core"
local display = require "casus.display"
local grid = require "casus.table"
local lfs = require "lfs"
local reliability = require "casus.reliability"

local evaluate = {}

--- The names of the kinds that there are.
-- @treturn {string,...} sorted
-- @usage evaluate.kinds() --> { "cause", "entity", "event", "parse", "quote", "time" }
function evaluate.kinds()
  local names = {}
  local folder = package.searchpath("casus.evaluate", package.path):gsub("%.lua$", "")
  for file in lfs.dir(folder) do names[#names + 1] = file:match "^(%w+)%.lua$" end
  table.sort(names)
  return names
end

--- The module of a kind.
-- @tparam string name
-- @treturn ?table nil where there is none
function evaluate.kind(name)
  for _, known in ipairs(evaluate.kinds()) do
    if known == name then return require("casus.evaluate." .. name) end
  end
  return nil
end

local function ratio(part, whole) return whole > 0 and part / whole or 0.0 end

--- What the counts of a measure say, in percent.
-- @tparam table measure `gold`, `system`, `correct`, and `aligned` or nil
-- @treturn table `precision`, `recall`, `f1`, and `aligned` (accuracy among what is aligned) or nil
-- @usage evaluate.figures { gold = 10, system = 8, correct = 4, aligned = 5 }
-- --> { precision = 50.0, recall = 40.0, f1 = 44.444..., aligned = 80.0 }
function evaluate.figures(measure)
  return {
    precision = 100 * ratio(measure.correct, measure.system),
    recall = 100 * ratio(measure.correct, measure.gold),
    f1 = 100 * ratio(2 * measure.correct, measure.system + measure.gold),
    aligned = measure.aligned and 100 * ratio(measure.correct, measure.aligned),
  }
end

local function two_places(value) return value and ("%.2f"):format(value) end

local function error_table(fields, errors, width)
  local columns, rows = {}, {}
  for _, field in ipairs(fields) do
    if field ~= "example" then columns[#columns + 1] = (field:gsub("_", " ")) end
  end
  for i, one in ipairs(errors) do
    local row = {}
    for _, field in ipairs(fields) do
      if field ~= "example" then row[#row + 1] = one[field] end
    end
    row.below = one.example and display.wrap(display.line(one.example), width, "    ") .. "\n"
    rows[i] = row
  end
  return grid.render("table", columns, rows, { width = width })
end

-- Records of which the confidence is known; a file that was scored in the place of casus need not say it.
local function confident(result)
  local list = {}
  for _, one in ipairs(result.judged or {}) do
    if type(one.confidence) == "number" then list[#list + 1] = one end
  end
  return list
end

local function reliability_table(result)
  local bins, apart = reliability.table(confident(result))
  if #bins == 0 then return "no record has a confidence\n" end
  local rows = {}
  for i, bin in ipairs(bins) do
    rows[i] = { ("%.1f to %.1f"):format(bin.from, bin.to), bin.records, ("%.2f"):format(bin.said),
      ("%.2f"):format(bin.right) }
  end
  local columns = { "confidence" }
  for _, name in ipairs { "records", "said", "right" } do columns[#columns + 1] = { name = name, right = true } end
  return grid.render("table", columns, rows) .. ("\nsaid and right are %.2f apart on average\n"):format(apart)
end

--- A result for people: a table of figures, one of errors where there are any, and one of confidences if it is wanted.
-- @tparam table kind the module
-- @tparam table result what its `run` returned
-- @tparam string path of the gold file
-- @tparam[opt] boolean reliable whether to show how far confidences can be trusted
-- @treturn string lines
function evaluate.text(kind, result, path, reliable)
  local rows = {}
  for i, measure in ipairs(result.measures) do
    local figures = evaluate.figures(measure)
    rows[i] = { measure.name, two_places(figures.precision), two_places(figures.recall), two_places(figures.f1),
      two_places(figures.aligned) }
  end
  local columns = { "measure" }
  for _, name in ipairs { "precision", "recall", "F1", "aligned" } do
    columns[#columns + 1] = { name = name, right = true }
  end
  local parts = { display.printable(path), "\n\n", grid.render("table", columns, rows) }
  if result.errors and #result.errors > 0 then
    parts[#parts + 1] = "\n" .. error_table(kind.error_fields, result.errors, display.columns())
  end
  if reliable then parts[#parts + 1] = "\n" .. reliability_table(result) end
  return table.concat(parts)
end

local function round(value) return value and tonumber(two_places(value)) or core.json.null end

--- A result as a line of JSON: `{"file", "measures": {NAME: {"precision", "recall", "f1", "aligned", "gold", "system",
-- "correct"}}, "errors", "reliability": [{"from", "to", "records", "said", "right"}]}`, figures of measures in percent.
-- @tparam table kind the module
-- @tparam table result what its `run` returned
-- @tparam string path of the gold file
-- @tparam[opt] boolean reliable whether to add `reliability`
-- @treturn string a line
function evaluate.json(kind, result, path, reliable)
  local order, measures = { "file", "measures", "errors", "precision", "recall", "f1", "aligned" }, {}
  local known = {} -- a key that is named twice would get the later place
  for _, measure in ipairs(result.measures) do
    local figures = evaluate.figures(measure)
    order[#order + 1] = measure.name
    measures[measure.name] = {
      precision = round(figures.precision), recall = round(figures.recall), f1 = round(figures.f1),
      aligned = round(figures.aligned), gold = measure.gold, system = measure.system, correct = measure.correct,
    }
  end
  for _, fields in ipairs { kind.error_fields or {}, { "gold", "system", "correct" },
    { "reliability", "from", "to", "records", "said", "right" } } do
    for _, field in ipairs(fields) do
      if not known[field] then order[#order + 1], known[field] = field, true end
    end
  end
  local object = { file = path, measures = measures, errors = result.errors }
  if reliable then
    object.reliability = reliability.table(confident(result))
    for _, bin in ipairs(object.reliability) do bin.said, bin.right = round(bin.said), round(bin.right) end
  end
  return core.json.encode(object, order) .. "\n"
end

return evaluate
