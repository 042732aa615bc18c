/* splitter_features.h - what the splitter sees at a place where a sentence may begin. */
#ifndef CASUS_PARSE_SPLITTER_FEATURES_H
#define CASUS_PARSE_SPLITTER_FEATURES_H

#include "parse/splitter_tokens.h"

enum { CASUS_SPLIT_FEATURES = 34 };

/* What was read of the sentence so far. */
typedef struct casus_split_state {
  const casus_split_paragraph *paragraph;
  uint32_t first;        /* token of the paragraph that the sentence begins with */
  uint32_t small;        /* words in small letters since then */
  bool finite;           /* a finite verb was read */
  uint8_t quote, depth;  /* quotation marks and brackets that are open */
  uint8_t before_length; /* of the sentence before, as a bucket; 0: none */
  uint8_t before_end;    /* the shape of its last token */
} casus_split_state;

/* Begins with the first token of a paragraph that has one. */
void casus_split_begin(casus_split_state *self, const casus_split_paragraph *paragraph);

/* Whether a sentence could begin with token `at` > 0; most places are ruled out by a glance. */
bool casus_split_candidate(const casus_split_paragraph *self, uint32_t at);

/* Whether something is seen to end there: by the rules, by a line break or by the mark before it. */
bool casus_split_is_marked(const casus_split_paragraph *self, uint32_t at);

/* Numbers of the features at `at`, of `bits` bits. */
void casus_split_features(const casus_split_state *self, uint32_t at, uint32_t bits,
                          uint32_t features[CASUS_SPLIT_FEATURES]);

/* Goes on to token `at`, with which a sentence begins or not. */
void casus_split_step(casus_split_state *self, uint32_t at, bool begins);

#endif
