/* Days, months, years and what lies between, by their names and numbers. */
#include "extract/times_functions.h"

#include "extract/times_numbers.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- Dates */

static casus_time_value dated(const casus_evaluation *self, int year, int month, int day) {
  if (month < 0 || month > 12) return casus_time_nothing;
  if (year == CASUS_YEAR_OPEN) year = casus_time_missing_year(self->context, month, day);
  if (day && day > casus_days_in_month(year > 0 ? year : 2000, month)) return casus_time_nothing;
  return casus_time_date(year, month, day);
}

/* year(YEAR, NEAR?): one of two digits is in the century of the other, if there is one. */
static casus_time_value a_year(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  const int other = casus_argument_year(self, arguments, count, 1);
  if (other != CASUS_YEAR_OPEN) {
    const casus_time_context *context = self->context;
    const int year =
        casus_time_year(context->words, context->document, casus_argument_extent(self, arguments), other);
    return year ? casus_time_date(year, 0, 0) : casus_time_nothing;
  }
  const int year = casus_argument_year(self, arguments, count, 0);
  return year == CASUS_YEAR_OPEN ? casus_time_nothing : casus_time_date(year, 0, 0);
}

/* bc(VALUE): the same before Christ. */
static casus_time_value before_christ(const casus_evaluation *self, const casus_term *arguments,
                                      uint32_t count) {
  casus_time_value value = count ? casus_argument_value(self, arguments) : casus_time_nothing;
  if (value.year > 0) value.year = -value.year;
  return value;
}

/* month(MONTH, YEAR?) */
static casus_time_value a_month(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  const int month = casus_argument_month(self, arguments);
  return month ? dated(self, casus_argument_year(self, arguments, count, 1), month, 0) : casus_time_nothing;
}

/* day(MONTH, DAY, YEAR?) */
static casus_time_value a_day(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  if (count < 2) return casus_time_nothing;
  const int month = casus_argument_month(self, arguments),
            day = casus_argument_integer(self, arguments + 1, 1, 31);
  return month && day ? dated(self, casus_argument_year(self, arguments, count, 2), month, day)
                      : casus_time_nothing;
}

/* dayof(VALUE, DAY): of the month that the value lies in. */
static casus_time_value day_of_month(const casus_evaluation *self, const casus_term *arguments,
                                     uint32_t count) {
  if (count < 2) return casus_time_nothing;
  const casus_time_value value = casus_argument_value(self, arguments);
  const int day = casus_argument_integer(self, arguments + 1, 1, 31);
  return value.month && day ? dated(self, value.year, value.month, day) : casus_time_nothing;
}

static casus_time_value quarter_like(const casus_evaluation *self, casus_grain grain, int number, int year) {
  const casus_time_context *context = self->context;
  if (!number) return casus_time_nothing;
  const casus_time_value now = casus_time_here(context);
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
static casus_time_value a_quarter(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  return quarter_like(self, CASUS_GRAIN_QUARTER, casus_argument_integer(self, arguments, 1, 4),
                      casus_argument_year(self, arguments, count, 1));
}

/* half(NUMBER, YEAR?) */
static casus_time_value a_half(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  return quarter_like(self, CASUS_GRAIN_HALF, casus_argument_integer(self, arguments, 1, 2),
                      casus_argument_year(self, arguments, count, 1));
}

/* season(SEASON, YEAR?) */
static casus_time_value a_season(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  const int season = casus_argument_word(self, arguments)->season,
            year = casus_argument_year(self, arguments, count, 1);
  if (!season) return casus_time_nothing;
  if (year != CASUS_YEAR_OPEN) return casus_time_numbered(CASUS_GRAIN_SEASON, year, season);
  return casus_time_numbered(CASUS_GRAIN_SEASON, casus_time_missing_year(self->context, season * 3, 0),
                             season);
}

/* decade(YEARS): "1990s", "'90s", "nineties". */
static casus_time_value a_decade(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  const casus_string text = casus_argument_text(self, arguments);
  int year = casus_argument_word(self, arguments)->decade;
  if (!year)
    for (size_t i = 0; i < text.size; i++)
      if (isdigit((unsigned char)text.bytes[i])) year = year * 10 + (text.bytes[i] - '0');
  if (year < 100) year += 1900;
  casus_time_value value = casus_time_date(year, 0, 0);
  value.grain = CASUS_GRAIN_DECADE;
  return value;
}

/* century(NUMBER) */
static casus_time_value a_century(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  const int number = casus_argument_integer(self, arguments, 1, 30);
  if (!number) return casus_time_nothing;
  casus_time_value value = casus_time_date(number > 1 ? (number - 1) * 100 : 1, 0, 0);
  value.grain = CASUS_GRAIN_CENTURY;
  return value;
}

/* week(NUMBER, YEAR?): by ISO 8601. */
static casus_time_value a_week(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  const int number = casus_argument_integer(self, arguments, 1, 53);
  int year = casus_argument_year(self, arguments, count, 1);
  if (year == CASUS_YEAR_OPEN) year = casus_time_here(self->context).year;
  if (!number || year == CASUS_YEAR_OPEN || year < 1) return casus_time_nothing;
  const casus_time_value first = casus_time_widen(casus_time_date(year, 1, 4), CASUS_GRAIN_WEEK);
  return casus_time_shift(first, number - 1);
}

/* numeric(TEXT, DAY_FIRST?): "12/5/2020", month first unless that is no month; "22/04". With a second
 * argument the day comes first where both can: "5.12.2020". */
static casus_time_value in_numbers(const casus_evaluation *self, const casus_term *arguments,
                                   uint32_t count) {
  const casus_string text = casus_argument_text(self, arguments);
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
  const bool day_first = parts[0] > 12 || (count > 1 && parts[1] <= 12);
  const int month = parts[day_first], day = parts[!day_first];
  int year = parts[2] ? parts[2] : CASUS_YEAR_OPEN;
  if (year >= 0 && year < 100) year += year < 69 ? 2000 : 1900;
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? dated(self, year, month, day)
                                                            : casus_time_nothing;
}

/* ---- Holidays: "12-25", "easter-2", "11-4#4" the fourth Thursday of November, "05-1#-1" the last Monday of
 * May */

static casus_time_value nth_weekday(int year, int month, int weekday, int nth) {
  const int last = casus_days_in_month(year, month);
  const int first = 1 + (weekday - casus_date_weekday((casus_date){year, month, 1}) + 7) % 7;
  int day = nth > 0 ? first + (nth - 1) * 7 : first + (last - first) / 7 * 7;
  return day <= last ? casus_time_date(year, month, day) : casus_time_nothing;
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

/* nth(NUMBER, UNIT, VALUE): "the third month of 2021", "the first week of May". */
static casus_time_value nth_of(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  if (count < 3) return casus_time_nothing;
  const int number = casus_argument_integer(self, arguments, 1, 366);
  const casus_grain grain = casus_grain_of_unit(casus_argument_unit(self, arguments + 1));
  const casus_time_value whole = casus_argument_value(self, arguments + 2);
  casus_date first, last;
  if (!number || whole.grain <= grain || !casus_time_days(&whole, &first, &last)) return casus_time_nothing;
  casus_time_value start = casus_time_date(first.year, first.month, first.day);
  if (grain == CASUS_GRAIN_WEEK && whole.grain == CASUS_GRAIN_YEAR) start.day = 4; /* which lies in week 1 */
  casus_time_value one = casus_time_shift(casus_time_widen(start, grain), number - 1);
  casus_date from, to;
  const bool inside = casus_time_days(&one, &from, &to) && casus_date_days(from) <= casus_date_days(last);
  return inside ? one : casus_time_nothing;
}

/* holiday(NAME, YEAR?) */
static casus_time_value a_holiday(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  const char *rule = casus_argument_word(self, arguments)->holiday;
  int year = casus_argument_year(self, arguments, count, 1);
  if (!rule) return casus_time_nothing;
  const bool moves = rule[0] == 'e' || strchr(rule, '#');
  if (year == CASUS_YEAR_OPEN)
    year = casus_time_missing_year(self->context, rule[0] == 'e' ? 4 : atoi(rule), 0);
  if (year > 0 && year <= 9999) return holiday_in(rule, year);
  return moves ? casus_time_nothing : casus_time_date(CASUS_YEAR_OPEN, atoi(rule), atoi(rule + 3));
}

const casus_time_function casus_time_of_dates[] = {
    {"year", a_year},       {"month", a_month},     {"day", a_day},   {"dayof", day_of_month},
    {"bc", before_christ},  {"quarter", a_quarter}, {"half", a_half}, {"season", a_season},
    {"decade", a_decade},   {"century", a_century}, {"week", a_week}, {"numeric", in_numbers},
    {"holiday", a_holiday}, {"nth", nth_of},        {NULL, NULL},
};
