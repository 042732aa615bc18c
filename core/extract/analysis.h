/* analysis.h - what the extractors share while they work on one document. */
#ifndef CASUS_EXTRACT_ANALYSIS_H
#define CASUS_EXTRACT_ANALYSIS_H

#include "extract/engine.h"
#include "extract/record.h"
#include "text/document.h"

/* A place where an actor is named. Tokens are a half-open range, counted from 0. */
typedef struct casus_mention {
  uint32_t start, stop;  /* bytes */
  uint32_t first, limit; /* tokens */
  const casus_actor *actor;
  const char *id;   /* who it is */
  const char *code; /* may be NULL */
  bool acts;        /* can do something or have it done to it: not an adjective, a city or a sea */
} casus_mention;

struct casus_analysis {
  casus_document *document;
  const casus_engine *engine;
  casus_arena *arena; /* the document's */

  const casus_word **words; /* what the lexicon knows of each token */
  uint8_t *modality;        /* casus_modality of the phrase that covers a token */

  /* A token: the state or body that begins an unknown name which begins there, "Thai" of "Thai Election
   * Commission", or NULL. */
  const casus_actor **owner;

  struct {
    casus_mention *items;
    size_t count, capacity;
  } mentions; /* of names, by start */
  struct {
    casus_mention *items;
    size_t count, capacity;
  } actors; /* those that act, and "the Chinese foreign ministry" */
  struct {
    casus_record *items;
    size_t count, capacity;
  } records;
  bool traced; /* whether to tell which words yield no event */
  struct {
    casus_missed *items;
    size_t count, capacity;
  } missed;
  struct casus_events *events; /* the trees and triggers, once events were looked for; NULL without trees */
  size_t first_record[CASUS_KIND_COUNT]; /* the records of one kind lie together, ... */
  size_t record_limit[CASUS_KIND_COUNT]; /* ... by start, once its extractor has run */
};

/* Adds a record with its span, sentence and extractor set, all else null. `start` must lie in the text. */
casus_record *casus_analysis_add(casus_analysis *self, casus_kind kind, uint32_t start, uint32_t stop,
                                 const char *extractor, double confidence);

/* Tells, where that is asked for, why a token yields no event. `row` may be NULL. */
void casus_analysis_miss(casus_analysis *self, uint32_t token, const char *row, const char *reason);

/* The first record of a kind that ends behind byte `at`, as an index into `records`; record_limit[kind] if
 * none does. */
size_t casus_analysis_record_from(const casus_analysis *self, casus_kind kind, uint32_t at);

/* Whether a token is this lower-case ASCII word, whatever its case. */
bool casus_analysis_is(const casus_analysis *self, uint32_t token, const char *word);

/* The same for any of a list of words that ends with NULL. */
bool casus_analysis_is_any(const casus_analysis *self, uint32_t token, const char *const *words);

/* Whether a token stands in a byline, a caption or the like: nothing is to be found there. */
static inline bool casus_analysis_is_furniture(const casus_analysis *self, uint32_t token) {
  return self->document->token_flags[token] & CASUS_TOKEN_FURNITURE;
}

/* The tokens [*first, *limit) of a sentence. */
static inline void casus_analysis_sentence(const casus_analysis *self, uint32_t sentence, uint32_t *first,
                                           uint32_t *limit) {
  *first = self->document->first[sentence];
  *limit = self->document->first[sentence + 1];
}

/* The first of `count` mentions (by start) that ends behind a token; `count` if none does. */
size_t casus_mention_from(const casus_mention *mentions, size_t count, uint32_t token);

/* The one of them that covers a token, or NULL. */
const casus_mention *casus_mention_at(const casus_mention *mentions, size_t count, uint32_t token);

/* Finds who acts, given the names: a part of casus_find_entities. */
void casus_find_actors(casus_analysis *self);

/* The extractors; each adds its records and leaves what the later ones need.
 * In the order in which they run. */
void casus_find_entities(casus_analysis *self);
void casus_find_times(casus_analysis *self);
void casus_find_quotes(casus_analysis *self);
void casus_find_relations(casus_analysis *self);
void casus_find_causes(casus_analysis *self);

#endif
