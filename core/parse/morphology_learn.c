#include "parse/morphology_learn.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* ---- Rules */

enum { LETTERS = CASUS_MORPHOLOGY_LONGEST };

typedef struct spelling { /* characters in lower case, and where they begin */
  size_t count;
  uint32_t code[LETTERS];
  size_t start[LETTERS + 1];
} spelling;

static void spell(casus_string string, spelling *into) {
  into->count = 0;
  for (size_t at = 0; at < string.size; into->count++) {
    uint32_t code;
    into->start[into->count] = at;
    at += casus_utf8_decode(string.bytes + at, &code);
    into->code[into->count] = casus_utf8_fold(code);
  }
  into->start[into->count] = string.size;
}

/* The longest run of characters that both have, the first of those; returns its length. */
static size_t common_run(const spelling *a, const spelling *b, size_t *a_first, size_t *b_first) {
  size_t longest = 0, runs[LETTERS + 1] = {0}; /* that end before each character of `b` */
  for (size_t i = 0; i < a->count; i++) {
    for (size_t j = b->count; j-- > 0;) {
      runs[j + 1] = a->code[i] == b->code[j] ? runs[j] + 1 : 0;
      /* `j` falls, so that among runs as long the first in `b` wins */
      if (runs[j + 1] == 0 || runs[j + 1] < longest ||
          (runs[j + 1] == longest && i + 1 - longest != *a_first))
        continue;
      longest = runs[j + 1];
      *a_first = i + 1 - longest;
      *b_first = j + 1 - longest;
    }
  }
  return longest;
}

/* Which case makes `lemma` of `form`; both have `size` bytes. CASUS_MORPHOLOGY_CASES if none does. */
static casus_morphology_case case_between(const char *form, const char *lemma, size_t size, bool at_front) {
  bool same[CASUS_MORPHOLOGY_CASES] = {true, true, true, at_front};
  for (size_t at = 0; at < size;) {
    uint32_t from, to;
    const size_t length = casus_utf8_decode(form + at, &from);
    casus_utf8_decode(lemma + at, &to);
    const bool keeps = from == to, folds = casus_utf8_fold(from) == to;
    same[CASUS_MORPHOLOGY_KEEP] = same[CASUS_MORPHOLOGY_KEEP] && keeps;
    same[CASUS_MORPHOLOGY_LOWER] = same[CASUS_MORPHOLOGY_LOWER] && folds;
    same[CASUS_MORPHOLOGY_TITLE] = same[CASUS_MORPHOLOGY_TITLE] && (at == 0 && at_front ? keeps : folds);
    same[CASUS_MORPHOLOGY_RAISE] =
        same[CASUS_MORPHOLOGY_RAISE] && (at == 0 ? from == casus_utf8_fold(to) : keeps);
    at += length;
  }
  unsigned letters = 0;
  while (letters < CASUS_MORPHOLOGY_CASES && !same[letters]) letters++;
  return (casus_morphology_case)letters;
}

/* Whether `lemma` is `form` without any of an ASCII sign, `*sign`, of which it has one. */
static bool lacks_sign(casus_string form, casus_string lemma, casus_string *sign) {
  size_t at = 0;
  while (at < lemma.size && at < form.size && form.bytes[at] == lemma.bytes[at]) at++;
  if (at == form.size || at + 1 == form.size || at == 0) return false;
  *sign = (casus_string){form.bytes + at, 1};
  if ((unsigned char)*sign->bytes >= 0x80 || casus_utf8_word((unsigned char)*sign->bytes)) return false;
  size_t kept = 0;
  for (size_t i = 0; i < form.size; i++) {
    if (form.bytes[i] == *sign->bytes) continue;
    if (kept == lemma.size || lemma.bytes[kept++] != form.bytes[i]) return false;
  }
  return kept == lemma.size;
}

casus_morphology_change casus_morphology_compare(casus_string form, casus_string lemma) {
  enum { SHORT_RUN = 3 };
  const casus_morphology_change whole = {
      .back = CASUS_MORPHOLOGY_WHOLE, .front_text = {"", 0}, .back_text = lemma};
  spelling from, to;
  casus_string sign;
  size_t from_first = 0, to_first = 0;
  if (lemma.size > UINT16_MAX) lemma = form; /* no lemma that a rule could hold */
  if (lemma.size == 0 || lemma.size > CASUS_MORPHOLOGY_LONGEST) return whole;
  if (lacks_sign(form, lemma, &sign))
    return (casus_morphology_change){
        .front = CASUS_MORPHOLOGY_DROP, .front_text = {"", 0}, .back_text = sign};
  spell(form, &from);
  spell(lemma, &to);
  const size_t count = common_run(&from, &to, &from_first, &to_first);
  if (count == 0 || (count < SHORT_RUN && count * 2 < to.count)) return whole;
  const size_t start = from.start[from_first], stop = from.start[from_first + count];
  const size_t to_start = to.start[to_first], to_stop = to.start[to_first + count];
  const casus_morphology_change change = {
      .front = (uint16_t)start,
      .back = (uint16_t)(form.size - stop),
      .front_text = {lemma.bytes, to_start},
      .back_text = {lemma.bytes + to_stop, lemma.size - to_stop},
      .letters = case_between(form.bytes + start, lemma.bytes + to_start, stop - start, start == 0)};
  const bool fits = change.letters != CASUS_MORPHOLOGY_CASES &&
                    change.front_text.size <= CASUS_MORPHOLOGY_ADDED &&
                    change.back_text.size <= CASUS_MORPHOLOGY_ADDED;
  return fits ? change : whole;
}

/* ---- Suffixes */

typedef struct growing {
  const casus_morphology_suffixes *rules;
  casus_arena *arena;
  casus_morphology_pairs *pairs;
  const casus_morphology_example *examples;
  size_t answer_count; /* of the context */
  uint32_t *answers;   /* of the context, ascending */
  double *likely;      /* of each, one row a depth */
} growing;

/* The last `depth` characters of a key, or all of it. */
static casus_string suffix_of(casus_string key, unsigned depth) {
  size_t at = key.size;
  for (; depth > 0 && at > 0; depth--) at = casus_utf8_before(key.bytes, at);
  return (casus_string){key.bytes + at, key.size - at};
}

/* By context, then by the key from its end, so that those with a suffix in common stand together. */
static int compare_examples(const void *left, const void *right) {
  const casus_morphology_example *a = left, *b = right;
  if (a->context != b->context) return a->context < b->context ? -1 : 1;
  for (size_t i = 1; i <= a->key.size && i <= b->key.size; i++) {
    const unsigned char x = (unsigned char)a->key.bytes[a->key.size - i];
    const unsigned char y = (unsigned char)b->key.bytes[b->key.size - i];
    if (x != y) return x < y ? -1 : 1;
  }
  if (a->key.size != b->key.size) return a->key.size < b->key.size ? -1 : 1;
  return a->answer < b->answer ? -1 : a->answer > b->answer;
}

static int compare_numbers(const void *left, const void *right) {
  const uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
  return a < b ? -1 : a > b;
}

static size_t answer_index(const growing *self, uint32_t answer) {
  const uint32_t *found = bsearch(&answer, self->answers, self->answer_count, sizeof answer, compare_numbers);
  return (size_t)(found - self->answers);
}

/* How likely each answer is, by the examples [first, limit) with a suffix and by the suffix before. */
static void estimate(const growing *self, size_t first, size_t limit, bool whole, const double *before,
                     double *likely) {
  double total = 0;
  for (size_t i = 0; i < self->answer_count; i++) likely[i] = 0;
  for (size_t i = first; i < limit; i++) {
    if (self->examples[i].rare && !whole) continue;
    likely[answer_index(self, self->examples[i].answer)] += 1;
    total += 1;
  }
  for (size_t i = 0; i < self->answer_count; i++)
    likely[i] =
        (likely[i] + (before ? before[i] * self->rules->caution : 0)) / (total + self->rules->caution);
}

/* The likeliest answers, best first; returns how many. */
static size_t rank(const growing *self, const double *likely, uint32_t best[CASUS_MORPHOLOGY_CHOICE]) {
  const size_t most = self->rules->choices ? CASUS_MORPHOLOGY_CHOICE : 1;
  size_t places[CASUS_MORPHOLOGY_CHOICE], count = 0;
  for (size_t i = 0; i < self->answer_count; i++) {
    size_t at = count;
    if (likely[i] <= 0) continue;
    while (at > 0 && likely[places[at - 1]] < likely[i]) at--;
    if (at == most) continue;
    if (count < most) count++;
    memmove(places + at + 1, places + at, (count - at - 1) * sizeof *places);
    places[at] = i;
  }
  while (count > 1 && likely[places[count - 1]] * self->rules->bonus < likely[places[0]]) count--;
  for (size_t i = 0; i < count; i++) best[i] = self->answers[places[i]];
  return count;
}

static const uint32_t NOTHING = UINT32_MAX;

static uint32_t number_of(const growing *self, const double *likely) {
  uint32_t best[CASUS_MORPHOLOGY_CHOICE];
  const size_t count = rank(self, likely, best);
  if (count == 0) return NOTHING;
  if (!self->rules->choices) return best[0];
  return casus_pool_intern(self->rules->choices, (const char *)best, count * sizeof *best) - 1;
}

/* The suffix that the examples [first, limit) have in common, and all longer ones. `said`: the number of the
 * next shorter. */
static void grow(growing *self, size_t first, size_t limit, unsigned depth, uint32_t said) {
  const casus_morphology_example *example = &self->examples[first];
  const bool beyond = depth > self->rules->depth; /* whole words only */
  const casus_string suffix = beyond ? example->key : suffix_of(example->key, depth);
  const bool whole = suffix.size == example->key.size;
  double *likely = self->likely + depth * self->answer_count;
  estimate(self, first, limit, whole, depth ? likely - self->answer_count : NULL, likely);
  const uint32_t number = number_of(self, likely);
  if (number != said && number != NOTHING) {
    *casus_arena_push(self->arena, self->pairs) = (casus_morphology_pair){
        casus_morphology_key(self->rules->kind, example->context, casus_morphology_hash(suffix)),
        (uint32_t)self->rules->kind << CASUS_MORPHOLOGY_KIND_SHIFT | number};
    said = number;
  }
  if (whole) return;
  for (size_t i = first, j; i < limit; i = j) {
    const casus_string key = self->examples[i].key;
    const casus_string next = depth < self->rules->depth ? suffix_of(key, depth + 1) : key;
    for (j = i + 1; j < limit; j++) {
      const casus_string other = self->examples[j].key;
      if (other.size < next.size || (next.size == key.size && other.size != key.size)) break;
      if (memcmp(other.bytes + other.size - next.size, next.bytes, next.size) != 0) break;
    }
    grow(self, i, j, depth + 1, said);
  }
}

void casus_morphology_grow(const casus_morphology_suffixes *self, casus_morphology_example *examples,
                           size_t count, casus_arena *arena, casus_morphology_pairs *pairs) {
  growing job = {.rules = self, .arena = arena, .pairs = pairs, .examples = examples};
  if (count == 0) return;
  qsort(examples, count, sizeof *examples, compare_examples);
  job.answers = casus_arena_new(arena, uint32_t, count);
  for (size_t first = 0, limit; first < count; first = limit) {
    size_t distinct = 0;
    for (limit = first; limit < count && examples[limit].context == examples[first].context; limit++)
      job.answers[limit - first] = examples[limit].answer;
    qsort(job.answers, limit - first, sizeof *job.answers, compare_numbers);
    for (size_t i = 0; i < limit - first; i++)
      if (i == 0 || job.answers[i] != job.answers[distinct - 1]) job.answers[distinct++] = job.answers[i];
    job.answer_count = distinct;
    job.likely = casus_arena_new(arena, double, distinct *(self->depth + 2));
    grow(&job, first, limit, 0, NOTHING);
  }
}
