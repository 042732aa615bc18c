/* Times, by the rules of data/rules/times.rules, times_joined.rules and times_ranges.rules. What they emit is
 * evaluated in the order of the text (extract/times_terms.h): a time may depend on the one before it. */
#include "extract/analysis.h"
#include "extract/times_terms.h"

#include <stdlib.h>
#include <string.h>

typedef struct items {
  casus_time_item *items;
  size_t count, capacity;
} items;

typedef struct finder {
  casus_analysis *analysis;
  const casus_time_rules *rules;
  casus_hits hits[CASUS_TIME_STAGES];
  items parts;  /* of the first stage */
  items joined; /* of the first two */
  items all;
  casus_time_context context;
} finder;

static const char *field_text(const casus_rule *rule, const char *name) {
  const casus_term *term = casus_rule_field(rule, name);
  return term && term->kind == CASUS_TERM_TEXT ? term->text : NULL;
}

/* ---- Items */

/* A hit as one item, or as two where the rule emits `also`: `span` and `also_span` say where they stand. */
static void add_item(finder *self, items *into, const casus_hit *hit, const char *value, const char *span,
                     int stage) {
  const casus_term *term = casus_rule_field(hit->rule, value), *where = casus_rule_field(hit->rule, span);
  casus_extent extent = hit->extent;
  if (where && where->kind == CASUS_TERM_CAPTURE) extent = hit->captures[where->capture];
  if (!term || extent.first == CASUS_NONE || extent.first >= extent.limit) return;
  *casus_arena_push(self->analysis->arena, into) =
      (casus_time_item){extent.first, extent.limit, hit, term, stage};
}

static void add_hit(finder *self, items *into, const casus_hit *hit, int stage) {
  add_item(self, into, hit, "value", "span", stage);
  add_item(self, into, hit, "also", "also_span", stage);
}

static void run_stage(finder *self, int stage, const casus_subject *subject) {
  casus_hits *hits = &self->hits[stage];
  /* a rule that takes too many steps in some sentence ends the search there: what was found stays */
  (void)casus_rules_find(self->rules->stages[stage], subject, 0, self->analysis->document->sentence_count,
                         self->analysis->arena, hits, NULL);
  casus_hits_choose(hits);
}

/* What has been found, for the patterns of the next stage. */
static casus_subject subject_with(const finder *self, const items *found) {
  casus_mark *marks = casus_arena_new(self->analysis->arena, casus_mark, found->count + 1);
  for (size_t i = 0; i < found->count; i++) {
    const casus_time_item *item = &found->items[i];
    const char *type = field_text(item->hit->rule, "type");
    marks[i] = (casus_mark){item->first, item->limit, type ? type : "DATE", NULL};
  }
  return (casus_subject){.document = self->analysis->document, .times = marks, .time_count = found->count};
}

/* What a stage has joined, and those of the parts that lie in none of that. */
static void merge(finder *self, int stage, const items *parts, items *into) {
  const casus_hits *joined = &self->hits[stage];
  size_t next = 0;
  for (size_t i = 0; i < parts->count; i++) {
    const casus_time_item *part = &parts->items[i];
    while (next < joined->count && joined->items[next].extent.first <= part->first)
      add_hit(self, into, &joined->items[next++], stage);
    if (next && joined->items[next - 1].extent.limit > part->first) continue;
    if (next < joined->count && joined->items[next].extent.first < part->limit) continue;
    *casus_arena_push(self->analysis->arena, into) = *part;
  }
  while (next < joined->count) add_hit(self, into, &joined->items[next++], stage);
}

static void find_items(finder *self) {
  const casus_subject first = {.document = self->analysis->document};
  run_stage(self, 0, &first);
  for (size_t i = 0; i < self->hits[0].count; i++) add_hit(self, &self->parts, &self->hits[0].items[i], 0);
  const casus_subject second = subject_with(self, &self->parts);
  if (self->parts.count) run_stage(self, 1, &second);
  merge(self, 1, &self->parts, &self->joined);
  self->context.found[0].items = self->parts.items;
  self->context.found[0].count = self->parts.count;
}

static void find_stretches(finder *self) {
  if (self->context.narrative || !self->joined.count) {
    self->all = self->joined;
    return;
  }
  const casus_subject third = subject_with(self, &self->joined);
  run_stage(self, 2, &third);
  merge(self, 2, &self->joined, &self->all);
  self->context.found[1].items = self->joined.items;
  self->context.found[1].count = self->joined.count;
}

/* ---- Whether a text tells of its own days */

static bool is_deictic(const casus_term *term) {
  static const char *const names[] = {"relative", "weekday", "ago", "relative_month", "relative_season"};
  if (term->kind != CASUS_TERM_CALL) return false;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(term->text, names[i]) == 0) return true;
  for (uint32_t i = 0; i < term->count; i++)
    if (is_deictic(&term->arguments[i])) return true;
  return false;
}

/* A text whose times mostly name years that are not its own is history: there "in May" is of the year that it
 * has come to. (Mazur and Dale, "WikiWars", 2010, on how such texts differ from news.) */
static bool is_narrative(const finder *self) {
  enum { FAR = 2, ENOUGH = 3 };
  size_t deictic = 0, far = 0;
  casus_time_context context = self->context;
  for (size_t i = 0; i < self->joined.count; i++) {
    const casus_time_item *item = &self->joined.items[i];
    if (is_deictic(item->value)) {
      deictic++;
      continue;
    }
    context.last = (casus_time_value){.year = CASUS_YEAR_OPEN};
    const casus_time_value value = casus_time_evaluate(&context, item);
    const bool known = value.grain && value.year != CASUS_YEAR_OPEN;
    far += known && (context.now.grain == CASUS_GRAIN_NONE || abs(value.year - context.now.year) >= FAR);
  }
  return far >= ENOUGH && far > deictic * 2;
}

/* ---- Records */

static const char *mod_of(const finder *self, const casus_time_item *item) {
  const casus_term *term = casus_rule_field(item->hit->rule, "mod");
  if (!term) return NULL;
  if (term->kind == CASUS_TERM_TEXT) return term->text;
  if (term->kind != CASUS_TERM_CAPTURE) return NULL;
  const casus_extent extent = item->hit->captures[term->capture];
  if (extent.first == CASUS_NONE || extent.first >= extent.limit) return NULL;
  const casus_document *document = self->context.document;
  const uint32_t start = document->start[extent.first];
  const casus_string words = {document->text + start, document->stop[extent.limit - 1] - start};
  return casus_time_words_find(self->context.words, words)->mod;
}

/* The type that a value has; a rule's own word comes first where the value leaves it open. */
static const char *type_of(const casus_time_item *item, const casus_time_value *value) {
  const char *said = field_text(item->hit->rule, "type");
  if (said && strcmp(said, "SET") == 0) return said;
  if (value->length) return "DURATION";
  if (value->name) return said ? said : "DATE";
  return value->grain >= CASUS_GRAIN_SECOND && value->grain <= CASUS_GRAIN_PART ? "TIME" : "DATE";
}

static double confidence_of(const casus_rule *rule) {
  const double unmeasured = 0.7;
  const char *text = field_text(rule, "confidence");
  const double said = text ? strtod(text, NULL) : unmeasured;
  return said > 0 && said <= 1 ? said : unmeasured;
}

static const char *iso(const finder *self, casus_date date) {
  return casus_arena_format(self->context.arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

/* The days of "early April", "mid-2022", "the end of the 1990s": a third of those of the whole. False for
 * what a modifier leaves open. */
static bool to_third(const casus_time_value *value, casus_date *first, casus_date *last) {
  const char *const mod = value->mod;
  if (!mod) return true;
  const int third = strcmp(mod, "START") == 0 ? 0
                    : strcmp(mod, "MID") == 0 ? 1
                    : strcmp(mod, "END") == 0 ? 2
                                              : -1;
  const long start = casus_date_days(*first), days = casus_date_days(*last) - start + 1;
  if (third < 0 || value->until) return false;
  *first = casus_date_of_days(start + days * third / 3);
  *last = days < 3 ? *first : casus_date_of_days(start + days * (third + 1) / 3 - 1);
  return true;
}

/* The time of day behind the date of a document: "2023-06-01T10:20". */
static void add_clock(casus_time_value *now, const char *text) {
  int hour, minute, second = 0;
  if (strlen(text) < 16 || (text[10] != 'T' && text[10] != ' ')) return;
  hour = atoi(text + 11);
  minute = atoi(text + 14);
  if (text[13] != ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59) return;
  if (text[16] == ':') second = atoi(text + 17);
  if (second < 0 || second > 59) return;
  now->grain = CASUS_GRAIN_SECOND;
  now->hour = hour;
  now->minute = minute;
  now->second = second;
}

static void add_record(finder *self, const casus_time_item *item, const casus_time_value *value) {
  const casus_document *document = self->context.document;
  const char *text = casus_time_format(value, self->context.arena);
  casus_date first, last;
  if (!text) return;
  const char *extractor = casus_arena_format(self->context.arena, "times:%s", item->hit->rule->name);
  casus_record *record =
      casus_analysis_add(self->analysis, CASUS_TIME, document->start[item->first],
                         document->stop[item->limit - 1], extractor, confidence_of(item->hit->rule));
  record->as.time.type = type_of(item, value);
  record->as.time.value = text;
  record->as.time.mod = value->mod;
  if (!casus_time_days(value, &first, &last) || !to_third(value, &first, &last)) return;
  record->as.time.from = iso(self, first);
  record->as.time.to = iso(self, last);
}

/* The word of an item that hangs on something outside of it. */
static uint32_t head_of(const casus_document *document, const casus_time_item *item) {
  const uint32_t start = document->first[casus_document_sentence_of(document, item->first)];
  for (uint32_t i = item->first; document->head && i < item->limit; i++) {
    const uint32_t head = document->head[i] ? start + document->head[i] - 1 : CASUS_NONE;
    if (head < item->first || head >= item->limit) return i;
  }
  return item->first;
}

static bool calls(const casus_time_item *item, const char *name) {
  return item->value->kind == CASUS_TERM_CALL && strcmp(item->value->text, name) == 0;
}

/* What is only compared with ("up from a year ago"), a stretch of years, and in a narrative what is told from
 * the day on which it was written: the text does not go there. */
static bool is_aside(const finder *self, const casus_time_item *item) {
  const bool stretch = casus_rule_field(item->hit->rule, "also") && calls(item, "year");
  return calls(item, "ago") || calls(item, "earlier") || stretch ||
         (self->context.narrative && is_deictic(item->value));
}

static void take_item(finder *self, const casus_time_item *item);

/* What a stretch was made of, where it makes no sense as a whole: "2018 - 2014". */
static void take_ends(finder *self, const casus_time_item *whole) {
  for (size_t i = 0; i < self->joined.count; i++) {
    const casus_time_item *item = &self->joined.items[i];
    if (item->first >= whole->first && item->limit <= whole->limit) take_item(self, item);
  }
}

static void take_item(finder *self, const casus_time_item *item) {
  casus_time_context *context = &self->context;
  context->sentence = casus_document_sentence_of(context->document, item->first);
  context->tense = casus_tense_at(context->document, head_of(context->document, item), item->first);
  casus_time_value value = casus_time_evaluate(context, item);
  if (item->stage == 2 && !value.grain) {
    take_ends(self, item);
    return;
  }
  const char *mod = mod_of(self, item);
  if (mod) value.mod = mod;
  add_record(self, item, &value);
  if (!value.grain || value.year == CASUS_YEAR_OPEN || is_aside(self, item)) return;
  value.until = NULL;
  context->last = value;
  context->last_sentence = context->sentence;
}

static bool in_furniture(const casus_analysis *self, const casus_time_item *item) {
  for (uint32_t i = item->first; i < item->limit; i++)
    if (casus_analysis_is_furniture(self, i)) return true;
  return false;
}

void casus_find_times(casus_analysis *analysis) {
  casus_date date;
  const casus_time_value nothing = {.year = CASUS_YEAR_OPEN};
  finder self = {.analysis = analysis, .rules = &analysis->engine->rules->times};
  self.context = (casus_time_context){.document = analysis->document,
                                      .words = &analysis->engine->rules->times.words,
                                      .arena = analysis->arena,
                                      .now = nothing,
                                      .last = nothing};
  if (analysis->document->date && casus_date_read(analysis->document->date, &date))
    self.context.now = casus_time_date(date.year, date.month, date.day);
  if (self.context.now.grain) add_clock(&self.context.now, analysis->document->date);
  find_items(&self);
  self.context.narrative = is_narrative(&self);
  find_stretches(&self);
  for (size_t i = 0; i < self.all.count; i++)
    if (!in_furniture(analysis, &self.all.items[i])) take_item(&self, &self.all.items[i]);
}
