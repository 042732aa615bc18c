/* quotes.h - what the parts of the quotation extractor share.
 *
 * Claims are what the rules of data/rules/quotes.rules find: a word that reports (the cue), who speaks, and
 * the head of what is said. quotes_claims.c runs the rules, quotes_tree.c reads spans off the trees,
 * quotes_marks.c pairs quotation marks, quotes_speech.c tells speech from
 * other words in marks, quotes_join.c gives the pairs to claims, quotes_speaker.c says who
 * speaks, quotes.c writes the records.
 */
#ifndef CASUS_EXTRACT_QUOTES_H
#define CASUS_EXTRACT_QUOTES_H

#include "extract/analysis.h"
#include "match/rules.h"

/* ---- Quotation marks */

/* What stands between a pair of marks: tokens, with the marks. */
typedef struct casus_quoted {
  uint32_t first, limit;
  uint32_t end; /* of what stands between them; the last mark may be missing at the end of a paragraph */
  bool goes_on; /* with the pair before, that is not closed at the end of its paragraph */
  bool taken;   /* part of a quotation */
} casus_quoted;

typedef struct casus_quoteds {
  casus_quoted *items;
  size_t count, capacity;
} casus_quoteds;

/* Finds the pairs of marks of a document, in order. */
void casus_quoted_find(const casus_analysis *self, casus_quoteds *into);

/* The first pair that ends behind a token, as an index; `count` if none does. */
size_t casus_quoted_from(const casus_quoteds *self, uint32_t token);

/* The pair that a token lies in, or NULL. */
casus_quoted *casus_quoted_at(const casus_quoteds *self, uint32_t token);

/* ---- Claims */

enum { CASUS_CLAIM_PIECES = 8 };

typedef struct casus_claim {
  const casus_quote_rule *rule;
  casus_extent cue;
  uint32_t speaker; /* the head of who speaks, or CASUS_NONE */
  uint32_t content; /* the head of what is said, or CASUS_NONE */
  uint32_t count;   /* pieces of the content, in order; none: it has none of its own */
  casus_extent pieces[CASUS_CLAIM_PIECES];
  bool quoted; /* a pair of marks belongs to it, */
  bool direct; /* and holds speech, as against a few words of it */
} casus_claim;

typedef struct casus_claims {
  casus_claim *items;
  size_t count, capacity;
} casus_claims;

/* ---- Trees */

/* What a relation to the head means here. */
typedef enum casus_tie_kind {
  CASUS_TIE_OTHER,
  CASUS_TIE_SUBJECT,
  CASUS_TIE_PASSIVE, /* a passive subject */
  CASUS_TIE_AGENT,
  CASUS_TIE_CONJUNCT,
  CASUS_TIE_CONTROLLED, /* a clause that has its subject from the one above it */
  CASUS_TIE_NOUN,       /* a clause about a noun that is its subject */
  CASUS_TIE_RELATIVE,
  CASUS_TIE_NAME, /* part of a name, or another name for it */
  CASUS_TIE_PUNCTUATION,
  CASUS_TIE_CASE,
  CASUS_TIE_MARK,         /* "that" */
  CASUS_TIE_PASSIVE_MARK, /* "was" of a passive */
  CASUS_TIE_COMPLEMENT,   /* what goes with an object: "called her [a liar]" */
  CASUS_TIE_NOMINAL,      /* nominals and the like below a clause */
} casus_tie_kind;

typedef struct casus_tree {
  const casus_document *document;
  const uint8_t *kinds; /* casus_tie_kind by number of a relation */
} casus_tree;

/* False where the document has no trees. */
bool casus_tree_open(casus_tree *self, const casus_analysis *analysis);

/* The head of a token, or CASUS_NONE for the root of a sentence. */
uint32_t casus_tree_head(const casus_tree *self, uint32_t token);

static inline casus_tie_kind casus_tree_kind(const casus_tree *self, uint32_t token) {
  return (casus_tie_kind)self->kinds[self->document->deprel[token]];
}

/* Who does what the word at `cue` says: its subject, or that of what it hangs on; CASUS_NONE if unknown. */
uint32_t casus_tree_subject(const casus_tree *self, uint32_t cue);

/* Fills in the pieces of a claim from the tree. */
void casus_tree_content(const casus_tree *self, casus_claim *claim);

/* The tokens of a nominal, from its head: without relative clauses and prepositions. */
casus_extent casus_tree_nominal(const casus_tree *self, uint32_t head);

/* Finds the claims of a document, one a cue, by cue. */
void casus_claims_find(const casus_analysis *self, const casus_tree *tree, casus_claims *into);

/* ---- Claims and quotation marks */

/* What a document is searched with. */
typedef struct casus_quoting {
  casus_analysis *analysis;
  const casus_document *document;
  casus_tree tree;
  bool parsed; /* there are trees */
  casus_quoteds marks;
  casus_claims claims;
  casus_claims free; /* quotations without a verb of speech */
  casus_claim *last; /* the claim that the last pair of marks belongs to */
} casus_quoting;

/* Whether a token is part of the content. */
static inline bool casus_claim_holds(const casus_claim *claim, uint32_t token) {
  for (uint32_t i = 0; i < claim->count; i++)
    if (token >= claim->pieces[i].first && token < claim->pieces[i].limit) return true;
  return false;
}

/* Whether a token is this one sign. */
bool casus_quoting_is(const casus_quoting *self, uint32_t token, char sign);

/* Whether a token keeps a verb and a quotation or a speaker apart. */
bool casus_quoting_parts(const casus_quoting *self, uint32_t token);

/* Gives each pair of marks to the claim that it belongs to, or makes one without a cue. */
void casus_quoting_join(casus_quoting *self);

static inline bool casus_is_capital(unsigned char byte) {
  return byte >= 'A' && byte <= 'Z';
}

/* Whether a token has one of these tags; a NULL ends them. */
bool casus_quoting_tagged(const casus_document *document, uint32_t token, const char *const *tags);

/* Whether a token begins a sentence, but for a bracket before it. */
bool casus_quoting_begins(const casus_quoting *self, uint32_t token);

/* ---- What stands between marks (quotes_speech.c) */

static inline bool casus_quoted_covers(const casus_quoted *marks, uint32_t token) {
  return token >= marks->first && token < marks->limit;
}

/* Whether the first letter is a capital. */
bool casus_quoted_starts_capital(const casus_quoting *self, const casus_quoted *marks);

uint32_t casus_quoted_words(const casus_quoting *self, const casus_quoted *marks);

/* Whether it is a sentence of its own, or begins one and leaves its end to the reporter. */
bool casus_quoted_is_sentence(const casus_quoting *self, const casus_quoted *marks);

/* Whether a few words are a paragraph of their own: a heading. */
bool casus_quoted_is_heading(const casus_quoting *self, const casus_quoted *marks);

/* Whether it is speech that a claim reports, and no words that the reporter works into a sentence. */
bool casus_quoted_is_speech(const casus_quoting *self, const casus_claim *claim, const casus_quoted *marks);

/* Whether a claim reports all up to the end of the sentence before it. */
bool casus_quoted_reported(const casus_quoting *self, const casus_claim *claim, const casus_quoted *marks);

/* ---- Records */

/* Some tokens as part of a record. */
static inline casus_part casus_quoting_part(const casus_quoting *self, uint32_t first, uint32_t limit) {
  return (casus_part){.start = self->document->start[first], .stop = self->document->stop[limit - 1]};
}

/* Who speaks; the start is CASUS_NONE where nobody is named. The id lives in the arena of the analysis. */
casus_part casus_quoting_speaker(const casus_quoting *self, const casus_claim *claim);

#endif
