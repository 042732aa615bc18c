--- Stores: documents and what was found in them, in one SQLite file.
--
--     local casus = require "casus"
--     local store <close> = assert(casus.open "tokyo.casus")
--     store:read "articles/"
--     for row in store:relations { source = "China", type = "accuse" } do print(row.date, row.text) end
--
-- What can be asked is described in `casus.ask`, worlds in `casus.world`; the tables are in docs/schema.md.
-- @module casus.store

local ask = require "casus.ask"
local core = require "casus.core"
local merging = require "casus.merging"
local rows = require "casus.rows"
local world = require "casus.world"

local Store = setmetatable({}, { __index = ask })
Store.__index = Store
Store.__name = "casus.store"

local store = {}

--- Opens a store, or makes it.
-- @tparam[opt] string path a file; nothing: in memory
-- @tparam[opt] table options `mode = "read"` opens an existing file for reading only
-- @treturn Store|nil
-- @treturn string what is wrong with the file
-- @treturn string a code: `io`, `format`, `newer` ...
-- @usage local store = assert(require "casus.store".open "tokyo.casus")
function store.open(path, options)
  for name in pairs(options or {}) do
    if name ~= "mode" then error(("there is no option '%s' of opening a store; there is mode"):format(name), 2) end
  end
  local mode = options and options.mode or "write"
  local opened, message, code = core.store(path, mode)
  if not opened then return nil, message, code end
  return setmetatable({ handle = opened, path = path, mode = mode }, Store)
end

local function opened(self)
  if not self.handle then error("the store is closed", 3) end
  return self.handle
end

--- Ends the use of the store; it may be closed twice.
function Store:close()
  if self.handle then self.handle:close() end
  self.handle = nil
end

Store.__close = Store.close -- what is forgotten is closed by the core, once no rows are read from it either

function Store:__tostring()
  return ("store (%s)"):format(not self.handle and "closed" or self.path or "in memory")
end

--- The database, for all that SQLite can do. See core/bind/database.c.
-- @treturn userdata
function Store:database()
  return opened(self):database()
end

--- Runs SQL that changes something.
-- @tparam string text one statement; or several, where there are no parameters
-- @param ... parameters, as for `store:sql`
-- @treturn integer how many rows it inserted, updated or deleted; or nil, message, code
-- @usage store:exec("UPDATE document SET source = ? WHERE source IS NULL", "unknown")
function Store:exec(text, ...)
  return opened(self):database():exec(text, ...)
end

--- Does several things as one: kept when `fn` returns, taken back when it raises. Nests.
-- @tparam function fn
-- @return what `fn` returns; or nil, message, code
-- @usage store:transaction(function() store:remove "a"; store:remove "b" end)
function Store:transaction(fn)
  return opened(self):database():transaction(fn)
end

--- Stores a document and what is found in it.
-- @tparam userdata document as from `casus.parse`
-- @tparam[opt] table source `uri title date source url lang`
-- @tparam[opt] table kinds names of the built-in extractors that run; nil: all, false: none
-- @tparam[opt] table records further ones, as `document:extract` gives them
-- @treturn string "new", "known" (nothing was done) or "replaced"; or nil, message, code
-- @usage store:add(casus.parse("China accused NATO.", { date = "2023-06-01" }), { source = "Wire" })
function Store:add(document, source, kinds, records)
  return opened(self):add(document, source, kinds, records)
end

--- Removes a document with all that came from it.
-- @tparam string id
-- @treturn boolean true, also when it was not there; or nil, message, code
function Store:remove(id)
  return opened(self):remove(id)
end

--- Whether a document with this id and this very text is stored.
-- @tparam string id
-- @tparam string text
-- @treturn boolean
function Store:has(id, text)
  return opened(self):has(id, text)
end

--- Reads files and folders into the store. See `casus.read`.
function Store:read(...)
  opened(self)
  return require "casus.read".read(self, ...)
end

--- Decides that two names mean the same: from now on all that is asked, here, in SQL and in worlds, has `name` instead
-- of `merged`, and finds it by either. What was extracted stays as it is. Names that were merged into `merged` follow.
-- @tparam string name the one that stays
-- @tparam string merged the other one; both in the store, or known to the tables of actors
-- @tparam[opt] table options `author` and `reason`, strings
-- @treturn integer|nil the number of the decision; that of the one that stands, where it was made before
-- @treturn string why that cannot be
-- @treturn string a code: `unknown` (no such name), `merged` (`merged` is merged into something else), `circular`,
-- `readonly` ...
-- @usage store:merge("Joe Biden", "Joseph Biden", { author = "kim", reason = "the same person" })
function Store:merge(name, merged, options)
  opened(self)
  return merging.merge(self, name, merged, options)
end

--- Undoes what `store:merge` decided. The decision stays in the list, marked as undone.
-- @tparam string|integer what the number of a decision; or a name that was merged; or one into which others were,
-- which undoes all of these
-- @treturn integer|nil how many decisions were undone
-- @treturn string why none was
-- @treturn string a code: `unknown`, `undone`, `readonly` ...
-- @usage store:split "Joseph Biden"
function Store:split(what)
  opened(self)
  return merging.split(self, what)
end

--- A world: the store as it would be if some relations were otherwise. The store itself is not written to.
-- @treturn World see `casus.world`
-- @usage local world = store:world()
function Store:world()
  return world.new(self)
end

-- While a world runs SQL of its own, the name `relations` means that world; SQL that is run from within it, by a Lua
-- function that it calls, is read whole, so that nothing is left to read when the name means the world again.
function Store:run_sql(text, ...)
  local database = opened(self):database()
  if not self.asking then return database:rows(text, ...) end
  return world.within(self, nil, rows.list, database, text, ...)
end

return store
