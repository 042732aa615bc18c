/* statement.h - statements of a casus.database: prepared once, kept by their text, given their parameters.
 *
 * `at` and `index` are places on the stack: of the database, and of the text of the statement. */
#ifndef CASUS_BIND_STATEMENT_H
#define CASUS_BIND_STATEMENT_H

#include <lua.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>

#define CASUS_SQL_BLOB      "casus.blob"      /* metatable of strings that are bound as blobs */
#define CASUS_SQL_DATABASES "casus.databases" /* registry: address -> database, weak */

/* User values of a database: what the connection belongs to, text -> statement, number -> function. */
enum { CASUS_SQL_OWNER = 1, CASUS_SQL_STATEMENTS, CASUS_SQL_FUNCTIONS };

typedef struct database {
  sqlite3 *connection; /* NULL: closed */
  bool borrowed;
  int kept;  /* statements in the cache */
  int calls; /* of Lua functions by statements that run */
  volatile sig_atomic_t *interrupt;
  lua_State *L; /* that runs a statement now, for functions called from SQL */
} database;

/* The SQL at `index`, and where it ends; raises where it is no text that SQLite can read. [-0, +0, v] */
const char *casus_sql_check(lua_State *L, int index, const char **limit);

/* Pushes SQLite's message. Where the fault is not the statement's but the file's (it is damaged, busy, cannot
 * be written), the name of the file goes before it, and true is returned. [-0, +1, m] */
bool casus_sql_push_message(lua_State *L, sqlite3 *connection);

/* Pushes nil, this message and the name of its code; returns 3. [-0, +3, m] */
int casus_sql_fail(lua_State *L, const database *self);

/* Prepares the statement at `*sql`, which moves on to what follows it. NULL in `*statement`: nothing but
 * white space. */
bool casus_sql_prepare(const database *self, const char **sql, const char *limit, sqlite3_stmt **statement);

/* Whether a further statement follows. A text that cannot be parsed counts as one: it will be reported. */
bool casus_sql_goes_on(const database *self, const char *rest, const char *limit);

/* Takes a statement out of the cache of the database at 1; NULL where it is not there. [-0, +0, m] */
sqlite3_stmt *casus_sql_take(lua_State *L, database *self, int index);

/* Puts a statement back. [-0, +0, m] */
void casus_sql_give_back(lua_State *L, database *self, int at, int index, sqlite3_stmt *statement);

/* Ends all statements in the cache. [-0, +0, -] */
void casus_sql_forget(lua_State *L, database *self, int at);

/* Takes a statement from the cache of the database at 1, or prepares it. False with SQLite's error; raises
 * where the text is not one statement. [-0, +0, v] */
bool casus_sql_acquire(lua_State *L, database *self, int index, sqlite3_stmt **statement);

/* Binds the arguments from `first` to `last`, or the one table that they are; raises where they do not fit.
 * The text is before the first. [-0, +0, v] */
void casus_sql_bind(lua_State *L, database *self, sqlite3_stmt *statement, int first, int last);

/* db:register(name, arguments, fn) for the database at 1. [-0, +1|3, v] */
int casus_sql_register(lua_State *L, database *self);

#endif
