#include "parse/units.h"

#include "parse/floats.h"

#include <string.h>

/* Activations as floats, and back. Loops apart from those over floats: all that a loop touches is then
 * equally wide. */
CASUS_CLONES static void unpack(float *restrict into, const uint8_t *restrict from, size_t count) {
  for (size_t x = 0; x < count; x++) into[x] = casus_activation_worth(from[x]);
}

CASUS_CLONES static void repack(uint8_t *restrict into, const float *restrict from, size_t count) {
  for (size_t x = 0; x < count; x++) into[x] = casus_activation(from[x]);
}

/* What the sums of a gate stand for. */
typedef struct gate {
  const int32_t *sums, *offsets;
  const float *scales, *bias;
} gate;

static gate gate_at(const int32_t *sums, const casus_matrix *matrix, size_t at) {
  return (gate){sums + at, matrix->offsets + at, matrix->scales + at, matrix->bias + at};
}

/* One step of a layer in one direction. `shown` holds what is read. */
CASUS_CLONES static void step(size_t width, gate z, gate f, gate r, const float *restrict peep,
                              float *restrict cells, float *restrict shown) {
  for (size_t x = 0; x < width; x++) {
    const float wish = casus_net_squash((float)(z.sums[x] - z.offsets[x]) * z.scales[x] + z.bias[x]);
    const float keep =
        casus_net_gate((float)(f.sums[x] - f.offsets[x]) * f.scales[x] + f.bias[x] + peep[x] * cells[x]);
    const float show = casus_net_gate((float)(r.sums[x] - r.offsets[x]) * r.scales[x] + r.bias[x]);
    const float cell = keep * cells[x] + (1.0f - keep) * wish;
    cells[x] = cell;
    shown[x] = show * cell + (1.0f - show) * shown[x];
  }
}

void casus_units_read(const casus_weights_layer *layer, uint32_t width, casus_multiply *multiply,
                      const casus_units_batch *batch, const uint8_t *read, uint8_t *shown) {
  const casus_matrix *gates = &layer->gates;
  const uint32_t both = 2 * width, units = gates->outputs;
  multiply(batch->sums, read, gates->weights, batch->count, both, units);
  for (uint32_t s = 0; s < batch->sentences; s++) {
    const uint32_t first = batch->starts[s], limit = batch->starts[s + 1];
    for (uint32_t direction = 0; direction < 2; direction++) {
      const size_t at = (size_t)direction * CASUS_NET_GATES * width, side = (size_t)direction * width;
      memset(batch->cells, 0, width * sizeof *batch->cells);
      for (uint32_t k = 0; k < limit - first; k++) {
        const size_t i = direction ? limit - 1 - k : first + k;
        const int32_t *const sums = batch->sums + i * units;
        float floats[CASUS_WIDEST];
        unpack(floats, read + i * both + side, width);
        step(width, gate_at(sums, gates, at), gate_at(sums, gates, at + width),
             gate_at(sums, gates, at + 2 * width), layer->peep + side, batch->cells, floats);
        repack(shown + i * both + side, floats, width);
      }
    }
  }
}
