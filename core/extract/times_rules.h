/* times_rules.h - the rules of times (data/rules/times.rules), with the words that they look at.
 *
 * They run in three stages: the first finds what can stand alone ("last year", "three weeks"), the second
 * joins that to more ("the spring of last year", "three weeks ago"), where it stands as @DATE, @TIME,
 * @DURATION,
 * @SET; the third makes stretches of two of these ("from 9 to 11").
 */
#ifndef CASUS_EXTRACT_TIMES_RULES_H
#define CASUS_EXTRACT_TIMES_RULES_H

#include "extract/lists.h"
#include "extract/times_words.h"

enum { CASUS_TIME_STAGES = 3 };

typedef struct casus_time_rules {
  casus_rules *stages[CASUS_TIME_STAGES];
  casus_time_words words;
  casus_word_lists lists;
} casus_time_rules;

/* Under casus_arena_protect; casus_time_rules_close also after a failure. */
casus_status casus_time_rules_load(casus_time_rules *self, casus_arena *arena, const char *data,
                                   casus_error *error);
void casus_time_rules_close(casus_time_rules *self);

#endif
