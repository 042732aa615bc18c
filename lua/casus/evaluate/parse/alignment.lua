--- Which word of a system is which word of the gold standard.
--
-- Words that cover the same characters are aligned. A multiword token says only which characters all of its words
-- cover; so where either side has one, multiword tokens that overlap are taken together, and the words within what they
-- cover are aligned by a longest common subsequence of their forms in lower case.
-- @module casus.evaluate.parse.alignment

local fold = require "casus.core".fold

-- What multiword tokens of either side cover: spans that do not overlap, in order.
local function regions(...)
  local list, merged = {}, {}
  for _, side in ipairs { ... } do
    for i, multiword in ipairs(side.multiword) do
      local last = list[#list]
      local known = last and last.side == side and last.start == side.start[i]
      if multiword and not known then list[#list + 1] = { start = side.start[i], stop = side.stop[i], side = side } end
    end
  end
  table.sort(list, function(a, b) return a.start < b.start end)
  for _, region in ipairs(list) do
    local last = merged[#merged]
    if last and region.start < last.stop then
      last.stop = math.max(last.stop, region.stop)
    else
      merged[#merged + 1] = region
    end
  end
  return merged
end

-- The lengths of longest common subsequences of what is left of two lists from each place on.
local function common_lengths(a, b)
  local lengths = { [#a + 1] = {} }
  for j = 1, #b + 1 do lengths[#a + 1][j] = 0 end
  for i = #a, 1, -1 do
    local row, below = { [#b + 1] = 0 }, lengths[i + 1]
    for j = #b, 1, -1 do row[j] = a[i] == b[j] and below[j + 1] + 1 or math.max(below[j], row[j + 1]) end
    lengths[i] = row
  end
  return lengths
end

-- Pairs of places in two lists of forms that are a longest common subsequence: the first one, in the order of `a`.
local function common(a, b, pair)
  local lengths, i, j = common_lengths(a, b), 1, 1
  while i <= #a and j <= #b do
    if a[i] == b[j] then
      pair(i, j)
      i, j = i + 1, j + 1
    elseif lengths[i + 1][j] >= lengths[i][j + 1] then
      i = i + 1
    else
      j = j + 1
    end
  end
end

-- The words from `at` on that lie within a region; returns their numbers, forms, and the number behind them.
local function within(side, at, region)
  local numbers, forms = {}, {}
  while side.start[at] and side.start[at] < region.stop do
    if side.start[at] >= region.start and side.stop[at] <= region.stop then
      numbers[#numbers + 1], forms[#forms + 1] = at, fold(side.form[at])
    end
    at = at + 1
  end
  return numbers, forms, at
end

--- Aligns the words of two sides, which have the same characters.
-- @tparam table gold as `casus.evaluate.parse.words` gives it
-- @tparam table system likewise
-- @treturn table `gold`, by the number of a system's word that of the gold word; `system`, the other way round; `count`
return function(gold, system)
  local pairing, g, s = { gold = {}, system = {}, count = 0 }, 1, 1
  local function pair(a, b)
    pairing.gold[b], pairing.system[a], pairing.count = a, b, pairing.count + 1
  end
  local function align_spans(limit)
    while gold.start[g] and system.start[s] and gold.start[g] < limit and system.start[s] < limit do
      if gold.start[g] == system.start[s] and gold.stop[g] == system.stop[s] then
        pair(g, s)
        g, s = g + 1, s + 1
      elseif gold.start[g] <= system.start[s] then
        g = g + 1
      else
        s = s + 1
      end
    end
  end
  for _, region in ipairs(regions(gold, system)) do
    align_spans(region.start)
    local gold_words, gold_forms, system_words, system_forms
    gold_words, gold_forms, g = within(gold, g, region)
    system_words, system_forms, s = within(system, s, region)
    common(gold_forms, system_forms, function(i, j) pair(gold_words[i], system_words[j]) end)
  end
  align_spans(math.huge)
  return pairing
end
