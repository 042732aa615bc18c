/* utf8.h - reading UTF-8. */
#ifndef CASUS_BASE_UTF8_H
#define CASUS_BASE_UTF8_H

#include "casus.h"

/* Decodes the character at `bytes` (valid UTF-8, at least one byte left) into `*code`; returns its length, 1 to 4. */
size_t casus_utf8_decode(const char *bytes, uint32_t *code);

/* Writes `code` to `bytes` (room for 4); returns the length. */
size_t casus_utf8_encode(uint32_t code, char *bytes);

/* The start of the character before `at` in valid UTF-8; `at` > 0. */
size_t casus_utf8_before(const char *bytes, size_t at);

#endif
