#include "match/view.h"

#include "base/utf8.h"

#include <string.h>

/* ---- Columns */

/* The lower-case forms, as a column of the document like its lemmas. */
static void fill_lower(casus_document *document) {
  if (document->lower) return;
  casus_arena *arena = &document->arena;
  uint32_t *lower = casus_arena_new(arena, uint32_t, document->token_count + 1);
  size_t room = 256;
  char *buffer = casus_arena_alloc(arena, room);
  for (uint32_t i = 0; i < document->token_count; i++) {
    const casus_string form = casus_document_form(document, i);
    if (form.size + 4 > room) buffer = casus_arena_alloc(arena, room = form.size * 2 + 4);
    size_t size = 0;
    for (size_t at = 0; at < form.size;) {
      const unsigned char byte = (unsigned char)form.bytes[at];
      if (byte < 0x80) {
        buffer[size++] = (char)(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
        at++;
        continue;
      }
      uint32_t code;
      at += casus_utf8_decode(form.bytes + at, &code);
      size += casus_utf8_encode(casus_utf8_fold(code), buffer + size);
    }
    lower[i] = casus_pool_intern(&document->pool, buffer, size);
  }
  document->lower = lower;
}

static void map_literals(casus_view *self) {
  const casus_pool *pool = &self->document->pool, *known = &self->rules->literals;
  self->literals = casus_arena_new(self->arena, uint32_t, pool->count);
  for (uint32_t i = 0; i < pool->count; i++) {
    const casus_string string = casus_pool_get(pool, i);
    self->literals[i] = casus_pool_find(known, string.bytes, string.size);
  }
}

/* Children of each head, in the order of the text. */
static void find_children(casus_view *self, uint32_t first, uint32_t limit) {
  const casus_document *document = self->document;
  const size_t size = (self->limit - self->first + 1) * sizeof(uint32_t);
  self->child = casus_arena_alloc(self->arena, size);
  self->sibling = casus_arena_alloc(self->arena, size);
  memset(self->child, 0xFF, size);
  memset(self->sibling, 0xFF, size);
  for (uint32_t sentence = first; sentence < limit; sentence++)
    for (uint32_t token = document->first[sentence + 1]; token-- > document->first[sentence];) {
      const uint32_t head = casus_view_head(self, token, document->first[sentence]);
      if (head == CASUS_NONE) continue;
      self->sibling[token - self->first] = self->child[head - self->first];
      self->child[head - self->first] = token;
    }
}

static void find_letterless(casus_view *self) {
  const casus_document *document = self->document;
  self->letterless = casus_arena_zero(self->arena, ((self->limit - self->first) / 64 + 1) * sizeof *self->letterless);
  for (uint32_t i = self->first; i < self->limit; i++) {
    const char byte = (char)(document->text[document->start[i]] | 32);
    const uint32_t bit = i - self->first;
    if (byte < 'a' || byte > 'z') self->letterless[bit / 64] |= (uint64_t)1 << bit % 64;
  }
}

void casus_view_make(casus_view *self, const casus_rules *rules, const casus_subject *subject, uint32_t first,
                     uint32_t limit, casus_arena *arena) {
  const casus_document *document = subject->document;
  *self = (casus_view){.rules = rules, .subject = subject, .document = document, .arena = arena};
  self->first = document->first[first];
  self->limit = document->first[limit];
  fill_lower(subject->document);
  map_literals(self);
  self->phrases = casus_arena_zero(arena, (rules->phrase_count + 1) * sizeof *self->phrases);
  find_letterless(self);
  if (rules->uses_trees) find_children(self, first, limit);
}

/* ---- Phrases */

static void add_phrase(casus_view *self, casus_phrase_view *into, uint32_t first, uint32_t limit) {
  if (first < self->first || limit > self->limit || first >= limit) return;
  *casus_arena_push(self->arena, into) = (casus_extent){first, limit};
  into->begins[first / 64] |= (uint64_t)1 << first % 64;
}

/* Those of a word list that begin and end with tokens, within a sentence. */
static void find_list(casus_view *self, const casus_list *list, casus_phrase_view *into) {
  const casus_document *document = self->document;
  casus_match match = {0};
  if (!list->phrases || self->first == self->limit) return;
  match.stop = document->start[self->first];
  const uint32_t end = document->stop[self->limit - 1];
  uint32_t token = self->first;
  while (casus_dictionary_next(list->phrases, document->text, end, match.stop, &match)) {
    if (list->accepts && !list->accepts(list->context, match.value)) continue;
    while (token < self->limit && document->start[token] < match.start) token++;
    uint32_t limit = token;
    while (limit < self->limit && document->stop[limit] < match.stop) limit++;
    if (limit == self->limit || document->start[token] != match.start || document->stop[limit] != match.stop)
      continue;
    if (casus_document_sentence_of(document, token) == casus_document_sentence_of(document, limit))
      add_phrase(self, into, token, limit + 1);
  }
}

static void find_marks(casus_view *self, const casus_mark *marks, size_t count, const char *label,
                       casus_phrase_view *into) {
  for (size_t i = 0; i < count; i++)
    if (!label || strcmp(marks[i].label, label) == 0) add_phrase(self, into, marks[i].first, marks[i].limit);
}

const casus_phrase_view *casus_view_phrases(casus_view *self, uint32_t number) {
  casus_phrase_view *view = &self->phrases[number];
  const casus_phrases *what = &self->rules->phrases[number];
  const casus_subject *subject = self->subject;
  if (view->found) return view;
  view->found = true;
  view->begins = casus_arena_zero(self->arena, (self->limit / 64 + 1) * sizeof *view->begins);
  switch (what->layer) {
  case CASUS_LAYER_LIST: find_list(self, &what->list, view); break;
  case CASUS_LAYER_ENTITY:
    find_marks(self, subject->entities, subject->entity_count, what->name, view);
    break;
  case CASUS_LAYER_TIME: find_marks(self, subject->times, subject->time_count, what->name, view); break;
  }
  return view;
}

size_t casus_phrase_from(const casus_phrase_view *self, uint32_t token) {
  size_t low = 0, high = self->count;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (self->items[middle].first < token)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

bool casus_phrase_holds(const casus_phrase_view *self, uint32_t token) {
  enum { BACK = 8 }; /* phrases may lie within others: a few before this one may reach further */
  const size_t behind = casus_phrase_from(self, token + 1);
  for (size_t i = behind; i > 0 && behind - i < BACK; i--)
    if (self->items[i - 1].limit > token) return true;
  return false;
}

/* ---- Tests */

static const casus_mark *entity_at(const casus_view *self, uint32_t token) {
  enum { BACK = 8 };
  const casus_subject *subject = self->subject;
  size_t low = 0, high = subject->entity_count;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (subject->entities[middle].first <= token)
      low = middle + 1;
    else
      high = middle;
  }
  for (size_t i = low; i > 0 && low - i < BACK; i--)
    if (subject->entities[i - 1].limit > token) return &subject->entities[i - 1];
  return NULL;
}

static casus_string column_value(const casus_document *document, const uint32_t *column, uint32_t token) {
  return column ? casus_pool_get(&document->pool, column[token]) : (casus_string){"", 0};
}

/* NAME's value in "Mood=Ind|Tense=Past". */
static casus_string feature(casus_string feats, const char *name) {
  const size_t size = strlen(name);
  for (size_t at = 0; at < feats.size;) {
    const char *end = memchr(feats.bytes + at, '|', feats.size - at);
    const size_t stop = end ? (size_t)(end - feats.bytes) : feats.size;
    if (stop - at > size && feats.bytes[at + size] == '=' && memcmp(feats.bytes + at, name, size) == 0)
      return (casus_string){feats.bytes + at + size + 1, stop - at - size - 1};
    at = stop + 1;
  }
  return (casus_string){"", 0};
}

static char shape_of(uint32_t code) {
  if (code >= '0' && code <= '9') return 'd';
  if (casus_utf8_fold(code) != code) return 'X';
  return casus_utf8_word(code) && code != '_' ? 'x' : '\0';
}

static casus_string shape(casus_string form, char into[CASUS_SHAPE_SIZE]) {
  enum { RUN = 4 };
  size_t size = 0, run = 0;
  char last = '\0';
  for (size_t at = 0; at < form.size && size + 4 < CASUS_SHAPE_SIZE;) {
    uint32_t code;
    at += casus_utf8_decode(form.bytes + at, &code);
    const char one = shape_of(code);
    run = one && one == last ? run + 1 : 1;
    last = one;
    if (run > RUN) continue;
    if (one)
      into[size++] = one;
    else
      size += casus_utf8_encode(code, into + size);
  }
  return (casus_string){into, size};
}

/* The value of an attribute; empty where there is none. `room` is for one that is made. */
static casus_string value_of(const casus_view *self, const casus_test *test, uint32_t token,
                             char room[CASUS_SHAPE_SIZE]) {
  const casus_document *document = self->document;
  const casus_mark *mark;
  switch (test->attribute) {
  case CASUS_ATTRIBUTE_FORM: return casus_document_form(document, token);
  case CASUS_ATTRIBUTE_LOWER: return column_value(document, document->lower, token);
  case CASUS_ATTRIBUTE_LEMMA: return column_value(document, document->lemma, token);
  case CASUS_ATTRIBUTE_UPOS: return column_value(document, document->upos, token);
  case CASUS_ATTRIBUTE_XPOS: return column_value(document, document->xpos, token);
  case CASUS_ATTRIBUTE_DEPREL: return column_value(document, document->deprel, token);
  case CASUS_ATTRIBUTE_FEATS: return feature(column_value(document, document->feats, token), test->name);
  case CASUS_ATTRIBUTE_SHAPE: return shape(casus_document_form(document, token), room);
  case CASUS_ATTRIBUTE_ENTITY:
  case CASUS_ATTRIBUTE_ID: {
    mark = entity_at(self, token);
    const char *text = !mark ? NULL : test->attribute == CASUS_ATTRIBUTE_ID ? mark->id : mark->label;
    return text ? (casus_string){text, strlen(text)} : (casus_string){"", 0};
  }
  default: return (casus_string){"", 0};
  }
}

static const uint32_t *column_of(const casus_document *document, casus_attribute attribute) {
  switch (attribute) {
  case CASUS_ATTRIBUTE_LOWER: return document->lower;
  case CASUS_ATTRIBUTE_LEMMA: return document->lemma;
  case CASUS_ATTRIBUTE_UPOS: return document->upos;
  case CASUS_ATTRIBUTE_XPOS: return document->xpos;
  default: return document->deprel;
  }
}

static bool has_literal(const casus_test *test, uint32_t literal) {
  if (literal == CASUS_POOL_NONE) return false;
  if (test->set) return test->set[literal / 64] >> literal % 64 & 1;
  for (uint32_t i = 0; i < test->value_count; i++)
    if (test->values[i] == literal) return true;
  return false;
}

static bool has_value(const casus_view *self, const casus_test *test, uint32_t token) {
  char room[CASUS_SHAPE_SIZE];
  if (casus_attribute_is_column(test->attribute))
    return has_literal(test, casus_view_literal(self, column_of(self->document, test->attribute), token));
  const casus_string value = value_of(self, test, token, room);
  for (uint32_t i = 0; i < test->value_count; i++) {
    const casus_string other = casus_pool_get(&self->rules->literals, test->values[i]);
    if (other.size == value.size && memcmp(other.bytes, value.bytes, value.size) == 0) return value.size > 0;
  }
  return false;
}

/* The number of a form that is all digits; false for another. */
static bool number_of(casus_string form, int64_t *number) {
  enum { DIGITS = 15 };
  *number = 0;
  if (form.size == 0 || form.size > DIGITS) return false;
  for (size_t i = 0; i < form.size; i++) {
    if (form.bytes[i] < '0' || form.bytes[i] > '9') return false;
    *number = *number * 10 + (form.bytes[i] - '0');
  }
  return true;
}

static bool compare(const casus_test *test, int64_t number) {
  switch (test->comparison) {
  case CASUS_EQUAL: return number == test->number;
  case CASUS_LESS: return number < test->number;
  case CASUS_LESS_EQUAL: return number <= test->number;
  case CASUS_GREATER: return number > test->number;
  default: return number >= test->number;
  }
}

static bool compares(const casus_view *self, const casus_test *test, uint32_t token, uint32_t first,
                     uint32_t limit) {
  int64_t number;
  if (test->attribute == CASUS_ATTRIBUTE_POSITION) {
    const int64_t from_end = (int64_t)token - limit, from_start = (int64_t)token - first + 1;
    return compare(test, test->number < 0 ? from_end : from_start);
  }
  return number_of(casus_document_form(self->document, token), &number) && compare(test, number);
}

static bool is_present(const casus_view *self, const casus_test *test, uint32_t token) {
  char room[CASUS_SHAPE_SIZE];
  int64_t number;
  if (test->attribute == CASUS_ATTRIBUTE_POSITION) return true;
  if (test->attribute == CASUS_ATTRIBUTE_NUMBER)
    return number_of(casus_document_form(self->document, token), &number);
  return value_of(self, test, token, room).size > 0;
}

static bool says(casus_view *self, const casus_test *test, uint32_t token) {
  const casus_subject *subject = self->subject;
  if (!subject->predicate || self->status != CASUS_OK) return false;
  const int answer = subject->predicate(subject->context, test->name, token);
  if (answer < 0) self->status = CASUS_INTERRUPTED;
  return answer > 0;
}

bool casus_view_test(casus_view *self, const casus_test *test, uint32_t token, uint32_t first,
                     uint32_t limit) {
  char room[CASUS_SHAPE_SIZE];
  switch (test->kind) {
  case CASUS_TEST_ANY: return true;
  case CASUS_TEST_AND:
    for (const casus_test *part = test->parts; part; part = part->next)
      if (!casus_view_test(self, part, token, first, limit)) return false;
    return true;
  case CASUS_TEST_OR:
    for (const casus_test *part = test->parts; part; part = part->next)
      if (casus_view_test(self, part, token, first, limit)) return true;
    return false;
  case CASUS_TEST_NOT: return !casus_view_test(self, test->parts, token, first, limit);
  case CASUS_TEST_VALUES: return has_value(self, test, token);
  case CASUS_TEST_PRESENT: return is_present(self, test, token);
  case CASUS_TEST_REGULAR: {
    const casus_string value = value_of(self, test, token, room);
    return value.size && casus_regular_match(test->regular, value);
  }
  case CASUS_TEST_COMPARE: return compares(self, test, token, first, limit);
  case CASUS_TEST_PHRASE: return casus_phrase_holds(casus_view_phrases(self, test->phrases), token);
  case CASUS_TEST_PREDICATE: return says(self, test, token);
  }
  return false;
}
