#include "parse/beam.h"

#include "base/room.h"

#include <string.h>

/* Further behind than any score; but their order stays. */
static const float BEHIND = 1e4f;

typedef struct weighing {
  uint32_t *heads, *dependents; /* positions of the batch: `beam` a word */
  float *labels;                /* scores of the relations of one word's heads */
} weighing;

static size_t lay_out(weighing *self, const casus_weights *weights, uint32_t longest, uint32_t beam,
                      char *room) {
  const size_t arcs = (size_t)longest * beam;
  size_t at = 0;
  self->heads = casus_room_take(room, &at, arcs * sizeof *self->heads);
  self->dependents = casus_room_take(room, &at, arcs * sizeof *self->dependents);
  self->labels = casus_room_take(room, &at, arcs * weights->sizes.labels * sizeof *self->labels);
  return at;
}

size_t casus_beam_room(const casus_weights *weights, uint32_t longest, uint32_t beam) {
  weighing counted;
  return lay_out(&counted, weights, longest, beam, NULL);
}

/* ---- e^x and ln(x) with the same bits on every machine, to about six digits */

typedef union bits {
  float number;
  int32_t integer;
} bits;

static float exponential(float x) {
  const float least = -60.0f, log2e = 1.44269504f, ln2 = 0.69314718f;
  x = x > least ? x : least;
  const int32_t whole = (int32_t)(x * log2e - 0.5f);
  const float r = x - (float)whole * ln2;
  const bits power = {.integer = (whole + 127) << 23};
  return power.number *
         (1.0f + r * (1.0f + r * (0.5f + r * (0.16666667f + r * (0.041666667f + r * 0.0083333333f)))));
}

static float logarithm(float x) {
  bits value = {.number = x};
  const float ln2 = 0.69314718f;
  const int32_t whole = (value.integer >> 23) - 127;
  value.integer -= whole << 23; /* now in [1, 2) */
  const float s = (value.number - 1.0f) / (value.number + 1.0f), q = s * s;
  return (float)whole * ln2 +
         2.0f * s * (1.0f + q * (0.33333333f + q * (0.2f + q * (0.14285714f + q * 0.11111111f))));
}

/* ---- Weighing */

/* The best heads of a position, best first; how many there are. */
static uint32_t find_heads(const casus_inference *inference, uint32_t length, uint32_t dependent,
                           uint32_t beam, uint32_t *heads) {
  uint32_t count = 0;
  for (uint32_t j = 0; j < length; j++) {
    const float score = inference->arcs[j * inference->longest + dependent];
    if (j == dependent) continue;
    uint32_t at = count < beam ? count++ : beam;
    for (; at > 0 && inference->arcs[heads[at - 1] * inference->longest + dependent] < score; at--)
      if (at < beam) heads[at] = heads[at - 1];
    if (at < beam) heads[at] = j;
  }
  return count;
}

/* The logarithm of the probability of the best relation that the arc may have. */
static float best_label(const float *scores, uint32_t count, uint32_t root, bool on_root) {
  float most = scores[0], sum = 0, best = -1e9f;
  for (uint32_t i = 0; i < count; i++) {
    most = scores[i] > most ? scores[i] : most;
    if ((i == root) == on_root && scores[i] > best) best = scores[i];
  }
  for (uint32_t i = 0; i < count; i++) sum += exponential(scores[i] - most);
  if (root >= count) best = most; /* there is no such relation */
  return best - most - logarithm(sum);
}

void casus_beam_weigh(casus_inference *inference, uint32_t sentence, uint32_t beam, uint32_t root,
                      void *room) {
  const uint32_t first = inference->starts[sentence], length = inference->starts[sentence + 1] - first;
  const uint32_t labels = inference->weights->real_labels, stride = inference->weights->sizes.labels;
  const size_t step = inference->longest;
  weighing self;
  uint32_t count = 0;
  lay_out(&self, inference->weights, length, beam, room);
  for (uint32_t i = 1; i < length; i++) {
    const uint32_t found = find_heads(inference, length, i, beam, self.heads + count);
    for (uint32_t k = 0; k < found; k++) {
      self.dependents[count] = first + i;
      self.heads[count++] += first;
    }
  }
  casus_inference_labels(inference, self.dependents, self.heads, count, self.labels);
  for (uint32_t at = 0; at < count; at++) {
    const uint32_t head = self.heads[at] - first, dependent = self.dependents[at] - first;
    const float label = best_label(self.labels + (size_t)at * stride, labels, root, head == 0);
    /* where scores of relations were that are not needed any more */
    self.labels[at] = inference->arcs[head * step + dependent] + label;
  }
  for (uint32_t j = 0; j < length; j++)
    for (uint32_t i = 0; i < length; i++) inference->arcs[j * step + i] -= BEHIND;
  for (uint32_t at = 0; at < count; at++)
    inference->arcs[(self.heads[at] - first) * step + self.dependents[at] - first] = self.labels[at];
}
