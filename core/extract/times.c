/* Explicit dates: "10 May 2023", "May 10, 2023", "July 11", "mid-April", "April 2023", "2023-05-10", "in
 * 2022".
 *
 * Values are TIMEX3 (ISO 8601 with X for what is not known). A date without a year belongs to the year that
 * brings it nearest to the document's date; without such a date its year stays open. A number alone is a year
 * only where the word before it says so.
 */
#include "extract/analysis.h"
#include "extract/calendar.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char EXTRACTOR[] = "dates";

/* Measured on news with dates marked (docs/accuracy.md). */
#define FULL_DATE     0.97
#define DAY_NO_YEAR   0.9
#define MONTH_NO_YEAR 0.6
#define YEAR_ALONE    0.88

enum { FIRST_YEAR = 1000, LAST_YEAR = 2199, SOME_LEAP_YEAR = 2000 };

typedef struct found {
  uint32_t first, limit; /* tokens */
  casus_date date;
  const char *mod;
  double confidence;
} found;

/* ---- Reading tokens */

/* What stands behind "mid-": "mid-April" and "mid-2022" are one token. */
static casus_string without_mid(casus_string form) {
  static const char mid[] = "mid-";
  const size_t size = sizeof mid - 1;
  if (form.size <= size || strncasecmp(form.bytes, mid, size) != 0) return form;
  return (casus_string){form.bytes + size, form.size - size};
}

static bool has_mid(const casus_analysis *self, uint32_t token) {
  const casus_string form = casus_document_form(self->document, token);
  return without_mid(form).size < form.size;
}

/* The number that `least` to `most` digits stand for, with "st", "nd", "rd" or "th" behind them where
 * `ordinal`; -1 for anything else. */
static int number_of(casus_string form, size_t least, size_t most, bool ordinal) {
  size_t digits = 0;
  int number = 0;
  for (; digits < form.size && digits <= most && form.bytes[digits] >= '0' && form.bytes[digits] <= '9';
       digits++)
    number = number * 10 + (form.bytes[digits] - '0');
  if (digits < least || digits > most) return -1;
  if (digits == form.size) return number;
  static const char *const endings[] = {"st", "nd", "rd", "th"};
  for (size_t i = 0; ordinal && form.size == digits + 2 && i < sizeof endings / sizeof *endings; i++)
    if (memcmp(form.bytes + digits, endings[i], 2) == 0) return number;
  return -1;
}

static int day_at(const casus_analysis *self, uint32_t token) {
  if (token >= self->document->token_count) return -1;
  const int day = number_of(casus_document_form(self->document, token), 1, 2, true);
  return day >= 1 && day <= 31 ? day : -1;
}

static int year_at(const casus_analysis *self, uint32_t token) {
  if (token >= self->document->token_count) return -1;
  const int year = number_of(without_mid(casus_document_form(self->document, token)), 4, 4, false);
  return year >= FIRST_YEAR && year <= LAST_YEAR ? year : -1;
}

/* A month's name, with a capital: "march" and "may" are other words. */
static int month_at(const casus_analysis *self, uint32_t token) {
  if (token >= self->document->token_count) return 0;
  const casus_string form = casus_document_form(self->document, token), name = without_mid(form);
  if (name.bytes[0] < 'A' || name.bytes[0] > 'Z') return 0;
  return name.size == form.size ? self->words[token]->month
                                : casus_lexicon_word(&self->engine->lexicon, name)->month;
}

/* ---- Shapes */

/* A year behind `token`, with or without a comma: takes it into `one`. */
static void take_year(const casus_analysis *self, found *one, uint32_t limit) {
  uint32_t at = one->limit;
  if (at < limit && casus_analysis_is(self, at, ",")) at++;
  if (at >= limit || year_at(self, at) < 0) return;
  one->date.year = year_at(self, at);
  one->limit = at + 1;
}

/* "mid-April", "early 2023", "late May": what stands before, as a TIMEX3 modifier. */
static void take_modifier(const casus_analysis *self, found *one, uint32_t first) {
  static const struct {
    const char *word, *mod;
  } words[] = {
      {"mid", "MID"}, {"early", "START"}, {"late", "END"}, {"about", "APPROX"}, {"around", "APPROX"}};
  uint32_t at = one->first;
  if (has_mid(self, at)) {
    one->mod = "MID";
    return;
  }
  if (at > first && casus_analysis_is(self, at - 1, "-")) at--;
  if (at == first) return;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (!casus_analysis_is(self, at - 1, words[i].word)) continue;
    one->mod = words[i].mod;
    one->first = at - 1;
  }
}

/* "May 10, 2023", "May 10", "April 2023", or "April" where the document's date
 * or a preposition makes it one. */
static bool from_month(const casus_analysis *self, uint32_t token, uint32_t limit, found *one) {
  static const char *const before[] = {"early", "late", "mid",  "in",   "since", "until", "by",
                                       "from",  "of",   "last", "next", "this",  "-",     NULL};
  const int month = month_at(self, token), day = token + 1 < limit ? day_at(self, token + 1) : -1;
  if (!month) return false;
  *one = (found){.first = token, .limit = token + 1, .date = {0, month, 0}, .confidence = FULL_DATE};
  if (day > 0) {
    one->date.day = day;
    one->limit++;
  }
  take_year(self, one, limit);
  if (day > 0 && !one->date.year && token > 0 && casus_analysis_is(self, token - 1, "in")) {
    one->date.day = 0; /* "in May 20 people left": it would be "on May 20" */
    one->limit = token + 1;
  }
  if (one->limit > token + 1 || has_mid(self, token)) return true;
  return token > 0 && casus_analysis_is_any(self, token - 1, before);
}

/* "10 May 2023", "10th of May", "10 May". */
static bool from_day(const casus_analysis *self, uint32_t token, uint32_t limit, found *one) {
  const int day = day_at(self, token);
  uint32_t at = token + 1;
  if (day < 0 || at >= limit) return false;
  if (casus_analysis_is(self, at, "of") && at + 1 < limit) at++;
  const int month = month_at(self, at);
  if (!month) return false;
  *one = (found){.first = token, .limit = at + 1, .date = {0, month, day}, .confidence = FULL_DATE};
  take_year(self, one, limit);
  return true;
}

/* "2023-05-10", in one token or in five. */
static bool from_iso(const casus_analysis *self, uint32_t token, uint32_t limit, found *one) {
  const casus_document *document = self->document;
  casus_date date;
  if (document->size - document->start[token] < 10 ||
      !casus_date_read(document->text + document->start[token], &date))
    return false;
  const uint32_t stop = document->start[token] + 10;
  *one = (found){.first = token, .limit = token + 1, .date = date, .confidence = FULL_DATE};
  while (one->limit < limit && document->stop[one->limit - 1] < stop) one->limit++;
  return document->stop[one->limit - 1] == stop;
}

/* "in 2022", "since 2017", "(1999)", "the 1999 bombing". */
static bool from_year(const casus_analysis *self, uint32_t token, uint32_t limit, found *one) {
  static const char *const before[] = {"in",    "since",  "by",      "until",   "from", "before",
                                       "after", "during", "of",      "till",    "late", "early",
                                       "mid",   "the",    "between", "through", "-",    NULL};
  static const char *const units[] = {"people", "troops",   "soldiers", "men",     "women",
                                      "miles",  "metres",   "meters",   "dollars", "euros",
                                      "points", "students", "workers",  "homes",   NULL};
  const int year = year_at(self, token);
  if (year < 0 || token == 0) return false;
  *one = (found){.first = token, .limit = token + 1, .date = {year, 0, 0}, .confidence = YEAR_ALONE};
  if (token + 1 < limit && casus_analysis_is_any(self, token + 1, units)) return false;
  if (casus_analysis_is(self, token - 1, "("))
    return token + 1 < limit && casus_analysis_is(self, token + 1, ")");
  return has_mid(self, token) || casus_analysis_is_any(self, token - 1, before);
}

/* ---- Values */

/* The year that brings the day nearest to the document's date; 0 where that is not known. */
static int nearest_year(const casus_analysis *self, casus_date date) {
  casus_date now;
  if (!self->document->date || !casus_date_read(self->document->date, &now)) return 0;
  return casus_date_nearest_year(date, now);
}

static void add_time(casus_analysis *self, found *one) {
  const casus_document *document = self->document;
  casus_arena *arena = self->arena;
  casus_date date = one->date;
  if (!date.year) {
    date.year = nearest_year(self, date);
    one->confidence = date.day ? DAY_NO_YEAR : MONTH_NO_YEAR;
  }
  if (date.day && date.day > casus_days_in_month(date.year ? date.year : SOME_LEAP_YEAR, date.month)) return;
  const char *year = date.year ? casus_arena_format(arena, "%04d", date.year) : "XXXX";
  casus_record *record = casus_analysis_add(self, CASUS_TIME, document->start[one->first],
                                            document->stop[one->limit - 1], EXTRACTOR, one->confidence);
  record->as.time.type = "DATE";
  record->as.time.mod = one->mod;
  if (!date.month)
    record->as.time.value = year;
  else if (!date.day)
    record->as.time.value = casus_arena_format(arena, "%s-%02d", year, date.month);
  else
    record->as.time.value = casus_arena_format(arena, "%s-%02d-%02d", year, date.month, date.day);
  if (!date.year || one->mod) return; /* no days to give: unknown, or only somewhere near */
  const int first_month = date.month ? date.month : 1, last_month = date.month ? date.month : 12;
  const int last_day = date.day ? date.day : casus_days_in_month(date.year, last_month);
  record->as.time.from =
      casus_arena_format(arena, "%s-%02d-%02d", year, first_month, date.day ? date.day : 1);
  record->as.time.to = casus_arena_format(arena, "%s-%02d-%02d", year, last_month, last_day);
}

/* The second day of "July 11 and 12" or "11-12 July": a record of its own, with the month and year of the
 * first. */
static void add_second_day(casus_analysis *self, const found *one, uint32_t limit) {
  static const char *const links[] = {"and", "or", "-", "to", "\xE2\x80\x93", NULL};
  const uint32_t at = one->limit;
  if (!one->date.day || at + 1 >= limit || !casus_analysis_is_any(self, at, links) ||
      day_at(self, at + 1) < 0)
    return;
  if (at + 2 < limit && month_at(self, at + 2))
    return; /* "July 11 and 12 August": a date that names its own month */
  found second = *one;
  second.first = at + 1;
  second.limit = at + 2;
  second.date.day = day_at(self, at + 1);
  add_time(self, &second);
}

typedef bool shape(const casus_analysis *self, uint32_t token, uint32_t limit, found *one);

static shape *const shapes[] = {from_iso, from_month, from_day, from_year};

static bool find_at(const casus_analysis *self, uint32_t token, uint32_t limit, found *one) {
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
    if (shapes[i](self, token, limit, one)) return true;
  return false;
}

void casus_find_times(casus_analysis *self) {
  for (uint32_t sentence = 0; sentence < self->document->sentence_count; sentence++) {
    uint32_t first, limit;
    casus_analysis_sentence(self, sentence, &first, &limit);
    for (uint32_t token = first; token < limit; token++) {
      found one;
      if (casus_analysis_is_furniture(self, token) || !find_at(self, token, limit, &one)) continue;
      if (!one.date.day) take_modifier(self, &one, first);
      add_time(self, &one);
      add_second_day(self, &one, limit);
      token = one.limit - 1;
    }
  }
}
