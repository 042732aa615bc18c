#include "text/segmentation.h"

#include <string.h>

/* A chunk is read from the left; the class of the character at which a token begins chooses who reads it. A
 * reader adds one token or more and returns where it stopped. */
typedef uint32_t reader(casus_segmentation *self, uint32_t at, uint32_t limit);

const uint8_t casus_shapes[CASUS_CLASS_COUNT] = {
    [CASUS_CLASS_UPPER] = CASUS_SHAPE_UPPER,       [CASUS_CLASS_LOWER] = CASUS_SHAPE_LOWER,
    [CASUS_CLASS_LETTER] = CASUS_SHAPE_LETTER,     [CASUS_CLASS_DIGIT] = CASUS_SHAPE_NUMBER,
    [CASUS_CLASS_MARK] = CASUS_SHAPE_SIGN,         [CASUS_CLASS_UNDERSCORE] = CASUS_SHAPE_SIGN,
    [CASUS_CLASS_IDEOGRAPH] = CASUS_SHAPE_LETTER,  [CASUS_CLASS_STOP] = CASUS_SHAPE_STOP,
    [CASUS_CLASS_BANG] = CASUS_SHAPE_BANG,         [CASUS_CLASS_ELLIPSIS] = CASUS_SHAPE_ELLIPSIS,
    [CASUS_CLASS_COMMA] = CASUS_SHAPE_PAUSE,       [CASUS_CLASS_SEMICOLON] = CASUS_SHAPE_PAUSE,
    [CASUS_CLASS_COLON] = CASUS_SHAPE_PAUSE,       [CASUS_CLASS_APOSTROPHE] = CASUS_SHAPE_CLOSE,
    [CASUS_CLASS_QUOTE] = CASUS_SHAPE_CLOSE,       [CASUS_CLASS_OPEN_QUOTE] = CASUS_SHAPE_OPEN,
    [CASUS_CLASS_CLOSE_QUOTE] = CASUS_SHAPE_CLOSE, [CASUS_CLASS_OPEN] = CASUS_SHAPE_OPEN,
    [CASUS_CLASS_CLOSE] = CASUS_SHAPE_CLOSE,       [CASUS_CLASS_HYPHEN] = CASUS_SHAPE_DASH,
    [CASUS_CLASS_DASH] = CASUS_SHAPE_DASH,         [CASUS_CLASS_SLASH] = CASUS_SHAPE_SIGN,
    [CASUS_CLASS_AMPERSAND] = CASUS_SHAPE_SIGN,    [CASUS_CLASS_AT] = CASUS_SHAPE_SIGN,
    [CASUS_CLASS_HASH] = CASUS_SHAPE_SIGN,         [CASUS_CLASS_PLUS] = CASUS_SHAPE_SIGN,
    [CASUS_CLASS_STAR] = CASUS_SHAPE_SIGN,         [CASUS_CLASS_LESS] = CASUS_SHAPE_OPEN,
    [CASUS_CLASS_GREATER] = CASUS_SHAPE_CLOSE,     [CASUS_CLASS_CURRENCY] = CASUS_SHAPE_SIGN,
    [CASUS_CLASS_PERCENT] = CASUS_SHAPE_SIGN,      [CASUS_CLASS_SYMBOL] = CASUS_SHAPE_SIGN,
    [CASUS_CLASS_PUNCTUATION] = CASUS_SHAPE_SIGN,
};

static uint32_t add(casus_segmentation *self, casus_shape shape, uint32_t start, uint32_t stop) {
  casus_add_token(self, (casus_token_row){.shape = shape, .start = start, .stop = stop});
  return stop;
}

static bool follows_word(const casus_segmentation *self, uint32_t at) {
  if (at == self->chunk_start) return false;
  uint32_t before = at;
  do before--;
  while (before > self->chunk_start && ((unsigned char)self->text[before] & 0xC0) == 0x80);
  return casus_class_in(casus_class_before(self, before, at), CASUS_WORDS);
}

/* The end of the run of this very character: *** or ----; marks go with what they stand on. */
static uint32_t run_of_same(const casus_segmentation *self, uint32_t at, uint32_t limit) {
  const char *character = self->text + at;
  uint32_t size;
  casus_class_at(character, &size);
  do at = casus_run_of(self, at + size, limit, CASUS_SET(MARK));
  while (limit - at >= size && memcmp(self->text + at, character, size) == 0);
  return at;
}

/* "re:(none)", "(like this:)" and "(that):" hold no faces. */
static bool stands_apart(const casus_segmentation *self, uint32_t at, uint32_t stop, uint32_t limit) {
  if (casus_class_in(casus_class_before(self, stop, limit), CASUS_WORDS)) return false;
  const bool bracket = self->text[at] == '(' || self->text[at] == ')';
  return at == self->chunk_start || (!bracket && !follows_word(self, at));
}

/* The end of the face or sign of the table that begins here, or `at`. */
static uint32_t known_sign(const casus_segmentation *self, uint32_t at, uint32_t limit, casus_shape *shape) {
  enum { LONGEST = 5 };
  const unsigned char first = (unsigned char)self->text[at];
  if (first >= 128 || !self->words->signs[first]) return at;
  for (uint32_t size = limit - at < LONGEST ? limit - at : LONGEST; size > 1; size--) {
    const casus_word *word = casus_segmenter_word(self->words, self->text + at, size);
    if (casus_word_is(word, CASUS_WORD_SIGN)) {
      *shape = CASUS_SHAPE_SIGN;
      return at + size;
    }
    if (casus_word_is(word, CASUS_WORD_FACE) && stands_apart(self, at, at + size, limit)) {
      *shape = CASUS_SHAPE_FACE;
      return at + size;
    }
  }
  return at;
}

static uint32_t read_sign(casus_segmentation *self, uint32_t at, uint32_t limit) {
  casus_shape shape = (casus_shape)casus_shapes[casus_class_before(self, at, limit)];
  const uint32_t run = run_of_same(self, at, limit), sign = known_sign(self, at, limit, &shape);
  return add(self, shape, at, sign > run ? sign : run);
}

/* One token for each character: brackets, percent signs. */
static uint32_t read_single(casus_segmentation *self, uint32_t at, uint32_t limit) {
  uint32_t size;
  casus_shape shape = (casus_shape)casus_shapes[casus_class_sized(self, at, limit, &size)];
  const uint32_t stop = known_sign(self, at, limit, &shape);
  return add(self, shape, at, stop > at ? stop : casus_run_of(self, at + size, limit, CASUS_SET(MARK)));
}

/* A pictogram with what is tied to it by U+200D. */
static uint32_t read_symbol(casus_segmentation *self, uint32_t at, uint32_t limit) {
  static const char joiner[] = "\xE2\x80\x8D";
  casus_shape shape = CASUS_SHAPE_SIGN;
  uint32_t stop = known_sign(self, at, limit, &shape);
  if (stop > at) return add(self, shape, at, stop);
  stop = run_of_same(self, at, limit);
  while (limit - stop > 0 && stop - at > 3 && memcmp(self->text + stop - 3, joiner, 3) == 0) {
    uint32_t size;
    casus_class_at(self->text + stop, &size);
    stop = casus_run_of(self, stop + size, limit, CASUS_SET(MARK));
  }
  return add(self, shape, at, stop);
}

static uint32_t read_ideographs(casus_segmentation *self, uint32_t at, uint32_t limit) {
  return add(self, CASUS_SHAPE_LETTER, at,
             casus_run_of(self, at, limit, CASUS_SET(IDEOGRAPH) | CASUS_SET(MARK)));
}

/* "." "..." ".?" and so on; or the stop that begins .04 and .NET. */
static uint32_t read_stop(casus_segmentation *self, uint32_t at, uint32_t limit) {
  const casus_class next = casus_class_before(self, at + 1, limit);
  const bool digits = next == CASUS_CLASS_DIGIT && !follows_word(self, at);
  if (self->text[at] == '.' && (digits || (at == self->chunk_start && casus_class_in(next, CASUS_LETTERS))))
    return casus_read_word(self, at, limit);
  uint32_t size;
  casus_class_at(self->text + at, &size);
  const uint32_t dots = casus_run_of(self, at, limit, CASUS_SET(STOP) | CASUS_SET(ELLIPSIS));
  const bool one = dots == at + size && casus_class_at(self->text + at, &size) == CASUS_CLASS_STOP;
  const uint32_t stop = one ? casus_run_of(self, dots, limit, CASUS_SET(BANG)) : dots;
  return add(self, stop > dots ? CASUS_SHAPE_BANG : one ? CASUS_SHAPE_STOP : CASUS_SHAPE_ELLIPSIS, at, stop);
}

static uint32_t read_bang(casus_segmentation *self, uint32_t at, uint32_t limit) {
  return add(self, CASUS_SHAPE_BANG, at, casus_run_of(self, at, limit, CASUS_SET(BANG)));
}

/* Whether a straight quotation mark opens: it does where it leans on what follows, closes where it leans on
 * what precedes; where it leans on both or none, the one before it decides. */
static bool opens(const casus_segmentation *self, uint32_t at, uint32_t stop, uint32_t limit, bool inside) {
  const casus_class_set weak = CASUS_SET(SPACE) | CASUS_SET(COMMA) | CASUS_SET(STOP) | CASUS_SET(CLOSE) |
                               CASUS_SET(SEMICOLON) | CASUS_SET(COLON) | CASUS_SET(BANG) | CASUS_SET(DASH) |
                               CASUS_SET(HYPHEN);
  const bool before = at == self->chunk_start || (self->gap == CASUS_GAP_NONE && self->text[at - 1] == '(');
  const bool after = casus_class_in(casus_class_before(self, stop, limit), weak);
  if (before == after) return !inside;
  return before;
}

static uint32_t read_quote(casus_segmentation *self, uint32_t at, uint32_t limit) {
  self->double_open = opens(self, at, at + 1, limit, self->double_open);
  return add(self, self->double_open ? CASUS_SHAPE_OPEN : CASUS_SHAPE_CLOSE, at, at + 1);
}

/* ‘ and its kin; two of them, or ‘’, are one mark. */
static uint32_t read_open_quote(casus_segmentation *self, uint32_t at, uint32_t limit) {
  uint32_t size, next;
  casus_class_at(self->text + at, &size);
  const bool single = memcmp(self->text + at, "\xE2\x80\x98", size) == 0;
  if (single) self->single_open = self->document->token_count + 1;
  const casus_class class = casus_class_sized(self, at + size, limit, &next);
  const bool twice = single && (class == CASUS_CLASS_APOSTROPHE || class == CASUS_CLASS_OPEN_QUOTE);
  return add(self, CASUS_SHAPE_OPEN, at, at + size + (twice ? next : 0));
}

/* An apostrophe that no word before it has taken: of an elided word ('em, '72), or a quotation mark. */
static uint32_t read_apostrophe(casus_segmentation *self, uint32_t at, uint32_t limit) {
  uint32_t size, next;
  casus_class_at(self->text + at, &size);
  const casus_class class = casus_class_sized(self, at + size, limit, &next);
  if (class == CASUS_CLASS_APOSTROPHE) { /* '' and `` for double ones */
    self->double_open = opens(self, at, at + size + next, limit, self->double_open);
    return add(self, self->double_open ? CASUS_SHAPE_OPEN : CASUS_SHAPE_CLOSE, at, at + size + next);
  }
  if (class == CASUS_CLASS_DIGIT && !follows_word(self, at)) return casus_read_word(self, at, limit);
  if (casus_class_in(class, CASUS_LETTERS)) {
    const uint32_t stop = casus_run_of(self, at + size, limit, CASUS_LETTERS);
    if (casus_word_is(casus_segmenter_folded(self->words, self->text + at, stop - at), CASUS_WORD_ELIDED)) {
      casus_add_contraction(self, (casus_token_row){.shape = CASUS_SHAPE_LOWER, .start = at, .stop = stop});
      return stop;
    }
  }
  const bool open = opens(self, at, at + size, limit, self->single_open != 0);
  self->single_open = open ? self->document->token_count + 1 : 0;
  return add(self, open ? CASUS_SHAPE_OPEN : CASUS_SHAPE_CLOSE, at, at + size);
}

/* #tag, @name, +44: where the sign begins the chunk; else it stands alone. */
static uint32_t read_leader(casus_segmentation *self, uint32_t at, uint32_t limit) {
  const casus_class next = casus_class_before(self, at + 1, limit);
  const casus_class_set wanted =
      self->text[at] == '+' ? CASUS_SET(DIGIT) : CASUS_LETTERS | CASUS_SET(UNDERSCORE);
  if (self->text[at] < 0 || follows_word(self, at) || !casus_class_in(next, wanted))
    return read_sign(self, at, limit);
  return casus_read_word(self, at, limit);
}

static reader *const readers[CASUS_CLASS_COUNT] = {
    [CASUS_CLASS_UPPER] = casus_read_word,
    [CASUS_CLASS_LOWER] = casus_read_word,
    [CASUS_CLASS_LETTER] = casus_read_word,
    [CASUS_CLASS_DIGIT] = casus_read_word,
    [CASUS_CLASS_MARK] = casus_read_word,
    [CASUS_CLASS_UNDERSCORE] = casus_read_word,
    [CASUS_CLASS_IDEOGRAPH] = read_ideographs,
    [CASUS_CLASS_STOP] = read_stop,
    [CASUS_CLASS_BANG] = read_bang,
    [CASUS_CLASS_ELLIPSIS] = read_stop,
    [CASUS_CLASS_COMMA] = read_sign,
    [CASUS_CLASS_SEMICOLON] = read_sign,
    [CASUS_CLASS_COLON] = read_sign,
    [CASUS_CLASS_APOSTROPHE] = read_apostrophe,
    [CASUS_CLASS_QUOTE] = read_quote,
    [CASUS_CLASS_OPEN_QUOTE] = read_open_quote,
    [CASUS_CLASS_CLOSE_QUOTE] = read_single,
    [CASUS_CLASS_OPEN] = read_single,
    [CASUS_CLASS_CLOSE] = read_single,
    [CASUS_CLASS_HYPHEN] = read_sign,
    [CASUS_CLASS_DASH] = read_sign,
    [CASUS_CLASS_SLASH] = read_sign,
    [CASUS_CLASS_AMPERSAND] = read_sign,
    [CASUS_CLASS_AT] = read_leader,
    [CASUS_CLASS_HASH] = read_leader,
    [CASUS_CLASS_PLUS] = read_leader,
    [CASUS_CLASS_STAR] = read_sign,
    [CASUS_CLASS_LESS] = read_sign,
    [CASUS_CLASS_GREATER] = read_sign,
    [CASUS_CLASS_CURRENCY] = read_sign,
    [CASUS_CLASS_PERCENT] = read_single,
    [CASUS_CLASS_SYMBOL] = read_symbol,
    [CASUS_CLASS_PUNCTUATION] = read_sign,
};

static void read_until(casus_segmentation *self, uint32_t at, uint32_t limit) {
  while (at < limit) at = readers[casus_class_before(self, at, limit)](self, at, limit);
}

static void read_around_addresses(casus_segmentation *self) {
  uint32_t at = self->chunk_start;
  casus_span address;
  casus_begin_addresses(self);
  while (casus_next_address(self, at, &address)) {
    read_until(self, at, address.start);
    at = add(self, CASUS_SHAPE_ADDRESS, address.start, address.stop);
  }
  read_until(self, at, self->chunk_stop);
}

void casus_tokenise_chunk(casus_segmentation *self, casus_class_set classes) {
  const casus_class_set scheme = CASUS_SET(COLON) | CASUS_SET(SLASH),
                        path = CASUS_SET(SLASH) | CASUS_SET(HYPHEN);
  const bool address = classes & CASUS_SET(AT) || (classes & scheme) == scheme ||
                       (classes & CASUS_SET(STOP) && classes & path); /* or www. */
  if (!(classes & ~CASUS_LETTERS)) {
    const casus_shape shape =
        (casus_shape)casus_shapes[casus_class_before(self, self->chunk_start, self->chunk_stop)];
    casus_add_plain_word(self, self->chunk_start, self->chunk_stop, shape);
  } else if (address) {
    read_around_addresses(self);
  } else {
    read_until(self, self->chunk_start, self->chunk_stop);
  }
}
