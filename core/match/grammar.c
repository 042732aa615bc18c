/* Reads patterns: sequences, repetitions, captures, relations (docs/patterns.md). Recursive descent over the
 * bytes. */
#include "match/syntax.h"

#include "base/utf8.h"

#include <string.h>

enum { DEPTH = 64, REPEATS = 256 };

static casus_node *choice(casus_reader *self);

static casus_node *new_node(casus_reader *self, casus_node_kind kind) {
  casus_node *node = casus_arena_zero(self->arena, sizeof *node);
  node->kind = kind;
  return node;
}

static casus_node *wrap(casus_reader *self, casus_node_kind kind, casus_node *part) {
  casus_node *node = new_node(self, kind);
  node->parts = part;
  return node;
}

/* ---- Single tokens */

static casus_test *values_test(casus_reader *self, casus_attribute attribute, casus_string value) {
  casus_test *test = casus_arena_zero(self->arena, sizeof *test);
  test->kind = CASUS_TEST_VALUES;
  test->attribute = attribute;
  test->values = casus_arena_new(self->arena, uint32_t, 1);
  test->values[0] = casus_pool_intern(&self->literals, value.bytes, value.size);
  test->value_count = 1;
  return test;
}

static casus_string folded(casus_reader *self, casus_string text) {
  char *copy = casus_arena_copy(self->arena, text.bytes, text.size);
  for (size_t at = 0; at < text.size;) {
    uint32_t code;
    const size_t size = casus_utf8_decode(text.bytes + at, &code);
    casus_utf8_encode(casus_utf8_fold(code), copy + at);
    at += size;
  }
  return (casus_string){copy, text.size};
}

/* A token as it is written between quotes: with capitals, these must be there. */
static casus_node *literal(casus_reader *self, casus_string text) {
  casus_node *node = new_node(self, CASUS_NODE_TEST);
  const casus_string lower = folded(self, text);
  casus_test *test = values_test(self, CASUS_ATTRIBUTE_LOWER, lower);
  if (memcmp(lower.bytes, text.bytes, text.size) != 0) {
    casus_test *both = casus_arena_zero(self->arena, sizeof *both);
    test->next = values_test(self, CASUS_ATTRIBUTE_FORM, text);
    both->kind = CASUS_TEST_AND;
    both->parts = test;
    test = both;
  }
  node->test = test;
  return node;
}

/* "several words": one token each. */
static casus_node *quoted(casus_reader *self) {
  const size_t at = self->at;
  const casus_string text = casus_reader_string(self);
  casus_node *sequence = new_node(self, CASUS_NODE_SEQUENCE), **last = &sequence->parts;
  for (size_t start = 0; start < text.size;) {
    const char *space = memchr(text.bytes + start, ' ', text.size - start);
    const size_t stop = space ? (size_t)(space - text.bytes) : text.size;
    if (stop > start) {
      *last = literal(self, (casus_string){text.bytes + start, stop - start});
      last = &(*last)->next;
    }
    start = stop + 1;
  }
  if (!sequence->parts) casus_reader_fail(self, at, "there is no word in this string");
  return sequence->parts && !sequence->parts->next ? sequence->parts : sequence;
}

/* ---- Groups */

static void enter(casus_reader *self, size_t at) {
  if (++self->depth > DEPTH) casus_reader_fail(self, at, "too many parentheses or macros within each other");
}

static casus_node *group(casus_reader *self) {
  static const struct {
    const char *sign;
    bool behind, forbidden;
  } looks[] = {{"?=", false, false}, {"?!", false, true}, {"?<=", true, false}, {"?<!", true, true}};
  enter(self, self->at);
  casus_node *look = NULL;
  for (size_t i = 0; i < sizeof looks / sizeof *looks && !look; i++)
    if (casus_reader_accept(self, looks[i].sign)) {
      look = new_node(self, CASUS_NODE_LOOK);
      look->behind = looks[i].behind;
      look->forbidden = looks[i].forbidden;
    }
  casus_node *inner = choice(self);
  casus_reader_space(self);
  if (!casus_reader_accept(self, ")")) casus_reader_expected(self, self->at, "')'");
  self->depth--;
  if (!look) return inner;
  look->parts = inner;
  return look;
}

/* %name: its pattern is read where it is used, so that captures in it belong to the rule. */
static casus_node *macro(casus_reader *self, size_t at) {
  const char *name = casus_reader_name(self);
  const casus_macro *found = NULL;
  for (size_t i = 0; name && i < self->macros.count; i++)
    if (strcmp(self->macros.items[i].name, name) == 0) found = &self->macros.items[i];
  if (!found) {
    casus_reader_fail(self, at, "nothing is defined as '%s' above", name ? name : "%");
    return new_node(self, CASUS_NODE_START);
  }
  enter(self, at);
  const size_t behind = self->at, stop = self->stop;
  self->at = found->start;
  self->stop = found->stop;
  casus_node *inner = choice(self);
  casus_reader_space(self);
  if (self->at < self->stop) casus_reader_expected(self, self->at, "the end of the definition");
  self->depth--;
  self->stop = stop;
  self->at = self->failed ? stop : behind;
  return inner;
}

static casus_node *bare_atom(casus_reader *self) {
  const size_t at = self->at;
  casus_node *node;
  if (casus_reader_accept(self, "[")) {
    node = new_node(self, CASUS_NODE_TEST);
    node->test = casus_reader_test(self);
    return node;
  }
  if (casus_reader_accept(self, "(")) return group(self);
  if (casus_reader_accept(self, "%")) return macro(self, at);
  if (casus_reader_accept(self, "^")) return new_node(self, CASUS_NODE_START);
  if (casus_reader_accept(self, "$")) return new_node(self, CASUS_NODE_END);
  if (casus_reader_peek(self, 0) == '"') return quoted(self);
  const bool phrase = casus_reader_accept(self, "@");
  const char *name = casus_reader_name(self);
  node = new_node(self, phrase ? CASUS_NODE_PHRASE : CASUS_NODE_TEST);
  if (!name)
    casus_reader_expected(self, self->at,
                          phrase ? "the name of a word list" : "a token, such as [lemma=visit] or \"visit\"");
  else if (phrase)
    node->phrases = casus_reader_phrases(self, at, name);
  else
    node->test = values_test(self, CASUS_ATTRIBUTE_LEMMA, (casus_string){name, strlen(name)});
  return node;
}

static casus_node *atom(casus_reader *self) {
  casus_reader_space(self);
  const size_t from = self->at;
  casus_node *node = bare_atom(self);
  if (node->to) return node; /* of a group or a macro: it has its place */
  node->from = from;
  node->to = self->at;
  return node;
}

/* ---- Items */

/* The name of a capture, where an item begins with one. */
static const char *capture_name(casus_reader *self) {
  casus_reader_space(self);
  const size_t at = self->at;
  const char *name = casus_reader_name(self);
  if (name && casus_reader_accept(self, ":")) return name;
  self->at = at;
  return NULL;
}

static uint32_t repeat_number(casus_reader *self) {
  const size_t at = self->at;
  uint32_t value = 0;
  while (casus_reader_peek(self, 0) >= '0' && casus_reader_peek(self, 0) <= '9' && value <= REPEATS)
    value = value * 10 + (uint32_t)(self->text[self->at++] - '0');
  if (self->at == at) casus_reader_expected(self, at, "a number");
  if (value > REPEATS)
    casus_reader_fail(self, at, "more than %d times: a match has so many tokens at most", REPEATS);
  return value;
}

static void read_counts(casus_reader *self, casus_node *repeat) {
  const size_t at = self->at;
  repeat->least = repeat->most = repeat_number(self);
  casus_reader_space(self);
  if (casus_reader_accept(self, ",")) {
    casus_reader_space(self);
    repeat->most = casus_reader_peek(self, 0) == '}' ? UINT32_MAX : repeat_number(self);
  }
  casus_reader_space(self);
  if (!casus_reader_accept(self, "}")) casus_reader_expected(self, self->at, "'}'");
  if (repeat->most < repeat->least || repeat->most == 0)
    casus_reader_fail(self, at, "the second number should be the larger one");
}

/* Whether a relation begins here, which ? and ! may stand before. */
static bool at_relation(const casus_reader *self) {
  const size_t skip = casus_reader_peek(self, 0) == '?' || casus_reader_peek(self, 0) == '!';
  const char sign = casus_reader_peek(self, skip), next = casus_reader_peek(self, skip + 1);
  return sign == '>' || sign == '<' || (sign == '$' && (next == '+' || next == '-'));
}

static casus_node *repeated(casus_reader *self, casus_node *part) {
  casus_node limits = {.least = 0, .most = UINT32_MAX};
  if (at_relation(self)) return part;
  if (casus_reader_accept(self, "?"))
    limits.most = 1;
  else if (casus_reader_accept(self, "+"))
    limits.least = 1;
  else if (casus_reader_accept(self, "{"))
    read_counts(self, &limits);
  else if (!casus_reader_accept(self, "*"))
    return part;
  casus_node *repeat = wrap(self, CASUS_NODE_REPEAT, part);
  repeat->least = limits.least;
  repeat->most = limits.most;
  repeat->lazy = !at_relation(self) && casus_reader_accept(self, "?");
  return repeat;
}

static casus_node *captured(casus_reader *self, const char *name, casus_node *part) {
  if (!name) return part;
  casus_node *node = wrap(self, CASUS_NODE_CAPTURE, part);
  node->capture = casus_reader_capture(self, name);
  return node;
}

/* ---- Relations */

/* nsubj|obj:* behind the sign, without a space. */
static void read_deprels(casus_reader *self, casus_relation *relation) {
  struct {
    uint32_t *items;
    size_t count, capacity;
  } all = {0};
  do {
    const size_t start = self->at;
    for (char byte; (byte = casus_reader_peek(self, 0)), (byte >= 'a' && byte <= 'z') || byte == ':';)
      self->at++;
    if (self->at == start) {
      casus_reader_expected(self, start, "a relation such as nsubj");
      return;
    }
    /* "nsubj:*" stays as "nsubj:" */
    if (self->text[self->at - 1] == ':' && !casus_reader_accept(self, "*"))
      casus_reader_expected(self, self->at, "'*' or a subtype behind ':'");
    const bool subtypes = self->text[self->at - 1] == '*';
    *casus_arena_push(self->arena, &all) =
        casus_pool_intern(&self->literals, self->text + start, self->at - start - (subtypes ? 1 : 0));
  } while (casus_reader_accept(self, "|"));
  relation->deprels = all.items;
  relation->deprel_count = (uint32_t)all.count;
}

static casus_direction read_direction(casus_reader *self) {
  static const struct {
    const char *sign;
    casus_direction direction;
  } signs[] = {{">>", CASUS_DESCENDANT},       {">", CASUS_CHILD},
               {"<<", CASUS_ANCESTOR},         {"<", CASUS_PARENT},
               {"$++", CASUS_LATER_SIBLING},   {"$+", CASUS_NEXT_SIBLING},
               {"$--", CASUS_EARLIER_SIBLING}, {"$-", CASUS_PREVIOUS_SIBLING}};
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    if (casus_reader_accept(self, signs[i].sign)) return signs[i].direction;
  return CASUS_CHILD; /* not reached: at_relation has looked */
}

static casus_relation *read_relation(casus_reader *self) {
  casus_relation *relation = casus_arena_zero(self->arena, sizeof *relation);
  relation->from = self->at;
  relation->need = casus_reader_accept(self, "?")   ? CASUS_OPTIONAL
                   : casus_reader_accept(self, "!") ? CASUS_FORBIDDEN
                                                    : CASUS_NEEDED;
  relation->direction = read_direction(self);
  const char next = casus_reader_peek(self, 0);
  if (next >= 'a' && next <= 'z') read_deprels(self, relation);
  const char *name = capture_name(self);
  relation->target = captured(self, name, atom(self));
  const char behind = casus_reader_peek(self, 0);
  if (behind == '*' || behind == '+' || behind == '{' || (behind == '?' && !at_relation(self)))
    casus_reader_fail(self, self->at,
                      "what stands behind a relation is not repeated; write ?> for one that may be missing");
  relation->to = self->at;
  return relation;
}

static casus_node *item(casus_reader *self) {
  const char *name = capture_name(self);
  casus_node *node = captured(self, name, repeated(self, atom(self)));
  casus_reader_space(self);
  if (!at_relation(self)) return node;
  casus_node *tied = wrap(self, CASUS_NODE_TIED, node);
  casus_relation **last = &tied->relations;
  while (!self->failed && at_relation(self)) {
    *last = read_relation(self);
    last = &(*last)->next;
    casus_reader_space(self);
  }
  return tied;
}

static bool at_end(casus_reader *self) {
  casus_reader_space(self);
  const char next = casus_reader_peek(self, 0);
  return next == '\0' || next == '|' || next == ')';
}

static casus_node *sequence(casus_reader *self) {
  casus_node *whole = new_node(self, CASUS_NODE_SEQUENCE), **last = &whole->parts;
  if (at_end(self)) casus_reader_expected(self, self->at, "a token, such as [lemma=visit] or \"visit\"");
  while (!self->failed && !at_end(self)) {
    *last = item(self);
    last = &(*last)->next;
  }
  return whole->parts && !whole->parts->next ? whole->parts : whole;
}

static casus_node *choice(casus_reader *self) {
  casus_node *first = sequence(self);
  casus_reader_space(self);
  if (casus_reader_peek(self, 0) != '|') return first;
  casus_node *whole = wrap(self, CASUS_NODE_CHOICE, first), *last = first;
  while (!self->failed && casus_reader_accept(self, "|")) {
    last->next = sequence(self);
    last = last->next;
    casus_reader_space(self);
  }
  return whole;
}

casus_node *casus_reader_pattern(casus_reader *self) {
  casus_node *whole = choice(self);
  casus_reader_space(self);
  if (self->at < self->stop) casus_reader_expected(self, self->at, "a token or the end of the pattern");
  return self->failed ? NULL : whole;
}
