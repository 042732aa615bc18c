#include "parse/splitter_features.h"

#include "text/segmentation.h"

static const casus_split_token nothing = {.row = 0};

static const casus_split_token *token_at(const casus_split_paragraph *self, uint32_t at, int offset) {
  const int64_t index = (int64_t)at + offset;
  return index < 0 || index >= (int64_t)self->count ? &nothing : &self->items[index];
}

/* Lengths that say much the same are one. */
static uint32_t bucket(uint32_t length) {
  static const uint8_t small[] = {0, 1, 2, 3, 4, 5, 5, 6, 6, 6, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8, 8};
  if (length < sizeof small) return small[length];
  return length < 36 ? 9 : length < 60 ? 10 : 11;
}

static void read(casus_split_state *self, const casus_split_token *token) {
  self->small += token->shape == CASUS_SPLIT_LOWER;
  self->finite = self->finite || casus_split_finite(token);
  switch (token->shape) {
  case CASUS_SPLIT_OPEN_QUOTE: self->quote = 1; break;
  case CASUS_SPLIT_CLOSE_QUOTE: self->quote = 0; break;
  case CASUS_SPLIT_OPEN: self->depth = self->depth < 3 ? self->depth + 1 : 3; break;
  case CASUS_SPLIT_CLOSE: self->depth = self->depth > 0 ? self->depth - 1 : 0; break;
  default: break;
  }
}

void casus_split_begin(casus_split_state *self, const casus_split_paragraph *paragraph) {
  *self = (casus_split_state){.paragraph = paragraph};
  read(self, &paragraph->items[0]);
}

void casus_split_step(casus_split_state *self, uint32_t at, bool begins) {
  const casus_split_paragraph *paragraph = self->paragraph;
  if (begins) {
    self->before_length = (uint8_t)bucket(at - self->first);
    self->before_end = paragraph->items[at - 1].back;
    self->first = at;
    self->small = 0;
    self->finite = false;
  }
  read(self, &paragraph->items[at]);
}

bool casus_split_candidate(const casus_split_paragraph *self, uint32_t at) {
  const casus_split_token *before = &self->items[at - 1], *next = &self->items[at];
  if (next->flags & CASUS_SPLIT_JOINED) return false;
  if (next->flags & CASUS_SPLIT_RULE || next->gap == CASUS_GAP_LINE) return true;
  if (next->shape == CASUS_SPLIT_LOWER)
    return before->back != CASUS_SPLIT_LOWER && before->back != CASUS_SPLIT_COMMA &&
           before->back != CASUS_SPLIT_HYPHEN;
  if (next->shape == CASUS_SPLIT_COMMA || next->shape == CASUS_SPLIT_STOP) return false;
  return true;
}

bool casus_split_is_marked(const casus_split_paragraph *self, uint32_t at) {
  const casus_split_token *before = &self->items[at - 1], *next = &self->items[at];
  return next->flags & CASUS_SPLIT_RULE || next->gap == CASUS_GAP_LINE ||
         casus_split_ends((casus_split_shape)before->back) || casus_split_has_stop(before);
}

static uint32_t pack(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  return a | b << 8 | c << 16 | d << 24;
}

/* A place where a sentence may begin: the tokens on its left and right, numbered from it. */
typedef struct place {
  const casus_split_state *state;
  const casus_split_token *l1, *l2, *l3, *r1, *r2, *r3, *first;
  uint32_t gap;         /* with the opinion of the rules */
  uint32_t around;      /* the shapes beside it, and the gap */
  uint32_t length;      /* of the sentence so far */
  uint32_t finite;      /* whether there are finite verbs before and behind it */
  uint32_t bits, count; /* of the features */
  uint32_t *const numbers;
} place;

/* The next feature, which has two values. */
static inline void add(place *self, uint32_t a, uint32_t b) {
  const uint64_t odd = UINT64_C(0xD6E8FEB86659FD93);
  uint64_t hash =
      a * UINT64_C(0x9E3779B97F4A7C15) + b * UINT64_C(0xC2B2AE3D27D4EB4F) + (self->count + 1) * odd;
  hash = (hash ^ hash >> 32) * odd;
  self->numbers[self->count++] = (uint32_t)(hash >> (64 - self->bits));
}

static void add_shapes(place *self) {
  add(self, self->gap, 0);
  add(self, self->l1->back, self->gap);
  add(self, self->r1->shape, self->gap);
  add(self, self->around, self->l2->back);
  add(self, self->around, pack(self->l2->back, self->r2->shape, 0, 0));
  add(self, self->around, pack(self->l3->back, self->l2->back, 0, 0));
  add(self, self->around, pack(self->r2->shape, self->r3->shape, 0, 0));
}

static void add_words(place *self) {
  const uint32_t shapes = pack(self->l1->back, self->r1->shape, 0, 0);
  add(self, self->l1->hash, self->gap);
  add(self, self->r1->hash, self->gap);
  add(self, self->r1->hash, shapes);
  add(self, self->l1->hash, self->r1->hash);
  add(self, self->l2->hash, self->l1->hash);
  add(self, self->l1->hash, pack(self->r1->kind, self->r1->shape, self->gap, 0));
  add(self, self->r1->hash, pack(self->l1->kind, self->l1->back, self->finite, 0));
  add(self, self->l1->suffix, shapes);
  add(self, self->r1->suffix, self->around);
}

static void add_kinds(place *self) {
  add(self, self->l1->kind, self->gap);
  add(self, self->r1->kind, self->gap);
  add(self, self->around, pack(self->l1->kind, self->r1->kind, 0, 0));
  add(self, self->around, pack(self->l1->kind, self->r1->kind, self->r2->kind, 0));
  add(self, self->around, pack(self->l2->kind, self->l1->kind, self->r1->kind, 0));
  add(self, self->gap, pack(self->l3->kind, self->l2->kind, self->l1->kind, self->r1->kind));
  add(self, self->l1->back, pack(self->r1->kind, self->r2->kind, self->r3->kind, 0));
}

static void add_sentence(place *self) {
  const casus_split_state *state = self->state;
  const uint32_t length = bucket(self->length);
  const uint32_t small = state->small == 0 ? 0 : state->small * 2 < self->length ? 1 : 2;
  add(self, length, self->gap);
  add(self, self->first->shape, self->gap);
  add(self, self->l1->back, pack(self->gap, self->finite, 0, 0));
  add(self, self->r1->shape, pack(self->gap, self->finite, 0, 0));
  add(self, self->around, pack(length, self->finite, 0, 0));
  add(self, self->around, pack(length, self->finite, small, 0));
  add(self, self->around, pack(self->l1->kind, self->r1->kind, self->finite, small));
  add(self, self->around, pack(self->first->shape, length, 0, 0));
  add(self, self->around, self->first->hash);
  add(self, self->around, pack(state->quote, state->depth, self->r2->shape, 0));
  add(self, self->around, pack(state->before_length, state->before_end, 0, 0));
}

void casus_split_features(const casus_split_state *self, uint32_t at, uint32_t bits,
                          uint32_t features[CASUS_SPLIT_FEATURES]) {
  const casus_split_paragraph *paragraph = self->paragraph;
  const casus_split_token *l1 = token_at(paragraph, at, -1), *r1 = token_at(paragraph, at, 0);
  const uint32_t gap = r1->gap * 2u + (r1->flags & CASUS_SPLIT_RULE);
  place here = {.state = self,
                .l1 = l1,
                .l2 = token_at(paragraph, at, -2),
                .l3 = token_at(paragraph, at, -3),
                .r1 = r1,
                .r2 = token_at(paragraph, at, 1),
                .r3 = token_at(paragraph, at, 2),
                .first = &paragraph->items[self->first],
                .gap = gap,
                .around = pack(l1->back, r1->shape, gap, 0),
                .length = at - self->first,
                .finite = (self->finite ? 1u : 0) + (r1->flags & CASUS_SPLIT_FINITE_AHEAD ? 2u : 0),
                .bits = bits,
                .numbers = features};
  add_shapes(&here);
  add_words(&here);
  add_kinds(&here);
  add_sentence(&here);
}
