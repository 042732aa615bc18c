/* Memory that runs out anywhere while a store is opened, added to, asked and cleared: each failure is told
 * of, nothing leaks, and the file is whole. SQLite's memory comes from an allocator that fails when it is
 * told to, which has to be set before SQLite is first used: hence a program of its own. CASUS_FAULTS_LONG=1:
 * with larger documents. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "casus.h"
#include "unit/allocator.h"

#include <sqlite3.h>
#include <unistd.h>

/* ---- SQLite's memory: blocks that know their size, as `faulty` counts them */

static faulty memory;

static void *sqlite_malloc(int size) {
  return faulty_reallocate(&memory, NULL, 0, (size_t)size);
}

static int sqlite_size(void *block) {
  size_t size = 0;
  if (block) memcpy(&size, (char *)block - FAULTY_HEADER, sizeof size);
  return (int)size;
}

static void sqlite_free(void *block) {
  faulty_reallocate(&memory, block, (size_t)sqlite_size(block), 0);
}

static void *sqlite_realloc(void *block, int size) {
  return faulty_reallocate(&memory, block, (size_t)sqlite_size(block), (size_t)size);
}

static int sqlite_round(int size) {
  return (size + 7) & ~7;
}

static int sqlite_init(void *context) {
  (void)context;
  return SQLITE_OK;
}

static void sqlite_shutdown(void *context) {
  (void)context;
}

static sqlite3_mem_methods methods = {sqlite_malloc, sqlite_free, sqlite_realloc,  sqlite_size,
                                      sqlite_round,  sqlite_init, sqlite_shutdown, NULL};

/* From now on the n-th call fails, and all behind it unless it is once; 0: none. */
static void fail_at(size_t n) {
  memory.calls = 0;
  memory.fail_at = n;
}

/* ---- What is done */

#define OLD "China accused NATO of interference. Tokyo and NATO met on Friday."
#define NEW "Japan praised France in Tokyo. “We stay,” said Jens Stoltenberg."

static casus_engine *engine;
static char folder[] = "/tmp/casus-faults-XXXXXX", path[sizeof folder + 16];
static bool larger; /* documents, and each step of the sweep */

typedef struct version {
  casus_document *document;
  const casus_records *records;
} version;

static version old_version, new_version;

static version make(const char *text) {
  static char repeated[16 << 10];
  const size_t size = strlen(text), count = larger ? sizeof repeated / (size + 1) : 1;
  for (size_t i = 0; i < count; i++) {
    memcpy(repeated + i * (size + 1), text, size);
    repeated[i * (size + 1) + size] = '\n';
  }
  const casus_document_options options = {.id = "a", .date = "2023-06-01"};
  version made = {.document = casus_document_parse(engine, repeated, count * (size + 1), &options, NULL)};
  assert_non_null(made.document);
  made.records = casus_document_extract(made.document, CASUS_KINDS_DEFAULT, NULL);
  assert_true(made.records->count > 3);
  return made;
}

static casus_added put(casus_store *store, const version *what, casus_error *error) {
  const casus_source source = {.uri = "file:///a.txt", .title = "A title"};
  return casus_store_add(store, what->document, &source, what->records->items, what->records->count, error);
}

enum { NOTHING, OLD_ONE, NEW_ONE, STATES };

/* A file as it was when it was remembered: making it anew each time would take longer than what is tested. */
typedef struct image {
  char *bytes;
  size_t size;
} image;

static image images[STATES];

static void remember(image *self) {
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  assert_int_equal(fseek(file, 0, SEEK_END), 0);
  self->size = (size_t)ftell(file);
  rewind(file);
  self->bytes = malloc(self->size);
  assert_non_null(self->bytes);
  assert_int_equal(fread(self->bytes, 1, self->size, file), self->size);
  fclose(file);
}

static void restore(const image *self) {
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(self->bytes, 1, self->size, file), self->size);
  fclose(file);
}

static void forget_store(void) {
  static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
  char name[sizeof path + 16];
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    snprintf(name, sizeof name, "%s%s", path, endings[i]);
    unlink(name);
  }
}

static casus_store *open_store(casus_store_mode mode, casus_error *error) {
  casus_store *store = casus_store_open(path, mode, &memory.allocator, error);
  if (store) return store;
  assert_int_equal(error->code, CASUS_NOMEM);
  return NULL;
}

/* A number that SQL gives, read in the way queries are; -1 where memory runs out. */
static long long ask(casus_store *store, const char *sql) {
  sqlite3_stmt *statement = NULL;
  long long answer = -1;
  int code = sqlite3_prepare_v2(casus_store_connection(store), sql, -1, &statement, NULL);
  if (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW)
    answer = sqlite3_column_int64(statement, 0);
  if (code != SQLITE_ROW && code != SQLITE_NOMEM && code != SQLITE_IOERR_NOMEM)
    fail_msg("%s: %s", sql, sqlite3_errmsg(casus_store_connection(store)));
  sqlite3_finalize(statement);
  return answer;
}

/* Which of the versions the file holds: wholly, with nothing left of another; and the file is intact. */
static int state_of_file(void) {
  fail_at(0);
  casus_error error;
  casus_store *store = casus_store_open(path, CASUS_STORE_WRITE, NULL, &error);
  if (!store) fail_msg("%s", error.message);
  assert_int_equal(ask(store, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
  assert_int_equal(ask(store, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
  const casus_string old_text = casus_document_text(old_version.document),
                     new_text = casus_document_text(new_version.document);
  const bool old = casus_store_has(store, "a", old_text), new = casus_store_has(store, "a", new_text);
  const version *there = old ? &old_version : new ? &new_version : NULL;
  assert_int_equal(ask(store, "SELECT count(*) FROM document"), there != NULL);
  assert_int_equal(ask(store, "SELECT count(*) FROM sentence"),
                   there ? casus_document_sentences(there->document) : 0);
  assert_int_equal(ask(store, "SELECT (SELECT count(*) FROM mention) + (SELECT count(*) FROM time) + (SELECT "
                              "count(*) FROM quote) + (SELECT count(*) FROM relation)"),
                   there ? there->records->count : 0);
  assert_int_equal(
      ask(store, "SELECT count(*) FROM sentence_search WHERE sentence_search MATCH 'interference'") > 0, old);
  assert_int_equal(
      ask(store, "SELECT count(*) FROM sentence_search WHERE sentence_search MATCH 'stoltenberg'") > 0, new);
  casus_store_close(store);
  return old ? OLD_ONE : new ? NEW_ONE : NOTHING;
}

/* ---- The sweep */

/* Does something with a store, which fails where memory runs out; returns whether all went well. */
typedef bool step(casus_store *store);

static void sweep_once(int before, int after, casus_store_mode mode, step *run) {
  size_t failures = 0;
  const size_t blocks = memory.blocks;
  for (size_t n = 1;; n += 1 + n / (larger ? 120 : 60)) {
    forget_store();
    restore(&images[before]);
    casus_error error = {0};
    fail_at(n);
    casus_store *store = open_store(mode, &error);
    const bool whole = store && run(store);
    const bool failed = memory.calls >= n;
    casus_store_close(store); /* while there still is no memory */
    if (memory.wrong) fail_msg("call %zu: a block was given back with a wrong size", n);
    if (memory.blocks != blocks) fail_msg("call %zu: %zu blocks leak", n, memory.blocks - blocks);
    const int found = state_of_file();
    if (whole ? found != after : found != before && found != after)
      fail_msg("call %zu: %s, and the file holds version %d", n, whole ? "done" : "not done", found);
    failures += !whole;
    if (!failed) break;
  }
  assert_true(failures > 10);
  forget_store();
}

static void sweep(int before, int after, casus_store_mode mode, step *run) {
  for (int once = 0; once <= 1; once++) {
    memory.once = once;
    sweep_once(before, after, mode, run);
  }
}

static bool do_nothing(casus_store *store) {
  (void)store;
  return true;
}

static void expect_no_memory(const casus_error *error) {
  if (error->code != CASUS_NOMEM)
    fail_msg("call %zu: %s: %s", memory.fail_at, casus_status_name(error->code), error->message);
}

static bool add_new(casus_store *store) {
  casus_error error = {0};
  const casus_added added = put(store, &new_version, &error);
  if (added == CASUS_ADDED_FAILED) {
    expect_no_memory(&error);
    assert_int_equal(sqlite3_get_autocommit(casus_store_connection(store)), 1);
    const size_t failing = memory.fail_at;
    memory.fail_at = 0; /* there is memory again: the same store goes on */
    if (put(store, &new_version, &error) != CASUS_ADDED_NEW)
      fail_msg("again, after call %zu: %s: %s", failing, casus_status_name(error.code), error.message);
    return false;
  }
  return true;
}

static bool replace(casus_store *store) {
  casus_error error = {0};
  const casus_added added = put(store, &new_version, &error);
  if (added == CASUS_ADDED_FAILED) expect_no_memory(&error);
  return added == CASUS_ADDED_REPLACED;
}

static bool remove_old(casus_store *store) {
  casus_error error = {0};
  const casus_status status = casus_store_remove(store, "a", &error);
  if (status != CASUS_OK) expect_no_memory(&error);
  return status == CASUS_OK;
}

/* What is asked through views, search, sorting and grouping. */
static bool query(casus_store *store) {
  static const char *const questions[] = {
      "SELECT count(*) FROM relations",
      "SELECT count(*) FROM (SELECT name, count(*) FROM entities GROUP BY name ORDER BY 2 DESC)",
      "SELECT count(*) FROM sentence_search WHERE sentence_search MATCH 'nato OR accused'",
      "SELECT max(length(text)) FROM (SELECT text FROM quotes UNION SELECT text FROM times UNION SELECT '')",
  };
  bool whole = true;
  for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) whole &= ask(store, questions[i]) >= 0;
  return whole;
}

static void opening(void **state) {
  (void)state;
  sweep(NOTHING, NOTHING, CASUS_STORE_WRITE, do_nothing);
  sweep(OLD_ONE, OLD_ONE, CASUS_STORE_READ, do_nothing);
}

static void making(void **state) {
  (void)state;
  size_t failures = 0;
  const size_t blocks = memory.blocks;
  for (size_t n = 1;; n += larger ? 1 : 1 + n / 60) {
    casus_error error = {0};
    forget_store();
    fail_at(n);
    casus_store *store = open_store(CASUS_STORE_WRITE, &error);
    const bool failed = memory.calls >= n;
    failures += store == NULL;
    casus_store_close(store);
    assert_int_equal(memory.blocks, blocks);
    assert_int_equal(state_of_file(), NOTHING); /* whatever is left there becomes a store */
    if (!failed) break;
  }
  assert_true(failures > 20);
  forget_store();
}

static void adding(void **state) {
  (void)state;
  sweep(NOTHING, NEW_ONE, CASUS_STORE_WRITE, add_new);
}

static void replacing(void **state) {
  (void)state;
  sweep(OLD_ONE, NEW_ONE, CASUS_STORE_WRITE, replace);
}

static void removing(void **state) {
  (void)state;
  sweep(OLD_ONE, NOTHING, CASUS_STORE_WRITE, remove_old);
}

static void asking(void **state) {
  (void)state;
  sweep(OLD_ONE, OLD_ONE, CASUS_STORE_READ, query);
}

static int set_up(void **state) {
  (void)state;
  larger = getenv("CASUS_FAULTS_LONG") != NULL;
  engine = casus_engine_open(CASUS_ROOT "/data", NULL, NULL);
  if (!engine || !mkdtemp(folder)) return -1;
  snprintf(path, sizeof path, "%s/store", folder);
  old_version = make(OLD);
  new_version = make(NEW);
  for (int state_now = NOTHING; state_now <= OLD_ONE; state_now++) {
    casus_store *store = casus_store_open(path, CASUS_STORE_WRITE, NULL, NULL);
    if (!store || (state_now == OLD_ONE && put(store, &old_version, NULL) != CASUS_ADDED_NEW)) return -1;
    casus_store_close(store);
    remember(&images[state_now]);
  }
  forget_store();
  return 0;
}

static int tear_down(void **state) {
  (void)state;
  casus_document_close(old_version.document);
  casus_document_close(new_version.document);
  casus_engine_close(engine);
  for (int i = 0; i < STATES; i++) free(images[i].bytes);
  return rmdir(folder); /* fails where a test left something */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(making),    cmocka_unit_test(opening),  cmocka_unit_test(adding),
      cmocka_unit_test(replacing), cmocka_unit_test(removing), cmocka_unit_test(asking),
  };
  faulty_init(&memory, 0);
  if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK) return 1;
  /* Without caches that SQLite keeps when the last store is closed, so that what leaks can be told. */
  sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
  if (sqlite3_initialize() != SQLITE_OK) return 1;
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
