#include "extract/cause_rules.h"

#include "base/error.h"
#include "base/number.h"
#include "base/tsv.h"

#include <string.h>

/* ---- Words */

static casus_cause_word *word_of(casus_cause_rules *self, casus_arena *arena, casus_string lemma) {
  const uint32_t number = casus_pool_intern(&self->lemmas, lemma.bytes, lemma.size);
  while (self->words.count <= number) *casus_arena_push(arena, &self->words) = (casus_cause_word){0};
  return &self->words.items[number];
}

/* The number of a word in a list that ends with NULL; -1 if it is none of them. */
static int find(const char *const *names, casus_string word) {
  for (int i = 0; names[i]; i++)
    if (strlen(names[i]) == word.size && memcmp(names[i], word.bytes, word.size) == 0) return i;
  return -1;
}

static const char *const turns[] = {"", "more", "less", "worse", "better", "open", NULL}; /* as casus_turn */
static const char *const hedges[] = {"stated", "likely", "possible", "denied", NULL};     /* as casus_hedge */

typedef void taker(casus_cause_word *word, int value);

static void take_verb(casus_cause_word *word, int value) {
  word->verb = (uint8_t)value;
}
static void take_change(casus_cause_word *word, int value) {
  word->change = (uint8_t)value;
}
static void take_hedge(casus_cause_word *word, int value) {
  word->hedge = (uint8_t)value;
}
static void take_bad(casus_cause_word *word, int value) {
  word->bad = value >= 0;
}

static const struct table {
  const char *name, *column;
  const char *const *values; /* NULL: the table has none */
  taker *take;
} tables[] = {
    {"cause_verbs", "turn", turns, take_verb},     {"cause_changers", "turn", turns, take_verb},
    {"cause_movers", "turn", turns, take_verb},    {"cause_stoppers", "turn", turns, take_verb},
    {"cause_changes", "turn", turns, take_change}, {"cause_hedges", "hedge", hedges, take_hedge},
    {"cause_harms", "source", NULL, take_bad},
};

static casus_status load_table(casus_cause_rules *self, casus_arena *arena, const char *data,
                               const struct table *table, casus_error *error) {
  const char *const wanted[] = {"lemma", table->column, NULL};
  casus_tsv rows;
  const char *path = casus_arena_format(arena, "%s/lexicon/%s.tsv", data, table->name);
  const casus_status status = casus_tsv_read(&rows, arena, path, wanted, error);
  if (status) return status;
  for (size_t row = 0; row < rows.rows; row++) {
    const int value = table->values ? find(table->values, casus_tsv_cell(&rows, row, 1)) : 0;
    if (value < 0)
      return casus_fail(error, CASUS_FORMAT, 0, "%s: '%s' is no %s", path,
                        casus_tsv_cell(&rows, row, 1).bytes, table->column);
    table->take(word_of(self, arena, casus_tsv_cell(&rows, row, 0)), value);
  }
  return CASUS_OK;
}

const casus_cause_word *casus_cause_rules_word(const casus_cause_rules *self, casus_string lemma) {
  enum { LONGEST = 32 };
  static const casus_cause_word unknown = {0};
  char lower[LONGEST];
  if (lemma.size > LONGEST) return &unknown;
  for (size_t i = 0; i < lemma.size; i++)
    lower[i] = lemma.bytes[i] >= 'A' && lemma.bytes[i] <= 'Z' ? (char)(lemma.bytes[i] + 32) : lemma.bytes[i];
  const uint32_t number = casus_pool_find(&self->lemmas, lower, lemma.size);
  return number == CASUS_POOL_NONE || number >= self->words.count ? &unknown : &self->words.items[number];
}

/* ---- Rules */

static uint32_t capture_of(const casus_rule *rule, const char *field) {
  const casus_term *term = casus_rule_field(rule, field);
  return term && term->kind == CASUS_TERM_CAPTURE ? term->capture : UINT32_MAX;
}

static const char *text_of(const casus_rule *rule, const char *field, const char *otherwise) {
  const casus_term *term = casus_rule_field(rule, field);
  return term && term->kind == CASUS_TERM_TEXT ? term->text : otherwise;
}

static casus_status read_rule(casus_cause_rule *self, const casus_rule *rule, casus_error *error) {
  const char *hedge = text_of(rule, "hedge", "stated");
  const int sure = find(hedges, (casus_string){hedge, strlen(hedge)});
  double polarity = 0;
  *self = (casus_cause_rule){
      .name = rule->name,
      .cause = capture_of(rule, "cause"),
      .effect = capture_of(rule, "effect"),
      .signal = capture_of(rule, "signal"),
      .from = capture_of(rule, "from"),
      .more = capture_of(rule, "more"),
      .verb = capture_of(rule, "polarity"),
      .hedge = sure < 0 ? CASUS_HEDGE_STATED : (casus_hedge)sure,
      .purpose = strcmp(text_of(rule, "purpose", ""), "yes") == 0,
      .back = strcmp(text_of(rule, "cause", ""), "before") == 0,
  };
  const bool good = (self->cause != UINT32_MAX || self->back) && self->effect != UINT32_MAX && sure >= 0 &&
                    casus_number_read(text_of(rule, "polarity", "1"), &polarity) && polarity >= -1 &&
                    polarity <= 1 && casus_number_read(text_of(rule, "confidence", ""), &self->confidence);
  self->polarity = (int)polarity;
  if (good) return CASUS_OK;
  return casus_fail(error, CASUS_FORMAT, rule->line,
                    "%s:%u: rule '%s' should emit cause=$...|before, effect=$..., confidence= and, if any, "
                    "signal=$..., from=$..., more=$..., polarity=1|0|-1|$..., hedge=, purpose=yes",
                    rule->file, rule->line, rule->name);
}

casus_status casus_cause_rules_load(casus_cause_rules *self, casus_arena *arena, const char *data,
                                    const casus_lists *lists, casus_error *error) {
  casus_status status = CASUS_OK;
  casus_pool_init(&self->lemmas, arena);
  for (size_t i = 0; i < sizeof tables / sizeof *tables && status == CASUS_OK; i++)
    status = load_table(self, arena, data, &tables[i], error);
  if (status) return status;
  const char *path = casus_arena_format(arena, "%s/rules/causes.rules", data);
  status = casus_rules_load(&self->rules, arena, path, lists, error);
  if (status) return status;
  const size_t count = casus_rules_count(self->rules);
  self->items = casus_arena_zero(arena, (count + 1) * sizeof *self->items);
  for (size_t i = 0; i < count && status == CASUS_OK; i++)
    status = read_rule(&self->items[i], casus_rules_get(self->rules, i), error);
  return status;
}
