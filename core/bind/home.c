#include "bind/home.h"

#include <lauxlib.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool environment_ignored(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, "LUA_NOENV"); /* what option -E of lua sets */
  bool ignored = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return ignored;
}

static bool is_home(const char *folder) {
  char probe[PATH_MAX + 32];
  snprintf(probe, sizeof probe, "%s/share/casus/data", folder);
  return access(probe, F_OK) == 0;
}

bool casus_push_home(lua_State *L, const char *file) {
  char path[PATH_MAX];
  const char *given = environment_ignored(L) ? NULL : getenv("CASUS_HOME");
  if (given && *given) {
    lua_pushstring(L, realpath(given, path) ? path : given);
    return true;
  }
  if (!file || !realpath(file, path)) return false;
  for (char *slash = strrchr(path, '/'); slash; slash = strrchr(path, '/')) {
    *slash = '\0';
    if (is_home(path)) {
      lua_pushstring(L, path);
      return true;
    }
  }
  return false;
}
