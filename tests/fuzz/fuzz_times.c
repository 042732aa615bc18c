/* Words of the tables of times, in any order and with any bytes between them: every time that is found lies
 * in the text, none overlaps the one before, and its value and days are such as TIMEX3 has. The first byte
 * chooses the document's date; bytes above 127 stand for words. */
#include "extract/calendar.h"
#include "extract/record.h"

#include <stdlib.h>
#include <string.h>

#define REQUIRE(what) ((what) ? (void)0 : abort())

enum { MOST = 2048 };

static const char *const words[] = {
    "May",      "March",      "Jan.",      "Friday",       "the",       "last",      "next",
    "of",       "and",        "-",         "to",           "year",      "years",     "quarter",
    "week",     "month",      "ago",       "later",        "early",     "end",       "in",
    "on",       "at",         "from",      "first",        "third",     "twenty",    "hundred",
    "two",      "thousand",   "1997",      "2016",         "31",        "12",        "480",
    "BC",       "1990s",      "century",   "19th",         "p.m.",      "10:30",     "noon",
    "EST",      "spring",     "Easter",    "Thanksgiving", "daily",     "every",     "now",
    "recently", "2024-02-29", "12/5/2020", "99999999999",  "mid-April", "fiscal",    "half",
    "a",        "few",        "several",   "or",           "so",        "yesterday", "said",
    "will",     "morning",    "following", "same",         "that",      "this",      "before",
    "after",    ",",          ".",         "'s",           "decade",    "weekend",   "million",
    "0",        "29",         "February",  "between",      "pm",        "9",         "2014-2018",
    "Q3",       "evening",    "o'clock",   "tomorrow"};

static size_t spell(const uint8_t *data, size_t size, char *text) {
  size_t used = 0;
  for (size_t i = 0; i < size && used + 16 < MOST; i++) {
    if (data[i] < 128) {
      text[used++] = (char)(data[i] ? data[i] : ' ');
      continue;
    }
    const char *word = words[(data[i] - 128u) % (sizeof words / sizeof *words)];
    const size_t length = strlen(word);
    memcpy(text + used, word, length);
    used += length;
    text[used++] = ' ';
  }
  return used;
}

static void check_time(const casus_record *record, const casus_record *before, casus_string text) {
  casus_date from, to;
  REQUIRE(record->start < record->stop && record->stop <= text.size);
  REQUIRE(!before || before->stop <= record->start);
  REQUIRE(record->as.time.value && *record->as.time.value);
  REQUIRE(strncmp(record->extractor, "times:", 6) == 0);
  REQUIRE(!record->as.time.from == !record->as.time.to);
  if (!record->as.time.from) return;
  REQUIRE(casus_date_read(record->as.time.from, &from) && casus_date_read(record->as.time.to, &to));
  REQUIRE(casus_date_days(from) <= casus_date_days(to));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char *const dates[] = {NULL,         "2024-02-29", "1900-03-01",
                                      "0001-01-01", "9999-12-31", "1989-10-30"};
  static casus_engine *engine; /* made once */
  char text[MOST];
  if (!engine) engine = casus_engine_open(CASUS_ROOT "/data", NULL, NULL);
  REQUIRE(engine);
  if (!size) return 0;
  const size_t used = spell(data + 1, size - 1, text);
  const casus_document_options options = {.id = "fuzz",
                                          .date = dates[data[0] % (sizeof dates / sizeof *dates)]};
  casus_document *document = casus_document_parse(engine, text, used, &options, NULL);
  REQUIRE(document);
  const casus_records *records = casus_document_extract(document, 1u << CASUS_TIME, NULL);
  REQUIRE(records);
  for (size_t i = 0; i < records->count; i++)
    check_time(&records->items[i], i ? &records->items[i - 1] : NULL, casus_document_text(document));
  casus_document_close(document);
  return 0;
}
