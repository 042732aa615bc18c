/* named.h - mentions of named things while they are gathered: names, then what else speaks of the same
 * things. */
#ifndef CASUS_EXTRACT_NAMED_H
#define CASUS_EXTRACT_NAMED_H

#include "extract/analysis.h"
#include "text/entity.h"

typedef enum casus_mention_kind {
  CASUS_MENTION_NAME,
  CASUS_MENTION_NOMINAL, /* "the alliance" */
  CASUS_MENTION_PRONOUN,
} casus_mention_kind;

typedef struct casus_name {
  uint32_t first, limit; /* tokens */
  casus_entity_label label;
  casus_mention_kind kind;
  const casus_actor *actor; /* NULL: nobody of the dictionary */
  const char *id;           /* who or what it is; the same for all mentions of one thing */
  const char *rule;         /* how that was found; NULL: as the name says */
  double confidence;        /* of an id that was not, and of mentions that are no names */
} casus_name;

typedef struct casus_named {
  casus_name *items;
  size_t count, capacity;
} casus_named;

/* Acronyms: "Individually Tailored Partnership Program (ITPP)". Both become names of one thing, and so does
 * every later ITPP. `names` is in order of place, before and after. */
void casus_join_acronyms(casus_analysis *self, casus_named *names);

/* Shorter forms of names: the surname of a person, "the Commission", "Toyota". */
void casus_join_short_names(casus_analysis *self, casus_named *names);

/* Capitals that act as the governments that sit there. */
void casus_join_capitals(casus_analysis *self, casus_named *names);

/* "the alliance", "the president", "both countries", and pronouns. */
void casus_join_nominals(casus_analysis *self, casus_named *names);
void casus_join_pronouns(casus_analysis *self, casus_named *names);

/* Puts names in order of place; of two at one place the longer comes first. */
void casus_named_sort(casus_named *names);

/* The number of the first name that does not begin before a token. */
size_t casus_named_from(const casus_named *names, uint32_t token);

/* Whether a token is in one of the names. */
bool casus_named_hold(const casus_named *names, uint32_t token);

/* The text of tokens on one line. */
const char *casus_named_text(const casus_analysis *self, uint32_t first, uint32_t limit);

/* The head of a token in the document, CASUS_NONE for a root or without trees; and the token's deprel, ""
 * without. */
uint32_t casus_named_head(const casus_analysis *self, uint32_t token);
const char *casus_named_deprel(const casus_analysis *self, uint32_t token);

/* The token of a name that its other tokens hang on. */
uint32_t casus_named_word(const casus_analysis *self, const casus_name *name);

#endif
