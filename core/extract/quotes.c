/* Quotations and reported speech: claims that the rules find in the trees, joined with quotation marks, as
 * records. What is said within a quotation is not taken apart again.
 */
#include "extract/quotes.h"

#include <stdlib.h>

/* Whether all words of the content stand between marks. */
static bool is_direct(const casus_quoting *self, const casus_claim *claim) {
  for (uint32_t i = 0; i < claim->count; i++)
    for (uint32_t token = claim->pieces[i].first; token < claim->pieces[i].limit;) {
      const casus_quoted *marks = casus_quoted_at(&self->marks, token);
      if (!marks) return false;
      token = marks->limit;
    }
  return true;
}

static const char *mode_of(const casus_quoting *self, const casus_claim *claim) {
  if (!claim->quoted) return "indirect";
  return claim->direct && is_direct(self, claim) ? "direct" : "mixed";
}

static void add_record(casus_quoting *self, const casus_claim *claim) {
  casus_analysis *analysis = self->analysis;
  const casus_document *document = self->document;
  casus_record *record =
      casus_analysis_add(analysis, CASUS_QUOTE, document->start[claim->pieces[0].first],
                         document->stop[claim->pieces[claim->count - 1].limit - 1], claim->rule->extractor,
                         claim->quoted ? claim->rule->quoted : claim->rule->confidence);
  record->as.quote.mode = mode_of(self, claim);
  record->as.quote.speaker = casus_quoting_speaker(self, claim);
  if (claim->cue.first != CASUS_NONE)
    record->as.quote.cue = casus_quoting_part(self, claim->cue.first, claim->cue.limit);
  if (claim->count < 2) return;
  casus_span *spans = casus_arena_new(analysis->arena, casus_span, claim->count);
  for (uint32_t i = 0; i < claim->count; i++) {
    const casus_part piece = casus_quoting_part(self, claim->pieces[i].first, claim->pieces[i].limit);
    spans[i] = (casus_span){piece.start, piece.stop};
  }
  record->as.quote.spans = spans;
  record->as.quote.span_count = claim->count;
}

/* Drops claims that are made within a quotation. */
static void drop_quoted(casus_quoting *self) {
  for (size_t i = 0; i < self->claims.count; i++) {
    casus_claim *claim = &self->claims.items[i];
    const casus_quoted *marks = casus_quoted_at(&self->marks, claim->cue.first);
    if (marks && marks->taken) claim->count = 0;
  }
}

/* Whether the cue stands in what another claim reports. */
static bool is_within(const casus_quoting *self, const casus_claim *claim) {
  enum { NEAR = 6 };
  const size_t number = (size_t)(claim - self->claims.items);
  for (size_t i = number > NEAR ? number - NEAR : 0; i < self->claims.count && i <= number + NEAR; i++) {
    const casus_claim *other = &self->claims.items[i];
    if (i == number) continue;
    if (other->quoted >= claim->quoted && casus_claim_holds(other, claim->cue.first)) return true;
    if (other->quoted && !claim->quoted && casus_claim_holds(claim, other->cue.first)) return true;
  }
  return false;
}

static int compare_records(const void *a, const void *b) {
  return casus_record_compare(a, b);
}

void casus_find_quotes(casus_analysis *analysis) {
  casus_quoting self = {.analysis = analysis, .document = analysis->document};
  const size_t before = analysis->records.count;
  self.parsed = casus_tree_open(&self.tree, analysis);
  casus_quoted_find(analysis, &self.marks);
  if (self.parsed) casus_claims_find(analysis, &self.tree, &self.claims);
  casus_quoting_join(&self);
  drop_quoted(&self);
  for (size_t i = 0; i < self.claims.count; i++)
    if (self.claims.items[i].count && !is_within(&self, &self.claims.items[i]))
      add_record(&self, &self.claims.items[i]);
  for (size_t i = 0; i < self.free.count; i++) add_record(&self, &self.free.items[i]);
  if (analysis->records.count > before)
    qsort(analysis->records.items + before, analysis->records.count - before, sizeof(casus_record),
          compare_records);
}