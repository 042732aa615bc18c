/* splitter_section.h - how the splitter lies in its section of a model: the header, the weights, the lexicon.
 */
#ifndef CASUS_PARSE_SPLITTER_SECTION_H
#define CASUS_PARSE_SPLITTER_SECTION_H

#include <stdint.h>

#define CASUS_SPLITTER_MAGIC UINT32_C(0x31545053) /* "SPT1" where bytes lie as they do in a model */

enum {
  CASUS_SPLITTER_LEAST_BITS = 3, /* so that each part is a whole number of 8 bytes */
  CASUS_SPLITTER_MOST_BITS = 24,
};

typedef struct casus_splitter_header {
  uint32_t magic;
  uint32_t weight_bits;  /* log2 of the number of weights */
  uint32_t lexicon_bits; /* log2 of the number of buckets */
  int32_t thresholds[2]; /* a sentence begins where the sum of the weights is above this: at a place where
                          * something is seen to end, and at any other */
  uint32_t none;
} casus_splitter_header;

#endif
