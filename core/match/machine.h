/* machine.h - runs the program of one rule from one token on. */
#ifndef CASUS_MATCH_MACHINE_H
#define CASUS_MATCH_MACHINE_H

#include "match/view.h"

enum { CASUS_MATCH_LONGEST = 256 };

typedef struct casus_frame { /* what MARK, NODE and RELATE remember */
  uint32_t below;            /* the frame that is looked at once this one is dropped */
  uint32_t at;               /* a place in the sequence */
  uint32_t word;             /* of a node; the target of a relation; where LOOKED has to be, or CASUS_NONE */
  bool last;                 /* the part of the program that this frame is for is run on its own */
} casus_frame;

typedef struct casus_undo {
  uint32_t capture;
  casus_extent extent;
} casus_undo;

typedef struct casus_trace { /* how far a rule came at best, where it has not matched */
  uint32_t passed;           /* tests and phrases that fitted on the way */
  uint32_t pc;               /* the instruction that did not */
  uint32_t token;            /* where that was; the token behind the last one at the end of the sentence */
} casus_trace;

typedef struct casus_machine {
  casus_view *view;
  const casus_rule *rule;
  const casus_program *program;
  casus_arena *arena;
  casus_hits *hits;
  uint32_t sentence, first, limit; /* the tokens of the sentence */
  uint32_t start;                  /* where the match begins */
  size_t first_hit;                /* of those that begin there */
  uint64_t steps, most;            /* taken, and allowed, in the sentence */
  uint32_t depth;
  bool looking; /* within LOOK or an optional or forbidden relation */
  bool exhausted;
  uint32_t passed;    /* tests and phrases that have fitted so far */
  casus_trace *trace; /* where to write how far it comes, or NULL */

  casus_extent *captures;
  struct {
    casus_frame *items;
    size_t count, capacity;
  } frames;
  struct {
    casus_undo *items;
    size_t count, capacity;
  } undo;
  uint64_t *visited; /* of SPLITs and places: those that have failed, once many steps were taken */
  size_t visited_size, visited_used; /* in words */
  uint64_t start_steps;              /* steps taken before this start */
} casus_machine;

/* Gets ready for a rule in a sentence. */
void casus_machine_begin(casus_machine *self, uint32_t rule, uint32_t first, uint32_t limit);

/* Adds the matches that begin at a token; returns the end of the last one, or 0 where there is none. */
uint32_t casus_machine_run(casus_machine *self, uint32_t start);

#endif
