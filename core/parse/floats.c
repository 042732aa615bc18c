#include "parse/floats.h"

#include <string.h>

/* 16 floats, wherever they lie. */
typedef float lanes __attribute__((vector_size(64), aligned(4), may_alias));

enum { LANES = 16, TALL = 6, WIDE = 4 };

/* A block of TALL rows and WIDE times LANES columns is summed up in registers. */
CASUS_CLONES static void block(float *into, size_t into_step, casus_operand a, const float *b, size_t b_step,
                               size_t k) {
  lanes sum[TALL][WIDE];
  for (size_t i = 0; i < TALL; i++)
    for (size_t j = 0; j < WIDE; j++) sum[i][j] = *(const lanes *)(into + i * into_step + j * LANES);
  for (size_t x = 0; x < k; x++) {
    const float *const row = b + x * b_step;
    const lanes b0 = *(const lanes *)row, b1 = *(const lanes *)(row + LANES),
                b2 = *(const lanes *)(row + 2 * LANES), b3 = *(const lanes *)(row + 3 * LANES);
    const float *const column = a.items + x * a.column_step;
#pragma GCC unroll 6
    for (size_t i = 0; i < TALL; i++) {
      const float value = column[i * a.row_step];
      sum[i][0] += value * b0;
      sum[i][1] += value * b1;
      sum[i][2] += value * b2;
      sum[i][3] += value * b3;
    }
  }
  for (size_t i = 0; i < TALL; i++)
    for (size_t j = 0; j < WIDE; j++) *(lanes *)(into + i * into_step + j * LANES) = sum[i][j];
}

/* What is left at the edges. */
CASUS_CLONES static void edge(float *into, size_t into_step, casus_operand a, const float *b, size_t b_step,
                              size_t m, size_t n, size_t k) {
  for (size_t i = 0; i < m; i++)
    for (size_t x = 0; x < k; x++) {
      const float value = a.items[i * a.row_step + x * a.column_step];
      for (size_t j = 0; j < n; j++) into[i * into_step + j] += value * b[x * b_step + j];
    }
}

float *casus_floats_zero(casus_arena *arena, size_t count) {
  enum { ALIGNMENT = sizeof(lanes) };
  char *room = casus_arena_zero(arena, (count + LANES) * sizeof(float) + ALIGNMENT);
  return (float *)(void *)(room + (ALIGNMENT - (uintptr_t)room % ALIGNMENT) % ALIGNMENT);
}

static casus_operand from(casus_operand a, size_t row, size_t column) {
  a.items += row * a.row_step + column * a.column_step;
  return a;
}

/* `wide` columns, a multiple of WIDE times LANES: a panel of b is copied to where it stays in the nearest
 * cache, and all rows of a pass it by. */
static void panels(float *into, size_t into_step, casus_operand a, const float *b, size_t b_step, size_t m,
                   size_t wide, size_t k) {
  enum { DEEP = 128, COLUMNS = WIDE * LANES };
  float panel[DEEP * COLUMNS] __attribute__((aligned(64)));
  for (size_t x = 0; x < k; x += DEEP) {
    const size_t deep = k - x < DEEP ? k - x : DEEP;
    for (size_t j = 0; j < wide; j += COLUMNS) {
      for (size_t y = 0; y < deep; y++)
        memcpy(panel + y * COLUMNS, b + (x + y) * b_step + j, COLUMNS * sizeof *panel);
      for (size_t i = 0; i + TALL <= m; i += TALL)
        block(into + i * into_step + j, into_step, from(a, i, x), panel, COLUMNS, deep);
    }
  }
}

void casus_floats_multiply(float *into, size_t into_step, casus_operand a, const float *b, size_t b_step,
                           size_t m, size_t n, size_t k) {
  const size_t tall = m - m % TALL, wide = n - n % ((size_t)WIDE * LANES);
  panels(into, into_step, a, b, b_step, tall, wide, k);
  if (wide < n) edge(into + wide, into_step, a, b + wide, b_step, tall, n - wide, k);
  if (tall < m) edge(into + tall * into_step, into_step, from(a, tall, 0), b, b_step, m - tall, n, k);
}

void casus_floats_transpose(float *into, const float *from, size_t rows, size_t columns) {
  enum { TILE = 16 };
  for (size_t top = 0; top < rows; top += TILE)
    for (size_t left = 0; left < columns; left += TILE)
      for (size_t i = top; i < rows && i < top + TILE; i++)
        for (size_t j = left; j < columns && j < left + TILE; j++) into[j * rows + i] = from[i * columns + j];
}
