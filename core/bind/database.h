/* database.h - what the Lua type `casus.database` offers to other Lua types. */
#ifndef CASUS_BIND_DATABASE_H
#define CASUS_BIND_DATABASE_H

#include <lua.h>
#include <sqlite3.h>

/* Pushes a database over a connection that belongs to the userdata at `owner`, which it pins. [-0, +1, m] */
void casus_bind_push_database(lua_State *L, sqlite3 *connection, int owner);

/* The connection of the database at `index`, raising when it is something else or closed. [-0, +0, v] */
sqlite3 *casus_bind_connection(lua_State *L, int index);

/* Has the database at `index` keep the value on top of the stack, which something registered with its
 * connection needs.
 * [-1, +0, m] */
void casus_bind_keep(lua_State *L, int index);

/* Ends the use of the database on top of the stack, before its owner closes the connection; raises while a
 * function is called from a statement. [-0, +0, v] */
void casus_bind_close_database(lua_State *L);

#endif
