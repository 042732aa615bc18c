/* What stands in the sentence before: "This led to ...", "this expansion threatens ...", "Therefore ...". */
#include "extract/causes.h"

#include <string.h>

static casus_string lemma_of(const casus_causes *self, uint32_t token) {
  return casus_pool_get(&self->document->pool, self->document->lemma[token]);
}

/* Whether two words may be of one stem: "expand" and "expansion". */
static bool is_akin(casus_string a, casus_string b) {
  enum { STEM = 5 };
  if (a.size == b.size && memcmp(a.bytes, b.bytes, a.size) == 0) return true;
  return a.size >= STEM && b.size >= STEM && memcmp(a.bytes, b.bytes, STEM) == 0;
}

bool casus_causes_before(const casus_causes *self, uint32_t token, casus_extent *found,
                         uint32_t *found_head) {
  const casus_document *document = self->document;
  const uint32_t sentence = casus_document_sentence_of(document, token);
  if (sentence == 0 || document->sentence_flags[sentence] & CASUS_SENTENCE_PARAGRAPH) return false;
  for (uint32_t i = document->first[sentence - 1]; i < document->first[sentence]; i++) {
    if (self->head[i] != CASUS_NONE) continue;
    if (!casus_causes_is_clause(self, i) || casus_analysis_is_furniture(self->analysis, i)) return false;
    *found = casus_causes_span(self, i, CASUS_NONE, (casus_extent){CASUS_NONE, CASUS_NONE});
    *found_head = i;
    return true;
  }
  return false;
}

/* The word before that a noun takes up. */
static bool find_akin(const casus_causes *self, uint32_t noun, casus_extent *found, uint32_t *found_head) {
  enum { BACK = 3 };
  const casus_document *document = self->document;
  const uint32_t sentence = casus_document_sentence_of(document, noun);
  const uint32_t stop = document->first[sentence > BACK ? sentence - BACK : 0];
  for (uint32_t i = document->first[sentence]; i-- > stop;) {
    const bool content = casus_causes_has_tag(self, i, "NOUN") || casus_causes_has_tag(self, i, "VERB");
    if (!content || !is_akin(lemma_of(self, i), lemma_of(self, noun))) continue;
    *found = casus_causes_span(self, i, CASUS_NONE, (casus_extent){CASUS_NONE, CASUS_NONE});
    *found_head = i;
    return true;
  }
  return false;
}

bool casus_causes_back(const casus_causes *self, uint32_t head, casus_extent *found, uint32_t *found_head) {
  static const char *const words[] = {"this", "that", "these", "such", NULL};
  const casus_document *document = self->document;
  const uint32_t sentence = casus_document_sentence_of(document, head);
  if (head > document->first[sentence] + 4) return false; /* not what the sentence begins with */
  if (casus_analysis_is(self->analysis, head, "this") || casus_analysis_is(self->analysis, head, "that"))
    return casus_causes_before(self, head, found, found_head);
  const uint32_t det = casus_causes_child(self, head, CASUS_LINK_DET);
  if (det == CASUS_NONE || !casus_analysis_is_any(self->analysis, det, words)) return false;
  return find_akin(self, head, found, found_head);
}
