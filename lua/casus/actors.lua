--- Who is who: the tables of data/actors for Lua.
-- @module casus.actors

local data = require "casus.data"
local lfs = require "lfs"

local actors = {}

local index -- { names = { lower-case name = row }, codes = { code = row }, members = { group = { name, ... } } }
local own = {}

--- For the kinds of rows that do not name an actor themselves: whom they stand for.
local stands_for_its_state = { demonym = true, capital = true, seat = true }

local function add_names(row, chosen)
  local function add(name)
    local key = name:lower()
    if chosen[name] and chosen[name] ~= row.name then return end
    index.names[key] = row
  end
  add(row.name)
  for alias in (row.aliases or ""):gmatch "[^|]+" do add(alias) end
end

local function add_table(rows, chosen)
  for _, row in ipairs(rows) do
    if row.kind == "member" then
      local members = index.members[row.of] or {}
      index.members[row.of] = members
      if not row.to then members[#members + 1] = row.name end
    elseif row.kind ~= "agent" then
      add_names(row, chosen)
      if row.kind == "country" and row.code then index.codes[row.code] = row end
    end
  end
end

local function load()
  if index then return index end
  local names, chosen = {}, {}
  index = { names = {}, codes = {}, members = {} }
  for _, row in ipairs(data.rows "actors/ambiguous.tsv") do chosen[row.alias] = row.rule end
  for name in lfs.dir(data.path "actors") do
    if name:find "%.tsv$" and name:sub(1, 1) ~= "." and name ~= "ambiguous.tsv" then names[#names + 1] = name end
  end
  table.sort(names)
  for _, name in ipairs(names) do add_table(data.rows("actors/" .. name), chosen) end
  for _, path in ipairs(own) do add_table(data.read(path), {}) end
  return index
end

--- Names the analyst's own tables, which are read behind the shipped ones and win.
-- @tparam table files paths
function actors.use(files)
  own, index = files, nil
end

--- Finds out whom a name, an alias, a demonym, a capital or a country's code means.
-- @tparam string name in any case
-- @treturn table `{ id=, code=, members= }`: the canonical name, the code if there is one, and for a group the names
-- of its members; nil for nobody known
-- @usage casus.actors.resolve("Beijing").id  --> "China"
function actors.resolve(name)
  local all = load()
  local row = all.names[name:lower()] or all.codes[name]
  if row and stands_for_its_state[row.kind] and row.of then
    row = all.names[row.of:lower()] or { name = row.of, code = row.code }
  end
  if not row then
    return all.members[name] and { id = name, members = all.members[name] } or nil
  end
  return { id = row.name, code = row.code, members = all.members[row.name] }
end

return actors
