/* coroutine.h - coroutines that Ctrl-C can stop. */
#ifndef CASUS_HOST_COROUTINE_H
#define CASUS_HOST_COROUTINE_H

#include <lua.h>

/* Puts in place of `coroutine.resume` and `coroutine.wrap` their likes, which say which coroutine is running:
 * a hook set on the main thread alone does not reach it. [-0, +0, m] */
void host_coroutine_open(lua_State *L);

#endif
