/* The trained sentence splitter: its section, what it learns from a treebank, and what it leaves behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parse/splitter.h"
#include "parse/splitter_section.h"
#include "text/document.h"
#include "unit/allocator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static casus_arena tables;
static casus_segmenter *words;

static void load_tables(void *argument) {
  casus_error error;
  (void)argument;
  if (casus_segmenter_load(&words, &tables, CASUS_ROOT "/data/text", &error))
    fprintf(stderr, "%s\n", error.message);
}

static int set_up(void **state) {
  (void)state;
  casus_arena_init(&tables, NULL);
  return casus_arena_protect(&tables, load_tables, NULL) && words ? 0 : -1;
}

static int tear_down(void **state) {
  (void)state;
  casus_arena_free(&tables);
  return 0;
}

/* ---- Documents */

typedef struct running {
  const casus_splitter *splitter; /* NULL: by rules only */
  casus_document *document;
} running;

static void run(void *argument) {
  running *job = argument;
  casus_segment(words, job->document);
  if (job->splitter) casus_splitter_run(job->splitter, words, job->document);
}

static casus_document *split(const casus_splitter *splitter, const char *text) {
  casus_document *document = casus_document_new(text, strlen(text), NULL, NULL, NULL);
  assert_non_null(document);
  running job = {splitter, document};
  assert_true(casus_arena_protect(&document->arena, run, &job));
  return document;
}

/* Tokens between spaces, `|` within an orthographic token, ` / ` between sentences, ` // ` between
 * paragraphs. */
static char *describe(const casus_document *document) {
  casus_buffer out;
  uint32_t sentence = 0;
  casus_buffer_init(&out, NULL);
  for (uint32_t i = 0; i < document->token_count; i++) {
    const casus_string form = casus_document_form(document, i);
    const bool begins = i == document->first[sentence];
    if (i > 0 && begins)
      casus_buffer_string(&out, document->sentence_flags[sentence] ? " // " : " / ");
    else if (i > 0)
      casus_buffer_byte(&out, document->token_flags[i - 1] & CASUS_TOKEN_JOINED ? '|' : ' ');
    sentence += begins;
    casus_buffer_append(&out, form.bytes, form.size);
  }
  casus_buffer_byte(&out, '\0');
  return out.bytes;
}

static void check(const casus_splitter *splitter, const char *text, const char *expected) {
  casus_document *document = split(splitter, text);
  char *actual = describe(document);
  assert_string_equal(actual, expected);
  free(actual);
  casus_document_close(document);
}

/* ---- Sections */

enum { BITS = 4, WEIGHTS = 1 << BITS, ENTRIES = 4 << BITS };

typedef struct section {
  casus_splitter_header header;
  int8_t weights[WEIGHTS];
  uint32_t lexicon[ENTRIES];
} section;

static section section_with(int32_t threshold) {
  return (section){.header = {CASUS_SPLITTER_MAGIC, BITS, BITS, {threshold, threshold}, 0}};
}

static casus_splitter loaded(const section *bytes) {
  casus_splitter splitter;
  assert_int_equal(casus_splitter_load(&splitter, bytes, sizeof *bytes, NULL), CASUS_OK);
  return splitter;
}

static void refuse(const void *bytes, size_t size) {
  casus_splitter splitter;
  casus_error error = {.code = CASUS_OK};
  assert_int_equal(casus_splitter_load(&splitter, bytes, size, &error), CASUS_FORMAT);
  assert_int_equal(error.code, CASUS_FORMAT);
  assert_true(strlen(error.message) > 0);
}

static void refuses_what_is_no_section(void **state) {
  (void)state;
  _Alignas(8) section bytes = section_with(0);
  _Alignas(8) char moved[sizeof bytes + 8] = {0};
  loaded(&bytes);
  for (size_t size = 0; size < sizeof bytes; size++) refuse(&bytes, size);
  memcpy(moved, &bytes, sizeof bytes);
  refuse(moved, sizeof bytes + 4);
  memcpy(moved + 4, &bytes, sizeof bytes);
  refuse(moved + 4, sizeof bytes);
  bytes.header.magic++;
  refuse(&bytes, sizeof bytes);
  static const uint32_t wrong[] = {0, 1, BITS - 1, BITS + 1, 25, 32, 63, UINT32_MAX};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    bytes = section_with(0);
    bytes.header.weight_bits = wrong[i];
    refuse(&bytes, sizeof bytes);
    bytes = section_with(0);
    bytes.header.lexicon_bits = wrong[i];
    refuse(&bytes, sizeof bytes);
  }
}

/* ---- What is left behind */

static const char *const texts[] = {
    "",
    " \n\n ",
    "One",
    "The U.S. Army left. He lives in the U.S.",
    "Mr. Smith, e.g. of Acme Inc. They don't. J. K.\n\nHe can't, at 5 p.m. Then etc.\nNo. 5 No.\n\n\n- and "
    "\"so.\" "
    "(On.)",
    "wrapped text that goes on and on until the line is full and then\ngoes on behind the break. "
    "\xE2\x80\x9CQuoted."
    "\xE2\x80\x9D\r\n\r\n\xE5\x8C\x97\xE4\xBA\xAC\xE3\x80\x82\xE6\x9D\xB1 :-) http://a.org/b ****** ...",
};

enum { TEXTS = sizeof texts / sizeof *texts };

static void check_columns(const casus_document *document, const casus_document *rules) {
  const uint32_t count = document->sentence_count;
  uint32_t at = 0, solid = 0, known = 0, paragraphs = 0;
  assert_int_equal(document->first[count], document->token_count);
  assert_true(count == 0 || document->first[0] == 0);
  for (uint32_t i = 0; i < document->token_count; i++) {
    assert_true(at <= document->start[i] && document->start[i] < document->stop[i]);
    at = document->stop[i];
    solid += at - document->start[i];
    const char after = document->text[at];
    const bool space = after == ' ' || after == '\n' || after == '\r';
    assert_int_equal((document->token_flags[i] & CASUS_TOKEN_SPACE_AFTER) != 0, space);
  }
  for (uint32_t i = 0; i < rules->token_count; i++) known += rules->stop[i] - rules->start[i];
  assert_int_equal(solid, known);
  for (uint32_t i = 0; i < count; i++) {
    assert_true(document->first[i] < document->first[i + 1]);
    assert_false(document->token_flags[document->first[i + 1] - 1] & CASUS_TOKEN_JOINED);
    paragraphs += document->sentence_flags[i] & CASUS_SENTENCE_PARAGRAPH;
  }
  for (uint32_t i = 0; i < rules->sentence_count; i++)
    paragraphs -= rules->sentence_flags[i] & CASUS_SENTENCE_PARAGRAPH;
  assert_int_equal(paragraphs, 0);
}

static void keeps_columns_consistent(void **state) {
  (void)state;
  static const int32_t thresholds[] = {INT32_MIN, -100, 0, 100, INT32_MAX};
  section bytes = section_with(0);
  uint32_t random = 1;
  for (int i = 0; i < WEIGHTS; i++) bytes.weights[i] = (int8_t)((random = random * 1103515245 + 12345) >> 16);
  for (int i = 0; i < ENTRIES; i++) bytes.lexicon[i] = random = random * 1103515245 + 12345;
  for (size_t k = 0; k < sizeof thresholds / sizeof *thresholds; k++) {
    bytes.header.thresholds[0] = bytes.header.thresholds[1] = thresholds[k];
    const casus_splitter splitter = loaded(&bytes);
    for (int i = 0; i < TEXTS; i++) {
      casus_document *rules = split(NULL, texts[i]), *document = split(&splitter, texts[i]);
      check_columns(document, rules);
      char *once = describe(document);
      running job = {&splitter, document};
      assert_true(casus_arena_protect(&document->arena, run, &job)); /* anew, over what was there */
      char *twice = describe(document);
      assert_string_equal(once, twice);
      free(once);
      free(twice);
      casus_document_close(rules);
      casus_document_close(document);
    }
  }
}

static void stops_follow_the_sentences(void **state) {
  (void)state;
  const section bold = section_with(INT32_MIN), shy = section_with(INT32_MAX);
  const casus_splitter always = loaded(&bold), never = loaded(&shy);
  const char *text = "He left the U.S. The Army, Inc. stayed.\n\nAt 5 p.m.";
  check(NULL, text, "He left the U.S . / The Army , Inc. stayed . // At 5 p.m .");
  check(&never, text, "He left the U.S. The Army , Inc. stayed . // At 5 p.m .");
  check(&always, "the U.S. Army", "the / U.S . / Army");
  check(&always, "the U.S. Army. Acme Inc. Mr. Lee", "the / U.S . / Army . / Acme / Inc . / Mr . / Lee");
  check(&never, "A cat. So do I. It didn't.\n \nNo.", "A cat . So do I. It did|n't . // No .");
}

/* ---- Learning. Messages end with a greeting that the rules do not see: "Call me on Monday Thanks Ann". */

static void add_sentence(casus_treebank *bank, const char *text, bool document) {
  const size_t size = strlen(text);
  casus_gold_sentence sentence = {
      .first = (uint32_t)bank->words.count, .paragraph = document, .document = document};
  sentence.text = (casus_string){casus_arena_copy(bank->arena, text, size), size};
  for (size_t at = 0; at < size;) {
    const size_t word = strcspn(text + at, " ");
    *casus_arena_push(bank->arena, &bank->words) = (casus_gold_word){
        .form = casus_pool_intern(&bank->pool, text + at, word), .flags = CASUS_GOLD_SPACE_AFTER};
    at += word + (text[at + word] == ' ');
  }
  sentence.limit = (uint32_t)bank->words.count;
  *casus_arena_push(bank->arena, &bank->sentences) = sentence;
}

static void fill(void *argument) {
  enum { DOCUMENTS = 60, NAMES = 6, PLACES = 5 };
  static const char *const names[NAMES] = {"Ann", "Bob", "Mr. Lee", "Eve", "Acme Inc.", "Sue"};
  static const char *const places[PLACES] = {"Monday", "the phone", "the U.S. coast", "Tuesday", "Java"};
  casus_treebank *bank = argument;
  char text[100];
  for (int i = 0; i < DOCUMENTS; i++) {
    snprintf(text, sizeof text, "%s said so.", names[i % NAMES]);
    add_sentence(bank, text, true);
    snprintf(text, sizeof text, "Call me on %s", places[i % PLACES]);
    add_sentence(bank, text, false);
    snprintf(text, sizeof text, "Thanks %s", names[(i + 1) % NAMES]);
    add_sentence(bank, text, false);
  }
}

static void begin_bank(void *argument) {
  casus_treebank *bank = argument;
  casus_treebank_init(bank, bank->arena);
}

static void learns_from_a_treebank(void **state) {
  (void)state;
  const char *text = "Zoe said so. Call me on Friday Thanks Bob";
  casus_arena arena;
  casus_treebank bank = {.arena = &arena};
  casus_buffer bytes, again;
  casus_arena_init(&arena, NULL);
  assert_true(casus_arena_protect(&arena, begin_bank, &bank));
  assert_true(casus_arena_protect(&arena, fill, &bank));
  casus_buffer_init(&bytes, NULL);
  casus_buffer_init(&again, NULL);
  assert_true(casus_splitter_train(&bank, words, 7, &bytes));
  assert_true(casus_splitter_train(&bank, words, 7, &again));
  assert_int_equal(bytes.size, again.size);
  assert_memory_equal(bytes.bytes, again.bytes, bytes.size);
  assert_true(bytes.size <= 256 * 1024);
  casus_splitter splitter;
  assert_int_equal(casus_splitter_load(&splitter, bytes.bytes, bytes.size, NULL), CASUS_OK);
  check(NULL, text, "Zoe said so . / Call me on Friday Thanks Bob");
  check(&splitter, text, "Zoe said so . / Call me on Friday / Thanks Bob");
  check(&splitter, "Mr. Lee said so. Call me on the U.S. coast Thanks Acme Inc.",
        "Mr. Lee said so . / Call me on the U.S. coast / Thanks Acme Inc .");
  casus_buffer_free(&bytes);
  casus_buffer_free(&again);
  casus_arena_free(&arena);
}

static void learns_nothing_from_nothing(void **state) {
  (void)state;
  casus_arena arena;
  casus_treebank bank = {.arena = &arena};
  casus_buffer bytes;
  casus_splitter splitter;
  casus_arena_init(&arena, NULL);
  assert_true(casus_arena_protect(&arena, begin_bank, &bank));
  casus_buffer_init(&bytes, NULL);
  assert_true(casus_splitter_train(&bank, words, 1, &bytes));
  assert_int_equal(casus_splitter_load(&splitter, bytes.bytes, bytes.size, NULL), CASUS_OK);
  casus_buffer_free(&bytes);
  casus_arena_free(&arena);
}

static void tells_when_memory_runs_out(void **state) {
  (void)state;
  bool done = false;
  for (size_t at = 1; !done; at++) {
    faulty memory;
    casus_arena arena;
    casus_treebank bank = {.arena = &arena};
    casus_buffer bytes;
    faulty_init(&memory, 0);
    casus_arena_init(&arena, &memory.allocator);
    casus_buffer_init(&bytes, &memory.allocator);
    assert_true(casus_arena_protect(&arena, begin_bank, &bank));
    assert_true(casus_arena_protect(&arena, fill, &bank));
    memory.calls = 0;
    memory.fail_at = at;
    done = casus_splitter_train(&bank, words, 7, &bytes);
    assert_true(!done || memory.calls < at);
    casus_buffer_free(&bytes);
    casus_arena_free(&arena);
    assert_int_equal(memory.blocks, 0);
    assert_int_equal(memory.wrong, 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(refuses_what_is_no_section),  cmocka_unit_test(keeps_columns_consistent),
      cmocka_unit_test(stops_follow_the_sentences),  cmocka_unit_test(learns_from_a_treebank),
      cmocka_unit_test(learns_nothing_from_nothing), cmocka_unit_test(tells_when_memory_runs_out),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
