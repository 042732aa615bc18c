/* arena.h - memory that is given back all at once.
 *
 * Allocation from an arena never returns NULL: when the allocator fails, control goes back to the
 * casus_arena_protect that the calling code runs under (as Lua's errors go to lua_pcall). So code that builds
 * a document, a dictionary or records has no ladders of NULL checks; each entry point of the library has one
 * casus_arena_protect, and what was half-built is freed with the arena. Nothing else than the arenas may own
 * memory between the two.
 */
#ifndef CASUS_BASE_ARENA_H
#define CASUS_BASE_ARENA_H

#include "casus.h"

#include <setjmp.h>

typedef struct casus_arena {
  casus_allocator allocator;
  struct casus_block *blocks; /* the newest first */
  char *next, *limit;         /* free space in the newest */
  jmp_buf *rescue;            /* of the innermost protect */
  size_t used;                /* bytes handed out */
} casus_arena;

/* The allocator over the C library's realloc. */
extern const casus_allocator casus_allocator_default;

/* `allocator` NULL: the default. Nothing is allocated yet. */
void casus_arena_init(casus_arena *self, const casus_allocator *allocator);
void casus_arena_free(casus_arena *self);

/* Runs `body(argument)`; false when it was cut short because memory ran out. Nests. */
bool casus_arena_protect(casus_arena *self, void (*body)(void *argument), void *argument);

/* As if an allocation had failed: for memory that an arena's user wants from elsewhere. */
_Noreturn void casus_arena_give_up(casus_arena *self);

/* `size` bytes, aligned for any type, not cleared. Only under casus_arena_protect. */
void *casus_arena_alloc(casus_arena *self, size_t size);
/* The same, set to 0. */
void *casus_arena_zero(casus_arena *self, size_t size);
/* A copy of `size` bytes with a NUL behind them. */
char *casus_arena_copy(casus_arena *self, const char *bytes, size_t size);
/* A formatted, NUL-terminated string. */
char *casus_arena_format(casus_arena *self, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Larger room for the array `items` of `*capacity` elements of `size` bytes, doubled; returns the new place
 * and updates `*capacity`. The old place is not to be used any more: a large array is moved, of a small one a
 * copy is made. */
void *casus_arena_grow(casus_arena *self, void *items, size_t *capacity, size_t size);

/* Room for `count` objects of a type. */
#define casus_arena_new(arena, type, count)                                                                  \
  ((type *)casus_arena_alloc((arena), sizeof(type) * (size_t)(count)))

/* A growable array in an arena: `struct { T *items; size_t count, capacity; }`. */
#define casus_arena_push(arena, array)                                                                       \
  ((void)((array)->count == (array)->capacity &&                                                             \
          ((array)->items =                                                                                  \
               casus_arena_grow((arena), (array)->items, &(array)->capacity, sizeof *(array)->items))),      \
   &(array)->items[(array)->count++])

#endif
