/* Who does what a verb says, through control, coordination and clauses about a noun. */
#include "extract/events.h"

#include <string.h>

enum { STEPS = 6 };

/* Verbs whose object does what the infinitive says: "urged Iran to withdraw". */
static bool controls_by_object(const casus_events *self, uint32_t verb) {
  return casus_events_child(self, verb, CASUS_DEP_OBJ) != CASUS_NONE;
}

static bool is_capitals(casus_string form) {
  for (size_t i = 0; i < form.size; i++)
    if (form.bytes[i] < 'A' || form.bytes[i] > 'Z') return false;
  return form.size > 2;
}

/* A place that a sentence begins with, in capitals and with a dash or colon behind it, is one also where the
 * document does not begin there. */
bool casus_events_is_dateline(const casus_events *self, uint32_t token) {
  enum { NEAR = 6 };
  const casus_document *document = self->document;
  if (document->token_flags[token] & (CASUS_TOKEN_DATELINE | CASUS_TOKEN_FURNITURE)) return true;
  if (document->first[casus_document_sentence_of(document, token)] != token ||
      !is_capitals(casus_document_form(document, token)))
    return false;
  for (uint32_t at = token + 1; at < document->token_count && at < token + NEAR; at++) {
    const casus_string form = casus_document_form(document, at);
    if (self->dep[at] == CASUS_DEP_PUNCT && form.bytes[0] != ',' && form.bytes[0] != '(' &&
        form.bytes[0] != ')')
      return form.bytes[0] != '.';
  }
  return false;
}

/* The nominal that a parser has tied to a dateline: "ANKARA: A court ...". */
static uint32_t behind_dateline(const casus_events *self, uint32_t token) {
  for (uint32_t child = self->child[token]; child != CASUS_NONE; child = self->sibling[child])
    if (child > token && !casus_events_is_dateline(self, child) && casus_events_is_nominal(self, child))
      return child;
  return CASUS_NONE;
}

/* Of two subjects side by side, a noun and a name, the name: "the rights group Memorial". */
static uint32_t named_behind(const casus_events *self, uint32_t subject) {
  const uint32_t next = self->sibling[subject];
  if (self->entity[subject] || next == CASUS_NONE || self->dep[next] != self->dep[subject] ||
      !self->entity[next])
    return subject;
  for (uint32_t at = subject + 1; at < next; at++)
    if (self->dep[at] == CASUS_DEP_PUNCT) return subject;
  return next;
}

uint32_t casus_events_subject_child(const casus_events *self, uint32_t verb, casus_dep dep) {
  uint32_t within = CASUS_NONE;
  for (uint32_t child = self->child[verb]; child != CASUS_NONE; child = self->sibling[child]) {
    if (self->dep[child] != dep) continue;
    if (!casus_events_is_dateline(self, child)) return named_behind(self, child);
    within = behind_dateline(self, child);
  }
  return within;
}

static uint32_t own_subject(const casus_events *self, uint32_t verb) {
  uint32_t subject = casus_events_subject_child(self, verb, CASUS_DEP_NSUBJ);
  if (subject == CASUS_NONE && !casus_events_is_passive(self, verb))
    subject = casus_events_subject_child(self, verb, CASUS_DEP_NSUBJ_PASS);
  if (subject == CASUS_NONE) return CASUS_NONE;
  if (self->dep[verb] == CASUS_DEP_RELCL && self->upos[subject] == CASUS_UPOS_PRON && !self->entity[subject])
    return self->head[verb];
  return subject;
}

/* "attacked by Burundian militiamen armed with ...": what the "by" right behind a verb governs, whatever it
 * hangs on. */
static uint32_t agent_behind(const casus_events *self, uint32_t verb) {
  const uint32_t by = verb + 1;
  if (by >= self->document->token_count || self->dep[by] != CASUS_DEP_CASE ||
      !casus_events_lemma_is(self, by, "by") || self->head[by] == CASUS_NONE)
    return CASUS_NONE;
  return casus_events_is_nominal(self, self->head[by]) ? self->head[by] : CASUS_NONE;
}

uint32_t casus_events_agent(const casus_events *self, uint32_t verb) {
  static const casus_string by = {"by", 2};
  const uint32_t agent = casus_events_child(self, verb, CASUS_DEP_OBL_AGENT);
  if (agent != CASUS_NONE) return agent;
  for (uint32_t child = self->child[verb]; child != CASUS_NONE; child = self->sibling[child])
    if (self->dep[child] == CASUS_DEP_OBL && casus_events_has_case(self, child, by) &&
        casus_events_is_nominal(self, child))
      return child;
  return agent_behind(self, verb);
}

/* Who a noun belongs to: "Iran's threat to attack". */
static uint32_t possessor(const casus_events *self, uint32_t noun) {
  const uint32_t own = casus_events_child(self, noun, CASUS_DEP_NMOD_POSS), head = self->head[noun];
  if (own != CASUS_NONE) return own;
  for (uint32_t child = self->child[noun]; child != CASUS_NONE; child = self->sibling[child])
    if ((self->dep[child] == CASUS_DEP_COMPOUND || self->dep[child] == CASUS_DEP_AMOD) && self->entity[child])
      return child;
  return head != CASUS_NONE && self->upos[head] == CASUS_UPOS_VERB && self->dep[noun] == CASUS_DEP_OBJ
             ? casus_events_subject(self, head)
             : CASUS_NONE;
}

static bool is_gerund(const casus_events *self, uint32_t token) {
  const casus_string form = casus_document_form(self->document, token);
  return form.size > 4 && memcmp(form.bytes + form.size - 3, "ing", 3) == 0;
}

/* What speaks for who made it: "passed a resolution criticising ...". */
static bool is_document(const casus_events *self, uint32_t noun) {
  const uint32_t head = self->head[noun];
  return self->dep[noun] == CASUS_DEP_OBJ && head != CASUS_NONE && self->upos[head] == CASUS_UPOS_VERB &&
         !self->entity[noun] && !self->role[noun] && !casus_events_is_actor(self, noun);
}

uint32_t casus_events_subject(const casus_events *self, uint32_t verb) {
  const uint32_t start = verb;
  for (int step = 0; step < STEPS && verb != CASUS_NONE && !casus_events_is_far(start, verb); step++) {
    const uint32_t subject = own_subject(self, verb), head = self->head[verb];
    if (subject != CASUS_NONE) return subject;
    if (step > 0 && casus_events_is_passive(self, verb)) {
      const uint32_t passive = casus_events_child(self, verb, CASUS_DEP_NSUBJ_PASS);
      if (passive != CASUS_NONE) return passive;
    }
    switch (self->dep[verb]) {
    case CASUS_DEP_CONJ:
    case CASUS_DEP_ADVCL:
    case CASUS_DEP_PARATAXIS:
    case CASUS_DEP_CCOMP: break;
    case CASUS_DEP_XCOMP:
      if (controls_by_object(self, head) && !casus_events_is_passive(self, head))
        return casus_events_child(self, head, CASUS_DEP_OBJ);
      break;
    case CASUS_DEP_ACL:
      if (head == CASUS_NONE) return CASUS_NONE;
      if (casus_events_is_passive(self, verb)) return head;
      return is_gerund(self, verb) && !is_document(self, head) ? head : possessor(self, head);
    case CASUS_DEP_RELCL: return head;
    default: return CASUS_NONE;
    }
    verb = head;
  }
  return CASUS_NONE;
}
