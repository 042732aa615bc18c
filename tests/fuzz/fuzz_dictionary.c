/* Phrases, one a line up to a blank line, and a text behind it: a dictionary finds what trying them all
 * finds. The first letter of a phrase says which case rule it has. */
#include "unit/trying.h"

#include <stdlib.h>
#include <string.h>

#define REQUIRE(what) ((what) ? (void)0 : abort())

enum { MOST_PHRASES = 64, MOST_TEXT = 4096 };

static void compare(const casus_phrase *phrases, size_t count, const char *text, size_t size) {
  casus_dictionary *dictionary = casus_dictionary_new(phrases, count, NULL, NULL);
  casus_match found = {0}, wanted = {0};
  if (!dictionary) return; /* something that cannot be a phrase is among them */
  for (;;) {
    const bool has = casus_dictionary_next(dictionary, text, size, found.stop, &found);
    REQUIRE(has == try_all(phrases, count, text, size, wanted.stop, &wanted));
    if (!has) break;
    REQUIRE(memcmp(&found, &wanted, sizeof found) == 0);
  }
  casus_dictionary_free(dictionary);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  const char *text = (const char *)data, *end = text + size;
  casus_phrase phrases[MOST_PHRASES];
  uint32_t count = 0;
  while (text < end && *text != '\n' && count < MOST_PHRASES) {
    const char *stop = memchr(text, '\n', (size_t)(end - text));
    if (!stop) stop = end;
    phrases[count] = (casus_phrase){{text + 1, (size_t)(stop - text) - 1}, (casus_case)(*text & 3), count};
    count++;
    text = stop + (stop < end);
  }
  if (text < end) text++;
  const size_t rest = (size_t)(end - text);
  if (rest < MOST_TEXT && casus_utf8_valid(text, rest) == rest) compare(phrases, count, text, rest);
  return 0;
}
