--- Who is named.
-- @module casus.brief.actors

local listing = require "casus.brief.listing"

local actors = {}

local function add(list, value) list[#list + 1] = value end

local acting = { PERSON = true, NORP = true, ORG = true, GPE = true }

--- Actors by mentions: `name`, `code`, `label`, `mentions`, `documents`, `evidence`.
-- @tparam table context
-- @treturn {table,...}
-- @treturn integer how many more there are
function actors.collect(context)
  local by_entity, list, by_name = {}, {}, {}
  for row in context.store:entities {} do
    if acting[row.label] then
      by_entity[row.id] = listing.entry(list, by_name, row.name, function()
        return { name = row.name, label = row.label, most = -1, mentions = 0, documents = 0, seen = {}, rows = {} }
      end)
      -- One name may be several entities (Japan, the Japanese): the one with most mentions says what it is.
      local actor = by_entity[row.id]
      if row.mentions > actor.most then actor.label, actor.most = row.label, row.mentions end
      actor.code = actor.code or row.code
    end
  end
  for row in context.store:mentions {} do
    local actor = by_entity[row.entity]
    if actor and context.focus.sentence(row) then
      actor.mentions = actor.mentions + 1
      if not actor.seen[row.document] then
        actor.seen[row.document], actor.documents = true, actor.documents + 1
        if #actor.rows < context.limits.evidence then add(actor.rows, row) end
      end
    end
  end
  local named = {}
  for _, actor in ipairs(list) do
    if actor.mentions > 0 then add(named, actor) end
  end
  listing.sort(named, function(a) return a.mentions end, function(a) return a.documents end,
    function(a) return a.name end)
  context.counts.actors = #named
  local kept, more = listing.first(named, context.limits.actors)
  for i, actor in ipairs(kept) do
    kept[i] = listing.cite(context, { name = actor.name, code = actor.code, label = actor.label,
      mentions = actor.mentions, documents = actor.documents }, listing.sentences(context, actor.rows))
    kept[i].more = actor.documents - #actor.rows
  end
  return kept, more
end

return actors
