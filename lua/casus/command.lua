--- Command lines of scripts: options, operands, usage.
--
-- A script says what it takes in one table, and that table parses, checks and explains:
--
--     local command = require "casus.command"
--     return command.run({
--       name = "brief",
--       description = "Prints a brief of what a store or some reports say.",
--       usage = "STORE-OR-FILE",
--       operands = { 1, 1 },
--       options = {
--         { "focus", value = "NAME", help = "only what concerns this actor" },
--         { "format", value = "FORMAT", choices = { "text", "html" }, default = "text", help = "how to print it" },
--         { "quiet", help = "say nothing else" },
--       },
--     }, function(options, operands) ... return 0 end, ...)
--
-- Options stand anywhere among the operands, as `--name value` or `--name=value`; `--` ends them; `-` is an operand;
-- `--help` prints the usage. A wrong command line raises a table `{ status = 2, message = ... }`, which the program
-- prints and turns into its exit status.
-- @module casus.command

local command = {}

--- An error that carries an exit status, to be raised as `error(command.failure(1, "full"), 0)`.
-- @tparam integer status 1: the command failed; 2: it was called wrongly; 3: some input was skipped
-- @tparam string message one line or more, without a final line break
-- @treturn table the error, which `tostring` turns into its message
function command.failure(status, message)
  return setmetatable({ status = status, message = message }, {
    __tostring = function(self) return self.message end,
  })
end

--- Options as pairs of texts, left and right column of the usage.
local function explain(option)
  local left = "--" .. option[1] .. (option.value and " " .. option.value or "")
  local right = option.help or ""
  if option.choices then right = right .. (right == "" and "" or ": ") .. table.concat(option.choices, ", ") end
  if option.default ~= nil then right = ("%s (default: %s)"):format(right, option.default):gsub("^ ", "") end
  return left, right
end

--- What `--help` prints.
-- @tparam table spec the declaration of the command
-- @treturn string text that ends with a line break
-- @usage command.usage { name = "sql", usage = "STORE QUERY", description = "Asks a store." }
function command.usage(spec)
  local synopsis = ("usage: casus %s %s"):format(spec.name, spec.usage or "")
  local lines = { synopsis:gsub("%s+$", "") .. (spec.options and " [options]" or "") }
  if spec.description then lines[#lines + 1] = "\n" .. spec.description end
  local rows, width = {}, #"--help"
  for _, option in ipairs(spec.options or {}) do
    local left, right = explain(option)
    rows[#rows + 1], width = { left, right }, math.max(width, #left)
  end
  rows[#rows + 1] = { "--help", "show this" }
  lines[#lines + 1] = ""
  for _, row in ipairs(rows) do
    lines[#lines + 1] = ("  %s%s  %s"):format(row[1], (" "):rep(width - #row[1]), row[2]):gsub(" +$", "")
  end
  if spec.notes then lines[#lines + 1] = "\n" .. spec.notes end
  return table.concat(lines, "\n") .. "\n"
end

--- Raises a usage error: what is wrong, then how the command is called. The program puts the command's name before it.
-- @tparam table spec the declaration of the command
-- @tparam string format as for `string.format`
-- @param ... its arguments
function command.misuse(spec, format, ...)
  local synopsis = command.usage(spec):match("^[^\n]*")
  local problem = select("#", ...) > 0 and format:format(...) or format
  error(command.failure(2, ("%s\n%s\n--help says more"):format(problem, synopsis)), 0)
end

local checks = {
  integer = function(text)
    return math.tointeger(tonumber(text)), "a whole number"
  end,
  number = function(text)
    return tonumber(text), "a number"
  end,
  date = function(text)
    local year, month, day = text:match("^(%d%d%d%d)%-(%d%d)%-(%d%d)$")
    -- A day that the month does not have is taken for one of the next month.
    local time = year and os.time { year = tonumber(year), month = tonumber(month), day = tonumber(day), hour = 12 }
    return time and os.date("%Y-%m-%d", time) == text and text or nil, "a date as YYYY-MM-DD"
  end,
}

local function convert(spec, option, text)
  if option.choices then
    for _, choice in ipairs(option.choices) do
      if text == choice then return text end
    end
    command.misuse(spec, "--%s takes %s, not %q", option[1], table.concat(option.choices, ", "), text)
  elseif option.type then
    local value, wanted = checks[option.type](text)
    if value == nil then command.misuse(spec, "--%s takes %s, not %q", option[1], wanted, text) end
    return value
  end
  return text
end

local function find(spec, name)
  local near
  for _, option in ipairs(spec.options or {}) do
    if option[1] == name then return option end
    if name ~= "" and not near and option[1]:sub(1, #name) == name then near = option[1] end
  end
  command.misuse(spec, "unknown option --%s%s", name, near and (" (--%s?)"):format(near) or "")
end

--- Parses the arguments of a command.
-- @tparam table spec `name`, `description`, `usage` (the operands, as text), `operands` ({ least, most }), `notes`
--   (what the usage ends with) and `options`, a list of tables: the name first, then `value` (what the value is called;
--   an option without it is a flag), `help`, `choices`, `type` ("integer", "number" or "date"), `default`, `repeated`
--   (all values, as a list), `count = 2` (the option takes two values, as a list).
-- @tparam string ... the arguments
-- @treturn[1] table options by name
-- @treturn[1] table operands
-- @treturn[2] nil where help was asked for
-- @usage local options, operands = command.parse(spec, "a.txt", "--format=html")
function command.parse(spec, ...)
  local arguments, options, operands = table.pack(...), {}, {}
  for _, option in ipairs(spec.options or {}) do
    if option.repeated then options[option[1]] = {} else options[option[1]] = option.default end
  end
  local i = 1
  local function take(option, attached)
    if attached then return attached end
    i = i + 1
    if i > arguments.n then
      command.misuse(spec, "--%s needs %s", option[1], option.count and option.value or "a value: " .. option.value)
    end
    return arguments[i]
  end
  while i <= arguments.n do
    local argument = arguments[i]
    if argument == "--" then
      table.move(arguments, i + 1, arguments.n, #operands + 1, operands)
      break
    elseif argument == "--help" or argument == "-h" then
      return nil
    elseif argument:sub(1, 2) == "--" then
      local name, attached = argument:match("^%-%-([^=]*)=(.*)$")
      local option = find(spec, name or argument:sub(3))
      local value = true
      if not option.value then
        if attached then command.misuse(spec, "--%s takes no value", option[1]) end
      elseif option.count then
        value = {}
        for n = 1, option.count do value[n] = convert(spec, option, take(option, n == 1 and attached or nil)) end
      else
        value = convert(spec, option, take(option, attached))
      end
      if option.repeated then table.insert(options[option[1]], value) else options[option[1]] = value end
    elseif argument:sub(1, 1) == "-" and argument ~= "-" then
      command.misuse(spec, "unknown option %s", argument)
    else
      operands[#operands + 1] = argument
    end
    i = i + 1
  end
  local least, most = table.unpack(spec.operands or { 0 })
  if #operands < least then command.misuse(spec, "too few operands") end
  if most and #operands > most then command.misuse(spec, "one operand too many: %s", operands[most + 1]) end
  return options, operands
end

--- Parses the arguments, prints the usage where it is asked for, and else runs the command.
-- @tparam table spec as for @{parse}
-- @tparam function main gets options and operands, returns the exit status
-- @tparam string ... the arguments
-- @return what `main` returned, or 0
function command.run(spec, main, ...)
  local options, operands = command.parse(spec, ...)
  if not options then
    io.stdout:write(command.usage(spec))
    return 0
  end
  return main(options, operands)
end

return command
