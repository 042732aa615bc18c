/* treebank.h - CoNLL-U files in memory, for training and for measuring. */
#ifndef CASUS_PARSE_TREEBANK_H
#define CASUS_PARSE_TREEBANK_H

#include "base/pool.h"

enum {
  CASUS_GOLD_SPACE_AFTER = 1, /* white space follows the word */
  CASUS_GOLD_JOINED = 2,      /* one orthographic token with the next word */
};

/* A syntactic word. The strings are numbers in the pool of the treebank; `_` is the empty string, except as
 * form and lemma of a word that is `_`. */
typedef struct casus_gold_word {
  uint32_t form, lemma, upos, xpos, feats, deprel;
  uint32_t surface; /* of the first word of a multiword token: the form of that token; else 0 */
  uint32_t head;    /* within the sentence, from 1; 0: the root */
  uint8_t flags;
} casus_gold_word;

typedef struct casus_gold_sentence {
  uint32_t first, limit; /* its words */
  casus_string text;     /* of `# text`; where there is none, the forms with their spaces */
  uint32_t file;         /* which of the files it came from, from 0 */
  uint32_t line;         /* of its first word in that file */
  bool paragraph;        /* a paragraph or a document begins with it, or a file */
  bool document;         /* a document begins with it, or a file */
} casus_gold_sentence;

typedef struct casus_treebank {
  casus_arena *arena;
  casus_pool pool;
  struct {
    casus_gold_word *items;
    size_t count, capacity;
  } words;
  struct {
    casus_gold_sentence *items;
    size_t count, capacity;
  } sentences;
  uint32_t files;
  const char *without; /* documents whose id begins so are left out; NULL: none */
} casus_treebank;

/* Empty; all that it will hold lies in `arena`. Under casus_arena_protect, as the other functions here. */
void casus_treebank_init(casus_treebank *self, casus_arena *arena);

/* Adds the sentences of a CoNLL-U file (`-`: standard input; gzip is unpacked). Empty nodes (1.1) are left
 * out. A line that is no CoNLL-U, ids out of order, multiword tokens that overlap or lack words, a head out
 * of range, no root, a cycle, or text that is no UTF-8 is CASUS_FORMAT with the line as position (of a
 * sentence that is no tree: its first word's); what was read before it stays. */
casus_status casus_treebank_read(casus_treebank *self, const char *path, casus_error *error);

/* The raw text of sentences [first, limit): a blank line before each paragraph, else a space where one is. */
casus_string casus_treebank_text(const casus_treebank *self, size_t first, size_t limit);

static inline casus_string casus_treebank_string(const casus_treebank *self, uint32_t number) {
  return casus_pool_get(&self->pool, number);
}

#endif
