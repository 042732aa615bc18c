#include "parse/morphology_format.h"

#include "base/utf8.h"

#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

/* Lower-cases `size` bytes, which stay as many. */
static void fold(const char *from, size_t size, char *to) {
  for (size_t at = 0; at < size;) {
    uint32_t code;
    const size_t length = casus_utf8_decode(from + at, &code);
    casus_utf8_encode(casus_utf8_fold(code), to + at);
    at += length;
  }
}

void casus_morphology_read(casus_morphology_word *self, casus_string form) {
  size_t capitals = 0, letters = 0; /* the latter without capitals */
  bool title = false;
  self->size = form.size;
  for (size_t at = 0; at < form.size;) {
    uint32_t code;
    const size_t length = casus_utf8_decode(form.bytes + at, &code);
    const uint32_t folded = casus_utf8_fold(code);
    casus_utf8_encode(folded, self->folded + at);
    if (folded != code) {
      capitals++;
      title = title || at == 0;
    } else if (casus_utf8_word(code) && !(code >= '0' && code <= '9')) {
      letters++;
    }
    at += length;
  }
  self->key[0] = '^';
  for (size_t i = 0; i < form.size; i++)
    self->key[i + 1] = (char)(self->folded[i] >= '1' && self->folded[i] <= '9' ? '0' : self->folded[i]);
  self->shape = capitals == 0            ? CASUS_SHAPE_LOWER
                : title && capitals == 1 ? CASUS_SHAPE_TITLE
                : letters == 0           ? CASUS_SHAPE_UPPER
                                         : CASUS_SHAPE_MIXED;
}

static bool is_boundary(casus_string form, size_t at) {
  return at == form.size || ((unsigned char)form.bytes[at] & 0xC0) != 0x80;
}

/* The capital of a letter, as long in UTF-8; other characters are returned as they are. */
static uint32_t raise(uint32_t code) {
  static const uint32_t steps[] = {32, 1, 80}; /* between the two in the blocks of casus_utf8_fold */
  for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
    if (code > steps[i] && casus_utf8_fold(code - steps[i]) == code) return code - steps[i];
  return code;
}

static bool drop(char character, casus_morphology_case letters, casus_string form,
                 char room[CASUS_MORPHOLOGY_ROOM], casus_string *lemma) {
  size_t size = 0;
  if (form.size > CASUS_MORPHOLOGY_LONGEST) return false;
  for (size_t i = 0; i < form.size; i++)
    if (form.bytes[i] != character) room[size++] = form.bytes[i];
  if (letters == CASUS_MORPHOLOGY_LOWER) fold(room, size, room);
  *lemma = (casus_string){room, size};
  return size > 0;
}

bool casus_morphology_apply(const casus_morphology_rule *rule, casus_morphology_case letters,
                            const char *text, casus_string form, char room[CASUS_MORPHOLOGY_ROOM],
                            casus_string *lemma) {
  if (rule->back == CASUS_MORPHOLOGY_WHOLE) {
    *lemma = (casus_string){text + rule->text, rule->back_size};
    return true;
  }
  if (rule->front == CASUS_MORPHOLOGY_DROP) return drop(text[rule->text], letters, form, room, lemma);
  const size_t stripped = (size_t)rule->front + rule->back,
               added = (size_t)rule->front_size + rule->back_size;
  if (stripped >= form.size || form.size > CASUS_MORPHOLOGY_LONGEST) return false;
  const casus_string kept = {form.bytes + rule->front, form.size - stripped};
  if (!is_boundary(form, rule->front) || !is_boundary(form, rule->front + kept.size)) return false;
  *lemma = kept;
  if (letters == CASUS_MORPHOLOGY_KEEP && added == 0) return true;
  char *to = room;
  memcpy(to, text + rule->text, rule->front_size);
  to += rule->front_size;
  uint32_t code;
  const size_t first = rule->front ? 0 : casus_utf8_decode(kept.bytes, &code); /* of the form, if kept */
  size_t as_is = kept.size;
  if (letters == CASUS_MORPHOLOGY_LOWER) as_is = 0;
  if (letters == CASUS_MORPHOLOGY_TITLE) as_is = first;
  memcpy(to, kept.bytes, as_is);
  fold(kept.bytes + as_is, kept.size - as_is, to + as_is);
  if (letters == CASUS_MORPHOLOGY_RAISE && first) casus_utf8_encode(raise(code), to);
  to += kept.size;
  memcpy(to, text + rule->text + rule->front_size, rule->back_size);
  *lemma = (casus_string){room, kept.size + added};
  return true;
}

uint64_t casus_morphology_hash(casus_string string) {
  return XXH3_64bits(string.bytes, string.size);
}

uint32_t casus_morphology_case_context(uint32_t tag, const casus_morphology_word *word, bool first,
                                       uint32_t seen) {
  enum { SHAPES = 4, SEEN = CASUS_MORPHOLOGY_SEEN_ALL + 1, ACRONYM = 5 };
  bool bit = false;
  /* What the word itself is evidence for would say nothing. */
  if (word->shape == CASUS_SHAPE_TITLE || word->shape == CASUS_SHAPE_MIXED)
    seen &= CASUS_MORPHOLOGY_SEEN_LOWER;
  if (word->shape == CASUS_SHAPE_LOWER) seen &= CASUS_MORPHOLOGY_SEEN_NAME;
  if (word->shape == CASUS_SHAPE_TITLE) bit = first;
  if (word->shape == CASUS_SHAPE_UPPER) bit = word->size <= ACRONYM;
  return ((tag * SHAPES + word->shape) * SEEN + seen) * 2 + bit;
}
