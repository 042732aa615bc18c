/* curriculum.h - the sentences of treebanks as what the network is shown, and in which order. */
#ifndef CASUS_PARSE_CURRICULUM_H
#define CASUS_PARSE_CURRICULUM_H

#include "parse/lesson.h"
#include "parse/treebank.h"
#include "parse/vocabulary.h"

/* The names of classes, by number. The strings are numbers in the pool of a treebank. */
typedef struct casus_inventory {
  casus_string *items;
  size_t count, capacity;
} casus_inventory;

typedef struct casus_curriculum {
  const casus_treebank *bank;
  const casus_vocabulary *vocabulary;
  casus_inventory tags, feats, labels; /* a tag is UPOS and XPOS with a tab between them */
  casus_position *positions;           /* of each word of the bank, undisturbed */
  bool *leaf;                          /* whether nothing hangs on a word */
  uint32_t punct;                      /* number of the label "punct", or of none */
  uint32_t longest;                    /* positions of a sentence */
  uint32_t *gold, *silver;             /* sentences of either kind */
  size_t gold_count, silver_count, silver_next;
  uint32_t *order; /* the sentences of an epoch */
  size_t count, next;
  uint64_t random;
} casus_curriculum;

enum {
  CASUS_LONGEST_LESSON = 400, /* words of a sentence that is learnt from */
};

/* All sentences of a bank, in which the classes are numbered anew; those of files from number `gold_files` on
 * are silver: a model has parsed them. Everything lies in the bank's arena (under casus_arena_protect). */
void casus_curriculum_init(casus_curriculum *self, const casus_treebank *bank, uint32_t gold_files,
                           const casus_vocabulary *vocabulary, uint64_t seed);

/* The same for a bank, all gold, whose classes are those of another curriculum. */
void casus_curriculum_follow(casus_curriculum *self, const casus_treebank *bank,
                             const casus_curriculum *other);

/* Begins an epoch: all gold sentences and the next `share` times as many silver words, mixed. Returns the
 * number of words. */
size_t casus_curriculum_begin(casus_curriculum *self, float share);

/* Begins with all gold sentences as they stand. */
void casus_curriculum_rewind(casus_curriculum *self);

/* Deals the next sentences, of at least `words` words in all, to `count` batches, and disturbs them a little:
 * features are left out, the letters of some are small, capital or those of headlines, some have no final
 * stop. Returns the number of words; 0: all were dealt. */
uint32_t casus_curriculum_deal(casus_curriculum *self, casus_batch *batches, uint32_t count, uint32_t words);

/* The next sentences as they are, for measuring. */
uint32_t casus_curriculum_next(casus_curriculum *self, casus_batch *batch, uint32_t words);

#endif
