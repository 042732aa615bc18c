--- Why a sentence yields what it yields: its tree, the records found in it, the rules that fired, those that came near.
-- @module casus.explain

local core = require "casus.core"
local display = require "casus.display"
local lfs = require "lfs"
local pattern = require "casus.pattern"

local explain = {}

local MOST_NEAR <const> = 5

--- The rules that ship with casus, in the order of their files: a list of `{ name=, rules= }`.
-- @treturn table
function explain.shipped()
  local folder, names, all = core.home .. "/share/casus/data/rules", {}, {}
  if not lfs.attributes(folder, "mode") then return all end
  for name in lfs.dir(folder) do
    if name:find "%.rules$" then names[#names + 1] = name end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    all[#all + 1] = { name = name:match "^(.*)%.rules$", rules = assert(pattern.open(folder .. "/" .. name)) }
  end
  return all
end

--- The text of something within the document, in one line.
local function quoted(text)
  return "'" .. display.cut(display.line(text), 48) .. "'"
end

--- The fields of a record that say most, in one line.
local shown = {
  entity = { "label", "id", "code" },
  time = { "type", "value", "mod" },
  quote = { "mode", "speaker", "cue" },
  relation = { "type", "source", "trigger", "target", "modality", "date" },
  cause = { "cause", "signal", "effect", "polarity" },
}

local function fields_of(document, record)
  local parts = {}
  for _, name in ipairs(shown[record.kind] or {}) do
    local value = record[name]
    if type(value) == "table" then value = value.id or document.text:sub(value.start + 1, value.stop) end
    if value ~= nil then parts[#parts + 1] = name .. "=" .. display.line(tostring(value)) end
  end
  if record.negated then parts[#parts + 1] = "negated" end
  return table.concat(parts, " ")
end

--- Lines on the records that begin in a sentence.
local function records_in(document, records, number)
  local lines = {}
  for _, record in ipairs(records) do
    if record.sentence == number then
      lines[#lines + 1] = ("  %-8s %s  %s  (%s, %.2f)"):format(record.kind, quoted(record.text),
        fields_of(document, record),
        record.extractor, record.confidence)
    end
  end
  return lines
end

local function captures_of(match)
  local names, parts = {}, {}
  for name in pairs(match.captures) do names[#names + 1] = name end
  table.sort(names, function(a, b)
    local x, y = match.captures[a], match.captures[b]
    if x.first ~= y.first then return x.first < y.first end
    return a < b
  end)
  for _, name in ipairs(names) do parts[#parts + 1] = name .. "=" .. quoted(match.captures[name].text) end
  return table.concat(parts, " ")
end

--- Lines on the rules that fired in a sentence, and on those that came near.
local function rules_in(sets, document, number)
  local fired, near = {}, {}
  for _, set in ipairs(sets) do
    for _, match in ipairs(document:find_all(set.rules, { first = number, last = number, emits = false })) do
      fired[#fired + 1] = ("  %s:%s  %s  %s"):format(set.name, match.rule, quoted(match.text), captures_of(match))
    end
    for i, miss in ipairs(set.single and {} or pattern.near(document, set.rules, number)) do
      if i > MOST_NEAR then break end
      local where = miss.token and "at " .. quoted(document:token(miss.token).form) or "at the end"
      near[#near + 1] = ("  %s:%s  %d fitted; %s is not %s"):format(set.name, miss.rule, miss.passed, where,
        display.line(miss.wanted))
    end
  end
  return fired, near
end

--- Lines on the words of a sentence that might have been events: why they are none.
local function silent_in(document, missed, records, number)
  local lines, some, sentence = {}, false, document:sentence(number)
  for _, one in ipairs(missed) do
    if one.start >= sentence.start and one.stop <= sentence.stop then
      local word = document.text:sub(one.start + 1, one.stop)
      lines[#lines + 1] = ("  '%s'  %s%s"):format(word, one.reason, one.row and (" (%s)"):format(one.row) or "")
    end
  end
  for _, record in ipairs(records) do some = some or (record.kind == "relation" and record.sentence == number) end
  if #lines == 0 and not some then lines[1] = "  no word of it is one that the lexicon of events knows" end
  return lines
end

local function add(lines, title, more)
  if #more == 0 then return end
  lines[#lines + 1] = title
  table.move(more, 1, #more, #lines + 1, lines)
end

--- Explains a sentence.
-- @tparam userdata document
-- @tparam integer number of the sentence
-- @tparam table records all of the document's
-- @tparam table sets what may have fired: `{ name=, rules= }` each
-- @tparam[opt] table missed what `document:missed()` returned: it is asked for where it is not given
-- @treturn string lines, each with its line break
-- @usage print(casus.explain.sentence(document, 1, document:extract(), casus.explain.shipped()))
function explain.sentence(document, number, records, sets, missed)
  local sentence = document:sentence(number)
  local lines = { ("%d  %s"):format(number, display.line(sentence.text)), "", (sentence:tree():gsub("\n$", "")), "" }
  local found = records_in(document, records, number)
  local fired, near = rules_in(sets, document, number)
  add(lines, "found", found)
  add(lines, "rules that fired", fired)
  add(lines, "rules that came near", near)
  add(lines, "why no event", silent_in(document, missed or assert(document:missed()), records, number))
  if #found == 0 then lines[#lines + 1] = "nothing is found in this sentence" end
  return table.concat(lines, "\n") .. "\n"
end

return explain
