/* members.h - who belongs to what group: "AP4", "dubbed the partners of NATO", "a member of the European
 * Union". */
#ifndef CASUS_EXTRACT_MEMBERS_H
#define CASUS_EXTRACT_MEMBERS_H

#include "match/rules.h"

/* A rule of members.rules with what it emits. */
typedef struct casus_member_rule {
  const char *extractor;           /* "members:NAME" */
  uint32_t member, group, trigger; /* captures */
  bool in_clause;                  /* whether the clause says when, whether, and whether not */
  double confidence;
} casus_member_rule;

typedef struct casus_member_rules {
  casus_rules *rules;
  casus_member_rule *items; /* by number of the rule */
} casus_member_rules;

/* Loads rules/members.rules of the folder `data`. Under casus_arena_protect. */
casus_status casus_member_rules_load(casus_member_rules *self, casus_arena *arena, const char *data,
                                     const casus_lists *lists, casus_error *error);

typedef struct casus_analysis casus_analysis;

/* Adds a relation `member` for each member of a group, to the relations. Entities and events come before. */
void casus_find_members(casus_analysis *self);

#endif
