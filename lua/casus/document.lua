--- Documents: what `casus.parse` returns.
--
-- `#document` is the number of tokens, `document:token(i)` a token with `form lemma upos xpos feats deprel head entity
-- begins start stop sentence` (nil where nothing has filled a column; `entity` is the label of the name that the token
-- is part of, `begins` whether it is its first), `document:sentence(i)` a sentence (`casus.sentence`).
-- `document.text`, `.id` and `.date` are what it was made of.
-- Offsets are bytes from 0, half-open: `document.text:sub(start + 1, stop)` is a span.
-- @module casus.document

local check = require "casus.options".check
local core = require "casus.core"
local sentences = require "casus.sentences"
require "casus.sentence"

local document = core.document

--- The sentences, as a list that can also be iterated over.
-- @treturn table a list of sentences as `document:sentence(i)` gives them, see `casus.sentence`
-- @usage for sentence in document:sentences() do print(sentence.number, sentence.text) end
function document:sentences()
  return sentences(self)
end

local known_options = { only = true, plugins = true, report = true, place = true }

--- The kinds of records that are extracted unless others are named.
local default_kinds = { "entity", "time", "quote", "relation", "cause" }

local rank = {}
for i, kind in ipairs(default_kinds) do rank[kind] = i end

--- Sorts records as the library does: by start, longer ones first, then by kind; those that are alike stay as they are.
local function sort(records)
  local place = {}
  for i, record in ipairs(records) do place[record] = i end
  table.sort(records, function(a, b)
    if a.start ~= b.start then return a.start < b.start end
    if a.stop ~= b.stop then return a.stop > b.stop end
    if a.kind ~= b.kind then return rank[a.kind] < rank[b.kind] end
    return place[a] < place[b]
  end)
  return records
end

--- What is found in the document.
-- @tparam[opt] table options `only` is a list of kinds (entity, time, quote, relation, cause); `plugins` a list of
-- loaded plugins (`casus.plugin`) whose extractors run too; `report(message)` is told of those that fail,
-- as at `place` (default: the document's id)
-- @treturn table a list of records by start, with the fields of docs/formats.md (`stop` for `end`); or nil, message,
-- code
-- @usage local quotes = document:extract { only = { "quote" } }
function document:extract(options)
  check(options, known_options, 2)
  options = options or {}
  local only = options.only or default_kinds
  if #only == 0 then return {} end
  local records, message, code = self:records(table.unpack(only))
  if not records or not options.plugins or #options.plugins == 0 then return records, message, code end
  local wanted = {}
  for _, kind in ipairs(only) do wanted[kind] = true end
  for _, record in ipairs(require("casus.plugin").extract(options.plugins, self, options.report, options.place)) do
    if wanted[record.kind] then records[#records + 1] = record end
  end
  return sort(records)
end

--- The matches of a pattern, by their start.
-- @param what a pattern (`casus.pattern`), rules, or the text of a pattern
-- @tparam[opt] table options `first` and `last`: numbers of sentences
-- @treturn function an iterator of matches: spans (`casus.span`) with their captures by name
-- @usage for match in document:match "[lemma=visit] where:@countries" do print(match.where, match.start) end
function document:match(what, options)
  return require("casus.pattern").match(self, what, options)
end

--- The matches of rules.
-- @param what rules (`casus.rules`), a rule (`casus.rule`), a pattern, or a list of these
-- @tparam[opt] table options as for `match`; `overlap = false`: of matches of one set of rules that overlap only that
--   of highest priority, of these the longest; `emits = false`: without what the rules emit
-- @treturn table a list of matches, each with `rule`; `emits` is what its rule emits
-- @usage for _, match in ipairs(document:find_all(rules)) do print(match.rule, match) end
function document:find_all(what, options)
  return require("casus.pattern").find_all(self, what, options)
end

return document
