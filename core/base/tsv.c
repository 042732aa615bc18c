#include "base/tsv.h"

#include "base/error.h"
#include "base/file.h"

#include <string.h>

/* Splits `line` (which it cuts up) at tabs into `cells`, at most `most`; returns how many there are. */
static size_t split(char *line, casus_string *cells, size_t most) {
  size_t count = 0;
  for (;;) {
    char *tab = strchr(line, '\t');
    if (tab) *tab = '\0';
    if (count < most) cells[count] = (casus_string){line, strlen(line)};
    count++;
    if (!tab) return count;
    line = tab + 1;
  }
}

/* Spreadsheets on Windows end lines with CR LF. */
static void end_line(char *line) {
  const size_t size = strlen(line);
  if (size && line[size - 1] == '\r') line[size - 1] = '\0';
}

static casus_status check_header(const casus_tsv *self, const char *const *wanted, size_t line,
                                 casus_error *error) {
  for (size_t i = 0; wanted[i]; i++)
    if (i >= self->columns || strcmp(self->names[i].bytes, wanted[i]) != 0)
      return casus_fail(error, CASUS_FORMAT, line, "%s:%zu: column %zu should be '%s'", self->path, line,
                        i + 1, wanted[i]);
  return CASUS_OK;
}

static casus_status parse(casus_tsv *self, casus_arena *arena, char *text, const char *const *wanted,
                          casus_error *error) {
  struct {
    casus_string *items;
    size_t count, capacity;
  } cells = {0};
  casus_string parts[64];
  size_t number = 0;
  for (char *line = text, *next; line; line = next) {
    next = strchr(line, '\n');
    if (next) *next++ = '\0';
    end_line(line);
    number++;
    if (*line == '\0' || (*line == '#' && !self->names)) continue;
    const size_t count = split(line, parts, 64);
    if (!self->names) {
      if (count > 64)
        return casus_fail(error, CASUS_FORMAT, number, "%s:%zu: too many columns", self->path, number);
      self->columns = count;
      self->names = casus_arena_new(arena, casus_string, count);
      memcpy(self->names, parts, count * sizeof *parts);
      const casus_status status = check_header(self, wanted, number, error);
      if (status) return status;
      continue;
    }
    if (count != self->columns)
      return casus_fail(error, CASUS_FORMAT, number, "%s:%zu: %zu cells, should be %zu", self->path, number,
                        count, self->columns);
    for (size_t i = 0; i < count; i++) *casus_arena_push(arena, &cells) = parts[i];
    self->rows++;
  }
  if (!self->names) return casus_fail(error, CASUS_FORMAT, number, "%s: no header line", self->path);
  self->cells = cells.items;
  return CASUS_OK;
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
  if (strncmp(text, mark, 3) == 0) text += 3;
  return parse(self, arena, text, wanted, error);
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
