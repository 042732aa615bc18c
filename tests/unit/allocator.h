/* allocator.h - an allocator that fails when it is told to, and knows what has not been given back. */
#ifndef CASUS_TESTS_ALLOCATOR_H
#define CASUS_TESTS_ALLOCATOR_H

#include "casus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct faulty {
  casus_allocator allocator;
  size_t calls;   /* that asked for memory */
  size_t fail_at; /* the call that fails, and all behind it, counted from 1; 0: none */
  bool once;      /* only that call fails */
  size_t blocks;  /* that are in use */
  size_t wrong;   /* calls whose `old` was not the size of the block */
} faulty;

enum { FAULTY_HEADER = 16 };

static void *faulty_reallocate(void *context, void *block, size_t old, size_t size) {
  faulty *self = context;
  char *base = block ? (char *)block - FAULTY_HEADER : NULL;
  size_t known = 0;
  if (base) memcpy(&known, base, sizeof known);
  self->wrong += known != old;
  if (size == 0) {
    self->blocks -= base != NULL;
    free(base);
    return NULL;
  }
  ++self->calls;
  if (self->fail_at && (self->once ? self->calls == self->fail_at : self->calls >= self->fail_at))
    return NULL;
  char *place = realloc(base, size + FAULTY_HEADER);
  if (!place) return NULL;
  memcpy(place, &size, sizeof size);
  self->blocks += base == NULL;
  return place + FAULTY_HEADER;
}

static inline void faulty_init(faulty *self, size_t fail_at) {
  *self = (faulty){.fail_at = fail_at};
  self->allocator = (casus_allocator){faulty_reallocate, self};
}

#endif
