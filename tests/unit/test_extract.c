/* Extraction from C: calendars, word forms, what records look like, and memory that runs out anywhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "casus.h"
#include "extract/calendar.h"
#include "extract/engine.h"
#include "extract/record.h"
#include "unit/allocator.h"

#include <jansson.h>
#include <math.h>
#include <pthread.h>

static casus_engine *engine;

static int set_up(void **state) {
  (void)state;
  engine = casus_engine_open(CASUS_ROOT "/data", NULL, NULL);
  return engine ? 0 : -1;
}

static int tear_down(void **state) {
  (void)state;
  casus_engine_close(engine);
  return 0;
}

static casus_document *parse(const char *text, const char *date) {
  const casus_document_options options = {.id = "test", .date = date};
  casus_document *document = casus_document_parse(engine, text, strlen(text), &options, NULL);
  assert_non_null(document);
  return document;
}

/* Sentences that every extractor finds something in, with characters of two and three bytes before it. */
static const char news[] =
    "é 中 — On May 10, 2023 China’s foreign ministry accused NATO of meddling in Tokyo. "
    "“We will not accept it,” said Jens Stoltenberg. “We stay.” Japan and South Korea will sign with NATO in "
    "mid-July.\n\nThe plan was not rejected by Russia.";

/* ---- Dates */

static void days(void **state) {
  (void)state;
  assert_int_equal(casus_date_days((casus_date){1970, 1, 1}), 0);
  assert_int_equal(casus_date_days((casus_date){1969, 12, 31}), -1);
  assert_int_equal(casus_date_days((casus_date){2000, 2, 29}), 11016);
  assert_int_equal(casus_date_days((casus_date){2000, 3, 1}), 11017);
  assert_int_equal(casus_date_days((casus_date){2023, 5, 26}), 19503);
  long last = casus_date_days((casus_date){1, 1, 1});
  assert_int_equal(last, -719162);
  for (int year = 1; year <= 2400; year++) /* every day has the number behind that of the day before */
    for (int month = 1; month <= 12; month++)
      for (int day = 1; day <= casus_days_in_month(year, month); day++)
        assert_int_equal(casus_date_days((casus_date){year, month, day}), last++);
}

static void dates_that_exist(void **state) {
  (void)state;
  static const struct {
    const char *text;
    bool valid;
  } dates[] = {{"2024-02-29", true},
               {"2023-02-29", false},
               {"1900-02-29", false},
               {"2000-02-29", true},
               {"2023-04-31", false},
               {"2023-12-31", true},
               {"2023-13-01", false},
               {"2023-00-01", false},
               {"2023-01-00", false},
               {"0000-01-01", false},
               {"0001-01-01", true},
               {"9999-12-31", true},
               {"2023-05-10T10:00Z", true},
               {"2023-05-1", false},
               {"2023/05/10", false},
               {"23-05-10", false},
               {"", false},
               {"2023-05-1a", false},
               {"2023-05-1099999999999999999999", true}};
  for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
    casus_date date;
    if (casus_date_read(dates[i].text, &date) != dates[i].valid) fail_msg("%s", dates[i].text);
  }
}

/* ---- Word forms */

static unsigned forms_of(const char *word, const char *lemma) {
  const casus_word *known = casus_lexicon_word(&engine->lexicon, (casus_string){word, strlen(word)});
  if (!known->verb) return 0;
  const char *found = casus_lexicon_frame(&engine->lexicon, known->verb)->lemma;
  if (strcmp(found, lemma) != 0) fail_msg("%s is a form of %s", word, found);
  return known->forms;
}

static void inflected_forms(void **state) {
  (void)state;
  const unsigned past = CASUS_FORM_PAST | CASUS_FORM_PARTICIPLE;
  assert_int_equal(forms_of("accuse", "accuse"), CASUS_FORM_BASE);
  assert_int_equal(forms_of("accuses", "accuse"), CASUS_FORM_PRESENT);
  assert_int_equal(forms_of("Accused", "accuse"), past);
  assert_int_equal(forms_of("ACCUSING", "accuse"), CASUS_FORM_GERUND);
  assert_int_equal(forms_of("defies", "defy"), CASUS_FORM_PRESENT);
  assert_int_equal(forms_of("defied", "defy"), past);
  assert_int_equal(forms_of("defying", "defy"), CASUS_FORM_GERUND);
  assert_int_equal(forms_of("agreeing", "agree"), CASUS_FORM_GERUND);
  assert_int_equal(forms_of("attacks", "attack"), CASUS_FORM_PRESENT);
  assert_int_equal(forms_of("met", "meet") & past, past);
  assert_int_equal(forms_of("meeted", "meet"), 0);
  assert_int_equal(forms_of("accus", "accuse"), 0);
  assert_int_equal(forms_of("", "accuse"), 0);
}

static void very_long_words(void **state) {
  (void)state;
  char word[500];
  memset(word, 'a', sizeof word);
  for (size_t size = 1; size <= sizeof word; size++)
    assert_int_equal(casus_lexicon_word(&engine->lexicon, (casus_string){word, size})->verb, 0);
}

/* ---- Records */

static unsigned kinds_of(const casus_records *records) {
  unsigned kinds = 0;
  for (size_t i = 0; i < records->count; i++) kinds |= 1u << records->items[i].kind;
  return kinds;
}

static void kinds_that_were_asked_for(void **state) {
  (void)state;
  const unsigned there = 1u << CASUS_ENTITY | 1u << CASUS_TIME | 1u << CASUS_QUOTE | 1u << CASUS_RELATION;
  casus_document *document = parse(news, "2023-05-11");
  const casus_records *all = casus_document_extract(document, CASUS_KINDS_DEFAULT, NULL);
  assert_int_equal(kinds_of(all), there);
  for (unsigned kinds = 0; kinds <= CASUS_KINDS_DEFAULT; kinds++) {
    const casus_records *some = casus_document_extract(document, kinds, NULL);
    size_t next = 0;
    for (size_t i = 0; i < all->count; i++) { /* the same as if all had been asked for */
      if (!(kinds >> all->items[i].kind & 1)) continue;
      assert_true(next < some->count);
      assert_int_equal(casus_record_compare(&some->items[next], &all->items[i]), 0);
      next++;
    }
    assert_int_equal(next, some->count);
  }
  casus_document_close(document);
}

static void no_text(void **state) {
  (void)state;
  static const char *const texts[] = {"", " ", "\n\n\n", ".", "“", "a"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    casus_document *document = parse(texts[i], NULL);
    assert_int_equal(casus_document_extract(document, CASUS_KINDS_DEFAULT, NULL)->count, 0);
    casus_document_close(document);
  }
}

static void no_text_of_another_language(void **state) {
  (void)state;
  casus_document *document = parse(
      "Die NATO hat mit Japan gesprochen, und China hat das nicht gern gesehen, weil es sich davon bedroht "
      "fühlt und auch sonst nicht damit gerechnet hatte, dass Tokyo so bald ein Büro haben würde.",
      NULL);
  assert_false(casus_document_readable(document));
  assert_int_equal(casus_document_extract(document, CASUS_KINDS_DEFAULT, NULL)->count, 0);
  casus_document_close(document);
}

/* ---- JSON */

static json_t *json_of(const casus_record *record, const char *text) {
  casus_buffer buffer;
  casus_buffer_init(&buffer, NULL);
  casus_record_json(&buffer, record, "a \"doc\"", (casus_string){text, strlen(text)});
  assert_false(buffer.failed);
  assert_int_equal(buffer.bytes[buffer.size - 1], '\n');
  assert_ptr_equal(memchr(buffer.bytes, '\n', buffer.size), buffer.bytes + buffer.size - 1);
  json_t *tree = json_loadb(buffer.bytes, buffer.size - 1, JSON_REJECT_DUPLICATES, NULL);
  assert_non_null(tree);
  casus_buffer_free(&buffer);
  return tree;
}

/* What follows the fields that all records have, as docs/formats.md lists it. */
static const struct {
  casus_kind kind;
  const char *fields;
} contract[] = {
    {CASUS_ENTITY, "label id code mention"},
    {CASUS_TIME, "type value mod from to"},
    {CASUS_QUOTE, "mode speaker cue"},
    {CASUS_RELATION,
     "type mode context cameo goldstein source target date place modality negated attribution "
     "trigger"},
    {CASUS_CAUSE, "cause effect signal polarity sign hedge purpose attribution"},
};

static void all_fields_are_written(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof contract / sizeof *contract; i++) {
    casus_record record;
    casus_record_clear(&record, contract[i].kind);
    record.stop = 3;
    record.sentence = 1;
    record.confidence = 0.25;
    json_t *tree = json_of(&record, "a\n\"");
    char list[256];
    snprintf(list, sizeof list, "doc kind start end text sentence extractor confidence %s",
             contract[i].fields);
    for (char *name = strtok(list, " "); name; name = strtok(NULL, " "))
      if (!json_object_get(tree, name)) fail_msg("%s without %s", casus_kind_name(contract[i].kind), name);
    assert_string_equal(json_string_value(json_object_get(tree, "doc")), "a \"doc\"");
    assert_string_equal(json_string_value(json_object_get(tree, "text")), "a\n\"");
    assert_true(json_real_value(json_object_get(tree, "confidence")) == 0.25);
    json_decref(tree);
  }
}

static void null_is_null(void **state) {
  (void)state;
  casus_record record;
  casus_record_clear(&record, CASUS_RELATION);
  record.as.relation.type = "accuse";
  json_t *tree = json_of(&record, "");
  static const char *const null[] = {"mode",   "context", "cameo", "goldstein",   "source",
                                     "target", "date",    "place", "attribution", "trigger"};
  for (size_t i = 0; i < sizeof null / sizeof *null; i++)
    assert_true(json_is_null(json_object_get(tree, null[i])));
  assert_true(json_is_false(json_object_get(tree, "negated")));
  json_decref(tree);
}

static void kinds_by_name(void **state) {
  (void)state;
  for (int kind = 0; kind < CASUS_KIND_COUNT; kind++) {
    const char *name = casus_kind_name((casus_kind)kind);
    assert_int_equal(casus_kind_find(name, strlen(name)), kind);
    assert_int_equal(casus_kind_find(name, strlen(name) - 1), CASUS_KIND_COUNT);
  }
  assert_int_equal(casus_kind_find("", 0), CASUS_KIND_COUNT);
}

/* ---- Memory */

static bool count_bytes(void *context, const char *bytes, size_t size) {
  (void)bytes;
  *(size_t *)context += size;
  return true;
}

/* Parses, extracts and writes; each step fails cleanly when memory runs out. Returns whether all went well.
 */
static bool go_through(const casus_engine *from) {
  casus_error error = {0};
  size_t written = 0;
  casus_document *document = casus_document_parse(from, news, sizeof news - 1, NULL, &error);
  const bool parsed = document != NULL;
  const bool extracted = parsed && casus_document_extract(document, CASUS_KINDS_DEFAULT, &error);
  const bool listed =
      parsed && casus_document_conllu(document, NULL, count_bytes, &written, &error) == CASUS_OK;
  if (!parsed || !extracted || !listed) assert_int_equal(error.code, CASUS_NOMEM);
  if (parsed && !extracted) { /* it is still a document */
    assert_true(casus_document_tokens(document) > 20);
    assert_int_equal(casus_document_text(document).size, sizeof news - 1);
  }
  casus_document_close(document);
  return parsed && extracted && listed;
}

static void opening_without_memory(void **state) {
  (void)state;
  faulty memory;
  const casus_engine_options options = {.allocator = &memory.allocator};
  faulty_init(&memory, 0);
  casus_engine_close(casus_engine_open(CASUS_ROOT "/data", &options, NULL));
  const size_t calls = memory.calls;
  assert_true(calls > 10);
  assert_int_equal(memory.blocks, 0);
  for (size_t n = 1; n <= calls; n++) {
    faulty_init(&memory, n);
    casus_error error = {0};
    assert_null(casus_engine_open(CASUS_ROOT "/data", &options, &error));
    assert_int_equal(error.code, CASUS_NOMEM);
    assert_int_equal(memory.blocks, 0);
    assert_int_equal(memory.wrong, 0);
    faulty_init(&memory, n);
    assert_null(casus_engine_open(CASUS_ROOT "/data", &options, NULL)); /* nor does it need an error */
    assert_int_equal(memory.blocks, 0);
  }
}

/* An engine makes ready what its first document needs, and what has failed is tried again. */
static void documents_without_memory(void **state) {
  (void)state;
  faulty memory;
  const casus_engine_options options = {.allocator = &memory.allocator};
  bool good = false;
  for (size_t n = 1; !good; n++) {
    faulty_init(&memory, 0);
    casus_engine *own = casus_engine_open(CASUS_ROOT "/data", &options, NULL);
    memory.fail_at = memory.calls + n;
    good = go_through(own);
    if (good) assert_true(n > 3);
    memory.fail_at = 0;
    assert_true(go_through(own));
    casus_engine_close(own);
    assert_int_equal(memory.blocks, 0);
    assert_int_equal(memory.wrong, 0);
  }
}

/* Nothing of a document stays when it fails, once the engine has what it needs. */
static void later_documents_without_memory(void **state) {
  (void)state;
  faulty memory;
  const casus_engine_options options = {.allocator = &memory.allocator};
  faulty_init(&memory, 0);
  casus_engine *own = casus_engine_open(CASUS_ROOT "/data", &options, NULL);
  assert_true(go_through(own));
  const size_t blocks = memory.blocks, calls = memory.calls;
  assert_true(go_through(own));
  const size_t needed = memory.calls - calls;
  assert_true(needed >= 3);
  for (size_t n = 1; n <= needed; n++) {
    memory.fail_at = memory.calls + n;
    assert_false(go_through(own));
    assert_int_equal(memory.blocks, blocks);
    assert_int_equal(memory.wrong, 0);
  }
  casus_engine_close(own);
  assert_int_equal(memory.blocks, 0);
}

static void *go_through_in_thread(void *from) {
  return go_through(from) ? NULL : from;
}

static void first_documents_in_threads(void **state) {
  (void)state;
  enum { THREADS = 8 };
  pthread_t threads[THREADS];
  casus_engine *own = casus_engine_open(CASUS_ROOT "/data", NULL, NULL);
  for (int i = 0; i < THREADS; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, go_through_in_thread, own), 0);
  for (int i = 0; i < THREADS; i++) {
    void *failed = own;
    assert_int_equal(pthread_join(threads[i], &failed), 0);
    assert_null(failed);
  }
  casus_engine_close(own);
}

/* ---- Engines */

static void data_that_is_not_there(void **state) {
  (void)state;
  casus_error error = {0};
  assert_null(casus_engine_open("/nowhere", NULL, &error));
  assert_int_equal(error.code, CASUS_IO);
  assert_non_null(strstr(error.message, "/nowhere"));
  const char *const files[] = {"/nowhere/mine.tsv", NULL};
  const casus_engine_options options = {.actor_files = files};
  assert_null(casus_engine_open(CASUS_ROOT "/data", &options, &error));
  assert_non_null(strstr(error.message, "/nowhere/mine.tsv"));
}

static void texts_that_are_refused(void **state) {
  (void)state;
  casus_error error = {0};
  assert_null(casus_document_parse(engine, "abc\xFF", 4, NULL, &error));
  assert_int_equal(error.code, CASUS_FORMAT);
  assert_int_equal(error.position, 3);
  assert_null(casus_document_parse(engine, "a\0b", 3, NULL, &error));
  assert_int_equal(error.position, 1);
  assert_non_null(strstr(error.message, "NUL"));
  assert_null(casus_document_parse(engine, "", (size_t)UINT32_MAX, NULL, &error));
  assert_int_equal(error.code, CASUS_LIMIT);
}

/* A text without sentences: what is said of each verb stays near it, or the records would hold the text many
 * times over. */
static void lines_without_end(void **state) {
  (void)state;
  static const char clause[] = "Japan criticised China and ";
  enum { TIMES = 500, SIZE = sizeof clause - 1, WIDEST = 400 };
  static char text[TIMES * SIZE + 1];
  for (size_t i = 0; i < TIMES; i++) memcpy(text + i * SIZE, clause, SIZE);
  casus_document *document = parse(text, NULL);
  const casus_records *records = casus_document_extract(document, 1u << CASUS_RELATION, NULL);
  assert_true(records->count >= TIMES / 8); /* its trees are what they can be */
  for (size_t i = 0; i < records->count; i++)
    assert_in_range(records->items[i].stop - records->items[i].start, 1, WIDEST);
  casus_document_close(document);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(days),
      cmocka_unit_test(dates_that_exist),
      cmocka_unit_test(inflected_forms),
      cmocka_unit_test(very_long_words),
      cmocka_unit_test(lines_without_end),
      cmocka_unit_test(kinds_that_were_asked_for),
      cmocka_unit_test(no_text),
      cmocka_unit_test(no_text_of_another_language),
      cmocka_unit_test(all_fields_are_written),
      cmocka_unit_test(null_is_null),
      cmocka_unit_test(kinds_by_name),
      cmocka_unit_test(opening_without_memory),
      cmocka_unit_test(documents_without_memory),
      cmocka_unit_test(later_documents_without_memory),
      cmocka_unit_test(first_documents_in_threads),
      cmocka_unit_test(data_that_is_not_there),
      cmocka_unit_test(texts_that_are_refused),
  };
  return cmocka_run_group_tests_name("extract", tests, set_up, tear_down);
}
