/* core.train(data, options, path) -> true | nil, message, code. */
#include "bind/bind.h"

#include <lauxlib.h>

enum { MOST_FILES = 64 };

/* Where the function that is told of each epoch stands on the stack. */
enum { DATA = 1, OPTIONS, PATH, REPORT, PROBLEM };

static const char *string_field(lua_State *L, const char *name, bool needed) {
  const int type = lua_getfield(L, OPTIONS, name);
  if (type != LUA_TSTRING && (needed || type != LUA_TNIL))
    luaL_error(L, "field '%s' should be a string", name);
  return lua_tostring(L, -1); /* stays on the stack, so it lives until the function returns */
}

static lua_Integer integer_field(lua_State *L, const char *name, lua_Integer most) {
  if (lua_getfield(L, OPTIONS, name) == LUA_TNIL) return 0;
  const lua_Integer value = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : -1;
  if (value < 0 || value > most) luaL_error(L, "field '%s' should be an integer from 0 to %I", name, most);
  return value;
}

/* The strings of a sequence. */
static void list_field(lua_State *L, const char *name, const char **paths) {
  if (lua_getfield(L, OPTIONS, name) == LUA_TNIL) return;
  if (!lua_istable(L, -1)) luaL_error(L, "field '%s' should be a table", name);
  const int list = lua_gettop(L);
  const lua_Integer count = luaL_len(L, list);
  if (count > MOST_FILES) luaL_error(L, "field '%s' names too many files", name);
  luaL_checkstack(L, (int)count + LUA_MINSTACK, NULL);
  for (lua_Integer i = 0; i < count; i++) {
    if (lua_geti(L, list, i + 1) != LUA_TSTRING) luaL_error(L, "field '%s' should hold strings", name);
    paths[i] = lua_tostring(L, -1);
  }
}

static void set_number(lua_State *L, const char *name, double value) {
  if (value != value) return;
  lua_pushnumber(L, value);
  lua_setfield(L, -2, name);
}

/* Calls the function (1) with the report (2) as a table. [-2, +1, e] */
static int call_report(lua_State *L) {
  const casus_training_report *figures = lua_touserdata(L, 2);
  lua_settop(L, 1);
  lua_createtable(L, 0, 6);
  lua_pushinteger(L, figures->epoch);
  lua_setfield(L, -2, "epoch");
  lua_pushinteger(L, figures->epochs);
  lua_setfield(L, -2, "epochs");
  set_number(L, "loss", figures->loss);
  set_number(L, "upos", figures->upos);
  set_number(L, "uas", figures->uas);
  set_number(L, "las", figures->las);
  lua_call(L, 1, 1);
  return 1;
}

/* Training holds memory that an error must not jump over: it is kept until training has ended. */
static bool report(void *context, const casus_training_report *figures) {
  lua_State *L = context;
  lua_pushcfunction(L, call_report);
  lua_pushvalue(L, REPORT);
  lua_pushlightuserdata(L, (void *)(uintptr_t)figures);
  if (lua_pcall(L, 2, 1, 0) != LUA_OK) {
    lua_replace(L, PROBLEM);
    return false;
  }
  const bool go_on = lua_isnil(L, -1) || lua_toboolean(L, -1);
  lua_pop(L, 1);
  return go_on;
}

/* core.train(data, options, path) -> true | nil, message, code [-0, +1|3, v] */
static int train(lua_State *L) {
  const char *treebanks[MOST_FILES + 1] = {NULL}, *silver[MOST_FILES + 1] = {NULL};
  casus_error error = {.code = CASUS_OK};
  casus_training training = {.treebanks = treebanks, .silver = silver, .context = L};
  const char *data = luaL_checkstring(L, DATA), *path = luaL_checkstring(L, PATH);
  luaL_checktype(L, OPTIONS, LUA_TTABLE);
  lua_settop(L, PATH);
  if (lua_getfield(L, OPTIONS, "report") == LUA_TFUNCTION)
    training.report = report;
  else if (!lua_isnil(L, -1))
    return luaL_error(L, "field 'report' should be a function");
  lua_pushnil(L);
  list_field(L, "treebanks", treebanks);
  list_field(L, "silver", silver);
  training.without = string_field(L, "without", false);
  training.held_out = string_field(L, "held_out", false);
  training.clusters = string_field(L, "clusters", false);
  training.width = (uint32_t)integer_field(L, "width", 1 << 16);
  training.layers = (uint32_t)integer_field(L, "layers", 1 << 16);
  training.epochs = (uint32_t)integer_field(L, "epochs", 1 << 16);
  training.seed = (uint64_t)integer_field(L, "seed", LUA_MAXINTEGER);
  if (lua_getfield(L, OPTIONS, "silver_share") != LUA_TNIL)
    training.silver_share = (float)luaL_checknumber(L, -1);
  luaL_checkstack(L, LUA_MINSTACK, NULL);
  const casus_status status = casus_train(data, &training, path, &error);
  if (!lua_isnil(L, PROBLEM)) {
    lua_pushvalue(L, PROBLEM);
    return lua_error(L);
  }
  if (status != CASUS_OK) return casus_bind_fail(L, &error);
  lua_pushboolean(L, 1);
  return 1;
}

void casus_open_train(lua_State *L) {
  lua_pushcfunction(L, train);
  lua_setfield(L, -2, "train");
}
