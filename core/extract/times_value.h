/* times_value.h - the values that times have: a place on the calendar with some grain, a length, or a name
 * such as PRESENT_REF; after TIMEX3 of ISO-TimeML (ISO 24617-1) and TimeML 1.2.1.
 */
#ifndef CASUS_EXTRACT_TIMES_VALUE_H
#define CASUS_EXTRACT_TIMES_VALUE_H

#include "extract/calendar.h"

#include "base/arena.h"

#include <limits.h>

/* From fine to coarse. */
typedef enum casus_grain {
  CASUS_GRAIN_NONE, /* no place on the calendar */
  CASUS_GRAIN_SECOND,
  CASUS_GRAIN_MINUTE,
  CASUS_GRAIN_HOUR,
  CASUS_GRAIN_PART, /* of a day: MO, AF, EV, NI ... */
  CASUS_GRAIN_DAY,
  CASUS_GRAIN_WEEKEND,
  CASUS_GRAIN_WEEK,
  CASUS_GRAIN_MONTH,
  CASUS_GRAIN_QUARTER,
  CASUS_GRAIN_SEASON,
  CASUS_GRAIN_HALF,
  CASUS_GRAIN_YEAR,
  CASUS_GRAIN_DECADE,
  CASUS_GRAIN_CENTURY,
} casus_grain;

enum { CASUS_YEAR_OPEN = INT_MIN };

typedef struct casus_time_value {
  casus_grain grain;
  bool length;      /* a duration: `amount` times `unit` */
  const char *name; /* a value that is none of these, as it is written; else NULL */
  int year;         /* CASUS_YEAR_OPEN: not known; before Christ below 0, and there is no year 0 */
  int month, day;   /* 0: not known. Of a week or weekend its Monday, or day 0 where it is open */
  int number;       /* of the quarter, half, season (1 is spring); of the weekday where the day is open */
  const char *part; /* of the day */
  int hour, minute, second;
  const char *zone; /* as it is written in a value, or NULL */
  double amount;    /* NAN: not known */
  const char *unit; /* "Y", "MO", "DE" ... as in data/time/units.tsv */
  const char *mod;  /* of TIMEX3, or NULL */
  char half;        /* of a clock time: 'a', 'p', or 0 where it does not say */
  /* of a stretch: where it ends, in the arena; NULL for all else. The value itself is where it begins. */
  const struct casus_time_value *until;
} casus_time_value;

/* A day, month or year, by what is known of it. */
casus_time_value casus_time_date(int year, int month, int day);

/* A length; a grain that has none gives an empty value. */
casus_time_value casus_time_length(double amount, const char *unit);

/* The grain that a unit of data/time/units.tsv has. */
casus_grain casus_grain_of_unit(const char *unit);

/* Whether it is a day, or something within one, with year, month and day known. */
bool casus_time_has_day(const casus_time_value *self);

/* What of `grain` it lies in: the month of a day. Where it is coarser, the finer parts stay open. */
casus_time_value casus_time_widen(casus_time_value self, casus_grain grain);

/* So many of its own grain later, or earlier where `by` is below 0; an open one stays as it is. */
casus_time_value casus_time_shift(casus_time_value self, int by);

/* So much later as a length says, or earlier with `sign` -1; its grain is that of the length, but not finer
 * than it was, nor coarser than `least` where that is not CASUS_GRAIN_NONE. */
casus_time_value casus_time_move(casus_time_value self, const casus_time_value *length, int sign);

/* Quarters, halves and seasons by number. */
casus_time_value casus_time_numbered(casus_grain grain, int year, int number);

/* The stretch from one place on the calendar to another; empty where there is none. Clock times without "am"
 * or "pm" are read in the light of each other: "2:00 to 2:30 pm", "11 to 4". Under casus_arena_protect. */
casus_time_value casus_time_stretch(casus_time_value from, casus_time_value until, casus_arena *arena);

/* "2023-07-11", "P3D", "(T09,T11,PT2H)" ...; NULL for an empty value. Under casus_arena_protect. */
const char *casus_time_format(const casus_time_value *self, casus_arena *arena);

/* Its first and last day; false where it denotes no interval of known days. */
bool casus_time_days(const casus_time_value *self, casus_date *first, casus_date *last);

#endif
