/* core.read_treebank(path) -> treebank: a CoNLL-U file. Words and sentences are plain tables, made when they
 * are asked for, with the names that those of documents have. */
#include "parse/treebank.h"

#include "base/error.h"
#include "bind/document.h"

static const char TREEBANK[] = "casus.treebank";

enum { TEXT = 1 }; /* user value: the raw text, from when it is first asked for */

typedef struct holder {
  casus_treebank bank;
  casus_arena arena;
  bool open;
} holder;

/* treebank:close() [-0, +0, v] */
static int treebank_close(lua_State *L) {
  holder *self = luaL_checkudata(L, 1, TREEBANK);
  self->open = false;
  casus_arena_free(&self->arena); /* twice is no harm */
  lua_pushnil(L);
  lua_setiuservalue(L, 1, TEXT);
  return 0;
}

static holder *check(lua_State *L) {
  holder *self = luaL_checkudata(L, 1, TREEBANK);
  luaL_argcheck(L, self->open, 1, "treebank is closed");
  return self;
}

static void begin(void *argument) {
  holder *self = argument;
  casus_treebank_init(&self->bank, &self->arena);
}

/* core.read_treebank(path) -> treebank | nil, message, code; "-" is standard input, gzip is unpacked
 * [-0, +1|3, v] */
static int treebank_open(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  casus_error error;
  holder *self = lua_newuserdatauv(L, sizeof *self, TEXT);
  self->open = false;
  casus_arena_init(&self->arena, NULL);
  luaL_setmetatable(L, TREEBANK);
  if (!casus_arena_protect(&self->arena, begin, self))
    casus_fail_nomem(&error);
  else
    self->open = casus_treebank_read(&self->bank, path, &error) == CASUS_OK;
  if (self->open) return 1;
  casus_arena_free(&self->arena);
  return casus_bind_fail(L, &error);
}

/* Whether the argument at `index` is one of `count` numbers from 1; `number` is then from 0. [-0, +0, v] */
static bool in_range(lua_State *L, int index, size_t count, size_t *number) {
  const lua_Integer given = luaL_checkinteger(L, index);
  *number = (size_t)given - 1;
  return given >= 1 && (lua_Unsigned)given <= count;
}

static void set_integer(lua_State *L, const char *name, lua_Integer value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, name);
}

static void set_flag(lua_State *L, const char *name, bool value) {
  lua_pushboolean(L, value);
  lua_setfield(L, -2, name);
}

/* Sets a field of the table on top, where there is a value. [-0, +0, m] */
static void set_string(lua_State *L, const char *name, casus_string value) {
  if (!value.size) return;
  lua_pushlstring(L, value.bytes, value.size);
  lua_setfield(L, -2, name);
}

/* #treebank: how many words [-0, +1, v] */
static int treebank_length(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)check(L)->bank.words.count);
  return 1;
}

/* treebank:word(i) -> { number=, form=, lemma=, upos=, xpos=, feats=, head=, deprel=, surface=, space_after=,
 * joined= } | nil; columns that are `_` are nil [-0, +1, v] */
static int treebank_word(lua_State *L) {
  const casus_treebank *bank = &check(L)->bank;
  size_t number;
  if (!in_range(L, 2, bank->words.count, &number)) {
    lua_pushnil(L);
    return 1;
  }
  const casus_gold_word *word = &bank->words.items[number];
  lua_createtable(L, 0, 11);
  set_integer(L, "number", (lua_Integer)number + 1);
  set_string(L, "form", casus_treebank_string(bank, word->form));
  set_string(L, "lemma", casus_treebank_string(bank, word->lemma));
  set_string(L, "upos", casus_treebank_string(bank, word->upos));
  set_string(L, "xpos", casus_treebank_string(bank, word->xpos));
  set_string(L, "feats", casus_treebank_string(bank, word->feats));
  set_string(L, "deprel", casus_treebank_string(bank, word->deprel));
  set_string(L, "surface", casus_treebank_string(bank, word->surface));
  set_integer(L, "head", word->head);
  set_flag(L, "space_after", word->flags & CASUS_GOLD_SPACE_AFTER);
  set_flag(L, "joined", word->flags & CASUS_GOLD_JOINED);
  return 1;
}

/* treebank:sentence_count() -> integer [-0, +1, v] */
static int treebank_sentence_count(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)check(L)->bank.sentences.count);
  return 1;
}

/* treebank:sentence(i) -> { number=, first=, last=, text=, line=, paragraph=, treebank= } | nil [-0, +1, v]
 */
static int treebank_sentence(lua_State *L) {
  const casus_treebank *bank = &check(L)->bank;
  size_t number;
  if (!in_range(L, 2, bank->sentences.count, &number)) {
    lua_pushnil(L);
    return 1;
  }
  const casus_gold_sentence *sentence = &bank->sentences.items[number];
  lua_createtable(L, 0, 7);
  set_integer(L, "number", (lua_Integer)number + 1);
  set_integer(L, "first", (lua_Integer)sentence->first + 1);
  set_integer(L, "last", sentence->limit);
  set_integer(L, "line", sentence->line);
  set_flag(L, "paragraph", sentence->paragraph);
  lua_pushlstring(L, sentence->text.bytes, sentence->text.size);
  lua_setfield(L, -2, "text");
  lua_pushvalue(L, 1);
  lua_setfield(L, -2, "treebank");
  luaL_setmetatable(L, CASUS_BIND_SENTENCE);
  return 1;
}

typedef struct raw {
  holder *of;
  casus_string text;
} raw;

static void make_text(void *argument) {
  raw *self = argument;
  self->text = casus_treebank_text(&self->of->bank, 0, self->of->bank.sentences.count);
}

/* treebank:text() -> the raw text of the file | nil, message, code [-0, +1|3, v] */
static int treebank_text(lua_State *L) {
  raw job = {.of = check(L)};
  if (lua_getiuservalue(L, 1, TEXT) == LUA_TSTRING) return 1;
  if (!casus_arena_protect(&job.of->arena, make_text, &job)) {
    casus_error error;
    casus_fail_nomem(&error);
    return casus_bind_fail(L, &error);
  }
  lua_pushlstring(L, job.text.bytes, job.text.size);
  lua_pushvalue(L, -1);
  lua_setiuservalue(L, 1, TEXT);
  return 1;
}

/* tostring(treebank) [-0, +1, v] */
static int treebank_tostring(lua_State *L) {
  const holder *self = luaL_checkudata(L, 1, TREEBANK);
  if (self->open)
    lua_pushfstring(L, "treebank: %d sentences, %d words", (int)self->bank.sentences.count,
                    (int)self->bank.words.count);
  else
    lua_pushliteral(L, "treebank (closed)");
  return 1;
}

void casus_open_treebank(lua_State *L) {
  static const luaL_Reg methods[] = {{"word", treebank_word},
                                     {"sentence", treebank_sentence},
                                     {"sentence_count", treebank_sentence_count},
                                     {"text", treebank_text},
                                     {NULL, NULL}};
  static const luaL_Reg meta[] = {
      {"__len", treebank_length}, {"__tostring", treebank_tostring}, {NULL, NULL}};
  casus_bind_type(L, TREEBANK, methods, treebank_close);
  luaL_getmetatable(L, TREEBANK);
  luaL_setfuncs(L, meta, 0);
  lua_getfield(L, -1, "__index");
  lua_setfield(L, -3, "treebank"); /* the methods, which lua/casus/treebank.lua adds to */
  lua_pop(L, 1);
  lua_pushcfunction(L, treebank_open);
  lua_setfield(L, -2, "read_treebank");
}
