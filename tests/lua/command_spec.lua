-- Command lines: options, operands, usage, and how wrong ones are refused.
local test, check = ...
local command = require "casus.command"

local spec = {
  name = "try",
  usage = "STORE",
  description = "Tries things.",
  operands = { 1, 2 },
  options = {
    { "focus", value = "NAME", help = "only this actor" },
    { "format", value = "FORMAT", choices = { "text", "html" }, default = "text", help = "how" },
    { "jobs", value = "N", type = "integer", default = 1 },
    { "date", value = "DATE", type = "date" },
    { "plugin", value = "NAME", repeated = true },
    { "why", value = "SCENARIO MEASURE", count = 2 },
    { "quiet", help = "say less" },
  },
}

local function refused(pattern, ...)
  local arguments = table.pack(...)
  local problem = check.error(function() command.parse(spec, table.unpack(arguments, 1, arguments.n)) end, pattern)
  check.equal(problem.status, 2)
  check.match(problem.message, "usage: casus try STORE %[options%]")
  check.equal(tostring(problem), problem.message)
end

test("options stand anywhere, with = or without", function()
  local options, operands = command.parse(spec, "--focus", "China", "a", "--format=html", "b", "--quiet")
  check.equal(operands, { "a", "b" })
  check.equal(options.focus, "China")
  check.equal(options.format, "html")
  check.equal(options.quiet, true)
end)

test("what is not given has its default; repeated options are lists", function()
  local options = command.parse(spec, "a")
  check.equal(options.format, "text")
  check.equal(options.jobs, 1)
  check.equal(options.plugin, {})
  check.equal(options.quiet, nil)
  check.equal(command.parse(spec, "a", "--plugin", "x", "--plugin=y").plugin, { "x", "y" })
end)

test("-- ends the options, - is an operand, a value may begin with dashes or be empty", function()
  local options, operands = command.parse(spec, "--focus=--odd", "--", "--quiet", "-")
  check.equal(operands, { "--quiet", "-" })
  check.equal(options.focus, "--odd")
  check.equal(command.parse(spec, "a", "--focus=").focus, "")
  check.equal(command.parse(spec, "a", "--focus", "--quiet").focus, "--quiet")
end)

test("an option may take two values", function()
  check.equal(command.parse(spec, "a", "--why", "no critics", "count()").why, { "no critics", "count()" })
  check.equal(command.parse(spec, "--why=x", "y", "a").why, { "x", "y" })
end)

test("values are checked", function()
  check.equal(command.parse(spec, "a", "--jobs", "4").jobs, 4)
  check.equal(command.parse(spec, "a", "--date", "2024-02-29").date, "2024-02-29")
  refused("%-%-jobs takes a whole number, not \"2.5\"", "a", "--jobs", "2.5")
  refused("%-%-date takes a date as YYYY%-MM%-DD", "a", "--date", "2023-02-29")
  refused("%-%-date takes a date", "a", "--date", "yesterday")
  refused("%-%-format takes text, html, not \"pdf\"", "a", "--format", "pdf")
end)

test("what is wrong is named", function()
  refused("unknown option %-%-frob\n", "a", "--frob")
  refused("unknown option %-%-fo %(%-%-focus%?%)", "a", "--fo", "x")
  refused("unknown option %-x", "a", "-x")
  refused("%-%-quiet takes no value", "a", "--quiet=yes")
  refused("%-%-focus needs a value: NAME", "a", "--focus")
  refused("%-%-why needs SCENARIO MEASURE", "a", "--why", "x")
  refused("too few operands")
  refused("one operand too many: c", "a", "b", "c")
end)

test("a percent sign in what was typed is no format", function()
  refused("unknown option %-%-%%s%%d", "a", "--%s%d")
end)

test("--help gives nil wherever it stands, and the usage explains all", function()
  check.equal(command.parse(spec, "a", "--help"), nil)
  check.equal(command.parse(spec, "-h"), nil)
  check.equal(command.usage(spec), [[
usage: casus try STORE [options]

Tries things.

  --focus NAME            only this actor
  --format FORMAT         how: text, html (default: text)
  --jobs N                (default: 1)
  --date DATE
  --plugin NAME
  --why SCENARIO MEASURE
  --quiet                 say less
  --help                  show this
]])
end)

test("run calls the command with what was parsed", function()
  check.equal(command.run(spec, function(options, operands)
    return options.quiet and operands[1] == "a" and 3
  end, "a", "--quiet"), 3)
end)

test("a failure carries its status", function()
  local problem = command.failure(1, "no such store")
  check.equal(problem.status, 1)
  check.equal(tostring(problem), "no such store")
end)
