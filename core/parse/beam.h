/* beam.h - the few heads of each word that deserve a second look. */
#ifndef CASUS_PARSE_BEAM_H
#define CASUS_PARSE_BEAM_H

#include "parse/inference.h"

/* The bytes that weighing needs for sentences of at most `longest` positions. */
size_t casus_beam_room(const casus_weights *weights, uint32_t longest, uint32_t beam);

/* Weighs the `beam` best heads of each word of a sentence together with what they make of it: adds to each of
 * their scores in inference->arcs (which casus_inference_arcs has found) the logarithm of the probability of
 * the best relation, so that the tree with the largest sum is the most probable tree with its relations. The
 * other heads are put behind them. `root` is the relation of what hangs on the root, and of nothing else.
 * `room` is of that size, aligned to 64 bytes. */
void casus_beam_weigh(casus_inference *inference, uint32_t sentence, uint32_t beam, uint32_t root,
                      void *room);

#endif
