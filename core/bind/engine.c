/* core.engine(data [, actor_files [, model]]) -> engine; engine:parse(text [, options]) -> document. */
#include "extract/engine.h"
#include "bind/bind.h"
#include "bind/database.h"
#include "bind/document.h"
#include "store/roles.h"

enum { MOST_FILES = 64 };

static const char TYPE[] = CASUS_BIND_ENGINE, LEASE[] = "casus.engine.lease";

void casus_bind_engine_release(casus_bind_engine *self) {
  if (!self->closed || self->uses > 0) return;
  casus_engine_close(self->engine);
  self->engine = NULL;
}

/* engine:close(); documents that were made with it go on [-0, +0, -] */
static int engine_close(lua_State *L) {
  casus_bind_engine *self = luaL_checkudata(L, 1, TYPE);
  self->closed = true;
  casus_bind_engine_release(self);
  return 0;
}

static const char *optional_field(lua_State *L, int index, const char *name) {
  const int type = lua_getfield(L, index, name);
  if (type != LUA_TNIL && type != LUA_TSTRING) luaL_error(L, "field '%s' should be a string", name);
  return lua_tostring(L, -1); /* stays on the stack, so it lives until the function returns */
}

static unsigned optional_beam(lua_State *L, int index) {
  enum { WIDEST = 64 };
  if (lua_getfield(L, index, "beam") == LUA_TNIL) return 1;
  const lua_Integer beam = lua_isinteger(L, -1) ? lua_tointeger(L, -1) : 0;
  if (beam < 1 || beam > WIDEST) luaL_error(L, "field 'beam' should be an integer from 1 to %d", WIDEST);
  return (unsigned)beam;
}

/* engine:parse(text [, {id=, date=, source=, default_date=, beam=, plain=, nameless=}]) -> document | nil,
 * message, code
 * [-0, +1|3, v]
 */
static int engine_parse(lua_State *L) {
  const casus_bind_engine *self = luaL_checkudata(L, 1, TYPE);
  size_t size;
  const char *text = luaL_checklstring(L, 2, &size);
  casus_document_options options = {.id = NULL};
  if (!lua_isnoneornil(L, 3)) {
    luaL_checktype(L, 3, LUA_TTABLE);
    lua_settop(L, 3);
    options.id = optional_field(L, 3, "id");
    options.date = optional_field(L, 3, "date");
    options.source = optional_field(L, 3, "source");
    options.default_date = optional_field(L, 3, "default_date");
    options.beam = optional_beam(L, 3);
    lua_getfield(L, 3, "plain");
    options.plain = lua_toboolean(L, -1);
    lua_getfield(L, 3, "nameless");
    options.nameless = lua_toboolean(L, -1);
  }
  luaL_argcheck(L, !self->closed, 1, "engine is closed"); /* now: a metamethod of the options may close it */
  return casus_bind_parse(L, 1, (casus_string){text, size}, &options);
}

/* A lease is what a database keeps of an engine: until it is collected, the engine does not end. */
static int lease_end(lua_State *L) {
  lua_getiuservalue(L, 1, 1);
  casus_bind_engine *engine = lua_touserdata(L, -1);
  engine->uses--;
  casus_bind_engine_release(engine);
  return 0;
}

/* Pushes a lease of the engine at 1. [-0, +1, m] */
static void push_lease(lua_State *L, casus_bind_engine *engine) {
  lua_newuserdatauv(L, 0, 1);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, -2, 1);
  engine->uses++;
  luaL_setmetatable(L, LEASE);
}

/* engine:register(database) -> true | nil, message, code: gives its SQL the function actor_roles([day])
 * [-0, +1|3, v] */
static int engine_register(lua_State *L) {
  casus_bind_engine *self = luaL_checkudata(L, 1, TYPE);
  luaL_argcheck(L, !self->closed, 1, "engine is closed");
  if (casus_roles_register(casus_bind_connection(L, 2), self->engine->actors) != SQLITE_OK) {
    const casus_error error = {CASUS_SQL, 0, "actor_roles cannot be registered"};
    return casus_bind_fail(L, &error);
  }
  push_lease(L, self);
  casus_bind_keep(L, 2);
  lua_pushboolean(L, 1);
  return 1;
}

/* core.engine(data [, actor_files [, model]]) -> engine | nil, message, code [-0, +1|3, v] */
static int engine_open(lua_State *L) {
  const char *files[MOST_FILES + 1] = {NULL};
  const char *data = luaL_checkstring(L, 1), *model = luaL_optstring(L, 3, NULL);
  if (!lua_isnoneornil(L, 2)) {
    luaL_checktype(L, 2, LUA_TTABLE);
    const lua_Integer count = luaL_len(L, 2);
    luaL_argcheck(L, count <= MOST_FILES, 2, "too many actor files");
    luaL_checkstack(L, (int)count + 4, NULL);
    for (lua_Integer i = 1; i <= count; i++) {
      lua_geti(L, 2, i);
      files[i - 1] = luaL_checkstring(L, -1);
    }
  }
  casus_bind_engine *self = lua_newuserdatauv(L, sizeof *self, 0);
  *self = (casus_bind_engine){NULL, 0, false};
  luaL_setmetatable(L, TYPE);
  casus_error error;
  const casus_engine_options options = {NULL, files, model};
  self->engine = casus_engine_open(data, &options, &error);
  return self->engine ? 1 : casus_bind_fail(L, &error);
}

void casus_open_engine(lua_State *L) {
  static const luaL_Reg methods[] = {{"parse", engine_parse}, {"register", engine_register}, {NULL, NULL}};
  casus_bind_type(L, TYPE, methods, engine_close);
  luaL_newmetatable(L, LEASE);
  lua_pushcfunction(L, lease_end);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
  lua_pushcfunction(L, engine_open);
  lua_setfield(L, -2, "engine");
}
