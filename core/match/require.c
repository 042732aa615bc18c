/* What a pattern cannot do without: literals that must be in a sentence, or at the start of a match. Where
 * they are not, its program need not run. */
#include "match/program.h"

#include <string.h>

enum { FEW = 512, MANY = 8 };

/* ---- Literals that a test needs: false where it may hold without any */

static bool literals_of(casus_reader *reader, const casus_test *test, casus_literals *into);

static bool has_literals(const casus_test *test) {
  const casus_test *part;
  switch (test->kind) {
  case CASUS_TEST_VALUES:
    return test->attribute == CASUS_ATTRIBUTE_LOWER || test->attribute == CASUS_ATTRIBUTE_LEMMA;
  case CASUS_TEST_AND:
    for (part = test->parts; part; part = part->next)
      if (has_literals(part)) return true;
    return false;
  case CASUS_TEST_OR:
    for (part = test->parts; part; part = part->next)
      if (!has_literals(part)) return false;
    return true;
  default: return false;
  }
}

static bool all_of(casus_reader *reader, const casus_test *test, casus_literals *into) {
  for (const casus_test *part = test->parts; part; part = part->next) literals_of(reader, part, into);
  return true;
}

static bool literals_of(casus_reader *reader, const casus_test *test, casus_literals *into) {
  if (!has_literals(test)) return false;
  if (test->kind == CASUS_TEST_OR) return all_of(reader, test, into);
  if (test->kind == CASUS_TEST_AND) {
    const casus_test *part = test->parts;
    while (!has_literals(part)) part = part->next;
    return literals_of(reader, part, into);
  }
  for (uint32_t i = 0; i < test->value_count; i++) *casus_arena_push(reader->arena, into) = test->values[i];
  return true;
}

/* ---- Literals that a pattern needs anywhere */

static bool anchor_of(casus_reader *reader, const casus_node *node, casus_literals *into);

/* The smaller of `best` and what a part needs. */
static void better(casus_reader *reader, const casus_node *part, casus_literals *best, bool *found) {
  casus_literals own = {0};
  if (!anchor_of(reader, part, &own) || own.count > FEW || (*found && own.count >= best->count)) return;
  *best = own;
  *found = true;
}

/* Adds what one of several parts needs; other alternatives may be in `into` already. */
static void add_all(casus_reader *reader, const casus_literals *from, casus_literals *into) {
  for (size_t i = 0; i < from->count; i++) *casus_arena_push(reader->arena, into) = from->items[i];
}

static bool anchor_of(casus_reader *reader, const casus_node *node, casus_literals *into) {
  casus_literals best = {0};
  bool found = false;
  switch (node->kind) {
  case CASUS_NODE_TEST: return literals_of(reader, node->test, into);
  case CASUS_NODE_SEQUENCE:
    for (const casus_node *part = node->parts; part; part = part->next) better(reader, part, &best, &found);
    add_all(reader, &best, into);
    return found;
  case CASUS_NODE_CHOICE:
    for (const casus_node *part = node->parts; part; part = part->next)
      if (!anchor_of(reader, part, into)) return false;
    return true;
  case CASUS_NODE_REPEAT: return node->least > 0 && anchor_of(reader, node->parts, into);
  case CASUS_NODE_CAPTURE: return anchor_of(reader, node->parts, into);
  case CASUS_NODE_TIED:
    better(reader, node->parts, &best, &found);
    for (const casus_relation *relation = node->relations; relation; relation = relation->next)
      if (relation->need == CASUS_NEEDED) better(reader, relation->target, &best, &found);
    add_all(reader, &best, into);
    return found;
  default: return false;
  }
}

/* ---- What a pattern begins with */

/* The literals one of which the first token is; false where it may be another. `*empty`: the part may fit
 * where nothing is, and what comes after it begins as well. */
static bool first_of(casus_reader *reader, const casus_node *node, casus_literals *into, bool *empty) {
  bool open = false;
  *empty = false;
  switch (node->kind) {
  case CASUS_NODE_TEST: return literals_of(reader, node->test, into);
  case CASUS_NODE_SEQUENCE:
    *empty = true;
    for (const casus_node *part = node->parts; part && *empty; part = part->next)
      if (!first_of(reader, part, into, empty)) return false;
    return true;
  case CASUS_NODE_CHOICE:
    for (const casus_node *part = node->parts; part; part = part->next) {
      if (!first_of(reader, part, into, &open)) return false;
      *empty |= open;
    }
    return true;
  case CASUS_NODE_REPEAT:
    if (!first_of(reader, node->parts, into, empty)) return false;
    *empty |= node->least == 0;
    return true;
  case CASUS_NODE_CAPTURE:
  case CASUS_NODE_TIED: return first_of(reader, node->parts, into, empty);
  case CASUS_NODE_LOOK:
  case CASUS_NODE_START:
  case CASUS_NODE_END: *empty = true; return true;
  default: return false;
  }
}

/* The part that a pattern begins with, where that is always the same one and has a token. */
static const casus_node *opening_of(const casus_node *node) {
  while (node) switch (node->kind) {
    case CASUS_NODE_TEST:
    case CASUS_NODE_PHRASE: return node;
    case CASUS_NODE_REPEAT:
      if (node->least == 0) return NULL;
      node = node->parts;
      break;
    case CASUS_NODE_SEQUENCE:
    case CASUS_NODE_CAPTURE:
    case CASUS_NODE_TIED: node = node->parts; break;
    case CASUS_NODE_LOOK: /* takes no token: what begins is behind it */
    case CASUS_NODE_START: node = node->next; break;
    default: return NULL;
    }
  return NULL;
}

typedef struct openings {
  casus_test **items;
  size_t count, capacity;
} openings;

/* Collects the tests one of which the first token passes; false where it may be another, or a phrase. `*empty` as
 * in first_of. */
static bool openings_of(casus_reader *reader, const casus_node *node, openings *into, bool *empty) {
  bool open = false;
  *empty = false;
  switch (node->kind) {
  case CASUS_NODE_TEST: *casus_arena_push(reader->arena, into) = node->test; return true;
  case CASUS_NODE_SEQUENCE:
    *empty = true;
    for (const casus_node *part = node->parts; part && *empty; part = part->next)
      if (!openings_of(reader, part, into, empty)) return false;
    return true;
  case CASUS_NODE_CHOICE:
    for (const casus_node *part = node->parts; part; part = part->next) {
      if (!openings_of(reader, part, into, &open)) return false;
      *empty |= open;
    }
    return true;
  case CASUS_NODE_REPEAT:
    if (!openings_of(reader, node->parts, into, empty)) return false;
    *empty |= node->least == 0;
    return true;
  case CASUS_NODE_CAPTURE:
  case CASUS_NODE_TIED: return openings_of(reader, node->parts, into, empty);
  case CASUS_NODE_LOOK:
  case CASUS_NODE_START: *empty = true; return true;
  default: return false;
  }
}

/* Whether a predicate is part of a test: it is not to be asked twice. */
static bool asks(const casus_test *test) {
  if (test->kind == CASUS_TEST_PREDICATE) return true;
  for (const casus_test *part = test->parts; part; part = part->next)
    if (asks(part)) return true;
  return false;
}

/* One test for several: any of them. NULL where one asks a predicate. */
static casus_test *any_of(casus_reader *reader, const openings *from) {
  casus_test *whole = casus_arena_zero(reader->arena, sizeof *whole);
  casus_test **last = &whole->parts;
  whole->kind = CASUS_TEST_OR;
  for (size_t i = 0; i < from->count; i++) {
    if (asks(from->items[i])) return NULL;
    casus_test *copy = casus_arena_new(reader->arena, casus_test, 1);
    *copy = *from->items[i];
    copy->next = NULL;
    *last = copy;
    last = &copy->next;
  }
  return whole;
}

/* Whether a test holds for no token that begins with an ASCII letter: numbers, times, signs. */
static bool is_letterless(const casus_test *test) {
  const casus_test *part = test->parts;
  switch (test->kind) {
  case CASUS_TEST_COMPARE: return test->attribute == CASUS_ATTRIBUTE_NUMBER;
  case CASUS_TEST_REGULAR:
    return (test->attribute == CASUS_ATTRIBUTE_FORM || test->attribute == CASUS_ATTRIBUTE_LOWER) &&
           casus_regular_letterless(test->regular);
  case CASUS_TEST_PRESENT: return test->attribute == CASUS_ATTRIBUTE_NUMBER;
  case CASUS_TEST_AND:
    while (part && !is_letterless(part)) part = part->next;
    return part != NULL;
  case CASUS_TEST_OR:
    while (part && is_letterless(part)) part = part->next;
    return part == NULL;
  default: return false;
  }
}

/* What a pattern needs beside what it begins with: that has been seen when its program is started. */
static bool anchor_behind(casus_reader *reader, const casus_node *pattern, casus_literals *into) {
  bool found = false;
  if (pattern->kind != CASUS_NODE_SEQUENCE) return false;
  const casus_node *part = pattern->parts;
  while (part && part->kind == CASUS_NODE_LOOK) part = part->next;
  for (part = part ? part->next : NULL; part; part = part->next) better(reader, part, into, &found);
  return found && into->count <= FEW;
}

void casus_program_require(casus_program *self, casus_reader *reader, const casus_node *pattern) {
  bool empty = false;
  if (reader->failed) return;
  self->anchored = anchor_of(reader, pattern, &self->anchor) && self->anchor.count <= FEW;
  self->literal = first_of(reader, pattern, &self->first, &empty) && !empty && self->first.count <= FEW;
  const casus_node *opening = opening_of(pattern);
  casus_literals behind = {0};
  if (self->literal && anchor_behind(reader, pattern, &behind)) self->anchor = behind;
  if (self->literal) return;
  openings several = {0};
  if (!opening) {
    if (openings_of(reader, pattern, &several, &empty) && !empty) self->opening = any_of(reader, &several);
    return;
  }
  if (opening->kind == CASUS_NODE_PHRASE)
    self->opening_phrases = opening->phrases;
  else if (!asks(opening->test))
    self->opening = opening->test;
}

/* ---- All rules together */

/* Many values are looked up as bits. The tests belong to the rules' own arena: none is shared yet. */
static void make_set(casus_rules *self, casus_arena *arena, casus_test *test) {
  if (test->kind != CASUS_TEST_VALUES || test->value_count <= MANY || test->set) return;
  uint64_t *set = casus_arena_zero(arena, (self->literals.count / 64 + 1) * sizeof *set);
  for (uint32_t i = 0; i < test->value_count; i++)
    set[test->values[i] / 64] |= (uint64_t)1 << test->values[i] % 64;
  test->set = set;
}

static void make_sets(casus_rules *self, casus_arena *arena, casus_test *test) {
  make_set(self, arena, test);
  if (test->attribute == CASUS_ATTRIBUTE_ENTITY || test->attribute == CASUS_ATTRIBUTE_ID)
    self->uses_entities = true;
  for (casus_test *part = test->parts; part; part = part->next) make_sets(self, arena, part);
}

/* Lists of rules by literal, from `literals` of each program for which there are any. */
static const uint32_t *const *invert(casus_rules *self, casus_arena *arena, bool begins) {
  typedef struct list {
    uint32_t *items;
    size_t count, capacity;
  } list;
  list *lists = casus_arena_zero(arena, self->literals.count * sizeof *lists);
  for (uint32_t i = 0; i < self->count; i++) {
    const casus_program *program = &self->programs[i];
    const casus_literals *needed = begins ? &program->first : &program->anchor;
    if (begins ? !program->literal : !program->anchored) continue;
    for (size_t j = 0; j < needed->count; j++) {
      list *into = &lists[needed->items[j]];
      if (into->count && into->items[into->count - 1] == i) continue;
      *casus_arena_push(arena, into) = i;
    }
  }
  const uint32_t **result = casus_arena_new(arena, const uint32_t *, self->literals.count);
  for (uint32_t i = 0; i < self->literals.count; i++) {
    if (lists[i].count) *casus_arena_push(arena, &lists[i]) = UINT32_MAX;
    result[i] = lists[i].items;
  }
  return result;
}

void casus_program_index(casus_rules *self, casus_arena *arena) {
  struct {
    uint32_t *items;
    size_t count, capacity;
  } loose = {0};
  for (size_t i = 0; i < self->tests.count; i++) make_sets(self, arena, self->tests.items[i]);
  for (size_t i = 0; i < self->count; i++)
    if (self->programs[i].opening) self->programs[i].letterless = is_letterless(self->programs[i].opening);
  for (size_t i = 0; i < self->count; i++)
    if (self->programs[i].opening) make_sets(self, arena, self->programs[i].opening);
  self->anchors = invert(self, arena, false);
  self->begins = invert(self, arena, true);
  for (uint32_t i = 0; i < self->count; i++)
    if (!self->programs[i].literal) *casus_arena_push(arena, &loose) = i;
  *casus_arena_push(arena, &loose) = UINT32_MAX;
  self->loose = loose.items;
}
