--- What commands that go over documents have in common: operands, problems, exit status.
-- @module casus.input

local command = require "casus.command"
local display = require "casus.display"
local plugin = require "casus.plugin"
local reader = require "casus.reader"

local input = {}

--- Says something on standard error, in one line: messages quote what was read, and names of files.
-- @tparam string message
function input.warn(message)
  io.stderr:write("casus: ", display.printable(message), "\n")
end

--- Loads the plugins that a command line names; raises where one cannot be loaded.
-- @tparam table names
-- @treturn table a list of plugins
function input.plugins(names)
  local plugins = {}
  for i, name in ipairs(names or {}) do
    local one, message = plugin.load(name)
    if not one then error(command.failure(1, message), 0) end
    plugins[i] = one
  end
  return plugins
end

--- Goes over the documents of some files, folders or standard input.
-- @tparam table paths none: standard input
-- @tparam table options `date`, `stream` (long texts come in pieces, see `casus.reader.documents`)
-- @tparam function each gets a document as `casus.reader` yields it, and the counts of problems, `skipped` and
-- `repaired`, to which it may add; returns false to stop
-- @treturn integer the exit status: 0, or 3 when something was skipped or repaired, which standard error tells
function input.each(paths, options, each)
  local counts = {}
  for _, path in ipairs(#paths > 0 and paths or { "-" }) do
    for document in reader.documents(path, {
      date = options.date, stream = options.stream, counts = counts, report = input.warn,
    }) do
      if each(document, counts) == false then return 0 end
    end
  end
  return (counts.skipped or counts.repaired) and 3 or 0
end

return input
