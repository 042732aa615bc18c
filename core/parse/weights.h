/* weights.h - the network (network.h) in small integers, as the section of a model holds it. */
#ifndef CASUS_PARSE_WEIGHTS_H
#define CASUS_PARSE_WEIGHTS_H

#include "casus.h"
#include "parse/features.h"
#include "parse/network.h"
#include "parse/section.h"

enum { CASUS_WIDEST = 1024 }; /* units of a layer in one direction, and of a head */

typedef struct casus_weights_layer {
  casus_matrix gates; /* outputs: by direction, then gate */
  float *peep;
} casus_weights_layer;

typedef struct casus_weights {
  casus_net_sizes sizes;
  uint32_t real_tags, real_feats, real_labels; /* the others only fill up the matrices */
  uint32_t slot_count;
  float row_scale; /* the worth of a step of the embeddings */
  casus_feature_slot *slots;
  int8_t *rows;
  float *start;
  casus_weights_layer layers[CASUS_NET_MOST_LAYERS];
  int8_t *feats; /* [feats][2 * width], not packed: only a few are asked for */
  float *feats_scales, *feats_bias;
  int32_t *feats_offsets;
  casus_matrix tags, dependent, head, pair, below, above, out;
  float *distances;
} casus_weights;

/* Points into the section of a model, which is only read. The section may hold anything: what does not fit
 * together, and numbers that would lead astray, are CASUS_FORMAT. */
casus_status casus_weights_load(casus_weights *self, const void *bytes, size_t size, casus_error *error);

/* The bytes of a section for these sizes; 0: too large. */
size_t casus_weights_size(const casus_net_sizes *sizes, uint32_t slots);

/* Fills a section (of casus_weights_size bytes, set to 0, aligned to 64) from what training has. `real` has
 * the numbers of classes that there are, `slots` the table of features. */
void casus_weights_make(void *bytes, const casus_net *net, const casus_net_sizes *real,
                        const casus_feature_slot *slots, uint32_t slot_count);

#endif
