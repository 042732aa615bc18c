/* times_terms.h - from what a rule emits (value=day($m, $d, $y)) to a value, in the light of the document's
 * date, of what was spoken of before, and of the tense. */
#ifndef CASUS_EXTRACT_TIMES_TERMS_H
#define CASUS_EXTRACT_TIMES_TERMS_H

#include "extract/tense.h"
#include "extract/times_value.h"
#include "extract/times_words.h"
#include "match/rules.h"

/* A stretch of tokens that a rule has found to be a time, and how its value is made. */
typedef struct casus_time_item {
  uint32_t first, limit;
  const casus_hit *hit;
  const casus_term *value;
  int stage; /* that found it; its captures may be what the stage before found */
} casus_time_item;

typedef struct casus_time_context {
  const casus_document *document;
  const casus_time_words *words;
  casus_arena *arena;
  struct {
    const casus_time_item *items; /* by `first` */
    size_t count;
  } found[2];            /* by the first stages: what the captures of the next may be */
  int stage;             /* of the item that is evaluated */
  casus_time_value now;  /* the day of the document; empty where it is not known */
  casus_time_value last; /* the last place on the calendar that was spoken of; empty at the start */
  uint32_t last_sentence;
  uint32_t sentence; /* of the item */
  casus_tense tense; /* of what governs the item */
  bool narrative;    /* the text tells of other years than its own: what it last spoke of is where it is */
} casus_time_context;

/* The value of a term of the hit; empty where it has none. A function that does not exist gives an empty
 * value: casus_time_terms_check has told. */
casus_time_value casus_time_evaluate(const casus_time_context *context, const casus_time_item *item);

/* CASUS_FORMAT where rules use a function that does not exist. */
casus_status casus_time_terms_check(const casus_rules *rules, casus_error *error);

#endif
