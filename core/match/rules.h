/* rules.h - rules: named patterns that are compiled together, and what they emit (docs/patterns.md).
 *
 * Rules are made from text, once, and are immutable then: threads may share them. They are run over a
 * subject: a document, and spans that extractors have found in it.
 */
#ifndef CASUS_MATCH_RULES_H
#define CASUS_MATCH_RULES_H

#include "text/document.h"

typedef struct casus_rules casus_rules;

/* ---- What the names in patterns mean */

/* A list that patterns call @name. `words` serve [lemma=@name]; `phrases` serve @name; of its matches only
 * those whose value `accepts`, unless that is NULL. All of it must outlive the rules. */
typedef struct casus_list {
  const casus_string *words;
  size_t word_count;
  const casus_dictionary *phrases;
  bool (*accepts)(const void *context, uint32_t value);
  const void *context;
} casus_list;

typedef struct casus_lists {
  /* False where there is no list of this name. NULL: there are none. */
  bool (*find)(void *context, const char *name, casus_list *list);
  void *context;
} casus_lists;

/* ---- What rules emit */

typedef enum casus_term_kind {
  CASUS_TERM_TEXT,    /* a word, a number or a string in quotes */
  CASUS_TERM_CAPTURE, /* $name */
  CASUS_TERM_CALL,    /* name(term, ...) */
} casus_term_kind;

typedef struct casus_term {
  casus_term_kind kind;
  const char *text; /* the text, or the name of the capture or of the function */
  uint32_t capture; /* its number in the rule */
  uint32_t line;    /* where it stands in the file */
  uint32_t count;   /* of the arguments of a call */
  const struct casus_term *arguments;
} casus_term;

typedef struct casus_emitted {
  const char *name;
  casus_term value;
} casus_emitted;

typedef struct casus_rule {
  const char *name;
  const char *file; /* where it stands */
  uint32_t line;
  uint32_t number; /* among all rules, from 0 */
  int priority;
  const char *kind; /* that it emits; NULL: nothing */
  const casus_emitted *fields;
  size_t field_count;
  const char *const *captures; /* their names */
  size_t capture_count;
} casus_rule;

/* The number of a capture of a rule, or UINT32_MAX. */
uint32_t casus_rule_capture(const casus_rule *self, const char *name);

/* The value of a field that it emits, or NULL. */
const casus_term *casus_rule_field(const casus_rule *self, const char *name);

/* ---- Making rules. All under casus_arena_protect; what they are made of lies in the arena. */

/* Compiles the rules of a file. CASUS_FORMAT: the message names file, line and column, and what was expected.
 */
casus_status casus_rules_load(casus_rules **self, casus_arena *arena, const char *path,
                              const casus_lists *lists, casus_error *error);
/* The same from text; `name` stands for the path in messages. */
casus_status casus_rules_read(casus_rules **self, casus_arena *arena, const char *name, casus_string text,
                              const casus_lists *lists, casus_error *error);
/* One rule, called `name`, that emits nothing, from a pattern alone. The message has the byte at which it is
 * wrong. */
casus_status casus_rules_pattern(casus_rules **self, casus_arena *arena, const char *name,
                                 casus_string pattern, const casus_lists *lists, casus_error *error);

/* What the rules look at beside tokens and trees: bits 1u << CASUS_ENTITY and 1u << CASUS_TIME. */
unsigned casus_rules_layers(const casus_rules *self);

size_t casus_rules_count(const casus_rules *self);
const casus_rule *casus_rules_get(const casus_rules *self, size_t number);

/* ---- Running rules */

/* Tokens [first, limit), counted from 0 in the document; absent where `first` is CASUS_NONE. */
typedef struct casus_extent {
  uint32_t first, limit;
} casus_extent;

/* What extractors have found: a span with its label ("GPE") and the id of the thing (or NULL). Those of one
 * layer are in order of `first`. */
typedef struct casus_mark {
  uint32_t first, limit;
  const char *label, *id;
} casus_mark;

typedef struct casus_subject {
  casus_document *document;
  const casus_mark *entities, *times; /* for @GPE, [entity=GPE], [id=...] and for @DATE */
  size_t entity_count, time_count;
  /* [name()]: 1 true, 0 false, -1 stop. `name` as in the pattern. NULL: there are none. */
  int (*predicate)(void *context, const char *name, uint32_t token);
  void *context;
} casus_subject;

typedef struct casus_hit {
  const casus_rule *rule;
  casus_extent extent;          /* of the sequence */
  const casus_extent *captures; /* by their numbers in the rule */
} casus_hit;

typedef struct casus_hits {
  casus_hit *items;
  size_t count, capacity;
} casus_hits;

/* Finds all hits of all rules in the sentences [first, limit): by `extent.first`, then higher priority,
 * longer extent, earlier rule. They are added to `hits`, in `arena` (under its casus_arena_protect).
 * CASUS_LIMIT: a rule took more steps than it may in some sentence; the message names the first such. What
 * was found there before, and in all other sentences, is among the hits. CASUS_INTERRUPTED: a predicate
 * stopped. */
casus_status casus_rules_find(const casus_rules *self, const casus_subject *subject, uint32_t first,
                              uint32_t limit, casus_arena *arena, casus_hits *hits, casus_error *error);

/* A rule that did not match in a sentence, but came some way. */
typedef struct casus_near {
  const casus_rule *rule;
  uint32_t passed;     /* tests and phrases that fitted */
  uint32_t token;      /* where the next one did not; CASUS_NONE at the end of the sentence */
  casus_string wanted; /* what did not fit, as the rule has it */
} casus_near;

typedef struct casus_nears {
  casus_near *items;
  size_t count, capacity;
} casus_nears;

/* The rules that came near in a sentence, those that came furthest first. Slower than casus_rules_find. */
casus_status casus_rules_near(const casus_rules *self, const casus_subject *subject, uint32_t sentence,
                              casus_arena *arena, casus_nears *nears, casus_error *error);

/* Of hits that overlap leaves the one of highest priority, of these the longest, of these the first. Keeps
 * the order.
 */
void casus_hits_choose(casus_hits *hits);

#endif
