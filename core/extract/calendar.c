#include "extract/calendar.h"

#include <ctype.h>
#include <stdlib.h>

int casus_days_in_month(int year, int month) {
  static const int days[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return days[month] + (month == 2 && leap);
}

bool casus_date_valid(casus_date date) {
  return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
         date.day <= casus_days_in_month(date.year, date.month);
}

/* Counts from 1 March, so that the leap day is the last of its year; after Howard Hinnant, "chrono-Compatible
 * Low-Level Date Algorithms" (2013). */
long casus_date_days(casus_date date) {
  const long year = date.year - (date.month <= 2);
  const long era = year / 400, of_era = year - era * 400;
  const long of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* The way back, from the same paper. */
casus_date casus_date_of_days(long days) {
  const long shifted = days + 719468;
  const long era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const long of_era = shifted - era * 146097;
  const long year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const long of_year = of_era - (365 * year + year / 4 - year / 100);
  const long month = (5 * of_year + 2) / 153;
  casus_date date = {.month = (int)(month < 10 ? month + 3 : month - 9)};
  date.day = (int)(of_year - (153 * month + 2) / 5 + 1);
  date.year = (int)(year + era * 400 + (date.month <= 2));
  return date;
}

int casus_date_weekday(casus_date date) {
  const long days = casus_date_days(date) + 3; /* 1970-01-01 was a Thursday */
  return (int)((days % 7 + 7) % 7) + 1;
}

/* A week belongs to the year of its Thursday. */
int casus_date_week(casus_date date, int *year) {
  const long thursday = casus_date_days(date) - casus_date_weekday(date) + 4;
  *year = casus_date_of_days(thursday).year;
  return (int)((thursday - casus_date_days((casus_date){*year, 1, 1})) / 7) + 1;
}

/* The anonymous Gregorian algorithm, as in Jean Meeus, "Astronomical Algorithms" (1991), chapter 8. */
casus_date casus_date_easter(int year) {
  const int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25;
  const int g = (b - f + 1) / 3, h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
  const int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
  const int sum = h + l - 7 * m + 114;
  return (casus_date){year, sum / 31, sum % 31 + 1};
}

int casus_date_nearest_year(casus_date date, casus_date now) {
  enum { BETWEEN_LEAP_YEARS = 8 }; /* at most: 1896, 1904 */
  int best = 0;
  long least = 0;
  for (int year = now.year - BETWEEN_LEAP_YEARS; year <= now.year + BETWEEN_LEAP_YEARS; year++) {
    const casus_date day = {year, date.month, date.day ? date.day : 15};
    if (!casus_date_valid(day)) continue;
    const long apart = labs(casus_date_days(day) - casus_date_days(now));
    if (best && apart >= least) continue;
    least = apart;
    best = year;
  }
  return best;
}

bool casus_date_read(const char *text, casus_date *date) {
  static const char shape[] = "dddd-dd-dd";
  for (size_t i = 0; shape[i]; i++)
    if (shape[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != shape[i]) return false;
  const int day = (text[8] - '0') * 10 + text[9] - '0'; /* and no further digits, if any follow */
  *date = (casus_date){atoi(text), atoi(text + 5), day};
  return casus_date_valid(*date);
}
