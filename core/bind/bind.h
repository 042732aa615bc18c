/* bind.h - what the files of the Lua face share. */
#ifndef CASUS_BIND_H
#define CASUS_BIND_H

#include <lua.h>

/* An opener makes the metatable of its type and adds its functions to the module table, which is on top of the stack.
 * [-0, +0, e] */

#endif
