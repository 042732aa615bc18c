--- Who is who: the tables of data/actors for Lua.
-- @module casus.actors

local data = require "casus.data"
local lfs = require "lfs"

local actors = {}

local index -- { names = { lower-case name = row }, codes = { code = row }, members = { group = { name, ... } }, roles }
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

--- Kinds of rows with `of` that are no roles: they lie somewhere, or stand for something.
local no_role = {
  demonym = true, capital = true, seat = true, city = true, region = true, organisation = true, party = true,
  company = true, ["armed group"] = true, group = true, country = true, ["historical state"] = true, agent = true,
}

--- Whether a code means this row and not a part of it: a country, or a body that is part of no other.
local function is_owner(row)
  return row.kind == "country" or row.kind == "organisation" and not row.of and not index.codes[row.code]
end

local function add_table(rows, chosen)
  for _, row in ipairs(rows) do
    if row.of and not no_role[row.kind] then index.roles[#index.roles + 1] = row end
    if row.kind == "member" then
      local members = index.members[row.of] or {}
      index.members[row.of] = members
      if not row.to then members[#members + 1] = row.name end
    elseif row.kind ~= "agent" then
      add_names(row, chosen)
      if row.code and is_owner(row) then index.codes[row.code] = row end
    end
  end
end

local function load()
  if index then return index end
  local names, chosen = {}, {}
  index = { names = {}, codes = {}, members = {}, roles = {} }
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

--- Whether a row held on a day. Dates of the tables may be a month or a year: they are compared as far as they go.
local function held(row, day)
  return not (row.from and row.from > day:sub(1, #row.from)) and not (row.to and row.to < day:sub(1, #row.to))
end

local Roster = {}
Roster.__index = Roster

--- The members of a group or body, sorted.
-- @tparam string group its name or an alias
-- @treturn {string,...}
-- @usage #casus.actors:at("2023-04-15"):members "NATO" --> 31
function Roster:members(group)
  local known, names = actors.resolve(group), {}
  group = known and known.id or group
  for _, row in ipairs(self) do
    if row.kind == "member" and row.of == group then names[#names + 1] = row.name end
  end
  table.sort(names)
  return names
end

--- Who holds an office.
-- @tparam string office such as "head of government", "foreign minister", "head" (of a body)
-- @tparam string of a country or body
-- @treturn string a name; nil where none is known
-- @usage casus.actors:at("2023-04-15"):holder("head of government", "Japan") --> "Fumio Kishida"
function Roster:holder(office, of)
  for _, row in ipairs(self) do
    if row.kind == office and row.of == of then return row.name end
  end
end

--- Who is in what on a day: memberships and offices. In SQL: `select * from actor_roles('2023-04-15')`.
-- @tparam string day ISO date
-- @treturn table a list of `{ name=, kind=, code=, of=, from=, to= }` with the methods @{Roster:members} and
-- @{Roster:holder}
-- @usage for _, role in ipairs(casus.actors:at "2023-04-15") do print(role.name, role.kind, role.of) end
function actors:at(day)
  assert(self == actors, "casus.actors:at is called with a colon")
  if type(day) ~= "string" or not require "casus.reader".is_date(day) then
    error(("a day is an ISO date such as 2023-04-15, not %s"):format(tostring(day)), 2)
  end
  local roster = setmetatable({}, Roster)
  for _, row in ipairs(load().roles) do
    if held(row, day) then
      roster[#roster + 1] = {
        name = row.name, kind = row.kind, code = row.code, of = row.of, from = row.from, to = row.to,
      }
    end
  end
  return roster
end

return actors
