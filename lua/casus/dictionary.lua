--- Dictionaries: many phrases, compiled to one automaton, found in a text in one go.
--
--     local places = casus.dictionary { "Vilnius", "Gulf of Aden" }
--     for _, match in ipairs(places:all "They met in Vilnius.") do
--       print(match[1], match[2], match[3])  --> 12  19  1: start, stop, number of the phrase
--     end
--
-- The leftmost match is taken, and of those that start there the longest. A phrase starts and ends at a word boundary
-- (a possessive 's is outside of it), a space in it stands for any white space without a blank line, and curly and
-- straight apostrophes are the same. The module is also a function, @{new}.
-- @module casus.dictionary

local core = require "casus.core"
local data = require "casus.data"

local dictionary = {}

--- Compiles phrases.
-- @tparam table phrases a list of strings
-- @tparam[opt="auto"] string case "exact", "name" (as written, or all in capitals) or "any"; "auto" tells from the
-- phrase: one without capitals is "any", one of capitals alone "exact", others are "name"
-- @treturn[1] userdata `dictionary:all(text)` gives a list of `{ start, stop, number }`, `dictionary:find(text, from)`
-- the next match at or behind byte `from` as three values
-- @treturn[2] nil
-- @treturn[2] string what is wrong with them
-- @usage local places = casus.dictionary { "Vilnius", "Gulf of Aden" }
function dictionary.new(phrases, case)
  return core.dictionary(phrases, case)
end

--- Compiles the phrases of a table: a TSV file with a header, whose first column is a phrase; a column `aliases` holds
-- further ones between `|`.
-- @tparam string path
-- @tparam[opt] string case as for @{new}
-- @treturn[1] userdata the dictionary
-- @treturn[1] table for each number of a phrase the row that it comes from, by the names in the header
-- @treturn[2] nil
-- @treturn[2] string what is wrong with the file
-- @usage local ports, rows = casus.dictionary.load "ports.tsv"
function dictionary.load(path, case)
  local read, rows, columns = pcall(data.read, path)
  if not read then return nil, tostring(rows) end
  local phrases, row_of = {}, {}
  local function add(phrase, row)
    phrases[#phrases + 1], row_of[#row_of + 1] = phrase, row
  end
  for number, row in ipairs(rows) do
    local phrase = row[columns[1]]
    if not phrase then return nil, ("%s: row %d has no '%s'"):format(path, number, columns[1]) end
    add(phrase, row)
    for alias in (row.aliases or ""):gmatch "[^|]+" do add(alias, row) end
  end
  local compiled, message, code = core.dictionary(phrases, case)
  if not compiled then return nil, path .. ": " .. message, code end
  return compiled, row_of
end

return setmetatable(dictionary, {
  __call = function(_, phrases, case) return dictionary.new(phrases, case) end,
})
