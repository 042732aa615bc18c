#include "parse/treebank.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/lines.h"

#include <inttypes.h>
#include <string.h>

enum { ID, FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL, DEPS, MISC, COLUMNS };

typedef struct reading {
  casus_treebank *bank;
  const char *path;
  casus_lines *lines;
  casus_error *error;
  casus_status status;
  uint64_t line;

  bool paragraph, document; /* was said before the sentence */
  bool left_out;            /* the document is */
  casus_string text;
  size_t first;          /* word of the sentence that is being read */
  uint32_t joined_until; /* number of the last word of the multiword token that was read last */
  uint32_t surface;      /* its form, until its first word is read */
  bool joined_space;     /* white space follows it */
  uint64_t first_line;   /* of the words of the sentence */
} reading;

void casus_treebank_init(casus_treebank *self, casus_arena *arena) {
  memset(self, 0, sizeof *self);
  self->arena = arena;
  casus_pool_init(&self->pool, arena);
}

static bool refuse_at(reading *self, uint64_t line, const char *what) {
  self->status = casus_fail(self->error, CASUS_FORMAT, line, "%s:%" PRIu64 ": %s", self->path, line, what);
  return false;
}

static bool refuse(reading *self, const char *what) {
  return refuse_at(self, self->line, what);
}

/* What is wrong with a sentence as a whole. */
static bool refuse_sentence(reading *self, const char *what) {
  return refuse_at(self, self->first_line, what);
}

static bool string_is(casus_string string, const char *text) {
  return string.size == strlen(text) && memcmp(string.bytes, text, string.size) == 0;
}

static bool begins_with(casus_string string, const char *text) {
  const size_t size = strlen(text);
  return string.size >= size && memcmp(string.bytes, text, size) == 0;
}

/* A number without a sign at the front of `*text`, which is moved behind it. */
static bool take_number(casus_string *text, uint32_t *number) {
  enum { DIGITS = 9 };
  uint32_t value = 0;
  size_t i = 0;
  while (i < text->size && i < DIGITS && text->bytes[i] >= '0' && text->bytes[i] <= '9')
    value = value * 10 + (uint32_t)(text->bytes[i++] - '0');
  *number = value;
  *text = (casus_string){text->bytes + i, text->size - i};
  return i > 0;
}

static void begin_document(reading *self, casus_string line) {
  static const char id[] = "# newdoc id = ";
  const char *without = self->bank->without;
  self->document = self->paragraph = true;
  self->left_out =
      without && begins_with(line, id) &&
      begins_with((casus_string){line.bytes + sizeof id - 1, line.size - (sizeof id - 1)}, without);
}

static void read_comment(reading *self, casus_string line) {
  static const char text[] = "# text = ";
  casus_arena *arena = self->bank->arena;
  if (begins_with(line, "# newdoc"))
    begin_document(self, line);
  else if (begins_with(line, "# newpar"))
    self->paragraph = true;
  else if (begins_with(line, text)) {
    self->text.size = line.size - (sizeof text - 1);
    self->text.bytes = casus_arena_copy(arena, line.bytes + sizeof text - 1, self->text.size);
  }
}

static bool split(casus_string line, casus_string *cells) {
  size_t count = 0, start = 0;
  for (size_t i = 0; i <= line.size; i++) {
    if (i < line.size && line.bytes[i] != '\t') continue;
    if (count == COLUMNS) return false;
    cells[count++] = (casus_string){line.bytes + start, i - start};
    start = i + 1;
  }
  return count == COLUMNS;
}

/* Whether MISC says that no white space follows. */
static bool space_after(casus_string misc) {
  static const char no[] = "SpaceAfter=No";
  const size_t size = sizeof no - 1;
  for (size_t i = 0; i + size <= misc.size; i++) {
    if (memcmp(misc.bytes + i, no, size) != 0) continue;
    const bool whole =
        (i == 0 || misc.bytes[i - 1] == '|') && (i + size == misc.size || misc.bytes[i + size] == '|');
    if (whole) return false;
  }
  return true;
}

static uint32_t intern_word(reading *self, casus_string cell) {
  return casus_pool_intern(&self->bank->pool, cell.bytes, cell.size);
}

static uint32_t intern(reading *self, casus_string cell) {
  return string_is(cell, "_") ? 0 : intern_word(self, cell);
}

/* The id that the next word has to have. */
static uint32_t next_id(const reading *self) {
  return (uint32_t)(self->bank->words.count - self->first + 1);
}

static bool read_word(reading *self, const casus_string *cells, uint32_t number) {
  casus_treebank *bank = self->bank;
  casus_string head = cells[HEAD];
  if (number != next_id(self)) return refuse(self, "the ids of the words are not in order");
  if (cells[FORM].size == 0) return refuse(self, "a word without a form");
  casus_gold_word word = {.form = intern_word(self, cells[FORM]),
                          .upos = intern(self, cells[UPOS]),
                          .xpos = intern(self, cells[XPOS]),
                          .feats = intern(self, cells[FEATS]),
                          .deprel = intern(self, cells[DEPREL]),
                          .surface = self->surface};
  word.lemma = string_is(cells[FORM], "_") ? intern_word(self, cells[LEMMA]) : intern(self, cells[LEMMA]);
  if (!take_number(&head, &word.head) || head.size) return refuse(self, "the head of a word is no number");
  if (number < self->joined_until)
    word.flags = CASUS_GOLD_JOINED;
  else if (number == self->joined_until ? self->joined_space : space_after(cells[MISC]))
    word.flags = CASUS_GOLD_SPACE_AFTER;
  if (number == 1) self->first_line = self->line;
  self->surface = 0;
  *casus_arena_push(bank->arena, &bank->words) = word;
  return true;
}

/* The line of a multiword token, which stands before its words. */
static bool read_multiword(reading *self, const casus_string *cells, uint32_t number, uint32_t last) {
  if (last < number) return refuse(self, "a multiword token ends before it begins");
  if (number != next_id(self)) return refuse(self, "a multiword token does not stand before its words");
  if (number <= self->joined_until || self->surface) return refuse(self, "multiword tokens overlap");
  if (cells[FORM].size == 0) return refuse(self, "a multiword token without a form");
  self->surface = intern_word(self, cells[FORM]);
  self->joined_until = last;
  self->joined_space = space_after(cells[MISC]);
  return true;
}

/* `1` is a word, `1-2` a multiword token, `1.1` an empty node. */
static bool read_line(reading *self, casus_string line) {
  casus_string cells[COLUMNS], id;
  uint32_t number, second;
  if (!split(line, cells)) return refuse(self, "a word has ten columns, with tabs between them");
  id = cells[ID];
  if (!take_number(&id, &number)) return refuse(self, "the id of a word is no number");
  if (id.size == 0) return read_word(self, cells, number);
  const char kind = id.bytes[0];
  id = (casus_string){id.bytes + 1, id.size - 1};
  if (!take_number(&id, &second) || id.size) return refuse(self, "the id of a word is no number");
  if (kind == '-') return read_multiword(self, cells, number, second);
  return kind == '.' || refuse(self, "the id of a word is no number");
}

/* One root, and every word reaches it. */
static bool is_tree(reading *self) {
  const casus_gold_word *words = self->bank->words.items + self->first;
  const size_t count = self->bank->words.count - self->first;
  uint32_t *seen = casus_arena_zero(self->bank->arena, count * sizeof *seen);
  bool rooted = false;
  for (size_t i = 0; i < count; i++) {
    if (words[i].head > count) return refuse_sentence(self, "the head of a word is outside of its sentence");
    if (words[i].head == 0 && rooted) return refuse_sentence(self, "a sentence with two roots");
    rooted = rooted || words[i].head == 0;
  }
  if (!rooted) return refuse_sentence(self, "a sentence without a root");
  for (size_t i = 0; i < count; i++) {
    const uint32_t mark = (uint32_t)i + 1;
    for (size_t at = i; seen[at] == 0; at = words[at].head - 1) {
      seen[at] = mark;
      if (words[at].head == 0) break;
      if (seen[words[at].head - 1] == mark) return refuse_sentence(self, "a word is its own ancestor");
    }
  }
  return true;
}

/* The tokens with their spaces. */
static casus_string plain_text(reading *self) {
  const casus_treebank *bank = self->bank;
  const casus_gold_word *words = bank->words.items;
  const size_t limit = bank->words.count;
  size_t size = 1;
  for (size_t i = self->first; i < limit; i++)
    size += casus_treebank_string(bank, words[i].form).size +
            casus_treebank_string(bank, words[i].surface).size + 1;
  char *text = casus_arena_alloc(bank->arena, size);
  size = 0;
  for (size_t i = self->first; i < limit; i++) {
    const casus_string form =
        casus_treebank_string(bank, words[i].surface ? words[i].surface : words[i].form);
    memcpy(text + size, form.bytes, form.size);
    size += form.size;
    while (words[i].flags & CASUS_GOLD_JOINED) i++; /* the last word is never joined */
    if (i + 1 < limit && words[i].flags & CASUS_GOLD_SPACE_AFTER) text[size++] = ' ';
  }
  text[size] = '\0';
  return (casus_string){text, size};
}

static void keep_sentence(reading *self) {
  casus_treebank *bank = self->bank;
  *casus_arena_push(bank->arena, &bank->sentences) = (casus_gold_sentence){
      .first = (uint32_t)self->first,
      .limit = (uint32_t)bank->words.count,
      .text = self->text.size ? self->text : plain_text(self),
      .file = bank->files,
      .line = (uint32_t)self->first_line,
      .paragraph = self->paragraph,
      .document = self->document,
  };
}

static bool end_sentence(reading *self) {
  casus_treebank *bank = self->bank;
  if (self->joined_until >= next_id(self)) return refuse(self, "a multiword token without all of its words");
  if (bank->words.count == self->first) {
    self->text = (casus_string){"", 0}; /* belonged to no words */
    return true;
  }
  if (!is_tree(self)) return false;
  if (self->left_out)
    bank->words.count = self->first;
  else
    keep_sentence(self);
  self->first = bank->words.count;
  self->joined_until = 0;
  self->paragraph = self->document = false;
  self->text = (casus_string){"", 0};
  return true;
}

static void read_lines(void *argument) {
  reading *self = argument;
  casus_string line;
  casus_error problem = {.code = CASUS_OK};
  while (casus_lines_next(self->lines, &line, &problem)) {
    self->line++;
    if (line.size && line.bytes[line.size - 1] == '\r') line.size--;
    if (casus_utf8_valid(line.bytes, line.size) != line.size) {
      refuse(self, "not UTF-8");
      return;
    }
    if (line.size && line.bytes[0] == '#' && self->bank->words.count == self->first) {
      read_comment(self, line);
    } else if (!(line.size ? read_line(self, line) : end_sentence(self))) {
      return;
    }
  }
  if (problem.code == CASUS_OK) {
    end_sentence(self);
    return;
  }
  self->status = problem.code;
  if (self->error) *self->error = problem;
}

casus_status casus_treebank_read(casus_treebank *self, const char *path, casus_error *error) {
  reading job = {.bank = self,
                 .path = path,
                 .error = error,
                 .status = CASUS_OK,
                 .paragraph = true,
                 .document = true,
                 .text = {"", 0},
                 .first = self->words.count};
  job.lines = casus_lines_open(path, &self->arena->allocator, error);
  if (!job.lines) return error ? error->code : CASUS_IO;
  if (!casus_arena_protect(self->arena, read_lines, &job)) job.status = casus_fail_nomem(error);
  casus_lines_close(job.lines);
  self->words.count = job.first; /* without those of a sentence that was not finished */
  self->files++;
  return job.status;
}

casus_string casus_treebank_text(const casus_treebank *self, size_t first, size_t limit) {
  size_t size = 1;
  for (size_t i = first; i < limit; i++) size += self->sentences.items[i].text.size + 2;
  char *text = casus_arena_alloc(self->arena, size);
  size = 0;
  for (size_t i = first; i < limit; i++) {
    const casus_gold_sentence *sentence = &self->sentences.items[i];
    if (i > first && sentence->paragraph) {
      memcpy(text + size, "\n\n", 2);
      size += 2;
    } else if (i > first && self->words.items[sentence->first - 1].flags & CASUS_GOLD_SPACE_AFTER) {
      text[size++] = ' ';
    }
    memcpy(text + size, sentence->text.bytes, sentence->text.size);
    size += sentence->text.size;
  }
  text[size] = '\0';
  return (casus_string){text, size};
}
