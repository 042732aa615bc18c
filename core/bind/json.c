/* core.json.encode(value [, keys]), core.json.decode(text), core.json.null, core.json.object(table).
 *
 * Reading is Jansson's. Writing is ours, because the order of keys matters here: those in `keys` come first,
 * in that order, the others behind them by name, so that the same value always gives the same bytes.
 */
#include "base/json.h"
#include "base/buffer.h"
#include "bind/bind.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

enum { DEEPEST = 200 };

static const char OBJECT[] =
    "casus.json.object"; /* metatable of a table that is an object though it is empty */
static const char BUFFER[] = "casus.json.buffer";
static const char null_address; /* its address is core.json.null */

static void push_null(lua_State *L) {
  lua_pushlightuserdata(L, (void *)(uintptr_t)&null_address);
}

static bool is_null(lua_State *L, int index) {
  return lua_islightuserdata(L, index) && lua_touserdata(L, index) == (void *)(uintptr_t)&null_address;
}

/* ---- Writing */

typedef struct encoder {
  lua_State *L;
  casus_buffer *into; /* a userdata, so that it is freed when an error is raised */
  int keys;           /* stack index of {name = rank}, or 0 */
} encoder;

static void encode(encoder *self, int index, int depth);

static int buffer_free(lua_State *L) {
  casus_buffer_free(luaL_checkudata(L, 1, BUFFER));
  return 0;
}

/* Raises where a list has keys beside 1 to `count`: they would be lost. */
static void check_list(lua_State *L, int index, lua_Unsigned count) {
  for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
    if (!lua_isinteger(L, -2) || (lua_Unsigned)lua_tointeger(L, -2) - 1 >= count)
      luaL_error(L, "json: a table is a list and has other keys as well");
}

static bool is_array(lua_State *L, int index) {
  if (lua_getmetatable(L, index)) {
    luaL_getmetatable(L, OBJECT);
    const bool object = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    if (object) return false;
  }
  const lua_Unsigned count = lua_rawlen(L, index);
  if (count > 0) {
    check_list(L, index, count);
    return true;
  }
  lua_pushnil(L);
  const bool empty = !lua_next(L, index);
  if (!empty) lua_pop(L, 2);
  return empty;
}

static void encode_array(encoder *self, int index, int depth) {
  const lua_Integer count = (lua_Integer)lua_rawlen(self->L, index);
  casus_buffer_byte(self->into, '[');
  for (lua_Integer i = 1; i <= count; i++) {
    if (i > 1) casus_buffer_byte(self->into, ',');
    lua_rawgeti(self->L, index, i);
    encode(self, lua_gettop(self->L), depth);
    lua_pop(self->L, 1);
  }
  casus_buffer_byte(self->into, ']');
}

/* The rank of the key at `index`: its place in `keys`, or behind them all. */
static lua_Integer rank(encoder *self, int index) {
  if (!self->keys) return LUA_MAXINTEGER;
  lua_pushvalue(self->L, index);
  const lua_Integer place =
      lua_rawget(self->L, self->keys) == LUA_TNIL ? LUA_MAXINTEGER : lua_tointeger(self->L, -1);
  lua_pop(self->L, 1);
  return place;
}

/* Whether key a (stack index) comes before key b. */
static bool precedes(encoder *self, int a, int b) {
  const lua_Integer left = rank(self, a), right = rank(self, b);
  return left != right ? left < right : strcmp(lua_tostring(self->L, a), lua_tostring(self->L, b)) < 0;
}

/* Pushes a sorted list of the keys of a table; returns how many. Insertion sort: objects are small. */
static lua_Integer push_sorted_keys(encoder *self, int index) {
  lua_State *L = self->L;
  lua_Integer count = 0;
  lua_newtable(L);
  const int list = lua_gettop(L);
  for (lua_pushnil(L); lua_next(L, index);) {
    lua_pop(L, 1);
    if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "json: a key of an object should be a string");
    lua_Integer place = ++count;
    for (; place > 1; place--) {
      lua_rawgeti(L, list, place - 1);
      const bool done = !precedes(self, list + 1, lua_gettop(L));
      if (done) {
        lua_pop(L, 1);
        break;
      }
      lua_rawseti(L, list, place);
    }
    lua_pushvalue(L, -1);
    lua_rawseti(L, list, place);
  }
  return count;
}

static void encode_object(encoder *self, int index, int depth) {
  lua_State *L = self->L;
  const lua_Integer count = push_sorted_keys(self, index);
  casus_buffer_byte(self->into, '{');
  for (lua_Integer i = 1; i <= count; i++) {
    size_t size;
    lua_rawgeti(L, -1, i);
    const char *key = lua_tolstring(L, -1, &size);
    if (i > 1) casus_buffer_byte(self->into, ',');
    casus_json_string(self->into, key, size);
    casus_buffer_byte(self->into, ':');
    lua_rawget(L, index);
    encode(self, lua_gettop(L), depth);
    lua_pop(L, 1);
  }
  casus_buffer_byte(self->into, '}');
  lua_pop(L, 1);
}

static void encode_number(encoder *self, int index) {
  if (lua_isinteger(self->L, index)) {
    casus_buffer_integer(self->into, lua_tointeger(self->L, index));
    return;
  }
  const double value = lua_tonumber(self->L, index);
  if (value == floor(value) && fabs(value) < 9007199254740992.0)
    casus_buffer_integer(self->into, (int64_t)value);
  else
    casus_json_number(self->into, value);
}

static void encode(encoder *self, int index, int depth) {
  lua_State *L = self->L;
  size_t size;
  const char *text;
  if (depth > DEEPEST) luaL_error(L, "json: nested too deeply (a cycle?)");
  luaL_checkstack(L, 8, "json: nested too deeply");
  switch (lua_type(L, index)) {
  case LUA_TNIL: casus_buffer_string(self->into, "null"); break;
  case LUA_TBOOLEAN: casus_buffer_string(self->into, lua_toboolean(L, index) ? "true" : "false"); break;
  case LUA_TNUMBER: encode_number(self, index); break;
  case LUA_TSTRING:
    text = lua_tolstring(L, index, &size);
    casus_json_string(self->into, text, size);
    break;
  case LUA_TTABLE: (is_array(L, index) ? encode_array : encode_object)(self, index, depth + 1); break;
  default:
    if (!is_null(L, index)) luaL_error(L, "json: cannot write a %s", luaL_typename(L, index));
    casus_buffer_string(self->into, "null");
  }
}

/* json.encode(value [, keys]) -> string; `keys` is the order of the keys of objects [-0, +1, v] */
static int json_encode(lua_State *L) {
  luaL_checkany(L, 1);
  lua_settop(L, 2);
  casus_buffer *buffer = lua_newuserdatauv(L, sizeof *buffer, 0);
  casus_buffer_init(buffer, NULL);
  luaL_setmetatable(L, BUFFER);
  encoder self = {L, buffer, 0};
  if (!lua_isnil(L, 2)) {
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_newtable(L);
    self.keys = lua_gettop(L);
    for (lua_Integer i = 1; lua_rawgeti(L, 2, i) != LUA_TNIL; i++) {
      lua_pushinteger(L, i);
      lua_rawset(L, self.keys);
    }
    lua_pop(L, 1);
  }
  encode(&self, 1, 0);
  if (buffer->failed) return luaL_error(L, "out of memory");
  lua_pushlstring(L, buffer->bytes, buffer->size);
  return 1;
}

/* json.object([table]) -> the table, marked as an object though it may be empty [-0, +1, v] */
static int json_mark_object(lua_State *L) {
  lua_settop(L, 1);
  if (lua_isnil(L, 1)) lua_newtable(L);
  luaL_checktype(L, -1, LUA_TTABLE);
  luaL_setmetatable(L, OBJECT);
  return 1;
}

/* ---- Reading */

static void push_value(lua_State *L, const json_t *value);

static void push_array(lua_State *L, const json_t *value) {
  const size_t count = json_array_size(value);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    push_value(L, json_array_get(value, i));
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static void push_object(lua_State *L, const json_t *value) {
  const char *key;
  json_t *member;
  lua_createtable(L, 0, (int)json_object_size(value));
  json_object_foreach((json_t *)(uintptr_t)value, key, member) {
    if (json_is_null(member)) continue; /* an absent field */
    push_value(L, member);
    lua_setfield(L, -2, key);
  }
}

static void push_value(lua_State *L, const json_t *value) {
  luaL_checkstack(L, 8, "json: nested too deeply");
  switch (json_typeof(value)) {
  case JSON_OBJECT: push_object(L, value); break;
  case JSON_ARRAY: push_array(L, value); break;
  case JSON_STRING: lua_pushlstring(L, json_string_value(value), json_string_length(value)); break;
  case JSON_INTEGER: lua_pushinteger(L, json_integer_value(value)); break;
  case JSON_REAL: lua_pushnumber(L, json_real_value(value)); break;
  case JSON_TRUE: lua_pushboolean(L, 1); break;
  case JSON_FALSE: lua_pushboolean(L, 0); break;
  case JSON_NULL: push_null(L); break;
  }
}

/* Pushes the value at light userdata 1; run protected, so that Jansson's tree is freed when Lua runs out of
 * memory. */
static int push_tree(lua_State *L) {
  push_value(L, lua_touserdata(L, 1));
  return 1;
}

/* json.decode(text) -> value | nil, message, "format"; null is json.null, but a null field of an object is
 * left out. NUL in strings is read. The message says at which byte, from 0. [-0, +1|3, v] */
static int json_decode(lua_State *L) {
  size_t size;
  const char *text = luaL_checklstring(L, 1, &size);
  json_error_t reason;
  json_t *tree = json_loadb(text, size, JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &reason);
  if (!tree) {
    casus_error error = {CASUS_FORMAT, (uint64_t)reason.position, ""};
    snprintf(error.message, sizeof error.message, "not JSON: %s at byte %d", reason.text, reason.position);
    return casus_bind_fail(L, &error);
  }
  lua_pushcfunction(L, push_tree);
  lua_pushlightuserdata(L, tree);
  const int status = lua_pcall(L, 1, 1, 0);
  json_decref(tree);
  return status ? lua_error(L) : 1;
}

void casus_open_json(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"encode", json_encode}, {"decode", json_decode}, {"object", json_mark_object}, {NULL, NULL}};
  luaL_newmetatable(L, OBJECT);
  luaL_newmetatable(L, BUFFER);
  lua_pushcfunction(L, buffer_free);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 2);
  luaL_newlib(L, functions);
  push_null(L);
  lua_setfield(L, -2, "null");
  lua_setfield(L, -2, "json");
}
