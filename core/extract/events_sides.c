/* Who does it, and to whom: from a trigger to the heads of nominals. */
#include "base/tsv.h"
#include "extract/events.h"

#include <string.h>

enum {
  STEPS = 6,
  REACH = 60, /* tokens: some texts have no sentences, and trees that reach far */
};

static bool is_far(uint32_t a, uint32_t b) {
  return a > b ? a - b > REACH : b - a > REACH;
}

/* ---- Subjects */

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
static bool is_dateline(const casus_events *self, uint32_t token) {
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
    if (child > token && !is_dateline(self, child) && casus_events_is_nominal(self, child)) return child;
  return CASUS_NONE;
}

uint32_t casus_events_subject_child(const casus_events *self, uint32_t verb, casus_dep dep) {
  uint32_t within = CASUS_NONE;
  for (uint32_t child = self->child[verb]; child != CASUS_NONE; child = self->sibling[child]) {
    if (self->dep[child] != dep) continue;
    if (!is_dateline(self, child)) return child;
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

static uint32_t agent_of_passive(const casus_events *self, uint32_t verb) {
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
  for (int step = 0; step < STEPS && verb != CASUS_NONE && !is_far(start, verb); step++) {
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

/* ---- Whom it is done to */

/* How far a word of a clause is from being whom the act is done to; the nearest actor is taken. */
static int cost_of_preposition(const casus_events *self, uint32_t token) {
  static const struct {
    const char *word;
    int cost;
  } costs[] = {{"to", 2},  {"with", 2},   {"against", 2}, {"on", 2},   {"at", 3},      {"between", 2},
               {"for", 3}, {"from", 3},   {"toward", 2},  {"into", 3}, {"towards", 2}, {"of", 2},
               {"in", 5},  {"over", 4},   {"among", 4},   {"near", 6}, {"about", 4},   {"upon", 2},
               {"by", 7},  {"across", 6}, {"off", 5},     {"along", 4}};
  for (size_t i = 0; i < sizeof costs / sizeof *costs; i++)
    if (casus_events_has_case(self, token, (casus_string){costs[i].word, strlen(costs[i].word)}))
      return costs[i].cost;
  return 6;
}

enum { FAR = 99 };

static int cost_of(const casus_events *self, uint32_t token) {
  switch (self->dep[token]) {
  case CASUS_DEP_OBJ:
  case CASUS_DEP_IOBJ: return 0;
  case CASUS_DEP_NSUBJ:
  case CASUS_DEP_NSUBJ_PASS: return 1;
  case CASUS_DEP_OBL:
  case CASUS_DEP_NMOD: return cost_of_preposition(self, token);
  case CASUS_DEP_NMOD_POSS:
  case CASUS_DEP_AMOD:
  case CASUS_DEP_COMPOUND:
  case CASUS_DEP_NMOD_DESC: return 1;
  case CASUS_DEP_XCOMP:
  case CASUS_DEP_CCOMP: return 2;
  case CASUS_DEP_ACL: return 4;
  case CASUS_DEP_ADVCL: return 6;
  case CASUS_DEP_APPOS: return 2;
  case CASUS_DEP_CONJ: return casus_events_is_nominal(self, token) ? 1 : FAR;
  default: return FAR;
  }
}

typedef struct search {
  const casus_events *events;
  uint32_t trigger;
  uint32_t without;  /* the agent: not whom it is done to */
  const char *other; /* its id */
  uint32_t found;
  int cost;
} search;

static const char *id_of(const casus_events *self, uint32_t token) {
  casus_parties parties = {.count = 0};
  if (token == CASUS_NONE) return NULL;
  casus_events_parties(self, token, &parties);
  return parties.count ? parties.items[0].part.id : NULL;
}

/* Whether an actor stands at a token that is not the one who does it. */
static bool is_other_actor(const search *self, uint32_t token) {
  const casus_events *events = self->events;
  if (is_dateline(events, token)) return false;
  if (!events->entity[token] && !casus_events_is_nominal(events, token)) return false;
  if (!casus_events_is_actor(events, token)) return false;
  const char *id = id_of(events, token);
  return !self->other || !id || strcmp(id, self->other) != 0;
}

static void look_below(search *self, uint32_t head, int cost, int depth) {
  enum { DEEPEST = 5, MOST = 14 };
  const casus_events *events = self->events;
  for (uint32_t child = events->child[head]; child != CASUS_NONE; child = events->sibling[child]) {
    const int here = cost + cost_of(events, child);
    if (child == self->without || here >= self->cost || here > MOST || is_far(child, self->trigger)) continue;
    if (is_other_actor(self, child)) {
      self->found = child;
      self->cost = here;
      continue;
    }
    if (depth < DEEPEST) look_below(self, child, here + 1, depth + 1);
  }
}

/* ---- Slots that a row names */

static uint32_t with_preposition(const casus_events *self, uint32_t word, casus_string preposition) {
  for (uint32_t child = self->child[word]; child != CASUS_NONE; child = self->sibling[child])
    if (casus_events_is_nominal(self, child) && self->dep[child] != CASUS_DEP_CONJ &&
        casus_events_has_case(self, child, preposition))
      return child;
  return CASUS_NONE;
}

static bool is_text(casus_string a, const char *b) {
  return strlen(b) == a.size && memcmp(a.bytes, b, a.size) == 0;
}

static uint32_t named_slot(const casus_events *self, uint32_t trigger, uint32_t verb, casus_string slots) {
  casus_string slot;
  while (casus_tsv_part(&slots, &slot)) {
    const uint32_t object = self->trigger[trigger]->noun ? CASUS_NONE : casus_events_object(self, trigger);
    uint32_t found = CASUS_NONE;
    if (is_text(slot, "subj"))
      found = verb == CASUS_NONE ? CASUS_NONE : casus_events_subject(self, verb);
    else if (is_text(slot, "obj"))
      found = object;
    else if (is_text(slot, "poss"))
      found = casus_events_child(self, trigger, CASUS_DEP_NMOD_POSS);
    else {
      found = with_preposition(self, trigger, slot);
      if (found == CASUS_NONE && object != CASUS_NONE) found = with_preposition(self, object, slot);
      if (found == CASUS_NONE && self->carrier[trigger] != CASUS_NONE)
        found = with_preposition(self, self->carrier[trigger], slot);
    }
    if (found != CASUS_NONE) return found;
  }
  return CASUS_NONE;
}

/* ---- Sides */

static uint32_t verb_agent(const casus_events *self, uint32_t verb) {
  if (casus_events_is_passive(self, verb)) return agent_of_passive(self, verb);
  return casus_events_subject(self, verb);
}

/* Who a noun says does it: "Israel's attack", "the attack by Israel", "the Israeli attack". */
static uint32_t noun_agent(const casus_events *self, uint32_t noun) {
  static const casus_string by = {"by", 2};
  const uint32_t agent = with_preposition(self, noun, by);
  if (agent != CASUS_NONE) return agent;
  const casus_dep deps[] = {CASUS_DEP_NMOD_POSS, CASUS_DEP_AMOD, CASUS_DEP_COMPOUND};
  for (size_t i = 0; i < sizeof deps / sizeof *deps; i++)
    for (uint32_t child = self->child[noun]; child != CASUS_NONE; child = self->sibling[child])
      if (self->dep[child] == deps[i] &&
          (deps[i] == CASUS_DEP_NMOD_POSS || self->entity[child] || self->role[child]))
        return child;
  return CASUS_NONE;
}

static bool may_be_party(const casus_events *self, uint32_t token) {
  return token != CASUS_NONE && !is_dateline(self, token) &&
         (casus_events_is_nominal(self, token) || self->entity[token]);
}

static void search_patient(const casus_events *self, uint32_t trigger, uint32_t agent, uint32_t *patient) {
  search one = {.events = self,
                .trigger = trigger,
                .without = agent,
                .other = id_of(self, agent),
                .found = CASUS_NONE,
                .cost = FAR};
  const uint32_t object = self->trigger[trigger]->noun ? CASUS_NONE : casus_events_object(self, trigger);
  const uint32_t verb = self->carrier[trigger];
  if (*patient != CASUS_NONE) {
    if (is_other_actor(&one, *patient)) return;
    look_below(&one, *patient, 0, 0);
  }
  if (one.found == CASUS_NONE && object != CASUS_NONE && may_be_party(self, object)) {
    if (is_other_actor(&one, object)) {
      *patient = object;
      return;
    }
    look_below(&one, object, 0, 0);
  }
  const bool given = *patient != CASUS_NONE && *patient == object; /* the row says that it is the object */
  if (one.found == CASUS_NONE && !given) look_below(&one, trigger, 0, 0);
  if (verb != CASUS_NONE) look_below(&one, verb, 2, 0);
  if (one.found != CASUS_NONE)
    *patient = one.found;
  else if (*patient == CASUS_NONE && may_be_party(self, object))
    *patient = object;
}

/* Of "Slovakia says it will not accept refugees", where nobody is known to be "it", the one who says so. */
static uint32_t speaker_for(const casus_events *self, uint32_t pronoun) {
  static const char *const pronouns[] = {"it", "he", "she", "they", "we", "I", NULL};
  const uint32_t verb = self->head[pronoun];
  if (self->upos[pronoun] != CASUS_UPOS_PRON || verb == CASUS_NONE) return pronoun;
  const casus_record *name =
      self->entity[pronoun] ? &self->analysis->records.items[self->entity[pronoun] - 1] : NULL;
  if (name && name->as.entity.id) return pronoun;
  for (size_t i = 0; pronouns[i]; i++) {
    if (!casus_events_lemma_is(self, pronoun, pronouns[i])) continue;
    uint32_t clause = verb;
    while (self->dep[clause] == CASUS_DEP_XCOMP || self->dep[clause] == CASUS_DEP_CONJ)
      clause = self->head[clause];
    if (self->dep[clause] != CASUS_DEP_CCOMP) return pronoun;
    const uint32_t speaker = casus_events_subject(self, self->head[clause]);
    return speaker == CASUS_NONE ? pronoun : speaker;
  }
  return pronoun;
}

static uint32_t find_agent(const casus_events *self, uint32_t trigger) {
  const casus_frame *frame = self->trigger[trigger];
  const uint32_t verb = frame->noun ? self->carrier[trigger] : trigger;
  if (frame->noun && verb != CASUS_NONE && !self->suffers[trigger]) return verb_agent(self, verb);
  if (frame->agent.size) return named_slot(self, trigger, verb, frame->agent);
  return frame->noun ? noun_agent(self, trigger) : verb_agent(self, trigger);
}

/* The preposition that a frame asks for, whatever it governs: "sign with". */
static casus_string bare_preposition(const casus_frame *frame) {
  for (uint8_t i = 0; i < frame->count; i++)
    if (frame->slots[i].kind == CASUS_SLOT_PREPOSITION && !frame->slots[i].words.size)
      return frame->slots[i].word;
  return (casus_string){"", 0};
}

bool casus_events_sides(const casus_events *self, uint32_t trigger, uint32_t *agent, uint32_t *patient) {
  const casus_frame *frame = self->trigger[trigger];
  const uint32_t verb = frame->noun ? self->carrier[trigger] : trigger;
  *agent = find_agent(self, trigger);
  if (!may_be_party(self, *agent)) *agent = CASUS_NONE;
  if (*agent != CASUS_NONE) *agent = speaker_for(self, *agent);
  *patient = CASUS_NONE;
  if (frame->noun && verb != CASUS_NONE && self->suffers[trigger])
    *patient = casus_events_subject(self, verb);
  else
    *patient =
        named_slot(self, trigger, verb, frame->patient.size ? frame->patient : bare_preposition(frame));
  if (!may_be_party(self, *patient)) *patient = CASUS_NONE;
  const uint32_t given = *patient, object = frame->noun ? CASUS_NONE : casus_events_object(self, trigger);
  search_patient(self, trigger, *agent, patient);
  if (*patient == *agent) *patient = CASUS_NONE;
  return *patient != CASUS_NONE && (*patient == given || *patient == object);
}
