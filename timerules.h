/* timerules.h - the rules for times and the tables that they need, as an engine holds them. */
#ifndef CASUS_EXTRACT_TIMERULES_H
#define CASUS_EXTRACT_TIMERULES_H

#include "extract/lists.h"
#include "extract/timewords.h"

/* Immutable once loaded. */
typedef struct casus_timerules {
  casus_rules *rules;
  const char **names;       /* by rule: "times:RULE" */
  const double *confidence; /* by rule: the share of its records that were right */
  casus_timewords words;
  casus_word_lists lists;
} casus_timerules;

/* Loads rules/times.rules and time/ of the folder `data`. Under casus_arena_protect; casus_timerules_close also
 * after a failure. */
casus_status casus_timerules_load(casus_timerules *self, casus_arena *arena, const char *data,
                                  casus_error *error);
void casus_timerules_close(casus_timerules *self);

#endif
