/* database.h - SQLite with our status codes, and transactions that nest. */
#ifndef CASUS_STORE_DATABASE_H
#define CASUS_STORE_DATABASE_H

#include "casus.h"

#include <sqlite3.h>

/* The status that a result code of SQLite, extended or not, stands for. */
casus_status casus_database_status(int code);

/* Fills in `error` from the last failure on a connection. */
casus_status casus_database_fail(sqlite3 *database, casus_error *error);

/* Opens a file (NULL or ":memory:": memory) and applies what holds for each connection of ours: a busy
 * timeout, foreign keys, no tampering with what SQLite keeps for itself. Nothing is left open on failure. */
casus_status casus_database_open(sqlite3 **database, const char *path, casus_store_mode mode,
                                 casus_error *error);

/* Runs statements that give no rows. */
casus_status casus_database_run(sqlite3 *database, const char *sql, casus_error *error);

/* The first column of the first row of a query, 0 if there is none. */
casus_status casus_database_integer(sqlite3 *database, const char *sql, int64_t *value, casus_error *error);

/* Steps a statement that changes something to its end and resets it; its bindings stay. */
casus_status casus_statement_run(sqlite3_stmt *statement, casus_error *error);

/* A transaction, or a savepoint in the one that is open: what `begin` opened is ended by one `end`, which
 * keeps what was done (and takes it back where that fails) or takes it back. The fields are set by `begin`.
 */
typedef struct casus_transaction {
  sqlite3 *database;
  bool whole;            /* not within another one */
  sqlite3_stmt *undo[2]; /* what takes it back, prepared: that has to go when there is no memory left */
} casus_transaction;

typedef enum casus_locking {
  CASUS_LOCK_NOW,   /* waits for other writers at once, so that nothing read before a write grows stale */
  CASUS_LOCK_LATER, /* takes locks as they are needed */
} casus_locking;

casus_status casus_transaction_begin(casus_transaction *self, sqlite3 *database, casus_locking locking,
                                     casus_error *error);
casus_status casus_transaction_end(casus_transaction *self, bool keep, casus_error *error);

/* Instead of `end` where the database was closed meanwhile, which took everything back. */
void casus_transaction_forget(casus_transaction *self);

#endif
