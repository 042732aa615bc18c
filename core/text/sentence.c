#include "text/segmentation.h"

/* The splitter is a small machine. What was read leaves something pending; the shape of the next token then
 * decides, by one table, whether a sentence begins with it, and by another, what is pending after it. Only
 * abbreviations, and capitals behind opening marks, take more than the table. */
typedef enum verdict { NO, CUT, APART, CAPITAL, ABBREVIATION } verdict;
/* APART: if white space lies between. CAPITAL: if the next word has a capital. */

static const uint8_t verdicts[CASUS_PENDING_COUNT][CASUS_SHAPE_COUNT] = {
    [CASUS_PENDING_STOP] = {[CASUS_SHAPE_LOWER] = CUT,
                            [CASUS_SHAPE_UPPER] = CUT,
                            [CASUS_SHAPE_LETTER] = CUT,
                            [CASUS_SHAPE_NUMBER] = CUT,
                            [CASUS_SHAPE_ELLIPSIS] = APART,
                            [CASUS_SHAPE_OPEN] = CUT,
                            [CASUS_SHAPE_DASH] = APART,
                            [CASUS_SHAPE_ADDRESS] = CUT,
                            [CASUS_SHAPE_SIGN] = APART},
    [CASUS_PENDING_BANG] = {[CASUS_SHAPE_LOWER] = APART,
                            [CASUS_SHAPE_UPPER] = CUT,
                            [CASUS_SHAPE_LETTER] = CUT,
                            [CASUS_SHAPE_NUMBER] = CUT,
                            [CASUS_SHAPE_ELLIPSIS] = APART,
                            [CASUS_SHAPE_OPEN] = CUT,
                            [CASUS_SHAPE_DASH] = APART,
                            [CASUS_SHAPE_ADDRESS] = CUT,
                            [CASUS_SHAPE_SIGN] = APART},
    [CASUS_PENDING_ELLIPSIS] =
        {[CASUS_SHAPE_UPPER] = CUT, [CASUS_SHAPE_OPEN] = CAPITAL, [CASUS_SHAPE_ADDRESS] = CUT},
    [CASUS_PENDING_CLOSED] = {[CASUS_SHAPE_UPPER] = CUT,
                              [CASUS_SHAPE_LETTER] = CUT,
                              [CASUS_SHAPE_NUMBER] = APART,
                              [CASUS_SHAPE_OPEN] = CAPITAL,
                              [CASUS_SHAPE_ADDRESS] = CUT,
                              [CASUS_SHAPE_SIGN] = APART},
    [CASUS_PENDING_FACE] =
        {[CASUS_SHAPE_UPPER] = CUT, [CASUS_SHAPE_OPEN] = CAPITAL, [CASUS_SHAPE_ADDRESS] = CUT},
    [CASUS_PENDING_ADDRESS] = {[CASUS_SHAPE_UPPER] = APART, [CASUS_SHAPE_ADDRESS] = APART},
    [CASUS_PENDING_ABBREVIATION] = {[CASUS_SHAPE_UPPER] = ABBREVIATION,
                                    [CASUS_SHAPE_LOWER] = ABBREVIATION,
                                    [CASUS_SHAPE_LETTER] = ABBREVIATION,
                                    [CASUS_SHAPE_NUMBER] = ABBREVIATION,
                                    [CASUS_SHAPE_OPEN] = ABBREVIATION},
};

/* The class of the first letter of the word at `at`, opening marks passed over, and the word itself. */
static casus_class next_word(const casus_segmentation *self, uint32_t at, casus_string *word) {
  const casus_class_set marks =
      CASUS_SET(OPEN) | CASUS_SET(QUOTE) | CASUS_SET(OPEN_QUOTE) | CASUS_SET(APOSTROPHE) | CASUS_SET(LESS);
  enum { MOST_MARKS = 4 };
  uint32_t size;
  for (int i = 0; i < MOST_MARKS && casus_class_in(casus_class_at(self->text + at, &size), marks); i++)
    at += size;
  const casus_class class = casus_class_at(self->text + at, &size);
  uint32_t stop = at;
  while (stop - at <= CASUS_WORD_LONGEST &&
         casus_class_in(casus_class_at(self->text + stop, &size), CASUS_LETTERS))
    stop += size;
  *word = (casus_string){self->text + at, stop - at};
  return class;
}

static bool capital_follows(const casus_segmentation *self, uint32_t at) {
  casus_string word;
  return next_word(self, at, &word) == CASUS_CLASS_UPPER;
}

/* A capital where a small letter is usual: "The", "He", "But". */
static bool starter_follows(const casus_segmentation *self, uint32_t at) {
  casus_string word;
  return next_word(self, at, &word) == CASUS_CLASS_UPPER &&
         casus_word_is(casus_segmenter_folded(self->words, word.bytes, word.size), CASUS_WORD_STARTER);
}

static bool ends_at_abbreviation(const casus_segmentation *self, const casus_token_row *next) {
  if (self->traits & CASUS_WORD_INNER) return false;
  if (self->traits & CASUS_WORD_NUMBER)
    return next->shape == CASUS_SHAPE_UPPER || next->shape == CASUS_SHAPE_OPEN;
  return starter_follows(self, next->start);
}

static bool begins_sentence(const casus_segmentation *self, const casus_token_row *token) {
  switch ((verdict)verdicts[self->pending][token->shape]) {
  case NO: return false;
  case CUT: return true;
  case APART: return self->gap != CASUS_GAP_NONE;
  case CAPITAL: return capital_follows(self, token->start);
  case ABBREVIATION: return ends_at_abbreviation(self, token);
  }
  return false;
}

/* At the end of a sentence the stop of an abbreviation is that of the sentence, and a token of its own. */
static void release_stop(casus_segmentation *self) {
  casus_document *document = self->document;
  const uint32_t last = document->token_count - 1, stop = document->stop[last];
  if (self->pending != CASUS_PENDING_ABBREVIATION || self->text[stop - 1] != '.') return;
  const uint8_t flags = document->token_flags[last];
  document->stop[last] = stop - 1;
  document->token_flags[last] = (uint8_t)(flags & ~CASUS_TOKEN_SPACE_AFTER);
  casus_append_row(self, stop - 1, stop, flags);
}

void casus_sentence_end(casus_segmentation *self) {
  if (self->document->token_count) release_stop(self);
  self->pending = CASUS_PENDING_NOTHING;
}

void casus_sentence_before(casus_segmentation *self, const casus_token_row *token) {
  if (self->gap < CASUS_GAP_LINE && !begins_sentence(self, token)) return;
  casus_sentence_end(self);
  if (self->gap == CASUS_GAP_BLANK) {
    self->double_open = false;
    self->single_open = 0;
  }
  casus_append_sentence(self, self->gap == CASUS_GAP_BLANK ? CASUS_SENTENCE_PARAGRAPH : 0);
}

/* "1." at the beginning of a sentence numbers it. */
static bool is_list_number(const casus_segmentation *self) {
  enum { LONGEST = 3 };
  const casus_document *document = self->document;
  const uint32_t first = document->first[document->sentence_count - 1],
                 size = document->stop[first] - document->start[first];
  const char digit = self->text[document->start[first]];
  return document->token_count == first + 2 && size <= LONGEST && digit >= '0' && digit <= '9';
}

static casus_pending after_close(casus_pending pending) {
  switch (pending) {
  case CASUS_PENDING_STOP:
  case CASUS_PENDING_BANG:
  case CASUS_PENDING_ELLIPSIS:
  case CASUS_PENDING_CLOSED: return CASUS_PENDING_CLOSED;
  default: return CASUS_PENDING_NOTHING;
  }
}

void casus_sentence_after(casus_segmentation *self, const casus_token_row *token) {
  switch (token->shape) {
  case CASUS_SHAPE_STOP:
    self->pending = is_list_number(self) ? CASUS_PENDING_NOTHING : CASUS_PENDING_STOP;
    break;
  case CASUS_SHAPE_BANG: self->pending = CASUS_PENDING_BANG; break;
  case CASUS_SHAPE_ELLIPSIS: self->pending = CASUS_PENDING_ELLIPSIS; break;
  case CASUS_SHAPE_CLOSE: self->pending = after_close(self->pending); break;
  case CASUS_SHAPE_FACE: self->pending = CASUS_PENDING_FACE; break;
  case CASUS_SHAPE_ADDRESS: self->pending = CASUS_PENDING_ADDRESS; break;
  default: self->pending = token->traits ? CASUS_PENDING_ABBREVIATION : CASUS_PENDING_NOTHING;
  }
  self->traits = token->traits;
}
