/* causes.h - what the parts of the extractor of causes share.
 *
 * The rules of data/rules/causes.rules say which word is the head of the cause, which that of the effect, and
 * what signals it. causes_tree.c makes spans of heads, causes_signs.c works out what they say of more or
 * less, causes_hedges.c how sure the claim is and who makes it, causes_back.c what a pronoun points back to,
 * causes.c runs the rules, chooses and writes the records.
 */
#ifndef CASUS_EXTRACT_CAUSES_H
#define CASUS_EXTRACT_CAUSES_H

#include "extract/analysis.h"

/* Relations of the trees that matter here. */
typedef enum casus_link {
  CASUS_LINK_OTHER,
  CASUS_LINK_SUBJECT,
  CASUS_LINK_PASSIVE, /* a passive subject */
  CASUS_LINK_OBJECT,
  CASUS_LINK_NOUN, /* a nominal below a noun or a verb */
  CASUS_LINK_AMOD,
  CASUS_LINK_AUX,
  CASUS_LINK_PASSIVE_AUX,
  CASUS_LINK_COP,
  CASUS_LINK_ADVERB,
  CASUS_LINK_DET,
  CASUS_LINK_EDGE, /* case, mark, cc: no part of a span at its start */
  CASUS_LINK_PUNCT,
  CASUS_LINK_XCOMP,
  CASUS_LINK_CCOMP,
  CASUS_LINK_ADVCL,
  CASUS_LINK_ACL,
  CASUS_LINK_RELATIVE,
  CASUS_LINK_CONJ,
  CASUS_LINK_PARATAXIS,
} casus_link;

typedef struct casus_causes {
  casus_analysis *analysis;
  const casus_document *document;
  const casus_cause_rules *rules;
  uint8_t *link;                    /* a token: casus_link */
  uint32_t *head, *child, *sibling; /* a token: CASUS_NONE where there is none; children in order */
  const casus_cause_word **word;    /* a token: what is known of its lemma */
} casus_causes;

/* What a rule has found: heads of the sides, tokens of the signal. */
typedef struct casus_causal {
  const casus_cause_rule *rule;
  uint32_t cause, effect;
  casus_extent signal;
  uint32_t verb; /* the word that has the polarity, or CASUS_NONE */
} casus_causal;

/* False where the document has no trees. */
bool casus_causes_open(casus_causes *self, casus_analysis *analysis);

/* The first child of a kind; CASUS_NONE if there is none. */
uint32_t casus_causes_child(const casus_causes *self, uint32_t head, casus_link link);

/* Whether a word heads a clause rather than a nominal. */
bool casus_causes_is_clause(const casus_causes *self, uint32_t head);

bool casus_causes_has_tag(const casus_causes *self, uint32_t token, const char *upos);

/* The tokens of a side: what hangs on its head and stands together, without the other side (whose head is
 * `other`; CASUS_NONE: there is none here) and without the signal. */
casus_extent casus_causes_span(const casus_causes *self, uint32_t head, uint32_t other, casus_extent signal);

/* Adds to the span of a clause the noun that it is said of, where it stands right behind that and the other
 * side is not there: "[fishermen who] protest", "[students] trying to leave". */
void casus_causes_take_noun(const casus_causes *self, uint32_t head, casus_extent other, casus_extent signal,
                            casus_extent *span);

/* +1, -1 or 0: whether a side speaks of more or less of what it is about. */
int casus_causes_change(const casus_causes *self, uint32_t head);

/* +1, -1 or 0: what the cause does to the effect, by the heads of both, which may be members of what the rule
 * has found.
 */
int casus_causes_polarity(const casus_causes *self, const casus_causal *one, uint32_t cause, uint32_t effect);

casus_hedge casus_causes_hedge(const casus_causes *self, const casus_causal *one);

/* Who says what stands at a byte: an id, or NULL. */
const char *casus_causes_speaker(const casus_causes *self, uint32_t at);

/* What "this" or "this expansion" at `head` points back to; false where it is no such, or that is not known.
 */
bool casus_causes_back(const casus_causes *self, uint32_t head, casus_extent *found, uint32_t *found_head);

/* The main clause of the sentence before that of a token; false at the start of a paragraph. */
bool casus_causes_before(const casus_causes *self, uint32_t token, casus_extent *found, uint32_t *found_head);

#endif
