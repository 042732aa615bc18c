#include "base/file.h"

#include "base/error.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { CHUNK = 1 << 16 };

static casus_status fail(casus_error *error, size_t position, const char *path) {
  return casus_fail(error, CASUS_IO, position, "%s: %s", path, strerror(errno));
}

static casus_status read_all(FILE *file, const char *path, casus_buffer *into, casus_error *error) {
  for (;;) {
    char *place = casus_buffer_reserve(into, CHUNK);
    if (!place) return casus_fail_nomem(error);
    const size_t got = fread(place, 1, CHUNK, file);
    into->size += got;
    if (got == 0) return ferror(file) ? fail(error, into->size, path) : CASUS_OK;
  }
}

casus_status casus_file_read(const char *path, casus_buffer *into, casus_error *error) {
  FILE *file = fopen(path, "rb");
  if (!file) return fail(error, 0, path);
  const casus_status status = read_all(file, path, into, error);
  fclose(file);
  return status;
}

typedef struct loading {
  FILE *file;
  const char *path;
  casus_arena *arena;
  casus_buffer whole; /* of a file whose size is not known; it is not the arena's */
  char *text;
  size_t size;
  casus_error *error;
  casus_status status;
} loading;

/* The size of an ordinary file; 0 where it is not known. */
static size_t size_of(FILE *file) {
  struct stat found;
  return fstat(fileno(file), &found) == 0 && S_ISREG(found.st_mode) && found.st_size > 0
             ? (size_t)found.st_size
             : 0;
}

static void load(void *argument) {
  loading *self = argument;
  const size_t size = size_of(self->file);
  if (size) {
    self->text = casus_arena_alloc(self->arena, size + 1);
    self->size = fread(self->text, 1, size, self->file);
    self->text[self->size] = '\0';
    if (ferror(self->file)) self->status = fail(self->error, self->size, self->path);
    return;
  }
  self->status = read_all(self->file, self->path, &self->whole, self->error);
  if (self->status) return;
  self->text = casus_arena_copy(self->arena, self->whole.bytes, self->whole.size);
  self->size = self->whole.size;
}

casus_status casus_file_load(const char *path, casus_arena *arena, char **text, size_t *size,
                             casus_error *error) {
  loading job = {.path = path, .arena = arena, .error = error};
  job.file = fopen(path, "rb");
  if (!job.file) return fail(error, 0, path);
  casus_buffer_init(&job.whole, &arena->allocator);
  if (!casus_arena_protect(arena, load, &job)) job.status = casus_fail_nomem(error);
  casus_buffer_free(&job.whole);
  fclose(job.file);
  *text = job.text;
  *size = job.size;
  return job.status;
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
