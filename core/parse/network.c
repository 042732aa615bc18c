#include "parse/network.h"

static float *take(casus_net *self, size_t count) {
  float *part = self->dense ? self->dense + self->count : NULL;
  self->count += (count + 15) / 16 * 16;
  return part;
}

void casus_net_lay_out(casus_net *self, const casus_net_sizes *sizes, float *memory, float *rows) {
  const size_t both = 2 * (size_t)sizes->width, units = CASUS_NET_GATES * both;
  *self = (casus_net){.sizes = *sizes, .dense = memory, .rows = rows};
  self->start = take(self, both);
  for (uint32_t i = 0; i < sizes->layers; i++) {
    self->layers[i].weights = take(self, units * both);
    self->layers[i].bias = take(self, units);
    self->layers[i].peep = take(self, both);
  }
  self->tag_weights = take(self, sizes->tags * both);
  self->tag_bias = take(self, sizes->tags);
  self->feats_weights = take(self, sizes->feats * both);
  self->feats_bias = take(self, sizes->feats);
  self->dependent_weights = take(self, sizes->arc * both);
  self->dependent_bias = take(self, sizes->arc);
  self->head_weights = take(self, sizes->arc * both);
  self->head_bias = take(self, sizes->arc);
  self->pair_weights = take(self, (size_t)sizes->arc * sizes->arc);
  self->pair_bias = take(self, sizes->arc);
  self->distances = take(self, 2 * CASUS_NET_DISTANCES);
  self->below_weights = take(self, sizes->label * both);
  self->above_weights = take(self, sizes->label * both);
  self->label_bias = take(self, sizes->label);
  self->out_weights = take(self, (size_t)sizes->labels * sizes->label);
  self->out_bias = take(self, sizes->labels);
}
