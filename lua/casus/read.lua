--- Reading reports into a store: parse, extract, store; again without harm.
-- @module casus.read

local casus = require "casus"
local core = require "casus.core"
local option = require "casus.options"
local plugin = require "casus.plugin"
local reader = require "casus.reader"

local read = {}

local known_options = { date = true, refresh = true, plugins = true, report = true, progress = true }

--- Documents, and bytes of text, between two commits: an interrupted run loses at most so many, and the next run reads
-- them again.
local BATCH, BATCH_BYTES = 500, 4 << 20

--- What the counts of a run are called, in the order in which they are told.
read.counts = { "new", "known", "refreshed", "replaced", "foreign", "skipped", "repaired", "failed" }

--- Parses and adds one document; how the store took it, or nil, message, code ("skip": the fault is the document's).
local function add(store, document, options)
  local id = document.id or core.document_id(document.text, document.date or document.default_date, document.source)
  local known = store.handle:has(id, document.text)
  if known and not options.refresh then return "known" end
  local parsed, message, code = casus.parse(document.text, {
    id = id, date = document.date, default_date = document.default_date, source = document.source,
  })
  if not parsed then return nil, message, (code == "limit" or code == "format") and "skip" or code end
  if known then
    local removed, problem, why = store.handle:remove(id)
    if not removed then return nil, problem, why end
  end
  local further = plugin.extract(options.plugins or {}, parsed, function(text)
    options.counts.failed = options.counts.failed + 1
    if options.report then options.report(text) end
  end, document.uri)
  if not parsed.readable then
    options.counts.foreign = options.counts.foreign + 1
    if options.report then
      options.report(("%s: not in English; kept without extraction"):format(document.uri))
    end
  end
  local added, problem, why = store.handle:add(parsed, document, nil, further)
  parsed:close()
  if added and known then return "refreshed" end
  return added, problem, why == "limit" and "skip" or why
end

local function add_batch(store, batch, options)
  return store:database():transaction(function()
    for _, document in ipairs(batch) do
      local added, message, code = add(store, document, options)
      if added then
        options.counts[added] = options.counts[added] + 1
      elseif code == "skip" then
        options.counts.skipped = options.counts.skipped + 1
        if options.report then options.report(("%s: %s; skipped"):format(document.uri, message)) end
      else
        error({ message = ("%s (at %s)"):format(message, document.uri), code = code }, 0)
      end
    end
    return true
  end)
end

--- Reads reports into a store. A report whose text is stored already is left alone, so reading again changes nothing;
-- one whose id is known with another text replaces the older one.
-- @tparam table store
-- @tparam string|table path a file, a folder or `-`; or a list of these
-- @tparam[opt] table options `date` for documents that bring none, `refresh` (extract again what is stored), `plugins`
-- (loaded ones), `report(message)`, `progress(counts, bytes)`
-- @treturn[1] table counts: `new known refreshed replaced foreign skipped repaired failed` (extractors)
-- @treturn[2] nil
-- @treturn[2] string what the store could not do
-- @usage local counts = store:read("articles/", { date = "2023-06-01" })
function read.read(store, path, options)
  if type(path) ~= "string" and type(path) ~= "table" then
    error("store:read takes a path or a list of paths, not a " .. type(path), 3)
  end
  option.check(options, known_options, 3)
  option.check_date(options and options.date, 3)
  options = setmetatable({ counts = {} }, { __index = options })
  for _, name in ipairs(read.counts) do options.counts[name] = 0 end
  local batch, bytes, committed = {}, 0, 0
  local function flush()
    local done, whole, message, code = pcall(add_batch, store, batch, options)
    if not done and not (type(whole) == "table" and whole.code) then error(whole, 0) end
    if not done then whole, message, code = nil, whole.message, whole.code end
    if not whole then return nil, ("%s: %s"):format(store.path or "the store in memory", message), code end
    batch, committed = {}, bytes
    if options.progress then options.progress(options.counts, bytes) end
    return true
  end
  for _, one in ipairs(type(path) == "table" and path or { path }) do
    for document in reader.documents(one, options) do
      batch[#batch + 1], bytes = document, bytes + #document.text
      if #batch == BATCH or bytes - committed >= BATCH_BYTES then
        local whole, message, code = flush()
        if not whole then return nil, message, code end
      end
    end
  end
  local whole, message, code = flush()
  if not whole then return nil, message, code end
  return options.counts
end

return read
