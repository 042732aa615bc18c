#include "base/lines.h"

#include "base/arena.h"
#include "base/error.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum { CHUNK = 1 << 16 };

struct casus_lines {
  casus_allocator allocator;
  gzFile file; /* also reads what is not compressed */
  casus_buffer buffer;
  size_t next;     /* of the first byte that has not been handed out */
  size_t searched; /* bytes from there on in which there is no LF */
  uint64_t line;
  bool ended;
  int problem; /* errno of the read that failed; zlib only tells the first time */
  char name[]; /* of the file, for messages */
};

casus_lines *casus_lines_open(const char *path, const casus_allocator *allocator, casus_error *error) {
  if (!allocator) allocator = &casus_allocator_default;
  const bool standard = strcmp(path, "-") == 0;
  errno = 0;
  const int descriptor = standard ? dup(STDIN_FILENO) : -1;
  gzFile file = standard ? gzdopen(descriptor, "rb") : gzopen(path, "rb");
  if (!file) {
    if (descriptor >= 0) close(descriptor);
    casus_fail(error, CASUS_IO, 0, "%s: %s", standard ? "standard input" : path,
               strerror(errno ? errno : ENOMEM));
    return NULL;
  }
  const char *name = standard ? "standard input" : path;
  const size_t size = strlen(name) + 1;
  casus_lines *self = allocator->reallocate(allocator->context, NULL, 0, sizeof *self + size);
  if (!self) {
    gzclose(file);
    casus_fail_nomem(error);
    return NULL;
  }
  memset(self, 0, sizeof *self);
  self->allocator = *allocator;
  self->file = file;
  memcpy(self->name, name, size);
  casus_buffer_init(&self->buffer, allocator);
  return self;
}

void casus_lines_close(casus_lines *self) {
  if (!self) return;
  gzclose(self->file);
  casus_buffer_free(&self->buffer);
  const casus_allocator allocator = self->allocator;
  allocator.reallocate(allocator.context, self, sizeof *self + strlen(self->name) + 1, 0);
}

/* Moves what has not been handed out to the front, and reads on; false at the end and on failure. */
static bool fill(casus_lines *self, casus_error *error) {
  casus_buffer *buffer = &self->buffer;
  if (self->next > 0) {
    memmove(buffer->bytes, buffer->bytes + self->next, buffer->size - self->next);
    buffer->size -= self->next;
    self->next = 0;
  }
  char *place = casus_buffer_reserve(buffer, CHUNK);
  if (!place) {
    casus_fail(error, CASUS_NOMEM, self->line, "%s: line %llu: out of memory", self->name,
               (unsigned long long)self->line);
    return false;
  }
  errno = 0;
  const int got = gzread(self->file, place, CHUNK);
  int code;
  const char *reason = gzerror(self->file, &code);
  if (got < 0 || (got == 0 && code != Z_OK && code != Z_STREAM_END)) {
    if (errno) self->problem = errno;
    if (code == Z_ERRNO) reason = strerror(self->problem);
    if (self->line > 0)
      casus_fail(error, CASUS_IO, self->line, "%s: line %llu: %s", self->name, (unsigned long long)self->line,
                 reason);
    else
      casus_fail(error, CASUS_IO, 0, "%s: %s", self->name, reason);
    return false;
  }
  buffer->size += (size_t)got;
  self->ended = got == 0;
  return got > 0;
}

bool casus_lines_next(casus_lines *self, casus_string *line, casus_error *error) {
  error->code = CASUS_OK;
  self->line++;
  for (;;) {
    const char *from = self->buffer.bytes ? self->buffer.bytes + self->next : "";
    const size_t left = self->buffer.size - self->next;
    const char *feed =
        left > self->searched ? memchr(from + self->searched, '\n', left - self->searched) : NULL;
    if (feed || (self->ended && left > 0)) {
      *line = (casus_string){from, feed ? (size_t)(feed - from) : left};
      self->next += line->size + (feed != NULL);
      self->searched = 0;
      return true;
    }
    if (self->ended) return false;
    self->searched = left;
    if (!fill(self, error) && error->code) return false;
  }
}

bool casus_lines_rest(casus_lines *self, casus_string *rest, casus_error *error) {
  error->code = CASUS_OK;
  while (!self->ended)
    if (!fill(self, error) && error->code) return false;
  *rest = (casus_string){self->buffer.bytes ? self->buffer.bytes + self->next : "",
                         self->buffer.size - self->next};
  self->next = self->buffer.size;
  self->searched = 0;
  return true;
}

/* Where to cut `size` bytes; 0: nowhere. Blanks may stand on a blank line. */
static size_t behind_blank_line(const char *bytes, size_t size) {
  bool blank = false; /* only white space between here and the LF behind */
  for (size_t i = size, feed = 0; i-- > 0;) {
    if (bytes[i] == '\n') {
      if (blank) return feed;
      blank = true;
      feed = i + 1;
    } else if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
      blank = false;
    }
  }
  return 0;
}

static size_t behind_any(const char *bytes, size_t size, const char *marks) {
  while (size > 0 && (bytes[size - 1] == '\0' || !strchr(marks, bytes[size - 1]))) size--;
  return size;
}

static size_t before_character(const char *bytes, size_t size) {
  enum { LONGEST = 4 };
  for (size_t i = size; i > 0 && size - i < LONGEST; i--)
    if (((unsigned char)bytes[i - 1] & 0xC0) != 0x80)
      return ((unsigned char)bytes[i - 1] & 0x80) && i > 1 ? i - 1 : size;
  return size;
}

static size_t find_cut(const char *bytes, size_t size, bool *whole) {
  size_t cut = behind_blank_line(bytes, size);
  *whole = cut > 0;
  if (cut == 0) cut = behind_any(bytes, size, "\n");
  if (cut == 0) cut = behind_any(bytes, size, " \t\r");
  return cut ? cut : before_character(bytes, size);
}

bool casus_lines_piece(casus_lines *self, size_t most, casus_string *piece, bool *whole, casus_error *error) {
  error->code = CASUS_OK;
  self->searched = 0;
  while (!self->ended && self->buffer.size - self->next <= most)
    if (!fill(self, error) && error->code) return false;
  const char *from = self->buffer.bytes ? self->buffer.bytes + self->next : "";
  const size_t left = self->buffer.size - self->next;
  *whole = true;
  *piece = (casus_string){from, left <= most ? left : find_cut(from, most, whole)};
  self->next += piece->size;
  return piece->size > 0;
}

int casus_lines_peek(casus_lines *self) {
  casus_error ignored = {CASUS_OK, 0, ""};
  if (self->next == self->buffer.size && (self->ended || !fill(self, &ignored))) return -1;
  return (unsigned char)self->buffer.bytes[self->next];
}
