#include "text/segmentation.h"

/* The splitter is a small machine. What was read leaves something pending; the shape of the next token then
 * decides, by one table, whether a sentence begins with it, and by another, what is pending after it. Only
 * abbreviations, and capitals behind opening marks, take more than the table. */
typedef enum verdict {
  NO,
  CUT,
  GAP, /* cut if white space lies between */
  CAP, /* cut if the next word has a capital */
  BRA, /* cut, unless the bracket holds the mark of a note */
  ABB  /* see ends_at_abbreviation */
} verdict;

/* clang-format off */
static const uint8_t verdicts[CASUS_PENDING_COUNT][CASUS_SHAPE_COUNT] = {
  /*          lower upper letter number stop bang dots pause open close dash face address sign */
  /* nothing */ {NO,  NO,  NO,   NO,    NO,  NO,  NO,  NO,   NO,  NO,   NO,  NO,  NO,     NO},
  /* stop    */ {CUT, CUT, CUT,  CUT,   NO,  NO,  GAP, NO,   BRA, NO,   GAP, NO,  CUT,    GAP},
  /* bang    */ {GAP, CUT, CUT,  CUT,   NO,  NO,  GAP, NO,   BRA, NO,   GAP, NO,  CUT,    GAP},
  /* dots    */ {NO,  CUT, NO,   NO,    NO,  NO,  NO,  NO,   CAP, NO,   NO,  NO,  CUT,    NO},
  /* closed  */ {NO,  CUT, CUT,  GAP,   NO,  NO,  NO,  NO,   CAP, NO,   NO,  NO,  CUT,    GAP},
  /* note    */ {NO,  NO,  NO,   NO,    NO,  NO,  NO,  NO,   NO,  NO,   NO,  NO,  NO,     NO},
  /* face    */ {NO,  CUT, NO,   NO,    NO,  NO,  NO,  NO,   CAP, NO,   NO,  NO,  CUT,    NO},
  /* address */ {NO,  GAP, NO,   NO,    NO,  NO,  NO,  NO,   NO,  NO,   NO,  NO,  GAP,    NO},
  /* abbrev. */ {ABB, ABB, ABB,  ABB,   NO,  NO,  NO,  NO,   ABB, NO,   NO,  NO,  NO,     NO},
};
/* clang-format on */

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

/* [1] and [citation needed] belong to the sentence before them. */
static bool is_reference(const casus_segmentation *self, uint32_t at) {
  const char inner = self->text[at] == '[' ? self->text[at + 1] : '\0';
  return (inner >= '0' && inner <= '9') || (inner >= 'a' && inner <= 'z');
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
  case GAP: return self->gap != CASUS_GAP_NONE;
  case CAP: return capital_follows(self, token->start) && !is_reference(self, token->start);
  case BRA: return !is_reference(self, token->start);
  case ABB: return ends_at_abbreviation(self, token);
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

/* "1." at the beginning of a sentence, or behind a colon, numbers what follows. */
static bool is_list_number(const casus_segmentation *self) {
  enum { LONGEST = 3 };
  const casus_document *document = self->document;
  const uint32_t first = document->first[document->sentence_count - 1], stop = document->token_count - 1;
  if (stop == first) return false;
  const casus_string number = casus_document_form(document, stop - 1);
  if (number.bytes[0] < '0' || number.bytes[0] > '9' || number.size > LONGEST) return false;
  return stop - 1 == first || self->text[document->start[stop - 2]] == ':';
}

static casus_pending after_stop(const casus_segmentation *self) {
  if (self->pending == CASUS_PENDING_STOP || self->pending == CASUS_PENDING_ELLIPSIS)
    return CASUS_PENDING_ELLIPSIS; /* . . . */
  return is_list_number(self) ? CASUS_PENDING_NOTHING : CASUS_PENDING_STOP;
}

static casus_pending after_close(casus_pending pending) {
  switch (pending) {
  case CASUS_PENDING_STOP:
  case CASUS_PENDING_BANG:
  case CASUS_PENDING_ELLIPSIS:
  case CASUS_PENDING_REFERENCE:
  case CASUS_PENDING_CLOSED: return CASUS_PENDING_CLOSED;
  default: return CASUS_PENDING_NOTHING;
  }
}

/* Whether the end of the sentence stays pending while the brackets of a note are read. */
static bool within_reference(const casus_segmentation *self, const casus_token_row *token) {
  if (token->shape == CASUS_SHAPE_OPEN) return is_reference(self, token->start);
  return self->pending == CASUS_PENDING_REFERENCE &&
         (token->shape == CASUS_SHAPE_NUMBER || token->shape == CASUS_SHAPE_LOWER ||
          token->shape == CASUS_SHAPE_PAUSE);
}

void casus_sentence_after(casus_segmentation *self, const casus_token_row *token) {
  if (self->pending && within_reference(self, token)) {
    self->pending = CASUS_PENDING_REFERENCE;
    return;
  }
  switch (token->shape) {
  case CASUS_SHAPE_STOP: self->pending = after_stop(self); break;
  case CASUS_SHAPE_BANG: self->pending = CASUS_PENDING_BANG; break;
  case CASUS_SHAPE_ELLIPSIS: self->pending = CASUS_PENDING_ELLIPSIS; break;
  case CASUS_SHAPE_CLOSE: self->pending = after_close(self->pending); break;
  case CASUS_SHAPE_FACE: self->pending = CASUS_PENDING_FACE; break;
  case CASUS_SHAPE_ADDRESS: self->pending = CASUS_PENDING_ADDRESS; break;
  default: self->pending = token->traits ? CASUS_PENDING_ABBREVIATION : CASUS_PENDING_NOTHING;
  }
  self->traits = token->traits;
}
