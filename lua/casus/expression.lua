--- Measures as people write them: `count(type=accuse, source=China)`, `balance(NATO, Japan)`.
--
--     expression = name "(" [argument {"," argument}] ")"
--     argument   = [field "="] value
--     value      = bare text without , ( ) = or quotes, or text in 'single' or "double" quotes
--
-- Bare text may contain spaces; quotes are for values that contain a comma, a parenthesis or an equals sign. A quote
-- inside of quotes is doubled.
-- @module casus.expression

local expression = {}

--- Parses an expression.
-- @tparam string text
-- @treturn[1] table `name`, `text` and, in order, arguments `{ value =, field = (nil: positional), quoted = }`
-- @treturn[2] nil
-- @treturn[2] string what is wrong, and at which character
-- @usage expression.parse "sum(goldstein, source=China)"
function expression.parse(text)
  local position = 1
  local function skip() position = text:find("%S", position) or #text + 1 end
  local function fail(what)
    local found = position <= #text and ("%q"):format(text:sub(position, position)) or "the end"
    return nil, ("%s expected at character %d, found %s"):format(what, position, found)
  end

  local function value()
    skip()
    local quote = text:match("^[\"']", position)
    if quote then
      local parts, from = {}, position + 1
      while true do
        local stop = text:find(quote, from, true)
        if not stop then return nil, ("the quote opened at character %d is not closed"):format(position) end
        parts[#parts + 1] = text:sub(from, stop - 1)
        if text:sub(stop + 1, stop + 1) ~= quote then
          position = stop + 1
          return table.concat(parts), true
        end
        parts[#parts + 1], from = quote, stop + 2
      end
    end
    local bare = text:match("^[^,()=\"']+", position)
    if not bare then return fail "a value" end
    position = position + #bare
    return (bare:gsub("%s+$", "")), false
  end

  skip()
  local name = text:match("^[%a_][%w_%-]*", position)
  if not name then return fail "the name of a measure" end
  local result = { name = name, text = text:match("^%s*(.-)%s*$") }
  position = position + #name
  skip()
  if text:sub(position, position) ~= "(" then return fail '"("' end
  position = position + 1
  skip()
  if text:sub(position, position) == ")" then
    position = position + 1
  else
    repeat
      local first, quoted = value()
      if not first then return nil, quoted end
      local argument = { value = first, quoted = quoted }
      skip()
      if text:sub(position, position) == "=" then
        if quoted or not first:find("^[%a_][%w_%-]*$") then return fail '"," or ")"' end
        position = position + 1
        local second, second_quoted = value()
        if not second then return nil, second_quoted end
        argument = { field = first, value = second, quoted = second_quoted }
        skip()
      end
      result[#result + 1] = argument
      local mark = text:sub(position, position)
      if mark ~= "," and mark ~= ")" then return fail '"," or ")"' end
      position = position + 1
    until mark == ")"
  end
  skip()
  if position <= #text then return fail "nothing more" end
  return result
end

return expression
