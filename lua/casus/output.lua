--- Where results go: standard output, or a file that is whole or not there.
-- @module casus.output

local command = require "casus.command"

local output = {}

-- Tells the temporary files of processes and calls apart.
local function suffix()
  return (".%s.part"):format(tostring({}):match("(%x+)$"))
end

--- Writes a file beside its place and moves it there, so that nobody meets half of it.
-- @tparam string path
-- @tparam string text
-- @treturn[1] boolean true
-- @treturn[2] nil
-- @treturn[2] string what went wrong
function output.save(path, text)
  local beside = path .. suffix()
  local file, message = io.open(beside, "wb")
  if not file then return nil, path .. message:sub(#beside + 1) end
  local written, problem = file:write(text)
  local closed, close_problem = file:close()
  if not written or not closed then
    os.remove(beside)
    return nil, path .. ": " .. (problem or close_problem)
  end
  local moved, move_problem = os.rename(beside, path)
  if not moved then
    os.remove(beside)
    return nil, path .. move_problem:sub(#beside + 1)
  end
  return true
end

--- Writes to standard output; raises where that fails.
-- @tparam string text
-- @usage output.write "done\n"
function output.write(text)
  local written, message = io.stdout:write(text)
  if not written then error(command.failure(1, "cannot write to standard output: " .. message), 0) end
end

--- Writes a result to a file, or to standard output where no file is named; raises where that fails.
-- @tparam string text
-- @tparam[opt] string path
function output.deliver(text, path)
  if path then
    local saved, message = output.save(path, text)
    if not saved then error(command.failure(1, "cannot write " .. message), 0) end
  else
    output.write(text)
  end
end

return output
