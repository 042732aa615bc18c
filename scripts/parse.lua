-- Parses text: sentences, tokens, tags, lemmas and dependency trees, as CoNLL-U or drawn.

local casus = require "casus"
local command = require "casus.command"
local display = require "casus.display"
local input = require "casus.input"
local stream = require "casus.stream"

local function write_conllu(uri, parsed, piece)
  local whole, problem = parsed:conllu(function(part) return io.stdout:write(part) end, piece)
  if whole == nil then error(command.failure(1, uri .. ": " .. problem), 0) end
  return whole
end

-- Each sentence, and below it its tree.
local function write_trees(_, parsed, piece)
  for number = 1, parsed:sentence_count() - (piece and piece.open and 1 or 0) do
    local sentence = parsed:sentence(number)
    if not io.stdout:write(display.line(sentence.text), "\n\n", sentence:tree(), "\n") then return false end
  end
  return true
end

local spec = {
  name = "parse",
  usage = "[FILE ...]",
  description = "Writes the sentences and tokens of reports, with tags, lemmas and dependency trees, as CoNLL-U.\n"
    .. "Without FILE, or with -, standard input is read: JSON Lines documents if its first byte is {, else one text.",
  options = {
    { "beam", value = "N", type = "integer", default = 1,
      help = "look at N heads of each word together with their relations, 1 to 64" },
    { "date", value = "DATE", type = "date", help = "the date of documents that bring none" },
    { "tree", help = "draw the sentences as trees instead" },
  },
}

return command.run(spec, function(options, operands)
  local write = options.tree and write_trees or write_conllu
  if options.beam < 1 or options.beam > 64 then command.misuse(spec, "--beam takes 1 to 64, not %d", options.beam) end
  return input.each(operands, { date = options.date, stream = true }, function(document)
    local function parse(text)
      document.beam = options.beam
      document.nameless = true -- names are not written
      local parsed, message = casus.parse(text, document)
      if not parsed then error(command.failure(1, document.uri .. ": " .. message), 0) end
      return parsed
    end
    if document.pieces then
      document.id = document.digest:id(options.date)
      return stream.parse(document.pieces, parse, function(parsed, piece) return write(document.uri, parsed, piece) end)
    end
    local parsed <close> = parse(document.text)
    return write(document.uri, parsed)
  end)
end, ...)
