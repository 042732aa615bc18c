/* syntax.h - patterns as trees: what grammar.c reads and compile.c turns into programs. */
#ifndef CASUS_MATCH_SYNTAX_H
#define CASUS_MATCH_SYNTAX_H

#include "base/pool.h"
#include "match/regular.h"
#include "match/rules.h"

/* ---- Tests of one token */

typedef enum casus_attribute {
  CASUS_ATTRIBUTE_FORM,
  CASUS_ATTRIBUTE_LOWER,
  CASUS_ATTRIBUTE_LEMMA,
  CASUS_ATTRIBUTE_UPOS,
  CASUS_ATTRIBUTE_XPOS,
  CASUS_ATTRIBUTE_DEPREL,
  CASUS_ATTRIBUTE_FEATS,
  CASUS_ATTRIBUTE_SHAPE,
  CASUS_ATTRIBUTE_ENTITY,
  CASUS_ATTRIBUTE_ID,
  CASUS_ATTRIBUTE_NUMBER,
  CASUS_ATTRIBUTE_POSITION,
  CASUS_ATTRIBUTE_COUNT
} casus_attribute;

/* Whether the values of an attribute are known by their numbers in the document's pool. */
static inline bool casus_attribute_is_column(casus_attribute attribute) {
  return attribute >= CASUS_ATTRIBUTE_LOWER && attribute <= CASUS_ATTRIBUTE_DEPREL;
}

typedef enum casus_test_kind {
  CASUS_TEST_ANY,       /* always true */
  CASUS_TEST_AND,       /* of all `parts` */
  CASUS_TEST_OR,        /* of one of them */
  CASUS_TEST_NOT,       /* of the only one */
  CASUS_TEST_VALUES,    /* the attribute has one of the values */
  CASUS_TEST_PRESENT,   /* the attribute has any value */
  CASUS_TEST_REGULAR,   /* the attribute's value is matched */
  CASUS_TEST_COMPARE,   /* the attribute's number is so */
  CASUS_TEST_PHRASE,    /* the token is in a phrase of a list or layer */
  CASUS_TEST_PREDICATE, /* a function says so */
} casus_test_kind;

typedef enum casus_comparison {
  CASUS_EQUAL,
  CASUS_LESS,
  CASUS_LESS_EQUAL,
  CASUS_GREATER,
  CASUS_GREATER_EQUAL,
} casus_comparison;

typedef struct casus_test {
  casus_test_kind kind;
  casus_attribute attribute;
  const char *name;                /* of the feature, or of the predicate */
  struct casus_test *parts, *next; /* the first part; the one beside this */
  uint32_t *values;                /* VALUES: numbers in the literals of the rules */
  uint32_t value_count;
  const uint64_t *set; /* VALUES, where there are many: a bit a literal */
  const casus_regular *regular;
  casus_comparison comparison;
  int64_t number;
  uint32_t phrases; /* PHRASE: which of the rules' phrases */
} casus_test;

/* ---- Phrases: @name */

typedef enum casus_layer { CASUS_LAYER_LIST, CASUS_LAYER_ENTITY, CASUS_LAYER_TIME } casus_layer;

typedef struct casus_phrases {
  casus_layer layer;
  const char *name; /* of the list, or the label; NULL: any label */
  casus_list list;
} casus_phrases;

/* ---- Patterns */

typedef enum casus_node_kind {
  CASUS_NODE_TEST,
  CASUS_NODE_PHRASE,
  CASUS_NODE_SEQUENCE, /* of the parts */
  CASUS_NODE_CHOICE,   /* between the parts */
  CASUS_NODE_REPEAT,   /* of the only part, as the next two */
  CASUS_NODE_CAPTURE,
  CASUS_NODE_LOOK,  /* around, for the only part */
  CASUS_NODE_START, /* of the sentence */
  CASUS_NODE_END,
  CASUS_NODE_TIED, /* the only part, with relations */
} casus_node_kind;

typedef enum casus_direction {
  CASUS_CHILD,
  CASUS_PARENT,
  CASUS_DESCENDANT,
  CASUS_ANCESTOR,
  CASUS_NEXT_SIBLING,
  CASUS_PREVIOUS_SIBLING,
  CASUS_LATER_SIBLING,
  CASUS_EARLIER_SIBLING,
} casus_direction;

typedef enum casus_need { CASUS_NEEDED, CASUS_OPTIONAL, CASUS_FORBIDDEN } casus_need;

typedef struct casus_relation {
  casus_direction direction;
  casus_need need;
  uint32_t *deprels; /* literals; a subtyped set has "nsubj:" for nsubj and all its subtypes */
  uint32_t deprel_count;
  const struct casus_node *target;
  struct casus_relation *next;
  size_t from, to; /* where it stands in the text */
} casus_relation;

typedef struct casus_node {
  casus_node_kind kind;
  struct casus_node *parts, *next; /* the first part; the one beside this */
  casus_test *test;
  uint32_t phrases;     /* PHRASE: which of the rules' phrases */
  uint32_t least, most; /* REPEAT; UINT32_MAX: without limit */
  bool lazy;
  uint32_t capture;
  bool behind, forbidden; /* LOOK */
  casus_relation *relations;
  size_t from, to; /* where it stands in the text: single tokens, phrases and looks */
} casus_node;

/* ---- Reading patterns */

typedef struct casus_macro {
  const char *name;
  size_t start, stop; /* of its pattern in the text */
} casus_macro;

/* What rules have in common while they are read. */
typedef struct casus_reader {
  casus_arena *arena;
  const char *name; /* of the file */
  const char *text;
  size_t at, stop;
  const casus_lists *lists;
  casus_error *error;
  bool failed;  /* the rest is then passed over */
  bool is_file; /* places are told as lines and columns */

  casus_pool literals;
  struct {
    casus_phrases *items;
    size_t count, capacity;
  } phrases;
  struct {
    casus_macro *items;
    size_t count, capacity;
  } macros;
  struct {
    const char **items;
    size_t count, capacity;
  } captures; /* of the pattern that is read */
  struct {
    struct casus_list_values *items;
    size_t count, capacity;
  } lists_read; /* the words of lists, as literals */
  size_t counted; /* bytes whose line ends have been counted, */
  uint32_t lines; /* and how many these are */
  int depth;
} casus_reader;

/* Fails with "FILE:LINE:COLUMN: expected WHAT, found ...", unless it has failed before. */
void casus_reader_expected(casus_reader *self, size_t at, const char *what);
/* The same for what is wrong otherwise. */
void casus_reader_fail(casus_reader *self, size_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Passes over white space and comments. */
void casus_reader_space(casus_reader *self);
/* Takes `text` if it comes next, without space before it. */
bool casus_reader_accept(casus_reader *self, const char *text);
/* The byte `ahead` bytes from here, or NUL. */
char casus_reader_peek(const casus_reader *self, size_t ahead);
/* A name: letters, digits, `_` and `-`, beginning with a letter or `_`; NULL where there is none. */
const char *casus_reader_name(casus_reader *self);
/* A string in double quotes, with `\` before `"` and `\`; the text without them. */
casus_string casus_reader_string(casus_reader *self);
/* The number of a capture of this name, which is added where it is new. */
uint32_t casus_reader_capture(casus_reader *self, const char *name);

/* Reads a pattern up to self->stop. NULL after a failure. */
casus_node *casus_reader_pattern(casus_reader *self);
/* Reads what stands between [ and ]; the [ has been taken. */
casus_test *casus_reader_test(casus_reader *self);
/* Which of the rules' phrases is meant by a name behind @. */
uint32_t casus_reader_phrases(casus_reader *self, size_t at, const char *name);

#endif
