/* tagger.h - finds names: a small network on what the parser's last layer says of each word.
 *
 *     x = squash(B states + start + sum of rows + row of the hint)      2 * width
 *     h = a layer of recurrent units over x (network.h)                 2 * width
 *     scores = W h + b                                                  one a class (text/entity.h)
 *
 * The states are the parser's; the rows are those of the same features of the word, in a table of the
 * tagger's own. The hint is what a dictionary takes the word for, as a class. Of all sequences of classes
 * that are whole names, the one with the best sum of scores is taken.
 */
#ifndef CASUS_PARSE_TAGGER_H
#define CASUS_PARSE_TAGGER_H

#include "parse/units.h"
#include "text/entity.h"

#define CASUS_TAGGER_SECTION "tagger" /* of a model */

enum {
  CASUS_TAGGER_OUTPUTS = (CASUS_ENTITY_CLASSES + CASUS_LANES - 1) / CASUS_LANES * CASUS_LANES,
};

typedef struct casus_tagger_sizes {
  uint32_t rows;   /* of the parser's table of embeddings */
  uint32_t states; /* what the parser says of a word: twice its width */
  uint32_t width;  /* units of the layer in each direction, a multiple of 16 */
} casus_tagger_sizes;

/* Weights, or their gradients, as training has them: places in arrays of floats. */
typedef struct casus_tagger_net {
  casus_tagger_sizes sizes;
  size_t count;                  /* of all floats but the rows */
  float *dense;                  /* of these */
  float *rows;                   /* [rows + CLASSES][2 * width]; the last ones are of the hints */
  float *below_weights, *start;  /* [2 * width][states], [2 * width] */
  casus_net_layer layer;         /* as in network.h */
  float *out_weights, *out_bias; /* [OUTPUTS][2 * width], [OUTPUTS] */
} casus_tagger_net;

/* Lays the parts out behind each other and sets `count`. `memory` NULL: only counts. */
void casus_tagger_net_lay_out(casus_tagger_net *self, const casus_tagger_sizes *sizes, float *memory,
                              float *rows);

/* The same in small integers, as the section of a model holds it. */
typedef struct casus_tagger {
  casus_tagger_sizes sizes; /* all 0: there is no tagger */
  float row_scale;          /* the worth of a step of the rows */
  int8_t *rows;
  casus_matrix below; /* its bias is `start` */
  casus_weights_layer layer;
  casus_matrix out;
} casus_tagger;

/* Points into the section of a model, which may hold anything: what does not fit the parser's sizes, and
 * numbers that would lead astray, are CASUS_FORMAT. */
casus_status casus_tagger_load(casus_tagger *self, const void *bytes, size_t size,
                               const casus_net_sizes *parser, casus_error *error);

/* The bytes of a section for these sizes; 0: too large. */
size_t casus_tagger_size(const casus_tagger_sizes *sizes);

/* Fills a section (of casus_tagger_size bytes, set to 0, aligned to 64) from what training has. */
void casus_tagger_make(void *bytes, const casus_tagger_net *net);

/* Where a batch of sentences is tagged: one call at a time. */
typedef struct casus_tagging {
  const casus_tagger *tagger;
  casus_multiply *multiply;
  int16_t *rows;    /* of each position: the sum of its rows, 2 * width numbers; the caller's to fill */
  uint8_t *hints;   /* of each position: a class, or 0; the same */
  uint8_t *classes; /* found: of each position; 0 for roots */
  uint8_t *read, *shown;
  int32_t *sums;
  float *cells;
  uint8_t *back;
} casus_tagging;

/* The bytes for batches of `positions`, and a tagging in a room of that size, aligned to 64 bytes. */
size_t casus_tagging_room(const casus_tagger *tagger, uint32_t positions);
void casus_tagging_init(casus_tagging *self, const casus_tagger *tagger, casus_multiply *multiply,
                        uint32_t positions, void *room);

/* Calls for the rows of a word, which will be needed soon. */
void casus_tagger_fetch(const casus_tagger *tagger, const uint32_t rows[CASUS_FEATURE_COUNT]);

/* The sum of the rows of a word: 2 * width numbers. */
void casus_tagger_embed(const casus_tagger *tagger, const uint32_t rows[CASUS_FEATURE_COUNT], int16_t *into);

/* Finds the classes of a batch that the parser has read, given its states: sizes.states bytes a position. A
 * sentence begins with its root. */
void casus_tagging_read(casus_tagging *self, const uint32_t *starts, uint32_t sentences,
                        const uint8_t *states);

/* The best sequence of classes of `count` words that is made of whole names. `scores` has OUTPUTS numbers a
 * word, each between -2^20 and 2^20; `back` has room for CLASSES bytes a word. */
void casus_tagger_decode(const int32_t *scores, uint32_t count, uint8_t *classes, uint8_t *back);

#endif
