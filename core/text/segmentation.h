/* segmentation.h - the state of segmenting one document, which the tokeniser and the sentence splitter share.
 *
 * The text is read once, from left to right:
 *
 *     segment.c    walks over chunks, the runs of characters between white space, and keeps the rows of
 * tokens tokenise.c   cuts a chunk into tokens; words are put together in words.c, addresses found in
 * addresses.c sentence.c   is told of each token as it is added, and decides whether a sentence begins with
 * it lines.c      says what a line break means
 */
#ifndef CASUS_TEXT_SEGMENTATION_H
#define CASUS_TEXT_SEGMENTATION_H

#include "text/characters.h"
#include "text/segmenter.h"

/* What a token is to the sentence splitter. */
typedef enum casus_shape {
  CASUS_SHAPE_LOWER, /* a word by its first letter */
  CASUS_SHAPE_UPPER,
  CASUS_SHAPE_LETTER, /* of a script without capitals */
  CASUS_SHAPE_NUMBER,
  CASUS_SHAPE_STOP,
  CASUS_SHAPE_BANG,
  CASUS_SHAPE_ELLIPSIS,
  CASUS_SHAPE_PAUSE, /* , ; : */
  CASUS_SHAPE_OPEN,
  CASUS_SHAPE_CLOSE,
  CASUS_SHAPE_DASH,
  CASUS_SHAPE_FACE,
  CASUS_SHAPE_ADDRESS,
  CASUS_SHAPE_SIGN,
  CASUS_SHAPE_COUNT
} casus_shape;

/* What lies between a token and the one before it. */
typedef enum casus_gap { CASUS_GAP_NONE, CASUS_GAP_SPACE, CASUS_GAP_LINE, CASUS_GAP_BLANK } casus_gap;

/* What the tokens read so far leave open about the end of the sentence. */
typedef enum casus_pending {
  CASUS_PENDING_NOTHING,
  CASUS_PENDING_STOP, /* a full stop was read ... */
  CASUS_PENDING_BANG,
  CASUS_PENDING_ELLIPSIS,
  CASUS_PENDING_CLOSED,    /* ... and closing quotation marks or brackets behind it */
  CASUS_PENDING_REFERENCE, /* ... and the mark of a note is being read: [1] */
  CASUS_PENDING_FACE,
  CASUS_PENDING_ADDRESS,
  CASUS_PENDING_ABBREVIATION, /* its stop may also be that of the sentence */
  CASUS_PENDING_COUNT
} casus_pending;

/* Traits of tokens beside those of segmenter.h: abbreviations that need no table. */
enum {
  CASUS_WORD_INITIAL = 1 << 20, /* J. */
  CASUS_WORD_ACRONYM = 1 << 21, /* U.S. */
};

typedef struct casus_token_row {
  casus_shape shape;
  uint32_t start, stop;
  uint8_t flags;   /* CASUS_TOKEN_JOINED */
  uint32_t traits; /* of an abbreviation, with its stop */
} casus_token_row;

/* A block is a run of lines without a blank one; see lines.c. */
typedef struct casus_block {
  uint32_t stop;
  uint32_t width; /* of its widest line that may have been wrapped */
  bool wrapped;   /* lines are broken wherever they are full */
  uint32_t line;  /* start of the line that is being read */
} casus_block;

/* Where the next mark of an address is: see addresses.c. */
enum { CASUS_MARK_MAIL, CASUS_MARK_SCHEME, CASUS_MARK_WWW, CASUS_MARK_COUNT };

typedef struct casus_segmentation {
  const casus_segmenter *words;
  casus_document *document;
  const char *text;
  uint32_t size;
  size_t token_room, sentence_room;

  uint32_t chunk_start, chunk_stop;
  uint32_t marks[CASUS_MARK_COUNT]; /* in this chunk; chunk_stop: none */

  casus_gap gap; /* before the next token */
  casus_pending pending;
  uint32_t traits;      /* of the abbreviation that is pending */
  bool double_open;     /* inside of straight double quotation marks */
  uint32_t single_open; /* number of the token that opened single ones, from 1; 0: none */
  casus_block block;
} casus_segmentation;

/* segment.c */
void casus_add_token(casus_segmentation *self, casus_token_row token);
void casus_append_row(casus_segmentation *self, uint32_t start, uint32_t stop, uint8_t flags);
void casus_append_sentence(casus_segmentation *self, uint8_t flags);

/* tokenise.c: the chunk, in which characters of `classes` occur. */
void casus_tokenise_chunk(casus_segmentation *self, casus_class_set classes);

/* words.c: reads the word at `at`, which may not reach beyond `limit`; returns where it stops. */
uint32_t casus_read_word(casus_segmentation *self, uint32_t at, uint32_t limit);
/* The word of letters only that a whole chunk is. */
void casus_add_plain_word(casus_segmentation *self, uint32_t start, uint32_t stop, casus_shape shape);
/* Adds [start, stop), split if it is a known contraction. */
void casus_add_contraction(casus_segmentation *self, casus_token_row token);

/* addresses.c: the next e-mail or web address of the chunk at or after `at`; false: there is none. */
bool casus_next_address(casus_segmentation *self, uint32_t at, casus_span *span);
void casus_begin_addresses(casus_segmentation *self);
/* Where an address that is known to go on at `at` stops; `start` is where it began. */
uint32_t casus_address_end(const casus_segmentation *self, uint32_t start, uint32_t at, uint32_t limit);

/* sentence.c: called before `token` is added; begins a sentence where it should. */
void casus_sentence_before(casus_segmentation *self, const casus_token_row *token);
void casus_sentence_after(casus_segmentation *self, const casus_token_row *token);
/* Ends the sentence: with the document, or at a blank line. */
void casus_sentence_end(casus_segmentation *self);

/* lines.c: a block begins at `at`. */
void casus_begin_block(casus_segmentation *self, uint32_t at);
/* A line begins at `at`, in the block that is being read: whether the line break before it says that a
 * sentence, or what stands for one, has come to its end there. */
bool casus_line_is_deliberate(casus_segmentation *self, uint32_t at);

#define CASUS_LETTERS (CASUS_SET(UPPER) | CASUS_SET(LOWER) | CASUS_SET(LETTER))
/* What words are made of, joints apart. */
#define CASUS_WORDS (CASUS_LETTERS | CASUS_SET(DIGIT) | CASUS_SET(MARK) | CASUS_SET(UNDERSCORE))

/* The shape of a token that begins with a character of a class. */
extern const uint8_t casus_shapes[CASUS_CLASS_COUNT];

static inline bool casus_class_in(casus_class class, casus_class_set set) {
  return set >> class & 1;
}

/* The class and size of the character at `at`; behind the limit there is white space of no size. */
static inline casus_class casus_class_sized(const casus_segmentation *self, uint32_t at, uint32_t limit,
                                            uint32_t *size) {
  if (at < limit) return casus_class_at(self->text + at, size);
  *size = 0;
  return CASUS_CLASS_SPACE;
}

static inline casus_class casus_class_before(const casus_segmentation *self, uint32_t at, uint32_t limit) {
  uint32_t size;
  return casus_class_sized(self, at, limit, &size);
}

/* The end of the run of characters of some classes at `at`. */
static inline uint32_t casus_run_of(const casus_segmentation *self, uint32_t at, uint32_t limit,
                                    casus_class_set classes) {
  uint32_t size;
  while (at < limit && casus_class_in(casus_class_at(self->text + at, &size), classes)) at += size;
  return at;
}

#endif
