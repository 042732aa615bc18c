#include "parse/section.h"

#include "base/room.h"

#include <math.h>

void *casus_layout_take(casus_layout *self, size_t size) {
  return casus_room_take(self->bytes, &self->at, size);
}

void casus_layout_take_matrix(casus_layout *self, casus_matrix *matrix, uint32_t inputs, uint32_t outputs) {
  matrix->inputs = inputs;
  matrix->outputs = outputs;
  matrix->weights = casus_layout_take(self, (size_t)inputs * outputs);
  matrix->offsets = casus_layout_take(self, outputs * sizeof *matrix->offsets);
  matrix->scales = casus_layout_take(self, outputs * sizeof *matrix->scales);
  matrix->bias = casus_layout_take(self, outputs * sizeof *matrix->bias);
}

bool casus_floats_good(const float *floats, size_t count) {
  static const float MOST = 1e6f;
  for (size_t i = 0; i < count; i++)
    if (!(floats[i] >= -MOST && floats[i] <= MOST)) return false; /* not a number is neither */
  return true;
}

bool casus_offsets_good(const int32_t *offsets, uint32_t outputs, uint32_t inputs) {
  const int32_t most = CASUS_ACTIVATION_ZERO * CASUS_WEIGHT_MOST * (int32_t)inputs;
  for (uint32_t i = 0; i < outputs; i++)
    if (offsets[i] < -most || offsets[i] > most) return false;
  return true;
}

bool casus_matrix_good(const casus_matrix *self) {
  if (!casus_offsets_good(self->offsets, self->outputs, self->inputs)) return false;
  for (size_t i = 0; i < (size_t)self->inputs * self->outputs; i++)
    if (self->weights[i] < -CASUS_WEIGHT_MOST || self->weights[i] > CASUS_WEIGHT_MOST) return false;
  return casus_floats_good(self->scales, self->outputs) && casus_floats_good(self->bias, self->outputs);
}

/* ---- Making */

float casus_largest(const float *floats, size_t count) {
  float most = 1e-6f;
  for (size_t i = 0; i < count; i++) most = fabsf(floats[i]) > most ? fabsf(floats[i]) : most;
  return most;
}

int8_t casus_step_of(float value, float scale, float most) {
  const float steps = roundf(value / scale);
  return (int8_t)(steps > most ? most : steps < -most ? -most : steps);
}

void casus_matrix_make_row(int8_t *into, const float *row, uint32_t output, uint32_t inputs, bool packed,
                           float *scale, int32_t *offset) {
  const float step = casus_largest(row, inputs) / (float)CASUS_WEIGHT_MOST;
  int32_t sum = 0;
  for (uint32_t j = 0; j < inputs; j++) {
    const int8_t weight = casus_step_of(row[j], step, (float)CASUS_WEIGHT_MOST);
    into[packed ? casus_packed(output, j, inputs) : (size_t)output * inputs + j] = weight;
    sum += weight;
  }
  *offset = CASUS_ACTIVATION_ZERO * sum;
  *scale = step / (float)CASUS_ACTIVATION_ONE;
}

void casus_matrix_make(casus_matrix *self, const float *weights, const float *bias) {
  for (uint32_t i = 0; i < self->outputs; i++) {
    casus_matrix_make_row(self->weights, weights + (size_t)i * self->inputs, i, self->inputs, true,
                          &self->scales[i], &self->offsets[i]);
    self->bias[i] = bias ? bias[i] : 0.0f;
  }
}
