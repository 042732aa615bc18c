/* repl.h - the prompt: reads a statement or an expression, runs it, prints what it returns. */
#ifndef CASUS_HOST_REPL_H
#define CASUS_HOST_REPL_H

#include <lua.h>

/* Runs until the end of the input or `.quit`. [-0, +0, m] */
void host_repl(lua_State *L);

#endif
