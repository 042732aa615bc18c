-- Writes what is found in reports: names, times, quotations, events, causes; as JSON Lines.

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
  if #extracted == 0 and not next(whole) then command.misuse(spec, "--only names no kind") end
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
    date = kind == "document" and (parsed.date or core.json.null) or nil,
    source = kind == "document" and (document.source or parsed.agency or core.json.null) or nil,
    url = kind == "document" and (document.url or core.json.null) or nil,
    lang = kind == "document" and (document.lang or core.json.null) or nil,
  }, key_order) .. "\n"
end

--- The document and its sentences, as far as they were asked for: a list of `{ start, line }`.
local function lines_about(document, parsed, whole)
  local lines = {}
  if whole.document then lines[1] = { 0, about(document, parsed, "document", 0, #document.text, 0) } end
  if not whole.sentence then return lines end
  for sentence in parsed:sentences() do
    lines[#lines + 1] = {
      sentence.start, about(document, parsed, "sentence", sentence.start, sentence.stop, sentence.number),
    }
  end
  return lines
end

local function write(piece) return io.stdout:write(piece) end

--- Writes the records of a document as JSON Lines by start, those of plugins and those about the whole among them;
-- false where nobody takes them any more.
local function write_records(document, parsed, extracted, whole, plugins, counts)
  if #extracted > 0 and #plugins == 0 and not next(whole) then
    local written, message = parsed:write_json(write, table.unpack(extracted))
    if written == nil then error(command.failure(1, document.uri .. ": " .. message), 0) end
    return written
  end
  local others, next_other, lines, text = lines_about(document, parsed, whole), 1, {}, parsed.text
  local function take_others(limit)
    while others[next_other] and others[next_other][1] <= limit do
      lines[#lines + 1] = others[next_other][2]
      next_other = next_other + 1
    end
  end
  local function report(message)
    counts.skipped = (counts.skipped or 0) + 1
    input.warn(message)
  end
  local options = { only = extracted, plugins = plugins, report = report, place = document.uri }
  for _, record in ipairs(assert(parsed:extract(options))) do
    take_others(record.start)
    lines[#lines + 1] = core.record_json(record, parsed.id, text)
  end
  take_others(math.huge)
  return write(table.concat(lines)) ~= nil
end

return command.run(spec, function(options, operands)
  local extracted, whole = parse_kinds(options.only or "entity,time,quote,relation,cause")
  local plugins = input.plugins(options.plugin)
  return input.each(operands, options, function(document, counts)
    local parsed, message = casus.parse(document.text, document)
    if not parsed then error(command.failure(1, document.uri .. ": " .. message), 0) end
    if not parsed.readable then input.warn(document.uri .. ": not in English; nothing is extracted") end
    local written = write_records(document, parsed, extracted, whole, plugins, counts)
    parsed:close()
    return written
  end)
end, ...)
