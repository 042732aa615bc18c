/* calendar.h - dates as numbers (proleptic Gregorian calendar). */
#ifndef CASUS_EXTRACT_CALENDAR_H
#define CASUS_EXTRACT_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>

typedef struct casus_date {
  int year, month, day; /* month and day 0: not known */
} casus_date;

/* How many days a month has. */
int casus_days_in_month(int year, int month);

/* Whether year (1 to 9999), month and day are such that the day exists. */
bool casus_date_valid(casus_date date);

/* Days since 1970-01-01. */
long casus_date_days(casus_date date);

/* The day that is so many days after 1970-01-01. */
casus_date casus_date_of_days(long days);

/* The day of the week, 1 is Monday. */
int casus_date_weekday(casus_date date);

/* The ISO 8601 week that a day lies in; `*year` is the one that the week belongs to. */
int casus_date_week(casus_date date, int *year);

/* Easter Sunday of the Gregorian calendar. */
casus_date casus_date_easter(int year);

/* The year that brings a month and day (0: its middle) nearest to `now`, of those that have it (29 February);
 * 0 where none has. */
int casus_date_nearest_year(casus_date date, casus_date now);

/* Reads "2023-05-10", also with a time behind it; false for anything else. */
bool casus_date_read(const char *text, casus_date *date);

#endif
