/* Lua functions that SQL can call. They are kept in a user value of the database, by number. */
#include "bind/statement.h"

#include <lauxlib.h>
#include <stdlib.h>

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
    if (luaL_testudata(L, index, CASUS_SQL_BLOB))
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
  lua_getfield(L, LUA_REGISTRYINDEX, CASUS_SQL_DATABASES);
  lua_rawgetp(L, -1, self->function->owner);
  lua_getiuservalue(L, -1, CASUS_SQL_FUNCTIONS);
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
  self.function->owner->calls++;
  lua_pushcfunction(L, invoke_protected);
  lua_pushlightuserdata(L, &self);
  if (lua_pcall(L, 1, 0, 0) != LUA_OK) {
    const char *message = lua_tostring(L, -1);
    sqlite3_result_error(context, message ? message : "error object is not a string", -1);
    lua_pop(L, 1);
  }
  self.function->owner->calls--;
  self.function->owner->L = L; /* the function may have used the database in a coroutine */
}

int casus_sql_register(lua_State *L, database *self) {
  const char *name = luaL_checkstring(L, 2);
  const lua_Integer arguments = luaL_checkinteger(L, 3);
  luaL_argcheck(L, arguments >= -1 && arguments <= 127, 3, "-1 to 127 arguments");
  luaL_checktype(L, 4, LUA_TFUNCTION);
  lua_getiuservalue(L, 1, CASUS_SQL_FUNCTIONS);
  const lua_Integer number = luaL_len(L, -1) + 1;
  lua_pushvalue(L, 4);
  lua_rawseti(L, -2, number);
  function *made = malloc(sizeof *made);
  if (!made) return luaL_error(L, "not enough memory");
  *made = (function){self, number};
  if (sqlite3_create_function_v2(self->connection, name, (int)arguments, SQLITE_UTF8 | SQLITE_DIRECTONLY,
                                 made, invoke, NULL, NULL, free) != SQLITE_OK)
    return casus_sql_fail(L, self);
  lua_pushboolean(L, 1);
  return 1;
}
