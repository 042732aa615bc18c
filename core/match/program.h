/* program.h - patterns as programs of a small machine (machine.h), in one array for all rules. */
#ifndef CASUS_MATCH_PROGRAM_H
#define CASUS_MATCH_PROGRAM_H

#include "match/syntax.h"

typedef enum casus_operation {
  CASUS_OP_TEST,    /* a token for which tests[a] holds; goes on behind it */
  CASUS_OP_PHRASE,  /* a phrase of phrases[a] that begins here; goes on behind it */
  CASUS_OP_START,   /* the sentence begins here */
  CASUS_OP_END,     /* ... ends */
  CASUS_OP_SPLIT,   /* goes on with a; where that fails, with b */
  CASUS_OP_JUMP,    /* goes on with a */
  CASUS_OP_MARK,    /* remembers the place in a frame */
  CASUS_OP_MOVED,   /* drops the frame; fails where the place is still the same */
  CASUS_OP_CAPTURE, /* drops the frame; what is between its place and here is capture a */
  CASUS_OP_LOOK, /* the program behind this one up to LOOKED at a - 1 fits here; goes on with a. b: behind 1,
                    forbidden 2 */
  CASUS_OP_LOOKED,
  CASUS_OP_NODE,   /* replaces the frame by one for the word of what is between its place and here */
  CASUS_OP_RELATE, /* for each word that relations[a] leads to: the program up to LEAVE at b - 1; goes on with
                      b */
  CASUS_OP_LEAVE,
  CASUS_OP_DONE, /* drops the word's frame */
  CASUS_OP_MATCH,
} casus_operation;

/* The second argument of CASUS_OP_LOOK: two bits, and how many tokens what it looks for takes. */
enum { CASUS_LOOK_BEHIND = 1, CASUS_LOOK_FORBIDDEN = 2, CASUS_LOOK_LEAST = 2, CASUS_LOOK_MOST = 12, CASUS_LOOK_MASK = 1023 };

typedef struct casus_instruction {
  casus_operation operation;
  uint32_t a, b;
  uint32_t from, to; /* what it was made of, in the text of the rules */
} casus_instruction;

typedef struct casus_tie { /* a relation as the machine needs it */
  casus_direction direction;
  casus_need need;
  const uint32_t *deprels;
  uint32_t deprel_count;
  bool single; /* the target is one token */
} casus_tie;

/* What a rule needs somewhere in a sentence, or at its start: one of these literals, as lemma or as
 * lower-case form. */
typedef struct casus_literals {
  uint32_t *items;
  size_t count, capacity;
} casus_literals;

typedef struct casus_program {
  uint32_t start;  /* its first instruction */
  uint32_t splits; /* how many SPLIT it has */
  bool tied;       /* has relations: yields one match for each choice of words */
  bool anchored;   /* `anchor` is needed somewhere in the sentence */
  bool literal;    /* it begins with a token that is one of `first` */
  casus_literals anchor, first;
  casus_test *opening; /* a test of the first token, or NULL; not where `literal` */
  bool letterless;       /* no token that begins with an ASCII letter passes `opening` */
  uint32_t opening_phrases;  /* phrases that it begins with, or UINT32_MAX */
} casus_program;

struct casus_rules {
  const char *text; /* that they were made of */
  casus_rule *items;
  casus_program *programs; /* one a rule */
  size_t count;

  struct {
    casus_instruction *items;
    size_t count, capacity;
  } code;
  struct {
    casus_test **items;
    size_t count, capacity;
  } tests;
  struct {
    casus_tie *items;
    size_t count, capacity;
  } ties;

  casus_pool literals;
  const casus_phrases *phrases;
  size_t phrase_count;
  bool uses_trees, uses_entities; /* relations; [entity=...] and [id=...] */

  /* By literal: rules that it anchors, that it begins; lists that end with UINT32_MAX. */
  const uint32_t *const *anchors, *const *begins;
  const uint32_t *loose; /* rules that begin with anything else; as these */
};

/* Compiles the pattern of the rule `number`. The message of a failure names `at`, where the rule stands. */
void casus_program_compile(casus_rules *self, casus_reader *reader, size_t number, const casus_node *pattern,
                           size_t at);

/* What a pattern needs: `anchor`, `first`, `opening` of its program. */
void casus_program_require(casus_program *self, casus_reader *reader, const casus_node *pattern);

/* When all rules are compiled: sets of values as bits, and which literal belongs to which rules. */
void casus_program_index(casus_rules *self, casus_arena *arena);

#endif
