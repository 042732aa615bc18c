/* How sure a claim is, and who makes it. */
#include "extract/causes.h"

static casus_hedge surer_of(casus_hedge a, casus_hedge b) {
  return a > b ? a : b;
}

/* What the words say that hang on one and stand before it: "may", "not", "probably". */
static casus_hedge of_children(const casus_causes *self, uint32_t token) {
  casus_hedge found = CASUS_HEDGE_STATED;
  for (uint32_t child = self->child[token]; child != CASUS_NONE && child < token;
       child = self->sibling[child]) {
    const casus_link link = (casus_link)self->link[child];
    if (link != CASUS_LINK_AUX && link != CASUS_LINK_ADVERB && link != CASUS_LINK_DET) continue;
    if (self->analysis->modality[child] == CASUS_MODALITY_NEGATED) return CASUS_HEDGE_DENIED;
    found = surer_of(found, (casus_hedge)self->word[child]->hedge);
  }
  return found;
}

/* What the verbs say that a word is the content of: "is expected to", "denies that". */
static casus_hedge of_heads(const casus_causes *self, uint32_t token) {
  enum { STEPS = 4 };
  casus_hedge found = of_children(self, token);
  for (int step = 0; step < STEPS && found != CASUS_HEDGE_DENIED; step++) {
    const casus_link link = (casus_link)self->link[token];
    const uint32_t head = self->head[token];
    if (head == CASUS_NONE) break;
    if (link != CASUS_LINK_XCOMP && link != CASUS_LINK_CCOMP && link != CASUS_LINK_ACL) break;
    if (link == CASUS_LINK_XCOMP) found = surer_of(found, of_children(self, head));
    found = surer_of(found, (casus_hedge)self->word[head]->hedge);
    token = head;
  }
  return found;
}

/* "not because", "possibly due to": the word before the signal. */
static casus_hedge of_word_before(const casus_causes *self, uint32_t token) {
  if (token == 0 || self->document->first[casus_document_sentence_of(self->document, token)] == token)
    return CASUS_HEDGE_STATED;
  if (self->analysis->modality[token - 1] == CASUS_MODALITY_NEGATED) return CASUS_HEDGE_DENIED;
  return (casus_hedge)self->word[token - 1]->hedge;
}

/* A negated effect is what happened, not a claim denied. */
static casus_hedge of_effect(const casus_causes *self, uint32_t effect) {
  const casus_hedge found =
      casus_causes_is_clause(self, effect) ? of_heads(self, effect) : CASUS_HEDGE_STATED;
  return found == CASUS_HEDGE_DENIED ? CASUS_HEDGE_STATED : found;
}

casus_hedge casus_causes_hedge(const casus_causes *self, const casus_causal *one) {
  casus_hedge found = surer_of(one->rule->hedge, of_effect(self, one->effect));
  if (one->signal.first == CASUS_NONE) return found;
  const uint32_t signal = one->signal.first;
  if (casus_causes_is_clause(self, signal)) return surer_of(found, of_heads(self, signal));
  return surer_of(found, of_word_before(self, signal));
}

/* ---- Who says so */

static bool says(const casus_record *quote, uint32_t at) {
  for (size_t i = 0; i < quote->as.quote.span_count; i++)
    if (quote->as.quote.spans[i].start <= at && at < quote->as.quote.spans[i].stop) return true;
  return quote->as.quote.span_count == 0 && quote->start <= at && at < quote->stop;
}

const char *casus_causes_speaker(const casus_causes *self, uint32_t at) {
  enum { NEAR = 16 };
  const casus_analysis *analysis = self->analysis;
  const size_t from = casus_analysis_record_from(analysis, CASUS_QUOTE, at);
  const char *found = NULL;
  for (size_t i = from; i < analysis->record_limit[CASUS_QUOTE] && i < from + NEAR; i++) {
    const casus_record *quote = &analysis->records.items[i];
    if (quote->start > at) break;
    if (says(quote, at) && quote->as.quote.speaker.start != CASUS_NONE) found = quote->as.quote.speaker.id;
  }
  return found;
}
