#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct casus_block {
  struct casus_block *older;
  size_t size; /* of the block with this header */
} casus_block;

enum { ALIGNMENT = 16, HEADER = (sizeof(casus_block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT };

#define SMALLEST_BLOCK ((size_t)4096)
#define LARGEST_BLOCK  ((size_t)1 << 20) /* larger ones are made only for what does not fit */

static void *default_reallocate(void *context, void *block, size_t old, size_t size) {
  (void)context;
  (void)old;
  if (size == 0) {
    free(block);
    return NULL;
  }
  return realloc(block, size);
}

const casus_allocator casus_allocator_default = {default_reallocate, NULL};

void casus_arena_init(casus_arena *self, const casus_allocator *allocator) {
  memset(self, 0, sizeof *self);
  self->allocator = allocator ? *allocator : casus_allocator_default;
}

void casus_arena_free(casus_arena *self) {
  for (casus_block *block = self->blocks; block;) {
    casus_block *older = block->older;
    self->allocator.reallocate(self->allocator.context, block, block->size, 0);
    block = older;
  }
  self->blocks = NULL;
  self->next = self->limit = NULL;
  self->used = 0;
}

bool casus_arena_protect(casus_arena *self, void (*body)(void *), void *argument) {
  jmp_buf here;
  jmp_buf *const outer = self->rescue;
  bool whole = false;
  self->rescue = &here;
  if (setjmp(here) == 0) {
    body(argument);
    whole = true;
  }
  self->rescue = outer;
  return whole;
}

_Noreturn void casus_arena_give_up(casus_arena *self) {
  if (self->rescue) longjmp(*self->rescue, 1);
  abort(); /* allocation outside of casus_arena_protect: a programmer's mistake */
}

static void add_block(casus_arena *self, size_t least) {
  size_t size = self->blocks ? self->blocks->size * 2 : SMALLEST_BLOCK;
  if (size > LARGEST_BLOCK) size = LARGEST_BLOCK;
  if (least > SIZE_MAX - HEADER) casus_arena_give_up(self);
  if (size < least + HEADER) size = least + HEADER;
  casus_block *block = self->allocator.reallocate(self->allocator.context, NULL, 0, size);
  if (!block) casus_arena_give_up(self);
  block->older = self->blocks;
  block->size = size;
  self->blocks = block;
  self->next = (char *)block + HEADER;
  self->limit = (char *)block + size;
}

static size_t aligned(size_t size) {
  return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

void *casus_arena_alloc(casus_arena *self, size_t size) {
  if (size > SIZE_MAX - ALIGNMENT) casus_arena_give_up(self);
  if (size == 0) size = 1; /* an address of its own even in an arena that has no block yet */
  size = aligned(size);
  if (size > (size_t)(self->limit - self->next)) add_block(self, size);
  void *place = self->next;
  self->next += size;
  self->used += size;
  return place;
}

void *casus_arena_zero(casus_arena *self, size_t size) {
  return memset(casus_arena_alloc(self, size), 0, size);
}

char *casus_arena_copy(casus_arena *self, const char *bytes, size_t size) {
  char *copy = casus_arena_alloc(self, size + 1);
  if (size) memcpy(copy, bytes, size);
  copy[size] = '\0';
  return copy;
}

char *casus_arena_format(casus_arena *self, const char *format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  const int size = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  char *text = casus_arena_alloc(self, (size_t)size + 1);
  vsnprintf(text, (size_t)size + 1, format, again);
  va_end(again);
  return text;
}

/* The link to the block that holds these `size` bytes and nothing else; NULL where there is none. */
static casus_block **own_block(casus_arena *self, const void *items, size_t size) {
  for (casus_block **link = &self->blocks; *link; link = &(*link)->older)
    if ((char *)*link + HEADER == items) return (*link)->size == HEADER + size ? link : NULL;
  return NULL;
}

/* Makes that block larger: the system can move what is large without copying it. */
static void *extend(casus_arena *self, casus_block **link, size_t size) {
  if (size > SIZE_MAX - HEADER) casus_arena_give_up(self);
  const size_t old = (*link)->size;
  casus_block *block = self->allocator.reallocate(self->allocator.context, *link, old, HEADER + size);
  if (!block) casus_arena_give_up(self);
  block->size = HEADER + size;
  self->used += block->size - old;
  if (link == &self->blocks) self->next = self->limit = (char *)block + block->size;
  *link = block;
  return (char *)block + HEADER;
}

void *casus_arena_grow(casus_arena *self, void *items, size_t *capacity, size_t size) {
  const size_t wanted = *capacity ? *capacity * 2 : 16, old = *capacity * size;
  if (wanted > (SIZE_MAX - ALIGNMENT) / size) casus_arena_give_up(self);
  casus_block **own = old >= LARGEST_BLOCK ? own_block(self, items, aligned(old)) : NULL;
  void *larger = own ? extend(self, own, aligned(wanted * size)) : casus_arena_alloc(self, wanted * size);
  if (!own && old) memcpy(larger, items, old);
  *capacity = wanted;
  return larger;
}
