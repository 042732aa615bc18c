--- casus: from reports to relations with evidence, and what-if tables over them.
--
--     local casus = require "casus"
--     local document = casus.parse "China criticised the plan. Japan and NATO signed an agreement."
--     for _, record in ipairs(document:extract { only = { "relation" } }) do
--       print(record.type, record.source and record.source.id, record.text)
--     end
--
-- The parts are loaded when they are first used.
-- @module casus

local core = require "casus.core"
require "casus.document"

local casus = {
  --- The version of the library, as "major.minor.patch".
  version = core.version,
}

--- Submodules that are fields: `casus.actors`, `casus.plugin`, `casus.reader` ...
local parts = {
  actors = true, data = true, dictionary = true, display = true, explain = true, plugin = true, reader = true,
  table = true,
}

setmetatable(casus, {
  __index = function(self, name)
    if not parts[name] then return nil end
    local found, part = pcall(require, "casus." .. name)
    if not found then
      if part:find("module 'casus." .. name .. "' not found", 1, true) then return nil end
      error(part, 0)
    end
    rawset(self, name, part)
    return part
  end,
})

local engine

--- Opens an engine with some tables of actors, and the model that --model names.
local function open_engine(files)
  local opened, message = core.engine(core.home .. "/share/casus/data", files, core.options.model)
  if not opened then error(require("casus.command").failure(1, message), 0) end
  return opened
end

--- The engine that the functions below use, opened when it is first needed: tokeniser, dictionaries, lexicons.
-- @treturn userdata the engine; `engine:parse(text, options)` makes a document
function casus.engine()
  engine = engine or open_engine(casus.actor_files)
  return engine
end

--- Adds tables of actors of your own (TSV with the header of data/actors), whose names win over the shipped ones.
-- @param ... paths of TSV files, in addition to those named before
-- @usage casus.use_actors("mine.tsv")
function casus.use_actors(...)
  local files = table.move(casus.actor_files or {}, 1, #(casus.actor_files or {}), 1, {})
  for _, path in ipairs { ... } do files[#files + 1] = path end
  engine = open_engine(files)
  casus.actor_files = files
  require("casus.actors").use(files)
end

--- Turns a text into a document of sentences and tokens, with tags, lemmas and dependency trees.
-- @tparam string text UTF-8
-- @tparam[opt] table options `date` (ISO, against which times are resolved), `id`, `source`, `beam` (1 to 64: as many
--   heads of each word are looked at together with their relations), `plain` (true: tokens and sentences only),
--   `nameless` (true: names are not looked for, which is a tenth quicker)
-- @treturn userdata the document, see `casus.document`; or nil, message, code
-- @usage local document = assert(casus.parse("NATO met in Vilnius on July 11.", { date = "2023-07-12" }))
function casus.parse(text, options)
  require("casus.options").check_date(options and options.date, 2)
  return casus.engine():parse(text, options)
end

--- Compiles a pattern over tokens and trees; raises where it is wrong. See `casus.pattern`.
-- @usage for match in document:match(casus.pattern "who:@GPE <nsubj [lemma=impose]") do print(match.who) end
function casus.pattern(...)
  return require("casus.pattern").new(...)
end

--- Reads a file of rules; or nil, message, code. See `casus.pattern`.
-- @usage for _, match in ipairs(document:find_all(assert(casus.rules "mine.rules"))) do print(match.rule, match) end
function casus.rules(...)
  return require("casus.pattern").open(...)
end

--- Makes a rule of a pattern and a function; see `casus.pattern`.
-- @usage local rule = casus.rule { name = "visit", pattern = "[lemma=visit]", emit = function(match) ... end }
function casus.rule(...)
  return require("casus.pattern").rule(...)
end

--- Reads a treebank: a file in CoNLL-U.
-- @tparam string path "-" is standard input; gzip is unpacked
-- @treturn userdata the treebank, see `casus.treebank`; or nil, message (which names file and line), code
-- @usage local treebank = assert(casus.treebank "dev.conllu")
function casus.treebank(path)
  require "casus.treebank"
  return core.read_treebank(path)
end

--- Opens a store, or makes it.
-- @tparam[opt] string path a file; nothing: in memory
-- @tparam[opt] table options `mode = "read"` opens an existing file for reading only
-- @treturn table the store, see `casus.store`; or nil, message, code
-- @usage local store = assert(casus.open "tokyo.casus")
function casus.open(path, options)
  return require("casus.store").open(path, options)
end

return casus
