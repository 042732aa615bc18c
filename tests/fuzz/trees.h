/* trees.h - any words under any trees, for extractors that read trees: the bytes of the input choose words,
 * tags and heads; every tree is one. */
#ifndef CASUS_FUZZ_TREES_H
#define CASUS_FUZZ_TREES_H

#include "extract/engine.h"
#include "text/document.h"

#include <stdlib.h>
#include <string.h>

#define REQUIRE(what) ((what) ? (void)0 : abort())

enum { MOST_WORDS = 200 };

typedef struct fuzz_plan {
  const char *const *words; /* of at most 15 bytes */
  size_t word_count;
  const char *lemma; /* of each third word, which is a verb */
  casus_kind kind;
  void (*check)(const casus_record *record, size_t size); /* of a record in a text of `size` bytes */
} fuzz_plan;

static const char *const relations[] = {
    "nsubj", "nsubj:pass", "obj", "iobj", "ccomp", "xcomp", "advcl", "conj",      "parataxis", "punct",
    "case",  "mark",       "obl", "nmod", "appos", "flat",  "acl",   "acl:relcl", "aux:pass",  "advmod"};
static const char *const tags[] = {"VERB", "NOUN", "PROPN", "PRON", "ADP", "PUNCT", "ADV"};
static const char *const fine[] = {"VBD", "VBZ", "VB", "NN"};

#define PICK(list, byte) (list)[(byte) % (sizeof(list) / sizeof *(list))]

typedef struct trees {
  casus_document *document;
  const uint8_t *data;
  size_t size;
  const fuzz_plan *plan;
} trees;

static uint8_t byte_at(const trees *self, uint32_t number) {
  return self->data[number % self->size];
}

static uint32_t number_of(casus_document *document, const char *word) {
  return casus_pool_intern(&document->pool, word, strlen(word));
}

/* A word hangs on one that comes before it in an order in which the root is first: no cycles. */
static void plant(const trees *self, uint32_t first, uint32_t limit) {
  casus_document *document = self->document;
  const uint32_t count = limit - first, root = byte_at(self, first) % count;
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t order = (i + count - root) % count; /* from the root on, around the sentence */
    const uint32_t above = order ? byte_at(self, 7 * (first + i) + 3) % order : 0;
    document->head[first + i] = order ? (above + root) % count + 1 : 0;
  }
}

static void fill(void *argument) {
  const trees *self = argument;
  casus_document *document = self->document;
  const uint32_t count = document->token_count;
  uint32_t **const columns[] = {&document->lemma, &document->upos,   &document->xpos,
                                &document->feats, &document->deprel, &document->head};
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
    *columns[i] = casus_arena_zero(&document->arena, (count + 1) * sizeof(uint32_t));
  for (uint32_t i = 0; i < count; i++) {
    const casus_string form = casus_document_form(document, i);
    const bool said = byte_at(self, 3 * i) % 3 == 0;
    document->lemma[i] = said ? number_of(document, self->plan->lemma)
                              : casus_pool_intern(&document->pool, form.bytes, form.size);
    document->upos[i] = number_of(document, said ? "VERB" : PICK(tags, byte_at(self, 5 * i)));
    document->xpos[i] = number_of(document, PICK(fine, byte_at(self, 11 * i)));
    document->deprel[i] = number_of(document, PICK(relations, byte_at(self, 13 * i + 1)));
  }
  for (uint32_t i = 0; i < document->sentence_count; i++)
    plant(self, document->first[i], document->first[i + 1]);
}

static int fuzz_trees(const fuzz_plan *plan, const uint8_t *data, size_t size) {
  static casus_engine *engine; /* made once: loading it takes longer than most inputs do */
  const casus_engine_options bare = {.model = ""};
  if (!engine) engine = casus_engine_open(CASUS_ROOT "/data", &bare, NULL);
  REQUIRE(engine);
  if (size == 0) return 0;
  char text[MOST_WORDS * 16];
  size_t length = 0;
  for (size_t i = 0; i < size && i < MOST_WORDS; i++) {
    const char *word = plan->words[data[i] % plan->word_count];
    memcpy(text + length, word, strlen(word));
    length += strlen(word);
    if (data[i] < 200) text[length++] = ' ';
  }
  casus_document *document = casus_document_parse(engine, text, length, NULL, NULL);
  REQUIRE(document);
  trees job = {document, data, size, plan};
  REQUIRE(casus_arena_protect(&document->arena, fill, &job));
  const casus_records *records = casus_document_extract(document, 1u << plan->kind, NULL);
  REQUIRE(records);
  for (size_t i = 0; i < records->count; i++) plan->check(&records->items[i], length);
  casus_document_close(document);
  return 0;
}

#endif
