/* module.h - the entry of the Lua module `casus.core`, and the fields of the registry by which a host speaks to it. */
#ifndef CASUS_MODULE_H
#define CASUS_MODULE_H

#include <lua.h>

/* A string: the folder below which share/casus lies. Unset: the module looks for it (CASUS_HOME, then its own path). */
#define CASUS_FIELD_HOME "casus.home"

/* A light userdata, `volatile sig_atomic_t *`: not 0 while the user wants what runs to stop. Unset: nobody asks. */
#define CASUS_FIELD_INTERRUPT "casus.interrupt"

/* A table, `core.options`: what the host was told on its command line, such as `model`. Unset: an empty one. */
#define CASUS_FIELD_OPTIONS "casus.options"

/* Returns the module table. [-0, +1, e] */
int luaopen_casus_core(lua_State *L);

#endif
