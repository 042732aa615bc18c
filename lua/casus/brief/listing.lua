--- Counting, sorting and citing: what the parts of a brief have in common.
-- @module casus.brief.listing

local query = require "casus.query"

local listing = {}

--- The entry of a key, made when it is first asked for; `list` keeps the order.
-- @tparam table list
-- @tparam table index entries by key
-- @param key
-- @tparam function make
-- @treturn table
function listing.entry(list, index, key, make)
  local found = index[key]
  if not found then
    found = make()
    index[key], list[#list + 1] = found, found
  end
  return found
end

--- Sorts by several keys: functions of an element; numbers go from high to low, texts from a to z.
-- @tparam table list
-- @tparam function ... keys, which together tell all elements apart
function listing.sort(list, ...)
  local keys = { ... }
  table.sort(list, function(a, b)
    for _, key in ipairs(keys) do
      local x, y = key(a), key(b)
      if x ~= y then
        if type(x) == "number" then return x > y end
        return x < y
      end
    end
    return false
  end)
end

--- The first elements of a list, and how many more there are.
-- @tparam table list
-- @tparam integer limit
-- @treturn table
-- @treturn integer
function listing.first(list, limit)
  return table.move(list, 1, math.min(#list, limit), 1, {}), math.max(#list - limit, 0)
end

--- The sentence in which a row stands, as a row; the row itself where there is none.
-- @tparam table context of a brief
-- @tparam table row
-- @treturn table
function listing.sentence(context, row)
  local found = row.sentence and context.store:sentences { document = row.document, sentence = row.sentence }()
  return found or row
end

--- The sentences in which rows stand.
-- @tparam table context of a brief
-- @tparam {table,...} rows
-- @tparam[opt] integer limit how many rows are looked at
-- @treturn {table,...}
function listing.sentences(context, rows, limit)
  local found = {}
  for i = 1, math.min(#rows, limit or #rows) do found[i] = listing.sentence(context, rows[i]) end
  return found
end

--- Gives an item its evidence.
-- @tparam table context of a brief
-- @tparam table item gets `evidence`, a list as in `casus.report`, and `more`, how many pieces there are beside them
-- @tparam {table,...} rows
-- @treturn table the item
function listing.cite(context, item, rows)
  item.evidence, item.more = context.sources:cite_some(rows, context.limits.evidence)
  return item
end

local standing

--- Whether a relation holds rather than happens.
-- @tparam table row
-- @treturn boolean
function listing.standing(row)
  if not standing then
    standing = {}
    for _, name in ipairs(query.standing_types) do standing[name] = true end
  end
  return standing[row.type] == true
end

return listing
