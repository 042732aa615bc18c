#include "parse/steps.h"

#include "parse/lesson.h"

#include <math.h>
#include <string.h>

uint64_t casus_random(uint64_t *state) {
  uint64_t x = *state += UINT64_C(0x9E3779B97F4A7C15);
  x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
  return x ^ x >> 31;
}

CASUS_CLONES void casus_squash_all(float *into, const float *from, size_t count) {
  for (size_t i = 0; i < count; i++) into[i] = casus_net_squash(from[i]);
}

CASUS_CLONES void casus_squash_back(float *gradient, const float *in, size_t count) {
  for (size_t i = 0; i < count; i++) gradient[i] *= casus_net_squash_slope(in[i]);
}

CASUS_CLONES void casus_add(float *into, const float *from, size_t count) {
  for (size_t i = 0; i < count; i++) into[i] += from[i];
}

void casus_apply(float *into, const float *from, const float *turned, const float *bias, size_t rows,
                 size_t inputs, size_t outputs) {
  for (size_t i = 0; i < rows; i++)
    if (bias)
      memcpy(into + i * outputs, bias, outputs * sizeof *into);
    else
      memset(into + i * outputs, 0, outputs * sizeof *into);
  casus_floats_multiply(into, outputs, casus_plain(from, inputs), turned, outputs, rows, outputs, inputs);
}

void casus_apply_back(float *weights, float *bias, float *input, const float *output, const float *from,
                      const float *plain, size_t rows, size_t inputs, size_t outputs) {
  casus_floats_multiply(weights, inputs, casus_transposed(output, outputs), from, inputs, outputs, inputs,
                        rows);
  for (size_t i = 0; bias && i < rows; i++) casus_add(bias, output + i * outputs, outputs);
  if (input)
    casus_floats_multiply(input, inputs, casus_plain(output, outputs), plain, inputs, rows, inputs, outputs);
}

double casus_softmax_back(float *scores, uint32_t count, uint32_t gold) {
  float most = scores[0], sum = 0;
  for (uint32_t i = 1; i < count; i++) most = scores[i] > most ? scores[i] : most;
  const float right = scores[gold] - most;
  for (uint32_t i = 0; i < count; i++) sum += scores[i] = expf(scores[i] - most);
  for (uint32_t i = 0; i < count; i++) scores[i] /= sum;
  scores[gold] -= 1.0f;
  return (double)(logf(sum) - right);
}

CASUS_CLONES void casus_unit_step(size_t width, const float *restrict z, float *restrict f,
                                  const float *restrict r, const float *restrict peep,
                                  const float *restrict before, float *restrict cell, float *restrict shown,
                                  const float *restrict in) {
  for (size_t x = 0; x < width; x++) {
    f[x] += peep[x] * before[x];
    const float keep = casus_net_gate(f[x]), show = casus_net_gate(r[x]);
    const float c = keep * before[x] + (1.0f - keep) * casus_net_squash(z[x]);
    cell[x] = c;
    shown[x] = show * c + (1.0f - show) * in[x];
  }
}

const float *casus_cell_before(const float *zeros, const float *cell, size_t both, uint32_t direction,
                               uint32_t k) {
  if (k == 0) return zeros;
  return direction ? cell + both : cell - both;
}

CASUS_CLONES void casus_unit_back(size_t width, const float *restrict gates, const float *restrict peep,
                                  const float *restrict before, const float *restrict cell,
                                  const float *restrict in, float *restrict d_shown, float *restrict d_gates,
                                  float *restrict d_peep, float *restrict carry) {
  const float *const z = gates, *const f = gates + width, *const r = gates + 2 * width;
  for (size_t x = 0; x < width; x++) {
    const float keep = casus_net_gate(f[x]), show = casus_net_gate(r[x]), wish = casus_net_squash(z[x]);
    const float d_cell = carry[x] + d_shown[x] * show;
    const float d_f = d_cell * (before[x] - wish) * casus_net_gate_slope(f[x]);
    d_gates[x] = d_cell * (1.0f - keep) * casus_net_squash_slope(z[x]);
    d_gates[width + x] = d_f;
    d_gates[2 * width + x] = d_shown[x] * (cell[x] - in[x]) * casus_net_gate_slope(r[x]);
    d_shown[x] *= 1.0f - show;
    d_peep[x] += d_f * before[x];
    carry[x] = d_cell * keep + d_f * peep[x];
  }
}
