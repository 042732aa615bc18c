/* room.h - one block of memory that is cut into parts, whose sizes are added up first.
 *
 * A function lays out its parts twice: once with no block, to learn how large it has to be, and once with it.
 * So both cannot disagree. */
#ifndef CASUS_BASE_ROOM_H
#define CASUS_BASE_ROOM_H

#include <stddef.h>

enum { CASUS_ROOM_ALIGNMENT = 64 }; /* of the block, and of each part: a line of the processor's cache */

/* The next `size` bytes of `room` behind `*at`, which moves on; NULL where there is no room and sizes are
 * only counted. */
static inline void *casus_room_take(void *room, size_t *at, size_t size) {
  void *part = room ? (char *)room + *at : NULL;
  *at += (size + CASUS_ROOM_ALIGNMENT - 1) / CASUS_ROOM_ALIGNMENT * CASUS_ROOM_ALIGNMENT;
  return part;
}

#endif
