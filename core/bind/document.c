/* Documents and tokens. A token is a userdata of its number that pins the document; its fields are read when
 * asked for. */
#include "bind/document.h"

#include "base/buffer.h"
#include "extract/record.h"
#include "text/document.h"

#include <string.h>

static const char DOCUMENT[] = "casus.document", TOKEN[] = "casus.token";

enum { ENGINE = 1, TEXT = 2 }; /* user values; the text from when it is first asked for */

typedef struct holder {
  casus_document *document; /* NULL once closed */
  casus_bind_engine *engine;
  bool lent; /* to a callback that runs: it cannot be closed now */
} holder;

casus_document *casus_bind_document(lua_State *L, int index) {
  const holder *self = luaL_checkudata(L, index, DOCUMENT);
  luaL_argcheck(L, self->document, index, "document is closed");
  return self->document;
}

int casus_bind_parse(lua_State *L, int engine, casus_string text, const casus_document_options *options) {
  casus_error error;
  engine = lua_absindex(L, engine);
  holder *self = lua_newuserdatauv(L, sizeof *self, 2);
  *self = (holder){NULL, lua_touserdata(L, engine), false};
  luaL_setmetatable(L, DOCUMENT);
  lua_pushvalue(L, engine);
  lua_setiuservalue(L, -2, ENGINE);
  self->document = casus_document_parse(self->engine->engine, text.bytes, text.size, options, &error);
  if (!self->document) return casus_bind_fail(L, &error);
  self->engine->uses++;
  return 1;
}

/* document:close() [-0, +0, v] */
static int document_close(lua_State *L) {
  holder *self = luaL_checkudata(L, 1, DOCUMENT);
  luaL_argcheck(L, !self->lent, 1, "document is in use");
  if (!self->document) return 0;
  casus_document_close(self->document);
  self->document = NULL;
  lua_pushnil(L);
  lua_setiuservalue(L, 1, TEXT);
  self->engine->uses--;
  casus_bind_engine_release(self->engine);
  return 0;
}

/* ---- Tokens */

static void push_string(lua_State *L, casus_string string) {
  if (string.size)
    lua_pushlstring(L, string.bytes, string.size);
  else
    lua_pushnil(L);
}

/* document:token(i) -> token | nil [-0, +1, v] */
static int document_token(lua_State *L) {
  const casus_document *document = casus_bind_document(L, 1);
  const lua_Integer number = luaL_checkinteger(L, 2);
  if (number < 1 || number > casus_document_tokens(document)) {
    lua_pushnil(L);
    return 1;
  }
  uint32_t *self = lua_newuserdatauv(L, sizeof *self, 1);
  *self = (uint32_t)number;
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, 1);
  luaL_setmetatable(L, TOKEN);
  return 1;
}

enum field {
  FORM,
  LEMMA,
  UPOS,
  XPOS,
  FEATS,
  DEPREL,
  ENTITY,
  BEGINS,
  HEAD,
  START,
  STOP,
  SENTENCE,
  SPACE_AFTER,
  JOINED,
  NUMBER
};

static const char *const field_names[] = {"form",        "lemma",  "upos",   "xpos",  "feats", "deprel",
                                          "entity",      "begins", "head",   "start", "stop",  "sentence",
                                          "space_after", "joined", "number", NULL};

static int push_field(lua_State *L, const casus_token *token, uint32_t number, enum field field) {
  switch (field) {
  case FORM: push_string(L, token->form); break;
  case LEMMA: push_string(L, token->lemma); break;
  case UPOS: push_string(L, token->upos); break;
  case XPOS: push_string(L, token->xpos); break;
  case FEATS: push_string(L, token->feats); break;
  case DEPREL: push_string(L, token->deprel); break;
  case ENTITY: push_string(L, token->entity); break;
  case BEGINS: lua_pushboolean(L, token->begins); break;
  case HEAD:
    if (token->deprel.size)
      lua_pushinteger(L, token->head);
    else
      lua_pushnil(L);
    break;
  case START: lua_pushinteger(L, token->start); break;
  case STOP: lua_pushinteger(L, token->stop); break;
  case SENTENCE: lua_pushinteger(L, token->sentence); break;
  case SPACE_AFTER: lua_pushboolean(L, token->space_after); break;
  case JOINED: lua_pushboolean(L, token->joined); break;
  case NUMBER: lua_pushinteger(L, number); break;
  }
  return 1;
}

/* token.FIELD; nil for a field that nothing has filled, and for other names [-0, +1, v] */
static int token_index(lua_State *L) {
  const uint32_t number = *(const uint32_t *)luaL_checkudata(L, 1, TOKEN);
  const char *name = lua_tostring(L, 2);
  lua_getiuservalue(L, 1, 1);
  const casus_document *document = ((const holder *)lua_touserdata(L, -1))->document;
  if (!document) return luaL_error(L, "the document of this token is closed");
  casus_token token;
  casus_document_token(document, number, &token);
  for (int field = 0; name && field_names[field]; field++)
    if (strcmp(field_names[field], name) == 0) return push_field(L, &token, number, (enum field)field);
  lua_pushnil(L);
  return 1;
}

/* tostring(token) [-0, +1, v] */
static int token_tostring(lua_State *L) {
  lua_settop(L, 1);
  lua_pushliteral(L, "form");
  return token_index(L);
}

/* token == token: the same number in the same document [-0, +1, v] */
static int token_equal(lua_State *L) {
  const uint32_t a = *(const uint32_t *)luaL_checkudata(L, 1, TOKEN),
                 b = *(const uint32_t *)luaL_checkudata(L, 2, TOKEN);
  lua_getiuservalue(L, 1, 1);
  lua_getiuservalue(L, 2, 1);
  lua_pushboolean(L, a == b && lua_rawequal(L, -1, -2));
  return 1;
}

/* ---- Documents */

/* #document: how many tokens [-0, +1, v] */
static int document_length(lua_State *L) {
  lua_pushinteger(L, casus_document_tokens(casus_bind_document(L, 1)));
  return 1;
}

static void set_integer(lua_State *L, const char *name, lua_Integer value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, name);
}

/* document:sentence(i) -> {number=, start=, stop=, first=, last=, text=, paragraph=, document=} | nil; a
 * table with the methods of core.sentence [-0, +1, v] */
static int document_sentence(lua_State *L) {
  const casus_document *document = casus_bind_document(L, 1);
  const lua_Integer number = luaL_checkinteger(L, 2);
  casus_sentence sentence;
  if (number < 1 || number > UINT32_MAX || !casus_document_sentence(document, (uint32_t)number, &sentence)) {
    lua_pushnil(L);
    return 1;
  }
  lua_createtable(L, 0, 8);
  set_integer(L, "number", number);
  set_integer(L, "start", sentence.start);
  set_integer(L, "stop", sentence.stop);
  set_integer(L, "first", sentence.first);
  set_integer(L, "last", sentence.last);
  lua_pushlstring(L, casus_document_text(document).bytes + sentence.start, sentence.stop - sentence.start);
  lua_setfield(L, -2, "text");
  lua_pushboolean(L, sentence.paragraph);
  lua_setfield(L, -2, "paragraph");
  lua_pushvalue(L, 1);
  lua_setfield(L, -2, "document");
  luaL_setmetatable(L, CASUS_BIND_SENTENCE);
  return 1;
}

/* document:sentence_at(offset) -> the number of the sentence that holds byte `offset`, or starts behind it;
 * the last one where none does [-0, +1, v] */
static int document_sentence_at(lua_State *L) {
  const casus_document *document = casus_bind_document(L, 1);
  const lua_Integer offset = luaL_checkinteger(L, 2);
  luaL_argcheck(L, offset >= 0 && offset <= UINT32_MAX, 2, "offset out of range");
  const uint32_t count = casus_document_tokens(document);
  uint32_t token = casus_document_token_at(document, (uint32_t)offset);
  if (token == count && count > 0) token--;
  lua_pushinteger(L, count ? casus_document_sentence_of(document, token) + 1 : 0);
  return 1;
}

/* document:sentence_count() -> integer [-0, +1, v] */
static int document_sentence_count(lua_State *L) {
  lua_pushinteger(L, casus_document_sentences(casus_bind_document(L, 1)));
  return 1;
}

/* Pushes the text of the document at index 1, the same string each time: it may be long. [-0, +1, m] */
static void push_text(lua_State *L, const casus_document *document) {
  const casus_string text = casus_document_text(document);
  if (lua_getiuservalue(L, 1, TEXT) == LUA_TSTRING) return;
  lua_pop(L, 1);
  lua_pushlstring(L, text.bytes, text.size);
  lua_pushvalue(L, -1);
  lua_setiuservalue(L, 1, TEXT);
}

/* document.text, .id, .date (nil: unknown), .readable (whether it is in the engine's language), or a method;
 * upvalue 1 is the table of methods [-0, +1, v] */
static int document_index(lua_State *L) {
  const char *name = lua_tostring(L, 2);
  lua_settop(L, 2);
  if (lua_gettable(L, lua_upvalueindex(1)) != LUA_TNIL || !name) return 1;
  const casus_document *document = casus_bind_document(L, 1);
  if (strcmp(name, "text") == 0)
    push_text(L, document);
  else if (strcmp(name, "id") == 0)
    lua_pushstring(L, casus_document_name(document));
  else if (strcmp(name, "date") == 0)
    lua_pushstring(L, casus_document_date(document));
  else if (strcmp(name, "place") == 0)
    lua_pushstring(L, casus_document_masthead(document)->place);
  else if (strcmp(name, "agency") == 0)
    lua_pushstring(L, casus_document_masthead(document)->agency);
  else if (strcmp(name, "byline") == 0)
    lua_pushstring(L, casus_document_masthead(document)->byline);
  else if (strcmp(name, "readable") == 0)
    lua_pushboolean(L, casus_document_readable(document));
  return 1;
}

/* The kinds named by the arguments from `index` on; all where there are none. */
static unsigned check_kinds(lua_State *L, int index) {
  unsigned kinds = 0;
  if (lua_gettop(L) < index) return CASUS_KINDS_DEFAULT;
  for (int i = index; i <= lua_gettop(L); i++) {
    size_t size;
    const char *name = luaL_checklstring(L, i, &size);
    const casus_kind kind = casus_kind_find(name, size);
    luaL_argcheck(L, kind != CASUS_KIND_COUNT, i, "unknown kind of record");
    kinds |= 1u << kind;
  }
  return kinds;
}

/* document:records([kind, ...]) -> list of records | nil, message, code [-0, +1|3, v] */
static int document_records(lua_State *L) {
  casus_document *document = casus_bind_document(L, 1);
  casus_error error;
  const casus_records *records = casus_document_extract(document, check_kinds(L, 2), &error);
  if (!records) return casus_bind_fail(L, &error);
  lua_createtable(L, (int)records->count, 0);
  for (size_t i = 0; i < records->count; i++) {
    casus_bind_push_record(L, &records->items[i], casus_document_text(document));
    lua_pushstring(L, casus_document_name(document));
    lua_setfield(L, -2, "doc");
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* document:missed() -> list of { start, stop, row, reason } | nil, message, code [-0, +1|3, v] */
static int document_missed(lua_State *L) {
  casus_document *document = casus_bind_document(L, 1);
  casus_error error;
  size_t count;
  const casus_missed *missed = casus_document_missed(document, &count, &error);
  if (!missed) return casus_bind_fail(L, &error);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lua_createtable(L, 0, 4);
    lua_pushinteger(L, missed[i].start);
    lua_setfield(L, -2, "start");
    lua_pushinteger(L, missed[i].stop);
    lua_setfield(L, -2, "stop");
    lua_pushstring(L, missed[i].row);
    lua_setfield(L, -2, "row");
    lua_pushstring(L, missed[i].reason);
    lua_setfield(L, -2, "reason");
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* document:json([kind, ...]) -> the records as JSON Lines | nil, message, code [-0, +1|3, v] */
static int document_json(lua_State *L) {
  casus_document *document = casus_bind_document(L, 1);
  casus_error error = {CASUS_NOMEM, 0, "out of memory"};
  const casus_records *records = casus_document_extract(document, check_kinds(L, 2), &error);
  if (!records) return casus_bind_fail(L, &error);
  casus_buffer buffer;
  casus_buffer_init(&buffer, NULL);
  for (size_t i = 0; i < records->count; i++)
    casus_record_json(&buffer, &records->items[i], casus_document_name(document),
                      casus_document_text(document));
  const bool failed = buffer.failed;
  if (!failed) lua_pushlstring(L, buffer.size ? buffer.bytes : "", buffer.size);
  casus_buffer_free(&buffer);
  return failed ? casus_bind_fail(L, &error) : 1;
}

enum { ENOUGH = 1 << 16 }; /* bytes of a piece that is written */

typedef struct writer {
  lua_State *L;
  int status; /* of the last call */
  bool stopped;
} writer;

/* Calls the function at index 2 with a piece; stops where it returns false or nil, or raises. */
static bool call_writer(void *context, const char *bytes, size_t size) {
  writer *self = context;
  lua_pushvalue(self->L, 2);
  lua_pushlstring(self->L, bytes, size);
  self->status = lua_pcall(self->L, 1, 1, 0);
  if (self->status)
    return false; /* the error stays on the stack, to be raised once the library has cleaned up */
  self->stopped = !lua_toboolean(self->L, -1);
  lua_pop(self->L, 1);
  return !self->stopped;
}

/* Hands on what the buffer holds; false where that was refused, or memory has run out. */
static bool flush(casus_buffer *buffer, writer *self) {
  if (buffer->failed || !call_writer(self, buffer->bytes, buffer->size)) return false;
  casus_buffer_clear(buffer);
  return true;
}

/* document:write_json(write [, kind, ...]) -> whether all was written | nil, message, code; the same in
 * pieces of whole lines: `write(piece)` returns false to stop [-0, +1|3, e] */
static int document_write_json(lua_State *L) {
  casus_document *document = casus_bind_document(L, 1);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  casus_error error = {CASUS_NOMEM, 0, "out of memory"};
  const casus_records *records = casus_document_extract(document, check_kinds(L, 3), &error);
  if (!records) return casus_bind_fail(L, &error);
  holder *lender = lua_touserdata(L, 1);
  const bool outer = lender->lent;
  writer self = {L, LUA_OK, false};
  casus_buffer buffer;
  casus_buffer_init(&buffer, NULL);
  bool going = true;
  lender->lent = true;
  for (size_t i = 0; going && i < records->count; i++) {
    casus_record_json(&buffer, &records->items[i], casus_document_name(document),
                      casus_document_text(document));
    if (buffer.size >= ENOUGH || i + 1 == records->count) going = flush(&buffer, &self);
  }
  lender->lent = outer;
  const bool failed = buffer.failed;
  casus_buffer_free(&buffer);
  if (self.status) return lua_error(L);
  if (failed) return casus_bind_fail(L, &error);
  lua_pushboolean(L, !self.stopped);
  return 1;
}

static uint64_t count_field(lua_State *L, int index, const char *name) {
  if (lua_getfield(L, index, name) == LUA_TNIL) return 0;
  const lua_Integer value = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : -1;
  if (value < 0) luaL_error(L, "field '%s' should be an integer that is not negative", name);
  return (uint64_t)value;
}

static bool flag_field(lua_State *L, int index, const char *name) {
  lua_getfield(L, index, name);
  return lua_toboolean(L, -1);
}

/* What the table at `index` says of a piece; nil: it is a whole text. Leaves its fields on the stack. */
static casus_piece read_piece(lua_State *L, int index) {
  if (lua_isnil(L, index)) return (casus_piece){.begins = true};
  luaL_checktype(L, index, LUA_TTABLE);
  return (casus_piece){.offset = count_field(L, index, "offset"),
                       .sentences = count_field(L, index, "sentences"),
                       .begins = flag_field(L, index, "begins"),
                       .inside = flag_field(L, index, "inside"),
                       .open = flag_field(L, index, "open")};
}

/* document:conllu(write [, piece]) -> whether all was written | nil, message, code; `write(piece)` returns
 * false to stop [-0, +1|3, e] */
static int document_conllu(lua_State *L) {
  const casus_document *document = casus_bind_document(L, 1);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 3);
  const casus_piece piece = read_piece(L, 3);
  lua_settop(L, 2);
  holder *lender = lua_touserdata(L, 1);
  const bool outer = lender->lent;
  casus_error error;
  writer self = {L, LUA_OK, false};
  lender->lent = true;
  const casus_status status = casus_document_conllu(document, &piece, call_writer, &self, &error);
  lender->lent = outer;
  if (self.status) return lua_error(L);
  if (status && !self.stopped) return casus_bind_fail(L, &error);
  lua_pushboolean(L, !self.stopped);
  return 1;
}

/* document:lend(fn, ...) -> what fn(document, ...) returns; meanwhile the document cannot be closed
 * [-0, +n, e] */
static int document_lend(lua_State *L) {
  casus_bind_document(L, 1);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  holder *lender = lua_touserdata(L, 1);
  const bool outer = lender->lent;
  lua_pushvalue(L, 1); /* stays at index 1, where it cannot be collected */
  lua_insert(L, 3);
  lender->lent = true;
  const int status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
  lender->lent = outer;
  return status ? lua_error(L) : lua_gettop(L) - 1;
}

/* tostring(document) [-0, +1, v] */
static int document_tostring(lua_State *L) {
  const holder *self = luaL_checkudata(L, 1, DOCUMENT);
  if (self->document)
    lua_pushfstring(L, "document %s: %d sentences, %d tokens", casus_document_name(self->document),
                    (int)casus_document_sentences(self->document),
                    (int)casus_document_tokens(self->document));
  else
    lua_pushliteral(L, "document (closed)");
  return 1;
}

void casus_open_document(lua_State *L) {
  static const luaL_Reg methods[] = {{"token", document_token},
                                     {"sentence", document_sentence},
                                     {"sentence_at", document_sentence_at},
                                     {"sentence_count", document_sentence_count},
                                     {"records", document_records},
                                     {"json", document_json},
                                     {"missed", document_missed},
                                     {"write_json", document_write_json},
                                     {"conllu", document_conllu},
                                     {"lend", document_lend},
                                     {NULL, NULL}};
  static const luaL_Reg meta[] = {
      {"__len", document_length}, {"__tostring", document_tostring}, {NULL, NULL}};
  static const luaL_Reg token_meta[] = {
      {"__index", token_index}, {"__tostring", token_tostring}, {"__eq", token_equal}, {NULL, NULL}};
  casus_bind_type(L, DOCUMENT, methods, document_close);
  luaL_getmetatable(L, DOCUMENT);
  luaL_setfuncs(L, meta, 0);
  lua_getfield(L, -1, "__index");
  lua_pushvalue(L, -1);
  lua_setfield(L, -4, "document"); /* the methods, which lua/casus/document.lua adds to */
  lua_pushcclosure(L, document_index, 1);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
  luaL_newmetatable(L, TOKEN);
  luaL_setfuncs(L, token_meta, 0);
  lua_pop(L, 1);
  luaL_newmetatable(L, CASUS_BIND_SENTENCE);
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_setfield(L, -4, "sentence"); /* the methods, which lua/casus/sentence.lua adds to */
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}
