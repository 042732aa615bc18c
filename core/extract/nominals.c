/* Who acts: names that do, and nominals such as "the Chinese foreign ministry", a country followed by a
 * common noun for a part of it.
 */
#include "extract/analysis.h"
#include "extract/hints.h"

#include <stdlib.h>
#include <string.h>

/* ---- Nominals */

enum { MOST_ADJECTIVES = 2 };

static bool is_possessive(const casus_analysis *self, uint32_t token) {
  return casus_analysis_is(self, token, "'s") || casus_analysis_is(self, token, "\xE2\x80\x99s") ||
         casus_analysis_is(self, token, "'");
}

static bool is_text(const casus_analysis *self, const uint32_t *column, uint32_t token, const char *text) {
  return strcmp(casus_pool_get(&self->document->pool, column[token]).bytes, text) == 0;
}

/* "sent" of "France sent troops", where there are trees; not "armed" of "Iraqi armed forces". */
static bool is_verb(const casus_analysis *self, uint32_t token) {
  const casus_document *document = self->document;
  if (!document->upos || !document->deprel) return false;
  return is_text(self, document->upos, token, "AUX") || is_text(self, document->upos, token, "ADP") ||
         (is_text(self, document->upos, token, "VERB") && !is_text(self, document->deprel, token, "amod") &&
          !is_text(self, document->deprel, token, "compound"));
}

static bool is_plain_word(const casus_analysis *self, uint32_t token) {
  if (is_verb(self, token)) return false;
  const char first = casus_document_form(self->document, token).bytes[0];
  return ((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z')) && !self->words[token]->cue &&
         !casus_analysis_is(self, token, "and") && !casus_analysis_is(self, token, "to");
}

/* The last of the names that ends at or before `token`, or NULL. */
static const casus_mention *name_before(const casus_analysis *self, uint32_t token) {
  const size_t number = casus_mention_from(self->mentions.items, self->mentions.count, token);
  return number ? &self->mentions.items[number - 1] : NULL;
}

static bool is_country(const casus_mention *name) {
  return name->code && strlen(name->code) == 3 &&
         (name->actor->stands_for || casus_actor_is_state(name->actor));
}

/* Who a noun at `token` is a part of: "Japan 's", "Japanese", "NATO", with an adjective or two between. */
static const casus_mention *owner_of(const casus_analysis *self, uint32_t token) {
  const casus_mention *name = name_before(self, token);
  if (!name || !(is_country(name) || strcmp(name->actor->kind, "organisation") == 0)) return NULL;
  uint32_t at = name->limit;
  if (at < token && is_possessive(self, at)) at++;
  if (token - at > MOST_ADJECTIVES) return NULL;
  for (; at < token; at++)
    if (!is_plain_word(self, at)) return NULL;
  return name;
}

/* JPN and GOV make JPNGOV; a part of an international body keeps its code. */
static const char *code_of_part(casus_arena *arena, const casus_mention *owner, const casus_actor *agent) {
  if (!is_country(owner) || !agent->code) return owner->code;
  return casus_arena_format(arena, "%s%s", owner->code, agent->code);
}

static void add_nominal(casus_analysis *self, const casus_match *match) {
  uint32_t first, limit;
  if (!casus_match_tokens(self->document, match, &first, &limit)) return;
  const casus_mention *owner = owner_of(self, first);
  if (!owner || casus_document_sentence_of(self->document, owner->first) !=
                    casus_document_sentence_of(self->document, first))
    return;
  const casus_actor *agent = casus_actors_get(self->engine->actors, match->value);
  const bool stands_for = owner->actor->stands_for && owner->actor->of;
  *casus_arena_push(self->arena, &self->actors) = (casus_mention){
      .start = owner->start,
      .stop = match->stop,
      .first = owner->first,
      .limit = limit,
      .actor = agent,
      .id = stands_for ? owner->actor->of : owner->id,
      .code = code_of_part(self->arena, owner, agent),
      .acts = true,
  };
}

/* ---- Actors */

static int compare_mentions(const void *a, const void *b) {
  const casus_mention *left = a, *right = b;
  if (left->start != right->start) return left->start < right->start ? -1 : 1;
  return left->stop > right->stop ? -1 : left->stop < right->stop;
}

/* A mention of a capital or a seat of power as one of the state that acts there. */
static casus_mention as_actor(const casus_mention *name) {
  casus_mention actor = *name;
  if (name->actor->stands_for && name->actor->of) actor.id = name->actor->of;
  return actor;
}

/* Whether a person is named right behind a nominal, which then speaks of them: "South Korean President Yoon
 * Suk Yeol", "China's defence minister, Li Shangfu". */
static bool names_the_same(const casus_analysis *self, const casus_mention *nominal,
                           const casus_mention *name) {
  if (strcmp(nominal->actor->kind, "agent") != 0 || !casus_actor_is_person(name->actor)) return false;
  uint32_t next = nominal->limit;
  if (next < name->first && casus_analysis_is(self, next, ",")) next++;
  return next == name->first;
}

/* Names that act, and nominals, by start. A name inside of a nominal is left out, one behind it becomes one
 * with it. */
static void gather_actors(casus_analysis *self) {
  for (size_t i = 0; i < self->mentions.count; i++)
    if (self->mentions.items[i].acts)
      *casus_arena_push(self->arena, &self->actors) = as_actor(&self->mentions.items[i]);
  if (self->actors.count == 0) return;
  casus_mention *all = self->actors.items;
  qsort(all, self->actors.count, sizeof *all, compare_mentions);
  size_t count = 0;
  for (size_t i = 0; i < self->actors.count; i++) {
    const casus_mention one = all[i];
    casus_mention *last = count ? &all[count - 1] : NULL;
    if (last && one.start < last->stop) continue;
    if (last && names_the_same(self, last, &one)) {
      last->stop = one.stop;
      last->limit = one.limit;
      last->actor = one.actor;
      last->id = one.id;
      if (one.code) last->code = one.code;
      continue;
    }
    all[count++] = one;
  }
  self->actors.count = count;
}

void casus_find_actors(casus_analysis *self) {
  const casus_document *document = self->document;
  const casus_dictionary *agents = casus_actors_agents(self->engine->actors, self->arena);
  casus_match match = {0};
  while (casus_dictionary_next(agents, document->text, document->size, match.stop, &match))
    add_nominal(self, &match);
  gather_actors(self);
}
