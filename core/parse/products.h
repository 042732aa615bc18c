/* products.h - products of matrices of small integers: what reading a sentence costs is spent here.
 *
 * An activation is a byte: 128 stands for 0, 1 to 255 for -1 to 1 in steps of 1/127. A weight is a signed
 * byte of at most 63, so that two products fit into 16 bits, as AVX2 has them. Sums are 32 bits wide and
 * exact: every kind of processor finds the same.
 */
#ifndef CASUS_PARSE_PRODUCTS_H
#define CASUS_PARSE_PRODUCTS_H

#include <stddef.h>
#include <stdint.h>

enum {
  CASUS_WEIGHT_MOST = 63,
  CASUS_ACTIVATION_ZERO = 128,
  CASUS_ACTIVATION_ONE = 127, /* steps to 1 */
  CASUS_PACK = 4,             /* inputs that lie together */
  CASUS_LANES = 16,           /* outputs that lie together; every number of outputs is a multiple of it */
};

/* into[rows x outputs] = from[rows x inputs] weights. `weights` is packed: [outputs / LANES][inputs /
 * PACK][LANES][PACK]. `inputs` is a multiple of PACK. */
typedef void casus_multiply(int32_t *into, const uint8_t *from, const int8_t *weights, size_t rows,
                            size_t inputs, size_t outputs);

/* The ways that this processor has, the quickest first; returns how many. The last is the one that every
 * processor has. */
enum { CASUS_MOST_WAYS = 3 };
size_t casus_products_ways(casus_multiply *ways[CASUS_MOST_WAYS]);

/* The quickest. */
casus_multiply *casus_products_choose(void);

casus_multiply casus_multiply_plainly;

/* The place of a weight in a packed matrix. */
static inline size_t casus_packed(size_t output, size_t input, size_t inputs) {
  return ((output / CASUS_LANES * (inputs / CASUS_PACK) + input / CASUS_PACK) * CASUS_LANES +
          output % CASUS_LANES) *
             CASUS_PACK +
         input % CASUS_PACK;
}

#endif
