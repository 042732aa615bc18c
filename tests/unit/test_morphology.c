/* Lemmas and FEATS: what is learnt from a little treebank, and sections that are damaged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/allocator.h"
#include "unit/bank.h"

#include <stdlib.h>

static bank english;
static casus_buffer section;
static casus_morphology morphology;

static int set_up(void **state) {
  (void)state;
  casus_error error;
  casus_buffer_init(&section, NULL);
  if (!bank_init(&english, bank_english) || bank_train(&english, &section, &error)) return -1;
  return casus_morphology_load(&morphology, section.bytes, section.size, bank_tag_count(&english), &error);
}

static int tear_down(void **state) {
  (void)state;
  casus_buffer_free(&section);
  bank_free(&english);
  return 0;
}

static void assert_string(casus_string found, const char *wanted) {
  if (found.size != strlen(wanted) || memcmp(found.bytes, wanted, found.size) != 0)
    fail_msg("\"%.*s\" instead of \"%s\"", (int)found.size, found.bytes, wanted);
}

static void assert_found(const char *form, const char *tag, bool first, const char *lemma,
                         const char *feats) {
  char room[CASUS_MORPHOLOGY_ROOM];
  uint32_t number;
  const casus_string string = {form, strlen(form)};
  assert_string(casus_morphology_find(&morphology, string, bank_tag(&english, tag), first, room, &number),
                lemma);
  assert_string(casus_morphology_feats(&morphology, number), feats);
}

static void test_known(void **state) {
  (void)state;
  assert_found("went", "VERB.VBD", false, "go", "Tense=Past");
  assert_found("feet", "NOUN.NNS", false, "foot", "Number=Plur");
  assert_found("n't", "PART.RB", false, "not", "Polarity=Neg");
  assert_found("'s", "AUX.VBZ", false, "be", "Tense=Pres");
  assert_found("'s", "PART.POS", false, "'s", "");
  assert_found("ran", "VERB.VBD", false, "run", "Number=Sing");
  assert_found("b", "X.GW", false, "", "");
}

static void test_unknown(void **state) {
  (void)state;
  assert_found("berries", "NOUN.NNS", false, "berry", "Number=Plur");
  assert_found("tunnels", "NOUN.NNS", false, "tunnel", "Number=Plur");
  assert_found("barked", "VERB.VBD", false, "bark", "Tense=Past");
  /* Either rule may do; the lemma that is known decides. */
  assert_found("filed", "VERB.VBD", false, "file", "Tense=Past");
  assert_found("1867", "NUM.CD", false, "1867", "NumForm=Digit");
  assert_found("forty-six", "NUM.CD", false, "forty-six", "NumForm=Word");
  /* Only what a rule strips is stripped. */
  assert_found("sang", "VERB.VBD", false, "sang", "Tense=Past");
  assert_found("x", "NOUN.NNS", false, "x", "Number=Plur");
  assert_found("?!", "DET.DT", false, "?!", "Definite=Def");
}

/* No number becomes another, whatever numbers were seen. */
static void test_numbers(void **state) {
  (void)state;
  assert_found("1,000", "NUM.CD", false, "1000", "NumForm=Digit");
  assert_found("85,000", "NUM.CD", false, "85000", "NumForm=Digit");
  assert_found("4", "ADP.IN", false, "for", "");
  assert_found("7", "ADP.IN", false, "7", "");
  assert_found("7.5", "NUM.CD", false, "7.5", "NumForm=Digit");
}

static void test_case(void **state) {
  (void)state;
  assert_found("Cities", "NOUN.NNS", true, "city", "Number=Plur");
  assert_found("CITIES", "NOUN.NNS", false, "city", "Number=Plur");
  assert_found("Went", "VERB.VBD", true, "go", "Tense=Past");
  assert_found("N'T", "PART.RB", false, "not", "Polarity=Neg");
  assert_found("Bolivia", "PROPN.NNP", false, "Bolivia", "Number=Sing");
  assert_found("peru", "PROPN.NNP", false, "Peru", "Number=Sing");
  assert_found("UNESCO", "PROPN.NNP", true, "UNESCO", "Number=Sing");
  assert_found("\xC3\x89t\xC3\xA9s", "NOUN.NNS", true, "\xC3\xA9t\xC3\xA9", "Number=Plur");
  assert_found("\xC3\x89T\xC3\x89S", "NOUN.NNS", true, "\xC3\xA9t\xC3\xA9", "Number=Plur");
}

/* A form of `size` bytes that ends in "ies". */
static void check_long(size_t size) {
  char *form = malloc(size), room[CASUS_MORPHOLOGY_ROOM];
  uint32_t feats, count;
  const uint32_t tag = bank_tag(&english, "NOUN.NNS");
  assert_non_null(form);
  memset(form, 'a', size);
  memcpy(form + size - 3, "ies", 3);
  const casus_string string = {form, size};
  const casus_string lemma = casus_morphology_find(&morphology, string, tag, false, room, &feats);
  if (size <= CASUS_MORPHOLOGY_LONGEST) {
    assert_ptr_equal(lemma.bytes, room);
    assert_int_equal(lemma.size, size - 2);
    assert_memory_equal(lemma.bytes + lemma.size - 2, "ay", 2);
  } else {
    assert_ptr_equal(lemma.bytes, form);
    assert_int_equal(lemma.size, size);
  }
  assert_string(casus_morphology_feats(&morphology, feats), "Number=Plur");
  assert_non_null(casus_morphology_candidates(&morphology, string, tag, &count));
  assert_int_equal(count, 1);
  free(form);
}

static void test_long(void **state) {
  (void)state;
  enum { VERY_LONG = 3 << 20 };
  check_long(CASUS_MORPHOLOGY_LONGEST);
  check_long(CASUS_MORPHOLOGY_LONGEST + 1);
  check_long(VERY_LONG);
}

/* A lemma that is part of the form is not copied. */
static void test_slices(void **state) {
  (void)state;
  char room[CASUS_MORPHOLOGY_ROOM];
  uint32_t feats;
  const casus_string form = {"tunnels", 7};
  assert_ptr_equal(
      casus_morphology_find(&morphology, form, bank_tag(&english, "NOUN.NNS"), false, room, &feats).bytes,
      form.bytes);
}

static void test_candidates(void **state) {
  (void)state;
  uint32_t count;
  const uint32_t past = bank_tag(&english, "VERB.VBD");
  const casus_morphology_candidate *found =
      casus_morphology_candidates(&morphology, (casus_string){"RAN", 3}, past, &count);
  assert_int_equal(count, 2);
  assert_string(casus_morphology_feats(&morphology, found[0].feats), "Number=Sing");
  assert_int_equal(found[0].count, 2);
  assert_string(casus_morphology_feats(&morphology, found[1].feats), "Number=Plur");
  assert_int_equal(found[1].count, 1);
  found = casus_morphology_candidates(&morphology, (casus_string){"unheard", 7}, past, &count);
  assert_int_equal(count, 3);
  assert_string(casus_morphology_feats(&morphology, found[0].feats), "Tense=Past");
  assert_int_equal(found[0].count, 14);
}

static void test_unknown_tag(void **state) {
  (void)state;
  char room[CASUS_MORPHOLOGY_ROOM];
  uint32_t number, count;
  const casus_string form = {"Dogs", 4};
  assert_string(casus_morphology_find(&morphology, form, bank_tag_count(&english), false, room, &number),
                "Dogs");
  assert_int_equal(number, 0);
  assert_null(casus_morphology_candidates(&morphology, form, UINT32_MAX, &count));
  assert_int_equal(count, 0);
}

static void test_again(void **state) {
  (void)state;
  casus_buffer again;
  casus_buffer_init(&again, NULL);
  casus_buffer_string(&again, "odd");
  assert_int_equal(bank_train(&english, &again, NULL), CASUS_OK);
  assert_int_equal(again.size, section.size + 3);
  assert_memory_equal(again.bytes + 3, section.bytes, section.size);
  casus_buffer_free(&again);
}

static void test_nothing(void **state) {
  (void)state;
  static const char *const none[] = {NULL};
  bank empty;
  casus_buffer bytes;
  casus_morphology learnt;
  char room[CASUS_MORPHOLOGY_ROOM];
  uint32_t feats, count;
  const casus_string form = {"Word", 4};
  assert_true(bank_init(&empty, none));
  casus_buffer_init(&bytes, NULL);
  assert_int_equal(casus_morphology_train(&empty.words, empty.numbers, 2, &bytes, NULL), CASUS_OK);
  assert_int_equal(casus_morphology_load(&learnt, bytes.bytes, bytes.size, 2, NULL), CASUS_OK);
  assert_string(casus_morphology_find(&learnt, form, 1, false, room, &feats), "Word");
  assert_int_equal(feats, 0);
  assert_non_null(casus_morphology_candidates(&learnt, form, 1, &count));
  assert_int_equal(count, 1);
  casus_buffer_free(&bytes);
  bank_free(&empty);
}

static void test_misuse(void **state) {
  (void)state;
  casus_error error;
  casus_buffer bytes;
  casus_morphology loaded;
  casus_buffer_init(&bytes, NULL);
  assert_int_equal(casus_morphology_train(&english.words, english.numbers, 1, &bytes, &error), CASUS_MISUSE);
  assert_int_equal(bytes.size, 0);
  assert_int_equal(casus_morphology_load(&loaded, section.bytes + 1, section.size - 1, 1, &error),
                   CASUS_MISUSE);
  assert_int_equal(casus_morphology_load(&loaded, section.bytes, section.size, 1, &error), CASUS_FORMAT);
  casus_buffer_free(&bytes);
}

/* Everything that can be asked of a section that was loaded; a sanitizer sees what is read beyond it. */
static void ask_all(const casus_morphology *learnt) {
  const casus_treebank *words = &english.words;
  for (size_t i = 0; i < words->words.count; i++) {
    char room[CASUS_MORPHOLOGY_ROOM];
    uint32_t feats, count;
    const casus_string form = casus_treebank_string(words, words->words.items[i].form);
    const uint32_t tag = english.numbers[i];
    const casus_string lemma = casus_morphology_find(learnt, form, tag, false, room, &feats);
    assert_int_equal(casus_utf8_valid(lemma.bytes, lemma.size), lemma.size);
    assert_true(feats < casus_morphology_feats_count(learnt));
    const casus_morphology_candidate *found = casus_morphology_candidates(learnt, form, tag, &count);
    assert_true(count > 0 && found[count - 1].feats < casus_morphology_feats_count(learnt));
  }
}

static void test_damage(void **state) {
  (void)state;
  static const uint8_t flips[] = {0x01, 0x80, 0xFF};
  uint8_t *bytes = malloc(section.size);
  size_t refused = 0;
  casus_morphology loaded;
  assert_non_null(bytes);
  memcpy(bytes, section.bytes, section.size);
  for (size_t i = 0; i < section.size * sizeof flips; i++) {
    casus_error error = {.code = CASUS_OK};
    uint8_t *byte = &bytes[i / sizeof flips];
    *byte ^= flips[i % sizeof flips];
    if (casus_morphology_load(&loaded, bytes, section.size, bank_tag_count(&english), &error) == CASUS_OK) {
      ask_all(&loaded);
    } else {
      assert_int_equal(error.code, CASUS_FORMAT);
      assert_true(error.position <= section.size);
      refused++;
    }
    *byte ^= flips[i % sizeof flips];
  }
  assert_true(refused > section.size / 4);
  free(bytes);
}

static void test_cut(void **state) {
  (void)state;
  casus_morphology loaded;
  for (size_t size = 0; size < section.size; size++) {
    void *bytes = malloc(size + 1);
    assert_non_null(bytes);
    memcpy(bytes, section.bytes, size);
    assert_int_equal(casus_morphology_load(&loaded, bytes, size, bank_tag_count(&english), NULL),
                     CASUS_FORMAT);
    free(bytes);
  }
}

static void test_memory(void **state) {
  (void)state;
  casus_status status = CASUS_NOMEM;
  for (size_t n = 1; status != CASUS_OK; n++) {
    faulty faults;
    casus_buffer bytes;
    casus_error error;
    faulty_init(&faults, n);
    casus_buffer_init(&bytes, &faults.allocator);
    status = bank_train(&english, &bytes, &error);
    if (status != CASUS_OK) assert_int_equal(status, CASUS_NOMEM);
    casus_buffer_free(&bytes);
    assert_int_equal(faults.blocks, 0);
    assert_int_equal(faults.wrong, 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_known),      cmocka_unit_test(test_unknown),     cmocka_unit_test(test_numbers),
      cmocka_unit_test(test_case),       cmocka_unit_test(test_long),        cmocka_unit_test(test_slices),
      cmocka_unit_test(test_candidates), cmocka_unit_test(test_unknown_tag), cmocka_unit_test(test_again),
      cmocka_unit_test(test_nothing),    cmocka_unit_test(test_misuse),      cmocka_unit_test(test_damage),
      cmocka_unit_test(test_cut),        cmocka_unit_test(test_memory),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
