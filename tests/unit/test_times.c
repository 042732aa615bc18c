/* The calculus of times: calendar, grains, moves, how values are written, and what rules make of texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "extract/engine.h"
#include "extract/record.h"
#include "extract/times_value.h"

#include <math.h>
#include <string.h>

static casus_engine *engine;
static casus_arena arena;

static int set_up(void **state) {
  (void)state;
  casus_arena_init(&arena, NULL);
  engine = casus_engine_open(CASUS_ROOT "/data", NULL, NULL);
  return engine ? 0 : -1;
}

static int tear_down(void **state) {
  (void)state;
  casus_engine_close(engine);
  casus_arena_free(&arena);
  return 0;
}

static void assert_date(casus_date date, int year, int month, int day) {
  assert_int_equal(date.year, year);
  assert_int_equal(date.month, month);
  assert_int_equal(date.day, day);
}

static void calendar(void **state) {
  (void)state;
  for (long days = -719162; /* 0001-01-01 */ days < 800000; days += 97)
    assert_int_equal(casus_date_days(casus_date_of_days(days)), days);
  assert_int_equal(casus_date_weekday((casus_date){1970, 1, 1}), 4);
  assert_int_equal(casus_date_weekday((casus_date){1900, 1, 1}), 1);
  assert_date(casus_date_easter(1961), 1961, 4, 2); /* published tables */
  assert_date(casus_date_easter(2008), 2008, 3, 23);
  assert_date(casus_date_easter(2038), 2038, 4, 25);
  int year;
  assert_int_equal(casus_date_week((casus_date){2021, 1, 3}, &year), 53);
  assert_int_equal(year, 2020);
  assert_int_equal(casus_date_week((casus_date){2018, 12, 31}, &year), 1);
  assert_int_equal(year, 2019);
}

struct job {
  const casus_time_value *value;
  const char *text;
};

static void format(void *argument) {
  struct job *job = argument;
  job->text = casus_time_format(job->value, &arena);
}

static void assert_written(casus_time_value value, const char *wanted) {
  struct job job = {&value, NULL};
  assert_true(casus_arena_protect(&arena, format, &job));
  assert_string_equal(job.text, wanted);
}

static void grains(void **state) {
  (void)state;
  const casus_time_value day = casus_time_date(2023, 7, 11);
  assert_written(day, "2023-07-11");
  assert_written(casus_time_widen(day, CASUS_GRAIN_WEEK), "2023-W28");
  assert_written(casus_time_widen(day, CASUS_GRAIN_WEEKEND), "2023-W28-WE");
  assert_written(casus_time_widen(day, CASUS_GRAIN_MONTH), "2023-07");
  assert_written(casus_time_widen(day, CASUS_GRAIN_QUARTER), "2023-Q3");
  assert_written(casus_time_widen(day, CASUS_GRAIN_HALF), "2023-H2");
  assert_written(casus_time_widen(day, CASUS_GRAIN_SEASON), "2023-SU");
  assert_written(casus_time_widen(day, CASUS_GRAIN_YEAR), "2023");
  assert_written(casus_time_widen(day, CASUS_GRAIN_DECADE), "202");
  assert_written(casus_time_widen(day, CASUS_GRAIN_CENTURY), "20");
  assert_written(casus_time_widen(casus_time_date(2023, 0, 0), CASUS_GRAIN_DAY), "2023-XX-XX");
  assert_written(casus_time_date(-480, 0, 0), "BC0480");
  assert_written(casus_time_date(CASUS_YEAR_OPEN, 5, 10), "XXXX-05-10");
}

static void shifts(void **state) {
  (void)state;
  assert_written(casus_time_shift(casus_time_date(2024, 2, 29), -1), "2024-02-28");
  assert_written(casus_time_shift(casus_time_date(2023, 12, 0), 1), "2024-01");
  assert_written(casus_time_shift(casus_time_numbered(CASUS_GRAIN_QUARTER, 2023, 1), -1), "2022-Q4");
  assert_written(casus_time_shift(casus_time_date(-1, 0, 0), 1), "0001"); /* there is no year 0 */
  assert_written(casus_time_shift(casus_time_date(9999, 0, 0), 1), "XXXX");
}

static void moves(void **state) {
  (void)state;
  const casus_time_value day = casus_time_date(1998, 3, 22);
  const casus_time_value weeks = casus_time_length(2, "W"), months = casus_time_length(5, "MO");
  const casus_time_value years = casus_time_length(1.5, "Y"), hours = casus_time_length(30, "H");
  const casus_time_value many = casus_time_length((double)NAN, "Y");
  assert_written(casus_time_move(day, &weeks, -1), "1998-03-08");
  assert_written(casus_time_move(day, &months, -1), "1997-10");
  assert_written(casus_time_move(day, &years, 1), "1999-09");
  assert_written(casus_time_move(day, &hours, 1), "1998-03-23");
  assert_written(casus_time_move(day, &many, 1), "XXXX");
  assert_written(casus_time_length(3, "D"), "P3D");
  assert_written(casus_time_length(2.5, "H"), "PT2.5H");
  assert_written(casus_time_length(2, "DE"), "P20Y");
  assert_written(many, "PXY");
}

static void days(void **state) {
  (void)state;
  casus_date first, last;
  const casus_time_value winter = casus_time_numbered(CASUS_GRAIN_SEASON, 2023, 4);
  assert_true(casus_time_days(&winter, &first, &last));
  assert_date(first, 2023, 12, 1);
  assert_date(last, 2024, 2, 29);
  const casus_time_value open = casus_time_date(CASUS_YEAR_OPEN, 5, 10), length = casus_time_length(3, "D");
  assert_false(casus_time_days(&open, &first, &last));
  assert_false(casus_time_days(&length, &first, &last));
}

/* The values of the times of a text, with a space between them. */
static void assert_times(const char *text, const char *date, const char *wanted) {
  char found[256] = "";
  const casus_document_options options = {.id = "test", .date = date};
  casus_document *document = casus_document_parse(engine, text, strlen(text), &options, NULL);
  assert_non_null(document);
  const casus_records *records = casus_document_extract(document, 1u << CASUS_TIME, NULL);
  assert_non_null(records);
  for (size_t i = 0; i < records->count; i++) {
    if (i) strcat(found, " ");
    strcat(found, records->items[i].as.time.value);
  }
  assert_string_equal(found, wanted);
  casus_document_close(document);
}

static void tense_decides(void **state) {
  (void)state;
  assert_times("The minister said it on Friday.", "2023-07-12", "2023-07-07");
  assert_times("The minister will say it on Friday.", "2023-07-12", "2023-07-14");
  assert_times("They agreed to meet on Friday.", "2023-07-12", "2023-07-14");
}

static void texts(void **state) {
  (void)state;
  assert_times("They met two weeks ago.", "2023-07-12", "2023-06-28");
  assert_times("They met on July 11 and 12, 2023.", NULL, "2023-07-11 2023-07-12");
  assert_times("It grew between 2014 and 2016.", NULL, "2014 2016");
  assert_times("In 2014-16 it grew.", NULL, "(2014-01-01,2016-01-01,P2Y)");
  assert_times("In 2016-2014 it grew.", NULL, "2016 2014"); /* no stretch: both as they are */
  assert_times("Come from 11:30 to 2 on May 10, 2023.", NULL, "(2023-05-10T11:30,2023-05-10T14,PT2H30M)");
  assert_times("Call me next month at 6 pm.", "2023-05-10", "2023-06 T18");
  assert_times("It was built in the late 1990s.", NULL, "199");
  assert_times("It lasted three weeks.", NULL, "P3W");
  assert_times("They meet every Tuesday.", NULL, "XXXX-WXX-2");
  assert_times("They met in the spring of 2004.", NULL, "2004-SP");
  assert_times("They signed it on Easter Monday 2016.", NULL, "2016-03-28");
  assert_times("On May 10, 1940 it began; two days later it was over.", "2009-12-19",
               "1940-05-10 1940-05-12");
  assert_times("It is now too late.", NULL, "PRESENT_REF");
}

static void false_friends(void **state) {
  (void)state;
  assert_times("They may march on.", "2023-07-12", "");
  assert_times("It has 31 members.", "2023-07-12", "");
  assert_times("They won 3-2 and paid $1999.", "2023-07-12", "");
  assert_times("The second man left.", "2023-07-12", "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(calendar), cmocka_unit_test(grains),        cmocka_unit_test(shifts),
      cmocka_unit_test(moves),    cmocka_unit_test(days),          cmocka_unit_test(tense_decides),
      cmocka_unit_test(texts),    cmocka_unit_test(false_friends),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
