-- The binding of SQLite.
local test, check = ...
local core = require "casus.core"

local function memory(sql)
  local db = assert(core.database(":memory:"))
  if sql then assert(db:exec(sql)) end
  return db
end

local function numbers(n)
  local db = memory "create table t (a integer, b text)"
  for i = 1, n do db:exec("insert into t values (?, ?)", i, "row " .. i) end
  return db
end

-- ---- Statements and rows

test("exec returns the number of rows changed", function()
  local db = memory "create table t (a)"
  check.equal(db:exec("insert into t values (1), (2), (3)"), 3)
  check.equal(db:exec("update t set a = a + 1 where a > 1"), 2)
  check.equal(db:exec("select * from t"), 0)
  check.equal(db:exec("delete from t"), 3)
  check.equal(db:exec(""), 0)
  check.equal(db:exec("-- nothing"), 0)
end)

test("exec runs several statements when there are no parameters", function()
  local db = memory "create table t (a); insert into t values (1); insert into t values (2); -- done"
  check.equal(db:first("select count(*) as n from t").n, 2)
  check.error(function() db:exec("select ?; select 1", 1) end, "one SQL statement")
end)

test("rows come by column name, as integers, floats and strings; null is absent", function()
  local db = memory()
  check.equal(db:first("select 9223372036854775807 as big, 1.0 as real, 'é' as text, x'00ff' as blob, null as no"),
    { big = math.maxinteger, real = 1.0, text = "é", blob = "\0\xff" })
end)

test("rows are read in a loop, which may be left at any time", function()
  local db, seen = numbers(10), 0
  for row in db:rows("select a from t order by a") do
    seen = seen + 1
    check.equal(row.a, seen)
    if seen == 3 then break end
  end
  check.equal(db:exec("drop table t"), 0) -- not locked by a statement that is still open
end)

test("the same text may be read twice at once", function()
  local db, pairs_seen = numbers(3), 0
  for _ in db:rows("select a from t") do
    for _ in db:rows("select a from t") do pairs_seen = pairs_seen + 1 end
  end
  check.equal(pairs_seen, 9)
end)

test("columns are told in order, also without rows", function()
  local db = memory "create table t (z, a, m)"
  check.equal(db:rows("select * from t"):columns(), { "z", "a", "m" })
  check.equal(db:columns("select a, z as 'last one' from t"), { "a", "last one" })
  check.equal(db:columns("delete from t"), {})
end)

test("columns of one name are told apart in tuples", function()
  local db = memory()
  local rows = db:rows("select 1 as a, null as b, 2 as a")
  check.equal(rows:columns(), { "a", "b", "a" })
  for tuple in rows:tuples() do check.equal(tuple, { 1, nil, 2, n = 3 }) end
  check.equal(db:first("select 1 as a, 2 as a"), { a = 2 })
end)

test("what changes something runs at once", function()
  local db = numbers(2)
  db:rows("delete from t where a = 1")
  check.equal(db:first("select count(*) as n from t").n, 1)
  local rows = db:rows("insert into t values (7, 'x'), (8, 'y') returning a")
  check.equal(db:first("select count(*) as n from t").n, 3)
  check.equal(rows().a, 7)
  check.equal(rows().a, 8)
  check.equal(rows(), nil)
  check.equal(db:readonly("select 1"), true)
  check.equal(db:readonly("delete from t"), false)
end)

-- ---- Parameters

test("parameters by position", function()
  local db = memory()
  check.equal(db:first("select ? as a, ? as b, ? as c, ? as d", 1, 2.5, "x", true), { a = 1, b = 2.5, c = "x", d = 1 })
  check.equal(db:first("select typeof(?) as a, typeof(?) as b, typeof(?) as c", core.null, core.blob "\0", "\0"),
    { a = "null", b = "blob", c = "text" })
  check.equal(db:first("select ?1 || ?2 || ?1 as s", "a", "b").s, "aba")
end)

test("parameters by name", function()
  local db = memory()
  check.equal(db:first("select :a as a, @b as b, $c as c, :a as d", { a = 1, b = "x", c = core.null }),
    { a = 1, b = "x", d = 1 })
  check.equal(db:first("select ? as a, ? as b", { 1, 2 }), { a = 1, b = 2 })
end)

test("parameters that do not fit raise", function()
  local db = memory()
  check.error(function() db:first("select ?") end, "0 parameters given, 1 wanted")
  check.error(function() db:first("select 1", 1) end, "1 parameters given, 0 wanted")
  check.error(function() db:exec("select ?, ?", 1, 2, 3) end, "3 parameters given, 2 wanted")
  check.error(function() db:rows("select :a", { b = 1 }) end, "no value for parameter :a")
  check.error(function() db:rows("select :a", { a = 1, b = 1 }) end, "2 parameters given, 1 wanted")
  check.error(function() db:first("select ?", print) end, "cannot bind a function")
  check.error(function() db:first("select ?, ?", {}, 1) end, "cannot bind a table")
  check.equal(db:first("select ? as a", 1).a, 1)
end)

test("text is never taken for SQL", function()
  local db = numbers(1)
  check.equal(db:first("select count(*) as n from t where b = ?", "x' or '1' = '1").n, 0)
end)

-- ---- Errors

test("what SQLite refuses comes back with a message and a code", function()
  local db = memory "create table t (a unique)"
  local function refused(code, result, message, got)
    check.equal(result, nil)
    check.equal(type(message), "string")
    check.equal(got, code, message)
  end
  refused("sql", db:exec("selec 1"))
  refused("sql", db:rows("select nothing from t"))
  refused("sql", db:first("select * from nowhere"))
  refused("sql", db:columns("select"))
  refused("sql", db:exec("insert into t values (1); insert into nowhere values (2)"))
  refused("constraint", db:exec("insert into t values (?)", 1))
  refused("constraint", db:rows("insert into t values (?)", 1))
  local _, message = db:exec("selec 1")
  check.match(message, 'near "selec"')
end)

test("failures in the middle of a loop are raised", function()
  local db = memory()
  local seen = 0
  check.error(function()
    for _ in db:rows("select abs(value) from (select 1 as value union all select -9223372036854775808)") do
      seen = seen + 1
    end
  end, "integer overflow")
  check.equal(seen, 1)
end)

test("one statement is asked for where rows are", function()
  local db = memory()
  check.error(function() db:rows("select 1; select 2") end, "more than one SQL statement")
  check.error(function() db:first("  -- nothing") end, "no SQL statement")
  check.equal(db:first("select 1 as a; -- and no more ").a, 1)
end)

test("files that cannot be opened are the world's fault", function()
  local db, message, code = core.database(os.getenv "CASUS_TMP" .. "/no/where")
  check.equal(db, nil)
  check.match(message, "no/where: unable to open")
  check.equal(code, "io")
end)

test("reading does not write", function()
  local path = os.getenv "CASUS_TMP" .. "/read.sqlite"
  check.equal(core.database(path, "read"), nil)
  assert(core.database(path)):exec("create table t (a)")
  local db <close> = assert(core.database(path, "read"))
  local _, _, code = db:exec("insert into t values (1)")
  check.equal(code, "readonly")
  check.equal(db:transaction(function() return db:first("select count(*) as n from t").n end), 0)
end)

test("text that SQLite would cut short raises", function()
  local db = memory()
  check.error(function() db:exec("select 1;\0 select 2") end, "NUL byte")
  check.error(function() db:first("select 1\0") end, "NUL byte")
end)

-- ---- Closing

test("closing twice is fine, use after it raises", function()
  local db = numbers(3)
  local rows = db:rows("select * from t")
  rows()
  db:close()
  db:close()
  check.error(function() db:exec("select 1") end, "the database is closed")
  check.error(function() rows() end, "the database is closed")
  rows:close()
  rows:close()
  check.error(function() rows() end, "the rows are closed")
end)

test("rows keep their database", function()
  local rows
  do
    local db = numbers(3)
    rows = db:rows("select a from t")
  end
  collectgarbage()
  collectgarbage()
  check.equal(rows().a, 1)
end)

test("many texts and many open rows", function()
  local db, open = numbers(3), {}
  for i = 1, 300 do
    check.equal(db:first("select " .. i .. " as a").a, i)
    open[i] = db:rows("select a + " .. i .. " as a from t")
  end
  for i = 1, 300 do check.equal(open[i]().a, 1 + i) end
end)

-- ---- Transactions

test("transactions are kept or taken back, and nest", function()
  local db = memory "create table t (a)"
  local function count() return db:first("select count(*) as n from t").n end
  local a, b = db:transaction(function()
    db:exec("insert into t values (1)")
    check.error(function()
      db:transaction(function()
        db:exec("insert into t values (2)")
        error("no")
      end)
    end, "no")
    check.equal(count(), 1)
    db:transaction(function() db:exec("insert into t values (3)") end)
    return "a", nil
  end)
  check.equal({ a, b }, { "a" })
  check.equal(count(), 2)
  local problem = {}
  local good, raised = pcall(db.transaction, db, function()
    db:exec("delete from t")
    error(problem)
  end)
  check.equal(good, false)
  check.truthy(rawequal(raised, problem))
  check.equal(count(), 2)
end)

test("another writer is met with busy", function()
  local path = os.getenv "CASUS_TMP" .. "/busy.sqlite"
  local one <close> = assert(core.database(path))
  local other <close> = assert(core.database(path))
  one:exec("create table t (a)")
  other:exec("pragma busy_timeout = 10")
  one:transaction(function()
    local ok, _, code = other:transaction(function() error("not reached") end)
    check.equal(ok, nil)
    check.equal(code, "busy")
    check.equal(other:transaction(function() return 1 end, "deferred"), 1)
    local _, _, same = other:exec("insert into t values (1)")
    check.equal(same, "busy")
  end)
end)

-- ---- Functions

test("Lua functions are callable from SQL", function()
  local db = memory()
  check.equal(db:register("twice", 1, function(x) return 2 * x end), true)
  db:register("given", -1, function(...) return select("#", ...) end)
  db:register("empty", 0, function() return core.null end)
  db:register("bytes", 0, function() return core.blob "\0\1" end)
  check.equal(db:first("select twice(21) as a, twice(1.5) as b, given(1, null, 'x') as c, empty() as d, bytes() as e"),
    { a = 42, b = 3.0, c = 3, e = "\0\1" })
  db:register("twice", 1, function(x) return x .. x end)
  check.equal(db:first("select twice('ab') as a").a, "abab")
end)

test("errors in them are errors of the statement", function()
  local db = memory()
  db:register("bad", 0, function() error("deliberate", 0) end)
  db:register("worse", 0, function() error({}) end)
  db:register("odd", 0, function() return print end)
  local function message(sql) return select(2, db:first(sql)) end
  check.equal(message("select bad()"), "deliberate")
  check.equal(message("select worse()"), "error object is not a string")
  check.match(message("select odd()"), "a function is no value for SQL")
end)

test("they may use the database, also in coroutines", function()
  local db = numbers(3)
  db:register("ask", 1, function(a)
    return coroutine.wrap(function() return db:first("select b from t where a = ?", a).b end)()
  end)
  local seen = {}
  for row in db:rows("select ask(a) as b from t order by a") do seen[#seen + 1] = row.b end
  check.equal(seen, { "row 1", "row 2", "row 3" })
end)

test("they cannot close it under the statement that calls them", function()
  local db = memory()
  db:register("shut", 0, function() db:close() end)
  local _, message = db:first "select shut()"
  check.match(message, "the database is running")
  check.match(select(2, db:exec "select shut()"), "the database is running")
  check.equal(db:first "select 1 as a", { a = 1 })
  db:close()
end)

test("they cannot read or close the rows of that statement", function()
  local db = numbers(3)
  local rows
  db:register("more", 0, function() return rows().a end)
  db:register("less", 0, function() rows:close() end)
  for _, name in ipairs { "more", "less" } do
    rows = db:rows(("select a, case a when 2 then %s() end as b from t"):format(name))
    check.equal(rows().a, 1)
    check.error(rows, "the rows are being read")
    check.equal(rows(), nil)
    rows:close()
  end
end)
