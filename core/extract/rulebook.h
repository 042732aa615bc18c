/* rulebook.h - the rules that ship, which extractors run. They are compiled when a document is first asked
 * what is in it: whoever only parses does not wait for them.
 */
#ifndef CASUS_EXTRACT_RULEBOOK_H
#define CASUS_EXTRACT_RULEBOOK_H

#include "extract/cause_rules.h"
#include "extract/lists.h"
#include "extract/members.h"
#include "extract/quote_rules.h"
#include "extract/standing.h"
#include "extract/times_rules.h"

#include <pthread.h>
#include <stdatomic.h>

typedef struct casus_rulebook {
  casus_arena arena;
  const char *data; /* the folder */
  casus_actors *actors;
  pthread_mutex_t lock; /* of who loads */
  atomic_bool loaded;

  casus_word_lists lists; /* that the rules name */
  casus_time_rules times;
  casus_quote_rules quotes;
  casus_member_rules members;
  casus_standing_rules standing;
  casus_cause_rules causes;
} casus_rulebook;

/* An empty one; `data` and `actors` must outlive it. */
void casus_rulebook_open(casus_rulebook *self, const casus_allocator *allocator, const char *data,
                         casus_actors *actors);
void casus_rulebook_close(casus_rulebook *self);

/* Loads the rules unless they have been. After a failure nothing is, and the next call tries again. Any
 * thread may call it. */
casus_status casus_rulebook_load(casus_rulebook *self, casus_error *error);

#endif
