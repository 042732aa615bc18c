#include "parse/model.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

enum { NAME_SIZE = 16, ALIGNMENT = 64, MOST_SECTIONS = 64 };

static const uint32_t ENDIAN_MARK = 0x01020304;

typedef struct header {
  char magic[8];
  uint32_t version, endian;
  uint64_t size, checksum, sections;
} header;

typedef struct entry {
  char name[NAME_SIZE];
  uint64_t offset, size;
} entry;

struct casus_model {
  casus_allocator allocator;
  void *bytes;
  size_t size;
  char path[];
};

static const char MAGIC[8] = {'C', 'A', 'S', 'U', 'S', 'M', 'D', 'L'};

/* Of what stands behind the checksum. */
static uint64_t checksum(const char *bytes, size_t size) {
  const size_t from = offsetof(header, sections);
  return XXH3_64bits(bytes + from, size - from);
}

static casus_status check(const casus_model *self, casus_error *error) {
  const char *path = self->path;
  header head;
  if (self->size < sizeof head || memcmp(self->bytes, MAGIC, sizeof MAGIC) != 0)
    return casus_fail(error, CASUS_FORMAT, 0, "%s: this is no model of casus", path);
  memcpy(&head, self->bytes, sizeof head);
  if (head.endian != ENDIAN_MARK)
    return casus_fail(error, CASUS_FORMAT, offsetof(header, endian),
                      "%s: a model for machines of another byte order", path);
  if (head.version != CASUS_MODEL_VERSION)
    return casus_fail(error, head.version > CASUS_MODEL_VERSION ? CASUS_NEWER : CASUS_FORMAT,
                      offsetof(header, version),
                      "%s: a model of version %" PRIu32 "; this casus reads version %d", path, head.version,
                      CASUS_MODEL_VERSION);
  if (head.size != self->size)
    return casus_fail(error, CASUS_FORMAT, self->size,
                      "%s: the model is cut short, or something hangs on to it", path);
  if (head.checksum != checksum(self->bytes, self->size) || head.sections > MOST_SECTIONS ||
      sizeof head + head.sections * sizeof(entry) > self->size)
    return casus_fail(error, CASUS_FORMAT, 0, "%s: the model is damaged", path);
  const entry *entries = (const entry *)(const void *)((const char *)self->bytes + sizeof head);
  for (uint64_t i = 0; i < head.sections; i++)
    if (entries[i].offset % ALIGNMENT || entries[i].offset > self->size ||
        entries[i].size > self->size - entries[i].offset)
      return casus_fail(error, CASUS_FORMAT, sizeof head + i * sizeof(entry), "%s: the model is damaged",
                        path);
  return CASUS_OK;
}

static casus_status map(casus_model *self, casus_error *error) {
  struct stat status;
  const int file = open(self->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* waits for no writer of a pipe */
  if (file < 0) return casus_fail(error, CASUS_IO, 0, "%s: %s", self->path, strerror(errno));
  if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
    close(file);
    return casus_fail(error, CASUS_FORMAT, 0, "%s: this is no model of casus", self->path);
  }
  self->size = (size_t)status.st_size;
  void *bytes = self->size ? mmap(NULL, self->size, PROT_READ, MAP_PRIVATE, file, 0) : NULL;
  const int reason = errno;
  close(file);
  if (bytes == MAP_FAILED) return casus_fail(error, CASUS_IO, 0, "%s: %s", self->path, strerror(reason));
  self->bytes = bytes;
  return CASUS_OK;
}

casus_model *casus_model_open(const char *path, const casus_allocator *allocator, casus_error *error) {
  const size_t length = strlen(path) + 1;
  casus_model *self = allocator->reallocate(allocator->context, NULL, 0, sizeof *self + length);
  if (!self) {
    casus_fail_nomem(error);
    return NULL;
  }
  *self = (casus_model){.allocator = *allocator};
  memcpy(self->path, path, length);
  if (map(self, error) == CASUS_OK && check(self, error) == CASUS_OK) return self;
  casus_model_close(self);
  return NULL;
}

void casus_model_close(casus_model *self) {
  if (!self) return;
  const casus_allocator allocator = self->allocator;
  if (self->bytes) munmap(self->bytes, self->size);
  allocator.reallocate(allocator.context, self, sizeof *self + strlen(self->path) + 1, 0);
}

const char *casus_model_path(const casus_model *self) {
  return self->path;
}

const void *casus_model_section(const casus_model *self, const char *name, size_t *size) {
  const header *head = self->bytes;
  const entry *entries = (const entry *)(const void *)(head + 1);
  for (uint64_t i = 0; i < head->sections; i++) {
    if (strncmp(entries[i].name, name, NAME_SIZE) != 0) continue;
    *size = (size_t)entries[i].size;
    return (const char *)self->bytes + entries[i].offset;
  }
  return NULL;
}

/* ---- Writing */

static void pad(casus_buffer *buffer) {
  while (buffer->size % ALIGNMENT && !buffer->failed) casus_buffer_byte(buffer, '\0');
}

static void lay_out(casus_buffer *buffer, const casus_model_part *parts, size_t count) {
  header head = {.version = CASUS_MODEL_VERSION, .endian = ENDIAN_MARK, .sections = count};
  memcpy(head.magic, MAGIC, sizeof MAGIC);
  casus_buffer_append(buffer, (const char *)&head, sizeof head);
  for (size_t i = 0; i < count; i++)
    casus_buffer_append(buffer, (const char *)&(entry){.size = 0}, sizeof(entry));
  for (size_t i = 0; i < count; i++) {
    pad(buffer);
    entry place = {.offset = buffer->size, .size = parts[i].bytes.size};
    memcpy(place.name, parts[i].name, strlen(parts[i].name));
    if (!buffer->failed) memcpy(buffer->bytes + sizeof head + i * sizeof place, &place, sizeof place);
    casus_buffer_append(buffer, parts[i].bytes.bytes, parts[i].bytes.size);
  }
  if (buffer->failed) return;
  head.size = buffer->size;
  memcpy(buffer->bytes, &head, sizeof head);
  head.checksum = checksum(buffer->bytes, buffer->size);
  memcpy(buffer->bytes, &head, sizeof head);
}

/* The name of the file beside `path` that is renamed. */
static void name_beside(casus_buffer *into, const char *path, const casus_allocator *allocator) {
  casus_buffer_init(into, allocator);
  casus_buffer_string(into, path);
  casus_buffer_append(into, ".new", sizeof ".new");
}

static casus_status try_file(const char *path, const char *beside, casus_error *error) {
  struct stat status;
  if (stat(path, &status) == 0 && S_ISDIR(status.st_mode))
    return casus_fail(error, CASUS_IO, 0, "%s: %s", path, strerror(EISDIR));
  FILE *file = fopen(beside, "wb");
  if (!file) return casus_fail(error, CASUS_IO, 0, "%s: %s", beside, strerror(errno));
  fclose(file);
  remove(beside);
  return CASUS_OK;
}

casus_status casus_model_try(const char *path, const casus_allocator *allocator, casus_error *error) {
  casus_buffer beside;
  name_beside(&beside, path, allocator);
  const casus_status status = beside.failed ? casus_fail_nomem(error) : try_file(path, beside.bytes, error);
  casus_buffer_free(&beside);
  return status;
}

static casus_status write_file(const char *path, const char *beside, const casus_buffer *buffer,
                               casus_error *error) {
  FILE *file = fopen(beside, "wb");
  if (!file) return casus_fail(error, CASUS_IO, 0, "%s: %s", beside, strerror(errno));
  bool good = fwrite(buffer->bytes, 1, buffer->size, file) == buffer->size;
  good = fclose(file) == 0 && good && rename(beside, path) == 0;
  if (good) return CASUS_OK;
  casus_fail(error, CASUS_IO, 0, "%s: %s", path, strerror(errno));
  remove(beside);
  return CASUS_IO;
}

casus_status casus_model_write(const char *path, const casus_model_part *parts, size_t count,
                               const casus_allocator *allocator, casus_error *error) {
  casus_buffer buffer, beside;
  casus_buffer_init(&buffer, allocator);
  name_beside(&beside, path, allocator);
  lay_out(&buffer, parts, count);
  const casus_status status = buffer.failed || beside.failed ? casus_fail_nomem(error)
                                                             : write_file(path, beside.bytes, &buffer, error);
  casus_buffer_free(&buffer);
  casus_buffer_free(&beside);
  return status;
}

casus_status casus_model_write_with(const casus_model *other, const casus_model_part *part, const char *path,
                                    const casus_allocator *allocator, casus_error *error) {
  const header *head = other->bytes;
  const entry *entries = (const entry *)(const void *)(head + 1);
  casus_model_part parts[MOST_SECTIONS + 1];
  char names[MOST_SECTIONS][NAME_SIZE];
  size_t count = 0;
  for (uint64_t i = 0; i < head->sections; i++) {
    if (strncmp(entries[i].name, part->name, NAME_SIZE) == 0) continue;
    memcpy(names[count], entries[i].name, NAME_SIZE);
    names[count][NAME_SIZE - 1] = '\0';
    parts[count] = (casus_model_part){
        names[count], {(const char *)other->bytes + entries[i].offset, (size_t)entries[i].size}};
    count++;
  }
  if (count == MOST_SECTIONS) return casus_fail(error, CASUS_LIMIT, 0, "%s: too many parts", other->path);
  parts[count++] = *part;
  return casus_model_write(path, parts, count, allocator, error);
}
