#include "base/utf8.h"

#include <string.h>

/* Length by lead byte, and the range that the second byte must lie in (Unicode 15, table 3-7). */
static size_t sequence(unsigned char lead, unsigned char *low, unsigned char *high) {
  *low = 0x80;
  *high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (lead == 0xE0) *low = 0xA0;
    if (lead == 0xED) *high = 0x9F;
    return 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (lead == 0xF0) *low = 0x90;
    if (lead == 0xF4) *high = 0x8F;
    return 4;
  }
  return 0;
}

size_t casus_utf8_valid(const char *bytes, size_t size) {
  const unsigned char *text = (const unsigned char *)bytes;
  size_t at = 0;
  while (at < size) {
    uint64_t eight;
    if (size - at >= sizeof eight) { /* eight ASCII bytes, none of them NUL, at a time */
      memcpy(&eight, text + at, sizeof eight);
      const uint64_t ones = UINT64_C(0x0101010101010101), highs = UINT64_C(0x8080808080808080);
      if (((eight | (eight - ones)) & highs) == 0) {
        at += sizeof eight;
        continue;
      }
    }
    if (text[at] > 0 && text[at] < 0x80) {
      at++;
      continue;
    }
    unsigned char low, high;
    const size_t length = sequence(text[at], &low, &high);
    if (length == 0 || length > size - at || text[at + 1] < low || text[at + 1] > high) return at;
    for (size_t i = 2; i < length; i++)
      if ((text[at + i] & 0xC0) != 0x80) return at;
    at += length;
  }
  return at;
}

size_t casus_utf8_decode(const char *bytes, uint32_t *code) {
  const unsigned char *b = (const unsigned char *)bytes;
  if (b[0] < 0x80) {
    *code = b[0];
    return 1;
  }
  if (b[0] < 0xE0) {
    *code = (uint32_t)(b[0] & 0x1F) << 6 | (b[1] & 0x3F);
    return 2;
  }
  if (b[0] < 0xF0) {
    *code = (uint32_t)(b[0] & 0x0F) << 12 | (uint32_t)(b[1] & 0x3F) << 6 | (b[2] & 0x3F);
    return 3;
  }
  *code = (uint32_t)(b[0] & 0x07) << 18 | (uint32_t)(b[1] & 0x3F) << 12 | (uint32_t)(b[2] & 0x3F) << 6 |
          (b[3] & 0x3F);
  return 4;
}

size_t casus_utf8_encode(uint32_t code, char *bytes) {
  if (code < 0x80) {
    bytes[0] = (char)code;
    return 1;
  }
  if (code < 0x800) {
    bytes[0] = (char)(0xC0 | code >> 6);
    bytes[1] = (char)(0x80 | (code & 0x3F));
    return 2;
  }
  if (code < 0x10000) {
    bytes[0] = (char)(0xE0 | code >> 12);
    bytes[1] = (char)(0x80 | (code >> 6 & 0x3F));
    bytes[2] = (char)(0x80 | (code & 0x3F));
    return 3;
  }
  bytes[0] = (char)(0xF0 | code >> 18);
  bytes[1] = (char)(0x80 | (code >> 12 & 0x3F));
  bytes[2] = (char)(0x80 | (code >> 6 & 0x3F));
  bytes[3] = (char)(0x80 | (code & 0x3F));
  return 4;
}

size_t casus_utf8_before(const char *bytes, size_t at) {
  do at--;
  while (at > 0 && ((unsigned char)bytes[at] & 0xC0) == 0x80);
  return at;
}

uint32_t casus_utf8_fold(uint32_t code) {
  if (code < 0x80) return code >= 'A' && code <= 'Z' ? code + 32 : code;
  if (code >= 0xC0 && code <= 0xDE) return code == 0xD7 ? code : code + 32;
  if ((code >= 0x100 && code <= 0x137 && code != 0x130 && code != 0x131) || (code >= 0x14A && code <= 0x177))
    return code | 1;
  if ((code >= 0x139 && code <= 0x148) || (code >= 0x179 && code <= 0x17E)) return code & 1 ? code + 1 : code;
  if (code >= 0x391 && code <= 0x3A9) return code + 32;
  if (code >= 0x410 && code <= 0x42F) return code + 32;
  if (code >= 0x400 && code <= 0x40F) return code + 80;
  return code;
}

bool casus_utf8_word(uint32_t code) {
  if (code < 0x80)
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || (code >= '0' && code <= '9') ||
           code == '_';
  if (code < 0xC0) return code == 0xAA || code == 0xB5 || code == 0xBA;
  if (code == 0xD7 || code == 0xF7) return false;
  if (code >= 0x2000 && code <= 0x2BFF) return false; /* punctuation, currency, arrows, symbols */
  if (code >= 0x3000 && code <= 0x303F) return false; /* CJK punctuation */
  return !(code >= 0xFF00 && code <= 0xFF0F) && code != 0xFEFF;
}
