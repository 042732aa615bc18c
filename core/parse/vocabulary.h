/* vocabulary.h - which strings get a row of their own in the table of embeddings; for training. */
#ifndef CASUS_PARSE_VOCABULARY_H
#define CASUS_PARSE_VOCABULARY_H

#include "parse/features.h"
#include "parse/treebank.h"

typedef struct casus_vocabulary {
  casus_feature_slot *slots;
  uint32_t slot_count; /* a power of two */
  uint32_t rows;
} casus_vocabulary;

/* Counts the features of the words of a treebank: words that occur twice and parts of words that occur four
 * times get a row; in files from number `gold_files` on, which are parsed by a model, four times as often. So
 * does each cluster of the words in the file `clusters` (a word and the number of its cluster a line, with a
 * tab or space between them; NULL: none). Everything lies in the treebank's arena (under
 * casus_arena_protect). */
casus_status casus_vocabulary_make(casus_vocabulary *self, const casus_treebank *bank, uint32_t gold_files,
                                   const char *clusters, casus_error *error);

/* The row of a key, or that of its kind. */
uint32_t casus_vocabulary_row(const casus_vocabulary *self, uint64_t key, casus_feature kind);

#endif
