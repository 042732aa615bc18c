#include "extract/timefunctions.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

enum { MONTHS = 12, WEEK = 7, HOURS = 24, ARGUMENTS = 8 };

typedef struct call { /* of a function */
  casus_timecontext *context;
  const casus_term *arguments;
  uint32_t count;
} call;

/* ---- Arguments */

/* The lower-case words of an argument, with spaces between; empty where it is not there. */
static casus_string words_of(const call *self, uint32_t number) {
  static const casus_string none = {"", 0};
  if (number >= self->count) return none;
  const casus_term *term = &self->arguments[number];
  if (term->kind != CASUS_TERM_CAPTURE) return (casus_string){term->text, strlen(term->text)};
  const casus_extent extent = self->context->hit->captures[term->capture];
  const casus_document *document = self->context->document;
  if (extent.first == CASUS_NONE || !document->lower) return none;
  if (extent.limit == extent.first + 1) return casus_pool_get(&document->pool, document->lower[extent.first]);
  const char *text = "";
  for (uint32_t token = extent.first; token < extent.limit; token++) {
    const casus_string word = casus_pool_get(&document->pool, document->lower[token]);
    const bool glued = *text == '\0' || document->stop[token - 1] == document->start[token];
    text = casus_arena_format(self->context->arena, "%s%s%s", text, glued ? "" : " ", word.bytes);
  }
  return (casus_string){text, strlen(text)};
}

static bool is_there(const call *self, uint32_t number) {
  return words_of(self, number).size > 0 ||
         (number < self->count && self->arguments[number].kind == CASUS_TERM_CALL);
}

/* What a table has for an argument, or NULL. */
static const char *found(const call *self, const char *table, uint32_t number) {
  const casus_string words = words_of(self, number);
  return words.size ? casus_timewords_any(self->context->words, table, words) : NULL;
}

static casus_amount amount_of(const call *self, uint32_t number) {
  const casus_string words = words_of(self, number);
  return words.size ? casus_timewords_number(self->context->words, words) : (casus_amount){0};
}

/* A whole number, or CASUS_OPEN. */
static int number_of(const call *self, uint32_t number) {
  const casus_string words = words_of(self, number);
  if (words.size && *words.bytes == '-' && words.bytes[1]) return -atoi(words.bytes + 1);
  const casus_amount amount = amount_of(self, number);
  return amount.found && !amount.vague && amount.value < 1e6 ? (int)amount.value : CASUS_OPEN;
}

static casus_when when_of(const call *self, uint32_t number) {
  return number < self->count ? casus_time_evaluate(self->context, &self->arguments[number])
                              : casus_when_none();
}

static casus_unit unit_of(const call *self, uint32_t number) {
  const char *unit = found(self, "units", number);
  const casus_string words = words_of(self, number);
  if (!unit && words.size && casus_timewords_any(self->context->words, "seasons", words)) return CASUS_UNIT_SEASON;
  return casus_unit_find(unit ? unit : words.bytes);
}

/* "last" -1, "this" 0, "next" 1 by the table of shifts; `otherwise` where it is not there. */
static int shift_of(const call *self, uint32_t number, int otherwise) {
  const char *shift = found(self, "shifts", number);
  const casus_string words = words_of(self, number);
  if (shift) return atoi(shift);
  return words.size && strspn(words.bytes, "-0123456789") == words.size ? atoi(words.bytes) : otherwise;
}

/* A month by its name or number, or CASUS_OPEN. */
static int month_of(const call *self, uint32_t number) {
  const char *month = found(self, "months", number);
  const int value = month ? atoi(month) : number_of(self, number);
  return value >= 1 && value <= MONTHS ? value : CASUS_OPEN;
}

/* A year; of two digits, one of the hundred years up to ten years from now. */
static int year_of(const call *self, uint32_t number) {
  enum { AHEAD = 10, CENTURY = 100, TURN = 2030 };
  const casus_amount amount = amount_of(self, number);
  if (!amount.found || amount.vague || amount.value > 9999) return CASUS_OPEN;
  const int year = (int)amount.value;
  if (amount.digits != 2) return year;
  const int now = self->context->now.year == CASUS_OPEN ? TURN - AHEAD : self->context->now.year;
  const int most = now + AHEAD, full = most - most % CENTURY + year;
  return full > most ? full - CENTURY : full;
}

/* ---- Points of the calendar */

static bool day_exists(int year, int month, int day) {
  enum { SOME_LEAP_YEAR = 2000 };
  if (month == CASUS_OPEN) return day <= 31;
  return day <= casus_days_in_month(year == CASUS_OPEN || year < 1 ? SOME_LEAP_YEAR : year, month);
}

static casus_when make_date(int year, int month, int day) {
  casus_when result = casus_when_none();
  if (day != CASUS_OPEN && (day < 1 || !day_exists(year, month, day))) return result;
  result.year = year;
  result.month = month;
  result.day = day;
  result.unit = day != CASUS_OPEN ? CASUS_UNIT_DAY : month != CASUS_OPEN ? CASUS_UNIT_MONTH : CASUS_UNIT_YEAR;
  return result;
}

/* A day of a month that is not named: of the one that the document, or the narrative, is in. */
static casus_when lone_day(const casus_timecontext *context, int day) {
  const casus_when *anchor = casus_timecontext_anchor(context);
  casus_when month = casus_when_at(anchor, CASUS_UNIT_MONTH);
  if (month.unit == CASUS_UNIT_NONE) return make_date(CASUS_OPEN, CASUS_OPEN, day);
  const bool at_day = anchor->unit <= CASUS_UNIT_DAY && anchor->day != CASUS_OPEN && !context->narrative;
  if (at_day && context->tense == CASUS_TENSE_FUTURE && day < anchor->day)
    month = casus_when_shift(&month, 1, CASUS_UNIT_MONTH);
  else if (at_day && context->tense == CASUS_TENSE_PAST && day > anchor->day)
    month = casus_when_shift(&month, -1, CASUS_UNIT_MONTH);
  return make_date(month.year, month.month, day);
}

/* date(year, month, day): what is not there is left open; a year that is not there comes from the context. */
static casus_when date(const call *self) {
  int year = year_of(self, 0);
  const int month = month_of(self, 1), day = number_of(self, 2);
  if (is_there(self, 1) && month == CASUS_OPEN) return casus_when_none();
  if (is_there(self, 2) && day == CASUS_OPEN) return casus_when_none();
  if (year == CASUS_OPEN && month == CASUS_OPEN)
    return day == CASUS_OPEN ? casus_when_none() : lone_day(self->context, day);
  if (year == CASUS_OPEN) year = casus_timecontext_year(self->context, month, day == CASUS_OPEN ? 0 : day);
  return make_date(year, month, day);
}

/* near(month, shift): "last May", "next October". */
static casus_when near_month(const call *self) {
  const int month = month_of(self, 0), shift = shift_of(self, 1, 0);
  casus_when now = casus_when_at(casus_timecontext_anchor(self->context), CASUS_UNIT_MONTH);
  if (month == CASUS_OPEN || now.unit == CASUS_UNIT_NONE) return make_date(CASUS_OPEN, month, CASUS_OPEN);
  if (shift < 0) now.year -= month >= now.month;
  if (shift > 0) now.year += month <= now.month;
  return make_date(now.year, month, CASUS_OPEN);
}

/* figures(text): "11/26/1989", "26.11.1989", "1989-11-26", "5/12": of two orders the American one where both
 * are possible, the British one between points. */
static casus_when figures(const call *self) {
  int parts[3] = {0}, count = 0;
  size_t digits[3] = {0};
  const casus_string text = words_of(self, 0);
  char sign = 0;
  for (size_t i = 0; i < text.size && count < 3; i++) {
    const char byte = text.bytes[i];
    if (byte >= '0' && byte <= '9' && digits[count] < 4) {
      parts[count] = parts[count] * 10 + (byte - '0');
      digits[count]++;
    } else if (strchr("/.-", byte) && digits[count])
      count++, sign = byte;
    else
      return casus_when_none();
  }
  count += count < 3 && digits[count];
  if (count < 2) return casus_when_none();
  if (digits[0] == 4)
    return count == 3 && parts[1] >= 1 && parts[1] <= MONTHS ? make_date(parts[0], parts[1], parts[2])
                                                             : casus_when_none();
  const bool british = parts[0] > MONTHS || (sign == '.' && count == 3 && parts[1] <= MONTHS);
  const int month = parts[british], day = parts[!british];
  if (month < 1 || month > MONTHS) return casus_when_none();
  int year = count == 3 ? parts[2] : casus_timecontext_year(self->context, month, day);
  if (count == 3 && digits[2] == 2) year += year + 2000 > 2030 ? 1900 : 2000;
  if (count == 3 && digits[2] != 2 && digits[2] != 4) return casus_when_none();
  return make_date(year, month, day);
}

/* bc(when): before Christ. */
static casus_when before_christ(const call *self) {
  casus_when result = when_of(self, 0);
  if (result.year > 0) result.year = -result.year;
  return result;
}

static casus_date easter_or_fixed(const char *rule, int year) {
  if (strncmp(rule, "easter", 6) == 0)
    return casus_date_from_days(casus_date_days(casus_date_easter(year)) + atoi(rule + 6));
  const int month = atoi(rule);
  if (strlen(rule) == 5) return (casus_date){year, month, atoi(rule + 3)};
  /* "11-4-4": the fourth Thursday of November; "05-1-5" the last Monday; "+1": the day behind it */
  const int weekday = rule[3] - '0', nth = rule[5] - '0';
  const casus_date first = {year, month, 1};
  int day = 1 + (weekday - casus_date_weekday(first) + WEEK) % WEEK + (nth - 1) * WEEK;
  while (day > casus_days_in_month(year, month)) day -= WEEK;
  return (casus_date){year, month, day + (rule[6] == '+' ? atoi(rule + 7) : 0)};
}

/* holiday(name, year, shift) */
static casus_when holiday(const call *self) {
  const casus_string name = words_of(self, 0);
  const char *rule = name.size ? casus_timewords_find(self->context->words, "holidays", name) : NULL;
  int year = year_of(self, 1);
  casus_date day;
  if (!rule) return casus_when_none();
  if (strlen(rule) == 10) return casus_date_read(rule, &day) ? casus_when_day(day) : casus_when_none();
  if (year == CASUS_OPEN) {
    const casus_when *anchor = casus_timecontext_anchor(self->context);
    const int some = anchor->year == CASUS_OPEN || anchor->year < 1 ? 2000 : anchor->year;
    day = easter_or_fixed(rule, some);
    year = casus_timecontext_year(self->context, day.month, day.day);
    if (year == CASUS_OPEN) return make_date(CASUS_OPEN, day.month, strlen(rule) == 5 ? day.day : CASUS_OPEN);
  }
  return year >= 1 && year <= 9999 ? casus_when_day(easter_or_fixed(rule, year)) : casus_when_none();
}

/* season(name, year, shift) */
static casus_when season(const call *self) {
  const char *name = found(self, "seasons", 0);
  casus_when result = casus_when_none();
  const casus_when *anchor = casus_timecontext_anchor(self->context);
  if (!name) return result;
  result.unit = CASUS_UNIT_SEASON;
  result.name = name;
  result.year = year_of(self, 1);
  if (result.year != CASUS_OPEN) return result;
  static const char names[] = "SPSUFAWI";
  const int month = (int)(strstr(names, name) - names) / 2 * 3 + 4; /* somewhere in it */
  const int shift = shift_of(self, 2, 0);
  const casus_when now = casus_when_at(anchor, CASUS_UNIT_MONTH);
  if (is_there(self, 2) && now.unit != CASUS_UNIT_NONE) {
    result.year = now.year;
    if (shift < 0) result.year -= month % MONTHS >= now.month - 1;
    if (shift > 0) result.year += month % MONTHS <= now.month;
  } else
    result.year = casus_timecontext_year(self->context, month > MONTHS ? 1 : month, 0);
  return result;
}

/* quarter(number, year, shift) and half(number, year): those that have begun, unless the verb looks ahead. */
static casus_when part_of_year(const call *self, casus_unit unit, int in_year) {
  casus_when result = casus_when_none();
  const char *name = found(self, "ordinals", 0);
  result.number = name ? atoi(name) : number_of(self, 0);
  result.year = year_of(self, 1);
  if (result.number < 1 || result.number > in_year) return casus_when_none();
  result.unit = unit;
  if (result.year != CASUS_OPEN) return result;
  const casus_when now = casus_when_at(casus_timecontext_anchor(self->context), unit);
  if (now.unit == CASUS_UNIT_NONE) return result;
  result.year = now.year;
  if (self->context->narrative) return result;
  if (self->context->tense == CASUS_TENSE_FUTURE)
    result.year += result.number < now.number;
  else
    result.year -= result.number > now.number;
  return result;
}

static casus_when quarter(const call *self) {
  return part_of_year(self, CASUS_UNIT_QUARTER, 4);
}

static casus_when half(const call *self) {
  return part_of_year(self, CASUS_UNIT_HALF, 2);
}

/* decade(number): "1990s", "nineties". */
static casus_when decade(const call *self) {
  casus_when result = casus_when_none();
  const char *name = found(self, "decades", 0);
  const casus_amount amount = amount_of(self, 0);
  if (!name && (!amount.found || amount.digits < 2)) return result;
  const int number = name ? atoi(name) : (int)amount.value;
  result.unit = CASUS_UNIT_DECADE;
  result.year = number < 100 ? 1900 + number : number;
  if (amount.digits == 4 && number % 100 == 0 && number / 100 < 19) result.unit = CASUS_UNIT_CENTURY; /* "1700s" */
  return result;
}

/* century(number, bc): the digits that its years share. */
static casus_when century(const call *self) {
  casus_when result = casus_when_none();
  const int number = number_of(self, 0);
  if (number < 1 || number > 99) return result;
  result.unit = CASUS_UNIT_CENTURY;
  result.year = (number - 1) * 100;
  if (is_there(self, 1)) result.year = number == 1 ? -1 : -result.year;
  return result;
}

/* week(number, year) */
static casus_when week(const call *self) {
  casus_when result = casus_when_none();
  const casus_when *anchor = casus_timecontext_anchor(self->context);
  result.number = number_of(self, 0);
  result.year = is_there(self, 1) ? year_of(self, 1) : anchor->year;
  if (result.number < 1 || result.number > 53) return casus_when_none();
  result.unit = CASUS_UNIT_WEEK;
  return result;
}

/* ---- Days of the week */

static int weekday_of(const call *self, uint32_t number) {
  const char *weekday = found(self, "weekdays", number);
  return weekday ? atoi(weekday) : 0;
}

/* weekday(name, shift): the one that the tense means, or "last", "this", "next". */
static casus_when weekday(const call *self) {
  const int wanted = weekday_of(self, 0), shift = shift_of(self, 1, 0);
  casus_when result = casus_when_none();
  const casus_when anchor = casus_when_at(casus_timecontext_anchor(self->context), CASUS_UNIT_DAY);
  if (!wanted) return result;
  if (anchor.unit == CASUS_UNIT_NONE || !casus_when_first(&anchor).year || casus_timecontext_anchor(self->context)->unit > CASUS_UNIT_DAY) {
    result.unit = CASUS_UNIT_DAY;
    result.weekday = wanted;
    return result;
  }
  const int today = casus_date_weekday((casus_date){anchor.year, anchor.month, anchor.day});
  const int back = (today - wanted + WEEK) % WEEK, ahead = WEEK - back;
  int days = self->context->tense == CASUS_TENSE_FUTURE ? ahead : -back;
  if (is_there(self, 1)) days = shift < 0 ? (back ? -back : -WEEK) : shift > 0 ? wanted - today + WEEK : wanted - today;
  return casus_when_shift(&anchor, days, CASUS_UNIT_DAY);
}

/* of_week(name, when): "Tuesday of last week". */
static casus_when of_week(const call *self) {
  const casus_when inside = when_of(self, 1), whole = casus_when_at(&inside, CASUS_UNIT_WEEK);
  if (whole.unit == CASUS_UNIT_NONE) return whole;
  const casus_when first = casus_when_day(casus_when_first(&whole));
  return casus_when_shift(&first, weekday_of(self, 0) - 1, CASUS_UNIT_DAY);
}

/* ---- What is counted from another time */

/* today(shift): "yesterday" by the table of days, or so many days from the document's date. */
static casus_when today(const call *self) {
  const char *shift = found(self, "days", 0);
  const int days = shift ? atoi(shift) : 0;
  if (self->context->now.unit == CASUS_UNIT_NONE) {
    if (days == 0) return casus_when_text("PRESENT_REF");
    return casus_when_text("XXXX-XX-XX");
  }
  return casus_when_shift(&self->context->now, days, CASUS_UNIT_DAY);
}

/* around(when, shift, unit): the unit that a time lies in, and others by it. */
static casus_when around(const casus_when *base, int shift, casus_unit unit) {
  const casus_when whole = casus_when_at(base, unit);
  return shift ? casus_when_shift(&whole, shift, unit) : whole;
}

/* Weekends are counted from the one that the week of the day ends with. */
static casus_when weekend(const casus_timecontext *context, int shift, bool said) {
  const casus_when *now = &context->now;
  const casus_date day = casus_when_first(now);
  if (!day.year) return casus_when_none();
  if (!said && context->tense != CASUS_TENSE_FUTURE && casus_date_weekday(day) < 6) shift = -1;
  return around(now, shift, CASUS_UNIT_WEEKEND);
}

/* relative(shift, unit): "last week", "this year", counted from the document's date. */
static casus_when relative(const call *self) {
  const casus_unit unit = unit_of(self, 1);
  const casus_when *now = &self->context->now;
  if (unit == CASUS_UNIT_WEEKEND) return weekend(self->context, shift_of(self, 0, 0), is_there(self, 0));
  return around(now->unit == CASUS_UNIT_NONE ? &self->context->last : now, shift_of(self, 0, 0), unit);
}

/* reference(shift, unit): "that year", "the following day", counted from what was last named. */
static casus_when reference(const call *self) {
  const casus_when *last = self->context->last.unit == CASUS_UNIT_NONE ? &self->context->now : &self->context->last;
  const casus_when result = around(last, shift_of(self, 0, 0), unit_of(self, 1));
  return result;
}

/* last(): the time last named. */
static casus_when last_named(const call *self) {
  return self->context->last;
}

/* shifted(count, unit, when): so many units behind a time, days counted where the unit is no longer than a
 * month and a day is known. */
static casus_when counted(const call *self, const casus_when *base, int sign) {
  const casus_amount amount = is_there(self, 0) ? amount_of(self, 0) : (casus_amount){.found = true, .value = 1};
  const casus_unit unit = unit_of(self, 1);
  if (amount.vague || (amount.found && amount.value > 9999) || unit < CASUS_UNIT_DAY || base->unit == CASUS_UNIT_NONE)
    return casus_when_text(sign < 0 ? "PAST_REF" : "FUTURE_REF");
  const double count = amount.found ? amount.value : 1;
  if (count < 1) return casus_when_text(sign < 0 ? "PAST_REF" : "FUTURE_REF");
  return casus_when_shift(base, sign * (int)count, unit);
}

static const casus_when *last_or_now(const casus_timecontext *context) {
  return context->last.unit == CASUS_UNIT_NONE ? &context->now : &context->last;
}

/* A year before a quarter is a quarter. */
static bool compares_quarters(const call *self) {
  const casus_timecontext *context = self->context;
  const int count = is_there(self, 0) ? number_of(self, 0) : 1;
  return context->quarter.unit != CASUS_UNIT_NONE && unit_of(self, 1) == CASUS_UNIT_YEAR &&
         (count == 1 || count == CASUS_OPEN) && context->now.unit != CASUS_UNIT_NONE;
}

static casus_when quarter_before(const call *self) {
  casus_when result = self->context->quarter;
  result.year--;
  return result;
}

/* ago(count, unit), ahead(count, unit): from the document's date. */
static casus_when ago(const call *self) {
  return compares_quarters(self) ? quarter_before(self) : counted(self, &self->context->now, -1);
}

static casus_when ahead(const call *self) {
  return counted(self, &self->context->now, 1);
}

/* later(count, unit), earlier(count, unit): from the time last named. */
static casus_when later(const call *self) {
  return counted(self, last_or_now(self->context), 1);
}

static casus_when earlier(const call *self) {
  return compares_quarters(self) ? quarter_before(self) : counted(self, last_or_now(self->context), -1);
}

/* after(count, unit, when), before(count, unit, when): from a time that is named with it. */
static casus_when from_when(const call *self, int sign) {
  const casus_when base = when_of(self, 2);
  casus_when result = base;
  if (casus_when_first(&base).year == 0) return counted(self, &base, sign);
  const casus_unit unit = unit_of(self, 1);
  const int count = is_there(self, 0) ? number_of(self, 0) : 1;
  if (count == CASUS_OPEN || base.unit > CASUS_UNIT_DAY || unit != CASUS_UNIT_MONTH) {
    if (unit != CASUS_UNIT_YEAR || base.unit > CASUS_UNIT_DAY) return counted(self, &base, sign);
    result.year += sign * count;
    return make_date(result.year, result.month, result.day);
  }
  result = casus_when_at(&base, CASUS_UNIT_MONTH);
  result = casus_when_shift(&result, sign * count, CASUS_UNIT_MONTH);
  if (result.unit == CASUS_UNIT_NONE || result.year < 1) return casus_when_none();
  const int most = casus_days_in_month(result.year, result.month);
  return make_date(result.year, result.month, base.day < most ? base.day : most);
}

static casus_when after(const call *self) {
  return from_when(self, 1);
}

static casus_when before(const call *self) {
  return from_when(self, -1);
}

/* at(unit, when): the unit that a time lies in: "the week of April 10". */
static casus_when at_unit(const call *self) {
  const casus_when base = when_of(self, 1);
  return casus_when_at(&base, unit_of(self, 0));
}

/* yearless(when, year): in another year, "the third quarter of last year". */
static casus_when in_year(const call *self) {
  casus_when result = when_of(self, 0);
  const casus_when year = when_of(self, 1);
  if (result.unit == CASUS_UNIT_NONE || year.year == CASUS_OPEN) return casus_when_none();
  if (result.unit == CASUS_UNIT_DAY) return make_date(year.year, result.month, result.day);
  result.year = year.year;
  return result;
}

/* ---- Parts of a time that is named with them */

static casus_when nth_weekday(int weekday_wanted, int nth, const casus_when *whole) {
  const casus_date first = casus_when_first(whole), last = casus_when_last(whole);
  if (!first.year) return casus_when_none();
  long days = nth > 0 ? casus_date_days(first) + (weekday_wanted - casus_date_weekday(first) + WEEK) % WEEK + (nth - 1) * 7L
                      : casus_date_days(last) - (casus_date_weekday(last) - weekday_wanted + WEEK) % WEEK;
  if (days > casus_date_days(last)) return casus_when_none();
  return casus_when_day(casus_date_from_days(days));
}

static int count_in(casus_unit unit, const casus_when *whole) {
  const long days = casus_date_days(casus_when_last(whole)) - casus_date_days(casus_when_first(whole)) + 1;
  switch (unit) {
  case CASUS_UNIT_DAY: return (int)days;
  case CASUS_UNIT_WEEKEND:
  case CASUS_UNIT_WEEK: return (int)(days / WEEK) + (days % WEEK > 3);
  case CASUS_UNIT_MONTH: return (int)((days + 15) / 30);
  case CASUS_UNIT_QUARTER: return (int)((days + 15) / 91);
  default: return (int)(days / 365);
  }
}

/* nth(number, unit or day of the week, when): "the last day of May", "the third Monday of October"; the first
 * week is the one with at least four days. */
static casus_when nth(const call *self) {
  const casus_when whole = when_of(self, 2);
  int number = shift_of(self, 0, 1) < 0 ? -1 : number_of(self, 0);
  const int day = weekday_of(self, 1);
  if (!casus_when_first(&whole).year || number == CASUS_OPEN) return casus_when_none();
  if (day) return nth_weekday(day, number, &whole);
  const casus_unit unit = unit_of(self, 1);
  if (unit >= whole.unit) return casus_when_none();
  if (number < 0) number = count_in(unit, &whole);
  if (number < 1 || number > count_in(unit, &whole)) return casus_when_none();
  casus_when first = casus_when_day(casus_when_first(&whole));
  if ((unit == CASUS_UNIT_WEEK || unit == CASUS_UNIT_WEEKEND) && whole.unit > CASUS_UNIT_WEEK)
    first = casus_when_shift(&first, 3, CASUS_UNIT_DAY);
  return around(&first, number - 1, unit);
}

/* part(name, when): "Friday night"; without a time any night. */
static casus_when part_of_day(const call *self) {
  const char *name = found(self, "parts", 0);
  const bool there = is_there(self, 1);
  casus_when result = there ? when_of(self, 1) : casus_when_none();
  if (!name || (there && result.unit != CASUS_UNIT_DAY)) return there ? result : casus_when_none();
  result.unit = CASUS_UNIT_PART;
  result.name = name;
  return result;
}

/* ---- Clocks */

/* The hour by what stands behind it: "p.m.", "in the afternoon", "tonight". */
static int hour_by(const call *self, uint32_t number, int hour) {
  const casus_string words = words_of(self, number);
  if (!words.size || hour > MONTHS) return hour;
  const char *part = casus_timewords_any(self->context->words, "parts", words);
  const bool night = part && strcmp(part, "NI") == 0 && hour > 4 && hour < MONTHS;
  const bool later_half = strchr(words.bytes, 'p') == words.bytes || (part && (strcmp(part, "AF") == 0 || strcmp(part, "EV") == 0)) || night || strstr(words.bytes, "tonight");
  if (later_half) return hour == MONTHS ? MONTHS : hour + MONTHS;
  return hour == MONTHS && *words.bytes == 'a' ? 0 : hour;
}

static bool read_clock(casus_string text, casus_when *into) {
  int parts[3] = {0};
  size_t count = 0, digits = 0, at = 0;
  for (; at < text.size && count < 3; at++) {
    if (text.bytes[at] >= '0' && text.bytes[at] <= '9' && digits < 2) {
      parts[count] = parts[count] * 10 + (text.bytes[at] - '0');
      digits++;
    } else if ((text.bytes[at] == ':' || text.bytes[at] == '.' || text.bytes[at] == 'h') && digits && count < 2) {
      count++;
      digits = 0;
    } else
      break;
  }
  if (digits) count++;
  if (count == 0 || parts[0] > HOURS || parts[1] > 59 || parts[2] > 59) return false;
  into->hour = parts[0];
  into->minute = parts[1];
  into->second = parts[2];
  into->unit = count == 1 ? CASUS_UNIT_HOUR : count == 2 ? CASUS_UNIT_MINUTE : CASUS_UNIT_SECOND;
  return true;
}

/* What letters stand in one token with the figures: "8:45p". */
static int hour_by_suffix(casus_string text, int hour) {
  size_t at = 0;
  while (at < text.size && strchr("0123456789:.", text.bytes[at])) at++;
  if (at == text.size || hour > MONTHS) return hour;
  if (text.bytes[at] == 'p') return hour == MONTHS ? hour : hour + MONTHS;
  return text.bytes[at] == 'a' && hour == MONTHS ? 0 : hour;
}

/* clock(figures or words, what stands behind, minutes): "10:30", "ten", "noon". */
static casus_when clock_time(const call *self) {
  casus_when result = casus_when_none();
  const char *named = found(self, "clock", 0);
  const casus_string text = named ? (casus_string){named, strlen(named)} : words_of(self, 0);
  if (!read_clock(text, &result)) {
    const int hour = number_of(self, 0);
    if (hour < 0 || hour > HOURS) return casus_when_none();
    result.unit = CASUS_UNIT_HOUR;
    result.hour = hour;
  }
  if (is_there(self, 2)) {
    result.minute = number_of(self, 2);
    result.unit = CASUS_UNIT_MINUTE;
    if (result.minute < 0 || result.minute > 59) return casus_when_none();
  }
  result.hour = hour_by(self, 1, hour_by_suffix(text, result.hour));
  return result;
}

/* on(day, clock, zone): both together; a clock time alone keeps its day open. */
static casus_when on(const call *self) {
  const casus_when day = when_of(self, 0);
  casus_when result = when_of(self, 1);
  const casus_string zone = words_of(self, 2);
  if (result.unit > CASUS_UNIT_HOUR) return casus_when_none();
  if (zone.size) result.offset = casus_timewords_any(self->context->words, "zones", zone);
  if (day.unit != CASUS_UNIT_DAY && day.unit != CASUS_UNIT_PART) return result;
  result.year = day.year;
  result.month = day.month;
  result.day = day.day;
  result.weekday = day.weekday;
  if (day.unit == CASUS_UNIT_PART && result.hour < MONTHS && (strcmp(day.name, "AF") == 0 || strcmp(day.name, "EV") == 0 || (strcmp(day.name, "NI") == 0 && result.hour > 4)))
    result.hour += MONTHS;
  return result;
}

/* ---- Lengths and sets */

/* length(count, unit, count, unit): "two years and three months". */
static casus_when length(const call *self) {
  const char *whole = NULL;
  for (uint32_t i = 0; i < self->count; i += 2) {
    const casus_amount amount = amount_of(self, i);
    const casus_unit unit = unit_of(self, i + 1);
    if (i > 0 && !is_there(self, i + 1)) break;
    const bool plural = words_of(self, i + 1).size && words_of(self, i + 1).bytes[words_of(self, i + 1).size - 1] == 's';
    const double count = amount.vague ? -1 : amount.found ? amount.value : plural && !is_there(self, i) ? -1 : 1;
    const char *part = casus_length_write(count, unit, self->context->arena);
    if (!part) return casus_when_none();
    if (!whole)
      whole = part;
    else
      whole = casus_arena_format(self->context->arena, "%s%s", whole, part + (strchr(whole, 'T') && part[1] == 'T' ? 2 : 1));
  }
  return casus_when_text(whole);
}

/* any(when): the same time in whatever year, month or week: "every July", "Fridays". */
static casus_when any(const call *self) {
  casus_when result = when_of(self, 0);
  if (result.unit == CASUS_UNIT_NONE) return result;
  if (weekday_of(self, 1)) {
    result.weekday = weekday_of(self, 1);
    result.month = result.day = CASUS_OPEN;
  }
  result.year = CASUS_OPEN;
  return result;
}

/* range(from, to): "(1990-05-01,1990-05-03,P2D)": both ends and what lies between, as the SUTime and
 * Recognizers-Text libraries write a stretch of time. */
static const char *between(const casus_when *from, const casus_when *to, casus_arena *arena) {
  if (from->unit < CASUS_UNIT_DAY && to->unit < CASUS_UNIT_DAY) {
    int minutes = (to->hour - from->hour) * 60 + (to->unit <= CASUS_UNIT_MINUTE ? to->minute : 0) - (from->unit <= CASUS_UNIT_MINUTE ? from->minute : 0);
    if (minutes < 0) minutes += HOURS * 60;
    const char *text = minutes >= 60 ? casus_arena_format(arena, "PT%dH", minutes / 60) : "PT";
    return minutes % 60 ? casus_arena_format(arena, "%s%dM", text, minutes % 60) : text;
  }
  const int years = to->year - from->year;
  if (from->unit >= CASUS_UNIT_YEAR && to->unit >= CASUS_UNIT_YEAR) return casus_arena_format(arena, "P%dY", years);
  if (from->unit >= CASUS_UNIT_MONTH && to->unit >= CASUS_UNIT_MONTH) {
    const casus_date a = casus_when_first(from), b = casus_when_first(to);
    return casus_arena_format(arena, "P%dM", (b.year - a.year) * MONTHS + b.month - a.month);
  }
  return casus_arena_format(arena, "P%ldD", casus_date_days(casus_when_first(to)) - casus_date_days(casus_when_first(from)));
}

static const char *edge(const casus_when *self, casus_arena *arena) {
  const casus_when day = casus_when_day(casus_when_first(self));
  return casus_when_write(self->unit >= CASUS_UNIT_DAY && day.unit != CASUS_UNIT_NONE ? &day : self, arena);
}

static casus_when range(const call *self) {
  casus_when from = when_of(self, 0), to = when_of(self, 1);
  casus_arena *arena = self->context->arena;
  if (from.unit == CASUS_UNIT_NONE || to.unit == CASUS_UNIT_NONE) return casus_when_none();
  const bool clocks = from.unit < CASUS_UNIT_DAY && to.unit < CASUS_UNIT_DAY;
  if (!clocks && (!casus_when_first(&from).year || !casus_when_first(&to).year)) return casus_when_none();
  if (!clocks && casus_date_days(casus_when_first(&from)) > casus_date_days(casus_when_first(&to))) {
    from.year = to.year;
    if (casus_date_days(casus_when_first(&from)) > casus_date_days(casus_when_first(&to))) from.year--;
  }
  if (clocks && from.year == CASUS_OPEN && from.day == CASUS_OPEN) {
    from.year = to.year, from.month = to.month, from.day = to.day, from.weekday = to.weekday;
  } else if (clocks && to.year == CASUS_OPEN && to.day == CASUS_OPEN) {
    to.year = from.year, to.month = from.month, to.day = from.day, to.weekday = from.weekday;
  }
  if (clocks && from.hour < MONTHS && to.hour > MONTHS && from.hour + MONTHS < to.hour && false) from.hour += MONTHS;
  casus_when result = from;
  result.text = casus_arena_format(arena, "(%s,%s,%s)", edge(&from, arena), edge(&to, arena), between(&from, &to, arena));
  return result;
}

/* ---- Calling */

typedef struct function {
  const char *name;
  casus_when (*run)(const call *);
  uint32_t least, most; /* arguments */
} function;

static const function functions[] = {
    {"after", after, 3, 3},       {"ago", ago, 2, 2},           {"ahead", ahead, 2, 2},
    {"any", any, 1, 2},           {"at", at_unit, 2, 2},        {"bc", before_christ, 1, 1},
    {"before", before, 3, 3},     {"century", century, 1, 2},   {"clock", clock_time, 1, 3},
    {"date", date, 3, 3},         {"decade", decade, 1, 1},     {"earlier", earlier, 2, 2},
    {"figures", figures, 1, 1},   {"half", half, 2, 2},         {"holiday", holiday, 2, 2},
    {"in", in_year, 2, 2},        {"last", last_named, 0, 0},   {"later", later, 2, 2},
    {"length", length, 2, 4},     {"near", near_month, 2, 2},   {"nth", nth, 3, 3},
    {"of-week", of_week, 2, 2},   {"on", on, 2, 3},             {"part", part_of_day, 1, 2},
    {"quarter", quarter, 2, 2},   {"range", range, 2, 2},       {"reference", reference, 2, 2},
    {"relative", relative, 2, 2}, {"season", season, 2, 3},     {"today", today, 1, 1},
    {"week", week, 1, 2},         {"weekday", weekday, 1, 2},
};

static const function *find_function(const char *name) {
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
    if (strcmp(functions[i].name, name) == 0) return &functions[i];
  return NULL;
}

casus_when casus_time_evaluate(casus_timecontext *self, const casus_term *term) {
  if (term->kind == CASUS_TERM_TEXT) return casus_when_text(term->text);
  const call one = {self, term->kind == CASUS_TERM_CALL ? term->arguments : term, term->kind == CASUS_TERM_CALL ? term->count : 1};
  if (term->kind == CASUS_TERM_CALL) {
    if (strcmp(term->text, "lookup") == 0) return casus_when_text(casus_time_text(self, term));
    return find_function(term->text)->run(&one);
  }
  return casus_when_none();
}

/* lookup(table, name): what a table of data/time has. */
const char *casus_time_text(casus_timecontext *self, const casus_term *term) {
  const call one = {self, term->arguments, term->count};
  if (term->kind == CASUS_TERM_TEXT) return term->text;
  if (term->kind != CASUS_TERM_CALL || strcmp(term->text, "lookup") != 0) return NULL;
  return found(&one, term->arguments[0].text, 1);
}

static casus_status check_term(const casus_rule *rule, const casus_term *term, casus_error *error) {
  if (term->kind != CASUS_TERM_CALL) return CASUS_OK;
  const bool lookup = strcmp(term->text, "lookup") == 0;
  const function *known = lookup ? NULL : find_function(term->text);
  if (!lookup && !known)
    return casus_fail(error, CASUS_FORMAT, term->line, "%s:%u: there is no function '%s' of times", rule->file,
                      term->line, term->text);
  if (lookup ? term->count != 2 || term->arguments[0].kind != CASUS_TERM_TEXT : term->count < known->least || term->count > known->most)
    return casus_fail(error, CASUS_FORMAT, term->line, "%s:%u: wrong number of arguments for '%s'", rule->file,
                      term->line, term->text);
  casus_status status = CASUS_OK;
  for (uint32_t i = 0; i < term->count && status == CASUS_OK; i++)
    status = check_term(rule, &term->arguments[i], error);
  return status;
}

casus_status casus_time_check(const casus_rules *rules, casus_error *error) {
  for (size_t i = 0; i < casus_rules_count(rules); i++) {
    const casus_rule *rule = casus_rules_get(rules, i);
    for (size_t j = 0; j < rule->field_count; j++) {
      const casus_status status = check_term(rule, &rule->fields[j].value, error);
      if (status) return status;
    }
  }
  return CASUS_OK;
}
