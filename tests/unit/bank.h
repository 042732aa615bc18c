/* bank.h - a treebank from a few lines in a test, and what is learnt from it of lemmas and FEATS. */
#ifndef CASUS_TESTS_BANK_H
#define CASUS_TESTS_BANK_H

#include "parse/morphology.h"

#include <string.h>

typedef struct bank {
  casus_arena arena;
  casus_treebank words;
  casus_pool tags;   /* the number of a tag is one less */
  uint32_t *numbers; /* of the tag of each word */
  const char *const *sentences;
} bank;

/* The next part of `*text` up to one of `ends`. */
static inline casus_string bank_part(const char **text, const char *ends) {
  const casus_string part = {*text, strcspn(*text, ends)};
  *text += part.size;
  if (**text) ++*text;
  return part;
}

static inline void bank_fill(void *argument) {
  bank *self = argument;
  struct {
    uint32_t *items;
    size_t count, capacity;
  } numbers = {0};
  casus_treebank_init(&self->words, &self->arena);
  casus_pool_init(&self->tags, &self->arena);
  for (const char *const *sentence = self->sentences; *sentence; sentence++) {
    casus_gold_sentence *into = casus_arena_push(&self->arena, &self->words.sentences);
    *into = (casus_gold_sentence){.first = (uint32_t)self->words.words.count};
    for (const char *at = *sentence; *at;) {
      casus_string parts[4]; /* form, lemma, tag (UPOS and, behind a full stop, XPOS), FEATS */
      uint32_t strings[4];
      for (size_t i = 0; i < 4; i++) parts[i] = bank_part(&at, i < 3 ? "/" : " ");
      *casus_arena_push(&self->arena, &numbers) =
          casus_pool_intern(&self->tags, parts[2].bytes, parts[2].size) - 1;
      for (size_t i = 0; i < parts[2].size; i++)
        if (parts[2].bytes[i] == '.') parts[2].size = i;
      for (size_t i = 0; i < 4; i++)
        strings[i] = casus_pool_intern(&self->words.pool, parts[i].bytes, parts[i].size);
      *casus_arena_push(&self->arena, &self->words.words) =
          (casus_gold_word){.form = strings[0], .lemma = strings[1], .upos = strings[2], .feats = strings[3]};
    }
    into->limit = (uint32_t)self->words.words.count;
  }
  self->numbers = numbers.items;
}

/* `sentences` end with NULL: words as `form/lemma/UPOS.XPOS/FEATS` with spaces between. False when memory
 * ran out. */
static inline bool bank_init(bank *self, const char *const *sentences) {
  *self = (bank){.sentences = sentences};
  casus_arena_init(&self->arena, NULL);
  return casus_arena_protect(&self->arena, bank_fill, self);
}

static inline void bank_free(bank *self) {
  casus_arena_free(&self->arena);
}

static inline uint32_t bank_tag_count(const bank *self) {
  return self->tags.count - 1;
}

static inline uint32_t bank_tag(const bank *self, const char *tag) {
  return casus_pool_find(&self->tags, tag, strlen(tag)) - 1;
}

static inline casus_status bank_train(const bank *self, casus_buffer *into, casus_error *error) {
  return casus_morphology_train(&self->words, self->numbers, bank_tag_count(self), into, error);
}

/* A little English: enough words of a kind that its rules are learnt, and some irregular ones. */
static const char *const bank_english[] = {
    "The/the/DET.DT/Definite=Def parties/party/NOUN.NNS/Number=Plur cities/city/NOUN.NNS/Number=Plur "
    "ladies/lady/NOUN.NNS/Number=Plur babies/baby/NOUN.NNS/Number=Plur duties/duty/NOUN.NNS/Number=Plur "
    "armies/army/NOUN.NNS/Number=Plur",
    "Dogs/dog/NOUN.NNS/Number=Plur dogs/dog/NOUN.NNS/Number=Plur cats/cat/NOUN.NNS/Number=Plur "
    "cars/car/NOUN.NNS/Number=Plur trees/tree/NOUN.NNS/Number=Plur books/book/NOUN.NNS/Number=Plur "
    "TABLES/table/NOUN.NNS/Number=Plur feet/foot/NOUN.NNS/Number=Plur \xC3\xA9t\xC3\xA9s/\xC3\xA9t\xC3\xA9/"
    "NOUN.NNS/Number=Plur",
    "he/he/PRON.PRP/Case=Nom walked/walk/VERB.VBD/Tense=Past walked/walk/VERB.VBD/Tense=Past "
    "talked/talk/VERB.VBD/Tense=Past helped/help/VERB.VBD/Tense=Past jumped/jump/VERB.VBD/Tense=Past "
    "yelled/yell/VERB.VBD/Tense=Past wailed/wail/VERB.VBD/Tense=Past went/go/VERB.VBD/Tense=Past",
    "he/he/PRON.PRP/Case=Nom hoped/hope/VERB.VBD/Tense=Past used/use/VERB.VBD/Tense=Past "
    "moved/move/VERB.VBD/Tense=Past liked/like/VERB.VBD/Tense=Past baked/bake/VERB.VBD/Tense=Past "
    "file/file/VERB.VB/VerbForm=Inf",
    "is/be/AUX.VBZ/Tense=Pres n't/not/PART.RB/Polarity=Neg 's/be/AUX.VBZ/Tense=Pres 's/'s/PART.POS/ "
    "ran/run/VERB.VBD/Number=Plur ran/run/VERB.VBD/Number=Sing ran/run/VERB.VBD/Number=Sing a/_/X.GW/ "
    "b//X.GW/",
    "Mexico/Mexico/PROPN.NNP/Number=Sing Peru/Peru/PROPN.NNP/Number=Sing NATO/NATO/PROPN.NNP/Number=Sing "
    "Chile/Chile/PROPN.NNP/Number=Sing 1990/1990/NUM.CD/NumForm=Digit 27/27/NUM.CD/NumForm=Digit "
    "two/two/NUM.CD/NumForm=Word six/six/NUM.CD/NumForm=Word eight/eight/NUM.CD/NumForm=Word",
    "1,000/1000/NUM.CD/NumForm=Digit 2,500/2500/NUM.CD/NumForm=Digit 10,000/10000/NUM.CD/NumForm=Digit "
    "mexico/Mexico/PROPN.NNP/Number=Sing 4/for/ADP.IN/ rang/ring/VERB.VBD/Tense=Past",
    NULL};

#endif
