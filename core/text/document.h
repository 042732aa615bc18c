/* document.h - a text as columns: one array an attribute, one row a token or a sentence.
 *
 * Everything lies in the document's arena. `text/segment.c` fills the tokens and sentences, `parse/` will
 * fill lemma to deprel, `extract/` adds records. Inside the library tokens and sentences are counted from 0.
 */
#ifndef CASUS_TEXT_DOCUMENT_H
#define CASUS_TEXT_DOCUMENT_H

#include "base/arena.h"
#include "base/pool.h"

enum {
  CASUS_TOKEN_SPACE_AFTER = 1,
  CASUS_TOKEN_JOINED = 2,    /* one orthographic token with the next word */
  CASUS_TOKEN_DATELINE = 4,  /* stands in a dateline, */
  CASUS_TOKEN_FURNITURE = 8, /* or in what else is around a report (extract/furniture.h) */
};

enum {
  CASUS_SENTENCE_PARAGRAPH = 1, /* first after a blank line */
};

struct casus_document {
  const casus_engine *engine; /* for the layers above; nothing here looks into it */
  casus_arena arena;
  casus_pool pool; /* of the strings that columns refer to */

  const char *text; /* NUL-terminated copy */
  uint32_t size;
  const char *id, *date, *source; /* date and source may be NULL */

  uint32_t token_count;
  uint32_t *start, *stop; /* bytes of each token */
  uint32_t *lower; /* the form in lower case, as a number in the pool; NULL until match/view.c fills it */
  uint8_t *token_flags;
  uint32_t *lemma, *upos, *xpos, *feats,
      *deprel;     /* numbers in the pool; a column is NULL until something fills it */
  uint32_t *head;  /* within the sentence, from 1; 0 is the root; NULL as above */
  uint8_t *entity; /* what name a token is in, as a class of text/entity.h; NULL as above */

  uint32_t sentence_count;
  uint32_t *first; /* first token of each sentence; sentence_count + 1 entries, the last is token_count */
  uint8_t *sentence_flags;

  struct {
    casus_masthead names;
    int year, month, day; /* of the dateline; 0 where it does not say */
  } masthead;

  bool readable; /* in the engine's language, as far as one can tell */
};

/* A document with its text copied, and neither tokens nor sentences yet. Fails as casus_document_parse. */
casus_document *casus_document_new(const char *text, size_t size, const casus_document_options *options,
                                   const casus_allocator *allocator, casus_error *error);

/* The sentence that holds a token. */
uint32_t casus_document_sentence_of(const casus_document *self, uint32_t token);

/* The first token that ends behind byte `at`; token_count if there is none. */
uint32_t casus_document_token_at(const casus_document *self, uint32_t at);

static inline casus_string casus_document_form(const casus_document *self, uint32_t token) {
  return (casus_string){self->text + self->start[token], self->stop[token] - self->start[token]};
}

#endif
