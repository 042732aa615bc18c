/* home.h - the folder that an installation, or a build directory, has its bin, lib and share in. */
#ifndef CASUS_HOME_H
#define CASUS_HOME_H

#include <lua.h>
#include <stdbool.h>

/* Pushes the home that `file`, the program or the module, belongs to: CASUS_HOME unless the host was told to
 * leave the environment alone, else the nearest folder above the file that holds share/casus/data. Pushes
 * nothing and returns false where there is none. [-0, +(0|1), m] */
bool casus_push_home(lua_State *L, const char *file);

#endif
