--- Events: type, source and type, source and target and type. Gold files are JSON Lines, one text a line:
--
--     {"id": "1", "text": "Norway thanked Chad.", "date": "2024-02-01",
--      "relations": [{"type": "support", "source": {"id": "Norway"}, "target": {"id": "Chad"}}]}
--
-- Relations are records of casus (docs/formats.md), of which only `type`, `source` and `target` are compared; a side
-- has `code`, `id` or `text`, or is null. Codes agree as far as the shorter one goes, so that `NOR` holds for `NORGOV`.
-- What is said twice in a text counts once. Standing relations (member, office ...) are no events.
-- @module casus.evaluate.event

local gold = require "casus.gold"

local event = {
  summary = "events: type, source, target",
  gold = "EVENTS.jsonl",
  error_fields = { "count", "gold", "predicted", "line", "example" },
}

local standing = { member = true, office = true, ["part-of"] = true, ["located-in"] = true, ally = true }

local function problem_of(row)
  if type(row) ~= "table" or type(row.text) ~= "string" then return "a line should be an object with `text`" end
  if type(row.relations) ~= "table" then return "`relations` should be a list" end
  for _, relation in ipairs(row.relations) do
    if type(relation) ~= "table" or type(relation.type) ~= "string" then return "a relation should have `type`" end
  end
  return nil
end

local function read(path)
  return gold.read(path, function(row)
    local fault = problem_of(row)
    if fault then return nil, fault end
    return row
  end)
end

local function field(side, name) return type(side) == "table" and type(side[name]) == "string" and side[name] or nil end

local function same_side(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return type(a) ~= "table" and type(b) ~= "table" end
  for _, name in ipairs { "code", "id", "text" } do
    local x, y = field(a, name), field(b, name)
    if x and y then
      if name ~= "code" then return x == y end
      return x:sub(1, #y) == y or y:sub(1, #x) == x
    end
  end
  return false
end

local measures = {
  { name = "type", same = function(a, b) return a.type == b.type end },
  { name = "source+type", same = function(a, b) return a.type == b.type and same_side(a.source, b.source) end },
  { name = "triple", same = function(a, b)
    return a.type == b.type and same_side(a.source, b.source) and same_side(a.target, b.target)
  end },
}

-- The events among relations; those that a measure holds for the same, once.
local function distinct(relations, same)
  local list = {}
  for _, one in ipairs(relations) do
    local known = standing[one.type]
    for _, other in ipairs(list) do known = known or same(one, other) end
    if not known then list[#list + 1] = one end
  end
  return list
end

-- Pairs each gold event with one that was found: how many pairs there are, what is left of both, and what was paired.
local function pair(wanted, found, same)
  local missed, used, correct = {}, {}, 0
  for _, one in ipairs(wanted) do
    local partner
    for i, other in ipairs(found) do
      if not partner and not used[i] and same(one, other) then partner = i end
    end
    if partner then
      used[partner], correct = true, correct + 1
    else
      missed[#missed + 1] = one
    end
  end
  local extra = {}
  for i, other in ipairs(found) do
    if not used[i] then extra[#extra + 1] = other end
  end
  return correct, missed, extra, used
end

local function name_of(relation)
  local function side(part) return field(part, "code") or field(part, "id") or field(part, "text") or "-" end
  return ("%s %s > %s"):format(relation.type, side(relation.source), side(relation.target))
end

local function add_errors(errors, missed, extra, text, line)
  for i = 1, math.max(#missed, #extra) do
    errors:add { gold = missed[i] and name_of(missed[i]) or "-", predicted = extra[i] and name_of(extra[i]) or "-",
      line = line, example = text }
  end
end

local function found_in(records) return { relations = records } end

function event.run(path, options)
  local counts, errors, judged = {}, gold.errors(), {}
  for i, measure in ipairs(measures) do counts[i] = { name = measure.name, gold = 0, system = 0, correct = 0 } end
  local how = { read = read, kind = "relation", found = found_in }
  local done, message = gold.compare(path, options, how, function(text, found, line)
    for i, measure in ipairs(measures) do
      local wanted, system = distinct(text.relations, measure.same), distinct(found.relations, measure.same)
      local correct, missed, extra, paired = pair(wanted, system, measure.same)
      local count = counts[i]
      count.gold, count.system, count.correct = count.gold + #wanted, count.system + #system, count.correct + correct
      if i == #measures then
        add_errors(errors, missed, extra, text.text, line)
        for number, one in ipairs(system) do
          judged[#judged + 1] = { confidence = one.confidence, correct = paired[number] or false }
        end
      end
    end
  end)
  if not done then return nil, message end
  return { measures = counts, errors = errors:most_frequent(options.errors), judged = judged }
end

return event
