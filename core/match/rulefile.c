/* Reads files of rules: definitions, and rules with a pattern and what they emit (docs/patterns.md). */
#include "base/error.h"
#include "base/file.h"
#include "match/program.h"

#include <string.h>

enum { TERMS = 16 };

/* A rule whose pattern has been read; its program follows when all have been. */
typedef struct draft {
  casus_rule rule;
  casus_node *pattern;
  size_t at;
} draft;

typedef struct drafts {
  draft *items;
  size_t count, capacity;
} drafts;

/* The line of a place; it is counted on from the last one that was asked for. */
static uint32_t line_of(casus_reader *self, size_t at) {
  if (at < self->counted) self->counted = self->lines = 0;
  for (; self->counted < at; self->counted++) self->lines += self->text[self->counted] == '\n';
  return self->lines + 1;
}

/* ---- Blocks: a line, and those below it that are indented more */

static size_t indent_at(const casus_reader *self, size_t line) {
  size_t at = line;
  while (at < self->stop && (self->text[at] == ' ' || self->text[at] == '\t')) at++;
  return at - line;
}

static size_t line_end(const casus_reader *self, size_t at) {
  const char *end = memchr(self->text + at, '\n', self->stop - at);
  return end ? (size_t)(end - self->text) + 1 : self->stop;
}

/* Whether a line holds nothing but space or a comment. */
static bool is_blank(const casus_reader *self, size_t line) {
  const size_t at = line + indent_at(self, line);
  return at == self->stop || strchr("\r\n#", self->text[at]);
}

static size_t line_start(const casus_reader *self, size_t at) {
  while (at > 0 && self->text[at - 1] != '\n') at--;
  return at;
}

/* Where the block ends that the line of `at` begins. */
static size_t block_end(const casus_reader *self, size_t at) {
  const size_t indent = indent_at(self, line_start(self, at));
  size_t line = line_end(self, at), end = line;
  while (line < self->stop && (is_blank(self, line) || indent_at(self, line) > indent)) {
    const size_t next = line_end(self, line);
    if (!is_blank(self, line)) end = next;
    line = next;
  }
  return end;
}

/* ---- What a rule emits */

static bool is_value(char byte) {
  return byte && !strchr(" \t\r\n()\",$=#", byte);
}

static bool read_term(casus_reader *self, casus_term *term);

static void read_arguments(casus_reader *self, casus_term *call) {
  casus_term arguments[TERMS];
  call->kind = CASUS_TERM_CALL;
  casus_reader_space(self);
  while (!self->failed && !casus_reader_accept(self, ")")) {
    if (call->count == TERMS) {
      casus_reader_fail(self, self->at, "more than %d arguments", TERMS);
      break;
    }
    if (call->count && !casus_reader_accept(self, ",")) casus_reader_expected(self, self->at, "',' or ')'");
    casus_reader_space(self);
    if (!read_term(self, &arguments[call->count])) break;
    call->count++;
    casus_reader_space(self);
  }
  casus_term *copy = casus_arena_new(self->arena, casus_term, call->count + 1);
  memcpy(copy, arguments, call->count * sizeof *copy);
  call->arguments = copy;
}

static void read_captured(casus_reader *self, casus_term *term) {
  term->kind = CASUS_TERM_CAPTURE;
  const size_t at = self->at;
  term->text = casus_reader_name(self);
  if (!term->text) {
    casus_reader_expected(self, at, "the name of a capture");
    return;
  }
  for (size_t i = 0; i < self->captures.count; i++)
    if (strcmp(self->captures.items[i], term->text) == 0) {
      term->capture = (uint32_t)i;
      return;
    }
  casus_reader_fail(self, at, "the pattern captures nothing as '%s'", term->text);
}

static bool read_term(casus_reader *self, casus_term *term) {
  const size_t at = self->at;
  *term = (casus_term){.line = line_of(self, at)};
  if (++self->depth > TERMS) casus_reader_fail(self, at, "too many functions within each other");
  if (casus_reader_accept(self, "$"))
    read_captured(self, term);
  else if (casus_reader_peek(self, 0) == '"')
    term->text = casus_reader_string(self).bytes;
  else {
    while (is_value(casus_reader_peek(self, 0))) self->at++;
    if (self->at == at) casus_reader_expected(self, at, "a word, a string, $name or a function");
    term->text = casus_arena_copy(self->arena, self->text + at, self->at - at);
    if (casus_reader_accept(self, "(")) read_arguments(self, term);
  }
  self->depth--;
  return !self->failed;
}

static void read_emit(casus_reader *self, casus_rule *rule) {
  struct {
    casus_emitted *items;
    size_t count, capacity;
  } fields = {0};
  casus_reader_space(self);
  rule->kind = casus_reader_name(self);
  if (!rule->kind) casus_reader_expected(self, self->at, "the kind of what is emitted");
  for (casus_reader_space(self); self->at < self->stop; casus_reader_space(self)) {
    casus_emitted one = {casus_reader_name(self), {0}};
    if (!one.name || !casus_reader_accept(self, "=")) casus_reader_expected(self, self->at, "NAME=VALUE");
    if (self->failed || !read_term(self, &one.value)) return;
    *casus_arena_push(self->arena, &fields) = one;
  }
  rule->fields = fields.items;
  rule->field_count = fields.count;
}

/* ---- Rules */

static void read_priority(casus_reader *self, casus_rule *rule) {
  casus_reader_space(self);
  const size_t at = self->at;
  const bool negative = casus_reader_accept(self, "-");
  for (char byte; (byte = casus_reader_peek(self, 0)) >= '0' && byte <= '9' && rule->priority < 100000;
       self->at++)
    rule->priority = rule->priority * 10 + (byte - '0');
  casus_reader_space(self);
  if (self->at == at || self->at < self->stop) casus_reader_expected(self, at, "a number");
  if (negative) rule->priority = -rule->priority;
}

/* One field of a rule; self->stop is where it ends. */
static void read_field(casus_reader *self, draft *into, size_t at) {
  const char *name = casus_reader_name(self);
  if (name && strcmp(name, "pattern") == 0 && !into->pattern)
    into->pattern = casus_reader_pattern(self);
  else if (name && strcmp(name, "priority") == 0)
    read_priority(self, &into->rule);
  else if (name && strcmp(name, "emit") == 0 && !into->rule.kind) {
    if (!into->pattern) casus_reader_fail(self, at, "the pattern stands above what is emitted");
    read_emit(self, &into->rule);
  } else
    casus_reader_expected(self, at, "'priority', 'pattern' or 'emit', each once");
}

/* The name behind `define` and `rule`, on the same line. */
static const char *read_name(casus_reader *self) {
  while (casus_reader_peek(self, 0) == ' ' || casus_reader_peek(self, 0) == '\t') self->at++;
  const size_t at = self->at;
  const char *name = casus_reader_name(self);
  if (!name) casus_reader_expected(self, at, "a name");
  return name ? name : "";
}

static void read_rule(casus_reader *self, drafts *into, size_t start) {
  draft one = {.at = start};
  const size_t block = self->stop;
  self->captures.items = NULL;
  self->captures.count = self->captures.capacity = 0;
  one.rule.name = read_name(self);
  one.rule.file = self->name;
  one.rule.line = line_of(self, start);
  for (size_t i = 0; i < into->count; i++)
    if (strcmp(into->items[i].rule.name, one.rule.name) == 0)
      casus_reader_fail(self, start, "there is a rule '%s' above, in line %u", one.rule.name,
                        into->items[i].rule.line);
  for (casus_reader_space(self); self->at < block && !self->failed; casus_reader_space(self)) {
    const size_t at = self->at;
    self->stop = block_end(self, at);
    if (self->stop > block) self->stop = block;
    read_field(self, &one, at);
    self->at = self->stop;
    self->stop = block;
  }
  if (!one.pattern) casus_reader_fail(self, start, "the rule '%s' has no pattern", one.rule.name);
  one.rule.captures = self->captures.items;
  one.rule.capture_count = self->captures.count;
  one.rule.number = (uint32_t)into->count;
  *casus_arena_push(self->arena, into) = one;
}

static void read_define(casus_reader *self) {
  const size_t start = self->at;
  casus_macro one = {.name = read_name(self)};
  for (size_t i = 0; i < self->macros.count; i++)
    if (strcmp(self->macros.items[i].name, one.name) == 0)
      casus_reader_fail(self, start, "'%s' is defined above", one.name);
  one.start = self->at;
  one.stop = self->stop;
  if (!self->failed) casus_reader_pattern(self); /* so that what is wrong is told where it stands */
  *casus_arena_push(self->arena, &self->macros) = one;
}

static void read_blocks(casus_reader *self, drafts *into) {
  const size_t whole = self->stop;
  for (casus_reader_space(self); self->at < whole && !self->failed; casus_reader_space(self)) {
    const size_t at = self->at;
    self->stop = block_end(self, at);
    const char *word = casus_reader_name(self);
    if (word && strcmp(word, "define") == 0)
      read_define(self);
    else if (word && strcmp(word, "rule") == 0)
      read_rule(self, into, at);
    else
      casus_reader_expected(self, at, "'define' or 'rule'");
    self->at = self->stop;
    self->stop = whole;
  }
}

/* ---- All together */

static casus_rules *compile(casus_reader *reader, const drafts *from) {
  casus_arena *arena = reader->arena;
  casus_rules *self = casus_arena_zero(arena, sizeof *self);
  self->items = casus_arena_new(arena, casus_rule, from->count + 1);
  self->programs = casus_arena_zero(arena, (from->count + 1) * sizeof *self->programs);
  for (; self->count < from->count && !reader->failed; self->count++) {
    const draft *one = &from->items[self->count];
    self->items[self->count] = one->rule;
    casus_program_compile(self, reader, self->count, one->pattern, one->at);
  }
  if (reader->failed) return NULL;
  self->text = casus_arena_copy(arena, reader->text, reader->stop);
  self->literals = reader->literals;
  self->phrases = reader->phrases.items;
  self->phrase_count = reader->phrases.count;
  casus_program_index(self, arena);
  return self;
}

static casus_status start(casus_reader *self, casus_arena *arena, const char *name, casus_string text,
                          bool is_file, const casus_lists *lists, casus_error *error) {
  *self = (casus_reader){.arena = arena,
                         .name = casus_arena_copy(arena, name, strlen(name)),
                         .text = text.bytes,
                         .stop = text.size,
                         .lists = lists,
                         .error = error,
                         .is_file = is_file};
  casus_pool_init(&self->literals, arena);
  const size_t valid = casus_utf8_valid(text.bytes, text.size);
  if (valid < text.size) casus_reader_fail(self, valid, "not UTF-8 text");
  return self->failed ? CASUS_FORMAT : CASUS_OK;
}

static casus_status finish(casus_rules **self, casus_reader *reader, const drafts *from) {
  *self = reader->failed ? NULL : compile(reader, from);
  return *self ? CASUS_OK : CASUS_FORMAT;
}

casus_status casus_rules_read(casus_rules **self, casus_arena *arena, const char *name, casus_string text,
                              const casus_lists *lists, casus_error *error) {
  casus_reader reader;
  drafts all = {0};
  if (start(&reader, arena, name, text, true, lists, error) == CASUS_OK) read_blocks(&reader, &all);
  return finish(self, &reader, &all);
}

casus_status casus_rules_pattern(casus_rules **self, casus_arena *arena, const char *name,
                                 casus_string pattern, const casus_lists *lists, casus_error *error) {
  casus_reader reader;
  drafts all = {0};
  draft one = {.at = 0};
  if (start(&reader, arena, name, pattern, false, lists, error) == CASUS_OK)
    one.pattern = casus_reader_pattern(&reader);
  one.rule = (casus_rule){.name = reader.name, .file = reader.name, .line = 1};
  one.rule.captures = reader.captures.items;
  one.rule.capture_count = reader.captures.count;
  *casus_arena_push(arena, &all) = one;
  return finish(self, &reader, &all);
}

casus_status casus_rules_load(casus_rules **self, casus_arena *arena, const char *path,
                              const casus_lists *lists, casus_error *error) {
  char *text;
  size_t size;
  const casus_status status = casus_file_load(path, arena, &text, &size, error);
  return status == CASUS_OK ? casus_rules_read(self, arena, path, (casus_string){text, size}, lists, error)
                            : status;
}
