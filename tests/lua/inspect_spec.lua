-- casus.inspect and casus.help: what the REPL shows.
local test, check = ...
local inspect = require "casus.inspect"
local help = require "casus.help"

test("the examples of the documentation", function()
  check.equal(inspect { 1, 2, name = "NATO", codes = { "JPN" } }, '{ 1, 2, codes = { "JPN" }, name = "NATO" }')
  check.equal(inspect({ { { 1 } } }, { depth = 2 }), "{ { {...} } }")
end)

test("values that are no tables are shown as they are written", function()
  check.equal(inspect "a\nb\t\"c\"", [["a\nb\t\"c\""]])
  check.equal(inspect "é中", '"é中"')
  check.equal(inspect(1), "1")
  check.equal(inspect(1.0), "1.0")
  check.equal(inspect(nil), "nil")
  check.equal(inspect(true), "true")
end)

test("keys that are no names are bracketed, and all are sorted", function()
  check.equal(inspect { ["end"] = 1, ["a b"] = 2, [true] = 3, [1.5] = 4, b = 5, [-1] = 6 },
    '{ [-1] = 6, [1.5] = 4, ["a b"] = 2, b = 5, ["end"] = 1, [true] = 3 }')
end)

test("a table inside itself ends there; one that is met twice is shown twice", function()
  local inner = { 1 }
  local outer = { inner, inner }
  outer.self = outer
  check.equal(inspect(outer), "{ { 1 }, { 1 }, self = <cycle> }")
end)

test("what does not fit on a line takes several", function()
  check.equal(inspect({ a = { 1, 2 }, b = "long" }, { width = 10 }),
    '{\n  a = {\n    1,\n    2\n  },\n  b = "long"\n}')
end)

test("an object with a text of its own is shown by it", function()
  check.equal(inspect { setmetatable({ 1 }, { __tostring = function() return "object" end }) }, "{ object }")
end)

test("metamethods are not asked", function()
  local guarded = setmetatable({ a = 1 }, { __index = error, __len = error, __pairs = error })
  check.equal(inspect(guarded), "{ a = 1 }")
end)

test("help shows the comment above a function and at the top of a module", function()
  check.match(help "casus.inspect", "^Shows any Lua value")
  _G.documented = inspect
  local text = help "documented"
  _G.documented = nil
  check.match(text, "^local function inspect%(value, options%)\nReturns the text for a value%.\n")
  check.match(text, "\n  options%.depth %(integer%)")
  check.match(text, "\nReturns: string")
end)

test("help says what it does not know", function()
  check.equal(help "no.such.thing", "there is no 'no.such.thing'")
  check.equal(help "math.pi", "'math.pi' is a number without a description")
  check.equal(help "string.rep", "'string.rep' is a function without a description")
end)
