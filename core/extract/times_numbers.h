/* times_numbers.h - numbers as times have them: "22.8", "twenty-four", "a couple of", "nineteen
 * ninety-seven". */
#ifndef CASUS_EXTRACT_TIMES_NUMBERS_H
#define CASUS_EXTRACT_TIMES_NUMBERS_H

#include "extract/times_words.h"
#include "match/rules.h"
#include "text/document.h"

/* Without the "mid-" of "mid-April" and "mid-1997", and the letter of "Q1" and "H2". */
casus_string casus_time_bare(casus_string form);

/* The number that tokens stand for, cardinal or ordinal; NAN where they stand for none or for one that is not
 * known ("several"). */
double casus_time_number(const casus_time_words *words, const casus_document *document, casus_extent extent);

/* The year that tokens stand for: "1997", "'97", "97", "nineteen ninety-seven", "two thousand and one"; 0 for
 * none. `near` is a year of the same century for two digits, 0 where there is none: then 69 is 1969 and 68 is
 * 2068, as in POSIX. */
int casus_time_year(const casus_time_words *words, const casus_document *document, casus_extent extent,
                    int near);

#endif
