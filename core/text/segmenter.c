#include "text/segmenter.h"

#include "base/error.h"
#include "base/tsv.h"

#include <string.h>

typedef struct kind {
  const char *name;
  uint32_t trait;
} kind;

static const kind abbreviation_kinds[] = {{"inner", CASUS_WORD_INNER},
                                          {"number", CASUS_WORD_NUMBER},
                                          {"date", CASUS_WORD_DATE},
                                          {"final", CASUS_WORD_FINAL},
                                          {NULL, 0}};

static const kind word_kinds[] = {{"clitic", CASUS_WORD_CLITIC},   {"elided", CASUS_WORD_ELIDED},
                                  {"prefix", CASUS_WORD_PREFIX},   {"suffix", CASUS_WORD_SUFFIX},
                                  {"whole", CASUS_WORD_WHOLE},     {"unit", CASUS_WORD_UNIT},
                                  {"domain", CASUS_WORD_DOMAIN},   {"face", CASUS_WORD_FACE},
                                  {"sign", CASUS_WORD_SIGN},       {"function", CASUS_WORD_FUNCTION},
                                  {"starter", CASUS_WORD_STARTER}, {"dangling", CASUS_WORD_DANGLING},
                                  {"foreign", CASUS_WORD_FOREIGN}, {NULL, 0}};

static uint32_t trait_of(const kind *kinds, casus_string name) {
  for (; kinds->name; kinds++)
    if (strcmp(kinds->name, name.bytes) == 0) return kinds->trait;
  return 0;
}

static casus_word *learn(casus_segmenter *self, const char *bytes, size_t size, uint32_t trait) {
  const uint32_t number = casus_pool_intern(&self->forms, bytes, size);
  while (number >= self->capacity) {
    const size_t known = self->capacity;
    self->words = casus_arena_grow(self->forms.arena, self->words, &self->capacity, sizeof *self->words);
    memset(self->words + known, 0, (self->capacity - known) * sizeof *self->words);
  }
  casus_word *word = &self->words[number];
  word->traits |= trait;
  return word;
}

static char to_upper(char c) {
  return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}
static char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static void learn_abbreviation(casus_segmenter *self, casus_string form, uint32_t trait) {
  learn(self, form.bytes, form.size, trait);
  if (form.size == 1) return; /* J. is an initial, j. is not */
  char capital[CASUS_WORD_LONGEST];
  memcpy(capital, form.bytes, form.size);
  capital[0] = to_upper(capital[0]);
  learn(self, capital, form.size, trait);
}

static void learn_word(casus_segmenter *self, casus_string form, uint32_t trait) {
  learn(self, form.bytes, form.size, trait);
  const unsigned char first = (unsigned char)form.bytes[0];
  if (trait & (CASUS_WORD_FACE | CASUS_WORD_SIGN) && first < 128) self->signs[first] = true;
}

static casus_status refuse(const casus_tsv *table, size_t row, const char *what, casus_error *error) {
  return casus_fail(error, CASUS_FORMAT, 0, "%s: row %zu ('%s'): %s", table->path, row + 1,
                    casus_tsv_cell(table, row, 0).bytes, what);
}

/* Reads `name`, whose first columns are `columns`; forms that look-ups could not find are refused. */
static casus_status read_table(casus_tsv *table, casus_arena *arena, const char *folder, const char *name,
                               const char *const *columns, casus_error *error) {
  const casus_status status =
      casus_tsv_read(table, arena, casus_arena_format(arena, "%s/%s", folder, name), columns, error);
  if (status) return status;
  for (size_t row = 0; row < table->rows; row++) {
    const size_t size = casus_tsv_cell(table, row, 0).size;
    if (size == 0 || size > CASUS_WORD_LONGEST) return refuse(table, row, "a form has 1 to 24 bytes", error);
  }
  return CASUS_OK;
}

static casus_status load_kinds(casus_segmenter *self, casus_arena *arena, const char *folder,
                               const char *name, const kind *kinds,
                               void (*take)(casus_segmenter *, casus_string, uint32_t), casus_error *error) {
  static const char *const columns[] = {"form", "kind", "source", NULL};
  casus_tsv table;
  const casus_status status = read_table(&table, arena, folder, name, columns, error);
  for (size_t row = 0; !status && row < table.rows; row++) {
    const uint32_t trait = trait_of(kinds, casus_tsv_cell(&table, row, 1));
    if (!trait) return refuse(&table, row, "unknown kind", error);
    take(self, casus_tsv_cell(&table, row, 0), trait);
  }
  return status;
}

static casus_status load_contractions(casus_segmenter *self, casus_arena *arena, const char *folder,
                                      casus_error *error) {
  static const char *const columns[] = {"form", "parts", "source", NULL};
  casus_tsv table;
  const casus_status status = read_table(&table, arena, folder, "contractions.tsv", columns, error);
  if (status) return status;
  for (size_t row = 0; row < table.rows; row++) {
    const casus_string form = casus_tsv_cell(&table, row, 0);
    casus_word *word = learn(self, form.bytes, form.size, CASUS_WORD_CONTRACTION);
    casus_string list = casus_tsv_cell(&table, row, 1), part;
    size_t count = 0, taken = 0;
    while (casus_tsv_part(&list, &part)) {
      taken += part.size;
      if (list.size == 0) break; /* the last part is what remains */
      if (count == CASUS_WORD_PARTS || part.size == 0)
        return refuse(&table, row, "too many or empty parts", error);
      word->parts[count++] = (uint8_t)part.size;
    }
    if (count == 0 || taken != form.size)
      return refuse(&table, row, "the parts do not make up the form", error);
    self->contractions[form.bytes[0] & 31][form.size] |= UINT32_C(1) << (form.bytes[form.size - 1] & 31);
  }
  return CASUS_OK;
}

casus_status casus_segmenter_load(casus_segmenter **self, casus_arena *arena, const char *folder,
                                  casus_error *error) {
  casus_segmenter *made = casus_arena_zero(arena, sizeof *made);
  casus_pool_init(&made->forms, arena);
  casus_status status =
      load_kinds(made, arena, folder, "abbreviations.tsv", abbreviation_kinds, learn_abbreviation, error);
  if (!status) status = load_kinds(made, arena, folder, "words.tsv", word_kinds, learn_word, error);
  if (!status) status = load_contractions(made, arena, folder, error);
  *self = status ? NULL : made;
  return status;
}

const casus_word *casus_segmenter_word(const casus_segmenter *self, const char *bytes, size_t size) {
  if (size == 0 || size > CASUS_WORD_LONGEST) return NULL;
  const uint32_t number = casus_pool_find(&self->forms, bytes, size);
  return number == CASUS_POOL_NONE ? NULL : &self->words[number];
}

const casus_word *casus_segmenter_folded(const casus_segmenter *self, const char *bytes, size_t size) {
  static const char curly[] = "\xE2\x80\x99"; /* U+2019 */
  char folded[CASUS_WORD_LONGEST];
  size_t count = 0;
  for (size_t i = 0; i < size; i++) {
    if (count == sizeof folded) return NULL;
    if (size - i >= 3 && memcmp(bytes + i, curly, 3) == 0) {
      folded[count++] = '\'';
      i += 2;
    } else {
      folded[count++] = to_lower(bytes[i]);
    }
  }
  return casus_segmenter_word(self, folded, count);
}
