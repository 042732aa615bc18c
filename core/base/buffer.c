#include "base/buffer.h"

#include "base/arena.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void casus_buffer_init(casus_buffer *self, const casus_allocator *allocator) {
  memset(self, 0, sizeof *self);
  self->allocator = allocator ? *allocator : casus_allocator_default;
}

void casus_buffer_free(casus_buffer *self) {
  if (self->bytes) self->allocator.reallocate(self->allocator.context, self->bytes, self->capacity, 0);
  self->bytes = NULL;
  self->size = self->capacity = 0;
}

void casus_buffer_clear(casus_buffer *self) {
  self->size = 0;
  self->failed = false;
}

char *casus_buffer_reserve(casus_buffer *self, size_t size) {
  if (self->failed) return NULL;
  if (size > self->capacity - self->size) {
    size_t wanted = self->capacity ? self->capacity * 2 : 256;
    if (wanted < self->size + size) wanted = self->size + size;
    char *larger = self->allocator.reallocate(self->allocator.context, self->bytes, self->capacity, wanted);
    if (!larger) {
      self->failed = true;
      return NULL;
    }
    self->bytes = larger;
    self->capacity = wanted;
  }
  return self->bytes + self->size;
}

void casus_buffer_append(casus_buffer *self, const char *bytes, size_t size) {
  if (size == 0) return;
  char *place = casus_buffer_reserve(self, size);
  if (!place) return;
  memcpy(place, bytes, size);
  self->size += size;
}

void casus_buffer_string(casus_buffer *self, const char *text) {
  casus_buffer_append(self, text, strlen(text));
}

void casus_buffer_byte(casus_buffer *self, char byte) {
  casus_buffer_append(self, &byte, 1);
}

void casus_buffer_integer(casus_buffer *self, int64_t value) {
  char digits[20];
  size_t at = sizeof digits;
  uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  do {
    digits[--at] = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest);
  if (value < 0) digits[--at] = '-';
  casus_buffer_append(self, digits + at, sizeof digits - at);
}
