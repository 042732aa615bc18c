/* rows.h - the Lua type `casus.rows`: the rows of a statement that runs. */
#ifndef CASUS_BIND_ROWS_H
#define CASUS_BIND_ROWS_H

#include "bind/statement.h"

/* Makes the type. [-0, +0, m] */
void casus_sql_open_rows(lua_State *L);

/* Pushes the rows of the statement whose text is at 2, with its parameters behind it; or nil, message and
 * code, and returns false. A statement that changes something has then run. [-0, +1|3, v] */
bool casus_sql_push_rows(lua_State *L, database *self);

/* The same, but pushes the first row, or nil; returns how many values. [-0, +1|3, v] */
int casus_sql_push_first(lua_State *L, database *self);

/* Pushes the list of names of the columns. [-0, +1, m] */
void casus_sql_push_columns(lua_State *L, sqlite3_stmt *statement);

#endif
