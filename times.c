/* Times, found by the rules of data/rules/times.rules. A rule says what a time is; what it is relative to is
 * followed through the text (timecontext.h). Values are those of TIMEX3. */
#include "extract/analysis.h"
#include "extract/timefunctions.h"
#include "extract/timerules.h"

#include <string.h>

static bool is_length(const char *value) {
  return value[0] == 'P' && (strchr("TX.", value[1]) || (value[1] >= '0' && value[1] <= '9'));
}

/* The type where the rule does not say it. */
static const char *type_of(const casus_when *when, const char *value) {
  if (is_length(value)) return "DURATION";
  return when->unit < CASUS_UNIT_DAY ? "TIME" : "DATE";
}

static const char *date_text(casus_date date, casus_arena *arena) {
  return date.year ? casus_arena_format(arena, "%04d-%02d-%02d", date.year, date.month, date.day) : NULL;
}

static const char *field(casus_timecontext *context, const casus_rule *rule, const char *name) {
  const casus_term *term = casus_rule_field(rule, name);
  return term ? casus_time_text(context, term) : NULL;
}

static void add_time(casus_analysis *self, casus_timecontext *context, const casus_hit *hit) {
  const casus_rule *rule = hit->rule;
  const casus_document *document = self->document;
  const casus_term *term = casus_rule_field(rule, "value");
  if (!term) return; /* a rule against false friends */
  casus_timecontext_enter(context, hit);
  const casus_when when = casus_time_evaluate(context, term);
  const char *value = when.text ? when.text : casus_when_write(&when, self->arena);
  if (!value || !*value) return;
  const casus_timerules *rules = &self->engine->times;
  casus_record *record =
      casus_analysis_add(self, CASUS_TIME, document->start[hit->extent.first], document->stop[hit->extent.limit - 1],
                         rules->names[rule->number], rules->confidence[rule->number]);
  const char *type = field(context, rule, "type");
  record->as.time.type = type ? type : type_of(&when, value);
  record->as.time.value = value;
  record->as.time.mod = field(context, rule, "mod");
  casus_timecontext_named(context, &when);
  if (record->as.time.mod || strcmp(record->as.time.type, "SET") == 0) return; /* no days to give */
  record->as.time.from = date_text(casus_when_first(&when), self->arena);
  record->as.time.to = date_text(casus_when_last(&when), self->arena);
}

void casus_find_times(casus_analysis *self) {
  const casus_timerules *rules = &self->engine->times;
  casus_hits hits = {0};
  casus_timecontext context;
  const casus_subject subject = {.document = self->document};
  if (casus_rules_find(rules->rules, &subject, 0, self->document->sentence_count, self->arena, &hits, NULL))
    return; /* a sentence without end: the rules have a budget of steps */
  casus_hits_choose(&hits);
  casus_timecontext_begin(&context, self->document, &rules->words, self->arena);
  for (size_t i = 0; i < hits.count; i++)
    if (!casus_analysis_is_furniture(self, hits.items[i].extent.first)) add_time(self, &context, &hits.items[i]);
}
