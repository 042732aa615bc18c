--- Checks of option tables: a misspelt name is a mistake to be told at once, not to be passed over.
-- @module casus.options

local options = {}

--- Raises where a table of options has a field that is not known.
-- @tparam ?table given
-- @tparam table known names as keys, true as values
-- @tparam integer level where the mistake is, as for `error`
function options.check(given, known, level)
  if given == nil then return end
  if type(given) ~= "table" then error("options are a table, not a " .. type(given), level + 1) end
  for name in pairs(given) do
    if not known[name] then
      local names = {}
      for other in pairs(known) do names[#names + 1] = other end
      table.sort(names)
      error(("there is no option '%s'; there are %s"):format(tostring(name), table.concat(names, ", ")), level + 1)
    end
  end
end

--- Raises where a date is given that is none.
-- @param date nil, an ISO date or date-time, a month or a year
-- @tparam integer level where the mistake is, as for `error`
function options.check_date(date, level)
  if date == nil then return end
  local text = type(date) == "string" and date or ""
  if text:find "^%d%d%d%d$" then text = text .. "-01" end
  if text:find "^%d%d%d%d%-%d%d$" then text = text .. "-01" end
  local day = text:match "^(%d%d%d%d%-%d%d%-%d%d)" or ""
  if not require "casus.reader".is_date(day) then
    error(("a date is given as in 2023-05-26, not as %s"):format(tostring(date)), level + 1)
  end
end

return options
