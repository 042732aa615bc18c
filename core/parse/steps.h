/* steps.h - what learning is made of: layers forwards and backwards, in floats. Matrices are rows of
 * contiguous floats, as in floats.h. */
#ifndef CASUS_PARSE_STEPS_H
#define CASUS_PARSE_STEPS_H

#include "parse/floats.h"

void casus_squash_all(float *into, const float *from, size_t count);

/* Turns the gradient of what was squashed into that of what went in. */
void casus_squash_back(float *gradient, const float *in, size_t count);

/* into += from */
void casus_add(float *into, const float *from, size_t count);

/* into[rows x outputs] = from[rows x inputs] weights' + bias; `turned` are the weights transposed, `bias` may
 * be NULL. */
void casus_apply(float *into, const float *from, const float *turned, const float *bias, size_t rows,
                 size_t inputs, size_t outputs);

/* Adds the gradients of weights, bias and input (which may be NULL, as bias may), given that of the output.
 */
void casus_apply_back(float *weights, float *bias, float *input, const float *output, const float *from,
                      const float *plain, size_t rows, size_t inputs, size_t outputs);

/* Scores become the gradient of the loss of a softmax; returns the loss. */
double casus_softmax_back(float *scores, uint32_t count, uint32_t gold);

/* One step of a layer of units (network.h) in one direction; `f` is given the peephole's part. */
void casus_unit_step(size_t width, const float *restrict z, float *restrict f, const float *restrict r,
                     const float *restrict peep, const float *restrict before, float *restrict cell,
                     float *restrict shown, const float *restrict in);

/* Where step `k` finds the cell before it, among cells with rows of `both` floats; `zeros` at first. */
const float *casus_cell_before(const float *zeros, const float *cell, size_t both, uint32_t direction,
                               uint32_t k);

/* A step backwards. `carry` is the gradient of the cell that comes from the step after this one, and becomes
 * that of the cell before; `d_shown`, that of what the step shows, becomes what the highway gives back of it.
 */
void casus_unit_back(size_t width, const float *restrict gates, const float *restrict peep,
                     const float *restrict before, const float *restrict cell, const float *restrict in,
                     float *restrict d_shown, float *restrict d_gates, float *restrict d_peep,
                     float *restrict carry);

#endif
