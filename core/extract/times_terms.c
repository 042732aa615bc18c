#include "extract/times_terms.h"

#include "base/error.h"
#include "extract/times_functions.h"
#include "extract/times_numbers.h"

#include <stdlib.h>
#include <string.h>

const casus_time_value casus_time_nothing = {.year = CASUS_YEAR_OPEN};

/* ---- Arguments */

casus_extent casus_argument_extent(const casus_evaluation *self, const casus_term *term) {
  static const casus_extent none = {0, 0};
  if (term->kind != CASUS_TERM_CAPTURE) return none;
  const casus_extent extent = self->hit->captures[term->capture];
  return extent.first == CASUS_NONE || extent.first >= extent.limit ? none : extent;
}

bool casus_argument_there(const casus_evaluation *self, const casus_term *arguments, uint32_t count,
                          uint32_t number) {
  if (number >= count) return false;
  if (arguments[number].kind != CASUS_TERM_CAPTURE) return true;
  return casus_argument_extent(self, &arguments[number]).limit > 0;
}

/* The bytes that an argument stands for; "mid-April" is one token, and stands for April. */
casus_string casus_argument_text(const casus_evaluation *self, const casus_term *term) {
  if (term->kind == CASUS_TERM_TEXT) return (casus_string){term->text, strlen(term->text)};
  const casus_extent extent = casus_argument_extent(self, term);
  const casus_document *document = self->context->document;
  if (!extent.limit) return (casus_string){"", 0};
  const uint32_t start = document->start[extent.first];
  return casus_time_bare((casus_string){document->text + start, document->stop[extent.limit - 1] - start});
}

const casus_time_word *casus_argument_word(const casus_evaluation *self, const casus_term *term) {
  return casus_time_words_find(self->context->words, casus_argument_text(self, term));
}

double casus_argument_number(const casus_evaluation *self, const casus_term *term) {
  if (term->kind == CASUS_TERM_TEXT) return strtod(term->text, NULL);
  return casus_time_number(self->context->words, self->context->document, casus_argument_extent(self, term));
}

/* The same as an integer within bounds; 0 for one that is not. */
int casus_argument_integer(const casus_evaluation *self, const casus_term *term, int least, int most) {
  const double number = casus_argument_number(self, term);
  return number >= least && number <= most ? (int)number : 0;
}

const char *casus_argument_unit(const casus_evaluation *self, const casus_term *term) {
  return term->kind == CASUS_TERM_TEXT ? term->text : casus_argument_word(self, term)->unit;
}

/* What a time found before says of a stretch of tokens. */
static const casus_time_item *part_at(const casus_time_context *context, casus_extent extent) {
  if (!context->stage) return NULL;
  const casus_time_item *parts = context->found[context->stage - 1].items;
  const size_t count = context->found[context->stage - 1].count;
  size_t low = 0, high = count;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (parts[middle].first < extent.first)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < count && parts[low].first == extent.first; low++)
    if (parts[low].limit == extent.limit) return &parts[low];
  return NULL;
}

static int near_year(const casus_time_context *context) {
  return context->last.year > 0 ? context->last.year : context->now.year > 0 ? context->now.year : 0;
}

/* The year that an argument names or lies in; open where it is missing. */
int casus_argument_year(const casus_evaluation *self, const casus_term *arguments, uint32_t count,
                        uint32_t number) {
  if (!casus_argument_there(self, arguments, count, number)) return CASUS_YEAR_OPEN;
  const casus_term *term = &arguments[number];
  const casus_extent extent = casus_argument_extent(self, term);
  if (term->kind == CASUS_TERM_CALL || (extent.limit && part_at(self->context, extent)))
    return casus_argument_value(self, term).year;
  const int year = extent.limit ? casus_time_year(self->context->words, self->context->document, extent,
                                                  near_year(self->context))
                                : 0;
  return year ? year : CASUS_YEAR_OPEN;
}

int casus_argument_month(const casus_evaluation *self, const casus_term *term) {
  return term->kind == CASUS_TERM_TEXT ? atoi(term->text) : casus_argument_word(self, term)->month;
}

/* ---- Functions */

static casus_time_call *find_function(const char *name) {
  static const casus_time_function *const tables[] = {casus_time_of_dates, casus_time_of_relations,
                                                      casus_time_of_day, casus_time_of_lengths};
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
    for (const casus_time_function *one = tables[i]; one->name; one++)
      if (strcmp(one->name, name) == 0) return one->call;
  return NULL;
}

casus_time_value casus_argument_value(const casus_evaluation *self, const casus_term *term) {
  if (term->kind == CASUS_TERM_CALL) {
    casus_time_call *call = find_function(term->text);
    return call && term->count > 0 ? call(self, term->arguments, term->count) : casus_time_nothing;
  }
  const casus_extent extent = casus_argument_extent(self, term);
  const casus_time_item *part = extent.limit ? part_at(self->context, extent) : NULL;
  return part ? casus_time_evaluate(self->context, part) : casus_time_nothing;
}

casus_time_value casus_time_evaluate(const casus_time_context *context, const casus_time_item *item) {
  casus_time_context own = *context;
  /* what is evaluated within is of an earlier stage, so this ends */
  own.stage = item->stage;
  const casus_evaluation self = {&own, item->hit};
  return casus_argument_value(&self, item->value);
}

static casus_status check_term(const casus_rule *rule, const casus_term *term, casus_error *error) {
  if (term->kind != CASUS_TERM_CALL) return CASUS_OK;
  if (!find_function(term->text))
    return casus_fail(error, CASUS_FORMAT, term->line,
                      "%s:%u: rule '%s': there is no function '%s' for times", rule->file, term->line,
                      rule->name, term->text);
  for (uint32_t i = 0; i < term->count; i++) {
    const casus_status status = check_term(rule, &term->arguments[i], error);
    if (status) return status;
  }
  return CASUS_OK;
}

casus_status casus_time_terms_check(const casus_rules *rules, casus_error *error) {
  for (size_t i = 0; i < casus_rules_count(rules); i++) {
    const casus_rule *rule = casus_rules_get(rules, i);
    for (size_t j = 0; j < rule->field_count; j++) {
      const casus_status status = check_term(rule, &rule->fields[j].value, error);
      if (status) return status;
    }
  }
  return CASUS_OK;
}
