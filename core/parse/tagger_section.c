/* The tagger as a section of a model. */
#include "base/error.h"
#include "base/room.h"
#include "parse/tagger.h"

#include <string.h>

/* What a section begins with. */
typedef struct front {
  casus_tagger_sizes sizes;
  uint32_t classes;
  float row_scale;
} front;

static size_t count_rows(const casus_tagger_sizes *sizes) {
  return (size_t)sizes->rows + CASUS_ENTITY_CLASSES;
}

static size_t lay_out(casus_tagger *self, char *bytes) {
  const casus_tagger_sizes *sizes = &self->sizes;
  const uint32_t both = 2 * sizes->width;
  casus_layout all = {bytes, 0};
  casus_layout_take(&all, sizeof(front));
  self->rows = casus_layout_take(&all, count_rows(sizes) * both);
  casus_layout_take_matrix(&all, &self->below, sizes->states, both);
  casus_layout_take_matrix(&all, &self->layer.gates, both, CASUS_NET_GATES * both);
  self->layer.peep = casus_layout_take(&all, both * sizeof(float));
  casus_layout_take_matrix(&all, &self->out, both, CASUS_TAGGER_OUTPUTS);
  return all.at;
}

size_t casus_tagger_size(const casus_tagger_sizes *sizes) {
  casus_tagger counted = {.sizes = *sizes};
  const bool good = sizes->width && sizes->width <= CASUS_WIDEST && sizes->width % CASUS_LANES == 0;
  return good ? lay_out(&counted, NULL) : 0;
}

static bool parts_good(const casus_tagger *self) {
  return casus_matrix_good(&self->below) && casus_matrix_good(&self->layer.gates) &&
         casus_floats_good(self->layer.peep, 2 * (size_t)self->sizes.width) && casus_matrix_good(&self->out);
}

casus_status casus_tagger_load(casus_tagger *self, const void *bytes, size_t size,
                               const casus_net_sizes *parser, casus_error *error) {
  front begin;
  memset(self, 0, sizeof *self);
  const bool whole = size >= sizeof begin && (uintptr_t)bytes % CASUS_ROOM_ALIGNMENT == 0;
  if (whole) memcpy(&begin, bytes, sizeof begin);
  const bool good = whole && begin.classes == CASUS_ENTITY_CLASSES && begin.sizes.rows == parser->rows &&
                    begin.sizes.states == 2 * parser->width && casus_tagger_size(&begin.sizes) == size &&
                    casus_floats_good(&begin.row_scale, 1);
  if (good) {
    self->sizes = begin.sizes;
    self->row_scale = begin.row_scale;
    lay_out(self, (char *)(uintptr_t)bytes);
  }
  if (good && parts_good(self)) return CASUS_OK;
  memset(self, 0, sizeof *self);
  return casus_fail(error, CASUS_FORMAT, 0, "the model's tagger is damaged");
}

void casus_tagger_make(void *bytes, const casus_tagger_net *net) {
  enum { MOST = 127 };
  casus_tagger made = {.sizes = net->sizes};
  const size_t both = 2 * (size_t)net->sizes.width, count = count_rows(&net->sizes) * both;
  lay_out(&made, bytes);
  made.row_scale = casus_largest(net->rows, count) / (float)MOST;
  for (size_t i = 0; i < count; i++) made.rows[i] = casus_step_of(net->rows[i], made.row_scale, (float)MOST);
  casus_matrix_make(&made.below, net->below_weights, net->start);
  casus_matrix_make(&made.layer.gates, net->layer.weights, net->layer.bias);
  memcpy(made.layer.peep, net->layer.peep, both * sizeof(float));
  casus_matrix_make(&made.out, net->out_weights, net->out_bias);
  const front begin = {made.sizes, CASUS_ENTITY_CLASSES, made.row_scale};
  memcpy(bytes, &begin, sizeof begin);
}
