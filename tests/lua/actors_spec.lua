-- Who is who, for Lua.
local test, check = ...
local actors = require "casus.actors"
local casus = require "casus"
local run = require "program"

test("names, aliases, codes, in any case", function()
  for _, name in ipairs { "Japan", "japan", "JAPAN", "JPN" } do
    check.equal({ actors.resolve(name).id, actors.resolve(name).code }, { "Japan", "JPN" }, name)
  end
  check.equal(actors.resolve("nobody at all"), nil)
  check.equal(actors.resolve(""), nil)
  check.error(function() actors.resolve() end)
end)

test("what stands for a state is the state", function()
  for _, name in ipairs { "Beijing", "Chinese", "China" } do check.equal(actors.resolve(name).id, "China", name) end
  check.equal(actors.resolve("Kremlin").id, "Russia")
  check.equal(actors.resolve("Geneva").id, "Geneva")
end)

test("groups have members", function()
  local nato = actors.resolve "NATO"
  local set = {}
  for _, name in ipairs(nato.members) do set[name] = true end
  check.equal({ set.France, set["United States"], set.China, set.Japan }, { true, true })
  check.equal(actors.resolve("Japan").members, nil)
end)

test("every name that Lua resolves is found in text, as the same", function()
  local differ = {}
  for _, name in ipairs { "Japan", "NATO", "China", "United States", "European Union", "Emmanuel Macron", "France" } do
    local records = assert(casus.parse("They saw " .. name .. ".")):extract { only = { "entity" } }
    if not records[1] or records[1].id ~= actors.resolve(name).id or records[1].code ~= actors.resolve(name).code then
      differ[#differ + 1] = name
    end
  end
  check.equal(differ, {})
end)

local header = "name\taliases\tkind\tcode\tof\tfrom\tto\tsource\n"

test("tables of one's own win, for text and for names", function()
  local path = run.folder .. "/mine.tsv"
  run.write(path, header .. "Acme Corporation\tAcme|ACME\tcompany\tUSABUS\tUnited States\t\t\tme\nNippon\tJapan\tcountry\tJPN\t\t\t\tme\n")
  casus.use_actors(path)
  check.equal(actors.resolve("acme").id, "Acme Corporation")
  check.equal(actors.resolve("Japan").id, "Nippon")
  local ids = {}
  for i, record in ipairs(assert(casus.parse "Acme met Japan and China."):extract { only = { "entity" } }) do ids[i] = record.id end
  check.equal(ids, { "Acme Corporation", "Nippon", "China" })
  check.error(function() casus.use_actors "/nowhere.tsv" end, "/nowhere.tsv")
  run.write(run.folder .. "/bad.tsv", "name\tkind\nx\ty\n")
  check.error(function() casus.use_actors(run.folder .. "/bad.tsv") end, "bad.tsv")
  check.equal(actors.resolve("Japan").id, "Nippon") -- what failed changed nothing
  check.equal(assert(casus.parse "Acme"):extract()[1].id, "Acme Corporation")
end)

test("who is in what on a day", function()
  local before, after = casus.actors:at "2023-04-03", casus.actors:at "2023-04-15"
  check.equal(#before:members "NATO", 30)
  check.equal(#after:members "NATO", 31)
  check.equal(after:members "AP4", { "Australia", "Japan", "New Zealand", "South Korea" })
  check.equal(after:members "EU", after:members "European Union")
  check.equal(#after:members "EU", 27)
  check.equal(after:members "nobody", {})
  check.error(function() return casus.actors:at "2023-13-01" end, "ISO date")
  check.error(function() return casus.actors.at "2023-04-15" end, "colon")
end)

test("an engine that is closed lives on in the databases that need it", function()
  local core = require "casus.core"
  local engine = assert(core.engine(core.home .. "/share/casus/data"))
  local store <close> = assert(core.store())
  local database = store:database()
  check.equal(engine:register(database), true)
  engine:close()
  check.equal(database:first("SELECT name FROM actor_roles WHERE name = 'Japan'").name, "Japan")
  check.error(function() engine:register(database) end, "closed")
end)

test("the same from SQL", function()
  local store <close> = casus.open()
  local count = "SELECT count(*) FROM actor_roles(?) WHERE of = 'NATO' AND kind = 'member'"
  check.equal(store:scalar(count, "2023-04-03"), 30)
  check.equal(store:scalar(count, "2023-04-15"), 31)
  check.equal(store:scalar "SELECT until FROM actor_roles WHERE name = 'United Kingdom' AND of = 'European Union'", "2020-01-31")
  local all = store:scalar "SELECT count(*) FROM actor_roles"
  check.truthy(all > store:scalar "SELECT count(*) FROM actor_roles('1990-01-01')", "not all were held in 1990")
  -- The day may come from another table.
  check.equal(store:scalar [[
    WITH days(day) AS (VALUES ('2003-12-31'), ('2004-12-31'))
    SELECT group_concat(n) FROM (SELECT count(*) AS n FROM days JOIN actor_roles(days.day) AS role
      WHERE role.of = 'NATO' AND role.kind = 'member' GROUP BY days.day ORDER BY days.day)]], "19,26")
end)

test("the same from casus sql", function()
  assert(casus.open(run.folder .. "/roles.casus")):close()
  local count = "SELECT count(*) AS n FROM Actor_Roles('%s') WHERE of = 'NATO' AND kind = 'member'; "
  local result = run { "sql", "roles.casus", count:format "2023-04-03" .. count:format "2023-04-15", "--format", "csv" }
  check.equal(result, { stdout = "n\n30\nn\n31\n", stderr = "", status = 0 })
end)
