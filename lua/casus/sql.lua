--- SQL as text: several statements in one.
-- @module casus.sql

local sql = {}

-- What hides a semicolon: the pattern of its beginning, and what ends it.
local hiding = {
  { "^'", "'" }, { '^"', '"' }, { "^`", "`" }, { "^%[", "]" }, { "^%-%-", "\n" }, { "^/%*", "*/" },
}

--- Splits SQL at the semicolons outside of strings, quoted names and comments. What holds nothing but white space and
-- comments is left out. The body of a trigger is not kept together.
-- @tparam string text
-- @treturn {string,...} statements without their semicolons
-- @usage sql.split "select ';'; select 2" --> { "select ';'", "select 2" }
function sql.split(text)
  local statements, from, position, content = {}, 1, 1, false
  local function finish(last)
    if content then statements[#statements + 1] = text:sub(from, last):match "^%s*(.-)%s*$" end
    from, content = last + 2, false
  end
  while true do
    position = text:find("[^%s]", position)
    if not position then break end
    local skipped
    for _, pair in ipairs(hiding) do
      if text:find(pair[1], position) then
        local comment = pair[2] == "\n" or pair[2] == "*/"
        -- A doubled quote ends one string and begins the next, which comes to the same.
        local _, stop = text:find(pair[2], position + (comment and 2 or 1), true)
        content = content or not comment
        position, skipped = (stop or #text) + 1, true
        break
      end
    end
    if not skipped then
      if text:sub(position, position) == ";" then finish(position - 1) else content = true end
      position = position + 1
    end
  end
  finish(#text)
  return statements
end

return sql
