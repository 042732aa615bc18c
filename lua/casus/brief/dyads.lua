--- Who does what to whom.
-- @module casus.brief.dyads

local listing = require "casus.brief.listing"
local relation = require "casus.relation"

local dyads = {}

local function add(list, value) list[#list + 1] = value end

-- What somebody denied, or what did not happen, is counted by type, but is neither cooperation nor conflict.
local function happened(row)
  return not relation.negated(row) and row.modality ~= "denied"
end

local function label_of(row)
  local label = row.type
  if relation.negated(row) then label = "not " .. label end
  if row.modality and row.modality ~= "asserted" then label = ("%s (%s)"):format(label, row.modality) end
  return label
end

local function new_dyad(row)
  return { source = row.source, source_code = row.source_code, target = row.target, target_code = row.target_code,
    relations = 0, weight = 0, cooperation = 0, conflict = 0, goldstein = { sum = 0, weight = 0, known = 0 },
    counts = {}, rows = {} }
end

--- Who does what to whom: `source`, `source_code`, `target`, `target_code`, `relations`, `weight`, `types`
-- (`{ type =, count = }`), `goldstein` (`mean`, `known`), `cooperation`, `conflict`, `evidence`.
-- @tparam table context
-- @treturn {table,...}
-- @treturn integer how many more there are
function dyads.collect(context)
  local list, index = {}, {}
  for _, row in ipairs(context.relations) do
    if row.source and row.target and not listing.standing(row) then
      local dyad = listing.entry(list, index, row.source .. "\0" .. row.target, function() return new_dyad(row) end)
      dyad.relations, dyad.weight = dyad.relations + 1, dyad.weight + row.weight
      local label = label_of(row)
      dyad.counts[label] = (dyad.counts[label] or 0) + 1
      add(dyad.rows, row)
      if happened(row) and row.goldstein then
        local goldstein = dyad.goldstein
        goldstein.known, goldstein.weight = goldstein.known + 1, goldstein.weight + row.weight
        goldstein.sum = goldstein.sum + row.weight * row.goldstein
        if row.goldstein > 0 then dyad.cooperation = dyad.cooperation + 1 end
        if row.goldstein < 0 then dyad.conflict = dyad.conflict + 1 end
      end
    end
  end
  -- Among pairs with equally many relations, those of busy actors come first.
  local busy = {}
  for _, dyad in ipairs(list) do
    busy[dyad.source] = (busy[dyad.source] or 0) + dyad.relations
    busy[dyad.target] = (busy[dyad.target] or 0) + dyad.relations
  end
  listing.sort(list, function(d) return d.relations end, function(d) return busy[d.source] + busy[d.target] end,
    function(d) return d.source end, function(d) return d.target end)
  context.counts.dyads = #list
  for _, dyad in ipairs(list) do
    context.counts.cooperation = context.counts.cooperation + dyad.cooperation
    context.counts.conflict = context.counts.conflict + dyad.conflict
  end
  local kept, more = listing.first(list, context.limits.dyads)
  for i, dyad in ipairs(kept) do
    local types = {}
    for label, count in pairs(dyad.counts) do add(types, { type = label, count = count }) end
    listing.sort(types, function(t) return t.count end, function(t) return t.type end)
    local goldstein = dyad.goldstein
    kept[i] = listing.cite(context, { source = dyad.source, source_code = dyad.source_code, target = dyad.target,
      target_code = dyad.target_code, relations = dyad.relations, weight = dyad.weight, types = types,
      goldstein = { mean = goldstein.weight ~= 0 and goldstein.sum / goldstein.weight or nil, known = goldstein.known },
      cooperation = dyad.cooperation, conflict = dyad.conflict }, listing.sentences(context, dyad.rows))
  end
  return kept, more
end

return dyads
