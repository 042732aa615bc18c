#include "extract/tense.h"

#include <string.h>

enum { STEPS = 8 };

typedef struct sentence {
  const casus_document *document;
  uint32_t first, limit;
} sentence;

static bool is_any(casus_string text, const char *const *words) {
  for (; *words; words++)
    if (strlen(*words) == text.size && memcmp(*words, text.bytes, text.size) == 0) return true;
  return false;
}

static casus_string column(const casus_document *document, const uint32_t *values, uint32_t token) {
  return values ? casus_pool_get(&document->pool, values[token]) : (casus_string){"", 0};
}

static bool begins(casus_string text, const char *with) {
  const size_t size = strlen(with);
  return text.size >= size && memcmp(text.bytes, with, size) == 0;
}

/* What an auxiliary or a copula says. */
static casus_tense of_auxiliary(const casus_document *document, uint32_t token) {
  static const char *const future[] = {"will",  "shall",  "would", "may", "might", "can",
                                       "could", "should", "must",  "ca",  "wo",    NULL};
  const casus_string lemma = column(document, document->lemma, token),
                     tag = column(document, document->xpos, token);
  if (begins(tag, "MD") || is_any(lemma, future)) return CASUS_TENSE_FUTURE;
  if (begins(tag, "VBD")) return CASUS_TENSE_PAST;
  if (begins(tag, "VBP") || begins(tag, "VBZ"))
    return lemma.size == 4 && memcmp(lemma.bytes, "have", 4) == 0 ? CASUS_TENSE_PAST : CASUS_TENSE_PRESENT;
  return CASUS_TENSE_NONE;
}

/* What the auxiliaries of a word say; the strongest is the last in casus_tense, but a past one wins over
 * "be". */
static casus_tense of_auxiliaries(const sentence *self, uint32_t verb) {
  const casus_document *document = self->document;
  casus_tense found = CASUS_TENSE_NONE;
  for (uint32_t i = self->first; i < self->limit; i++) {
    if (document->head[i] != verb - self->first + 1) continue;
    const casus_string relation = column(document, document->deprel, i);
    if (!begins(relation, "aux") && !begins(relation, "cop")) continue;
    const casus_tense one = of_auxiliary(document, i);
    if (one == CASUS_TENSE_FUTURE) return one;
    if (one == CASUS_TENSE_PAST || found == CASUS_TENSE_NONE) found = one;
  }
  return found;
}

static bool has_child(const sentence *self, uint32_t head, const char *lemma) {
  const casus_document *document = self->document;
  for (uint32_t i = self->first; i < head; i++) {
    if (document->head[i] != head - self->first + 1) continue;
    const casus_string text = column(document, document->lemma, i);
    if (strlen(lemma) == text.size && memcmp(lemma, text.bytes, text.size) == 0) return true;
  }
  return false;
}

/* The tense of a word itself; false where the one above it decides. */
static bool of_word(const sentence *self, uint32_t token, casus_tense *tense) {
  const casus_document *document = self->document;
  const casus_string tag = column(document, document->xpos, token);
  *tense = of_auxiliaries(self, token);
  if (*tense != CASUS_TENSE_NONE) return true;
  if (begins(tag, "VB") && has_child(self, token, "to")) *tense = CASUS_TENSE_FUTURE;
  if (*tense != CASUS_TENSE_NONE) return true;
  if (begins(tag, "VBD") || begins(tag, "VBN")) *tense = CASUS_TENSE_PAST;
  if (begins(tag, "VBP") || begins(tag, "VBZ")) *tense = CASUS_TENSE_PRESENT;
  return *tense != CASUS_TENSE_NONE;
}

/* "said Thursday", "ended on March 31": a verb that stands right before is the one that is meant. */
static bool is_past_before(const casus_document *document, uint32_t first, uint32_t token) {
  static const char *const on[] = {"on", NULL};
  if (token > first && is_any(column(document, document->lemma, token - 1), on)) token--;
  return token > first && begins(column(document, document->xpos, token - 1), "VBD");
}

casus_tense casus_tense_at(const casus_document *document, uint32_t token, uint32_t item) {
  if (!document->head || !document->xpos) return CASUS_TENSE_NONE;
  const uint32_t number = casus_document_sentence_of(document, token);
  const sentence self = {document, document->first[number], document->first[number + 1]};
  casus_tense tense = CASUS_TENSE_NONE;
  if (is_past_before(document, self.first, item)) return CASUS_TENSE_PAST;
  for (int step = 0; step < STEPS; step++) {
    const uint32_t head = document->head[token];
    if (step > 0 && of_word(&self, token, &tense)) return tense;
    if (!head) break;
    token = self.first + head - 1;
  }
  return tense;
}
