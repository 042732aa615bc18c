--- Sentences of documents and treebanks: tables with `number first last text paragraph`.
-- `first` and `last` are numbers of tokens. Sentences of documents also have `start stop document`, those of treebanks
-- `line treebank`.
-- @module casus.sentence

local core = require "casus.core"

local sentence = core.sentence

--- The words, as a list: tokens of a document, or words of a treebank.
-- @treturn table
-- @usage print(#document:sentence(1):words())
function sentence:words()
  local words, of = {}, self.document or self.treebank
  local get = self.document and of.token or of.word
  for number = self.first, self.last do words[#words + 1] = get(of, number) end
  return words
end

--- The dependency tree, for people: a line a word in the order of the text, hung up on its head, with its part of
-- speech and its relation. Of words without heads it is a plain list.
-- @treturn string lines, each with its line break
-- @usage print(document:sentence(1):tree())
function sentence:tree()
  return require("casus.tree").draw(self:words())
end

return sentence
