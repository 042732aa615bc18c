--- Finds the documentation of a function or module where it is written: in the comment above it.
--
--    local help = require "casus.help"
--    print(help "casus.inspect")
--
-- @module casus.help

local function read_lines(path)
  local file <close> = io.open(path, "r")
  if not file then return nil end
  local lines = {}
  for line in file:lines() do lines[#lines + 1] = line end
  return lines
end

-- LDoc's marks as a reader would say them.
local function plain(line)
  line = line:gsub("^%s*%-%-+ ?", "")
  return (line:gsub("^@usage%s*", "Example: "):gsub("^@t?return%s*", "Returns: "):gsub("^@tparam%b[]", "@tparam")
    :gsub("^@tparam%s+(%S+)%s+(%S+)", "  %2 (%1)"):gsub("^@param%b[]", "@param"):gsub("^@param%s+(%S+)", "  %1"))
end

local function comment_above(lines, number)
  local first = number
  while first > 1 and lines[first - 1]:find "^%s*%-%-" do first = first - 1 end
  local text = {}
  for i = first, number - 1 do text[#text + 1] = plain(lines[i]) end
  return #text > 0 and table.concat(text, "\n") or nil
end

local function comment_at_top(lines)
  local last = 0
  local function goes_on(line) return line and line:find "^%-%-" and not line:find "^%-%- @module" end
  while goes_on(lines[last + 1]) do last = last + 1 end
  return comment_above(lines, last + 1)
end

local function of_function(f)
  local info = debug.getinfo(f, "S")
  local lines = info.source:sub(1, 1) == "@" and read_lines(info.source:sub(2))
  if not lines then return nil end
  local heading = (lines[info.linedefined] or ""):gsub("^%s*", "")
  local comment = comment_above(lines, info.linedefined)
  return comment and heading .. "\n" .. comment
end

local function of_module(name)
  local path = package.searchpath(name, package.path)
  local lines = path and read_lines(path)
  return lines and comment_at_top(lines)
end

-- The value that a name such as `casus.open` or `table.concat` stands for, without running any code.
local function resolve(name)
  local value = _G
  for part in name:gmatch "[^.:]+" do
    while type(value) == "table" and rawget(value, part) == nil do
      local mt = debug.getmetatable(value)
      value = type(mt) == "table" and rawget(mt, "__index") or nil
    end
    if type(value) ~= "table" then return nil end
    value = rawget(value, part)
  end
  return value
end

--- Returns what the documentation says of a name.
-- @tparam string name  a global, a field such as `casus.open`, or the name of a module
-- @treturn string  the comment, or a sentence that says that there is none
local function help(name)
  name = name:match "^%s*(.-)%s*$"
  local value = resolve(name)
  local text = type(value) == "function" and of_function(value) or of_module(name)
  if text then return text end
  if value == nil then return ("there is no '%s'"):format(name) end
  return ("'%s' is a %s without a description"):format(name, type(value))
end

return help
