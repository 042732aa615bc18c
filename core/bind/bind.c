#include "bind/bind.h"

#include "bind/module.h"

void casus_bind_type(lua_State *L, const char *name, const luaL_Reg *methods, lua_CFunction close) {
  const luaL_Reg closers[] = {{"__gc", close}, {"__close", close}, {NULL, NULL}};
  luaL_newmetatable(L, name);
  luaL_setfuncs(L, closers, 0);
  lua_newtable(L);
  luaL_setfuncs(L, methods, 0);
  lua_pushcfunction(L, close);
  lua_setfield(L, -2, "close");
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}

int casus_bind_fail(lua_State *L, const casus_error *error) {
  lua_pushnil(L);
  lua_pushstring(L, error->message);
  lua_pushstring(L, casus_status_name(error->code));
  return 3;
}

volatile sig_atomic_t *casus_bind_interrupt(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, CASUS_FIELD_INTERRUPT);
  void *flag = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return flag;
}
