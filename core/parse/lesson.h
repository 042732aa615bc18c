/* lesson.h - what one worker does in a step of training: reads some sentences forwards, and what it got wrong
 * backwards. */
#ifndef CASUS_PARSE_LESSON_H
#define CASUS_PARSE_LESSON_H

#include "base/arena.h"
#include "parse/features.h"
#include "parse/network.h"

enum { CASUS_CLASS_UNKNOWN = UINT32_MAX }; /* a class that training did not see, or that nobody knows */

/* A position of a sentence: position 0 is the root, whose gold is not looked at. */
typedef struct casus_position {
  uint32_t rows[CASUS_FEATURE_COUNT];
  uint32_t tag, feats, head, label; /* gold; `head` is a position; `feats` may be CASUS_CLASS_UNKNOWN */
} casus_position;

typedef struct casus_guess {
  uint32_t tag, head, label;
} casus_guess;

/* Sentences that are worked on together, one behind the other. */
typedef struct casus_batch {
  casus_position *positions;
  uint32_t count, capacity;
  uint32_t *starts; /* of sentences; `sentences` + 1 entries */
  uint32_t sentences;
} casus_batch;

typedef struct casus_lesson {
  const casus_net *net, *turned; /* the weights, and the same with every matrix transposed */
  casus_net gradient;
  uint8_t *touched; /* rows that have a gradient, */
  struct {
    uint32_t *items;
    size_t count, capacity;
  } touched_rows;
  double loss;     /* of all words, summed */
  float dropout;   /* of what a layer reads */
  uint64_t random; /* state of the generator */
  struct casus_lesson_room *room;
} casus_lesson;

/* For batches of at most `positions`, of which no sentence has more than `longest`. Everything lies in
 * `arena` (under casus_arena_protect); nothing is allocated later. */
void casus_lesson_init(casus_lesson *self, casus_arena *arena, const casus_net *net, const casus_net *turned,
                       uint32_t positions, uint32_t longest);

/* Reads the batch, and adds the gradient of the loss, summed over its words, to `gradient`. */
void casus_lesson_learn(casus_lesson *self, const casus_batch *batch);

/* Forgets the gradient. */
void casus_lesson_clear(casus_lesson *self);

/* Reads the batch, and guesses; labels are those of the guessed heads. */
void casus_lesson_guess(casus_lesson *self, const casus_batch *batch, casus_guess *guesses);

/* The weights with every matrix transposed, into one that is laid out alike. */
void casus_net_turn(casus_net *into, const casus_net *from);

/* A number below `limit`, a float in [0, 1). (splitmix64, Steele et al. 2014) */
uint64_t casus_random(uint64_t *state);
static inline uint32_t casus_random_below(uint64_t *state, uint32_t limit) {
  return (uint32_t)((casus_random(state) >> 32) * limit >> 32);
}
static inline float casus_random_float(uint64_t *state) {
  return (float)(casus_random(state) >> 40) * 0x1p-24f;
}

#endif
