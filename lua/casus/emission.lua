--- From matches to records: what the rules of plugins emit.
-- @module casus.emission

local emission = {}

--- Fields whose values are not strings.
local booleans = { negated = true, purpose = true }
local numbers = { confidence = true, goldstein = true, polarity = true, sign = true }

--- The value of a field as a record has it; raises where it cannot be that.
local function value_of(name, text)
  if booleans[name] then
    if text ~= "true" and text ~= "false" then error(("%s=%s: true or false is expected"):format(name, text), 0) end
    return text == "true"
  end
  if not numbers[name] then return text end
  local number = tonumber(text)
  if not number then error(("%s=%s: a number is expected"):format(name, text), 0) end
  return math.tointeger(number) or number
end

--- The fields of a record that are spans; others that a capture is given for get its text.
local span_fields = {
  source = true, target = true, trigger = true, speaker = true, cue = true, cause = true, effect = true, signal = true,
}

--- The entity that a span names: the first that overlaps it.
local function entity_of(entities, span)
  for _, entity in ipairs(entities) do
    if entity.start >= span.stop then return nil end
    if entity.stop > span.start then return entity end
  end
end

local function part_of(entities, span)
  local entity = entity_of(entities, span)
  return { start = span.start, stop = span.stop, id = entity and entity.id, code = entity and entity.code }
end

--- Makes records of a match: of what its rule emits, or what its function returns.
-- @tparam table match of `document:find_all`
-- @tparam table entities the document's records of that kind, which say who is meant
-- @treturn table a list of records
function emission.records(match, entities)
  if match.maker then
    local made = match.maker(match)
    if made == nil then return {} end
    if type(made) ~= "table" then error("emit returns a record or a list of records, not a " .. type(made), 0) end
    return made.kind and { made } or made
  end
  if not match.emits then return {} end
  local record = { start = match.start, stop = match.stop }
  for name, value in pairs(match.emits) do
    if type(value) == "string" then
      record[name] = value_of(name, value)
    elseif span_fields[name] then
      record[name] = part_of(entities, value)
      record.start, record.stop = math.min(record.start, value.start), math.max(record.stop, value.stop)
    else
      record[name] = value.text
    end
  end
  if record.kind == "relation" then
    record.trigger = record.trigger or { start = match.start, stop = match.stop }
    record.modality = record.modality or "asserted"
    if record.negated == nil then record.negated = false end
  end
  if record.kind == "quote" then record.mode = record.mode or "indirect" end
  if record.kind == "entity" then record.mention = record.mention or "name" end
  if record.kind == "cause" then
    record.polarity, record.purpose = record.polarity or 1, record.purpose or false
    record.sign, record.hedge = record.sign or record.polarity, record.hedge or "stated"
  end
  return { record }
end

return emission
