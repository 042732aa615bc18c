/* splitter.h - where sentences begin, as learned from a treebank.
 *
 * The rules of core/text see one token at a time and stay on the safe side. The splitter looks at the tokens
 * around each place where a sentence may begin, at the rules' opinion and at what has been read of the
 * sentence so far, and weighs them. It scores with integers only: a text is split alike on every machine.
 *
 *     splitter_tokens.c    what is seen of a token
 *     splitter_features.c  what is seen at a place where a sentence may begin
 *     splitter.c           the sentences of a document
 *     splitter_texts.c     texts to learn from
 *     splitter_train.c     learning
 */
#ifndef CASUS_PARSE_SPLITTER_H
#define CASUS_PARSE_SPLITTER_H

#include "base/buffer.h"
#include "parse/treebank.h"
#include "text/segment.h"

/* Points into the section that it was loaded from. */
typedef struct casus_splitter {
  const int8_t *weights;
  const uint32_t *lexicon; /* buckets of words; see splitter_tokens.c */
  uint32_t weight_bits, lexicon_bits;
  int32_t thresholds[2];
} casus_splitter;

/* Takes the section of a model, `size` bytes at `bytes`, 8-byte aligned, which must outlive `self`. Any bytes
 * may be given: what is no such section is CASUS_FORMAT, and what passes is safe to run. */
casus_status casus_splitter_load(casus_splitter *self, const void *bytes, size_t size, casus_error *error);

/* Decides anew where the sentences of a document begin that casus_segment() has been through, and whether the
 * stop of an abbreviation before is a token of its own. A blank line always ends a sentence. Tokens must have
 * no columns of a parser yet. Under casus_arena_protect of the document's arena. */
void casus_splitter_run(const casus_splitter *self, const casus_segmenter *words, casus_document *document);

/* Learns from a treebank (which wants `# newdoc` and `# newpar`), as its raw text is cut into tokens with
 * `words`, and appends the section to `into`: the same bytes for the same bank and seed. False, when memory
 * ran out. */
bool casus_splitter_train(const casus_treebank *bank, const casus_segmenter *words, uint64_t seed,
                          casus_buffer *into);

#endif
