#include "parse/splitter_lexicon.h"

#include "parse/splitter_tokens.h"
#include "text/characters.h"

#include <stdlib.h>
#include <string.h>

/* Words and ends of words are counted by their hashes. A word that was seen once is left out: that is how
 * those will look that were never seen. */
enum { KINDS = CASUS_KIND_MASK + 1, LEAST_WORD = 2, LEAST_SUFFIX = 5, RARE = 4 };

typedef struct entry {
  uint32_t hash;
  uint32_t count; /* 0: a free slot */
  uint32_t kinds[KINDS];
  uint32_t inner, capitals; /* how often within a sentence, and how often with a capital there */
} entry;

typedef struct counts {
  entry *slots;
  size_t mask;
} counts;

static entry *entry_of(counts *self, uint32_t hash) {
  size_t at = hash & self->mask;
  while (self->slots[at].count && self->slots[at].hash != hash) at = (at + 1) & self->mask;
  return &self->slots[at];
}

static void init_counts(counts *self, size_t most, casus_arena *arena) {
  size_t room = 64;
  while (room < 2 * most) room *= 2;
  self->slots = casus_arena_zero(arena, room * sizeof *self->slots);
  self->mask = room - 1;
}

static bool contains(casus_string text, const char *wanted) {
  const size_t size = strlen(wanted);
  for (size_t i = 0; i + size <= text.size; i++)
    if (memcmp(text.bytes + i, wanted, size) == 0) return true;
  return false;
}

static uint32_t kind_of(const casus_treebank *bank, const casus_gold_word *word) {
  static const char *const names[] = {"ADJ",  "ADP",  "ADV",   "AUX",   "CCONJ", "DET", "INTJ", "NOUN", "NUM",
                                      "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"};
  const casus_string upos = casus_treebank_string(bank, word->upos);
  const bool finite = contains(casus_treebank_string(bank, word->feats), "VerbForm=Fin");
  if (finite && contains(upos, "VERB")) return CASUS_KIND_FINITE_VERB;
  if (finite && contains(upos, "AUX")) return CASUS_KIND_FINITE_AUXILIARY;
  for (uint32_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strlen(names[i]) == upos.size && memcmp(names[i], upos.bytes, upos.size) == 0) return i + 1;
  return CASUS_KIND_UNKNOWN;
}

static void count_words(counts *self, const casus_treebank *bank) {
  for (size_t s = 0; s < bank->sentences.count; s++) {
    const casus_gold_sentence *sentence = &bank->sentences.items[s];
    for (uint32_t i = sentence->first; i < sentence->limit; i++) {
      const casus_gold_word *word = &bank->words.items[i];
      const casus_string form = casus_treebank_string(bank, word->form);
      casus_split_token token;
      uint32_t size;
      casus_split_hash(form, &token);
      entry *one = entry_of(self, token.hash);
      one->hash = token.hash;
      one->count++;
      one->kinds[kind_of(bank, word)]++;
      if (i == sentence->first) continue;
      one->inner++;
      one->capitals += casus_class_at(form.bytes, &size) == CASUS_CLASS_UPPER;
    }
  }
}

/* The ends of words are known from rare words, as it is those that they have to stand for. */
static void count_suffixes(counts *self, counts *words, const casus_treebank *bank) {
  for (size_t i = 0; i < bank->words.count; i++) {
    const casus_gold_word *word = &bank->words.items[i];
    casus_split_token token;
    casus_split_hash(casus_treebank_string(bank, word->form), &token);
    if (entry_of(words, token.hash)->count > RARE) continue;
    entry *one = entry_of(self, token.suffix);
    one->hash = token.suffix;
    one->count++;
    one->kinds[kind_of(bank, word)]++;
  }
}

static uint32_t packed(const entry *self) {
  uint32_t best = 0, usual = 0;
  for (uint32_t i = 1; i < KINDS; i++)
    if (self->kinds[i] > self->kinds[best]) best = i;
  if (self->inner)
    usual = self->capitals * 10 < self->inner ? 1 : self->capitals * 10 > self->inner * 9 ? 3 : 2;
  const uint32_t kind = best | usual << CASUS_KIND_CASE_SHIFT;
  return (self->hash >> CASUS_LEXICON_KIND_BITS) << CASUS_LEXICON_KIND_BITS | kind;
}

static int by_count(const void *left, const void *right) {
  const entry *a = left, *b = right;
  if (a->count != b->count) return a->count < b->count ? 1 : -1;
  return (a->hash > b->hash) - (a->hash < b->hash);
}

static void write_entries(counts *self, uint32_t least, uint32_t *lexicon, uint32_t bits) {
  const size_t room = self->mask + 1;
  qsort(self->slots, room, sizeof *self->slots, by_count);
  for (size_t i = 0; i < room && self->slots[i].count >= least; i++) {
    uint32_t *bucket = lexicon + casus_lexicon_bucket(self->slots[i].hash, bits);
    for (int k = 0; k < CASUS_LEXICON_BUCKET; k++) {
      if (bucket[k]) continue;
      bucket[k] = packed(&self->slots[i]);
      break;
    }
  }
}

uint32_t *casus_split_learn_lexicon(const casus_treebank *bank, uint32_t bits, casus_arena *arena) {
  uint32_t *lexicon = casus_arena_zero(arena, ((size_t)1 << bits) * CASUS_LEXICON_BUCKET * sizeof *lexicon);
  counts words, suffixes;
  init_counts(&words, bank->words.count, arena);
  init_counts(&suffixes, bank->words.count, arena);
  count_words(&words, bank);
  count_suffixes(&suffixes, &words, bank);
  write_entries(&suffixes, LEAST_SUFFIX, lexicon, bits);
  write_entries(&words, LEAST_WORD, lexicon, bits);
  return lexicon;
}
