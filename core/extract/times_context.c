/* Where a time lies that does not say so itself. */
#include "extract/times_functions.h"

#include <stdlib.h>

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

int casus_time_missing_year(const casus_time_context *context, int month, int day) {
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
casus_time_value casus_time_here(const casus_time_context *context) {
  if (context->narrative && context->last.grain) return context->last;
  return context->now.grain ? context->now : context->last;
}

casus_time_value casus_time_before(const casus_time_context *context) {
  return context->last.grain ? context->last : context->now;
}
