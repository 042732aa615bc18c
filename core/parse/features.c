#include "parse/features.h"

#include "base/utf8.h"

#include <string.h>
#include <xxhash.h>

/* The form in small letters, with 0 for digits; of a long one, its two ends. */
static size_t normalise(casus_string form, char *into) {
  size_t size = 0, at = 0;
  while (at < form.size) {
    if (size + 4 > CASUS_FEATURE_LONGEST && form.size - at > CASUS_FEATURE_LONGEST) {
      at = form.size - CASUS_FEATURE_LONGEST;
      while (((unsigned char)form.bytes[at] & 0xC0) == 0x80) at++;
    }
    const unsigned char byte = (unsigned char)form.bytes[at];
    if (byte < 0x80) {
      into[size++] = (char)(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte >= '0' && byte <= '9' ? '0' : byte);
      at++;
    } else {
      uint32_t code;
      at += casus_utf8_decode(form.bytes + at, &code);
      size += casus_utf8_encode(casus_utf8_fold(code), into + size);
    }
  }
  return size;
}

static char letter_class(char class, casus_letters letters, bool first) {
  if (class != 'X' && class != 'x') return class;
  switch (letters) {
  case CASUS_LETTERS_AS_THEY_ARE: return class;
  case CASUS_LETTERS_LOWER: return 'x';
  case CASUS_LETTERS_UPPER: return 'X';
  case CASUS_LETTERS_TITLE: return first ? 'X' : class;
  }
  return class;
}

static char class_at(casus_string form, size_t *at) {
  const unsigned char byte = (unsigned char)form.bytes[*at];
  if (byte < 0x80) {
    ++*at;
    if (byte >= 'a' && byte <= 'z') return 'x';
    if (byte >= 'A' && byte <= 'Z') return 'X';
    if (byte >= '0' && byte <= '9') return 'd';
    return (char)byte;
  }
  uint32_t code;
  *at += casus_utf8_decode(form.bytes + *at, &code);
  if (casus_utf8_fold(code) != code) return 'X';
  return casus_utf8_word(code) ? 'x' : 'u';
}

/* Runs of the same kind count as one, but a capital alone differs from several. */
static size_t shape(casus_string form, casus_letters letters, char *into) {
  enum { LONGEST = 10 };
  size_t size = 0, at = 0, run = 0;
  while (at < form.size && at < CASUS_FEATURE_LONGEST && size < LONGEST) {
    const bool first = at == 0;
    const char class = letter_class(class_at(form, &at), letters, first);
    run = size && into[size - 1] == class ? run + 1 : 0;
    if (run == 0 || (run == 1 && class == 'X' && size == 1)) into[size++] = class;
  }
  return size;
}

static uint64_t key_of(const char *bytes, size_t size, casus_feature kind) {
  const uint64_t key = XXH3_64bits_withSeed(bytes, size, (uint64_t)kind + 1);
  return key ? key : 1;
}

uint64_t casus_feature_shape(casus_string form, casus_letters letters) {
  char bytes[16];
  return key_of(bytes, shape(form, letters, bytes), CASUS_FEATURE_SHAPE);
}

void casus_feature_keys(casus_string form, uint64_t keys[CASUS_FEATURE_COUNT]) {
  enum { LONGEST_SUFFIX = 4, LONGEST_PREFIX = 3 };
  char bytes[2 * CASUS_FEATURE_LONGEST + 8];
  const size_t size = normalise(form, bytes);
  size_t cut = size;
  keys[CASUS_FEATURE_WORD] = key_of(bytes, size, CASUS_FEATURE_WORD);
  keys[CASUS_FEATURE_CLUSTER] = key_of(bytes, size, CASUS_FEATURE_CLUSTER);
  for (uint32_t i = 0; i < LONGEST_SUFFIX; i++) {
    if (cut > 0) cut = casus_utf8_before(bytes, cut);
    keys[CASUS_FEATURE_SUFFIX1 + i] = key_of(bytes + cut, size - cut, CASUS_FEATURE_SUFFIX1 + i);
  }
  cut = 0;
  for (uint32_t i = 0; i < LONGEST_PREFIX; i++) {
    uint32_t code;
    if (cut < size) cut += casus_utf8_decode(bytes + cut, &code);
    keys[CASUS_FEATURE_PREFIX1 + i] = key_of(bytes, cut, CASUS_FEATURE_PREFIX1 + i);
  }
  keys[CASUS_FEATURE_SHAPE] = casus_feature_shape(form, CASUS_LETTERS_AS_THEY_ARE);
}
