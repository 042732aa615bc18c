/* pool.h - strings as numbers: every different string is kept once and known by an integer. */
#ifndef CASUS_BASE_POOL_H
#define CASUS_BASE_POOL_H

#include "base/arena.h"

typedef struct casus_pool {
  casus_arena *arena; /* owns everything below */
  casus_string *strings;
  uint32_t count, capacity;
  struct casus_pool_slot *slots;
  uint32_t mask;
} casus_pool;

#define CASUS_POOL_NONE UINT32_MAX

/* Empty, but that number 0 is the empty string. Under casus_arena_protect, as casus_pool_intern. */
void casus_pool_init(casus_pool *self, casus_arena *arena);

/* The number of a string, which is added where it is new. */
uint32_t casus_pool_intern(casus_pool *self, const char *bytes, size_t size);

/* The number of a string, or CASUS_POOL_NONE. Safe to call from many threads while nothing is interned. */
uint32_t casus_pool_find(const casus_pool *self, const char *bytes, size_t size);

/* The string of a number; NUL-terminated. */
casus_string casus_pool_get(const casus_pool *self, uint32_t number);

#endif
