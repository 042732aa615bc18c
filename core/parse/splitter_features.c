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
  *self = (casus_split_state){.paragraph = paragraph,
                              .paragraph_size = (uint8_t)bucket((uint32_t)paragraph->count),
                              .paragraph_end = paragraph->items[paragraph->count - 1].back};
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
  const bool word = before->back == CASUS_SPLIT_LOWER || before->back == CASUS_SPLIT_COMMA;
  if (next->shape == CASUS_SPLIT_LOWER) return !(word || before->back == CASUS_SPLIT_HYPHEN);
  if (next->shape == CASUS_SPLIT_COMMA || next->shape == CASUS_SPLIT_STOP) return false;
  return true;
}

static uint32_t pack(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  return a | b << 8 | c << 16 | d << 24;
}

void casus_split_features(const casus_split_state *self, uint32_t at, uint32_t bits,
                          uint32_t features[CASUS_SPLIT_FEATURES]) {
  const casus_split_paragraph *paragraph = self->paragraph;
  const casus_split_token *l3 = token_at(paragraph, at, -3), *l2 = token_at(paragraph, at, -2),
                          *l1 = token_at(paragraph, at, -1), *r1 = token_at(paragraph, at, 0),
                          *r2 = token_at(paragraph, at, 1), *r3 = token_at(paragraph, at, 2),
                          *first = &paragraph->items[self->first];
  const uint32_t gap = r1->gap * 2u + (r1->flags & CASUS_SPLIT_RULE);
  const uint32_t around = pack(l1->back, r1->shape, gap, 0);
  const uint32_t length = at - self->first, rest = (uint32_t)paragraph->count - at;
  const uint32_t finite = (self->finite ? 1u : 0) + (r1->flags & CASUS_SPLIT_FINITE_AHEAD ? 2u : 0);
  const uint32_t small = self->small == 0 ? 0 : self->small * 2 < length ? 1 : 2;
  uint32_t count = 0;
#define ADD(a, b)                                                                                            \
  do {                                                                                                       \
    uint64_t hash = (uint64_t)(a)*UINT64_C(0x9E3779B97F4A7C15) +                                             \
                    (uint64_t)(b)*UINT64_C(0xC2B2AE3D27D4EB4F) + (count + 1) * UINT64_C(0xD6E8FEB86659FD93); \
    hash ^= hash >> 32;                                                                                      \
    hash *= UINT64_C(0xD6E8FEB86659FD93);                                                                    \
    features[count++] = (uint32_t)(hash >> (64 - bits));                                                     \
  } while (0)
  ADD(gap, 0);
  ADD(around, 0);
  ADD(around, l2->back);
  ADD(around, r2->shape);
  ADD(around, pack(l2->back, r2->shape, 0, 0));
  ADD(around, pack(l3->back, l2->back, 0, 0));
  ADD(around, pack(r2->shape, r3->shape, 0, 0));
  ADD(l1->hash, r1->shape);
  ADD(r1->hash, pack(l1->back, r1->shape, 0, 0));
  ADD(l1->hash, r1->hash);
  ADD(r1->hash, r2->hash);
  ADD(l2->hash, l1->hash);
  ADD(r2->hash, pack(l1->back, r1->shape, 0, 0));
  ADD(around, pack(l1->kind, r1->kind, 0, 0));
  ADD(around, pack(l1->kind, r1->kind, r2->kind, 0));
  ADD(around, pack(l2->kind, l1->kind, r1->kind, 0));
  ADD(pack(l1->back, r1->kind, r2->kind, r3->kind), 0);
  ADD(around, pack(bucket(length), 0, 0, 0));
  ADD(around, pack(bucket(length), finite, 0, 0));
  ADD(around, pack(bucket(r1->ahead), r1->ahead_end, finite, 0));
  ADD(around, pack(bucket(length), bucket(r1->ahead), 0, 0));
  ADD(around, pack(self->quote, self->depth, r2->shape, 0));
  ADD(around, pack(self->paragraph_size, self->paragraph_end, 0, 0));
  ADD(around, pack(bucket(rest), r1->ahead_end, 0, 0));
  ADD(around, pack(first->shape, bucket(length), 0, 0));
  ADD(around, first->hash);
  ADD(around, pack(self->before_length, self->before_end, 0, 0));
  ADD(around, pack(small, bucket(length), finite, 0));
  ADD(l1->suffix, pack(l1->back, r1->shape, 1, 0));
  ADD(pack(l1->kind, r1->kind, finite, small), pack(l1->back, r1->shape, gap, 0));
  ADD(r1->hash, pack(l1->kind, l1->back, finite, 0));
  ADD(l1->hash, pack(r1->kind, r1->shape, gap, 0));
#undef ADD
}
