#include "base/pool.h"

#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

typedef struct casus_pool_slot {
  uint32_t hash, number; /* number + 1; 0 is free */
} casus_pool_slot;

void casus_pool_init(casus_pool *self, casus_arena *arena) {
  memset(self, 0, sizeof *self);
  self->arena = arena;
  self->capacity = 64;
  self->strings = casus_arena_new(arena, casus_string, self->capacity);
  self->mask = 127;
  self->slots = casus_arena_zero(arena, sizeof(casus_pool_slot) * (self->mask + 1));
  casus_pool_intern(self, "", 0);
}

static uint32_t hash_of(const char *bytes, size_t size) {
  return (uint32_t)XXH3_64bits(bytes, size);
}

/* The slot that holds the string, or the free one where it belongs. */
static casus_pool_slot *slot_of(const casus_pool *self, const char *bytes, size_t size, uint32_t hash) {
  for (uint32_t at = hash & self->mask;; at = (at + 1) & self->mask) {
    casus_pool_slot *slot = &self->slots[at];
    if (slot->number == 0) return slot;
    if (slot->hash != hash) continue;
    const casus_string *known = &self->strings[slot->number - 1];
    if (known->size == size && memcmp(known->bytes, bytes, size) == 0) return slot;
  }
}

static void enlarge(casus_pool *self) {
  const uint32_t capacity = self->capacity * 2, mask = self->mask * 2 + 1;
  casus_string *strings = casus_arena_new(self->arena, casus_string, capacity);
  casus_pool_slot *slots = casus_arena_zero(self->arena, sizeof *slots * ((size_t)mask + 1));
  memcpy(strings, self->strings, self->count * sizeof *strings);
  for (uint32_t i = 0; i <= self->mask; i++) {
    if (self->slots[i].number == 0) continue;
    uint32_t at = self->slots[i].hash & mask;
    while (slots[at].number) at = (at + 1) & mask;
    slots[at] = self->slots[i];
  }
  self->strings = strings;
  self->slots = slots;
  self->capacity = capacity;
  self->mask = mask;
}

uint32_t casus_pool_intern(casus_pool *self, const char *bytes, size_t size) {
  const uint32_t hash = hash_of(bytes, size);
  casus_pool_slot *slot = slot_of(self, bytes, size, hash);
  if (slot->number) return slot->number - 1;
  if (self->count == self->capacity) {
    enlarge(self);
    slot = slot_of(self, bytes, size, hash);
  }
  self->strings[self->count] = (casus_string){casus_arena_copy(self->arena, bytes, size), size};
  *slot = (casus_pool_slot){hash, ++self->count};
  return self->count - 1;
}

uint32_t casus_pool_find(const casus_pool *self, const char *bytes, size_t size) {
  const casus_pool_slot *slot = slot_of(self, bytes, size, hash_of(bytes, size));
  return slot->number ? slot->number - 1 : CASUS_POOL_NONE;
}

casus_string casus_pool_get(const casus_pool *self, uint32_t number) {
  return self->strings[number];
}
