#include "parse/curriculum.h"

#include <string.h>

/* How often a sentence is read otherwise than it stands, or a feature is not seen. */
static const float UPPER = 0.02f, LOWER = 0.03f, TITLE = 0.02f, NO_STOP = 0.08f, NO_WORD = 0.15f,
                   NO_PART = 0.05f;

/* ---- The treebank as positions */

static uint32_t class_of(casus_inventory *self, casus_string name, casus_arena *adding) {
  for (size_t i = 0; i < self->count; i++)
    if (self->items[i].size == name.size && memcmp(self->items[i].bytes, name.bytes, name.size) == 0)
      return (uint32_t)i;
  if (!adding) return CASUS_CLASS_UNKNOWN;
  *casus_arena_push(adding, self) =
      (casus_string){casus_arena_copy(adding, name.bytes, name.size), name.size};
  return (uint32_t)self->count - 1;
}

static casus_string tag_name(const casus_treebank *bank, const casus_gold_word *word, char *room,
                             size_t size) {
  const casus_string upos = casus_treebank_string(bank, word->upos),
                     xpos = casus_treebank_string(bank, word->xpos);
  if (upos.size + xpos.size + 1 > size) return upos;
  memcpy(room, upos.bytes, upos.size);
  room[upos.size] = '\t';
  memcpy(room + upos.size + 1, xpos.bytes, xpos.size);
  return (casus_string){room, upos.size + 1 + xpos.size};
}

static void fill_positions(casus_curriculum *self, casus_arena *adding) {
  enum { LONGEST_TAG = 256 };
  const casus_treebank *bank = self->bank;
  char room[LONGEST_TAG];
  uint64_t keys[CASUS_FEATURE_COUNT];
  self->positions = casus_arena_new(bank->arena, casus_position, bank->words.count);
  for (size_t i = 0; i < bank->words.count; i++) {
    const casus_gold_word *word = &bank->words.items[i];
    casus_position *position = &self->positions[i];
    casus_feature_keys(casus_treebank_string(bank, word->form), keys);
    for (int k = 0; k < CASUS_FEATURE_COUNT; k++)
      position->rows[k] = casus_vocabulary_row(self->vocabulary, keys[k], (casus_feature)k);
    position->tag = class_of(&self->tags, tag_name(bank, word, room, sizeof room), adding);
    position->feats = class_of(&self->feats, casus_treebank_string(bank, word->feats), adding);
    position->label = class_of(&self->labels, casus_treebank_string(bank, word->deprel), adding);
    position->head = word->head;
  }
}

static uint32_t length_of(const casus_curriculum *self, uint32_t sentence) {
  return self->bank->sentences.items[sentence].limit - self->bank->sentences.items[sentence].first;
}

/* The tables of a model say what FEATS a form may have, and a model parsed this: there is nothing to learn
 * from them. */
static void forget_feats(casus_curriculum *self, const casus_gold_sentence *sentence) {
  for (uint32_t i = sentence->first; i < sentence->limit; i++) self->positions[i].feats = CASUS_CLASS_UNKNOWN;
}

static void fill_sentences(casus_curriculum *self, uint32_t gold_files) {
  const casus_treebank *bank = self->bank;
  const size_t count = bank->sentences.count;
  self->leaf = casus_arena_new(bank->arena, bool, bank->words.count);
  memset(self->leaf, true, bank->words.count * sizeof *self->leaf);
  self->gold = casus_arena_new(bank->arena, uint32_t, count);
  self->silver = casus_arena_new(bank->arena, uint32_t, count);
  self->order = casus_arena_new(bank->arena, uint32_t, count);
  self->longest = 1;
  for (uint32_t i = 0; i < count; i++) {
    const casus_gold_sentence *sentence = &bank->sentences.items[i];
    for (uint32_t j = sentence->first; j < sentence->limit; j++)
      if (bank->words.items[j].head) self->leaf[sentence->first + bank->words.items[j].head - 1] = false;
    if (sentence->file >= gold_files) forget_feats(self, sentence);
    if (length_of(self, i) > CASUS_LONGEST_LESSON) continue;
    if (sentence->file < gold_files)
      self->gold[self->gold_count++] = i;
    else
      self->silver[self->silver_count++] = i;
    if (length_of(self, i) + 1 > self->longest) self->longest = length_of(self, i) + 1;
  }
}

void casus_curriculum_init(casus_curriculum *self, const casus_treebank *bank, uint32_t gold_files,
                           const casus_vocabulary *vocabulary, uint64_t seed) {
  *self = (casus_curriculum){.bank = bank, .vocabulary = vocabulary, .random = seed};
  fill_positions(self, bank->arena);
  fill_sentences(self, gold_files);
  self->punct = class_of(&self->labels, (casus_string){"punct", 5}, NULL);
}

void casus_curriculum_follow(casus_curriculum *self, const casus_treebank *bank,
                             const casus_curriculum *other) {
  *self = (casus_curriculum){.bank = bank,
                             .vocabulary = other->vocabulary,
                             .tags = other->tags,
                             .feats = other->feats,
                             .labels = other->labels,
                             .punct = other->punct};
  fill_positions(self, NULL);
  fill_sentences(self, bank->files);
}

/* ---- Dealing */

static void shuffle(uint32_t *items, size_t count, uint64_t *random) {
  for (size_t i = count; i-- > 1;) {
    const uint32_t j = casus_random_below(random, (uint32_t)i + 1), swap = items[i];
    items[i] = items[j];
    items[j] = swap;
  }
}

void casus_curriculum_rewind(casus_curriculum *self) {
  self->count = self->gold_count;
  self->next = 0;
  memcpy(self->order, self->gold, self->gold_count * sizeof *self->order);
}

size_t casus_curriculum_begin(casus_curriculum *self, float share) {
  size_t words = 0;
  casus_curriculum_rewind(self);
  for (size_t i = 0; i < self->gold_count; i++) words += length_of(self, self->gold[i]);
  const size_t wanted = words + (size_t)((float)words * share);
  for (size_t taken = 0; words < wanted && taken < self->silver_count; taken++) {
    if (self->silver_next == 0) shuffle(self->silver, self->silver_count, &self->random);
    const uint32_t sentence = self->silver[self->silver_next];
    self->silver_next = (self->silver_next + 1) % self->silver_count;
    self->order[self->count++] = sentence;
    words += length_of(self, sentence);
  }
  shuffle(self->order, self->count, &self->random);
  return words;
}

static casus_position *append(casus_batch *batch, const casus_position *words, uint32_t count) {
  casus_position *root = &batch->positions[batch->count];
  for (int k = 0; k < CASUS_FEATURE_COUNT; k++) root->rows[k] = CASUS_FEATURE_NONE;
  root->rows[0] = CASUS_FEATURE_ROOT;
  root->tag = root->feats = root->head = root->label = 0;
  memcpy(root + 1, words, count * sizeof *words);
  batch->count += count + 1;
  batch->starts[++batch->sentences] = batch->count;
  return root + 1;
}

static casus_letters draw_letters(uint64_t *random) {
  const float drawn = casus_random_float(random);
  if (drawn < UPPER) return CASUS_LETTERS_UPPER;
  if (drawn < UPPER + LOWER) return CASUS_LETTERS_LOWER;
  return drawn < UPPER + LOWER + TITLE ? CASUS_LETTERS_TITLE : CASUS_LETTERS_AS_THEY_ARE;
}

static void disturb(casus_curriculum *self, casus_position *words, uint32_t first, uint32_t count) {
  const casus_letters letters = draw_letters(&self->random);
  for (uint32_t i = 0; i < count; i++) {
    uint32_t *rows = words[i].rows;
    if (letters != CASUS_LETTERS_AS_THEY_ARE) {
      const casus_string form = casus_treebank_string(self->bank, self->bank->words.items[first + i].form);
      rows[CASUS_FEATURE_SHAPE] =
          casus_vocabulary_row(self->vocabulary, casus_feature_shape(form, letters), CASUS_FEATURE_SHAPE);
    }
    if (casus_random_float(&self->random) < NO_WORD) rows[CASUS_FEATURE_WORD] = CASUS_FEATURE_WORD;
    for (int k = CASUS_FEATURE_WORD + 1; k < CASUS_FEATURE_COUNT; k++)
      if (casus_random_float(&self->random) < NO_PART) rows[k] = CASUS_FEATURE_NONE;
  }
}

/* The words of a sentence that are shown. */
static uint32_t draw_length(casus_curriculum *self, const casus_gold_sentence *sentence) {
  const uint32_t count = sentence->limit - sentence->first, last = sentence->limit - 1;
  const bool stop = count > 2 && self->leaf[last] && self->positions[last].label == self->punct;
  return stop && casus_random_float(&self->random) < NO_STOP ? count - 1 : count;
}

static void clear(casus_batch *batch) {
  batch->count = batch->sentences = 0;
  batch->starts[0] = 0;
}

static casus_batch *emptiest(casus_batch *batches, uint32_t count) {
  casus_batch *found = batches;
  for (uint32_t i = 1; i < count; i++)
    if (batches[i].count < found->count) found = &batches[i];
  return found;
}

uint32_t casus_curriculum_deal(casus_curriculum *self, casus_batch *batches, uint32_t count, uint32_t words) {
  uint32_t dealt = 0;
  for (uint32_t i = 0; i < count; i++) clear(&batches[i]);
  while (dealt < words && self->next < self->count) {
    const casus_gold_sentence *sentence = &self->bank->sentences.items[self->order[self->next++]];
    const uint32_t length = draw_length(self, sentence);
    casus_position *shown = append(emptiest(batches, count), self->positions + sentence->first, length);
    disturb(self, shown, sentence->first, length);
    dealt += length;
  }
  return dealt;
}

uint32_t casus_curriculum_next(casus_curriculum *self, casus_batch *batch, uint32_t words) {
  uint32_t dealt = 0;
  clear(batch);
  while (dealt < words && self->next < self->count) {
    const casus_gold_sentence *sentence = &self->bank->sentences.items[self->order[self->next++]];
    const uint32_t length = sentence->limit - sentence->first;
    append(batch, self->positions + sentence->first, length);
    dealt += length;
  }
  return dealt;
}
