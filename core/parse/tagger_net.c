#include "parse/tagger.h"

static float *take(casus_tagger_net *self, size_t count) {
  float *part = self->dense ? self->dense + self->count : NULL;
  self->count += (count + 15) / 16 * 16;
  return part;
}

void casus_tagger_net_lay_out(casus_tagger_net *self, const casus_tagger_sizes *sizes, float *memory,
                              float *rows) {
  const size_t both = 2 * (size_t)sizes->width, units = CASUS_NET_GATES * both;
  *self = (casus_tagger_net){.sizes = *sizes, .dense = memory, .rows = rows};
  self->below_weights = take(self, both * sizes->states);
  self->start = take(self, both);
  self->layer.weights = take(self, units * both);
  self->layer.bias = take(self, units);
  self->layer.peep = take(self, both);
  self->out_weights = take(self, CASUS_TAGGER_OUTPUTS * both);
  self->out_bias = take(self, CASUS_TAGGER_OUTPUTS);
}
