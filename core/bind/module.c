#include "bind/module.h"

#include <dlfcn.h>
#include <lauxlib.h>

#include "bind/bind.h"
#include "bind/home.h"
#include "casus.h"

typedef void opener(lua_State *L);

static opener *const openers[] = {
    casus_open_text,     casus_open_html,           casus_open_terminal,
    casus_open_json,     casus_open_dictionary,     casus_open_engine,
    casus_open_document, casus_open_matcher,        casus_open_treebank,
    casus_open_database, casus_open_store,          casus_open_record,
    casus_open_train,    casus_open_train_entities, NULL,
};

/* [-0, +1, e] */
static void push_home(lua_State *L) {
  Dl_info self;
  if (lua_getfield(L, LUA_REGISTRYINDEX, CASUS_FIELD_HOME) == LUA_TSTRING) return;
  lua_pop(L, 1);
  if (!dladdr(openers, &self) || !casus_push_home(L, self.dli_fname))
    luaL_error(
        L, "casus: no folder above the module holds share/casus/data; set CASUS_HOME to the one that does");
}

CASUS_API int luaopen_casus_core(lua_State *L) {
  lua_newtable(L);
  lua_pushstring(L, casus_version());
  lua_setfield(L, -2, "version");
  push_home(L);
  lua_setfield(L, -2, "home");
  luaL_getsubtable(L, LUA_REGISTRYINDEX, CASUS_FIELD_OPTIONS);
  lua_setfield(L, -2, "options");
  for (opener *const *open = openers; *open; open++) (*open)(L);
  return 1;
}
