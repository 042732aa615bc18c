/* Who does it, and to whom: from a trigger to the heads of nominals. */
#include "base/tsv.h"
#include "extract/events.h"

#include <string.h>

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

/* Whether a token is within the words for who says what the trigger says: "..., an Omani weekly reports". */
static bool is_its_speaker(const search *self, uint32_t token) {
  const casus_document *document = self->events->document;
  const casus_record *quote = casus_events_quote(self->events, document->start[self->trigger]);
  if (!quote || quote->as.quote.speaker.start == CASUS_NONE) return false;
  return quote->as.quote.speaker.start <= document->start[token] &&
         document->stop[token] <= quote->as.quote.speaker.stop;
}

/* Whether an actor stands at a token that is not the one who does it. */
static bool is_other_actor(const search *self, uint32_t token) {
  const casus_events *events = self->events;
  if (casus_events_is_dateline(events, token)) return false;
  if (!events->entity[token] && !casus_events_is_nominal(events, token)) return false;
  if (!casus_events_is_actor(events, token)) return false;
  const char *id = id_of(events, token);
  return (!self->other || !id || strcmp(id, self->other) != 0) && !is_its_speaker(self, token);
}

static void look_below(search *self, uint32_t head, int cost, int depth) {
  enum { DEEPEST = 5, MOST = 14 };
  const casus_events *events = self->events;
  for (uint32_t child = events->child[head]; child != CASUS_NONE; child = events->sibling[child]) {
    const int here = cost + cost_of(events, child);
    if (child == self->without || here >= self->cost || here > MOST ||
        casus_events_is_far(child, self->trigger))
      continue;
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
    if (casus_events_is_nominal(self, child) && self->dep[child] != CASUS_DEP_CONJ && !self->time[child] &&
        casus_events_has_case(self, child, preposition))
      return child;
  return CASUS_NONE;
}

static bool is_text(casus_string a, const char *b) {
  return strlen(b) == a.size && memcmp(a.bytes, b, a.size) == 0;
}

/* Who is to do what a clause says: "demanded that Iran withdraw". */
static uint32_t clause_subject(const casus_events *self, uint32_t verb) {
  const uint32_t clause = casus_events_child(self, verb, CASUS_DEP_CCOMP);
  return clause == CASUS_NONE ? CASUS_NONE : casus_events_subject_child(self, clause, CASUS_DEP_NSUBJ);
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
    else if (is_text(slot, "that"))
      found = clause_subject(self, trigger);
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
  if (casus_events_is_passive(self, verb)) return casus_events_agent(self, verb);
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
  return token != CASUS_NONE && !casus_events_is_dateline(self, token) &&
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
  if (one.found == CASUS_NONE &&
      given) { /* "rejected calls by Chad", where the tree has that with the verb */
    const uint32_t by = casus_events_child(self, trigger, CASUS_DEP_OBL_AGENT);
    if (by != CASUS_NONE && by != agent && !casus_events_is_passive(self, trigger) &&
        is_other_actor(&one, by))
      one.found = by;
  }
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
