/* core.dictionary(phrases [, case]) -> dictionary; dictionary:find(text [, from]), dictionary:all(text). */
#include "bind/bind.h"

#include <string.h>

static const char TYPE[] = "casus.dictionary";

typedef struct holder {
  casus_dictionary *dictionary; /* NULL once closed */
} holder;

/* dictionary:close() [-0, +0, -] */
static int dictionary_close(lua_State *L) {
  holder *self = luaL_checkudata(L, 1, TYPE);
  casus_dictionary_free(self->dictionary);
  self->dictionary = NULL;
  return 0;
}

static const casus_dictionary *check(lua_State *L, int index) {
  const holder *self = luaL_checkudata(L, index, TYPE);
  luaL_argcheck(L, self->dictionary, index, "dictionary is closed");
  return self->dictionary;
}

static const char *check_text(lua_State *L, int index, size_t *size) {
  const char *text = luaL_checklstring(L, index, size);
  const size_t valid = casus_utf8_valid(text, *size);
  if (valid < *size)
    luaL_argerror(L, index, lua_pushfstring(L, "not UTF-8 text at byte %I", (lua_Integer)valid));
  return text;
}

/* dictionary:find(text [, from]) -> start, stop, phrase number | nothing; `from` is a byte offset from 0 [-0,
 * +3|1, v] */
static int dictionary_find(lua_State *L) {
  const casus_dictionary *self = check(L, 1);
  size_t size;
  const char *text = check_text(L, 2, &size);
  const lua_Integer from = luaL_optinteger(L, 3, 0);
  luaL_argcheck(L, from >= 0 && size < UINT32_MAX, 3, "offset out of range");
  casus_match match;
  size_t at = (size_t)from < size ? (size_t)from : size;
  while (at < size && ((unsigned char)text[at] & 0xC0) == 0x80) at++; /* to the start of a character */
  if (!casus_dictionary_next(self, text, size, at, &match)) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushinteger(L, match.start);
  lua_pushinteger(L, match.stop);
  lua_pushinteger(L, (lua_Integer)match.phrase + 1);
  return 3;
}

/* dictionary:all(text) -> list of {start, stop, phrase number} [-0, +1, v] */
static int dictionary_all(lua_State *L) {
  const casus_dictionary *self = check(L, 1);
  size_t size;
  const char *text = check_text(L, 2, &size);
  casus_match match = {0};
  lua_newtable(L);
  for (lua_Integer count = 1; casus_dictionary_next(self, text, size, match.stop, &match); count++) {
    const lua_Integer values[] = {match.start, match.stop, (lua_Integer)match.phrase + 1};
    lua_createtable(L, 3, 0);
    for (int i = 0; i < 3; i++) {
      lua_pushinteger(L, values[i]);
      lua_seti(L, -2, i + 1);
    }
    lua_seti(L, -2, count);
  }
  return 1;
}

/* core.dictionary(phrases [, case]) -> dictionary | nil, message, code; `case` is "auto", "exact", "name" or
 * "any".
 * [-0, +1|3, v] */
static int dictionary_new(lua_State *L) {
  static const char *const cases[] = {"auto", "exact", "name", "any", NULL};
  luaL_checktype(L, 1, LUA_TTABLE);
  const casus_case match_case = (casus_case)luaL_checkoption(L, 2, "auto", cases);
  const lua_Integer count = (lua_Integer)lua_rawlen(L, 1); /* raw: what the list holds, it keeps alive */
  holder *self = lua_newuserdatauv(L, sizeof *self, 0);
  self->dictionary = NULL;
  luaL_setmetatable(L, TYPE);
  casus_phrase *phrases = lua_newuserdatauv(L, sizeof *phrases * (size_t)(count > 0 ? count : 1), 0);
  for (lua_Integer i = 1; i <= count; i++) {
    if (lua_rawgeti(L, 1, i) != LUA_TSTRING) return luaL_error(L, "phrase %d should be a string", (int)i);
    size_t size;
    const char *text = lua_tolstring(L, -1, &size);
    phrases[i - 1] = (casus_phrase){{text, size}, match_case, (uint32_t)(i - 1)};
    lua_pop(L, 1);
  }
  casus_error error;
  self->dictionary = casus_dictionary_new(phrases, (size_t)count, NULL, &error);
  if (!self->dictionary) return casus_bind_fail(L, &error);
  lua_pop(L, 1);
  return 1;
}

void casus_open_dictionary(lua_State *L) {
  static const luaL_Reg methods[] = {{"find", dictionary_find}, {"all", dictionary_all}, {NULL, NULL}};
  casus_bind_type(L, TYPE, methods, dictionary_close);
  lua_pushcfunction(L, dictionary_new);
  lua_setfield(L, -2, "dictionary");
}
