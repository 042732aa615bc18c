/* splitter_lexicon.h - what kinds of words a treebank has. */
#ifndef CASUS_PARSE_SPLITTER_LEXICON_H
#define CASUS_PARSE_SPLITTER_LEXICON_H

#include "parse/treebank.h"

/* The 1 << `bits` buckets of a lexicon (see splitter_tokens.h), in `arena`. */
uint32_t *casus_split_learn_lexicon(const casus_treebank *bank, uint32_t bits, casus_arena *arena);

#endif
