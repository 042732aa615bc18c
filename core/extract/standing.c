#include "extract/standing.h"

#include "extract/events.h"
#include "extract/named.h"
#include "extract/subject.h"

#include <stdlib.h>
#include <string.h>

typedef struct finding {
  casus_analysis *analysis;
  const casus_document *document;
  const casus_standing_rules *rules;
  size_t members, members_end, members_limit; /* what casus_find_members found: in the sentence, and all */
  size_t before;                              /* the first relation of the sentence */
} finding;

static bool is_word(const char *a, const char *b) {
  return a && b && strcmp(a, b) == 0;
}

/* What a rule has captured; absent, with CASUS_NONE for `first`, also where that is no token. */
static casus_extent caught(const casus_hit *hit, uint32_t capture) {
  const casus_extent none = {CASUS_NONE, CASUS_NONE};
  if (capture == CASUS_NONE) return none;
  const casus_extent extent = hit->captures[capture];
  return extent.first < extent.limit ? extent : none;
}

/* ---- Sides */

/* The entity whose mention begins with an extent, or NULL. */
static const casus_record *entity_of(const finding *self, casus_extent extent) {
  if (extent.first == CASUS_NONE) return NULL;
  const casus_analysis *analysis = self->analysis;
  const uint32_t start = self->document->start[extent.first];
  for (size_t i = casus_analysis_record_from(analysis, CASUS_ENTITY, start);
       i < analysis->record_limit[CASUS_ENTITY] && analysis->records.items[i].start <= start; i++) {
    const casus_record *record = &analysis->records.items[i];
    if (record->as.entity.id && strcmp(record->as.entity.mention, "name") == 0) return record;
  }
  return NULL;
}

static const casus_actor *actor_of(const finding *self, const casus_record *entity) {
  const casus_analysis *analysis = self->analysis;
  const uint32_t token = casus_document_token_at(self->document, entity->start);
  const casus_mention *mention = casus_mention_at(analysis->mentions.items, analysis->mentions.count, token);
  return mention ? mention->actor : NULL;
}

static casus_part part_of(const casus_record *entity) {
  return (casus_part){.start = entity->start,
                      .stop = entity->stop,
                      .id = entity->as.entity.id,
                      .code = entity->as.entity.code};
}

static casus_part part_between(const finding *self, casus_extent extent) {
  return (casus_part){.start = self->document->start[extent.first],
                      .stop = self->document->stop[extent.limit - 1]};
}

/* ---- Checks */

static bool is_kind(const casus_actor *actor, const char *kind) {
  return actor && strcmp(actor->kind, kind) == 0;
}

/* A country has three letters, the codes of what belongs to it begin with them. */
static bool is_same_country(const char *a, const char *b) {
  return a && b && strncmp(a, b, 3) == 0;
}

/* "Dallas, Texas" but neither "France, Germany" nor "Paris, Texas". */
static bool is_place_in(const finding *self, const casus_record *source, const casus_record *target) {
  const casus_actor *small = actor_of(self, source), *large = actor_of(self, target);
  if (!large || !target->as.entity.code) return false;
  const bool country = casus_actor_is_state(large) || is_kind(large, "demonym"),
             region = is_kind(large, "region");
  if (!country && !region) return false;
  if (!small) return true;
  if (casus_actor_is_state(small) || (region && is_kind(small, "region"))) return false;
  return is_same_country(source->as.entity.code, target->as.entity.code);
}

/* The code of a country or body by its name, as the roles have it, or NULL. */
static const char *code_of(const finding *self, const char *id) {
  casus_match match;
  const casus_actors *actors = self->analysis->engine->actors;
  const casus_dictionary *names = casus_actors_names(self->analysis->engine->actors, self->analysis->arena);
  if (!casus_dictionary_next(names, id, strlen(id), 0, &match) || match.start != 0 || id[match.stop])
    return NULL;
  return casus_actors_get(actors, match.value)->code;
}

/* Whether a code is that of a body of a state, not of a company, a newspaper or rebels there. */
static bool is_of_state(const char *code) {
  static const char *const roles[] = {"GOV", "MIL", "LEG", "JUD", "SPY", "COP"};
  for (size_t i = 0; code && strlen(code) >= 6 && i < sizeof roles / sizeof *roles; i++)
    if (strncmp(code + 3, roles[i], 3) == 0) return true;
  return false;
}

static bool is_known_part(const finding *self, const casus_record *source, const casus_record *target) {
  const casus_actor *small = actor_of(self, source);
  if (!small || casus_actor_is_state(small)) return false;
  if (!is_word(target->as.entity.label, "GPE")) return is_word(small->of, target->as.entity.id);
  return is_of_state(source->as.entity.code) &&
         is_same_country(source->as.entity.code, target->as.entity.code);
}

static bool has_members(const finding *self, const char *id) {
  const casus_actors *actors = self->analysis->engine->actors;
  for (uint32_t i = 0; i < casus_actors_roles(actors); i++) {
    const casus_actor *row = casus_actors_role(actors, i);
    if (is_kind(row, "member") && is_word(row->of, id)) return true;
  }
  return false;
}

static bool holds(const finding *self, const casus_standing_rule *rule, const casus_record *source,
                  const casus_record *target) {
  if (is_word(source->as.entity.id, target->as.entity.id)) return false;
  switch (rule->check) {
  case CASUS_STANDING_PLACE: return is_place_in(self, source, target);
  case CASUS_STANDING_KNOWN: return is_known_part(self, source, target);
  case CASUS_STANDING_GROUP: return has_members(self, target->as.entity.id);
  default: return true;
  }
}

/* ---- What goes with it */

static void lower_case(char *text, size_t size) {
  for (size_t i = 0; i < size; i++)
    if (text[i] >= 'A' && text[i] <= 'Z') text[i] = (char)(text[i] + 32);
}

/* In lower case, but for short words in capitals: "foreign minister", "CEO". */
static const char *role_text(const finding *self, casus_extent extent) {
  enum { SHORT = 4 };
  const char *text = casus_named_text(self->analysis, extent.first, extent.limit);
  char *copy = casus_arena_copy(self->analysis->arena, text, strlen(text));
  for (char *at = copy; *at;) {
    size_t size = strcspn(at, " -");
    size_t capitals = 0;
    while (capitals < size && at[capitals] >= 'A' && at[capitals] <= 'Z') capitals++;
    if (capitals < size || size > SHORT) lower_case(at, size);
    at += size + (at[size] != '\0');
  }
  return copy;
}

/* The number of the text in a pool, in lower case. */
static uint32_t number_of(const finding *self, const casus_pool *pool, casus_extent extent) {
  const char *text = casus_named_text(self->analysis, extent.first, extent.limit);
  char *copy = casus_arena_copy(self->analysis->arena, text, strlen(text));
  lower_case(copy, strlen(copy));
  return casus_pool_find(pool, copy, strlen(copy));
}

/* "former", "acting", "elect". */
static void set_mode(const finding *self, const casus_standing_rule *rule, const casus_hit *hit,
                     casus_record *record) {
  record->as.relation.mode = rule->mode_word;
  for (size_t i = 0; i < 2; i++) {
    const casus_extent words = caught(hit, rule->mode[i]);
    if (words.first == CASUS_NONE) continue;
    const uint32_t number = number_of(self, &self->rules->words, words);
    if (number == CASUS_POOL_NONE) continue;
    const casus_standing_word *word = &self->rules->meanings[number];
    if (word->mode) record->as.relation.mode = word->mode;
    if (word->modality) record->as.relation.modality = word->modality;
  }
}

/* The value of the time at a token, where it is a date. */
static const char *date_at(const finding *self, uint32_t token) {
  const casus_analysis *analysis = self->analysis;
  const size_t number = casus_analysis_record_from(analysis, CASUS_TIME, self->document->start[token]);
  if (number >= analysis->record_limit[CASUS_TIME]) return NULL;
  const casus_record *record = &analysis->records.items[number];
  const char *value = record->as.time.value;
  const bool date =
      record->start <= self->document->start[token] && value && value[0] >= '0' && value[0] <= '9';
  return date ? value : NULL;
}

static casus_extent trigger_of(const casus_standing_rule *rule, const casus_hit *hit) {
  casus_extent extent = caught(hit, rule->trigger);
  if (extent.first == CASUS_NONE) extent = caught(hit, rule->role);
  return extent.first == CASUS_NONE ? hit->extent : extent;
}

static void set_clause(const finding *self, const casus_standing_rule *rule, uint32_t token,
                       casus_record *record) {
  bool negated = false;
  const casus_modality modality = casus_events_modality(self->analysis->events, token, &negated);
  record->as.relation.modality = casus_modality_name(modality);
  record->as.relation.negated = negated;
  if (rule->when == CASUS_NONE) record->as.relation.date = casus_events_date(self->analysis->events, token);
}

static void widen(casus_record *record, const casus_part *part) {
  if (part->start < record->start) record->start = part->start;
  if (part->stop > record->stop) record->stop = part->stop;
}

/* ---- Records */

/* Whether records [from, to) have one that says the same. A title alone says less than any other. */
static bool is_among(const finding *self, size_t from, size_t to, const casus_record *one, bool bare) {
  enum { BACK = 1024 };
  if (to > BACK && from < to - BACK) from = to - BACK;
  for (size_t i = from; i < to; i++) {
    const casus_record *record = &self->analysis->records.items[i];
    if (record->as.relation.source.start != one->as.relation.source.start ||
        strcmp(record->as.relation.type, one->as.relation.type) != 0)
      continue;
    const bool role = !one->as.relation.role || is_word(record->as.relation.role, one->as.relation.role);
    if (bare || (role && is_word(record->as.relation.target.id, one->as.relation.target.id))) return true;
  }
  return false;
}

static void set_role(const finding *self, const casus_standing_rule *rule, const casus_hit *hit,
                     casus_record *record) {
  const casus_extent role = caught(hit, rule->role);
  record->as.relation.role = role.first == CASUS_NONE ? rule->role_word : role_text(self, role);
}

static void add_record(const finding *self, const casus_hit *hit, casus_part source, casus_part target) {
  const casus_standing_rule *rule = &self->rules->items[hit->rule->number];
  const casus_extent extent = trigger_of(rule, hit), when = caught(hit, rule->when);
  const casus_part trigger = part_between(self, extent);
  const size_t count = self->analysis->records.count;
  casus_record *record = casus_analysis_add(self->analysis, CASUS_RELATION, source.start, source.stop,
                                            rule->extractor, rule->confidence);
  if (target.start != CASUS_NONE) widen(record, &target);
  widen(record, &trigger);
  record->as.relation.type = rule->type;
  record->as.relation.source = source;
  record->as.relation.target = target;
  record->as.relation.trigger = trigger;
  record->as.relation.modality = casus_modality_name(CASUS_MODALITY_NONE);
  set_role(self, rule, hit, record);
  if (rule->clause) set_clause(self, rule, extent.first, record);
  set_mode(self, rule, hit, record);
  if (when.first != CASUS_NONE) record->as.relation.date = date_at(self, when.first);
  const casus_record *quote = casus_events_quote(self->analysis->events, trigger.start);
  if (quote) record->as.relation.attribution = quote->as.quote.speaker.id;
  if (is_among(self, self->before, count, record, rule->target == CASUS_NONE) ||
      is_among(self, self->members, self->members_end, record, false))
    self->analysis->records.count = count;
}

static void add_pair(const finding *self, const casus_hit *hit, const casus_record *source,
                     const casus_record *target) {
  const casus_standing_rule *rule = &self->rules->items[hit->rule->number];
  if (!holds(self, rule, source, target)) return;
  const casus_part from = part_of(source), to = part_of(target);
  add_record(self, hit, from, to);
  if (rule->mutual) add_record(self, hit, to, from);
}

static bool is_former(const finding *self, const casus_standing_rule *rule, const casus_hit *hit) {
  const casus_extent words = caught(hit, rule->mode[0]);
  const uint32_t number =
      words.first == CASUS_NONE ? CASUS_POOL_NONE : number_of(self, &self->rules->words, words);
  return number != CASUS_POOL_NONE && self->rules->meanings[number].mode;
}

/* Whether a kind is one of a list with `|` between them. */
static bool is_one_of(const char *kind, const char *list) {
  const size_t size = strlen(kind);
  for (const char *at = list; (at = strstr(at, kind)); at += size)
    if ((at == list || at[-1] == '|') && (at[size] == '|' || at[size] == '\0')) return true;
  return false;
}

/* The office of some kind that a person holds on a day (NULL: not known), or at any time; NULL if none. */
static const casus_actor *office_of(const finding *self, const casus_actor *person, const char *kinds,
                                    const char *day) {
  const casus_actors *actors = self->analysis->engine->actors;
  const casus_actor *at = person;
  do {
    if (at->of && is_one_of(at->kind, kinds) && (!day || casus_actor_held(at, day))) return at;
    at = casus_actors_get(actors, at->same);
  } while (at != person);
  return NULL;
}

/* "President Macron": of what the actors say on the day of the document, if they know him in that office. */
static void add_held(const finding *self, const casus_hit *hit, const casus_record *source) {
  const casus_standing_rule *rule = &self->rules->items[hit->rule->number];
  const casus_actor *actor = actor_of(self, source);
  const char *day = self->document->date;
  casus_part target = {.start = CASUS_NONE};
  const casus_extent role = caught(hit, rule->role);
  if (role.first == CASUS_NONE) return;
  const uint32_t number = number_of(self, &self->rules->offices, role);
  const char *kinds = number == CASUS_POOL_NONE ? NULL : self->rules->kinds[number];
  const casus_actor *office =
      actor && kinds ? office_of(self, actor, kinds, is_former(self, rule, hit) ? NULL : day) : NULL;
  if (office) {
    target = part_between(self, role);
    target.id = office->of;
    target.code = code_of(self, office->of);
  }
  add_record(self, hit, part_of(source), target);
}

/* The names that follow one in a list that ends with "and": "Poland, Romania and Estonia". */
static size_t listed(const finding *self, const casus_record *first, const casus_record **into, size_t room) {
  const casus_analysis *analysis = self->analysis;
  const casus_document *document = self->document;
  const uint32_t begin = casus_document_token_at(document, first->start);
  const uint32_t limit = document->first[casus_document_sentence_of(document, begin) + 1];
  uint32_t at = begin;
  size_t count = 0;
  while (at < limit && document->start[at] < first->stop) at++;
  while (at + 1 < limit && count < room) {
    const bool comma = casus_analysis_is(analysis, at, ","), and = casus_analysis_is(analysis, at, "and");
    if (!comma && !and) break;
    at++;
    const bool both = comma && at + 1 < limit && casus_analysis_is(analysis, at, "and");
    if (both) at++;
    const casus_record *next = entity_of(self, (casus_extent){at, at + 1});
    if (!next || strcmp(next->as.entity.label, first->as.entity.label) != 0) break;
    into[count++] = next;
    if (and || both) return count;
    while (at < limit && document->start[at] < next->stop) at++;
  }
  return 0;
}

static void take(const finding *self, const casus_hit *hit) {
  enum { LIST = 16 };
  const casus_standing_rule *rule = &self->rules->items[hit->rule->number];
  const casus_record *source = entity_of(self, caught(hit, rule->source));
  if (!source || casus_analysis_is_furniture(self->analysis, hit->extent.first)) return;
  if (rule->target == CASUS_NONE) {
    add_held(self, hit, source);
    return;
  }
  const casus_record *target = entity_of(self, caught(hit, rule->target));
  if (!target) return;
  casus_record items[LIST + 1]; /* copies: records move as others are added */
  const casus_record *more[LIST];
  const casus_record to = *target;
  items[0] = *source;
  const size_t count = rule->list ? listed(self, source, more, LIST) : 0;
  for (size_t i = 0; i < count; i++) items[i + 1] = *more[i];
  for (size_t i = 0; i <= count; i++) add_pair(self, hit, &items[i], &to);
}

/* Higher priority first, then by place: what is found first stays. */
static int compare(const void *left, const void *right) {
  const casus_hit *a = left, *b = right;
  if (a->rule->priority != b->rule->priority) return a->rule->priority > b->rule->priority ? -1 : 1;
  if (a->extent.first != b->extent.first) return a->extent.first < b->extent.first ? -1 : 1;
  if (a->rule->number != b->rule->number) return a->rule->number < b->rule->number ? -1 : 1;
  if (a->extent.limit != b->extent.limit) return a->extent.limit > b->extent.limit ? -1 : 1;
  for (size_t i = 0; i < a->rule->capture_count; i++)
    if (a->captures[i].first != b->captures[i].first)
      return a->captures[i].first < b->captures[i].first ? -1 : 1;
  return 0;
}

/* Goes on to the members found in a sentence, counted from 1. */
static void next_members(finding *self, uint32_t sentence) {
  const casus_record *records = self->analysis->records.items;
  self->members = self->members_end;
  while (self->members < self->members_limit && records[self->members].sentence < sentence) self->members++;
  self->members_end = self->members;
  while (self->members_end < self->members_limit && records[self->members_end].sentence == sentence)
    self->members_end++;
}

static void take_all(finding *self, const casus_hits *hits) {
  for (size_t first = 0, limit; first < hits->count; first = limit) {
    const uint32_t sentence = casus_document_sentence_of(self->document, hits->items[first].extent.first);
    const uint32_t end = self->document->first[sentence + 1];
    for (limit = first; limit < hits->count && hits->items[limit].extent.first < end;) limit++;
    qsort(hits->items + first, limit - first, sizeof *hits->items, compare);
    self->before = self->analysis->records.count;
    next_members(self, sentence + 1);
    for (size_t i = first; i < limit; i++) take(self, &hits->items[i]);
  }
}

void casus_find_standing(casus_analysis *analysis, size_t members) {
  const casus_standing_rules *rules = &analysis->engine->rules->standing;
  const size_t count = analysis->records.count;
  finding self = {analysis, analysis->document, rules, members, members, count, count};
  casus_subject subject = {.document = analysis->document};
  casus_hits hits = {0};
  if (!rules->rules || !analysis->events) return;
  subject.entity_count =
      casus_subject_marks(analysis->document, analysis->records.items, analysis->records.count, CASUS_ENTITY,
                          analysis->arena, &subject.entities);
  subject.time_count =
      casus_subject_marks(analysis->document, analysis->records.items, analysis->records.count, CASUS_TIME,
                          analysis->arena, &subject.times);
  /* a sentence that takes too many steps has none: nothing else can go wrong here */
  casus_rules_find(rules->rules, &subject, 0, analysis->document->sentence_count, analysis->arena, &hits,
                   NULL);
  take_all(&self, &hits);
}
