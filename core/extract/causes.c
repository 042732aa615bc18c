/* Causes: what is claimed to raise, lower, bring about or prevent what. */
#include "extract/causes.h"

#include "extract/subject.h"

#include <stdlib.h>

enum { LONG_SIGNAL = 6 }; /* tokens from the start of a signal to its end */

static const char *const hedges[] = {"stated", "likely", "possible", "denied"}; /* as casus_hedge */

typedef struct causals {
  casus_causal *items;
  size_t count, capacity;
} causals;

/* ---- What the rules find */

static uint32_t token_of(const casus_hit *hit, uint32_t capture) {
  return capture == UINT32_MAX ? CASUS_NONE : hit->captures[capture].first;
}

static void reach(casus_extent *signal, const casus_hit *hit, uint32_t capture) {
  if (capture == UINT32_MAX || hit->captures[capture].first == CASUS_NONE) return;
  const casus_extent more = hit->captures[capture];
  if (more.first >= signal->limit && more.limit - signal->first <= LONG_SIGNAL) signal->limit = more.limit;
  if (more.first < signal->first && signal->limit - more.first <= LONG_SIGNAL) signal->first = more.first;
}

/* What signals the claim, with the words that belong to it: "as a result of". */
static casus_extent signal_of(const casus_hit *hit, const casus_cause_rule *rule) {
  casus_extent signal = {CASUS_NONE, CASUS_NONE};
  if (rule->signal == UINT32_MAX || hit->captures[rule->signal].first == CASUS_NONE) return signal;
  signal = hit->captures[rule->signal];
  reach(&signal, hit, rule->from);
  reach(&signal, hit, rule->more);
  return signal;
}

static void find_causals(const casus_causes *self, causals *into) {
  casus_analysis *analysis = self->analysis;
  casus_subject subject = {.document = analysis->document};
  casus_hits hits = {0};
  subject.entity_count = casus_subject_marks(self->document, analysis->records.items, analysis->records.count,
                                             CASUS_ENTITY, analysis->arena, &subject.entities);
  /* a rule that takes too many steps leaves what was found so far */
  casus_rules_find(self->rules->rules, &subject, 0, self->document->sentence_count, analysis->arena, &hits,
                   NULL);
  for (size_t i = 0; i < hits.count; i++) {
    const casus_cause_rule *rule = &self->rules->items[hits.items[i].rule->number];
    const casus_causal one = {.rule = rule,
                              .cause = token_of(&hits.items[i], rule->cause),
                              .effect = token_of(&hits.items[i], rule->effect),
                              .signal = signal_of(&hits.items[i], rule),
                              .verb = token_of(&hits.items[i], rule->verb)};
    if (one.effect == CASUS_NONE || casus_analysis_is_furniture(analysis, one.effect)) continue;
    if (one.cause != CASUS_NONE || rule->back) *casus_arena_push(analysis->arena, into) = one;
  }
}

/* ---- Sides */

/* An infinitive that a verb governs stands for the whole, as does a noun within a nominal: "refused [to work]
 * because", "lack of [access] due to". */
static uint32_t whole(const casus_causes *self, uint32_t head, uint32_t other) {
  enum { STEPS = 4 };
  if (other == CASUS_NONE || self->head[other] != head) return head;
  for (int step = 0; step < STEPS; step++) {
    const uint32_t up = self->head[head];
    const bool shared = self->link[head] == CASUS_LINK_CONJ && casus_causes_has_tag(self, head, "VERB") &&
                        casus_causes_child(self, head, CASUS_LINK_SUBJECT) == CASUS_NONE &&
                        casus_causes_child(self, head, CASUS_LINK_PASSIVE) == CASUS_NONE;
    const bool clause = self->link[head] == CASUS_LINK_XCOMP || (shared && up != CASUS_NONE);
    const bool nominal =
        self->link[head] == CASUS_LINK_NOUN && up != CASUS_NONE && casus_causes_has_tag(self, up, "NOUN");
    if (!clause && !nominal) break;
    head = up;
  }
  return head;
}

typedef struct sides {
  casus_extent cause, effect;
  uint32_t cause_head, effect_head;
} sides;

/* Whether the two have nothing in common. */
static bool part(const sides *self) {
  const casus_extent *a = &self->cause, *b = &self->effect;
  return a->first >= b->limit || b->first >= a->limit;
}

static bool find_sides(const casus_causes *self, const casus_causal *one, sides *found) {
  *found = (sides){.cause_head = one->cause, .effect_head = whole(self, one->effect, one->cause)};
  found->effect = casus_causes_span(self, found->effect_head, one->cause, one->signal);
  if (one->rule->back) return casus_causes_before(self, one->effect, &found->cause, &found->cause_head);
  found->cause = casus_causes_span(self, one->cause, found->effect_head, one->signal);
  if (!part(found)) return false;
  casus_extent back;
  uint32_t back_head;
  if (casus_causes_back(self, one->cause, &back, &back_head)) {
    found->cause = back;
    found->cause_head = back_head;
  }
  return part(found);
}

/* ---- Records */

static casus_part part_of(const casus_causes *self, casus_extent extent, uint32_t head) {
  casus_part found = {.start = CASUS_NONE};
  if (extent.first == CASUS_NONE) return found;
  found.start = self->document->start[extent.first];
  found.stop = self->document->stop[extent.limit - 1];
  if (head != CASUS_NONE) found.change = casus_causes_change(self, head);
  return found;
}

static uint32_t least(uint32_t a, uint32_t b) {
  return a < b ? a : b;
}

static uint32_t most(uint32_t a, uint32_t b) {
  return a > b ? a : b;
}

static const char *extractor_of(const casus_causes *self, const casus_causal *one) {
  const uint32_t token = one->verb != CASUS_NONE ? one->verb : one->signal.first;
  if (token == CASUS_NONE) return casus_arena_format(self->analysis->arena, "causes:%s", one->rule->name);
  const casus_string lemma = casus_pool_get(&self->document->pool, self->document->lemma[token]);
  return casus_arena_format(self->analysis->arena, "causes:%s/%s", one->rule->name, lemma.bytes);
}

static int sign_of(int polarity, const casus_part *cause, const casus_part *effect) {
  return polarity * (cause->change ? cause->change : 1) * (effect->change ? effect->change : 1);
}

static void add_record(const casus_causes *self, const casus_causal *one, const sides *two) {
  const casus_part cause = part_of(self, two->cause, two->cause_head),
                   effect = part_of(self, two->effect, two->effect_head),
                   signal = part_of(self, one->signal, CASUS_NONE);
  uint32_t start = least(cause.start, effect.start), stop = most(cause.stop, effect.stop);
  if (signal.start != CASUS_NONE) {
    start = least(start, signal.start);
    stop = most(stop, signal.stop);
  }
  casus_record *record = casus_analysis_add(self->analysis, CASUS_CAUSE, start, stop, extractor_of(self, one),
                                            one->rule->confidence);
  record->as.cause.cause = cause;
  record->as.cause.effect = effect;
  record->as.cause.signal = signal;
  record->as.cause.polarity = casus_causes_polarity(self, one);
  record->as.cause.sign = sign_of(record->as.cause.polarity, &cause, &effect);
  record->as.cause.hedge = hedges[casus_causes_hedge(self, one)];
  record->as.cause.purpose = one->rule->purpose;
  record->as.cause.attribution = casus_causes_speaker(self, effect.start);
}

/* ---- Coordinations */

enum { MOST_MEMBERS = 8 };

/* The heads of the members of a coordination that stand in a span, where they are to have records of their
 * own: more than two, or of which one speaks of more and one of less. One head where they are not. */
static uint32_t members(const casus_causes *self, uint32_t head, casus_extent span,
                        uint32_t heads[MOST_MEMBERS]) {
  uint32_t count = 1;
  bool differ = false;
  heads[0] = head;
  if (casus_causes_is_clause(self, head)) return 1;
  const int change = casus_causes_change(self, head);
  for (uint32_t child = self->child[head]; child != CASUS_NONE && count < MOST_MEMBERS;
       child = self->sibling[child]) {
    if (self->link[child] != CASUS_LINK_CONJ || child >= span.limit || casus_causes_is_clause(self, child))
      continue;
    heads[count++] = child;
    differ |= casus_causes_change(self, child) != change;
  }
  return count > 2 || differ ? count : 1;
}

/* One member: up to the next. */
static casus_extent member(const casus_causes *self, casus_extent span, const uint32_t *heads, uint32_t count,
                           uint32_t number, casus_extent signal) {
  if (count == 1) return span;
  casus_extent one = casus_causes_span(self, heads[number], number == 0 ? heads[1] : CASUS_NONE, signal);
  return one;
}

static void add_records(const casus_causes *self, const casus_causal *one, const sides *two) {
  uint32_t causes[MOST_MEMBERS], effects[MOST_MEMBERS];
  const uint32_t cause_count = members(self, two->cause_head, two->cause, causes);
  const uint32_t effect_count = members(self, two->effect_head, two->effect, effects);
  for (uint32_t i = 0; i < cause_count; i++)
    for (uint32_t j = 0; j < effect_count; j++) {
      const sides pair = {member(self, two->cause, causes, cause_count, i, one->signal),
                          member(self, two->effect, effects, effect_count, j, one->signal), causes[i],
                          effects[j]};
      if (part(&pair)) add_record(self, one, &pair);
    }
}

/* Whether a claim says what one that was taken before says: of the same pair of words, by the same signal, or
 * the other way round. */
static bool is_taken(const casus_causal *items, size_t count, const casus_causal *one) {
  enum { NEAR = 64 };
  for (size_t i = count; i > 0 && count - i < NEAR; i--) {
    const casus_causal *other = &items[i - 1];
    const bool same = other->cause == one->cause && other->effect == one->effect;
    const bool turned = other->cause == one->effect && other->effect == one->cause;
    const bool signalled = one->signal.first != CASUS_NONE && other->signal.first == one->signal.first;
    if (same || turned) return true;
    if (signalled) return true;
  }
  return false;
}

/* Claims of one sentence come together: those of higher priority first. */
static int compare_causals(const void *a, const void *b) {
  const casus_causal *x = a, *y = b;
  if (x->rule->confidence != y->rule->confidence) return x->rule->confidence > y->rule->confidence ? -1 : 1;
  if (x->effect != y->effect) return x->effect < y->effect ? -1 : 1;
  if (x->cause != y->cause) return x->cause < y->cause ? -1 : 1;
  return x->rule < y->rule ? -1 : x->rule > y->rule;
}

static int compare_records(const void *a, const void *b) {
  return casus_record_compare(a, b);
}

void casus_find_causes(casus_analysis *analysis) {
  casus_causes self;
  if (!casus_causes_open(&self, analysis)) return;
  const size_t before = analysis->records.count;
  causals all = {0};
  find_causals(&self, &all);
  size_t taken = 0;
  for (size_t i = 0; i < all.count;) {
    const uint32_t sentence = casus_document_sentence_of(self.document, all.items[i].effect);
    size_t limit = i + 1;
    while (limit < all.count &&
           casus_document_sentence_of(self.document, all.items[limit].effect) == sentence)
      limit++;
    qsort(all.items + i, limit - i, sizeof *all.items, compare_causals);
    const size_t first = taken;
    for (; i < limit; i++) {
      sides two;
      const casus_causal one = all.items[i];
      if (is_taken(all.items + first, taken - first, &one) || !find_sides(&self, &one, &two)) continue;
      all.items[taken++] = one;
      add_records(&self, &one, &two);
    }
  }
  if (analysis->records.count > before)
    qsort(analysis->records.items + before, analysis->records.count - before, sizeof(casus_record),
          compare_records);
}
