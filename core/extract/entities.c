/* Names: what the tagger finds and what the dictionary of actors knows, joined. The tagger says where names
 * are and of which kind; of those that the dictionary knows, it says who they are. Where there is no tagger,
 * the names of the dictionary are all.
 *
 * Then every mention of a thing gets one id (short_names.c, references.c).
 */
#include "extract/analysis.h"
#include "extract/hints.h"
#include "extract/named.h"

#include <string.h>

static const char KNOWN[] = "actors", FOUND[] = "tagger";

/* Share of names that are right, by label, where the dictionary knows them and where it does not; measured on
 * held-out news (docs/accuracy.md). */
static const struct confidence {
  double known, found;
} confidences[CASUS_ENTITY_LABELS] = {
    [CASUS_ENTITY_PERSON] = {0.97, 0.83}, [CASUS_ENTITY_NORP] = {0.8, 0.6},
    [CASUS_ENTITY_FAC] = {0.8, 0.5},      [CASUS_ENTITY_ORG] = {0.87, 0.77},
    [CASUS_ENTITY_GPE] = {0.84, 0.57},    [CASUS_ENTITY_LOC] = {0.77, 0.45},
    [CASUS_ENTITY_EVENT] = {0.9, 0.9},    [CASUS_ENTITY_LAW] = {0.8, 0.6},
    [CASUS_ENTITY_PRODUCT] = {0.8, 0.45},
};

/* ---- Who acts */

/* "Russians", but not "Russian" or "Swiss": a demonym that is a noun for certain. */
static bool is_people(const casus_document *document, const casus_match *match) {
  const char *end = document->text + match->stop;
  return match->stop - match->start > 2 && end[-1] == 's' && end[-2] != 's';
}

/* "NATO-like alliances", "US-led": the first half of an adjective. */
static bool is_half(const casus_document *document, const casus_match *match) {
  const char *next = document->text + match->stop;
  return next[0] == '-' && next[1] >= 'a' && next[1] <= 'z';
}

static bool can_act(const casus_document *document, const casus_actor *actor, const casus_match *match) {
  if (is_half(document, match)) return false;
  if (strcmp(actor->kind, "demonym") == 0) return is_people(document, match);
  return strcmp(actor->kind, "city") != 0 && strcmp(actor->kind, "region") != 0;
}

/* ---- Both sources */

static casus_entity_label label_of(const casus_actor *actor) {
  return casus_entity_find((casus_string){actor->label, strlen(actor->label)});
}

static void gather_known(const casus_analysis *self, casus_named *into) {
  const casus_document *document = self->document;
  casus_actors *actors = self->engine->actors;
  const casus_dictionary *names = casus_actors_names(actors, self->arena);
  casus_match match = {0};
  while (casus_dictionary_next(names, document->text, document->size, match.stop, &match)) {
    casus_name one = {.actor = casus_actors_at(actors, match.value, document->date)};
    if (!casus_match_tokens(document, &match, &one.first, &one.limit)) continue;
    one.label = label_of(one.actor);
    *casus_arena_push(self->arena, into) = one;
  }
}

/* "turkey" is no state, whatever it resembles: some letter of a name is a capital, or of a script without
 * any.
 */
static bool is_written_as_name(const casus_document *document, const casus_name *one) {
  for (uint32_t i = document->start[one->first]; i < document->stop[one->limit - 1]; i++)
    if ((document->text[i] >= 'A' && document->text[i] <= 'Z') || (unsigned char)document->text[i] >= 0x80)
      return true;
  return false;
}

static void gather_found(const casus_analysis *self, casus_named *into) {
  const casus_document *document = self->document;
  for (uint32_t i = 0; i < document->token_count; i++) {
    if (!casus_entity_begins(document->entity[i])) continue;
    casus_name one = {.first = i, .label = casus_entity_label_of(document->entity[i])};
    while (!casus_entity_ends(document->entity[i])) i++;
    one.limit = i + 1;
    if (is_written_as_name(document, &one)) *casus_arena_push(self->arena, into) = one;
  }
}

/* Whether what the dictionary knows can be what the tagger found: it may take a state for a place or for an
 * organisation, but not for a person. */
static bool agree(const casus_name *known, const casus_name *found) {
  return known->first == found->first && known->limit == found->limit &&
         (known->label == CASUS_ENTITY_PERSON) == (found->label == CASUS_ENTITY_PERSON);
}

/* Whose part a name may be that begins with another one: an organisation's or an office's, of a state or
 * body. */
static bool may_own(const casus_name *known, const casus_name *found) {
  return known->first == found->first && known->actor->code && known->label != CASUS_ENTITY_PERSON &&
         (found->label == CASUS_ENTITY_ORG || found->label == CASUS_ENTITY_NORP);
}

/* All names by place. What the dictionary knows is left out where the tagger found another name, of which it
 * is a part perhaps: there is no China in the Bank of China. */
static casus_named join(const casus_analysis *self, const casus_named *known, const casus_named *found) {
  casus_named all = {0};
  size_t next = 0;
  for (size_t i = 0; i < found->count; i++) {
    casus_name one = found->items[i];
    for (; next < known->count && known->items[next].limit <= one.first; next++)
      *casus_arena_push(self->arena, &all) = known->items[next];
    for (; next < known->count && known->items[next].first < one.limit; next++) {
      if (may_own(&known->items[next], &one)) self->owner[one.first] = known->items[next].actor;
      if (agree(&known->items[next], &one)) one = known->items[next];
    }
    *casus_arena_push(self->arena, &all) = one;
  }
  for (; next < known->count; next++) *casus_arena_push(self->arena, &all) = known->items[next];
  return all;
}

/* ---- Records */

static void add_mention(casus_analysis *self, const casus_name *one) {
  const casus_document *document = self->document;
  const casus_actor *actor = one->actor;
  const casus_match match = {.start = document->start[one->first], .stop = document->stop[one->limit - 1]};
  *casus_arena_push(self->arena, &self->mentions) = (casus_mention){
      .start = match.start,
      .stop = match.stop,
      .first = one->first,
      .limit = one->limit,
      .actor = actor,
      .id = one->id,
      .code = actor->code,
      .acts = can_act(document, actor, &match) && !(document->token_flags[one->first] & CASUS_TOKEN_DATELINE),
  };
}

/* Who a name of the dictionary speaks of: a demonym, of its country. */
static const char *known_id(const casus_actor *actor) {
  return strcmp(actor->kind, "demonym") == 0 && actor->of ? actor->of : actor->name;
}

static double confidence_of(const casus_name *one) {
  const struct confidence *measured = &confidences[one->label];
  const double confidence = one->actor ? measured->known : measured->found;
  return one->rule && one->confidence < confidence ? one->confidence : confidence;
}

static const char *extractor_of(const casus_analysis *self, const casus_name *one) {
  if (!one->rule) return one->actor ? KNOWN : FOUND;
  return casus_arena_format(self->arena, "entities:%s", one->rule);
}

static void add_name(casus_analysis *self, const casus_name *one) {
  static const char *const kinds[] = {"name", "nominal", "pronoun"};
  const casus_document *document = self->document;
  if (casus_analysis_is_furniture(self, one->first)) return;
  casus_record *record =
      casus_analysis_add(self, CASUS_ENTITY, document->start[one->first], document->stop[one->limit - 1],
                         extractor_of(self, one), confidence_of(one));
  record->as.entity.label = casus_entity_name(one->label);
  record->as.entity.mention = kinds[one->kind];
  record->as.entity.id = one->id;
  record->as.entity.code = one->actor ? one->actor->code : NULL;
  if (one->actor && one->kind == CASUS_MENTION_NAME) add_mention(self, one);
}

static void set_ids(const casus_analysis *self, casus_named *names) {
  for (size_t i = 0; i < names->count; i++) {
    casus_name *one = &names->items[i];
    one->id = one->actor ? known_id(one->actor) : casus_named_text(self, one->first, one->limit);
  }
}

/* Everything that speaks of a thing gets one id. Names come first: what stands for them is found by them. */
static void resolve(casus_analysis *self, casus_named *names) {
  set_ids(self, names);
  casus_join_acronyms(self, names);
  casus_join_short_names(self, names);
  if (!self->document->head) return;
  casus_join_capitals(self, names);
  casus_join_nominals(self, names);
  casus_join_pronouns(self, names);
}

void casus_find_entities(casus_analysis *self) {
  casus_named known = {0}, found = {0};
  self->owner = casus_arena_zero(self->arena, (self->document->token_count + 1) * sizeof *self->owner);
  gather_known(self, &known);
  if (self->document->entity) gather_found(self, &found);
  casus_named all = join(self, &known, &found);
  resolve(self, &all);
  for (size_t i = 0; i < all.count; i++) add_name(self, &all.items[i]);
  casus_find_actors(self);
}
