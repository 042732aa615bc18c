--- Shows any Lua value as text that can be read, and where possible read back.
-- Keys are sorted; a table inside itself shows as `<cycle>`, and what is too deep as `{...}`.
--
--    local inspect = require "casus.inspect"
--    print(inspect { 1, 2, name = "NATO", codes = { "JPN" } })
--    --> { 1, 2, codes = { "JPN" }, name = "NATO" }
--
-- @module casus.inspect

local WIDTH <const> = 96 -- what fits is put on one line
local DEPTH <const> = 6
local RANKS <const> = { number = 1, string = 2, boolean = 3 }
local RESERVED <const> = {}

local words = "and break do else elseif end false for function goto if in local nil not or repeat return then true " ..
  "until while"
for word in words:gmatch "%a+" do RESERVED[word] = true end

local function before(a, b)
  local kind, other = RANKS[type(a)] or 4, RANKS[type(b)] or 4
  if kind ~= other then return kind < other end
  if kind <= 2 then return a < b end
  return tostring(a) < tostring(b)
end

-- The keys beyond the sequence 1 .. length, sorted.
local function keys_of(value, length)
  local keys = {}
  for key in next, value do
    if not (math.type(key) == "integer" and key >= 1 and key <= length) then keys[#keys + 1] = key end
  end
  table.sort(keys, before)
  return keys
end

-- %q puts a line end in as it is; text is easier to read with \n.
local function quote(text)
  return (("%q"):format(text):gsub("\\\n", "\\n"):gsub("\\9", "\\t"))
end

local function key_name(key, show)
  if type(key) == "string" and key:find "^[%a_][%w_]*$" and not RESERVED[key] then return key end
  return "[" .. show(key) .. "]"
end

local function opaque(value)
  local mt = debug.getmetatable(value)
  return type(mt) == "table" and (rawget(mt, "__tostring") or rawget(mt, "__name"))
end

--- Returns the text for a value.
-- @param value  any value; one with a `__tostring` of its own is shown as that says
-- @tparam[opt] table options
-- @tparam[opt=6] integer options.depth   how many tables deep to go
-- @tparam[opt=96] integer options.width  a table that fits into so many bytes takes one line
-- @treturn string
-- @usage print(inspect({ { { 1 } } }, { depth = 2 })) --> { { {...} } }
local function inspect(value, options)
  local depth_limit = options and options.depth or DEPTH
  local width = options and options.width or WIDTH
  local open = {} -- the tables that enclose what is being shown

  local function show(item, depth, indent)
    if type(item) == "string" then return quote(item) end
    if type(item) ~= "table" or opaque(item) then return tostring(item) end
    if open[item] then return "<cycle>" end
    if next(item) == nil then return "{}" end
    if depth >= depth_limit then return "{...}" end

    open[item] = true
    local inner, parts, size = indent .. "  ", {}, 4
    local function add(part)
      parts[#parts + 1] = part
      size = size + #part + 2
    end
    local length = rawlen(item)
    for i = 1, length do add(show(rawget(item, i), depth + 1, inner)) end
    for _, key in ipairs(keys_of(item, length)) do
      local name = key_name(key, function(k) return show(k, depth + 1, inner) end)
      add(name .. " = " .. show(rawget(item, key), depth + 1, inner))
    end
    open[item] = nil

    if #indent + size <= width and not table.concat(parts):find "\n" then
      return "{ " .. table.concat(parts, ", ") .. " }"
    end
    return "{\n" .. inner .. table.concat(parts, ",\n" .. inner) .. "\n" .. indent .. "}"
  end

  return show(value, 0, "")
end

return inspect
