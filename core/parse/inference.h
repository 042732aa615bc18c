/* inference.h - reads sentences with the weights of a model: network.h, in integers.
 *
 * What is computed in floats are sums, products and conversions of single numbers, in an order that no
 * compiler may change
 * (-ffp-contract=off): the results are the same bits on every machine, however wide its registers.
 */
#ifndef CASUS_PARSE_INFERENCE_H
#define CASUS_PARSE_INFERENCE_H

#include "parse/weights.h"

enum {
  CASUS_LONGEST_PIECE = 256, /* words that are read together; longer sentences are read in pieces */
  CASUS_BATCH_POSITIONS = 128,
};

/* Where one batch of sentences is read: one call at a time. A position is a word, or the root before the
 * first of a sentence. */
typedef struct casus_inference {
  const casus_weights *weights;
  casus_multiply *multiply;
  uint32_t positions; /* room for so many */
  uint32_t longest;   /* room for sentences of so many positions; a multiple of LANES */

  uint32_t count, sentences; /* of the batch */
  uint32_t *starts;          /* position of each sentence; sentences + 1 entries */
  uint8_t *root;             /* the activations of the root */

  uint16_t *tags;            /* found: of each position */
  float *arcs;               /* of the sentence that was asked for: [head][dependent], rows of `longest` */
  uint8_t *read, *shown;     /* activations: what a layer reads, what it shows */
  uint8_t *dependent, *head; /* of the heads of the network */
  float *pair, *below, *above;
  int32_t *sums;
  float *scores; /* of the tags of a word */
  float *cells;
  int8_t *packed;
  uint8_t *joint;
  float *ahead; /* the bias of distances, from far behind the word to far before it */
} casus_inference;

/* The bytes that an inference needs for batches of `positions` in sentences of at most `longest` positions.
 */
size_t casus_inference_room(const casus_weights *weights, uint32_t positions, uint32_t longest);

/* `room` is of that size, aligned to 64 bytes, and belongs to the caller. */
void casus_inference_init(casus_inference *self, const casus_weights *weights, casus_multiply *multiply,
                          uint32_t positions, uint32_t longest, void *room);

/* The activations of a word with these rows: 2 * width bytes. The same rows give the same, always. */
void casus_inference_embed(const casus_weights *weights, const uint32_t rows[CASUS_FEATURE_COUNT],
                           uint8_t *into);

/* A new batch; a new sentence in it, with its root. */
void casus_inference_begin(casus_inference *self);
void casus_inference_add_sentence(casus_inference *self);
/* A word of the sentence that was added last: the place for its activations. */
uint8_t *casus_inference_add_word(casus_inference *self);

/* Reads the batch; finds the tags. */
void casus_inference_read(casus_inference *self);

/* The score of FEATS `feats` (below real_feats) for a position of the batch. */
float casus_inference_feats(const casus_inference *self, uint32_t position, uint32_t feats);

/* Finds the scores of all heads of a sentence of the batch, into `arcs`. A word is no head of itself. */
void casus_inference_arcs(casus_inference *self, uint32_t sentence);

/* The scores of all labels (rows of sizes.labels) of `count` arcs between positions of the batch. */
void casus_inference_labels(casus_inference *self, const uint32_t *dependents, const uint32_t *heads,
                            uint32_t count, float *scores);

#endif
