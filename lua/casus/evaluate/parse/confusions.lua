--- Which relations are taken for which others, and attached where they do not belong.
-- @module casus.evaluate.parse.confusions

local attached = require "casus.evaluate.parse.measures".attached

-- A sentence of a treebank with one of its words in brackets.
local function marked(sentence, number)
  local parts = {}
  for i, word in ipairs(sentence:words()) do
    parts[#parts + 1] = sentence.first + i - 1 == number and "[" .. word.form .. "]" or word.form
    if word.space_after then parts[#parts + 1] = " " end
  end
  return (table.concat(parts):gsub(" $", ""))
end

local function head_of(side, i)
  local head = side.head[i]
  return head > 0 and side.form[head] or "(root)"
end

local function name(relation) return relation == "" and "_" or relation end

-- Aligned words that are wrong, by (gold relation, predicted relation, attachment); of each, how many, and the one in
-- the shortest sentence.
local function collect(treebank, gold, system, pairing)
  local groups, list, sizes = {}, {}, {}
  for number = 1, treebank:sentence_count() do sizes[number] = #treebank:sentence(number).text end
  for g = 1, #gold.form do
    local s = pairing.system[g]
    local right = s and attached(gold, system, g, s, pairing)
    if s and not (right and gold.deprel[g] == system.deprel[s]) then
      local key = table.concat({ gold.deprel[g], system.deprel[s], tostring(right) }, "\t")
      local group, size = groups[key], sizes[gold.sentence[g]]
      if not group then
        group = { gold = name(gold.deprel[g]), predicted = name(system.deprel[s]), head = right and "right" or "wrong",
          count = 0 }
        groups[key], list[#list + 1] = group, group
      end
      group.count = group.count + 1
      if not group.size or size < group.size then group.size, group.g, group.s = size, g, s end
    end
  end
  return list
end

--- The most frequent confusions, each with an example.
-- @tparam userdata treebank the gold one
-- @tparam table gold its words, as `casus.evaluate.parse.words` gives them
-- @tparam table system those of the system
-- @tparam table pairing as `casus.evaluate.parse.alignment` gives it
-- @tparam integer most how many
-- @treturn {table,...} `count`, `gold`, `predicted`, `head` ("right" or "wrong"), and of the example `word`,
-- `gold_head`, `predicted_head`, `line`, `example`
return function(treebank, gold, system, pairing, most)
  local list = collect(treebank, gold, system, pairing)
  table.sort(list, function(a, b)
    if a.count ~= b.count then return a.count > b.count end
    if a.gold ~= b.gold then return a.gold < b.gold end
    if a.predicted ~= b.predicted then return a.predicted < b.predicted end
    return a.head < b.head
  end)
  local top = {}
  for i = 1, math.min(most, #list) do
    local group = list[i]
    local sentence = treebank:sentence(gold.sentence[group.g])
    top[i] = {
      count = group.count, gold = group.gold, predicted = group.predicted, head = group.head,
      word = gold.form[group.g], gold_head = head_of(gold, group.g), predicted_head = head_of(system, group.s),
      line = sentence.line, example = marked(sentence, group.g),
    }
  end
  return top
end
