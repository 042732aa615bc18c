-- Measures what casus finds against what people found.

local command = require "casus.command"
local evaluate = require "casus.evaluate"

local function kinds()
  local lines = {}
  for i, name in ipairs(evaluate.kinds()) do
    local kind = evaluate.kind(name)
    lines[i] = ("  casus evaluate %s %s ...  %s"):format(name, kind.gold, kind.summary)
  end
  return table.concat(lines, "\n")
end

local spec = {
  name = "evaluate",
  usage = "KIND GOLD ...",
  description = "Measures what casus finds against gold files, in percent: precision, recall, F1, and accuracy among\n"
    .. "what is aligned.",
  operands = { 2 },
  options = {
    { "predicted", value = "FILE", help = "score this file, in the format of GOLD, instead of running casus" },
    { "errors", value = "N", type = "integer", help = "list the N most frequent errors, with an example each" },
    { "reliability", help = "show how many of the records with a confidence of 0.9, 0.8 ... are right" },
    { "json", help = "print a line of JSON for each file" },
  },
}

local function run(options, operands)
  local kind = evaluate.kind(operands[1])
  if not kind then
    command.misuse(spec, "there is no evaluation '%s'; there is %s", operands[1], table.concat(evaluate.kinds(), ", "))
  end
  if options.predicted and #operands > 2 then command.misuse(spec, "--predicted is compared with one file") end
  if options.errors and options.errors < 0 then command.misuse(spec, "--errors takes a number from 0") end
  for i = 2, #operands do
    local result, message = kind.run(operands[i], { predicted = options.predicted, errors = options.errors })
    if not result then error(command.failure(1, message), 0) end
    if i > 2 and not options.json then io.stdout:write "\n" end
    local write = options.json and evaluate.json or evaluate.text
    if not io.stdout:write(write(kind, result, operands[i], options.reliability)) then return 0 end
  end
  return 0
end

spec.notes = kinds()
return command.run(spec, run, ...)
