#include "base/arena.h"
#include "base/error.h"
#include "store/database.h"
#include "store/rows.h"
#include "store/schema.h"

#include <string.h>

typedef enum statement_name {
  HAS_DOCUMENT,
  DELETE_DOCUMENT,
  INSERT_DOCUMENT,
  INSERT_SENTENCE,
  INDEX_SENTENCES,
  FIND_EXTRACTOR,
  INSERT_EXTRACTOR,
  FIND_ENTITY,
  INSERT_ENTITY,
  INSERT_RECORD, /* the first of one for each kind */
  STATEMENT_COUNT = INSERT_RECORD + CASUS_KIND_COUNT
} statement_name;

static const char *const sql_of[] = {
    [HAS_DOCUMENT] = "SELECT text = ?2 FROM document WHERE id = ?1",
    [DELETE_DOCUMENT] = "DELETE FROM document WHERE id = ?1",
    [INSERT_DOCUMENT] = "INSERT INTO document(id, uri, title, date, source, url, lang, place, byline, text)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [INSERT_SENTENCE] =
        "INSERT INTO sentence(document, sentence, start, stop, text) VALUES (?1, ?2, ?3, ?4, ?5)",
    [INDEX_SENTENCES] =
        "INSERT INTO sentence_search(rowid, text) SELECT id, text FROM sentence WHERE document = ?1",
    [FIND_EXTRACTOR] = "SELECT id FROM extractor WHERE name = ?1 AND version = ?2",
    [INSERT_EXTRACTOR] = "INSERT INTO extractor(name, version) VALUES (?1, ?2)",
    [FIND_ENTITY] =
        "SELECT id FROM entity WHERE name = ?1 AND label = ?2 AND ifnull(code, '') = ifnull(?3, '')",
    [INSERT_ENTITY] = "INSERT INTO entity(name, label, code) VALUES (?1, ?2, ?3)",
};

struct casus_store {
  casus_allocator allocator;
  sqlite3 *database;
  sqlite3_stmt *statements[STATEMENT_COUNT]; /* prepared when first used */
};

/* ---- Opening and closing */

/* Readers go on while a writer works, where the file system can do that; a file in a write-ahead log survives
 * the loss of power with fewer syncs than one without. */
static casus_status set_journal(sqlite3 *database, casus_error *error) {
  casus_status status = casus_database_run(database, "PRAGMA journal_mode = WAL", NULL);
  if (status == CASUS_NOMEM || status == CASUS_INTERRUPTED) return casus_database_fail(database, error);
  int64_t wal;
  status = casus_database_integer(
      database, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'", &wal, error);
  if (status == CASUS_OK)
    status = casus_database_run(database, wal ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL",
                                error);
  return status;
}

static casus_status open_database(sqlite3 **database, const char *path, casus_store_mode mode,
                                  casus_error *error) {
  const bool memory = !path || strcmp(path, ":memory:") == 0;
  casus_status status = memory ? CASUS_OK : casus_schema_probe(path, mode, error);
  /* What is in memory can only be written: there is nothing yet that could be read. */
  if (status == CASUS_OK)
    status = casus_database_open(database, path, memory ? CASUS_STORE_WRITE : mode, error);
  if (status != CASUS_OK) return status;
  status = casus_schema_prepare(*database, memory ? CASUS_STORE_WRITE : mode, error);
  if (status == CASUS_OK)
    status = casus_database_run(*database, "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000", error);
  if (status == CASUS_OK && !memory && mode == CASUS_STORE_WRITE) status = set_journal(*database, error);
  if (status != CASUS_OK) {
    sqlite3_close_v2(*database);
    *database = NULL;
  }
  return status;
}

casus_store *casus_store_open(const char *path, casus_store_mode mode, const casus_allocator *allocator,
                              casus_error *error) {
  if (path && !*path) { /* to SQLite that is a file which goes when it is closed */
    casus_fail(error, CASUS_IO, 0, "a store needs the name of a file");
    return NULL;
  }
  if (!allocator) allocator = &casus_allocator_default;
  casus_store *self = allocator->reallocate(allocator->context, NULL, 0, sizeof *self);
  if (!self) {
    casus_fail_nomem(error);
    return NULL;
  }
  memset(self, 0, sizeof *self);
  self->allocator = *allocator;
  casus_error cause;
  if (open_database(&self->database, path, mode, &cause) == CASUS_OK) return self;
  casus_fail(error, cause.code, cause.position, "%s: %s", path ? path : ":memory:", cause.message);
  casus_store_close(self);
  return NULL;
}

void casus_store_close(casus_store *self) {
  if (!self) return;
  for (int i = 0; i < STATEMENT_COUNT; i++) sqlite3_finalize(self->statements[i]);
  sqlite3_close_v2(self->database); /* statements that others still hold keep it until they are finalised */
  const casus_allocator allocator = self->allocator;
  allocator.reallocate(allocator.context, self, sizeof *self, 0);
}

struct sqlite3 *casus_store_connection(casus_store *self) {
  return self->database;
}

/* ---- Statements */

static casus_status statement(casus_store *self, statement_name name, sqlite3_stmt **found,
                              casus_error *error) {
  sqlite3_stmt **slot = &self->statements[name];
  casus_status status = CASUS_OK;
  if (!*slot && name >= INSERT_RECORD)
    status = casus_row_prepare(self->database, (casus_kind)(name - INSERT_RECORD), slot, error);
  else if (!*slot &&
           sqlite3_prepare_v3(self->database, sql_of[name], -1, SQLITE_PREPARE_PERSISTENT, slot, NULL))
    status = casus_database_fail(self->database, error);
  *found = *slot;
  return status;
}

/* A statement whose first parameters are these texts (NULL: null). */
static casus_status statement_with(casus_store *self, statement_name name, const char *const *texts,
                                   int count, sqlite3_stmt **found, casus_error *error) {
  const casus_status status = statement(self, name, found, error);
  for (int i = 0; status == CASUS_OK && i < count; i++)
    if (casus_bind_text(*found, i + 1, texts[i]) != SQLITE_OK)
      return casus_database_fail(self->database, error);
  return status;
}

/* The id of a row that is known by these texts; it is added where it is not there. */
static casus_status find_or_insert(casus_store *self, statement_name find, const char *const *texts,
                                   int count, sqlite3_int64 *id, casus_error *error) {
  sqlite3_stmt *found;
  casus_status status = statement_with(self, find, texts, count, &found, error);
  if (status != CASUS_OK) return status;
  const int code = sqlite3_step(found);
  if (code == SQLITE_ROW) *id = sqlite3_column_int64(found, 0);
  if (code != SQLITE_ROW && code != SQLITE_DONE) status = casus_database_fail(self->database, error);
  sqlite3_reset(found);
  if (code != SQLITE_DONE) return status;
  status = statement_with(self, find + 1, texts, count, &found, error); /* INSERT_ follows FIND_ */
  if (status == CASUS_OK) status = casus_statement_run(found, error);
  *id = sqlite3_last_insert_rowid(self->database);
  return status;
}

/* ---- Adding and removing */

typedef struct casus_addition {
  casus_store *store;
  const casus_document *document;
  casus_string text;
  sqlite3_int64 number; /* document.number */
  /* Records come in runs of one extractor. */
  const char *extractor_name, *extractor_version;
  sqlite3_int64 extractor;
} casus_addition;

static casus_status insert_document(casus_addition *self, const casus_source *source, casus_error *error) {
  static const casus_source nothing = {0};
  if (!source) source = &nothing;
  /* What the input does not say about a report, its own first lines may. */
  const casus_masthead *masthead = casus_document_masthead(self->document);
  const char *date = source->date ? source->date : casus_document_date(self->document);
  const char *texts[] = {casus_document_name(self->document),
                         source->uri,
                         source->title,
                         date,
                         source->source ? source->source : masthead->agency,
                         source->url,
                         source->lang,
                         masthead->place,
                         masthead->byline};
  sqlite3_stmt *insert;
  casus_status status = statement_with(self->store, INSERT_DOCUMENT, texts, 9, &insert, error);
  if (status != CASUS_OK) return status;
  if (casus_bind_string(insert, 10, self->text) != SQLITE_OK)
    return casus_database_fail(self->store->database, error);
  status = casus_statement_run(insert, error);
  self->number = sqlite3_last_insert_rowid(self->store->database);
  return status;
}

static casus_status insert_sentences(casus_addition *self, casus_error *error) {
  sqlite3_stmt *insert;
  casus_status status = statement(self->store, INSERT_SENTENCE, &insert, error);
  const uint32_t count = casus_document_sentences(self->document);
  for (uint32_t number = 1; number <= count && status == CASUS_OK; number++) {
    casus_sentence sentence;
    casus_document_sentence(self->document, number, &sentence);
    const casus_string text = {self->text.bytes + sentence.start, sentence.stop - sentence.start};
    if (sqlite3_bind_int64(insert, 1, self->number) || sqlite3_bind_int64(insert, 2, number) ||
        sqlite3_bind_int64(insert, 3, sentence.start) || sqlite3_bind_int64(insert, 4, sentence.stop) ||
        casus_bind_string(insert, 5, text))
      return casus_database_fail(self->store->database, error);
    status = casus_statement_run(insert, error);
  }
  if (status != CASUS_OK) return status;
  /* All of a document at once: the index writes out what it has at each savepoint, so a trigger would be
   * slow. */
  sqlite3_stmt *index;
  status = statement(self->store, INDEX_SENTENCES, &index, error);
  if (status != CASUS_OK) return status;
  if (sqlite3_bind_int64(index, 1, self->number) != SQLITE_OK)
    return casus_database_fail(self->store->database, error);
  return casus_statement_run(index, error);
}

static casus_status find_extractor(casus_addition *self, const casus_record *record, casus_error *error) {
  if (self->extractor && record->extractor == self->extractor_name &&
      record->version == self->extractor_version)
    return CASUS_OK;
  const char *texts[] = {self->extractor_name = record->extractor, self->extractor_version = record->version};
  return find_or_insert(self->store, FIND_EXTRACTOR, texts, 2, &self->extractor, error);
}

/* The entity that a mention is of: what its id names, or what its own text does. */
static casus_status bind_entity(casus_addition *self, sqlite3_stmt *insert, const casus_record *record,
                                casus_error *error) {
  char *own = NULL;
  if (!record->as.entity.id) {
    own = sqlite3_mprintf("%.*s", (int)(record->stop - record->start), self->text.bytes + record->start);
    if (!own) return casus_fail_nomem(error);
  }
  const char *texts[] = {own ? own : record->as.entity.id, record->as.entity.label, record->as.entity.code};
  sqlite3_int64 entity;
  casus_status status = find_or_insert(self->store, FIND_ENTITY, texts, 3, &entity, error);
  sqlite3_free(own);
  if (status == CASUS_OK && sqlite3_bind_int64(insert, CASUS_ROW_ENTITY, entity) != SQLITE_OK)
    status = casus_database_fail(self->store->database, error);
  return status;
}

static casus_status insert_record(casus_addition *self, const casus_record *record, casus_error *error) {
  if ((unsigned)record->kind >= CASUS_KIND_COUNT)
    return casus_fail(error, CASUS_MISUSE, 0, "no kind of record has number %d", (int)record->kind);
  if (record->sentence > casus_document_sentences(self->document))
    return casus_fail(error, CASUS_MISUSE, record->start, "there is no sentence %u",
                      (unsigned)record->sentence);
  sqlite3_stmt *insert;
  casus_status status = casus_row_check(record, self->text, error);
  if (status == CASUS_OK) status = find_extractor(self, record, error);
  if (status == CASUS_OK)
    status = statement(self->store, (statement_name)(INSERT_RECORD + (int)record->kind), &insert, error);
  if (status == CASUS_OK && record->kind == CASUS_ENTITY) status = bind_entity(self, insert, record, error);
  if (status != CASUS_OK) return status;
  if (casus_row_bind(insert, record, self->text) != SQLITE_OK ||
      sqlite3_bind_int64(insert, CASUS_ROW_DOCUMENT, self->number) != SQLITE_OK ||
      sqlite3_bind_int64(insert, CASUS_ROW_EXTRACTOR, self->extractor) != SQLITE_OK)
    return casus_database_fail(self->store->database, error);
  return casus_statement_run(insert, error);
}

static casus_status delete_document(casus_store *self, const char *id, casus_error *error) {
  sqlite3_stmt *delete;
  const casus_status status = statement_with(self, DELETE_DOCUMENT, &id, 1, &delete, error);
  return status == CASUS_OK ? casus_statement_run(delete, error) : status;
}

/* Whether this very document is stored. A failure must not pass for "no": it may have ended the transaction.
 */
static casus_status find_document(casus_store *self, const char *id, casus_string text, bool *same,
                                  casus_error *error) {
  sqlite3_stmt *find;
  *same = false;
  casus_status status = statement_with(self, HAS_DOCUMENT, &id, 1, &find, error);
  if (status != CASUS_OK) return status;
  int code = casus_bind_string(find, 2, text);
  if (code == SQLITE_OK) code = sqlite3_step(find);
  if (code == SQLITE_ROW)
    *same = sqlite3_column_int(find, 0) == 1;
  else if (code != SQLITE_DONE)
    status = casus_database_fail(self->database, error);
  sqlite3_reset(find);
  return status;
}

bool casus_store_has(casus_store *self, const char *id, casus_string text) {
  bool same;
  return find_document(self, id, text, &same, NULL) == CASUS_OK && same;
}

casus_added casus_store_add(casus_store *self, const casus_document *document, const casus_source *source,
                            const casus_record *records, size_t count, casus_error *error) {
  casus_addition addition = {.store = self, .document = document, .text = casus_document_text(document)};
  const char *id = casus_document_name(document);
  bool known;
  if (find_document(self, id, addition.text, &known, error) != CASUS_OK) return CASUS_ADDED_FAILED;
  if (known) return CASUS_ADDED_KNOWN;

  casus_transaction transaction;
  if (casus_transaction_begin(&transaction, self->database, CASUS_LOCK_NOW, error) != CASUS_OK)
    return CASUS_ADDED_FAILED;
  casus_status status = find_document(self, id, addition.text, &known, error);
  if (status == CASUS_OK && known) { /* another process was quicker */
    casus_transaction_end(&transaction, false, NULL);
    return CASUS_ADDED_KNOWN;
  }
  if (status == CASUS_OK) status = delete_document(self, id, error);
  const bool replaced = status == CASUS_OK && sqlite3_changes64(self->database) > 0;
  if (status == CASUS_OK) status = insert_document(&addition, source, error);
  if (status == CASUS_OK) status = insert_sentences(&addition, error);
  for (size_t i = 0; i < count && status == CASUS_OK; i++)
    status = insert_record(&addition, &records[i], error);
  if (status == CASUS_OK)
    status = casus_transaction_end(&transaction, true, error);
  else
    casus_transaction_end(&transaction, false, NULL);
  return status != CASUS_OK ? CASUS_ADDED_FAILED : replaced ? CASUS_ADDED_REPLACED : CASUS_ADDED_NEW;
}

casus_status casus_store_remove(casus_store *self, const char *id, casus_error *error) {
  casus_error cause = {.code = CASUS_OK};
  if (delete_document(self, id, &cause) == CASUS_OK) return CASUS_OK;
  const char *path = sqlite3_db_filename(self->database, "main");
  return casus_fail(error, cause.code, cause.position, "%s%s%s", path ? path : "", path && *path ? ": " : "",
                    cause.message);
}
