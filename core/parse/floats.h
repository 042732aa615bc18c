/* floats.h - products of matrices of floats, for training. What a model computes when it is used is done in
 * integers: see products.h. Matrices are rows of contiguous floats. */
#ifndef CASUS_PARSE_FLOATS_H
#define CASUS_PARSE_FLOATS_H

#include "base/arena.h"

/* Functions for which the compiler makes a version a kind of processor. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&     \
    !defined(__SANITIZE_THREAD__)
#define CASUS_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CASUS_CLONES
#endif

/* A matrix as an operand: element (row, column) is at `items[row * row_step + column * column_step]`. */
typedef struct casus_operand {
  const float *items;
  size_t row_step, column_step;
} casus_operand;

/* `count` floats that are 0, on a line of the processor's cache. Under casus_arena_protect. */
float *casus_floats_zero(casus_arena *arena, size_t count);

/* into[m x n] += a[m x k] b[k x n]; `b` and `into` have rows of `b_step` and `into_step` floats. */
void casus_floats_multiply(float *into, size_t into_step, casus_operand a, const float *b, size_t b_step,
                           size_t m, size_t n, size_t k);

/* into[columns x rows] = the transpose of from[rows x columns]. */
void casus_floats_transpose(float *into, const float *from, size_t rows, size_t columns);

static inline casus_operand casus_plain(const float *items, size_t columns) {
  return (casus_operand){items, columns, 1};
}

static inline casus_operand casus_transposed(const float *items, size_t columns) {
  return (casus_operand){items, 1, columns};
}

#endif
