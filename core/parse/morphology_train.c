#include "parse/morphology_learn.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

/* Chosen by words of the training parts of two English treebanks that were held out. */
enum {
  RARE_RULE = 3,     /* a rule that fewer forms need is for whole words only */
  FREQUENT_FORM = 3, /* a form seen as often is listed even where the rules do for it: that is faster */
};
static const double EDIT_CAUTION = 1, EDIT_BONUS = 20, CASE_CAUTION = 2, FEATS_CAUTION = 1;

typedef struct sample { /* a word of the bank; numbers of its pool but for feats */
  uint32_t form, tag, lemma, feats;
  bool first;
} sample;

typedef struct known { /* a form with a tag */
  casus_string form, lemma;
  uint32_t tag, count, feats, list, rule;
  casus_morphology_case letters;
  bool whole, digits; /* the rule is for the whole word; it adds digits */
  bool first, later;  /* was seen at the front of a sentence, and elsewhere */
  casus_morphology_word word;
} known;

typedef struct training {
  const casus_treebank *bank;
  const uint32_t *tags;
  casus_buffer *into;
  casus_error *error;
  casus_status status;

  casus_arena arena;
  sample *samples;
  size_t sample_count;
  known *known;
  size_t known_count;
  casus_pool lemmas;
  uint8_t *lemma_seen; /* what was seen of each of them */
  casus_morphology_content content;
} training;

/* ---- What the bank has */

#define COMPARE(field)                                                                                       \
  if (a->field != b->field) return a->field < b->field ? -1 : 1

static int by_lemma(const void *left, const void *right) {
  const sample *a = left, *b = right;
  COMPARE(form);
  COMPARE(tag);
  COMPARE(lemma);
  COMPARE(first);
  return 0;
}

static int by_tag(const void *left, const void *right) {
  const sample *a = left, *b = right;
  COMPARE(tag);
  COMPARE(feats);
  return 0;
}

static int by_count(const void *left, const void *right) {
  const casus_morphology_candidate *a = left, *b = right;
  if (a->count != b->count) return a->count > b->count ? -1 : 1;
  COMPARE(feats);
  return 0;
}

static bool take_samples(training *self) {
  const casus_treebank *bank = self->bank;
  uint32_t *group_of = casus_arena_zero(&self->arena, bank->pool.count * sizeof *group_of);
  self->samples = casus_arena_new(&self->arena, sample, bank->words.count + 1);
  self->content.groups = casus_arena_new(&self->arena, uint32_t, self->content.tag_count + 1);
  for (uint32_t i = 0; i < self->content.tag_count; i++) self->content.groups[i] = i;
  for (size_t s = 0; s < bank->sentences.count; s++) {
    const casus_gold_sentence *sentence = &bank->sentences.items[s];
    for (uint32_t i = sentence->first; i < sentence->limit; i++) {
      const casus_gold_word *word = &bank->words.items[i];
      const casus_string string = casus_treebank_string(bank, word->feats);
      const uint32_t tag = self->tags[i];
      if (tag >= self->content.tag_count) return false;
      const uint32_t feats = casus_pool_intern(&self->content.feats, string.bytes, string.size);
      if (group_of[word->upos] == 0) group_of[word->upos] = tag + 1;
      self->content.groups[tag] = group_of[word->upos] - 1;
      self->samples[self->sample_count++] =
          (sample){word->form, tag, word->lemma, feats, i == sentence->first};
    }
  }
  return true;
}

/* The number of the list of the FEATS of samples that stand in order of them. */
static uint32_t list_of(training *self, const sample *samples, size_t count,
                        casus_morphology_candidate *candidates) {
  size_t distinct = 0;
  for (size_t i = 0; i < count; i++) {
    if (i == 0 || samples[i].feats != samples[i - 1].feats)
      candidates[distinct++] = (casus_morphology_candidate){samples[i].feats, 0};
    candidates[distinct - 1].count++;
  }
  qsort(candidates, distinct, sizeof *candidates, by_count);
  if (distinct == 1) candidates->count = 1;
  return casus_pool_intern(&self->content.lists, (const char *)candidates, distinct * sizeof *candidates) - 1;
}

static void list_tags(training *self, casus_morphology_candidate *candidates) {
  self->content.tag_lists = casus_arena_new(&self->arena, uint32_t, self->content.tag_count + 1);
  const sample none = {.feats = 0};
  for (uint32_t i = 0; i < self->content.tag_count; i++)
    self->content.tag_lists[i] = list_of(self, &none, 1, candidates);
  qsort(self->samples, self->sample_count, sizeof *self->samples, by_tag);
  for (size_t i = 0, limit; i < self->sample_count; i = limit) {
    for (limit = i; limit < self->sample_count && self->samples[limit].tag == self->samples[i].tag;) limit++;
    self->content.tag_lists[self->samples[i].tag] = list_of(self, self->samples + i, limit - i, candidates);
  }
}

static bool has_digit(casus_string string) {
  for (size_t i = 0; i < string.size; i++)
    if (string.bytes[i] >= '0' && string.bytes[i] <= '9') return true;
  return false;
}

/* The string of a rule in the pool is its numbers and its text. */
static uint32_t rule_number(training *self, const casus_morphology_change *change,
                            const casus_morphology_word *word) {
  const uint16_t head[CASUS_MORPHOLOGY_RULE_NUMBERS] = {
      (uint16_t)change->front_text.size, (uint16_t)change->back_text.size, change->front, change->back};
  const bool strips = change->front != CASUS_MORPHOLOGY_DROP && change->back != CASUS_MORPHOLOGY_WHOLE;
  const casus_string parts[] = {
      {(const char *)head, sizeof head},
      change->front_text,
      change->back_text,
      {word->folded, strips ? change->front : 0},
      {word->folded + word->size - (strips ? change->back : 0), strips ? change->back : 0},
  };
  size_t size = 0;
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) size += parts[i].size;
  char *const bytes = casus_arena_alloc(&self->arena, size), *at = bytes;
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    memcpy(at, parts[i].bytes, parts[i].size);
    at += parts[i].size;
  }
  return casus_pool_intern(&self->content.rules, bytes, size) - 1;
}

/* What the samples of one form and tag, in order of their lemmas, say; their order changes. */
static void take_known(training *self, sample *samples, size_t count,
                       casus_morphology_candidate *candidates) {
  known *into = &self->known[self->known_count++];
  size_t most = 0;
  *into = (known){.form = casus_treebank_string(self->bank, samples->form),
                  .tag = samples->tag,
                  .count = (uint32_t)count};
  for (size_t i = 0, run = 0; i < count; i++) {
    run = i > 0 && samples[i].lemma == samples[i - 1].lemma ? run + 1 : 1;
    if (run > most) into->lemma = casus_treebank_string(self->bank, samples[i].lemma);
    if (run > most) most = run;
    into->first = into->first || samples[i].first;
    into->later = into->later || !samples[i].first;
  }
  qsort(samples, count, sizeof *samples, by_tag);
  into->list = list_of(self, samples, count, candidates);
  into->feats = candidates->feats;
  const casus_morphology_change change = casus_morphology_compare(into->form, into->lemma);
  casus_morphology_read(&into->word, into->form);
  into->rule = rule_number(self, &change, &into->word);
  into->letters = change.letters;
  into->whole = change.back == CASUS_MORPHOLOGY_WHOLE;
  into->digits = has_digit(change.front_text) || has_digit(change.back_text);
}

static void take_all_known(training *self) {
  casus_morphology_candidate *candidates =
      casus_arena_new(&self->arena, casus_morphology_candidate, self->sample_count + 1);
  list_tags(self, candidates);
  qsort(self->samples, self->sample_count, sizeof *self->samples, by_lemma);
  size_t forms = 0;
  for (size_t i = 0; i < self->sample_count; i++)
    forms += i == 0 || self->samples[i].form != self->samples[i - 1].form ||
             self->samples[i].tag != self->samples[i - 1].tag;
  self->known = casus_arena_new(&self->arena, known, forms + 1);
  for (size_t i = 0, limit; i < self->sample_count; i = limit) {
    const sample *one = &self->samples[i];
    const size_t size = casus_treebank_string(self->bank, one->form).size;
    for (limit = i; limit < self->sample_count && self->samples[limit].form == one->form &&
                    self->samples[limit].tag == one->tag;)
      limit++;
    if (size > 0 && size <= CASUS_MORPHOLOGY_LONGEST)
      take_known(self, self->samples + i, limit - i, candidates);
  }
}

/* ---- Lemmas that are known */

static void add_pair(training *self, enum casus_morphology_kind kind, uint32_t context, casus_string string,
                     uint32_t number) {
  *casus_arena_push(&self->arena, &self->content.pairs) =
      (casus_morphology_pair){casus_morphology_key(kind, context, casus_morphology_hash(string)),
                              (uint32_t)kind << CASUS_MORPHOLOGY_KIND_SHIFT | number};
}

/* The number in `lemmas` of a lemma in lower case, with the group of its tag in front. */
static uint32_t lemma_number(training *self, const known *one) {
  casus_morphology_word word;
  char bytes[sizeof(uint32_t) + CASUS_MORPHOLOGY_LONGEST];
  if (one->lemma.size == 0 || one->lemma.size > CASUS_MORPHOLOGY_LONGEST) return 0;
  casus_morphology_read(&word, one->lemma);
  memcpy(bytes, &self->content.groups[one->tag], sizeof(uint32_t));
  memcpy(bytes + sizeof(uint32_t), word.folded, word.size);
  return casus_pool_intern(&self->lemmas, bytes, sizeof(uint32_t) + word.size);
}

static void learn_lemmas(training *self) {
  self->lemma_seen = casus_arena_zero(&self->arena, self->known_count + 1);
  for (size_t i = 0; i < self->known_count; i++) {
    static const uint8_t seen[] = {[CASUS_SHAPE_LOWER] = CASUS_MORPHOLOGY_SEEN_LOWER,
                                   [CASUS_SHAPE_TITLE] = CASUS_MORPHOLOGY_SEEN_NAME,
                                   [CASUS_SHAPE_MIXED] = CASUS_MORPHOLOGY_SEEN_NAME,
                                   [CASUS_SHAPE_UPPER] = 0};
    const known *one = &self->known[i];
    self->lemma_seen[lemma_number(self, one)] |= seen[one->word.shape];
  }
  for (uint32_t i = 1; i < self->lemmas.count; i++) {
    uint32_t group;
    const casus_string string = casus_pool_get(&self->lemmas, i);
    memcpy(&group, string.bytes, sizeof group);
    add_pair(self, CASUS_MORPHOLOGY_LEMMA, group,
             (casus_string){string.bytes + sizeof group, string.size - sizeof group}, self->lemma_seen[i]);
  }
}

/* ---- Suffixes */

static casus_morphology_example example_of(const known *one, uint32_t context, uint32_t answer) {
  return (casus_morphology_example){context, {one->word.key, one->word.size + 1}, answer, false};
}

static void learn_edits(training *self, casus_morphology_example *examples) {
  uint32_t *needed = casus_arena_zero(&self->arena, (self->content.rules.count + 1) * sizeof *needed);
  const casus_morphology_suffixes edits = {.kind = CASUS_MORPHOLOGY_EDIT,
                                           .depth = CASUS_MORPHOLOGY_EDIT_DEPTH,
                                           .caution = EDIT_CAUTION,
                                           .choices = &self->content.choices,
                                           .bonus = EDIT_BONUS};
  size_t count = 0;
  for (size_t i = 0; i < self->known_count; i++) needed[self->known[i].rule]++;
  for (size_t i = 0; i < self->known_count; i++) {
    const known *one = &self->known[i];
    const bool rare = one->whole || one->digits || needed[one->rule] < RARE_RULE;
    /* All digits are alike in a key: what is said of one number must not be said of another. */
    if (rare && has_digit(one->form)) continue;
    examples[count] = example_of(one, one->tag, one->rule);
    examples[count++].rare = rare;
  }
  casus_morphology_grow(&edits, examples, count, &self->arena, &self->content.pairs);
}

static void learn_cases(training *self, casus_morphology_example *examples) {
  const casus_morphology_suffixes cases = {
      .kind = CASUS_MORPHOLOGY_CASE, .depth = CASUS_MORPHOLOGY_CASE_DEPTH, .caution = CASE_CAUTION};
  size_t count = 0;
  for (size_t i = 0; i < self->known_count; i++) {
    const known *one = &self->known[i];
    const uint32_t seen = self->lemma_seen[lemma_number(self, one)];
    if (one->whole) continue;
    if (one->word.shape == CASUS_SHAPE_LOWER && !(seen & CASUS_MORPHOLOGY_SEEN_NAME)) continue;
    for (unsigned first = 0; first < 2; first++) {
      if (!(first ? one->first : one->later)) continue;
      const uint32_t context = casus_morphology_case_context(one->tag, &one->word, first, seen);
      examples[count++] = example_of(one, context, one->letters);
    }
  }
  casus_morphology_grow(&cases, examples, count, &self->arena, &self->content.pairs);
}

static void learn_feats(training *self, casus_morphology_example *examples) {
  const casus_morphology_suffixes feats = {
      .kind = CASUS_MORPHOLOGY_FEATS, .depth = CASUS_MORPHOLOGY_FEATS_DEPTH, .caution = FEATS_CAUTION};
  for (size_t i = 0; i < self->known_count; i++)
    examples[i] = example_of(&self->known[i], self->known[i].tag, self->known[i].feats);
  casus_morphology_grow(&feats, examples, self->known_count, &self->arena, &self->content.pairs);
}

/* ---- Forms that the rules do not do for */

static bool rules_do(const casus_morphology *rules, const known *one) {
  for (unsigned first = 0; first < 2; first++) {
    char room[CASUS_MORPHOLOGY_ROOM];
    uint32_t feats;
    if (!(first ? one->first : one->later)) continue;
    const casus_string lemma = casus_morphology_find(rules, one->form, one->tag, first, room, &feats);
    if (feats != one->feats || lemma.size != one->lemma.size ||
        memcmp(lemma.bytes, one->lemma.bytes, lemma.size) != 0)
      return false;
  }
  return true;
}

static void list_forms(training *self, const casus_morphology *rules) {
  for (size_t i = 0; i < self->known_count; i++) {
    const known *one = &self->known[i];
    const bool one_feats =
        casus_pool_get(&self->content.lists, one->list + 1).size == sizeof(casus_morphology_candidate);
    if (one->count < FREQUENT_FORM && one_feats && rules_do(rules, one)) continue;
    const casus_morphology_entry entry = {
        .rule = one->rule, .letters = (uint16_t)one->letters, .feats = one->feats, .list = one->list};
    add_pair(self, CASUS_MORPHOLOGY_FORM, one->tag, one->form,
             casus_pool_intern(&self->content.entries, (const char *)&entry, sizeof entry) - 1);
  }
}

static void train(void *argument) {
  training *self = argument;
  casus_pool *pools[] = {&self->content.rules,   &self->content.choices, &self->content.lists,
                         &self->content.entries, &self->content.feats,   &self->lemmas};
  for (size_t i = 0; i < sizeof pools / sizeof *pools; i++) casus_pool_init(pools[i], &self->arena);
  if (!take_samples(self)) {
    self->status = casus_fail(self->error, CASUS_MISUSE, 0, "a tag that is not below the number of tags");
    return;
  }
  take_all_known(self);
  casus_morphology_example *examples =
      casus_arena_new(&self->arena, casus_morphology_example, 2 * self->known_count + 1);
  learn_lemmas(self);
  learn_edits(self, examples);
  learn_cases(self, examples);
  learn_feats(self, examples);
  casus_morphology rules;
  casus_string section = casus_morphology_write(&self->content, &self->arena);
  self->status =
      casus_morphology_load(&rules, section.bytes, section.size, self->content.tag_count, self->error);
  if (self->status != CASUS_OK) return;
  list_forms(self, &rules);
  section = casus_morphology_write(&self->content, &self->arena);
  self->status =
      casus_morphology_load(&rules, section.bytes, section.size, self->content.tag_count, self->error);
  if (self->status == CASUS_OK) casus_buffer_append(self->into, section.bytes, section.size);
}

casus_status casus_morphology_train(const casus_treebank *bank, const uint32_t *tags, uint32_t tag_count,
                                    casus_buffer *into, casus_error *error) {
  training job = {.bank = bank,
                  .tags = tags,
                  .content.tag_count = tag_count,
                  .into = into,
                  .error = error,
                  .status = CASUS_OK};
  casus_arena_init(&job.arena, &into->allocator);
  if (!casus_arena_protect(&job.arena, train, &job) || into->failed) job.status = casus_fail_nomem(error);
  casus_arena_free(&job.arena);
  return job.status;
}
