#include "bind/statement.h"

#include "bind/bind.h"
#include "store/database.h"

#include <limits.h>
#include <string.h>

enum { MOST_STATEMENTS = 64 };

/* ---- Failures */

static const char *code_name(int code) {
  switch (code & 0xff) {
  case SQLITE_CONSTRAINT: return "constraint";
  case SQLITE_FULL: return "full";
  case SQLITE_READONLY: return "readonly";
  default: return casus_status_name(casus_database_status(code));
  }
}

bool casus_sql_push_message(lua_State *L, sqlite3 *connection) {
  const int code = sqlite3_extended_errcode(connection) & 0xff;
  const casus_status status = casus_database_status(code);
  const char *file = sqlite3_db_filename(connection, "main"), *message = sqlite3_errmsg(connection);
  const bool named = file && *file && (status == CASUS_IO || status == CASUS_FORMAT || code == SQLITE_BUSY);
  if (named)
    lua_pushfstring(L, "%s: %s", file, message);
  else
    lua_pushstring(L, message);
  return named;
}

int casus_sql_fail(lua_State *L, const database *self) {
  lua_pushnil(L);
  casus_sql_push_message(L, self->connection);
  lua_pushstring(L, code_name(sqlite3_extended_errcode(self->connection)));
  return 3;
}

/* ---- Statements: prepared once, kept by their text */

const char *casus_sql_check(lua_State *L, int index, const char **limit) {
  size_t size;
  const char *sql = luaL_checklstring(L, index, &size);
  luaL_argcheck(L, size <= INT_MAX, index, "the SQL is too long");
  luaL_argcheck(L, !memchr(sql, '\0', size), index, "the SQL holds a NUL byte");
  *limit = sql + size;
  return sql;
}

bool casus_sql_prepare(const database *self, const char **sql, const char *limit, sqlite3_stmt **statement) {
  return sqlite3_prepare_v3(self->connection, *sql, (int)(limit - *sql), 0, statement, sql) == SQLITE_OK;
}

bool casus_sql_goes_on(const database *self, const char *rest, const char *limit) {
  sqlite3_stmt *next = NULL;
  while (rest < limit) {
    if (!casus_sql_prepare(self, &rest, limit, &next)) return true;
    if (next) return sqlite3_finalize(next), true;
  }
  return false;
}

sqlite3_stmt *casus_sql_take(lua_State *L, database *self, int index) {
  lua_getiuservalue(L, 1, CASUS_SQL_STATEMENTS);
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

void casus_sql_forget(lua_State *L, database *self, int at) {
  lua_getiuservalue(L, at, CASUS_SQL_STATEMENTS);
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

void casus_sql_give_back(lua_State *L, database *self, int at, int index, sqlite3_stmt *statement) {
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  if (self->kept >= MOST_STATEMENTS) casus_sql_forget(L, self, at);
  lua_getiuservalue(L, at, CASUS_SQL_STATEMENTS);
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

bool casus_sql_acquire(lua_State *L, database *self, int index, sqlite3_stmt **statement) {
  const char *limit, *sql = casus_sql_check(L, index, &limit);
  if ((*statement = casus_sql_take(L, self, index))) return true;
  if (!casus_sql_prepare(self, &sql, limit, statement)) return false;
  if (!*statement) return luaL_argerror(L, index, "no SQL statement");
  if (casus_sql_goes_on(self, sql, limit)) {
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
    if (!luaL_testudata(L, index, CASUS_SQL_BLOB)) return SQLITE_MISMATCH;
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

void casus_sql_bind(lua_State *L, database *self, sqlite3_stmt *statement, int first, int last) {
  if (first == last && lua_istable(L, first) ? bind_table(L, statement, first)
                                             : bind_list(L, statement, first, last))
    return;
  casus_sql_give_back(L, self, 1, first - 1, statement);
  luaL_error(L, "%s", lua_tostring(L, -1));
}
