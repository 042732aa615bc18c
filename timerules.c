#include "extract/timerules.h"

#include "base/error.h"
#include "base/number.h"
#include "extract/timefunctions.h"

/* A rule gives its confidence beside its value. */
static casus_status read_confidence(const casus_rule *rule, double *confidence, casus_error *error) {
  const casus_term *term = casus_rule_field(rule, "confidence");
  *confidence = 0.8;
  if (!term) return CASUS_OK;
  if (term->kind == CASUS_TERM_TEXT && casus_number_read(term->text, confidence) && *confidence > 0 &&
      *confidence <= 1)
    return CASUS_OK;
  return casus_fail(error, CASUS_FORMAT, rule->line, "%s:%u: the confidence of '%s' should be above 0, up to 1",
                    rule->file, rule->line, rule->name);
}

static casus_status prepare(casus_timerules *self, casus_arena *arena, casus_error *error) {
  const size_t count = casus_rules_count(self->rules);
  double *confidence = casus_arena_new(arena, double, count + 1);
  self->names = casus_arena_new(arena, const char *, count + 1);
  self->confidence = confidence;
  casus_status status = CASUS_OK;
  for (size_t i = 0; i < count && status == CASUS_OK; i++) {
    const casus_rule *rule = casus_rules_get(self->rules, i);
    self->names[i] = casus_arena_format(arena, "times:%s", rule->name);
    status = read_confidence(rule, &confidence[i], error);
  }
  return status == CASUS_OK ? casus_time_check(self->rules, error) : status;
}

casus_status casus_timerules_load(casus_timerules *self, casus_arena *arena, const char *data,
                                  casus_error *error) {
  casus_word_lists_open(&self->lists, arena, data, NULL, error);
  casus_status status =
      casus_timewords_load(&self->words, arena, casus_arena_format(arena, "%s/time", data), error);
  if (status == CASUS_OK)
    status = casus_rules_load(&self->rules, arena, casus_arena_format(arena, "%s/rules/times.rules", data),
                              &self->lists.lists, error);
  if (status == CASUS_OK) status = self->lists.status;
  return status == CASUS_OK ? prepare(self, arena, error) : status;
}

void casus_timerules_close(casus_timerules *self) {
  casus_word_lists_close(&self->lists);
}
