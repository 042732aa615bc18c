-- Prints a brief of a store or of reports: actors, chronology, quotes, who to whom.
-- Every statement comes with its evidence: document, sentence, bytes.

local casus = require "casus"
local command = require "casus.command"
local core = require "casus.core"
local input = require "casus.input"
local lfs = require "lfs"
local output = require "casus.output"
local report = require "casus.report"

local spec = {
  name = "brief",
  usage = "STORE-OR-FILE",
  description = "Prints a brief of a store, or of a report, a folder of reports or standard input (-), which are read\n"
    .. "into memory first.",
  operands = { 1, 1 },
  options = {
    { "focus", value = "NAME", help = "only what concerns this actor: a name, a code or a group" },
    { "date", value = "YYYY-MM-DD", type = "date",
      help = "the date of the brief, and of reports that bring none (default: that of the last report)" },
    { "format", value = "FORMAT", choices = { "text", "markdown", "html", "json" },
      help = "how to print it: as the extension of --output says, else text" },
    { "output", value = "FILE", help = "where to write it (default: standard output)" },
  },
}

local function is_store(path)
  local file = path ~= "-" and io.open(path, "rb")
  if not file then return false end
  local magic = file:read(16)
  file:close()
  return magic == "SQLite format 3\0"
end

-- The store, and whether all input could be read.
local function open(path, date)
  if is_store(path) then
    local store, message = casus.open(path, { mode = "read" })
    if not store then error(command.failure(1, message), 0) end
    return store, true
  end
  if path ~= "-" and not lfs.attributes(path) then
    local reason = select(2, lfs.attributes(path)):match "[^:]*$"
    error(command.failure(1, path .. ":" .. reason), 0)
  end
  local store = assert(casus.open())
  local counts, message = store:read(path, { date = date, report = input.warn })
  if not counts then error(command.failure(1, message), 0) end
  return store, counts.skipped == 0 and counts.repaired == 0
end

return command.run(spec, function(options, operands)
  local by_name = options.output and report.format_of(options.output)
  local format = options.format or (by_name ~= "csv" and by_name) or "text"
  local store <close>, complete = open(operands[1], options.date)
  local brief = store:brief { focus = options.focus, date = options.date }
  local width = not options.output and core.columns() or nil
  output.deliver(brief:render(format, { width = width }), options.output)
  return complete and 0 or 3
end, ...)
