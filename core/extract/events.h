/* events.h - what the parts of the event extractor share.
 *
 * A word of the lexicon whose frame fits is a trigger (events_frame.c). From it the tree (events_tree.c)
 * leads to who does it (events_subject.c) and to whom (events_sides.c); a noun there becomes one or more
 * parties, with the state or body that acts (events_party.c). events_modality.c says how sure it is,
 * events_setting.c when and where and who says so, events.c writes the records.
 */
#ifndef CASUS_EXTRACT_EVENTS_H
#define CASUS_EXTRACT_EVENTS_H

#include "extract/analysis.h"
#include "extract/frames.h"

/* Relations of the trees that matter here. */
typedef enum casus_tie {
  CASUS_DEP_OTHER,
  CASUS_DEP_NSUBJ,
  CASUS_DEP_NSUBJ_PASS,
  CASUS_DEP_OBJ,
  CASUS_DEP_IOBJ,
  CASUS_DEP_OBL,
  CASUS_DEP_OBL_AGENT,
  CASUS_DEP_OBL_TIME,
  CASUS_DEP_NMOD,
  CASUS_DEP_NMOD_POSS,
  CASUS_DEP_NMOD_DESC,
  CASUS_DEP_AMOD,
  CASUS_DEP_COMPOUND,
  CASUS_DEP_PARTICLE,
  CASUS_DEP_APPOS,
  CASUS_DEP_FLAT,
  CASUS_DEP_CONJ,
  CASUS_DEP_CASE,
  CASUS_DEP_MARK,
  CASUS_DEP_AUX,
  CASUS_DEP_AUX_PASS,
  CASUS_DEP_COP,
  CASUS_DEP_ADVMOD,
  CASUS_DEP_DET,
  CASUS_DEP_XCOMP,
  CASUS_DEP_CCOMP,
  CASUS_DEP_ADVCL,
  CASUS_DEP_ACL,
  CASUS_DEP_RELCL,
  CASUS_DEP_PARATAXIS,
  CASUS_DEP_NUMMOD,
  CASUS_DEP_PUNCT,
} casus_dep;

typedef enum casus_upos {
  CASUS_UPOS_OTHER,
  CASUS_UPOS_VERB,
  CASUS_UPOS_NOUN,
  CASUS_UPOS_PROPN,
  CASUS_UPOS_PRON,
  CASUS_UPOS_ADJ
} casus_upos;

typedef struct casus_events {
  casus_analysis *analysis;
  const casus_document *document;
  uint8_t *dep, *upos;              /* a token: casus_dep, casus_upos */
  uint32_t *head, *child, *sibling; /* a token: CASUS_NONE where there is none; children in order */
  uint32_t *entity;                 /* a token: the entity record that covers it, counted from 1; 0: none */
  bool *time;                       /* a token: whether it is part of a time */
  const casus_actor **role;         /* a token: the agent noun ("troops") that ends there, or NULL */
  const casus_frame **trigger;      /* a token: the row that it triggers, or NULL */
  uint32_t *carrier;                /* a token: the light verb of a noun that triggers, or CASUS_NONE */
  const char *
      *surname;  /* a token: the code that casus_actors gives a surname there; "": none; NULL: not asked */
  bool *suffers; /* a token: that light verb's subject is the target */
} casus_events;

/* ---- Trees (events_tree.c) */

/* False where the document has no trees. */
bool casus_events_open(casus_events *self, casus_analysis *analysis);

static inline bool casus_events_lemma_is(const casus_events *self, uint32_t token, const char *word) {
  const casus_string lemma = casus_pool_get(&self->document->pool, self->document->lemma[token]);
  size_t i = 0;
  while (i < lemma.size && lemma.bytes[i] == word[i]) i++;
  return i == lemma.size && word[i] == '\0';
}

/* The first child of a relation; CASUS_NONE if there is none. */
uint32_t casus_events_child(const casus_events *self, uint32_t head, casus_dep dep);

/* Whether a word has a preposition or mark with this form, or any if `word` is empty. */
bool casus_events_has_case(const casus_events *self, uint32_t token, casus_string word);

/* The tokens of a nominal, from its head: without clauses and what is set off by commas. */
void casus_events_nominal(const casus_events *self, uint32_t head, uint32_t *first, uint32_t *limit);

bool casus_events_is_passive(const casus_events *self, uint32_t verb);

/* Whether a noun (also of a name, also a pronoun). */
static inline bool casus_events_is_nominal(const casus_events *self, uint32_t token) {
  return self->upos[token] == CASUS_UPOS_NOUN || self->upos[token] == CASUS_UPOS_PROPN ||
         self->upos[token] == CASUS_UPOS_PRON;
}

/* ---- Frames */

/* Fills in `trigger`, `carrier` and `suffers`. */
void casus_events_find_triggers(casus_events *self);

/* The object of a verb, in the passive its subject, of a participle or relative clause the noun that it is
 * about; CASUS_NONE if there is none. */
uint32_t casus_events_object(const casus_events *self, uint32_t verb);

/* ---- Sides */

typedef struct casus_party {
  casus_part part;
  bool known;              /* a name or an agent noun says who it is */
  uint32_t head;           /* its token */
  const casus_actor *role; /* the agent noun, where nothing more is known; or NULL */
} casus_party;

enum { CASUS_PARTIES = 8 };

typedef struct casus_parties {
  casus_party items[CASUS_PARTIES];
  size_t count;
} casus_parties;

/* Adds who a nominal stands for, with those that are coordinated with it. */
void casus_events_parties(const casus_events *self, uint32_t head, casus_parties *into);

/* Gives groups that are named without a country the one that they are of, where it is certain
 * (events_country.c). `others` are on the other side. */
void casus_events_settle(const casus_events *self, uint32_t trigger, casus_parties *parties,
                         const casus_parties *others);

/* Whether a name with a code stands at a token, or an owner of it does. */
bool casus_events_is_actor(const casus_events *self, uint32_t head);

/* The head of who does what a verb or noun says, and whom it is done to; CASUS_NONE if unknown. True where
 * the latter is named as such, by the object or where the row says; else it is the nearest actor below. */
bool casus_events_sides(const casus_events *self, uint32_t trigger, uint32_t *agent, uint32_t *patient);

/* The child of a verb that is its subject, by one of the two relations for that. A dateline is none. */
uint32_t casus_events_subject_child(const casus_events *self, uint32_t verb, casus_dep dep);

/* A place that a sentence begins with, as one in capitals before a dash. */
bool casus_events_is_dateline(const casus_events *self, uint32_t token);

/* Who does it in the passive: what "by" governs. */
uint32_t casus_events_agent(const casus_events *self, uint32_t verb);

/* Whether words are too far apart to be in one clause: some texts have no sentences, and trees that reach
 * far. */
static inline bool casus_events_is_far(uint32_t a, uint32_t b) {
  enum { REACH = 60 };
  return a > b ? a - b > REACH : b - a > REACH;
}

/* Who a verb has for its subject, also through control, coordination and clauses about a noun. */
uint32_t casus_events_subject(const casus_events *self, uint32_t verb);

/* ---- The rest of a record */

casus_modality casus_events_modality(const casus_events *self, uint32_t trigger, bool *negated);

const char *casus_events_date(const casus_events *self, uint32_t trigger);
const char *casus_events_place(const casus_events *self, uint32_t trigger);

/* The innermost quotation around a byte, or NULL. */
const casus_record *casus_events_quote(const casus_events *self, uint32_t at);

#endif
