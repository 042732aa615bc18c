--- Tagging and parsing from raw text: the measures of the CoNLL 2018 shared task (Zeman et al. 2018).
-- @module casus.evaluate.parse

local align = require "casus.evaluate.parse.alignment"
local casus = require "casus"
local confusions = require "casus.evaluate.parse.confusions"
local measure = require "casus.evaluate.parse.measures".measure
local words = require "casus.evaluate.parse.words"

local parse = {
  summary = "tokens, sentences, tags, lemmas and trees from raw text (CoNLL 2018)",
  gold = "GOLD.conllu",
  error_fields = { "count", "gold", "predicted", "head", "word", "gold_head", "predicted_head", "line", "example" },
}

-- The first sentence of the gold file whose characters are others in the system's, or nil.
local function first_difference(gold, system)
  if gold.solid == system.solid then return nil end
  for number, stop in ipairs(gold.bytes) do
    local start = (gold.bytes[number - 1] or 0) + 1
    if gold.solid:sub(start, stop) ~= system.solid:sub(start, stop) then return number end
  end
  return #gold.bytes -- the system goes on behind the end
end

local function predict(gold, options)
  if options.predicted then return casus.treebank(options.predicted) end
  return casus.parse(gold:text() .. "\n")
end

function parse.run(path, options)
  local gold <close>, message = casus.treebank(path)
  if not gold then return nil, message end
  local system <close>, problem = predict(gold, options)
  if not system then return nil, options.predicted and problem or path .. ": " .. problem end
  local a, b = words.of(gold), words.of(system)
  local different = first_difference(a, b)
  if different then
    local line = different > 0 and gold:sentence(different).line or 1
    return nil, ("%s:%d: the words of this sentence are spelt otherwise in %s"):format(path, line,
      options.predicted or "its text")
  end
  local pairing = align(a, b)
  return {
    measures = measure(a, b, pairing),
    errors = options.errors and confusions(gold, a, b, pairing, options.errors) or nil,
  }
end

return parse
