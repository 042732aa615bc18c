#include "extract/frames.h"

#include "base/error.h"
#include "base/number.h"
#include "base/tsv.h"

#include <math.h>
#include <string.h>

/* ---- Frames */

static const struct {
  const char *name;
  casus_slot_kind kind;
} names[] = {
    {"obj", CASUS_SLOT_OBJECT},      {"no-obj", CASUS_SLOT_NO_OBJECT},
    {"prt", CASUS_SLOT_PARTICLE},    {"inf", CASUS_SLOT_INFINITIVE},
    {"comp", CASUS_SLOT_COMPLEMENT}, {"inf-obj", CASUS_SLOT_INFINITIVE_OBJECT},
    {"that", CASUS_SLOT_CLAUSE},     {"subj", CASUS_SLOT_SUBJECT},
    {"mod", CASUS_SLOT_MODIFIER},
};

static bool is_text(casus_string a, const char *b) {
  return strlen(b) == a.size && memcmp(a.bytes, b, a.size) == 0;
}

static bool find_class(const casus_frames *self, casus_string name, casus_string *words) {
  for (size_t i = 0; i < self->classes.count; i++) {
    const casus_string known = self->classes.items[i].name;
    if (known.size != name.size || memcmp(known.bytes, name.bytes, name.size) != 0) continue;
    *words = self->classes.items[i].words;
    return true;
  }
  return false;
}

/* Words with the classes among them written out. False for an unknown class. */
static bool write_out(const casus_frames *self, casus_arena *arena, casus_string list, casus_string *words) {
  if (!memchr(list.bytes, '@', list.size)) {
    *words = list;
    return true;
  }
  casus_string rest = list, part;
  char *text = casus_arena_copy(arena, "", 0);
  while (casus_tsv_part(&rest, &part)) {
    if (part.bytes[0] == '@' && !find_class(self, (casus_string){part.bytes + 1, part.size - 1}, &part))
      return false;
    text = casus_arena_format(arena, "%s%s%.*s", text, *text ? "|" : "", (int)part.size, part.bytes);
  }
  *words = (casus_string){text, strlen(text)};
  return true;
}

static bool read_slot(const casus_frames *self, casus_arena *arena, casus_string item, casus_slot *slot) {
  const char *colon = memchr(item.bytes, ':', item.size);
  const casus_string name = {item.bytes, colon ? (size_t)(colon - item.bytes) : item.size};
  casus_string words = {"", 0};
  if (colon && !write_out(self, arena, (casus_string){colon + 1, item.size - name.size - 1}, &words))
    return false;
  *slot = (casus_slot){.kind = CASUS_SLOT_PREPOSITION, .word = name, .words = words};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (is_text(name, names[i].name)) slot->kind = names[i].kind;
  if (slot->kind == CASUS_SLOT_PARTICLE) {
    slot->word = words;
    slot->words = (casus_string){"", 0};
  }
  return name.size > 0;
}

bool casus_frames_slots(const casus_frames *self, casus_arena *arena, casus_string cell,
                        casus_slot slots[CASUS_FRAME_SLOTS], uint8_t *count) {
  *count = 0;
  while (cell.size) {
    const char *space = memchr(cell.bytes, ' ', cell.size);
    const casus_string item = {cell.bytes, space ? (size_t)(space - cell.bytes) : cell.size};
    const size_t taken = item.size + (space != NULL);
    if (*count == CASUS_FRAME_SLOTS || !read_slot(self, arena, item, &slots[*count])) return false;
    ++*count;
    cell = (casus_string){cell.bytes + taken, cell.size - taken};
  }
  return true;
}

/* ---- Tables */

static casus_status load_classes(casus_frames *self, casus_arena *arena, const char *path,
                                 casus_error *error) {
  static const char *const header[] = {"class", "words", NULL};
  casus_tsv table;
  const casus_status status = casus_tsv_read(&table, arena, path, header, error);
  for (size_t row = 0; status == CASUS_OK && row < table.rows; row++)
    *casus_arena_push(arena, &self->classes) =
        (struct casus_word_class){casus_tsv_cell(&table, row, 0), casus_tsv_cell(&table, row, 1)};
  return status;
}

static const char *or_null(casus_string cell) {
  return cell.size ? cell.bytes : NULL;
}

static casus_status load_intents(casus_frames *self, casus_arena *arena, const char *path,
                                 casus_error *error) {
  static const char *const header[] = {"modality", "negated", "inner",     "type",
                                       "mode",     "cameo",   "goldstein", NULL};
  enum { MODALITY, NEGATED, INNER, TYPE, MODE, CAMEO, GOLDSTEIN };
  casus_tsv table;
  const casus_status status = casus_tsv_read(&table, arena, path, header, error);
  if (status) return status;
  for (size_t row = 0; row < table.rows; row++) {
    const casus_string value = casus_tsv_cell(&table, row, GOLDSTEIN);
    casus_intent one = {
        .modality = casus_tsv_cell(&table, row, MODALITY).bytes,
        .negated = casus_tsv_cell(&table, row, NEGATED).size > 0,
        .inner = casus_tsv_cell(&table, row, INNER).bytes,
        .type = casus_tsv_cell(&table, row, TYPE).bytes,
        .mode = or_null(casus_tsv_cell(&table, row, MODE)),
        .cameo = or_null(casus_tsv_cell(&table, row, CAMEO)),
        .goldstein = (double)NAN,
    };
    if (value.size && !casus_number_read(value.bytes, &one.goldstein))
      return casus_fail(error, CASUS_FORMAT, row + 1, "%s: row %zu: the Goldstein value should be a number",
                        path, row + 1);
    *casus_arena_push(arena, &self->intents) = one;
  }
  return CASUS_OK;
}

casus_status casus_frames_load(casus_frames *self, casus_arena *arena, const char *data, casus_error *error) {
  const casus_status status =
      load_classes(self, arena, casus_arena_format(arena, "%s/lexicon/event_words.tsv", data), error);
  if (status) return status;
  return load_intents(self, arena, casus_arena_format(arena, "%s/lexicon/event_intents.tsv", data), error);
}

const casus_intent *casus_frames_intent(const casus_frames *self, const char *modality, bool negated,
                                        const char *type) {
  for (size_t i = 0; i < self->intents.count; i++) {
    const casus_intent *one = &self->intents.items[i];
    if (one->negated == negated && strcmp(one->modality, modality) == 0 && strcmp(one->inner, type) == 0)
      return one;
  }
  return NULL;
}
