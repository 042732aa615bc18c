--- What a store and a world can be asked: the methods that both have.
--
-- Each question takes one table of filters (`casus.query` lists them) and gives an iterator of rows (`casus.rows`),
-- whose fields are the columns of the view of that name; columns without a value are absent.
--
--     for event in store:events { source = "China", target = "NATO", after = "2022" } do
--       print(event.date, event.type, event.document, event.text)
--     end
--
-- @module casus.ask

local query = require "casus.query"
local rows = require "casus.rows"

local ask = {}

-- A generic `for` closes what comes fourth, also on break.
local function iterate(iterator)
  return iterator, nil, nil, iterator
end

local function first(iterator)
  local row = iterator()
  iterator:close()
  return row
end

local function check_filters(filters, level)
  if filters ~= nil and type(filters) ~= "table" then
    error(("filters are a table, not a %s; as in store:relations { source = \"China\" }"):format(type(filters)),
      level + 1)
  end
end

-- Always called at the end of a method, whose place on the stack it takes.
local function ask_for(self, name, filters, ...)
  check_filters(filters, 2)
  local answer, problem = rows.ask(self:database(), name, filters, self.number, ...)
  if not answer then error(problem, 2) end
  if self.watch then self:watch(answer) end
  return iterate(answer)
end

--- Relations: who did what to whom, and who belongs to what.
-- @tparam[opt] table filters
-- @treturn Rows of the view `relations`; `negated` is true or false, `assumed` true where a world assumes it
-- @usage for row in store:relations { actor = "NATO", type = { "cooperate", "agree" } } do print(row.text) end
function ask:relations(filters)
  return ask_for(self, "relations", filters)
end

--- Relations that are events: those of the sixteen types of PLOVER.
-- @tparam[opt] table filters
-- @treturn Rows of the view `relations`
-- @usage for event in store:events { source = "China", order = "date" } do print(event.date, event.type) end
function ask:events(filters)
  check_filters(filters, 2)
  local all = {}
  for name, value in pairs(filters or all) do all[name] = value end
  local types = query.event_types()
  if all.type ~= nil then
    local wanted = type(all.type) == "table" and all.type or { all.type }
    local chosen = {}
    for _, name in ipairs(types) do
      for _, other in ipairs(wanted) do
        if name == other then chosen[#chosen + 1] = name end
      end
    end
    types = chosen
  end
  all.type = types
  return ask_for(self, "relations", all)
end

--- Events, each once however often it is told of: mentions of the same type, actors, modality and negation whose days
-- are no more than three apart, at one place as far as places are known.
-- @tparam[opt] table filters
-- @treturn Rows of the view `clusters`; `mentions` and `documents` say how often and in how many documents
-- @usage for event in store:clusters { actor = "Japan", mentions = { min = 2 } } do print(event.date, event.type) end
function ask:clusters(filters)
  return ask_for(self, "clusters", filters)
end

--- Which relations are mentions of which event of `store:clusters`.
-- @tparam[opt] table filters
-- @treturn Rows of the view `cluster_mentions`
-- @usage for row in store:cluster_mentions { cluster = 26 } do print(row.relation, row.document) end
function ask:cluster_mentions(filters)
  return ask_for(self, "cluster_mentions", filters)
end

--- Claims that one thing causes, raises, lowers or prevents another.
-- @tparam[opt] table filters
-- @treturn Rows of the view `causes`; `purpose` is true or false
-- @usage for row in store:causes { polarity = -1 } do print(row.cause, "against", row.effect) end
function ask:causes(filters)
  return ask_for(self, "causes", filters)
end

--- The signed graph of what is claimed to affect what: causal claims added up over variables. See `casus.concepts`.
-- @tparam[opt] table options `map`, `detail`, `where`
-- @treturn Graph|nil or nil, message, code
-- @usage for _, edge in ipairs(store:concepts().edges) do print(edge.from, edge.sign, edge.to, edge.sources) end
function ask:concepts(options)
  return require "casus.concepts".graph(self, options)
end

--- Quotes, with their speakers where they are known.
-- @tparam[opt] table filters
-- @treturn Rows of the view `quotes`
-- @usage for row in store:quotes { speaker = "Jens Stoltenberg", mode = "direct" } do print(row.text) end
function ask:quotes(filters)
  return ask_for(self, "quotes", filters)
end

--- Times; `after` and `before` find those that lie there at least in part.
-- @tparam[opt] table filters
-- @treturn Rows of the view `times`
-- @usage for row in store:times { after = "2023-07", before = "2023-07" } do print(row.value, row.text) end
function ask:times(filters)
  return ask_for(self, "times", filters)
end

--- The things that are mentioned.
-- @tparam[opt] table filters
-- @treturn Rows of the view `entities`
-- @usage for row in store:entities { order = "mentions desc", limit = 10 } do print(row.name, row.mentions) end
function ask:entities(filters)
  return ask_for(self, "entities", filters)
end

--- Where they are mentioned. `entity` (also `actor`) is the number of an entity, or whom it is to be.
-- @tparam[opt] table filters
-- @treturn Rows of the view `mentions`
-- @usage for row in store:mentions { entity = "Japan", mention = "name" } do print(row.document, row.text) end
function ask:mentions(filters)
  return ask_for(self, "mentions", filters)
end

--- Decisions that names mean the same (`store:merge`), in the order in which they were made; those that were undone
-- have the time of it as `undone`.
-- @tparam[opt] table filters
-- @treturn Rows of the view `merges`
-- @usage for row in store:merges() do print(row.id, row.merged, row.name, row.time, row.author, row.undone) end
function ask:merges(filters)
  return ask_for(self, "merges", filters)
end

--- Sentences.
-- @tparam[opt] table filters
-- @treturn Rows of the view `sentences`
-- @usage local row = store:sentences { document = "a", sentence = 1 }()
function ask:sentences(filters)
  return ask_for(self, "sentences", filters)
end

--- Documents.
-- @tparam[opt] table filters
-- @treturn Rows of the table `document`
-- @usage for row in store:documents { source = "Reuters", order = "date" } do print(row.date, row.title) end
function ask:documents(filters)
  return ask_for(self, "documents", filters)
end

--- Sentences that hold all of some words, the best first. Words are found in all their forms ("accuse": "accused");
-- those in quotation marks only side by side; one that ends in `*` is the beginning of a word.
-- @tparam string text what is looked for; nothing in it is taken for an operator
-- @tparam[opt] table filters
-- @treturn Rows of the view `sentences`
-- @usage for row in store:search('"liaison office" Tokyo', { limit = 10 }) do print(row.text) end
function ask:search(text, filters)
  if type(text) ~= "string" then error("what is looked for is a string, not a " .. type(text), 2) end
  return ask_for(self, "found", filters, query.match(text))
end

-- The tables of actors are loaded for SQL when it first speaks of them.
local provided = setmetatable({}, { __mode = "k" })

--- Makes `actor_roles` known to the database, where SQL speaks of it; `store:sql` does that by itself.
-- @tparam string text SQL that is run by other means
-- @usage store:provide(text); store:database():rows(text)
function ask:provide(text)
  if type(text) ~= "string" or not text:lower():find("actor_roles", 1, true) then return end
  local database = self:database()
  if provided[database] then return end
  assert(require "casus".engine():register(database))
  provided[database] = true
end

--- Runs SQL over the documented tables and views, and over `actor_roles(day)`: who belonged to what, and who held which
-- office, on a day (ISO); its columns are `name kind code of since until`.
-- @tparam string text one statement
-- @param ... its parameters: values for `?`, or one table for `:name`; `core.null` is null
-- @treturn function iterator of rows, tables by column name; it is an object with `columns()`, the names in order,
-- `tuples()`, an iterator of lists, and `close()`
-- @usage for row in store:sql("SELECT type, count(*) AS n FROM relations GROUP BY type") do print(row.type, row.n) end
function ask:sql(text, ...)
  self:provide(text)
  local answer, problem = self:run_sql(text, ...)
  if not answer then error(problem, 2) end
  return iterate(answer)
end

--- The first column of the first row that SQL gives.
-- @tparam string text
-- @param ... parameters
-- @return a value; nil for null, or where there is no row
-- @usage print(store:scalar "SELECT count(*) FROM document")
function ask:scalar(text, ...)
  self:provide(text)
  local answer, problem = self:run_sql(text, ...)
  if not answer then error(problem, 2) end
  local tuple = answer:tuples()()
  answer:close()
  return tuple and tuple[1]
end

--- Whether an actor is known by name, alias, code or group: to the tables of actors, or to the store itself.
-- @tparam string name
-- @treturn boolean
-- @usage store:knows "AP4" --> true
function ask:knows(name)
  if require "casus.actors".resolve(name) then return true end
  return first(self:relations { actor = name, limit = 1, order = false }) ~= nil
    or first(self:entities { name = name, limit = 1, order = false }) ~= nil
end

--- A brief: actors, chronology, quotes, dyads. See `casus.brief`.
function ask:brief(options)
  return require "casus.brief".new(self, options)
end

--- A what-if table. See `casus.whatif`.
function ask:whatif(definition, source)
  return require "casus.whatif".run(self, definition, source)
end

return ask
