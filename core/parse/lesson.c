#include "parse/lesson.h"

#include "parse/floats.h"
#include "parse/steps.h"

#include <string.h>

struct casus_lesson_room {
  float *sum, *embedded; /* of rows: before and after squashing; [positions][both] */
  float *mask;           /* [layers + 1][sentence][both]: dropout of what a layer reads, and the heads */
  float *read[CASUS_NET_MOST_LAYERS + 1]; /* what a layer reads, after dropout */
  float *gates[CASUS_NET_MOST_LAYERS];    /* z, f, r before squashing: [positions][units] */
  float *cells[CASUS_NET_MOST_LAYERS];    /* c */
  float *shown[CASUS_NET_MOST_LAYERS];    /* h */
  float *tags, *feats;                    /* scores, then their gradient */
  float *dependent_in, *dependent, *head_in, *head, *pair;
  float *heads_turned; /* of one sentence: [arc][longest] */
  float *choice;       /* [longest][longest] */
  float *below, *above, *joint_in, *joint, *labels;
  /* gradients */
  float *d_top, *d_gates, *d_read, *d_dependent, *d_head, *d_pair, *d_joint, *d_above;
  float *carry, *zeros; /* [both] */
  uint32_t longest_step;
};

void casus_lesson_init(casus_lesson *self, casus_arena *arena, const casus_net *net, const casus_net *turned,
                       uint32_t positions, uint32_t longest) {
  const casus_net_sizes *sizes = &net->sizes;
  const size_t n = positions, both = 2 * (size_t)sizes->width, units = CASUS_NET_GATES * both;
  struct casus_lesson_room *room = casus_arena_zero(arena, sizeof *room);
  memset(self, 0, sizeof *self);
  self->net = net;
  self->turned = turned;
  self->room = room;
  casus_net_lay_out(&self->gradient, sizes, casus_floats_zero(arena, net->count),
                    casus_floats_zero(arena, sizes->rows * both));
  self->touched = casus_arena_zero(arena, sizes->rows);
  self->touched_rows.items = casus_arena_new(arena, uint32_t, sizes->rows);
  self->touched_rows.capacity = sizes->rows;
  room->sum = casus_floats_zero(arena, n * both);
  room->embedded = casus_floats_zero(arena, n * both);
  room->mask = casus_floats_zero(arena, (sizes->layers + 1) * n * both);
  for (uint32_t i = 0; i <= sizes->layers; i++) room->read[i] = casus_floats_zero(arena, n * both);
  for (uint32_t i = 0; i < sizes->layers; i++) {
    room->gates[i] = casus_floats_zero(arena, n * units);
    room->cells[i] = casus_floats_zero(arena, n * both);
    room->shown[i] = casus_floats_zero(arena, n * both);
  }
  room->tags = casus_floats_zero(arena, n * sizes->tags);
  room->feats = casus_floats_zero(arena, n * sizes->feats);
  room->dependent_in = casus_floats_zero(arena, n * sizes->arc);
  room->dependent = casus_floats_zero(arena, n * sizes->arc);
  room->head_in = casus_floats_zero(arena, n * sizes->arc);
  room->head = casus_floats_zero(arena, n * sizes->arc);
  room->pair = casus_floats_zero(arena, n * sizes->arc);
  room->longest_step = (longest + 15) / 16 * 16;
  room->heads_turned = casus_floats_zero(arena, (size_t)sizes->arc * room->longest_step);
  room->choice = casus_floats_zero(arena, (size_t)longest * room->longest_step);
  room->below = casus_floats_zero(arena, n * sizes->label);
  room->above = casus_floats_zero(arena, n * sizes->label);
  room->joint_in = casus_floats_zero(arena, n * sizes->label);
  room->joint = casus_floats_zero(arena, n * sizes->label);
  room->labels = casus_floats_zero(arena, n * sizes->labels);
  room->d_top = casus_floats_zero(arena, n * both);
  room->d_gates = casus_floats_zero(arena, n * units);
  room->d_read = casus_floats_zero(arena, n * both);
  room->d_dependent = casus_floats_zero(arena, n * sizes->arc);
  room->d_head = casus_floats_zero(arena, n * sizes->arc);
  room->d_pair = casus_floats_zero(arena, n * sizes->arc);
  room->d_joint = casus_floats_zero(arena, n * sizes->label);
  room->d_above = casus_floats_zero(arena, n * sizes->label);
  room->carry = casus_floats_zero(arena, both);
  room->zeros = casus_floats_zero(arena, both);
}

void casus_net_turn(casus_net *into, const casus_net *from) {
  const casus_net_sizes *sizes = &from->sizes;
  const size_t both = 2 * (size_t)sizes->width, units = CASUS_NET_GATES * both;
  for (uint32_t i = 0; i < sizes->layers; i++)
    casus_floats_transpose(into->layers[i].weights, from->layers[i].weights, units, both);
  casus_floats_transpose(into->tag_weights, from->tag_weights, sizes->tags, both);
  casus_floats_transpose(into->feats_weights, from->feats_weights, sizes->feats, both);
  casus_floats_transpose(into->dependent_weights, from->dependent_weights, sizes->arc, both);
  casus_floats_transpose(into->head_weights, from->head_weights, sizes->arc, both);
  casus_floats_transpose(into->pair_weights, from->pair_weights, sizes->arc, sizes->arc);
  casus_floats_transpose(into->below_weights, from->below_weights, sizes->label, both);
  casus_floats_transpose(into->above_weights, from->above_weights, sizes->label, both);
  casus_floats_transpose(into->out_weights, from->out_weights, sizes->labels, sizes->label);
}

static uint32_t best(const float *scores, uint32_t count) {
  uint32_t found = 0;
  for (uint32_t i = 1; i < count; i++)
    if (scores[i] > scores[found]) found = i;
  return found;
}

/* ---- Forwards */

CASUS_CLONES static void embed(casus_lesson *self, const casus_batch *batch) {
  const casus_net *net = self->net;
  const size_t both = 2 * (size_t)net->sizes.width;
  for (uint32_t i = 0; i < batch->count; i++) {
    float *const sum = self->room->sum + i * both;
    memcpy(sum, net->start, both * sizeof *sum);
    for (uint32_t k = 0; k < CASUS_FEATURE_COUNT; k++) {
      if (batch->positions[i].rows[k] == CASUS_FEATURE_NONE) continue;
      const float *const row = net->rows + batch->positions[i].rows[k] * both;
      for (size_t x = 0; x < both; x++) sum[x] += row[x];
    }
  }
  casus_squash_all(self->room->embedded, self->room->sum, batch->count * both);
}

static void make_masks(casus_lesson *self, const casus_batch *batch, float dropout) {
  const size_t both = 2 * (size_t)self->net->sizes.width;
  const size_t count = (self->net->sizes.layers + 1) * batch->sentences * both;
  const float kept = 1.0f / (1.0f - dropout);
  for (size_t i = 0; i < count; i++)
    self->room->mask[i] = casus_random_float(&self->random) < dropout ? 0 : kept;
}

static const float *mask_of(const casus_lesson *self, const casus_batch *batch, uint32_t layer,
                            uint32_t sentence) {
  return self->room->mask + (layer * batch->sentences + sentence) * 2 * (size_t)self->net->sizes.width;
}

/* into = from, dropped out */
static void drop(const casus_lesson *self, const casus_batch *batch, uint32_t layer, float *into,
                 const float *from, bool dropping) {
  const size_t both = 2 * (size_t)self->net->sizes.width;
  if (!dropping) {
    memcpy(into, from, batch->count * both * sizeof *into);
    return;
  }
  for (uint32_t s = 0; s < batch->sentences; s++) {
    const float *const mask = mask_of(self, batch, layer, s);
    for (uint32_t i = batch->starts[s]; i < batch->starts[s + 1]; i++)
      for (size_t x = 0; x < both; x++) into[i * both + x] = from[i * both + x] * mask[x];
  }
}

static void layer_forwards(casus_lesson *self, const casus_batch *batch, uint32_t number, const float *in) {
  const casus_net_layer *layer = &self->net->layers[number];
  struct casus_lesson_room *room = self->room;
  const size_t width = self->net->sizes.width, both = 2 * width, units = CASUS_NET_GATES * both;
  casus_apply(room->gates[number], room->read[number], self->turned->layers[number].weights, layer->bias,
              batch->count, both, units);
  for (uint32_t s = 0; s < batch->sentences; s++) {
    const uint32_t first = batch->starts[s], limit = batch->starts[s + 1];
    for (uint32_t direction = 0; direction < 2; direction++)
      for (uint32_t k = 0; k < limit - first; k++) {
        const size_t i = direction ? limit - 1 - k : first + k;
        const size_t at = i * both + direction * width;
        float *const cell = room->cells[number] + at;
        float *const gate = room->gates[number] + i * units + direction * CASUS_NET_GATES * width;
        casus_unit_step(width, gate, gate + width, gate + 2 * width, layer->peep + direction * width,
                        casus_cell_before(room->zeros, cell, both, direction, k), cell,
                        room->shown[number] + at, in + at);
      }
  }
}

static void read_forwards(casus_lesson *self, const casus_batch *batch, bool dropping) {
  struct casus_lesson_room *room = self->room;
  const uint32_t layers = self->net->sizes.layers;
  embed(self, batch);
  if (dropping) make_masks(self, batch, self->dropout);
  const float *in = room->embedded;
  for (uint32_t i = 0; i < layers; i++) {
    drop(self, batch, i, room->read[i], in, dropping);
    layer_forwards(self, batch, i, in);
    in = room->shown[i];
  }
  drop(self, batch, layers, room->read[layers], in, dropping);
}

static void heads_forwards(casus_lesson *self, const casus_batch *batch) {
  struct casus_lesson_room *room = self->room;
  const casus_net *net = self->net, *turned = self->turned;
  const casus_net_sizes *sizes = &net->sizes;
  const size_t both = 2 * (size_t)sizes->width, n = batch->count;
  const float *const top = room->read[sizes->layers];
  casus_apply(room->tags, top, turned->tag_weights, net->tag_bias, n, both, sizes->tags);
  casus_apply(room->dependent_in, top, turned->dependent_weights, net->dependent_bias, n, both, sizes->arc);
  casus_apply(room->head_in, top, turned->head_weights, net->head_bias, n, both, sizes->arc);
  casus_squash_all(room->dependent, room->dependent_in, n * sizes->arc);
  casus_squash_all(room->head, room->head_in, n * sizes->arc);
  casus_apply(room->pair, room->dependent, turned->pair_weights, net->pair_bias, n, sizes->arc, sizes->arc);
  casus_apply(room->below, top, turned->below_weights, net->label_bias, n, both, sizes->label);
  casus_apply(room->above, top, turned->above_weights, NULL, n, both, sizes->label);
}

/* The scores of all heads of the words of a sentence: choice[dependent][head]. */
static void choose_heads(casus_lesson *self, uint32_t first, uint32_t length) {
  struct casus_lesson_room *room = self->room;
  const size_t arc = self->net->sizes.arc, step_size = room->longest_step;
  const float *const distances = self->net->distances;
  for (size_t i = 0; i < length; i++)
    for (size_t x = 0; x < arc; x++)
      room->heads_turned[x * step_size + i] = room->head[(first + i) * arc + x];
  for (uint32_t i = 0; i < length; i++) {
    float *const row = room->choice + i * step_size;
    for (uint32_t j = 0; j < length; j++)
      row[j] = j < i   ? distances[casus_net_distance(i - j)]
               : j > i ? distances[CASUS_NET_DISTANCES + casus_net_distance(j - i)]
                       : 0;
  }
  casus_floats_multiply(room->choice, step_size, casus_plain(room->pair + first * arc, arc),
                        room->heads_turned, step_size, length, length, arc);
  for (uint32_t i = 0; i < length; i++) room->choice[i * step_size + i] = -1e9f;
}

static void join(casus_lesson *self, size_t dependent, size_t head) {
  struct casus_lesson_room *room = self->room;
  const size_t label = self->net->sizes.label;
  float *const into = room->joint_in + dependent * label;
  for (size_t x = 0; x < label; x++)
    into[x] = room->below[dependent * label + x] + room->above[head * label + x];
}

static void labels_forwards(casus_lesson *self, size_t count) {
  struct casus_lesson_room *room = self->room;
  const casus_net_sizes *sizes = &self->net->sizes;
  casus_squash_all(room->joint, room->joint_in, count * sizes->label);
  casus_apply(room->labels, room->joint, self->turned->out_weights, self->net->out_bias, count, sizes->label,
              sizes->labels);
}

/* ---- Backwards */

static void tags_backwards(casus_lesson *self, const casus_batch *batch) {
  struct casus_lesson_room *room = self->room;
  const casus_net_sizes *sizes = &self->net->sizes;
  const size_t both = 2 * (size_t)sizes->width, tags = sizes->tags;
  const float *const top = room->read[sizes->layers];
  for (uint32_t s = 0; s < batch->sentences; s++) {
    memset(room->tags + batch->starts[s] * tags, 0, tags * sizeof *room->tags);
    for (uint32_t i = batch->starts[s] + 1; i < batch->starts[s + 1]; i++)
      self->loss += casus_softmax_back(room->tags + i * tags, sizes->tags, batch->positions[i].tag);
  }
  casus_apply_back(self->gradient.tag_weights, self->gradient.tag_bias, room->d_top, room->tags, top,
                   self->net->tag_weights, batch->count, both, tags);
}

static void feats_backwards(casus_lesson *self, const casus_batch *batch) {
  struct casus_lesson_room *room = self->room;
  const casus_net *net = self->net;
  const size_t both = 2 * (size_t)net->sizes.width, feats = net->sizes.feats;
  const float *const top = room->read[net->sizes.layers];
  casus_apply(room->feats, top, self->turned->feats_weights, net->feats_bias, batch->count, both, feats);
  for (uint32_t s = 0; s < batch->sentences; s++)
    for (uint32_t first = batch->starts[s], i = first; i < batch->starts[s + 1]; i++) {
      float *const scores = room->feats + i * feats;
      if (i > first && batch->positions[i].feats != CASUS_CLASS_UNKNOWN)
        self->loss += casus_softmax_back(scores, net->sizes.feats, batch->positions[i].feats);
      else
        memset(scores, 0, feats * sizeof *scores);
    }
  casus_apply_back(self->gradient.feats_weights, self->gradient.feats_bias, room->d_top, room->feats, top,
                   net->feats_weights, batch->count, both, feats);
}

static void choice_backwards(casus_lesson *self, const casus_batch *batch, uint32_t sentence) {
  struct casus_lesson_room *room = self->room;
  const uint32_t first = batch->starts[sentence], length = batch->starts[sentence + 1] - first;
  const size_t arc = self->net->sizes.arc, step_size = room->longest_step;
  float *const distances = self->gradient.distances;
  choose_heads(self, first, length);
  memset(room->choice, 0, length * sizeof *room->choice);
  for (uint32_t i = 1; i < length; i++) {
    float *const row = room->choice + i * step_size;
    self->loss += casus_softmax_back(row, length, batch->positions[first + i].head);
    for (uint32_t j = 0; j < i; j++) distances[casus_net_distance(i - j)] += row[j];
    for (uint32_t j = i + 1; j < length; j++)
      distances[CASUS_NET_DISTANCES + casus_net_distance(j - i)] += row[j];
  }
  casus_floats_multiply(room->d_pair + first * arc, arc, casus_plain(room->choice, step_size),
                        room->head + first * arc, arc, length, arc, length);
  casus_floats_multiply(room->d_head + first * arc, arc, casus_transposed(room->choice, step_size),
                        room->pair + first * arc, arc, length, arc, length);
}

static void arcs_backwards(casus_lesson *self, const casus_batch *batch) {
  struct casus_lesson_room *room = self->room;
  const casus_net *net = self->net;
  casus_net *gradient = &self->gradient;
  const size_t arc = net->sizes.arc, both = 2 * (size_t)net->sizes.width, n = batch->count;
  const float *const top = room->read[net->sizes.layers];
  memset(room->d_pair, 0, n * arc * sizeof *room->d_pair);
  memset(room->d_head, 0, n * arc * sizeof *room->d_head);
  memset(room->d_dependent, 0, n * arc * sizeof *room->d_dependent);
  for (uint32_t s = 0; s < batch->sentences; s++) choice_backwards(self, batch, s);
  casus_apply_back(gradient->pair_weights, gradient->pair_bias, room->d_dependent, room->d_pair,
                   room->dependent, net->pair_weights, n, arc, arc);
  casus_squash_back(room->d_dependent, room->dependent_in, n * arc);
  casus_squash_back(room->d_head, room->head_in, n * arc);
  casus_apply_back(gradient->dependent_weights, gradient->dependent_bias, room->d_top, room->d_dependent, top,
                   net->dependent_weights, n, both, arc);
  casus_apply_back(gradient->head_weights, gradient->head_bias, room->d_top, room->d_head, top,
                   net->head_weights, n, both, arc);
}

static void labels_backwards(casus_lesson *self, const casus_batch *batch) {
  struct casus_lesson_room *room = self->room;
  const casus_net *net = self->net;
  casus_net *gradient = &self->gradient;
  const size_t label = net->sizes.label, labels = net->sizes.labels, both = 2 * (size_t)net->sizes.width,
               n = batch->count;
  const float *const top = room->read[net->sizes.layers];
  for (uint32_t s = 0; s < batch->sentences; s++)
    for (uint32_t first = batch->starts[s], i = first; i < batch->starts[s + 1]; i++)
      join(self, i, first + (i > first ? batch->positions[i].head : 0));
  labels_forwards(self, n);
  for (uint32_t s = 0; s < batch->sentences; s++) {
    memset(room->labels + batch->starts[s] * labels, 0, labels * sizeof *room->labels);
    for (uint32_t i = batch->starts[s] + 1; i < batch->starts[s + 1]; i++)
      self->loss +=
          casus_softmax_back(room->labels + i * labels, net->sizes.labels, batch->positions[i].label);
  }
  memset(room->d_joint, 0, n * label * sizeof *room->d_joint);
  memset(room->d_above, 0, n * label * sizeof *room->d_above);
  casus_apply_back(gradient->out_weights, gradient->out_bias, room->d_joint, room->labels, room->joint,
                   net->out_weights, n, label, labels);
  casus_squash_back(room->d_joint, room->joint_in, n * label);
  for (uint32_t s = 0; s < batch->sentences; s++)
    for (uint32_t first = batch->starts[s], i = first + 1; i < batch->starts[s + 1]; i++)
      casus_add(room->d_above + (first + batch->positions[i].head) * label, room->d_joint + i * label, label);
  casus_apply_back(gradient->below_weights, gradient->label_bias, room->d_top, room->d_joint, top,
                   net->below_weights, n, both, label);
  casus_apply_back(gradient->above_weights, NULL, room->d_top, room->d_above, top, net->above_weights, n,
                   both, label);
}

/* Turns d_top, the gradient of what the layer shows, into that of what it was shown. */
static void layer_backwards(casus_lesson *self, const casus_batch *batch, uint32_t number) {
  struct casus_lesson_room *room = self->room;
  const casus_net_layer *layer = &self->net->layers[number], *gradient = &self->gradient.layers[number];
  const size_t width = self->net->sizes.width, both = 2 * width, units = CASUS_NET_GATES * both;
  const float *const in = number ? room->shown[number - 1] : room->embedded;
  for (uint32_t s = 0; s < batch->sentences; s++) {
    const uint32_t first = batch->starts[s], limit = batch->starts[s + 1];
    for (uint32_t direction = 0; direction < 2; direction++) {
      memset(room->carry, 0, width * sizeof *room->carry);
      for (uint32_t k = limit - first; k-- > 0;) {
        const size_t i = direction ? limit - 1 - k : first + k;
        const size_t at = i * both + direction * width;
        const size_t gate = i * units + direction * CASUS_NET_GATES * width;
        const float *const cell = room->cells[number] + at;
        casus_unit_back(width, room->gates[number] + gate, layer->peep + direction * width,
                        casus_cell_before(room->zeros, cell, both, direction, k), cell, in + at,
                        room->d_top + at, room->d_gates + gate, gradient->peep + direction * width,
                        room->carry);
      }
    }
  }
  memset(room->d_read, 0, batch->count * both * sizeof *room->d_read);
  casus_apply_back(gradient->weights, gradient->bias, room->d_read, room->d_gates, room->read[number],
                   layer->weights, batch->count, both, units);
  for (uint32_t s = 0; s < batch->sentences; s++) {
    const float *const mask = mask_of(self, batch, number, s);
    for (uint32_t i = batch->starts[s]; i < batch->starts[s + 1]; i++)
      for (size_t x = 0; x < both; x++) room->d_top[i * both + x] += room->d_read[i * both + x] * mask[x];
  }
}

static void embed_back(casus_lesson *self, const casus_batch *batch) {
  struct casus_lesson_room *room = self->room;
  const size_t both = 2 * (size_t)self->net->sizes.width;
  casus_squash_back(room->d_top, room->sum, batch->count * both);
  for (uint32_t i = 0; i < batch->count; i++) {
    casus_add(self->gradient.start, room->d_top + i * both, both);
    for (uint32_t k = 0; k < CASUS_FEATURE_COUNT; k++) {
      const uint32_t row = batch->positions[i].rows[k];
      if (row == CASUS_FEATURE_NONE) continue;
      if (!self->touched[row]) self->touched_rows.items[self->touched_rows.count++] = row;
      self->touched[row] = 1;
      casus_add(self->gradient.rows + row * both, room->d_top + i * both, both);
    }
  }
}

void casus_lesson_learn(casus_lesson *self, const casus_batch *batch) {
  struct casus_lesson_room *room = self->room;
  const uint32_t layers = self->net->sizes.layers;
  const size_t both = 2 * (size_t)self->net->sizes.width;
  read_forwards(self, batch, true);
  heads_forwards(self, batch);
  memset(room->d_top, 0, batch->count * both * sizeof *room->d_top);
  tags_backwards(self, batch);
  feats_backwards(self, batch);
  arcs_backwards(self, batch);
  labels_backwards(self, batch);
  for (uint32_t s = 0; s < batch->sentences; s++) {
    const float *const mask = mask_of(self, batch, layers, s);
    for (uint32_t i = batch->starts[s]; i < batch->starts[s + 1]; i++)
      for (size_t x = 0; x < both; x++) room->d_top[i * both + x] *= mask[x];
  }
  for (uint32_t i = layers; i-- > 0;) layer_backwards(self, batch, i);
  embed_back(self, batch);
}

void casus_lesson_clear(casus_lesson *self) {
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

void casus_lesson_guess(casus_lesson *self, const casus_batch *batch, casus_guess *guesses) {
  struct casus_lesson_room *room = self->room;
  const casus_net_sizes *sizes = &self->net->sizes;
  read_forwards(self, batch, false);
  heads_forwards(self, batch);
  for (uint32_t s = 0; s < batch->sentences; s++) {
    const uint32_t first = batch->starts[s], length = batch->starts[s + 1] - first;
    choose_heads(self, first, length);
    for (uint32_t i = 0; i < length; i++) {
      guesses[first + i].tag = best(room->tags + (first + i) * sizes->tags, sizes->tags);
      guesses[first + i].head = best(room->choice + i * room->longest_step, length);
      join(self, first + i, first + guesses[first + i].head);
    }
  }
  labels_forwards(self, batch->count);
  for (uint32_t i = 0; i < batch->count; i++)
    guesses[i].label = best(room->labels + (size_t)i * sizes->labels, sizes->labels);
}
