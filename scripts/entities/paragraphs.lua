-- casus paragraphs.lua TREEBANK.conllu OUTPUT.jsonl [PREFIX]: the paragraphs of a treebank as texts, but for documents
-- whose name begins with PREFIX.
local core = require "casus.core"

local output <close> = assert(io.open(arg[2], "w"))
local parts, skip = {}, false
local function finish()
  if #parts > 0 and not skip then output:write('{"text":', core.json.encode(table.concat(parts, " ")), "}\n") end
  parts = {}
end
for line in io.lines(arg[1]) do
  if line:find "^# newdoc" then
    finish()
    skip = arg[3] ~= nil and line:find("= " .. arg[3], 1, true) ~= nil
  elseif line:find "^# newpar" then
    finish()
  end
  parts[#parts + 1] = line:match "^# text = (.*)$"
end
finish()
