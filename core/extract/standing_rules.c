/* The rules of standing.rules and the tables that they need. */
#include "base/error.h"
#include "base/number.h"
#include "base/tsv.h"
#include "extract/standing.h"

#include <string.h>

/* ---- Fields of a rule */

/* False where the field is there and no capture. */
static bool read_capture(const casus_rule *rule, const char *name, uint32_t *capture) {
  const casus_term *term = casus_rule_field(rule, name);
  *capture = term ? term->capture : CASUS_NONE;
  return !term || term->kind == CASUS_TERM_CAPTURE;
}

/* A capture or a word. */
static void read_either(const casus_rule *rule, const char *name, uint32_t *capture, const char **word) {
  const casus_term *term = casus_rule_field(rule, name);
  *capture = CASUS_NONE;
  if (term && term->kind == CASUS_TERM_CAPTURE) *capture = term->capture;
  if (term && term->kind == CASUS_TERM_TEXT) *word = term->text;
}

static bool is_set(const casus_rule *rule, const char *name) {
  return casus_rule_field(rule, name) != NULL;
}

/* False for an unknown word. */
static bool read_check(const casus_rule *rule, casus_standing_check *check) {
  static const char *const names[] = {"any", "place", "known", "group"};
  const casus_term *term = casus_rule_field(rule, "check");
  if (!term) return true;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strcmp(term->text, names[i]) != 0) continue;
    *check = (casus_standing_check)i;
    return true;
  }
  return false;
}

static casus_status read_rule(casus_standing_rule *self, casus_arena *arena, const casus_rule *rule,
                              casus_error *error) {
  const casus_term *type = casus_rule_field(rule, "type"), *confidence = casus_rule_field(rule, "confidence");
  const bool captures =
      read_capture(rule, "source", &self->source) && read_capture(rule, "target", &self->target) &&
      read_capture(rule, "trigger", &self->trigger) && read_capture(rule, "when", &self->when) &&
      read_capture(rule, "mode2", &self->mode[1]);
  if (!captures || self->source == CASUS_NONE || !type || type->kind != CASUS_TERM_TEXT || !confidence ||
      !casus_number_read(confidence->text, &self->confidence) || !read_check(rule, &self->check))
    return casus_fail(error, CASUS_FORMAT, rule->line,
                      "%s:%u: rule '%s' should emit type=, source=$... and confidence=; target, trigger, "
                      "when and mode2 are captures, check is place, known or group",
                      rule->file, rule->line, rule->name);
  read_either(rule, "role", &self->role, &self->role_word);
  read_either(rule, "mode", &self->mode[0], &self->mode_word);
  self->extractor = casus_arena_format(arena, "standing:%s", rule->name);
  self->type = type->text;
  self->clause = is_set(rule, "clause");
  self->mutual = is_set(rule, "mutual");
  self->list = is_set(rule, "list");
  return CASUS_OK;
}

/* ---- Tables */

static const char *or_null(casus_string cell) {
  return cell.size ? cell.bytes : NULL;
}

static casus_status load_words(casus_standing_rules *self, casus_arena *arena, const char *data,
                               casus_error *error) {
  static const char *const wanted[] = {"word", "mode", "modality", NULL};
  const char *path = casus_arena_format(arena, "%s/lexicon/office_words.tsv", data);
  casus_tsv table;
  const casus_status status = casus_tsv_read(&table, arena, path, wanted, error);
  if (status) return status;
  casus_pool_init(&self->words, arena);
  self->meanings = casus_arena_zero(arena, (table.rows + 1) * sizeof *self->meanings);
  for (size_t row = 0; row < table.rows; row++) {
    const casus_string word = casus_tsv_cell(&table, row, 0);
    const uint32_t number = casus_pool_intern(&self->words, word.bytes, word.size);
    self->meanings[number] = (casus_standing_word){or_null(casus_tsv_cell(&table, row, 1)),
                                                   or_null(casus_tsv_cell(&table, row, 2))};
  }
  return CASUS_OK;
}

static casus_status load_offices(casus_standing_rules *self, casus_arena *arena, const char *data,
                                 casus_error *error) {
  static const char *const wanted[] = {"office", "kind", NULL};
  const char *path = casus_arena_format(arena, "%s/lexicon/offices.tsv", data);
  casus_tsv table;
  const casus_status status = casus_tsv_read(&table, arena, path, wanted, error);
  if (status) return status;
  casus_pool_init(&self->offices, arena);
  self->kinds = casus_arena_zero(arena, (table.rows + 1) * sizeof *self->kinds);
  for (size_t row = 0; row < table.rows; row++) {
    const casus_string office = casus_tsv_cell(&table, row, 0);
    const uint32_t number = casus_pool_intern(&self->offices, office.bytes, office.size);
    self->kinds[number] = or_null(casus_tsv_cell(&table, row, 1));
  }
  return CASUS_OK;
}

casus_status casus_standing_rules_load(casus_standing_rules *self, casus_arena *arena, const char *data,
                                       const casus_lists *lists, casus_error *error) {
  const char *path = casus_arena_format(arena, "%s/rules/standing.rules", data);
  casus_status status = load_words(self, arena, data, error);
  if (status == CASUS_OK) status = load_offices(self, arena, data, error);
  if (status == CASUS_OK) status = casus_rules_load(&self->rules, arena, path, lists, error);
  if (status) return status;
  const size_t count = casus_rules_count(self->rules);
  self->items = casus_arena_zero(arena, (count + 1) * sizeof *self->items);
  for (size_t i = 0; i < count && status == CASUS_OK; i++)
    status = read_rule(&self->items[i], arena, casus_rules_get(self->rules, i), error);
  return status;
}
