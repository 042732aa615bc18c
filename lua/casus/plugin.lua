--- Plugins: Lua modules that extract more.
--
-- A plugin is a module that returns one table:
--
--     return {
--       name = "titles", version = "1.0", api = 1,
--       summary = "Persons behind a title",
--       extractors = {
--         -- Gets a document and a function that takes a record: a table with `kind`, `start`, `stop` and the
--         -- fields of that kind (docs/formats.md). The record's `extractor` becomes "titles:persons".
--         persons = function(document, emit) ... end,
--       },
--     }
--
-- A plugin may also have `rules`: what `document:find_all` takes. The record of what a rule emits is signed
-- "titles:RULE". A file of rules alone, NAME.rules, is a plugin too.
--
-- `casus extract --plugin NAME` and `casus read --plugin NAME` load it: a name is looked for as `casus.plugins.NAME`,
-- then as a module of its own; a path (with a slash, or ending in .lua) is a file. A plugin that fails is reported with
-- its name, and the run goes on.
-- @module casus.plugin

local core = require "casus.core"
local emission = require "casus.emission"

local plugin = {}

--- The version of the interface that plugins are written for.
plugin.api = 1

local required = { { "name", "string" }, { "version", "string" }, { "api", "number" }, { "summary", "string" } }

--- Says what is wrong with a plugin's table; nil where nothing is.
local function problem_of(found)
  if type(found) ~= "table" then return "the module returns a " .. type(found) .. ", not a table" end
  for _, pair in ipairs(required) do
    local field, kind = table.unpack(pair)
    if type(found[field]) ~= kind then return ("field '%s' should be a %s"):format(field, kind) end
  end
  if found.api ~= plugin.api then
    return ("it is written for version %s of the plugin interface; this is version %d"):format(found.api, plugin.api)
  end
  if type(found.extractors or {}) ~= "table" then return "field 'extractors' should be a table" end
  if type(found.rules or {}) ~= "table" then return "field 'rules' should be a table" end
  for name, extractor in pairs(found.extractors or {}) do
    if type(name) ~= "string" or type(extractor) ~= "function" then
      return ("extractor '%s' should be a function with a name"):format(tostring(name))
    end
  end
end

--- Requires a module; nil where there is none of that name. Raises where it is broken.
local function try(module)
  local found, result = pcall(require, module)
  if found then return result end
  if not tostring(result):find("module '" .. module .. "' not found", 1, true) then error(result, 0) end
end

--- A file of rules as a plugin, called as the file is.
local function of_rules(path)
  local rules, message = require("casus.pattern").open(path)
  if not rules then error(message, 0) end
  return { name = path:match "([^/]+)%.rules$", version = "1", api = 1, summary = "Rules of " .. path, rules = rules }
end

local function find(name)
  if name:find "[^/]%.rules$" then return of_rules(name) end
  if name:find "/" or name:find "%.lua$" then return dofile(name) end
  return try("casus.plugins." .. name) or try(name) or error("there is no module of that name", 0)
end

--- What an error says, which may be any value: also one that cannot be put into words.
local function words_of(problem)
  local spoken, text = pcall(tostring, problem)
  return spoken and text or ("an error that is a %s which tostring fails on"):format(type(problem))
end

--- Loads a plugin and checks its table.
-- @tparam string name a name or the path of a file
-- @treturn[1] table the plugin
-- @treturn[2] nil
-- @treturn[2] string why not, with the plugin's name
-- @usage local titles = assert(casus.plugin.load "titles")
function plugin.load(name)
  if type(name) ~= "string" then error("plugin.load takes a name, not a " .. type(name), 2) end
  local found, result = pcall(find, name)
  local problem
  if found then problem = problem_of(result) else problem = words_of(result) end
  if problem then return nil, ("plugin '%s': %s"):format(name, problem) end
  return result
end

--- The names of a plugin's extractors, sorted, so that runs are alike.
local function extractor_names(one)
  local names = {}
  for name in pairs(one.extractors or {}) do names[#names + 1] = name end
  table.sort(names)
  return names
end

--- A copy of a table and of those in it, so many levels deep: a record, its parts, the pieces in a list of spans.
local function copy(value, levels)
  if type(value) ~= "table" or levels == 0 then return value end
  local copied = {}
  for key, part in pairs(value) do copied[key] = copy(part, levels - 1) end
  return copied
end

--- A record with what it need not say filled in, checked; a copy, as the extractor may use its tables again.
local function complete(given, one, name, document)
  if type(given) ~= "table" then error("emit() takes a record, not a " .. type(given), 3) end
  local record = copy(given, 3)
  record.extractor = one.name .. ":" .. name
  record.version = one.version
  record.confidence = record.confidence or 1
  local fine, problem = pcall(core.record_json, record, document.id, document.text)
  if not fine then error(problem, 3) end -- where the plugin emits it
  if record.start == record.stop then error("record: the span is empty", 3) end
  record.text = document.text:sub(record.start + 1, record.stop)
  record.sentence = document:sentence_at(record.start)
  record.doc = document.id
  return record
end

local function run(one, name, document)
  local records = {}
  document:lend(one.extractors[name], function(record)
    records[#records + 1] = complete(record, one, name, document)
  end)
  return records
end

--- What the rules of a plugin emit.
local function run_rules(one, _, document)
  local records, entities = {}, assert(document:records "entity")
  for _, match in ipairs(document:find_all(one.rules)) do
    for _, record in ipairs(emission.records(match, entities)) do
      records[#records + 1] = complete(record, one, match.rule, document)
    end
  end
  return records
end

--- What there is to run of a plugin, in order: names, and how each is run.
local function parts_of(one)
  local parts = {}
  for _, name in ipairs(extractor_names(one)) do parts[#parts + 1] = { name, run } end
  if one.rules then parts[#parts + 1] = { "rules", run_rules } end
  return parts
end

--- Runs the extractors of plugins over a document.
-- @tparam table plugins a list of loaded plugins
-- @tparam userdata document
-- @tparam[opt] function report is told, in one message each, of extractors that failed; what such a one had emitted is
-- dropped
-- @tparam[opt] string place where the document was read, for these messages (default: its id)
-- @treturn table a list of records; none where the document is in another language than the engine's
function plugin.extract(plugins, document, report, place)
  local records = {}
  if not document.readable then return records end
  for _, one in ipairs(plugins) do
    for _, part in ipairs(parts_of(one)) do
      local name, runs = table.unpack(part)
      local whole, result = pcall(runs, one, name, document)
      if whole then
        table.move(result, 1, #result, #records + 1, records)
      elseif type(result) == "string" and result:find "interrupted!$" then
        error(result, 0) -- Ctrl-C means the run, not the plugin
      elseif report then
        local where = place or "document " .. document.id
        report(("plugin '%s': %s: %s: %s"):format(one.name, name, where, words_of(result)))
      end
    end
  end
  return records
end

return plugin
