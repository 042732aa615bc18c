/* json.h - writing JSON (RFC 8259) into a buffer; reading is left to a library. */
#ifndef CASUS_BASE_JSON_H
#define CASUS_BASE_JSON_H

#include "base/buffer.h"

/* A string with its quotation marks. Bytes that are not valid UTF-8 are written as U+FFFD. */
void casus_json_string(casus_buffer *into, const char *bytes, size_t size);

/* A number as short as it can be and still read back as the same double; NAN and infinities are null. */
void casus_json_number(casus_buffer *into, double value);

#endif
