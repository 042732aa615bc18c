--- Variables and the signed graph of what is claimed to affect what: the causal claims of many reports, added up.
--
--     local graph = store:concepts { map = { tension = { "tension", "war of words" } } }
--     for _, edge in ipairs(graph.edges) do
--       print(edge.from, edge.sign, edge.to, edge.sources, table.concat(edge.speakers, ", "))
--     end
--
-- Every claim has two spans; each is taken for a variable (`casus.concepts.variable`): the analyst's own map first,
-- then the head of the span with the words that tell its kind and its names. Claims on the same two variables are one
-- edge.
-- @module casus.concepts

local option = require "casus.options"
local rows = require "casus.rows"
local variable = require "casus.concepts.variable"

local concepts = {}

local known_options = { map = true, detail = true, where = true }
local details = { full = true, kind = true, head = true }

-- What a claim counts: less where it is hedged. What is denied is counted beside the graph.
local hedge_weight = { stated = 1, likely = 0.75, possible = 0.5, denied = 0 }

-- ---- The claims and their variables --------------------------------------------------------------------------------

local function all(database, text, ...)
  local list = assert(rows.list(database, text, ...))
  local found = {}
  for row in list do found[#found + 1] = row end
  return found
end

-- Claims with the bytes of their spans, in the order of documents and bytes: those that pass the filters.
local function claims_of(store, where)
  local answer = store:causes(where or {})
  local text, values = answer:sql()
  answer:close()
  return all(store:database(), ([[
    SELECT v.*, c.cause_start, c.cause_stop, c.effect_start, c.effect_stop, d.number, d.date, d.source AS publisher,
      d.title, (SELECT t.value FROM main.time AS t WHERE t.document = c.document AND t.start >= v.start
        AND t.stop <= v.stop AND t.last > substr(d.date, 1, 10) ORDER BY t.last DESC, t.id LIMIT 1) AS horizon
    FROM (%s) AS v JOIN main.cause AS c ON c.id = v.id JOIN main.document AS d ON d.number = c.document
    ORDER BY d.id, v.start, v.id]]):format(text), table.unpack(values))
end

-- A reader of sentences by document and byte: the parse, and where it starts. The last one is kept, since a claim asks
-- for the same sentence twice.
local function sentence_reader(store)
  local casus = require "casus"
  local last = {}
  return function(id, byte)
    if last.id == id and byte >= last.start and byte < last.stop then return last end
    local row = all(store:database(), [[SELECT start, stop, text FROM main.sentences
      WHERE document = ? AND start <= ? AND stop > ?]], id, byte, byte)[1]
    if not row then return nil end
    last = { id = id, start = row.start, stop = row.stop, parsed = assert(casus.parse(row.text)) }
    last.mentions = all(store:database(), [[SELECT m.start, m.stop, e.name, m.mention FROM main.mentions AS m
      JOIN main.entities AS e ON e.id = m.entity WHERE m.document = ? AND m.start >= ? AND m.stop <= ?
      ORDER BY m.start]], id, row.start, row.stop)
    for _, mention in ipairs(last.mentions) do
      mention.start, mention.stop = mention.start - row.start, mention.stop - row.start
    end
    return last
  end
end

local function variable_of(read, claim, side, map, detail)
  local start, stop = claim[side .. "_start"], claim[side .. "_stop"]
  local sentence = read(claim.document, start)
  if not sentence then return nil end
  return variable.of(sentence.parsed, start - sentence.start, stop - sentence.start, sentence.mentions, map, detail)
end

-- ---- Adding up -----------------------------------------------------------------------------------------------------

local function sorted_keys(set)
  local list = {}
  for key in pairs(set) do list[#list + 1] = key end
  table.sort(list)
  return list
end

--- Whose word a claim is: the speaker it is attributed to, else the publisher, else the document.
-- @tparam table claim a row of the view `causes`, with the `publisher` of its document
-- @treturn string
function concepts.origin(claim)
  return claim.attribution or claim.publisher or claim.document
end

local function new_edge(from, to)
  return { from = from, to = to, claims = {}, positive = 0, negative = 0, open = 0, denied = 0, purposes = 0 }
end

-- An edge when all of its claims are there. A sentence that many reports repeat is one piece of evidence, and what one
-- origin says twice is said once: the strongest of its claims to each side counts.
local function finish(edge)
  local origins, speakers, documents, told = {}, {}, {}, {}
  local best = { [1] = {}, [-1] = {} }
  for _, claim in ipairs(edge.claims) do
    local side = claim.hedge == "denied" and "denied" or claim.sign > 0 and "positive" or claim.sign < 0 and "negative"
      or "open"
    edge[side] = edge[side] + 1
    if claim.purpose ~= 0 then edge.purposes = edge.purposes + 1 end
    documents[claim.document] = true
    if claim.attribution then speakers[claim.attribution] = true end
    local origin = told[claim.text] or concepts.origin(claim)
    told[claim.text] = origin
    origins[origin] = true
    local side_best = best[claim.sign]
    if side_best and side ~= "denied" then
      local amount = hedge_weight[claim.hedge] * (claim.confidence or 1)
      side_best[origin] = math.max(side_best[origin] or 0, amount)
    end
  end
  local net, total = 0, 0
  for sign, amounts in pairs(best) do
    for _, origin in ipairs(sorted_keys(amounts)) do -- in one order, so that the last digit is always the same
      net, total = net + sign * amounts[origin], total + amounts[origin]
    end
  end
  edge.sign = net > 0 and 1 or net < 0 and -1 or 0
  edge.weight = math.abs(net) / (total + 1)
  edge.sources, edge.speakers = #sorted_keys(origins), sorted_keys(speakers)
  edge.documents = sorted_keys(documents)
  return edge
end

local Graph = {}
Graph.__index = Graph

--- The edge from one variable to another, or nil.
-- @tparam string from
-- @tparam string to
-- @treturn table|nil
-- @usage local edge = graph:edge("office", "tension")
function Graph:edge(from, to)
  return self.by_pair[from] and self.by_pair[from][to]
end

--- The claims behind an edge as lines of text, each with document, sentence and speaker.
-- @tparam table edge
-- @treturn {string,...}
-- @usage print(table.concat(graph:evidence(graph.edges[1]), "\n"))
function Graph.evidence(_, edge)
  local lines = {}
  for i, claim in ipairs(edge.claims) do
    local who = claim.attribution and (" says " .. claim.attribution) or ""
    local by = claim.horizon and (" (by %s)"):format(claim.horizon) or ""
    lines[i] = ("%s:%s%s: %s%s"):format(claim.document, claim.sentence or "?", who, claim.text, by)
  end
  return lines
end

--- Columns of @{Graph:tuples}.
concepts.columns = { "cause", { name = "sign", right = true }, "effect", { name = "weight", right = true },
  { name = "sources", right = true }, { name = "for", right = true }, { name = "against", right = true },
  { name = "open", right = true }, { name = "denied", right = true }, "speakers" }

--- The edges as rows for `casus.table`, in the order of `concepts.columns`.
-- @treturn {table,...}
-- @usage print(require "casus.table".render("table", concepts.columns, graph:tuples()))
function Graph:tuples()
  local signs = { [1] = "+", [-1] = "-", [0] = "0" }
  local list = {}
  for i, edge in ipairs(self.edges) do
    list[i] = { edge.from, signs[edge.sign], edge.to, ("%.2f"):format(edge.weight), edge.sources, edge.positive,
      edge.negative, edge.open, edge.denied, table.concat(edge.speakers, "; ") }
  end
  return list
end

local function variables_of(named, edges)
  for _, edge in ipairs(edges) do
    named[edge.from].causes = named[edge.from].causes + 1
    named[edge.to].effects = named[edge.to].effects + 1
  end
  local list = {}
  for _, name in ipairs(sorted_keys(named)) do list[#list + 1] = named[name] end
  return list
end

-- Edges that more sources tell of come first, then those on which they agree more.
local function sort_edges(edges)
  table.sort(edges, function(a, b)
    if a.sources ~= b.sources then return a.sources > b.sources end
    if a.weight ~= b.weight then return a.weight > b.weight end
    if a.from ~= b.from then return a.from < b.from end
    return a.to < b.to
  end)
end

--- The signed graph of the claims in a store or a world.
--
-- Options: `map`, the analyst's own variables, as for `variable.map`; `detail`, "full" (names tell variables apart, the
-- default), "kind" (names do not) or "head" (the head alone); `where`, filters as for `store:causes`.
-- @tparam table store
-- @tparam[opt] table options
-- @treturn Graph with
--
-- * `edges`, those with more sources first: `from`, `to`; `sign` (1, -1, or 0 where nothing prevails); `weight` from 0
--   to 1; the numbers of claims `positive`, `negative`, `open`, `denied` (of these the weight takes none), and of
--   `purposes` among them; `sources`, the number of independent ones: a speaker, else a publisher, else a document,
--   and a sentence that is repeated word by word counts once; `speakers`, `documents`; and `claims`, rows of the view
--   `causes` with `cause_start cause_stop effect_start effect_stop publisher date title`, and `horizon`, the TIMEX3
--   value of the last time in the claim that lies after the day of the report: by when it is to come true
-- * `variables`, by name: `name`, `head`, `mentions` (spans), `causes` and `effects` (edges that leave and enter it)
-- * `unplaced`, claims of which one side names nothing ("this"), or both name the same
--
-- The weight is |P - N| / (P + N + 1), where P and N add up for each side, over independent sources, confidence times 1
-- (stated), 0.75 (likely) or 0.5 (possible): a sure claim of one source has 0.5, of three that agree 0.75.
--
-- or nil, message, code where the file of the map cannot be read
-- @usage local graph = store:concepts { detail = "head", where = { purpose = false } }
function concepts.graph(store, options)
  option.check(options, known_options, 2)
  options = options or {}
  local detail = options.detail or "full"
  if not details[detail] then error(("detail is full, kind or head, not %s"):format(tostring(detail)), 2) end
  local map, problem = variable.map(options.map)
  if not map then return nil, problem, "io" end
  local read = sentence_reader(store)
  local graph = setmetatable({ edges = {}, unplaced = {}, by_pair = {} }, Graph)
  local named = {}
  local function mention(found)
    local one = named[found.name] or { name = found.name, head = found.head, mentions = 0, causes = 0, effects = 0 }
    named[found.name], one.mentions = one, one.mentions + 1
  end
  for _, claim in ipairs(claims_of(store, options.where)) do
    local from = variable_of(read, claim, "cause", map, detail)
    local to = from and variable_of(read, claim, "effect", map, detail)
    if not to or from.name == to.name then
      graph.unplaced[#graph.unplaced + 1] = claim
    else
      mention(from)
      mention(to)
      local row = graph.by_pair[from.name] or {}
      graph.by_pair[from.name] = row
      local edge = row[to.name]
      if not edge then
        edge = new_edge(from.name, to.name)
        row[to.name], graph.edges[#graph.edges + 1] = edge, edge
      end
      edge.claims[#edge.claims + 1] = claim
    end
  end
  for _, edge in ipairs(graph.edges) do finish(edge) end
  sort_edges(graph.edges)
  graph.variables = variables_of(named, graph.edges)
  return graph
end

return concepts
