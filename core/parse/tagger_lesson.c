#include "parse/tagger_lesson.h"

#include "parse/lesson.h"
#include "parse/steps.h"

#include <string.h>

struct casus_tagger_lesson_room {
  float *sum, *joined;    /* before and after squashing: [positions][both] */
  float *mask, *top_mask; /* dropout: [sentences][both] */
  float *read, *gates, *cells, *shown, *top, *scores;
  float *d_top, *d_gates, *d_read, *carry, *zeros; /* gradients */
};

void casus_tagger_lesson_init(casus_tagger_lesson *self, casus_arena *arena, const casus_tagger_net *net,
                              uint32_t positions) {
  const casus_tagger_sizes *sizes = &net->sizes;
  const size_t n = positions, both = 2 * (size_t)sizes->width, units = CASUS_NET_GATES * both;
  const size_t rows = (size_t)sizes->rows + CASUS_ENTITY_CLASSES;
  struct casus_tagger_lesson_room *room = casus_arena_zero(arena, sizeof *room);
  *self = (casus_tagger_lesson){.net = net, .room = room};
  casus_tagger_net_lay_out(&self->turned, sizes, casus_floats_zero(arena, net->count), NULL);
  casus_tagger_net_lay_out(&self->gradient, sizes, casus_floats_zero(arena, net->count),
                           casus_floats_zero(arena, rows * both));
  self->touched = casus_arena_zero(arena, rows);
  self->touched_rows.items = casus_arena_new(arena, uint32_t, rows);
  self->touched_rows.capacity = rows;
  float **const wide[] = {&room->sum,   &room->joined, &room->mask, &room->top_mask, &room->read,
                          &room->cells, &room->shown,  &room->top,  &room->d_top,    &room->d_read};
  for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) *wide[i] = casus_floats_zero(arena, n * both);
  room->gates = casus_floats_zero(arena, n * units);
  room->d_gates = casus_floats_zero(arena, n * units);
  room->scores = casus_floats_zero(arena, n * CASUS_TAGGER_OUTPUTS);
  room->carry = casus_floats_zero(arena, both);
  room->zeros = casus_floats_zero(arena, both);
}

void casus_tagger_lesson_turn(casus_tagger_lesson *self) {
  const casus_tagger_net *net = self->net;
  const size_t both = 2 * (size_t)net->sizes.width;
  casus_floats_transpose(self->turned.below_weights, net->below_weights, both, net->sizes.states);
  casus_floats_transpose(self->turned.layer.weights, net->layer.weights, CASUS_NET_GATES * both, both);
  casus_floats_transpose(self->turned.out_weights, net->out_weights, CASUS_TAGGER_OUTPUTS, both);
}

static void draw_mask(casus_tagger_lesson *self, float *mask, size_t count) {
  const float kept = 1.0f / (1.0f - self->dropout);
  for (size_t i = 0; i < count; i++) mask[i] = casus_random_float(&self->random) < self->dropout ? 0 : kept;
}

/* into = from, dropped out; or += */
static void drop(const casus_tagger_batch *batch, size_t both, const float *mask, float *into,
                 const float *from, bool adding) {
  for (uint32_t s = 0; s < batch->sentences; s++, mask += both)
    for (size_t i = batch->starts[s]; i < batch->starts[s + 1]; i++)
      for (size_t x = 0; x < both; x++)
        into[i * both + x] = (adding ? into[i * both + x] : 0) + from[i * both + x] * mask[x];
}

static void join(casus_tagger_lesson *self, const casus_tagger_batch *batch) {
  const casus_tagger_net *net = self->net;
  struct casus_tagger_lesson_room *room = self->room;
  const size_t both = 2 * (size_t)net->sizes.width;
  casus_apply(room->sum, batch->states, self->turned.below_weights, net->start, batch->count,
              net->sizes.states, both);
  for (size_t i = 0; i < batch->count; i++)
    for (size_t k = 0; k <= CASUS_FEATURE_COUNT; k++)
      if (batch->positions[i].rows[k] != CASUS_FEATURE_NONE)
        casus_add(room->sum + i * both, net->rows + batch->positions[i].rows[k] * both, both);
  casus_squash_all(room->joined, room->sum, batch->count * both);
}

static void layer_forwards(casus_tagger_lesson *self, const casus_tagger_batch *batch) {
  const casus_net_layer *layer = &self->net->layer;
  struct casus_tagger_lesson_room *room = self->room;
  const size_t width = self->net->sizes.width, both = 2 * width, units = CASUS_NET_GATES * both;
  casus_apply(room->gates, room->read, self->turned.layer.weights, layer->bias, batch->count, both, units);
  for (uint32_t s = 0; s < batch->sentences; s++) {
    const uint32_t first = batch->starts[s], limit = batch->starts[s + 1];
    for (uint32_t direction = 0; direction < 2; direction++)
      for (uint32_t k = 0; k < limit - first; k++) {
        const size_t i = direction ? limit - 1 - k : first + k, at = i * both + direction * width;
        float *const cell = room->cells + at;
        float *const gate = room->gates + i * units + direction * CASUS_NET_GATES * width;
        casus_unit_step(width, gate, gate + width, gate + 2 * width, layer->peep + direction * width,
                        casus_cell_before(room->zeros, cell, both, direction, k), cell, room->shown + at,
                        room->joined + at);
      }
  }
}

static void layer_backwards(casus_tagger_lesson *self, const casus_tagger_batch *batch) {
  const casus_net_layer *layer = &self->net->layer, *gradient = &self->gradient.layer;
  struct casus_tagger_lesson_room *room = self->room;
  const size_t width = self->net->sizes.width, both = 2 * width, units = CASUS_NET_GATES * both;
  for (uint32_t s = 0; s < batch->sentences; s++) {
    const uint32_t first = batch->starts[s], limit = batch->starts[s + 1];
    for (uint32_t direction = 0; direction < 2; direction++) {
      memset(room->carry, 0, width * sizeof *room->carry);
      for (uint32_t k = limit - first; k-- > 0;) {
        const size_t i = direction ? limit - 1 - k : first + k, at = i * both + direction * width;
        const size_t gate = i * units + direction * CASUS_NET_GATES * width;
        const float *const cell = room->cells + at;
        casus_unit_back(width, room->gates + gate, layer->peep + direction * width,
                        casus_cell_before(room->zeros, cell, both, direction, k), cell, room->joined + at,
                        room->d_top + at, room->d_gates + gate, gradient->peep + direction * width,
                        room->carry);
      }
    }
  }
  memset(room->d_read, 0, batch->count * both * sizeof *room->d_read);
  casus_apply_back(gradient->weights, gradient->bias, room->d_read, room->d_gates, room->read, layer->weights,
                   batch->count, both, units);
  drop(batch, both, room->mask, room->d_top, room->d_read, true);
}

static void scores_backwards(casus_tagger_lesson *self, const casus_tagger_batch *batch) {
  struct casus_tagger_lesson_room *room = self->room;
  const size_t both = 2 * (size_t)self->net->sizes.width;
  for (size_t i = 0; i < batch->count; i++) {
    float *const scores = room->scores + i * CASUS_TAGGER_OUTPUTS;
    if (batch->positions[i].gold == CASUS_ENTITY_UNKNOWN)
      memset(scores, 0, CASUS_TAGGER_OUTPUTS * sizeof *scores);
    else
      self->loss += casus_softmax_back(scores, CASUS_TAGGER_OUTPUTS, batch->positions[i].gold);
  }
  memset(room->d_read, 0, batch->count * both * sizeof *room->d_read);
  casus_apply_back(self->gradient.out_weights, self->gradient.out_bias, room->d_read, room->scores, room->top,
                   self->net->out_weights, batch->count, both, CASUS_TAGGER_OUTPUTS);
  drop(batch, both, room->top_mask, room->d_top, room->d_read, false);
}

static void join_back(casus_tagger_lesson *self, const casus_tagger_batch *batch) {
  struct casus_tagger_lesson_room *room = self->room;
  const size_t both = 2 * (size_t)self->net->sizes.width;
  casus_squash_back(room->d_top, room->sum, batch->count * both);
  casus_apply_back(self->gradient.below_weights, self->gradient.start, NULL, room->d_top, batch->states,
                   self->net->below_weights, batch->count, self->net->sizes.states, both);
  for (size_t i = 0; i < batch->count; i++)
    for (size_t k = 0; k <= CASUS_FEATURE_COUNT; k++) {
      const uint32_t row = batch->positions[i].rows[k];
      if (row == CASUS_FEATURE_NONE) continue;
      if (!self->touched[row]) self->touched_rows.items[self->touched_rows.count++] = row;
      self->touched[row] = 1;
      casus_add(self->gradient.rows + row * both, room->d_top + i * both, both);
    }
}

void casus_tagger_lesson_learn(casus_tagger_lesson *self, const casus_tagger_batch *batch) {
  struct casus_tagger_lesson_room *room = self->room;
  const size_t both = 2 * (size_t)self->net->sizes.width;
  draw_mask(self, room->mask, batch->sentences * both);
  draw_mask(self, room->top_mask, batch->sentences * both);
  join(self, batch);
  drop(batch, both, room->mask, room->read, room->joined, false);
  layer_forwards(self, batch);
  drop(batch, both, room->top_mask, room->top, room->shown, false);
  casus_apply(room->scores, room->top, self->turned.out_weights, self->net->out_bias, batch->count, both,
              CASUS_TAGGER_OUTPUTS);
  scores_backwards(self, batch);
  layer_backwards(self, batch);
  join_back(self, batch);
}

void casus_tagger_lesson_clear(casus_tagger_lesson *self) {
  const size_t both = 2 * (size_t)self->net->sizes.width;
  memset(self->gradient.dense, 0, self->gradient.count * sizeof *self->gradient.dense);
  for (size_t i = 0; i < self->touched_rows.count; i++) {
    const uint32_t row = self->touched_rows.items[i];
    self->touched[row] = 0;
    memset(self->gradient.rows + row * both, 0, both * sizeof(float));
  }
  self->touched_rows.count = 0;
  self->loss = 0;
}
