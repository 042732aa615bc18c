/* core.pattern(engine, text [, lists]), core.rules(engine, text, name [, lists]), core.open_rules(engine,
 * path [, lists])
 * -> matcher; core.find(document, matcher, ...) -> matches. lua/casus/pattern.lua makes this pleasant. */
#include "bind/document.h"

static const char TYPE[] = "casus.matcher";

enum { MOST_LISTS = 64 };

typedef struct holder {
  casus_matcher *matcher; /* NULL once closed */
  casus_bind_engine *engine;
  int running; /* it cannot be closed now */
} holder;

/* matcher:close() [-0, +0, v] */
static int matcher_close(lua_State *L) {
  holder *self = luaL_checkudata(L, 1, TYPE);
  luaL_argcheck(L, self->running == 0, 1, "matcher is in use");
  if (!self->matcher) return 0;
  casus_matcher_close(self->matcher);
  self->matcher = NULL;
  self->engine->uses--;
  casus_bind_engine_release(self->engine);
  return 0;
}

/* ---- Making */

/* The word lists of the table at `index`, {name = {word, ...}}; their memory is a userdata that is left on
 * the stack.
 * [-0, +n, v] */
static casus_matcher_options read_lists(lua_State *L, int index) {
  casus_matcher_options options = {NULL, 0};
  if (lua_isnoneornil(L, index)) return options;
  luaL_checktype(L, index, LUA_TTABLE);
  casus_matcher_list *lists = lua_newuserdatauv(L, sizeof *lists * MOST_LISTS, 0);
  const int room = lua_gettop(L);
  luaL_checkstack(L, MOST_LISTS + 8, NULL);
  lua_pushnil(L);
  while (lua_next(L, index)) {
    if (lua_type(L, -2) != LUA_TSTRING || !lua_istable(L, -1))
      luaL_argerror(L, index, "word lists are tables by name");
    if (options.list_count == MOST_LISTS) luaL_argerror(L, index, "too many word lists");
    const lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    casus_string *words = lua_newuserdatauv(L, sizeof *words * (size_t)(count + 1), 0);
    for (lua_Integer i = 1; i <= count; i++) {
      if (lua_rawgeti(L, -2, i) != LUA_TSTRING) luaL_argerror(L, index, "a word list should hold strings");
      words[i - 1].bytes =
          lua_tolstring(L, -1, &words[i - 1].size); /* kept by the list, which is kept by its table */
      lua_pop(L, 1);
    }
    lists[options.list_count++] = (casus_matcher_list){lua_tostring(L, -3), words, (size_t)count};
    lua_insert(L, room + 1); /* the words stay; key and list go on */
    lua_pop(L, 1);
  }
  options.lists = lists;
  return options;
}

static holder *new_matcher(lua_State *L) {
  casus_bind_engine *engine = luaL_checkudata(L, 1, CASUS_BIND_ENGINE);
  luaL_argcheck(L, !engine->closed, 1, "engine is closed");
  holder *self = lua_newuserdatauv(L, sizeof *self, 1);
  *self = (holder){NULL, engine, 0};
  luaL_setmetatable(L, TYPE);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, 1);
  return self;
}

static int made(lua_State *L, holder *self, const casus_error *error) {
  if (!self->matcher) return casus_bind_fail(L, error);
  self->engine->uses++;
  return 1;
}

/* core.pattern(engine, text [, lists]) -> matcher | nil, message, code [-0, +1|3, v] */
static int new_pattern(lua_State *L) {
  casus_error error;
  size_t size;
  const char *text = luaL_checklstring(L, 2, &size);
  const casus_matcher_options options = read_lists(L, 3);
  holder *self = new_matcher(L);
  self->matcher = casus_matcher_pattern(self->engine->engine, (casus_string){text, size}, &options, &error);
  return made(L, self, &error);
}

/* core.rules(engine, text, name [, lists]) -> matcher | nil, message, code [-0, +1|3, v] */
static int new_rules(lua_State *L) {
  casus_error error;
  size_t size;
  const char *text = luaL_checklstring(L, 2, &size), *name = luaL_checkstring(L, 3);
  const casus_matcher_options options = read_lists(L, 4);
  holder *self = new_matcher(L);
  self->matcher =
      casus_matcher_rules(self->engine->engine, name, (casus_string){text, size}, &options, &error);
  return made(L, self, &error);
}

/* core.open_rules(engine, path [, lists]) -> matcher | nil, message, code [-0, +1|3, v] */
static int open_rules(lua_State *L) {
  casus_error error;
  const char *path = luaL_checkstring(L, 2);
  const casus_matcher_options options = read_lists(L, 3);
  holder *self = new_matcher(L);
  self->matcher = casus_matcher_open(self->engine->engine, path, &options, &error);
  return made(L, self, &error);
}

/* ---- Finding */

enum { DOCUMENT = 1, MATCHER, CHOOSE, PREDICATE, FIRST, LAST, BARE };

static const char FINDINGS[] = "casus.findings", MISSES[] = "casus.misses";

static void set_integer(lua_State *L, const char *name, lua_Integer value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, name);
}

/* {start=, stop=, first=, last=, text=, document=} with the methods of core.span [-0, +1, m] */
static void push_span(lua_State *L, casus_string text, const casus_stretch *stretch) {
  lua_createtable(L, 0, 12);
  set_integer(L, "start", stretch->start);
  set_integer(L, "stop", stretch->stop);
  set_integer(L, "first", stretch->first);
  set_integer(L, "last", stretch->last);
  lua_pushlstring(L, text.bytes + stretch->start, stretch->stop - stretch->start);
  lua_setfield(L, -2, "text");
  lua_pushvalue(L, DOCUMENT);
  lua_setfield(L, -2, "document");
  luaL_setmetatable(L, CASUS_BIND_SPAN);
}

/* The captures that are present, by name [-0, +1, m] */
static void push_captures(lua_State *L, casus_string text, const casus_finding *finding) {
  lua_createtable(L, 0, (int)finding->capture_count);
  for (size_t i = 0; i < finding->capture_count; i++) {
    if (!finding->captures[i].first) continue;
    push_span(L, text, &finding->captures[i]);
    lua_setfield(L, -2, finding->names[i]);
  }
}

/* What the rule emits: {kind=, field = text or span} [-0, +1, m] */
static void push_emitted(lua_State *L, casus_string text, const casus_finding *finding) {
  lua_createtable(L, 0, (int)finding->field_count + 1);
  for (size_t i = 0; i < finding->field_count; i++) {
    const casus_finding_field *field = &finding->fields[i];
    if (!field->text && !field->capture) continue;
    if (field->text)
      lua_pushstring(L, field->text);
    else
      push_span(L, text, field->capture);
    lua_setfield(L, -2, field->name);
  }
  lua_pushstring(L, finding->kind);
  lua_setfield(L, -2, "kind");
}

static void push_match(lua_State *L, casus_string text, const casus_finding *finding) {
  push_span(L, text, &finding->extent);
  lua_pushstring(L, finding->rule);
  lua_setfield(L, -2, "rule");
  set_integer(L, "priority", finding->priority);
  push_captures(L, text, finding);
  lua_setfield(L, -2, "captures");
  if (finding->kind) {
    push_emitted(L, text, finding);
    lua_setfield(L, -2, "emits");
  }
  luaL_setmetatable(L, CASUS_BIND_MATCH);
}

/* So that they are freed whatever happens [-0, +0, -] */
static int findings_free(lua_State *L) {
  casus_findings **self = lua_touserdata(L, 1);
  casus_findings_free(*self);
  *self = NULL;
  return 0;
}

typedef struct asking {
  lua_State *L;
  bool failed; /* the error is on top of the stack */
} asking;

static int ask(void *context, const char *name, uint32_t token) {
  asking *self = context;
  lua_State *L = self->L;
  lua_pushvalue(L, PREDICATE);
  lua_pushstring(L, name);
  lua_pushinteger(L, token);
  self->failed = lua_pcall(L, 2, 1, 0) != LUA_OK;
  if (self->failed) return -1;
  const int answer = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return answer;
}

/* core.find(document, matcher, choose, predicate, first, last, bare) -> list of matches | nil, message, code;
 * the document has to be lent. `predicate(name, token number)` or nil; `first` and `last` are sentences [-0,
 * +1|3, e] */
static int find(lua_State *L) {
  casus_document *document = casus_bind_document(L, DOCUMENT);
  holder *self = luaL_checkudata(L, MATCHER, TYPE);
  luaL_argcheck(L, self->matcher, MATCHER, "matcher is closed");
  lua_settop(L, BARE);
  asking asked = {L, false};
  casus_error error;
  const casus_match_options options = {
      .first = (uint32_t)luaL_optinteger(L, FIRST, 0),
      .last = (uint32_t)luaL_optinteger(L, LAST, 0),
      .bare = lua_toboolean(L, BARE),
      .choose = lua_toboolean(L, CHOOSE),
      .predicate = lua_isnil(L, PREDICATE) ? NULL : ask,
      .context = &asked,
  };
  casus_findings **found = lua_newuserdatauv(L, sizeof *found, 0);
  *found = NULL;
  luaL_setmetatable(L, FINDINGS);
  self->running++;
  *found = casus_document_match(document, self->matcher, &options, &error);
  self->running--;
  if (asked.failed) return lua_error(L);
  if (!*found) return casus_bind_fail(L, &error);
  const casus_string text = casus_document_text(document);
  lua_createtable(L, (int)(*found)->count, 0);
  for (size_t i = 0; i < (*found)->count; i++) {
    push_match(L, text, &(*found)->items[i]);
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
  casus_findings_free(*found);
  *found = NULL;
  return 1;
}

/* So that they are freed whatever happens [-0, +0, -] */
static int misses_free(lua_State *L) {
  casus_misses **self = lua_touserdata(L, 1);
  casus_misses_free(*self);
  *self = NULL;
  return 0;
}

static void push_miss(lua_State *L, const casus_miss *miss) {
  lua_createtable(L, 0, 4);
  lua_pushstring(L, miss->rule);
  lua_setfield(L, -2, "rule");
  set_integer(L, "passed", miss->passed);
  if (miss->token) set_integer(L, "token", miss->token);
  lua_pushlstring(L, miss->wanted.bytes, miss->wanted.size);
  lua_setfield(L, -2, "wanted");
}

/* core.near(document, matcher, sentence, predicate) -> list of {rule=, passed=, token=, wanted=} | nil,
 * message, code; as core.find [-0, +1|3, e] */
static int near(lua_State *L) {
  enum { NUMBER = 3 };
  casus_document *document = casus_bind_document(L, DOCUMENT);
  holder *self = luaL_checkudata(L, MATCHER, TYPE);
  const lua_Integer number = luaL_checkinteger(L, NUMBER);
  luaL_argcheck(L, self->matcher, MATCHER, "matcher is closed");
  luaL_argcheck(L, number >= 1 && number <= casus_document_sentences(document), NUMBER, "no such sentence");
  lua_settop(L, PREDICATE);
  asking asked = {L, false};
  casus_error error;
  const casus_match_options options = {.predicate = lua_isnil(L, PREDICATE) ? NULL : ask, .context = &asked};
  casus_misses **found = lua_newuserdatauv(L, sizeof *found, 0);
  *found = NULL;
  luaL_setmetatable(L, MISSES);
  self->running++;
  *found = casus_document_near(document, self->matcher, (uint32_t)number, &options, &error);
  self->running--;
  if (asked.failed) return lua_error(L);
  if (!*found) return casus_bind_fail(L, &error);
  lua_createtable(L, (int)(*found)->count, 0);
  for (size_t i = 0; i < (*found)->count; i++) {
    push_miss(L, &(*found)->items[i]);
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
  casus_misses_free(*found);
  *found = NULL;
  return 1;
}

/* A metatable whose methods are in Lua: it is the field `name` of the module [-0, +0, m] */
static void open_table(lua_State *L, const char *type, const char *name) {
  luaL_newmetatable(L, type);
  lua_setfield(L, -2, name);
}

void casus_open_matcher(lua_State *L) {
  static const luaL_Reg none[] = {{NULL, NULL}};
  static const luaL_Reg functions[] = {
      {"pattern", new_pattern}, {"rules", new_rules}, {"open_rules", open_rules},
      {"find", find},           {"near", near},       {NULL, NULL}};
  casus_bind_type(L, TYPE, none, matcher_close);
  luaL_newmetatable(L, FINDINGS);
  lua_pushcfunction(L, findings_free);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
  luaL_newmetatable(L, MISSES);
  lua_pushcfunction(L, misses_free);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
  open_table(L, CASUS_BIND_SPAN, "span");
  open_table(L, CASUS_BIND_MATCH, "match");
  luaL_setfuncs(L, functions, 0);
}
