/* casus.rows: the rows of a statement that runs. User value 1 is the database, 2 the text of the statement, 3
 * the names of its columns. */
#include "bind/rows.h"

#include "bind/bind.h"

#include <string.h>

static const char ROWS[] = "casus.rows";

enum { OF_DATABASE = 1, SQL_TEXT, COLUMNS };

typedef struct rows {
  sqlite3_stmt *statement; /* NULL: closed, or read to the end */
  bool ready;              /* the statement stands on a row that has not been handed out */
  bool running;            /* which a Lua function that it calls may see */
  bool closed;
} rows;

/* ---- Values */

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

void casus_sql_push_columns(lua_State *L, sqlite3_stmt *statement) {
  const int columns = sqlite3_column_count(statement);
  lua_createtable(L, columns, 0);
  for (int i = 0; i < columns; i++) {
    lua_pushstring(L, sqlite3_column_name(statement, i));
    lua_rawseti(L, -2, i + 1);
  }
}

/* ---- Reading */

/* Gives the statement back, or ends it where its database is gone. */
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
    casus_sql_give_back(L, owner, top - 1, top, statement);
    lua_pop(L, 1);
  } else {
    sqlite3_finalize(statement);
  }
  lua_pop(L, 1);
}

static void check_running(lua_State *L, const rows *self) {
  if (self->running) luaL_error(L, "the rows are being read by the statement that called this function");
}

static int rows_close(lua_State *L) {
  rows *self = luaL_checkudata(L, 1, ROWS);
  check_running(L, self);
  self->closed = true;
  finish(L, 1, self);
  return 0;
}

/* Rows whose memory is reclaimed do not go back to the cache: finalisers should do little. */
static int rows_collect(lua_State *L) {
  rows *self = luaL_checkudata(L, 1, ROWS);
  check_running(L, self);
  sqlite3_finalize(self->statement);
  self->statement = NULL;
  self->closed = true;
  return 0;
}

static rows *check_rows(lua_State *L, int index) {
  rows *self = luaL_checkudata(L, index, ROWS);
  if (self->closed) luaL_error(L, "the rows are closed");
  check_running(L, self);
  if (!self->statement) return self;
  lua_getiuservalue(L, index, OF_DATABASE);
  database *owner = lua_touserdata(L, -1);
  if (!owner->connection) luaL_error(L, "the database is closed");
  owner->L = L;
  lua_pop(L, 1);
  return self;
}

/* Pushes the next row through `push`, or nil at the end. [-0, +1, v] */
static int next(lua_State *L, int index, void (*push)(lua_State *, sqlite3_stmt *)) {
  rows *self = check_rows(L, index);
  int code = !self->statement ? SQLITE_DONE : SQLITE_ROW;
  if (self->statement && !self->ready) {
    self->running = true;
    code = sqlite3_step(self->statement);
    self->running = false;
  }
  self->ready = false;
  if (code == SQLITE_ROW) {
    push(L, self->statement);
    return 1;
  }
  if (code != SQLITE_DONE) {
    const bool named = casus_sql_push_message(L, sqlite3_db_handle(self->statement));
    finish(L, index, self);
    return named ? lua_error(L) : luaL_error(L, "%s", lua_tostring(L, -1));
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
  lua_getiuservalue(L, 1, COLUMNS);
  return 1;
}

/* ---- Making */

bool casus_sql_push_rows(lua_State *L, database *self) {
  const int last = lua_gettop(L);
  luaL_checkstring(L, 2);
  rows *made = lua_newuserdatauv(L, sizeof *made, COLUMNS);
  memset(made, 0, sizeof *made);
  luaL_setmetatable(L, ROWS);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, OF_DATABASE);
  lua_pushvalue(L, 2);
  lua_setiuservalue(L, -2, SQL_TEXT);
  sqlite3_stmt *statement;
  if (!casus_sql_acquire(L, self, 2, &statement)) return casus_sql_fail(L, self), false;
  casus_sql_bind(L, self, statement, 3, last);
  made->statement = statement;
  if (!sqlite3_stmt_readonly(statement) || sqlite3_column_count(statement) == 0) {
    const int code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
      casus_sql_fail(L, self);
      finish(L, last + 1, made);
      return false;
    }
    if (code == SQLITE_ROW) made->ready = true;
  }
  casus_sql_push_columns(L, statement);
  lua_setiuservalue(L, -2, COLUMNS);
  if (!made->ready && (!sqlite3_stmt_readonly(statement) || sqlite3_column_count(statement) == 0))
    finish(L, last + 1, made);
  return true;
}

int casus_sql_push_first(lua_State *L, database *self) {
  if (!casus_sql_push_rows(L, self)) return 3;
  const int index = lua_gettop(L);
  rows *found = lua_touserdata(L, index);
  if (!found->statement) return lua_pushnil(L), 1;
  if (!found->ready) {
    const int code = sqlite3_step(found->statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
      casus_sql_fail(L, self);
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

void casus_sql_open_rows(lua_State *L) {
  static const luaL_Reg methods[] = {{"tuples", rows_tuples}, {"columns", rows_columns}, {NULL, NULL}};
  casus_bind_type(L, ROWS, methods, rows_close);
  luaL_getmetatable(L, ROWS);
  lua_pushcfunction(L, rows_next);
  lua_setfield(L, -2, "__call");
  lua_pushcfunction(L, rows_collect);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
}
