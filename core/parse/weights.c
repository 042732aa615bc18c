#include "parse/weights.h"

#include "base/error.h"
#include "base/room.h"

#include <string.h>

enum { MOST_CLASSES = 1 << 14, MOST_ROWS = 1 << 22 };

/* What a section begins with. */
typedef struct front {
  casus_net_sizes sizes;
  uint32_t real_tags, real_feats, real_labels, slot_count;
  float row_scale;
} front;

static size_t lay_out(casus_weights *self, char *bytes) {
  const casus_net_sizes *sizes = &self->sizes;
  const uint32_t both = 2 * sizes->width;
  casus_layout all = {bytes, 0};
  casus_layout_take(&all, sizeof(front));
  self->slots = casus_layout_take(&all, self->slot_count * sizeof *self->slots);
  self->rows = casus_layout_take(&all, (size_t)sizes->rows * both);
  self->start = casus_layout_take(&all, both * sizeof *self->start);
  for (uint32_t i = 0; i < sizes->layers; i++) {
    casus_layout_take_matrix(&all, &self->layers[i].gates, both, CASUS_NET_GATES * both);
    self->layers[i].peep = casus_layout_take(&all, both * sizeof(float));
  }
  casus_layout_take_matrix(&all, &self->tags, both, sizes->tags);
  self->feats = casus_layout_take(&all, (size_t)sizes->feats * both);
  self->feats_scales = casus_layout_take(&all, sizes->feats * sizeof *self->feats_scales);
  self->feats_bias = casus_layout_take(&all, sizes->feats * sizeof *self->feats_bias);
  self->feats_offsets = casus_layout_take(&all, sizes->feats * sizeof *self->feats_offsets);
  casus_layout_take_matrix(&all, &self->dependent, both, sizes->arc);
  casus_layout_take_matrix(&all, &self->head, both, sizes->arc);
  casus_layout_take_matrix(&all, &self->pair, sizes->arc, sizes->arc);
  casus_layout_take_matrix(&all, &self->below, both, sizes->label);
  casus_layout_take_matrix(&all, &self->above, both, sizes->label);
  casus_layout_take_matrix(&all, &self->out, sizes->label, sizes->labels);
  self->distances = casus_layout_take(&all, 2 * CASUS_NET_DISTANCES * sizeof *self->distances);
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
  if (!slots_good(self) || !casus_floats_good(self->feats_scales, self->sizes.feats) ||
      !casus_floats_good(self->feats_bias, self->sizes.feats) ||
      !casus_offsets_good(self->feats_offsets, self->sizes.feats, both) ||
      !casus_floats_good(self->start, both) ||
      !casus_floats_good(self->distances, (size_t)2 * CASUS_NET_DISTANCES))
    return false;
  for (uint32_t i = 0; i < self->sizes.layers; i++)
    if (!casus_matrix_good(&self->layers[i].gates) || !casus_floats_good(self->layers[i].peep, both))
      return false;
  for (size_t i = 0; i < sizeof matrices / sizeof *matrices; i++)
    if (!casus_matrix_good(matrices[i])) return false;
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
                    begin.real_labels <= begin.sizes.labels && casus_floats_good(&begin.row_scale, 1);
  if (good) lay_out(self, (char *)(uintptr_t)bytes);
  if (good && parts_good(self)) return CASUS_OK;
  return casus_fail(error, CASUS_FORMAT, 0, "the model's network is damaged");
}

/* ---- Making */

static void make_feats(casus_weights *self, const casus_net *net) {
  const uint32_t both = 2 * self->sizes.width;
  for (uint32_t i = 0; i < self->sizes.feats; i++)
    casus_matrix_make_row(self->feats, net->feats_weights + (size_t)i * both, i, both, false,
                          &self->feats_scales[i], &self->feats_offsets[i]);
  memcpy(self->feats_bias, net->feats_bias, self->sizes.feats * sizeof *self->feats_bias);
}

static void make_rows(casus_weights *self, const casus_net *net) {
  enum { MOST = 127 };
  const size_t both = 2 * (size_t)self->sizes.width, count = self->sizes.rows * both;
  self->row_scale = casus_largest(net->rows, count) / (float)MOST;
  for (size_t i = 0; i < count; i++)
    self->rows[i] = casus_step_of(net->rows[i], self->row_scale, (float)MOST);
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
    casus_matrix_make(&made.layers[i].gates, net->layers[i].weights, net->layers[i].bias);
    memcpy(made.layers[i].peep, net->layers[i].peep, both * sizeof(float));
  }
  casus_matrix_make(&made.tags, net->tag_weights, net->tag_bias);
  make_feats(&made, net);
  casus_matrix_make(&made.dependent, net->dependent_weights, net->dependent_bias);
  casus_matrix_make(&made.head, net->head_weights, net->head_bias);
  casus_matrix_make(&made.pair, net->pair_weights, net->pair_bias);
  casus_matrix_make(&made.below, net->below_weights, net->label_bias);
  casus_matrix_make(&made.above, net->above_weights, NULL);
  casus_matrix_make(&made.out, net->out_weights, net->out_bias);
  memcpy(made.distances, net->distances, (size_t)2 * CASUS_NET_DISTANCES * sizeof *made.distances);
  front begin = {made.sizes, real->tags, real->feats, real->labels, slot_count, made.row_scale};
  memcpy(bytes, &begin, sizeof begin);
}
