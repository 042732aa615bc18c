/* Times of day. */
#include "extract/times_functions.h"

#include <ctype.h>
#include <string.h>

/* ---- Times of day */

/* clock(HOUR, MINUTE?, HALF?), clock(HOUR, HALF?): HALF is "a.m." or "pm". HOUR may be "10:30" or "8:45a". */
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

static casus_time_value a_clock(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  int parts[3] = {-1, -1, -1};
  char half = 0;
  const casus_string text = casus_argument_text(self, arguments);
  if (text.size && isdigit((unsigned char)text.bytes[0]))
    read_clock(text, parts, &half);
  else
    parts[0] = (int)casus_argument_number(self, arguments);
  if (casus_argument_there(self, arguments, count, 1)) {
    const double minute = casus_argument_number(self, arguments + 1);
    if (minute >= 0)
      parts[1] = (int)minute;
    else
      half = (char)(casus_argument_text(self, arguments + 1).bytes[0] | 32);
  }
  if (casus_argument_there(self, arguments, count, 2))
    half = (char)(casus_argument_text(self, arguments + 2).bytes[0] | 32);
  if (parts[0] > 24 && parts[1] < 0) { /* 0730 */
    parts[1] = parts[0] % 100;
    parts[0] /= 100;
  }
  if (parts[0] < 0 || parts[0] > 24 || parts[1] > 59 || parts[2] > 60) return casus_time_nothing;
  if (half == 'p' && parts[0] < 12) parts[0] += 12;
  if (half == 'a' && parts[0] == 12) parts[0] = 0;
  casus_time_value value = {
      .grain = CASUS_GRAIN_HOUR, .year = CASUS_YEAR_OPEN, .hour = parts[0], .half = half};
  if (parts[1] >= 0) value.grain = CASUS_GRAIN_MINUTE;
  if (parts[2] >= 0) value.grain = CASUS_GRAIN_SECOND;
  value.minute = parts[1] > 0 ? parts[1] : 0;
  value.second = parts[2] > 0 ? parts[2] : 0;
  return value;
}

/* The zone behind a time of ISO 8601: "Z", "+02:00"; NULL for none. */
static const char *zone_behind(casus_string text, casus_arena *arena) {
  enum { DATE = 10 };
  for (size_t i = DATE; i < text.size; i++)
    if (strchr("Zz+-", text.bytes[i])) return casus_arena_copy(arena, text.bytes + i, text.size - i);
  return NULL;
}

/* iso(TEXT): "2023-05-10T10:00:00Z" */
static casus_time_value iso_time(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  enum { DATE = 10 };
  (void)count;
  const casus_string text = casus_argument_text(self, arguments);
  int parts[3] = {-1, 0, 0};
  char half = 0;
  casus_date date;
  if (text.size <= DATE + 1 || !casus_date_read(text.bytes, &date)) return casus_time_nothing;
  casus_string clock = {text.bytes + DATE + 1, 0};
  while (clock.size < text.size - DATE - 1 &&
         (isdigit((unsigned char)clock.bytes[clock.size]) || clock.bytes[clock.size] == ':'))
    clock.size++;
  read_clock(clock, parts, &half);
  if (parts[0] < 0 || parts[0] > 24 || parts[1] > 59 || parts[2] > 60) return casus_time_nothing;
  casus_time_value value = casus_time_date(date.year, date.month, date.day);
  value.grain = clock.size > 5 ? CASUS_GRAIN_SECOND : clock.size > 2 ? CASUS_GRAIN_MINUTE : CASUS_GRAIN_HOUR;
  value.hour = parts[0];
  value.minute = parts[1];
  value.second = parts[2];
  value.zone = zone_behind(text, self->context->arena);
  return value;
}

/* part(PART): a part of the day; "noon" and "midnight" are hours. */
static casus_time_value a_part(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  (void)count;
  const char *part =
      arguments->kind == CASUS_TERM_TEXT ? arguments->text : casus_argument_word(self, arguments)->part;
  if (!part) return casus_time_nothing;
  return (casus_time_value){.grain = CASUS_GRAIN_PART, .year = CASUS_YEAR_OPEN, .part = part};
}

/* zone(TIME, ZONE) */
static casus_time_value in_zone(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  casus_time_value value = casus_argument_value(self, arguments);
  if (count > 1) value.zone = casus_argument_word(self, arguments + 1)->zone;
  return value;
}

/* inpart(PART, TIME): "at six in the evening" is at 18. */
static casus_time_value in_part(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  enum { NOON = 12, EARLY = 4 };
  if (count < 2) return casus_time_nothing;
  const char *part = casus_argument_word(self, arguments)->part;
  casus_time_value time = casus_argument_value(self, arguments + 1);
  if (!part || !time.grain || time.grain > CASUS_GRAIN_HOUR) return casus_time_nothing;
  const bool late =
      strcmp(part, "AF") == 0 || strcmp(part, "EV") == 0 || (strcmp(part, "NI") == 0 && time.hour > EARLY);
  if (late && !time.half && time.hour < NOON) time.hour += NOON;
  time.half = late ? 'p' : 'a';
  return time;
}

/* until(FROM, END): the stretch between the two. */
static casus_time_value stretch(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  if (count < 2) return casus_time_nothing;
  return casus_time_stretch(casus_argument_value(self, arguments), casus_argument_value(self, arguments + 1),
                            self->context->arena);
}

/* lasting(TIME, LENGTH): the stretch from a clock time on. */
static casus_time_value lasting(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  if (count < 2) return casus_time_nothing;
  const casus_time_value from = casus_argument_value(self, arguments),
                         length = casus_argument_value(self, arguments + 1);
  if (!from.grain || from.grain > CASUS_GRAIN_HOUR || !length.length) return casus_time_nothing;
  casus_time_value end = casus_time_move(from, &length, 1);
  if (end.grain > CASUS_GRAIN_HOUR) return casus_time_nothing;
  end.half = 'p';
  return casus_time_stretch(from, end, self->context->arena);
}

/* The day of one value on another, and on what that ends with. */
static casus_time_value on_day(casus_time_value time, const casus_time_value *day, casus_arena *arena) {
  enum { NOON = 12 };
  const bool late = day->part && (strcmp(day->part, "AF") == 0 || strcmp(day->part, "EV") == 0 ||
                                  strcmp(day->part, "NI") == 0);
  if (late && !time.half && time.grain <= CASUS_GRAIN_HOUR && time.hour < NOON) time.hour += NOON;
  time.year = day->year;
  time.month = day->month;
  time.day = day->day;
  time.number = day->day ? 0 : day->number;
  if (time.until) {
    casus_time_value *end = casus_arena_new(arena, casus_time_value, 1);
    *end = on_day(*time.until, day, arena);
    time.until = end;
  }
  return time;
}

/* at(DATE, TIME) */
static casus_time_value at(const casus_evaluation *self, const casus_term *arguments, uint32_t count) {
  if (count < 2) return casus_time_nothing;
  casus_time_value day = casus_argument_value(self, arguments);
  casus_time_value time = casus_argument_value(self, arguments + 1);
  if (time.grain == CASUS_GRAIN_PART && day.grain && day.grain <= CASUS_GRAIN_HOUR) { /* in either order */
    const casus_time_value clock = day;
    day = time;
    time = clock;
  }
  if (!time.grain || time.grain > CASUS_GRAIN_PART) return day;
  if (day.name || day.length) return time; /* every so often, at that time */
  return on_day(time, &day, self->context->arena);
}

/* here(TIME): on the day that is spoken of, where one is. */
static casus_time_value on_that_day(const casus_evaluation *self, const casus_term *arguments,
                                    uint32_t count) {
  (void)count;
  casus_time_value time = casus_argument_value(self, arguments);
  const casus_time_value day = self->context->last;
  if (!casus_time_has_day(&day) || day.until) return time;
  casus_time_value on = casus_time_date(day.year, day.month, day.day);
  return on_day(time, &on, self->context->arena);
}

const casus_time_function casus_time_of_day[] = {
    {"clock", a_clock},  {"part", a_part},   {"iso", iso_time},    {"zone", in_zone},     {"at", at},
    {"inpart", in_part}, {"until", stretch}, {"lasting", lasting}, {"here", on_that_day}, {NULL, NULL},
};
