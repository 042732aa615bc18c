/* standing.h - relations that last: offices, parts of bodies, where places and bodies lie, allies, members.
 *
 * A rule of data/rules/standing.rules says in which words; standing.c checks what words alone do not show and
 * writes the record: "French President Emmanuel Macron", "Homs in Syria", "the armed wing of Hamas".
 */
#ifndef CASUS_EXTRACT_STANDING_H
#define CASUS_EXTRACT_STANDING_H

#include "base/pool.h"
#include "match/rules.h"

/* What else has to hold of the two sides. */
typedef enum casus_standing_check {
  CASUS_STANDING_ANY,
  CASUS_STANDING_PLACE, /* the target is a country or a region, and the source is a place in it as far as the
                           actors tell */
  CASUS_STANDING_KNOWN, /* the actors know the source as a part of the target */
  CASUS_STANDING_GROUP, /* the target is a group whose members the actors know */
} casus_standing_check;

/* A rule with what it emits. Captures are CASUS_NONE where it has none. */
typedef struct casus_standing_rule {
  const char *extractor; /* "standing:NAME" */
  const char *type;
  uint32_t source, target; /* without a target it is whom the actors name for the office of the source */
  uint32_t role;
  uint32_t trigger; /* what says so, and is asked whether it is denied or planned; else the role, else all */
  uint32_t mode[2]; /* words such as "former" */
  uint32_t when;    /* a time */
  const char *role_word, *mode_word;
  casus_standing_check check;
  bool clause; /* the trigger is a predicate: negation, modality and date are those of its clause */
  bool mutual; /* holds in both directions */
  bool list;   /* the source may be the first of several */
  double confidence;
} casus_standing_rule;

/* "former": what a word says of an office. */
typedef struct casus_standing_word {
  const char *mode, *modality; /* or NULL */
} casus_standing_word;

/* Immutable once loaded. */
typedef struct casus_standing_rules {
  casus_rules *rules;
  casus_standing_rule *items; /* by number of the rule */
  casus_pool words, offices;
  casus_standing_word *meanings; /* by number in `words` */
  const char **kinds;            /* by number in `offices`: the kind of actor that holds it, or NULL */
} casus_standing_rules;

/* Loads rules/standing.rules, lexicon/office_words.tsv and lexicon/offices.tsv of the folder `data`. Under
 * casus_arena_protect. */
casus_status casus_standing_rules_load(casus_standing_rules *self, casus_arena *arena, const char *data,
                                       const casus_lists *lists, casus_error *error);

typedef struct casus_analysis casus_analysis;

/* Adds the standing relations to the relations. Events come before, then members: from record `members` on.
 */
void casus_find_standing(casus_analysis *self, size_t members);

#endif
