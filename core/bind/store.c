/* casus.store: the store of the library; `lua/casus/store.lua` is what analysts see.
 *
 *     local store = assert(core.store("tokyo.casus"))          -- nil: in memory; mode "write" (default) or
 * "read" store:add(document, { title = "..." })                   -- "new", "known" or "replaced"
 *     store:database():first "select count(*) as n from relations"
 */
#include "bind/bind.h"
#include "bind/database.h"
#include "extract/record.h"

#include <stdlib.h>
#include <string.h>

#define STORE "casus.store"

enum { DATABASE = 1 }; /* user value */

typedef struct store {
  casus_store *store; /* NULL: closed */
} store;

static casus_store *check_store(lua_State *L) {
  store *self = luaL_checkudata(L, 1, STORE);
  luaL_argcheck(L, self->store, 1, "the store is closed");
  return self->store;
}

static int store_close(lua_State *L) {
  store *self = luaL_checkudata(L, 1, STORE);
  if (!self->store) return 0;
  lua_getiuservalue(L, 1, DATABASE);
  if (!lua_isnil(L, -1)) casus_bind_close_database(L);
  casus_store_close(self->store);
  self->store = NULL;
  return 0;
}

/* core.store([path [, mode]]) -> store | nil, message, code */
static int core_store(lua_State *L) {
  static const char *const modes[] = {"write", "read", NULL};
  const char *path = luaL_optstring(L, 1, NULL);
  const casus_store_mode mode =
      luaL_checkoption(L, 2, "write", modes) == 0 ? CASUS_STORE_WRITE : CASUS_STORE_READ;
  store *self = lua_newuserdatauv(L, sizeof *self, 1);
  self->store = NULL;
  luaL_setmetatable(L, STORE);
  casus_error error;
  self->store = casus_store_open(path, mode, NULL, &error);
  if (!self->store) return casus_bind_fail(L, &error);
  casus_bind_push_database(L, casus_store_connection(self->store), -1);
  lua_setiuservalue(L, -2, DATABASE);
  return 1;
}

/* store:database() -> the casus.database over the same connection */
static int store_database(lua_State *L) {
  check_store(L);
  lua_getiuservalue(L, 1, DATABASE);
  return 1;
}

/* ---- Adding */

/* A field of the source, whose string stays on the stack: [-0, +1, v] */
static const char *source_field(lua_State *L, int index, const char *name) {
  if (lua_isnoneornil(L, index)) return NULL;
  lua_getfield(L, index, name);
  if (!lua_isnil(L, -1) && lua_type(L, -1) != LUA_TSTRING)
    luaL_error(L, "the %s of a document is a string, not a %s", name, luaL_typename(L, -1));
  return lua_tostring(L, -1);
}

/* nil or true: those asked for by default; false: none; a list of names. */
static unsigned check_kinds(lua_State *L, int index) {
  if (lua_isnoneornil(L, index)) return CASUS_KINDS_DEFAULT;
  if (lua_isboolean(L, index)) return lua_toboolean(L, index) ? CASUS_KINDS_DEFAULT : 0;
  luaL_checktype(L, index, LUA_TTABLE);
  unsigned kinds = 0;
  const lua_Integer count = luaL_len(L, index);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_geti(L, index, i);
    size_t size;
    const char *name = luaL_tolstring(L, -1, &size);
    const casus_kind kind = casus_kind_find(name, size);
    if (kind == CASUS_KIND_COUNT) luaL_error(L, "no kind of record is called '%s'", name);
    kinds |= 1u << kind;
    lua_pop(L, 2);
  }
  return kinds;
}

/* The records in the list at `index`, behind room for `before` others, in memory that stays on the stack. */
static casus_record *pull_records(lua_State *L, int index, size_t before, size_t *count) {
  *count = lua_isnil(L, index) ? 0 : lua_rawlen(L, index);
  casus_record *records = lua_newuserdatauv(L, (before + *count) * sizeof *records, 0);
  for (size_t i = 0; i < *count; i++) {
    lua_rawgeti(L, index, (lua_Integer)i + 1);
    casus_bind_pull_record(L, -1, &records[before + i]);
    lua_pop(L, 1); /* the list keeps it */
  }
  return records;
}

/* Puts the records of the library before the `further` ones that were pulled, and all in order. */
static const casus_record *merge(const casus_records *found, casus_record *records, size_t further,
                                 size_t *count) {
  *count = (found ? found->count : 0) + further;
  if (further == 0) return found ? found->items : NULL;
  if (found) memcpy(records, found->items, found->count * sizeof *records);
  qsort(records, *count, sizeof *records, casus_record_compare);
  return records;
}

/* store:add(document [, source [, kinds [, records]]]) -> "new" | "known" | "replaced" | nil, message, code
 * `source` has the fields uri, title, date, source, url, lang. `kinds` says which of the built-in extractors
 * run: nil all, false none, or a list of names; `records` is a list of further ones, as tables. What is known
 * is not extracted. */
static int store_add(lua_State *L) {
  check_store(L);
  casus_bind_document(L, 2);
  lua_settop(L, 5);
  if (!lua_isnil(L, 3)) luaL_checktype(L, 3, LUA_TTABLE);
  if (!lua_isnil(L, 5)) luaL_checktype(L, 5, LUA_TTABLE);
  const unsigned kinds = check_kinds(L, 4);
  luaL_checkstack(L, LUA_MINSTACK, NULL);
  const casus_source source = {
      .uri = source_field(L, 3, "uri"),
      .title = source_field(L, 3, "title"),
      .date = source_field(L, 3, "date"),
      .source = source_field(L, 3, "source"),
      .url = source_field(L, 3, "url"),
      .lang = source_field(L, 3, "lang"),
  };
  casus_store *self = check_store(L); /* now: a metamethod of what was read may have closed it */
  casus_document *document = casus_bind_document(L, 2);
  if (casus_store_has(self, casus_document_name(document), casus_document_text(document))) {
    lua_pushliteral(L, "known");
    return 1;
  }
  casus_error error;
  const casus_records *found = NULL;
  if (kinds && !(found = casus_document_extract(document, kinds, &error))) return casus_bind_fail(L, &error);
  size_t further, count;
  casus_record *pulled = pull_records(L, 5, found ? found->count : 0, &further);
  check_store(L); /* again: making room may have run a finaliser. What follows calls nothing of Lua's */
  casus_bind_document(L, 2);
  const casus_record *records = merge(found, pulled, further, &count);
  const casus_added added = casus_store_add(self, document, &source, records, count, &error);
  if (added == CASUS_ADDED_FAILED) return casus_bind_fail(L, &error);
  lua_pushstring(L, added == CASUS_ADDED_NEW ? "new" : added == CASUS_ADDED_KNOWN ? "known" : "replaced");
  return 1;
}

/* store:remove(id) -> true | nil, message, code; also when there was no such document */
static int store_remove(lua_State *L) {
  casus_store *self = check_store(L);
  casus_error error;
  if (casus_store_remove(self, luaL_checkstring(L, 2), &error) != CASUS_OK) return casus_bind_fail(L, &error);
  lua_pushboolean(L, 1);
  return 1;
}

/* store:has(id, text) -> whether this very document is stored */
static int store_has(lua_State *L) {
  casus_store *self = check_store(L);
  const char *id = luaL_checkstring(L, 2);
  casus_string text;
  text.bytes = luaL_checklstring(L, 3, &text.size);
  lua_pushboolean(L, casus_store_has(self, id, text));
  return 1;
}

void casus_open_store(lua_State *L) {
  static const luaL_Reg methods[] = {{"database", store_database},
                                     {"add", store_add},
                                     {"remove", store_remove},
                                     {"has", store_has},
                                     {NULL, NULL}};
  casus_bind_type(L, STORE, methods, store_close);
  lua_pushcfunction(L, core_store);
  lua_setfield(L, -2, "store");
}
