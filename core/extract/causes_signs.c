/* Signs: what the words of a side say of more or less, and what the cause does to the effect. */
#include "extract/causes.h"

/* Whether a thing is one that nobody wants more of: by its head, or what stands before it. */
static bool is_bad(const casus_causes *self, uint32_t thing) {
  if (thing == CASUS_NONE) return false;
  if (self->word[thing]->bad) return true;
  for (uint32_t child = self->child[thing]; child != CASUS_NONE && child < thing; child = self->sibling[child])
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

/* "worsened flooding", "the lack of rain": by a word before the head, or by the head, which is of something. */
static int of_nominal(const casus_causes *self, uint32_t head) {
  uint32_t of = casus_causes_child(self, head, CASUS_LINK_NOUN);
  if (of != CASUS_NONE && of < head) of = CASUS_NONE;
  const int own = value_of(self, self->word[head]->change, of != CASUS_NONE ? of : head);
  if (own) return own;
  for (uint32_t child = self->child[head]; child != CASUS_NONE && child < head; child = self->sibling[child]) {
    const casus_cause_word *word = self->word[child];
    const int before = value_of(self, word->change ? word->change : word->verb, head);
    if (before && self->link[child] != CASUS_LINK_EDGE && self->link[child] != CASUS_LINK_SUBJECT &&
        self->link[child] != CASUS_LINK_NOUN)
      return before;
    if (self->link[child] == CASUS_LINK_DET && self->analysis->modality[child] == CASUS_MODALITY_NEGATED)
      return -1;
  }
  return 0;
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
  const uint32_t below = casus_causes_child(self, verb, CASUS_LINK_XCOMP); /* "remained low", "is likely to fall" */
  return below == CASUS_NONE || depth == 0 ? 0 : of_clause(self, below, depth - 1);
}

int casus_causes_change(const casus_causes *self, uint32_t head) {
  return casus_causes_is_clause(self, head) ? of_clause(self, head, 2) : of_nominal(self, head);
}

int casus_causes_polarity(const casus_causes *self, const casus_causal *one) {
  if (one->verb == CASUS_NONE) return one->rule->polarity;
  const casus_cause_word *word = self->word[one->verb];
  return value_of(self, word->verb ? word->verb : word->change, one->effect);
}
