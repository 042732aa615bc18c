/* units.h - a layer of recurrent units (network.h) that is read in small integers. */
#ifndef CASUS_PARSE_UNITS_H
#define CASUS_PARSE_UNITS_H

#include "parse/weights.h"

/* Sentences that are read together, one behind the other. */
typedef struct casus_units_batch {
  const uint32_t *starts; /* the first position of each sentence; `sentences` + 1 entries */
  uint32_t sentences, count;
  int32_t *sums; /* room for the sums of all gates of all positions */
  float *cells;  /* room for a layer in both directions */
} casus_units_batch;

/* From -1 ... 1 to a byte, and back. */
static inline uint8_t casus_activation(float value) {
  return (uint8_t)(int32_t)(value * (float)CASUS_ACTIVATION_ONE + ((float)CASUS_ACTIVATION_ZERO + 0.5f));
}

static inline float casus_activation_worth(uint8_t activation) {
  return (float)((int32_t)activation - CASUS_ACTIVATION_ZERO) * (1.0f / (float)CASUS_ACTIVATION_ONE);
}

/* What a layer of `width` units in each direction shows, given what it reads: both have 2 * width bytes a
 * position. */
void casus_units_read(const casus_weights_layer *layer, uint32_t width, casus_multiply *multiply,
                      const casus_units_batch *batch, const uint8_t *read, uint8_t *shown);

#endif
