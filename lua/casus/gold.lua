--- Gold files, and how what casus finds is held against them: what the kinds of `casus evaluate` have in common.
-- @module casus.gold

local core = require "casus.core"

local gold = {}

--- Reads JSON Lines, one text a line.
-- @tparam string path
-- @tparam function convert gets what a line says, and gives what is kept of it; or nil, what is wrong with it
-- @treturn {table,...} what was kept; or nil, message, which names file and line
-- @usage local texts = gold.read("times.jsonl", function(row) return row.text and row or nil, "no text" end)
function gold.read(path, convert)
  local file <close>, message = io.open(path)
  if not file then return nil, message end
  local texts, number = {}, 0
  for line in file:lines() do
    number = number + 1
    local row, fault = core.json.decode(line)
    local text
    if row ~= nil then text, fault = convert(row) end
    if not text then return nil, ("%s:%d: %s"):format(path, number, fault) end
    texts[number] = text
  end
  return texts
end

--- Whether something is a span of a text, as gold files have them.
-- @param part a table with `start` and `end`, bytes, half-open, from 0
-- @tparam integer size of the text
-- @treturn boolean
-- @usage gold.is_span({ start = 0, ["end"] = 5 }, 10) --> true
function gold.is_span(part, size)
  if type(part) ~= "table" then return false end
  local start, stop = part.start, part["end"]
  return math.type(start) == "integer" and math.type(stop) == "integer" and start >= 0 and start < stop and stop <= size
end

-- What casus finds in a text, read as `how` says; or nil, message.
local function find(how, text)
  local date = type(text.date) == "string" and text.date or nil
  local document <close>, message = require "casus".parse(text.text, { date = date })
  if not document then return nil, message end
  local records, problem = document:extract { only = { how.kind } }
  if not records then return nil, problem end
  return how.found(records)
end

--- Holds each text of a gold file against what casus finds in it, or against a second file.
-- @tparam string path of the gold file
-- @tparam table options `predicted`, the second file, or nil
-- @tparam table how `read(path)`, the texts of a file, each with `text` and, where it is known, `date`; `kind`, of the
-- records that are compared, and `found(records)`, which gives them the form of such a text
-- @tparam function compare called for each text, with what was found and the number of the line
-- @treturn true|nil or nil, message
-- @usage assert(gold.compare(path, options, { read = read, kind = "time", found = found }, compare))
function gold.compare(path, options, how, compare)
  local texts, message = how.read(path)
  if not texts then return nil, message end
  local others, problem
  if options.predicted then
    others, problem = how.read(options.predicted)
    if not others then return nil, problem end
    if #others ~= #texts then
      return nil, ("%s has %d texts, and %s %d"):format(options.predicted, #others, path, #texts)
    end
  end
  for line, text in ipairs(texts) do
    local found, fault
    if others then found = others[line] else found, fault = find(how, text) end
    if not found then return nil, ("%s:%d: %s"):format(path, line, fault) end
    compare(text, found, line)
  end
  return true
end

local Errors = {}
Errors.__index = Errors

--- A list of errors, in which the same one is counted.
-- @treturn Errors
-- @usage local errors = gold.errors(); errors:add { gold = "GPE", predicted = "ORG", line = 1, example = text }
function gold.errors()
  return setmetatable({ list = {}, by_key = {} }, Errors)
end

--- Adds an error; those with the same `gold` and `predicted` are one, shown by the first.
-- @tparam table fields `gold`, `predicted`, `line`, `example`, and others
function Errors:add(fields)
  local key = fields.gold .. "\t" .. fields.predicted
  local one = self.by_key[key]
  if not one then
    one = fields
    one.count = 0
    self.by_key[key], self.list[#self.list + 1] = one, one
  end
  one.count = one.count + 1
end

--- The most frequent ones.
-- @tparam ?integer count how many at most; nil: none are wanted
-- @treturn ?{table,...} with `count`; nil where none are wanted
function Errors:most_frequent(count)
  if not count then return nil end
  table.sort(self.list, function(x, y)
    if x.count ~= y.count then return x.count > y.count end
    if x.line ~= y.line then return x.line < y.line end
    return x.gold .. "\t" .. x.predicted < y.gold .. "\t" .. y.predicted
  end)
  return table.move(self.list, 1, math.min(count, #self.list), 1, {})
end

return gold
