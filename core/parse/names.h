/* names.h - a list of strings as a section of a model: the tags, the relations. */
#ifndef CASUS_PARSE_NAMES_H
#define CASUS_PARSE_NAMES_H

#include "base/buffer.h"

typedef struct casus_names {
  uint32_t count;
  const uint32_t *ends; /* of each string in `bytes` */
  const char *bytes;
} casus_names;

/* Points into the section, which may hold anything: what is no list is CASUS_FORMAT. */
casus_status casus_names_load(casus_names *self, const void *bytes, size_t size, casus_error *error);

/* Appends a section. */
void casus_names_write(casus_buffer *into, const casus_string *strings, uint32_t count);

static inline casus_string casus_names_get(const casus_names *self, uint32_t number) {
  const uint32_t start = number ? self->ends[number - 1] : 0;
  return (casus_string){self->bytes + start, self->ends[number] - start};
}

#endif
