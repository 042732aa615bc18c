/* The store: what goes in comes out, what is replaced or removed is gone, what is not a store is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "casus.h"
#include "extract/record.h"
#include "store/migrations.h"
#include "store/schema.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static casus_engine *engine;
static char folder[] = "/tmp/casus-store-XXXXXX";

#define TEXT "China accused NATO of interference. Tokyo and NATO met on Friday."

static int set_up(void **state) {
  (void)state;
  engine = casus_engine_open(CASUS_ROOT "/data", NULL, NULL);
  return engine && mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state) {
  (void)state;
  casus_engine_close(engine);
  return rmdir(folder); /* fails where a test left something */
}

static const char *path_of(const char *name) {
  static char path[sizeof folder + 64];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static casus_document *parse(const char *id, const char *text) {
  casus_document_options options = {.id = id, .date = "2023-06-01"};
  casus_document *document = casus_document_parse(engine, text, strlen(text), &options, NULL);
  assert_non_null(document);
  return document;
}

/* All rows of a query: values joined by "|", rows by line breaks; NULL is "-". */
static const char *ask(casus_store *store, const char *sql) {
  static char answer[4096];
  sqlite3_stmt *statement;
  size_t size = 0;
  answer[0] = '\0';
  if (sqlite3_prepare_v2(casus_store_connection(store), sql, -1, &statement, NULL) != SQLITE_OK)
    fail_msg("%s: %s", sql, sqlite3_errmsg(casus_store_connection(store)));
  while (sqlite3_step(statement) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count(statement); i++) {
      const char *value = (const char *)sqlite3_column_text(statement, i);
      size += (size_t)snprintf(answer + size, sizeof answer - size, "%s%s",
                               i      ? "|"
                               : size ? "\n"
                                      : "",
                               value ? value : "-");
    }
  sqlite3_finalize(statement);
  return answer;
}

#define assert_answer(store, sql, expected) assert_string_equal(ask(store, sql), expected)

static casus_record record_of(casus_kind kind, uint32_t start, uint32_t stop, uint32_t sentence) {
  casus_record record;
  casus_record_clear(&record, kind);
  record.start = start;
  record.stop = stop;
  record.sentence = sentence;
  record.extractor = "test";
  record.version = "1";
  record.confidence = 0.5;
  return record;
}

static casus_record relation_of(void) {
  casus_record record = record_of(CASUS_RELATION, 0, 34, 1);
  record.as.relation.type = "accuse";
  record.as.relation.mode = "allege";
  record.as.relation.context = "diplomatic";
  record.as.relation.cameo = "112";
  record.as.relation.goldstein = -2.5;
  record.as.relation.source = (casus_part){0, 5, "China", "CHN", 0};
  record.as.relation.target = (casus_part){14, 18, NULL, NULL, 0};
  record.as.relation.trigger = (casus_part){6, 13, NULL, NULL, 0};
  record.as.relation.date = "2023-05";
  record.as.relation.place = "Tokyo";
  record.as.relation.modality = "asserted";
  record.as.relation.negated = true;
  record.as.relation.attribution = "Xinhua";
  record.as.relation.role = "critic";
  return record;
}

static casus_record entity_of(uint32_t start, uint32_t stop, const char *id, const char *code) {
  casus_record record = record_of(CASUS_ENTITY, start, stop, start < 35 ? 1 : 2);
  record.as.entity.label = "GPE";
  record.as.entity.id = id;
  record.as.entity.code = code;
  record.as.entity.mention = "name";
  return record;
}

static casus_store *open_memory(void) {
  casus_error error;
  casus_store *store = casus_store_open(NULL, CASUS_STORE_WRITE, NULL, &error);
  if (!store) fail_msg("%s", error.message);
  return store;
}

static void add(casus_store *store, const char *id, const char *text, const casus_record *records,
                size_t count, casus_added expected) {
  casus_document *document = parse(id, text);
  casus_error error = {0};
  const casus_added added = casus_store_add(store, document, NULL, records, count, &error);
  if (added != expected) fail_msg("%d instead of %d: %s", added, expected, error.message);
  casus_document_close(document);
}

/* ---- What goes in comes out */

static void every_field_survives(void **state) {
  (void)state;
  casus_store *store = open_memory();
  casus_record time = record_of(CASUS_TIME, 58, 64, 2);
  time.as.time.type = "DATE";
  time.as.time.value = "2023-06-02";
  time.as.time.mod = "APPROX";
  time.as.time.from = "2023-06-02";
  time.as.time.to = "2023-06-03";
  const casus_span spans[] = {{6, 13}, {22, 34}};
  casus_record quote = record_of(CASUS_QUOTE, 6, 34, 1);
  quote.as.quote.mode = "indirect";
  quote.as.quote.speaker = (casus_part){0, 5, "China", "CHN", 0};
  quote.as.quote.cue = (casus_part){6, 13, NULL, NULL, 0};
  quote.as.quote.spans = spans;
  quote.as.quote.span_count = 2;
  casus_record cause = record_of(CASUS_CAUSE, 0, 34, 1);
  cause.as.cause.cause = (casus_part){0, 5, NULL, NULL, 1};
  cause.as.cause.effect = (casus_part){14, 18, NULL, NULL, -1};
  cause.as.cause.signal = (casus_part){6, 13, NULL, NULL, 0};
  cause.as.cause.polarity = -1;
  cause.as.cause.sign = 1;
  cause.as.cause.hedge = "likely";
  cause.as.cause.purpose = true;
  cause.as.cause.attribution = "China";
  const casus_record records[] = {
      entity_of(0, 5, "China", "CHN"), entity_of(36, 41, NULL, NULL), time, quote, relation_of(), cause};
  const casus_source source = {"file:///a.txt",         "A title", "2023-06-02", "Wire",
                               "https://example.org/a", "en"};
  casus_document *document = parse("a", TEXT);
  assert_int_equal(casus_store_add(store, document, &source, records, 6, NULL), CASUS_ADDED_NEW);
  casus_document_close(document);

  assert_answer(store, "SELECT * FROM document",
                "a|file:///a.txt|A title|2023-06-02|Wire|https://example.org/a|en|" TEXT "|-|-|1");
  assert_answer(store, "SELECT * FROM sentences",
                "a|1|0|35|China accused NATO of interference.\na|2|36|65|Tokyo and NATO met on Friday.");
  assert_answer(store, "SELECT * FROM mention",
                "1|1|1|0|5|China|1|0.5|1|name|1\n2|1|2|36|41|Tokyo|1|0.5|2|name|0");
  assert_answer(store, "SELECT * FROM entities", "1|China|GPE|CHN|1\n2|Tokyo|GPE|-|1");
  assert_answer(store, "SELECT * FROM mentions", "1|GPE|a|1|0|5|China|name\n2|GPE|a|2|36|41|Tokyo|name");
  assert_answer(store, "SELECT * FROM time",
                "1|1|2|58|64|Friday|1|0.5|DATE|2023-06-02|APPROX|2023-06-02|2023-06-03");
  assert_answer(store, "SELECT * FROM times",
                "1|DATE|2023-06-02|APPROX|2023-06-02|2023-06-03|a|2|58|64|Friday");
  assert_answer(store, "SELECT * FROM quote",
                "1|1|1|6|34|accused NATO of interference|1|0.5|indirect|0|5|China|China|6|13|accused|"
                "[[6,13],[22,34]]|China");
  assert_answer(store, "SELECT * FROM quotes",
                "1|indirect|China|accused|0.5|test|a|1|6|34|accused NATO of interference");
  assert_answer(store, "SELECT * FROM relation",
                "1|1|1|0|34|China accused NATO of interference|1|0.5|accuse|allege|diplomatic|112|-2.5|"
                "0|5|China|China|CHN|14|18|NATO|-|-|critic|2023-05|Tokyo|asserted|1|Xinhua|6|13|accused|1.0|"
                "China|NATO");
  assert_answer(
      store, "SELECT * FROM relations",
      "1|accuse|allege|diplomatic|112|-2.5|China|CHN|NATO|-|2023-05|Tokyo|asserted|1|Xinhua|1.0|0.5|test|"
      "a|1|0|34|China accused NATO of interference");
  assert_answer(
      store, "SELECT * FROM cause",
      "1|1|1|0|34|China accused NATO of interference|1|0.5|0|5|China|1|14|18|NATO|-1|6|13|accused|-1|1|"
      "likely|1|China");
  assert_answer(
      store, "SELECT * FROM causes",
      "1|China|NATO|accused|-1|1|likely|1|China|0.5|test|a|1|0|34|China accused NATO of interference");
  assert_answer(store, "SELECT * FROM extractor", "1|test|1");
  casus_store_close(store);
}

static void what_is_absent_is_null(void **state) {
  (void)state;
  casus_store *store = open_memory();
  casus_record relation = record_of(CASUS_RELATION, 0, 5, 0);
  relation.confidence = NAN;
  relation.as.relation.type = "protest";
  relation.as.relation.modality = "possible";
  add(store, "a", TEXT, &relation, 1, CASUS_ADDED_NEW);
  assert_answer(store, "SELECT * FROM relations",
                "1|protest|-|-|-|-|-|-|-|-|-|-|possible|0|-|1.0|-|test|a|-|0|5|China");
  assert_answer(store, "SELECT date, title FROM document", "2023-06-01|-");
  casus_store_close(store);
}

static void one_thing_is_one_entity(void **state) {
  (void)state;
  casus_store *store = open_memory();
  const casus_record records[] = {entity_of(0, 5, "China", "CHN"), entity_of(14, 18, "China", "CHN"),
                                  entity_of(36, 41, "China", NULL), entity_of(46, 50, "China", NULL)};
  add(store, "a", TEXT, records, 4, CASUS_ADDED_NEW);
  assert_answer(store, "SELECT * FROM entities", "1|China|GPE|CHN|2\n2|China|GPE|-|2");
  casus_store_close(store);
}

static void sentences_are_searched(void **state) {
  (void)state;
  casus_store *store = open_memory();
  static const char find[] = "SELECT s.text FROM sentence_search AS f JOIN sentence AS s ON s.id = f.rowid "
                             "WHERE sentence_search MATCH 'accuses'";
  add(store, "a", TEXT, NULL, 0, CASUS_ADDED_NEW);
  assert_answer(store, find, "China accused NATO of interference.");
  add(store, "a", "Nothing of the kind.", NULL, 0, CASUS_ADDED_REPLACED);
  assert_answer(store, find, "");
  assert_answer(store, "INSERT INTO sentence_search(sentence_search) VALUES ('integrity-check')", "");
  assert_int_equal(sqlite3_errcode(casus_store_connection(store)), SQLITE_OK);
  casus_store_close(store);
}

/* ---- Knowing, replacing, removing */

static const char everything[] = "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM sentence), "
                                 "(SELECT count(*) FROM mention), "
                                 "(SELECT count(*) FROM entity), (SELECT count(*) FROM relation), "
                                 "(SELECT count(*) FROM sentence_search WHERE sentence_search MATCH 'nato')";

static void known_documents_are_left_alone(void **state) {
  (void)state;
  casus_store *store = open_memory();
  const casus_record relation = relation_of();
  add(store, "a", TEXT, &relation, 1, CASUS_ADDED_NEW);
  add(store, "a", TEXT, NULL, 0, CASUS_ADDED_KNOWN);
  assert_answer(store, everything, "1|2|0|0|1|2");
  assert_true(casus_store_has(store, "a", (casus_string){TEXT, strlen(TEXT)}));
  assert_false(casus_store_has(store, "a", (casus_string){TEXT, strlen(TEXT) - 1}));
  assert_false(casus_store_has(store, "b", (casus_string){TEXT, strlen(TEXT)}));
  casus_store_close(store);
}

static void replaced_documents_leave_nothing(void **state) {
  (void)state;
  casus_store *store = open_memory();
  const casus_record records[] = {relation_of(), entity_of(0, 5, "China", "CHN")};
  add(store, "a", TEXT, records, 2, CASUS_ADDED_NEW);
  add(store, "b", TEXT, records, 2, CASUS_ADDED_NEW);
  add(store, "a", "Nothing of the kind.", NULL, 0, CASUS_ADDED_REPLACED);
  assert_answer(store, everything, "2|3|1|1|1|2");
  assert_int_equal(casus_store_remove(store, "b", NULL), CASUS_OK);
  assert_answer(store, everything, "1|1|0|0|0|0");
  assert_int_equal(casus_store_remove(store, "b", NULL), CASUS_OK);
  casus_store_close(store);
}

static void failures_change_nothing(void **state) {
  (void)state;
  casus_store *store = open_memory();
  casus_error error;
  casus_record bad[] = {relation_of(), relation_of()};
  add(store, "a", TEXT, bad, 2, CASUS_ADDED_NEW);
  casus_document *document = parse("a", "Déjà vu: another text.");

  bad[1].stop = 100;
  assert_int_equal(casus_store_add(store, document, NULL, bad, 2, &error), CASUS_ADDED_FAILED);
  assert_int_equal(error.code, CASUS_MISUSE);
  bad[1] = record_of(CASUS_RELATION, 0, 2, 1); /* within the é */
  assert_int_equal(casus_store_add(store, document, NULL, bad + 1, 1, &error), CASUS_ADDED_FAILED);
  assert_int_equal(error.code, CASUS_MISUSE);
  bad[1] = record_of(CASUS_RELATION, 0, 1, 2);
  assert_int_equal(casus_store_add(store, document, NULL, bad + 1, 1, &error), CASUS_ADDED_FAILED);
  assert_string_equal(error.message, "there is no sentence 2");
  bad[1] = record_of(CASUS_RELATION, 0, 1, 1); /* without a type */
  assert_int_equal(casus_store_add(store, document, NULL, bad + 1, 1, &error), CASUS_ADDED_FAILED);
  assert_int_equal(error.code, CASUS_SQL);

  assert_answer(store, everything, "1|2|0|0|2|2");
  assert_int_equal(sqlite3_get_autocommit(casus_store_connection(store)), 1);
  casus_document_close(document);
  casus_store_close(store);
}

static void callers_transactions_are_respected(void **state) {
  (void)state;
  casus_store *store = open_memory();
  sqlite3 *database = casus_store_connection(store);
  casus_record bad = relation_of();
  bad.as.relation.type = NULL;
  assert_int_equal(sqlite3_exec(database, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
  add(store, "a", TEXT, NULL, 0, CASUS_ADDED_NEW);
  add(store, "b", TEXT, &bad, 1, CASUS_ADDED_FAILED);
  assert_int_equal(sqlite3_get_autocommit(database), 0);
  assert_answer(store, everything, "1|2|0|0|0|2");
  assert_int_equal(sqlite3_exec(database, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
  assert_answer(store, everything, "0|0|0|0|0|0");
  casus_store_close(store);
}

/* ---- Files */

static void write_file(const char *path, const char *bytes, size_t size) {
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, size, file), size);
  fclose(file);
}

static size_t read_file(const char *path, char *bytes, size_t size) {
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  const size_t got = fread(bytes, 1, size, file);
  fclose(file);
  return got;
}

/* Opening must fail, name the file, say `part`, and leave the file as it was. */
static void assert_refused(const char *path, casus_store_mode mode, casus_status status, const char *part) {
  static char before[65536], after[65536];
  casus_error error;
  const bool there = access(path, F_OK) == 0;
  const size_t size = there ? read_file(path, before, sizeof before) : 0;
  assert_null(casus_store_open(path, mode, NULL, &error));
  if (error.code != status || strncmp(error.message, path, strlen(path)) != 0 || !strstr(error.message, part))
    fail_msg("%s: %s", casus_status_name(error.code), error.message);
  assert_int_equal(access(path, F_OK) == 0, there);
  if (there) {
    assert_int_equal(read_file(path, after, sizeof after), size);
    assert_memory_equal(before, after, size);
  }
}

static void make_database(const char *path, const char *sql) {
  sqlite3 *database;
  assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
  assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(database);
}

static void what_is_no_store_is_refused(void **state) {
  (void)state;
  const char *path = path_of("other");
  assert_refused(path, CASUS_STORE_READ, CASUS_IO, "No such file");
  write_file(path, "", 0);
  assert_refused(path, CASUS_STORE_READ, CASUS_FORMAT, "not a casus store");
  write_file(path, TEXT TEXT TEXT, 3 * strlen(TEXT));
  assert_refused(path, CASUS_STORE_READ, CASUS_FORMAT, "nor any SQLite database");
  assert_refused(path, CASUS_STORE_WRITE, CASUS_FORMAT, "nor any SQLite database");
  unlink(path);
  make_database(path, "CREATE TABLE notes(text)");
  assert_refused(path, CASUS_STORE_WRITE, CASUS_FORMAT, "another program");
  assert_refused(path, CASUS_STORE_READ, CASUS_FORMAT, "another program");
  unlink(path);
  assert_refused(folder, CASUS_STORE_WRITE, CASUS_IO, "not a regular file");
  assert_refused(path_of("no/where"), CASUS_STORE_WRITE, CASUS_IO, "unable to open");
}

static void newer_stores_are_refused(void **state) {
  (void)state;
  const char *path = path_of("newer");
  casus_store_close(casus_store_open(path, CASUS_STORE_WRITE, NULL, NULL));
  char sql[64];
  snprintf(sql, sizeof sql, "PRAGMA user_version = %d", casus_migration_count + 1);
  make_database(path, sql);
  assert_refused(path, CASUS_STORE_WRITE, CASUS_NEWER, "newer");
  assert_refused(path, CASUS_STORE_READ, CASUS_NEWER, "newer");
  unlink(path);
}

/* A store as the first version made it, with one relation. */
static void make_first_version(const char *path) {
  make_database(path, "PRAGMA application_id = 0x63617375; PRAGMA user_version = 1");
  make_database(path, casus_migrations[0]);
  make_database(path,
                "INSERT INTO document(id, text) VALUES ('a', 'China accused NATO.');"
                "INSERT INTO extractor(name, version) VALUES ('test', '1');"
                "INSERT INTO relation(document, start, stop, text, extractor, type, source_text, modality, "
                "negated) VALUES (1, 0, 18, 'China accused NATO', 1, 'accuse', 'China', 'asserted', 0)");
}

static void older_stores_are_brought_up_to_date(void **state) {
  (void)state;
  const char *path = path_of("older");
  make_first_version(path);
  assert_refused(path, CASUS_STORE_READ, CASUS_FORMAT, "older version");
  casus_store *store = casus_store_open(path, CASUS_STORE_WRITE, NULL, NULL);
  assert_non_null(store);
  assert_int_equal(atoi(ask(store, "PRAGMA user_version")), casus_migration_count);
  assert_answer(store, "SELECT source, type FROM relations", "China|accuse");
  assert_answer(store, "INSERT INTO merge(name, merged) VALUES ('PRC', 'China')", "");
  assert_answer(store, "SELECT source, type FROM relations", "PRC|accuse");
  casus_store_close(store);
  store = casus_store_open(path, CASUS_STORE_READ, NULL, NULL);
  assert_answer(store, "SELECT name, merged, undone FROM merges", "PRC|China|-");
  casus_store_close(store);
  unlink(path);
}

static void stores_are_kept_in_files(void **state) {
  (void)state;
  const char *path = path_of("file:store %41?#"); /* a name, not a URI */
  casus_error error;
  casus_store *store = casus_store_open(path, CASUS_STORE_WRITE, NULL, &error);
  assert_non_null(store);
  assert_answer(store, "PRAGMA journal_mode", "wal");
  assert_answer(store, "PRAGMA foreign_keys", "1");
  const casus_record relation = relation_of();
  add(store, "a", TEXT, &relation, 1, CASUS_ADDED_NEW);

  casus_store *reader = casus_store_open(path, CASUS_STORE_READ, NULL, &error);
  assert_non_null(reader);
  assert_answer(reader, everything, "1|2|0|0|1|2");
  add(store, "b", TEXT, &relation, 1, CASUS_ADDED_NEW);
  assert_answer(reader, everything, "2|4|0|0|2|4");
  add(reader, "c", TEXT, &relation, 1, CASUS_ADDED_FAILED);
  casus_store_close(reader);
  casus_store_close(store);

  store = casus_store_open(path, CASUS_STORE_WRITE, NULL, &error);
  add(store, "a", TEXT, &relation, 1, CASUS_ADDED_KNOWN);
  casus_store_close(store);
  unlink(path);
}

/* A store that was closed needs no further file beside it, so it can lie where nothing can be written. */
static void unwritable_folders_are_read(void **state) {
  (void)state;
  const char *path = path_of("store");
  const bool root = geteuid() == 0;
  casus_store_close(casus_store_open(path, CASUS_STORE_WRITE, NULL, NULL));
  assert_int_equal(chmod(path, 0444), 0);
  assert_int_equal(chmod(folder, 0555), 0);
  if (root) assert_int_equal(seteuid(65534), 0);
  casus_error error = {0};
  casus_store *store = casus_store_open(path, CASUS_STORE_READ, NULL, &error);
  casus_store *writable = casus_store_open(path, CASUS_STORE_WRITE, NULL, NULL);
  if (root) assert_int_equal(seteuid(0), 0);
  assert_int_equal(chmod(folder, 0700), 0);
  assert_null(writable);
  if (!store) fail_msg("%s", error.message);
  assert_answer(store, everything, "0|0|0|0|0|0");
  casus_store_close(store);
  unlink(path);
}

static void tables_are_strict_and_whole(void **state) {
  (void)state;
  casus_store *store = open_memory();
  assert_answer(store,
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict "
                "AND name NOT LIKE 'sqlite_%'",
                "");
  assert_answer(store, "SELECT group_concat(name, ' ') FROM pragma_table_info('document')",
                "id uri title date source url lang text place byline number");
  add(store, "a", TEXT, NULL, 0, CASUS_ADDED_NEW);
  assert_answer(store, "PRAGMA foreign_key_check", "");
  assert_answer(store, "PRAGMA integrity_check", "ok");
  casus_store_close(store);
}

static void closing_nothing_is_allowed(void **state) {
  (void)state;
  casus_store_close(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_field_survives),
      cmocka_unit_test(what_is_absent_is_null),
      cmocka_unit_test(one_thing_is_one_entity),
      cmocka_unit_test(sentences_are_searched),
      cmocka_unit_test(known_documents_are_left_alone),
      cmocka_unit_test(replaced_documents_leave_nothing),
      cmocka_unit_test(failures_change_nothing),
      cmocka_unit_test(callers_transactions_are_respected),
      cmocka_unit_test(what_is_no_store_is_refused),
      cmocka_unit_test(newer_stores_are_refused),
      cmocka_unit_test(older_stores_are_brought_up_to_date),
      cmocka_unit_test(stores_are_kept_in_files),
      cmocka_unit_test(unwritable_folders_are_read),
      cmocka_unit_test(tables_are_strict_and_whole),
      cmocka_unit_test(closing_nothing_is_allowed),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
