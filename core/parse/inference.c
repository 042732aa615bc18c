#include "parse/inference.h"

#include "base/room.h"
#include "parse/floats.h"
#include "parse/units.h"

#include <string.h>

enum { LABELS_AT_ONCE = 64 };

static const float NEVER = -1e9f;

static size_t most_outputs(const casus_net_sizes *sizes) {
  size_t most = 2 * CASUS_NET_GATES * (size_t)sizes->width;
  if (sizes->tags > most) most = sizes->tags;
  if (sizes->labels > most) most = sizes->labels;
  if (sizes->arc > most) most = sizes->arc;
  return sizes->label > most ? sizes->label : most;
}

static size_t lay_out(casus_inference *self, char *room) {
  const casus_net_sizes *sizes = &self->weights->sizes;
  const size_t n = self->positions, both = 2 * (size_t)sizes->width, longest = self->longest;
  size_t sums = (n > LABELS_AT_ONCE ? n : LABELS_AT_ONCE) * most_outputs(sizes), at = 0;
  if (longest * longest > sums) sums = longest * longest;
  self->root = casus_room_take(room, &at, both);
  self->starts = casus_room_take(room, &at, (n + 1) * sizeof *self->starts);
  self->tags = casus_room_take(room, &at, n * sizeof *self->tags);
  self->arcs = casus_room_take(room, &at, longest * longest * sizeof *self->arcs);
  self->read = casus_room_take(room, &at, n * both);
  self->shown = casus_room_take(room, &at, n * both);
  self->dependent = casus_room_take(room, &at, n * sizes->arc);
  self->head = casus_room_take(room, &at, n * sizes->arc);
  self->pair = casus_room_take(room, &at, n * sizes->arc * sizeof *self->pair);
  self->below = casus_room_take(room, &at, n * sizes->label * sizeof *self->below);
  self->above = casus_room_take(room, &at, n * sizes->label * sizeof *self->above);
  self->sums = casus_room_take(room, &at, sums * sizeof *self->sums);
  self->scores = casus_room_take(room, &at, sizes->tags * sizeof *self->scores);
  self->cells = casus_room_take(room, &at, both * sizeof *self->cells);
  self->packed = casus_room_take(room, &at, longest * sizes->arc);
  self->joint = casus_room_take(room, &at, (size_t)LABELS_AT_ONCE * sizes->label);
  self->ahead = casus_room_take(room, &at, 2 * longest * sizeof *self->ahead);
  return at;
}

size_t casus_inference_room(const casus_weights *weights, uint32_t positions, uint32_t longest) {
  casus_inference counted = {.weights = weights,
                             .positions = positions,
                             .longest = (longest + CASUS_LANES - 1) / CASUS_LANES * CASUS_LANES};
  return lay_out(&counted, NULL);
}

void casus_inference_init(casus_inference *self, const casus_weights *weights, casus_multiply *multiply,
                          uint32_t positions, uint32_t longest, void *room) {
  *self = (casus_inference){.weights = weights,
                            .multiply = multiply,
                            .positions = positions,
                            .longest = (longest + CASUS_LANES - 1) / CASUS_LANES * CASUS_LANES};
  lay_out(self, room);
  uint32_t root[CASUS_FEATURE_COUNT] = {CASUS_FEATURE_ROOT};
  for (uint32_t k = 1; k < CASUS_FEATURE_COUNT; k++) root[k] = CASUS_FEATURE_NONE;
  casus_inference_embed(weights, root, self->root);
  casus_inference_begin(self);
  const float *const distances = weights->distances;
  self->ahead[self->longest] = NEVER;
  for (uint32_t i = 1; i < self->longest; i++) {
    self->ahead[self->longest + i] = distances[casus_net_distance(i)];
    self->ahead[self->longest - i] = distances[CASUS_NET_DISTANCES + casus_net_distance(i)];
  }
}

/* ---- Reading */

/* As many numbers of a row as are added at once; a row has a multiple of it. */
enum { CHUNK = 2 * CASUS_LANES };
typedef int8_t narrow __attribute__((vector_size(CHUNK), aligned(1), may_alias));
typedef int16_t wide __attribute__((vector_size(2 * CHUNK)));

CASUS_CLONES static void embed(uint8_t *restrict into, const uint32_t *restrict rows,
                               const casus_weights *weights) {
  const size_t both = 2 * (size_t)weights->sizes.width;
  const float *const start = weights->start;
  const float scale = weights->row_scale;
  for (size_t at = 0; at < both; at += CHUNK) {
    wide sum = {0};
    for (uint32_t k = 0; k < CASUS_FEATURE_COUNT; k++)
      sum += __builtin_convertvector(*(const narrow *)(weights->rows + rows[k] * both + at), wide);
    for (size_t x = 0; x < CHUNK; x++)
      into[at + x] = casus_activation(casus_net_squash((float)sum[x] * scale + start[at + x]));
  }
}

static void read_layer(casus_inference *self, const casus_weights_layer *layer) {
  const casus_units_batch batch = {self->starts, self->sentences, self->count, self->sums, self->cells};
  casus_units_read(layer, self->weights->sizes.width, self->multiply, &batch, self->read, self->shown);
  uint8_t *const swap = self->read;
  self->read = self->shown;
  self->shown = swap;
}

CASUS_CLONES static void to_floats(float *restrict into, const int32_t *restrict sums,
                                   const casus_matrix *matrix, size_t rows) {
  const size_t outputs = matrix->outputs;
  const int32_t *const offsets = matrix->offsets;
  const float *const scales = matrix->scales, *const bias = matrix->bias;
  for (size_t i = 0; i < rows; i++)
    for (size_t x = 0; x < outputs; x++)
      into[i * outputs + x] = (float)(sums[i * outputs + x] - offsets[x]) * scales[x] + bias[x];
}

CASUS_CLONES static void to_activations(uint8_t *restrict into, const int32_t *restrict sums,
                                        const casus_matrix *matrix, size_t rows) {
  const size_t outputs = matrix->outputs;
  const int32_t *const offsets = matrix->offsets;
  const float *const scales = matrix->scales, *const bias = matrix->bias;
  for (size_t i = 0; i < rows; i++)
    for (size_t x = 0; x < outputs; x++)
      into[i * outputs + x] = casus_activation(
          casus_net_squash((float)(sums[i * outputs + x] - offsets[x]) * scales[x] + bias[x]));
}

static void multiply(casus_inference *self, const uint8_t *from, const casus_matrix *matrix, size_t rows) {
  self->multiply(self->sums, from, matrix->weights, rows, matrix->inputs, matrix->outputs);
}

/* The first of those with the best score. `scores` is room for all. */
CASUS_CLONES static uint32_t best_output(const int32_t *restrict sums, const casus_matrix *matrix,
                                         uint32_t count, float *restrict scores) {
  const int32_t *const offsets = matrix->offsets;
  const float *const scales = matrix->scales, *const bias = matrix->bias;
  float most = NEVER;
  for (uint32_t x = 0; x < count; x++) {
    scores[x] = (float)(sums[x] - offsets[x]) * scales[x] + bias[x];
    most = scores[x] > most ? scores[x] : most;
  }
  uint32_t best = 0;
  while (best < count && scores[best] < most) best++;
  return best < count ? best : 0;
}

/* The rows of a word lie anywhere in a large table: all of them are called for before the first is needed. */
static void fetch(const casus_weights *weights, const uint32_t *rows) {
  enum { LINE = 64 };
  const size_t both = 2 * (size_t)weights->sizes.width;
  for (uint32_t k = 0; k < CASUS_FEATURE_COUNT; k++)
    for (size_t x = 0; x < both; x += LINE) __builtin_prefetch(weights->rows + rows[k] * both + x);
}

void casus_inference_embed(const casus_weights *weights, const uint32_t rows[CASUS_FEATURE_COUNT],
                           uint8_t *into) {
  fetch(weights, rows);
  embed(into, rows, weights);
}

void casus_inference_begin(casus_inference *self) {
  self->count = self->sentences = 0;
  self->starts[0] = 0;
}

uint8_t *casus_inference_add_word(casus_inference *self) {
  self->starts[self->sentences] = self->count + 1;
  return self->read + self->count++ * 2 * (size_t)self->weights->sizes.width;
}

void casus_inference_add_sentence(casus_inference *self) {
  self->sentences++;
  memcpy(casus_inference_add_word(self), self->root, 2 * (size_t)self->weights->sizes.width);
}

void casus_inference_read(casus_inference *self) {
  const casus_weights *weights = self->weights;
  const size_t count = self->count;
  for (uint32_t i = 0; i < weights->sizes.layers; i++) read_layer(self, &weights->layers[i]);
  multiply(self, self->read, &weights->tags, count);
  for (size_t i = 0; i < count; i++)
    self->tags[i] = (uint16_t)best_output(self->sums + i * weights->tags.outputs, &weights->tags,
                                          weights->real_tags, self->scores);
  multiply(self, self->read, &weights->dependent, count);
  to_activations(self->dependent, self->sums, &weights->dependent, count);
  multiply(self, self->read, &weights->head, count);
  to_activations(self->head, self->sums, &weights->head, count);
  multiply(self, self->dependent, &weights->pair, count);
  to_floats(self->pair, self->sums, &weights->pair, count);
  multiply(self, self->read, &weights->below, count);
  to_floats(self->below, self->sums, &weights->below, count);
  multiply(self, self->read, &weights->above, count);
  to_floats(self->above, self->sums, &weights->above, count);
}

CASUS_CLONES static int32_t dot(const uint8_t *restrict a, const int8_t *restrict b, size_t count) {
  int32_t sum = 0;
  for (size_t x = 0; x < count; x++) sum += a[x] * b[x];
  return sum;
}

float casus_inference_feats(const casus_inference *self, uint32_t position, uint32_t feats) {
  const casus_weights *weights = self->weights;
  const size_t both = 2 * (size_t)weights->sizes.width;
  const int32_t sum = dot(self->read + position * both, weights->feats + feats * both, both);
  return (float)(sum - weights->feats_offsets[feats]) * weights->feats_scales[feats] +
         weights->feats_bias[feats];
}

/* ---- Arcs */

/* What a dependent looks for, in small steps; returns the worth of a step, and in `*offset` what heads that
 * stand for 0 give. */
CASUS_CLONES static float narrow_down(int8_t *restrict into, const float *restrict from, uint32_t size,
                                      int32_t *offset) {
  float most = 1e-6f;
  int32_t sum = 0;
  for (uint32_t x = 0; x < size; x++) {
    const float value = from[x] < 0 ? -from[x] : from[x];
    most = value > most ? value : most;
  }
  const float steps = (float)CASUS_WEIGHT_MOST / most;
  for (uint32_t x = 0; x < size; x++) {
    const int32_t weight = (int32_t)(from[x] * steps + ((float)CASUS_WEIGHT_MOST + 0.5f)) - CASUS_WEIGHT_MOST;
    into[x] = (int8_t)weight;
    sum += weight;
  }
  *offset = CASUS_ACTIVATION_ZERO * sum;
  return most / (float)(CASUS_WEIGHT_MOST * CASUS_ACTIVATION_ONE);
}

/* Packs that as column `column` of a matrix of weights. */
static float pack(int8_t *into, const float *from, uint32_t column, uint32_t size, int32_t *offset) {
  int8_t weights[CASUS_WIDEST];
  const float scale = narrow_down(weights, from, size, offset);
  for (uint32_t x = 0; x < size; x += CASUS_PACK)
    memcpy(into + casus_packed(column, x, size), weights + x, CASUS_PACK);
  return scale;
}

/* The scores of one head, for all dependents. */
CASUS_CLONES static void score_arcs(float *restrict into, const int32_t *restrict sums,
                                    const int32_t *restrict offsets, const float *restrict scales,
                                    const float *restrict ahead, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) into[i] = (float)(sums[i] - offsets[i]) * scales[i] + ahead[i];
}

void casus_inference_arcs(casus_inference *self, uint32_t sentence) {
  const uint32_t first = self->starts[sentence], length = self->starts[sentence + 1] - first;
  const uint32_t arc = self->weights->sizes.arc,
                 columns = (length + CASUS_LANES - 1) / CASUS_LANES * CASUS_LANES;
  int32_t offsets[CASUS_LONGEST_PIECE + 1 + CASUS_LANES] = {0};
  float scales[CASUS_LONGEST_PIECE + 1 + CASUS_LANES] = {0};
  memset(self->packed, 0, (size_t)columns * arc);
  for (uint32_t i = 0; i < length; i++)
    scales[i] = pack(self->packed, self->pair + (size_t)(first + i) * arc, i, arc, &offsets[i]);
  self->multiply(self->sums, self->head + (size_t)first * arc, self->packed, length, arc, columns);
  for (uint32_t j = 0; j < length;
       j++) /* the dependent i = 0 is as far behind the head as `ahead` can tell */
    score_arcs(self->arcs + (size_t)j * self->longest, self->sums + (size_t)j * columns, offsets, scales,
               self->ahead + self->longest - j, length);
}

/* ---- Labels */

CASUS_CLONES static void join(uint8_t *restrict into, const float *restrict below,
                              const float *restrict above, uint32_t size) {
  for (uint32_t x = 0; x < size; x++) into[x] = casus_activation(casus_net_squash(below[x] + above[x]));
}

void casus_inference_labels(casus_inference *self, const uint32_t *dependents, const uint32_t *heads,
                            uint32_t count, float *scores) {
  const casus_matrix *out = &self->weights->out;
  const size_t size = out->inputs;
  for (uint32_t done = 0; done < count; done += LABELS_AT_ONCE) {
    const uint32_t some = count - done < LABELS_AT_ONCE ? count - done : LABELS_AT_ONCE;
    for (uint32_t i = 0; i < some; i++)
      join(self->joint + i * size, self->below + dependents[done + i] * size,
           self->above + heads[done + i] * size, (uint32_t)size);
    multiply(self, self->joint, out, some);
    to_floats(scores + (size_t)done * out->outputs, self->sums, out, some);
  }
}
