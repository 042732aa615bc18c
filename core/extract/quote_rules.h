/* quote_rules.h - the rules of data/rules/quotes.rules: which words report what, and who speaks. */
#ifndef CASUS_EXTRACT_QUOTE_RULES_H
#define CASUS_EXTRACT_QUOTE_RULES_H

#include "match/rules.h"

/* How much of the tree below its head is content. */
typedef enum casus_taking {
  CASUS_TAKE_ALL,    /* all of it */
  CASUS_TAKE_REST,   /* and what follows it under the same word: "called [her] [a liar]" */
  CASUS_TAKE_CLAUSE, /* all below the clause that it is in */
  CASUS_TAKE_AFTER,  /* what follows the cue */
  CASUS_TAKE_BEFORE, /* what stands before the cue and who speaks, up to a comma */
} casus_taking;

/* A rule of quotes.rules with what it emits. */
typedef struct casus_quote_rule {
  const char *extractor;          /* "quotes:NAME" */
  uint32_t cue, speaker, content; /* captures, or UINT32_MAX */
  casus_taking take;
  bool silent;       /* nobody in the sentence speaks: no speaker is looked for */
  double confidence; /* of words without marks, */
  double quoted;     /* and of those with */
} casus_quote_rule;

/* The rules, compiled, with what they emit. Immutable. */
typedef struct casus_quote_rules {
  casus_rules *rules;
  casus_quote_rule *items; /* by number of the rule */
} casus_quote_rules;

/* Loads rules/quotes.rules of the folder `data`. Under casus_arena_protect. */
casus_status casus_quote_rules_load(casus_quote_rules *self, casus_arena *arena, const char *data,
                                    const casus_lists *lists, casus_error *error);

#endif
