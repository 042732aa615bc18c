/* rows.h - records as rows: which table a kind of record goes to, and which columns its fields fill. */
#ifndef CASUS_STORE_ROWS_H
#define CASUS_STORE_ROWS_H

#include "casus.h"

#include <sqlite3.h>

/* Columns that every record has come first in an INSERT; then those of its kind. */
enum {
  CASUS_ROW_DOCUMENT = 1,
  CASUS_ROW_SENTENCE,
  CASUS_ROW_START,
  CASUS_ROW_STOP,
  CASUS_ROW_TEXT,
  CASUS_ROW_EXTRACTOR,
  CASUS_ROW_CONFIDENCE,
  CASUS_ROW_FIELDS,
  CASUS_ROW_ENTITY = CASUS_ROW_FIELDS, /* of a mention: entity.id */
  CASUS_ROW_RESOLVED,                  /* of a mention: whether the record had an id */
};

/* Prepares `INSERT INTO table(columns) VALUES (parameters)` for a kind. */
casus_status casus_row_prepare(sqlite3 *database, casus_kind kind, sqlite3_stmt **statement,
                               casus_error *error);

/* Checks that all spans of a record lie in the text and start and end at characters. The message does not
 * name the document. */
casus_status casus_row_check(const casus_record *record, casus_string text, casus_error *error);

/* Binds a record but for document and extractor, and the entity of an entity record. Strings are not copied:
 * record and text have to live until the statement has run. Returns SQLite's code. */
int casus_row_bind(sqlite3_stmt *insert, const casus_record *record, casus_string text);

/* Binds a string, absent ones as null. Returns SQLite's code. */
int casus_bind_string(sqlite3_stmt *statement, int parameter, casus_string string);
int casus_bind_text(sqlite3_stmt *statement, int parameter, const char *text);

#endif
