#include "parse/weights.h"

#include "base/error.h"
#include "base/room.h"

#include <math.h>
#include <string.h>

enum { MOST_CLASSES = 1 << 14, MOST_ROWS = 1 << 22 };

/* What a section begins with. */
typedef struct front {
  casus_net_sizes sizes;
  uint32_t real_tags, real_feats, real_labels, slot_count;
  float row_scale;
} front;

/* Hands out the parts of a section, one behind the other. */
typedef struct layout {
  char *bytes; /* NULL: they are only counted */
  size_t at;
} layout;

static void *take(layout *self, size_t size) {
  return casus_room_take(self->bytes, &self->at, size);
}

static void take_matrix(layout *self, casus_matrix *matrix, uint32_t inputs, uint32_t outputs) {
  matrix->inputs = inputs;
  matrix->outputs = outputs;
  matrix->weights = take(self, (size_t)inputs * outputs);
  matrix->offsets = take(self, outputs * sizeof *matrix->offsets);
  matrix->scales = take(self, outputs * sizeof *matrix->scales);
  matrix->bias = take(self, outputs * sizeof *matrix->bias);
}

static size_t lay_out(casus_weights *self, char *bytes) {
  const casus_net_sizes *sizes = &self->sizes;
  const uint32_t both = 2 * sizes->width;
  layout all = {bytes, 0};
  take(&all, sizeof(front));
  self->slots = take(&all, self->slot_count * sizeof *self->slots);
  self->rows = take(&all, (size_t)sizes->rows * both);
  self->start = take(&all, both * sizeof *self->start);
  for (uint32_t i = 0; i < sizes->layers; i++) {
    take_matrix(&all, &self->layers[i].gates, both, CASUS_NET_GATES * both);
    self->layers[i].peep = take(&all, both * sizeof(float));
  }
  take_matrix(&all, &self->tags, both, sizes->tags);
  self->feats = take(&all, (size_t)sizes->feats * both);
  self->feats_scales = take(&all, sizes->feats * sizeof *self->feats_scales);
  self->feats_bias = take(&all, sizes->feats * sizeof *self->feats_bias);
  self->feats_offsets = take(&all, sizes->feats * sizeof *self->feats_offsets);
  take_matrix(&all, &self->dependent, both, sizes->arc);
  take_matrix(&all, &self->head, both, sizes->arc);
  take_matrix(&all, &self->pair, sizes->arc, sizes->arc);
  take_matrix(&all, &self->below, both, sizes->label);
  take_matrix(&all, &self->above, both, sizes->label);
  take_matrix(&all, &self->out, sizes->label, sizes->labels);
  self->distances = take(&all, 2 * CASUS_NET_DISTANCES * sizeof *self->distances);
  return all.at;
}

/* ---- Loading */

static bool fits(uint32_t value, uint32_t most) {
  return value && value <= most && value % CASUS_LANES == 0;
}

static bool sizes_fit(const casus_net_sizes *sizes, uint32_t slots) {
  return fits(sizes->width, CASUS_WIDEST) && fits(sizes->arc, CASUS_WIDEST) &&
         fits(sizes->label, CASUS_WIDEST) && fits(sizes->tags, MOST_CLASSES) &&
         fits(sizes->feats, MOST_CLASSES) && fits(sizes->labels, MOST_CLASSES) && sizes->layers &&
         sizes->layers <= CASUS_NET_MOST_LAYERS && sizes->rows >= CASUS_FEATURE_FIRST &&
         sizes->rows <= MOST_ROWS && slots && slots <= MOST_ROWS && (slots & (slots - 1)) == 0;
}

size_t casus_weights_size(const casus_net_sizes *sizes, uint32_t slots) {
  casus_weights counted = {.sizes = *sizes, .slot_count = slots};
  return sizes_fit(sizes, slots) ? lay_out(&counted, NULL) : 0;
}

static bool floats_good(const float *floats, size_t count) {
  static const float MOST = 1e6f;
  for (size_t i = 0; i < count; i++)
    if (!(floats[i] >= -MOST && floats[i] <= MOST)) return false; /* not a number is neither */
  return true;
}

static bool offsets_good(const int32_t *offsets, uint32_t outputs, uint32_t inputs) {
  const int32_t most = CASUS_ACTIVATION_ZERO * CASUS_WEIGHT_MOST * (int32_t)inputs;
  for (uint32_t i = 0; i < outputs; i++)
    if (offsets[i] < -most || offsets[i] > most) return false;
  return true;
}

static bool matrix_good(const casus_matrix *self) {
  if (!offsets_good(self->offsets, self->outputs, self->inputs)) return false;
  for (size_t i = 0; i < (size_t)self->inputs * self->outputs; i++)
    if (self->weights[i] < -CASUS_WEIGHT_MOST || self->weights[i] > CASUS_WEIGHT_MOST) return false;
  return floats_good(self->scales, self->outputs) && floats_good(self->bias, self->outputs);
}

static bool slots_good(const casus_weights *self) {
  uint32_t used = 0;
  for (uint32_t i = 0; i < self->slot_count; i++) {
    if (self->slots[i].row >= self->sizes.rows) return false;
    used += self->slots[i].row != 0;
  }
  return used < self->slot_count;
}

static bool parts_good(const casus_weights *self) {
  const uint32_t both = 2 * self->sizes.width;
  const casus_matrix *const matrices[] = {&self->tags,  &self->dependent, &self->head, &self->pair,
                                          &self->below, &self->above,     &self->out};
  if (!slots_good(self) || !floats_good(self->feats_scales, self->sizes.feats) ||
      !floats_good(self->feats_bias, self->sizes.feats) ||
      !offsets_good(self->feats_offsets, self->sizes.feats, both) || !floats_good(self->start, both) ||
      !floats_good(self->distances, (size_t)2 * CASUS_NET_DISTANCES))
    return false;
  for (uint32_t i = 0; i < self->sizes.layers; i++)
    if (!matrix_good(&self->layers[i].gates) || !floats_good(self->layers[i].peep, both)) return false;
  for (size_t i = 0; i < sizeof matrices / sizeof *matrices; i++)
    if (!matrix_good(matrices[i])) return false;
  return true;
}

casus_status casus_weights_load(casus_weights *self, const void *bytes, size_t size, casus_error *error) {
  front begin;
  memset(self, 0, sizeof *self);
  if (size < sizeof begin || (uintptr_t)bytes % CASUS_ROOM_ALIGNMENT)
    return casus_fail(error, CASUS_FORMAT, 0, "the model's network is damaged");
  memcpy(&begin, bytes, sizeof begin);
  self->sizes = begin.sizes;
  self->real_tags = begin.real_tags;
  self->real_feats = begin.real_feats;
  self->real_labels = begin.real_labels;
  self->slot_count = begin.slot_count;
  self->row_scale = begin.row_scale;
  const bool good = casus_weights_size(&begin.sizes, begin.slot_count) == size && begin.real_tags &&
                    begin.real_tags <= begin.sizes.tags && begin.real_feats &&
                    begin.real_feats <= begin.sizes.feats && begin.real_labels &&
                    begin.real_labels <= begin.sizes.labels && floats_good(&begin.row_scale, 1);
  if (good) lay_out(self, (char *)(uintptr_t)bytes);
  if (good && parts_good(self)) return CASUS_OK;
  return casus_fail(error, CASUS_FORMAT, 0, "the model's network is damaged");
}

/* ---- Making */

static float largest(const float *floats, size_t count) {
  float most = 1e-6f;
  for (size_t i = 0; i < count; i++) most = fabsf(floats[i]) > most ? fabsf(floats[i]) : most;
  return most;
}

static int8_t step_of(float value, float scale, float most) {
  const float steps = roundf(value / scale);
  return (int8_t)(steps > most ? most : steps < -most ? -most : steps);
}

/* One row of a matrix in small steps. */
static void make_row(int8_t *into, const float *row, uint32_t output, uint32_t inputs, bool packed,
                     float *scale, int32_t *offset) {
  const float step = largest(row, inputs) / (float)CASUS_WEIGHT_MOST;
  int32_t sum = 0;
  for (uint32_t j = 0; j < inputs; j++) {
    const int8_t weight = step_of(row[j], step, (float)CASUS_WEIGHT_MOST);
    into[packed ? casus_packed(output, j, inputs) : (size_t)output * inputs + j] = weight;
    sum += weight;
  }
  *offset = CASUS_ACTIVATION_ZERO * sum;
  *scale = step / (float)CASUS_ACTIVATION_ONE;
}

static void make_matrix(casus_matrix *self, const float *weights, const float *bias) {
  for (uint32_t i = 0; i < self->outputs; i++) {
    make_row(self->weights, weights + (size_t)i * self->inputs, i, self->inputs, true, &self->scales[i],
             &self->offsets[i]);
    self->bias[i] = bias ? bias[i] : 0.0f;
  }
}

static void make_feats(casus_weights *self, const casus_net *net) {
  const uint32_t both = 2 * self->sizes.width;
  for (uint32_t i = 0; i < self->sizes.feats; i++)
    make_row(self->feats, net->feats_weights + (size_t)i * both, i, both, false, &self->feats_scales[i],
             &self->feats_offsets[i]);
  memcpy(self->feats_bias, net->feats_bias, self->sizes.feats * sizeof *self->feats_bias);
}

static void make_rows(casus_weights *self, const casus_net *net) {
  enum { MOST = 127 };
  const size_t both = 2 * (size_t)self->sizes.width, count = self->sizes.rows * both;
  self->row_scale = largest(net->rows, count) / (float)MOST;
  for (size_t i = 0; i < count; i++) self->rows[i] = step_of(net->rows[i], self->row_scale, (float)MOST);
}

void casus_weights_make(void *bytes, const casus_net *net, const casus_net_sizes *real,
                        const casus_feature_slot *slots, uint32_t slot_count) {
  casus_weights made = {.sizes = net->sizes, .slot_count = slot_count};
  const size_t both = 2 * (size_t)net->sizes.width;
  lay_out(&made, bytes);
  memcpy(made.slots, slots, slot_count * sizeof *slots);
  make_rows(&made, net);
  memcpy(made.start, net->start, both * sizeof *made.start);
  for (uint32_t i = 0; i < net->sizes.layers; i++) {
    make_matrix(&made.layers[i].gates, net->layers[i].weights, net->layers[i].bias);
    memcpy(made.layers[i].peep, net->layers[i].peep, both * sizeof(float));
  }
  make_matrix(&made.tags, net->tag_weights, net->tag_bias);
  make_feats(&made, net);
  make_matrix(&made.dependent, net->dependent_weights, net->dependent_bias);
  make_matrix(&made.head, net->head_weights, net->head_bias);
  make_matrix(&made.pair, net->pair_weights, net->pair_bias);
  make_matrix(&made.below, net->below_weights, net->label_bias);
  make_matrix(&made.above, net->above_weights, NULL);
  make_matrix(&made.out, net->out_weights, net->out_bias);
  memcpy(made.distances, net->distances, (size_t)2 * CASUS_NET_DISTANCES * sizeof *made.distances);
  front begin = {made.sizes, real->tags, real->feats, real->labels, slot_count, made.row_scale};
  memcpy(bytes, &begin, sizeof begin);
}
