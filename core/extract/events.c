/* Events: who did what to whom, from the trees and the lexicon of frames. */
#include "extract/events.h"

#include <string.h>

/* The share whose type and sides are both right, measured on coded news (docs/accuracy.md). */
enum { NEITHER, TARGET, SOURCE, BOTH, CODED };
static const double shares[CODED] = {[NEITHER] = 0.1, [TARGET] = 0.15, [SOURCE] = 0.25, [BOTH] = 0.58};

/* Of an act within one country or body: it is hard to tell whom it is done to. */
static const double at_home = 0.4;

/* Of what is planned and so on. */
static const double not_asserted = 0.8;

enum { COUNTRY = 3 }; /* letters of a code */

static double confidence_of(const casus_part *source, const casus_part *target, casus_modality modality) {
  double share = shares[(source->code ? SOURCE : 0) + (target->code ? TARGET : 0)];
  if (source->code && target->code && strncmp(source->code, target->code, COUNTRY) == 0) share = at_home;
  return modality == CASUS_MODALITY_NONE ? share : share * not_asserted;
}

/* ---- What the outer act decides */

/* Whether what hangs on an act is its content: what is threatened, demanded, refused. */
static bool has_content(const casus_frame *frame) {
  static const char *const types[] = {"agree", "threaten", "request", "reject", "accuse", "support", NULL};
  for (size_t i = 0; types[i]; i++)
    if (strcmp(frame->type, types[i]) == 0) return true;
  return false;
}

/* Whether a word is tied to the one above it as something that is said of it. A clause with a subject of its
 * own that gives a time or a reason is not. */
static bool is_below(const casus_events *self, uint32_t token) {
  switch (self->dep[token]) {
  case CASUS_DEP_XCOMP:
  case CASUS_DEP_CCOMP:
  case CASUS_DEP_OBJ:
  case CASUS_DEP_OBL:
  case CASUS_DEP_ACL:
  case CASUS_DEP_NMOD:
  case CASUS_DEP_RELCL: return true;
  case CASUS_DEP_ADVCL: return casus_events_child(self, token, CASUS_DEP_NSUBJ) == CASUS_NONE;
  default: return false;
  }
}

static bool is_content(const casus_events *self, uint32_t trigger) {
  enum { STEPS = 8 };
  uint32_t at = trigger;
  for (int step = 0; step < STEPS; step++) {
    const uint32_t head = self->head[at];
    if (head == CASUS_NONE) return false;
    const bool apart =
        self->dep[at] == CASUS_DEP_PARATAXIS || (self->dep[at] == CASUS_DEP_ADVCL && !is_below(self, at));
    const bool astray = self->dep[at] == CASUS_DEP_CONJ && self->upos[at] == CASUS_UPOS_VERB &&
                        self->upos[head] != CASUS_UPOS_VERB; /* a verb beside a noun: a wrong tree */
    if (apart || astray) return false;
    if (self->trigger[head] && has_content(self->trigger[head]) && is_below(self, at)) return true;
    at = head;
  }
  return false;
}

/* ---- Records */

typedef struct act {
  const casus_frame *frame;
  uint32_t token;
  const char *type, *mode, *cameo, *date, *place, *attribution;
  double goldstein;
  casus_modality modality;
  bool negated, reciprocal;
} act;

static void widen(casus_part *span, const casus_part *part) {
  if (part->start == CASUS_NONE) return;
  if (part->start < span->start) span->start = part->start;
  if (part->stop > span->stop) span->stop = part->stop;
}

static void add_record(const casus_events *self, const act *one, const casus_party *source,
                       const casus_party *target) {
  const casus_document *document = self->document;
  const casus_part nobody = {.start = CASUS_NONE};
  const casus_part from = source ? source->part : nobody, to = target ? target->part : nobody;
  const casus_part trigger = {.start = document->start[one->token], .stop = document->stop[one->token]};
  casus_part span = trigger;
  widen(&span, &from);
  widen(&span, &to);
  casus_record *record = casus_analysis_add(self->analysis, CASUS_RELATION, span.start, span.stop,
                                            one->frame->extractor, confidence_of(&from, &to, one->modality));
  record->as.relation.type = one->type;
  record->as.relation.mode = one->mode;
  record->as.relation.context = one->frame->context;
  record->as.relation.cameo = one->cameo;
  record->as.relation.goldstein = one->goldstein;
  record->as.relation.source = from;
  record->as.relation.target = to;
  record->as.relation.trigger = trigger;
  record->as.relation.date = one->date;
  record->as.relation.place = one->place;
  record->as.relation.modality = casus_modality_name(one->modality);
  record->as.relation.negated = one->negated;
  record->as.relation.attribution = one->attribution;
}

static bool same(const casus_party *a, const casus_party *b) {
  if (!a || !b) return false;
  return a->part.start == b->part.start ||
         (a->part.id && b->part.id && strcmp(a->part.id, b->part.id) == 0 && a->part.code && b->part.code &&
          strcmp(a->part.code, b->part.code) == 0);
}

static void add_pair(const casus_events *self, const act *one, const casus_party *source,
                     const casus_party *target) {
  if (same(source, target)) return;
  add_record(self, one, source, target);
  if (one->reciprocal && source && target && source->known && target->known)
    add_record(self, one, target, source);
}

static bool any_known(const casus_parties *parties) {
  for (size_t i = 0; i < parties->count; i++)
    if (parties->items[i].known) return true;
  return false;
}

static void add_all(const casus_events *self, const act *one, const casus_parties *sources,
                    const casus_parties *targets) {
  if (one->reciprocal && sources->count > 1 && !any_known(targets)) {
    for (size_t i = 0; i < sources->count; i++)
      for (size_t j = i + 1; j < sources->count; j++)
        add_pair(self, one, &sources->items[i], &sources->items[j]);
    return;
  }
  for (size_t i = 0; i < (sources->count ? sources->count : 1); i++)
    for (size_t j = 0; j < (targets->count ? targets->count : 1); j++)
      add_pair(self, one, sources->count ? &sources->items[i] : NULL,
               targets->count ? &targets->items[j] : NULL);
}

/* ---- Acts */

/* Whether a word only says again what an act above it says: "killed ten in an attack". */
static bool is_echo(const casus_events *self, uint32_t trigger) {
  enum { STEPS = 4 };
  uint32_t at = trigger;
  for (int step = 0; step < STEPS && self->head[at] != CASUS_NONE; step++) {
    if (self->dep[at] == CASUS_DEP_CONJ || self->dep[at] == CASUS_DEP_CCOMP ||
        self->dep[at] == CASUS_DEP_RELCL)
      return false;
    at = self->head[at];
    if (self->trigger[at] && strcmp(self->trigger[at]->type, self->trigger[trigger]->type) == 0) return true;
  }
  return false;
}

/* The speaker of a demand: "the UN said that Iran must leave". */
static bool set_speaker(const casus_record *quote, casus_parties *sources) {
  if (!quote || quote->as.quote.speaker.start == CASUS_NONE) return false;
  sources->items[0] =
      (casus_party){.part = quote->as.quote.speaker, .known = quote->as.quote.speaker.id != NULL};
  sources->count = 1;
  return true;
}

/* Whether what is planned is made to depend on what others do: "will leave unless it is paid". */
static bool has_ultimatum(const casus_events *self, uint32_t token) {
  const casus_string unless = {"unless", 6};
  const uint32_t words[] = {token, self->carrier[token]};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (words[i] == CASUS_NONE) continue;
    for (uint32_t child = self->child[words[i]]; child != CASUS_NONE; child = self->sibling[child])
      if (child > words[i] && casus_events_has_case(self, child, unless)) return true;
  }
  return false;
}

/* An act that is planned, demanded or refused is one of another type. */
static void apply_intent(const casus_events *self, act *one, const casus_record *quote,
                         casus_parties *sources, casus_parties *targets) {
  const casus_frames *frames = &self->analysis->engine->lexicon.frames;
  const char *name = casus_modality_name(one->modality);
  const casus_intent *intent = casus_frames_intent(frames, name, one->negated, one->type);
  if (intent && one->modality == CASUS_MODALITY_PLANNED && strcmp(intent->type, "threaten") != 0 &&
      has_ultimatum(self, one->token))
    intent = casus_frames_intent(frames, name, false, "sanction");
  if (!intent) return;
  if (strcmp(intent->type, "request") == 0) {
    const casus_parties doers = *sources;
    if (!set_speaker(quote, sources)) return;
    if (doers.count) *targets = doers;
    one->attribution = NULL;
  }
  one->type = intent->type;
  if (strcmp(intent->type, "reject") == 0) one->negated = false; /* what is not to be is rejected now */
  one->reciprocal =
      one->reciprocal && (strcmp(intent->type, "agree") == 0 || (sources->count > 1 && !any_known(targets)));
  one->mode = intent->mode;
  one->cameo = intent->cameo;
  one->goldstein = intent->goldstein;
}

/* Why there is no event in a trigger with these sides; NULL if there is one. */
static const char *silence_of(const casus_events *self, uint32_t token, const casus_parties *sources,
                              const casus_parties *targets) {
  const bool source = any_known(sources), target = any_known(targets);
  if (!source && !target) return "it has no actor: neither side is a name or a noun for one";
  if (self->trigger[token]->noun && self->carrier[token] == CASUS_NONE && !(source && target))
    return "a noun needs a verb that says that it happens, or both sides beside it";
  if (!target && is_echo(self, token)) return "it says again what an act above it says";
  return NULL;
}

/* What happens to private persons only, by nobody's hand, is an accident or a crime. */
static bool is_private(const casus_parties *sources, const casus_parties *targets) {
  static const char *const roles[] = {"CVL", "BUS", "CRM", "HLH", "EDU", NULL};
  if (sources->count) return false;
  for (size_t i = 0; i < targets->count; i++) {
    const casus_party *one = &targets->items[i];
    bool private = !one->role;
    for (size_t j = 0; one->role && roles[j]; j++)
      if (one->role->code && strcmp(one->role->code, roles[j]) == 0) private = true;
    if (one->part.code || !private) return false;
  }
  return true;
}

static bool is_type(const casus_frame *frame, const char *type, const char *mode) {
  return strcmp(frame->type, type) == 0 && frame->mode && strcmp(frame->mode, mode) == 0;
}

/* Whether somebody acts, and on nobody of another country or body. */
static bool is_at_home(const casus_parties *sources, const casus_parties *targets) {
  if (!sources->count) return false;
  for (size_t i = 0; i < sources->count; i++)
    for (size_t j = 0; j < targets->count; j++) {
      const char *from = sources->items[i].part.code, *to = targets->items[j].part.code;
      if (from && to && strncmp(from, to, COUNTRY) != 0) return false;
      if (!from && to) return false;
    }
  return true;
}

/* Why an act is no event of politics between these sides; NULL if it is one. */
static const char *triviality_of(const casus_events *self, uint32_t token, const casus_parties *sources,
                                 const casus_parties *targets) {
  const casus_frame *frame = self->trigger[token];
  if (is_private(sources, targets))
    return "it happens to private persons of no known country, and nobody is said to do it";
  if (is_type(frame, "consult", "visit") && is_at_home(sources, targets))
    return "a visit is one to another country or body";
  return NULL;
}

static void find_at(const casus_events *self, uint32_t token) {
  const casus_frame *frame = self->trigger[token];
  casus_parties sources = {.count = 0}, targets = {.count = 0};
  uint32_t agent, patient;
  const bool named = casus_events_sides(self, token, &agent, &patient);
  if (agent != CASUS_NONE) casus_events_parties(self, agent, &sources);
  if (patient != CASUS_NONE &&
      !(frame->reciprocal && sources.count > 1 && !(named && casus_events_is_actor(self, patient))))
    casus_events_parties(self, patient, &targets);
  const char *silence = silence_of(self, token, &sources, &targets);
  if (silence) {
    casus_analysis_miss(self->analysis, token, frame->extractor, silence);
    return;
  }
  casus_events_settle(self, token, &sources, &targets);
  casus_events_settle(self, token, &targets, &sources);
  silence = triviality_of(self, token, &sources, &targets);
  if (silence) {
    casus_analysis_miss(self->analysis, token, frame->extractor, silence);
    return;
  }
  act one = {.frame = frame,
             .token = token,
             .type = frame->type,
             .mode = frame->mode,
             .reciprocal =
                 frame->reciprocal && (named || sources.count > 1 || strcmp(frame->type, "agree") != 0),
             .cameo = frame->cameo,
             .goldstein = frame->goldstein};
  const casus_record *quote = casus_events_quote(self, self->document->start[token]);
  one.attribution = quote ? quote->as.quote.speaker.id : NULL;
  one.modality = casus_events_modality(self, token, &one.negated);
  one.date = casus_events_date(self, token);
  one.place = casus_events_place(self, token);
  apply_intent(self, &one, quote, &sources, &targets);
  add_all(self, &one, &sources, &targets);
}

void casus_find_relations(casus_analysis *analysis) {
  casus_events *self = casus_arena_new(analysis->arena, casus_events, 1);
  if (!casus_events_open(self, analysis)) return;
  casus_events_find_triggers(self);
  analysis->events = self;
  for (uint32_t token = 0; token < analysis->document->token_count; token++)
    if (self->trigger[token] && is_content(self, token))
      casus_analysis_miss(analysis, token, self->trigger[token]->extractor,
                          "it is what an act above it agrees to, threatens, demands, rejects or alleges");
    else if (self->trigger[token])
      find_at(self, token);
}
