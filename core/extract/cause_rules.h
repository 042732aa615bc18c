/* cause_rules.h - the rules of data/rules/causes.rules, and what the words in them do to a sign. */
#ifndef CASUS_EXTRACT_CAUSE_RULES_H
#define CASUS_EXTRACT_CAUSE_RULES_H

#include "base/pool.h"
#include "match/rules.h"

/* What a word says of the thing that it is said of. */
typedef enum casus_turn {
  CASUS_TURN_NONE,
  CASUS_TURN_MORE,
  CASUS_TURN_LESS,
  CASUS_TURN_WORSE,  /* more of what is bad, less of what is good */
  CASUS_TURN_BETTER, /* the other way round */
  CASUS_TURN_OPEN,   /* "affect" */
} casus_turn;

/* How sure a claim is; in order. */
typedef enum casus_hedge {
  CASUS_HEDGE_STATED,
  CASUS_HEDGE_LIKELY,
  CASUS_HEDGE_POSSIBLE,
  CASUS_HEDGE_DENIED
} casus_hedge;

/* What is known of a lemma; all zero for an unknown one. */
typedef struct casus_cause_word {
  uint8_t verb;   /* casus_turn of a verb: what it does to its object */
  uint8_t change; /* of a noun, an adjective or a verb without an object: what it says of its subject */
  uint8_t hedge;  /* casus_hedge; 0: none */
  bool bad;       /* a thing that nobody wants more of */
} casus_cause_word;

/* A rule with what it emits. */
typedef struct casus_cause_rule {
  const char *name;
  uint32_t cause, effect, signal, from, more; /* captures, or UINT32_MAX; the last two: ends of the signal */
  uint32_t verb;                              /* the capture whose lemma has the polarity, or UINT32_MAX */
  int polarity;                               /* where no word has it */
  casus_hedge hedge;                          /* the least that the rule leaves */
  bool purpose;
  bool back; /* the cause is the sentence before */
  double confidence;
} casus_cause_rule;

/* Immutable once loaded. */
typedef struct casus_cause_rules {
  casus_rules *rules;
  casus_cause_rule *items; /* by number of the rule */
  casus_pool lemmas;
  struct {
    casus_cause_word *items;
    size_t count, capacity;
  } words; /* by number in `lemmas` */
} casus_cause_rules;

/* Loads rules/causes.rules and the tables lexicon/cause_*.tsv of the folder `data`. Under
 * casus_arena_protect. */
casus_status casus_cause_rules_load(casus_cause_rules *self, casus_arena *arena, const char *data,
                                    const casus_lists *lists, casus_error *error);

/* What is known of a lemma, as it stands or in lower case; never NULL. */
const casus_cause_word *casus_cause_rules_word(const casus_cause_rules *self, casus_string lemma);

#endif
