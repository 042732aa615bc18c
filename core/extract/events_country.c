/* Which country a group belongs to that is named without one: "police", "rebels", "students". Only where the
 * text leaves little doubt: a place that the group is in, a state that it faces as its own, the one country
 * that the sentence lies in, or the place that the report is from.
 */
#include "extract/events.h"

#include <string.h>

enum { COUNTRY = 3 }; /* letters of a code */

static const casus_record *entity_at(const casus_events *self, uint32_t token) {
  return self->entity[token] ? &self->analysis->records.items[self->entity[token] - 1] : NULL;
}

static bool is_any(const char *text, const char *const *list) {
  while (*list && strncmp(text, *list, COUNTRY) != 0) list++;
  return *list != NULL;
}

/* The code of a place that lies in a country, at a token behind one of the prepositions; or NULL. */
static const char *place_code(const casus_events *self, uint32_t token) {
  static const char *const words[] = {"in",     "at",      "near",       "inside", "across", "outside",
                                      "around", "through", "throughout", "within", "from",   NULL};
  const casus_record *entity = entity_at(self, token);
  if (!entity || strcmp(entity->as.entity.mention, "name") != 0 || !entity->as.entity.code ||
      strlen(entity->as.entity.code) != COUNTRY)
    return NULL;
  if (strcmp(entity->as.entity.label, "GPE") != 0 && strcmp(entity->as.entity.label, "LOC") != 0) return NULL;
  for (size_t i = 0; words[i]; i++)
    if (casus_events_has_case(self, token, (casus_string){words[i], strlen(words[i])}))
      return entity->as.entity.code;
  return NULL;
}

/* A place below a nominal: "students at a school in Lagos", "a group based in Mali". */
static const char *place_below(const casus_events *self, uint32_t head, int depth) {
  for (uint32_t child = self->child[head]; child != CASUS_NONE; child = self->sibling[child]) {
    const uint8_t dep = self->dep[child];
    if (dep != CASUS_DEP_NMOD && dep != CASUS_DEP_OBL && dep != CASUS_DEP_ACL && dep != CASUS_DEP_COMPOUND)
      continue;
    const char *code = place_code(self, child);
    if (!code && depth > 0) code = place_below(self, child, depth - 1);
    if (code) return code;
  }
  return NULL;
}

/* Whether a group and a part of a state are mostly of one country: rebels and a government, police and
 * students. */
static bool are_of_one(const char *role, const char *other) {
  static const char *const people[] = {"REB", "OPP", "CVL", "EDU", "LAB", "REL", "MED",
                                       "AGR", "PTY", "CRM", "HLH", "SEP", NULL};
  static const char *const power[] = {"GOV", "LEG", "JUD", "COP", "MIL", NULL};
  static const char *const authority[] = {"GOV", "LEG", "JUD", "COP", NULL};
  return (is_any(role, people) && is_any(other, authority)) ||
         (is_any(role, power) && is_any(other, people) && !is_any(other, (const char *[]){"CVL", NULL}));
}

static const char *from_other(const char *role, const casus_parties *others) {
  const char *found = NULL;
  for (size_t i = 0; i < others->count; i++) {
    const char *code = others->items[i].part.code;
    if (!code || strlen(code) != 2 * (size_t)COUNTRY || !are_of_one(role, code + COUNTRY)) return NULL;
    if (found && strncmp(found, code, COUNTRY) != 0) return NULL;
    found = code;
  }
  return found;
}

/* The one country that the places of a sentence lie in. */
static const char *from_sentence(const casus_events *self, uint32_t trigger) {
  const casus_document *document = self->document;
  const uint32_t sentence = casus_document_sentence_of(document, trigger);
  const char *found = NULL;
  for (uint32_t token = document->first[sentence]; token < document->first[sentence + 1]; token++) {
    const char *code = casus_events_is_far(token, trigger) ? NULL : place_code(self, token);
    if (!code) continue;
    if (found && strcmp(found, code) != 0) return NULL;
    found = code;
  }
  return found;
}

/* The country of the dateline, if the sentence names no other one. */
static const char *from_dateline(const casus_events *self, uint32_t trigger) {
  const casus_document *document = self->document;
  const uint32_t sentence = casus_document_sentence_of(document, trigger);
  const char *found = NULL;
  for (uint32_t token = 0;
       token < document->token_count && document->token_flags[token] & CASUS_TOKEN_DATELINE; token++)
    if (entity_at(self, token) && entity_at(self, token)->as.entity.code)
      found = entity_at(self, token)->as.entity.code;
  if (!found || strlen(found) != COUNTRY) return NULL;
  for (uint32_t token = document->first[sentence]; token < document->first[sentence + 1]; token++) {
    const casus_record *entity = entity_at(self, token);
    if (entity && entity->as.entity.code && strncmp(entity->as.entity.code, found, COUNTRY) != 0) return NULL;
  }
  return found;
}

/* The one country that a document names, for a group that faces no state as another's: not for soldiers and
 * officials, who may well be those of a state that the document does not name. */
static const char *from_document(const casus_events *self, const char *role, const casus_parties *others) {
  static const char *const official[] = {"MIL", "GOV", "SPY", "LEG", "UAF", "JUD", NULL};
  static const char *const bodies[] = {"IGO", "NGO", "IMG", "MNC", "NGM", NULL};
  enum { MOST = 500 }; /* records: longer texts are of more than one thing */
  const size_t first = self->analysis->first_record[CASUS_ENTITY],
               limit = self->analysis->record_limit[CASUS_ENTITY];
  const char *found = NULL;
  if (is_any(role, official) || limit - first > MOST) return NULL;
  for (size_t i = 0; i < others->count; i++)
    if (others->items[i].part.code && strlen(others->items[i].part.code) > COUNTRY &&
        !are_of_one(role, others->items[i].part.code + COUNTRY))
      return NULL;
  for (size_t i = first; i < limit; i++) {
    const char *code = self->analysis->records.items[i].as.entity.code;
    if (!code || strlen(code) < COUNTRY) continue;
    if (found && strncmp(found, code, COUNTRY) != 0) return NULL;
    found = code;
  }
  return found && !is_any(found, bodies) ? found : NULL;
}

/* Groups that are at home where they act; others, as companies and alliances, are of anywhere. */
static bool is_local(const char *role) {
  static const char *const roles[] = {"REB", "OPP", "CVL", "EDU", "LAB", "REL", "AGR", "CRM", "HLH", "SEP",
                                      "GOV", "LEG", "JUD", "COP", "MIL", "PTY", "SPY", "REF", "UAF", NULL};
  return is_any(role, roles);
}

/* Whether an unknown body or people faces part of a state: it is mostly that of its own. */
static bool faces_state(const casus_events *self, const casus_party *party, const casus_parties *others) {
  static const char *const authority[] = {"GOV", "LEG", "JUD", "COP", NULL};
  const uint32_t head = party->part.start == CASUS_NONE
                            ? CASUS_NONE
                            : casus_document_token_at(self->document, party->part.start);
  const casus_record *name = head == CASUS_NONE ? NULL : entity_at(self, head);
  if (!name || others->count != 1 || !others->items[0].part.code) return false;
  if (strcmp(name->as.entity.label, "ORG") != 0 && strcmp(name->as.entity.label, "NORP") != 0) return false;
  return strlen(others->items[0].part.code) > COUNTRY &&
         is_any(others->items[0].part.code + COUNTRY, authority);
}

void casus_events_settle(const casus_events *self, uint32_t trigger, casus_parties *parties,
                         const casus_parties *others) {
  for (size_t i = 0; i < parties->count; i++) {
    casus_party *party = &parties->items[i];
    const char *role = party->role ? party->role->code : NULL;
    if (!party->part.code && !role && party->known && faces_state(self, party, others)) {
      const char *home = from_document(self, "PTY", others);
      if (home) party->part.code = casus_arena_format(self->analysis->arena, "%.3s", home);
      continue;
    }
    if (party->part.code || party->part.id || !role || !is_local(role)) continue;
    const char *code = place_below(self, party->head, 3);
    if (!code) code = from_other(role, others);
    if (!code) code = from_sentence(self, trigger);
    if (!code) code = from_dateline(self, trigger);
    if (!code) code = from_document(self, role, others);
    if (code) party->part.code = casus_arena_format(self->analysis->arena, "%.3s%s", code, role);
  }
}
