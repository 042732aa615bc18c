#include "extract/times_terms.h"

#include "base/error.h"
#include "extract/times_numbers.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct evaluation {
  const casus_time_context *context;
  const casus_hit *hit;
} evaluation;

typedef casus_time_value function(const evaluation *self, const casus_term *arguments, uint32_t count);

static casus_time_value value_of(const evaluation *self, const casus_term *term);

static const casus_time_value nothing = {.year = CASUS_YEAR_OPEN};

/* ---- Arguments */

static casus_extent extent_of(const evaluation *self, const casus_term *term) {
  static const casus_extent none = {0, 0};
  if (term->kind != CASUS_TERM_CAPTURE) return none;
  const casus_extent extent = self->hit->captures[term->capture];
  return extent.first == CASUS_NONE || extent.first >= extent.limit ? none : extent;
}

static bool is_there(const evaluation *self, const casus_term *arguments, uint32_t count, uint32_t number) {
  if (number >= count) return false;
  if (arguments[number].kind != CASUS_TERM_CAPTURE) return true;
  return extent_of(self, &arguments[number]).limit > 0;
}

/* The bytes that an argument stands for; "mid-April" is one token, and stands for April. */
static casus_string text_of(const evaluation *self, const casus_term *term) {
  if (term->kind == CASUS_TERM_TEXT) return (casus_string){term->text, strlen(term->text)};
  const casus_extent extent = extent_of(self, term);
  const casus_document *document = self->context->document;
  if (!extent.limit) return (casus_string){"", 0};
  const uint32_t start = document->start[extent.first];
  return casus_time_bare((casus_string){document->text + start, document->stop[extent.limit - 1] - start});
}

static const casus_time_word *word_of(const evaluation *self, const casus_term *term) {
  return casus_time_words_find(self->context->words, text_of(self, term));
}

static double number_of(const evaluation *self, const casus_term *term) {
  if (term->kind == CASUS_TERM_TEXT) return strtod(term->text, NULL);
  return casus_time_number(self->context->words, self->context->document, extent_of(self, term));
}

/* The same as an integer within bounds; 0 for one that is not. */
static int integer_of(const evaluation *self, const casus_term *term, int least, int most) {
  const double number = number_of(self, term);
  return number >= least && number <= most ? (int)number : 0;
}

static const char *unit_of(const evaluation *self, const casus_term *term) {
  return term->kind == CASUS_TERM_TEXT ? term->text : word_of(self, term)->unit;
}

/* What a time found before says of a stretch of tokens. */
static const casus_time_item *part_at(const casus_time_context *context, casus_extent extent) {
  size_t low = 0, high = context->part_count;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (context->parts[middle].first < extent.first)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < context->part_count && context->parts[low].first == extent.first; low++)
    if (context->parts[low].limit == extent.limit) return &context->parts[low];
  return NULL;
}

static int near_year(const casus_time_context *context) {
  return context->last.year > 0 ? context->last.year : context->now.year > 0 ? context->now.year : 0;
}

/* The year that an argument names or lies in; open where it is missing. */
static int year_of(const evaluation *self, const casus_term *arguments, uint32_t count, uint32_t number) {
  if (!is_there(self, arguments, count, number)) return CASUS_YEAR_OPEN;
  const casus_term *term = &arguments[number];
  const casus_extent extent = extent_of(self, term);
  if (term->kind == CASUS_TERM_CALL || (extent.limit && part_at(self->context, extent)))
    return value_of(self, term).year;
  const int year = extent.limit ? casus_time_year(self->context->words, self->context->document, extent,
                                                  near_year(self->context))
                                : 0;
  return year ? year : CASUS_YEAR_OPEN;
}

/* ---- Where a time without a year lies */

static long days_of(const casus_time_value *value) {
  return casus_date_days(
      (casus_date){value->year, value->month ? value->month : 6, value->day ? value->day : 15});
}

/* The year for a month and day (0: any) of a text that tells of its own days: by the tense, else the nearest.
 */
static int year_by_tense(const casus_time_context *context, int month, int day) {
  enum { SURE = 200 }; /* days: a day that is nearer than this says more than the tense */
  const casus_time_value *now = &context->now;
  const int nearest =
      casus_date_nearest_year((casus_date){0, month, day}, (casus_date){now->year, now->month, now->day});
  if (!nearest) return CASUS_YEAR_OPEN;
  const casus_time_value one = casus_time_date(nearest, month, day);
  const long apart = days_of(&one) - days_of(now);
  enum { NEAR = 60 };
  if (day && labs(apart) < NEAR) return nearest;
  if (context->tense == CASUS_TENSE_PAST && month != now->month && apart > 0 && apart < SURE)
    return nearest - 1;
  if (context->tense == CASUS_TENSE_FUTURE && month != now->month && apart < 0 && apart > -SURE)
    return nearest + 1;
  return nearest;
}

static int shift_of_year(casus_time_value value) {
  return casus_time_shift(casus_time_widen(value, CASUS_GRAIN_YEAR), 1).year;
}

static int missing_year(const casus_time_context *context, int month, int day) {
  if (context->narrative && context->last.year != CASUS_YEAR_OPEN) {
    /* behind the end of a year comes the start of the next */
    enum { TURN = 9 };
    const bool turned = month && context->last.month - month >= TURN;
    return turned ? shift_of_year(context->last) : context->last.year;
  }
  if (context->now.grain == CASUS_GRAIN_NONE) return context->last.year;
  return year_by_tense(context, month, day);
}

/* What is spoken of: in a narrative what was last, else the document's day. */
static casus_time_value here(const casus_time_context *context) {
  if (context->narrative && context->last.grain) return context->last;
  return context->now.grain ? context->now : context->last;
}

static casus_time_value before(const casus_time_context *context) {
  return context->last.grain ? context->last : context->now;
}

/* ---- Dates */

static casus_time_value dated(const evaluation *self, int year, int month, int day) {
  if (month < 0 || month > 12) return nothing;
  if (year == CASUS_YEAR_OPEN) year = missing_year(self->context, month, day);
  if (day && day > casus_days_in_month(year > 0 ? year : 2000, month)) return nothing;
  return casus_time_date(year, month, day);
}

/* year(YEAR) */
static casus_time_value a_year(const evaluation *self, const casus_term *arguments, uint32_t count) {
  const int year = year_of(self, arguments, count, 0);
  return year == CASUS_YEAR_OPEN ? nothing : casus_time_date(year, 0, 0);
}

/* bc(VALUE): the same before Christ. */
static casus_time_value before_christ(const evaluation *self, const casus_term *arguments, uint32_t count) {
  casus_time_value value = count ? value_of(self, arguments) : nothing;
  if (value.year > 0) value.year = -value.year;
  return value;
}

static int month_of(const evaluation *self, const casus_term *term) {
  return term->kind == CASUS_TERM_TEXT ? atoi(term->text) : word_of(self, term)->month;
}

/* month(MONTH, YEAR?) */
static casus_time_value a_month(const evaluation *self, const casus_term *arguments, uint32_t count) {
  const int month = month_of(self, arguments);
  return month ? dated(self, year_of(self, arguments, count, 1), month, 0) : nothing;
}

/* day(MONTH, DAY, YEAR?) */
static casus_time_value a_day(const evaluation *self, const casus_term *arguments, uint32_t count) {
  if (count < 2) return nothing;
  const int month = month_of(self, arguments), day = integer_of(self, arguments + 1, 1, 31);
  return month && day ? dated(self, year_of(self, arguments, count, 2), month, day) : nothing;
}

/* dayof(VALUE, DAY): of the month that the value lies in. */
static casus_time_value day_of_month(const evaluation *self, const casus_term *arguments, uint32_t count) {
  if (count < 2) return nothing;
  const casus_time_value value = value_of(self, arguments);
  const int day = integer_of(self, arguments + 1, 1, 31);
  return value.month && day ? dated(self, value.year, value.month, day) : nothing;
}

static casus_time_value quarter_like(const evaluation *self, casus_grain grain, int number, int year) {
  const casus_time_context *context = self->context;
  if (!number) return nothing;
  const casus_time_value now = here(context);
  if (year != CASUS_YEAR_OPEN) return casus_time_numbered(grain, year, number);
  if (!now.grain) return casus_time_numbered(grain, CASUS_YEAR_OPEN, number);
  if (context->narrative) return casus_time_numbered(grain, now.year, number);
  const int current = casus_time_widen(now, grain).number;
  year = now.year;
  if (current && number > current && context->tense != CASUS_TENSE_FUTURE && number - current > 1) year--;
  if (current && number + 1 < current && context->tense == CASUS_TENSE_FUTURE) year++;
  return casus_time_numbered(grain, year, number);
}

/* quarter(NUMBER, YEAR?) */
static casus_time_value a_quarter(const evaluation *self, const casus_term *arguments, uint32_t count) {
  return quarter_like(self, CASUS_GRAIN_QUARTER, integer_of(self, arguments, 1, 4),
                      year_of(self, arguments, count, 1));
}

/* half(NUMBER, YEAR?) */
static casus_time_value a_half(const evaluation *self, const casus_term *arguments, uint32_t count) {
  return quarter_like(self, CASUS_GRAIN_HALF, integer_of(self, arguments, 1, 2),
                      year_of(self, arguments, count, 1));
}

/* season(SEASON, YEAR?) */
static casus_time_value a_season(const evaluation *self, const casus_term *arguments, uint32_t count) {
  const int season = word_of(self, arguments)->season, year = year_of(self, arguments, count, 1);
  if (!season) return nothing;
  if (year != CASUS_YEAR_OPEN) return casus_time_numbered(CASUS_GRAIN_SEASON, year, season);
  return casus_time_numbered(CASUS_GRAIN_SEASON, missing_year(self->context, season * 3, 0), season);
}

/* decade(YEARS): "1990s", "'90s", "nineties". */
static casus_time_value a_decade(const evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  const casus_string text = text_of(self, arguments);
  int year = word_of(self, arguments)->decade;
  if (!year)
    for (size_t i = 0; i < text.size; i++)
      if (isdigit((unsigned char)text.bytes[i])) year = year * 10 + (text.bytes[i] - '0');
  if (year < 100) year += 1900;
  casus_time_value value = casus_time_date(year, 0, 0);
  value.grain = CASUS_GRAIN_DECADE;
  return value;
}

/* century(NUMBER) */
static casus_time_value a_century(const evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  const int number = integer_of(self, arguments, 1, 30);
  if (!number) return nothing;
  casus_time_value value = casus_time_date(number > 1 ? (number - 1) * 100 : 1, 0, 0);
  value.grain = CASUS_GRAIN_CENTURY;
  return value;
}

/* week(NUMBER, YEAR?): by ISO 8601. */
static casus_time_value a_week(const evaluation *self, const casus_term *arguments, uint32_t count) {
  const int number = integer_of(self, arguments, 1, 53);
  int year = year_of(self, arguments, count, 1);
  if (year == CASUS_YEAR_OPEN) year = here(self->context).year;
  if (!number || year == CASUS_YEAR_OPEN || year < 1) return nothing;
  const casus_time_value first = casus_time_widen(casus_time_date(year, 1, 4), CASUS_GRAIN_WEEK);
  return casus_time_shift(first, number - 1);
}

/* numeric(TEXT): "12/5/2020", month first unless that is no month; "22/04". */
static casus_time_value in_numbers(const evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  const casus_string text = text_of(self, arguments);
  int parts[3] = {0, 0, 0}, found = 0;
  bool digits = false;
  for (size_t i = 0; i < text.size && found < 3; i++) {
    if (isdigit((unsigned char)text.bytes[i])) {
      if (parts[found] < 10000) parts[found] = parts[found] * 10 + (text.bytes[i] - '0');
      digits = true;
    } else if (digits) {
      found++;
      digits = false;
    }
  }
  if (parts[0] > 31) return dated(self, parts[0], parts[1] > 12 ? 0 : parts[1], parts[2]);
  const bool day_first = parts[0] > 12;
  const int month = parts[day_first], day = parts[!day_first];
  int year = parts[2] ? parts[2] : CASUS_YEAR_OPEN;
  if (year >= 0 && year < 100) year += year < 69 ? 2000 : 1900;
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? dated(self, year, month, day) : nothing;
}

/* ---- Holidays: "12-25", "easter-2", "11-4#4" the fourth Thursday of November, "05-1#-1" the last Monday of
 * May */

static casus_time_value nth_weekday(int year, int month, int weekday, int nth) {
  const int last = casus_days_in_month(year, month);
  const int first = 1 + (weekday - casus_date_weekday((casus_date){year, month, 1}) + 7) % 7;
  int day = nth > 0 ? first + (nth - 1) * 7 : first + (last - first) / 7 * 7;
  return day <= last ? casus_time_date(year, month, day) : nothing;
}

static casus_time_value holiday_in(const char *rule, int year) {
  if (strncmp(rule, "easter", 6) == 0) {
    const casus_date day = casus_date_of_days(casus_date_days(casus_date_easter(year)) + atoi(rule + 6));
    return casus_time_date(day.year, day.month, day.day);
  }
  const char *nth = strchr(rule, '#');
  if (nth) return nth_weekday(year, atoi(rule), atoi(rule + 3), atoi(nth + 1));
  return casus_time_date(year, atoi(rule), atoi(rule + 3));
}

/* holiday(NAME, YEAR?) */
static casus_time_value a_holiday(const evaluation *self, const casus_term *arguments, uint32_t count) {
  const char *rule = word_of(self, arguments)->holiday;
  int year = year_of(self, arguments, count, 1);
  if (!rule) return nothing;
  const bool moves = rule[0] == 'e' || strchr(rule, '#');
  if (year == CASUS_YEAR_OPEN) year = missing_year(self->context, rule[0] == 'e' ? 4 : atoi(rule), 0);
  if (year > 0 && year <= 9999) return holiday_in(rule, year);
  return moves ? nothing : casus_time_date(CASUS_YEAR_OPEN, atoi(rule), atoi(rule + 3));
}

/* ---- Relative to the document's day, or to what was spoken of */

/* relative(UNIT, BY): of the document's day. */
static casus_time_value relative(const evaluation *self, const casus_term *arguments, uint32_t count) {
  const char *unit = unit_of(self, arguments);
  const casus_grain grain = casus_grain_of_unit(unit);
  const int by = count > 1 ? (int)number_of(self, arguments + 1) : 0;
  if (!grain) return nothing;
  if (!self->context->now.grain) return (casus_time_value){.grain = grain, .year = CASUS_YEAR_OPEN};
  return casus_time_shift(casus_time_widen(self->context->now, grain), by);
}

/* same(UNIT, BY): of what was last spoken of. */
static casus_time_value same(const evaluation *self, const casus_term *arguments, uint32_t count) {
  const casus_grain grain = casus_grain_of_unit(unit_of(self, arguments));
  const int by = count > 1 ? (int)number_of(self, arguments + 1) : 0;
  const casus_time_value from = before(self->context);
  if (!grain || !from.grain) return (casus_time_value){.grain = grain, .year = CASUS_YEAR_OPEN};
  return casus_time_shift(casus_time_widen(from, grain), by);
}

/* reported(UNIT): "the quarter" is the one that was just spoken of, else the last that is complete. */
static casus_time_value reported(const evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  const casus_time_context *context = self->context;
  const casus_grain grain = casus_grain_of_unit(unit_of(self, arguments));
  if (!grain) return nothing;
  if (context->last.grain == grain) return context->last;
  const casus_time_value from = here(context);
  if (!from.grain) return (casus_time_value){.grain = grain, .year = CASUS_YEAR_OPEN};
  return casus_time_shift(casus_time_widen(from, grain), context->narrative ? 0 : -1);
}

/* current(UNIT): the one in which is what is spoken of: "the end of the year". */
static casus_time_value current(const evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  const casus_grain grain = casus_grain_of_unit(unit_of(self, arguments));
  const casus_time_value from = here(self->context);
  if (!grain) return nothing;
  return from.grain ? casus_time_widen(from, grain)
                    : (casus_time_value){.grain = grain, .year = CASUS_YEAR_OPEN};
}

/* relative_season(SEASON, BY): "last summer" */
static casus_time_value relative_season(const evaluation *self, const casus_term *arguments, uint32_t count) {
  const casus_time_value now = here(self->context);
  const int season = word_of(self, arguments)->season;
  const int by = count > 1 ? (int)number_of(self, arguments + 1) : 0;
  if (!season) return nothing;
  if (!now.grain || now.year == CASUS_YEAR_OPEN)
    return casus_time_numbered(CASUS_GRAIN_SEASON, CASUS_YEAR_OPEN, season);
  const int current = casus_time_widen(now, CASUS_GRAIN_SEASON).number;
  int year = now.year;
  if (by < 0 && season >= current) year--;
  if (by > 0 && season <= current) year++;
  return casus_time_numbered(CASUS_GRAIN_SEASON, year, season);
}

/* relative_month(MONTH, BY): "last May" is the one before this month. */
static casus_time_value relative_month(const evaluation *self, const casus_term *arguments, uint32_t count) {
  const casus_time_value now = here(self->context);
  const int month = month_of(self, arguments), by = count > 1 ? (int)number_of(self, arguments + 1) : 0;
  if (!month) return nothing;
  if (!now.grain || now.year == CASUS_YEAR_OPEN) return casus_time_date(CASUS_YEAR_OPEN, month, 0);
  int year = now.year;
  if (by < 0 && month >= now.month) year--;
  if (by > 0 && month <= now.month) year++;
  return casus_time_date(year, month, 0);
}

/* A weekday of the week of a day, or before or after it. */
static casus_time_value weekday_near(const casus_time_context *context, casus_time_value from, int weekday,
                                     int by) {
  const int today = casus_date_weekday((casus_date){from.year, from.month, from.day});
  from = casus_time_widen(from, CASUS_GRAIN_DAY);
  if (by == 2) return casus_time_shift(from, weekday - today + 7); /* that of next week */
  if (by == 3) return casus_time_shift(from, weekday - today);     /* of this one */
  const int back = (today - weekday + 7) % 7;
  if (by < 0) return casus_time_shift(from, back ? -back : -7);
  if (by > 0) return casus_time_shift(from, back ? 7 - back : 7);
  if (context->tense == CASUS_TENSE_FUTURE && back) return casus_time_shift(from, 7 - back);
  return casus_time_shift(from, -back);
}

/* weekday(WEEKDAY, BY?): 0 by the tense, -1 the last, 1 the coming one, 2 that of next week, 3 that of this
 * week. */
static casus_time_value a_weekday(const evaluation *self, const casus_term *arguments, uint32_t count) {
  const int weekday = word_of(self, arguments)->weekday;
  const int by = count > 1 ? (int)number_of(self, arguments + 1) : 0;
  const casus_time_value from = here(self->context);
  if (!weekday) return nothing;
  if (!casus_time_has_day(&from))
    return (casus_time_value){.grain = CASUS_GRAIN_DAY, .year = CASUS_YEAR_OPEN, .number = weekday};
  return weekday_near(self->context, from, weekday, by);
}

/* weekend(BY): by the tense, as a weekday. */
static casus_time_value a_weekend(const evaluation *self, const casus_term *arguments, uint32_t count) {
  enum { SATURDAY = 6 };
  const casus_time_value from = here(self->context);
  (void)arguments;
  (void)count;
  if (!casus_time_has_day(&from))
    return (casus_time_value){.grain = CASUS_GRAIN_WEEKEND, .year = CASUS_YEAR_OPEN};
  return casus_time_widen(weekday_near(self->context, from, SATURDAY, 0), CASUS_GRAIN_WEEKEND);
}

/* inweek(WEEKDAY, WEEK) */
static casus_time_value in_week(const evaluation *self, const casus_term *arguments, uint32_t count) {
  if (count < 2) return nothing;
  const int weekday = word_of(self, arguments)->weekday;
  casus_time_value week = casus_time_widen(value_of(self, arguments + 1), CASUS_GRAIN_WEEK);
  week.grain = CASUS_GRAIN_DAY;
  return weekday && casus_time_has_day(&week) ? casus_time_shift(week, weekday - 1) : nothing;
}

/* A year before or after a quarter that was just spoken of is a quarter. */
static casus_time_value of_quarter(const casus_time_context *context, const casus_time_value *length,
                                   int sign) {
  const bool years =
      length->length && length->unit && strcmp(length->unit, "Y") == 0 && !isnan(length->amount);
  enum { NEAR = 2 }; /* sentences */
  const bool near = context->last_sentence + NEAR >= context->sentence;
  if (!years || !near || context->last.grain != CASUS_GRAIN_QUARTER || length->amount > 100) return nothing;
  return casus_time_shift(context->last, sign * (int)lround(length->amount * 4));
}

static casus_time_value moved(const evaluation *self, const casus_term *term, casus_time_value from,
                              int sign) {
  const casus_time_value length = value_of(self, term), quarter = of_quarter(self->context, &length, sign);
  if (quarter.grain) return quarter;
  if (!length.length) return nothing;
  if (isnan(length.amount)) return (casus_time_value){.name = sign < 0 ? "PAST_REF" : "FUTURE_REF"};
  return casus_time_move(from, &length, sign);
}

/* ago(LENGTH), hence(LENGTH): from the document's day. earlier(LENGTH), later(LENGTH): from what was spoken
 * of. */
static casus_time_value ago(const evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  return moved(self, arguments, self->context->now, -1);
}

static casus_time_value hence(const evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  return moved(self, arguments, self->context->now, 1);
}

/* coming(LENGTH): the day in so long, of what is still to come; else the length itself. */
static casus_time_value coming(const evaluation *self, const casus_term *arguments, uint32_t count) {
  const casus_time_value length = value_of(self, arguments);
  const bool to_come = self->context->tense == CASUS_TENSE_FUTURE && length.length && !isnan(length.amount);
  return to_come && casus_grain_of_unit(length.unit) >= CASUS_GRAIN_DAY && self->context->now.grain
             ? hence(self, arguments, count)
             : length;
}

static casus_time_value earlier(const evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  return moved(self, arguments, before(self->context), -1);
}

static casus_time_value later(const evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  return moved(self, arguments, before(self->context), 1);
}

/* shift(VALUE, LENGTH, SIGN): "two days after Friday". */
static casus_time_value shifted(const evaluation *self, const casus_term *arguments, uint32_t count) {
  if (count < 3) return nothing;
  const casus_time_value from = value_of(self, arguments), length = value_of(self, arguments + 1);
  return length.length ? casus_time_move(from, &length, number_of(self, arguments + 2) < 0 ? -1 : 1)
                       : nothing;
}

/* ---- Times of day */

/* clock(HOUR, MINUTE?, HALF?): HALF is "a.m." or "pm". HOUR may be "10:30" or "8:45a". */
static void read_clock(casus_string text, int parts[3], char *half) {
  int found = 0;
  bool digits = false;
  for (size_t i = 0; i < text.size && found < 3; i++) {
    const char byte = text.bytes[i];
    if (isdigit((unsigned char)byte)) {
      if (!digits) parts[found] = 0;
      if (parts[found] < 1000) parts[found] = parts[found] * 10 + (byte - '0');
      digits = true;
      continue;
    }
    found += digits;
    digits = false;
    if ((byte | 32) == 'a' || (byte | 32) == 'p') *half = (char)(byte | 32);
  }
}

static casus_time_value a_clock(const evaluation *self, const casus_term *arguments, uint32_t count) {
  int parts[3] = {-1, -1, -1};
  char half = 0;
  const casus_string text = text_of(self, arguments);
  if (text.size && isdigit((unsigned char)text.bytes[0]))
    read_clock(text, parts, &half);
  else
    parts[0] = (int)number_of(self, arguments);
  if (is_there(self, arguments, count, 1)) parts[1] = (int)number_of(self, arguments + 1);
  if (is_there(self, arguments, count, 2)) half = (char)(text_of(self, arguments + 2).bytes[0] | 32);
  if (parts[0] > 24 && parts[1] < 0) { /* 0730 */
    parts[1] = parts[0] % 100;
    parts[0] /= 100;
  }
  if (parts[0] < 0 || parts[0] > 24 || parts[1] > 59 || parts[2] > 60) return nothing;
  if (half == 'p' && parts[0] < 12) parts[0] += 12;
  if (half == 'a' && parts[0] == 12) parts[0] = 0;
  casus_time_value value = {.grain = CASUS_GRAIN_HOUR, .year = CASUS_YEAR_OPEN, .hour = parts[0]};
  if (parts[1] >= 0) value.grain = CASUS_GRAIN_MINUTE;
  if (parts[2] >= 0) value.grain = CASUS_GRAIN_SECOND;
  value.minute = parts[1] > 0 ? parts[1] : 0;
  value.second = parts[2] > 0 ? parts[2] : 0;
  return value;
}

/* part(PART): a part of the day; "noon" and "midnight" are hours. */
static casus_time_value a_part(const evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  const char *part = arguments->kind == CASUS_TERM_TEXT ? arguments->text : word_of(self, arguments)->part;
  if (!part) return nothing;
  return (casus_time_value){.grain = CASUS_GRAIN_PART, .year = CASUS_YEAR_OPEN, .part = part};
}

/* zone(TIME, ZONE) */
static casus_time_value in_zone(const evaluation *self, const casus_term *arguments, uint32_t count) {
  casus_time_value value = value_of(self, arguments);
  if (count > 1) value.zone = word_of(self, arguments + 1)->zone;
  return value;
}

/* at(DATE, TIME) */
static casus_time_value at(const evaluation *self, const casus_term *arguments, uint32_t count) {
  if (count < 2) return nothing;
  const casus_time_value day = value_of(self, arguments);
  casus_time_value time = value_of(self, arguments + 1);
  if (!time.grain || time.grain > CASUS_GRAIN_PART) return day;
  time.year = day.year;
  time.month = day.month;
  time.day = day.day;
  time.number = day.day ? 0 : day.number;
  return time;
}

/* here(TIME): on the day that is spoken of, where one is. */
static casus_time_value on_that_day(const evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  casus_time_value time = value_of(self, arguments);
  const casus_time_value day = self->context->last;
  if (!casus_time_has_day(&day)) return time;
  time.year = day.year;
  time.month = day.month;
  time.day = day.day;
  return time;
}

/* ---- Lengths, sets, names, and what is put together */

/* length(AMOUNT, UNIT) */
static casus_time_value a_length(const evaluation *self, const casus_term *arguments, uint32_t count) {
  if (count < 2) return nothing;
  return casus_time_length(number_of(self, arguments), unit_of(self, arguments + 1));
}

/* some(UNIT): so many of it as nobody says. */
static casus_time_value some(const evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  return casus_time_length((double)NAN, unit_of(self, arguments));
}

static casus_time_value name_of(const char *text) {
  return (casus_time_value){.name = text, .year = CASUS_YEAR_OPEN};
}

/* ref(NAME) */
static casus_time_value a_name(const evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  (void)self;
  return arguments->kind == CASUS_TERM_TEXT ? name_of(arguments->text) : nothing;
}

/* frequency(WORD) */
static casus_time_value a_frequency(const evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  const char *text = word_of(self, arguments)->frequency;
  return text ? name_of(text) : nothing;
}

/* every(VALUE): with all that is larger left open: "every Tuesday", "each July". */
static casus_time_value every(const evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  casus_time_value value = {.grain = CASUS_GRAIN_DAY, .year = CASUS_YEAR_OPEN};
  const casus_time_word *word = word_of(self, arguments);
  if (word->weekday)
    value.number = word->weekday;
  else if (word->month)
    value = casus_time_date(CASUS_YEAR_OPEN, word->month, 0);
  else if (word->season)
    value = casus_time_numbered(CASUS_GRAIN_SEASON, CASUS_YEAR_OPEN, word->season);
  else if (word->part)
    return name_of(casus_arena_format(self->context->arena, "XXXX-XX-XXT%s", word->part));
  else
    return nothing;
  return value;
}

/* itself(VALUE): what a part says, with a modifier of the rule's own. */
static casus_time_value itself(const evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  return value_of(self, arguments);
}

/* of(INNER, OUTER): "the spring of next year", "May of that year": the year comes from the outer one. */
static casus_time_value of(const evaluation *self, const casus_term *arguments, uint32_t count) {
  if (count < 2) return nothing;
  casus_time_value inner = value_of(self, arguments);
  const casus_time_value outer = value_of(self, arguments + 1);
  if (inner.grain == CASUS_GRAIN_NONE) return inner;
  inner.year = outer.year;
  if (outer.grain == CASUS_GRAIN_MONTH && inner.grain <= CASUS_GRAIN_DAY && !inner.month)
    inner.month = outer.month;
  return inner;
}

static const struct {
  const char *name;
  function *call;
} functions[] = {
    {"year", a_year},
    {"month", a_month},
    {"day", a_day},
    {"dayof", day_of_month},
    {"bc", before_christ},
    {"quarter", a_quarter},
    {"half", a_half},
    {"season", a_season},
    {"decade", a_decade},
    {"century", a_century},
    {"week", a_week},
    {"numeric", in_numbers},
    {"holiday", a_holiday},
    {"relative", relative},
    {"same", same},
    {"reported", reported},
    {"relative_season", relative_season},
    {"relative_month", relative_month},
    {"weekday", a_weekday},
    {"inweek", in_week},
    {"ago", ago},
    {"hence", hence},
    {"earlier", earlier},
    {"later", later},
    {"shift", shifted},
    {"clock", a_clock},
    {"part", a_part},
    {"zone", in_zone},
    {"at", at},
    {"here", on_that_day},
    {"length", a_length},
    {"some", some},
    {"ref", a_name},
    {"frequency", a_frequency},
    {"every", every},
    {"of", of},
    {"itself", itself},
    {"coming", coming},
    {"weekend", a_weekend},
    {"current", current},
};

enum { FUNCTIONS = sizeof functions / sizeof *functions };

static function *find_function(const char *name) {
  for (size_t i = 0; i < FUNCTIONS; i++)
    if (strcmp(functions[i].name, name) == 0) return functions[i].call;
  return NULL;
}

static casus_time_value value_of(const evaluation *self, const casus_term *term) {
  if (term->kind == CASUS_TERM_CALL) {
    function *call = find_function(term->text);
    return call && term->count > 0 ? call(self, term->arguments, term->count) : nothing;
  }
  const casus_extent extent = extent_of(self, term);
  const casus_time_item *part = extent.limit ? part_at(self->context, extent) : NULL;
  return part ? casus_time_evaluate(self->context, part) : nothing;
}

casus_time_value casus_time_evaluate(const casus_time_context *context, const casus_time_item *item) {
  casus_time_context own = *context;
  if (!item->joined) own.part_count = 0; /* parts have none themselves, so this ends */
  const evaluation self = {&own, item->hit};
  return value_of(&self, item->value);
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
