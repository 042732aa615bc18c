/* Quotation marks and the rules of quotations, from C. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "extract/quotes.h"

#include <string.h>

static casus_engine *engine;

static int set_up(void **state) {
  (void)state;
  const casus_engine_options bare = {.model = ""};
  engine = casus_engine_open(CASUS_ROOT "/data", &bare, NULL);
  return engine ? 0 : -1;
}

static int tear_down(void **state) {
  (void)state;
  casus_engine_close(engine);
  return 0;
}

typedef struct finding {
  casus_analysis analysis;
  casus_quoteds found;
} finding;

static void find(void *argument) {
  finding *job = argument;
  casus_quoted_find(&job->analysis, &job->found);
}

/* Checks how many pairs of marks a text has, and where the first one lies. */
static void assert_pairs(const char *text, size_t count, const char *first) {
  casus_document *document = casus_document_parse(engine, text, strlen(text), NULL, NULL);
  assert_non_null(document);
  finding job = {.analysis = {.document = document, .engine = engine, .arena = &document->arena}};
  assert_true(casus_arena_protect(&document->arena, find, &job));
  assert_int_equal(job.found.count, count);
  if (count) {
    const casus_quoted pair = job.found.items[0];
    const uint32_t start = document->start[pair.first], stop = document->stop[pair.limit - 1];
    assert_int_equal(stop - start, strlen(first));
    assert_memory_equal(text + start, first, strlen(first));
    assert_ptr_equal(casus_quoted_at(&job.found, pair.first), job.found.items);
    assert_int_equal(casus_quoted_from(&job.found, pair.limit), 1);
  }
  casus_document_close(document);
}

static void marks(void **state) {
  (void)state;
  assert_pairs("He said \"no\" to it.", 1, "\"no\"");
  assert_pairs("He said “no” and “yes”.", 2, "“no”");
  assert_pairs("He said ''no'' to it.", 1, "''no''");
  assert_pairs("He said \"no” to it.", 1,
               "\"no”"); /* of two kinds, as texts that went through many hands have */
  assert_pairs("He said “no“ to it.", 1, "“no“");
  assert_pairs("The screen is 15\" wide, the other 17\" wide.", 0, NULL);
  assert_pairs("He said “” to it.", 0, NULL);
}

static void single_marks(void **state) {
  (void)state;
  assert_pairs("He said ‘no’ to it.", 1, "‘no’");
  assert_pairs("He said 'no' to it.", 1, "'no'");
  assert_pairs("‘It is the boys’ school,’ he said.", 1, "‘It is the boys’ school,’");
  assert_pairs("He said ‘we are the boys’.", 1, "‘we are the boys’");
  assert_pairs("He said “no” to the ‘yes’ men.", 1, "“no”"); /* of the text's one kind */
  assert_pairs("The boys' school of the '90s isn't theirs.", 0, NULL);
  assert_pairs("He said ‘no.\n\nOr yes’ to it.", 0, NULL);
}

static void opening_marks(void **state) {
  (void)state;
  assert_pairs("He said \"never. \"We stay.\" He left.", 1, "\"We stay.\""); /* the first is never closed */
}

static void paragraphs(void **state) {
  (void)state;
  assert_pairs("“We go.\n\n“We stay.” He left.", 2, "“We go."); /* a pair each, without a closing mark */
  assert_pairs("“We go.\n\nWe stay.” He left.", 0, NULL);
  assert_pairs("“Never closed. “We stay.” He left.", 1, "“We stay.”");
}

typedef struct loading {
  const char *data;
  casus_arena *arena;
  casus_error error;
  casus_status status;
} loading;

static void load(void *argument) {
  loading *job = argument;
  casus_quote_rules rules;
  job->status = casus_quote_rules_load(&rules, job->arena, job->data, NULL, &job->error);
}

static void rules_that_are_missing(void **state) {
  (void)state;
  casus_arena arena;
  casus_arena_init(&arena, &casus_allocator_default);
  loading job = {.data = CASUS_ROOT "/no such folder", .arena = &arena};
  assert_true(casus_arena_protect(&arena, load, &job));
  assert_int_not_equal(job.status, CASUS_OK);
  assert_non_null(strstr(job.error.message, "quotes.rules"));
  casus_arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(marks),      cmocka_unit_test(single_marks),           cmocka_unit_test(opening_marks),
      cmocka_unit_test(paragraphs), cmocka_unit_test(rules_that_are_missing),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
