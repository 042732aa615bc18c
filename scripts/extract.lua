-- Writes what is found in reports: names, times, quotations, events; as JSON Lines.

local casus = require "casus"
local command = require "casus.command"
local core = require "casus.core"
local input = require "casus.input"

local kinds = { entity = true, time = true, quote = true, relation = true, cause = true }
local whole_kinds = { document = true, sentence = true }

local spec = {
  name = "extract",
  usage = "[FILE ...]",
  description = "Writes what is found in reports as JSON Lines, one record a line. Without FILE, or with -, standard\n"
    .. "input is read: JSON Lines documents if its first byte is {, else one text.",
  options = {
    { "date", value = "DATE", type = "date", help = "the date of documents that bring none" },
    { "only", value = "KINDS", help = "entity,time,quote,relation,cause (these are the default), document, sentence" },
    { "plugin", value = "NAME", repeated = true, help = "run the extractors of this plugin too" },
  },
}

--- The kinds that `--only` names, in two sets: those of extractors, and those about the text as a whole.
local function parse_kinds(text)
  local extracted, whole = {}, {}
  for name in text:gmatch "[^,]+" do
    if kinds[name] then
      extracted[#extracted + 1] = name
    elseif whole_kinds[name] then
      whole[name] = true
    else
      command.misuse(spec, "--only does not know '%s'", name)
    end
  end
  return extracted, whole
end

local key_order = {
  "doc", "kind", "start", "end", "text", "sentence", "title", "date", "source", "url", "lang", "extractor",
  "confidence",
}

local function about(document, parsed, kind, start, stop, number)
  return core.json.encode({
    doc = parsed.id, kind = kind, start = start, ["end"] = stop, text = document.text:sub(start + 1, stop),
    sentence = number, extractor = "reader", confidence = 1,
    title = kind == "document" and (document.title or core.json.null) or nil,
    date = kind == "document" and (document.date or core.json.null) or nil,
    source = kind == "document" and (document.source or core.json.null) or nil,
    url = kind == "document" and (document.url or core.json.null) or nil,
    lang = kind == "document" and (document.lang or core.json.null) or nil,
  }, key_order) .. "\n"
end

local function write_whole(document, parsed, whole)
  if whole.document then io.stdout:write(about(document, parsed, "document", 0, #document.text, 0)) end
  if not whole.sentence then return end
  for sentence in parsed:sentences() do
    io.stdout:write(about(document, parsed, "sentence", sentence.start, sentence.stop, sentence.number))
  end
end

--- The records of a document as JSON Lines, those of plugins among them.
local function records_of(parsed, extracted, plugins)
  if #extracted == 0 then return "" end
  if #plugins == 0 then return assert(parsed:json(table.unpack(extracted))) end
  local lines = {}
  for i, record in ipairs(assert(parsed:extract { only = extracted, plugins = plugins, report = input.warn })) do
    lines[i] = core.record_json(record, parsed.id, parsed.text)
  end
  return table.concat(lines)
end

return command.run(spec, function(options, operands)
  local extracted, whole = parse_kinds(options.only or "entity,time,quote,relation,cause")
  local plugins = input.plugins(options.plugin)
  return input.each(operands, options, function(document)
    local parsed, message = casus.parse(document.text, document)
    if not parsed then error(command.failure(1, document.uri .. ": " .. message), 0) end
    if not parsed.readable then input.warn(document.uri .. ": not in English; nothing is extracted") end
    write_whole(document, parsed, whole)
    local written = io.stdout:write(records_of(parsed, extracted, plugins))
    parsed:close()
    return written ~= nil
  end)
end, ...)
