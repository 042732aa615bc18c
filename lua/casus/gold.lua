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

--- Holds each text of a gold file against what casus finds in it, or against a second file.
-- @tparam string path of the gold file
-- @tparam table options `predicted`, the second file, or nil
-- @tparam table how `read(path)`, the texts of a file; `find(text)`, what casus finds in one, in the form of a text, or
-- nil, message; `compare(text, found, line)`, which is called for each
-- @treturn true|nil or nil, message
-- @usage assert(gold.compare(path, options, { read = read, find = find, compare = compare }))
function gold.compare(path, options, how)
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
    if others then found = others[line] else found, fault = how.find(text) end
    if not found then return nil, ("%s:%d: %s"):format(path, line, fault) end
    how.compare(text, found, line)
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
