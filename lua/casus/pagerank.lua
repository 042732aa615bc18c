--- PageRank of a weighted directed graph.
--
-- After S. Brin and L. Page, "The anatomy of a large-scale hypertextual web search engine" (1998), in the form in which
-- the ranks of all nodes add up to 1: with probability `damping` a walker follows an edge, chosen in proportion to its
-- weight, else (and from a node without edges always) goes to any node.
-- @module casus.pagerank

local pagerank = {}

--- Ranks the nodes of a graph.
-- @tparam {table,...} edges `{ from, to, weight }`; weights are positive, parallel edges add up
-- @tparam[opt] table options `damping` (0.85), `tolerance` (1e-12: iteration ends when all ranks together change by
--   less), `limit` (1000 iterations)
-- @treturn table `rank` by node; `out`: the weight that leaves a node; `nodes`: how many; `base`: what each node gets
--   without an edge; `steps`; `converged`
-- @usage pagerank.of({ { "a", "b", 1 }, { "c", "b", 1 } }).rank.b
function pagerank.of(edges, options)
  options = options or {}
  local damping, tolerance, limit = options.damping or 0.85, options.tolerance or 1e-12, options.limit or 1000
  local index, names, out = {}, {}, {}
  local function number(name)
    local n = index[name]
    if not n then
      n = #names + 1
      index[name], names[n], out[n] = n, name, 0
    end
    return n
  end
  local from, to, weight = {}, {}, {}
  for i, edge in ipairs(edges) do
    from[i], to[i], weight[i] = number(edge[1]), number(edge[2]), edge[3]
    out[from[i]] = out[from[i]] + weight[i]
  end

  local count = #names
  local rank, base, steps, converged = {}, 0, 0, count == 0
  for n = 1, count do rank[n] = 1 / count end
  while not converged and steps < limit do
    local dangling, following, change = 0, {}, 0
    for n = 1, count do
      if out[n] == 0 then dangling = dangling + rank[n] end
    end
    base = ((1 - damping) + damping * dangling) / count
    for n = 1, count do following[n] = base end
    for i = 1, #from do
      following[to[i]] = following[to[i]] + damping * rank[from[i]] * (weight[i] / out[from[i]])
    end
    for n = 1, count do change = change + math.abs(following[n] - rank[n]) end
    rank, steps, converged = following, steps + 1, change < tolerance
  end

  local result = { rank = {}, out = {}, nodes = count, base = base, damping = damping, steps = steps,
    converged = converged }
  for n, name in ipairs(names) do result.rank[name], result.out[name] = rank[n], out[n] end
  return result
end

return pagerank
