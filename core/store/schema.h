/* schema.h - the tables and views of a store, and its version. docs/schema.md describes them one by one.
 *
 * The messages of these functions leave it to the caller to name the file.
 */
#ifndef CASUS_STORE_SCHEMA_H
#define CASUS_STORE_SCHEMA_H

#include "casus.h"

#include <sqlite3.h>

#define CASUS_APPLICATION_ID 0x63617375 /* "casu" in the header of the file */

/* Refuses a file that cannot be a store of ours by looking at its header, before SQLite touches it. */
casus_status casus_schema_probe(const char *path, casus_store_mode mode, casus_error *error);

/* Makes the schema in an empty database, or brings an older one up to date (mode WRITE); refuses what is not
 * ours or is newer. */
casus_status casus_schema_prepare(sqlite3 *database, casus_store_mode mode, casus_error *error);

#endif
