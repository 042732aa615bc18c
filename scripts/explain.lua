-- Says for each sentence what was found in it and why: its tree, the records, the rules that fired or came near.

local casus = require "casus"
local command = require "casus.command"
local explain = require "casus.explain"
local input = require "casus.input"

local spec = {
  name = "explain",
  usage = "[FILE ...]",
  description = "Says why sentences yield what they yield: their trees, the records found in them, the rules that\n"
    .. "fired and on which words, and those that came near and what they wanted. Without FILE, or with -, standard\n"
    .. "input is read: JSON Lines documents if its first byte is {, else one text.",
  options = {
    { "date", value = "DATE", type = "date", help = "the date of documents that bring none" },
    { "plugin", value = "NAME", repeated = true, help = "a plugin, or a file of rules, to look at too" },
    { "sentence", value = "N", type = "integer", help = "only the sentence of this number" },
  },
}

--- The rules of plugins beside those that ship with casus.
local function rule_sets(plugins)
  local sets = explain.shipped()
  for _, one in ipairs(plugins) do
    if one.rules then sets[#sets + 1] = { name = one.name, rules = one.rules, single = one.rules.compiled == nil } end
  end
  return sets
end

return command.run(spec, function(options, operands)
  local plugins = input.plugins(options.plugin)
  local sets = rule_sets(plugins)
  return input.each(operands, { date = options.date }, function(document, counts)
    local parsed <close>, message = casus.parse(document.text, document)
    if not parsed then error(command.failure(1, document.uri .. ": " .. message), 0) end
    local function report(problem)
      counts.skipped = (counts.skipped or 0) + 1
      input.warn(problem)
    end
    local records = assert(parsed:extract { plugins = plugins, report = report, place = document.uri })
    local first, last = options.sentence or 1, options.sentence or parsed:sentence_count()
    if first < 1 or last > parsed:sentence_count() then
      command.misuse(spec, "--sentence %d: %s has %d sentences", first, document.uri, parsed:sentence_count())
    end
    local missed = assert(parsed:missed())
    for number = first, last do
      if not io.stdout:write(explain.sentence(parsed, number, records, sets, missed), "\n") then return false end
    end
  end)
end, ...)
