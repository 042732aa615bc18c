#include "text/readable.h"

#include "text/characters.h"

/* In English prose four words of ten are function words, in headlines one of five. Text in another language
 * that uses Latin letters happens to hold some that look like one ("in", "will", "as"), but more of its own.
 * Text that has few words in small letters, or many numbers - tables, lists of names, headlines in capitals -
 * gets the benefit of the doubt. */
enum { SAMPLE = 300, LEAST_WORDS = 20, LEAST_SMALL = 15 };

static const double least_share = 0.09, most_of_other_scripts = 0.5, many_numbers = 0.5;

typedef struct tally {
  uint32_t words, small, numbers;
  uint32_t english, foreign; /* function words */
  uint32_t other_scripts;
} tally;

static bool is_latin(const char *bytes) {
  const unsigned char lead = (unsigned char)bytes[0];
  return lead < 0xCD || lead == 0xE1; /* up to U+033F; U+1E00 to U+1EFF and neighbours */
}

static void count_word(const casus_segmenter *self, casus_string form, tally *count) {
  if (!is_latin(form.bytes)) {
    count->other_scripts++;
    return;
  }
  const casus_word *word = casus_segmenter_folded(self, form.bytes, form.size);
  count->english += casus_word_is(word, CASUS_WORD_FUNCTION);
  count->foreign += casus_word_is(word, CASUS_WORD_FOREIGN);
}

static void count_token(const casus_segmenter *self, casus_string form, tally *count) {
  enum { BYTES_PER_IDEOGRAPH = 3 };
  uint32_t size;
  switch (casus_class_at(form.bytes, &size)) {
  case CASUS_CLASS_LOWER: count->small++; /* fallthrough */
  case CASUS_CLASS_UPPER:
  case CASUS_CLASS_LETTER:
    count->words++;
    count_word(self, form, count);
    break;
  case CASUS_CLASS_IDEOGRAPH: /* each is as good as a word */
    count->words += (uint32_t)form.size / BYTES_PER_IDEOGRAPH;
    count->other_scripts += (uint32_t)form.size / BYTES_PER_IDEOGRAPH;
    break;
  case CASUS_CLASS_DIGIT: count->numbers++; break;
  default: break;
  }
}

bool casus_readable(const casus_segmenter *self, const casus_document *document) {
  tally count = {0};
  const uint32_t step = document->token_count / SAMPLE + 1; /* a long text is sampled evenly */
  for (uint32_t i = 0; i < document->token_count; i += step)
    count_token(self, casus_document_form(document, i), &count);
  if (count.words < LEAST_WORDS) return true;
  if (count.other_scripts > count.words * most_of_other_scripts) return false;
  if (count.small < LEAST_SMALL || count.numbers > count.words * many_numbers) return true;
  return count.english >= count.words * least_share && count.english >= count.foreign;
}
