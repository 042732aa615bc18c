-- JSON, both ways.
local test, check = ...
local json = require("casus.core").json

local function round(value) return json.decode(json.encode(value)) end

test("values come back as they were", function()
  for _, value in ipairs { true, false, 0, -1, 1.5, -0.25, 1e300, "", "a", "é中😀", "a\"b\\c/d", "\n\t\r\b\f\0\1\31\127" } do
    check.equal(round(value), value)
  end
  check.equal(round { 1, 2, { 3, { "x" } }, {} }, { 1, 2, { 3, { "x" } }, {} })
  check.equal(round { a = { b = { c = "d" } }, e = true }, { a = { b = { c = "d" } }, e = true })
end)

test("integers stay integers, beyond 2^53 too", function()
  for _, n in ipairs { 2^53 | 0, (2^53 | 0) + 1, math.maxinteger, math.mininteger, -1 } do
    check.equal(json.encode(n), tostring(n))
    check.equal(math.type(round(n)), "integer")
    check.equal(round(n), n)
  end
  check.equal(math.type(json.decode "1.0"), "float")
  check.equal(math.type(json.decode "1e2"), "float")
  check.equal(json.encode(3.0), "3")
  check.equal(round(0.1), 0.1)
  check.equal(round(1/3), 1/3)
end)

test("what is no number is null", function()
  check.equal(json.encode { 1/0, -1/0, 0/0 }, "[null,null,null]")
end)

test("null", function()
  check.equal(json.encode(json.null), "null")
  check.equal(json.encode(nil), "null")
  check.equal(json.encode { json.null, 1 }, "[null,1]")
  check.equal(json.decode "null", json.null)
  check.equal(json.decode "[null,1]", { json.null, 1 })
  check.equal(json.decode '{"a":null,"b":1}', { b = 1 })
end)

test("lists and objects", function()
  check.equal(json.encode {}, "[]")
  check.equal(json.encode(json.object()), "{}")
  check.equal(json.encode(json.object { a = 1 }), '{"a":1}')
  check.equal(json.encode { {}, json.object {} }, "[[],{}]")
  check.error(function() json.encode { 1, 2, a = 3 } end, "list and has other keys")
  check.error(function() json.encode { [1.5] = 3 } end, "key of an object should be a string")
  check.error(function() json.encode { a = 1, [true] = 3 } end, "key of an object should be a string")
end)

test("keys are in the order asked for, then by name", function()
  local value = { z = 1, b = 2, a = 3, kind = 4, doc = { kind = 1, doc = 2, a = 3 } }
  check.equal(json.encode(value, { "doc", "kind" }), '{"doc":{"doc":2,"kind":1,"a":3},"kind":4,"a":3,"b":2,"z":1}')
  check.equal(json.encode(value), '{"a":3,"b":2,"doc":{"a":3,"doc":2,"kind":1},"kind":4,"z":1}')
  check.equal(json.encode({ a = 1, b = 2 }, { "none", "b" }), '{"b":2,"a":1}')
end)

test("bytes that are not UTF-8 are replaced", function()
  check.equal(json.encode "a\xFFb\xC3", '"a\u{FFFD}b\u{FFFD}"')
  check.equal(json.encode "\0", '"\\u0000"')
end)

test("escapes are read", function()
  check.equal(json.decode [["\u00e9\u4e2d\ud83d\ude00\/\b\u0000"]], "é中😀/\b\0")
end)

test("what is not JSON comes back with a message and a code", function()
  for _, text in ipairs { "", " ", "{", "[1,]", "{'a':1}", '{"a":1,}', "nul", "[1] x", '"a\nb"', '"\xFF"', '{"a":1,"a":2}',
    '"\\ud800"', "01", "99999999999999999999", "\u{FEFF}1" } do
    local value, message, code = json.decode(text)
    check.equal(value, nil, text)
    check.match(message, "^not JSON: .* at byte %d+$")
    check.equal(code, "format")
  end
  check.match(select(2, json.decode '[1, 2, x]'), "at byte 8$")
end)

test("nesting is limited, and does not crash", function()
  local deep = {}
  for _ = 1, 150 do deep = { deep } end
  check.equal(round(deep), deep)
  for _ = 1, 100 do deep = { deep } end
  check.error(function() json.encode(deep) end, "nested too deeply")
  local cycle = {}
  cycle.self = cycle
  check.error(function() json.encode(cycle) end, "nested too deeply")
  check.truthy(json.decode(("["):rep(1000) .. ("]"):rep(1000)))
  check.equal(json.decode(("["):rep(100000) .. ("]"):rep(100000)), nil)
end)

test("wrong arguments raise", function()
  check.error(function() json.encode() end, "value expected")
  check.error(function() json.encode(print) end, "cannot write a function")
  check.error(function() json.encode { a = io.stdout } end, "cannot write a userdata")
  check.error(function() json.encode(1, "keys") end, "table expected")
  check.error(function() json.decode() end, "string expected")
  check.error(function() json.decode {} end, "string expected")
  check.error(function() json.object(1) end, "table expected")
end)

test("long texts", function()
  local text = ("é\"\n"):rep(300000)
  check.equal(round(text) == text, true)
  local list = {}
  for i = 1, 20000 do list[i] = i end
  check.equal(#round(list), 20000)
end)
