--- Text in a terminal: how many columns it takes, wrapping it, and making what is not printable visible.
--
-- Text that comes from reports is foreign: before it reaches a terminal its control characters (a report may contain
-- an escape sequence that renames the window, or a right-to-left override that turns a sentence round) are shown as
-- `\x1B` or `\u{202E}`.
-- @module casus.display

local core = require "casus.core"
local data = require "casus.data"

local display = {}

-- Code points of no or of two columns, as ranges in ascending order; loaded when a text is first not ASCII.
local firsts, lasts, columns

local function load_widths()
  firsts, lasts, columns = {}, {}, {}
  for i, row in ipairs(data.rows "display/width.tsv") do
    firsts[i], lasts[i], columns[i] = tonumber(row.first, 16), tonumber(row.last, 16), tonumber(row.columns)
  end
end

local function width_of_code(code)
  if code < 0x300 then return 1 end
  if not firsts then load_widths() end
  local low, high = 1, #firsts
  while low <= high do
    local middle = (low + high) // 2
    if code < firsts[middle] then
      high = middle - 1
    elseif code > lasts[middle] then
      low = middle + 1
    else
      return columns[middle]
    end
  end
  return 1
end

-- One character of well-formed UTF-8, or one byte where it is not.
local function characters(text)
  local position = 1
  return function()
    if position > #text then return nil end
    local start = position
    if utf8.len(text, start, start) then
      position = utf8.offset(text, 2, start)
      return text:sub(start, position - 1), utf8.codepoint(text, start)
    end
    position = start + 1
    return text:sub(start, start), nil
  end
end

--- The number of terminal columns of a text without control characters.
-- @tparam string text
-- @treturn integer
-- @usage display.width "é中" --> 3
function display.width(text)
  if not text:find("[\x80-\xFF]") then return #text end
  local width = 0
  for _, code in characters(text) do width = width + (code and width_of_code(code) or 1) end
  return width
end

-- Formatting characters that change the order of what stands around them, and line separators.
local function is_unruly(code)
  return code < 0x20 or (code >= 0x7F and code < 0xA0) or code == 0x061C or code == 0x200E or code == 0x200F
    or (code >= 0x2028 and code <= 0x202E) or (code >= 0x2066 and code <= 0x2069) or code == 0xFEFF
end

--- Makes control characters and bytes that are not UTF-8 visible.
-- @tparam string text
-- @tparam[opt] string keep a set of control characters to leave alone, such as "\n"
-- @treturn string
-- @usage display.printable "a\27[2Jb" --> a\x1B[2Jb
function display.printable(text, keep)
  if not text:find("[^\x20-\x7E]") then return text end
  local parts = {}
  for character, code in characters(text) do
    if keep and keep:find(character, 1, true) then
      parts[#parts + 1] = character
    elseif not code or code < 0x80 and is_unruly(code) then
      parts[#parts + 1] = ("\\x%02X"):format(character:byte())
    elseif is_unruly(code) then
      parts[#parts + 1] = ("\\u{%X}"):format(code)
    else
      parts[#parts + 1] = character
    end
  end
  return table.concat(parts)
end

--- A text on one line: runs of white space become one space, and control characters visible.
-- @tparam string text
-- @treturn string
-- @usage display.line "two\n  lines" --> two lines
function display.line(text)
  return display.printable((text:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", "")))
end

--- Fills a text up with spaces.
-- @tparam string text
-- @tparam integer width columns to fill
-- @tparam[opt] boolean right whether the text goes to the right
-- @treturn string
function display.pad(text, width, right)
  local space = (" "):rep(width - display.width(text))
  return right and space .. text or text .. space
end

--- Shortens a text to a number of columns; what was cut is shown as "…".
-- @tparam string text
-- @tparam integer width
-- @treturn string
-- @usage display.cut("a longer text", 8) --> a longe…
function display.cut(text, width)
  if display.width(text) <= width then return text end
  local parts, used = {}, 1
  for character, code in characters(text) do
    local own = code and width_of_code(code) or 1
    if used + own > width then break end
    parts[#parts + 1], used = character, used + own
  end
  return table.concat(parts) .. "…"
end

-- A word wider than a line, in pieces that fit.
local function pieces(word, width)
  if display.width(word) <= width then return { word } end
  local list, part, used = {}, {}, 0
  for character, code in characters(word) do
    local own = code and width_of_code(code) or 1
    if used + own > width and used > 0 then
      list[#list + 1], part, used = table.concat(part), {}, 0
    end
    part[#part + 1], used = character, used + own
  end
  list[#list + 1] = table.concat(part)
  return list
end

--- Breaks a text into lines at white space.
-- @tparam string text
-- @tparam integer width columns of a line, with its indentation
-- @tparam[opt=""] string first what the first line starts with
-- @tparam[opt=first] string rest what the others start with
-- @treturn string lines, without a line break at the end
-- @usage display.wrap("one two three", 9, "- ", "  ") --> "- one two\n  three"
function display.wrap(text, width, first, rest)
  first = first or ""
  rest = rest or first
  local lines, line, used = {}, first, display.width(first)
  local start = true
  local function flush()
    lines[#lines + 1] = line
    line, used, start = rest, display.width(rest), true
  end
  for word in text:gmatch("%S+") do
    local room = math.max(width - display.width(rest), 8)
    for _, piece in ipairs(pieces(word, room)) do
      local own = display.width(piece)
      if not start and used + 1 + own > width then flush() end
      line, used = line .. (start and "" or " ") .. piece, used + (start and 0 or 1) + own
      start = false
    end
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n")
end

--- The width to print for: `COLUMNS` where it is set, else that of the terminal, else 80.
-- @treturn integer
function display.columns()
  local set = math.tointeger(tonumber(os.getenv "COLUMNS"))
  local own = not set and core.columns and core.columns()
  return math.max(set or own or 80, 40)
end

return display
