#include "store/database.h"

#include "base/error.h"

#include <string.h>
#include <unistd.h>

enum { BUSY_TIMEOUT = 5000 /* milliseconds */ };

casus_status casus_database_status(int code) {
  switch (code & 0xff) {
  case SQLITE_OK:
  case SQLITE_ROW:
  case SQLITE_DONE: return CASUS_OK;
  case SQLITE_NOMEM: return CASUS_NOMEM;
  case SQLITE_BUSY:
  case SQLITE_LOCKED: return CASUS_BUSY;
  case SQLITE_INTERRUPT: return CASUS_INTERRUPTED;
  case SQLITE_CANTOPEN:
  case SQLITE_FULL:
  case SQLITE_IOERR:
  case SQLITE_PERM:
  case SQLITE_READONLY: return CASUS_IO;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB: return CASUS_FORMAT;
  case SQLITE_TOOBIG: return CASUS_LIMIT;
  case SQLITE_MISUSE:
  case SQLITE_RANGE: return CASUS_MISUSE;
  default: return CASUS_SQL;
  }
}

casus_status casus_database_fail(sqlite3 *database, casus_error *error) {
  const casus_status status = casus_database_status(sqlite3_extended_errcode(database));
  return casus_fail(error, status == CASUS_OK ? CASUS_SQL : status, 0, "%s", sqlite3_errmsg(database));
}

/* The name of a file for SQLite: some builds take one that starts with "file:" for a URI, which we use for
 * one thing only: a file that nobody can write to, in a folder that nobody can write to, needs no locks. */
static char *name_of(const char *path, bool immutable) {
  if (!path) return sqlite3_mprintf(":memory:");
  if (!immutable) return sqlite3_mprintf("%s%s", strncmp(path, "file:", 5) == 0 ? "./" : "", path);
  sqlite3_str *uri = sqlite3_str_new(NULL);
  sqlite3_str_appendall(uri, "file:");
  for (const char *at = path; *at; at++) sqlite3_str_appendf(uri, strchr("%?#", *at) ? "%%%02X" : "%c", *at);
  sqlite3_str_appendall(uri, "?immutable=1");
  return sqlite3_str_finish(uri);
}

static int try_open(sqlite3 **database, const char *path, int flags, bool immutable) {
  char *name = name_of(path, immutable);
  *database = NULL;
  int code = SQLITE_NOMEM;
  if (name)
    code = sqlite3_open_v2(name, database, flags | SQLITE_OPEN_NOMUTEX | (immutable ? SQLITE_OPEN_URI : 0),
                           NULL);
  sqlite3_free(name);
  if (code != SQLITE_OK) return code;
  sqlite3_extended_result_codes(*database, 1);
  sqlite3_busy_timeout(*database, BUSY_TIMEOUT);
  sqlite3_db_config(*database, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  sqlite3_db_config(*database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  return flags & SQLITE_OPEN_READONLY ? sqlite3_exec(*database, "PRAGMA schema_version", NULL, NULL, NULL)
                                      : SQLITE_OK;
}

static bool has_log(const char *path) {
  char *log = sqlite3_mprintf("%s-wal", path);
  const bool found = !log || access(log, F_OK) == 0;
  sqlite3_free(log);
  return found;
}

casus_status casus_database_open(sqlite3 **database, const char *path, casus_store_mode mode,
                                 casus_error *error) {
  const int flags =
      mode == CASUS_STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  int code = try_open(database, path, flags, false);
  const bool locked_out = (code & 0xff) == SQLITE_CANTOPEN || (code & 0xff) == SQLITE_READONLY;
  if (mode == CASUS_STORE_READ && path && locked_out && *database && !has_log(path)) {
    sqlite3_close_v2(*database);
    code = try_open(database, path, flags, true);
  }
  if (code == SQLITE_OK) return CASUS_OK;
  const casus_status status = *database ? casus_database_fail(*database, error) : casus_fail_nomem(error);
  sqlite3_close_v2(*database);
  *database = NULL;
  return status;
}

casus_status casus_database_run(sqlite3 *database, const char *sql, casus_error *error) {
  return sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK ? CASUS_OK
                                                                    : casus_database_fail(database, error);
}

casus_status casus_database_integer(sqlite3 *database, const char *sql, int64_t *value, casus_error *error) {
  sqlite3_stmt *statement;
  *value = 0;
  if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
    return casus_database_fail(database, error);
  if (sqlite3_step(statement) == SQLITE_ROW) *value = sqlite3_column_int64(statement, 0);
  return sqlite3_finalize(statement) == SQLITE_OK ? CASUS_OK : casus_database_fail(database, error);
}

casus_status casus_statement_run(sqlite3_stmt *statement, casus_error *error) {
  int code;
  do code = sqlite3_step(statement);
  while (code == SQLITE_ROW);
  casus_status status = CASUS_OK;
  if (code != SQLITE_DONE) status = casus_database_fail(sqlite3_db_handle(statement), error);
  sqlite3_reset(statement);
  return status;
}

void casus_transaction_forget(casus_transaction *self) {
  for (size_t i = 0; i < sizeof self->undo / sizeof *self->undo; i++) {
    sqlite3_finalize(self->undo[i]);
    self->undo[i] = NULL;
  }
}

static bool prepare_undo(casus_transaction *self) {
  static const char *const whole[] = {"ROLLBACK", ""}, *const part[] = {"ROLLBACK TO casus", "RELEASE casus"};
  for (size_t i = 0; i < sizeof self->undo / sizeof *self->undo; i++)
    if (sqlite3_prepare_v2(self->database, (self->whole ? whole : part)[i], -1, &self->undo[i], NULL) !=
        SQLITE_OK)
      return false;
  return true;
}

/* All savepoints have one name: SQLite takes the innermost. */
casus_status casus_transaction_begin(casus_transaction *self, sqlite3 *database, casus_locking locking,
                                     casus_error *error) {
  *self = (casus_transaction){.database = database, .whole = sqlite3_get_autocommit(database) != 0};
  const casus_status status = prepare_undo(self)
                                  ? casus_database_run(database,
                                                       !self->whole                ? "SAVEPOINT casus"
                                                       : locking == CASUS_LOCK_NOW ? "BEGIN IMMEDIATE"
                                                                                   : "BEGIN DEFERRED",
                                                       error)
                                  : casus_database_fail(database, error);
  if (status != CASUS_OK) casus_transaction_forget(self);
  return status;
}

casus_status casus_transaction_end(casus_transaction *self, bool keep, casus_error *error) {
  casus_status status = CASUS_OK;
  if (keep) status = casus_database_run(self->database, self->whole ? "COMMIT" : "RELEASE casus", error);
  /* Some failures (a full disk, memory that ran out) have already taken everything back. */
  const bool undo = (!keep || status != CASUS_OK) && !sqlite3_get_autocommit(self->database);
  for (size_t i = 0; undo && i < sizeof self->undo / sizeof *self->undo; i++)
    if (self->undo[i]) sqlite3_step(self->undo[i]);
  casus_transaction_forget(self);
  return status;
}
