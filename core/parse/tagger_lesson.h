/* tagger_lesson.h - what a step of training the tagger does: reads some sentences forwards, and what it got
 * wrong backwards. */
#ifndef CASUS_PARSE_TAGGER_LESSON_H
#define CASUS_PARSE_TAGGER_LESSON_H

#include "base/arena.h"
#include "parse/tagger.h"

enum { CASUS_ENTITY_UNKNOWN = UINT8_MAX }; /* a class that nobody knows: nothing is learnt there */

typedef struct casus_tagger_position {
  uint32_t rows[CASUS_FEATURE_COUNT + 1]; /* the last is of the hint; CASUS_FEATURE_NONE: left out */
  uint8_t gold;
} casus_tagger_position;

/* Sentences that are worked on together; each begins with its root, whose gold is not known. */
typedef struct casus_tagger_batch {
  casus_tagger_position *positions;
  float *states; /* what the parser says of each */
  uint32_t count;
  uint32_t *starts; /* of sentences; `sentences` + 1 entries */
  uint32_t sentences;
} casus_tagger_batch;

typedef struct casus_tagger_lesson {
  const casus_tagger_net *net;
  casus_tagger_net turned; /* its matrices transposed; casus_tagger_lesson_turn */
  casus_tagger_net gradient;
  uint8_t *touched; /* rows that have a gradient, */
  struct {
    uint32_t *items;
    size_t count, capacity;
  } touched_rows;
  double loss;     /* of all words, summed */
  float dropout;   /* of what the layer reads, and the scores */
  uint64_t random; /* state of the generator */
  struct casus_tagger_lesson_room *room;
} casus_tagger_lesson;

/* For batches of at most `positions`. Everything lies in `arena` (under casus_arena_protect). */
void casus_tagger_lesson_init(casus_tagger_lesson *self, casus_arena *arena, const casus_tagger_net *net,
                              uint32_t positions);

/* Takes over the weights, after each step. */
void casus_tagger_lesson_turn(casus_tagger_lesson *self);

/* Reads the batch, and adds the gradient of the loss, summed over its words, to `gradient`. */
void casus_tagger_lesson_learn(casus_tagger_lesson *self, const casus_tagger_batch *batch);

/* Forgets the gradient. */
void casus_tagger_lesson_clear(casus_tagger_lesson *self);

#endif
