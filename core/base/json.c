#include "base/json.h"

#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* What follows the backslash for a byte that must be escaped; 'u' for those without a short form; 0: as it
 * is. */
static const char escapes[256] = {'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'b',         't',          'n', 'u',
                                  'f', 'r', 'u', 'u', 'u', 'u', 'u', 'u', 'u',         'u',          'u', 'u',
                                  'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', ['"'] = '"', ['\\'] = '\\'};

static void escape(casus_buffer *into, unsigned char byte) {
  if (escapes[byte] == 'u') {
    char code[7];
    snprintf(code, sizeof code, "\\u%04x", byte);
    casus_buffer_append(into, code, 6);
  } else {
    const char pair[2] = {'\\', escapes[byte]};
    casus_buffer_append(into, pair, 2);
  }
}

static void write_valid(casus_buffer *into, const char *bytes, size_t size) {
  size_t done = 0;
  for (size_t i = 0; i < size; i++) {
    const unsigned char byte = (unsigned char)bytes[i];
    if (!escapes[byte]) continue;
    casus_buffer_append(into, bytes + done, i - done);
    escape(into, byte);
    done = i + 1;
  }
  casus_buffer_append(into, bytes + done, size - done);
}

void casus_json_string(casus_buffer *into, const char *bytes, size_t size) {
  casus_buffer_byte(into, '"');
  while (size > 0) {
    const size_t valid = casus_utf8_valid(bytes, size);
    write_valid(into, bytes, valid);
    bytes += valid;
    size -= valid;
    if (size == 0) break;
    casus_buffer_string(into, *bytes == '\0' ? "\\u0000" : "\xEF\xBF\xBD");
    bytes++;
    size--;
  }
  casus_buffer_byte(into, '"');
}

void casus_json_number(casus_buffer *into, double value) {
  if (!isfinite(value)) {
    casus_buffer_string(into, "null");
    return;
  }
  char text[CASUS_NUMBER_SIZE];
  casus_buffer_append(into, text, casus_number_write(value, text));
}
