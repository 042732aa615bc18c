--- What is claimed to cause what.
-- @module casus.brief.causes

local listing = require "casus.brief.listing"

local causes = {}

local function add(list, value) list[#list + 1] = value end

local verbs = { [1] = "brings about or raises", [-1] = "prevents or lowers", [0] = "affects" }

--- A causal claim in words.
-- @tparam table row of the view `causes`
-- @treturn string
function causes.describe(row)
  local marks = {}
  if row.purpose == 1 or row.purpose == true then add(marks, "as a purpose") end
  if row.hedge and row.hedge ~= "stated" then add(marks, row.hedge) end
  local words = ("%s -- %s -- %s"):format(row.cause, verbs[row.polarity] or verbs[0], row.effect)
  return #marks == 0 and words or ("%s (%s)"):format(words, table.concat(marks, ", "))
end

--- What is claimed to cause what, the surest claims first: `cause`, `effect`, `polarity`, `hedge`, `attribution`,
-- `text`, `evidence`.
-- @tparam table context
-- @treturn {table,...}
-- @treturn integer how many more there are
function causes.collect(context)
  local claims = table.move(context.causes, 1, #context.causes, 1, {})
  listing.sort(claims, function(row) return row.confidence or 0 end, function(row) return -row.id end)
  local kept, more = listing.first(claims, context.limits.causes)
  for i, row in ipairs(kept) do
    kept[i] = listing.cite(context, { cause = row.cause, effect = row.effect, polarity = row.polarity,
      hedge = row.hedge, attribution = row.attribution, text = causes.describe(row) }, { row })
  end
  return kept, more
end

return causes
