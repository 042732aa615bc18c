/* core/base: arenas, pools, UTF-8, buffers, tables and JSON, and what they do when memory runs out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/json.h"
#include "base/number.h"
#include "base/pool.h"
#include "base/tsv.h"
#include "base/utf8.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- An allocator that counts, and fails when its budget is spent */

struct budget {
  long left;    /* calls that will still succeed */
  long blocks;  /* that are not freed yet */
  size_t bytes; /* of these */
};

static void *spend(void *context, void *block, size_t old, size_t size) {
  struct budget *self = context;
  if (size == 0) {
    self->blocks -= block != NULL;
    self->bytes -= old;
    free(block);
    return NULL;
  }
  if (self->left-- <= 0) return NULL;
  self->blocks += block == NULL;
  self->bytes += size - old;
  return realloc(block, size);
}

/* ---- Arena */

static void fill_arena(void *argument) {
  casus_arena *arena = argument;
  for (size_t size = 0; size < 3000; size += 7) {
    char *place = casus_arena_alloc(arena, size);
    assert_int_equal((uintptr_t)place % 16, 0);
    memset(place, 0xA5, size);
  }
  const char *zero = casus_arena_zero(arena, 100);
  for (int i = 0; i < 100; i++) assert_int_equal(zero[i], 0);
  assert_string_equal(casus_arena_copy(arena, "abcdef", 3), "abc");
  assert_string_equal(casus_arena_copy(arena, "", 0), "");
  assert_string_equal(casus_arena_format(arena, "%s-%d", "x", 42), "x-42");
  memset(casus_arena_alloc(arena, 5 << 20), 1, 5 << 20); /* larger than any block */
  struct {
    int *items;
    size_t count, capacity;
  } numbers = {0};
  for (int i = 0; i < 1000; i++) *casus_arena_push(arena, &numbers) = i;
  for (int i = 0; i < 1000; i++) assert_int_equal(numbers.items[i], i);
}

struct numbers {
  int *items;
  size_t count, capacity;
};

/* Two large arrays that grow by turns, and what lies between them. */
static void fill_arrays(void *argument) {
  casus_arena *arena = argument;
  struct numbers odd = {0}, even = {0};
  char *const between[] = {casus_arena_copy(arena, "first", 5), casus_arena_alloc(arena, 2 << 20)};
  memset(between[1], 7, 2 << 20);
  for (int i = 0; i < 3 << 20; i++) {
    *casus_arena_push(arena, i % 2 ? &odd : &even) = i;
    if (i % (1 << 19) == 0) assert_string_equal(casus_arena_copy(arena, "small", 5), "small");
  }
  for (int i = 0; i < 3 << 20; i++) assert_int_equal((i % 2 ? &odd : &even)->items[i / 2], i);
  assert_string_equal(between[0], "first");
  for (int i = 0; i < 2 << 20; i++) assert_int_equal(between[1][i], 7);
}

static void arena_moves_large_arrays(void **state) {
  (void)state;
  int failures = 0;
  for (int left = 0, whole = 0; !whole; left++, failures++) {
    struct budget budget = {.left = left};
    const casus_allocator allocator = {spend, &budget};
    casus_arena arena;
    casus_arena_init(&arena, &allocator);
    whole = casus_arena_protect(&arena, fill_arrays, &arena);
    if (whole) assert_true(budget.bytes < (size_t)24 << 20); /* 8 MB each, 2 MB, and what was smaller */
    casus_arena_free(&arena);
    assert_int_equal(budget.blocks, 0);
    assert_int_equal(budget.bytes, 0);
  }
  assert_true(failures > 10);
}

static void arena_gives_room(void **state) {
  (void)state;
  struct budget budget = {.left = 1000};
  const casus_allocator allocator = {spend, &budget};
  casus_arena arena;
  casus_arena_init(&arena, &allocator);
  assert_true(casus_arena_protect(&arena, fill_arena, &arena));
  assert_true(budget.blocks > 0);
  assert_true(budget.bytes < arena.used * 2);
  casus_arena_free(&arena);
  assert_int_equal(budget.blocks, 0);
  assert_int_equal(budget.bytes, 0);
  casus_arena_free(&arena); /* twice is once */
}

static void arena_gives_up(void **state) {
  (void)state;
  bool whole = false;
  for (long n = 0; !whole; n++) {
    struct budget budget = {.left = n};
    const casus_allocator allocator = {spend, &budget};
    casus_arena arena;
    casus_arena_init(&arena, &allocator);
    whole = casus_arena_protect(&arena, fill_arena, &arena);
    assert_null(arena.rescue);
    casus_arena_free(&arena);
    assert_int_equal(budget.blocks, 0);
    assert_true(n < 100);
  }
}

static void ask_too_much(void *argument) {
  casus_arena_alloc(argument, SIZE_MAX - 4);
}

struct nesting {
  casus_arena *arena;
  bool inner, after;
};

static void nest(void *argument) {
  struct nesting *self = argument;
  self->inner = casus_arena_protect(self->arena, ask_too_much, self->arena);
  self->after = casus_arena_alloc(self->arena, 8) != NULL;
}

static void arena_nests(void **state) {
  (void)state;
  casus_arena arena;
  casus_arena_init(&arena, NULL);
  struct nesting nesting = {.arena = &arena, .inner = true};
  assert_true(casus_arena_protect(&arena, nest, &nesting));
  assert_false(nesting.inner);
  assert_true(nesting.after);
  casus_arena_free(&arena);
}

/* ---- Pool */

static void fill_pool(void *argument) {
  casus_pool *pool = argument;
  casus_pool_init(pool, pool->arena);
  assert_int_equal(casus_pool_intern(pool, "", 0), 0);
  for (int i = 1; i <= 5000; i++) {
    char text[16];
    const int size = snprintf(text, sizeof text, "w%d", i);
    assert_int_equal(casus_pool_find(pool, text, (size_t)size), CASUS_POOL_NONE);
    assert_int_equal(casus_pool_intern(pool, text, (size_t)size), i);
    assert_int_equal(casus_pool_intern(pool, text, (size_t)size), i);
  }
  for (uint32_t i = 1; i <= 5000; i++) {
    char text[16];
    snprintf(text, sizeof text, "w%u", i);
    assert_string_equal(casus_pool_get(pool, i).bytes, text);
    assert_int_equal(casus_pool_find(pool, text, strlen(text)), i);
  }
  assert_int_equal(casus_pool_intern(pool, "a\0b", 3), 5001); /* sizes count, not NULs */
  assert_int_equal(casus_pool_find(pool, "a", 1), CASUS_POOL_NONE);
}

static void pool_numbers_strings(void **state) {
  (void)state;
  casus_arena arena;
  casus_arena_init(&arena, NULL);
  casus_pool pool = {.arena = &arena};
  assert_true(casus_arena_protect(&arena, fill_pool, &pool));
  casus_arena_free(&arena);
}

/* ---- UTF-8 */

static void check_valid(const char *bytes, size_t size, size_t valid) {
  assert_int_equal(casus_utf8_valid(bytes, size), valid);
  char shifted[64]; /* at every place within the eight bytes that are looked at together */
  for (size_t lead = 0; lead < 17; lead++) {
    memset(shifted, 'x', lead);
    memcpy(shifted + lead, bytes, size);
    memset(shifted + lead + size, 'y', 9);
    assert_int_equal(casus_utf8_valid(shifted, lead + size + 9),
                     valid == size ? lead + size + 9 : lead + valid);
  }
}

#define CHECK_VALID(text, valid) check_valid(text, sizeof(text) - 1, valid)

static void utf8_is_validated(void **state) {
  (void)state;
  CHECK_VALID("", 0);
  CHECK_VALID("plain ASCII text", 16);
  CHECK_VALID("\xC3\xA9\xE4\xB8\xAD\xF0\x9F\x98\x80", 9);
  CHECK_VALID("\xEF\xBF\xBF\xF4\x8F\xBF\xBF", 7); /* U+FFFF and U+10FFFF */
  CHECK_VALID("ab\0cd", 2);
  CHECK_VALID("a\x80", 1);     /* a continuation byte alone */
  CHECK_VALID("a\xC0\x80", 1); /* overlong */
  CHECK_VALID("a\xC1\xBF", 1);
  CHECK_VALID("a\xE0\x9F\xBF", 1);
  CHECK_VALID("a\xF0\x8F\xBF\xBF", 1);
  CHECK_VALID("a\xED\xA0\x80", 1);     /* a surrogate */
  CHECK_VALID("a\xF4\x90\x80\x80", 1); /* above U+10FFFF */
  CHECK_VALID("a\xF5\x80\x80\x80", 1);
  CHECK_VALID("a\xE4\xB8q", 1); /* broken off */
  CHECK_VALID("a\xFF", 1);
  assert_int_equal(casus_utf8_valid("a\xE4\xB8", 3), 1);
  assert_int_equal(casus_utf8_valid("\xF0\x9F\x98", 3), 0);
}

static void utf8_comes_and_goes(void **state) {
  (void)state;
  for (uint32_t code = 1; code <= 0x10FFFF; code++) {
    if (code >= 0xD800 && code <= 0xDFFF) continue;
    char bytes[4];
    uint32_t read = 0;
    const size_t size = casus_utf8_encode(code, bytes);
    if (casus_utf8_valid(bytes, size) != size) fail_msg("U+%04X", code);
    if (casus_utf8_decode(bytes, &read) != size || read != code) fail_msg("U+%04X", code);
  }
  const char text[] = "a\xC3\xA9\xE4\xB8\xAD";
  assert_int_equal(casus_utf8_before(text, 6), 3);
  assert_int_equal(casus_utf8_before(text, 3), 1);
  assert_int_equal(casus_utf8_before(text, 1), 0);
}

/* ---- Buffer and JSON */

static void buffer_grows(void **state) {
  (void)state;
  struct budget budget = {.left = 1000};
  const casus_allocator allocator = {spend, &budget};
  casus_buffer buffer;
  casus_buffer_init(&buffer, &allocator);
  for (int i = 0; i < 1000; i++) casus_buffer_string(&buffer, "0123456789");
  casus_buffer_integer(&buffer, INT64_MIN);
  assert_int_equal(buffer.size, 10020);
  assert_memory_equal(buffer.bytes + 10000, "-9223372036854775808", 20);
  casus_buffer_clear(&buffer);
  assert_int_equal(buffer.size, 0);
  budget.left = 0;
  for (int i = 0; i < 100000; i++) casus_buffer_byte(&buffer, 'x');
  assert_true(buffer.failed);
  assert_null(casus_buffer_reserve(&buffer, 1));
  casus_buffer_free(&buffer);
  assert_int_equal(budget.blocks, 0);
  assert_int_equal(budget.bytes, 0);
}

static void check_json(const char *bytes, size_t size, const char *expected) {
  casus_buffer buffer;
  casus_buffer_init(&buffer, NULL);
  casus_json_string(&buffer, bytes, size);
  casus_buffer_byte(&buffer, '\0');
  assert_string_equal(buffer.bytes, expected);
  casus_buffer_free(&buffer);
}

static void check_number(double value, const char *expected) {
  casus_buffer buffer;
  casus_buffer_init(&buffer, NULL);
  casus_json_number(&buffer, value);
  casus_buffer_byte(&buffer, '\0');
  assert_string_equal(buffer.bytes, expected);
  casus_buffer_free(&buffer);
}

static void json_is_written(void **state) {
  (void)state;
  check_json("", 0, "\"\"");
  check_json("a\"b\\c/\xC3\xA9", 8, "\"a\\\"b\\\\c/\xC3\xA9\"");
  check_json("\b\f\n\r\t\x01\x1F", 7, "\"\\b\\f\\n\\r\\t\\u0001\\u001f\"");
  check_json("a\0b", 3, "\"a\\u0000b\"");
  check_json("a\xFFz\xE4\xB8", 5, "\"a\xEF\xBF\xBDz\xEF\xBF\xBD\xEF\xBF\xBD\"");
  check_number(0, "0");
  check_number(0.1, "0.1");
  check_number(-2.5, "-2.5");
  check_number(1.0 / 3, "0.3333333333333333");
  check_number(NAN, "null");
  check_number(INFINITY, "null");
}

/* ---- Tables */

static char table_path[] = "/tmp/casus-base-XXXXXX";

struct reading {
  casus_arena arena;
  casus_tsv table;
  casus_status status;
  casus_error error;
};

static void read_table(void *argument) {
  static const char *const columns[] = {"form", "kind", NULL};
  struct reading *self = argument;
  self->status = casus_tsv_read(&self->table, &self->arena, table_path, columns, &self->error);
}

static void begin_table(struct reading *self, const char *text, const casus_allocator *allocator) {
  FILE *file = fopen(table_path, "wb");
  assert_non_null(file);
  fputs(text, file);
  fclose(file);
  memset(self, 0, sizeof *self);
  casus_arena_init(&self->arena, allocator);
}

static void check_refused(const char *text, uint64_t position) {
  struct reading reading;
  begin_table(&reading, text, NULL);
  assert_true(casus_arena_protect(&reading.arena, read_table, &reading));
  assert_int_equal(reading.status, CASUS_FORMAT);
  assert_int_equal(reading.error.position, position);
  assert_non_null(strstr(reading.error.message, table_path));
  casus_arena_free(&reading.arena);
}

static void tables_are_read(void **state) {
  (void)state;
  struct reading reading;
  begin_table(&reading, "# a comment\nform\tkind\tsource\na\tx|y||z\tus\n\n#b\t\tus\n", NULL);
  assert_true(casus_arena_protect(&reading.arena, read_table, &reading));
  assert_int_equal(reading.status, CASUS_OK);
  assert_int_equal(reading.table.rows, 2);
  assert_int_equal(reading.table.columns, 3);
  assert_int_equal(casus_tsv_column(&reading.table, "source"), 2);
  assert_true(casus_tsv_column(&reading.table, "none") == SIZE_MAX);
  assert_string_equal(casus_tsv_cell(&reading.table, 1, 0).bytes, "#b"); /* no comment behind the header */
  assert_int_equal(casus_tsv_cell(&reading.table, 1, 1).size, 0);
  casus_string list = casus_tsv_cell(&reading.table, 0, 1), part;
  static const char *const parts[] = {"x", "y", "", "z"};
  for (int i = 0; i < 4; i++) {
    assert_true(casus_tsv_part(&list, &part));
    assert_int_equal(part.size, strlen(parts[i]));
    assert_memory_equal(part.bytes, parts[i], part.size);
  }
  assert_false(casus_tsv_part(&list, &part));
  casus_arena_free(&reading.arena);
}

static void tables_of_windows(void **state) {
  (void)state;
  struct reading reading;
  begin_table(&reading, "\xEF\xBB\xBF# a comment\r\nform\tkind\r\n\r\na\tx\r\nb\t\r\n", NULL);
  assert_true(casus_arena_protect(&reading.arena, read_table, &reading));
  assert_int_equal(reading.status, CASUS_OK);
  assert_int_equal(reading.table.rows, 2);
  assert_string_equal(casus_tsv_cell(&reading.table, 0, 1).bytes, "x");
  assert_int_equal(casus_tsv_cell(&reading.table, 1, 1).size, 0);
  casus_arena_free(&reading.arena);
}

static void tables_are_refused(void **state) {
  (void)state;
  check_refused("", 1);
  check_refused("form\n", 1);
  check_refused("kind\tform\n", 1);
  check_refused("form\tkind\na\tb\nc\n", 3);
  check_refused("form\tkind\na\tb\tc\n", 2);
  check_refused("form\tkind\n\xFF\tb\n", 10);
  struct reading reading;
  begin_table(&reading, "", NULL);
  unlink(table_path);
  assert_true(casus_arena_protect(&reading.arena, read_table, &reading));
  assert_int_equal(reading.status, CASUS_IO);
  casus_arena_free(&reading.arena);
}

static void tables_run_out_of_memory(void **state) {
  (void)state;
  bool whole = false;
  for (long n = 0; !whole; n++) {
    struct budget budget = {.left = n};
    const casus_allocator allocator = {spend, &budget};
    struct reading reading;
    begin_table(&reading, "form\tkind\na\tb\nc\td\n", &allocator);
    whole = casus_arena_protect(&reading.arena, read_table, &reading) && reading.status == CASUS_OK;
    casus_arena_free(&reading.arena);
    assert_int_equal(budget.blocks, 0);
    assert_true(n < 100);
  }
}

/* ---- Errors */

static void errors_are_told(void **state) {
  (void)state;
  casus_error error;
  assert_int_equal(casus_fail(&error, CASUS_IO, 7, "%s: gone", "x"), CASUS_IO);
  assert_int_equal(error.code, CASUS_IO);
  assert_int_equal(error.position, 7);
  assert_string_equal(error.message, "x: gone");
  assert_int_equal(casus_fail(NULL, CASUS_SQL, 0, "unheard"), CASUS_SQL);
  char text[2 * sizeof error.message];
  memset(text, 'x', sizeof text - 1);
  text[sizeof text - 1] = '\0';
  casus_fail(&error, CASUS_LIMIT, 0, "%s", text);
  assert_int_equal(strlen(error.message), sizeof error.message - 1);
  for (int i = CASUS_OK; i <= CASUS_MISUSE; i++)
    assert_string_not_equal(casus_status_name((casus_status)i), "unknown");
  assert_string_equal(casus_status_name((casus_status)99), "unknown");
  assert_string_equal(casus_version(), CASUS_VERSION);
}

static int make_file(void **state) {
  (void)state;
  const int file = mkstemp(table_path);
  return file < 0 ? -1 : close(file);
}

static int remove_file(void **state) {
  (void)state;
  return unlink(table_path);
}

/* Numbers are alike in every locale: here the C library has a comma where it is installed. */
static void numbers_read_and_write(void **state) {
  (void)state;
  static const struct {
    double value;
    const char *text;
  } written[] = {{0.87, "0.87"},  {-7.4, "-7.4"},      {3, "3"},
                 {1e21, "1e+21"}, {1.5e-7, "1.5e-07"}, {0.1 + 0.2, "0.30000000000000004"}};
  static const char *const refused[] = {"", "-", "1,5", "1.", ".5", "1e3", "x", "1.2.3", "1234567890123456"};
  char text[CASUS_NUMBER_SIZE];
  double value;
  char *const kept = strdup(setlocale(LC_NUMERIC, NULL));
  for (int locale = 0; locale < 2; locale++) {
    if (locale && !setlocale(LC_NUMERIC, "de_DE.UTF-8") && !setlocale(LC_NUMERIC, "fr_FR.UTF-8")) break;
    for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
      assert_int_equal(casus_number_write(written[i].value, text), strlen(written[i].text));
      assert_string_equal(text, written[i].text);
    }
    assert_true(casus_number_read("-7.4", &value) && value == -7.4);
    assert_true(casus_number_read("10", &value) && value == 10);
    assert_true(casus_number_read("0.000000000001", &value) && value == 0.000000000001);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
      assert_false(casus_number_read(refused[i], &value));
  }
  setlocale(LC_NUMERIC, kept);
  free(kept);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers_read_and_write),
      cmocka_unit_test(arena_moves_large_arrays),
      cmocka_unit_test(arena_gives_room),
      cmocka_unit_test(arena_gives_up),
      cmocka_unit_test(arena_nests),
      cmocka_unit_test(pool_numbers_strings),
      cmocka_unit_test(utf8_is_validated),
      cmocka_unit_test(utf8_comes_and_goes),
      cmocka_unit_test(buffer_grows),
      cmocka_unit_test(json_is_written),
      cmocka_unit_test(tables_are_read),
      cmocka_unit_test(tables_of_windows),
      cmocka_unit_test(tables_are_refused),
      cmocka_unit_test(tables_run_out_of_memory),
      cmocka_unit_test(errors_are_told),
  };
  return cmocka_run_group_tests(tests, make_file, remove_file);
}
