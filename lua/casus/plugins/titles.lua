--- Persons whom no dictionary knows, by the title before their names: "Foreign Minister Yoko Kamikawa", "Mrs Smith".
--
--     casus extract --plugin titles --only entity report.txt
--
-- It is also an example of a plugin: metadata, one extractor, records with `kind`, `start`, `stop` and their fields.

local data = require "casus.data"

local titles = {}
for _, row in ipairs(data.rows "lexicon/titles.tsv") do titles[row.title] = true end

--- Small words that stand inside of names.
local joining = { ["al"] = true, ["bin"] = true, ["de"] = true, ["der"] = true, ["van"] = true, ["von"] = true }

local function is_name(form)
  return form:find "^%u%l" ~= nil or form:find "^%u%.$" ~= nil or form:find "^[\xC3-\xC5][\x80-\xBF]" ~= nil
end

--- The last token of a name that starts at token `first`, or nil. A name has one to four capitalised words.
local function name_end(document, first)
  local last
  for number = first, first + 4 do
    local token = document:token(number)
    if not token or token.sentence ~= document:token(first).sentence then break end
    if is_name(token.form) then
      last = number
    elseif not (last and (joining[token.form] or token.form == "-")) then
      break
    end
  end
  return last
end

return {
  name = "titles",
  version = "1.0",
  api = 1,
  summary = "Persons behind a title, also those whom no dictionary knows",
  author = "The casus authors",
  licence = "MIT",

  extractors = {
    persons = function(document, emit)
      local number = 1
      while number < #document do
        local first = number + 1
        local last = titles[document:token(number).form] and not titles[document:token(first).form]
          and name_end(document, first)
        if last then
          local start, stop = document:token(first).start, document:token(last).stop
          emit {
            kind = "entity", label = "PERSON", mention = "name", confidence = 0.8,
            start = start, stop = stop, id = document.text:sub(start + 1, stop),
          }
          number = last
        end
        number = number + 1
      end
    end,
  },
}
