#include "parse/splitter_tokens.h"

#include "base/utf8.h"
#include "text/segmentation.h"

#include <string.h>

/* ---- The form of a token: its letters, hashed, and the kinds of its characters. */

struct form {
  casus_class first;
  casus_class_set classes;
  uint32_t characters, capitals;
  bool question, first_capital;
};

static uint32_t mix(uint32_t hash, uint32_t code) {
  hash = (hash ^ code) * UINT32_C(0x01000193);
  return hash ^ hash >> 15;
}

static struct form read_form(casus_string text, casus_split_token *token) {
  struct form self = {.first = CASUS_CLASS_SPACE};
  uint32_t hash = UINT32_C(0x811C9DC5), last[3] = {0, 0, 0}, size;
  for (size_t at = 0; at < text.size; at += size) {
    const casus_class class = casus_class_at(text.bytes + at, &size);
    uint32_t code = (unsigned char)text.bytes[at];
    if (size > 1) casus_utf8_decode(text.bytes + at, &code);
    if (class == CASUS_CLASS_DIGIT) code = '0';
    if (class == CASUS_CLASS_UPPER) {
      code = casus_utf8_fold(code);
      self.capitals++;
      self.first_capital = self.first_capital || at == 0;
    }
    if (code == '?') self.question = true;
    if (at == 0) self.first = class;
    self.classes |= UINT64_C(1) << class;
    self.characters++;
    hash = mix(hash, code);
    last[0] = last[1], last[1] = last[2], last[2] = code;
  }
  token->hash = hash;
  token->suffix = mix(mix(mix(UINT32_C(0x5F356495), last[0]), last[1]), last[2]);
  return self;
}

void casus_split_hash(casus_string text, casus_split_token *token) {
  read_form(text, token);
}

/* ---- Abbreviations: the tokeniser's traits of a word with a stop, which it does not keep. */

static uint32_t number_end(casus_string word) {
  uint32_t at = 0, end = 0;
  for (; at < word.size; at++) {
    const char c = word.bytes[at];
    if (c >= '0' && c <= '9')
      end = at + 1;
    else if (c != '.' && c != ',' && c != ':')
      break;
  }
  return end;
}

static uint32_t abbreviation(const casus_segmenter *words, casus_string stem) {
  if (stem.size == 0 || stem.size > 2 * (size_t)CASUS_WORD_LONGEST) return 0;
  const uint32_t number = number_end(stem);
  if (number == stem.size) return 0;
  const casus_word *entry = casus_segmenter_word(words, stem.bytes + number, stem.size - number);
  if (casus_word_is(entry, CASUS_WORD_ABBREVIATION)) return entry->traits & CASUS_WORD_ABBREVIATION;
  bool capital = false;
  uint32_t letters = 0;
  for (size_t at = 0; at < stem.size;) {
    uint32_t size;
    const casus_class class = casus_class_at(stem.bytes + at, &size);
    if (!casus_class_in(class, CASUS_LETTERS)) return 0;
    capital = capital || class == CASUS_CLASS_UPPER;
    letters++;
    at += size;
    if (at < stem.size && stem.bytes[at++] != '.') return 0;
  }
  if (letters > 1) return CASUS_WORD_ACRONYM;
  return capital ? CASUS_WORD_INITIAL : 0;
}

static casus_split_shape abbreviation_shape(uint32_t traits) {
  if (traits & CASUS_WORD_INNER) return CASUS_SPLIT_INNER;
  if (traits & CASUS_WORD_INITIAL) return CASUS_SPLIT_INITIAL;
  if (traits & CASUS_WORD_ACRONYM) return CASUS_SPLIT_ACRONYM;
  return CASUS_SPLIT_ABBREVIATION;
}

static bool begins_word(const casus_document *document, uint32_t row) {
  uint32_t size;
  return casus_class_in(casus_class_at(document->text + document->start[row], &size), CASUS_WORDS);
}

/* Whether the rules gave the stop of an abbreviation a row of its own, because a sentence ends with it. */
static bool is_released(const casus_segmenter *words, const casus_document *document, uint32_t row) {
  if (row == 0 || document->stop[row] != document->start[row] + 1) return false;
  if (document->text[document->start[row]] != '.' || document->stop[row - 1] != document->start[row])
    return false;
  if (document->token_flags[row - 1] & CASUS_TOKEN_JOINED || !begins_word(document, row - 1)) return false;
  return abbreviation(words, casus_document_form(document, row - 1)) != 0;
}

bool casus_split_has_stop(const casus_split_token *token) {
  return token->back >= CASUS_SPLIT_INNER;
}

/* ---- Shapes */

static casus_split_shape word_shape(const struct form *self) {
  const casus_class_set joints = CASUS_SET(STOP) | CASUS_SET(SLASH),
                        scheme = CASUS_SET(COLON) | CASUS_SET(SLASH);
  const bool letters = self->classes & CASUS_LETTERS, digits = self->classes & CASUS_SET(DIGIT);
  if (letters && self->characters > 4 &&
      (self->classes & (CASUS_SET(AT) | CASUS_SET(STOP)) || (self->classes & joints) == joints ||
       (self->classes & scheme) == scheme))
    return CASUS_SPLIT_ADDRESS;
  if (digits) return letters ? CASUS_SPLIT_CODE : CASUS_SPLIT_NUMBER;
  if (self->capitals == 0) return self->classes & CASUS_SET(LOWER) ? CASUS_SPLIT_LOWER : CASUS_SPLIT_LETTER;
  if (self->first_capital && self->characters == 1) return CASUS_SPLIT_SINGLE;
  if (!(self->classes & CASUS_SET(LOWER))) return CASUS_SPLIT_CAPITALS;
  return self->first_capital && self->capitals == 1 ? CASUS_SPLIT_TITLE : CASUS_SPLIT_MIXED;
}

/* Straight marks open where they lean on what follows; one that leans on both sides or none closes what is
 * open. */
static casus_split_shape quote_shape(bool space_before, bool space_after, bool inside) {
  if (space_before == space_after) return inside ? CASUS_SPLIT_CLOSE_QUOTE : CASUS_SPLIT_OPEN_QUOTE;
  return space_before ? CASUS_SPLIT_OPEN_QUOTE : CASUS_SPLIT_CLOSE_QUOTE;
}

static const uint8_t sign_shapes[CASUS_CLASS_COUNT] = {
    [CASUS_CLASS_STOP] = CASUS_SPLIT_STOP,         [CASUS_CLASS_ELLIPSIS] = CASUS_SPLIT_ELLIPSIS,
    [CASUS_CLASS_COMMA] = CASUS_SPLIT_COMMA,       [CASUS_CLASS_SEMICOLON] = CASUS_SPLIT_SEMICOLON,
    [CASUS_CLASS_COLON] = CASUS_SPLIT_COLON,       [CASUS_CLASS_OPEN_QUOTE] = CASUS_SPLIT_OPEN_QUOTE,
    [CASUS_CLASS_OPEN] = CASUS_SPLIT_OPEN,         [CASUS_CLASS_CLOSE_QUOTE] = CASUS_SPLIT_CLOSE_QUOTE,
    [CASUS_CLASS_CLOSE] = CASUS_SPLIT_CLOSE,       [CASUS_CLASS_HYPHEN] = CASUS_SPLIT_HYPHEN,
    [CASUS_CLASS_DASH] = CASUS_SPLIT_DASH,         [CASUS_CLASS_STAR] = CASUS_SPLIT_STAR,
    [CASUS_CLASS_CURRENCY] = CASUS_SPLIT_CURRENCY, [CASUS_CLASS_LESS] = CASUS_SPLIT_OPEN,
    [CASUS_CLASS_GREATER] = CASUS_SPLIT_CLOSE,
};

static casus_split_shape sign_shape(const casus_segmenter *words, casus_string text,
                                    const struct form *self) {
  enum { LONGEST_FACE = 5, RULER = 3 };
  const bool face = self->characters > 1 && text.size <= LONGEST_FACE &&
                    casus_word_is(casus_segmenter_word(words, text.bytes, text.size), CASUS_WORD_FACE);
  if (face) return CASUS_SPLIT_FACE;
  if (self->classes & CASUS_SET(BANG) && self->classes & (CASUS_SET(STOP) | CASUS_SET(BANG)))
    return self->question ? CASUS_SPLIT_QUESTION : CASUS_SPLIT_BANG;
  const casus_split_shape shape = (casus_split_shape)sign_shapes[self->first];
  if (shape == CASUS_SPLIT_STOP) return self->characters > 1 ? CASUS_SPLIT_ELLIPSIS : shape;
  if (self->characters >= RULER && shape != CASUS_SPLIT_ELLIPSIS) return CASUS_SPLIT_RULER;
  if (shape == CASUS_SPLIT_HYPHEN && self->characters > 1) return CASUS_SPLIT_DASH;
  return shape ? shape : CASUS_SPLIT_SIGN;
}

/* ---- The lexicon */

uint8_t casus_split_kind(const casus_splitter *self, const casus_split_token *token) {
  const uint32_t keys[2] = {token->hash, token->suffix};
  for (int i = 0; i < 2; i++) {
    const uint32_t *bucket = self->lexicon + casus_lexicon_bucket(keys[i], self->lexicon_bits);
    for (int k = 0; k < CASUS_LEXICON_BUCKET; k++)
      if ((bucket[k] ^ keys[i]) >> CASUS_LEXICON_KIND_BITS == 0)
        return (uint8_t)(bucket[k] & ((1 << CASUS_LEXICON_KIND_BITS) - 1));
  }
  return CASUS_KIND_UNKNOWN;
}

/* ---- Paragraphs */

typedef struct reading {
  const casus_splitter *self;
  const casus_segmenter *words;
  const casus_document *document;
  bool inside; /* of quotation marks */
} reading;

static uint8_t gap_before(const casus_document *document, uint32_t row) {
  if (row == 0 || !(document->token_flags[row - 1] & CASUS_TOKEN_SPACE_AFTER)) return CASUS_GAP_NONE;
  for (uint32_t at = document->stop[row - 1]; at < document->start[row]; at++)
    if (document->text[at] == '\n' || document->text[at] == '\r') return CASUS_GAP_LINE;
  return CASUS_GAP_SPACE;
}

/* Reads the token at `row`, which may hold the stop of the next row, too. */
static void read_token(reading *job, uint32_t row, uint32_t last, casus_split_token *token) {
  const casus_document *document = job->document;
  const casus_string text = {document->text + document->start[row],
                             document->stop[last] - document->start[row]};
  *token = (casus_split_token){.row = row, .gap = gap_before(document, row)};
  const struct form form = read_form(text, token);
  /* Where words are written without spaces, there is none to be missed. */
  if (form.first == CASUS_CLASS_IDEOGRAPH && token->gap == CASUS_GAP_NONE) token->gap = CASUS_GAP_SPACE;
  if (row > 0 && document->token_flags[row - 1] & CASUS_TOKEN_JOINED) token->flags = CASUS_SPLIT_JOINED;
  if (form.classes & (CASUS_WORDS | CASUS_SET(IDEOGRAPH))) {
    token->shape = token->back = (uint8_t)word_shape(&form);
    if (text.bytes[text.size - 1] == '.') {
      const uint32_t traits = abbreviation(job->words, (casus_string){text.bytes, text.size - 1});
      if (traits) token->back = (uint8_t)abbreviation_shape(traits);
    }
    token->kind = casus_split_kind(job->self, token);
  } else if (form.first == CASUS_CLASS_QUOTE || form.first == CASUS_CLASS_APOSTROPHE) {
    const bool after =
        document->token_flags[last] & CASUS_TOKEN_SPACE_AFTER || last + 1 == document->token_count;
    token->shape = token->back =
        (uint8_t)quote_shape(row == 0 || token->gap != CASUS_GAP_NONE, after, job->inside);
    job->inside = token->shape == CASUS_SPLIT_OPEN_QUOTE;
  } else {
    token->shape = token->back = (uint8_t)sign_shape(job->words, text, &form);
  }
}

static void look_ahead(casus_split_paragraph *self) {
  uint8_t finite = 0;
  for (size_t i = self->count; i-- > 0;) {
    casus_split_token *token = &self->items[i];
    if (casus_split_ends((casus_split_shape)token->back)) finite = 0;
    if (casus_split_finite(token)) finite = CASUS_SPLIT_FINITE_AHEAD;
    token->flags |= finite;
    if (token->gap == CASUS_GAP_LINE) finite = 0;
  }
}

void casus_split_read(const casus_splitter *self, const casus_segmenter *words,
                      const casus_document *document, casus_arena *arena, uint32_t *sentence,
                      casus_split_paragraph *into) {
  reading job = {.self = self, .words = words, .document = document};
  into->count = 0;
  do {
    const uint32_t first = document->first[*sentence], limit = document->first[*sentence + 1];
    for (uint32_t row = first; row < limit;) {
      const bool released = row + 2 == limit && is_released(words, document, row + 1);
      casus_split_token *token = casus_arena_push(arena, into);
      read_token(&job, row, released ? row + 1 : row, token);
      if (row == first) token->flags |= CASUS_SPLIT_RULE;
      row += released ? 2 : 1;
    }
    ++*sentence;
  } while (*sentence < document->sentence_count &&
           !(document->sentence_flags[*sentence] & CASUS_SENTENCE_PARAGRAPH));
  look_ahead(into);
}
