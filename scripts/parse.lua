-- Splits text into sentences and tokens, as CoNLL-U or as trees.

local casus = require "casus"
local command = require "casus.command"
local display = require "casus.display"
local input = require "casus.input"

local function write_conllu(document, parsed)
  local whole, problem = parsed:conllu(function(piece) return io.stdout:write(piece) end)
  if whole == nil then error(command.failure(1, document.uri .. ": " .. problem), 0) end
  return whole
end

-- Each sentence, and below it its tree.
local function write_trees(_, parsed)
  for number = 1, parsed:sentence_count() do
    local sentence = parsed:sentence(number)
    if not io.stdout:write(display.line(sentence.text), "\n\n", sentence:tree(), "\n") then return false end
  end
  return true
end

return command.run({
  name = "parse",
  usage = "[FILE ...]",
  description = "Writes the sentences and tokens of reports as CoNLL-U. Without FILE, or with -, standard input\n"
    .. "is read: JSON Lines documents if its first byte is {, else one text.",
  options = {
    { "beam", value = "N", type = "integer", default = 1,
      help = "look at N heads of each word together with their relations" },
    { "date", value = "DATE", type = "date", help = "the date of documents that bring none" },
    { "tree", help = "draw the sentences as trees instead" },
  },
}, function(options, operands)
  local write = options.tree and write_trees or write_conllu
  return input.each(operands, options, function(document)
    document.beam = options.beam
    local parsed, message = casus.parse(document.text, document)
    if not parsed then error(command.failure(1, document.uri .. ": " .. message), 0) end
    local whole = write(document, parsed)
    parsed:close()
    return whole
  end)
end, ...)
