-- Text for Lua: validity, repair, ids, lines.
local test, check = ...
local core = require "casus.core"
local run = require "program"

test("the longest prefix that is UTF-8", function()
  for text, valid in pairs { [""] = 0, ["é中😀"] = 9, ["a\0b"] = 1, ["a\xC3"] = 1, ["\xC0\x80"] = 0, ["\xED\xA0\x80"] = 0,
    ["ab\xF4\x90\x80\x80"] = 2, ["12345678é\xFF"] = 10 } do
    check.equal(core.valid(text), valid, text)
  end
end)

test("repair leaves nothing that is not UTF-8", function()
  check.equal({ core.repair "fine é" }, { "fine é", 0 })
  check.equal({ core.repair "" }, { "", 0 })
  check.equal({ core.repair "\xFFa\xE4\xB8b\0" }, { "\u{FFFD}a\u{FFFD}\u{FFFD}b\u{FFFD}", 4 })
  for _ = 1, 200 do
    local bytes = {}
    for i = 1, math.random(1, 40) do bytes[i] = string.char(math.random(0, 255)) end
    local repaired = core.repair(table.concat(bytes))
    check.equal(core.valid(repaired), #repaired)
  end
end)

test("ids are made from text, date and source, whose borders cannot be shifted", function()
  local id = core.document_id("text", "2023-06-01", "Wire")
  check.match(id, "^" .. ("%x"):rep(32) .. "$")
  check.equal(core.document_id("text", "2023-06-01", "Wire"), id)
  check.equal(core.document_id("a"), core.document_id("a", nil, nil))
  local seen = {}
  for _, parts in ipairs { { "a", "b", "c" }, { "ab", nil, "c" }, { "a", "bc" }, { "abc" }, { "", "a", "bc" }, { "a", nil, "bc" } } do
    local other = core.document_id(parts[1], parts[2], parts[3])
    check.equal(seen[other], nil)
    seen[other] = true
  end
end)

local function file(text)
  local path = run.folder .. "/lines.txt"
  run.write(path, text)
  return assert(core.lines(path))
end

local function all(lines)
  local list = {}
  for i = 1, math.huge do
    list[i] = lines:next()
    if not list[i] then return list end
  end
end

test("lines end with LF", function()
  check.equal(all(file "a\nb\r\n\nc"), { "a", "b\r", "", "c" })
  check.equal(all(file "a\n"), { "a" })
  check.equal(all(file ""), {})
  check.equal(all(file "\n\n"), { "", "" })
  check.equal(all(file "a\0b\n\xFF"), { "a\0b", "\xFF" })
end)

test("long lines, and the rest", function()
  local long = ("x"):rep(300000)
  local lines = file(long .. "\n" .. long .. "y\nz\n")
  check.equal(lines:peek(), "x")
  check.equal(#lines:next(), 300000)
  check.equal(#lines:rest(), 300004)
  check.equal({ lines:next(), lines:rest(), lines:peek() }, { nil, "" })
end)

test("what cannot be opened or read", function()
  local lines, message, code = core.lines(run.folder .. "/nowhere")
  check.equal({ lines, code }, { nil, "io" })
  check.match(message, "nowhere: No such file")
  local folder = core.lines(run.folder)
  check.equal(folder == nil or folder:next() == nil, true)
end)

test("wrong arguments raise, and so does use after close", function()
  for _, name in ipairs { "valid", "repair", "document_id", "lines" } do
    check.error(function() core[name]() end, "string expected")
    check.error(function() core[name] {} end, "string expected")
  end
  check.error(function() core.document_id("a", {}) end, "string expected")
  local lines = file "a"
  lines:close()
  lines:close()
  for _, name in ipairs { "next", "rest", "peek" } do
    check.error(function() lines[name](lines) end, "lines are closed")
    check.error(function() lines[name] {} end, "casus.lines expected")
  end
end)
