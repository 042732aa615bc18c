--- Evidence: which bytes of which document say so, and the documents that were cited, numbered as they come.
-- @module casus.evidence

local relation = require "casus.relation"

local evidence = {}

local Catalogue = {}
Catalogue.__index = Catalogue

--- A catalogue of the documents of a store or world, in which nothing is cited yet.
-- @tparam table store
-- @treturn Catalogue
-- @usage local sources = evidence.catalogue(store)
function evidence.catalogue(store)
  local documents = {}
  for row in store:sql "SELECT id, uri, title, date, source, url FROM document" do documents[row.id] = row end
  return setmetatable({ documents = documents, cited = {}, numbers = {} }, Catalogue)
end

--- The number of a document; it counts as cited from now on.
-- @tparam string id
-- @treturn integer
function Catalogue:number(id)
  local number = self.numbers[id]
  if not number then
    number = #self.cited + 1
    self.numbers[id], self.cited[number] = number, self.documents[id] or { id = id }
  end
  return number
end

--- The evidence of a row: its own span, unless another text is given.
-- @tparam table row with `document`, `sentence`, `start`, `stop` and `text`
-- @treturn table as in `casus.report`
function Catalogue:cite(row)
  if not row.document then return { text = row.text or relation.describe(row), assumed = true } end
  local document = self.documents[row.document] or {}
  return { number = self:number(row.document), document = row.document, title = document.title, date = document.date,
    sentence = row.sentence, start = row.start, stop = row.stop, text = row.text }
end

--- The evidence of the first rows, each place once, and how many there are beside them.
-- @tparam {table,...} rows
-- @tparam integer limit
-- @treturn {table,...} pieces
-- @treturn integer how many were left out
function Catalogue:cite_some(rows, limit)
  local pieces, seen, left = {}, {}, 0
  for _, row in ipairs(rows) do
    local key = row.document and ("%s:%s:%s"):format(row.document, row.start, row.stop) or row
    if not seen[key] then
      seen[key] = true
      if #pieces < limit then pieces[#pieces + 1] = self:cite(row) else left = left + 1 end
    end
  end
  return pieces, left
end

--- The documents that were cited, as the items of a section.
-- @treturn {table,...}
function Catalogue:items()
  local items = {}
  for number, document in ipairs(self.cited) do
    local words = {}
    for _, field in ipairs { "title", "date", "source", "uri", "url" } do
      if document[field] and document[field] ~= "" then words[#words + 1] = document[field] end
    end
    words[#words + 1] = "id " .. document.id
    items[number] = { lead = tostring(number), text = table.concat(words, "; "), id = "document-" .. number }
  end
  return items
end

return evidence
