--- Questions to a store, or to a world of it, as SQL.
--
-- A question is the name of a view and a table of filters. It becomes one statement; values are bound, never pasted in.
--
-- Filters: any column of the view by its name, and
--
-- * `source`, `target`, `speaker`, `attribution`, `name`, `entity` and `actor` (any of those that the view has) take a
--   name or alias ("China", "the PRC"), a code ("CHN", which is also the start of "CHNGOV") or a group ("AP4": its
--   members; but NATO, which has a code of its own, is NATO). A country stands for its parts, too: "China" finds
--   what CHNGOV did. A name that was merged into another one (`store:merge`) stands for that one.
-- * `after` and `before` take a day, month or year and include it: `after = "2023-05"` is from 1 May 2023 on. A date
--   that is itself a month or a year counts when part of it lies there. What has no date of its own goes by that of its
--   document.
-- * `date` takes a day, month or year, which finds all dates within it: "2023" finds 2023-05.
-- * `assumed` (relations): only what a world assumes, or, if false, only what is reported.
-- * `limit`; `order`: a column, "column desc", a list of these, or false for whatever comes first.
--
-- A value may be a list of alternatives, `{ min =, max = }` (either may be left out), or `core.null`.
-- @module casus.query

local core = require "casus.core"
local data = require "casus.data"

local query = {}

local function words(text)
  local list = {}
  for word in text:gmatch "%S+" do list[#list + 1] = word end
  return list
end

local function set(list)
  local result = {}
  for _, name in ipairs(list) do result[name] = true end
  return result
end

-- ---- What can be asked for -----------------------------------------------------------------------------------------

-- `columns` in the order of docs/schema.md. `actors`: columns that name somebody, with the column of the code, or true
-- where only `entity` knows it. `date`: the column for `after` and `before`; or a pair, where it is an interval; none:
-- the date of the document. `booleans`: columns that SQL has as 0 and 1 and Lua as false and true.
local views = {
  relations = {
    from = "main.relations",
    columns = words [[id type mode context cameo goldstein source source_code target target_code date place modality
      negated attribution weight confidence extractor document sentence start stop text]],
    actors = { source = "source_code", target = "target_code", attribution = true },
    actor = { "source", "target" },
    date = { "date" },
    booleans = { "negated" },
    order = "id",
  },
  clusters = {
    from = "main.clusters",
    columns = words [[id type mode context cameo goldstein source source_code target target_code date until place
      modality negated mentions documents confidence]],
    actors = { source = "source_code", target = "target_code" },
    actor = { "source", "target" },
    date = { "date", "until" },
    booleans = { "negated" },
    order = "id",
  },
  cluster_mentions = {
    from = "main.cluster_mentions",
    columns = words "cluster relation document day place",
    date = { "day" },
    order = "cluster, relation",
  },
  quotes = {
    from = "main.quotes",
    columns = words "id mode speaker cue confidence extractor document sentence start stop text",
    actors = { speaker = true },
    actor = { "speaker" },
    order = "id",
  },
  causes = {
    from = "main.causes",
    columns = words [[id cause effect signal polarity sign hedge purpose attribution confidence extractor document
      sentence start stop text]],
    actors = { attribution = true },
    booleans = { "purpose" },
    order = "id",
  },
  times = {
    from = "main.times",
    columns = words "id type value mod first last document sentence start stop text",
    date = { "first", "last" },
    order = "id",
  },
  entities = {
    from = "main.entities",
    columns = words "id name label code mentions",
    actors = { name = "code" },
    actor = { "name" },
    undated = true,
    order = "id",
  },
  merges = {
    from = "main.merges",
    columns = words "id name merged time author reason undone",
    date = { "time" },
    order = "id",
  },
  mentions = {
    from = "main.mentions",
    columns = words "entity label document sentence start stop text mention",
    actors = { entity = true },
    actor = { "entity" },
  },
  sentences = {
    from = "main.sentences",
    columns = words "document sentence start stop text",
  },
  documents = {
    from = "main.document",
    columns = words "id uri title date source url lang text place byline",
    date = { "date" },
    order = "number",
  },
  found = { -- sentences by their words; ?1 is what is looked for
    from = [[(SELECT d.id AS document, s.sentence, s.start, s.stop, s.text, f.rank AS rank, s.id AS id
      FROM main.sentence_search AS f JOIN main.sentence AS s ON s.id = f.rowid
      JOIN main.document AS d ON d.number = s.document WHERE sentence_search MATCH ?1)]],
    columns = words "document sentence start stop text",
    order = "rank, id",
  },
}
for _, view in pairs(views) do
  view.is_column = set(view.columns)
  view.actors, view.booleans = view.actors or {}, view.booleans or {}
end

--- What is known of a view.
-- @tparam string name such as "relations"
-- @treturn table `columns`, in order; `is_column`, by name; `booleans`, a list of columns
-- @usage query.view("quotes").columns[3] --> "speaker"
function query.view(name)
  return views[name]
end

--- The types of relations that are events: the sixteen of PLOVER, in the order of data/ontology.
-- @treturn {string,...}
function query.event_types()
  if not query.events then
    query.events = {}
    for i, row in ipairs(data.rows "ontology/plover.tsv") do query.events[i] = row.type end
  end
  return query.events
end

--- The types of relations that are states, not events.
query.standing_types = { "member", "office", "part-of", "located-in", "ally" }

-- ---- Who is meant --------------------------------------------------------------------------------------------------

local function resolve(name)
  return require "casus.actors".resolve(name)
end

-- Adds the names and the beginnings of codes that `name` stands for.
local function add_actor(who, name, is_member)
  who.names[#who.names + 1] = name
  local actor = resolve(name)
  if not actor then
    if name:find "^%u[%u%d][%u%d]+$" then who.codes[#who.codes + 1] = name end -- a code that no table lists
    return
  end
  if actor.id ~= name then who.names[#who.names + 1] = actor.id end
  -- A person has the code of the office, and many bodies that of all bodies; only who a code belongs to stands for all
  -- that have it.
  local owner = actor.code and (actor.code == name and actor or resolve(actor.code))
  local owns = owner and owner.id == actor.id
  if owns then who.codes[#who.codes + 1] = actor.code end
  -- A group that has no code of its own is a way to name its members; NATO is not what each of its members does.
  if actor.members and not owns and not is_member then
    for _, member in ipairs(actor.members) do add_actor(who, member, true) end
  end
end

-- ---- Conditions ----------------------------------------------------------------------------------------------------

-- The statement as it grows: its conditions, and the values bound to ?1, ?2 ...
local function bound(statement, value)
  statement.values[#statement.values + 1] = value
  return "?" .. #statement.values
end

local function bound_list(statement, values)
  local marks = {}
  for i, value in ipairs(values) do marks[i] = bound(statement, value) end
  return table.concat(marks, ", ")
end

-- Codes that begin with `code`; they are upper-case letters and digits, all before "~".
local function begins(statement, column, code)
  return ("%s BETWEEN %s AND %s"):format(column, bound(statement, code), bound(statement, code .. "~"))
end

-- Adds what stands in the store for names that were merged into others.
local function add_merged(statement, names)
  for i = 1, statement.database and #names or 0 do
    local row, problem = statement.database:first("SELECT name FROM main.alias WHERE merged = ?", names[i])
    if problem then error(problem, 0) end
    if row then names[#names + 1] = row.name end
  end
end

local function names_condition(statement, column, code_column, name)
  local who = { names = {}, codes = {} }
  add_actor(who, name)
  add_merged(statement, who.names)
  local parts = { ("%s IN (%s)"):format(column, bound_list(statement, who.names)) }
  for _, code in ipairs(who.codes) do
    parts[#parts + 1] = code_column ~= true and begins(statement, code_column, code)
      or ("%s IN (SELECT name FROM main.entities WHERE %s)"):format(column, begins(statement, "code", code))
  end
  return parts
end

-- Mentions refer to entities by number, which is what is meant where a number is given.
local function entity_condition(statement, name)
  local parts = names_condition(statement, "name", "code", name)
  return { ("entity IN (SELECT id FROM main.entities WHERE %s)"):format(table.concat(parts, " OR ")) }
end

local function actor_condition(statement, view, column, value)
  if type(value) ~= "string" then return nil, ("is a name, not a %s"):format(type(value)) end
  if column == "entity" then return entity_condition(statement, value) end
  return names_condition(statement, column, view.actors[column], value)
end

--- A day, month or year, checked.
-- @param value
-- @treturn string|nil the value
-- @treturn string what is wrong with it
-- @usage query.check_date "2023-05" --> "2023-05"
function query.check_date(value)
  local date = type(value) == "string" and value or ""
  if date:find "^%d%d%d%d$" or date:find "^%d%d%d%d%-%d%d$" or date:find "^%d%d%d%d%-%d%d%-%d%d" then return date end
  return nil, ("is a day, month or year (2023-05-26, 2023-05, 2023), not %s"):format(tostring(value))
end

-- Dates compare as text: a period sorts before what lies in it, and all that lies in it before period .. "~".
local function since(statement, column, date)
  local parts = { ("%s >= %s"):format(column, bound(statement, date)) }
  if #date > 4 then parts[#parts + 1] = ("%s = %s"):format(column, bound(statement, date:sub(1, 4))) end
  if #date > 7 then parts[#parts + 1] = ("%s = %s"):format(column, bound(statement, date:sub(1, 7))) end
  return "(" .. table.concat(parts, " OR ") .. ")"
end

local function until_end(statement, column, date)
  return ("%s <= %s"):format(column, bound(statement, date .. "~"))
end

local function period_condition(statement, view, value, compare, which)
  local date, problem = query.check_date(value)
  if not date then return nil, problem end
  local by_document = ("document IN (SELECT id FROM main.document WHERE %s)"):format(compare(statement, "date", date))
  if not view.date then return by_document end
  local column = view.date[which] or view.date[1]
  local own = compare(statement, column, date)
  if not view.is_column.document then return own end
  return ("(%s OR (%s IS NULL AND %s))"):format(own, column, by_document)
end

-- One value of a column that is no actor and no date.
local function equals(statement, column, value)
  if value == core.null then return { column .. " IS NULL" } end
  if type(value) == "boolean" then value = value and 1 or 0 end
  if type(value) ~= "string" and type(value) ~= "number" then
    return nil, ("cannot be compared with a %s"):format(type(value))
  end
  return { ("%s = %s"):format(column, bound(statement, value)) }
end

local function within(statement, column, value)
  local date, problem = query.check_date(value)
  if not date then return nil, problem end
  return { ("%s BETWEEN %s AND %s"):format(column, bound(statement, date), bound(statement, date .. "~")) }
end

local function range(statement, column, limits)
  local parts = {}
  if limits.min ~= nil then parts[1] = ("%s >= %s"):format(column, bound(statement, limits.min)) end
  if limits.max ~= nil then parts[#parts + 1] = ("%s <= %s"):format(column, bound(statement, limits.max)) end
  return "(" .. table.concat(parts, " AND ") .. ")"
end

-- The parts of a condition on a column, of which one has to hold.
local function alternatives(statement, view, column, value)
  if value ~= core.null then
    if view.actors[column] and not (column == "entity" and type(value) == "number") then
      return actor_condition(statement, view, column, value)
    elseif column == "date" then
      return within(statement, column, value)
    end
  end
  return equals(statement, column, value)
end

local function column_condition(statement, view, column, value)
  if type(value) ~= "table" then value = { value } end
  if next(value) == nil then return "0" end -- none of no values
  if value.min ~= nil or value.max ~= nil then return range(statement, column, value) end
  local parts = {}
  for _, one in ipairs(value) do
    local more, problem = alternatives(statement, view, column, one)
    if not more then return nil, problem end
    table.move(more, 1, #more, #parts + 1, parts)
  end
  if #parts == 0 then return nil, "is a value, a list, or { min =, max = }" end
  return "(" .. table.concat(parts, " OR ") .. ")"
end

-- Filters that are not the name of a column.
local special = {
  actor = function(statement, view, value)
    if not view.actor then return nil, "is not known here" end
    local parts = {}
    for i, column in ipairs(view.actor) do
      local part, problem = column_condition(statement, view, column, value)
      if not part then return nil, problem end
      parts[i] = part
    end
    return "(" .. table.concat(parts, " OR ") .. ")"
  end,
  after = function(statement, view, value) return period_condition(statement, view, value, since, 2) end,
  before = function(statement, view, value) return period_condition(statement, view, value, until_end, 1) end,
  assumed = function(_, _, value)
    if type(value) ~= "boolean" then return nil, "is true or false" end
    return value and "id < 0" or "id > 0"
  end,
}

local function has_special(view, name)
  if name == "actor" then return view.actor ~= nil end
  if name == "assumed" then return view == views.relations end
  return special[name] and not view.undated
end

local function known_filters(view)
  local names = table.move(view.columns, 1, #view.columns, 1, {})
  for name in pairs(special) do
    if has_special(view, name) then names[#names + 1] = name end
  end
  names[#names + 1], names[#names + 2] = "limit", "order"
  table.sort(names)
  return table.concat(names, ", ")
end

local function sorted_keys(filters)
  local keys = {}
  for key in pairs(filters) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  return keys
end

-- Fills `statement.where`; nil and a message where a filter is wrong.
local function add_conditions(statement, name, filters)
  local view = views[name]
  for _, filter in ipairs(sorted_keys(filters)) do
    local value = filters[filter]
    local condition, problem = true, nil -- limit and order come later
    if view.is_column[filter] then
      condition, problem = column_condition(statement, view, filter, value)
    elseif has_special(view, filter) then
      condition, problem = special[filter](statement, view, value)
    elseif filter ~= "limit" and filter ~= "order" then
      return nil, ("unknown filter '%s'; %s can be filtered by %s"):format(filter, name, known_filters(view))
    end
    if not condition then return nil, ("%s %s"):format(filter, problem) end
    if condition ~= true then statement.where[#statement.where + 1] = condition end
  end
  return true
end

-- ---- Statements ----------------------------------------------------------------------------------------------------

local function order_term(view, term)
  local column, direction = tostring(term):match "^(%S+)%s*(%a*)$"
  direction = (direction or ""):upper()
  if not view.is_column[column] or not (direction == "" or direction == "ASC" or direction == "DESC") then
    return nil, ("order is a column or \"column desc\", not %s"):format(tostring(term))
  end
  return (column .. " " .. direction):match "^(.-)%s*$"
end

-- Rows come in the order in which they were stored, what is assumed after what is reported.
local function order_clause(view, order, in_world)
  local default = in_world and "id < 0, abs(id)" or view.order
  if order == nil then return default and " ORDER BY " .. default or "" end
  if order == false then return "" end
  local terms = {}
  for i, term in ipairs(type(order) == "table" and order or { order }) do
    local clause, problem = order_term(view, term)
    if not clause then return nil, problem end
    terms[i] = clause
  end
  if default then terms[#terms + 1] = default end
  return " ORDER BY " .. table.concat(terms, ", ")
end

local function limit_clause(statement, limit)
  if limit == nil then return "" end
  if math.type(limit) ~= "integer" or limit < 0 then return nil, "limit is a whole number from 0" end
  return " LIMIT " .. bound(statement, limit)
end

local function where_clause(where, ...)
  local parts = table.move(where, 1, #where, 1, {})
  for _, part in ipairs { ... } do parts[#parts + 1] = part end
  return #parts > 0 and " WHERE " .. table.concat(parts, " AND ") or ""
end

-- The columns of a world's own relations, in which merged names are read as in those of the store.
local function overlay_columns()
  local list = { "world", "retracted" }
  for _, column in ipairs(views.relations.columns) do
    local what, key = "name", column:match "^(.*)_code$"
    if key then what = "code" elseif views.relations.actors[column] then key = column end
    list[#list + 1] = key and ("ifnull((SELECT %s FROM main.alias WHERE merged = %s), %s) AS %s"):format(what, key,
      column, column) or column
  end
  return table.concat(list, ", ")
end

-- The relations of a world: those of the store that it says nothing of, and its own.
local function world_source(columns, where, world)
  local own = ("(SELECT %s FROM temp.overlay)"):format(overlay_columns())
  local mine = ("temp.overlay WHERE world = %s"):format(world)
  return ("(SELECT %s FROM main.relations%s UNION ALL SELECT %s FROM %s%s)"):format(
    columns, where_clause(where, ("id NOT IN (SELECT id FROM %s)"):format(mine)),
    columns, own, where_clause(where, "world = " .. world, "NOT retracted",
      "(id < 0 OR id IN (SELECT id FROM main.relation))"))
end

--- The view `relations` of the world whose number the SQL expression `world` gives.
-- @tparam string world
-- @treturn string a SELECT
function query.world_select(world)
  local columns = table.concat(views.relations.columns, ", ")
  return ("SELECT %s FROM %s"):format(columns, world_source(columns, {}, world))
end

--- A question as SQL.
-- @tparam string name of a view (`relations`, `quotes` ...), `documents` or `found`
-- @tparam ?table filters
-- @tparam ?userdata database the store's, where names that were merged are looked up; nil: to check the filters
-- @tparam ?integer world number of the world, for relations; nil: the store as it is
-- @param ... values that come before those of the filters
-- @treturn string|nil the statement, with parameters ?1, ?2 ...; nil where a filter is wrong
-- @treturn {any,...}|string what to bind to them; a message
-- @usage local sql, values = query.sql("relations", { source = "China", after = "2022" }, store:database())
function query.sql(name, filters, database, world, ...)
  local view = views[name]
  local statement = { where = {}, values = { ... }, database = database }
  filters = filters or {}
  local good, problem = add_conditions(statement, name, filters)
  if not good then return nil, problem end
  local in_world = world and name == "relations"
  local order, limit
  order, problem = order_clause(view, filters.order, in_world)
  if not order then return nil, problem end
  limit, problem = limit_clause(statement, filters.limit)
  if not limit then return nil, problem end
  local columns = table.concat(view.columns, ", ")
  local from
  if in_world then
    from = world_source(columns, statement.where, bound(statement, world))
  else
    from = view.from .. where_clause(statement.where)
  end
  return ("SELECT %s FROM %s%s%s"):format(columns, from, order, limit), statement.values
end

--- What an analyst looks for as an expression of FTS5: all of the words, phrases where they stand in quotation marks,
-- the beginning of words where they end in `*`. Nothing in it can be taken for an operator.
-- @tparam string text
-- @treturn string
-- @usage query.match 'NATO "liaison office" sanction*' --> '"NATO" "liaison office" "sanction"*'
function query.match(text)
  local parts = {}
  local function add(words_of, star)
    if words_of:find "%S" then parts[#parts + 1] = '"' .. words_of .. '"' .. star end
  end
  for outside, inside in (text .. '""'):gmatch '([^"]*)"([^"]*)"?' do
    for word in outside:gmatch "%S+" do
      local stem, star = word:match "^(.-)(%*?)$"
      add(stem, star)
    end
    add(inside, "")
  end
  return #parts > 0 and table.concat(parts, " ") or '""'
end

return query
