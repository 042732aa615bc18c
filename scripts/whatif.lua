-- Compares what a store reports with scenarios, and says why each number is what it is.
-- SCENARIOS.lua is described in docs/formats.md; the store is opened for reading only.

local casus = require "casus"
local command = require "casus.command"
local core = require "casus.core"
local output = require "casus.output"
local report = require "casus.report"
local scenarios = require "casus.scenarios"
local whatif = require "casus.whatif"

local spec = {
  name = "whatif",
  usage = "STORE SCENARIOS.lua",
  description = "Computes the measures of a scenario file in the world as reported (the baseline) and in its\n"
    .. "scenarios. The store is only read.",
  operands = { 2, 2 },
  options = {
    { "format", value = "FORMAT", choices = { "text", "markdown", "csv", "html", "json" },
      help = "how to print it: as the extension of --output says, else text" },
    { "output", value = "FILE", help = "where to write it (default: standard output)" },
    { "why", value = "SCENARIO MEASURE", count = 2,
      help = "the relations behind one value, as text, markdown, html or json" },
  },
}

local function open(path)
  local store, message = casus.open(path, { mode = "read" })
  if not store then error(command.failure(1, message), 0) end
  return store
end

-- What is wrong with a scenario, a measure or a name is said without a line of ours before it.
local function protect(body, ...)
  local done, result = pcall(body, ...)
  if done then return result end
  error(type(result) == "string" and command.failure(1, result) or result, 0)
end

return command.run(spec, function(options, operands)
  local format = options.format or (options.output and report.format_of(options.output)) or "text"
  if options.why and format == "csv" then command.misuse(spec, "--why is printed as text, markdown, html or json") end
  local store <close> = open(operands[1])
  local result = protect(whatif.run, store, scenarios.load(operands[2]), operands[2])
  if options.why then result = protect(result.why, result, options.why[1], options.why[2]) end
  local width = not options.output and core.columns() or nil
  output.deliver(result:render(format, { width = width }), options.output)
  return 0
end, ...)
