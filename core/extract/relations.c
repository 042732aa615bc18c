/* Events by word order: an actor, a verb of the lexicon, an actor.
 *
 * A first method, without a parse: the subject is the nearest actor before the verb that no preposition
 * governs, the object the nearest one behind it in the same clause; "was ... by" turns them round. What
 * cannot be seen this way stays null.
 */
#include "base/tsv.h"
#include "extract/analysis.h"

#include <string.h>
#include <strings.h>

static const char EXTRACTOR[] = "word-order";

/* Measured on coded news (docs/accuracy.md). */
#define BOTH_SIDES 0.52
#define ONE_SIDE   0.48

enum {
  SUBJECT_REACH = 20, /* tokens before the verb */
  OBJECT_REACH = 12,  /* tokens behind it */
  MODAL_REACH = 6,
  ADVERBS = 4,               /* between a verb and the word that says what it is */
  SETTING_REACH = 60,        /* to its date and place, and to a subject that it has from the verbs before;
                                some texts have no sentences, so this has to end */
  WORD_PARTICLE_REACH = 3,   /* a particle of one word stands close to its verb, */
  PHRASE_PARTICLE_REACH = 8, /* a longer one may stand behind the object */
  MOST_ACTORS = 8,           /* in a coordination */
};

typedef struct actors { /* of a coordination: "Japan, South Korea and Australia" */
  const casus_mention *items[MOST_ACTORS];
  size_t count;
} actors;

typedef struct event {
  const casus_verb *verb;
  uint32_t token; /* of the verb */
  bool passive;
  actors sources, targets;
} event;

typedef struct clause { /* the sentence, and the event that was found last in it */
  casus_analysis *analysis;
  uint32_t first, limit;
  event last;
} clause;

/* ---- Words */

static const char *const determiners[] = {"the",   "a",   "an",  "this",          "these", "those", "its",
                                          "their", "his", "her", "our",           "my",    "any",   "some",
                                          "no",    "'s",  "of",  "\xE2\x80\x99s", NULL};
static const char *const be_forms[] = {"is",    "are", "was", "were", "be", "been",
                                       "being", "'re", "get", "got",  NULL};
static const char *const do_forms[] = {"do", "does", "did", "to", NULL};
static const char *const prepositions[] = {"of",      "in",     "to",      "with",  "by",   "for",  "from",
                                           "at",      "on",     "against", "near",  "over", "into", "about",
                                           "between", "toward", "towards", "under", "like", "than", "among",
                                           "within",  "after",  "before",  NULL};
/* What these govern is not whom the verb is done to. */
static const char *const other_prepositions[] = {"by", "than", "like", "among", "as", "without", NULL};
static const char *const place_prepositions[] = {"in",   "at",     "near",    "inside", "across",
                                                 "over", "within", "outside", "around", NULL};
static const char *const boundaries[] = {
    ";",  ":",     "that", "because", "if",    "while", "when",         "after",        "before", "but",
    "as", "which", "who",  "whose",   "where", "\"",    "\xE2\x80\x9C", "\xE2\x80\x9D", NULL};
static const char *const relatives[] = {"that", "which", "who", NULL};
static const char *const links[] = {"and", ",", "&", "or", "nor", NULL};
static const char *const conjunctions[] = {"and", "&", "or", "nor", NULL};

static bool is_adverb(const casus_analysis *self, uint32_t token) {
  const casus_string form = casus_document_form(self->document, token);
  static const char *const others[] = {
      "also", "again", "not", "n't", "never", "still", "already", "now", "then", "n\xE2\x80\x99t", NULL};
  return (form.size > 4 && memcmp(form.bytes + form.size - 2, "ly", 2) == 0) ||
         casus_analysis_is_any(self, token, others);
}

/* The token before `token`, a few adverbs left out; `first` - 1 (that is, less than `first`) at the start of
 * the sentence. */
static int64_t before(const clause *self, uint32_t token) {
  int64_t at = (int64_t)token - 1;
  while (at >= self->first && at + ADVERBS >= token && is_adverb(self->analysis, (uint32_t)at)) at--;
  return at;
}

/* ---- Actors */

static const casus_mention *actor_at(const casus_analysis *self, uint32_t token) {
  return casus_mention_at(self->actors.items, self->actors.count, token);
}

/* The word that governs a mention: the one before it, a determiner and capitalised or plain modifiers left
 * out. */
static int64_t governor(const clause *self, const casus_mention *one) {
  int64_t at = (int64_t)one->first - 1;
  if (at >= self->first && casus_analysis_is_any(self->analysis, (uint32_t)at, determiners) &&
      !casus_analysis_is(self->analysis, (uint32_t)at, "of"))
    at--;
  return at;
}

static bool governed_by(const clause *self, const casus_mention *one, const char *const *words) {
  const int64_t at = governor(self, one);
  return at >= self->first && casus_analysis_is_any(self->analysis, (uint32_t)at, words);
}

/* The actor named next to a coordinating word at `at`, going left (-1) or right (+1) over "," and "and"; NULL
 * if none. */
static const casus_mention *linked(const clause *self, int64_t at, int step) {
  int64_t next = at;
  while (next >= self->first && next < self->limit &&
         casus_analysis_is_any(self->analysis, (uint32_t)next, links) && next * step < at * step + 2)
    next += step;
  if (next == at) return NULL;
  if (next >= self->first && next < self->limit && casus_analysis_is(self->analysis, (uint32_t)next, "the"))
    next += step;
  return next >= self->first && next < self->limit ? actor_at(self->analysis, (uint32_t)next) : NULL;
}

/* Whether "and" stands in the token before `right`, or before the article there. */
static bool conjoined(const clause *self, const casus_mention *right) {
  const int64_t at = governor(self, right);
  return at >= self->first && casus_analysis_is_any(self->analysis, (uint32_t)at, conjunctions);
}

/* A mention with those that are coordinated with it on one side. Commas alone do so only in a headline such
 * as "Japan, NATO sign pact", where the sentence starts with them; "if Russia attacks Ukraine, France ..."
 * does not. */
static void take_all(const clause *self, const casus_mention *one, int step, actors *into) {
  const casus_mention *last = one;
  bool joined = false;
  into->count = 0;
  while (one && into->count < MOST_ACTORS) {
    into->items[into->count++] = last = one;
    one = linked(self, step < 0 ? governor(self, one) : (int64_t)one->limit, step);
    joined = joined || (one && conjoined(self, step < 0 ? last : one));
  }
  if (!joined && !(step < 0 && last->first == self->first)) into->count = 1;
}

/* ---- Is it a verb here? */

static bool has_modal(const clause *self, uint32_t token) {
  const int64_t at = before(self, token);
  return at >= self->first &&
         (self->analysis->modality[at] || casus_analysis_is_any(self->analysis, (uint32_t)at, do_forms));
}

static bool follows_be(const clause *self, uint32_t token) {
  const int64_t at = before(self, token);
  return at >= self->first && casus_analysis_is_any(self->analysis, (uint32_t)at, be_forms);
}

/* Without tags, the word before decides: nouns stand behind determiners and prepositions, verbs behind
 * subjects and modals. */
static bool is_verb(const clause *self, uint32_t token) {
  const casus_analysis *analysis = self->analysis;
  const unsigned forms = analysis->words[token]->forms;
  const int64_t at = before(self, token);
  const unsigned head = CASUS_TOKEN_DATELINE | CASUS_TOKEN_FURNITURE;
  if (analysis->words[token]->verb == 0 || actor_at(analysis, token)) return false;
  if (analysis->document->token_flags[token] & head) return false;
  if (at < self->first) return false; /* an imperative, a headline's noun */
  if (casus_analysis_is_any(analysis, (uint32_t)at, determiners)) return false;
  const bool subject =
      actor_at(analysis, (uint32_t)at) || casus_analysis_is_any(analysis, (uint32_t)at, relatives);
  const bool coordinated = self->last.verb && casus_analysis_is_any(analysis, (uint32_t)at, links);
  if (forms & CASUS_FORM_PAST) return true;
  if (forms & CASUS_FORM_GERUND)
    return follows_be(self, token) || casus_analysis_is(analysis, (uint32_t)at, ",");
  if (forms & CASUS_FORM_BASE && (has_modal(self, token) || subject)) return true;
  return forms & CASUS_FORM_PRESENT && (subject || coordinated);
}

/* ---- Which row of the lexicon? */

/* Whether the words of `particle` stand somewhere in the `reach` tokens behind `token`. */
static bool particle_follows(const clause *self, uint32_t token, casus_string particle, uint32_t reach) {
  const casus_document *document = self->analysis->document;
  const uint32_t limit = self->limit - token > reach ? token + 1 + reach : self->limit;
  for (uint32_t at = token + 1; at < limit; at++) {
    const uint32_t start = document->start[at];
    if (document->size - start < particle.size ||
        strncasecmp(document->text + start, particle.bytes, particle.size) != 0)
      continue;
    const uint32_t last = casus_document_token_at(document, start + (uint32_t)particle.size - 1);
    if (last < self->limit && document->stop[last] == start + particle.size) return true;
  }
  return false;
}

/* The length of the longest alternative that follows; 0 where none does. */
static size_t fit(const clause *self, uint32_t token, const casus_verb *verb) {
  casus_string list = verb->particles, particle;
  size_t longest = 0;
  while (casus_tsv_part(&list, &particle)) {
    const uint32_t reach =
        memchr(particle.bytes, ' ', particle.size) ? PHRASE_PARTICLE_REACH : WORD_PARTICLE_REACH;
    if (particle.size > longest && particle_follows(self, token, particle, reach)) longest = particle.size;
  }
  return longest;
}

static const casus_verb *choose_row(const clause *self, uint32_t token) {
  const casus_lexicon *lexicon = &self->analysis->engine->lexicon;
  const casus_verb *best = NULL;
  size_t longest = 0;
  for (uint32_t row = self->analysis->words[token]->verb; row; row = casus_lexicon_verb(lexicon, row)->next) {
    const casus_verb *verb = casus_lexicon_verb(lexicon, row);
    const size_t size = fit(self, token, verb);
    if (verb->particles.size ? size > longest : !best) best = verb;
    if (size > longest) longest = size;
  }
  return best;
}

/* ---- Who to whom? */

/* Whether an actor was the object of the event before, so that a coordinated verb has that event's subject
 * instead. */
static bool was_object(const event *last, const casus_mention *one) {
  for (size_t i = 0; i < last->targets.count; i++)
    if (last->targets.items[i] == one) return true;
  return false;
}

/* Whether actors are near enough to be the subject of the verb at `token`. */
static bool is_near(const actors *group, uint32_t token) {
  return group->count > 0 && group->items[0]->first + SETTING_REACH >= token;
}

static void find_subject(const clause *self, const event *one, actors *into) {
  const casus_analysis *analysis = self->analysis;
  const uint32_t low = one->token > self->first + SUBJECT_REACH ? one->token - SUBJECT_REACH : self->first;
  bool relative = false; /* "which" stands for the object before it */
  into->count = 0;
  for (uint32_t at = one->token; at-- > low;) {
    const casus_mention *mention = actor_at(analysis, at);
    if (mention && mention->first >= self->first) {
      if (!relative && self->last.verb &&
          was_object(self->last.passive ? &(event){0} : &self->last, mention)) {
        if (is_near(&self->last.sources, one->token)) *into = self->last.sources;
        return;
      }
      take_all(self, mention, -1, into);
      const casus_mention *leftmost = into->items[into->count - 1];
      if (!governed_by(self, leftmost, prepositions)) return;
      at = leftmost->first; /* "the troops of India and Nepal": neither of them */
      into->count = 0;
    } else if (casus_analysis_is_any(analysis, at, relatives)) {
      relative = true;
    } else if (casus_analysis_is_any(analysis, at, boundaries)) {
      return;
    }
  }
}

static bool stops_object(const clause *self, uint32_t token) {
  const casus_word *word = self->analysis->words[token];
  if (casus_analysis_is_any(self->analysis, token, boundaries)) return true;
  return word->verb && word->forms & (CASUS_FORM_PAST | CASUS_FORM_PRESENT) && is_verb(self, token);
}

/* The first actor behind `token` that stands for more than a place; `agent`: behind the "by" of a passive. */
static void find_object(const clause *self, uint32_t token, bool agent, actors *into) {
  const uint32_t limit = self->limit - token > OBJECT_REACH ? token + 1 + OBJECT_REACH : self->limit;
  into->count = 0;
  for (uint32_t at = token + 1; at < limit && !stops_object(self, at); at++) {
    const casus_mention *mention = actor_at(self->analysis, at);
    if (!mention) continue;
    take_all(self, mention, +1, into);
    if (!governed_by(self, mention, place_prepositions) &&
        (agent || !governed_by(self, mention, other_prepositions)))
      return;
    at = into->items[into->count - 1]->limit - 1; /* "in India and Nepal": neither of them */
    into->count = 0;
  }
}

static void find_agent(const clause *self, uint32_t token, actors *into) {
  const uint32_t limit = self->limit - token > OBJECT_REACH ? token + 1 + OBJECT_REACH : self->limit;
  into->count = 0;
  for (uint32_t at = token + 1; at < limit && !stops_object(self, at); at++) {
    if (!casus_analysis_is(self->analysis, at, "by")) continue;
    find_object(self, at, true, into);
    return;
  }
}

static bool is_passive(const clause *self, uint32_t token) {
  return self->analysis->words[token]->forms & CASUS_FORM_PARTICIPLE && follows_be(self, token);
}

/* ---- When, where, how surely? */

static const char *date_of(const clause *self, uint32_t token) {
  const casus_analysis *analysis = self->analysis;
  const uint32_t first = token - self->first > SETTING_REACH ? token - SETTING_REACH : self->first;
  const uint32_t limit = self->limit - token > SETTING_REACH ? token + SETTING_REACH : self->limit;
  const uint32_t at = analysis->document->start[token];
  const uint32_t low = analysis->document->start[first], high = analysis->document->stop[limit - 1];
  const casus_record *nearest = NULL;
  uint32_t least = UINT32_MAX;
  for (size_t i = casus_analysis_record_from(analysis, CASUS_TIME, low);
       i < analysis->record_limit[CASUS_TIME]; i++) {
    const casus_record *record = &analysis->records.items[i];
    if (record->start >= high) break;
    const uint32_t apart = record->start > at ? record->start - at : at - record->start;
    if (apart >= least || record->as.time.value[0] == 'X') continue;
    least = apart;
    nearest = record;
  }
  return nearest ? nearest->as.time.value : NULL;
}

/* A country, city or region behind "in" or "at", nearest behind the verb. */
static const char *place_of(const clause *self, uint32_t token) {
  const casus_analysis *analysis = self->analysis;
  const uint32_t limit = self->limit - token > SETTING_REACH ? token + SETTING_REACH : self->limit;
  for (size_t i = casus_mention_from(analysis->mentions.items, analysis->mentions.count, token);
       i < analysis->mentions.count && analysis->mentions.items[i].first < limit; i++) {
    const casus_mention *one = &analysis->mentions.items[i];
    const bool place = strcmp(one->actor->label, "GPE") == 0 || strcmp(one->actor->label, "LOC") == 0;
    if (place && governed_by(self, one, place_prepositions)) return one->id;
  }
  return NULL;
}

/* What is said of a verb before it in its clause. */
static casus_modality modality_of(const clause *self, uint32_t token, bool *negated) {
  const casus_analysis *analysis = self->analysis;
  const uint32_t low = token > self->first + MODAL_REACH ? token - MODAL_REACH : self->first;
  casus_modality found = CASUS_MODALITY_NONE;
  for (uint32_t at = token; at-- > low;) {
    const casus_modality here = (casus_modality)analysis->modality[at];
    if (casus_analysis_is_any(analysis, at, boundaries) && here == CASUS_MODALITY_NONE)
      break; /* "if" and "denied that" are both */
    if (analysis->words[at]->verb && here == CASUS_MODALITY_NONE && is_verb(self, at)) break;
    if (here == CASUS_MODALITY_NEGATED)
      *negated = true;
    else if (found == CASUS_MODALITY_NONE)
      found = here;
    if (casus_analysis_is_any(analysis, at, boundaries)) break;
  }
  return found;
}

static bool says(const casus_record *quote, uint32_t at) {
  for (size_t i = 0; i < quote->as.quote.span_count; i++)
    if (quote->as.quote.spans[i].start <= at && at < quote->as.quote.spans[i].stop) return true;
  return quote->as.quote.span_count == 0 && quote->start <= at && at < quote->stop;
}

/* Who says what stands at a byte: the speaker of the quotation around it that starts last. */
static const char *speaker_of(const casus_analysis *self, uint32_t at) {
  enum { OVERLAPPING = 8 };
  size_t low = self->first_record[CASUS_QUOTE], high = self->record_limit[CASUS_QUOTE];
  const size_t first = low;
  while (low < high) { /* the first that starts behind it */
    const size_t middle = (low + high) / 2;
    if (self->records.items[middle].start <= at)
      low = middle + 1;
    else
      high = middle;
  }
  for (size_t i = low; i > first && i + OVERLAPPING > low; i--)
    if (says(&self->records.items[i - 1], at)) return self->records.items[i - 1].as.quote.speaker.id;
  return NULL;
}

/* ---- Records */

static casus_part part_of(const casus_mention *mention) {
  if (!mention) return (casus_part){.start = CASUS_NONE};
  return (casus_part){
      .start = mention->start, .stop = mention->stop, .id = mention->id, .code = mention->code};
}

static void widen(casus_part *span, const casus_part *part) {
  if (part->start == CASUS_NONE) return;
  if (part->start < span->start) span->start = part->start;
  if (part->stop > span->stop) span->stop = part->stop;
}

static void add_relation(const clause *self, const event *one, const casus_mention *source,
                         const casus_mention *target) {
  casus_analysis *analysis = self->analysis;
  const casus_document *document = analysis->document;
  const casus_verb *verb = one->verb;
  const casus_part from = part_of(source), to = part_of(target);
  const casus_part trigger = {.start = document->start[one->token], .stop = document->stop[one->token]};
  casus_part span = trigger;
  widen(&span, &from);
  widen(&span, &to);
  casus_record *record = casus_analysis_add(analysis, CASUS_RELATION, span.start, span.stop, EXTRACTOR,
                                            source && target ? BOTH_SIDES : ONE_SIDE);
  record->as.relation.type = verb->type;
  record->as.relation.mode = verb->mode;
  record->as.relation.context = verb->context;
  record->as.relation.cameo = verb->cameo;
  record->as.relation.goldstein = verb->goldstein;
  record->as.relation.source = from;
  record->as.relation.target = to;
  record->as.relation.trigger = trigger;
  record->as.relation.date = date_of(self, one->token);
  record->as.relation.place = place_of(self, one->token);
  record->as.relation.modality =
      casus_modality_name(modality_of(self, one->token, &record->as.relation.negated));
  record->as.relation.attribution = speaker_of(analysis, trigger.start);
}

static bool same(const casus_mention *a, const casus_mention *b) {
  return a && b && strcmp(a->id, b->id) == 0;
}

static void add_pair(const clause *self, const event *one, const casus_mention *source,
                     const casus_mention *target) {
  if (same(source, target)) return;
  add_relation(self, one, source, target);
  if (one->verb->reciprocal && source && target) add_relation(self, one, target, source);
}

/* "Japan and NATO signed": with no object, a reciprocal act holds between its subjects. */
static void add_among(const clause *self, const event *one, const actors *group) {
  for (size_t i = 0; i < group->count; i++)
    for (size_t j = i + 1; j < group->count; j++) add_pair(self, one, group->items[i], group->items[j]);
}

static void add_event(const clause *self, const event *one) {
  const actors nobody = {{NULL}, 1};
  const actors *sources = one->sources.count ? &one->sources : &nobody;
  const actors *targets = one->targets.count ? &one->targets : &nobody;
  if (sources == &nobody && targets == &nobody) return;
  if (one->verb->reciprocal && sources->count > 1 && targets == &nobody) {
    add_among(self, one, sources);
    return;
  }
  for (size_t i = 0; i < sources->count; i++)
    for (size_t j = 0; j < targets->count; j++) add_pair(self, one, sources->items[i], targets->items[j]);
}

/* "Ukraine, attacked by Russia": a participle whose agent follows at once. */
static bool is_reduced_passive(const clause *self, uint32_t token) {
  const casus_analysis *analysis = self->analysis;
  uint32_t at = token + 2;
  if (!(analysis->words[token]->forms & CASUS_FORM_PARTICIPLE) || at >= self->limit ||
      !casus_analysis_is(analysis, token + 1, "by"))
    return false;
  if (casus_analysis_is_any(analysis, at, determiners)) at++;
  return at < self->limit && actor_at(analysis, at);
}

/* Whom such a participle is said of: the actor right before it. */
static void find_patient(const clause *self, uint32_t token, actors *into) {
  uint32_t at = token;
  if (at > self->first && casus_analysis_is(self->analysis, at - 1, ",")) at--;
  const casus_mention *mention = at > self->first ? actor_at(self->analysis, at - 1) : NULL;
  into->count = 0;
  if (mention && !governed_by(self, mention, prepositions)) take_all(self, mention, -1, into);
}

static void find_in(clause *self) {
  for (uint32_t token = self->first; token < self->limit; token++) {
    if (!is_verb(self, token)) continue;
    event one = {.verb = choose_row(self, token), .token = token, .passive = is_passive(self, token)};
    if (!one.verb) continue;
    const bool reduced = !one.passive && is_reduced_passive(self, token);
    one.passive = one.passive || reduced;
    if (reduced)
      find_patient(self, token, &one.targets);
    else
      find_subject(self, &one, one.passive ? &one.targets : &one.sources);
    if (one.passive)
      find_agent(self, token, &one.sources);
    else
      find_object(self, token, false, &one.targets);
    add_event(self, &one);
    self->last = one;
  }
}

void casus_find_relations(casus_analysis *self) {
  for (uint32_t sentence = 0; sentence < self->document->sentence_count; sentence++) {
    clause one = {.analysis = self};
    casus_analysis_sentence(self, sentence, &one.first, &one.limit);
    find_in(&one);
  }
}
