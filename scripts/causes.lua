-- Adds up what reports claim to cause what: the edges of the signed graph of a store.
-- Each line is a claim of one variable on another, with how many independent sources make it and who says so.

local casus = require "casus"
local command = require "casus.command"
local concepts = require "casus.concepts"
local core = require "casus.core"
local grid = require "casus.table"

local spec = {
  name = "causes",
  usage = "STORE",
  description = "Prints what is claimed to raise (+) or lower (-) what, added up over all reports of a store: the\n"
    .. "claims with more independent sources first.",
  operands = { 1, 1 },
  options = {
    { "map", value = "FILE.tsv", help = "variables of your own: a table with the columns variable and phrase" },
    { "detail", value = "LEVEL", choices = { "full", "kind", "head" }, default = "full",
      help = "what tells variables apart: names and kinds, kinds, or the head alone" },
    { "evidence", help = "list below each edge the sentences behind it" },
    { "format", value = "FORMAT", choices = { "table", "csv", "json", "jsonl", "markdown" }, default = "table",
      help = "how to print it" },
  },
}

return command.run(spec, function(options, operands)
  if options.evidence and options.format ~= "table" then command.misuse(spec, "--evidence has no other format") end
  local store <close>, message = casus.open(operands[1], { mode = "read" })
  if not store then error(command.failure(1, message), 0) end
  local graph, problem = store:concepts { map = options.map, detail = options.detail }
  if not graph then error(command.failure(1, problem), 0) end
  local function write(text) return io.write(text) end
  if not options.evidence then
    grid.write(options.format, concepts.columns, graph:tuples(), write, { width = core.columns() })
    return 0
  end
  for i, tuple in ipairs(graph:tuples()) do
    write(("%s%s %s %s  (%s; %d %s)\n"):format(i > 1 and "\n" or "", tuple[1], tuple[2], tuple[3], tuple[4], tuple[5],
      tuple[5] == 1 and "source" or "sources"))
    for _, line in ipairs(graph:evidence(graph.edges[i])) do write("  " .. line .. "\n") end
  end
  return 0
end, ...)
