/* Reads tests of tokens: what stands between [ and ]. */
#include "match/syntax.h"

#include "base/utf8.h"

#include <string.h>

enum { DEPTH = 64 };

static casus_test *either(casus_reader *self);

static const char *const attribute_names[CASUS_ATTRIBUTE_COUNT] = {"form",   "lower",  "lemma",  "upos",
                                                                   "xpos",   "deprel", "feats",  "shape",
                                                                   "entity", "id",     "number", "position"};

static casus_test *new_test(casus_reader *self, casus_test_kind kind) {
  casus_test *test = casus_arena_zero(self->arena, sizeof *test);
  test->kind = kind;
  return test;
}

static casus_test *negate(casus_reader *self, casus_test *part) {
  casus_test *test = new_test(self, CASUS_TEST_NOT);
  test->parts = part;
  return test;
}

uint32_t casus_reader_phrases(casus_reader *self, size_t at, const char *name) {
  casus_phrases one = {CASUS_LAYER_LIST, name, {0}};
  if (name[0] >= 'A' && name[0] <= 'Z') {
    static const char *const times[] = {"TIMEX", "DATE", "TIME", "DURATION", "SET", NULL};
    one.layer = CASUS_LAYER_ENTITY;
    for (size_t i = 0; times[i]; i++)
      if (strcmp(name, times[i]) == 0) one.layer = CASUS_LAYER_TIME;
    if (strcmp(name, "ENTITY") == 0 || strcmp(name, "TIMEX") == 0) one.name = NULL;
  } else if (!self->lists || !self->lists->find(self->lists->context, name, &one.list)) {
    casus_reader_fail(self, at, "there is no word list '%s'", name);
    return 0;
  }
  for (size_t i = 0; i < self->phrases.count; i++) {
    const casus_phrases *other = &self->phrases.items[i];
    if (other->layer == one.layer &&
        (other->name == one.name || (other->name && one.name && strcmp(other->name, one.name) == 0)))
      return (uint32_t)i;
  }
  *casus_arena_push(self->arena, &self->phrases) = one;
  return (uint32_t)(self->phrases.count - 1);
}

/* ---- Values */

/* The words of a list as literals; it may be named many times. */
struct casus_list_values {
  const char *name;
  bool lower;
  uint32_t *items;
  uint32_t count;
};

typedef struct values {
  uint32_t *items;
  size_t count, capacity;
} values;

static void add_value(casus_reader *self, values *into, casus_string value) {
  *casus_arena_push(self->arena, into) = casus_pool_intern(&self->literals, value.bytes, value.size);
}

static void add_list(casus_reader *self, values *into, size_t at) {
  const char *name = casus_reader_name(self);
  casus_list list = {0};
  if (!name)
    casus_reader_expected(self, at, "the name of a word list");
  else if (!self->lists || !self->lists->find(self->lists->context, name, &list))
    casus_reader_fail(self, at, "there is no word list '%s'", name);
  else if (!list.words)
    casus_reader_fail(self, at, "the list '%s' has phrases, not words: write [@%s]", name, name);
  for (size_t i = 0; i < list.word_count; i++) add_value(self, into, list.words[i]);
}

/* Whether a byte may stand in a value without quotes. */
static bool is_plain(char byte) {
  return byte && !strchr(" \t\r\n&|()[]{}\"!=<>@#/", byte);
}

/* One value: bare, in quotes, or all of a list. */
static void read_value(casus_reader *self, values *into) {
  const size_t at = self->at;
  if (casus_reader_peek(self, 0) == '"') {
    add_value(self, into, casus_reader_string(self));
    return;
  }
  if (casus_reader_accept(self, "@")) {
    add_list(self, into, at);
    return;
  }
  while (is_plain(casus_reader_peek(self, 0))) self->at++;
  if (self->at == at)
    casus_reader_expected(self, at, "a value");
  else
    add_value(self, into, (casus_string){self->text + at, self->at - at});
}

/* A lower-cased form is compared with values in lower case, whatever the list has: "Monday" in @weekdays. */
static uint32_t in_lower(casus_reader *self, uint32_t value) {
  const casus_string text = casus_pool_get(&self->literals, value);
  char *buffer = casus_arena_alloc(self->arena, text.size * 2 + 4);
  size_t size = 0;
  for (size_t at = 0; at < text.size;) {
    uint32_t code;
    at += casus_utf8_decode(text.bytes + at, &code);
    size += casus_utf8_encode(casus_utf8_fold(code), buffer + size);
  }
  return casus_pool_intern(&self->literals, buffer, size);
}

/* Values with strokes between them; a stroke with a space beside it is an "or" of tests. */
static void read_values(casus_reader *self, casus_test *test) {
  values all = {0};
  read_value(self, &all);
  while (casus_reader_peek(self, 0) == '|' &&
         (is_plain(casus_reader_peek(self, 1)) || casus_reader_peek(self, 1) == '"' ||
          casus_reader_peek(self, 1) == '@')) {
    self->at++;
    read_value(self, &all);
  }
  for (size_t i = 0; test->attribute == CASUS_ATTRIBUTE_LOWER && i < all.count; i++)
    all.items[i] = in_lower(self, all.items[i]);
  test->values = all.items;
  test->value_count = (uint32_t)all.count;
}

/* The name of a list that is the only value, which is passed over; NULL for anything else. */
static const char *only_list(casus_reader *self) {
  const size_t at = self->at;
  if (!casus_reader_accept(self, "@")) return NULL;
  const char *name = casus_reader_name(self);
  if (name && casus_reader_peek(self, 0) != '|') return name;
  self->at = at;
  return NULL;
}

/* The same, where a list that has been read before is not read again. */
static void read_values_once(casus_reader *self, casus_test *test) {
  const size_t at = self->at;
  const bool lower = test->attribute == CASUS_ATTRIBUTE_LOWER;
  const char *name = only_list(self);
  for (size_t i = 0; name && i < self->lists_read.count; i++) {
    const struct casus_list_values *known = &self->lists_read.items[i];
    if (known->lower != lower || strcmp(known->name, name) != 0) continue;
    test->values = known->items;
    test->value_count = known->count;
    return;
  }
  self->at = at;
  read_values(self, test);
  if (name && !self->failed)
    *casus_arena_push(self->arena, &self->lists_read) =
        (struct casus_list_values){name, lower, test->values, test->value_count};
}

/* /.../, with \/ for a slash in it. */
static void read_regular(casus_reader *self, casus_test *test) {
  const size_t start = self->at;
  while (self->at < self->stop && self->text[self->at] != '/' && self->text[self->at] != '\n')
    self->at += self->text[self->at] == '\\' && self->at + 1 < self->stop ? 2 : 1;
  const casus_string text = {self->text + start, self->at - start};
  if (!casus_reader_accept(self, "/")) {
    casus_reader_fail(self, start - 1, "this regular expression is not closed on its line");
    return;
  }
  size_t at;
  const char *expected;
  test->kind = CASUS_TEST_REGULAR;
  test->regular = casus_regular_new(self->arena, text, &at, &expected);
  if (!test->regular) casus_reader_fail(self, start + at, "expected %s in the regular expression", expected);
}

/* ---- Attributes */

static casus_attribute find_attribute(casus_reader *self, size_t at, const char *name) {
  for (int i = 0; i < CASUS_ATTRIBUTE_COUNT; i++)
    if (strcmp(name, attribute_names[i]) == 0) return (casus_attribute)i;
  casus_reader_fail(
      self, at,
      "there is no attribute '%s'; there are form, lower, lemma, upos, xpos, deprel, feats.NAME, "
      "shape, entity, id, number, position",
      name);
  return CASUS_ATTRIBUTE_FORM;
}

static void read_number(casus_reader *self, casus_test *test) {
  const bool negative = casus_reader_accept(self, "-");
  const size_t at = self->at;
  test->kind = CASUS_TEST_COMPARE;
  while (casus_reader_peek(self, 0) >= '0' && casus_reader_peek(self, 0) <= '9' && test->number < INT32_MAX)
    test->number = test->number * 10 + (self->text[self->at++] - '0');
  if (self->at == at) casus_reader_expected(self, at, "a number");
  if (negative) test->number = -test->number;
}

/* The sign behind the name of an attribute that is a number; "!=" is told apart by the caller. */
static casus_comparison read_comparison(casus_reader *self) {
  if (casus_reader_accept(self, "<=")) return CASUS_LESS_EQUAL;
  if (casus_reader_accept(self, ">=")) return CASUS_GREATER_EQUAL;
  if (casus_reader_accept(self, "<")) return CASUS_LESS;
  if (casus_reader_accept(self, ">")) return CASUS_GREATER;
  if (!casus_reader_accept(self, "=")) casus_reader_expected(self, self->at, "'=', '<', '<=', '>' or '>='");
  return CASUS_EQUAL;
}

static casus_test *attribute_test(casus_reader *self, size_t at, const char *name) {
  casus_test *test = new_test(self, CASUS_TEST_VALUES);
  test->attribute = find_attribute(self, at, name);
  if (test->attribute == CASUS_ATTRIBUTE_FEATS) {
    if (!casus_reader_accept(self, ".") || !(test->name = casus_reader_name(self)))
      casus_reader_expected(self, self->at, "'.' and the name of a feature, as in feats.Tense");
  }
  const bool numeric =
      test->attribute == CASUS_ATTRIBUTE_NUMBER || test->attribute == CASUS_ATTRIBUTE_POSITION;
  casus_reader_space(self);
  const char next = casus_reader_peek(self, 0);
  if (next == '\0' || !strchr("=!<>", next)) {
    test->kind = CASUS_TEST_PRESENT;
    return test;
  }
  const bool unequal = casus_reader_accept(self, "!=");
  if (!unequal && numeric) test->comparison = read_comparison(self);
  if (!unequal && !numeric && !casus_reader_accept(self, "="))
    casus_reader_expected(self, self->at, "'=' or '!='");
  casus_reader_space(self);
  if (numeric)
    read_number(self, test);
  else if (casus_reader_accept(self, "/"))
    read_regular(self, test);
  else
    read_values_once(self, test);
  return unequal ? negate(self, test) : test;
}

static casus_test *predicate_test(casus_reader *self, const char *name) {
  casus_test *test = new_test(self, CASUS_TEST_PREDICATE);
  test->name = name;
  return test;
}

static casus_test *phrase_test(casus_reader *self, size_t at) {
  casus_test *test = new_test(self, CASUS_TEST_PHRASE);
  const char *name = casus_reader_name(self);
  if (name)
    test->phrases = casus_reader_phrases(self, at, name);
  else
    casus_reader_expected(self, at, "the name of a word list");
  return test;
}

/* ---- The boolean structure */

static casus_test *primary(casus_reader *self) {
  casus_reader_space(self);
  const size_t at = self->at;
  if (casus_reader_accept(self, "(")) {
    if (++self->depth > DEPTH) casus_reader_fail(self, at, "too many parentheses within each other");
    casus_test *inner = either(self);
    self->depth--;
    casus_reader_space(self);
    if (!casus_reader_accept(self, ")")) casus_reader_expected(self, self->at, "')'");
    return inner;
  }
  if (casus_reader_accept(self, "@")) return phrase_test(self, at);
  const char *name = casus_reader_name(self);
  if (!name) {
    casus_reader_expected(self, at, "a test such as lemma=visit");
    return new_test(self, CASUS_TEST_ANY);
  }
  return casus_reader_accept(self, "()") ? predicate_test(self, name) : attribute_test(self, at, name);
}

static casus_test *unary(casus_reader *self) {
  bool negated = false;
  casus_reader_space(self);
  while (casus_reader_accept(self, "!")) {
    negated = !negated;
    casus_reader_space(self);
  }
  casus_test *test = primary(self);
  return negated ? negate(self, test) : test;
}

/* Tests with a sign between them. */
static casus_test *series(casus_reader *self, casus_test_kind kind, const char *sign,
                          casus_test *(*inner)(casus_reader *)) {
  casus_test *first = inner(self);
  casus_reader_space(self);
  if (casus_reader_peek(self, 0) != *sign) return first;
  casus_test *whole = new_test(self, kind), *last = first;
  whole->parts = first;
  while (casus_reader_accept(self, sign)) {
    last->next = inner(self);
    last = last->next;
    casus_reader_space(self);
  }
  return whole;
}

static casus_test *both(casus_reader *self) {
  return series(self, CASUS_TEST_AND, "&", unary);
}

static casus_test *either(casus_reader *self) {
  return series(self, CASUS_TEST_OR, "|", both);
}

casus_test *casus_reader_test(casus_reader *self) {
  casus_reader_space(self);
  if (casus_reader_accept(self, "]")) return new_test(self, CASUS_TEST_ANY);
  casus_test *test = either(self);
  casus_reader_space(self);
  if (!casus_reader_accept(self, "]")) casus_reader_expected(self, self->at, "']', '&' or ' | '");
  return test;
}
