#include "parse/products.h"

#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define X86 1
#endif

void casus_multiply_plainly(int32_t *into, const uint8_t *from, const int8_t *weights, size_t rows,
                            size_t inputs, size_t outputs) {
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < outputs; j += CASUS_LANES) {
      const int8_t *w = weights + j * inputs;
      int32_t sum[CASUS_LANES] = {0};
      for (size_t x = 0; x < inputs; x += CASUS_PACK)
        for (size_t lane = 0; lane < CASUS_LANES; lane++, w += CASUS_PACK)
          for (size_t y = 0; y < CASUS_PACK; y++) sum[lane] += from[i * inputs + x + y] * w[y];
      memcpy(into + i * outputs + j, sum, sizeof sum);
    }
}

#ifdef X86

enum { TALL = 6, WIDE = 4 };

static inline int32_t four_bytes(const uint8_t *from) {
  int32_t four;
  memcpy(&four, from, sizeof four);
  return four;
}

/* `tall` rows by `wide` times LANES outputs; both are constants where it is called, so that the sums stay in
 * registers. */
__attribute__((target("avx512f,avx512bw,avx512vnni"), always_inline)) static inline void
block_vnni(int32_t *into, const uint8_t *from, const int8_t *weights, size_t inputs, size_t outputs,
           size_t tall, size_t wide) {
  __m512i sum[TALL][WIDE];
#pragma GCC unroll 6
  for (size_t i = 0; i < tall; i++)
#pragma GCC unroll 4
    for (size_t j = 0; j < wide; j++) sum[i][j] = _mm512_setzero_si512();
  for (size_t x = 0; x < inputs; x += CASUS_PACK) {
    __m512i w[WIDE];
#pragma GCC unroll 4
    for (size_t j = 0; j < wide; j++)
      w[j] = _mm512_loadu_si512(weights + j * CASUS_LANES * inputs + x * CASUS_LANES);
#pragma GCC unroll 6
    for (size_t i = 0; i < tall; i++) {
      const __m512i a = _mm512_set1_epi32(four_bytes(from + i * inputs + x));
#pragma GCC unroll 4
      for (size_t j = 0; j < wide; j++) sum[i][j] = _mm512_dpbusd_epi32(sum[i][j], a, w[j]);
    }
  }
#pragma GCC unroll 6
  for (size_t i = 0; i < tall; i++)
#pragma GCC unroll 4
    for (size_t j = 0; j < wide; j++) _mm512_storeu_si512(into + i * outputs + j * CASUS_LANES, sum[i][j]);
}

/* All rows by `wide` times LANES outputs; what is left below the last whole block costs as little as it can.
 */
__attribute__((target("avx512f,avx512bw,avx512vnni"), always_inline)) static inline void
strip_vnni(int32_t *into, const uint8_t *from, const int8_t *weights, size_t rows, size_t inputs,
           size_t outputs, size_t wide) {
  for (; rows >= TALL; rows -= TALL, into += TALL * outputs, from += TALL * inputs)
    block_vnni(into, from, weights, inputs, outputs, TALL, wide);
  switch (rows) {
  case 5: block_vnni(into, from, weights, inputs, outputs, 5, wide); break;
  case 4: block_vnni(into, from, weights, inputs, outputs, 4, wide); break;
  case 3: block_vnni(into, from, weights, inputs, outputs, 3, wide); break;
  case 2: block_vnni(into, from, weights, inputs, outputs, 2, wide); break;
  case 1: block_vnni(into, from, weights, inputs, outputs, 1, wide); break;
  default: break;
  }
}

__attribute__((target("avx512f,avx512bw,avx512vnni"))) static void
multiply_vnni(int32_t *into, const uint8_t *from, const int8_t *weights, size_t rows, size_t inputs,
              size_t outputs) {
  size_t j = 0;
  for (; j + WIDE * CASUS_LANES <= outputs; j += WIDE * CASUS_LANES)
    strip_vnni(into + j, from, weights + j * inputs, rows, inputs, outputs, WIDE);
  for (; j + 2 * CASUS_LANES <= outputs; j += 2 * CASUS_LANES)
    strip_vnni(into + j, from, weights + j * inputs, rows, inputs, outputs, 2);
  if (j < outputs) strip_vnni(into + j, from, weights + j * inputs, rows, inputs, outputs, 1);
}

/* The same in halves of LANES; products of pairs in 16 bits, which cannot overflow, are added up in 32. */
__attribute__((target("avx2"), always_inline)) static inline void
block_avx2(int32_t *into, const uint8_t *from, const int8_t *weights, size_t inputs, size_t outputs,
           size_t tall) {
  enum { MOST = 4, HALF = CASUS_LANES / 2 };
  const __m256i ones = _mm256_set1_epi16(1);
  __m256i sum[MOST][2];
#pragma GCC unroll 4
  for (size_t i = 0; i < tall; i++) sum[i][0] = sum[i][1] = _mm256_setzero_si256();
  for (size_t x = 0; x < inputs; x += CASUS_PACK) {
    const __m256i *w = (const __m256i *)(const void *)(weights + x * CASUS_LANES);
    const __m256i w0 = _mm256_loadu_si256(w), w1 = _mm256_loadu_si256(w + 1);
#pragma GCC unroll 4
    for (size_t i = 0; i < tall; i++) {
      const __m256i a = _mm256_set1_epi32(four_bytes(from + i * inputs + x));
      sum[i][0] = _mm256_add_epi32(sum[i][0], _mm256_madd_epi16(_mm256_maddubs_epi16(a, w0), ones));
      sum[i][1] = _mm256_add_epi32(sum[i][1], _mm256_madd_epi16(_mm256_maddubs_epi16(a, w1), ones));
    }
  }
#pragma GCC unroll 4
  for (size_t i = 0; i < tall; i++) {
    _mm256_storeu_si256((__m256i *)(void *)(into + i * outputs), sum[i][0]);
    _mm256_storeu_si256((__m256i *)(void *)(into + i * outputs + HALF), sum[i][1]);
  }
}

__attribute__((target("avx2"))) static void multiply_avx2(int32_t *into, const uint8_t *from,
                                                          const int8_t *weights, size_t rows, size_t inputs,
                                                          size_t outputs) {
  enum { ROWS = 4 };
  for (size_t j = 0; j < outputs; j += CASUS_LANES) {
    size_t i = 0;
    for (; i + ROWS <= rows; i += ROWS)
      block_avx2(into + i * outputs + j, from + i * inputs, weights + j * inputs, inputs, outputs, ROWS);
    for (; i < rows; i++)
      block_avx2(into + i * outputs + j, from + i * inputs, weights + j * inputs, inputs, outputs, 1);
  }
}

size_t casus_products_ways(casus_multiply *ways[CASUS_MOST_WAYS]) {
  size_t count = 0;
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vnni"))
    ways[count++] = multiply_vnni;
  if (__builtin_cpu_supports("avx2")) ways[count++] = multiply_avx2;
  ways[count++] = casus_multiply_plainly;
  return count;
}

#else

size_t casus_products_ways(casus_multiply *ways[CASUS_MOST_WAYS]) {
  ways[0] = casus_multiply_plainly;
  return 1;
}

#endif

casus_multiply *casus_products_choose(void) {
  casus_multiply *ways[CASUS_MOST_WAYS];
  casus_products_ways(ways);
  return ways[0];
}
