-- Reads reports into a store: parses them, extracts, keeps everything with its evidence.

local casus = require "casus"
local command = require "casus.command"
local core = require "casus.core"
local input = require "casus.input"

--- Shows how far a run is on the terminal; does nothing where standard error is none.
local function progress_line()
  if not core.columns(2) then return nil, function() end end
  local began = os.time()
  return function(counts, bytes)
    local seconds = math.max(os.difftime(os.time(), began), 1)
    io.stderr:write(("\r%d documents, %.1f MB, %.1f MB/s\27[K"):format(counts.new + counts.known + counts.refreshed
      + counts.replaced,
      bytes / 1e6, bytes / 1e6 / seconds))
  end, function() io.stderr:write "\r\27[K" end
end

--- "12 new, 3 already known": what is not nought.
local function summary(counts)
  local words = {
    { "new", "new" }, { "known", "already known" }, { "refreshed", "extracted again" },
    { "replaced", "replaced an older text" },
    { "foreign", "not in English, kept without extraction" }, { "skipped", "skipped" }, { "repaired", "repaired" },
    { "failed", "times an extractor failed" },
  }
  local parts = {}
  for _, pair in ipairs(words) do
    if counts[pair[1]] > 0 then parts[#parts + 1] = counts[pair[1]] .. " " .. pair[2] end
  end
  return #parts > 0 and table.concat(parts, ", ") or "nothing to read"
end

local spec = {
  name = "read",
  usage = "STORE PATH ...",
  description = "Reads files and folders of reports into a store, which is made where there is none. It can be\n"
    .. "interrupted and run again at any moment: nothing is lost, and nothing is there twice.",
  operands = { 2 },
  options = {
    { "date", value = "DATE", type = "date", help = "the date of documents that bring none" },
    { "jobs", value = "N", type = "integer", default = 1,
      help = "workers; the rows do not depend on it (this version works with one)" },
    { "plugin", value = "NAME", repeated = true, help = "run the extractors of this plugin too" },
    { "refresh", help = "extract again from what is stored already" },
  },
}

return command.run(spec, function(options, operands)
  if options.jobs < 1 then command.misuse(spec, "--jobs takes 1 or more, not %d", options.jobs) end
  local store, message = casus.open(operands[1])
  if not store then error(command.failure(1, message), 0) end
  local show, clear = progress_line()
  local counts, problem = store:read(table.move(operands, 2, #operands, 1, {}), {
    date = options.date, refresh = options.refresh, plugins = input.plugins(options.plugin), progress = show,
    report = function(text)
      clear()
      input.warn(text)
    end,
  })
  clear()
  if not counts then error(command.failure(1, problem), 0) end
  store:close()
  io.stderr:write(("%s: %s\n"):format(operands[1], summary(counts)))
  return (counts.skipped > 0 or counts.repaired > 0 or counts.failed > 0) and 3 or 0
end, ...)
