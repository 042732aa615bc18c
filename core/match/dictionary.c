/* A phrase dictionary is a deterministic automaton over the bytes of normalised text: case folded, one space
 * for any white space, one kind of apostrophe and hyphen. It is a trie laid out breadth first, so that a
 * state's children lie side by side and a step is a look at a few neighbouring bytes, or at one byte of a row
 * where there are many. What only one phrase goes on with has no states: it is compared with the phrase. A
 * match can begin only where a word begins, and the longest one is taken; a failed attempt therefore costs no
 * more than the longest phrase, and failure links are not needed. Which of the phrases that fold to the same
 * bytes is meant ("us", "US") is decided at the end, from the text.
 */
#include "match/dictionary.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/utf8.h"
#include "text/characters.h"

#include <stdlib.h>
#include <string.h>

typedef struct state {
  uint32_t children; /* index of the first child */
  uint32_t entry;    /* first entry that ends here or, where there are no children, further on; 0 for none */
  uint32_t row;      /* its row in `rows` where it has many children, else 0 */
  uint16_t count;    /* of children */
  uint8_t label;     /* the byte that leads here */
} state;

typedef struct entry {
  const char *text; /* normalised, with its case, and behind it folded */
  uint32_t size;    /* of both: no character that is folded has another size then */
  uint32_t phrase, value;
  uint32_t next; /* the next entry that folds to the same bytes, 0 for none */
  casus_case match_case;
} entry;

static const char *folded(const entry *one) {
  return one->text + one->size;
}

struct casus_dictionary {
  casus_arena arena;
  state *states;    /* states[0] is the root */
  entry *entries;   /* counted from 1 */
  uint8_t *rows;    /* for states of many children: letter -> which child, counted from 1; row 0 is unused */
  uint32_t width;   /* of a row: how many different bytes the phrases use, and one */
  uint32_t *filter; /* bits: which hashes of four first bytes phrases have */
  uint8_t letters[256]; /* the number of each byte that the phrases use, counted from 1 */
};

enum { FEW = 3 }; /* children that are looked through one by one */

/* ---- Normalised text */

/* What a byte of ASCII is: its lower-case form, ' ' for white space; 0 sends to the slow path. */
static const uint8_t ascii_fold[128] = {
    0,   0,    0,   0,   0,   0,   0,   0,   0,   ' ', ' ', ' ', ' ', ' ', 0,   0,   0,    0,   0,
    0,   0,    0,   0,   0,   0,   0,   0,   0,   ' ', ' ', ' ', ' ', ' ', '!', '"', '#',  '$', '%',
    '&', '\'', '(', ')', '*', '+', ',', '-', '.', '/', '0', '1', '2', '3', '4', '5', '6',  '7', '8',
    '9', ':',  ';', '<', '=', '>', '?', '@', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i',  'j', 'k',
    'l', 'm',  'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', '[', '\\', ']', '^',
    '_', '`',  'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',  'p', 'q',
    'r', 's',  't', 'u', 'v', 'w', 'x', 'y', 'z', '{', '|', '}', '~', 0};

/* The classes of bytes: a letter, digit or `_`; what no word goes on behind; the apostrophe, behind which one
 * may. Bytes of longer characters are in none. */
enum { WORD = 1, PLAIN = 2, QUOTE = 4 };

#define W WORD
#define P PLAIN
#define Q QUOTE
static const uint8_t classes[256] = {
    P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    P, P, P, P, P, P, P, Q, P, P, P, P, P, P, P, P, W, W, W, W, W, W, W, W, W, W, P, P, P, P, P, P,
    P, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, P, P, P, P, W,
    P, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W, P, P, P, P, P};
#undef W
#undef P
#undef Q

static inline unsigned class_of(char byte) {
  return classes[(unsigned char)byte];
}

enum { HYPHEN = 0x2010, NO_BREAK_HYPHEN = 0x2011, RIGHT_QUOTE = 0x2019, LEFT_QUOTE = 0x2018 };

/* The length of the white space character at `at`, 0 for another character. */
static uint32_t space_at(const char *text, size_t at) {
  uint32_t length = 1;
  const bool space = (unsigned char)text[at] < 0x80 ? ascii_fold[(unsigned char)text[at]] == ' '
                                                    : casus_class_at(text + at, &length) == CASUS_CLASS_SPACE;
  return space ? length : 0;
}

/* A run of white space at `at` as one space; nothing where it holds a blank
 * line. Returns the bytes it takes. */
static size_t read_space(const char *text, size_t size, size_t at, char *out, size_t *length) {
  const size_t start = at;
  unsigned breaks = 0;
  for (uint32_t step; at < size && (step = space_at(text, at)) > 0; at += step) breaks += text[at] == '\n';
  *length = breaks < 2;
  out[0] = ' ';
  return at - start;
}

/* The normalised form of the character at `at`, without folding its case, in `out` (room for 4); returns the
 * bytes that it takes in the text. */
static size_t read_character(const char *text, size_t size, size_t at, char *out, size_t *length) {
  if (space_at(text, at)) return read_space(text, size, at, out, length);
  uint32_t code;
  const size_t taken = casus_utf8_decode(text + at, &code);
  if (code == RIGHT_QUOTE || code == LEFT_QUOTE) code = '\'';
  if (code == HYPHEN || code == NO_BREAK_HYPHEN) code = '-';
  *length = casus_utf8_encode(code, out);
  return taken;
}

static size_t fold_character(const char *text, size_t size, size_t at, char *out, size_t *length) {
  const size_t taken = read_character(text, size, at, out, length);
  if (*length == 0) return taken;
  uint32_t code;
  casus_utf8_decode(out, &code);
  *length = casus_utf8_encode(casus_utf8_fold(code), out);
  return taken;
}

/* ---- Filter */

/* Most words begin no phrase, and their first four bytes are enough to say so: those of every phrase are
 * hashed into a set of bits. A phrase that is shorter can match only where a word ends within four bytes, and
 * is hashed as the letters of its first word. */

enum { WINDOW = 4, FILTER_BITS = 17 };

#define EACH_BYTE(b) ((uint32_t)(b)*UINT32_C(0x01010101))

/* A fold that is right for letters, and harmless for other bytes as long as it is the same everywhere. */
static uint32_t fold_window(uint32_t window) {
  return window | EACH_BYTE(0x20);
}

static uint32_t hash_window(uint32_t window) {
  return window * UINT32_C(0x9E3779B1) >> (32 - FILTER_BITS);
}

/* How many letters and digits there are at `bytes`, of at most `most`. */
static size_t count_letters(const char *bytes, size_t most) {
  size_t count = 0;
  while (count < most && class_of(bytes[count]) == WORD) count++;
  return count;
}

static uint32_t hash_letters(const char *bytes, size_t count) {
  uint32_t window = 0;
  memcpy(&window, bytes, count);
  return hash_window(fold_window(window) ^ UINT32_C(0x5BD1E995));
}

static bool in_filter(const uint32_t *filter, uint32_t hash) {
  return filter[hash / 32] >> (hash % 32) & 1;
}

/* Whether the four bytes stand in a phrase as they stand here: ASCII, and white space no more than a single
 * blank. */
static bool is_simple(uint32_t window) {
  const uint32_t highs = EACH_BYTE(0x80), blank = window ^ EACH_BYTE(' ');
  const uint32_t blanks = (blank - EACH_BYTE(1)) & ~blank & highs;
  return ((window | (window - EACH_BYTE(' '))) & highs) == 0 && (blanks & blanks >> 8) == 0;
}

/* False where no phrase can begin at `at`. */
static bool may_begin(const casus_dictionary *self, const char *text, size_t size, size_t at) {
  if (size - at < WINDOW) return true;
  uint32_t window;
  memcpy(&window, text + at, WINDOW);
  if (!is_simple(window)) return true;
  if (in_filter(self->filter, hash_window(fold_window(window)))) return true;
  const size_t letters = count_letters(text + at, WINDOW);
  return letters < WINDOW && in_filter(self->filter, hash_letters(text + at, letters));
}

static void add_window(uint32_t *filter, const char *bytes, uint32_t size) {
  uint32_t hash, window;
  if (size < WINDOW) {
    hash = hash_letters(bytes, count_letters(bytes, size));
  } else {
    memcpy(&window, bytes, WINDOW);
    hash = hash_window(fold_window(window));
  }
  filter[hash / 32] |= UINT32_C(1) << (hash % 32);
}

/* A phrase, with the capital and the small first letter where it matches with both. */
static void add_to_filter(uint32_t *filter, const entry *one) {
  char first[WINDOW] = {0};
  memcpy(first, folded(one), one->size < WINDOW ? one->size : WINDOW);
  if (one->match_case == CASUS_CASE_ANY || one->text[0] == first[0]) add_window(filter, first, one->size);
  if (first[0] >= 'a' && first[0] <= 'z') first[0] = (char)(first[0] - 'a' + 'A');
  if (one->match_case != CASUS_CASE_EXACT || one->text[0] == first[0]) add_window(filter, first, one->size);
}

/* ---- Building */

/* A phrase as it is sorted: by folded bytes, then in order of arrival. Most is decided by the first bytes, so
 * that no text has to be fetched. */
typedef struct key {
  uint64_t head;   /* these bytes as a number, 0 behind the end */
  uint32_t size;   /* of the whole */
  uint32_t entry;  /* its number */
  uint32_t number; /* how many different phrases stand before it */
  const char *folded;
} key;

typedef struct range { /* the keys that share the path to a state */
  uint32_t low, high, depth, state;
} range;

typedef struct build {
  casus_dictionary *self;
  const casus_phrase *phrases;
  size_t count, bytes;
  casus_arena work; /* what is not needed any more once the states are made */
  bool whole;
  key *keys;
} build;

enum { HEAD = sizeof(uint64_t) };

static key key_of(const entry *one, uint32_t number) {
  key made = {.size = one->size, .entry = number, .folded = folded(one)};
  for (uint32_t i = 0; i < HEAD; i++)
    made.head = made.head << 8 | (i < one->size ? (uint8_t)made.folded[i] : 0);
  return made;
}

static int compare_keys(const void *a, const void *b) {
  const key *left = a, *right = b;
  if (left->head != right->head) return left->head < right->head ? -1 : 1;
  const uint32_t shorter = left->size < right->size ? left->size : right->size;
  const int order = memcmp(left->folded, right->folded, shorter);
  if (order) return order;
  if (left->size != right->size) return left->size < right->size ? -1 : 1;
  return left->entry < right->entry ? -1 : left->entry > right->entry;
}

static bool has_case(const char *text, size_t size, bool upper) {
  const casus_class wanted = upper ? CASUS_CLASS_UPPER : CASUS_CLASS_LOWER;
  uint32_t length;
  for (size_t at = 0; at < size; at += length)
    if (casus_class_at(text + at, &length) == wanted) return true;
  return false;
}

static casus_case case_of(const casus_phrase *phrase) {
  if (phrase->match_case != CASUS_CASE_AUTO) return phrase->match_case;
  if (!has_case(phrase->text.bytes, phrase->text.size, true)) return CASUS_CASE_ANY;
  return has_case(phrase->text.bytes, phrase->text.size, false) ? CASUS_CASE_NAME : CASUS_CASE_EXACT;
}

/* Writes the normalised form of a phrase, and behind it the folded one. */
static void normalise(entry *one, casus_string text, char *out) {
  char *end = out;
  for (size_t at = 0; at < text.size;) {
    const unsigned char byte = (unsigned char)text.bytes[at];
    if (byte < 0x80 && ascii_fold[byte] > ' ') { /* nearly always */
      *end++ = text.bytes[at++];
      continue;
    }
    size_t length;
    at += read_character(text.bytes, text.size, at, end, &length);
    if (length == 0) *end = ' ', length = 1; /* a blank line in a phrase is white space like any other */
    end += length;
  }
  one->text = out;
  one->size = (uint32_t)(end - out);
  for (const char *from = out, *limit = end; from < limit;) {
    uint32_t code;
    from += casus_utf8_decode(from, &code);
    end += casus_utf8_encode(casus_utf8_fold(code), end);
  }
}

/* Numbers the bytes in use, and gives each state of many children a row. */
static void make_rows(casus_dictionary *self, uint32_t states) {
  uint32_t used = 0, count = 1;
  for (uint32_t i = 1; i < states; i++)
    if (!self->letters[self->states[i].label]) self->letters[self->states[i].label] = (uint8_t)++used;
  self->width = used + 1;
  for (uint32_t i = 0; i < states; i++)
    if (self->states[i].count > FEW) self->states[i].row = count++;
  self->rows = casus_arena_zero(&self->arena, (size_t)count * self->width);
  for (uint32_t i = 0; i < states; i++) {
    const state *one = &self->states[i];
    for (uint32_t child = 0; one->row && child < one->count; child++)
      self->rows[(size_t)one->row * self->width + self->letters[self->states[one->children + child].label]] =
          (uint8_t)(child + 1);
  }
}

static uint8_t byte_at(const key *one, uint32_t depth) {
  if (depth < HEAD) return (uint8_t)((one->head >> (HEAD - 1 - depth) * 8) & 0xFF);
  return (uint8_t)one->folded[depth];
}

/* How many bytes two phrases begin with together. */
static uint32_t common(const key *one, const key *other) {
  const uint32_t most = one->size < other->size ? one->size : other->size;
  uint32_t count = 0;
  while (count < most && byte_at(one, count) == byte_at(other, count)) count++;
  return count;
}

/* Numbers the phrases that differ, and counts the states and those that have children: a phrase needs a state
 * for each byte that it shares with the one before it or the one behind it, and one where it leaves both. */
static uint32_t count_states(build *job, uint32_t *inner) {
  uint32_t count = 1, before = 0, number = 0;
  *inner = 1;
  for (size_t i = 0; i < job->count; i++) {
    key *one = &job->keys[i], *next = i + 1 < job->count ? one + 1 : NULL;
    const uint32_t behind = next ? common(one, next) : 0, most = before > behind ? before : behind;
    one->number = number;
    if (next && behind == one->size && behind == next->size) continue;
    count += (most < one->size ? most + 1 : one->size) - before;
    if (behind > before) *inner += behind - before;
    before = behind;
    number++;
  }
  return count;
}

/* The entries of keys that are the same, in a chain at a state; later ones go first. */
static void chain(casus_dictionary *self, const key *keys, size_t count, state *here) {
  for (size_t i = 0; i < count; i++) {
    self->entries[keys[i].entry].next = here->entry;
    here->entry = keys[i].entry;
  }
}

/* Makes the states breadth first: each one from the range of sorted keys that pass through it. */
static void make_states(casus_dictionary *self, build *job) {
  const key *keys = job->keys;
  uint32_t inner, made = 1, ranges_made = 1;
  const uint32_t count = count_states(job, &inner);
  self->states = casus_arena_new(&self->arena, state, count);
  range *ranges = casus_arena_new(&job->work, range, inner);
  ranges[0] = (range){0, (uint32_t)job->count, 0, 0};
  self->states[0] = (state){0};
  for (uint32_t number = 0; number < ranges_made; number++) {
    const range here = ranges[number];
    uint32_t i = here.low;
    self->states[here.state].children = made;
    while (i < here.high && keys[i].size == here.depth) i++;
    chain(self, keys + here.low, i - here.low, &self->states[here.state]); /* these end here */
    while (i < here.high) {
      const uint8_t label = byte_at(&keys[i], here.depth);
      const uint32_t low = i;
      while (i < here.high && byte_at(&keys[i], here.depth) == label) i++;
      self->states[made] = (state){.label = label};
      if (keys[low].number == keys[i - 1].number)
        chain(self, keys + low, i - low, &self->states[made]);
      else
        ranges[ranges_made++] = (range){low, i, here.depth + 1, made};
      made++;
      self->states[here.state].count++;
    }
  }
  make_rows(self, made);
}

static void make_entries(casus_dictionary *self, build *job) {
  char *text = casus_arena_alloc(&self->arena, 2 * job->bytes); /* a normalised form is never longer */
  self->entries = casus_arena_new(&self->arena, entry, job->count + 1);
  self->entries[0] = (entry){.text = ""};
  job->keys = casus_arena_new(&job->work, key, job->count + 1);
  for (uint32_t i = 0; i < job->count; i++) {
    const casus_phrase *phrase = &job->phrases[i];
    entry *new = &self->entries[i + 1];
    *new = (entry){.phrase = i, .value = phrase->value, .match_case = case_of(phrase)};
    normalise(new, phrase->text, text);
    text += (size_t)2 * new->size;
    job->keys[i] = key_of(new, i + 1);
    add_to_filter(self->filter, new);
  }
}

static void build_parts(void *argument) {
  build *job = argument;
  casus_dictionary *self = job->self;
  self->filter = casus_arena_zero(&self->arena, ((size_t)1 << FILTER_BITS) / 8);
  make_entries(self, job);
  qsort(job->keys, job->count, sizeof *job->keys, compare_keys);
  make_states(self, job);
}

static void build_all(void *argument) {
  build *job = argument;
  job->whole = casus_arena_protect(&job->work, build_parts, job);
}

/* A phrase must be UTF-8, and not start or end with white space: it could never match. */
static casus_status check_phrase(casus_string text, size_t number, casus_error *error) {
  const size_t valid = casus_utf8_valid(text.bytes, text.size);
  if (valid < text.size)
    return casus_fail(error, CASUS_FORMAT, valid, "phrase %zu is not UTF-8 text at byte %zu", number, valid);
  if (text.size == 0 || space_at(text.bytes, 0) ||
      space_at(text.bytes, casus_utf8_before(text.bytes, text.size)))
    return casus_fail(error, CASUS_FORMAT, 0, "phrase %zu is empty or has white space at an end", number);
  return CASUS_OK;
}

static size_t bytes_of(const casus_phrase *phrases, size_t count) {
  size_t bytes = 0;
  for (size_t i = 0; i < count; i++) bytes += phrases[i].text.size;
  return bytes;
}

casus_status casus_dictionary_check(const casus_phrase *phrases, size_t count, casus_error *error) {
  if (count >= UINT32_MAX) return casus_fail(error, CASUS_LIMIT, 0, "too many phrases: %zu", count);
  for (size_t i = 0; i < count; i++) {
    const casus_status status = check_phrase(phrases[i].text, i + 1, error);
    if (status) return status;
  }
  const size_t bytes = bytes_of(phrases, count);
  return bytes < UINT32_MAX ? CASUS_OK
                            : casus_fail(error, CASUS_LIMIT, 0, "too many phrases: %zu bytes", bytes);
}

casus_dictionary *casus_dictionary_new(const casus_phrase *phrases, size_t count,
                                       const casus_allocator *allocator, casus_error *error) {
  if (!allocator) allocator = &casus_allocator_default;
  if (casus_dictionary_check(phrases, count, error)) return NULL;
  build job = {.phrases = phrases, .count = count, .bytes = bytes_of(phrases, count)};
  casus_dictionary *self = allocator->reallocate(allocator->context, NULL, 0, sizeof *self);
  if (!self) {
    casus_fail_nomem(error);
    return NULL;
  }
  memset(self, 0, sizeof *self);
  job.self = self;
  casus_arena_init(&self->arena, allocator);
  casus_arena_init(&job.work, allocator);
  const bool good = casus_arena_protect(&self->arena, build_all, &job) && job.whole;
  casus_arena_free(&job.work);
  if (good) return self;
  casus_fail_nomem(error);
  casus_dictionary_free(self);
  return NULL;
}

void casus_dictionary_free(casus_dictionary *self) {
  if (!self) return;
  const casus_allocator allocator = self->arena.allocator;
  casus_arena_free(&self->arena);
  allocator.reallocate(allocator.context, self, sizeof *self, 0);
}

/* ---- Matching */

static bool word_at(const char *text, size_t at) {
  uint32_t code;
  casus_utf8_decode(text + at, &code);
  return casus_utf8_word(code);
}

/* An apostrophe of any kind that ends at `at`: its length, or 0. */
static size_t apostrophe_before(const char *text, size_t at) {
  if (at >= 1 && text[at - 1] == '\'') return 1;
  if (at < 3 || memcmp(text + at - 3, "\xE2\x80", 2) != 0) return 0;
  return text[at - 1] == '\x99' || text[at - 1] == '\x98' ? 3 : 0;
}

/* Whether a word may begin at `at`: behind no other word, nor behind an
 * apostrophe inside of one (O'Brien). */
static bool begins(const char *text, size_t at) {
  if (at == 0) return true;
  if (class_of(text[at - 1]) & PLAIN) return true;
  if (word_at(text, casus_utf8_before(text, at))) return false;
  const size_t mark = apostrophe_before(text, at);
  return mark == 0 || at == mark || !word_at(text, casus_utf8_before(text, at - mark));
}

/* Whether a match from `start` may end at `stop`: no word goes on across it. */
static bool ends(const char *text, size_t size, size_t stop) {
  if (stop == size || (class_of(text[stop]) & (PLAIN | QUOTE))) return true;
  return !word_at(text, stop) || !word_at(text, casus_utf8_before(text, stop));
}

static bool same_case(const entry *one, const char *text, size_t start, size_t stop) {
  if (stop - start == one->size && memcmp(text + start, one->text, one->size) == 0) return true;
  char out[4];
  size_t length, done = 0;
  for (size_t at = start; at < stop; done += length) {
    at += read_character(text, stop, at, out, &length);
    if (length > one->size - done || memcmp(one->text + done, out, length) != 0) return false;
  }
  return done == one->size;
}

/* The entry at a state that the case of text[start, stop) allows, or NULL. Exact spelling is preferred. */
static const entry *choose(const casus_dictionary *self, uint32_t first, const char *text, size_t start,
                           size_t stop) {
  const entry *loose = NULL;
  for (uint32_t number = first; number; number = self->entries[number].next) {
    const entry *one = &self->entries[number];
    if (same_case(one, text, start, stop)) return one;
    if (!loose && (one->match_case == CASUS_CASE_ANY ||
                   (one->match_case == CASUS_CASE_NAME && !has_case(text + start, stop - start, false))))
      loose = one;
  }
  return loose;
}

/* A place in the automaton. */
typedef struct place {
  uint32_t state, depth; /* folded bytes that lead here */
} place;

/* Goes on along `byte`; false where no phrase does. */
static bool follow(const casus_dictionary *self, place *at, uint8_t byte) {
  const state *here = &self->states[at->state];
  const uint32_t depth = at->depth++;
  if (here->row) {
    const uint8_t child = self->rows[(size_t)here->row * self->width + self->letters[byte]];
    at->state = here->children + child - 1;
    return child > 0;
  }
  if (here->count == 0) {
    const entry *rest = &self->entries[here->entry];
    return depth < rest->size && (uint8_t)folded(rest)[depth] == byte;
  }
  for (uint32_t i = 0; i < here->count; i++)
    if (self->states[here->children + i].label == byte) {
      at->state = here->children + i;
      return true;
    }
  return false;
}

/* The first of the entries that end here, 0 for none. */
static uint32_t ended(const casus_dictionary *self, place at) {
  const uint32_t first = self->states[at.state].entry;
  return self->entries[first].size == at.depth ? first : 0;
}

static bool is_single_blank(const char *text, size_t size, size_t at) {
  return at + 1 < size && text[at] == ' ' && class_of(text[at + 1]) == WORD;
}

/* The longest match that begins at `start`. */
static const entry *longest(const casus_dictionary *self, const char *text, size_t size, size_t start,
                            size_t *stop) {
  const entry *best = NULL;
  place here = {0, 0};
  bool on = true;
  for (size_t at = start; at < size;) {
    const unsigned char byte = (unsigned char)text[at];
    const uint8_t small = byte < 0x80 ? ascii_fold[byte] : 0;
    if (small && (small != ' ' || is_single_blank(text, size, at))) {
      on = follow(self, &here, small);
      at++;
    } else {
      char out[4];
      size_t length;
      at += fold_character(text, size, at, out, &length);
      if (length == 0) break;
      for (size_t i = 0; i < length && on; i++) on = follow(self, &here, (uint8_t)out[i]);
    }
    if (!on) break;
    const uint32_t first = ended(self, here);
    if (!first || !ends(text, size, at)) continue;
    const entry *found = choose(self, first, text, start, at);
    if (!found) continue;
    best = found;
    *stop = at;
  }
  return best;
}

/* Behind the ASCII letters and digits from `at` on: the quick part of most steps below. */
static size_t skip_ascii_word(const char *text, size_t size, size_t at) {
  while (at < size && (class_of(text[at]) & WORD)) at++;
  return at;
}

/* The first place at or behind `at` where a word may begin, or any other
 * character that is not white space. */
static size_t next_start(const char *text, size_t size, size_t at) {
  while (at < size) {
    if (!space_at(text, at) && begins(text, at)) return at;
    uint32_t code;
    at += casus_utf8_decode(text + at, &code);
  }
  return size;
}

/* Behind the character at `at`, and where that is part of a word behind the word. */
static size_t skip(const char *text, size_t size, size_t at) {
  uint32_t code;
  bool word;
  do {
    at += casus_utf8_decode(text + at, &code);
    word = casus_utf8_word(code);
  } while (word && at < size && word_at(text, at));
  return at;
}

/* The next place where a match may begin behind `at`, where one may. */
static size_t advance(const char *text, size_t size, size_t at) {
  const size_t stop = skip_ascii_word(text, size, at);
  if (stop > at && is_single_blank(text, size, stop)) return stop + 1; /* nearly always */
  return next_start(text, size, skip(text, size, stop > at ? stop - 1 : at));
}

bool casus_dictionary_next(const casus_dictionary *self, const char *text, size_t size, size_t from,
                           casus_match *match) {
  for (size_t at = next_start(text, size, from); at < size; at = advance(text, size, at)) {
    size_t stop = at;
    if (!may_begin(self, text, size, at)) continue;
    const entry *found = longest(self, text, size, at, &stop);
    if (!found) continue;
    *match = (casus_match){(uint32_t)at, (uint32_t)stop, found->phrase, found->value};
    return true;
  }
  return false;
}
