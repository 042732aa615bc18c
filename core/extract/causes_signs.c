/* Signs: what the words of a side say of more or less, and what the cause does to the effect. */
#include "extract/causes.h"

/* Whether a thing is one that nobody wants more of: by its head, or what stands before it. */
static bool is_bad(const casus_causes *self, uint32_t thing) {
  if (thing == CASUS_NONE) return false;
  if (self->word[thing]->bad) return true;
  for (uint32_t child = self->child[thing]; child != CASUS_NONE && child < thing;
       child = self->sibling[child])
    if (self->word[child]->bad && self->link[child] != CASUS_LINK_AMOD) return true;
  return false;
}

static int value_of(const casus_causes *self, uint8_t turn, uint32_t thing) {
  switch (turn) {
  case CASUS_TURN_MORE: return 1;
  case CASUS_TURN_LESS: return -1;
  case CASUS_TURN_WORSE: return is_bad(self, thing) ? 1 : -1;
  case CASUS_TURN_BETTER: return is_bad(self, thing) ? -1 : 1;
  default: return 0;
  }
}

static bool is_negated(const casus_causes *self, uint32_t verb) {
  for (uint32_t child = self->child[verb]; child != CASUS_NONE && child < verb; child = self->sibling[child])
    if (self->link[child] != CASUS_LINK_SUBJECT && self->analysis->modality[child] == CASUS_MODALITY_NEGATED)
      return true;
  return false;
}

/* What a word before a noun says of it: "reduced supplies", "below-average rains". */
static int of_modifier(const casus_causes *self, uint32_t child, uint32_t head, int depth) {
  const casus_cause_word *word = self->word[child];
  switch (self->link[child]) {
  case CASUS_LINK_EDGE:
  case CASUS_LINK_SUBJECT:
  case CASUS_LINK_NOUN: return 0;
  case CASUS_LINK_DET:
    if (self->analysis->modality[child] == CASUS_MODALITY_NEGATED) return -1;
    break;
  default: break;
  }
  int found = value_of(self, word->change ? word->change : word->verb, head);
  if (self->link[child] == CASUS_LINK_CONJ) return found;
  for (uint32_t below = self->child[child]; below != CASUS_NONE && below < child && !found;
       below = self->sibling[below])
    switch (self->link[below]) {
    case CASUS_LINK_EDGE: found = value_of(self, self->word[below]->change, head); break;
    case CASUS_LINK_AMOD: /* "[low] education levels", "[below]-average" */
    case CASUS_LINK_OTHER:
      if (depth) found = of_modifier(self, below, head, depth - 1);
      break;
    default: break;
    }
  return found;
}

/* By the head, which is of something ("the lack of rain"), or by a word before it. */
static int of_nominal(const casus_causes *self, uint32_t head) {
  enum { DEPTH = 3 };
  uint32_t of = casus_causes_child(self, head, CASUS_LINK_NOUN);
  if (of != CASUS_NONE && of < head) of = CASUS_NONE;
  int found = value_of(self, self->word[head]->change, of != CASUS_NONE ? of : head);
  for (uint32_t child = self->child[head]; child != CASUS_NONE && child < head && !found;
       child = self->sibling[child])
    found = of_modifier(self, child, head, DEPTH);
  return found;
}

static int of_clause(const casus_causes *self, uint32_t verb, int depth) {
  const uint32_t subject = casus_causes_child(self, verb, CASUS_LINK_SUBJECT);
  const uint32_t passive = casus_causes_child(self, verb, CASUS_LINK_PASSIVE);
  const uint32_t object = casus_causes_child(self, verb, CASUS_LINK_OBJECT);
  const uint32_t thing = object != CASUS_NONE ? object : passive != CASUS_NONE ? passive : subject;
  const casus_cause_word *word = self->word[verb];
  const bool turned = object != CASUS_NONE || passive != CASUS_NONE ||
                      casus_causes_child(self, verb, CASUS_LINK_PASSIVE_AUX) != CASUS_NONE;
  const int own = value_of(self, turned && word->verb ? word->verb : word->change, thing);
  if (is_negated(self, verb)) return own ? -own : -1;
  if (own) return own;
  if (object != CASUS_NONE) return of_nominal(self, object); /* "buy less food" */
  const uint32_t below =
      casus_causes_child(self, verb, CASUS_LINK_XCOMP); /* "remained low", "is likely to fall" */
  return below == CASUS_NONE || depth == 0 ? 0 : of_clause(self, below, depth - 1);
}

int casus_causes_change(const casus_causes *self, uint32_t head) {
  return casus_causes_is_clause(self, head) ? of_clause(self, head, 2) : of_nominal(self, head);
}

/* "severely affected", "a negative impact": what an open word does, what stands beside it says. An adjective
 * that only says how much ("a severe impact") does not. */
static int of_manner(const casus_causes *self, uint32_t word) {
  int found = 0;
  for (uint32_t child = self->child[word]; child != CASUS_NONE && !found; child = self->sibling[child]) {
    const uint8_t turn = self->word[child]->change;
    if (self->link[child] == CASUS_LINK_ADVERB ||
        (self->link[child] == CASUS_LINK_AMOD && turn != CASUS_TURN_MORE))
      found = value_of(self, turn, CASUS_NONE);
  }
  return found;
}

/* What an open word does: harm, where a bad thing works on one that is not. */
static int of_open(const casus_causes *self, uint32_t word, uint32_t cause, uint32_t effect) {
  const int found = of_manner(self, word);
  if (found || cause == CASUS_NONE || casus_causes_has_tag(self, cause, "VERB")) return found;
  return is_bad(self, cause) && !is_bad(self, effect) ? -1 : 0;
}

int casus_causes_polarity(const casus_causes *self, const casus_causal *one, uint32_t cause,
                          uint32_t effect) {
  if (one->verb == CASUS_NONE) return one->rule->polarity;
  const casus_cause_word *word = self->word[one->verb];
  const uint8_t turn = word->verb ? word->verb : word->change;
  return turn == CASUS_TURN_OPEN ? of_open(self, one->verb, cause, effect) : value_of(self, turn, effect);
}
