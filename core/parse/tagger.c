/* The tagger as it is run, in small integers. */
#include "parse/tagger.h"

#include "base/room.h"
#include "parse/floats.h"

#include <string.h>

static const float SCORE_STEPS = 256.0f, MOST_SCORE = 4000.0f; /* of a score of 1; a score is no larger */

static size_t lay_out(casus_tagging *self, uint32_t positions, void *room) {
  const size_t n = positions, both = 2 * (size_t)self->tagger->sizes.width;
  const size_t units = CASUS_NET_GATES * both;
  size_t at = 0;
  self->rows = casus_room_take(room, &at, n * both * sizeof *self->rows);
  self->hints = casus_room_take(room, &at, n);
  self->classes = casus_room_take(room, &at, n);
  self->read = casus_room_take(room, &at, n * both);
  self->shown = casus_room_take(room, &at, n * both);
  self->sums = casus_room_take(
      room, &at, n * (units > CASUS_TAGGER_OUTPUTS ? units : CASUS_TAGGER_OUTPUTS) * sizeof *self->sums);
  self->cells = casus_room_take(room, &at, both * sizeof *self->cells);
  self->back = casus_room_take(room, &at, n * CASUS_ENTITY_CLASSES);
  return at;
}

size_t casus_tagging_room(const casus_tagger *tagger, uint32_t positions) {
  casus_tagging counted = {.tagger = tagger};
  return lay_out(&counted, positions, NULL);
}

void casus_tagging_init(casus_tagging *self, const casus_tagger *tagger, casus_multiply *multiply,
                        uint32_t positions, void *room) {
  *self = (casus_tagging){.tagger = tagger, .multiply = multiply};
  lay_out(self, positions, room);
}

/* As many numbers of a row as are added at once; a row has a multiple of it. */
enum { CHUNK = 2 * CASUS_LANES };
typedef int8_t narrow __attribute__((vector_size(CHUNK), aligned(1), may_alias));
typedef int16_t wide __attribute__((vector_size(2 * CHUNK), aligned(2), may_alias));

CASUS_CLONES static void add_rows(int16_t *restrict into, const int8_t *restrict table,
                                  const uint32_t *restrict rows, size_t both) {
  for (size_t at = 0; at < both; at += CHUNK) {
    wide sum = {0};
    for (uint32_t k = 0; k < CASUS_FEATURE_COUNT; k++)
      sum += __builtin_convertvector(*(const narrow *)(table + rows[k] * both + at), wide);
    *(wide *)(into + at) = sum;
  }
}

void casus_tagger_fetch(const casus_tagger *tagger, const uint32_t rows[CASUS_FEATURE_COUNT]) {
  enum { LINE = 64 };
  const size_t both = 2 * (size_t)tagger->sizes.width;
  for (uint32_t k = 0; k < CASUS_FEATURE_COUNT; k++)
    for (size_t x = 0; x < both; x += LINE) __builtin_prefetch(tagger->rows + rows[k] * both + x);
}

void casus_tagger_embed(const casus_tagger *tagger, const uint32_t rows[CASUS_FEATURE_COUNT], int16_t *into) {
  add_rows(into, tagger->rows, rows, 2 * (size_t)tagger->sizes.width);
}

CASUS_CLONES static void join(uint8_t *restrict into, const int32_t *restrict sums,
                              const int16_t *restrict rows, const int8_t *restrict hint, float row_scale,
                              const casus_matrix *below) {
  const size_t both = below->outputs;
  const int32_t *const offsets = below->offsets;
  const float *const scales = below->scales, *const bias = below->bias;
  for (size_t x = 0; x < both; x++) {
    const float value = (float)(sums[x] - offsets[x]) * scales[x] + bias[x];
    into[x] = casus_activation(casus_net_squash(value + (float)(rows[x] + hint[x]) * row_scale));
  }
}

CASUS_CLONES static void to_scores(int32_t *restrict sums, const casus_matrix *matrix, size_t count) {
  const size_t outputs = matrix->outputs;
  const int32_t *const offsets = matrix->offsets;
  const float *const scales = matrix->scales, *const bias = matrix->bias;
  for (size_t i = 0; i < count; i++)
    for (size_t x = 0; x < outputs; x++) {
      float score = (float)(sums[i * outputs + x] - offsets[x]) * scales[x] + bias[x];
      score = score < MOST_SCORE ? score : MOST_SCORE;
      score = score > -MOST_SCORE ? score : -MOST_SCORE;
      sums[i * outputs + x] = (int32_t)(score * SCORE_STEPS);
    }
}

void casus_tagging_read(casus_tagging *self, const uint32_t *starts, uint32_t sentences,
                        const uint8_t *states) {
  const casus_tagger *tagger = self->tagger;
  const uint32_t count = starts[sentences], width = tagger->sizes.width, both = 2 * width;
  const int8_t *const hints = tagger->rows + (size_t)tagger->sizes.rows * both;
  const casus_units_batch batch = {starts, sentences, count, self->sums, self->cells};
  self->multiply(self->sums, states, tagger->below.weights, count, tagger->sizes.states, both);
  for (size_t i = 0; i < count; i++)
    join(self->read + i * both, self->sums + i * both, self->rows + i * both,
         hints + self->hints[i] * (size_t)both, tagger->row_scale, &tagger->below);
  casus_units_read(&tagger->layer, width, self->multiply, &batch, self->read, self->shown);
  self->multiply(self->sums, self->shown, tagger->out.weights, count, both, CASUS_TAGGER_OUTPUTS);
  to_scores(self->sums, &tagger->out, count);
  for (uint32_t s = 0; s < sentences; s++) {
    const uint32_t first = starts[s] + 1;
    self->classes[starts[s]] = 0;
    casus_tagger_decode(self->sums + (size_t)first * CASUS_TAGGER_OUTPUTS, starts[s + 1] - first,
                        self->classes + first, self->back);
  }
}
