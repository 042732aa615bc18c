-- Splits text into sentences and tokens, as CoNLL-U.

local casus = require "casus"
local command = require "casus.command"
local input = require "casus.input"

return command.run({
  name = "parse",
  usage = "[FILE ...]",
  description = "Writes the sentences and tokens of reports as CoNLL-U. Without FILE, or with -, standard input\n"
    .. "is read: JSON Lines documents if its first byte is {, else one text.",
  options = {
    { "beam", value = "N", type = "integer", default = 1,
      help = "look at N heads of each word together with their relations" },
    { "date", value = "DATE", type = "date", help = "the date of documents that bring none" },
  },
}, function(options, operands)
  return input.each(operands, options, function(document)
    document.beam = options.beam
    local parsed, message = casus.parse(document.text, document)
    if not parsed then error(command.failure(1, document.uri .. ": " .. message), 0) end
    local whole, problem = parsed:conllu(function(piece) return io.stdout:write(piece) end)
    if whole == nil then error(command.failure(1, document.uri .. ": " .. problem), 0) end
    parsed:close()
    return whole
  end)
end, ...)
