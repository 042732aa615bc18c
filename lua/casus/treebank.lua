--- Treebanks: what `casus.treebank` returns.
--
-- `#treebank` is the number of words, `treebank:word(i)` a table with `form lemma upos xpos feats head deprel` (nil
-- where the column is `_`), `space_after`, `joined` (it belongs to one token with the next word) and `surface` (the
-- form of the multiword token that begins with it). `treebank:sentence(i)` and `treebank:sentences()` give sentences
-- as those of documents do, see `casus.sentence`; `treebank:text()` is the raw text of the file, `treebank:close()`
-- gives back its memory.
-- @module casus.treebank

local core = require "casus.core"
local sentences = require "casus.sentences"
require "casus.sentence"

local treebank = core.treebank

--- The sentences, as a list that can also be iterated over.
-- @treturn table a list of sentences, see `casus.sentence`
-- @usage for sentence in treebank:sentences() do print(sentence.line, sentence.text) end
function treebank:sentences()
  return sentences(self)
end

return treebank
