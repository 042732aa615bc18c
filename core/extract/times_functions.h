/* times_functions.h - what the functions of times (value=day($m, $d, $y)) have in common: their arguments,
 * and the context. Each comes with a comment that begins with how it is called.
 */
#ifndef CASUS_EXTRACT_TIMES_FUNCTIONS_H
#define CASUS_EXTRACT_TIMES_FUNCTIONS_H

#include "extract/times_terms.h"

typedef struct casus_evaluation {
  const casus_time_context *context;
  const casus_hit *hit;
} casus_evaluation;

/* There is at least one argument. */
typedef casus_time_value casus_time_call(const casus_evaluation *self, const casus_term *arguments,
                                         uint32_t count);

typedef struct casus_time_function {
  const char *name;
  casus_time_call *call;
} casus_time_function;

/* The functions of each file, ended by a NULL name. */
extern const casus_time_function casus_time_of_dates[], casus_time_of_relations[], casus_time_of_day[],
    casus_time_of_lengths[];

/* The empty value. */
extern const casus_time_value casus_time_nothing;

/* ---- Arguments */

/* The tokens of a capture; none, [0, 0), where it is absent or the argument is no capture. */
casus_extent casus_argument_extent(const casus_evaluation *self, const casus_term *term);
/* Whether an argument is there, and is no capture that is absent. */
bool casus_argument_there(const casus_evaluation *self, const casus_term *arguments, uint32_t count,
                          uint32_t number);
/* The bytes that it stands for, and what the tables know of them. */
casus_string casus_argument_text(const casus_evaluation *self, const casus_term *term);
const casus_time_word *casus_argument_word(const casus_evaluation *self, const casus_term *term);
/* As a number, NAN for none; as an integer within bounds, 0 for another. */
double casus_argument_number(const casus_evaluation *self, const casus_term *term);
int casus_argument_integer(const casus_evaluation *self, const casus_term *term, int least, int most);
/* As a unit of data/time/units.tsv, NULL for none; as a month, 0 for none. */
const char *casus_argument_unit(const casus_evaluation *self, const casus_term *term);
int casus_argument_month(const casus_evaluation *self, const casus_term *term);
/* As a time: of a function, or of a part that was found before. */
casus_time_value casus_argument_value(const casus_evaluation *self, const casus_term *term);
/* The year that it names or lies in; open where it is missing. */
int casus_argument_year(const casus_evaluation *self, const casus_term *arguments, uint32_t count,
                        uint32_t number);

/* ---- The context */

/* The year of a month and day (0: any) that comes without one; open where it is not known. */
int casus_time_missing_year(const casus_time_context *context, int month, int day);
/* What is spoken of: in a narrative what was last, else the document's day. */
casus_time_value casus_time_here(const casus_time_context *context);
/* What was last spoken of, else the document's day. */
casus_time_value casus_time_before(const casus_time_context *context);

#endif
