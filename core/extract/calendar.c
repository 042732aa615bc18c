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
