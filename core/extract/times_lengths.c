/* Lengths, sets, and what is put together. */
#include "extract/times_functions.h"

#include <math.h>
#include <string.h>

/* ---- Lengths, sets, names, and what is put together */

/* length(AMOUNT, UNIT) */
static casus_time_value a_length(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  if (count < 2) return casus_time_nothing;
  return casus_time_length(casus_argument_number(self, arguments), casus_argument_unit(self, arguments + 1));
}

/* sum(LENGTH, LENGTH): "3 hours 30 minutes" */
static casus_time_value sum_of(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  if (count < 2) return casus_time_nothing;
  return casus_time_sum(casus_argument_value(self, arguments), casus_argument_value(self, arguments + 1),
                        self->context->arena);
}

/* halfmore(NUMBER, UNIT): "an hour and a half" */
static casus_time_value half_more(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  static const struct {
    const char *unit, *smaller;
    int half;
  } halves[] = {{"Y", "MO", 6}, {"H", "M", 30}, {"M", "S", 30}, {"D", "H", 12}};
  if (count < 2) return casus_time_nothing;
  const double amount = casus_argument_number(self, arguments);
  const char *unit = casus_argument_unit(self, arguments + 1);
  const casus_time_value whole = casus_time_length(amount, unit);
  for (size_t i = 0; whole.length && i < sizeof halves / sizeof *halves; i++)
    if (strcmp(unit, halves[i].unit) == 0)
      return casus_time_sum(whole, casus_time_length(halves[i].half, halves[i].smaller),
                            self->context->arena);
  return casus_time_length(amount + 0.5, unit);
}

/* some(UNIT): so many of it as nobody says. */
static casus_time_value some(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  return casus_time_length((double)NAN, casus_argument_unit(self, arguments));
}

static casus_time_value name_of(const char *text) {
  return (casus_time_value){.name = text, .year = CASUS_YEAR_OPEN};
}

/* ref(NAME) */
static casus_time_value a_name(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  (void)self;
  return arguments->kind == CASUS_TERM_TEXT ? name_of(arguments->text) : casus_time_nothing;
}

/* frequency(WORD) */
static casus_time_value a_frequency(const casus_evaluation *self, const casus_term *arguments,
                                    uint32_t count) {
  (void)count;
  const char *text = casus_argument_word(self, arguments)->frequency;
  return text ? name_of(text) : casus_time_nothing;
}

/* business(KIND, YEAR): a year of business or of schools, "FY2023"; on which day it begins is not known. */
static casus_time_value business(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  enum { CENTURY = 100, TURN = 69 };
  int year = 0;
  if (count < 2) return casus_time_nothing;
  const casus_string kind = casus_argument_text(self, arguments),
                     text = casus_argument_text(self, arguments + 1);
  for (size_t i = 0; i < text.size; i++)
    if (text.bytes[i] >= '0' && text.bytes[i] <= '9') year = year * 10 + (text.bytes[i] - '0');
  if (year < CENTURY) year += year < TURN ? 2000 : 1900;
  if (!kind.size || year > 9999) return casus_time_nothing;
  const bool school = strchr("SsAa", kind.bytes[0]) != NULL;
  return name_of(casus_arena_format(self->context->arena, "%s%04d", school ? "SY" : "FY", year));
}

/* every(VALUE, PART?): with all that is larger left open: "every Tuesday", "each July", "Friday mornings". */
static casus_time_value every(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  casus_time_value value = {.grain = CASUS_GRAIN_DAY, .year = CASUS_YEAR_OPEN};
  const casus_time_word *word = casus_argument_word(self, arguments);
  const char *part = count > 1 ? casus_argument_word(self, arguments + 1)->part : NULL;
  if (part && word->weekday)
    return name_of(casus_arena_format(self->context->arena, "XXXX-WXX-%dT%s", word->weekday, part));
  if (word->weekday)
    value.number = word->weekday;
  else if (word->month)
    value = casus_time_date(CASUS_YEAR_OPEN, word->month, 0);
  else if (word->season)
    value = casus_time_numbered(CASUS_GRAIN_SEASON, CASUS_YEAR_OPEN, word->season);
  else if (word->part)
    return name_of(casus_arena_format(self->context->arena, "XXXX-XX-XXT%s", word->part));
  else
    return casus_time_nothing;
  return value;
}

/* itself(VALUE): what a part says, with a modifier of the rule's own. */
static casus_time_value itself(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  return casus_argument_value(self, arguments);
}

/* of(INNER, OUTER): "the spring of next year", "May of that year": the year comes from the outer one. */
static casus_time_value of(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  if (count < 2) return casus_time_nothing;
  casus_time_value inner = casus_argument_value(self, arguments);
  const casus_time_value outer = casus_argument_value(self, arguments + 1);
  if (inner.grain == CASUS_GRAIN_NONE) return inner;
  inner.year = outer.year;
  if (outer.grain == CASUS_GRAIN_MONTH && inner.grain <= CASUS_GRAIN_DAY && !inner.month)
    inner.month = outer.month;
  return inner;
}

const casus_time_function casus_time_of_lengths[] = {
    {"length", a_length},       {"some", some},   {"ref", a_name},
    {"frequency", a_frequency}, {"every", every}, {"of", of},
    {"itself", itself},         {"sum", sum_of},  {"halfmore", half_more},
    {"business", business},     {NULL, NULL},
};
