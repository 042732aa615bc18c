--- The words of a treebank or a document as columns, with the characters that they cover.
-- @module casus.evaluate.parse.words

local core = require "casus.core"

local words = {}

-- Features that are the same in all languages; the others are not measured.
local universal = {}
for name in ([[PronType NumType Poss Reflex Foreign Abbr Gender Animacy Number Case Definite Degree VerbForm Mood Tense
  Aspect Voice Evident Polarity Person Polite]]):gmatch "%a+" do universal[name] = true end

-- Universal features in order, by what stands in the column.
local known_features = {}

local function features(column)
  local known = known_features[column]
  if known then return known end
  local list = {}
  for feature in column:gmatch "[^|]+" do
    if universal[feature:match "^[^=]*"] then list[#list + 1] = feature end
  end
  table.sort(list)
  known_features[column] = table.concat(list, "|")
  return known_features[column]
end

-- What a column says of a word; an absent head is taken for the root, as `_` in a file would be.
local columns = {
  form = function(word) return word.form end,
  lemma = function(word) return word.lemma or "" end,
  upos = function(word) return word.upos or "" end,
  xpos = function(word) return word.xpos or "" end,
  feats = function(word) return features(word.feats or "") end,
  deprel = function(word) return (word.deprel or ""):match "^[^:]*" end, -- without its subtype
  head = function(word, base) return (word.head or 0) > 0 and base + word.head or 0 end,
}

-- The form of a token that is the words [first, last] of a list.
local function surface_of(list, first, last)
  if list[first].surface then return list[first].surface end
  local forms = {}
  for i = first, last do forms[#forms + 1] = list[i].form end
  return table.concat(forms)
end

local function add_span(spans, start, stop)
  spans.start[#spans.start + 1], spans.stop[#spans.stop + 1] = start, stop
end

--- The words of a treebank or a document.
-- @param source either of the two
-- @treturn table lists by the number of the word: `form lemma upos xpos feats deprel`, `head` (a number of a word, 0:
-- the root), `sentence`, `multiword` (whether it belongs to a multiword token), `start` and `stop` (characters that are
-- no white space, from 0; those of a multiword token for all of its words). Also `tokens` and `sentences`, tables with
-- lists `start` and `stop`; `solid`, the text without white space; and `bytes`, where each sentence ends in that.
function words.of(source)
  local self = { sentence = {}, multiword = {}, start = {}, stop = {}, tokens = { start = {}, stop = {} },
    sentences = { start = {}, stop = {} }, bytes = {} }
  for name in pairs(columns) do self[name] = {} end
  local parts, position, bytes, count = {}, 0, 0, 0

  local function add_word(word, base, start, stop, number, multiword)
    count = count + 1
    for name, column in pairs(columns) do self[name][count] = column(word, base) end
    self.start[count], self.stop[count] = start, stop
    self.sentence[count], self.multiword[count] = number, multiword
  end

  for number = 1, source:sentence_count() do
    local list, base, begin, i = source:sentence(number):words(), count, position, 1
    while i <= #list do
      local last = i
      while list[last].joined do last = last + 1 end
      local solid, size = core.solid(surface_of(list, i, last))
      local multiword = last > i or list[i].surface ~= nil
      for k = i, last do add_word(list[k], base, position, position + size, number, multiword) end
      add_span(self.tokens, position, position + size)
      parts[#parts + 1], position, bytes, i = solid, position + size, bytes + #solid, last + 1
    end
    add_span(self.sentences, begin, position)
    self.bytes[number] = bytes
  end
  self.solid = table.concat(parts)
  return self
end

return words
