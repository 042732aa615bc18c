/* section.h - the parts of a section of a model that holds weights: laid out, looked over, and made. */
#ifndef CASUS_PARSE_SECTION_H
#define CASUS_PARSE_SECTION_H

#include "parse/products.h"

#include <stdbool.h>

/* outputs = scales * (weights * inputs - offsets) + bias; see products.h. */
typedef struct casus_matrix {
  uint32_t inputs, outputs;
  int8_t *weights;  /* packed */
  int32_t *offsets; /* what activations that stand for 0 give */
  float *scales;    /* the worth of a step of the weights and one of the activations */
  float *bias;
} casus_matrix;

/* Hands out the parts of a section, one behind the other. */
typedef struct casus_layout {
  char *bytes; /* NULL: they are only counted */
  size_t at;
} casus_layout;

void *casus_layout_take(casus_layout *self, size_t size);
void casus_layout_take_matrix(casus_layout *self, casus_matrix *matrix, uint32_t inputs, uint32_t outputs);

/* Whether numbers of a section are such that they lead nowhere astray. */
bool casus_floats_good(const float *floats, size_t count);
bool casus_offsets_good(const int32_t *offsets, uint32_t outputs, uint32_t inputs);
bool casus_matrix_good(const casus_matrix *self);

/* The largest of some floats, without their signs, and above 0. */
float casus_largest(const float *floats, size_t count);

/* How many steps of `scale` make `value`, at most `most`. */
int8_t casus_step_of(float value, float scale, float most);

/* One row of a matrix in small steps. */
void casus_matrix_make_row(int8_t *into, const float *row, uint32_t output, uint32_t inputs, bool packed,
                           float *scale, int32_t *offset);

/* A whole one; `weights` has a row for each output, `bias` may be NULL. */
void casus_matrix_make(casus_matrix *self, const float *weights, const float *bias);

#endif
