#include "extract/quote_rules.h"

#include "base/error.h"
#include "base/number.h"

#include <string.h>

static uint32_t capture_of(const casus_rule *rule, const char *field) {
  const casus_term *term = casus_rule_field(rule, field);
  return term && term->kind == CASUS_TERM_CAPTURE ? term->capture : UINT32_MAX;
}

static const char *text_of(const casus_rule *rule, const char *field) {
  const casus_term *term = casus_rule_field(rule, field);
  return term && term->kind == CASUS_TERM_TEXT ? term->text : "";
}

/* False for an unknown word. */
static bool read_taking(const char *word, casus_taking *take) {
  static const char *const words[] = {"", "rest", "clause", "after", "before"}; /* as casus_taking */
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (strcmp(word, words[i]) != 0) continue;
    *take = (casus_taking)i;
    return true;
  }
  return false;
}

static casus_status read_rule(casus_quote_rule *self, casus_arena *arena, const casus_rule *rule,
                              casus_error *error) {
  *self = (casus_quote_rule){
      .extractor = casus_arena_format(arena, "quotes:%s", rule->name),
      .cue = capture_of(rule, "cue"),
      .speaker = capture_of(rule, "speaker"),
      .content = capture_of(rule, "content"),
      .silent = strcmp(text_of(rule, "speaker"), "none") == 0,
  };
  if (self->cue == UINT32_MAX || !read_taking(text_of(rule, "take"), &self->take) ||
      !casus_number_read(text_of(rule, "confidence"), &self->confidence) ||
      !casus_number_read(text_of(rule, "quoted"), &self->quoted))
    return casus_fail(error, CASUS_FORMAT, rule->line,
                      "%s:%u: rule '%s' should emit cue=$..., confidence=, quoted= and, if any, "
                      "take=rest|clause|after|before",
                      rule->file, rule->line, rule->name);
  return CASUS_OK;
}

casus_status casus_quote_rules_load(casus_quote_rules *self, casus_arena *arena, const char *data,
                                    const casus_lists *lists, casus_error *error) {
  const char *path = casus_arena_format(arena, "%s/rules/quotes.rules", data);
  casus_status status = casus_rules_load(&self->rules, arena, path, lists, error);
  if (status) return status;
  const size_t count = casus_rules_count(self->rules);
  self->items = casus_arena_new(arena, casus_quote_rule, count + 1);
  for (size_t i = 0; i < count && status == CASUS_OK; i++)
    status = read_rule(&self->items[i], arena, casus_rules_get(self->rules, i), error);
  return status;
}
