/* utf8.h - reading UTF-8. */
#ifndef CASUS_BASE_UTF8_H
#define CASUS_BASE_UTF8_H

#include "casus.h"

/* Decodes the character at `bytes` (valid UTF-8, at least one byte left) into `*code`; returns its length, 1
 * to 4. */
size_t casus_utf8_decode(const char *bytes, uint32_t *code);

/* Writes `code` to `bytes` (room for 4); returns the length. */
size_t casus_utf8_encode(uint32_t code, char *bytes);

/* The start of the character before `at` in valid UTF-8; `at` > 0. */
size_t casus_utf8_before(const char *bytes, size_t at);

/* The lower-case form of a character in the Latin, Greek and Cyrillic blocks up to U+042F, where it is as
 * long in UTF-8 as the upper-case one; any other character is returned as it is. No locale is asked. */
uint32_t casus_utf8_fold(uint32_t code);

/* Whether a character is part of a word: a letter, a digit, a combining mark or `_`. */
bool casus_utf8_word(uint32_t code);

#endif
