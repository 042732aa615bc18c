/* timefunctions.h - the functions in which rules of data/rules/times.rules say what a time is.
 *
 * Values are terms (match/rules.h); `$name` is what a pattern captured, and a capture that took no part in
 * the match is as if it were not there. The functions stand in the table of timefunctions.c, each with what
 * it is.
 */
#ifndef CASUS_EXTRACT_TIMEFUNCTIONS_H
#define CASUS_EXTRACT_TIMEFUNCTIONS_H

#include "extract/timecontext.h"

/* The time that a term says; none where it says none (30 February). */
casus_when casus_time_evaluate(casus_timecontext *self, const casus_term *term);

/* The text that a term says, such as a modifier; NULL where there is none. */
const char *casus_time_text(casus_timecontext *self, const casus_term *term);

/* Sees to it that there are all functions that rules use. CASUS_FORMAT: the message names file and line. */
casus_status casus_time_check(const casus_rules *rules, casus_error *error);

#endif
