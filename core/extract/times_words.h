/* times_words.h - what single words say about times: the tables of data/time. */
#ifndef CASUS_EXTRACT_TIMES_WORDS_H
#define CASUS_EXTRACT_TIMES_WORDS_H

#include "base/arena.h"
#include "base/pool.h"

/* Of a word that a table has; 0, -1 or NULL where it does not say. */
typedef struct casus_time_word {
  int cardinal, ordinal; /* -1: none */
  int month, weekday;    /* from 1 */
  int season, decade;    /* from 1, spring; 20 to 90 */
  const char *unit, *part, *zone, *mod, *frequency, *holiday;
  bool vague; /* an amount that is not known: "several" */
} casus_time_word;

typedef struct casus_time_words {
  casus_arena *arena;
  casus_pool forms;
  struct {
    casus_time_word *items;
    size_t count, capacity;
  } items; /* by number in `forms` */
} casus_time_words;

/* Reads the tables of the folder `data`. Under casus_arena_protect. */
casus_status casus_time_words_load(casus_time_words *self, casus_arena *arena, const char *data,
                                   casus_error *error);

/* What is known of a word or phrase, whatever its case; never NULL. */
const casus_time_word *casus_time_words_find(const casus_time_words *self, casus_string form);

#endif
