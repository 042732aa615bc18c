--- What happened, happens and is to happen when.
-- @module casus.brief.chronology

local listing = require "casus.brief.listing"
local relation = require "casus.relation"

local chronology = {}

local function add(list, value) list[#list + 1] = value end

local function dated(list, index, row, date, order)
  return listing.entry(list, index, ("%s\0%s\0%s"):format(date, row.document, row.sentence or row.start), function()
    return { date = date, order = order, row = row, events = {} }
  end)
end

--- Dated events and dated sentences, oldest first: `date`, `text` (the sentence), `events` (in words), `ahead` (whether
-- it lies after the date of the brief), `evidence`. Where there are too many, those with most events are kept.
-- @tparam table context
-- @treturn {table,...}
-- @treturn integer how many more there are
function chronology.collect(context)
  local list, index = {}, {}
  for _, row in ipairs(context.relations) do
    if row.date and row.document and not listing.standing(row) then
      add(dated(list, index, row, row.date, row.date).events, relation.describe_short(row))
    end
  end
  for row in context.store:times {} do
    local day = row.first
    if day and (row.type == "DATE" or row.type == "TIME") and context.focus.sentence(row) then
      local date = row.value and row.value:match "^%d%d%d%d[-%d]*$" or day
      dated(list, index, row, date, day)
    end
  end
  local function place(e) return ("%s\0%012d"):format(e.row.document, e.row.start) end
  listing.sort(list, function(e) return #e.events end, function(e) return #e.date end,
    function(e) return e.order end, place)
  local kept, more = listing.first(list, context.limits.chronology)
  listing.sort(kept, function(e) return e.order end, function(e) return e.date end, place)
  for i, item in ipairs(kept) do
    local sentence = item.row.sentence and listing.sentence(context, item.row) or item.row
    kept[i] = listing.cite(context, { date = item.date, text = sentence.text, events = item.events,
      ahead = context.date ~= nil and item.order > context.date }, { sentence })
  end
  return kept, more
end

return chronology
