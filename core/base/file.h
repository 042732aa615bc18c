/* file.h - whole files in memory. */
#ifndef CASUS_BASE_FILE_H
#define CASUS_BASE_FILE_H

#include "base/arena.h"
#include "base/buffer.h"

/* Appends the contents of a file to `into`. Errors name the path. */
casus_status casus_file_read(const char *path, casus_buffer *into, casus_error *error);

/* The contents of a file in an arena, NUL-terminated. Under casus_arena_protect. */
casus_status casus_file_load(const char *path, casus_arena *arena, char **text, size_t *size,
                             casus_error *error);

/* The names in a folder that end in `suffix`, in byte order, without hidden
 * ones. Under casus_arena_protect. */
casus_status casus_file_list(const char *folder, const char *suffix, casus_arena *arena, char ***names,
                             size_t *count, casus_error *error);

#endif
