/* How sure an event is: what stands with its verb, and the verbs above it. */
#include "extract/events.h"

enum { STEPS = 4 };

/* What the words say that hang on a verb: auxiliaries, "not", "if". */
static void of_children(const casus_events *self, uint32_t verb, casus_modality *found, bool *negated) {
  const uint8_t *modality = self->analysis->modality;
  for (uint32_t child = self->child[verb]; child != CASUS_NONE; child = self->sibling[child]) {
    const casus_modality here = (casus_modality)modality[child];
    switch (self->dep[child]) {
    case CASUS_DEP_AUX:
    case CASUS_DEP_ADVMOD:
    case CASUS_DEP_DET:
    case CASUS_DEP_CASE:
    case CASUS_DEP_MARK: break;
    default: continue;
    }
    if (child > verb) continue;
    if (here == CASUS_MODALITY_NEGATED)
      *negated = true;
    else if (*found == CASUS_MODALITY_NONE)
      *found = here;
  }
}

static bool has_own_aux(const casus_events *self, uint32_t verb) {
  return casus_events_child(self, verb, CASUS_DEP_AUX) != CASUS_NONE ||
         casus_events_child(self, verb, CASUS_DEP_NSUBJ) != CASUS_NONE ||
         casus_events_child(self, verb, CASUS_DEP_AUX_PASS) != CASUS_NONE;
}

/* Whether a verb depends on a condition: "if it came", "would have come". */
static bool is_conditional(const casus_events *self, uint32_t verb) {
  static const casus_string marks[] = {{"if", 2}, {"unless", 6}};
  for (uint32_t child = self->child[verb]; child != CASUS_NONE; child = self->sibling[child]) {
    if (self->dep[child] == CASUS_DEP_AUX && casus_events_lemma_is(self, child, "have")) return true;
    for (size_t i = 0; self->dep[child] == CASUS_DEP_ADVCL && i < sizeof marks / sizeof *marks; i++)
      if (casus_events_has_case(self, child, marks[i])) return true;
  }
  return false;
}

/* "would" in what someone said is "will", and so it is where nothing says on what it depends. */
static bool is_reported(const casus_events *self, uint32_t verb) {
  return casus_events_quote(self, self->document->start[verb]) || !is_conditional(self, verb);
}

static casus_modality settle(const casus_events *self, uint32_t verb, casus_modality found) {
  if (found != CASUS_MODALITY_HYPOTHETICAL || !is_reported(self, verb)) return found;
  for (uint32_t child = self->child[verb]; child != CASUS_NONE; child = self->sibling[child])
    if (self->dep[child] == CASUS_DEP_AUX && casus_events_lemma_is(self, child, "would"))
      return CASUS_MODALITY_PLANNED;
  return found;
}

casus_modality casus_events_modality(const casus_events *self, uint32_t trigger, bool *negated) {
  const uint8_t *modality = self->analysis->modality;
  casus_modality found = CASUS_MODALITY_NONE;
  uint32_t verb = trigger;
  *negated = false;
  of_children(self, verb, &found, negated);
  if (self->carrier[trigger] != CASUS_NONE) {
    verb = self->carrier[trigger];
    of_children(self, verb, &found, negated);
  }
  for (int step = 0; step < STEPS; step++) {
    const uint32_t head = self->head[verb];
    if (head == CASUS_NONE) break;
    const uint8_t dep = self->dep[verb];
    if (dep == CASUS_DEP_CONJ && self->upos[head] == CASUS_UPOS_VERB && !has_own_aux(self, verb)) {
      of_children(self, head, &found, negated);
    } else if (dep == CASUS_DEP_XCOMP || dep == CASUS_DEP_CCOMP || dep == CASUS_DEP_ACL) {
      const casus_modality here = (casus_modality)modality[head];
      if (here == CASUS_MODALITY_NEGATED)
        *negated = true;
      else if (found == CASUS_MODALITY_NONE)
        found = here;
      if (dep != CASUS_DEP_CCOMP) of_children(self, head, &found, negated);
    } else {
      break;
    }
    verb = head;
  }
  return settle(self, trigger, found);
}
