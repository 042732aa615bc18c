/* characters.h - what kind of character this is: the alphabet of the tokeniser's tables.
 *
 * Some sixty kinds at the most, so that the kinds that occur in a piece of text fit into one 64-bit set.
 */
#ifndef CASUS_TEXT_CHARACTERS_H
#define CASUS_TEXT_CHARACTERS_H

#include "casus.h"

typedef enum casus_class {
  CASUS_CLASS_SPACE, /* white space, line breaks, and NUL, which ends the text */
  CASUS_CLASS_UPPER,
  CASUS_CLASS_LOWER,
  CASUS_CLASS_LETTER, /* of a script without capitals */
  CASUS_CLASS_DIGIT,
  CASUS_CLASS_MARK,       /* belongs to the character before it */
  CASUS_CLASS_UNDERSCORE, /* _ and its kin, which hold names together */
  CASUS_CLASS_IDEOGRAPH,  /* Han, kana and others that are written without spaces */
  CASUS_CLASS_STOP,
  CASUS_CLASS_BANG, /* ! ? */
  CASUS_CLASS_ELLIPSIS,
  CASUS_CLASS_COMMA,
  CASUS_CLASS_SEMICOLON,
  CASUS_CLASS_COLON,
  CASUS_CLASS_APOSTROPHE, /* also closes quotations */
  CASUS_CLASS_QUOTE,      /* " */
  CASUS_CLASS_OPEN_QUOTE,
  CASUS_CLASS_CLOSE_QUOTE,
  CASUS_CLASS_OPEN, /* ( [ { */
  CASUS_CLASS_CLOSE,
  CASUS_CLASS_HYPHEN,
  CASUS_CLASS_DASH,
  CASUS_CLASS_SLASH,
  CASUS_CLASS_AMPERSAND,
  CASUS_CLASS_AT,
  CASUS_CLASS_HASH,
  CASUS_CLASS_PLUS,
  CASUS_CLASS_STAR,
  CASUS_CLASS_LESS,
  CASUS_CLASS_GREATER,
  CASUS_CLASS_CURRENCY,
  CASUS_CLASS_PERCENT,
  CASUS_CLASS_SYMBOL,      /* any other sign */
  CASUS_CLASS_PUNCTUATION, /* any other punctuation */
  CASUS_CLASS_COUNT,
  CASUS_CLASS_MANY /* in casus_byte_classes: the byte begins a character of several bytes */
} casus_class;

typedef uint64_t casus_class_set;

#define CASUS_SET(name) (UINT64_C(1) << CASUS_CLASS_##name)

enum { CASUS_BYTE_COUNT = 256 };

/* The class of a character by its first byte. */
extern const uint8_t casus_byte_classes[CASUS_BYTE_COUNT];

/* The class of a code point. */
casus_class casus_class_of(uint32_t code);

/* The class of the character of several bytes at `bytes` (valid UTF-8), and how many. */
casus_class casus_class_many(const char *bytes, uint32_t *size);

/* The class of the character at `bytes` (valid UTF-8, or NUL) and its size in bytes. */
static inline casus_class casus_class_at(const char *bytes, uint32_t *size) {
  const casus_class class = (casus_class)casus_byte_classes[(unsigned char)*bytes];
  if (class == CASUS_CLASS_MANY) return casus_class_many(bytes, size);
  *size = 1;
  return class;
}

#endif
