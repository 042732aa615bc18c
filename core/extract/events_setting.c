/* When and where an event is, and who says so. */
#include "extract/events.h"

#include <string.h>

/* ---- Clauses */

/* The trigger or verb that a word belongs to. */
static uint32_t clause_of(const casus_events *self, uint32_t token) {
  for (uint32_t at = self->head[token]; at != CASUS_NONE; at = self->head[at])
    if (self->upos[at] == CASUS_UPOS_VERB || self->trigger[at]) return at;
  return CASUS_NONE;
}

/* Whether what is said of a verb holds of a trigger too: the verb itself, its light verb, or one that it
 * hangs on as an infinitive. */
static bool shares(const casus_events *self, uint32_t verb, uint32_t trigger) {
  enum { STEPS = 3 };
  uint32_t at = trigger;
  for (int step = 0; step < STEPS && at != CASUS_NONE; step++) {
    if (at == verb || self->carrier[at] == verb) return true;
    if (self->dep[at] != CASUS_DEP_XCOMP && self->dep[at] != CASUS_DEP_CONJ) return false;
    at = self->head[at];
  }
  return false;
}

static uint32_t distance(uint32_t a, uint32_t b) {
  return a > b ? a - b : b - a;
}

/* The head of the tokens of a record. */
static uint32_t word_of(const casus_events *self, const casus_record *record) {
  const casus_document *document = self->document;
  const uint32_t first = casus_document_token_at(document, record->start);
  uint32_t token = first;
  for (; token < document->token_count && document->start[token] < record->stop; token++)
    if (self->head[token] == CASUS_NONE || self->head[token] < first ||
        document->start[self->head[token]] >= record->stop)
      return token;
  return first;
}

const char *casus_events_date(const casus_events *self, uint32_t trigger) {
  const casus_analysis *analysis = self->analysis;
  const casus_document *document = self->document;
  const uint32_t sentence = casus_document_sentence_of(document, trigger);
  const uint32_t low = document->start[document->first[sentence]],
                 high = document->stop[document->first[sentence + 1] - 1];
  const casus_record *best = NULL;
  uint32_t nearest = UINT32_MAX;
  for (size_t i = casus_analysis_record_from(analysis, CASUS_TIME, low);
       i < analysis->record_limit[CASUS_TIME] && analysis->records.items[i].start < high; i++) {
    const casus_record *record = &analysis->records.items[i];
    const char first = record->as.time.value ? record->as.time.value[0] : 'X';
    if (first < '0' || first > '9') continue;
    const uint32_t token = word_of(self, record), verb = clause_of(self, token);
    const bool heads =
        self->dep[trigger] == CASUS_DEP_PARATAXIS && self->head[trigger] == token; /* "May 10: ..." */
    const bool predicate = self->head[token] == trigger; /* "is a member since 2004": no verb is above */
    if (!heads && !predicate && (verb == CASUS_NONE || !shares(self, verb, trigger))) continue;
    if (distance(token, trigger) >= nearest) continue;
    nearest = distance(token, trigger);
    best = record;
  }
  return best ? best->as.time.value : NULL;
}

/* ---- Places */

static bool is_place(const casus_events *self, uint32_t token) {
  static const char *const words[] = {"in",      "at",     "near",   "inside", "across",
                                      "outside", "around", "within", "over"};
  if (!self->entity[token]) return false;
  const char *label = self->analysis->records.items[self->entity[token] - 1].as.entity.label;
  if (strcmp(label, "GPE") != 0 && strcmp(label, "LOC") != 0 && strcmp(label, "FAC") != 0) return false;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (casus_events_has_case(self, token, (casus_string){words[i], strlen(words[i])})) return true;
  return false;
}

static uint32_t place_below(const casus_events *self, uint32_t word, int depth) {
  uint32_t found = CASUS_NONE;
  for (uint32_t child = self->child[word]; child != CASUS_NONE && found == CASUS_NONE;
       child = self->sibling[child])
    if ((self->dep[child] == CASUS_DEP_OBL || self->dep[child] == CASUS_DEP_NMOD) && is_place(self, child))
      found = child;
  for (uint32_t child = self->child[word]; child != CASUS_NONE && found == CASUS_NONE && depth > 0;
       child = self->sibling[child])
    if (self->dep[child] == CASUS_DEP_OBL || self->dep[child] == CASUS_DEP_NMOD ||
        self->dep[child] == CASUS_DEP_OBJ)
      found = place_below(self, child, depth - 1);
  return found;
}

const char *casus_events_place(const casus_events *self, uint32_t trigger) {
  uint32_t found = place_below(self, trigger, 2);
  if (found == CASUS_NONE && self->carrier[trigger] != CASUS_NONE)
    found = place_below(self, self->carrier[trigger], 1);
  return found == CASUS_NONE ? NULL : self->analysis->records.items[self->entity[found] - 1].as.entity.id;
}

/* ---- Who says so */

static bool says(const casus_record *quote, uint32_t at) {
  for (size_t i = 0; i < quote->as.quote.span_count; i++)
    if (quote->as.quote.spans[i].start <= at && at < quote->as.quote.spans[i].stop) return true;
  return quote->as.quote.span_count == 0 && quote->start <= at && at < quote->stop;
}

/* "attacked", "hit": what may be a word for criticism, but is an act here, says nothing. */
static bool is_act(const casus_events *self, const casus_record *quote) {
  static const char *const types[] = {"assault",  "coerce",  "protest", "mobilize",
                                      "sanction", "retreat", NULL};
  if (quote->as.quote.cue.start == CASUS_NONE) return false;
  const uint32_t cue = casus_document_token_at(self->document, quote->as.quote.cue.start);
  for (size_t i = 0; self->trigger[cue] && types[i]; i++)
    if (strcmp(self->trigger[cue]->type, types[i]) == 0) return true;
  return false;
}

const casus_record *casus_events_quote(const casus_events *self, uint32_t at) {
  enum { OVERLAPPING = 8 };
  const casus_analysis *analysis = self->analysis;
  size_t low = analysis->first_record[CASUS_QUOTE], high = analysis->record_limit[CASUS_QUOTE];
  const size_t first = low;
  while (low < high) { /* the first that starts behind it */
    const size_t middle = (low + high) / 2;
    if (analysis->records.items[middle].start <= at)
      low = middle + 1;
    else
      high = middle;
  }
  for (size_t i = low; i > first && i + OVERLAPPING > low; i--)
    if (says(&analysis->records.items[i - 1], at) && !is_act(self, &analysis->records.items[i - 1]))
      return &analysis->records.items[i - 1];
  return NULL;
}
