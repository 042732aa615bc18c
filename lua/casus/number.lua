--- Numbers as text.
-- @module casus.number

local number = {}

--- A number that holds a whole value as an integer, so that it prints without a fraction; others as they are.
-- @tparam number value
-- @treturn number
-- @usage number.whole(3.0) --> 3
function number.whole(value)
  return math.tointeger(value) or value
end

--- The shortest text that reads back as the same number.
-- @tparam number value
-- @treturn string
-- @usage number.exact(0.1) --> 0.1
function number.exact(value)
  if math.type(value) == "integer" then return tostring(value) end
  for digits = 15, 17 do
    local text = ("%." .. digits .. "g"):format(value)
    if tonumber(text) == value then return text end
  end
  return tostring(value)
end

--- A number for the eye: at most six digits, no trailing zeros, a true minus kept as "-".
-- @tparam number value
-- @tparam[opt] boolean signed whether a positive number gets a plus
-- @treturn string
-- @usage number.short(-2.333333333, true) --> -2.33333
function number.short(value, signed)
  value = number.whole(value)
  local text = math.type(value) == "integer" and tostring(value) or ("%.6g"):format(value)
  return signed and value > 0 and "+" .. text or text
end

--- A number with its sign and at most so many decimals.
-- @tparam number value
-- @tparam integer decimals
-- @treturn string
-- @usage number.rounded(-8.42045, 2) --> -8.42
function number.rounded(value, decimals)
  local text = ("%+." .. decimals .. "f"):format(value)
  if decimals > 0 then text = text:gsub("0+$", ""):gsub("%.$", "") end
  return (text:gsub("^[+-]0$", "0"))
end

--- A percentage for the eye.
-- @tparam number value
-- @treturn string
-- @usage number.percent(-45.83333) --> -45.8%
function number.percent(value)
  return number.rounded(value, 1) .. "%"
end

--- A value of any kind as text: numbers exactly, a list joined with "; ", nothing for nil.
-- @param value
-- @treturn string
-- @usage number.text { 1, "a" } --> "1; a"
function number.text(value)
  if value == nil then return "" end
  if math.type(value) == "float" then return number.exact(value) end
  if type(value) == "table" then return table.concat(value, "; ") end
  return tostring(value)
end

return number
