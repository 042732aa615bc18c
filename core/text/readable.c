#include "text/readable.h"

#include "text/characters.h"

/* In English prose four words of ten are function words; in headlines one of five, in lists of names next to
 * none. In other languages that use Latin letters one of twenty happens to look like one ("in", "on", "die",
 * "a"). Text without enough words in small letters - tables, lists of names, headlines in capitals - gets the
 * benefit of the doubt. */
enum { SAMPLE = 4000, LEAST_WORDS = 20, LEAST_SMALL = 15 };

static const double least_share = 0.09, most_foreign = 0.5;

typedef struct tally {
  uint32_t words, small, function, foreign;
} tally;

static bool is_latin(const char *bytes) {
  const unsigned char lead = (unsigned char)bytes[0];
  return lead < 0xCD || lead == 0xE1; /* up to U+033F; U+1E00 to U+1EFF and neighbours */
}

static void count_word(const casus_segmenter *self, casus_string form, tally *count) {
  uint32_t size;
  const casus_class class = casus_class_at(form.bytes, &size);
  if (class != CASUS_CLASS_LOWER && class != CASUS_CLASS_UPPER && class != CASUS_CLASS_LETTER &&
      class != CASUS_CLASS_IDEOGRAPH)
    return;
  count->words++;
  count->small += class == CASUS_CLASS_LOWER;
  if (!is_latin(form.bytes)) {
    count->foreign += class == CASUS_CLASS_IDEOGRAPH ? (uint32_t)form.size / 3 : 1;
    if (class == CASUS_CLASS_IDEOGRAPH) count->words += (uint32_t)form.size / 3;
  } else if (casus_word_is(casus_segmenter_folded(self, form.bytes, form.size), CASUS_WORD_FUNCTION)) {
    count->function++;
  }
}

bool casus_readable(const casus_segmenter *self, const casus_document *document) {
  tally count = {0};
  const uint32_t step = document->token_count / SAMPLE + 1; /* a long text is sampled evenly */
  for (uint32_t i = 0; i < document->token_count; i += step)
    count_word(self, casus_document_form(document, i), &count);
  if (count.words < LEAST_WORDS) return true;
  if (count.foreign > count.words * most_foreign) return false;
  if (count.small < LEAST_SMALL) return true;
  return count.function >= count.words * least_share;
}
