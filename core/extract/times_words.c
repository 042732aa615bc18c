#include "extract/times_words.h"

#include "base/error.h"
#include "base/tsv.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST = 40 };

static const casus_time_word unknown = {.cardinal = -1, .ordinal = -1};

/* Folds ASCII letters, and white space and apostrophes into one kind each; 0 for what is too long. */
static size_t fold(casus_string form, char out[LONGEST]) {
  size_t size = 0;
  for (size_t i = 0; i < form.size; i++) {
    const char byte = form.bytes[i];
    if (size == LONGEST) return 0;
    if (i + 2 < form.size && memcmp(form.bytes + i, "\xE2\x80\x99", 3) == 0) {
      out[size++] = '\'';
      i += 2;
    } else if (byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r') {
      if (size && out[size - 1] != ' ') out[size++] = ' ';
    } else
      out[size++] = (char)(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
  }
  return size;
}

const casus_time_word *casus_time_words_find(const casus_time_words *self, casus_string form) {
  char folded[LONGEST];
  const size_t size = fold(form, folded);
  const uint32_t number = size ? casus_pool_find(&self->forms, folded, size) : CASUS_POOL_NONE;
  return number == CASUS_POOL_NONE ? &unknown : &self->items.items[number];
}

static casus_time_word *word_for(casus_time_words *self, casus_string form) {
  char folded[LONGEST];
  const uint32_t number = casus_pool_intern(&self->forms, folded, fold(form, folded));
  while (self->items.count <= number) *casus_arena_push(self->arena, &self->items) = unknown;
  return &self->items.items[number];
}

/* The tables: the column that says what a word means, and the field it goes to; a number, or else a text. */
static const struct table {
  const char *name, *key, *column;
  size_t offset;
  bool number;
} tables[] = {
    {"months", "name", "month", offsetof(casus_time_word, month), true},
    {"weekdays", "name", "weekday", offsetof(casus_time_word, weekday), true},
    {"cardinals", "word", "value", offsetof(casus_time_word, cardinal), true},
    {"ordinals", "word", "value", offsetof(casus_time_word, ordinal), true},
    {"seasons", "word", "number", offsetof(casus_time_word, season), true},
    {"decades", "word", "value", offsetof(casus_time_word, decade), true},
    {"units", "word", "unit", offsetof(casus_time_word, unit), false},
    {"parts", "word", "part", offsetof(casus_time_word, part), false},
    {"zones", "word", "offset", offsetof(casus_time_word, zone), false},
    {"modifiers", "word", "mod", offsetof(casus_time_word, mod), false},
    {"frequencies", "word", "value", offsetof(casus_time_word, frequency), false},
    {"holidays", "name", "rule", offsetof(casus_time_word, holiday), false},
};

static casus_status load(casus_time_words *self, const char *data, const struct table *one,
                         casus_error *error) {
  const char *const header[] = {one->key, one->column, NULL};
  const char *path = casus_arena_format(self->arena, "%s/time/%s.tsv", data, one->name);
  casus_tsv table;
  const casus_status status = casus_tsv_read(&table, self->arena, path, header, error);
  for (size_t row = 0; status == CASUS_OK && row < table.rows; row++) {
    char *field = (char *)word_for(self, casus_tsv_cell(&table, row, 0)) + one->offset;
    const char *text = casus_tsv_cell(&table, row, 1).bytes;
    if (one->number)
      *(int *)(void *)field = atoi(text);
    else
      *(const char **)(void *)field = text;
  }
  return status;
}

static casus_status load_vague(casus_time_words *self, const char *data, casus_error *error) {
  static const char *const header[] = {"word", NULL};
  casus_tsv table;
  const char *path = casus_arena_format(self->arena, "%s/time/vague.tsv", data);
  const casus_status status = casus_tsv_read(&table, self->arena, path, header, error);
  for (size_t row = 0; status == CASUS_OK && row < table.rows; row++)
    word_for(self, casus_tsv_cell(&table, row, 0))->vague = true;
  return status;
}

casus_status casus_time_words_load(casus_time_words *self, casus_arena *arena, const char *data,
                                   casus_error *error) {
  *self = (casus_time_words){.arena = arena};
  casus_pool_init(&self->forms, arena);
  casus_status status = load_vague(self, data, error);
  for (size_t i = 0; status == CASUS_OK && i < sizeof tables / sizeof *tables; i++)
    status = load(self, data, &tables[i], error);
  return status;
}
