/* lists.h - the word lists that patterns name: @countries, @cues, @months ...
 *
 * Kinds of actors are lists; so is every table of the folders lists/, lexicon/ and time/ of the data, by the
 * name of its file: the words of its first column. Names that a user brings come before these.
 */
#ifndef CASUS_EXTRACT_LISTS_H
#define CASUS_EXTRACT_LISTS_H

#include "extract/actors.h"
#include "match/rules.h"

typedef struct casus_word_lists {
  casus_lists lists; /* for casus_rules_load; its context is this */
  const char *data;
  casus_actors *actors;
  const casus_matcher_list *own;
  size_t own_count;
  casus_arena *arena;
  struct {
    struct casus_named_list *items;
    size_t count, capacity;
  } known; /* those that were asked for */
  casus_error *error;
  casus_status status; /* of a table that could not be read */
} casus_word_lists;

/* Tables are read when a name is asked for; all lies in `arena`, but for dictionaries:
 * casus_word_lists_close. */
void casus_word_lists_open(casus_word_lists *self, casus_arena *arena, const char *data, casus_actors *actors,
                           casus_error *error);
void casus_word_lists_close(casus_word_lists *self);

#endif
