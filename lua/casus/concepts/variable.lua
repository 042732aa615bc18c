--- The variable that a cause or an effect speaks of: "foreign investment (Japan)" for "less foreign investment in
-- Japan".
--
-- A span is read in the parse of its sentence. Its head is the word that the rest of it hangs on; where that word only
-- says that something grows or shrinks ("a lack of access", "prices rose", "to expand trade"), the thing is taken
-- instead, since the change is counted in the sign of the claim. What is left is named by the lemma of the head, by the
-- words that tell its kind, and by the names in the span.
-- @module casus.concepts.variable

local data = require "casus.data"

local variable = {}

-- ---- What is known of words ----------------------------------------------------------------------------------------

local loaded

local function lexicon()
  if loaded then return loaded end
  local changes, concepts = {}, {}
  for _, row in ipairs(data.rows "lexicon/cause_changes.tsv") do changes[row.lemma] = true end
  for _, row in ipairs(data.rows "lexicon/concepts.tsv") do
    for lemma in row.lemmas:gmatch "[^|]+" do concepts[lemma] = row.concept end
  end
  loaded = { changes = changes, concepts = concepts }
  return loaded
end

--- The concept that a word stands for: the synonyms of data/lexicon/concepts.tsv, else the word.
-- @tparam string lemma in lower case
-- @treturn string
-- @usage variable.concept "hostilities" --> "conflict"
function variable.concept(lemma)
  return lexicon().concepts[lemma] or lemma
end

-- ---- The words of a span -------------------------------------------------------------------------------------------

local function lower(token)
  return (token.lemma or token.form):lower()
end

-- The words of a document between two bytes, and what hangs on each: `words`, and `children` by number.
local function words_within(document, start, stop)
  local words, number_of = {}, {}
  for number = 1, #document do
    local token = document:token(number)
    if token.start >= stop then break end
    if token.stop > start and token.deprel ~= "punct" then
      words[#words + 1] = { number = number, token = token, lemma = lower(token), deprel = token.deprel,
        upos = token.upos, children = {} }
      number_of[number] = words[#words]
    end
  end
  local roots = {}
  for _, word in ipairs(words) do
    local head = number_of[word.token.head]
    if head then head.children[#head.children + 1] = word else roots[#roots + 1] = word end
  end
  return words, roots
end

local content = { NOUN = true, PROPN = true, VERB = true, ADJ = true, PRON = true, NUM = true }

-- A span of more than one piece of a tree: the first piece whose head is a word of content.
local function head_of(roots)
  for _, root in ipairs(roots) do
    if content[root.upos] then return root end
  end
  return roots[1]
end

local function child(word, ...)
  for _, wanted in ipairs { ... } do
    for _, one in ipairs(word.children) do
      if one.deprel == wanted then return one end
    end
  end
  return nil
end

-- Verbs that say nothing without their object: "puts pressure on China" is about pressure.
local light = { ["do"] = true, get = true, give = true, have = true, hold = true, make = true, put = true, take = true }

local function is_nominal(word)
  return word ~= nil and (word.upos == "NOUN" or word.upos == "PROPN")
end

-- What grows or shrinks, where a word only says that it does; what a verb that says nothing is about.
local function changed(word)
  if word.upos == "VERB" and light[word.lemma] then
    local object = child(word, "obj")
    return is_nominal(object) and object or nil
  end
  if not lexicon().changes[word.lemma] then return nil end
  if word.upos == "NOUN" then return child(word, "nmod", "compound", "nmod:poss") end
  if word.upos == "VERB" then return child(word, "obj", "nsubj:pass", "nsubj") end
  if word.upos == "ADJ" then return child(word, "nsubj") end
  return nil
end

local DEEPEST <const> = 4 -- "a slowdown in the growth of exports"

local function thing(word)
  for _ = 1, DEEPEST do
    local inner = changed(word)
    if not inner then break end
    word = inner
  end
  return word
end

-- ---- Its name ------------------------------------------------------------------------------------------------------

local kinds_of = { amod = true, compound = true }

-- The words that tell the kind of a thing, in their order, without those that say how much and those within names.
local function modifiers(head, is_name)
  local list = {}
  for _, word in ipairs(head.children) do
    if kinds_of[word.deprel] and not lexicon().changes[word.lemma] and not is_name(word) then
      list[#list + 1] = word.lemma
    end
  end
  return list
end

-- The names whose mentions lie in a span, each once, by the alphabet; and whether a word lies within a mention.
local function names_within(mentions, start, stop)
  local names, seen, inside = {}, {}, {}
  for _, mention in ipairs(mentions) do
    if mention.start >= start and mention.stop <= stop then
      inside[#inside + 1] = mention
      if mention.mention ~= "pronoun" and not seen[mention.name] then
        seen[mention.name], names[#names + 1] = true, mention.name
      end
    end
  end
  table.sort(names)
  return names, function(word)
    for _, mention in ipairs(inside) do
      if word.token.start >= mention.start and word.token.stop <= mention.stop then return mention end
    end
    return nil
  end
end

-- What a clause is about: a verb with what is done ("impose sanction"), or what does it ("deal collapse").
local function clause_name(head, is_name)
  local object, subject = child(head, "obj", "nsubj:pass"), child(head, "nsubj")
  local whole = is_nominal(object) and head.lemma .. " " .. object.lemma
  if whole and lexicon().concepts[whole] then return lexicon().concepts[whole] end
  if whole then return whole end
  local own = variable.concept(head.lemma)
  if is_nominal(subject) and not is_name(subject) then return subject.lemma .. " " .. own end
  return own
end

-- ---- The analyst's own map -----------------------------------------------------------------------------------------

local function split(phrase)
  local list = {}
  for word in phrase:lower():gmatch "%S+" do list[#list + 1] = word end
  return list
end

local function stands_at(words, at, phrase)
  for i, wanted in ipairs(phrase) do
    local word = words[at + i - 1]
    if not word or (word.lemma ~= wanted and word.token.form:lower() ~= wanted) then return false end
  end
  return true
end

local function mapped(words, map)
  for _, entry in ipairs(map) do -- longest phrases first
    for at = 1, #words - #entry.words + 1 do
      if stands_at(words, at, entry.words) then return entry.name end
    end
  end
  return nil
end

--- Makes the analyst's own map ready: phrases, by words or lemmas, and the variable that each means. The longest phrase
-- that a span holds decides, whatever else stands in it.
-- @tparam ?table|string map `{ tension = { "tension", "hostile mood" } }`, or a TSV file with the columns
-- `variable` and `phrase`
-- @treturn {table,...}|nil `{ name =, words = }`, longest first; or nil, message where the file cannot be read
-- @usage local map = variable.map { tension = { "tension", "war of words" } }
function variable.map(map)
  local list = {}
  local function add(name, phrase)
    local words = split(phrase)
    if #words > 0 then list[#list + 1] = { name = name, words = words, phrase = phrase } end
  end
  if type(map) == "string" then
    local readable, rows, columns = pcall(data.read, map)
    if not readable then return nil, rows end
    local known = {}
    for _, column in ipairs(columns) do known[column] = true end
    if not (known.variable and known.phrase) then
      return nil, ("%s: a map of variables has the columns variable and phrase"):format(map)
    end
    for _, row in ipairs(rows) do
      if row.variable and row.phrase then add(row.variable, row.phrase) end
    end
  else
    for name, phrases in pairs(map or {}) do
      for _, phrase in ipairs(type(phrases) == "table" and phrases or { phrases }) do add(name, phrase) end
    end
  end
  table.sort(list, function(a, b)
    if #a.words ~= #b.words then return #a.words > #b.words end
    if a.phrase ~= b.phrase then return a.phrase < b.phrase end
    return a.name < b.name
  end)
  return list
end

--- The variable of a span.
-- @tparam userdata document the parse of the sentence, or of more
-- @tparam integer start byte in the text of `document`
-- @tparam integer stop
-- @tparam {table,...} mentions of names there: `{ start =, stop =, name =, mention = }`
-- @tparam {table,...} map as from @{map}
-- @tparam string detail "full": the head, the words that tell its kind, and names; "kind": without names; "head"
-- @treturn table|nil `{ name =, head =, modifiers = {...}, entities = {...}, mapped = boolean }`; nil where the span
-- holds nothing that can be named ("this")
-- @usage local found = variable.of(document, 0, 20, {}, {}, "full")
function variable.of(document, start, stop, mentions, map, detail)
  local words, roots = words_within(document, start, stop)
  if #words == 0 then return nil end
  local entities, name_at = names_within(mentions, start, stop)
  local own = mapped(words, map)
  local head = thing(head_of(roots))
  local result = { head = head.lemma, entities = entities, mapped = own ~= nil }
  local mention = name_at(head)
  if own then
    result.name, result.modifiers = own, {}
  elseif mention and mention.mention ~= "pronoun" then
    result.name, result.modifiers = mention.name, {}
  elseif head.upos == "PRON" or head.upos == "DET" then
    return nil
  else
    result.modifiers = detail ~= "head" and modifiers(head, name_at) or {}
    local parts = table.move(result.modifiers, 1, #result.modifiers, 1, {})
    local is_clause = head.upos == "VERB" or head.upos == "ADJ"
    parts[#parts + 1] = is_clause and clause_name(head, name_at) or variable.concept(head.lemma)
    result.name = table.concat(parts, " ")
    if detail == "full" and #entities > 0 then
      result.name = ("%s (%s)"):format(result.name, table.concat(entities, ", "))
    end
  end
  return result
end

return variable
