#include "match/rules.h"

#include "base/error.h"
#include "match/machine.h"

#include <stdlib.h>
#include <string.h>

uint32_t casus_rule_capture(const casus_rule *self, const char *name) {
  for (size_t i = 0; i < self->capture_count; i++)
    if (strcmp(self->captures[i], name) == 0) return (uint32_t)i;
  return UINT32_MAX;
}

const casus_term *casus_rule_field(const casus_rule *self, const char *name) {
  for (size_t i = 0; i < self->field_count; i++)
    if (strcmp(self->fields[i].name, name) == 0) return &self->fields[i].value;
  return NULL;
}

unsigned casus_rules_layers(const casus_rules *self) {
  unsigned layers = self->uses_entities ? 1u << CASUS_ENTITY : 0;
  for (size_t i = 0; i < self->phrase_count; i++) {
    if (self->phrases[i].layer == CASUS_LAYER_ENTITY) layers |= 1u << CASUS_ENTITY;
    if (self->phrases[i].layer == CASUS_LAYER_TIME) layers |= 1u << CASUS_TIME;
  }
  return layers;
}

size_t casus_rules_count(const casus_rules *self) {
  return self->count;
}

const casus_rule *casus_rules_get(const casus_rules *self, size_t number) {
  return number < self->count ? &self->items[number] : NULL;
}

/* ---- Finding */

typedef struct finder {
  const casus_rules *rules;
  casus_view view;
  casus_machine machine;
  uint32_t *active; /* by rule: the sentence, from 1, that has what anchors it */
  uint32_t *behind; /* by rule: where its last match in the sentence ends */
  uint32_t sentence;
  casus_error *error;
  casus_status status;
} finder;

static void run_rule(finder *self, uint32_t rule, uint32_t token) {
  casus_machine *machine = &self->machine;
  if (token < self->behind[rule] || self->status != CASUS_OK) return;
  if (machine->rule != &self->rules->items[rule] || machine->sentence != self->sentence) {
    const casus_document *document = self->view.document;
    casus_machine_begin(machine, rule, document->first[self->sentence], document->first[self->sentence + 1]);
    machine->sentence = self->sentence;
  }
  const uint32_t stop = casus_machine_run(machine, token);
  if (stop > token) self->behind[rule] = stop;
  if (self->view.status != CASUS_OK)
    self->status = casus_fail(self->error, self->view.status, 0, "a predicate of rule '%s' stopped",
                              machine->rule->name);
  else if (machine->exhausted)
    self->status =
        casus_fail(self->error, CASUS_LIMIT, self->view.document->start[token],
                   "rule '%s' (line %u of %s) takes too many steps in sentence %u", machine->rule->name,
                   machine->rule->line, machine->rule->file, self->sentence + 1);
}

/* Marks the rules that a token's lemma or form anchors. */
static void activate(finder *self, uint32_t literal) {
  if (literal == CASUS_POOL_NONE || !self->rules->anchors[literal]) return;
  for (const uint32_t *rule = self->rules->anchors[literal]; *rule != UINT32_MAX; rule++)
    self->active[*rule] = self->sentence + 1;
}

static bool is_active(const finder *self, uint32_t rule) {
  return !self->rules->programs[rule].anchored || self->active[rule] == self->sentence + 1;
}

/* Runs the rules that begin with a literal. */
static void run_begun(finder *self, uint32_t literal, uint32_t token) {
  if (literal == CASUS_POOL_NONE || !self->rules->begins[literal]) return;
  for (const uint32_t *rule = self->rules->begins[literal]; *rule != UINT32_MAX; rule++)
    if (is_active(self, *rule)) run_rule(self, *rule, token);
}

/* Runs a rule that begins with anything else, wherever it may begin. */
static void run_loose(finder *self, uint32_t rule, uint32_t first, uint32_t limit) {
  const casus_program *program = &self->rules->programs[rule];
  const casus_phrase_view *phrases = program->opening_phrases == UINT32_MAX
                                         ? NULL
                                         : casus_view_phrases(&self->view, program->opening_phrases);
  if (phrases && phrases->count == 0) return;
  for (uint32_t token = first; token < limit && self->status == CASUS_OK; token++) {
    if (program->letterless && !casus_view_letterless(&self->view, token)) continue;
    if (phrases && !casus_phrase_begins(phrases, token)) continue;
    if (program->opening && !casus_view_test(&self->view, program->opening, token, first, limit)) continue;
    run_rule(self, rule, token);
  }
}

static void find_in_sentence(finder *self, uint32_t sentence) {
  const casus_rules *rules = self->rules;
  const casus_document *document = self->view.document;
  const uint32_t first = document->first[sentence], limit = document->first[sentence + 1];
  self->sentence = sentence;
  for (size_t i = 0; i < rules->count; i++) self->behind[i] = 0;
  for (uint32_t token = first; token < limit; token++) {
    activate(self, casus_view_literal(&self->view, document->lemma, token));
    activate(self, casus_view_literal(&self->view, document->lower, token));
  }
  for (uint32_t token = first; token < limit && self->status == CASUS_OK; token++) {
    const uint32_t lemma = casus_view_literal(&self->view, document->lemma, token);
    const uint32_t lower = casus_view_literal(&self->view, document->lower, token);
    run_begun(self, lemma, token);
    if (lower != lemma) run_begun(self, lower, token);
  }
  for (const uint32_t *rule = rules->loose; *rule != UINT32_MAX && self->status == CASUS_OK; rule++)
    if (is_active(self, *rule)) run_loose(self, *rule, first, limit);
}

/* ---- Near misses */

static int compare_nears(const void *a, const void *b) {
  const casus_near *x = a, *y = b;
  if (x->passed != y->passed) return x->passed > y->passed ? -1 : 1;
  return x->rule->number < y->rule->number ? -1 : 1;
}

/* Runs a rule from every token of the sentence; adds it where it has come some way and not matched. */
static void run_traced(finder *self, uint32_t rule, casus_nears *nears) {
  const casus_document *document = self->view.document;
  const uint32_t first = document->first[self->sentence], limit = document->first[self->sentence + 1];
  casus_trace trace = {0, 0, 0};
  const size_t before = self->machine.hits->count;
  self->behind[rule] = 0;
  self->machine.trace = &trace;
  for (uint32_t token = first; token < limit && self->status == CASUS_OK; token++)
    run_rule(self, rule, token);
  if (self->machine.hits->count > before || trace.passed == 0) return;
  const casus_instruction *missed = &self->rules->code.items[trace.pc];
  *casus_arena_push(self->machine.arena, nears) =
      (casus_near){&self->rules->items[rule],
                   trace.passed,
                   trace.token < limit ? trace.token : CASUS_NONE,
                   {self->rules->text + missed->from, missed->to - missed->from}};
}

/* ---- The order of hits */

static int compare_hits(const void *a, const void *b) {
  const casus_hit *x = a, *y = b;
  if (x->extent.first != y->extent.first) return x->extent.first < y->extent.first ? -1 : 1;
  if (x->rule->priority != y->rule->priority) return x->rule->priority > y->rule->priority ? -1 : 1;
  if (x->extent.limit != y->extent.limit) return x->extent.limit > y->extent.limit ? -1 : 1;
  if (x->rule->number != y->rule->number) return x->rule->number < y->rule->number ? -1 : 1;
  for (size_t i = 0; i < x->rule->capture_count; i++) {
    if (x->captures[i].first != y->captures[i].first)
      return x->captures[i].first < y->captures[i].first ? -1 : 1;
    if (x->captures[i].limit != y->captures[i].limit)
      return x->captures[i].limit < y->captures[i].limit ? -1 : 1;
  }
  return 0;
}

static void begin(finder *self, const casus_rules *rules, const casus_subject *subject, uint32_t first,
                  uint32_t limit, casus_arena *arena, casus_hits *hits, casus_error *error) {
  size_t captures = 1;
  *self = (finder){.rules = rules, .error = error, .status = CASUS_OK};
  for (size_t i = 0; i < rules->count; i++)
    if (rules->items[i].capture_count > captures) captures = rules->items[i].capture_count;
  casus_view_make(&self->view, rules, subject, first, limit, arena);
  self->machine = (casus_machine){.view = &self->view, .arena = arena, .hits = hits};
  self->machine.captures = casus_arena_new(arena, casus_extent, captures);
  self->active = casus_arena_zero(arena, (rules->count + 1) * sizeof *self->active);
  self->behind = casus_arena_zero(arena, (rules->count + 1) * sizeof *self->behind);
}

casus_status casus_rules_find(const casus_rules *self, const casus_subject *subject, uint32_t first,
                              uint32_t limit, casus_arena *arena, casus_hits *hits, casus_error *error) {
  finder work;
  begin(&work, self, subject, first, limit, arena, hits, error);
  casus_status limited = CASUS_OK;
  for (uint32_t sentence = first; sentence < limit && work.status == CASUS_OK; sentence++) {
    const size_t before = hits->count;
    find_in_sentence(&work, sentence);
    if (hits->count > before + 1)
      qsort(hits->items + before, hits->count - before, sizeof *hits->items, compare_hits);
    if (work.status != CASUS_LIMIT) continue;
    limited = work.status; /* the others are looked at all the same; the first message stays */
    work.status = CASUS_OK;
    work.error = NULL;
  }
  return work.status ? work.status : limited;
}

casus_status casus_rules_near(const casus_rules *self, const casus_subject *subject, uint32_t sentence,
                              casus_arena *arena, casus_nears *nears, casus_error *error) {
  finder work;
  casus_hits hits = {0};
  begin(&work, self, subject, sentence, sentence + 1, arena, &hits, error);
  work.sentence = sentence;
  for (uint32_t rule = 0; rule < self->count && work.status == CASUS_OK; rule++)
    run_traced(&work, rule, nears);
  if (nears->count) qsort(nears->items, nears->count, sizeof *nears->items, compare_nears);
  return work.status;
}

/* ---- Choosing */

/* Whether one hit is to be kept rather than another that overlaps it. */
static bool is_better(const casus_hit *a, const casus_hit *b) {
  const uint32_t sizes[2] = {a->extent.limit - a->extent.first, b->extent.limit - b->extent.first};
  if (a->rule->priority != b->rule->priority) return a->rule->priority > b->rule->priority;
  return sizes[0] > sizes[1];
}

static bool overlap(const casus_hit *a, const casus_hit *b) {
  return a->extent.first < b->extent.limit && b->extent.first < a->extent.limit;
}

/* Hits come in order of their first token. One that is worse than an overlapping one that is kept is dropped;
 * so are those that a better one overlaps. */
void casus_hits_choose(casus_hits *hits) {
  size_t count = 0;
  for (size_t i = 0; i < hits->count; i++) {
    const casus_hit *hit = &hits->items[i];
    size_t from = count;
    bool wanted = true;
    while (from > 0 && overlap(&hits->items[from - 1], hit)) {
      if (!is_better(hit, &hits->items[from - 1])) wanted = false;
      from--;
    }
    if (!wanted) continue;
    hits->items[from] = *hit;
    count = from + 1;
  }
  hits->count = count;
}
