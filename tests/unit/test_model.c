/* core/parse/model, and what a parser opens from one: files that are no models, are cut short or are damaged,
 * outside of their sections and within. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parse/lesson.h"
#include "parse/parser.h"
#include "unit/allocator.h"
#include "unit/little.h"
#include "unit/spoil.h"

#include <sys/stat.h>
#include <unistd.h>

static char good_path[256], path[256], other_path[256];
static casus_buffer good;    /* the bytes of a model */
static casus_engine *engine; /* without a model */
static uint64_t seed = 1;

static int set_up(void **state) {
  (void)state;
  casus_error error;
  const casus_engine_options options = {.model = ""};
  little_path(path, "a.model");
  little_path(other_path, "b.model");
  casus_buffer_init(&good, NULL);
  engine = casus_engine_open(CASUS_ROOT "/data", &options, &error);
  if (!engine || !little_write_bank(little_path(other_path, "bank.conllu"), little_english, 2)) return -1;
  if (little_train(other_path, little_path(good_path, "good.model"), 1, 1, &error)) return -1;
  if (little_train_names(good_path, good_path, 1, &error)) return -1;
  return casus_file_read(good_path, &good, &error) == CASUS_OK ? 0 : -1;
}

static int tear_down(void **state) {
  (void)state;
  casus_engine_close(engine);
  casus_buffer_free(&good);
  return 0;
}

/* ---- The file */

/* Opens what is at `path` and must not open; the error names the file. */
static casus_status refused(const char *file, const char *what) {
  casus_error error = {.code = CASUS_OK};
  faulty memory;
  faulty_init(&memory, 0);
  casus_model *model = casus_model_open(file, &memory.allocator, &error);
  assert_null(model);
  assert_true(error.code != CASUS_OK);
  if (!strstr(error.message, file) || !strstr(error.message, what))
    fail_msg("\"%s\" should name %s and %s", error.message, file, what);
  assert_null(strchr(error.message, '\n'));
  assert_int_equal(memory.blocks, 0);
  assert_int_equal(memory.wrong, 0);
  return error.code;
}

static casus_status refused_bytes(const char *bytes, size_t size, const char *what) {
  assert_true(little_write(path, bytes, size));
  return refused(path, what);
}

static void test_parts(void **state) {
  (void)state;
  const casus_model_part parts[] = {
      {"one", {"abc", 3}}, {"exactly15bytes!", {"", 0}}, {"two", {good.bytes, 1000}}};
  casus_error error;
  size_t size = 7;
  assert_int_equal(casus_model_write(path, parts, 3, &casus_allocator_default, &error), CASUS_OK);
  casus_model *model = casus_model_open(path, &casus_allocator_default, &error);
  assert_non_null(model);
  assert_string_equal(casus_model_path(model), path);
  assert_memory_equal(casus_model_section(model, "one", &size), "abc", 3);
  assert_int_equal(size, 3);
  assert_non_null(casus_model_section(model, "exactly15bytes!", &size));
  assert_int_equal(size, 0);
  const void *two = casus_model_section(model, "two", &size);
  assert_int_equal(size, 1000);
  assert_memory_equal(two, good.bytes, 1000);
  assert_int_equal((uintptr_t)two % 64, 0);
  assert_null(casus_model_section(model, "on", &size));
  assert_null(casus_model_section(model, "", &size));
  assert_null(casus_model_section(model, "exactly15bytes!?", &size));
  casus_model_close(model);
  casus_model_close(NULL);
}

/* The bytes as they are documented. */
static void test_header(void **state) {
  (void)state;
  uint64_t size;
  uint32_t number;
  assert_memory_equal(good.bytes, "CASUSMDL", 8);
  memcpy(&number, good.bytes + SPOIL_VERSION, sizeof number);
  assert_int_equal(number, CASUS_MODEL_VERSION);
  memcpy(&number, good.bytes + SPOIL_ENDIAN, sizeof number);
  assert_int_equal(number, 0x01020304);
  memcpy(&size, good.bytes + SPOIL_SIZE, sizeof size);
  assert_int_equal(size, good.size);
}

static void test_no_file(void **state) {
  (void)state;
  char folder[256];
  assert_int_equal(refused("/nowhere/x.model", "No such file"), CASUS_IO);
  little_path(folder, "folder");
  assert_int_equal(mkdir(folder, 0700), 0);
  assert_int_equal(refused(folder, "no model of casus"), CASUS_FORMAT);
  assert_int_equal(refused("/dev/null", "no model of casus"), CASUS_FORMAT);
  /* a pipe that nobody writes to is not waited for */
  little_path(folder, "pipe");
  assert_int_equal(mkfifo(folder, 0600), 0);
  assert_int_equal(refused(folder, "no model of casus"), CASUS_FORMAT);
  assert_int_equal(refused_bytes("", 0, "no model of casus"), CASUS_FORMAT);
  assert_int_equal(refused_bytes("CASUSMDL", 8, "no model of casus"), CASUS_FORMAT);
  static const char text[] =
      "This is a text, and long enough to have a header of the size that a model's has.\n";
  assert_int_equal(refused_bytes(text, sizeof text - 1, "no model of casus"), CASUS_FORMAT);
}

static void cut_at(size_t size) {
  char *bytes = malloc(size + 1);
  assert_non_null(bytes);
  memcpy(bytes, good.bytes, size);
  const casus_status status = refused_bytes(bytes, size, size < SPOIL_HEADER ? "no model" : "cut short");
  assert_int_equal(status, CASUS_FORMAT);
  /* as if it had always been so short */
  if (size >= SPOIL_HEADER) {
    const uint64_t claimed = size;
    memcpy(bytes + SPOIL_SIZE, &claimed, sizeof claimed);
    assert_int_equal(refused_bytes(bytes, size, "damaged"), CASUS_FORMAT);
    spoil_seal(bytes, size);
    assert_int_equal(refused_bytes(bytes, size, "damaged"), CASUS_FORMAT);
  }
  free(bytes);
}

static void test_cut(void **state) {
  (void)state;
  enum { NEAR = 70 };
  for (size_t size = 0; size < SPOIL_HEADER + 6 * SPOIL_ENTRY; size++) cut_at(size);
  const size_t count = spoil_sections(good.bytes);
  for (size_t i = 0; i < count; i++) {
    const spoil_entry entry = spoil_entry_at(good.bytes, i);
    for (size_t k = 0; k < NEAR; k += 9) {
      if (entry.offset + k < good.size) cut_at(entry.offset + k);
      if (entry.offset >= k) cut_at(entry.offset - k);
    }
  }
  for (size_t k = 1; k < NEAR; k++) cut_at(good.size - k);
  /* and one that goes on */
  char *bytes = malloc(good.size + 1);
  assert_non_null(bytes);
  memcpy(bytes, good.bytes, good.size);
  bytes[good.size] = 0;
  assert_int_equal(refused_bytes(bytes, good.size + 1, "hangs on"), CASUS_FORMAT);
  free(bytes);
}

/* With bytes at a place replaced, and the checksum put right if `sealed`. */
static casus_status with(size_t at, const void *bytes, size_t size, bool sealed, const char *what) {
  char *copy = malloc(good.size);
  assert_non_null(copy);
  memcpy(copy, good.bytes, good.size);
  memcpy(copy + at, bytes, size);
  if (sealed) spoil_seal(copy, good.size);
  const casus_status status = refused_bytes(copy, good.size, what);
  free(copy);
  return status;
}

static casus_status with_number(size_t at, uint64_t number, size_t size, bool sealed, const char *what) {
  return with(at, &number, size, sealed, what); /* of a machine with the low bytes first */
}

static void test_fields(void **state) {
  (void)state;
  for (size_t i = 0; i < 8; i++) assert_int_equal(with(i, "x", 1, true, "no model of casus"), CASUS_FORMAT);
  assert_int_equal(with_number(SPOIL_VERSION, CASUS_MODEL_VERSION + 1, 4, false, "this casus reads"),
                   CASUS_NEWER);
  assert_int_equal(with_number(SPOIL_VERSION, 0, 4, true, "this casus reads"), CASUS_FORMAT);
  assert_int_equal(with_number(SPOIL_ENDIAN, 0x04030201, 4, false, "byte order"), CASUS_FORMAT);
  assert_int_equal(with_number(SPOIL_ENDIAN, 0, 4, true, "byte order"), CASUS_FORMAT);
  assert_int_equal(with_number(SPOIL_SIZE, 0, 8, true, "cut short"), CASUS_FORMAT);
  assert_int_equal(with_number(SPOIL_SIZE, UINT64_MAX, 8, true, "cut short"), CASUS_FORMAT);
  assert_int_equal(with_number(SPOIL_CHECKSUM, 0, 8, false, "damaged"), CASUS_FORMAT);
  assert_int_equal(with_number(good.size - 1, 0x55, 1, false, "damaged"), CASUS_FORMAT);
  assert_int_equal(with_number(SPOIL_SECTIONS, 65, 8, true, "damaged"), CASUS_FORMAT);
  assert_int_equal(with_number(SPOIL_SECTIONS, UINT64_MAX, 8, true, "damaged"), CASUS_FORMAT);
  assert_int_equal(with_number(SPOIL_SECTIONS, UINT64_C(1) << 59, 8, true, "damaged"), CASUS_FORMAT);
}

static void test_ranges(void **state) {
  (void)state;
  static const uint64_t bad[] = {UINT64_MAX, UINT64_C(1) << 63, UINT64_MAX - 63, UINT64_C(1) << 40};
  const size_t count = spoil_sections(good.bytes);
  for (size_t i = 0; i < count; i++) {
    const size_t at = SPOIL_HEADER + i * SPOIL_ENTRY;
    const spoil_entry entry = spoil_entry_at(good.bytes, i);
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
      assert_int_equal(with_number(at + SPOIL_OFFSET, bad[k], 8, true, "damaged"), CASUS_FORMAT);
      assert_int_equal(with_number(at + SPOIL_LENGTH, bad[k], 8, true, "damaged"), CASUS_FORMAT);
    }
    assert_int_equal(with_number(at + SPOIL_OFFSET, entry.offset + 1, 8, true, "damaged"), CASUS_FORMAT);
    assert_int_equal(with_number(at + SPOIL_OFFSET, (good.size + 127) / 64 * 64, 8, true, "damaged"),
                     CASUS_FORMAT);
    assert_int_equal(with_number(at + SPOIL_LENGTH, good.size - entry.offset + 1, 8, true, "damaged"),
                     CASUS_FORMAT);
  }
}

/* ---- The parser in it */

/* A parser of the bytes, or NULL with an error that names the file. */
static bool open_bytes(casus_parser *parser, const char *bytes, size_t size) {
  casus_error error = {.code = CASUS_OK};
  assert_true(little_write(path, bytes, size));
  if (casus_parser_open(parser, path, &casus_allocator_default, &error) == CASUS_OK) return true;
  assert_int_equal(error.code, CASUS_FORMAT);
  assert_non_null(strstr(error.message, path));
  assert_null(parser->model);
  casus_parser_close(parser);
  return false;
}

static void test_missing(void **state) {
  (void)state;
  casus_parser parser;
  const size_t count = spoil_sections(good.bytes);
  assert_int_equal(count, 7);
  assert_true(open_bytes(&parser, good.bytes, good.size));
  casus_parser_close(&parser);
  for (size_t i = 0; i < count; i++) {
    casus_error error = {.code = CASUS_OK};
    char *copy = malloc(good.size);
    assert_non_null(copy);
    memcpy(copy, good.bytes, good.size);
    copy[SPOIL_HEADER + i * SPOIL_ENTRY] = '?';
    spoil_seal(copy, good.size);
    if (i == count - 1) { /* the tagger, which a model need not have */
      assert_true(open_bytes(&parser, copy, good.size));
      assert_int_equal(parser.tagger.sizes.width, 0);
      casus_parser_close(&parser);
      free(copy);
      continue;
    }
    assert_false(open_bytes(&parser, copy, good.size));
    assert_int_equal(casus_parser_open(&parser, path, &casus_allocator_default, &error), CASUS_FORMAT);
    assert_non_null(strstr(error.message, "missing"));
    free(copy);
  }
  /* a model without anything */
  assert_int_equal(casus_model_write(path, NULL, 0, &casus_allocator_default, NULL), CASUS_OK);
  assert_int_equal(casus_parser_open(&parser, path, &casus_allocator_default, NULL), CASUS_FORMAT);
  assert_int_equal(casus_parser_open(&parser, "/nowhere/x.model", &casus_allocator_default, NULL), CASUS_IO);
}

/* How many names a section lists, if it is one. */
static uint32_t names_in(size_t section) {
  uint32_t count;
  memcpy(&count, good.bytes + spoil_entry_at(good.bytes, section).offset, sizeof count);
  return count;
}

/* One section in the place of another; only lists of names may be alike enough. */
static void test_mixed(void **state) {
  (void)state;
  const size_t count = spoil_sections(good.bytes);
  for (size_t i = 0; i < count; i++)
    for (size_t k = 0; k < count; k++) {
      casus_parser parser;
      char *copy = malloc(good.size);
      assert_non_null(copy);
      memcpy(copy, good.bytes, good.size);
      memcpy(copy + SPOIL_HEADER + i * SPOIL_ENTRY + SPOIL_OFFSET,
             good.bytes + SPOIL_HEADER + k * SPOIL_ENTRY + SPOIL_OFFSET, SPOIL_ENTRY - SPOIL_OFFSET);
      spoil_seal(copy, good.size);
      const bool opened = open_bytes(&parser, copy, good.size);
      assert_int_equal(opened, i == k || (i > 1 && k > 1 && names_in(i) == names_in(k)));
      if (opened) casus_parser_close(&parser);
      free(copy);
    }
}

/* Random bytes in every section: what still opens parses. */
static bool spoil_and_parse(size_t section, unsigned how) {
  static const char text[] =
      "The minister met an envoy in Oslo. Stop! They said the boats left, and nobody knew why 3,000 "
      "ships stayed.";
  casus_parser parser;
  char *copy = malloc(good.size);
  assert_non_null(copy);
  memcpy(copy, good.bytes, good.size);
  const spoil_entry entry = spoil_entry_at(good.bytes, section);
  /* one byte or many, at the beginning of the section or anywhere */
  for (uint32_t i = casus_random_below(&seed, how % 3 ? 2 : 40) + 1; i-- > 0;) {
    const size_t within = how & 1 && entry.size > 128 ? 128 : entry.size;
    char *place = copy + entry.offset + casus_random_below(&seed, (uint32_t)within);
    const uint32_t byte = casus_random_below(&seed, 256), bit = 1u << byte % 8;
    *place = (char)(how & 2 ? (unsigned char)*place ^ bit : byte);
  }
  spoil_seal(copy, good.size);
  const bool opened = open_bytes(&parser, copy, good.size);
  if (opened) {
    spoil_parse(&parser, engine, text, sizeof text - 1, how % 4 ? 1 : 3);
    casus_parser_close(&parser);
  }
  free(copy);
  return opened;
}

static void test_spoiled(void **state) {
  (void)state;
  enum { TRIES = 800 };
  const size_t count = spoil_sections(good.bytes);
  for (size_t section = 0; section < count; section++) {
    unsigned opened = 0;
    for (unsigned i = 0; i < TRIES; i++) opened += spoil_and_parse(section, i);
    print_message("section %zu: %u of %u still open\n", section, opened, (unsigned)TRIES);
    assert_in_range(opened, TRIES / 10, TRIES * 99 / 100);
  }
}

/* Names are whole: no character is cut in two. */
static void test_names(void **state) {
  (void)state;
  static const casus_string strings[] = {{"caf\xC3\xA9", 5}, {"", 0}, {"x", 1}};
  casus_buffer section;
  casus_names names;
  casus_buffer_init(&section, NULL);
  casus_names_write(&section, strings, 3);
  assert_int_equal(casus_names_load(&names, section.bytes, section.size, NULL), CASUS_OK);
  assert_int_equal(names.count, 3);
  for (uint32_t i = 0; i < 3; i++) {
    assert_int_equal(casus_names_get(&names, i).size, strings[i].size);
    assert_memory_equal(casus_names_get(&names, i).bytes, strings[i].bytes, strings[i].size);
  }
  for (size_t size = 0; size < section.size; size++)
    assert_int_equal(casus_names_load(&names, section.bytes, size, NULL), CASUS_FORMAT);
  const uint32_t within = 4;
  memcpy(section.bytes + sizeof within, &within, sizeof within);
  assert_int_equal(casus_names_load(&names, section.bytes, section.size, NULL), CASUS_FORMAT);
  casus_buffer_free(&section);
}

/* ---- Writing */

static void test_not_written(void **state) {
  (void)state;
  const casus_model_part part = {"one", {"abc", 3}};
  casus_error error = {.code = CASUS_OK};
  char beside[300];
  assert_int_equal(casus_model_write("/nowhere/x.model", &part, 1, &casus_allocator_default, &error),
                   CASUS_IO);
  assert_non_null(strstr(error.message, "/nowhere/x.model"));
  /* a folder cannot be replaced; nothing is left beside it */
  char folder[256];
  little_path(folder, "taken.model");
  assert_int_equal(mkdir(folder, 0700), 0);
  assert_int_equal(casus_model_write(folder, &part, 1, &casus_allocator_default, &error), CASUS_IO);
  snprintf(beside, sizeof beside, "%s.new", folder);
  assert_int_not_equal(access(beside, F_OK), 0);
}

/* A model that is in use may be written anew: who has mapped the old one keeps it. */
static void test_replaced(void **state) {
  (void)state;
  const casus_model_part old = {"one", {"old", 3}}, new = {"one", {"new", 3}};
  size_t size;
  assert_int_equal(casus_model_write(path, &old, 1, &casus_allocator_default, NULL), CASUS_OK);
  casus_model *model = casus_model_open(path, &casus_allocator_default, NULL);
  assert_non_null(model);
  assert_int_equal(casus_model_write(path, &new, 1, &casus_allocator_default, NULL), CASUS_OK);
  assert_memory_equal(casus_model_section(model, "one", &size), "old", 3);
  casus_model_close(model);
}

static void test_memory(void **state) {
  (void)state;
  casus_status status = CASUS_NOMEM;
  const casus_model_part part = {"one", {good.bytes, good.size}};
  for (size_t n = 1; status != CASUS_OK; n++) {
    faulty memory;
    faulty_init(&memory, n);
    status = casus_model_write(path, &part, 1, &memory.allocator, NULL);
    if (status != CASUS_OK) assert_int_equal(status, CASUS_NOMEM);
    assert_int_equal(memory.blocks, 0);
    assert_int_equal(memory.wrong, 0);
  }
  status = CASUS_NOMEM;
  for (size_t n = 1; status != CASUS_OK; n++) {
    faulty memory;
    casus_parser parser;
    casus_error error;
    faulty_init(&memory, n);
    status = casus_parser_open(&parser, good_path, &memory.allocator, &error);
    if (status != CASUS_OK) assert_int_equal(status, CASUS_NOMEM);
    casus_parser_close(&parser);
    assert_int_equal(memory.blocks, 0);
    assert_int_equal(memory.wrong, 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_parts),   cmocka_unit_test(test_header),      cmocka_unit_test(test_no_file),
      cmocka_unit_test(test_cut),     cmocka_unit_test(test_fields),      cmocka_unit_test(test_ranges),
      cmocka_unit_test(test_missing), cmocka_unit_test(test_mixed),       cmocka_unit_test(test_spoiled),
      cmocka_unit_test(test_names),   cmocka_unit_test(test_not_written), cmocka_unit_test(test_replaced),
      cmocka_unit_test(test_memory),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
