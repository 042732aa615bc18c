#include "base/file.h"

#include "base/error.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 1 << 16 };

casus_status casus_file_read(const char *path, casus_buffer *into, casus_error *error) {
  FILE *file = fopen(path, "rb");
  if (!file) return casus_fail(error, CASUS_IO, 0, "%s: %s", path, strerror(errno));
  casus_status status = CASUS_OK;
  for (;;) {
    char *place = casus_buffer_reserve(into, CHUNK);
    if (!place) {
      status = casus_fail_nomem(error);
      break;
    }
    const size_t got = fread(place, 1, CHUNK, file);
    into->size += got;
    if (got == 0) {
      if (ferror(file)) status = casus_fail(error, CASUS_IO, into->size, "%s: %s", path, strerror(errno));
      break;
    }
  }
  fclose(file);
  return status;
}

struct copy {
  casus_arena *arena;
  const casus_buffer *file;
  char *text;
};

static void copy_file(void *argument) {
  struct copy *job = argument;
  job->text = casus_arena_copy(job->arena, job->file->bytes, job->file->size);
}

casus_status casus_file_load(const char *path, casus_arena *arena, char **text, size_t *size,
                             casus_error *error) {
  casus_buffer file;
  casus_buffer_init(&file, &arena->allocator);
  const casus_status status = casus_file_read(path, &file, error);
  struct copy job = {arena, &file,
                     NULL}; /* the buffer is not the arena's: it has to be freed here, come what may */
  const bool whole = status != CASUS_OK || casus_arena_protect(arena, copy_file, &job);
  *text = job.text;
  *size = file.size;
  casus_buffer_free(&file);
  return whole ? status : casus_fail_nomem(error);
}

struct list {
  DIR *folder;
  const char *suffix;
  casus_arena *arena;
  struct {
    char **items;
    size_t count, capacity;
  } names;
};

static bool is_wanted(const char *name, const char *suffix) {
  const size_t size = strlen(name), end = strlen(suffix);
  return name[0] != '.' && size > end && strcmp(name + size - end, suffix) == 0;
}

static void list_names(void *argument) {
  struct list *job = argument;
  for (const struct dirent *entry; (entry = readdir(job->folder));)
    if (is_wanted(entry->d_name, job->suffix))
      *casus_arena_push(job->arena, &job->names) =
          casus_arena_copy(job->arena, entry->d_name, strlen(entry->d_name));
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

casus_status casus_file_list(const char *folder, const char *suffix, casus_arena *arena, char ***names,
                             size_t *count, casus_error *error) {
  struct list job = {.folder = opendir(folder), .suffix = suffix, .arena = arena};
  if (!job.folder) return casus_fail(error, CASUS_IO, 0, "%s: %s", folder, strerror(errno));
  const bool whole = casus_arena_protect(arena, list_names, &job);
  closedir(job.folder);
  if (!whole) return casus_fail_nomem(error);
  if (job.names.count) qsort(job.names.items, job.names.count, sizeof *job.names.items, compare_names);
  *names = job.names.items;
  *count = job.names.count;
  return CASUS_OK;
}
