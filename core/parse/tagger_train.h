/* tagger_train.h - training of the tagger on sentences whose names are known, upon a parser that stays as it
 * is. */
#ifndef CASUS_PARSE_TAGGER_TRAIN_H
#define CASUS_PARSE_TAGGER_TRAIN_H

#include "base/buffer.h"
#include "parse/parser.h"
#include "parse/tagger_lesson.h"

typedef struct casus_tagger_word {
  uint32_t rows[CASUS_FEATURE_COUNT];
  uint32_t title, upper; /* the row of its shape where it is written as in headlines */
  uint8_t hint, gold;    /* classes; gold may be CASUS_ENTITY_UNKNOWN */
} casus_tagger_word;

typedef struct casus_tagger_sentence {
  size_t first;
  uint32_t count;
} casus_tagger_sentence;

/* Words and sentences that lie in an arena. */
typedef struct casus_tagger_bank {
  struct {
    casus_tagger_word *items;
    size_t count, capacity;
  } words;
  struct {
    casus_tagger_sentence *items;
    size_t count, capacity;
  } sentences;
} casus_tagger_bank;

/* Adds a sentence; one that is too long for the parser to read at once is cut. `hints` and `gold` are
 * classes. Under casus_arena_protect. */
void casus_tagger_bank_add(casus_tagger_bank *self, casus_arena *arena, const casus_parser *parser,
                           const casus_document *document, uint32_t sentence, const uint8_t *hints,
                           const uint8_t *gold);

typedef struct casus_tagger_training {
  const casus_parser *parser;
  casus_tagger_bank *gold, *silver, *held_out; /* each may be empty, but for the first */
  const casus_entity_training *options;
} casus_tagger_training;

/* Trains, and appends the section of a model to `into`; its memory is taken from `arena` (under
 * casus_arena_protect). CASUS_INTERRUPTED where the report stopped it. */
casus_status casus_tagger_train(const casus_tagger_training *training, casus_arena *arena, casus_buffer *into,
                                casus_error *error);

#endif
