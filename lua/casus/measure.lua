--- Measures: what a what-if table computes in each world.
--
-- A measure is an expression (`"count(type=accuse)"`), a Lua function of a world, or SQL. Compiled, it is one function
-- that gives the value in a world and, where asked for a trace, the contributions that add up to it, each with the
-- relations it rests on.
--
-- The expressions, each relation counting with its weight:
--
-- * `count(filters)`: the sum of weights.
-- * `sum(field, filters)`: of weight times field, over the relations whose field is known.
-- * `mean(field, filters)`: the same, divided by the sum of their weights; no value where there are none.
-- * `goldstein(A, B)`: the sum of Goldstein values over relations from A to B.
-- * `balance(A, B)`: the same in both directions.
-- * `degree(A)`: the sum of weights of relations between A and any other known actor.
-- * `pagerank(A)`: the rank of A in the graph of all relations whose source and target are known and differ, edges
--   weighted, damping 0.85, the rank of actors without outgoing relations spread over all, iterated until the ranks
--   together change by less than 1e-12, and rounded to ten decimals. Relations of weight 0 or less are left out. The
--   rank of a group is the sum of its members'.
--
-- `field` is `goldstein`, `weight` or `confidence`; filters are `column=value` as in `casus.query`: the columns of the
-- view `relations`, and `actor`, `after`, `before`; `source=null` finds relations whose source is not known.
-- @module casus.measure

local core = require "casus.core"
local expression = require "casus.expression"
local number = require "casus.number"
local pagerank = require "casus.pagerank"
local query = require "casus.query"
local relation = require "casus.relation"

local measure = {}

local summable = { goldstein = true, weight = true, confidence = true }

-- ---- Tally: a running sum with its reasons ---------------------------------------------------------------------

local Tally = {}
Tally.__index = Tally

local function new_tally(trace)
  return setmetatable({ value = 0, support = 0, warnings = {}, contributions = trace and {} or nil }, Tally)
end

function Tally:add(amount, note, rows)
  self.value = self.value + amount
  if self.contributions then
    self.contributions[#self.contributions + 1] = { amount = amount, note = note, relations = rows or {} }
  end
end

function Tally:relation(amount, row)
  self.support = self.support + 1
  if self.contributions then
    self:add(amount, relation.describe(row), { row })
  else
    self.value = self.value + amount
  end
end

function Tally:warn(format, ...)
  self.warnings[#self.warnings + 1] = format:format(...)
end

function Tally:total()
  local total = 0
  for _, contribution in ipairs(self.contributions) do total = total + contribution.amount end
  return total
end

-- Sets the value; where the amounts, added in their order, do not give exactly that in floating point, what is missing
-- becomes a last one.
function Tally:settle(value, note)
  for _ = 1, self.contributions and 8 or 0 do
    local missing = value - self:total()
    if missing == 0 then break end
    self:add(missing, note)
  end
  self.value = value
end

-- The same, but the last amount takes what rounding lost, where it can.
function Tally:round(value)
  local last = self.contributions and self.contributions[#self.contributions]
  if last then last.amount = last.amount + (value - self:total()) end
  self:settle(value, "rounding")
end

-- ---- Walking relations -----------------------------------------------------------------------------------------

-- Warns of a name that neither the world nor a dictionary knows: 0 is then no finding.
local function check_names(context, result, ...)
  for i = 1, select("#", ...) do
    local name = select(i, ...)
    if not context:knows(name) then result:warn("no actor called %q is known", name) end
  end
end

local function check_actors(context, result, filters)
  for _, field in ipairs { "source", "target", "actor" } do
    if type(filters[field]) == "string" then check_names(context, result, filters[field]) end
  end
end

-- Visits the relations whose `field` is known, and warns of the others; ids in `seen` are passed over.
local function each_known(world, filters, field, result, visit, seen)
  local missing, assumed = 0, 0
  for row in world:relations(filters) do
    if seen and seen[row.id] then goto continue end
    if seen then seen[row.id] = true end
    if row[field] ~= nil then
      visit(row, row[field])
    else
      missing, assumed = missing + 1, assumed + (row.assumed and 1 or 0)
    end
    ::continue::
  end
  if missing > 0 then
    result:warn("%d relation%s without a %s value left out%s", missing, missing == 1 and "" or "s", field,
      assumed == 0 and "" or (" (%d assumed)"):format(assumed))
  end
end

local function sum_goldstein(context, result, from, to, seen)
  each_known(context.world, { source = from, target = to }, "goldstein", result, function(row, value)
    result:relation(row.weight * value, row)
  end, seen)
end

-- ---- The expressions --------------------------------------------------------------------------------------------

-- A measure by name: `positional` arguments come first (`field` must be one that can be added up), `filters` says
-- whether filters may follow; `run` fills a tally.
local builtin = {}

builtin.count = { positional = {}, filters = true, run = function(context, result, _, filters)
  check_actors(context, result, filters)
  for row in context.world:relations(filters) do result:relation(row.weight, row) end
end }

builtin.sum = { positional = { "field" }, filters = true, run = function(context, result, names, filters)
  check_actors(context, result, filters)
  each_known(context.world, filters, names[1], result, function(row, value)
    result:relation(row.weight * value, row)
  end)
end }

builtin.mean = { positional = { "field" }, filters = true, run = function(context, result, names, filters)
  check_actors(context, result, filters)
  local rows, total, weight = {}, 0, 0
  each_known(context.world, filters, names[1], result, function(row, value)
    rows[#rows + 1], total, weight = row, total + row.weight * value, weight + row.weight
  end)
  if weight == 0 then
    result:warn(#rows == 0 and "no value: no relation to take the mean of" or "no value: the weights add up to 0")
    result.value = nil
    return
  end
  for _, row in ipairs(rows) do result:relation(row.weight * row[names[1]] / weight, row) end
  result:round(total / weight)
end }

builtin.goldstein = { positional = { "actor", "actor" }, run = function(context, result, names)
  check_names(context, result, names[1], names[2])
  sum_goldstein(context, result, names[1], names[2])
end }

builtin.balance = { positional = { "actor", "actor" }, run = function(context, result, names)
  check_names(context, result, names[1], names[2])
  -- Where the two are groups with common members, a relation is found in both directions.
  local seen = {}
  sum_goldstein(context, result, names[1], names[2], seen)
  sum_goldstein(context, result, names[2], names[1], seen)
end }

builtin.degree = { positional = { "actor" }, run = function(context, result, names)
  check_names(context, result, names[1])
  local within = {}
  for row in context.world:relations { source = names[1], target = names[1] } do within[row.id] = true end
  for row in context.world:relations { actor = names[1] } do
    if row.source and row.target and not within[row.id] then result:relation(row.weight, row) end
  end
end }

-- The graph of a world is the same for all its measures.
local function graph_of(context)
  if context.graph then return context.graph end
  local edges, rows, left_out = {}, {}, 0
  for row in context.world:relations {} do
    if row.source and row.target and row.source ~= row.target then
      if row.weight > 0 then
        edges[#edges + 1], rows[#rows + 1] = { row.source, row.target, row.weight }, row
      else
        left_out = left_out + 1
      end
    end
  end
  context.graph = { result = pagerank.of(edges), rows = rows, left_out = left_out }
  return context.graph
end

builtin.pagerank = { positional = { "actor" }, run = function(context, result, names)
  check_names(context, result, names[1])
  local graph = graph_of(context)
  local ranks, nodes, order = graph.result, {}, {}
  local function include(name)
    if name and ranks.rank[name] and not nodes[name] then nodes[name], order[#order + 1] = true, name end
  end
  for row in context.world:relations { source = names[1] } do include(row.source) end
  for row in context.world:relations { target = names[1] } do include(row.target) end
  table.sort(order)
  local value = 0
  for _, name in ipairs(order) do
    value = value + ranks.rank[name]
    result:add(ranks.base, ("%s: the share that every actor gets"):format(name))
  end
  for _, row in ipairs(graph.rows) do
    if nodes[row.target] then
      result:relation(ranks.damping * ranks.rank[row.source] * (row.weight / ranks.out[row.source]), row)
    end
  end
  -- Beyond this the iteration does not settle the digits, and worlds that agree would seem to differ.
  result:settle(tonumber(("%.10f"):format(value)), "rounding")
  if graph.left_out > 0 then result:warn("%d relations of weight 0 or less are not in the graph", graph.left_out) end
  if not ranks.converged then result:warn("the ranks had not settled after %d iterations", ranks.steps) end
end }

local function names_of_builtins()
  local names = {}
  for name in pairs(builtin) do names[#names + 1] = name end
  table.sort(names)
  return table.concat(names, ", ")
end

local booleans = { ["true"] = true, ["false"] = false }

-- What a filter compares with; an unquoted null asks for what is not known.
local function read_filter(argument)
  local field, value = argument.field, argument.value
  if value == "null" and not argument.quoted then return core.null end
  if relation.numeric[field] then
    value = tonumber(value)
    if not value then return nil, ("%s=%s: a number is needed"):format(field, argument.value) end
  elseif field == "negated" or field == "assumed" then
    value = booleans[value]
    if value == nil then return nil, ("%s is true or false"):format(field) end
  end
  return value
end

-- Returns the function of an expression, or nil and what is wrong with it.
local function compile_expression(text)
  local parsed, message = expression.parse(text)
  if not parsed then return nil, message end
  if parsed.name == "effect" then
    return nil, "effect() needs the causal graph, which is not in this version"
  end
  local entry = builtin[parsed.name]
  if not entry then
    return nil, ("there is no measure %q; there are %s"):format(parsed.name, names_of_builtins())
  end
  local names, filters = {}, {}
  for _, argument in ipairs(parsed) do
    local value = argument.value
    if not argument.field then
      local wanted = entry.positional[#names + 1]
      if not wanted then return nil, ("%q is too much; a filter is field=value"):format(value) end
      if wanted == "field" and not summable[value] then
        return nil, ("%q cannot be added up; goldstein, weight and confidence can"):format(value)
      end
      names[#names + 1] = value
    else
      if not entry.filters then return nil, ("%s() takes no filters"):format(parsed.name) end
      if filters[argument.field] ~= nil then return nil, ("%s is given twice"):format(argument.field) end
      value, message = read_filter(argument)
      if value == nil then return nil, message end
      filters[argument.field] = value
    end
  end
  local valid, problem = query.sql("relations", filters)
  if not valid then return nil, problem end
  if #names < #entry.positional then
    return nil, ("%s(%s%s) is given %d of them"):format(parsed.name, table.concat(entry.positional, ", "),
      entry.filters and ", filters" or "", #names)
  end
  return function(context, result)
    entry.run(context, result, names, filters)
  end
end

-- ---- Functions and SQL ------------------------------------------------------------------------------------------

-- Forwards what is not in `own` to the methods and fields of an object.
local function forward(object, own)
  return function(_, name)
    local value = own[name] or object[name]
    if own[name] or type(value) ~= "function" then return value end
    return function(_, ...) return value(object, ...) end
  end
end

-- Rows that note what was read of them.
local function observe_rows(rows, read)
  return setmetatable({}, {
    __index = forward(rows, {}),
    __close = function() rows:close() end,
    __call = function()
      local row = rows()
      if row and not read.seen[row.id] then read.seen[row.id], read[#read + 1] = true, row end
      return row
    end,
  })
end

-- A world as a function of the user sees it: it answers as the world does, but what relations are read is noted.
local function observe(world, read)
  local function noting(ask)
    return function(_, filters)
      local rows = observe_rows(ask(world, filters), read)
      return rows, nil, nil, rows
    end
  end
  local methods = { relations = noting(world.relations), events = noting(world.events) }
  function methods.fork()
    return observe(world:fork(), read)
  end
  methods.world = methods.fork
  for _, name in ipairs { "sql", "scalar" } do
    methods[name] = function(_, ...)
      read.untraced = true
      return world[name](world, ...)
    end
  end
  return setmetatable({}, { __index = forward(world, methods), __close = function() world:close() end })
end

local function describe(value)
  return type(value) == "string" and ("%q"):format(value) or type(value) == "nil" and "nothing" or "a " .. type(value)
end

local function run_function(body)
  return function(context, result)
    local read = { seen = {} }
    -- What the function assumes stays its own.
    local own = context.world:fork()
    local value = body(observe(own, read))
    own:close()
    result.support = #read
    if value == nil then
      result:warn "no value: the function returned nothing"
      result.value = nil
    elseif type(value) ~= "number" then
      error(("the function returned %s where a number is needed"):format(describe(value)), 0)
    else
      if read.untraced then result:warn "what the function read through SQL cannot be traced" end
      result:add(value, "computed by a Lua function that read these relations", table.move(read, 1, #read, 1, {}))
    end
  end
end

-- The value in the first column of the first row.
local function scalar(world, text)
  local done, rows = pcall(world.sql, world, text)
  -- What SQLite says is said without the line of ours that asked.
  if not done then error(tostring(rows):gsub("^[^\n]-%.lua:%d+: ", ""), 0) end
  local name = rows:columns()[1]
  local row = rows()
  rows:close()
  return row and row[name]
end

local function run_sql(text)
  return function(context, result)
    local value = scalar(context.world, text)
    result.support = nil
    if value == nil then
      result:warn "no value: the query gave none"
      result.value = nil
    elseif type(value) ~= "number" then
      error(("the query gave %s where a number is needed"):format(describe(value)), 0)
    else
      result:add(value, "computed by SQL, which does not tell what it read")
    end
  end
end

-- ---- Compiling and running ---------------------------------------------------------------------------------------

--- Compiles the definition of a measure.
-- @tparam string|table definition an expression; or `{ name =, EXPRESSION | FUNCTION }` or `{ name =, sql = }`
-- @treturn[1] table a measure: `name`, `kind` ("expression", "function", "sql"), `text`
-- @treturn[2] nil
-- @treturn[2] string what is wrong
-- @usage measure.compile "count(type=accuse)"
function measure.compile(definition)
  if type(definition) == "string" then definition = { definition } end
  if type(definition) ~= "table" then
    return nil, ("a measure is a text or a table, not a %s"):format(type(definition))
  end
  for key in pairs(definition) do
    if key ~= 1 and key ~= "name" and key ~= "sql" then
      return nil, ("unknown field %q; a measure has a name and an expression, a function or sql"):format(tostring(key))
    end
  end
  local body, sql = definition[1], definition.sql
  if body ~= nil and sql ~= nil then return nil, "it has both sql and another value" end
  local kind, run, message
  if type(sql) == "string" then
    kind, run = "sql", run_sql(sql)
  elseif sql ~= nil then
    return nil, "sql is a text"
  elseif type(body) == "function" then
    kind, run = "function", run_function(body)
  elseif type(body) == "string" then
    kind = "expression"
    run, message = compile_expression(body)
    if not run then return nil, message end
  else
    return nil, "it has no value: an expression, a function or sql"
  end
  local name = definition.name or kind == "expression" and body:match("^%s*(.-)%s*$")
  if type(name) ~= "string" or name == "" then return nil, ("a measure that is a %s needs a name"):format(kind) end
  return { name = name, kind = kind, text = body or sql, run = run }
end

--- What measures of one world share: the world, who is known in it, its graph.
-- @tparam table world
-- @treturn table
function measure.context(world)
  local known = {}
  return { world = world, knows = function(_, name)
    if known[name] == nil then known[name] = world:knows(name) end
    return known[name]
  end }
end

--- Computes a measure.
-- @tparam table self a compiled measure
-- @tparam table context of @{context}
-- @tparam[opt] boolean trace whether to say why
-- @treturn table `value` (nil: none), `support` (the number of relations behind it; nil: unknown), `warnings`, and with
--   `trace` the `contributions`: `{ amount =, note =, relations = { row, ... } }`, whose amounts, added in their order,
--   are exactly the value
function measure.evaluate(self, context, trace)
  local result = new_tally(trace)
  self.run(context, result)
  if result.value and (result.value ~= result.value or math.abs(result.value) == math.huge) then
    result:warn("no value: the result is not a finite number")
    result.value = nil
  end
  if result.value then
    result.value = number.whole(result.value)
    for _, contribution in ipairs(result.contributions or {}) do
      contribution.amount = number.whole(contribution.amount)
    end
  elseif trace then
    result.contributions = {}
  end
  return setmetatable(result, nil)
end

return measure
