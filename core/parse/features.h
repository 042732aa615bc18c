/* features.h - what the network is told about a word: rows of its table of embeddings.
 *
 * Each kind of feature is a string made from the form; the strings that training kept have a row of their
 * own, all others share the row of their kind. A word is the sum of its rows.
 */
#ifndef CASUS_PARSE_FEATURES_H
#define CASUS_PARSE_FEATURES_H

#include "casus.h"

typedef enum casus_feature {
  CASUS_FEATURE_WORD,    /* in small letters, with 0 for every digit */
  CASUS_FEATURE_CLUSTER, /* of the same string; many words share a row */
  CASUS_FEATURE_SUFFIX1, /* its last characters, */
  CASUS_FEATURE_SUFFIX2,
  CASUS_FEATURE_SUFFIX3,
  CASUS_FEATURE_SUFFIX4,
  CASUS_FEATURE_PREFIX1, /* and its first */
  CASUS_FEATURE_PREFIX2,
  CASUS_FEATURE_PREFIX3,
  CASUS_FEATURE_SHAPE, /* kinds of characters as they are written: "Xx", "X.X.", "d,d" */
  CASUS_FEATURE_COUNT
} casus_feature;

enum {
  CASUS_FEATURE_NONE = CASUS_FEATURE_COUNT,     /* a row of zeros, for features that are left out */
  CASUS_FEATURE_ROOT = CASUS_FEATURE_NONE + 1,  /* the row of the root, which stands before each sentence */
  CASUS_FEATURE_FIRST = CASUS_FEATURE_ROOT + 1, /* the first row that is not fixed */
  CASUS_FEATURE_LONGEST = 48,                   /* bytes of a form that are looked at, at either end */
};

/* Open addressing: where a key belongs is said by its low bits, that it is there by its high ones. */
typedef struct casus_feature_slot {
  uint32_t check, row; /* row 0: free */
} casus_feature_slot;

typedef struct casus_features {
  const casus_feature_slot *slots;
  uint32_t mask; /* the number of slots is a power of two; at least one is free */
} casus_features;

/* How a form is to be read; for training, which also reads texts in another case. */
typedef enum casus_letters {
  CASUS_LETTERS_AS_THEY_ARE,
  CASUS_LETTERS_LOWER,
  CASUS_LETTERS_UPPER,
  CASUS_LETTERS_TITLE
} casus_letters;

/* The keys of the features of a form, one a kind; never 0. */
void casus_feature_keys(casus_string form, uint64_t keys[CASUS_FEATURE_COUNT]);

/* The key of a shape alone, with the letters read otherwise. */
uint64_t casus_feature_shape(casus_string form, casus_letters letters);

/* The slot of a key, or the free one where it would go. */
static inline uint32_t casus_feature_find(const casus_feature_slot *slots, uint32_t mask, uint64_t key) {
  uint32_t at = (uint32_t)key & mask;
  while (slots[at].row && slots[at].check != (uint32_t)(key >> 32)) at = (at + 1) & mask;
  return at;
}

/* The row of a key. */
static inline uint32_t casus_feature_row(const casus_features *self, uint64_t key, casus_feature kind) {
  const uint32_t row = self->slots[casus_feature_find(self->slots, self->mask, key)].row;
  return row ? row : kind;
}

/* The rows of a form. */
static inline void casus_feature_rows(const casus_features *self, casus_string form,
                                      uint32_t rows[CASUS_FEATURE_COUNT]) {
  uint64_t keys[CASUS_FEATURE_COUNT];
  casus_feature_keys(form, keys);
  for (uint32_t i = 0; i < CASUS_FEATURE_COUNT; i++)
    rows[i] = casus_feature_row(self, keys[i], (casus_feature)i);
}

#endif
