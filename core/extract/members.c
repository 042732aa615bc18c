#include "extract/members.h"

#include "base/error.h"
#include "base/number.h"
#include "extract/events.h"
#include "extract/named.h"
#include "extract/subject.h"

#include <string.h>

/* ---- The rules */

static casus_status read_rule(casus_member_rule *self, casus_arena *arena, const casus_rule *rule,
                              casus_error *error) {
  const casus_term *member = casus_rule_field(rule, "member"), *group = casus_rule_field(rule, "group");
  const casus_term *confidence = casus_rule_field(rule, "confidence"),
                   *cue = casus_rule_field(rule, "trigger");
  if (!member || !group || !confidence || member->kind != CASUS_TERM_CAPTURE ||
      group->kind != CASUS_TERM_CAPTURE || !cue || cue->kind != CASUS_TERM_CAPTURE ||
      !casus_number_read(confidence->text, &self->confidence))
    return casus_fail(error, CASUS_FORMAT, rule->line,
                      "%s:%u: rule '%s' should emit member=$..., group=$..., trigger=$... and confidence=",
                      rule->file, rule->line, rule->name);
  self->extractor = casus_arena_format(arena, "members:%s", rule->name);
  self->member = member->capture;
  self->group = group->capture;
  self->trigger = cue->capture;
  self->in_clause = !casus_rule_field(rule, "clause");
  return CASUS_OK;
}

casus_status casus_member_rules_load(casus_member_rules *self, casus_arena *arena, const char *data,
                                     const casus_lists *lists, casus_error *error) {
  const char *path = casus_arena_format(arena, "%s/rules/members.rules", data);
  casus_status status = casus_rules_load(&self->rules, arena, path, lists, error);
  if (status) return status;
  const size_t count = casus_rules_count(self->rules);
  self->items = casus_arena_zero(arena, (count + 1) * sizeof *self->items);
  for (size_t i = 0; i < count && status == CASUS_OK; i++)
    status = read_rule(&self->items[i], arena, casus_rules_get(self->rules, i), error);
  return status;
}

/* ---- Records */

/* The record of the entity that a token is in, or NULL. */
static const casus_record *entity_at(const casus_analysis *self, uint32_t token) {
  const size_t number = casus_analysis_record_from(self, CASUS_ENTITY, self->document->start[token]);
  if (number >= self->record_limit[CASUS_ENTITY]) return NULL;
  const casus_record *record = &self->records.items[number];
  return record->start <= self->document->start[token] ? record : NULL;
}

/* The code of a thing that has been named in the document, or NULL. */
static const char *code_of(const casus_analysis *self, const char *id) {
  enum { MOST = 4096 };
  const size_t first = self->first_record[CASUS_ENTITY];
  for (size_t i = first; i < self->record_limit[CASUS_ENTITY] && i - first < MOST; i++) {
    const casus_record *record = &self->records.items[i];
    if (record->as.entity.code && strcmp(record->as.entity.id, id) == 0) return record->as.entity.code;
  }
  return NULL;
}

static casus_part part_of(const casus_record *entity, const char *id, const char *code) {
  return (casus_part){.start = entity->start, .stop = entity->stop, .id = id, .code = code};
}

/* What a rule has found, with the entities that its captures are in. Copies: records may move. */
typedef struct membership {
  const casus_member_rule *rule;
  casus_record member, group;
  casus_part trigger;
  const char *date, *modality, *attribution;
  bool negated;
} membership;

static void add_member(casus_analysis *self, const membership *one, const char *id, const char *code) {
  const uint32_t start = one->member.start < one->group.start ? one->member.start : one->group.start;
  const uint32_t stop = one->member.stop > one->group.stop ? one->member.stop : one->group.stop;
  if (strcmp(id, one->group.as.entity.id) == 0) return;
  casus_record *record =
      casus_analysis_add(self, CASUS_RELATION, start, stop, one->rule->extractor, one->rule->confidence);
  record->as.relation.type = "member";
  record->as.relation.source = part_of(&one->member, id, code);
  record->as.relation.target = part_of(&one->group, one->group.as.entity.id, one->group.as.entity.code);
  record->as.relation.trigger = one->trigger;
  record->as.relation.date = one->date;
  record->as.relation.modality = one->modality;
  record->as.relation.attribution = one->attribution;
  record->as.relation.negated = one->negated;
}

/* A nominal that stands for several things has the ids of all, as in "Japan, South Korea and Australia". */
static void add_all(casus_analysis *self, const membership *one) {
  const char *id = one->member.as.entity.id;
  if (one->member.as.entity.code || strcmp(one->member.as.entity.mention, "nominal") != 0) {
    add_member(self, one, id, one->member.as.entity.code);
    return;
  }
  for (;;) {
    const char *comma = strstr(id, ", "), *and = strstr(id, " and ");
    const char *end = comma ? comma : and;
    const char *part = end ? casus_arena_copy(self->arena, id, (size_t)(end - id)) : id;
    add_member(self, one, part, code_of(self, part));
    if (!end) return;
    id = comma ? comma + 2 : and+5;
  }
}

static void add_coordination(casus_analysis *self, membership *one, uint32_t token) {
  const casus_document *document = self->document;
  enum { FAR = 64 };
  const uint32_t end = document->first[casus_document_sentence_of(document, token) + 1];
  const uint32_t limit = end - token > FAR ? token + FAR : end;
  add_all(self, one);
  for (uint32_t other = token + 1; other < limit; other++) {
    if (casus_named_head(self, other) != token || strcmp(casus_named_deprel(self, other), "conj") != 0)
      continue;
    const casus_record *entity = entity_at(self, other);
    if (!entity || !entity->as.entity.id) continue;
    one->member = *entity;
    add_all(self, one);
  }
}

/* Negation, modality and date are those of the clause of the word that says it; what is told in passing, by a
 * name, holds whatever becomes of the clause that it stands in. */
static void set_rest(const casus_analysis *self, uint32_t token, membership *one) {
  const casus_document *document = self->document;
  const casus_record *quote = casus_events_quote(self->events, document->start[token]);
  one->trigger = (casus_part){.start = document->start[token], .stop = document->stop[token]};
  one->modality = "asserted";
  if (one->rule->in_clause) {
    one->modality = casus_modality_name(casus_events_modality(self->events, token, &one->negated));
    one->date = casus_events_date(self->events, token);
  }
  one->attribution = quote ? quote->as.quote.speaker.id : NULL;
}

static void take(casus_analysis *self, const casus_hit *hit) {
  const casus_member_rule *rule = &self->engine->rules->members.items[hit->rule->number];
  const uint32_t token = hit->captures[rule->member].first;
  const casus_record *member = entity_at(self, token),
                     *group = entity_at(self, hit->captures[rule->group].first);
  if (!member || !group || !member->as.entity.id || !group->as.entity.id) return;
  membership one = {.rule = rule, .member = *member, .group = *group};
  set_rest(self, hit->captures[rule->trigger].first, &one);
  add_coordination(self, &one, token);
}

void casus_find_members(casus_analysis *self) {
  const casus_member_rules *rules = &self->engine->rules->members;
  casus_subject subject = {.document = self->document};
  casus_hits hits = {0};
  if (!rules->rules || !self->events) return;
  subject.entity_count = casus_subject_marks(self->document, self->records.items, self->records.count,
                                             CASUS_ENTITY, self->arena, &subject.entities);
  /* a sentence that takes too many steps has no members: nothing else can go wrong here */
  casus_rules_find(rules->rules, &subject, 0, self->document->sentence_count, self->arena, &hits, NULL);
  for (size_t i = 0; i < hits.count; i++) take(self, &hits.items[i]);
}
