/* Text for Lua: core.valid, core.repair, core.fold, core.solid, core.document_id, core.lines. */
#include "base/buffer.h"
#include "base/lines.h"
#include "base/utf8.h"
#include "bind/bind.h"
#include "text/characters.h"

#include <string.h>

static const char LINES[] = "casus.lines";

typedef struct holder {
  casus_lines *lines; /* NULL once closed */
} holder;

/* core.valid(text) -> the length of the longest prefix that is UTF-8 without NUL [-0, +1, v] */
static int text_valid(lua_State *L) {
  size_t size;
  const char *text = luaL_checklstring(L, 1, &size);
  lua_pushinteger(L, (lua_Integer)casus_utf8_valid(text, size));
  return 1;
}

/* core.repair(text) -> text with every byte that is not UTF-8, and every NUL, replaced by U+FFFD, how many
 * [-0, +2, v] */
static int text_repair(lua_State *L) {
  size_t size;
  const char *text = luaL_checklstring(L, 1, &size);
  lua_Integer count = 0;
  luaL_Buffer buffer;
  luaL_buffinit(L, &buffer);
  for (;;) {
    const size_t valid = casus_utf8_valid(text, size);
    luaL_addlstring(&buffer, text, valid);
    if (valid == size) break;
    luaL_addstring(&buffer, "\xEF\xBF\xBD");
    count++;
    text += valid + 1;
    size -= valid + 1;
  }
  luaL_pushresult(&buffer);
  lua_pushinteger(L, count);
  return 2;
}

static const char *check_utf8(lua_State *L, int index, size_t *size) {
  const char *text = luaL_checklstring(L, index, size);
  luaL_argcheck(L, casus_utf8_valid(text, *size) == *size, index, "not UTF-8, or a NUL");
  return text;
}

/* core.fold(text) -> text in lower case, as dictionaries take it [-0, +1, v] */
static int text_fold(lua_State *L) {
  size_t size;
  const char *text = check_utf8(L, 1, &size);
  luaL_Buffer buffer;
  char *folded = luaL_buffinitsize(L, &buffer, size); /* folding does not change the length */
  for (size_t i = 0; i < size;) {
    uint32_t code;
    const size_t length = casus_utf8_decode(text + i, &code);
    casus_utf8_encode(casus_utf8_fold(code), folded + i);
    i += length;
  }
  luaL_pushresultsize(&buffer, size);
  return 1;
}

/* core.solid(text) -> text without white space, as the tokeniser knows it; how many characters are left
 * [-0, +2, v] */
static int text_solid(lua_State *L) {
  size_t size, left = 0;
  const char *text = check_utf8(L, 1, &size);
  lua_Integer count = 0;
  luaL_Buffer buffer;
  char *solid = luaL_buffinitsize(L, &buffer, size);
  uint32_t length;
  for (size_t i = 0; i < size; i += length) {
    if (casus_class_at(text + i, &length) == CASUS_CLASS_SPACE) continue;
    memcpy(solid + left, text + i, length);
    left += length;
    count++;
  }
  luaL_pushresultsize(&buffer, left);
  lua_pushinteger(L, count);
  return 2;
}

/* core.document_id(text [, date [, source]]) -> 32 hexadecimal digits [-0, +1, v] */
static int text_document_id(lua_State *L) {
  char id[33];
  casus_string text;
  text.bytes = luaL_checklstring(L, 1, &text.size);
  casus_document_id(text, luaL_optstring(L, 2, NULL), luaL_optstring(L, 3, NULL), id);
  lua_pushstring(L, id);
  return 1;
}

/* ---- Digests: the id of a text that comes in pieces */

static const char DIGEST[] = "casus.digest";

/* digest:close() [-0, +0, -] */
static int digest_close(lua_State *L) {
  casus_digest **self = luaL_checkudata(L, 1, DIGEST);
  casus_digest_free(*self);
  *self = NULL;
  return 0;
}

static casus_digest *check_digest(lua_State *L) {
  casus_digest **self = luaL_checkudata(L, 1, DIGEST);
  luaL_argcheck(L, *self, 1, "digest is closed");
  return *self;
}

/* digest:add(piece) [-0, +0, v] */
static int digest_add(lua_State *L) {
  casus_string piece;
  casus_digest *self = check_digest(L);
  piece.bytes = luaL_checklstring(L, 2, &piece.size);
  casus_digest_add(self, piece);
  return 0;
}

/* digest:id([date [, source]]) -> what core.document_id gives for all pieces [-0, +1, v] */
static int digest_id(lua_State *L) {
  char id[33];
  casus_digest_id(check_digest(L), luaL_optstring(L, 2, NULL), luaL_optstring(L, 3, NULL), id);
  lua_pushstring(L, id);
  return 1;
}

/* core.digest() -> digest | nil, message, code [-0, +1|3, m] */
static int digest_new(lua_State *L) {
  casus_error error;
  casus_digest **self = lua_newuserdatauv(L, sizeof *self, 0);
  *self = NULL;
  luaL_setmetatable(L, DIGEST);
  *self = casus_digest_new(NULL, &error);
  return *self ? 1 : casus_bind_fail(L, &error);
}

/* ---- Lines */

static casus_lines *check(lua_State *L) {
  const holder *self = luaL_checkudata(L, 1, LINES);
  luaL_argcheck(L, self->lines, 1, "lines are closed");
  return self->lines;
}

/* lines:close() [-0, +0, -] */
static int lines_close(lua_State *L) {
  holder *self = luaL_checkudata(L, 1, LINES);
  casus_lines_close(self->lines);
  self->lines = NULL;
  return 0;
}

/* core.lines(path) -> lines | nil, message, code; "-" is standard input, gzip is unpacked [-0, +1|3, v] */
static int lines_open(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  casus_error error;
  holder *self = lua_newuserdatauv(L, sizeof *self, 0);
  self->lines = NULL;
  luaL_setmetatable(L, LINES);
  self->lines = casus_lines_open(path, NULL, &error);
  return self->lines ? 1 : casus_bind_fail(L, &error);
}

static int push_piece(lua_State *L, bool got, const casus_string *piece, const casus_error *error) {
  if (!got && error->code) return casus_bind_fail(L, error);
  if (got)
    lua_pushlstring(L, piece->bytes, piece->size);
  else
    lua_pushnil(L);
  return 1;
}

/* lines:next() -> the next line without its LF | nil at the end | nil, message, code [-0, +1|3, v] */
static int lines_next(lua_State *L) {
  casus_error error;
  casus_string line;
  const bool got = casus_lines_next(check(L), &line, &error);
  return push_piece(L, got, &line, &error);
}

/* lines:rest() -> all that is left | nil, message, code [-0, +1|3, v] */
static int lines_rest(lua_State *L) {
  casus_error error;
  casus_string rest;
  const bool got = casus_lines_rest(check(L), &rest, &error);
  return push_piece(L, got, &rest, &error);
}

/* lines:piece(most) -> a piece of at most so many bytes, whether a blank line or the end is behind it | nil
 * at the end | nil, message, code [-0, +2|1|3, v] */
static int lines_piece(lua_State *L) {
  casus_error error;
  casus_string piece;
  bool whole = true;
  const lua_Integer most = luaL_checkinteger(L, 2);
  luaL_argcheck(L, most > 0, 2, "should be positive");
  const bool got = casus_lines_piece(check(L), (size_t)most, &piece, &whole, &error);
  if (!got) return push_piece(L, got, &piece, &error);
  push_piece(L, got, &piece, &error);
  lua_pushboolean(L, whole);
  return 2;
}

/* lines:peek() -> the first character (byte) that has not been read | nil at the end [-0, +1, v] */
static int lines_peek(lua_State *L) {
  const int byte = casus_lines_peek(check(L));
  const char character = (char)byte;
  if (byte < 0)
    lua_pushnil(L);
  else
    lua_pushlstring(L, &character, 1);
  return 1;
}

void casus_open_text(lua_State *L) {
  static const luaL_Reg methods[] = {
      {"next", lines_next}, {"rest", lines_rest}, {"piece", lines_piece}, {"peek", lines_peek}, {NULL, NULL}};
  static const luaL_Reg digest_methods[] = {{"add", digest_add}, {"id", digest_id}, {NULL, NULL}};
  static const luaL_Reg functions[] = {{"valid", text_valid},
                                       {"repair", text_repair},
                                       {"fold", text_fold},
                                       {"solid", text_solid},
                                       {"document_id", text_document_id},
                                       {"digest", digest_new},
                                       {"lines", lines_open},
                                       {NULL, NULL}};
  casus_bind_type(L, LINES, methods, lines_close);
  casus_bind_type(L, DIGEST, digest_methods, digest_close);
  luaL_setfuncs(L, functions, 0);
}
