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
#include "store/database.h"

#include <stdlib.h>
#include <string.h>

#define DATABASE  "casus.database"
#define ROWS      "casus.rows"
#define BLOB      "casus.blob"
#define DATABASES "casus.databases" /* registry: address -> database, weak */

enum { OWNER = 1, STATEMENTS, FUNCTIONS, USER_VALUES = FUNCTIONS }; /* of a database */
enum { OF_DATABASE = 1, SQL_TEXT };                                 /* of rows */
enum { MOST_STATEMENTS = 64, POLL = 1000 /* instructions of SQLite's machine */ };

typedef struct database {
  sqlite3 *connection; /* NULL: closed */
  bool borrowed;
  int kept; /* statements in the cache */
  volatile sig_atomic_t *interrupt;
  lua_State *L; /* that runs a statement now, for functions called from SQL */
} database;

typedef struct rows {
  sqlite3_stmt *statement; /* NULL: closed, or read to the end */
  bool ready;              /* the statement stands on a row that has not been handed out */
  bool closed;
} rows;

static database *check_database(lua_State *L) {
  database *self = luaL_checkudata(L, 1, DATABASE);
  luaL_argcheck(L, self->connection, 1, "the database is closed");
  self->L = L;
  luaL_checkstack(L, LUA_MINSTACK, NULL);
  return self;
}

/* ---- Failures */

static const char *code_name(int code) {
  switch (code & 0xff) {
  case SQLITE_CONSTRAINT: return "constraint";
  case SQLITE_FULL: return "full";
  case SQLITE_READONLY: return "readonly";
  default: return casus_status_name(casus_database_status(code));
  }
}

/* [-0, +3, m] */
static int fail(lua_State *L, const database *self) {
  lua_pushnil(L);
  lua_pushstring(L, sqlite3_errmsg(self->connection));
  lua_pushstring(L, code_name(sqlite3_extended_errcode(self->connection)));
  return 3;
}

/* ---- Statements: prepared once, kept by their text */

/* Prepares the statement at `*sql`, which moves on to what follows it. NULL in `*statement`: nothing but
 * white space. */
static bool prepare(const database *self, const char **sql, const char *limit, sqlite3_stmt **statement) {
  return sqlite3_prepare_v3(self->connection, *sql, (int)(limit - *sql), 0, statement, sql) == SQLITE_OK;
}

/* Whether a further statement follows. A text that cannot be parsed counts as one: it will be reported. */
static bool goes_on(const database *self, const char *rest, const char *limit) {
  sqlite3_stmt *next = NULL;
  while (rest < limit) {
    if (!prepare(self, &rest, limit, &next)) return true;
    if (next) return sqlite3_finalize(next), true;
  }
  return false;
}

/* Takes the statement of the text at `index` out of the cache. [-0, +0, m] */
static sqlite3_stmt *take(lua_State *L, database *self, int index) {
  lua_getiuservalue(L, 1, STATEMENTS);
  lua_pushvalue(L, index);
  lua_rawget(L, -2);
  sqlite3_stmt *statement = lua_touserdata(L, -1);
  lua_pop(L, 1);
  if (statement) {
    lua_pushvalue(L, index);
    lua_pushnil(L);
    lua_rawset(L, -3);
    self->kept--;
  }
  lua_pop(L, 1);
  return statement;
}

static void finalise_all(lua_State *L, database *self, int at) {
  lua_getiuservalue(L, at, STATEMENTS);
  if (lua_istable(L, -1))
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
      sqlite3_finalize(lua_touserdata(L, -1));
      lua_pushvalue(L, -2);
      lua_pushnil(L);
      lua_rawset(L, -5);
    }
  lua_pop(L, 1);
  self->kept = 0;
}

/* Puts a statement back under its text, at `index`; `at` is the database. [-0, +0, m] */
static void give_back(lua_State *L, database *self, int at, int index, sqlite3_stmt *statement) {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  if (self->kept >= MOST_STATEMENTS) finalise_all(L, self, at);
  lua_getiuservalue(L, at, STATEMENTS);
  lua_pushvalue(L, index);
  if (lua_rawget(L, -2) == LUA_TNIL) {
    lua_pushvalue(L, index);
    lua_pushlightuserdata(L, statement);
    lua_rawset(L, -4);
    self->kept++;
  } else {
    sqlite3_finalize(statement); /* the same text was running twice */
  }
  lua_pop(L, 2);
}

/* The statement of the text at `index`: from the cache, or prepared. False with SQLite's error; raises where
 * the text is not one statement. [-0, +0, v] */
static bool acquire(lua_State *L, database *self, int index, sqlite3_stmt **statement) {
  size_t size;
  const char *sql = luaL_checklstring(L, index, &size), *limit = sql + size;
  if ((*statement = take(L, self, index))) return true;
  if (!prepare(self, &sql, limit, statement)) return false;
  if (!*statement) return luaL_argerror(L, index, "no SQL statement");
  if (goes_on(self, sql, limit)) {
    sqlite3_finalize(*statement);
    return luaL_argerror(L, index, "more than one SQL statement");
  }
  return true;
}

/* ---- Parameters */

/* Binds the value at `index`; returns SQLite's code, SQLITE_MISMATCH for a type that it cannot take.
 * Allocates nothing in Lua, so that it cannot raise. */
static int bind_value(lua_State *L, sqlite3_stmt *statement, int parameter, int index) {
  size_t size;
  const char *text;
  switch (lua_type(L, index)) {
  case LUA_TNIL: return sqlite3_bind_null(statement, parameter);
  case LUA_TBOOLEAN: return sqlite3_bind_int(statement, parameter, lua_toboolean(L, index));
  case LUA_TNUMBER:
    return lua_isinteger(L, index) ? sqlite3_bind_int64(statement, parameter, lua_tointeger(L, index))
                                   : sqlite3_bind_double(statement, parameter, lua_tonumber(L, index));
  case LUA_TSTRING:
    text = lua_tolstring(L, index, &size);
    return sqlite3_bind_text64(statement, parameter, text, size, SQLITE_TRANSIENT, SQLITE_UTF8);
  case LUA_TLIGHTUSERDATA:
    return lua_touserdata(L, index) ? SQLITE_MISMATCH : sqlite3_bind_null(statement, parameter);
  case LUA_TUSERDATA:
    if (!luaL_testudata(L, index, BLOB)) return SQLITE_MISMATCH;
    return sqlite3_bind_blob64(statement, parameter, lua_touserdata(L, index), lua_rawlen(L, index),
                               SQLITE_TRANSIENT);
  default: return SQLITE_MISMATCH;
  }
}

/* Pushes the value in the table at `index` for a parameter: by name, or by number where it has none. */
static void push_named(lua_State *L, sqlite3_stmt *statement, int parameter, int index) {
  const char *name = sqlite3_bind_parameter_name(statement, parameter);
  if (name && *name != '?') {
    lua_pushstring(L, name + 1);
    lua_rawget(L, index);
  } else {
    lua_rawgeti(L, index, parameter);
  }
}

/* Binds what a table holds; pushes a message and returns false where it does not fit. */
static bool bind_table(lua_State *L, sqlite3_stmt *statement, int index) {
  const int count = sqlite3_bind_parameter_count(statement);
  for (int i = 1; i <= count; i++) {
    const char *name = sqlite3_bind_parameter_name(statement, i);
    push_named(L, statement, i, index);
    if (lua_isnil(L, -1)) {
      lua_pushfstring(L, "no value for parameter %s (null is core.null)", name ? name : "?");
      return false;
    }
    if (bind_value(L, statement, i, -1) != SQLITE_OK) {
      lua_pushfstring(L, "parameter %s: cannot bind a %s", name ? name : "?", luaL_typename(L, -1));
      return false;
    }
    lua_pop(L, 1);
  }
  int given = 0;
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) given++;
  if (given > count) {
    lua_pushfstring(L, "%d parameters given, %d wanted", given, count);
    return false;
  }
  return true;
}

static bool bind_list(lua_State *L, sqlite3_stmt *statement, int first, int last) {
  const int count = sqlite3_bind_parameter_count(statement), given = last - first + 1;
  if (given != count) {
    lua_pushfstring(L, "%d parameters given, %d wanted", given, count);
    return false;
  }
  for (int i = 1; i <= count; i++)
    if (bind_value(L, statement, i, first + i - 1) != SQLITE_OK) {
      lua_pushfstring(L, "parameter %d: cannot bind a %s", i, luaL_typename(L, first + i - 1));
      return false;
    }
  return true;
}

/* Binds the arguments from `first` to `last`, or the one table that they are; raises where they do not fit.
 */
static void bind_arguments(lua_State *L, database *self, sqlite3_stmt *statement, int first, int last) {
  if (first == last && lua_istable(L, first) ? bind_table(L, statement, first)
                                             : bind_list(L, statement, first, last))
    return;
  give_back(L, self, 1, first - 1, statement);
  luaL_error(L, "%s", lua_tostring(L, -1));
}

/* ---- Values and rows */

static void push_column(lua_State *L, sqlite3_stmt *statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
  case SQLITE_INTEGER: lua_pushinteger(L, sqlite3_column_int64(statement, column)); break;
  case SQLITE_FLOAT: lua_pushnumber(L, sqlite3_column_double(statement, column)); break;
  case SQLITE_NULL: lua_pushnil(L); break;
  default: {
    const char *bytes = sqlite3_column_blob(statement, column); /* before its size */
    lua_pushlstring(L, bytes ? bytes : "", (size_t)sqlite3_column_bytes(statement, column));
  }
  }
}

static void push_row(lua_State *L, sqlite3_stmt *statement) {
  const int columns = sqlite3_column_count(statement);
  lua_createtable(L, 0, columns);
  for (int i = 0; i < columns; i++) {
    const char *name = sqlite3_column_name(statement, i);
    if (!name) luaL_error(L, "not enough memory");
    push_column(L, statement, i);
    if (lua_isnil(L, -1)) /* also where an earlier column has the name */
      lua_pop(L, 1);
    else
      lua_setfield(L, -2, name);
  }
}

static void push_tuple(lua_State *L, sqlite3_stmt *statement) {
  const int columns = sqlite3_column_count(statement);
  lua_createtable(L, columns, 1);
  for (int i = 0; i < columns; i++) {
    push_column(L, statement, i);
    lua_rawseti(L, -2, i + 1);
  }
  lua_pushinteger(L, columns);
  lua_setfield(L, -2, "n");
}

static void push_columns(lua_State *L, sqlite3_stmt *statement) {
  const int columns = sqlite3_column_count(statement);
  lua_createtable(L, columns, 0);
  for (int i = 0; i < columns; i++) {
    lua_pushstring(L, sqlite3_column_name(statement, i));
    lua_rawseti(L, -2, i + 1);
  }
}

/* rows: the database is user value 1, the text of the statement 2. */
static void finish(lua_State *L, int index, rows *self) {
  if (!self->statement) return;
  sqlite3_stmt *statement = self->statement;
  self->statement = NULL;
  self->ready = false;
  lua_getiuservalue(L, index, OF_DATABASE);
  database *owner = lua_touserdata(L, -1);
  if (owner && owner->connection) {
    lua_getiuservalue(L, index, SQL_TEXT);
    const int top = lua_gettop(L);
    give_back(L, owner, top - 1, top, statement);
    lua_pop(L, 1);
  } else {
    sqlite3_finalize(statement);
  }
  lua_pop(L, 1);
}

static int rows_close(lua_State *L) {
  rows *self = luaL_checkudata(L, 1, ROWS);
  self->closed = true;
  finish(L, 1, self);
  return 0;
}

/* Rows whose memory is reclaimed do not go back to the cache: finalisers should do little. */
static int rows_collect(lua_State *L) {
  rows *self = luaL_checkudata(L, 1, ROWS);
  sqlite3_finalize(self->statement);
  self->statement = NULL;
  self->closed = true;
  return 0;
}

static rows *check_rows(lua_State *L, int index) {
  rows *self = luaL_checkudata(L, index, ROWS);
  luaL_argcheck(L, !self->closed, index, "the rows are closed");
  if (!self->statement) return self;
  lua_getiuservalue(L, index, OF_DATABASE);
  database *owner = lua_touserdata(L, -1);
  luaL_argcheck(L, owner->connection, index, "the database is closed");
  owner->L = L;
  lua_pop(L, 1);
  return self;
}

/* Pushes the next row through `push`, or nil at the end. [-0, +1, v] */
static int next(lua_State *L, int index, void (*push)(lua_State *, sqlite3_stmt *)) {
  rows *self = check_rows(L, index);
  const int code = !self->statement ? SQLITE_DONE : self->ready ? SQLITE_ROW : sqlite3_step(self->statement);
  self->ready = false;
  if (code == SQLITE_ROW) {
    push(L, self->statement);
    return 1;
  }
  if (code != SQLITE_DONE) {
    lua_pushstring(L, sqlite3_errmsg(sqlite3_db_handle(self->statement)));
    finish(L, index, self);
    return luaL_error(L, "%s", lua_tostring(L, -1));
  }
  finish(L, index, self);
  lua_pushnil(L);
  return 1;
}

static int rows_next(lua_State *L) {
  return next(L, 1, push_row);
}

static int next_tuple(lua_State *L) {
  return next(L, lua_upvalueindex(1), push_tuple);
}

/* rows:tuples() -> iterator of lists of values, with `n`, for columns that have the same name. */
static int rows_tuples(lua_State *L) {
  check_rows(L, 1);
  lua_settop(L, 1);
  lua_pushvalue(L, 1);
  lua_pushcclosure(L, next_tuple, 1);
  lua_pushnil(L);
  lua_pushnil(L);
  lua_pushvalue(L, 1);
  return 4;
}

/* rows:columns() -> list of their names, also when there are no rows */
static int rows_columns(lua_State *L) {
  luaL_checkudata(L, 1, ROWS);
  lua_getiuservalue(L, 1, 3);
  return 1;
}

/* ---- Database */

static int poll(void *context) {
  const database *self = context;
  return self->interrupt && *self->interrupt;
}

/* [-0, +1, m] */
static database *push_database(lua_State *L) {
  database *self = lua_newuserdatauv(L, sizeof *self, USER_VALUES);
  memset(self, 0, sizeof *self);
  luaL_setmetatable(L, DATABASE);
  lua_newtable(L);
  lua_setiuservalue(L, -2, STATEMENTS);
  lua_newtable(L);
  lua_setiuservalue(L, -2, FUNCTIONS);
  lua_getfield(L, LUA_REGISTRYINDEX, DATABASES);
  lua_pushvalue(L, -2);
  lua_rawsetp(L, -2, self);
  lua_pop(L, 1);
  self->interrupt = casus_bind_interrupt(L);
  return self;
}

void casus_bind_push_database(lua_State *L, sqlite3 *connection, int owner) {
  owner = lua_absindex(L, owner);
  database *self = push_database(L);
  self->borrowed = true;
  lua_pushvalue(L, owner);
  lua_setiuservalue(L, -2, OWNER);
  self->connection = connection;
  sqlite3_progress_handler(connection, POLL, poll, self);
}

static void close_at(lua_State *L, int index) {
  database *self = lua_touserdata(L, index);
  if (!self->connection) return;
  finalise_all(L, self, lua_absindex(L, index));
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
    if (!prepare(self, &sql, limit, &statement)) return false;
    if (!statement) continue;
    run(statement);
    if (sqlite3_finalize(statement) != SQLITE_OK) return false;
  }
  return true;
}

/* Runs one statement with the arguments from 3 to `last`; false with SQLite's error. */
static bool run_one(lua_State *L, database *self, sqlite3_stmt *statement, int last) {
  bind_arguments(L, self, statement, 3, last);
  const bool done = run(statement) == SQLITE_DONE;
  if (!done) fail(L, self); /* before the statement is reset */
  give_back(L, self, 1, 2, statement);
  return done;
}

/* db:exec(sql, ...) -> number of rows that the (last) statement inserted, updated or deleted | nil, message,
 * code Without parameters `sql` may hold several statements. */
static int database_exec(lua_State *L) {
  database *self = check_database(L);
  size_t size;
  const char *sql = luaL_checklstring(L, 2, &size), *limit = sql + size, *rest = sql;
  const int last = lua_gettop(L);
  const sqlite3_int64 before = sqlite3_total_changes64(self->connection);
  sqlite3_stmt *statement = take(L, self, 2);
  bool single = statement != NULL;
  if (!single) {
    if (!prepare(self, &rest, limit, &statement)) return fail(L, self);
    single = statement && !goes_on(self, rest, limit);
    if (!single) sqlite3_finalize(statement);
    luaL_argcheck(L, single || last == 2, 2, "parameters go with one SQL statement");
  }
  if (single && !run_one(L, self, statement, last)) return 3;
  if (!single && !run_script(self, sql, limit)) return fail(L, self);
  const bool changed = sqlite3_total_changes64(self->connection) != before;
  lua_pushinteger(L, changed ? sqlite3_changes64(self->connection) : 0);
  return 1;
}

/* Pushes rows over the statement at 2 with its parameters bound, or three values of failure and false. */
static bool push_rows(lua_State *L, database *self) {
  const int last = lua_gettop(L);
  luaL_checkstring(L, 2);
  rows *made = lua_newuserdatauv(L, sizeof *made, 3);
  memset(made, 0, sizeof *made);
  luaL_setmetatable(L, ROWS);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, OF_DATABASE);
  lua_pushvalue(L, 2);
  lua_setiuservalue(L, -2, SQL_TEXT);
  sqlite3_stmt *statement;
  if (!acquire(L, self, 2, &statement)) return fail(L, self), false;
  bind_arguments(L, self, statement, 3, last);
  made->statement = statement;
  if (!sqlite3_stmt_readonly(statement) || sqlite3_column_count(statement) == 0) {
    const int code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
      fail(L, self);
      finish(L, last + 1, made);
      return false;
    }
    if (code == SQLITE_ROW) made->ready = true;
  }
  push_columns(L, statement);
  lua_setiuservalue(L, -2, 3);
  if (!made->ready && (!sqlite3_stmt_readonly(statement) || sqlite3_column_count(statement) == 0))
    finish(L, last + 1, made);
  return true;
}

/* db:rows(sql, ...) -> iterator of rows, nil, nil, what closes it | nil, message, code
 * The iterator is an object: `rows:columns()`, `rows:tuples()`, `rows:close()`. */
static int database_rows(lua_State *L) {
  if (!push_rows(L, check_database(L))) return 3;
  lua_pushnil(L);
  lua_pushnil(L);
  lua_pushvalue(L, -3);
  return 4;
}

/* db:first(sql, ...) -> row, or nil if there is none | nil, message, code */
static int database_first(lua_State *L) {
  database *self = check_database(L);
  if (!push_rows(L, self)) return 3;
  const int index = lua_gettop(L);
  rows *found = lua_touserdata(L, index);
  if (!found->statement) return lua_pushnil(L), 1;
  if (!found->ready) {
    const int code = sqlite3_step(found->statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
      fail(L, self);
      finish(L, index, found);
      return 3;
    }
    found->ready = code == SQLITE_ROW;
  }
  if (found->ready)
    push_row(L, found->statement);
  else
    lua_pushnil(L);
  finish(L, index, found);
  return 1;
}

/* db:columns(sql) -> list of the names of the columns of a query | nil, message, code */
static int database_columns(lua_State *L) {
  database *self = check_database(L);
  sqlite3_stmt *statement;
  if (!acquire(L, self, 2, &statement)) return fail(L, self);
  push_columns(L, statement);
  give_back(L, self, 1, 2, statement);
  return 1;
}

/* db:readonly(sql) -> whether a statement leaves the file as it is | nil, message, code */
static int database_readonly(lua_State *L) {
  database *self = check_database(L);
  sqlite3_stmt *statement;
  if (!acquire(L, self, 2, &statement)) return fail(L, self);
  lua_pushboolean(L, sqlite3_stmt_readonly(statement));
  give_back(L, self, 1, 2, statement);
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
  if (!self->connection) return luaL_error(L, "the database was closed within its transaction");
  const casus_status status = casus_transaction_end(&transaction, kept, &error);
  if (!kept) return lua_error(L);
  return status == CASUS_OK ? lua_gettop(L) - 1 : casus_bind_fail(L, &error);
}

/* ---- Functions called from SQL */

typedef struct function {
  database *owner;
  lua_Integer number; /* in the database's table of functions */
} function;

typedef struct call {
  const function *function;
  sqlite3_context *context;
  int count;
  sqlite3_value **arguments;
} call;

static void push_argument(lua_State *L, sqlite3_value *value) {
  switch (sqlite3_value_type(value)) {
  case SQLITE_INTEGER: lua_pushinteger(L, sqlite3_value_int64(value)); break;
  case SQLITE_FLOAT: lua_pushnumber(L, sqlite3_value_double(value)); break;
  case SQLITE_NULL: lua_pushnil(L); break;
  default: {
    const char *bytes = sqlite3_value_blob(value);
    lua_pushlstring(L, bytes ? bytes : "", (size_t)sqlite3_value_bytes(value));
  }
  }
}

static void set_result(lua_State *L, sqlite3_context *context, int index) {
  size_t size;
  const char *text;
  switch (lua_type(L, index)) {
  case LUA_TNIL: sqlite3_result_null(context); break;
  case LUA_TBOOLEAN: sqlite3_result_int(context, lua_toboolean(L, index)); break;
  case LUA_TNUMBER:
    if (lua_isinteger(L, index))
      sqlite3_result_int64(context, lua_tointeger(L, index));
    else
      sqlite3_result_double(context, lua_tonumber(L, index));
    break;
  case LUA_TSTRING:
    text = lua_tolstring(L, index, &size);
    sqlite3_result_text64(context, text, size, SQLITE_TRANSIENT, SQLITE_UTF8);
    break;
  default:
    if (luaL_testudata(L, index, BLOB))
      sqlite3_result_blob64(context, lua_touserdata(L, index), lua_rawlen(L, index), SQLITE_TRANSIENT);
    else if (lua_islightuserdata(L, index) && !lua_touserdata(L, index))
      sqlite3_result_null(context);
    else
      luaL_error(L, "a %s is no value for SQL", luaL_typename(L, index));
  }
}

/* Under lua_pcall: whatever happens here must not jump over SQLite's frames. */
static int invoke_protected(lua_State *L) {
  const call *self = lua_touserdata(L, 1);
  luaL_checkstack(L, self->count + 8, "too many arguments");
  lua_getfield(L, LUA_REGISTRYINDEX, DATABASES);
  lua_rawgetp(L, -1, self->function->owner);
  lua_getiuservalue(L, -1, FUNCTIONS);
  lua_rawgeti(L, -1, self->function->number);
  for (int i = 0; i < self->count; i++) push_argument(L, self->arguments[i]);
  lua_call(L, self->count, 1);
  set_result(L, self->context, -1);
  return 0;
}

static void invoke(sqlite3_context *context, int count, sqlite3_value **arguments) {
  call self = {sqlite3_user_data(context), context, count, arguments};
  lua_State *L = self.function->owner->L;
  if (!lua_checkstack(L, 4)) {
    sqlite3_result_error_nomem(context);
    return;
  }
  lua_pushcfunction(L, invoke_protected);
  lua_pushlightuserdata(L, &self);
  if (lua_pcall(L, 1, 0, 0) != LUA_OK) {
    const char *message = lua_tostring(L, -1);
    sqlite3_result_error(context, message ? message : "error object is not a string", -1);
    lua_pop(L, 1);
  }
  self.function->owner->L = L; /* the function may have used the database in a coroutine */
}

/* db:register(name, arguments, fn) -> true | nil, message, code
 * Makes a Lua function callable from SQL on this connection, with `arguments` arguments (-1: any number). It
 * must not yield; it is not callable from triggers and views that a file brings. */
static int database_register(lua_State *L) {
  database *self = check_database(L);
  const char *name = luaL_checkstring(L, 2);
  const lua_Integer arguments = luaL_checkinteger(L, 3);
  luaL_argcheck(L, arguments >= -1 && arguments <= 127, 3, "-1 to 127 arguments");
  luaL_checktype(L, 4, LUA_TFUNCTION);
  lua_getiuservalue(L, 1, FUNCTIONS);
  const lua_Integer number = luaL_len(L, -1) + 1;
  lua_pushvalue(L, 4);
  lua_rawseti(L, -2, number);
  function *made = malloc(sizeof *made);
  if (!made) return luaL_error(L, "not enough memory");
  *made = (function){self, number};
  if (sqlite3_create_function_v2(self->connection, name, (int)arguments, SQLITE_UTF8 | SQLITE_DIRECTONLY,
                                 made, invoke, NULL, NULL, free) != SQLITE_OK)
    return fail(L, self);
  lua_pushboolean(L, 1);
  return 1;
}

/* ---- Values that Lua has no type for */

/* core.blob(string) -> a value that is bound as a blob, not as text */
static int core_blob(lua_State *L) {
  size_t size;
  const char *bytes = luaL_checklstring(L, 1, &size);
  memcpy(lua_newuserdatauv(L, size, 0), bytes, size);
  luaL_setmetatable(L, BLOB);
  return 1;
}

static const luaL_Reg database_methods[] = {
    {"exec", database_exec},         {"rows", database_rows},
    {"first", database_first},       {"columns", database_columns},
    {"readonly", database_readonly}, {"transaction", database_transaction},
    {"register", database_register}, {NULL, NULL},
};

static const luaL_Reg rows_methods[] = {
    {"tuples", rows_tuples},
    {"columns", rows_columns},
    {NULL, NULL},
};

void casus_open_database(lua_State *L) {
  static const luaL_Reg functions[] = {{"database", core_database}, {"blob", core_blob}, {NULL, NULL}};
  casus_bind_type(L, DATABASE, database_methods, database_close);
  casus_bind_type(L, ROWS, rows_methods, rows_close);
  luaL_getmetatable(L, ROWS);
  lua_pushcfunction(L, rows_next);
  lua_setfield(L, -2, "__call");
  lua_pushcfunction(L, rows_collect);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
  luaL_newmetatable(L, BLOB);
  lua_pop(L, 1);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, DATABASES);
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "v");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  lua_pop(L, 1);
  luaL_setfuncs(L, functions, 0);
  lua_pushlightuserdata(L, NULL);
  lua_setfield(L, -2, "null");
}
