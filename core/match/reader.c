/* The smallest parts of patterns and rule files: space, names, strings; and what to say where they are wrong.
 */
#include "base/error.h"
#include "match/syntax.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool is_space(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool is_letter(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

/* Where a byte of the text is, for a message. */
static void place(const casus_reader *self, size_t at, char *into, size_t size) {
  size_t line = 1, column = 1;
  for (size_t i = 0; i < at; i++) {
    column++;
    if (self->text[i] != '\n') continue;
    line++;
    column = 1;
  }
  if (self->is_file)
    snprintf(into, size, "%s:%zu:%zu", self->name, line, column);
  else
    snprintf(into, size, "%s: byte %zu", self->name, at);
}

void casus_reader_fail(casus_reader *self, size_t at, const char *format, ...) {
  if (self->failed) return;
  char where[256], what[224];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(what, sizeof what, format, arguments);
  va_end(arguments);
  place(self, at, where, sizeof where);
  casus_fail(self->error, CASUS_FORMAT, at, "%s: %s", where, what);
  self->failed = true;
  self->at = self->stop;
}

void casus_reader_expected(casus_reader *self, size_t at, const char *what) {
  if (self->failed) return;
  size_t stop = at;
  while (stop < self->stop && stop < at + 24 && !is_space(self->text[stop])) stop++;
  while (stop > at && stop < self->stop && ((unsigned char)self->text[stop] & 0xC0) == 0x80) stop--;
  if (stop == at)
    casus_reader_fail(self, at, "expected %s, found the end", what);
  else
    casus_reader_fail(self, at, "expected %s, found '%.*s'", what, (int)(stop - at), self->text + at);
}

char casus_reader_peek(const casus_reader *self, size_t ahead) {
  return self->at + ahead < self->stop ? self->text[self->at + ahead] : '\0';
}

static bool starts_comment(const casus_reader *self) {
  return casus_reader_peek(self, 0) == '#' && (self->at == 0 || is_space(self->text[self->at - 1]));
}

void casus_reader_space(casus_reader *self) {
  for (;;) {
    while (self->at < self->stop && is_space(self->text[self->at])) self->at++;
    if (!starts_comment(self)) return;
    while (self->at < self->stop && self->text[self->at] != '\n') self->at++;
  }
}

bool casus_reader_accept(casus_reader *self, const char *text) {
  const size_t size = strlen(text);
  if (self->stop - self->at < size || memcmp(self->text + self->at, text, size) != 0) return false;
  self->at += size;
  return true;
}

const char *casus_reader_name(casus_reader *self) {
  const size_t start = self->at;
  if (!is_letter(casus_reader_peek(self, 0))) return NULL;
  for (;;) {
    const char byte = casus_reader_peek(self, 0);
    const bool hyphen =
        byte == '-' && (is_letter(casus_reader_peek(self, 1)) || is_digit(casus_reader_peek(self, 1)));
    if (!is_letter(byte) && !is_digit(byte) && !hyphen) break;
    self->at++;
  }
  return casus_arena_copy(self->arena, self->text + start, self->at - start);
}

casus_string casus_reader_string(casus_reader *self) {
  const size_t start = self->at;
  if (!casus_reader_accept(self, "\"")) {
    casus_reader_expected(self, start, "a string in quotes");
    return (casus_string){"", 0};
  }
  char *text = casus_arena_alloc(self->arena, self->stop - self->at + 1);
  size_t size = 0;
  while (self->at < self->stop && self->text[self->at] != '"' && self->text[self->at] != '\n') {
    const char next = casus_reader_peek(self, 1);
    if (self->text[self->at] == '\\' && (next == '"' || next == '\\')) self->at++;
    text[size++] = self->text[self->at++];
  }
  text[size] = '\0';
  if (!casus_reader_accept(self, "\""))
    casus_reader_fail(self, start, "this quote is not closed on its line");
  return (casus_string){text, size};
}

uint32_t casus_reader_capture(casus_reader *self, const char *name) {
  for (size_t i = 0; i < self->captures.count; i++)
    if (strcmp(self->captures.items[i], name) == 0) return (uint32_t)i;
  *casus_arena_push(self->arena, &self->captures) = name;
  return (uint32_t)(self->captures.count - 1);
}
