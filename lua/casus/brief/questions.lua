--- What the reports leave open.
-- @module casus.brief.questions

local listing = require "casus.brief.listing"

local questions = {}

local function add(list, value) list[#list + 1] = value end

local hedged = { possible = true, hypothetical = true, denied = true }

-- A question is raised by the rows of a list for which the test holds.
local kinds = {
  { kind = "relations without a source", of = "relations",
    test = function(row) return not row.source and not listing.standing(row) end },
  { kind = "relations without a target", of = "relations",
    test = function(row) return not row.target and not listing.standing(row) end },
  { kind = "quotes without a speaker", of = "quotes", test = function(row) return not row.speaker end },
  { kind = "relations that are only possible, hypothetical or denied", of = "relations",
    test = function(row) return hedged[row.modality] end },
  { kind = "events without a date", of = "relations",
    test = function(row) return not row.date and not listing.standing(row) end },
  { kind = "causal claims that nobody is named for", of = "causes",
    test = function(row) return not row.attribution end },
  { kind = "documents without a date", of = "documents", test = function(row) return not row.date end },
}

--- What the reports leave open: `kind`, `count`, `of` (how many there are in all), `evidence`.
-- @tparam table context
-- @treturn {table,...}
function questions.collect(context)
  local list = {}
  for _, question in ipairs(kinds) do
    local rows, all = {}, context[question.of]
    for _, row in ipairs(all) do
      if question.test(row) then add(rows, row) end
    end
    if #rows > 0 then
      local item = { kind = question.kind, count = #rows, of = #all, evidence = {} }
      if question.of == "documents" then
        for i, row in ipairs((listing.first(rows, context.limits.evidence))) do
          item.evidence[i] = { number = context.sources:number(row.id), document = row.id, title = row.title }
        end
        item.more = #rows - #item.evidence
      else
        listing.cite(context, item, rows)
      end
      add(list, item)
    end
  end
  return list
end

return questions
