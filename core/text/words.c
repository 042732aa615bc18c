#include "text/segmentation.h"

#include "base/utf8.h"

#include <string.h>

/* A word is a row of atoms (runs of letters, digits and underscores) held together by joints, single
 * characters between two atoms. What may be a joint is looked up by its class; its judge says whether it
 * holds. */

enum { MOST_CLITICS = 3 };

struct word {
  uint32_t start;
  uint32_t atom;                         /* where the last atom begins */
  uint32_t letters;                      /* characters of the last atom */
  casus_class_set classes, atom_classes; /* of all atoms; of the last one */
  bool initials;                         /* each atom is one letter: U.S */
  uint32_t stops;                        /* joints that are full stops */
  uint32_t group;                        /* end of the group of digits that was judged to be one number */
  uint32_t clitics[MOST_CLITICS], clitic_count; /* where they begin */
  bool ended;                                   /* nothing can be joined any more */
  uint32_t traits;                              /* of an abbreviation */
};

/* Where the word goes on if the joint [at, next) holds: behind it, or farther; `at` if it does not hold. */
typedef uint32_t judge(casus_segmentation *self, struct word *word, uint32_t at, uint32_t next,
                       uint32_t limit);

static uint32_t read_atom(const casus_segmentation *self, struct word *word, uint32_t at, uint32_t limit) {
  word->atom = at;
  word->letters = 0;
  word->atom_classes = 0;
  for (uint32_t size; at < limit; at += size) {
    const casus_class class = casus_class_at(self->text + at, &size);
    if (!casus_class_in(class, CASUS_WORDS)) break;
    word->atom_classes |= UINT64_C(1) << class;
    word->letters++;
  }
  word->classes |= word->atom_classes;
  word->initials = word->initials && word->letters == 1 && !(word->atom_classes & ~CASUS_LETTERS);
  return at;
}

static bool ends_in_digit(const casus_segmentation *self, uint32_t at) {
  return self->text[at - 1] >= '0' && self->text[at - 1] <= '9';
}

static bool ends_in_letter(const casus_segmentation *self, uint32_t at) {
  const size_t before = casus_utf8_before(self->text, at);
  return casus_class_in(casus_class_before(self, (uint32_t)before, at), CASUS_LETTERS | CASUS_SET(MARK));
}

static bool all_digits(const struct word *word) {
  return !(word->atom_classes & ~CASUS_SET(DIGIT));
}

static const casus_word *known(const casus_segmentation *self, uint32_t start, uint32_t stop) {
  return casus_segmenter_word(self->words, self->text + start, stop - start);
}

static const casus_word *folded(const casus_segmentation *self, uint32_t start, uint32_t stop) {
  return casus_segmenter_folded(self->words, self->text + start, stop - start);
}

/* ---- Full stops */

/* The end of the number that the word begins with; its start if it does not. */
static uint32_t number_end(const casus_segmentation *self, const struct word *word, uint32_t stop) {
  enum {
    LONGEST = 32
  }; /* what is longer has no unit; and a long word is not read again at each of its joints */
  uint32_t at = word->start, end = word->start;
  for (; at < stop && at - word->start < LONGEST; at++) {
    const char c = self->text[at];
    if (c >= '0' && c <= '9')
      end = at + 1;
    else if (c != '.' && c != ',' && c != ':')
      break;
  }
  return end;
}

/* The traits of the abbreviation that a stop at `at` would make of the word; 0: none. */
static uint32_t abbreviation(const casus_segmentation *self, const struct word *word, uint32_t at) {
  if (word->atom == at || !(word->classes & CASUS_LETTERS)) return 0;
  const bool number = word->classes & CASUS_SET(DIGIT);
  const casus_word *entry = known(self, number ? number_end(self, word, at) : word->start, at);
  if (casus_word_is(entry, CASUS_WORD_ABBREVIATION)) return entry->traits & CASUS_WORD_ABBREVIATION;
  if (!word->initials) return 0;
  if (word->stops) return CASUS_WORD_ACRONYM;
  return word->classes & CASUS_SET(UPPER) ? CASUS_WORD_INITIAL : 0;
}

static uint32_t end_with_stop(struct word *word, uint32_t traits, uint32_t next) {
  word->traits = traits;
  word->ended = true;
  return next;
}

static uint32_t judge_stop_before_digit(casus_segmentation *self, struct word *word, uint32_t at,
                                        uint32_t next) {
  const uint32_t traits = abbreviation(self, word, at);
  if (traits & (CASUS_WORD_NUMBER | CASUS_WORD_DATE)) return end_with_stop(word, traits, next); /* No.5 */
  word->stops++;
  return next; /* 3.5, v2.0 */
}

/* "example.com", "U.S", "Ph.D" hold; "the end.The next" does not, though "Services.DOC" does. */
static uint32_t judge_stop_before_letter(casus_segmentation *self, struct word *word, uint32_t at,
                                         uint32_t next, uint32_t limit) {
  const bool capital = casus_class_before(self, next, limit) == CASUS_CLASS_UPPER;
  const uint32_t stop = casus_run_of(self, next, limit, CASUS_LETTERS);
  const bool single = stop == next + 1;
  const uint32_t traits = abbreviation(self, word, at);
  if (capital && word->letters > 1 && !single) {
    if (traits & ~(uint32_t)CASUS_WORD_FINAL) return end_with_stop(word, traits, next); /* Dr.Smith */
    const bool shouts = word->atom_classes == CASUS_SET(UPPER);
    if (!shouts && !casus_word_is(folded(self, next, stop), CASUS_WORD_DOMAIN)) return at;
  }
  if (all_digits(word) && capital) return at;
  if (traits && capital && !single && casus_class_before(self, next + 1, limit) == CASUS_CLASS_LOWER &&
      word->letters == 1)
    return end_with_stop(word, traits, next); /* P.O.Box */
  word->stops++;
  return next;
}

static uint32_t judge_stop(casus_segmentation *self, struct word *word, uint32_t at, uint32_t next,
                           uint32_t limit) {
  if (next != at + 1) return at; /* a stop of another script */
  const casus_class class = casus_class_before(self, next, limit);
  if (class == CASUS_CLASS_DIGIT) return judge_stop_before_digit(self, word, at, next);
  if (class == CASUS_CLASS_UPPER || class == CASUS_CLASS_LOWER)
    return judge_stop_before_letter(self, word, at, next, limit);
  if (class == CASUS_CLASS_STOP && casus_class_before(self, next + 1, limit) == CASUS_CLASS_STOP)
    return at; /* etc... */
  const uint32_t traits = abbreviation(self, word, at);
  return traits ? end_with_stop(word, traits, next) : at;
}

/* ---- Apostrophes */

static uint32_t end_with_clitic(struct word *word, uint32_t start, uint32_t stop) {
  if (word->clitic_count < MOST_CLITICS) word->clitics[word->clitic_count++] = start;
  return stop;
}

/* A lone apostrophe behind a word: it may be a possessive (the states'), close a quotation, or be part of the
 * word (goin'). */
static uint32_t judge_last_apostrophe(casus_segmentation *self, struct word *word, uint32_t at,
                                      uint32_t next) {
  enum { LONGEST_QUOTATION = 80 }; /* in tokens; what opened farther back was no quotation mark */
  const bool inside =
      self->single_open && self->document->token_count - self->single_open < LONGEST_QUOTATION;
  const char last = (char)(self->text[at - 1] | 0x20);
  if (inside || !ends_in_letter(self, at)) return at;
  if (last == 's' || last == 'z' || last == 'x') {
    word->ended = true;
    return end_with_clitic(word, at, next);
  }
  const bool elided = at - word->start > 3 && last == 'n' && (self->text[at - 2] | 0x20) == 'i';
  word->ended = elided;
  return elided ? next : at;
}

static uint32_t judge_apostrophe(casus_segmentation *self, struct word *word, uint32_t at, uint32_t next,
                                 uint32_t limit) {
  const casus_class class = casus_class_before(self, next, limit);
  if (!casus_class_in(class, CASUS_LETTERS)) {
    if (class == CASUS_CLASS_DIGIT || class == CASUS_CLASS_APOSTROPHE) return at;
    return judge_last_apostrophe(self, word, at, next);
  }
  const uint32_t stop = casus_run_of(self, next, limit, CASUS_LETTERS);
  if (stop == next + 1 && (self->text[next] | 0x20) == 't' && at > word->start + 1 &&
      (self->text[at - 1] | 0x20) == 'n')
    return end_with_clitic(word, at - 1, stop);
  if (casus_word_is(folded(self, at, stop), CASUS_WORD_CLITIC)) {
    const bool decade = self->text[at - 1] == '0' && !(word->classes & CASUS_LETTERS); /* the 1990's */
    return decade ? stop : end_with_clitic(word, at, stop);
  }
  return next; /* O'Connor */
}

/* ---- Hyphens and slashes */

typedef struct digit_group {
  uint32_t hyphens, slashes, colons;
  uint32_t first, last; /* digits of the first and last part */
  uint32_t stop;
} digit_group;

static digit_group read_digit_group(const casus_segmentation *self, uint32_t at, uint32_t limit) {
  enum { MOST_PARTS = 8 }; /* what is longer is no date; and no digit is looked at more often than this */
  digit_group group = {0};
  for (int parts = 0;; parts++) {
    const uint32_t stop = casus_run_of(self, at, limit, CASUS_SET(DIGIT));
    const uint32_t digits = stop - at;
    if (group.hyphens + group.slashes + group.colons == 0) group.first = digits;
    group.last = digits;
    group.stop = stop;
    if (parts == MOST_PARTS || casus_class_before(self, stop + 1, limit) != CASUS_CLASS_DIGIT) return group;
    const char joint = self->text[stop];
    group.hyphens += joint == '-';
    group.slashes += joint == '/';
    group.colons += joint == ':';
    if (joint != '-' && joint != '/' && joint != ':') return group;
    at = stop + 1;
  }
}

/* Dates and telephone numbers are one word; ranges and scores are several: 5 - 10, 2014 - 2016. */
static bool is_one_number(digit_group group) {
  if (group.colons) return false;
  if (group.hyphens + group.slashes > 1) return true;
  if (group.slashes) return group.first <= 2 && (group.last <= 2 || group.last == 4); /* 9/11, 3/4, 11/2003 */
  return (group.first == 3 || group.first == 5) && group.last == 4; /* 555-1234, ZIP codes */
}

static bool holds_number(const casus_segmentation *self, struct word *word, uint32_t at, uint32_t limit) {
  if (at < word->group) return true;
  if (!all_digits(word) || word->start != word->atom) return false;
  const digit_group group = read_digit_group(self, word->atom, limit);
  if (!is_one_number(group)) return false;
  word->group = group.stop;
  return true;
}

/* Whether the atoms on both sides and the joint between them are known to stay together. */
static bool is_whole(const casus_segmentation *self, const struct word *word, uint32_t next, uint32_t limit) {
  return casus_word_is(folded(self, word->start, casus_run_of(self, next, limit, CASUS_WORDS)),
                       CASUS_WORD_WHOLE);
}

/* anti-war; but not the e of Hizb-e-Islami */
static bool ends_in_prefix(const casus_segmentation *self, const struct word *word, uint32_t at) {
  const bool first = word->start == word->atom && word->clitic_count == 0;
  const bool inner = word->start > self->chunk_start && self->text[word->start - 1] == '-';
  return first && !inner && casus_word_is(folded(self, word->start, at), CASUS_WORD_PREFIX);
}

/* Speech breaks off: s- served; or a prefix is shared: pre- and post-war. */
static uint32_t judge_last_hyphen(const casus_segmentation *self, struct word *word, uint32_t at,
                                  uint32_t next, uint32_t limit) {
  const bool breaks =
      next == limit && word->start == word->atom && word->letters == 1 && !(word->classes & ~CASUS_LETTERS);
  if (!breaks && !ends_in_prefix(self, word, at)) return at;
  word->ended = true;
  return next;
}

static uint32_t judge_hyphen(casus_segmentation *self, struct word *word, uint32_t at, uint32_t next,
                             uint32_t limit) {
  const casus_class class = casus_class_before(self, next, limit);
  const bool digit = class == CASUS_CLASS_DIGIT, letter = casus_class_in(class, CASUS_LETTERS);
  if (!digit && !letter) return judge_last_hyphen(self, word, at, next, limit);
  if (ends_in_prefix(self, word, at)) return next;
  if (digit) {
    const bool code =
        !all_digits(word) && ends_in_digit(self, at) && self->text[word->atom] > '9'; /* x3-9890 */
    return code || holds_number(self, word, at, limit) ? next : at;
  }
  const uint32_t stop = casus_run_of(self, next, limit, CASUS_LETTERS);
  if (casus_word_is(folded(self, next, stop), CASUS_WORD_SUFFIX) || is_whole(self, word, next, limit))
    return next;
  return at;
}

static uint32_t judge_slash(casus_segmentation *self, struct word *word, uint32_t at, uint32_t next,
                            uint32_t limit) {
  const casus_class class = casus_class_before(self, next, limit);
  if (word->stops && casus_word_is(folded(self, word->atom, at), CASUS_WORD_DOMAIN)) { /* example.com/path */
    word->ended = true;
    return casus_address_end(self, word->start, at, limit);
  }
  if (class == CASUS_CLASS_DIGIT) return holds_number(self, word, at, limit) ? next : at;
  if (!casus_class_in(class, CASUS_LETTERS)) return at;
  const bool capitals = word->initials && word->classes == CASUS_SET(UPPER) && class == CASUS_CLASS_UPPER &&
                        casus_run_of(self, next, limit, CASUS_WORDS) == next + 1; /* I/O */
  return capitals || is_whole(self, word, next, limit) ? next : at;
}

/* ---- Other joints */

/* 1,200 but not 13,14 */
static uint32_t judge_comma(casus_segmentation *self, struct word *word, uint32_t at, uint32_t next,
                            uint32_t limit) {
  if (!all_digits(word) || next != at + 1) return at;
  return casus_run_of(self, next, limit, CASUS_SET(DIGIT)) == next + 3 ? next : at;
}

/* 10:30 */
static uint32_t judge_colon(casus_segmentation *self, struct word *word, uint32_t at, uint32_t next,
                            uint32_t limit) {
  return all_digits(word) && ends_in_digit(self, at) &&
                 casus_class_before(self, next, limit) == CASUS_CLASS_DIGIT
             ? next
             : at;
}

/* R&D, f*ed */
static uint32_t judge_between_letters(casus_segmentation *self, struct word *word, uint32_t at, uint32_t next,
                                      uint32_t limit) {
  (void)word;
  return ends_in_letter(self, at) && casus_class_in(casus_class_before(self, next, limit), CASUS_LETTERS)
             ? next
             : at;
}

/* US$ */
static uint32_t judge_currency(casus_segmentation *self, struct word *word, uint32_t at, uint32_t next,
                               uint32_t limit) {
  enum { LONGEST = 3 };
  (void)self;
  (void)limit;
  if (word->classes != CASUS_SET(UPPER) || at - word->start > LONGEST || word->start != word->atom) return at;
  word->ended = true;
  return next;
}

static judge *const judges[CASUS_CLASS_COUNT] = {
    [CASUS_CLASS_STOP] = judge_stop,
    [CASUS_CLASS_APOSTROPHE] = judge_apostrophe,
    [CASUS_CLASS_HYPHEN] = judge_hyphen,
    [CASUS_CLASS_SLASH] = judge_slash,
    [CASUS_CLASS_COMMA] = judge_comma,
    [CASUS_CLASS_COLON] = judge_colon,
    [CASUS_CLASS_AMPERSAND] = judge_between_letters,
    [CASUS_CLASS_STAR] = judge_between_letters,
    [CASUS_CLASS_CURRENCY] = judge_currency,
};

/* ---- Words */

static casus_shape shape_of(const casus_segmentation *self, uint32_t at, uint32_t limit) {
  const casus_class class = casus_class_before(self, at, limit);
  const bool sign = !casus_class_in(class, CASUS_WORDS); /* '72, +44, .04 */
  return sign ? CASUS_SHAPE_NUMBER : (casus_shape)casus_shapes[class];
}

/* Adds [start, stop) in parts, of which all but the last are joined to the next. */
static void add_parts(casus_segmentation *self, casus_token_row token, const uint32_t *cuts, uint32_t count) {
  casus_token_row part = token;
  for (uint32_t i = 0; i < count; i++) {
    part.stop = cuts[i];
    part.flags = CASUS_TOKEN_JOINED;
    casus_add_token(self, part);
    part.start = cuts[i];
    part.shape = CASUS_SHAPE_LOWER;
  }
  part.stop = token.stop;
  part.flags = token.flags;
  casus_add_token(self, part);
}

/* Where `characters` characters behind `at` are read. */
static uint32_t advance(const casus_segmentation *self, uint32_t at, uint32_t characters) {
  for (uint32_t size; characters > 0; characters--, at += size) casus_class_at(self->text + at, &size);
  return at;
}

void casus_add_contraction(casus_segmentation *self, casus_token_row token) {
  const casus_word *entry = folded(self, token.start, token.stop);
  uint32_t cuts[CASUS_WORD_PARTS], count = 0;
  if (casus_word_is(entry, CASUS_WORD_CONTRACTION))
    for (uint32_t at = token.start; count < CASUS_WORD_PARTS && entry->parts[count]; count++)
      cuts[count] = at = advance(self, at, entry->parts[count]); /* the apostrophe may be curly, and longer */
  add_parts(self, token, cuts, count);
}

/* Whether a word of letters may be a contraction: a look at its size, first and last letter. */
static bool may_contract(const casus_segmentation *self, uint32_t start, uint32_t stop) {
  const unsigned first = (unsigned char)self->text[start] & 31,
                 last = (unsigned char)self->text[stop - 1] & 31;
  return stop - start <= CASUS_WORD_LONGEST && (self->words->contractions[first][stop - start] >> last & 1);
}

void casus_add_plain_word(casus_segmentation *self, uint32_t start, uint32_t stop, casus_shape shape) {
  const casus_token_row token = {.shape = shape, .start = start, .stop = stop};
  if (may_contract(self, start, stop))
    casus_add_contraction(self, token);
  else
    casus_add_token(self, token);
}

/* Where a unit begins behind the number that opens the word: 5|pm, 1.13|bn,
 * 10:30|a.m.; 0 if there is none. */
static uint32_t unit_of(const casus_segmentation *self, const struct word *word, uint32_t stop) {
  const uint32_t at = number_end(self, word, stop);
  const uint32_t last = self->text[stop - 1] == '.' ? stop - 1 : stop;
  if (at == word->start || at >= last) return 0;
  return casus_word_is(known(self, at, last), CASUS_WORD_UNIT) ? at : 0;
}

static void add_word(casus_segmentation *self, const struct word *word, uint32_t stop) {
  casus_token_row token = {
      .shape = shape_of(self, word->start, stop), .start = word->start, .stop = stop, .traits = word->traits};
  if (word->clitic_count) {
    add_parts(self, token, word->clitics, word->clitic_count);
    return;
  }
  const bool joined = word->atom > word->start; /* d'you, with an apostrophe that may have three bytes */
  if (!(word->classes & ~CASUS_LETTERS) && !word->traits &&
      (joined || may_contract(self, word->start, stop))) {
    casus_add_contraction(self, token);
    return;
  }
  if (word->classes & CASUS_SET(DIGIT) && word->classes & CASUS_LETTERS) {
    const uint32_t unit = unit_of(self, word, stop);
    if (unit) {
      casus_add_token(self,
                      (casus_token_row){.shape = CASUS_SHAPE_NUMBER, .start = token.start, .stop = unit});
      token.start = unit;
      token.shape = CASUS_SHAPE_LOWER;
    }
  }
  casus_add_token(self, token);
}

/* At most one sign may stand in front of the first atom (#tag, '72, .04). */
uint32_t casus_read_word(casus_segmentation *self, uint32_t at, uint32_t limit) {
  struct word word = {.start = at, .initials = true};
  uint32_t size;
  if (!casus_class_in(casus_class_at(self->text + at, &size), CASUS_WORDS)) {
    at += size;
    word.initials = false;
  }
  for (;;) {
    at = read_atom(self, &word, at, limit);
    const casus_class class = casus_class_sized(self, at, limit, &size);
    judge *const joint = judges[class];
    if (!joint || (at == word.atom && word.clitic_count == 0)) break;
    const uint32_t next = joint(self, &word, at, at + size, limit);
    if (next == at) break;
    at = next;
    if (word.ended || (word.clitic_count && casus_class_before(self, at, limit) != CASUS_CLASS_APOSTROPHE))
      break;
  }
  add_word(self, &word, at);
  return at;
}
