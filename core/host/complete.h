/* complete.h - Tab in the REPL: names, fields, methods, keywords; within quotes, files. */
#ifndef CASUS_HOST_COMPLETE_H
#define CASUS_HOST_COMPLETE_H

#include <lua.h>

void host_complete_open(lua_State *L);

#endif
