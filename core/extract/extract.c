#include "base/error.h"
#include "extract/analysis.h"
#include "extract/members.h"

#include <stdlib.h>
#include <string.h>

static const char EXTRACTOR_VERSION[] = CASUS_VERSION;

casus_record *casus_analysis_add(casus_analysis *self, casus_kind kind, uint32_t start, uint32_t stop,
                                 const char *extractor, double confidence) {
  casus_record *record = casus_arena_push(self->arena, &self->records);
  casus_record_clear(record, kind);
  record->start = start;
  record->stop = stop;
  record->sentence =
      casus_document_sentence_of(self->document, casus_document_token_at(self->document, start)) + 1;
  record->extractor = extractor;
  record->version = EXTRACTOR_VERSION;
  record->confidence = confidence;
  return record;
}

size_t casus_analysis_record_from(const casus_analysis *self, casus_kind kind, uint32_t at) {
  size_t low = self->first_record[kind], high = self->record_limit[kind];
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (self->records.items[middle].stop <= at)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

bool casus_analysis_is(const casus_analysis *self, uint32_t token, const char *word) {
  const casus_string form = casus_document_form(self->document, token);
  for (size_t i = 0; i < form.size; i++) {
    const char byte =
        form.bytes[i] >= 'A' && form.bytes[i] <= 'Z' ? (char)(form.bytes[i] + 32) : form.bytes[i];
    if (byte != word[i]) return false; /* also where `word` is shorter: its NUL is in no text */
  }
  return word[form.size] == '\0';
}

bool casus_analysis_is_any(const casus_analysis *self, uint32_t token, const char *const *words) {
  for (; *words; words++)
    if (casus_analysis_is(self, token, *words)) return true;
  return false;
}

size_t casus_mention_from(const casus_mention *mentions, size_t count, uint32_t token) {
  size_t low = 0, high = count;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (mentions[middle].limit <= token)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

const casus_mention *casus_mention_at(const casus_mention *mentions, size_t count, uint32_t token) {
  const size_t number = casus_mention_from(mentions, count, token);
  return number < count && mentions[number].first <= token ? &mentions[number] : NULL;
}

static void look_up_words(casus_analysis *self) {
  const casus_document *document = self->document;
  self->words = casus_arena_new(self->arena, const casus_word *, document->token_count + 1);
  for (uint32_t i = 0; i < document->token_count; i++)
    self->words[i] = casus_lexicon_word(&self->engine->lexicon, casus_document_form(document, i));
}

/* The words of "couldn't" and "they'll" stand in the table as words of their own, but not in the text. */
static void mark_clitic(casus_analysis *self, uint32_t token) {
  const casus_string form = casus_document_form(self->document, token);
  casus_match match;
  if (casus_dictionary_next(self->engine->lexicon.modality, form.bytes, form.size, 0, &match) &&
      match.start == 0 && match.stop == form.size)
    self->modality[token] = (uint8_t)match.value;
}

/* "May" is a month rather than a verb inside of a sentence, and before a number; "MAY" only there. */
static bool is_month(const casus_analysis *self, uint32_t token) {
  const casus_document *document = self->document;
  const char *form = casus_document_form(document, token).bytes;
  if (!self->words[token]->month || form[0] < 'A' || form[0] > 'Z') return false;
  const bool inside = token > document->first[casus_document_sentence_of(document, token)];
  if (inside && form[1] >= 'a' && form[1] <= 'z') return true;
  if (token + 1 == document->token_count) return false;
  const char next = casus_document_form(document, token + 1).bytes[0];
  return next >= '0' && next <= '9';
}

static void mark_modality(casus_analysis *self) {
  const casus_document *document = self->document;
  casus_match match = {0};
  self->modality = casus_arena_zero(self->arena, document->token_count + 1);
  while (casus_dictionary_next(self->engine->lexicon.modality, document->text, document->size, match.stop,
                               &match))
    for (uint32_t i = casus_document_token_at(document, match.start);
         i < document->token_count && document->stop[i] <= match.stop; i++)
      if (!is_month(self, i)) self->modality[i] = (uint8_t)match.value;
  for (uint32_t i = 0; i < document->token_count; i++) {
    const bool first = document->token_flags[i] & CASUS_TOKEN_JOINED;
    const bool second = i > 0 && document->token_flags[i - 1] & CASUS_TOKEN_JOINED;
    if ((first || second) && !self->modality[i]) mark_clitic(self, i);
  }
}

static void find_relations(casus_analysis *self) {
  casus_find_relations(self);
  const size_t members = self->records.count;
  casus_find_members(self);
  casus_find_standing(self, members);
}

void casus_analysis_miss(casus_analysis *self, uint32_t token, const char *row, const char *reason) {
  if (!self->traced) return;
  *casus_arena_push(self->arena, &self->missed) = (casus_missed){
      .start = self->document->start[token],
      .stop = self->document->stop[token],
      .row = row,
      .reason = reason,
  };
}

/* Each extractor, the kind that it yields, and the kinds whose extractors need it to have run before. */
static const struct extractor {
  void (*find)(casus_analysis *);
  casus_kind kind;
  unsigned needed_for;
} extractors[] = {
    {casus_find_entities, CASUS_ENTITY, 1u << CASUS_QUOTE | 1u << CASUS_RELATION | 1u << CASUS_CAUSE},
    {casus_find_times, CASUS_TIME, 1u << CASUS_RELATION},
    {casus_find_quotes, CASUS_QUOTE, 1u << CASUS_RELATION | 1u << CASUS_CAUSE},
    {find_relations, CASUS_RELATION, 0},
    {casus_find_causes, CASUS_CAUSE, 0},
};

typedef struct extraction {
  casus_document *document;
  unsigned kinds;
  bool traced;
  casus_records *found;
  const casus_missed *missed;
  size_t missed_count;
} extraction;

/* Leaves the kinds that were asked for, in order. */
static void keep(casus_records *records, unsigned kinds) {
  size_t count = 0;
  for (size_t i = 0; i < records->count; i++)
    if (kinds >> records->items[i].kind & 1) records->items[count++] = records->items[i];
  records->count = count;
  if (count) qsort(records->items, count, sizeof *records->items, casus_record_compare);
}

static void run(casus_analysis *analysis, const struct extractor *extractor, unsigned kinds) {
  if (((1u << extractor->kind | extractor->needed_for) & kinds) == 0) return;
  analysis->first_record[extractor->kind] = analysis->records.count;
  extractor->find(analysis);
  analysis->record_limit[extractor->kind] = analysis->records.count;
}

static int compare_missed(const void *a, const void *b) {
  const casus_missed *left = a, *right = b;
  return left->start < right->start ? -1 : left->start > right->start;
}

static void extract_all(void *argument) {
  extraction *job = argument;
  casus_document *document = job->document;
  casus_analysis *analysis = casus_arena_zero(&document->arena, sizeof *analysis);
  analysis->document = document;
  analysis->engine = document->engine;
  analysis->arena = &document->arena;
  analysis->traced = job->traced;
  if (document->readable && document->token_count > 0) {
    look_up_words(analysis);
    mark_modality(analysis);
    for (size_t i = 0; i < sizeof extractors / sizeof *extractors; i++)
      run(analysis, &extractors[i], job->kinds);
  }
  job->found = casus_arena_new(&document->arena, casus_records, 1);
  *job->found = (casus_records){analysis->records.count, analysis->records.items};
  keep(job->found, job->kinds);
  job->missed_count = analysis->missed.count;
  job->missed = analysis->missed.items;
  if (!job->missed)
    job->missed = casus_arena_zero(&document->arena, sizeof *job->missed);
  else
    qsort(analysis->missed.items, job->missed_count, sizeof *job->missed, compare_missed);
}

const casus_records *casus_document_extract(casus_document *document, unsigned kinds, casus_error *error) {
  extraction job = {.document = document, .kinds = kinds};
  if (document->readable && casus_rulebook_load(document->engine->rules, error) != CASUS_OK) return NULL;
  if (casus_arena_protect(&document->arena, extract_all, &job)) return job.found;
  casus_fail_nomem(error);
  return NULL;
}

const casus_missed *casus_document_missed(casus_document *document, size_t *count, casus_error *error) {
  extraction job = {.document = document, .kinds = 1u << CASUS_RELATION, .traced = true};
  *count = 0;
  if (document->readable && casus_rulebook_load(document->engine->rules, error) != CASUS_OK) return NULL;
  if (!casus_arena_protect(&document->arena, extract_all, &job)) {
    casus_fail_nomem(error);
    return NULL;
  }
  *count = job.missed_count;
  return job.missed;
}
