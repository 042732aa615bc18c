#include "extract/lexicon.h"

#include "base/error.h"
#include "base/number.h"
#include "base/tsv.h"
#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_WORD = 64 };

static const struct {
  const char *word, *record;
} modalities[] = {
    [CASUS_MODALITY_NONE] = {"", "asserted"},
    [CASUS_MODALITY_PLANNED] = {"planned", "planned"},
    [CASUS_MODALITY_REQUESTED] = {"requested", "requested"},
    [CASUS_MODALITY_POSSIBLE] = {"possible", "possible"},
    [CASUS_MODALITY_HYPOTHETICAL] = {"hypothetical", "hypothetical"},
    [CASUS_MODALITY_DENIED] = {"denied", "denied"},
    [CASUS_MODALITY_NEGATED] = {"negated", "asserted"},
};

enum { MODALITIES = sizeof modalities / sizeof *modalities };

const char *casus_modality_name(casus_modality modality) {
  return modalities[modality].record;
}

/* ---- Words */

/* Folds a word into `out`; its size, or 0 for one that is too long to be in a lexicon. */
static size_t fold(casus_string form, char out[LONGEST_WORD + 4]) {
  size_t size = 0;
  if (form.size > LONGEST_WORD) return 0;
  for (size_t at = 0; at < form.size;) {
    uint32_t code;
    at += casus_utf8_decode(form.bytes + at, &code);
    size += casus_utf8_encode(casus_utf8_fold(code), out + size);
  }
  return size;
}

const casus_word *casus_lexicon_word(const casus_lexicon *self, casus_string form) {
  static const casus_word unknown = {0};
  char folded[LONGEST_WORD + 4];
  const size_t size = fold(form, folded);
  const uint32_t number = size ? casus_pool_find(&self->forms, folded, size) : CASUS_POOL_NONE;
  return number == CASUS_POOL_NONE ? &unknown : &self->words.items[number];
}

/* The entry of a word, made where it is new. */
static casus_word *word_for(casus_lexicon *self, const char *form, size_t size) {
  char folded[LONGEST_WORD + 4];
  const uint32_t number = casus_pool_intern(&self->forms, folded, fold((casus_string){form, size}, folded));
  while (self->words.count <= number) *casus_arena_push(self->arena, &self->words) = (casus_word){0};
  return &self->words.items[number];
}

/* ---- Inflection */

typedef void each_form(casus_lexicon *self, const char *form, size_t size, unsigned forms, uint32_t value);

static bool is_vowel(char letter) {
  return strchr("aeiou", letter) != NULL;
}

/* The regular forms of a verb: -s or -es, -ed, -ing, with silent e dropped and y turned into i behind a
 * consonant. Doubled consonants are not guessed: the tables list them. `with_past` and `with_gerund`: whether
 * these are wanted. */
static void inflect(casus_lexicon *self, casus_string lemma, bool with_past, bool with_gerund,
                    each_form *emit, uint32_t value) {
  char form[LONGEST_WORD + 8];
  const size_t size = lemma.size;
  if (size < 2 || size > LONGEST_WORD) return;
  memcpy(form, lemma.bytes, size);
  const char last = form[size - 1], before = form[size - 2];
  const bool y = last == 'y' && !is_vowel(before), e = last == 'e';
  const bool hiss = last == 's' || last == 'x' || last == 'z' || last == 'o' ||
                    (last == 'h' && (before == 's' || before == 'c'));
  const size_t stem = size - (y || e); /* without the letter that changes */

  memcpy(form + (y ? stem : size), y ? "ies" : hiss ? "es" : "s\0", 3);
  emit(self, form, (y ? stem + 3 : size + (hiss ? 2 : 1)), CASUS_FORM_PRESENT, value);
  memcpy(form + stem, y ? "ied" : "ed", 3);
  if (with_past) emit(self, form, stem + (y ? 3 : 2), CASUS_FORM_PAST | CASUS_FORM_PARTICIPLE, value);
  memcpy(form, lemma.bytes, size);
  const bool keeps_e = e && (before == 'e' || before == 'o' || before == 'y'); /* agreeing, hoeing, dyeing */
  const size_t gerund = e && !keeps_e ? size - 1 : size;
  memcpy(form + gerund, "ing", 3);
  if (with_gerund) emit(self, form, gerund + 3, CASUS_FORM_GERUND, value);
}

static bool is_gerund(casus_string form) {
  return form.size > 3 && memcmp(form.bytes + form.size - 3, "ing", 3) == 0;
}

/* All forms of a verb; `irregular` are those that its row lists, and the regular ones that they replace are
 * left out. */
static void all_forms(casus_lexicon *self, casus_string lemma, casus_string irregular, each_form *emit,
                      uint32_t value) {
  casus_string form;
  bool past = false, gerund = false;
  while (casus_tsv_part(&irregular, &form)) {
    const bool ing = is_gerund(form);
    emit(self, form.bytes, form.size, ing ? CASUS_FORM_GERUND : CASUS_FORM_PAST | CASUS_FORM_PARTICIPLE,
         value);
    past |= !ing;
    gerund |= ing;
  }
  inflect(self, lemma, !past, !gerund, emit, value);
  emit(self, lemma.bytes, lemma.size, CASUS_FORM_BASE, value);
}

/* ---- Tables */

static const char *or_null(casus_string cell) {
  return cell.size ? cell.bytes : NULL;
}

static void emit_verb(casus_lexicon *self, const char *form, size_t size, unsigned forms, uint32_t value) {
  casus_word *word = word_for(self, form, size);
  if (word->verb == 0) word->verb = value;
  if (word->verb == value) word->forms |= (uint8_t)forms;
}

static void emit_light(casus_lexicon *self, const char *form, size_t size, unsigned forms, uint32_t value) {
  casus_word *word = word_for(self, form, size);
  (void)forms;
  if (word->light == 0) word->light = value;
}

static void emit_noun(casus_lexicon *self, const char *form, size_t size, unsigned forms, uint32_t value) {
  casus_word *word = word_for(self, form, size);
  if (forms & (CASUS_FORM_BASE | CASUS_FORM_PRESENT) && word->noun == 0) word->noun = value;
}

static const char *const frame_header[] = {"lemma", "forms",   "frame", "agent",     "patient",    "type",
                                           "mode",  "context", "cameo", "goldstein", "reciprocal", NULL};

static casus_status bad_row(const char *path, size_t row, const char *what, casus_error *error) {
  return casus_fail(error, CASUS_FORMAT, row + 1, "%s: row %zu: %s", path, row + 1, what);
}

/* Adds a row to those of its lemma, of which `first` is the first, or 0. */
static void chain_frame(casus_lexicon *self, uint32_t first, uint32_t number) {
  uint32_t row = first;
  while (row && casus_lexicon_frame(self, row)->next) row = casus_lexicon_frame(self, row)->next;
  if (row) self->frames.rows.items[row - 1].next = number;
}

static casus_status add_frame(casus_lexicon *self, const casus_tsv *table, size_t row, bool noun,
                              casus_error *error) {
  enum { LEMMA, FORMS, FRAME, AGENT, PATIENT, TYPE, MODE, CONTEXT, CAMEO, GOLDSTEIN, RECIPROCAL };
  const casus_string lemma = casus_tsv_cell(table, row, LEMMA), value = casus_tsv_cell(table, row, GOLDSTEIN);
  casus_frame one = {
      .lemma = lemma.bytes,
      .type = or_null(casus_tsv_cell(table, row, TYPE)),
      .mode = or_null(casus_tsv_cell(table, row, MODE)),
      .context = or_null(casus_tsv_cell(table, row, CONTEXT)),
      .cameo = or_null(casus_tsv_cell(table, row, CAMEO)),
      .goldstein = (double)NAN,
      .reciprocal = casus_tsv_cell(table, row, RECIPROCAL).size > 0,
      .noun = noun,
      .agent = casus_tsv_cell(table, row, AGENT),
      .patient = casus_tsv_cell(table, row, PATIENT),
      .extractor = casus_arena_format(self->arena, "events:%s/%s", noun ? "noun" : "verb", lemma.bytes),
  };
  if (value.size && !casus_number_read(value.bytes, &one.goldstein))
    return bad_row(table->path, row, "the Goldstein value should be a number", error);
  if (!casus_frames_slots(&self->frames, self->arena, casus_tsv_cell(table, row, FRAME), one.slots,
                          &one.count))
    return bad_row(table->path, row, "the frame has an unknown word class or too many slots", error);
  *casus_arena_push(self->arena, &self->frames.rows) = one;
  const uint32_t number = (uint32_t)self->frames.rows.count;
  const casus_word *known = casus_lexicon_word(self, lemma);
  const uint32_t first = noun ? known->noun : known->forms & CASUS_FORM_BASE ? known->verb : 0;
  chain_frame(self, first, number);
  all_forms(self, lemma, casus_tsv_cell(table, row, FORMS), noun ? emit_noun : emit_verb,
            first ? first : number);
  return CASUS_OK;
}

static casus_status load_frames(casus_lexicon *self, const char *path, bool noun, casus_error *error) {
  casus_tsv table;
  casus_status status = casus_tsv_read(&table, self->arena, path, frame_header, error);
  for (size_t row = 0; status == CASUS_OK && row < table.rows; row++)
    status = add_frame(self, &table, row, noun, error);
  return status;
}

static casus_status load_lights(casus_lexicon *self, const char *path, casus_error *error) {
  static const char *const header[] = {"lemma", "forms", "frame", "subject", NULL};
  casus_tsv table;
  const casus_status status = casus_tsv_read(&table, self->arena, path, header, error);
  for (size_t row = 0; status == CASUS_OK && row < table.rows; row++) {
    const casus_string lemma = casus_tsv_cell(&table, row, 0);
    casus_light one = {.lemma = lemma.bytes,
                       .suffers = strcmp(casus_tsv_cell(&table, row, 3).bytes, "target") == 0,
                       .next = casus_lexicon_word(self, lemma)->light};
    if (!casus_frames_slots(&self->frames, self->arena, casus_tsv_cell(&table, row, 2), one.slots,
                            &one.count))
      return bad_row(path, row, "the frame has an unknown word class or too many slots", error);
    *casus_arena_push(self->arena, &self->frames.lights) = one;
    const uint32_t number = (uint32_t)self->frames.lights.count;
    uint32_t last = one.next;
    self->frames.lights.items[number - 1].next = 0;
    while (last && self->frames.lights.items[last - 1].next) last = self->frames.lights.items[last - 1].next;
    if (last) self->frames.lights.items[last - 1].next = number;
    all_forms(self, lemma, casus_tsv_cell(&table, row, 1), emit_light, one.next ? one.next : number);
  }
  return status;
}

static void emit_cue(casus_lexicon *self, const char *form, size_t size, unsigned forms, uint32_t value) {
  casus_word *word = word_for(self, form, size);
  word->cue = (uint8_t)value;
  word->cue_forms |= (uint8_t)forms;
}

static casus_status load_cues(casus_lexicon *self, const char *path, casus_error *error) {
  static const char *const header[] = {"lemma", "forms", "strength", NULL};
  casus_tsv table;
  const casus_status status = casus_tsv_read(&table, self->arena, path, header, error);
  for (size_t row = 0; status == CASUS_OK && row < table.rows; row++) {
    const bool strong = strcmp(casus_tsv_cell(&table, row, 2).bytes, "strong") == 0;
    all_forms(self, casus_tsv_cell(&table, row, 0), casus_tsv_cell(&table, row, 1), emit_cue, strong ? 2 : 1);
  }
  return status;
}

/* Months or weekdays: a name and a number up to `most`. */
static casus_status load_calendar(casus_lexicon *self, const char *path, const char *column, int most,
                                  size_t offset, casus_error *error) {
  const char *const header[] = {"name", column, NULL};
  casus_tsv table;
  const casus_status status = casus_tsv_read(&table, self->arena, path, header, error);
  for (size_t row = 0; status == CASUS_OK && row < table.rows; row++) {
    const casus_string name = casus_tsv_cell(&table, row, 0);
    const int number = atoi(casus_tsv_cell(&table, row, 1).bytes);
    if (number < 1 || number > most)
      return casus_fail(error, CASUS_FORMAT, row + 1, "%s: row %zu: %s should be 1 to %d", path, row + 1,
                        column, most);
    *((uint8_t *)word_for(self, name.bytes, name.size) + offset) = (uint8_t)number;
  }
  return status;
}

static casus_status load_genders(casus_lexicon *self, const char *path, casus_error *error) {
  static const char *const header[] = {"word", "gender", NULL};
  casus_tsv table;
  const casus_status status = casus_tsv_read(&table, self->arena, path, header, error);
  for (size_t row = 0; status == CASUS_OK && row < table.rows; row++) {
    const casus_string word = casus_tsv_cell(&table, row, 0);
    word_for(self, word.bytes, word.size)->gender = (uint8_t)casus_tsv_cell(&table, row, 1).bytes[0];
  }
  return status;
}

static casus_status load_nominals(casus_lexicon *self, const char *path, casus_error *error) {
  static const char *const header[] = {"noun", "label", "names", NULL};
  casus_tsv table;
  const casus_status status = casus_tsv_read(&table, self->arena, path, header, error);
  if (status) return status;
  self->nominals = casus_arena_new(self->arena, casus_nominal, table.rows + 1);
  for (size_t row = 0; row < table.rows; row++) {
    const casus_string noun = casus_tsv_cell(&table, row, 0);
    self->nominals[row] =
        (casus_nominal){noun.bytes, casus_tsv_cell(&table, row, 1).bytes, casus_tsv_cell(&table, row, 2)};
    word_for(self, noun.bytes, noun.size)->nominal = (uint16_t)(row + 1);
  }
  return CASUS_OK;
}

static casus_status load_modality(casus_lexicon *self, const char *path, casus_error *error) {
  static const char *const header[] = {"word", "modality", NULL};
  casus_tsv table;
  const casus_status status = casus_tsv_read(&table, self->arena, path, header, error);
  if (status) return status;
  casus_phrase *phrases = casus_arena_new(self->arena, casus_phrase, table.rows + 1);
  for (size_t row = 0; row < table.rows; row++) {
    uint32_t modality = 1;
    while (modality < MODALITIES &&
           strcmp(modalities[modality].word, casus_tsv_cell(&table, row, 1).bytes) != 0)
      modality++;
    if (modality == MODALITIES)
      return casus_fail(error, CASUS_FORMAT, row + 1, "%s: row %zu: unknown modality '%s'", path, row + 1,
                        casus_tsv_cell(&table, row, 1).bytes);
    phrases[row] = (casus_phrase){casus_tsv_cell(&table, row, 0), CASUS_CASE_ANY, modality};
  }
  self->modality = casus_dictionary_new(phrases, table.rows, &self->arena->allocator, error);
  return self->modality ? CASUS_OK : error ? error->code : CASUS_NOMEM;
}

casus_status casus_lexicon_load(casus_lexicon *self, casus_arena *arena, const char *data,
                                casus_error *error) {
  *self = (casus_lexicon){.arena = arena};
  casus_pool_init(&self->forms, arena);
  word_for(self, "", 0);
  casus_status status = casus_frames_load(&self->frames, arena, data, error);
  if (status == CASUS_OK)
    status = load_frames(self, casus_arena_format(arena, "%s/lexicon/verbs.tsv", data), false, error);
  if (status == CASUS_OK)
    status = load_frames(self, casus_arena_format(arena, "%s/lexicon/event_nouns.tsv", data), true, error);
  if (status == CASUS_OK)
    status = load_lights(self, casus_arena_format(arena, "%s/lexicon/light_verbs.tsv", data), error);
  if (status == CASUS_OK)
    status = load_cues(self, casus_arena_format(arena, "%s/lexicon/cues.tsv", data), error);
  if (status == CASUS_OK)
    status = load_modality(self, casus_arena_format(arena, "%s/lexicon/modality.tsv", data), error);
  if (status == CASUS_OK)
    status = load_calendar(self, casus_arena_format(arena, "%s/time/months.tsv", data), "month", 12,
                           offsetof(casus_word, month), error);
  if (status == CASUS_OK)
    status = load_calendar(self, casus_arena_format(arena, "%s/time/weekdays.tsv", data), "weekday", 7,
                           offsetof(casus_word, weekday), error);
  if (status == CASUS_OK)
    status = load_genders(self, casus_arena_format(arena, "%s/lexicon/genders.tsv", data), error);
  if (status == CASUS_OK)
    status = load_nominals(self, casus_arena_format(arena, "%s/lexicon/nominals.tsv", data), error);
  return status;
}

void casus_lexicon_close(casus_lexicon *self) {
  casus_dictionary_free(self->modality);
}
