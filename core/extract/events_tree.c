/* The trees of a document as the event extractor sees them. */
#include "extract/events.h"
#include "extract/hints.h"

#include <string.h>

typedef struct named_number {
  const char *name;
  uint8_t number;
} named_number;

static const named_number deps[] = {
    {"nsubj", CASUS_DEP_NSUBJ},
    {"nsubj:outer", CASUS_DEP_NSUBJ},
    {"csubj", CASUS_DEP_OTHER},
    {"nsubj:pass", CASUS_DEP_NSUBJ_PASS},
    {"obj", CASUS_DEP_OBJ},
    {"iobj", CASUS_DEP_IOBJ},
    {"obl", CASUS_DEP_OBL},
    {"obl:agent", CASUS_DEP_OBL_AGENT},
    {"obl:unmarked", CASUS_DEP_OBL_TIME},
    {"obl:tmod", CASUS_DEP_OBL_TIME},
    {"nmod", CASUS_DEP_NMOD},
    {"nmod:poss", CASUS_DEP_NMOD_POSS},
    {"nmod:desc", CASUS_DEP_NMOD_DESC},
    {"amod", CASUS_DEP_AMOD},
    {"compound", CASUS_DEP_COMPOUND},
    {"compound:prt", CASUS_DEP_PARTICLE},
    {"appos", CASUS_DEP_APPOS},
    {"flat", CASUS_DEP_FLAT},
    {"conj", CASUS_DEP_CONJ},
    {"case", CASUS_DEP_CASE},
    {"mark", CASUS_DEP_MARK},
    {"aux", CASUS_DEP_AUX},
    {"aux:pass", CASUS_DEP_AUX_PASS},
    {"cop", CASUS_DEP_COP},
    {"advmod", CASUS_DEP_ADVMOD},
    {"det", CASUS_DEP_DET},
    {"xcomp", CASUS_DEP_XCOMP},
    {"ccomp", CASUS_DEP_CCOMP},
    {"advcl", CASUS_DEP_ADVCL},
    {"acl", CASUS_DEP_ACL},
    {"acl:relcl", CASUS_DEP_RELCL},
    {"parataxis", CASUS_DEP_PARATAXIS},
    {"nummod", CASUS_DEP_NUMMOD},
    {"punct", CASUS_DEP_PUNCT},
};

static const named_number tags[] = {
    {"VERB", CASUS_UPOS_VERB}, {"NOUN", CASUS_UPOS_NOUN}, {"PROPN", CASUS_UPOS_PROPN},
    {"PRON", CASUS_UPOS_PRON}, {"ADJ", CASUS_UPOS_ADJ},
};

/* A column of numbers, for one of strings. */
static uint8_t *numbers_of(const casus_events *self, const uint32_t *column, const named_number *named,
                           size_t count) {
  const casus_document *document = self->document;
  uint8_t *table = casus_arena_zero(self->analysis->arena, document->pool.count + 1);
  uint8_t *numbers = casus_arena_zero(self->analysis->arena, document->token_count + 1);
  for (size_t i = 0; i < count; i++) {
    const uint32_t number = casus_pool_find(&document->pool, named[i].name, strlen(named[i].name));
    if (number != CASUS_POOL_NONE) table[number] = named[i].number;
  }
  for (uint32_t token = 0; token < document->token_count; token++) numbers[token] = table[column[token]];
  return numbers;
}

static void link_tokens(casus_events *self) {
  const casus_document *document = self->document;
  const uint32_t count = document->token_count;
  self->head = casus_arena_new(self->analysis->arena, uint32_t, count + 1);
  self->child = casus_arena_new(self->analysis->arena, uint32_t, count + 1);
  self->sibling = casus_arena_new(self->analysis->arena, uint32_t, count + 1);
  for (uint32_t token = 0; token < count; token++) self->child[token] = self->sibling[token] = CASUS_NONE;
  for (uint32_t sentence = document->sentence_count; sentence-- > 0;)
    for (uint32_t token = document->first[sentence + 1]; token-- > document->first[sentence];) {
      const uint32_t number = document->head[token];
      const uint32_t head = number ? document->first[sentence] + number - 1 : CASUS_NONE;
      self->head[token] = head;
      if (head == CASUS_NONE) {
        self->dep[token] = CASUS_DEP_OTHER; /* what hangs on nothing is a root, whatever it is called */
        continue;
      }
      self->sibling[token] = self->child[head];
      self->child[head] = token;
    }
}

/* Which entity covers a token: the longest, which comes first. */
static void mark_entities(casus_events *self) {
  const casus_analysis *analysis = self->analysis;
  const casus_document *document = self->document;
  self->entity = casus_arena_zero(analysis->arena, (document->token_count + 1) * sizeof *self->entity);
  for (size_t i = analysis->first_record[CASUS_ENTITY]; i < analysis->record_limit[CASUS_ENTITY]; i++) {
    const casus_record *record = &analysis->records.items[i];
    for (uint32_t token = casus_document_token_at(document, record->start);
         token < document->token_count && document->start[token] < record->stop; token++)
      if (!self->entity[token]) self->entity[token] = (uint32_t)i + 1;
  }
}

static void mark_times(casus_events *self) {
  const casus_analysis *analysis = self->analysis;
  const casus_document *document = self->document;
  self->time = casus_arena_zero(analysis->arena, document->token_count + 1);
  for (size_t i = analysis->first_record[CASUS_TIME]; i < analysis->record_limit[CASUS_TIME]; i++)
    for (uint32_t token = casus_document_token_at(document, analysis->records.items[i].start);
         token < document->token_count && document->start[token] < analysis->records.items[i].stop; token++)
      self->time[token] = true;
}

static void mark_roles(casus_events *self) {
  const casus_document *document = self->document;
  casus_actors *actors = self->analysis->engine->actors;
  const casus_dictionary *agents = casus_actors_agents(actors, self->analysis->arena);
  casus_match match = {0};
  self->role = casus_arena_zero(self->analysis->arena, (document->token_count + 1) * sizeof *self->role);
  while (casus_dictionary_next(agents, document->text, document->size, match.stop, &match)) {
    uint32_t first, limit;
    if (casus_match_tokens(document, &match, &first, &limit))
      self->role[limit - 1] = casus_actors_get(actors, match.value);
  }
}

bool casus_events_open(casus_events *self, casus_analysis *analysis) {
  const casus_document *document = analysis->document;
  *self = (casus_events){.analysis = analysis, .document = document};
  if (!document->head || !document->deprel || !document->upos || !document->lemma) return false;
  self->dep = numbers_of(self, document->deprel, deps, sizeof deps / sizeof *deps);
  self->upos = numbers_of(self, document->upos, tags, sizeof tags / sizeof *tags);
  link_tokens(self);
  mark_entities(self);
  mark_times(self);
  mark_roles(self);
  return true;
}

uint32_t casus_events_child(const casus_events *self, uint32_t head, casus_dep dep) {
  uint32_t child = self->child[head];
  while (child != CASUS_NONE && self->dep[child] != dep) child = self->sibling[child];
  return child;
}

static bool has_form(const casus_events *self, uint32_t token, casus_string word) {
  const casus_string form = casus_document_form(self->document, token);
  if (form.size != word.size) return false;
  for (size_t i = 0; i < form.size; i++)
    if ((form.bytes[i] | 0x20) != (word.bytes[i] | 0x20)) return false;
  return true;
}

bool casus_events_has_case(const casus_events *self, uint32_t token, casus_string word) {
  for (uint32_t child = self->child[token]; child != CASUS_NONE && child < token;
       child = self->sibling[child])
    if ((self->dep[child] == CASUS_DEP_CASE || self->dep[child] == CASUS_DEP_MARK) &&
        (!word.size || has_form(self, child, word)))
      return true;
  return false;
}

/* ---- Nominals */

/* A hyphen within a word. */
static bool is_hyphen(const casus_events *self, uint32_t token) {
  const casus_string form = casus_document_form(self->document, token);
  return form.size == 1 && form.bytes[0] == '-' && token > 0 &&
         self->document->stop[token - 1] == self->document->start[token];
}

static bool is_inside(const casus_events *self, uint32_t token, uint32_t head) {
  while (token != head) {
    switch (self->dep[token]) {
    case CASUS_DEP_ACL:
    case CASUS_DEP_RELCL:
    case CASUS_DEP_APPOS:
    case CASUS_DEP_PARATAXIS:
    case CASUS_DEP_ADVCL: return false;
    case CASUS_DEP_PUNCT:
      if (!is_hyphen(self, token)) return false;
      break;
    case CASUS_DEP_CASE:
      if (self->head[token] == head) return false;
      break;
    default: break;
    }
    token = self->head[token];
    if (token == CASUS_NONE) return false;
  }
  return true;
}

void casus_events_nominal(const casus_events *self, uint32_t head, uint32_t *first, uint32_t *limit) {
  const uint32_t sentence = casus_document_sentence_of(self->document, head);
  *first = head;
  *limit = head + 1;
  while (*first > self->document->first[sentence] && is_inside(self, *first - 1, head)) --*first;
  while (*limit < self->document->first[sentence + 1] && is_inside(self, *limit, head)) ++*limit;
  while (*first < head &&
         (casus_events_lemma_is(self, *first, "and") || casus_events_lemma_is(self, *first, "or")))
    ++*first;
}

/* ---- Voice */

static bool is_participle(const casus_events *self, uint32_t token) {
  const casus_document *document = self->document;
  const casus_string tag =
      document->xpos ? casus_pool_get(&document->pool, document->xpos[token]) : (casus_string){"", 0};
  return tag.size == 3 && memcmp(tag.bytes, "VBN", 3) == 0;
}

bool casus_events_is_passive(const casus_events *self, uint32_t verb) {
  if (casus_events_child(self, verb, CASUS_DEP_AUX_PASS) != CASUS_NONE) return true;
  if (casus_events_child(self, verb, CASUS_DEP_NSUBJ_PASS) != CASUS_NONE)
    return casus_events_child(self, verb, CASUS_DEP_OBJ) == CASUS_NONE;
  if (!is_participle(self, verb) || casus_events_child(self, verb, CASUS_DEP_AUX) != CASUS_NONE) return false;
  if (self->dep[verb] == CASUS_DEP_ACL) return true;
  if (self->dep[verb] == CASUS_DEP_ADVCL) return casus_events_child(self, verb, CASUS_DEP_OBJ) == CASUS_NONE;
  return self->dep[verb] == CASUS_DEP_CONJ && self->head[verb] != CASUS_NONE &&
         self->upos[self->head[verb]] == CASUS_UPOS_VERB && casus_events_is_passive(self, self->head[verb]) &&
         casus_events_child(self, verb, CASUS_DEP_NSUBJ) == CASUS_NONE;
}
