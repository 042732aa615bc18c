/* casus.database: SQLite as Lua sees it.
 *
 *     local db = assert(core.database("file.sqlite"))          -- mode "write" (default) or "read"
 *     db:exec("insert into t values (?, ?)", 1, core.null)     -- number of rows that changed
 *     for row in db:rows("select * from t where a = :a", { a = 1 }) do print(row.a) end
 *     db:first("select count(*) as n from t").n                -- the first row, or nil
 *     db:transaction(function() ... end)                       -- nests; an error takes all back
 *     db:register("twice", 1, function(x) return 2 * x end)    -- callable from SQL
 *
 * One rule for errors: what the arguments are (their number, their types, a closed object, two statements
 * where one is asked for) is the programmer's and raises; whatever SQLite says about a statement, be it a
 * mistake in the SQL or a full disk, comes back as `nil, message, code`. In the middle of a loop there is
 * nobody to give it to, so there it is raised. Codes: sql, constraint, busy, readonly, full, io, format,
 * limit, nomem, interrupted.
 *
 * NULL columns are absent from a row; the order of columns is told by `rows:columns()`. Text and blobs are
 * strings, integers have 64 bits. A statement that changes something runs at once, not when its first row is
 * asked for.
 */
#include "bind/database.h"

#include "bind/bind.h"
#include "bind/rows.h"
#include "bind/statement.h"
#include "store/database.h"

#include <string.h>

static const char DATABASE[] = "casus.database";

enum { POLL = 1000 /* instructions of SQLite's machine */ };

static database *check_database(lua_State *L) {
  database *self = luaL_checkudata(L, 1, DATABASE);
  luaL_argcheck(L, self->connection, 1, "the database is closed");
  self->L = L;
  luaL_checkstack(L, LUA_MINSTACK, NULL);
  return self;
}

/* ---- Opening and closing */

static int poll(void *context) {
  const database *self = context;
  return self->interrupt && *self->interrupt;
}

/* [-0, +1, m] */
static database *push_database(lua_State *L) {
  database *self = lua_newuserdatauv(L, sizeof *self, CASUS_SQL_FUNCTIONS);
  memset(self, 0, sizeof *self);
  luaL_setmetatable(L, DATABASE);
  lua_newtable(L);
  lua_setiuservalue(L, -2, CASUS_SQL_STATEMENTS);
  lua_newtable(L);
  lua_setiuservalue(L, -2, CASUS_SQL_FUNCTIONS);
  lua_getfield(L, LUA_REGISTRYINDEX, CASUS_SQL_DATABASES);
  lua_pushvalue(L, -2);
  lua_rawsetp(L, -2, self);
  lua_pop(L, 1);
  self->interrupt = casus_bind_interrupt(L);
  return self;
}

sqlite3 *casus_bind_connection(lua_State *L, int index) {
  const database *self = luaL_checkudata(L, index, DATABASE);
  luaL_argcheck(L, self->connection, index, "the database is closed");
  return self->connection;
}

void casus_bind_keep(lua_State *L, int index) {
  lua_getiuservalue(L, index, CASUS_SQL_FUNCTIONS);
  lua_insert(L, -2);
  lua_rawsetp(L, -2, lua_topointer(L, -1));
  lua_pop(L, 1);
}

void casus_bind_push_database(lua_State *L, sqlite3 *connection, int owner) {
  owner = lua_absindex(L, owner);
  database *self = push_database(L);
  self->borrowed = true;
  lua_pushvalue(L, owner);
  lua_setiuservalue(L, -2, CASUS_SQL_OWNER);
  self->connection = connection;
  sqlite3_progress_handler(connection, POLL, poll, self);
}

static void close_at(lua_State *L, int index) {
  database *self = lua_touserdata(L, index);
  if (!self->connection) return;
  if (self->calls) luaL_error(L, "the database is running the statement that called this function");
  casus_sql_forget(L, self, lua_absindex(L, index));
  sqlite3_progress_handler(self->connection, 0, NULL, NULL);
  if (!self->borrowed) sqlite3_close_v2(self->connection);
  self->connection = NULL;
}

void casus_bind_close_database(lua_State *L) {
  close_at(L, -1);
}

static int database_close(lua_State *L) {
  luaL_checkudata(L, 1, DATABASE);
  close_at(L, 1);
  return 0;
}

/* core.database(path [, mode]) -> database | nil, message, code */
static int core_database(lua_State *L) {
  static const char *const modes[] = {"write", "read", NULL};
  const char *path = luaL_checkstring(L, 1);
  const int mode = luaL_checkoption(L, 2, "write", modes);
  database *self = push_database(L);
  casus_error error;
  if (casus_database_open(&self->connection, path, mode ? CASUS_STORE_READ : CASUS_STORE_WRITE, &error) !=
      CASUS_OK) {
    lua_pushnil(L);
    lua_pushfstring(L, "%s: %s", path, error.message);
    lua_pushstring(L, casus_status_name(error.code));
    return 3;
  }
  sqlite3_progress_handler(self->connection, POLL, poll, self);
  return 1;
}

/* ---- Running */

/* Steps to the end; SQLITE_DONE, or SQLite's error. */
static int run(sqlite3_stmt *statement) {
  int code;
  do code = sqlite3_step(statement);
  while (code == SQLITE_ROW);
  return code;
}

/* Several statements without parameters. */
static bool run_script(const database *self, const char *sql, const char *limit) {
  while (sql < limit) {
    sqlite3_stmt *statement;
    if (!casus_sql_prepare(self, &sql, limit, &statement)) return false;
    if (!statement) continue;
    run(statement);
    if (sqlite3_finalize(statement) != SQLITE_OK) return false;
  }
  return true;
}

/* Runs one statement with the arguments from 3 to `last`; false with SQLite's error. */
static bool run_one(lua_State *L, database *self, sqlite3_stmt *statement, int last) {
  casus_sql_bind(L, self, statement, 3, last);
  const bool done = run(statement) == SQLITE_DONE;
  if (!done) casus_sql_fail(L, self); /* before the statement is reset */
  casus_sql_give_back(L, self, 1, 2, statement);
  return done;
}

/* db:exec(sql, ...) -> number of rows inserted, updated or deleted | nil, message, code
 * Without parameters `sql` may hold several statements, of which the last is counted. */
static int database_exec(lua_State *L) {
  database *self = check_database(L);
  const char *limit, *sql = casus_sql_check(L, 2, &limit), *rest = sql;
  const int last = lua_gettop(L);
  const sqlite3_int64 before = sqlite3_total_changes64(self->connection);
  sqlite3_stmt *statement = casus_sql_take(L, self, 2);
  bool single = statement != NULL;
  if (!single) {
    if (!casus_sql_prepare(self, &rest, limit, &statement)) return casus_sql_fail(L, self);
    single = statement && !casus_sql_goes_on(self, rest, limit);
    if (!single) sqlite3_finalize(statement);
    luaL_argcheck(L, single || last == 2, 2, "parameters go with one SQL statement");
  }
  if (single && !run_one(L, self, statement, last)) return 3;
  if (!single && !run_script(self, sql, limit)) return casus_sql_fail(L, self);
  const bool changed = sqlite3_total_changes64(self->connection) != before;
  lua_pushinteger(L, changed ? sqlite3_changes64(self->connection) : 0);
  return 1;
}

/* db:rows(sql, ...) -> iterator of rows, nil, nil, what closes it | nil, message, code
 * The iterator is an object: `rows:columns()`, `rows:tuples()`, `rows:close()`. */
static int database_rows(lua_State *L) {
  if (!casus_sql_push_rows(L, check_database(L))) return 3;
  lua_pushnil(L);
  lua_pushnil(L);
  lua_pushvalue(L, -3);
  return 4;
}

/* db:first(sql, ...) -> row, or nil if there is none | nil, message, code */
static int database_first(lua_State *L) {
  return casus_sql_push_first(L, check_database(L));
}

/* db:columns(sql) -> list of the names of the columns of a query | nil, message, code */
static int database_columns(lua_State *L) {
  database *self = check_database(L);
  sqlite3_stmt *statement;
  if (!casus_sql_acquire(L, self, 2, &statement)) return casus_sql_fail(L, self);
  casus_sql_push_columns(L, statement);
  casus_sql_give_back(L, self, 1, 2, statement);
  return 1;
}

/* db:readonly(sql) -> whether a statement leaves the file as it is | nil, message, code */
static int database_readonly(lua_State *L) {
  database *self = check_database(L);
  sqlite3_stmt *statement;
  if (!casus_sql_acquire(L, self, 2, &statement)) return casus_sql_fail(L, self);
  lua_pushboolean(L, sqlite3_stmt_readonly(statement));
  casus_sql_give_back(L, self, 1, 2, statement);
  return 1;
}

/* db:transaction(fn [, "deferred"]) -> what fn returns | nil, message, code
 * Nests. What fn did is kept when it returns; when it raises, all of it is taken back and the error raised
 * again. Other writers are locked out from the start, unless it is deferred. */
static int database_transaction(lua_State *L) {
  static const char *const kinds[] = {"immediate", "deferred", NULL};
  database *self = check_database(L);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  const bool deferred = luaL_checkoption(L, 3, "immediate", kinds) == 1;
  const bool reading = sqlite3_db_readonly(self->connection, "main") == 1;
  casus_transaction transaction;
  casus_error error;
  lua_settop(L, 2);
  if (casus_transaction_begin(&transaction, self->connection,
                              deferred || reading ? CASUS_LOCK_LATER : CASUS_LOCK_NOW, &error) != CASUS_OK)
    return casus_bind_fail(L, &error);
  const bool kept = lua_pcall(L, 0, LUA_MULTRET, 0) == LUA_OK;
  if (!self->connection) {
    casus_transaction_forget(&transaction);
    return luaL_error(L, "the database was closed within its transaction");
  }
  const casus_status status = casus_transaction_end(&transaction, kept, &error);
  if (!kept) return lua_error(L);
  return status == CASUS_OK ? lua_gettop(L) - 1 : casus_bind_fail(L, &error);
}

/* db:register(name, arguments, fn) -> true | nil, message, code
 * Makes a Lua function callable from SQL on this connection, with `arguments` arguments (-1: any number). It
 * must not yield; it is not callable from triggers and views that a file brings. */
static int database_register(lua_State *L) {
  return casus_sql_register(L, check_database(L));
}

/* ---- Values that Lua has no type for */

/* core.blob(string) -> a value that is bound as a blob, not as text */
static int core_blob(lua_State *L) {
  size_t size;
  const char *bytes = luaL_checklstring(L, 1, &size);
  memcpy(lua_newuserdatauv(L, size, 0), bytes, size);
  luaL_setmetatable(L, CASUS_SQL_BLOB);
  return 1;
}

static const luaL_Reg database_methods[] = {
    {"exec", database_exec},         {"rows", database_rows},
    {"first", database_first},       {"columns", database_columns},
    {"readonly", database_readonly}, {"transaction", database_transaction},
    {"register", database_register}, {NULL, NULL},
};

void casus_open_database(lua_State *L) {
  static const luaL_Reg functions[] = {{"database", core_database}, {"blob", core_blob}, {NULL, NULL}};
  casus_bind_type(L, DATABASE, database_methods, database_close);
  casus_sql_open_rows(L);
  luaL_newmetatable(L, CASUS_SQL_BLOB);
  lua_pop(L, 1);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, CASUS_SQL_DATABASES);
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "v");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  lua_pop(L, 1);
  luaL_setfuncs(L, functions, 0);
  lua_pushlightuserdata(L, NULL);
  lua_setfield(L, -2, "null");
}
