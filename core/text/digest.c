/* Ids of documents, made from what they say. */
#include "base/arena.h"
#include "base/error.h"

#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

struct casus_digest {
  casus_allocator allocator;
  char *block; /* holds this, aligned as the state needs it */
  XXH3_state_t state;
};

enum { ALIGNMENT = 64 };

static void finish(const XXH3_state_t *text, const char *date, const char *source, char id[33]) {
  static const char digits[] = "0123456789abcdef";
  XXH3_state_t state;
  XXH3_copyState(&state, text);
  /* NUL is in none of the three, so that their borders cannot be shifted. */
  const char *const others[] = {date, source};
  for (int i = 0; i < 2; i++) {
    XXH3_128bits_update(&state, "", 1);
    if (others[i]) XXH3_128bits_update(&state, others[i], strlen(others[i]));
  }
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(&state));
  for (size_t i = 0; i < sizeof canonical.digest; i++) {
    id[2 * i] = digits[canonical.digest[i] >> 4];
    id[2 * i + 1] = digits[canonical.digest[i] & 15];
  }
  id[32] = '\0';
}

void casus_document_id(casus_string text, const char *date, const char *source, char id[33]) {
  XXH3_state_t state;
  XXH3_128bits_reset(&state);
  XXH3_128bits_update(&state, text.bytes, text.size);
  finish(&state, date, source, id);
}

casus_digest *casus_digest_new(const casus_allocator *allocator, casus_error *error) {
  if (!allocator) allocator = &casus_allocator_default;
  char *block = allocator->reallocate(allocator->context, NULL, 0, sizeof(casus_digest) + ALIGNMENT);
  if (!block) {
    casus_fail_nomem(error);
    return NULL;
  }
  casus_digest *self = (void *)(block + (ALIGNMENT - (uintptr_t)block % ALIGNMENT) % ALIGNMENT);
  self->allocator = *allocator;
  self->block = block;
  XXH3_128bits_reset(&self->state);
  return self;
}

void casus_digest_free(casus_digest *self) {
  if (!self) return;
  const casus_allocator allocator = self->allocator;
  allocator.reallocate(allocator.context, self->block, sizeof *self + ALIGNMENT, 0);
}

void casus_digest_add(casus_digest *self, casus_string piece) {
  XXH3_128bits_update(&self->state, piece.bytes, piece.size);
}

void casus_digest_id(const casus_digest *self, const char *date, const char *source, char id[33]) {
  finish(&self->state, date, source, id);
}
