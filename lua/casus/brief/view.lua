--- Briefs for the eye.
-- @module casus.brief.view

local number = require "casus.number"

local view = {}

local function plural(count, word, many)
  return ("%d %s"):format(count, count == 1 and word or many or word .. "s")
end

local function actor_name(name, code)
  return code and ("%s (%s)"):format(name, code) or name
end

local function dyad_name(dyad)
  return ("%s → %s"):format(dyad.source, dyad.target)
end

local function dyad_text(dyad)
  local types = {}
  for i, entry in ipairs(dyad.types) do types[i] = ("%s %d"):format(entry.type, entry.count) end
  local parts = { ("%s: %s"):format(plural(dyad.relations, "relation"), table.concat(types, ", ")) }
  if dyad.goldstein.mean then
    parts[#parts + 1] = ("Goldstein mean %s over %d"):format(number.rounded(dyad.goldstein.mean, 2),
      dyad.goldstein.known)
  end
  parts[#parts + 1] = ("cooperation %d, conflict %d"):format(dyad.cooperation, dyad.conflict)
  return table.concat(parts, "; ")
end

-- ---- Bottom line -------------------------------------------------------------------------------------------------

local function period_text(self)
  local text
  if not self.from then
    text = "none of them dated"
  else
    text = self.from == self.to and "of " .. self.from or ("of %s to %s"):format(self.from, self.to)
    if self.counts.undated > 0 then text = ("%s (%d undated)"):format(text, self.counts.undated) end
  end
  return text
end

-- What lies ahead: the first day of which something is said to happen, or else the first longer period.
local function find_next(chronology)
  local period
  for _, entry in ipairs(chronology) do
    if entry.ahead and #entry.date == #"2023-07-11" then return entry end
    if entry.ahead and not period then period = entry end
  end
  return period
end

--- The bottom line: counts, period, the busiest pairs, cooperation and conflict, who is heard most, what lies ahead.
-- @tparam table self a brief with all its lists
-- @treturn {table,...} statements: `text`, `evidence`
function view.bottom_line(self)
  local counts, lines = self.counts, {}
  local function say(item, format, ...)
    lines[#lines + 1] = { text = format:format(...), evidence = item and item.evidence or {},
      more = item and item.more or 0 }
  end
  if counts.documents == 0 then
    say(nil, "There are no reports.")
    return lines
  end
  if self.focus and not self.known then
    say(nil, "No report names %s.", self.focus)
    return lines
  end
  local what = self.focus and ("What concerns %s: "):format(self.focus) or ""
  say(nil, "%s, %s. %s%s, %s (%s of actors), %s, %s.", plural(counts.documents, "report"), period_text(self),
    what, plural(counts.actors, "actor"), plural(counts.relations, "relation"), plural(counts.dyads, "pair"),
    plural(counts.quotes, "quote"), plural(counts.causes, "causal claim"))
  for i = 1, math.min(3, #self.dyads) do
    local dyad = self.dyads[i]
    say(dyad, "%s: %s.", dyad_name(dyad), dyad_text(dyad))
  end
  if counts.cooperation + counts.conflict > 0 then
    say(nil, "Between all pairs: %s of cooperation, %s of conflict.", plural(counts.cooperation, "relation"),
      plural(counts.conflict, "relation"))
  end
  local speaker = self.speakers[1]
  if speaker then
    say(speaker.statements[1], "Heard most: %s, with %s.", speaker.name, plural(speaker.total, "statement"))
  end
  local next_one = find_next(self.chronology)
  if next_one then
    local events = #next_one.events > 0 and table.concat(next_one.events, "; ") or next_one.text
    say(next_one, "Next after %s: %s, %s", self.date, next_one.date, events)
  end
  return lines
end

-- ---- Sections ----------------------------------------------------------------------------------------------------

local function map(list, convert)
  local items = {}
  for i, entry in ipairs(list) do items[i] = convert(entry) end
  return items
end

local function item(lead, text, entry)
  return { lead = lead, text = text, evidence = entry.evidence, more = entry.more }
end

local function actors_table(self)
  local block = { rows = {}, columns = { { name = "actor", right = false }, { name = "code", right = false },
    { name = "label", right = false }, { name = "mentions", right = true }, { name = "documents", right = true } } }
  for i, actor in ipairs(self.actors) do
    block.rows[i] = { actor.name, actor.code, actor.label, actor.mentions, actor.documents,
      evidence = actor.evidence, more = actor.more }
  end
  return block
end

local function speaker_blocks(self)
  local blocks = {}
  for i, speaker in ipairs(self.speakers) do
    local items = map(speaker.statements, function(said)
      local verb = said.kind == "quote" and "says" or said.kind == "cause" and "claims a cause" or "reports"
      return item(verb, said.text, said)
    end)
    if speaker.total > #speaker.statements then
      items[#items + 1] = { text = ("and %d more"):format(speaker.total - #speaker.statements) }
    end
    blocks[i] = { heading = speaker.name, items = items }
  end
  return blocks
end

-- The sections: title, the list they need, and how they show it; `note` may speak of what is left out.
local sections = {
  { "Bottom line", "bottom_line", function(self)
    return { { items = map(self.bottom_line, function(line) return item(nil, line.text, line) end) } }
  end },
  { "Actors", "actors", function(self) return { actors_table(self) } end },
  { "Chronology", "chronology", function(self)
    return { { items = map(self.chronology, function(entry)
      local lead = entry.ahead and entry.date .. " (ahead)" or entry.date
      return item(lead, #entry.events > 0 and table.concat(entry.events, "; ") or entry.text, entry)
    end) } }
  end },
  { "Key quotes", "quotes", function(self)
    return { { items = map(self.quotes, function(quote)
      return item(quote.speaker or "(unknown speaker)", quote.text, quote)
    end) } }
  end },
  { "Who to whom", "dyads", function(self)
    return { { items = map(self.dyads, function(dyad)
      local name = ("%s → %s"):format(actor_name(dyad.source, dyad.source_code),
        actor_name(dyad.target, dyad.target_code))
      return item(name, dyad_text(dyad), dyad)
    end) } }
  end, "What is negated or denied is listed, but is neither cooperation nor conflict." },
  { "Who says what", "speakers", speaker_blocks },
  { "Causes claimed", "causes", function(self)
    return { { items = map(self.causes, function(cause)
      return item(cause.attribution or "(the report)", cause.text, cause)
    end) } }
  end },
  { "Open questions", "questions", function(self)
    return { { items = map(self.questions, function(question)
      return item(question.kind, ("%d of %d"):format(question.count, question.of), question)
    end) } }
  end },
}

--- The report behind text, Markdown and HTML.
-- @tparam table self a brief
-- @treturn table as in `casus.report`
function view.report(self)
  local list = {}
  for _, section in ipairs(sections) do
    local title, name, blocks, note = table.unpack(section)
    if #self[name] > 0 then
      local omitted = self.omitted[name]
      local left = omitted and ("%d more are left out."):format(omitted)
      list[#list + 1] = { title = title, blocks = blocks(self),
        note = note and left and note .. " " .. left or note or left }
    end
  end
  if #self.documents > 0 then
    list[#list + 1] = { title = "Documents used", blocks = { { items = self.document_items } },
      note = "Evidence names a document of this list, a sentence, and the bytes of its text." }
  end
  return { title = self.title, subtitle = self.date and "As of " .. self.date, sections = list }
end

return view
