#include "base/tsv.h"

#include "base/error.h"
#include "base/file.h"

#include <string.h>

typedef struct casus_tsv_span span;

/* Splits the line up to `end` (where it has a NUL) at tabs into `cells`, at most `most`, each with a NUL
 * behind it; returns how many there are. */
static size_t split(const casus_tsv *self, char *line, char *end, span *cells, size_t most) {
  size_t count = 0;
  for (;;) {
    char *tab = memchr(line, '\t', (size_t)(end - line)), *stop = tab ? tab : end;
    *stop = '\0';
    if (count < most) cells[count] = (span){(uint32_t)(line - self->text), (uint32_t)(stop - line)};
    count++;
    if (!tab) return count;
    line = tab + 1;
  }
}

static casus_status check_header(const casus_tsv *self, const char *const *wanted, size_t line,
                                 casus_error *error) {
  for (size_t i = 0; wanted[i]; i++)
    if (i >= self->columns || strcmp(self->names[i].bytes, wanted[i]) != 0)
      return casus_fail(error, CASUS_FORMAT, line, "%s:%zu: column %zu should be '%s'", self->path, line,
                        i + 1, wanted[i]);
  return CASUS_OK;
}

static casus_status take_header(casus_tsv *self, casus_arena *arena, char *line, char *end, size_t number,
                                const char *const *wanted, casus_error *error) {
  enum { MOST = 64 };
  span names[MOST];
  self->columns = split(self, line, end, names, MOST);
  if (self->columns > MOST)
    return casus_fail(error, CASUS_FORMAT, number, "%s:%zu: too many columns", self->path, number);
  self->names = casus_arena_new(arena, casus_string, self->columns);
  for (size_t i = 0; i < self->columns; i++)
    self->names[i] = (casus_string){self->text + names[i].start, names[i].size};
  return check_header(self, wanted, number, error);
}

/* No fewer rows than there can be in a text: each is a line and has a byte for each of its cells. */
static size_t most_rows(const char *text, const char *limit, size_t columns) {
  const size_t most = (size_t)(limit - text) / columns + 1;
  size_t lines = 1;
  while ((text = memchr(text, '\n', (size_t)(limit - text)))) lines++, text++;
  return lines < most ? lines : most;
}

static casus_status parse(casus_tsv *self, casus_arena *arena, char *text, char *limit,
                          const char *const *wanted, casus_error *error) {
  size_t number = 0;
  for (char *line = text, *next; line; line = next) {
    char *end = memchr(line, '\n', (size_t)(limit - line));
    next = end ? end + 1 : NULL;
    if (!end) end = limit;
    if (end > line && end[-1] == '\r') end--; /* spreadsheets on Windows end lines with CR LF */
    *end = '\0';
    number++;
    if (end == line || (*line == '#' && !self->names)) continue;
    if (!self->names) {
      const casus_status status = take_header(self, arena, line, end, number, wanted, error);
      if (status) return status;
      const size_t most = next ? most_rows(next, limit, self->columns) : 0;
      self->cells = casus_arena_new(arena, span, most * self->columns);
      continue;
    }
    const size_t count = split(self, line, end, self->cells + self->rows * self->columns, self->columns);
    if (count != self->columns)
      return casus_fail(error, CASUS_FORMAT, number, "%s:%zu: %zu cells, should be %zu", self->path, number,
                        count, self->columns);
    self->rows++;
  }
  return self->names ? CASUS_OK : casus_fail(error, CASUS_FORMAT, number, "%s: no header line", self->path);
}

casus_status casus_tsv_read(casus_tsv *self, casus_arena *arena, const char *path, const char *const *wanted,
                            casus_error *error) {
  memset(self, 0, sizeof *self);
  self->path = casus_arena_copy(arena, path, strlen(path));
  char *text;
  size_t size;
  const casus_status status = casus_file_load(path, arena, &text, &size, error);
  if (status) return status;
  const size_t valid = casus_utf8_valid(text, size);
  if (valid < size)
    return casus_fail(error, CASUS_FORMAT, valid, "%s: not UTF-8 text at byte %zu", path, valid);
  static const char mark[] = "\xEF\xBB\xBF"; /* byte order mark */
  if (size >= UINT32_MAX) return casus_fail(error, CASUS_LIMIT, 0, "%s: too large", path);
  char *const limit = text + size;
  if (strncmp(text, mark, 3) == 0) text += 3;
  self->text = text;
  return parse(self, arena, text, limit, wanted, error);
}

size_t casus_tsv_column(const casus_tsv *self, const char *name) {
  for (size_t i = 0; i < self->columns; i++)
    if (strcmp(self->names[i].bytes, name) == 0) return i;
  return SIZE_MAX;
}

bool casus_tsv_part(casus_string *list, casus_string *part) {
  if (list->size == 0) return false;
  const char *bar = memchr(list->bytes, '|', list->size);
  const size_t size = bar ? (size_t)(bar - list->bytes) : list->size;
  *part = (casus_string){list->bytes, size};
  const size_t taken = bar ? size + 1 : size;
  list->bytes += taken;
  list->size -= taken;
  return true;
}
