/* splitter_tokens.h - what the splitter sees of a token. */
#ifndef CASUS_PARSE_SPLITTER_TOKENS_H
#define CASUS_PARSE_SPLITTER_TOKENS_H

#include "parse/splitter.h"

typedef enum casus_split_shape {
  CASUS_SPLIT_NOTHING, /* outside of the paragraph */
  CASUS_SPLIT_LOWER,
  CASUS_SPLIT_TITLE,
  CASUS_SPLIT_CAPITALS,
  CASUS_SPLIT_SINGLE, /* one capital */
  CASUS_SPLIT_MIXED,
  CASUS_SPLIT_LETTER, /* of a script without capitals */
  CASUS_SPLIT_NUMBER,
  CASUS_SPLIT_CODE, /* letters and digits */
  CASUS_SPLIT_ADDRESS,
  CASUS_SPLIT_STOP,
  CASUS_SPLIT_BANG,
  CASUS_SPLIT_QUESTION,
  CASUS_SPLIT_ELLIPSIS,
  CASUS_SPLIT_COMMA,
  CASUS_SPLIT_SEMICOLON,
  CASUS_SPLIT_COLON,
  CASUS_SPLIT_OPEN_QUOTE,
  CASUS_SPLIT_CLOSE_QUOTE,
  CASUS_SPLIT_OPEN,
  CASUS_SPLIT_CLOSE,
  CASUS_SPLIT_HYPHEN,
  CASUS_SPLIT_DASH,
  CASUS_SPLIT_RULER, /* ***** ------ */
  CASUS_SPLIT_STAR,
  CASUS_SPLIT_CURRENCY,
  CASUS_SPLIT_FACE,
  CASUS_SPLIT_SIGN,
  /* As seen from behind: abbreviations by their kind. */
  CASUS_SPLIT_INNER,
  CASUS_SPLIT_ABBREVIATION,
  CASUS_SPLIT_INITIAL,
  CASUS_SPLIT_ACRONYM
} casus_split_shape;

enum {
  CASUS_SPLIT_RULE = 1,   /* the rules begin a sentence with it */
  CASUS_SPLIT_JOINED = 2, /* one orthographic token with the one before it */
  /* A finite verb follows (or is it) before the next mark that may end a sentence, or line break. */
  CASUS_SPLIT_FINITE_AHEAD = 4,
};

/* What the lexicon says of a word: its usual part of speech and, in two bits, its usual case within
 * sentences. */
enum {
  CASUS_KIND_UNKNOWN = 0,
  CASUS_KIND_FINITE_VERB = 30,
  CASUS_KIND_FINITE_AUXILIARY = 31,
  CASUS_KIND_MASK = 31,
  CASUS_KIND_CASE_SHIFT = 5,
};

typedef struct casus_split_token {
  uint32_t row;          /* of the document */
  uint32_t hash, suffix; /* of the form in small letters, digits alike, and of its end */
  uint8_t shape, back;   /* as seen from before and from behind */
  uint8_t gap;           /* casus_gap before it; LINE: any single line break */
  uint8_t flags;
  uint8_t kind;
} casus_split_token;

typedef struct casus_split_paragraph {
  casus_split_token *items;
  size_t count, capacity;
} casus_split_paragraph;

/* Sets the hashes of a token whose form is `text`. */
void casus_split_hash(casus_string text, casus_split_token *token);

/* Reads the paragraph that begins with sentence `*sentence` of a document, which is moved behind it. The
 * stops of abbreviations are put back (in the tokens; the document stays as it is). */
void casus_split_read(const casus_splitter *self, const casus_segmenter *words,
                      const casus_document *document, casus_arena *arena, uint32_t *sentence,
                      casus_split_paragraph *into);

/* What the lexicon says of a token. */
uint8_t casus_split_kind(const casus_splitter *self, const casus_split_token *token);

/* Whether the word of a row is written with a stop that belongs to it. */
bool casus_split_has_stop(const casus_split_token *token);

static inline bool casus_split_finite(const casus_split_token *token) {
  return (token->kind & CASUS_KIND_MASK) >= CASUS_KIND_FINITE_VERB;
}

static inline bool casus_split_ends(casus_split_shape shape) {
  return shape >= CASUS_SPLIT_STOP && shape <= CASUS_SPLIT_ELLIPSIS;
}

/* The lexicon is made of buckets of four words. A word is the upper bits of its hash and its kind. */
enum { CASUS_LEXICON_BUCKET = 4, CASUS_LEXICON_KIND_BITS = 7 };

static inline uint32_t casus_lexicon_bucket(uint32_t hash, uint32_t bits) {
  return (uint32_t)((uint64_t)(hash * UINT32_C(0x9E3779B1)) >> (32 - bits)) * CASUS_LEXICON_BUCKET;
}

#endif
