#include "store/schema.h"

#include "base/error.h"
#include "store/database.h"
#include "store/migrations.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The header of a SQLite file: https://sqlite.org/fileformat.html#the_database_header */
enum { HEADER_SIZE = 100, USER_VERSION_AT = 60, APPLICATION_ID_AT = 68 };
static const char magic[16] = "SQLite format 3";

static uint32_t big_endian(const unsigned char *bytes) {
  return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static casus_status check_version(int64_t application, int64_t version, casus_error *error) {
  if (application != CASUS_APPLICATION_ID)
    return casus_fail(error, CASUS_FORMAT, 0, "not a casus store, but the database of another program");
  if (version > casus_migration_count)
    return casus_fail(error, CASUS_NEWER, 0,
                      "written by a newer casus (store version %" PRId64 ", this one knows %d)", version,
                      casus_migration_count);
  return CASUS_OK;
}

/* A process that was killed while it made the file leaves a journal, from
 * which SQLite will put things right. */
static bool has_journal(const char *path) {
  char *journal = sqlite3_mprintf("%s-journal", path);
  const bool found = journal && access(journal, F_OK) == 0;
  sqlite3_free(journal);
  return found;
}

casus_status casus_schema_probe(const char *path, casus_store_mode mode, casus_error *error) {
  struct stat status;
  if (stat(path, &status) != 0) {
    if (errno == ENOENT && mode == CASUS_STORE_WRITE) return CASUS_OK;
    return casus_fail(error, CASUS_IO, 0, "%s", strerror(errno));
  }
  if (!S_ISREG(status.st_mode)) return casus_fail(error, CASUS_IO, 0, "not a regular file");
  if (status.st_size == 0 && mode == CASUS_STORE_WRITE) return CASUS_OK;

  unsigned char header[HEADER_SIZE];
  FILE *file = fopen(path, "rb");
  if (!file) return casus_fail(error, CASUS_IO, 0, "%s", strerror(errno));
  const size_t got = fread(header, 1, sizeof header, file);
  fclose(file);
  if (got == sizeof header && memcmp(header, magic, sizeof magic) == 0)
    return check_version(big_endian(header + APPLICATION_ID_AT), big_endian(header + USER_VERSION_AT), error);
  if (has_journal(path)) return CASUS_OK;
  return casus_fail(error, CASUS_FORMAT, 0, "not a casus store, nor any SQLite database");
}

static casus_status migrate(sqlite3 *database, int64_t version, casus_error *error) {
  casus_status status = CASUS_OK;
  for (int64_t step = version; step < casus_migration_count && status == CASUS_OK; step++)
    status = casus_database_run(database, casus_migrations[step], error);
  if (status == CASUS_OK) {
    char sql[96];
    snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d", CASUS_APPLICATION_ID,
             casus_migration_count);
    status = casus_database_run(database, sql, error);
  }
  return status;
}

/* Reads what the database says about itself; an empty one (no table, nothing set) is ours, at version 0. */
static casus_status read_version(sqlite3 *database, int64_t *version, casus_error *error) {
  int64_t application, tables;
  casus_status status = casus_database_integer(database, "PRAGMA application_id", &application, error);
  if (status == CASUS_OK) status = casus_database_integer(database, "PRAGMA user_version", version, error);
  if (status == CASUS_OK)
    status = casus_database_integer(database, "SELECT count(*) FROM sqlite_schema", &tables, error);
  if (status != CASUS_OK || (application == 0 && *version == 0 && tables == 0)) return status;
  return check_version(application, *version, error);
}

casus_status casus_schema_prepare(sqlite3 *database, casus_store_mode mode, casus_error *error) {
  int64_t version;
  casus_status status = read_version(database, &version, error);
  if (status != CASUS_OK || version == casus_migration_count) return status;
  if (mode == CASUS_STORE_READ)
    return casus_fail(error, CASUS_FORMAT, 0,
                      "of an older version; open it once for writing, which brings it up to date");
  casus_transaction transaction;
  status = casus_transaction_begin(&transaction, database, CASUS_LOCK_NOW, error);
  if (status != CASUS_OK) return status;
  status = read_version(database, &version, error); /* another process may have been first */
  if (status == CASUS_OK && version < casus_migration_count) status = migrate(database, version, error);
  const casus_status ended = casus_transaction_end(&transaction, status == CASUS_OK, error);
  return status == CASUS_OK ? ended : status;
}
