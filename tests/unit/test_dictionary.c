/* Dictionaries: what matches, where it may begin and end, and that they agree
 * with a matcher that just tries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "casus.h"
#include "unit/allocator.h"
#include "unit/trying.h"

static casus_phrase phrase(const char *text, casus_case match_case, uint32_t value) {
  return (casus_phrase){{text, strlen(text)}, match_case, value};
}

/* A dictionary of phrases between "|". */
static casus_dictionary *make(const char *list, casus_case match_case) {
  casus_phrase phrases[64];
  size_t count = 0;
  while (*list) {
    const size_t size = strcspn(list, "|");
    phrases[count] = (casus_phrase){{list, size}, match_case, (uint32_t)count};
    count++;
    list += size + (list[size] == '|');
  }
  casus_dictionary *dictionary = casus_dictionary_new(phrases, count, NULL, NULL);
  assert_non_null(dictionary);
  return dictionary;
}

/* All matches in a text, each in brackets. */
static const char *marked(const casus_dictionary *dictionary, const char *text) {
  static char out[4096];
  const size_t size = strlen(text);
  char *copy = malloc(size ? size : 1); /* of this very size: a sanitizer sees what is read beyond it */
  memcpy(copy, text, size);
  size_t at = 0, length = 0;
  casus_match match = {0};
  while (casus_dictionary_next(dictionary, copy, size, match.stop, &match)) {
    assert_true(match.start >= at && match.stop > match.start && match.stop <= size);
    length += (size_t)snprintf(out + length, sizeof out - length, "%.*s[%.*s]", (int)(match.start - at),
                               text + at, (int)(match.stop - match.start), text + match.start);
    at = match.stop;
  }
  snprintf(out + length, sizeof out - length, "%s", text + at);
  free(copy);
  return out;
}

static void expect(const char *list, casus_case match_case, const char *expected) {
  char text[1024], *end = text;
  for (const char *from = expected; *from; from++)
    if (*from != '[' && *from != ']') *end++ = *from;
  *end = '\0';
  casus_dictionary *dictionary = make(list, match_case);
  assert_string_equal(marked(dictionary, text), expected);
  casus_dictionary_free(dictionary);
}

static void leftmost_and_longest(void **state) {
  (void)state;
  expect("United|United Nations|Nations League", CASUS_CASE_AUTO, "The [United Nations] League, [United].");
  expect("a b|b c d", CASUS_CASE_AUTO, "[a b] c d");
  expect("a b c d|b c", CASUS_CASE_AUTO, "a [b c] x d");
  expect("New York|New York Times", CASUS_CASE_AUTO, "[New York Times] [New York] Time");
}

static void short_phrases(void **state) {
  (void)state;
  expect("a|EU|UN|UNO|é|\xE4\xB8\xAD", CASUS_CASE_AUTO, "[a] [EU] [UN] [UNO] [é] [\xE4\xB8\xAD]");
  expect("a|EU", CASUS_CASE_AUTO, "ab EUR [EU]-led [EU], xEU [a].");
  expect("EU|G7", CASUS_CASE_AUTO, "[EU]");
  expect("EU|G7", CASUS_CASE_AUTO, "the [G7]");
  expect("US", CASUS_CASE_AUTO, "US1 1US _US US_ ([US]) “[US]” é [US]");
}

static void cases(void **state) {
  (void)state;
  /* Without capitals: any case. All capitals: as written. Else: as written, or in capitals. */
  expect("army", CASUS_CASE_AUTO, "[army] [Army] [ARMY] [aRmY]");
  expect("US", CASUS_CASE_AUTO, "[US] us Us");
  expect("Turkey", CASUS_CASE_AUTO, "[Turkey] turkey [TURKEY] TurKey");
  expect("Turkey", CASUS_CASE_EXACT, "[Turkey] turkey TURKEY");
  expect("Turkey", CASUS_CASE_ANY, "[Turkey] [turkey] [TURKEY] [TurKey]");
  expect("turkey", CASUS_CASE_NAME, "[turkey] Turkey [TURKEY]");
  expect("Émile Zola", CASUS_CASE_AUTO, "[Émile Zola] [ÉMILE ZOLA] émile zola");
  expect("ÉU", CASUS_CASE_AUTO, "[ÉU] éu");
  expect("Жуков", CASUS_CASE_AUTO, "[Жуков] [ЖУКОВ] жуков");
  expect("G7", CASUS_CASE_AUTO, "[G7] g7");
  expect("7", CASUS_CASE_AUTO, "[7]");
}

static void exact_spelling_is_preferred(void **state) {
  (void)state;
  const casus_phrase phrases[] = {phrase("us", CASUS_CASE_ANY, 1), phrase("US", CASUS_CASE_EXACT, 2),
                                  phrase("Us", CASUS_CASE_EXACT, 3)};
  static const struct {
    const char *text;
    uint32_t value;
  } expected[] = {{"us", 1}, {"US", 2}, {"Us", 3}, {"uS", 1}};
  casus_dictionary *dictionary = casus_dictionary_new(phrases, 3, NULL, NULL);
  for (size_t i = 0; i < 4; i++) {
    casus_match match = {0};
    assert_true(casus_dictionary_next(dictionary, expected[i].text, 2, 0, &match));
    assert_int_equal(match.value, expected[i].value);
    assert_int_equal(match.phrase, expected[i].value - 1);
  }
  casus_dictionary_free(dictionary);
}

static void the_later_of_two_wins(void **state) {
  (void)state;
  const casus_phrase phrases[] = {phrase("Georgia", CASUS_CASE_AUTO, 7), phrase("Rome", CASUS_CASE_AUTO, 8),
                                  phrase("Georgia", CASUS_CASE_AUTO, 9)};
  casus_dictionary *dictionary = casus_dictionary_new(phrases, 3, NULL, NULL);
  casus_match match;
  assert_true(casus_dictionary_next(dictionary, "in Georgia", 10, 0, &match));
  assert_int_equal(match.value, 9);
  assert_int_equal(match.phrase, 2);
  assert_true(casus_dictionary_next(dictionary, "GEORGIA", 7, 0, &match));
  assert_int_equal(match.value, 9);
  casus_dictionary_free(dictionary);
}

static void apostrophes(void **state) {
  (void)state;
  expect("China", CASUS_CASE_AUTO, "[China]'s [China]’s [China]' [China]’ ‘[China]’ '[China]'");
  expect("Brien|O'Brien", CASUS_CASE_AUTO, "[O'Brien] [O’Brien] O'Briens 'Brienne '[Brien]'");
  expect("Brien", CASUS_CASE_AUTO, "O'Brien O’Brien [Brien] é’Brien “[Brien]” '[Brien]");
  expect("Cote d’Ivoire", CASUS_CASE_AUTO, "[Cote d'Ivoire] [Cote d’Ivoire]'s [COTE D'IVOIRE]");
  expect("people's republic", CASUS_CASE_AUTO, "[people’s republic] peoples republic");
}

static void hyphens(void **state) {
  (void)state;
  expect("Guinea-Bissau", CASUS_CASE_AUTO,
         "[Guinea-Bissau] [Guinea\xE2\x80\x91"
         "Bissau] [Guinea\xE2\x80\x90"
         "Bissau] Guinea Bissau");
  expect("Tokyo|led", CASUS_CASE_AUTO, "[Tokyo]-[led] [Tokyo]\xE2\x80\x93[led]");
}

static void white_space(void **state) {
  (void)state;
  expect("United Nations", CASUS_CASE_AUTO,
         "[United  Nations] [United\nNations] [United \t\r\n  Nations] [United\xC2\xA0Nations] "
         "[United\xE2\x80\x89Nations] [United\xE3\x80\x80Nations]");
  expect("United Nations", CASUS_CASE_AUTO, "United\n\nNations United \n \n Nations United\r\n\r\nNations");
  expect("United Nations|United|Nations", CASUS_CASE_AUTO, "[United]\n\n[Nations]");
  expect("United  \n Nations", CASUS_CASE_AUTO, "[United Nations]");
  expect("United \n\n Nations", CASUS_CASE_AUTO, "[United Nations] UnitedNations");
  expect("a b c", CASUS_CASE_AUTO, "[a\nb\nc] a\nb\n\nc");
}

static void texts_that_end_inside(void **state) {
  (void)state;
  expect("United Nations", CASUS_CASE_AUTO, "United Nation");
  expect("United Nations", CASUS_CASE_AUTO, "United ");
  expect("United Nations", CASUS_CASE_AUTO, "U");
  expect("United Nations", CASUS_CASE_AUTO, "");
  expect("United Nations", CASUS_CASE_AUTO, "in the [United Nations]");
  expect("Zoë", CASUS_CASE_AUTO, "[Zoë]");
  expect("Zoë", CASUS_CASE_AUTO, "Zo");
  expect("a b", CASUS_CASE_AUTO, "a\xC2\xA0");
}

static void other_scripts(void **state) {
  (void)state;
  expect("Łódź|São Tomé and Príncipe|Ångström", CASUS_CASE_AUTO,
         "[Łódź]'s [ŁÓDŹ] [São Tomé and Príncipe] [Ångström] łódź Łódźanie");
  expect("日本", CASUS_CASE_AUTO, "[日本] 日本人 「[日本]」");
  expect("Ÿ", CASUS_CASE_AUTO, "[Ÿ]");
}

static void signs(void **state) {
  (void)state;
  expect("AT&T|U.S.|Yahoo!|C++", CASUS_CASE_AUTO, "[AT&T] the [U.S.] [Yahoo!]'s ([C++])");
  expect("U.S", CASUS_CASE_AUTO, "the [U.S].");
}

static void from_on(void **state) {
  (void)state;
  static const char text[] = "China and China";
  casus_dictionary *dictionary = make("China", CASUS_CASE_AUTO);
  casus_match match;
  assert_true(casus_dictionary_next(dictionary, text, 15, 1, &match));
  assert_int_equal(match.start, 10);
  assert_true(casus_dictionary_next(dictionary, text, 15, 10, &match));
  assert_int_equal(match.stop, 15);
  assert_false(casus_dictionary_next(dictionary, text, 15, 11, &match));
  assert_false(casus_dictionary_next(dictionary, text, 15, 15, &match));
  casus_dictionary_free(dictionary);
}

static void no_phrases(void **state) {
  (void)state;
  casus_match match;
  casus_dictionary *dictionary = casus_dictionary_new(NULL, 0, NULL, NULL);
  assert_non_null(dictionary);
  assert_false(casus_dictionary_next(dictionary, "anything at all", 15, 0, &match));
  casus_dictionary_free(dictionary);
  casus_dictionary_free(NULL);
}

static void what_cannot_be_a_phrase(void **state) {
  (void)state;
  static const struct {
    const char *text, *message;
  } bad[] = {{"", "empty"},
             {" a", "white space"},
             {"a ", "white space"},
             {"\n", "space"},
             {"a\xC2\xA0", "white space"},
             {"a\xFF", "not UTF-8 text at byte 1"},
             {"\xC3", "UTF-8"},
             {"\xE3\x80\x80"
              "a",
              "space"}};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    const casus_phrase phrases[] = {phrase("fine", CASUS_CASE_AUTO, 0),
                                    phrase(bad[i].text, CASUS_CASE_AUTO, 0)};
    casus_error error = {0};
    assert_null(casus_dictionary_new(phrases, 2, NULL, &error));
    assert_int_equal(error.code, CASUS_FORMAT);
    assert_non_null(strstr(error.message, "phrase 2"));
    assert_non_null(strstr(error.message, bad[i].message));
    assert_null(casus_dictionary_new(phrases, 2, NULL, NULL));
  }
}

static void many_phrases(void **state) {
  (void)state;
  enum { COUNT = 30000, ROOM = 32 };
  char(*texts)[ROOM] = calloc(COUNT, ROOM);
  casus_phrase *phrases = calloc(COUNT, sizeof *phrases);
  for (uint32_t i = 0; i < COUNT; i++) {
    snprintf(texts[i], ROOM, "Name%u of %u", i * 7919u % 65536u, i);
    phrases[i] = phrase(texts[i], CASUS_CASE_AUTO, i + 1);
  }
  casus_dictionary *dictionary = casus_dictionary_new(phrases, COUNT, NULL, NULL);
  for (uint32_t i = 0; i < COUNT; i++) {
    casus_match match = {0};
    assert_true(casus_dictionary_next(dictionary, texts[i], strlen(texts[i]), 0, &match));
    assert_int_equal(match.value, i + 1);
    assert_int_equal(match.stop, strlen(texts[i]));
  }
  casus_dictionary_free(dictionary);
  free(phrases);
  free(texts);
}

/* What only one phrase goes on with is compared with it, not the whole of it at each byte. */
static void long_phrases(void **state) {
  (void)state;
  enum { SIZE = 1 << 20, COUNT = 4 };
  static const char *const ends[COUNT] = {"", "x", "y", "yy and more"};
  char *texts[COUNT];
  casus_phrase phrases[COUNT];
  for (uint32_t i = 0; i < COUNT; i++) {
    const size_t size = SIZE + strlen(ends[i]);
    texts[i] = malloc(size + 1);
    memset(texts[i], 'a', SIZE);
    memcpy(texts[i] + SIZE, ends[i], strlen(ends[i]) + 1);
    phrases[i] = (casus_phrase){{texts[i], size}, CASUS_CASE_AUTO, i};
  }
  casus_dictionary *dictionary = casus_dictionary_new(phrases, COUNT, NULL, NULL);
  for (uint32_t i = 0; i < COUNT; i++) {
    casus_match match = {0};
    assert_true(casus_dictionary_next(dictionary, texts[i], phrases[i].text.size, 0, &match));
    assert_int_equal(match.value, i);
    assert_int_equal(match.stop, phrases[i].text.size);
  }
  casus_match match = {0};
  texts[3][SIZE + 5] = 'b'; /* "yy and more" is one no longer, and "yy" never was */
  assert_false(casus_dictionary_next(dictionary, texts[3], phrases[3].text.size, 0, &match));
  casus_dictionary_free(dictionary);
  for (uint32_t i = 0; i < COUNT; i++) free(texts[i]);
}

/* ---- Random phrases and texts */

static uint32_t random_below(uint64_t *seed, uint32_t limit) {
  *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(*seed >> 33) % limit;
}

static const char *const alphabet[] = {
    "a",
    "a",
    "b",
    "A",
    "B",
    "é",
    "É",
    "'",
    "’",
    "‘",
    "-",
    "\xE2\x80\x91",
    " ",
    " ",
    " ",
    "\n",
    "\t",
    "\xC2\xA0",
    "\xE2\x80\x83",
    ".",
    "1",
    "中",
    "Ж",
    "ж",
    "_",
    "\xF0\x9F\x98\x80",
    "ß",
    "\xCC\x81",
};

/* Up to `most` characters; without white space at the ends where `trimmed`. */
static size_t random_text(uint64_t *seed, uint32_t most, bool trimmed, char *out) {
  for (;;) {
    const uint32_t count = random_below(seed, most) + trimmed;
    size_t size = 0;
    for (uint32_t i = 0; i < count; i++) {
      const char *piece = alphabet[random_below(seed, sizeof alphabet / sizeof *alphabet)];
      memcpy(out + size, piece, strlen(piece));
      size += strlen(piece);
    }
    out[size] = '\0';
    if (!trimmed || (!white(out, 0) && !white(out, casus_utf8_before(out, size)))) return size;
  }
}

static void agrees_with_trying(void **state) {
  (void)state;
  enum { ROUNDS = 20000, PHRASES = 12, TEXTS = 12, LONGEST = 24 };
  uint64_t seed = 20230711;
  for (int round = 0; round < ROUNDS; round++) {
    char texts[PHRASES][LONGEST * 4], buffer[LONGEST * 4];
    casus_phrase phrases[PHRASES];
    const size_t count = random_below(&seed, PHRASES) + 1;
    for (uint32_t i = 0; i < count; i++) {
      const size_t size = random_text(&seed, i % 3 ? 3 : 7, true, texts[i]);
      phrases[i] = (casus_phrase){{texts[i], size}, (casus_case)random_below(&seed, 4), 100 + i};
    }
    casus_dictionary *dictionary = casus_dictionary_new(phrases, count, NULL, NULL);
    for (int i = 0; i < TEXTS; i++) {
      const size_t size = random_text(&seed, LONGEST, false, buffer);
      char *text = malloc(size + 1);
      memcpy(text, buffer, size);
      casus_match found = {0}, wanted = {0};
      for (;;) {
        const bool has = casus_dictionary_next(dictionary, text, size, found.stop, &found);
        const bool should = try_all(phrases, count, text, size, wanted.stop, &wanted);
        if (has != should || (has && memcmp(&found, &wanted, sizeof found) != 0)) {
          print_error("in \"%s\": found %d [%u, %u) phrase %u, wanted %d [%u, %u) phrase %u\n", buffer, has,
                      found.start, found.stop, found.phrase, should, wanted.start, wanted.stop,
                      wanted.phrase);
          for (size_t k = 0; k < count; k++)
            print_error("%zu: \"%s\" %d\n", k, texts[k], phrases[k].match_case);
          fail();
        }
        if (!has) break;
      }
      free(text);
    }
    casus_dictionary_free(dictionary);
  }
}

static void memory_that_runs_out(void **state) {
  (void)state;
  const casus_phrase phrases[] = {phrase("United Nations", CASUS_CASE_AUTO, 1),
                                  phrase("EU", CASUS_CASE_AUTO, 2)};
  faulty memory;
  for (size_t n = 1;; n++) {
    faulty_init(&memory, n);
    casus_error error = {0};
    casus_dictionary *dictionary = casus_dictionary_new(phrases, 2, &memory.allocator, &error);
    if (!dictionary) assert_int_equal(error.code, CASUS_NOMEM);
    casus_dictionary_free(dictionary);
    assert_int_equal(memory.blocks, 0);
    assert_int_equal(memory.wrong, 0);
    if (!dictionary) continue;
    assert_true(n > 2);
    break;
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(leftmost_and_longest),
      cmocka_unit_test(short_phrases),
      cmocka_unit_test(cases),
      cmocka_unit_test(exact_spelling_is_preferred),
      cmocka_unit_test(the_later_of_two_wins),
      cmocka_unit_test(apostrophes),
      cmocka_unit_test(hyphens),
      cmocka_unit_test(white_space),
      cmocka_unit_test(texts_that_end_inside),
      cmocka_unit_test(other_scripts),
      cmocka_unit_test(signs),
      cmocka_unit_test(from_on),
      cmocka_unit_test(no_phrases),
      cmocka_unit_test(what_cannot_be_a_phrase),
      cmocka_unit_test(many_phrases),
      cmocka_unit_test(long_phrases),
      cmocka_unit_test(agrees_with_trying),
      cmocka_unit_test(memory_that_runs_out),
  };
  return cmocka_run_group_tests_name("dictionary", tests, NULL, NULL);
}
