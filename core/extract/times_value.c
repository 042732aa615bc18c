#include "extract/times_value.h"

#include <math.h>
#include <string.h>

enum { DAYS_IN_WEEK = 7, FIRST_YEAR = -9999, LAST_YEAR = 9999 };

/* What a unit is: its grain, how many of it, and how it is written behind P or PT. */
static const struct unit {
  const char *name;
  casus_grain grain;
  int times;
  const char *written;
  bool of_day;
} units[] = {
    {"S", CASUS_GRAIN_SECOND, 1, "S", true},     {"M", CASUS_GRAIN_MINUTE, 1, "M", true},
    {"H", CASUS_GRAIN_HOUR, 1, "H", true},       {"D", CASUS_GRAIN_DAY, 1, "D", false},
    {"WE", CASUS_GRAIN_WEEKEND, 1, "WE", false}, {"W", CASUS_GRAIN_WEEK, 1, "W", false},
    {"F", CASUS_GRAIN_WEEK, 2, "W", false},      {"MO", CASUS_GRAIN_MONTH, 1, "M", false},
    {"Q", CASUS_GRAIN_QUARTER, 1, "Q", false},   {"Y", CASUS_GRAIN_YEAR, 1, "Y", false},
    {"DE", CASUS_GRAIN_DECADE, 10, "Y", false},  {"CE", CASUS_GRAIN_CENTURY, 100, "Y", false},
};

static const struct unit *find_unit(const char *name) {
  for (size_t i = 0; name && i < sizeof units / sizeof *units; i++)
    if (strcmp(units[i].name, name) == 0) return &units[i];
  return NULL;
}

casus_grain casus_grain_of_unit(const char *unit) {
  const struct unit *found = find_unit(unit);
  return found ? found->grain : CASUS_GRAIN_NONE;
}

casus_time_value casus_time_date(int year, int month, int day) {
  const casus_grain grain = day ? CASUS_GRAIN_DAY : month ? CASUS_GRAIN_MONTH : CASUS_GRAIN_YEAR;
  return (casus_time_value){.grain = grain, .year = year, .month = month, .day = day};
}

casus_time_value casus_time_numbered(casus_grain grain, int year, int number) {
  return (casus_time_value){.grain = grain, .year = year, .number = number};
}

casus_time_value casus_time_length(double amount, const char *unit) {
  if (!find_unit(unit)) return (casus_time_value){0};
  return (casus_time_value){.length = true, .amount = amount, .unit = unit};
}

bool casus_time_has_day(const casus_time_value *self) {
  return self->grain >= CASUS_GRAIN_SECOND && self->grain <= CASUS_GRAIN_DAY && self->year > 0 &&
         casus_date_valid((casus_date){self->year, self->month, self->day});
}

/* ---- Years: there is none between 1 before Christ and 1 */

static int year_from_line(int line) {
  return line > 0 ? line : line - 1;
}

static int line_from_year(int year) {
  return year > 0 ? year : year + 1;
}

static int shift_year(int year, long by) {
  if (year == CASUS_YEAR_OPEN) return year;
  const long line = line_from_year(year) + by;
  if (line < FIRST_YEAR || line > LAST_YEAR) return CASUS_YEAR_OPEN;
  return year_from_line((int)line);
}

static int floor_to(int year, int step) {
  if (year == CASUS_YEAR_OPEN) return year;
  return year >= 0 ? year - year % step : -(-year - -year % step);
}

/* ---- Grains */

static int season_of(int month) {
  return month >= 3 && month <= 5 ? 1 : month >= 6 && month <= 8 ? 2 : month >= 9 && month <= 11 ? 3 : 4;
}

/* The first month of a quarter, half or season, for the days that it lies between. */
static int first_month(const casus_time_value *self) {
  switch (self->grain) {
  case CASUS_GRAIN_QUARTER: return self->number * 3 - 2;
  case CASUS_GRAIN_HALF: return self->number * 6 - 5;
  case CASUS_GRAIN_SEASON: return self->number * 3;
  default: return self->month;
  }
}

/* The Monday of the week; the day where that is not known. */
static void to_monday(casus_time_value *self) {
  const casus_date date = {self->year, self->month, self->day};
  if (self->year <= 0 || !casus_date_valid(date)) {
    self->month = self->day = 0;
    return;
  }
  const casus_date monday = casus_date_of_days(casus_date_days(date) - casus_date_weekday(date) + 1);
  self->year = monday.year;
  self->month = monday.month;
  self->day = monday.day;
}

casus_time_value casus_time_widen(casus_time_value self, casus_grain grain) {
  const int month = self.month ? self.month : self.number ? first_month(&self) : 0;
  casus_time_value wide = {
      .grain = grain, .year = self.year, .month = month, .day = self.day, .zone = self.zone};
  if (self.grain == CASUS_GRAIN_NONE) wide.year = CASUS_YEAR_OPEN;
  if (self.grain > grain) {
    if (self.grain >= CASUS_GRAIN_QUARTER) wide.month = 0;
    wide.day = 0;
    if (self.grain >= CASUS_GRAIN_DECADE) wide.year = CASUS_YEAR_OPEN;
  }
  if (grain == CASUS_GRAIN_WEEK || grain == CASUS_GRAIN_WEEKEND) to_monday(&wide);
  if (grain > CASUS_GRAIN_WEEK) wide.day = 0;
  if (grain <= CASUS_GRAIN_MONTH) return wide;
  wide.number = grain == CASUS_GRAIN_QUARTER && wide.month  ? (wide.month + 2) / 3
                : grain == CASUS_GRAIN_HALF && wide.month   ? (wide.month + 5) / 6
                : grain == CASUS_GRAIN_SEASON && wide.month ? season_of(wide.month)
                                                            : 0;
  wide.month = 0;
  return wide;
}

static casus_time_value shift_days(casus_time_value self, long by) {
  const casus_date date = {self.year, self.month, self.day};
  if (self.year <= 0 || !casus_date_valid(date)) return self;
  const casus_date moved = casus_date_of_days(casus_date_days(date) + by);
  if (moved.year < 1 || moved.year > LAST_YEAR) return self;
  self.year = moved.year;
  self.month = moved.month;
  self.day = moved.day;
  return self;
}

/* Numbers that go round once a year. */
static void shift_round(int *number, int *year, int in_year, long by) {
  if (*number == 0) return;
  long all = *number - 1 + by, years = all / in_year;
  if (all % in_year < 0) years--;
  *number = (int)(all - years * in_year) + 1;
  *year = shift_year(*year, years);
}

static casus_time_value shift_months(casus_time_value self, long by) {
  shift_round(&self.month, &self.year, 12, by);
  if (self.day && self.year != CASUS_YEAR_OPEN) {
    const int last = casus_days_in_month(self.year > 0 ? self.year : 4, self.month);
    if (self.day > last) self.day = last;
  }
  return self;
}

casus_time_value casus_time_shift(casus_time_value self, int by) {
  self.until = NULL;
  switch (self.grain) {
  case CASUS_GRAIN_NONE: return self;
  case CASUS_GRAIN_WEEK:
  case CASUS_GRAIN_WEEKEND: return shift_days(self, (long)by * DAYS_IN_WEEK);
  case CASUS_GRAIN_MONTH: return shift_months(self, by);
  case CASUS_GRAIN_QUARTER: shift_round(&self.number, &self.year, 4, by); return self;
  case CASUS_GRAIN_SEASON: shift_round(&self.number, &self.year, 4, by); return self;
  case CASUS_GRAIN_HALF: shift_round(&self.number, &self.year, 2, by); return self;
  case CASUS_GRAIN_YEAR: self.year = shift_year(self.year, by); return self;
  case CASUS_GRAIN_DECADE: self.year = shift_year(self.year, (long)by * 10); return self;
  case CASUS_GRAIN_CENTURY: self.year = shift_year(self.year, (long)by * 100); return self;
  default: return shift_days(self, by);
  }
}

/* ---- Moving by a length */

static casus_time_value move_seconds(casus_time_value self, double seconds) {
  enum { DAY = 86400 };
  const double all = self.hour * 3600.0 + self.minute * 60.0 + self.second + seconds;
  const double days = floor(all / DAY);
  if (fabs(days) > 3e6) return self;
  const int rest = (int)(all - days * DAY);
  self = shift_days(self, (long)days);
  self.hour = rest / 3600;
  self.minute = rest / 60 % 60;
  self.second = rest % 60;
  return self;
}

casus_time_value casus_time_move(casus_time_value self, const casus_time_value *length, int sign) {
  const struct unit *unit = find_unit(length->unit);
  enum { MOST = 100000 };
  const casus_grain grain = unit ? unit->grain : CASUS_GRAIN_NONE;
  if (!unit || self.grain == CASUS_GRAIN_NONE || isnan(length->amount) || length->amount > MOST)
    return (casus_time_value){.grain = grain, .year = CASUS_YEAR_OPEN};
  const double amount = sign * length->amount * unit->times;
  if (unit->of_day) {
    static const int seconds[] = {
        [CASUS_GRAIN_SECOND] = 1, [CASUS_GRAIN_MINUTE] = 60, [CASUS_GRAIN_HOUR] = 3600};
    casus_time_value moved = move_seconds(self, amount * seconds[grain]);
    if (self.grain >= CASUS_GRAIN_PART)
      return casus_time_widen(moved, CASUS_GRAIN_DAY); /* no hour to count from */
    moved.grain = self.grain < grain                               ? self.grain
                  : grain == CASUS_GRAIN_HOUR && moved.minute != 0 ? CASUS_GRAIN_MINUTE
                                                                   : grain;
    return moved;
  }
  if (grain == CASUS_GRAIN_WEEK && casus_time_has_day(&self))
    return shift_days(casus_time_widen(self, CASUS_GRAIN_DAY), lround(amount * DAYS_IN_WEEK));
  const casus_grain wide = grain >= CASUS_GRAIN_YEAR ? CASUS_GRAIN_YEAR : grain;
  if (self.grain > wide) { /* two months before a year: it stays open when */
    casus_time_value open = casus_time_widen(self, wide);
    return open;
  }
  if (grain == CASUS_GRAIN_QUARTER || fmod(amount, 1) == 0)
    return casus_time_shift(casus_time_widen(self, wide), (int)lround(amount));
  if (wide == CASUS_GRAIN_YEAR)
    return casus_time_shift(casus_time_widen(self, CASUS_GRAIN_MONTH), (int)lround(amount * 12));
  return casus_time_shift(casus_time_widen(self, wide), (int)lround(amount));
}

/* ---- Writing */

static const char *year_text(int year, casus_arena *arena) {
  if (year == CASUS_YEAR_OPEN) return "XXXX";
  return casus_arena_format(arena, year < 0 ? "BC%04d" : "%04d", year < 0 ? -year : year);
}

static const char *two(int number, casus_arena *arena) {
  return number > 0 ? casus_arena_format(arena, "%02d", number) : "XX";
}

static const char *week_text(const casus_time_value *self, casus_arena *arena) {
  const char *end = self->grain == CASUS_GRAIN_WEEKEND ? "-WE" : "";
  const casus_date day = {self->year, self->month, self->day};
  int year;
  if (self->year <= 0 || !casus_date_valid(day))
    return casus_arena_format(arena, "%s-WXX%s", year_text(self->year, arena), end);
  const int week = casus_date_week(day, &year);
  return casus_arena_format(arena, "%04d-W%02d%s", year, week, end);
}

static const char *day_text(const casus_time_value *self, casus_arena *arena) {
  const char *year = year_text(self->year, arena);
  if (!self->day && self->number && !self->month)
    return casus_arena_format(arena, "%s-WXX-%d", year, self->number);
  return casus_arena_format(arena, "%s-%s-%s", year, two(self->month, arena), two(self->day, arena));
}

/* A time without any day is written alone: "T10:30". */
static const char *time_text(const casus_time_value *self, casus_arena *arena) {
  const bool bare = self->year == CASUS_YEAR_OPEN && !self->month && !self->day && !self->number;
  const char *day = bare ? "" : day_text(self, arena), *zone = self->zone ? self->zone : "";
  switch (self->grain) {
  case CASUS_GRAIN_PART: return casus_arena_format(arena, "%sT%s", day, self->part ? self->part : "XX");
  case CASUS_GRAIN_HOUR: return casus_arena_format(arena, "%sT%02d%s", day, self->hour, zone);
  case CASUS_GRAIN_MINUTE:
    return casus_arena_format(arena, "%sT%02d:%02d%s", day, self->hour, self->minute, zone);
  default:
    return casus_arena_format(arena, "%sT%02d:%02d:%02d%s", day, self->hour, self->minute, self->second,
                              zone);
  }
}

static const char *length_text(const casus_time_value *self, casus_arena *arena) {
  const struct unit *unit = find_unit(self->unit);
  const char *start = unit->of_day ? "PT" : "P";
  if (isnan(self->amount))
    return casus_arena_format(arena, "%sX%s", start, unit->times > 2 ? unit->name : unit->written);
  return casus_arena_format(arena, "%s%g%s", start, self->amount * unit->times, unit->written);
}

/* A decade or century is written as the digits that its years begin with. */
static const char *digits_text(int year, int step, casus_arena *arena) {
  const int size = step == 10 ? 3 : 2;
  if (year == CASUS_YEAR_OPEN) return step == 10 ? "XXX" : "XX";
  return casus_arena_format(arena, "%s%0*d", year < 0 ? "BC" : "", size, (year < 0 ? -year : year) / step);
}

/* ---- Stretches */

static bool of_day(const casus_time_value *self) {
  return self->grain >= CASUS_GRAIN_SECOND && self->grain <= CASUS_GRAIN_HOUR;
}

static long seconds_of(const casus_time_value *self) {
  return self->hour * 3600L + self->minute * 60L + self->second;
}

casus_time_value casus_time_stretch(casus_time_value from, casus_time_value until, casus_arena *arena) {
  enum { NOON = 12 };
  const casus_time_value nothing = {.year = CASUS_YEAR_OPEN};
  if (!from.grain || !until.grain || from.until || until.until) return nothing;
  if (of_day(&from) != of_day(&until)) return nothing;
  if (of_day(&from)) {
    const bool later = seconds_of(&from) + NOON * 3600L < seconds_of(&until);
    if (!from.half && until.half == 'p' && from.hour < NOON && later) from.hour += NOON;
    if (!until.half && until.hour < NOON && seconds_of(&until) <= seconds_of(&from)) until.hour += NOON;
  } else {
    casus_date first, last, other;
    if (!casus_time_days(&from, &first, &other) || !casus_time_days(&until, &other, &last) ||
        casus_date_days(last) < casus_date_days(first))
      return nothing;
  }
  casus_time_value *end = casus_arena_new(arena, casus_time_value, 1);
  *end = until;
  from.until = end;
  return from;
}

/* How long it is between two clock times, over midnight where need be. */
static const char *hours_between(const casus_time_value *from, const casus_time_value *until,
                                 casus_arena *arena) {
  enum { DAY = 86400 };
  long seconds = seconds_of(until) - seconds_of(from);
  casus_date first, last, other;
  casus_time_value begin = *from;
  begin.until = NULL;
  if (casus_time_days(&begin, &first, &other) && casus_time_days(until, &last, &other))
    seconds += (casus_date_days(last) - casus_date_days(first)) * DAY;
  if (seconds <= 0) seconds += DAY;
  const char *text = "PT";
  if (seconds / 3600) text = casus_arena_format(arena, "%s%ldH", text, seconds / 3600);
  if (seconds / 60 % 60) text = casus_arena_format(arena, "%s%ldM", text, seconds / 60 % 60);
  return seconds % 60 ? casus_arena_format(arena, "%s%ldS", text, seconds % 60) : text;
}

/* "(begin,end,length)": from where the first begins to where the second begins, as the notation is used. */
static const char *stretch_text(const casus_time_value *self, casus_arena *arena) {
  const casus_time_value *until = self->until;
  if (of_day(self))
    return casus_arena_format(arena, "(%s,%s,%s)", time_text(self, arena), time_text(until, arena),
                              hours_between(self, until, arena));
  casus_date a, b, last;
  casus_time_value begin = *self;
  begin.until = NULL;
  if (!casus_time_days(&begin, &a, &last) || !casus_time_days(until, &b, &last)) return NULL;
  const char unit = self->grain != until->grain       ? 'D'
                    : self->grain == CASUS_GRAIN_YEAR ? 'Y'
                    : self->grain == CASUS_GRAIN_DAY  ? 'D'
                    : a.day == 1 && b.day == 1        ? 'M'
                                                      : 'D';
  const long length = unit == 'Y'   ? b.year - a.year
                      : unit == 'M' ? (b.year - a.year) * 12L + b.month - a.month
                                    : casus_date_days(b) - casus_date_days(a);
  return casus_arena_format(arena, "(%04d-%02d-%02d,%04d-%02d-%02d,P%ld%c)", a.year, a.month, a.day, b.year,
                            b.month, b.day, length, unit);
}

const char *casus_time_format(const casus_time_value *self, casus_arena *arena) {
  static const char *const seasons[] = {"XX", "SP", "SU", "FA", "WI"};
  if (self->name) return self->name;
  if (self->until) return stretch_text(self, arena);
  if (self->length) return length_text(self, arena);
  const char *year = self->grain > CASUS_GRAIN_WEEK ? year_text(self->year, arena) : NULL;
  switch (self->grain) {
  case CASUS_GRAIN_NONE: return NULL;
  case CASUS_GRAIN_DAY: return day_text(self, arena);
  case CASUS_GRAIN_WEEK:
  case CASUS_GRAIN_WEEKEND: return week_text(self, arena);
  case CASUS_GRAIN_MONTH: return casus_arena_format(arena, "%s-%s", year, two(self->month, arena));
  case CASUS_GRAIN_QUARTER:
    return self->number ? casus_arena_format(arena, "%s-Q%d", year, self->number)
                        : casus_arena_format(arena, "%s-QX", year);
  case CASUS_GRAIN_HALF: return casus_arena_format(arena, "%s-H%d", year, self->number);
  case CASUS_GRAIN_SEASON: return casus_arena_format(arena, "%s-%s", year, seasons[self->number]);
  case CASUS_GRAIN_YEAR: return year;
  case CASUS_GRAIN_DECADE: return digits_text(floor_to(self->year, 10), 10, arena);
  case CASUS_GRAIN_CENTURY: return digits_text(floor_to(self->year, 100), 100, arena);
  default: return time_text(self, arena);
  }
}

/* ---- Days */

static casus_date plus_days(casus_date date, long days) {
  return casus_date_of_days(casus_date_days(date) + days);
}

/* From the first of a month to the last of one that is so many months later. */
static void months_between(int year, int month, int months, casus_date *first, casus_date *last) {
  casus_time_value end = casus_time_shift(casus_time_date(year, month, 0), months - 1);
  *first = (casus_date){year, month, 1};
  *last = (casus_date){end.year, end.month, casus_days_in_month(end.year, end.month)};
}

bool casus_time_days(const casus_time_value *self, casus_date *first, casus_date *last) {
  if (self->until) {
    casus_time_value begin = *self;
    casus_date between;
    begin.until = NULL;
    return casus_time_days(&begin, first, &between) && casus_time_days(self->until, &between, last) &&
           casus_date_days(*first) <= casus_date_days(*last);
  }
  const int year = self->year;
  if (self->name || self->length || self->grain == CASUS_GRAIN_NONE || year < 1 || year > LAST_YEAR - 100)
    return false;
  switch (self->grain) {
  case CASUS_GRAIN_MONTH:
    if (!self->month) return false;
    months_between(year, self->month, 1, first, last);
    return true;
  case CASUS_GRAIN_QUARTER:
  case CASUS_GRAIN_SEASON:
    if (!self->number) return false;
    months_between(year, first_month(self), 3, first, last);
    return true;
  case CASUS_GRAIN_HALF: months_between(year, first_month(self), 6, first, last); return true;
  case CASUS_GRAIN_YEAR: months_between(year, 1, 12, first, last); return true;
  case CASUS_GRAIN_DECADE: months_between(floor_to(year, 10), 1, 120, first, last); break;
  case CASUS_GRAIN_CENTURY: months_between(floor_to(year, 100), 1, 1200, first, last); break;
  default: {
    const casus_date day = {year, self->month, self->day};
    if (!casus_date_valid(day)) return false;
    *first = *last = day;
    if (self->grain == CASUS_GRAIN_WEEK) *last = plus_days(day, 6);
    if (self->grain == CASUS_GRAIN_WEEKEND) {
      *first = plus_days(day, 5);
      *last = plus_days(day, 6);
    }
    return true;
  }
  }
  return first->year > 0;
}
