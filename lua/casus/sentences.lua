--- The sentences of what has `sentence_count()` and `sentence(i)`.
-- @module casus.sentences

local list = {
  -- So that the list is also an iterator: `for sentence in document:sentences() do`.
  __call = function(self, _, previous) return self[previous and previous.number + 1 or 1] end,
}

--- Makes a list of all sentences, which can also be iterated over.
-- @tparam userdata of a document or a treebank
-- @treturn table
return function(of)
  local sentences = {}
  for number = 1, of:sentence_count() do sentences[number] = of:sentence(number) end
  return setmetatable(sentences, list)
end
