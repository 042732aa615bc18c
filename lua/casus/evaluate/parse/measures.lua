--- The measures of the CoNLL 2018 shared task, as counts.
--
-- Tokens and sentences are right where the same characters make one; words where they are aligned. The other measures
-- ask something of aligned words. CLAS, MLAS and BLEX ask it of words whose relation (in gold, without its subtype) is
-- one of content, and count only such words of either side.
-- @module casus.evaluate.parse.measures

local function set(text)
  local names = {}
  for name in text:gmatch "%a+" do names[name] = true end
  return names
end

local content = set [[nsubj obj iobj csubj ccomp xcomp obl vocative expl dislocated advcl advmod discourse nmod appos
  nummod acl amod conj fixed flat compound list parataxis orphan goeswith reparandum root dep]]

local functional = set "aux cop mark det clf case cc"

-- The dependents of each word that are function words, in order.
local function function_words(side)
  local children = {}
  for i, head in ipairs(side.head) do
    if head > 0 and functional[side.deprel[i]] then
      children[head] = children[head] or {}
      table.insert(children[head], i)
    end
  end
  return children
end

local function same(column)
  return function(gold, system, g, s) return gold[column][g] == system[column][s] end
end

local upos, xpos, feats, deprel = same "upos", same "xpos", same "feats", same "deprel"

-- Lemmas that gold does not give are right, whatever they are.
local function lemma(gold, system, g, s)
  local wanted = gold.lemma[g]
  return wanted == "" or wanted == "_" or wanted == system.lemma[s]
end

-- Both are roots, or their heads are aligned.
local function attached(gold, system, g, s, pairing)
  local gold_head, system_head = gold.head[g], system.head[s]
  if gold_head == 0 or system_head == 0 then return gold_head == system_head end
  return pairing.gold[system_head] == gold_head
end

local function labelled(...) return attached(...) and deprel(...) end

-- The function words of both are aligned one by one, and have the same relation, tag and features.
local function same_function_words(gold, system, g, s, pairing)
  local gold_list, system_list = pairing.function_words.gold[g] or {}, pairing.function_words.system[s] or {}
  if #gold_list ~= #system_list then return false end
  for i, child in ipairs(system_list) do
    local wanted = gold_list[i]
    local right = pairing.gold[child] == wanted and deprel(gold, system, wanted, child)
      and upos(gold, system, wanted, child) and feats(gold, system, wanted, child)
    if not right then return false end
  end
  return true
end

local measures = {
  { "UPOS", upos },
  { "XPOS", xpos },
  { "UFeats", feats },
  { "AllTags", function(...) return upos(...) and xpos(...) and feats(...) end },
  { "Lemmas", lemma },
  { "UAS", attached },
  { "LAS", labelled },
  { "CLAS", labelled, content = true },
  { "MLAS", function(...) return labelled(...) and upos(...) and feats(...) and same_function_words(...) end,
    content = true },
  { "BLEX", function(...) return labelled(...) and lemma(...) end, content = true },
}

-- Spans that both sides have.
local function measure_spans(name, gold, system)
  local correct, i, k = 0, 1, 1
  while gold.start[i] and system.start[k] do
    if gold.start[i] == system.start[k] and gold.stop[i] == system.stop[k] then
      correct, i, k = correct + 1, i + 1, k + 1
    elseif gold.start[i] <= system.start[k] then
      i = i + 1
    else
      k = k + 1
    end
  end
  return { name = name, gold = #gold.start, system = #system.start, correct = correct }
end

local function measure_words(measure, gold, system, pairing)
  local function counts(side, i) return not measure.content or content[side.deprel[i]] end
  local result = { name = measure[1], gold = 0, system = 0, correct = 0, aligned = 0 }
  for s = 1, #system.form do
    if counts(system, s) then result.system = result.system + 1 end
  end
  for g = 1, #gold.form do
    if counts(gold, g) then
      local s = pairing.system[g]
      result.gold = result.gold + 1
      if s then result.aligned = result.aligned + 1 end
      if s and measure[2](gold, system, g, s, pairing) then result.correct = result.correct + 1 end
    end
  end
  return result
end

local methods = {}
methods.attached = attached

--- Measures a system against gold.
-- @tparam table gold as `casus.evaluate.parse.words` gives it
-- @tparam table system likewise
-- @tparam table pairing as `casus.evaluate.parse.alignment` gives it
-- @treturn {table,...} counts `{ name =, gold =, system =, correct =, aligned = }`
function methods.measure(gold, system, pairing)
  pairing.function_words = { gold = function_words(gold), system = function_words(system) }
  local list = {
    measure_spans("Tokens", gold.tokens, system.tokens),
    measure_spans("Sentences", gold.sentences, system.sentences),
    { name = "Words", gold = #gold.form, system = #system.form, correct = pairing.count },
  }
  for _, measure in ipairs(measures) do list[#list + 1] = measure_words(measure, gold, system, pairing) end
  return list
end

return methods
