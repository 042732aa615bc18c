/* buffer.h - bytes that grow at the end.
 *
 * A buffer remembers that memory ran out (`failed`) and then ignores what is appended, so that a writer
 * checks once, at the end.
 */
#ifndef CASUS_BASE_BUFFER_H
#define CASUS_BASE_BUFFER_H

#include "casus.h"

typedef struct casus_buffer {
  char *bytes;
  size_t size, capacity;
  casus_allocator allocator;
  bool failed;
} casus_buffer;

/* `allocator` NULL: the default. */
void casus_buffer_init(casus_buffer *self, const casus_allocator *allocator);
void casus_buffer_free(casus_buffer *self);
void casus_buffer_clear(casus_buffer *self); /* keeps the room */

/* Room for `size` further bytes behind the end, or NULL; the caller writes them and adds to `self->size`. */
char *casus_buffer_reserve(casus_buffer *self, size_t size);
void casus_buffer_append(casus_buffer *self, const char *bytes, size_t size);
void casus_buffer_string(casus_buffer *self, const char *text);
void casus_buffer_byte(casus_buffer *self, char byte);
void casus_buffer_integer(casus_buffer *self, int64_t value);

#endif
