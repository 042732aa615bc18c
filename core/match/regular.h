/* regular.h - small regular expressions over the whole of a string, in time linear in it.
 *
 * Glushkov's construction: one state a character of the expression, all states of the automaton in one
 * machine word, so an expression has 64 characters at most, repetitions counted as often as they are spelled
 * out. V. M. Glushkov, The abstract theory of automata, Russian Mathematical Surveys 16 (1961).
 */
#ifndef CASUS_MATCH_REGULAR_H
#define CASUS_MATCH_REGULAR_H

#include "base/arena.h"

typedef struct casus_regular casus_regular;

/* Compiles `. [a-z] [^a-z] ( ) | ? * + {m} {m,} {m,n}`, `\` before a sign; all else stands for itself. Under
 * casus_arena_protect. NULL where it is wrong: `*at` is the byte, `*expected` what should stand there. */
const casus_regular *casus_regular_new(casus_arena *arena, casus_string text, size_t *at,
                                       const char **expected);

/* Whether no text that begins with an ASCII letter matches. */
bool casus_regular_letterless(const casus_regular *self);

/* Whether all of `text` (UTF-8) is matched. */
bool casus_regular_match(const casus_regular *self, casus_string text);

#endif
