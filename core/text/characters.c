#include "text/characters.h"

#include "base/utf8.h"

#define C(name) CASUS_CLASS_##name
#define MANY16                                                                                               \
  C(MANY), C(MANY), C(MANY), C(MANY), C(MANY), C(MANY), C(MANY), C(MANY), C(MANY), C(MANY), C(MANY),         \
      C(MANY), C(MANY), C(MANY), C(MANY), C(MANY)
#define MANY128 MANY16, MANY16, MANY16, MANY16, MANY16, MANY16, MANY16, MANY16

/* clang-format off */
const uint8_t casus_byte_classes[CASUS_BYTE_COUNT] = {
  /* 00 */ C(SPACE), C(SYMBOL), C(SYMBOL), C(SYMBOL), C(SYMBOL), C(SYMBOL), C(SYMBOL), C(SYMBOL),
  /* 08 */ C(SYMBOL), C(SPACE), C(SPACE), C(SPACE), C(SPACE), C(SPACE), C(SYMBOL), C(SYMBOL),
  /* 10 */ C(SYMBOL), C(SYMBOL), C(SYMBOL), C(SYMBOL), C(SYMBOL), C(SYMBOL), C(SYMBOL), C(SYMBOL),
  /* 18 */ C(SYMBOL), C(SYMBOL), C(SYMBOL), C(SYMBOL), C(SPACE), C(SPACE), C(SPACE), C(SPACE),
  /*  ! */ C(SPACE), C(BANG), C(QUOTE), C(HASH), C(CURRENCY), C(PERCENT), C(AMPERSAND), C(APOSTROPHE),
  /* () */ C(OPEN), C(CLOSE), C(STAR), C(PLUS), C(COMMA), C(HYPHEN), C(STOP), C(SLASH),
  /* 0  */ C(DIGIT), C(DIGIT), C(DIGIT), C(DIGIT), C(DIGIT), C(DIGIT), C(DIGIT), C(DIGIT),
  /* 8  */ C(DIGIT), C(DIGIT), C(COLON), C(SEMICOLON), C(LESS), C(SYMBOL), C(GREATER), C(BANG),
  /* @A */ C(AT), C(UPPER), C(UPPER), C(UPPER), C(UPPER), C(UPPER), C(UPPER), C(UPPER),
  /* H  */ C(UPPER), C(UPPER), C(UPPER), C(UPPER), C(UPPER), C(UPPER), C(UPPER), C(UPPER),
  /* P  */ C(UPPER), C(UPPER), C(UPPER), C(UPPER), C(UPPER), C(UPPER), C(UPPER), C(UPPER),
  /* X[ */ C(UPPER), C(UPPER), C(UPPER), C(OPEN), C(SYMBOL), C(CLOSE), C(SYMBOL), C(UNDERSCORE),
  /* `a */ C(APOSTROPHE), C(LOWER), C(LOWER), C(LOWER), C(LOWER), C(LOWER), C(LOWER), C(LOWER),
  /* h  */ C(LOWER), C(LOWER), C(LOWER), C(LOWER), C(LOWER), C(LOWER), C(LOWER), C(LOWER),
  /* p  */ C(LOWER), C(LOWER), C(LOWER), C(LOWER), C(LOWER), C(LOWER), C(LOWER), C(LOWER),
  /* x{ */ C(LOWER), C(LOWER), C(LOWER), C(OPEN), C(SYMBOL), C(CLOSE), C(SYMBOL), C(SYMBOL),
  /* 80 */ MANY128,
};
/* clang-format on */

/* Classes of the ranges only: letters that alternate between capital and small. */
enum { CASUS_CLASS_EVEN = CASUS_CLASS_MANY + 1, CASUS_CLASS_ODD };

typedef struct range {
  uint32_t first;
  uint8_t class;
} range;

#define R(first, name) {first, CASUS_CLASS_##name},
static const range ranges[] = {
#include "text/characters_ranges.h"
};
#undef R

enum { RANGE_COUNT = sizeof ranges / sizeof *ranges };

casus_class casus_class_of(uint32_t code) {
  if (code < 0x80) return (casus_class)casus_byte_classes[code];
  size_t low = 0, high = RANGE_COUNT; /* the range is in [low, high) */
  while (high - low > 1) {
    const size_t middle = (low + high) / 2;
    if (code < ranges[middle].first)
      high = middle;
    else
      low = middle;
  }
  const unsigned class = ranges[low].class;
  if (class < CASUS_CLASS_COUNT) return (casus_class) class;
  return code % 2 == (class == CASUS_CLASS_ODD) ? CASUS_CLASS_UPPER : CASUS_CLASS_LOWER;
}

casus_class casus_class_many(const char *bytes, uint32_t *size) {
  uint32_t code;
  *size = (uint32_t)casus_utf8_decode(bytes, &code);
  return casus_class_of(code);
}
