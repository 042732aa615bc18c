/* segmenter.h - what the tokeniser and the sentence splitter know about single words. */
#ifndef CASUS_TEXT_SEGMENTER_H
#define CASUS_TEXT_SEGMENTER_H

#include "text/segment.h"

/* Traits of a word or sign, as the kinds of data/text/abbreviations.tsv and words.tsv have them. */
enum {
  CASUS_WORD_INNER = 1 << 0, /* abbreviations: four kinds */
  CASUS_WORD_NUMBER = 1 << 1,
  CASUS_WORD_DATE = 1 << 2,
  CASUS_WORD_FINAL = 1 << 3,
  CASUS_WORD_CONTRACTION = 1 << 4,
  CASUS_WORD_CLITIC = 1 << 5,
  CASUS_WORD_ELIDED = 1 << 6,
  CASUS_WORD_PREFIX = 1 << 7,
  CASUS_WORD_SUFFIX = 1 << 8,
  CASUS_WORD_WHOLE = 1 << 9,
  CASUS_WORD_UNIT = 1 << 10,
  CASUS_WORD_DOMAIN = 1 << 11,
  CASUS_WORD_FACE = 1 << 12,
  CASUS_WORD_SIGN = 1 << 13,
  CASUS_WORD_FUNCTION = 1 << 14,
  CASUS_WORD_STARTER = 1 << 15,
  CASUS_WORD_DANGLING = 1 << 16,
  CASUS_WORD_FOREIGN = 1 << 17,
  CASUS_WORD_ABBREVIATION = CASUS_WORD_INNER | CASUS_WORD_NUMBER | CASUS_WORD_DATE | CASUS_WORD_FINAL,
};

/* Words longer than this have no traits; a text cannot make a look-up slow. */
enum { CASUS_WORD_LONGEST = 24, CASUS_WORD_PARTS = 3 };

typedef struct casus_word {
  uint32_t traits;
  uint8_t parts[CASUS_WORD_PARTS]; /* of a contraction: sizes of the parts but the last; 0 where there are
                                      fewer */
} casus_word;

struct casus_segmenter {
  casus_pool forms;
  casus_word *words; /* by number of the form */
  size_t capacity;
  /* Of the contractions that begin with a letter (its low five bits) and have so many bytes, the set of last
   * letters: most words need no look-up. */
  uint32_t contractions[32][CASUS_WORD_LONGEST + 1];
  bool signs[128]; /* characters that begin a face or sign */
};

/* What is known about a form as it is written, or NULL. */
const casus_word *casus_segmenter_word(const casus_segmenter *self, const char *bytes, size_t size);

/* The same for the form in small letters and with straight apostrophes. */
const casus_word *casus_segmenter_folded(const casus_segmenter *self, const char *bytes, size_t size);

static inline bool casus_word_is(const casus_word *word, uint32_t traits) {
  return word && (word->traits & traits);
}

#endif
