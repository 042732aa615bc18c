/* Patterns below Lua: regular expressions, memory that runs out, the choice among matches that overlap. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "match/regular.h"
#include "match/rules.h"
#include "unit/allocator.h"

static casus_string string(const char *text) {
  return (casus_string){text, strlen(text)};
}

/* ---- Regular expressions */

typedef struct expression {
  const char *pattern, *yes, *no; /* texts between "|" */
} expression;

static bool holds(const casus_regular *self, const char **list) {
  const size_t size = strcspn(*list, "|");
  const bool answer = casus_regular_match(self, (casus_string){*list, size});
  *list += size + ((*list)[size] == '|');
  return answer;
}

static void try_expression(void *argument) {
  casus_arena *arena = argument;
  static const expression cases[] = {
      {"abc", "abc", "ab|abcd|xabc"},
      {"a.c",
       "abc|a\xC3\xA9"
       "c",
       "ac|abbc"},
      {"[a-c]+", "a|cab", "d|abd"},
      {"[^a-c]", "d|\xC3\xA9", "a|dd"},
      {"un.*ed", "unarmed|uned", "untied up"},
      {"(ab|c)*d?", "ab|abcd|d|cc", "a|ba|dd"},
      {"a{2,3}", "aa|aaa", "a|aaaa"},
      {"(ab){2}", "abab", "ab|ababab"},
      {"a{2,}b", "aab|aaaaab", "ab"},
      {"(19|20)[0-9]{2}s?", "1999|2020s", "1899|20200"},
      {"\\.\\*[.]", ".*.", "a*."},
      {"[a\\-z]", "a|-|z", "b"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    size_t at;
    const char *expected, *yes = cases[i].yes, *no = cases[i].no;
    const casus_regular *self = casus_regular_new(arena, string(cases[i].pattern), &at, &expected);
    assert_non_null(self);
    while (*yes) assert_true(holds(self, &yes));
    while (*no) assert_false(holds(self, &no));
  }
}

static void refuse_expression(void *argument) {
  static const struct {
    const char *pattern;
    size_t at;
  } cases[] = {{"(a", 2}, {"a)", 1}, {"*", 0}, {"[a", 2}, {"a{", 2}, {"a{2", 3}, {"a{3,2}", 6}, {"\\", 1}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    size_t at;
    const char *expected;
    assert_null(casus_regular_new(argument, string(cases[i].pattern), &at, &expected));
    assert_int_equal(at, cases[i].at);
    assert_non_null(expected);
  }
  char large[100];
  size_t at;
  const char *expected;
  memset(large, 'a', sizeof large);
  assert_null(casus_regular_new(argument, (casus_string){large, sizeof large}, &at, &expected));
}

static void regular_expressions(void **state) {
  (void)state;
  casus_arena arena;
  casus_arena_init(&arena, NULL);
  assert_true(casus_arena_protect(&arena, try_expression, &arena));
  assert_true(casus_arena_protect(&arena, refuse_expression, &arena));
  casus_arena_free(&arena);
}

/* ---- Memory that runs out */

static const char RULES[] =
    "define verb [upos=VERB | lower=/s.*/]\n"
    "rule a\n  pattern x:(@countries | \"the\" []{0,3}?) >nsubj y:[@people] \n"
    "  emit relation source=$x note=lower($x)\n"
    "rule b\n  priority 2\n  pattern z:[lower=signed|sign|made|left|sent|went|said|took|gave] %verb?\n"
    "rule c\n  pattern (?<! \"not\") ([]* \"treaty\")+ $\n";

/* Compiles rules and runs them; false where it was told that memory ran out. */
static bool work(const casus_engine *engine, casus_error *error) {
  static const char text[] = "Japan and France signed the treaty. They did not sign the other treaty";
  casus_matcher *matcher = casus_matcher_rules(engine, "test", string(RULES), NULL, error);
  casus_document *document =
      matcher ? casus_document_parse(engine, text, sizeof text - 1, NULL, error) : NULL;
  casus_findings *found = document ? casus_document_match(document, matcher, NULL, error) : NULL;
  casus_misses *near = found ? casus_document_near(document, matcher, 1, NULL, error) : NULL;
  const bool done = near;
  if (done) {
    assert_int_equal(found->count, 3);
    assert_string_equal(found->items[0].rule, "b");
  }
  casus_misses_free(near);
  casus_findings_free(found);
  casus_document_close(document);
  casus_matcher_close(matcher);
  return done;
}

static void memory_that_runs_out(void **state) {
  (void)state;
  faulty memory;
  faulty_init(&memory, 0);
  const casus_engine_options options = {.allocator = &memory.allocator, .model = ""};
  casus_engine *engine = casus_engine_open(CASUS_ROOT "/data", &options, NULL);
  assert_non_null(engine);
  casus_error error;
  if (!work(engine, &error)) fail_msg("%s", error.message);
  const size_t blocks = memory.blocks;
  size_t failures = 0;
  for (size_t n = 1;; n++) {
    memory.calls = 0;
    memory.fail_at = n;
    memory.once = false;
    error.code = CASUS_OK;
    const bool done = work(engine, &error);
    memory.fail_at = 0;
    assert_int_equal(memory.blocks, blocks);
    if (done) break;
    assert_int_equal(error.code, CASUS_NOMEM);
    failures++;
  }
  assert_true(failures >= 5);
  casus_engine_close(engine);
  assert_int_equal(memory.blocks, 0);
  assert_int_equal(memory.wrong, 0);
}

/* The shipped rules are loaded with the first extraction; where memory runs out then, the next one tries
 * again. */
static void rules_on_demand(void **state) {
  (void)state;
  static const char text[] = "Japan said on 7 May 1999 that it was a member of NATO.";
  faulty memory;
  faulty_init(&memory, 0);
  const casus_engine_options options = {.allocator = &memory.allocator, .model = ""};
  size_t failures = 0;
  for (size_t n = 1, step = 1;; n += step, step = 1 + n / 16) {
    casus_engine *engine = casus_engine_open(CASUS_ROOT "/data", &options, NULL);
    casus_document *document = casus_document_parse(engine, text, sizeof text - 1, NULL, NULL);
    casus_error error = {.code = CASUS_OK};
    assert_non_null(document);
    memory.calls = 0;
    memory.fail_at = n;
    const bool failed = !casus_document_extract(document, CASUS_KINDS_DEFAULT, &error);
    memory.fail_at = 0;
    assert_int_equal(error.code, failed ? CASUS_NOMEM : CASUS_OK);
    casus_document_close(document);
    document = casus_document_parse(engine, text, sizeof text - 1, NULL, NULL);
    const casus_records *records = casus_document_extract(document, CASUS_KINDS_DEFAULT, &error);
    assert_true(records && records->count >= 3);
    casus_document_close(document);
    casus_engine_close(engine);
    assert_int_equal(memory.blocks, 0);
    assert_int_equal(memory.wrong, 0);
    failures += failed;
    if (!failed) break;
  }
  assert_true(failures > 10);
}

/* ---- Too many steps */

typedef struct limited {
  casus_document *document;
  casus_arena arena;
  casus_hits hits;
  casus_error error;
  casus_status status;
} limited;

static void find_limited(void *argument) {
  static const char rules[] = "rule a\n  pattern [form=The] (?= []* []* []* []* []* [lower=/z+/])\n";
  limited *self = argument;
  casus_rules *made;
  const casus_subject subject = {.document = self->document};
  assert_int_equal(casus_rules_read(&made, &self->arena, "test", string(rules), NULL, &self->error),
                   CASUS_OK);
  self->status = casus_rules_find(made, &subject, 0, self->document->sentence_count, &self->arena,
                                  &self->hits, &self->error);
}

/* One sentence on which a rule takes too many steps does not hide what is in the others. */
static void too_many_steps(void **state) {
  (void)state;
  const casus_engine_options options = {.model = ""};
  casus_engine *engine = casus_engine_open(CASUS_ROOT "/data", &options, NULL);
  char text[4096] = "The one had a zz. The ";
  for (int i = 0; i < 300; i++) strcat(text, "a word ");
  strcat(text, "more. The last had a zzz.");
  limited self = {.document = casus_document_parse(engine, text, strlen(text), NULL, NULL)};
  assert_int_equal(self.document->sentence_count, 3);
  casus_arena_init(&self.arena, NULL);
  assert_true(casus_arena_protect(&self.arena, find_limited, &self));
  assert_int_equal(self.status, CASUS_LIMIT);
  assert_non_null(strstr(self.error.message, "rule 'a' (line 1 of test) takes too many steps in sentence 2"));
  assert_int_equal(self.hits.count, 2);
  assert_int_equal(casus_document_sentence_of(self.document, self.hits.items[1].extent.first), 2);
  casus_arena_free(&self.arena);
  casus_document_close(self.document);
  casus_engine_close(engine);
}

/* ---- Choosing */

static void choosing(void **state) {
  (void)state;
  const casus_rule low = {.number = 0, .priority = 0}, high = {.number = 1, .priority = 5};
  casus_hit items[] = {
      {&low, {0, 3}, NULL},  {&high, {2, 4}, NULL}, {&low, {3, 9}, NULL},
      {&low, {9, 10}, NULL}, {&low, {9, 12}, NULL}, {&low, {11, 13}, NULL},
  };
  casus_hits hits = {items, 6, 6};
  casus_hits_choose(&hits);
  assert_int_equal(hits.count, 2);
  assert_ptr_equal(hits.items[0].rule, &high);
  assert_int_equal(hits.items[1].extent.limit, 12);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(regular_expressions),
      cmocka_unit_test(memory_that_runs_out),
      cmocka_unit_test(rules_on_demand),
      cmocka_unit_test(too_many_steps),
      cmocka_unit_test(choosing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
