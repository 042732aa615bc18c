#include "parse/adam.h"

#include "parse/floats.h"

#include <math.h>
#include <string.h>

static const float MEAN_DECAY = 0.9f, SQUARE_DECAY = 0.98f, EPSILON = 1e-8f, LONGEST = 4.0f;

void casus_adam_init(casus_adam *self, casus_arena *arena, casus_net *net) {
  const size_t rows = (size_t)net->sizes.rows * 2 * net->sizes.width;
  *self = (casus_adam){.net = net};
  self->dense_mean = casus_arena_zero(arena, net->count * sizeof(float));
  self->dense_square = casus_arena_zero(arena, net->count * sizeof(float));
  self->row_mean = casus_arena_zero(arena, rows * sizeof(float));
  self->row_square = casus_arena_zero(arena, rows * sizeof(float));
}

CASUS_CLONES static void add_scaled(float *restrict into, const float *restrict from, float scale,
                                    size_t count) {
  for (size_t i = 0; i < count; i++) into[i] += from[i] * scale;
}

CASUS_CLONES void casus_adam_move(float *restrict weights, const float *restrict gradient,
                                  float *restrict mean, float *restrict square, size_t count, float scale,
                                  float rate) {
  for (size_t i = 0; i < count; i++) {
    const float g = gradient[i] * scale;
    mean[i] = MEAN_DECAY * mean[i] + (1.0f - MEAN_DECAY) * g;
    square[i] = SQUARE_DECAY * square[i] + (1.0f - SQUARE_DECAY) * g * g;
    weights[i] -= rate * mean[i] / (sqrtf(square[i]) + EPSILON);
  }
}

float casus_adam_rate(float rate, uint32_t steps) {
  const double warm = (1 - pow((double)MEAN_DECAY, steps)) / sqrt(1 - pow((double)SQUARE_DECAY, steps));
  return rate / (float)warm;
}

float casus_adam_scale(double length, uint32_t words) {
  return (length / words > (double)LONGEST ? LONGEST / (float)(length / words) : 1.0f) / (float)words;
}

/* All gradients into those of the first lesson. */
static void gather(casus_lesson *lessons, uint32_t count) {
  casus_lesson *all = &lessons[0];
  const size_t both = 2 * (size_t)all->net->sizes.width;
  for (uint32_t k = 1; k < count; k++) {
    const casus_lesson *one = &lessons[k];
    add_scaled(all->gradient.dense, one->gradient.dense, 1.0f, all->gradient.count);
    for (size_t i = 0; i < one->touched_rows.count; i++) {
      const uint32_t row = one->touched_rows.items[i];
      if (!all->touched[row]) all->touched_rows.items[all->touched_rows.count++] = row;
      all->touched[row] = 1;
      add_scaled(all->gradient.rows + row * both, one->gradient.rows + row * both, 1.0f, both);
    }
  }
}

double casus_adam_norm(const float *gradient, size_t count) {
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += (double)gradient[i] * (double)gradient[i];
  return sqrt(sum);
}

void casus_adam_step(casus_adam *self, casus_lesson *lessons, uint32_t count, uint32_t words, float rate) {
  const casus_net *gradient = &lessons[0].gradient;
  const size_t both = 2 * (size_t)self->net->sizes.width;
  gather(lessons, count);
  const float scale = casus_adam_scale(casus_adam_norm(gradient->dense, gradient->count), words);
  rate = casus_adam_rate(rate, ++self->steps);
  casus_adam_move(self->net->dense, gradient->dense, self->dense_mean, self->dense_square, gradient->count,
                  scale, rate);
  for (size_t i = 0; i < lessons[0].touched_rows.count; i++) {
    const size_t at = lessons[0].touched_rows.items[i] * both;
    casus_adam_move(self->net->rows + at, gradient->rows + at, self->row_mean + at, self->row_square + at,
                    both, scale, rate);
  }
  for (uint32_t k = 0; k < count; k++) casus_lesson_clear(&lessons[k]);
}
