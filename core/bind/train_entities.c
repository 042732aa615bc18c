/* core.train_entities(engine, options, path) -> true | nil, message, code. */
#include "bind/bind.h"
#include "bind/document.h"

#include <lauxlib.h>

/* Where things stand on the stack. */
enum { ENGINE = 1, OPTIONS, PATH, REPORT, PROBLEM };

static uint32_t integer_field(lua_State *L, int index, const char *name, lua_Integer most) {
  lua_getfield(L, index, name);
  const lua_Integer value = lua_isnil(L, -1) ? 0 : lua_isinteger(L, -1) ? lua_tointeger(L, -1) : -1;
  if (value < 0 || value > most) luaL_error(L, "field '%s' should be an integer from 0 to %I", name, most);
  lua_pop(L, 1);
  return (uint32_t)value;
}

/* The string in a field of the table on top, which keeps it alive. [-0, +0, v] */
static casus_string string_field(lua_State *L, const char *name) {
  casus_string string;
  if (lua_getfield(L, -1, name) != LUA_TSTRING) luaL_error(L, "field '%s' should be a string", name);
  string.bytes = lua_tolstring(L, -1, &string.size);
  lua_pop(L, 1);
  return string;
}

/* The spans in the list on top, in a userdata that is pushed. [-0, +1, v] */
static const casus_labelled_span *push_spans(lua_State *L, size_t count, size_t size) {
  casus_labelled_span *spans = lua_newuserdatauv(L, count * sizeof *spans + 1, 0);
  for (size_t i = 0; i < count; i++) {
    if (lua_geti(L, -2, (lua_Integer)i + 1) != LUA_TTABLE) luaL_error(L, "a span should be a table");
    spans[i].start = integer_field(L, -1, "start", UINT32_MAX);
    spans[i].stop = integer_field(L, -1, "stop", UINT32_MAX);
    spans[i].label = string_field(L, "label").bytes;
    lua_pop(L, 1);
    if (spans[i].start >= spans[i].stop || spans[i].stop > size || (i && spans[i].start < spans[i - 1].stop))
      luaL_error(L, "spans should lie in the text, by start, and not overlap");
  }
  return spans;
}

/* The text in the table on top; what it points to is kept in the table at `kept`. [-0, +0, v] */
static casus_labelled_text get_text(lua_State *L, int kept) {
  casus_labelled_text text = {.text = string_field(L, "text")};
  if (lua_getfield(L, -1, "spans") != LUA_TTABLE) luaL_error(L, "field 'spans' should be a table");
  text.count = (size_t)luaL_len(L, -1);
  text.spans = push_spans(L, text.count, text.text.size);
  lua_rawseti(L, kept, (lua_Integer)lua_rawlen(L, kept) + 1);
  lua_pop(L, 1);
  return text;
}

/* The texts in a field of the options, in a userdata that is pushed with a table of what it needs. [-0, +2,
 * v] */
static casus_labelled_texts list_field(lua_State *L, const char *name) {
  luaL_checkstack(L, LUA_MINSTACK, NULL);
  const int type = lua_getfield(L, OPTIONS, name);
  if (type != LUA_TTABLE && type != LUA_TNIL) luaL_error(L, "field '%s' should be a table", name);
  const int list = lua_gettop(L);
  const size_t count = type == LUA_TNIL ? 0 : (size_t)luaL_len(L, list);
  casus_labelled_text *items = lua_newuserdatauv(L, count * sizeof *items + 1, 0);
  lua_newtable(L);
  const int kept = lua_gettop(L);
  for (size_t i = 0; i < count; i++) {
    if (lua_geti(L, list, (lua_Integer)i + 1) != LUA_TTABLE) luaL_error(L, "a text should be a table");
    items[i] = get_text(L, kept);
    lua_pop(L, 1);
  }
  lua_remove(L, list);
  return (casus_labelled_texts){items, count};
}

static void set_number(lua_State *L, const char *name, double value) {
  if (value != value) return;
  lua_pushnumber(L, value);
  lua_setfield(L, -2, name);
}

/* Calls the function (1) with the report (2) as a table. [-2, +1, e] */
static int call_report(lua_State *L) {
  const casus_entity_report *figures = lua_touserdata(L, 2);
  lua_settop(L, 1);
  lua_createtable(L, 0, 6);
  lua_pushinteger(L, figures->epoch);
  lua_setfield(L, -2, "epoch");
  lua_pushinteger(L, figures->epochs);
  lua_setfield(L, -2, "epochs");
  set_number(L, "loss", figures->loss);
  set_number(L, "precision", figures->precision);
  set_number(L, "recall", figures->recall);
  set_number(L, "f1", figures->f1);
  lua_call(L, 1, 1);
  return 1;
}

/* Training holds memory that an error must not jump over: it is kept until training has ended. */
static bool report(void *context, const casus_entity_report *figures) {
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

/* core.train_entities(engine, options, path) -> true | nil, message, code [-0, +1|3, v] */
static int train_entities(lua_State *L) {
  casus_bind_engine *engine = luaL_checkudata(L, ENGINE, CASUS_BIND_ENGINE);
  const char *path = luaL_checkstring(L, PATH);
  casus_error error = {.code = CASUS_OK};
  casus_entity_training training = {.context = L};
  luaL_checktype(L, OPTIONS, LUA_TTABLE);
  lua_settop(L, PATH);
  if (lua_getfield(L, OPTIONS, "report") == LUA_TFUNCTION)
    training.report = report;
  else if (!lua_isnil(L, -1))
    return luaL_error(L, "field 'report' should be a function");
  lua_pushnil(L);
  training.width = integer_field(L, OPTIONS, "width", 1 << 16);
  training.epochs = integer_field(L, OPTIONS, "epochs", 1 << 16);
  training.seed = integer_field(L, OPTIONS, "seed", UINT32_MAX);
  if (lua_getfield(L, OPTIONS, "silver_share") != LUA_TNIL)
    training.silver_share = (float)luaL_checknumber(L, -1);
  lua_pop(L, 1);
  training.gold = list_field(L, "gold");
  training.silver = list_field(L, "silver");
  training.held_out = list_field(L, "held_out");
  luaL_checkstack(L, LUA_MINSTACK, NULL);
  luaL_argcheck(L, !engine->closed, ENGINE, "engine is closed");
  engine->uses++; /* a report may close it */
  const casus_status status = casus_train_entities(engine->engine, &training, path, &error);
  engine->uses--;
  casus_bind_engine_release(engine);
  if (!lua_isnil(L, PROBLEM)) {
    lua_pushvalue(L, PROBLEM);
    return lua_error(L);
  }
  if (status != CASUS_OK) return casus_bind_fail(L, &error);
  lua_pushboolean(L, 1);
  return 1;
}

void casus_open_train_entities(lua_State *L) {
  lua_pushcfunction(L, train_entities);
  lua_setfield(L, -2, "train_entities");
}
