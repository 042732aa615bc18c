/* view.h - a document as rules see it: literals, phrases, children. Made once for each run of rules. */
#ifndef CASUS_MATCH_VIEW_H
#define CASUS_MATCH_VIEW_H

#include "match/program.h"

enum { CASUS_SHAPE_SIZE = 64 };

/* The phrases that one @name stands for, by `first`; of one place the longest first. */
typedef struct casus_phrase_view {
  casus_extent *items;
  size_t count, capacity;
  uint64_t *begins; /* a bit a token */
  bool found;       /* looked for already: that is done when it is first asked for */
} casus_phrase_view;

typedef struct casus_view {
  const casus_rules *rules;
  const casus_subject *subject;
  const casus_document *document;
  casus_arena *arena;
  uint32_t first, limit; /* the tokens that are looked at */
  uint32_t *literals;    /* by number in the document's pool: that among the rules', or CASUS_POOL_NONE */
  casus_phrase_view *phrases; /* one for each of the rules' */
  uint32_t *child,
      *sibling;        /* of tokens from `first` on: first child, next child of the same head; CASUS_NONE */
  uint64_t *letterless; /* a bit a token, from `first` on: it begins with no ASCII letter */
  casus_status status; /* what a predicate said */
} casus_view;

/* Looks at the sentences [first, limit). Under casus_arena_protect. */
void casus_view_make(casus_view *self, const casus_rules *rules, const casus_subject *subject, uint32_t first,
                     uint32_t limit, casus_arena *arena);

/* The literal that a token has as the value of a column; CASUS_POOL_NONE where the rules do not have it. */
static inline uint32_t casus_view_literal(const casus_view *self, const uint32_t *column, uint32_t token) {
  return column ? self->literals[column[token]] : CASUS_POOL_NONE;
}

/* Whether a test holds for a token of the sentence [first, limit). */
bool casus_view_test(casus_view *self, const casus_test *test, uint32_t token, uint32_t first,
                     uint32_t limit);

/* The phrases of one of the rules' lists and layers. */
const casus_phrase_view *casus_view_phrases(casus_view *self, uint32_t number);

/* The first of them that begins at a token or behind it; the first that may hold it, which ends behind it. */
size_t casus_phrase_from(const casus_phrase_view *self, uint32_t token);
bool casus_phrase_holds(const casus_phrase_view *self, uint32_t token);

static inline bool casus_phrase_begins(const casus_phrase_view *self, uint32_t token) {
  return self->begins && (self->begins[token / 64] >> token % 64 & 1);
}

static inline bool casus_view_letterless(const casus_view *self, uint32_t token) {
  const uint32_t bit = token - self->first;
  return self->letterless[bit / 64] >> bit % 64 & 1;
}

/* The head of a token in the document, CASUS_NONE for a root or without trees. */
static inline uint32_t casus_view_head(const casus_view *self, uint32_t token, uint32_t sentence_first) {
  const uint32_t *head = self->document->head;
  return head && head[token] ? sentence_first + head[token] - 1 : CASUS_NONE;
}

#endif
