/* Who a nominal stands for: the name at its head; or the state or body that a noun belongs to, which stands
 * before it or behind "of", with the role that the noun names: "Israeli troops" are ISRMIL.
 */
#include "extract/engine.h"
#include "extract/events.h"

#include <string.h>

static const casus_record *entity_at(const casus_events *self, uint32_t token) {
  const uint32_t number = self->entity[token];
  return number ? &self->analysis->records.items[number - 1] : NULL;
}

static const char *with_role(const casus_events *self, const char *code, const casus_actor *role) {
  if (!role || !role->code || strlen(code) != 3) return code;
  return casus_arena_format(self->analysis->arena, "%s%s", code, role->code);
}

/* The code of an unknown name that begins with that of a state or body and says which part of it is meant:
 * "Thai Election Commission", "U.S. Secretary of State". */
static const char *code_within(const casus_events *self, const casus_record *entity) {
  const casus_document *document = self->document;
  const uint32_t first = casus_document_token_at(document, entity->start);
  const casus_actor *owner = self->analysis->owner[first];
  if (!owner) return NULL;
  for (uint32_t token = first + 1; token < document->token_count && document->start[token] < entity->stop;
       token++)
    if (self->role[token]) return with_role(self, owner->code, self->role[token]);
  return NULL;
}

static const char *code_of(const casus_events *self, const casus_record *entity) {
  return entity->as.entity.code ? entity->as.entity.code : code_within(self, entity);
}

static const char *code_at(const casus_events *self, uint32_t token) {
  const casus_record *entity = entity_at(self, token);
  return entity ? code_of(self, entity) : NULL;
}

/* ---- Owners */

enum { OWNERS = 4, DEEPEST = 3 };

typedef struct owners {
  uint32_t tokens[OWNERS];
  size_t count;
} owners;

static void add_owner(const casus_events *self, uint32_t token, owners *into) {
  const casus_record *entity = entity_at(self, token);
  for (size_t i = 0; i < into->count; i++)
    if (entity_at(self, into->tokens[i]) == entity) return;
  if (into->count < OWNERS) into->tokens[into->count++] = token;
}

static bool is_of(const casus_events *self, uint32_t token) {
  static const char *const words[] = {"of", "from", "in", "for"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (casus_events_has_case(self, token, (casus_string){words[i], strlen(words[i])})) return true;
  return false;
}

static bool may_own(const casus_events *self, uint32_t child) {
  switch (self->dep[child]) {
  case CASUS_DEP_AMOD:
  case CASUS_DEP_COMPOUND:
  case CASUS_DEP_NMOD_POSS:
  case CASUS_DEP_NMOD_DESC:
  case CASUS_DEP_FLAT:
  case CASUS_DEP_APPOS: return true;
  case CASUS_DEP_NMOD: return is_of(self, child) || self->child[child] == CASUS_NONE;
  default: return false;
  }
}

/* The names with a code that a noun belongs to, the nearest level only. */
static void find_owners(const casus_events *self, uint32_t head, int depth, owners *into) {
  for (int with_of = 0; with_of < 2 && into->count == 0; with_of++)
    for (uint32_t child = self->child[head]; child != CASUS_NONE; child = self->sibling[child]) {
      const bool late = self->dep[child] == CASUS_DEP_NMOD || self->dep[child] == CASUS_DEP_APPOS;
      if (!may_own(self, child) || late != (with_of == 1)) continue;
      if (code_at(self, child)) {
        add_owner(self, child, into);
        for (uint32_t other = self->child[child]; other != CASUS_NONE; other = self->sibling[other])
          if (self->dep[other] == CASUS_DEP_CONJ && code_at(self, other)) add_owner(self, other, into);
      } else if (depth < DEEPEST) {
        find_owners(self, child, depth + 1, into);
      }
    }
}

/* ---- Roles */

/* "thousands" of "thousands of workers": who is meant stands behind "of". */
static bool is_quantity(const casus_events *self, uint32_t token) {
  static const char *const words[] = {"hundred",  "hundreds", "thousand", "thousands", "million",
                                      "millions", "dozen",    "dozens",   "scores",    "group",
                                      "number",   "majority", "handful",  "crowd"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (casus_events_lemma_is(self, token, words[i])) return true;
  return false;
}

/* What a nominal is called: at its head, or by the title before a name or behind it. */
static const casus_actor *role_of(const casus_events *self, uint32_t head) {
  if (self->role[head]) return self->role[head];
  for (uint32_t child = self->child[head]; child != CASUS_NONE; child = self->sibling[child]) {
    const uint8_t dep = self->dep[child];
    if ((dep == CASUS_DEP_NMOD_DESC || dep == CASUS_DEP_FLAT || dep == CASUS_DEP_APPOS ||
         dep == CASUS_DEP_COMPOUND) &&
        self->role[child])
      return self->role[child];
  }
  if (!is_quantity(self, head)) return NULL;
  uint32_t token = head;
  enum { STEPS = 3 };
  for (int step = 0; step < STEPS && token != CASUS_NONE && !self->role[token]; step++)
    token = casus_events_child(self, token, CASUS_DEP_NMOD);
  return token == CASUS_NONE ? NULL : self->role[token];
}

/* ---- Parties */

static void add(casus_parties *into, casus_party party) {
  for (size_t i = 0; i < into->count; i++)
    if (into->items[i].part.id && party.part.id && strcmp(into->items[i].part.id, party.part.id) == 0 &&
        into->items[i].part.start == party.part.start)
      return;
  if (into->count < CASUS_PARTIES) into->items[into->count++] = party;
}

/* The span of a nominal; at least what is given. */
static casus_part part_around(const casus_events *self, uint32_t head) {
  uint32_t first, limit;
  casus_events_nominal(self, head, &first, &limit);
  return (casus_part){.start = self->document->start[first], .stop = self->document->stop[limit - 1]};
}

static void add_owned(const casus_events *self, uint32_t head, const owners *by, casus_parties *into) {
  const casus_actor *role = role_of(self, head);
  const casus_record *name = entity_at(self, head);
  for (size_t i = 0; i < by->count; i++) {
    const casus_record *owner = entity_at(self, by->tokens[i]);
    casus_party party = {.part = part_around(self, head), .known = true};
    party.part.id = by->count == 1 && name ? name->as.entity.id : owner->as.entity.id;
    party.part.code = with_role(self, code_of(self, owner), role);
    add(into, party);
  }
}

/* An actor of the dictionary, with what it is part of: "the Chinese foreign ministry". */
static const casus_mention *mention_at(const casus_events *self, uint32_t token) {
  return casus_mention_at(self->analysis->actors.items, self->analysis->actors.count, token);
}

/* ---- Surnames behind an office */

/* Which office the words before a name say: "President Menem". */
static const char *office_before(const casus_events *self, uint32_t head) {
  static const char *const offices[][2] = {{"president", "head of state"},
                                           {"king", "head of state"},
                                           {"queen", "head of state"},
                                           {"premier", "head of government"},
                                           {"chancellor", "head of government"}};
  for (uint32_t child = self->child[head]; child != CASUS_NONE; child = self->sibling[child]) {
    if (self->dep[child] != CASUS_DEP_NMOD_DESC || self->child[child] != CASUS_NONE) continue;
    const casus_string form = casus_document_form(self->document, child);
    for (size_t i = 0; i < sizeof offices / sizeof *offices; i++)
      if (form.size == strlen(offices[i][0]) && (form.bytes[0] | 0x20) == offices[i][0][0] &&
          memcmp(form.bytes + 1, offices[i][0] + 1, form.size - 1) == 0)
        return offices[i][1];
  }
  return NULL;
}

/* The code of those of a surname who held an office, where all of them did in one country; or NULL. */
static const char *look_up_surname(const casus_events *self, uint32_t head) {
  enum { COUNTRY = 3 };
  const casus_actors *actors = self->analysis->engine->actors;
  const casus_string surname = casus_document_form(self->document, head);
  const char *office = office_before(self, head), *found = NULL;
  if (!office) return NULL;
  for (uint32_t i = 0; i < casus_actors_roles(actors); i++) {
    const casus_actor *row = casus_actors_role(actors, i);
    const size_t size = strlen(row->name);
    if (!row->code || !row->kind || strcmp(row->kind, office) != 0 || size <= surname.size) continue;
    const char *last = row->name + size - surname.size;
    if (last[-1] != ' ' || memcmp(last, surname.bytes, surname.size) != 0) continue;
    if (found && strncmp(found, row->code, COUNTRY) != 0) return NULL;
    found = row->code;
  }
  return found;
}

static const char *code_of_surname(const casus_events *self, uint32_t head) {
  if (!self->surname[head]) {
    const char *code = look_up_surname(self, head);
    self->surname[head] = code ? code : "";
  }
  return self->surname[head][0] ? self->surname[head] : NULL;
}

static void add_one(const casus_events *self, uint32_t head, casus_parties *into) {
  const casus_mention *mention = mention_at(self, head);
  const casus_record *name = entity_at(self, head);
  owners by = {.count = 0};
  if (self->analysis->document->token_flags[head] & CASUS_TOKEN_DATELINE) return; /* does nothing */
  if (!name || !code_of(self, name)) find_owners(self, head, 0, &by);
  if (by.count > 1 || (by.count == 1 && !(mention && mention->code))) {
    add_owned(self, head, &by, into);
    return;
  }
  if (mention) {
    add(into, (casus_party){.part = {.start = mention->start,
                                     .stop = mention->stop,
                                     .id = mention->id,
                                     .code = mention->code ? mention->code : code_of_surname(self, head)},
                            .known = true});
    return;
  }
  if (name) {
    const char *code = code_of(self, name);
    add(into, (casus_party){.part = {.start = name->start,
                                     .stop = name->stop,
                                     .id = name->as.entity.id,
                                     .code = code ? code : code_of_surname(self, head)},
                            .known = true});
    return;
  }
  const casus_actor *role = role_of(self, head);
  add(into,
      (casus_party){.part = part_around(self, head), .known = role != NULL, .head = head, .role = role});
}

/* Whether more is known of who a nominal stands for than its words. */
static bool is_named(const casus_events *self, uint32_t head) {
  return self->entity[head] || self->role[head] || casus_events_is_actor(self, head);
}

static void add_conjuncts(const casus_events *self, uint32_t head, casus_parties *into) {
  const casus_string any = {"", 0};
  for (uint32_t child = self->child[head]; child != CASUS_NONE; child = self->sibling[child])
    if (self->dep[child] == CASUS_DEP_CONJ && self->upos[child] != CASUS_UPOS_VERB && is_named(self, child) &&
        casus_events_child(self, child, CASUS_DEP_NSUBJ) == CASUS_NONE &&
        !casus_events_has_case(self, child, any))
      casus_events_parties(self, child, into);
}

void casus_events_parties(const casus_events *self, uint32_t head, casus_parties *into) {
  add_one(self, head, into);
  add_conjuncts(self, head, into);
  for (uint32_t child = self->child[head]; child != CASUS_NONE; child = self->sibling[child])
    if (self->dep[child] == CASUS_DEP_APPOS && self->role[head]) /* "leader Gaddafi and President Zhivkov" */
      add_conjuncts(self, child, into);
}

bool casus_events_is_actor(const casus_events *self, uint32_t head) {
  owners by = {.count = 0};
  const casus_mention *mention = mention_at(self, head);
  if (code_at(self, head) || (mention && mention->code)) return true;
  find_owners(self, head, 0, &by);
  return by.count > 0;
}
