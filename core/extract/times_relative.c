/* Times that are counted from the day of the document, or from what was spoken of. */
#include "extract/times_functions.h"

#include <math.h>
#include <string.h>

/* ---- Relative to the document's day, or to what was spoken of */

/* relative(UNIT, BY): of the document's day. */
static casus_time_value relative(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  const char *unit = casus_argument_unit(self, arguments);
  const casus_grain grain = casus_grain_of_unit(unit);
  const int by = count > 1 ? (int)casus_argument_number(self, arguments + 1) : 0;
  if (!grain) return casus_time_nothing;
  if (!self->context->now.grain) return (casus_time_value){.grain = grain, .year = CASUS_YEAR_OPEN};
  return casus_time_shift(casus_time_widen(self->context->now, grain), by);
}

/* same(UNIT, BY): of what was last spoken of. */
static casus_time_value same(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  const casus_grain grain = casus_grain_of_unit(casus_argument_unit(self, arguments));
  const int by = count > 1 ? (int)casus_argument_number(self, arguments + 1) : 0;
  const casus_time_value from = casus_time_before(self->context);
  if (!grain || !from.grain) return (casus_time_value){.grain = grain, .year = CASUS_YEAR_OPEN};
  return casus_time_shift(casus_time_widen(from, grain), by);
}

/* reported(UNIT): "the quarter" is the one that was just spoken of, else the last that is complete. */
static casus_time_value reported(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  const casus_time_context *context = self->context;
  const casus_grain grain = casus_grain_of_unit(casus_argument_unit(self, arguments));
  if (!grain) return casus_time_nothing;
  if (context->last.grain == grain) return context->last;
  const casus_time_value from = casus_time_here(context);
  if (!from.grain) return (casus_time_value){.grain = grain, .year = CASUS_YEAR_OPEN};
  return casus_time_shift(casus_time_widen(from, grain), context->narrative ? 0 : -1);
}

/* current(UNIT): the one in which is what is spoken of: "the end of the year". */
static casus_time_value current(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  const casus_grain grain = casus_grain_of_unit(casus_argument_unit(self, arguments));
  const casus_time_value from = casus_time_here(self->context);
  if (!grain) return casus_time_nothing;
  return from.grain ? casus_time_widen(from, grain)
                    : (casus_time_value){.grain = grain, .year = CASUS_YEAR_OPEN};
}

/* rest(VALUE): what is still to come of it from the document's day on; in a narrative, the end of it. */
static casus_time_value rest_of(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  const casus_time_context *context = self->context;
  casus_time_value whole = casus_argument_value(self, arguments);
  casus_date first, last;
  if (!context->narrative && context->now.grain && casus_time_days(&whole, &first, &last)) {
    const casus_time_value stretch =
        casus_time_stretch(casus_time_widen(context->now, CASUS_GRAIN_DAY),
                           casus_time_date(last.year, last.month, last.day), context->arena);
    if (stretch.grain) return stretch;
  }
  whole.mod = "END";
  return whole;
}

/* todate(UNIT): from where it begins to the document's day. */
static casus_time_value to_date(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  const casus_grain grain = casus_grain_of_unit(casus_argument_unit(self, arguments));
  const casus_time_value day = casus_time_widen(self->context->now, CASUS_GRAIN_DAY),
                         whole = casus_time_widen(day, grain);
  casus_date first, last;
  if (!grain || !day.grain || !casus_time_days(&whole, &first, &last)) return casus_time_nothing;
  return casus_time_stretch(casus_time_date(first.year, first.month, first.day), day, self->context->arena);
}

/* relative_season(SEASON, BY): "last summer" */
static casus_time_value relative_season(const casus_evaluation *self, const casus_term *arguments,
                                        uint32_t count) {
  const casus_time_value now = casus_time_here(self->context);
  const int season = casus_argument_word(self, arguments)->season;
  const int by = count > 1 ? (int)casus_argument_number(self, arguments + 1) : 0;
  if (!season) return casus_time_nothing;
  if (!now.grain || now.year == CASUS_YEAR_OPEN)
    return casus_time_numbered(CASUS_GRAIN_SEASON, CASUS_YEAR_OPEN, season);
  const int current = casus_time_widen(now, CASUS_GRAIN_SEASON).number;
  int year = now.year;
  if (by < 0 && season >= current) year--;
  if (by > 0 && season <= current) year++;
  return casus_time_numbered(CASUS_GRAIN_SEASON, year, season);
}

/* relative_month(MONTH, BY): "last May" is the one before this month. */
static casus_time_value relative_month(const casus_evaluation *self, const casus_term *arguments,
                                       uint32_t count) {
  const casus_time_value now = casus_time_here(self->context);
  const int month = casus_argument_month(self, arguments),
            by = count > 1 ? (int)casus_argument_number(self, arguments + 1) : 0;
  if (!month) return casus_time_nothing;
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
static casus_time_value a_weekday(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  const int weekday = casus_argument_word(self, arguments)->weekday;
  const int by = count > 1 ? (int)casus_argument_number(self, arguments + 1) : 0;
  const casus_time_value from = casus_time_here(self->context);
  if (!weekday) return casus_time_nothing;
  if (!casus_time_has_day(&from))
    return (casus_time_value){.grain = CASUS_GRAIN_DAY, .year = CASUS_YEAR_OPEN, .number = weekday};
  return weekday_near(self->context, from, weekday, by);
}

/* weekday_then(WEEKDAY): "the following Friday", the first behind what was spoken of. */
static casus_time_value weekday_then(const casus_evaluation *self, const casus_term *arguments,
                                     uint32_t count) {
  (void)count;
  const int weekday = casus_argument_word(self, arguments)->weekday;
  const casus_time_value from = casus_time_before(self->context);
  if (!weekday) return casus_time_nothing;
  if (!casus_time_has_day(&from))
    return (casus_time_value){.grain = CASUS_GRAIN_DAY, .year = CASUS_YEAR_OPEN, .number = weekday};
  return weekday_near(self->context, from, weekday, 1);
}

/* weekend(BY): by the tense, as a weekday. */
static casus_time_value a_weekend(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  enum { SATURDAY = 6 };
  const casus_time_value from = casus_time_here(self->context);
  (void)arguments;
  (void)count;
  if (!casus_time_has_day(&from))
    return (casus_time_value){.grain = CASUS_GRAIN_WEEKEND, .year = CASUS_YEAR_OPEN};
  return casus_time_widen(weekday_near(self->context, from, SATURDAY, 0), CASUS_GRAIN_WEEKEND);
}

/* inweek(WEEKDAY, WEEK) */
static casus_time_value in_week(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  if (count < 2) return casus_time_nothing;
  const int weekday = casus_argument_word(self, arguments)->weekday;
  casus_time_value week = casus_time_widen(casus_argument_value(self, arguments + 1), CASUS_GRAIN_WEEK);
  week.grain = CASUS_GRAIN_DAY;
  return weekday && casus_time_has_day(&week) ? casus_time_shift(week, weekday - 1) : casus_time_nothing;
}

/* A year before or after a quarter that was just spoken of is a quarter. */
static casus_time_value of_quarter(const casus_time_context *context, const casus_time_value *length,
                                   int sign) {
  const bool years =
      length->length && length->unit && strcmp(length->unit, "Y") == 0 && !isnan(length->amount);
  enum { NEAR = 4 }; /* sentences */
  const bool near = context->last_sentence + NEAR >= context->sentence;
  if (!years || !near || context->last.grain != CASUS_GRAIN_QUARTER || length->amount > 100)
    return casus_time_nothing;
  return casus_time_shift(context->last, sign * (int)lround(length->amount * 4));
}

static casus_time_value moved(const casus_evaluation *self, const casus_term *term, casus_time_value from,
                              int sign) {
  const casus_time_value length = casus_argument_value(self, term),
                         quarter = of_quarter(self->context, &length, sign);
  if (quarter.grain) return quarter;
  if (!length.length) return casus_time_nothing;
  if (isnan(length.amount)) return (casus_time_value){.name = sign < 0 ? "PAST_REF" : "FUTURE_REF"};
  return casus_time_move(from, &length, sign);
}

/* ago(LENGTH), hence(LENGTH): from the document's day. earlier(LENGTH), later(LENGTH): from what was spoken
 * of. */
static casus_time_value ago(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  return moved(self, arguments, self->context->now, -1);
}

static casus_time_value hence(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  return moved(self, arguments, self->context->now, 1);
}

/* coming(LENGTH): the day in so long, of what is still to come; else the length itself. */
static casus_time_value coming(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  const casus_time_value length = casus_argument_value(self, arguments);
  const bool to_come = self->context->tense == CASUS_TENSE_FUTURE && length.length && !isnan(length.amount);
  return to_come && casus_grain_of_unit(length.unit) >= CASUS_GRAIN_DAY && self->context->now.grain
             ? hence(self, arguments, count)
             : length;
}

static casus_time_value earlier(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  return moved(self, arguments, casus_time_before(self->context), -1);
}

static casus_time_value later(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  return moved(self, arguments, casus_time_before(self->context), 1);
}

/* shift(VALUE, LENGTH, SIGN): "two days after Friday". */
static casus_time_value shifted(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  if (count < 3) return casus_time_nothing;
  const casus_time_value from = casus_argument_value(self, arguments),
                         length = casus_argument_value(self, arguments + 1);
  if (!length.length) return casus_time_nothing;
  const int sign = casus_argument_number(self, arguments + 2) < 0 ? -1 : 1;
  casus_time_value moved = casus_time_move(from, &length, sign);
  if (from.grain != CASUS_GRAIN_DAY || !from.day || moved.grain < CASUS_GRAIN_MONTH || moved.year < 1)
    return moved;
  /* counted from a day, it is a day: "two months from tomorrow" */
  const int month = moved.month ? moved.month : from.month;
  if (moved.grain != CASUS_GRAIN_MONTH && moved.grain != CASUS_GRAIN_YEAR) return moved;
  const int last = casus_days_in_month(moved.year, month);
  return casus_time_date(moved.year, month, from.day < last ? from.day : last);
}

const casus_time_function casus_time_of_relations[] = {
    {"relative", relative},
    {"same", same},
    {"reported", reported},
    {"relative_season", relative_season},
    {"relative_month", relative_month},
    {"weekday", a_weekday},
    {"inweek", in_week},
    {"rest", rest_of},
    {"todate", to_date},
    {"weekday_then", weekday_then},
    {"ago", ago},
    {"hence", hence},
    {"earlier", earlier},
    {"later", later},
    {"shift", shifted},
    {"coming", coming},
    {"weekend", a_weekend},
    {"current", current},
    {NULL, NULL},
};
