#include "match/regular.h"

#include "base/utf8.h"

#include <string.h>

enum { STATES = 64, RANGES = 16, DEPTH = 16, ASCII = 128 };

typedef struct range {
  uint32_t low, high;
} range;

typedef struct class { /* what one character of the expression stands for */
  range ranges[RANGES];
  uint8_t count;
  bool negated;
} class;

struct casus_regular {
  uint64_t first, last, follow[STATES];
  bool nullable;
  uint32_t count;
  class *classes;
  uint64_t ascii[ASCII]; /* the states whose class has a character */
};

/* A part of an expression: the states that it may begin and end with. */
typedef struct part {
  uint64_t first, last;
  bool nullable;
} part;

typedef struct compiler {
  casus_regular *self;
  const char *text;
  size_t at, size;
  const char *expected; /* NULL as long as all is well */
  int depth;
} compiler;

static part choice(compiler *work);

static void fail(compiler *work, const char *expected) {
  if (work->expected) return;
  work->expected = expected;
}

static bool more(const compiler *work) {
  return !work->expected && work->at < work->size;
}

static bool accept(compiler *work, char byte) {
  if (!more(work) || work->text[work->at] != byte) return false;
  work->at++;
  return true;
}

/* The next character of the expression, also one behind a backslash. */
static uint32_t character(compiler *work) {
  accept(work, '\\');
  if (!more(work)) {
    fail(work, "a character");
    return 0;
  }
  uint32_t code;
  work->at += casus_utf8_decode(work->text + work->at, &code);
  return code;
}

static void add_range(compiler *work, class *into, uint32_t low, uint32_t high) {
  if (into->count == RANGES) {
    fail(work, "at most 16 ranges between brackets");
    return;
  }
  into->ranges[into->count++] = (range){low, high};
}

static void brackets(compiler *work, class *into) {
  into->negated = accept(work, '^');
  do {
    const uint32_t low = character(work);
    const bool to =
        work->at + 1 < work->size && work->text[work->at] == '-' && work->text[work->at + 1] != ']';
    if (to) work->at++;
    add_range(work, into, low, to ? character(work) : low);
  } while (more(work) && work->text[work->at] != ']');
  if (!accept(work, ']')) fail(work, "']'");
}

static part state(compiler *work, class what) {
  casus_regular *self = work->self;
  if (self->count == STATES) {
    fail(work, "at most 64 characters");
    return (part){0, 0, true};
  }
  self->classes[self->count] = what;
  const uint64_t bit = (uint64_t)1 << self->count++;
  return (part){bit, bit, false};
}

static part atom(compiler *work) {
  class what = {.count = 0};
  if (accept(work, '(')) {
    if (++work->depth > DEPTH) fail(work, "fewer parentheses");
    const part inner = choice(work);
    work->depth--;
    if (!accept(work, ')')) fail(work, "')'");
    return inner;
  }
  if (accept(work, '.'))
    what.negated = true; /* anything but nothing */
  else if (accept(work, '['))
    brackets(work, &what);
  else if (more(work) && strchr("?*+{", work->text[work->at]))
    fail(work, "something to repeat");
  else {
    const uint32_t code = character(work);
    add_range(work, &what, code, code);
  }
  return state(work, what);
}

/* What comes after the states of `last` may be one of `first`. */
static void link(casus_regular *self, uint64_t last, uint64_t first) {
  for (uint32_t i = 0; i < self->count; i++)
    if (last >> i & 1) self->follow[i] |= first;
}

static part join(casus_regular *self, part a, part b) {
  link(self, a.last, b.first);
  return (part){a.first | (a.nullable ? b.first : 0), b.last | (b.nullable ? a.last : 0),
                a.nullable && b.nullable};
}

static uint32_t number(compiler *work) {
  if (!more(work) || work->text[work->at] < '0' || work->text[work->at] > '9') fail(work, "a number");
  uint32_t value = 0;
  while (more(work) && work->text[work->at] >= '0' && work->text[work->at] <= '9' && value <= STATES)
    value = value * 10 + (uint32_t)(work->text[work->at++] - '0');
  return value;
}

static void counts(compiler *work, uint32_t *least, uint32_t *most) {
  *least = number(work);
  *most = *least;
  if (accept(work, ',')) *most = more(work) && work->text[work->at] == '}' ? UINT32_MAX : number(work);
  if (!accept(work, '}')) fail(work, "'}'");
  if (*most < *least || *most == 0) fail(work, "a larger number");
}

/* Whether an atom is repeated, and how often. */
static bool quantifier(compiler *work, uint32_t *least, uint32_t *most) {
  *least = 0;
  *most = UINT32_MAX;
  if (accept(work, '*')) return true;
  if (accept(work, '?')) {
    *most = 1;
    return true;
  }
  if (accept(work, '+')) {
    *least = 1;
    return true;
  }
  if (!accept(work, '{')) return false;
  counts(work, least, most);
  return true;
}

/* An atom as often as it is said to be there: each time it is read again, for states of its own. */
static part repeated(compiler *work) {
  const size_t start = work->at;
  part whole = atom(work);
  uint32_t least, most;
  if (work->expected || !quantifier(work, &least, &most)) return whole;
  const size_t behind = work->at;
  part last = whole;
  if (least == 0) whole.nullable = true;
  const uint32_t copies = most == UINT32_MAX ? (least ? least : 1) : most;
  for (uint32_t i = 1; i < copies && !work->expected; i++) {
    work->at = start;
    last = atom(work);
    if (i >= least) last.nullable = true;
    whole = join(work->self, whole, last);
  }
  if (most == UINT32_MAX) link(work->self, last.last, last.first);
  work->at = behind;
  return whole;
}

static part sequence(compiler *work) {
  part whole = {0, 0, true};
  while (more(work) && work->text[work->at] != '|' && work->text[work->at] != ')')
    whole = join(work->self, whole, repeated(work));
  return whole;
}

static part choice(compiler *work) {
  part whole = sequence(work);
  while (accept(work, '|')) {
    const part other = sequence(work);
    whole.first |= other.first;
    whole.last |= other.last;
    whole.nullable |= other.nullable;
  }
  return whole;
}

static bool fits(const class *what, uint32_t code) {
  for (uint32_t i = 0; i < what->count; i++)
    if (what->ranges[i].low <= code && code <= what->ranges[i].high) return !what->negated;
  return what->negated;
}

/* Keeps the classes that there are, and finds those of each ASCII character. */
static void finish(casus_regular *self, casus_arena *arena) {
  class *classes = casus_arena_new(arena, class, self->count + 1);
  memcpy(classes, self->classes, self->count * sizeof *classes);
  self->classes = classes;
  for (uint32_t code = 0; code < ASCII; code++)
    for (uint32_t i = 0; i < self->count; i++)
      if (fits(&classes[i], code)) self->ascii[code] |= (uint64_t)1 << i;
}

const casus_regular *casus_regular_new(casus_arena *arena, casus_string text, size_t *at,
                                       const char **expected) {
  class room[STATES] = {0};
  compiler work = {casus_arena_zero(arena, sizeof(casus_regular)), text.bytes, 0, text.size, NULL, 0};
  work.self->classes = room;
  const part whole = choice(&work);
  if (more(&work)) fail(&work, "no ')' without its '('");
  *at = work.at;
  *expected = work.expected;
  if (work.expected) return NULL;
  work.self->first = whole.first;
  work.self->last = whole.last;
  work.self->nullable = whole.nullable;
  finish(work.self, arena);
  return work.self;
}

bool casus_regular_letterless(const casus_regular *self) {
  for (char letter = 'a'; letter <= 'z'; letter++)
    if (self->first & (self->ascii[(int)letter] | self->ascii[letter - 32])) return false;
  return true;
}

/* The states of `next` whose class has a character. */
static uint64_t step(const casus_regular *self, uint64_t next, uint32_t code) {
  if (code < ASCII) return next & self->ascii[code];
  uint64_t now = 0;
  for (uint64_t left = next; left; left &= left - 1) {
    const int i = __builtin_ctzll(left);
    if (fits(&self->classes[i], code)) now |= (uint64_t)1 << i;
  }
  return now;
}

bool casus_regular_match(const casus_regular *self, casus_string text) {
  if (text.size == 0) return self->nullable;
  uint64_t next = self->first, now = 0;
  for (size_t at = 0; at < text.size;) {
    uint32_t code;
    at += casus_utf8_decode(text.bytes + at, &code);
    now = step(self, next, code);
    if (!now) return false;
    next = 0;
    for (uint64_t left = now; left; left &= left - 1) next |= self->follow[__builtin_ctzll(left)];
  }
  return now & self->last;
}
