/* adam.h - steps along a gradient (Adam; Kingma and Ba 2015). Rows of embeddings are moved only in the steps
 * in which they have a gradient. */
#ifndef CASUS_PARSE_ADAM_H
#define CASUS_PARSE_ADAM_H

#include "base/arena.h"
#include "parse/lesson.h"

typedef struct casus_adam {
  casus_net *net;
  float *dense_mean, *dense_square; /* of gradients, running */
  float *row_mean, *row_square;
  uint32_t steps;
} casus_adam;

/* Under casus_arena_protect. */
void casus_adam_init(casus_adam *self, casus_arena *arena, casus_net *net);

/* One step with the gradients of some lessons, which are added up and divided by `words`, and of which the
 * norm is bounded. The lessons are cleared. */
void casus_adam_step(casus_adam *self, casus_lesson *lessons, uint32_t count, uint32_t words, float rate);

/* The same in parts. How long a gradient is; the factor that bounds that of `words` words and divides it by
 * them; the rate of step number `steps`, from 1, whose running means are still young; and the step of some
 * weights. */
double casus_adam_norm(const float *gradient, size_t count);
float casus_adam_scale(double length, uint32_t words);
float casus_adam_rate(float rate, uint32_t steps);
void casus_adam_move(float *restrict weights, const float *restrict gradient, float *restrict mean,
                     float *restrict square, size_t count, float scale, float rate);

#endif
