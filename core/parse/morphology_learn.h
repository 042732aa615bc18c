/* morphology_learn.h - the parts of morphology_train.c: rules from pairs of form and lemma, lists of suffixes
 * from examples, and the section that is made of it all. */
#ifndef CASUS_PARSE_MORPHOLOGY_LEARN_H
#define CASUS_PARSE_MORPHOLOGY_LEARN_H

#include "parse/morphology_format.h"

/* How a lemma comes from a form. */
typedef struct casus_morphology_change {
  uint16_t front, back;               /* as in a rule */
  casus_string front_text, back_text; /* parts of the lemma, or the sign that is dropped */
  casus_morphology_case letters;
} casus_morphology_change;

/* The change that keeps as much of `form` (at most CASUS_MORPHOLOGY_LONGEST bytes) as can be kept. */
casus_morphology_change casus_morphology_compare(casus_string form, casus_string lemma);

/* One word that a suffix list is learnt from. */
typedef struct casus_morphology_example {
  uint32_t context; /* tag, or what casus_morphology_case_context gives */
  casus_string key;
  uint32_t answer;
  bool rare; /* the answer counts only for the whole word */
} casus_morphology_example;

typedef struct casus_morphology_pair { /* what will be a slot */
  uint64_t hash;
  uint32_t value;
} casus_morphology_pair;

typedef struct casus_morphology_pairs {
  casus_morphology_pair *items;
  size_t count, capacity;
} casus_morphology_pairs;

typedef struct casus_morphology_suffixes {
  enum casus_morphology_kind kind;
  unsigned depth;
  double caution; /* the weight, in examples, of what the next shorter suffix says */
  /* NULL: the number of a suffix is its likeliest answer. Else it is the number, less one, in this pool of an
   * array of answers: the likeliest, and behind it others that are up to `bonus` times less likely. */
  casus_pool *choices;
  double bonus;
} casus_morphology_suffixes;

/* Adds a pair for every suffix that says something else than the next shorter one. The examples are put in
 * another order. Under casus_arena_protect. */
void casus_morphology_grow(const casus_morphology_suffixes *self, casus_morphology_example *examples,
                           size_t count, casus_arena *arena, casus_morphology_pairs *pairs);

/* ---- The section */

enum { CASUS_MORPHOLOGY_RULE_NUMBERS = 4 };

/* What is the same is kept once; numbers in the section are those in the pool, less one but for FEATS. */
typedef struct casus_morphology_content {
  uint32_t tag_count;
  uint32_t *groups, *tag_lists;
  casus_pool feats;
  casus_pool rules;   /* the 16-bit numbers of a casus_morphology_rule in their order, then its text */
  casus_pool choices; /* numbers of rules */
  casus_pool lists;   /* arrays of casus_morphology_candidate */
  casus_pool entries; /* casus_morphology_entry */
  casus_morphology_pairs pairs;
} casus_morphology_content;

/* The bytes of the section, in `arena`. Under casus_arena_protect. */
casus_string casus_morphology_write(const casus_morphology_content *self, casus_arena *arena);

#endif
