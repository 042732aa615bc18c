--- Briefs: what some reports say, each statement with its evidence.
--
--     local brief = store:brief { focus = "China" }
--     print(brief)                          -- text for a terminal
--     brief:save "china.html"               -- or .md, .txt, .json
--     for _, actor in ipairs(brief.actors) do print(actor.name, actor.mentions) end
--
-- A brief is plain data, which `brief:json()` writes as it is:
--
-- * `title`, `focus`, `date` (of the brief), `from` and `to` (dates of the first and last report);
-- * `counts`: `documents undated sentences actors mentions relations events dyads quotes causes cooperation conflict`;
-- * `bottom_line`: `{ text, evidence }`, the most important first;
-- * `actors`: `{ name, code, label, mentions, documents, evidence }`;
-- * `chronology`: `{ date, text, events, ahead, evidence }`, oldest first;
-- * `quotes`: `{ speaker, cue, mode, text, evidence }`;
-- * `dyads`: `{ source, source_code, target, target_code, relations, weight, types = { { type, count } },
--   goldstein = { mean, known }, cooperation, conflict, evidence }`;
-- * `speakers`: `{ name, total, statements = { { kind, text, evidence } } }`;
-- * `causes`: `{ cause, effect, polarity, hedge, attribution, text, evidence }`;
-- * `questions`: `{ kind, count, of, evidence }`;
-- * `documents`: those cited, `{ number, id, title, date, source, uri, url }`;
-- * `omitted`: how many actors, dyads ... there are beyond those listed.
--
-- `evidence` is a list of `{ number, document, title, date, sentence, start, stop, text }` (`end` in JSON), `number`
-- being the place in `documents`; `more` beside it says how many further pieces there are.
-- @module casus.brief

local core = require "casus.core"
local display = require "casus.display"
local evidence = require "casus.evidence"
local new_focus = require "casus.brief.focus".new
local output = require "casus.output"
local report = require "casus.report"
local view = require "casus.brief.view"

local brief = {}

local Brief = {}
Brief.__index = Brief
Brief.__name = "casus.brief"

-- The sections that list things, in the order in which they are made and so in which documents get their numbers.
local parts = {
  { "dyads", require "casus.brief.dyads".collect },
  { "actors", require "casus.brief.actors".collect },
  { "chronology", require "casus.brief.chronology".collect },
  { "quotes", require "casus.brief.voices".quotes },
  { "speakers", require "casus.brief.voices".speakers },
  { "causes", require "casus.brief.causes".collect },
  { "questions", require "casus.brief.questions".collect },
}

local limits <const> = { actors = 15, dyads = 15, chronology = 40, quotes = 12, speakers = 10, statements = 4,
  causes = 15, evidence = 3 }

local function matching(iterator, test)
  local list = {}
  for row in iterator do
    if test(row) then list[#list + 1] = row end
  end
  return list
end

local function new_context(store, options)
  local focus = new_focus(store, options.focus)
  local documents = {}
  for row in store:sql "SELECT id, title, date FROM document ORDER BY date, title, id" do
    documents[#documents + 1] = row
  end
  local function spoken(row) return focus.name(row.speaker) or focus.sentence(row) end
  return {
    store = store, focus = focus, limits = limits, sources = evidence.catalogue(store), documents = documents,
    relations = matching(focus.relations(), function() return true end),
    quotes = matching(store:quotes {}, spoken),
    causes = matching(store:causes {}, function(row) return focus.name(row.attribution) or focus.sentence(row) end),
    counts = { cooperation = 0, conflict = 0 },
  }
end

local function count(store, name)
  return store:sql(("SELECT count(*) AS n FROM %s"):format(name))().n
end

local function period(context)
  local from, to, undated = nil, nil, 0
  for _, document in ipairs(context.documents) do
    if document.date then
      from, to = from or document.date, document.date
    else
      undated = undated + 1
    end
  end
  return from, to, undated
end

--- Makes a brief.
-- @tparam table store a store or a world
-- @tparam[opt] table options `focus`: a name, code or group; `date`: that of the brief (default: of the last report),
--   after which what is dated is said to lie ahead
-- @treturn Brief
-- @usage brief.new(store, { focus = "China" }).counts.relations
function brief.new(store, options)
  options = options or {}
  local context = new_context(store, options)
  local from, to, undated = period(context)
  context.date = options.date or to
  local self = setmetatable({ title = options.focus and "Brief: " .. options.focus or "Brief", focus = options.focus,
    known = context.focus.known, date = context.date, from = from, to = to, counts = context.counts,
    omitted = {} }, Brief)
  for _, part in ipairs(parts) do
    local name, collect = part[1], part[2]
    local more
    self[name], more = collect(context)
    if more and more > 0 then self.omitted[name] = more end
  end
  local counts = self.counts
  counts.documents, counts.undated = #context.documents, undated
  counts.sentences, counts.mentions = count(store, "sentence"), count(store, "mention")
  counts.relations, counts.quotes, counts.causes = #context.relations, #context.quotes, #context.causes
  self.bottom_line = view.bottom_line(self)
  self.documents = {}
  for number, document in ipairs(context.sources.cited) do
    self.documents[number] = { number = number, id = document.id, title = document.title, date = document.date,
      source = document.source, uri = document.uri, url = document.url }
  end
  self.document_items = context.sources:items()
  return self
end

-- ---- Formats -----------------------------------------------------------------------------------------------------

local sections <const> = { "title", "focus", "date", "from", "to", "counts", "bottom_line", "actors", "chronology",
  "quotes", "dyads", "speakers", "causes", "questions", "documents", "omitted" }

-- The order of keys: sections, then what items begin with, in the middle what is left, last the evidence.
local keys <const> = { "title", "focus", "date", "from", "to", "counts", "bottom_line", "number", "id", "kind", "name",
  "source", "source_code", "target", "target_code", "code", "label", "speaker", "cue", "mode", "text", "actors",
  "chronology", "quotes", "dyads", "speakers", "causes", "questions", "documents", "omitted", "document", "sentence",
  "start", "end", "mean", "type", "types", "mentions", "relations", "goldstein", "events", "ahead", "total",
  "statements", "evidence", "more" }

-- A copy in which spans end with `end`, as everywhere in JSON.
local function for_json(value)
  if type(value) ~= "table" then return value end
  local copy = {}
  for key, member in pairs(value) do copy[key == "stop" and "end" or key] = for_json(member) end
  return copy
end

local formats = {}

function formats.text(self, options)
  return report.render(view.report(self), "text", { width = options and options.width or display.columns() })
end

function formats.markdown(self)
  return report.render(view.report(self), "markdown")
end

function formats.html(self)
  return report.render(view.report(self), "html")
end

function formats.json(self)
  local content = {}
  for _, name in ipairs(sections) do content[name] = for_json(self[name]) end
  core.json.object(content.omitted)
  content.focus = content.focus or core.json.null
  return core.json.encode(content, keys) .. "\n"
end

--- The brief in a format.
-- @tparam string format text, markdown, html or json
-- @tparam[opt] table options `width`: of a line of text
-- @treturn string
-- @usage io.write(brief:render "markdown")
function Brief:render(format, options)
  if not formats[format] then error(("no format %q; there are text, markdown, html, json"):format(format), 2) end
  return formats[format](self, options)
end

for name in pairs(formats) do
  Brief[name] = function(self) return self:render(name) end
end

--- Writes the brief to a file, in the format of its extension: .txt, .md, .html, .json.
-- @tparam string path
-- @usage brief:save "brief.html"
function Brief:save(path)
  local format = report.format_of(path)
  if not formats[format] then error(("%s: the extension names no format; use .txt .md .html .json"):format(path), 2) end
  output.deliver(self:render(format), path)
end

function Brief:__tostring()
  return self:render "text"
end

return brief
