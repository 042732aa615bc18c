/* network.h - the network that reads a sentence: what it computes, and its weights as training has them.
 *
 * A word is the sum of the rows of its features (features.h), squashed to [-1, 1]; the root stands before the
 * first word. Layers of recurrent units then read the sentence in both directions, and from the last of them
 * three heads decide:
 *
 *     embedding  x = squash(bias + sum of rows)                                     2 * width
 *     layer      z = squash(Wz x + bz)    what a unit would like to remember        width, each direction
 *                f = gate(Wf x + bf + v * c')   how much of c' = c before it keeps
 *                r = gate(Wr x + br)      how much of what it remembers it shows
 *                c = f * c' + (1 - f) * z
 *                h = r * c + (1 - r) * (its half of x)
 *     tags       softmax(W h + b)
 *     features   softmax(W h + b), over the FEATS that the word may have
 *     heads      dependent d = squash(Wd h + bd), head e = squash(We h + be)
 *                softmax over all heads of (U d + u) . e + (a bias by direction and distance)
 *     labels     softmax(Wo squash(Wd h(dependent) + Wh h(head) + b) + bo)
 *
 * The units are those of quasi-recurrent networks (Bradbury et al. 2017) with the highways and the peephole
 * of simple recurrent units (Lei et al. 2018): all products are of whole matrices, and what goes from word to
 * word is cheap. Heads are chosen as by Dozat and Manning (2017). All activations lie in [-1, 1] or [0, 1],
 * so that they can be kept in a byte. The squashing function is a polynomial, so that it has the same bits on
 * every machine and is quick on wide registers.
 */
#ifndef CASUS_PARSE_NETWORK_H
#define CASUS_PARSE_NETWORK_H

#include <stddef.h>
#include <stdint.h>

enum {
  CASUS_NET_DISTANCES = 16, /* 1, 2, ... 8, then up to 10, 14, 20, 28, 40, 60, 100, and further */
  CASUS_NET_MOST_LAYERS = 4,
  CASUS_NET_GATES = 3, /* in the order z, f, r */
};

/* All sizes but `rows` are multiples of 16. */
typedef struct casus_net_sizes {
  uint32_t rows;   /* of the table of embeddings */
  uint32_t width;  /* units of a layer in one direction */
  uint32_t layers; /* at most CASUS_NET_MOST_LAYERS */
  uint32_t tags, feats, labels;
  uint32_t arc, label; /* units of the heads */
} casus_net_sizes;

/* The bucket of a distance, from 0. */
static inline uint32_t casus_net_distance(uint32_t distance) {
  static const uint8_t limits[] = {10, 14, 20, 28, 40, 60, 100};
  if (distance <= 8) return distance - 1;
  for (uint32_t i = 0; i < sizeof limits; i++)
    if (distance <= limits[i]) return 8 + i;
  return CASUS_NET_DISTANCES - 1;
}

/* From (-inf, inf) to [-1, 1]: smooth, odd, about tanh(x), its end reached at 2. */
static inline float casus_net_squash(float x) {
  float u = x * 0.5f;
  u = u < 1.0f ? u : 1.0f;
  u = u > -1.0f ? u : -1.0f;
  const float s = u * u;
  return u * (1.875f - s * (1.25f - s * 0.375f));
}

/* From (-inf, inf) to [0, 1]: 0.5 + 0.5 * squash(0.5 * x), to the bit, as all of its halves are exact. */
static inline float casus_net_gate(float x) {
  float u = x * 0.25f;
  u = u < 1.0f ? u : 1.0f;
  u = u > -1.0f ? u : -1.0f;
  const float s = u * u;
  return 0.5f + u * (0.9375f - s * (0.625f - s * 0.1875f));
}

/* Their derivatives, at the same x. */
static inline float casus_net_squash_slope(float x) {
  float u = x * 0.5f;
  u = u < 1.0f ? u : 1.0f;
  u = u > -1.0f ? u : -1.0f;
  const float s = 1.0f - u * u;
  return 0.9375f * s * s;
}

static inline float casus_net_gate_slope(float x) {
  return 0.25f * casus_net_squash_slope(0.5f * x);
}

/* Weights, or their gradients: places in one array of floats. A matrix has a row for each output. */
typedef struct casus_net_layer {
  float *weights; /* [2 * GATES * width][2 * width]; by direction, then gate */
  float *bias;    /* [2 * GATES * width] */
  float *peep;    /* [2 * width] */
} casus_net_layer;

typedef struct casus_net {
  casus_net_sizes sizes;
  size_t count; /* of all floats but the embeddings */
  float *dense; /* of these */
  float *rows;  /* [rows][2 * width] */
  float *start; /* [2 * width] */
  casus_net_layer layers[CASUS_NET_MOST_LAYERS];
  float *tag_weights, *tag_bias;             /* [tags][2 * width], [tags] */
  float *feats_weights, *feats_bias;         /* the same */
  float *dependent_weights, *dependent_bias; /* [arc][2 * width], [arc] */
  float *head_weights, *head_bias;           /* the same */
  float *pair_weights, *pair_bias;           /* [arc][arc], [arc] */
  float *distances;                          /* [2][DISTANCES]; the head stands before the word, behind it */
  float *below_weights, *above_weights;      /* [label][2 * width]: of the dependent, of the head */
  float *label_bias;                         /* [label] */
  float *out_weights, *out_bias;             /* [labels][label], [labels] */
} casus_net;

/* Lays the parts out behind each other, each on 64 bytes, and sets `count`. `memory` NULL: only counts.
 * `rows` may be NULL. */
void casus_net_lay_out(casus_net *self, const casus_net_sizes *sizes, float *memory, float *rows);

#endif
