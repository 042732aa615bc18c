/* morphology_format.h - the section of a model file that has lemmas and FEATS; for the files
 * morphology_*.c only.
 *
 * A header, then arrays one behind the other in the order of its counts, all of 32-bit numbers, and the text.
 *
 * All that is looked up by a string stands in one hash table: slots in the order of their buckets, and of
 * each bucket the number of its first slot, with the number of slots behind the last. Keys are not stored,
 * only 32 bits of their hash; so one in some billions of unknown keys is taken for a known one, alike
 * everywhere. The values are numbers, and their meaning depends on the kind of key:
 *
 * - FORM (tag, form): an entry, which is a rule with its case and a list of FEATS
 * - EDIT (tag, suffix): a choice of rules
 * - CASE (tag and kind of word, suffix): a casus_morphology_case
 * - FEATS (tag, suffix): FEATS
 * - LEMMA (group of tags, folded lemma): CASUS_MORPHOLOGY_SEEN_* of the forms that it was seen with
 *
 * Suffixes are looked up in keys made by casus_morphology_read, the longest first, so a suffix is left out
 * where the next shorter one says the same.
 */
#ifndef CASUS_PARSE_MORPHOLOGY_FORMAT_H
#define CASUS_PARSE_MORPHOLOGY_FORMAT_H

#include "parse/morphology.h"

enum { CASUS_MORPHOLOGY_VERSION = 1 };

enum casus_morphology_kind {
  CASUS_MORPHOLOGY_FORM,
  CASUS_MORPHOLOGY_EDIT,
  CASUS_MORPHOLOGY_CASE,
  CASUS_MORPHOLOGY_FEATS,
  CASUS_MORPHOLOGY_LEMMA,
  CASUS_MORPHOLOGY_KINDS
};

/* What becomes of the capitals of a form in its lemma. */
typedef enum casus_morphology_case {
  CASUS_MORPHOLOGY_KEEP,
  CASUS_MORPHOLOGY_LOWER,
  CASUS_MORPHOLOGY_TITLE, /* all but the first character are lower-cased */
  CASUS_MORPHOLOGY_RAISE, /* the first character becomes a capital */
  CASUS_MORPHOLOGY_CASES
} casus_morphology_case;

enum {
  CASUS_MORPHOLOGY_SEEN_LOWER = 1, /* a form without capitals */
  CASUS_MORPHOLOGY_SEEN_NAME = 2,  /* with some, but not all in capitals */
  CASUS_MORPHOLOGY_SEEN_ALL = 3,

  CASUS_MORPHOLOGY_KIND_SHIFT = 28,   /* of the kind in the value of a slot */
  CASUS_MORPHOLOGY_NUMBERS = 1 << 24, /* fewer than this of anything */
  CASUS_MORPHOLOGY_CHOICE = 4,        /* most rules of a choice */
  CASUS_MORPHOLOGY_WHOLE = UINT16_MAX,
  CASUS_MORPHOLOGY_DROP = UINT16_MAX,
  CASUS_MORPHOLOGY_ADDED = 60, /* most bytes that a rule adds at either end */

  /* Characters of the longest suffix that is looked up, but for the whole word. */
  CASUS_MORPHOLOGY_EDIT_DEPTH = 6,
  CASUS_MORPHOLOGY_CASE_DEPTH = 3,
  CASUS_MORPHOLOGY_FEATS_DEPTH = 3,
};

typedef struct casus_morphology_header {
  uint32_t version;
  uint32_t tags, rules, choices, choice_rules, feats, lists, candidates, entries, buckets, slots, text;
} casus_morphology_header;

/* Strips bytes at the front and at the back, then adds the text. A rule for whole words strips all: `back`
 * is CASUS_MORPHOLOGY_WHOLE, and the lemma is the text that would be added at the back. Where `front` is
 * CASUS_MORPHOLOGY_DROP, that text is an ASCII character, and the lemma is the form without any of it, as
 * 1000 is that of 1,000. */
typedef struct casus_morphology_rule {
  /* What is added at the front, what is added at the back, what is stripped at the front and at the back (in
   * lower case), one right behind the other. */
  uint32_t text;
  uint16_t front_size, back_size;
  uint16_t front, back;
} casus_morphology_rule;

typedef struct casus_morphology_range {
  uint32_t first, count;
} casus_morphology_range;

typedef struct casus_morphology_entry {
  uint32_t rule;
  uint16_t letters; /* a casus_morphology_case */
  uint16_t unused;
  uint32_t feats, list; /* the likeliest; all of them */
} casus_morphology_entry;

typedef struct casus_morphology_slot {
  uint32_t check, value; /* kind and number */
} casus_morphology_slot;

typedef enum casus_morphology_shape {                    /* of a form */
                                      CASUS_SHAPE_LOWER, /* no capitals */
                                      CASUS_SHAPE_TITLE, /* only the first character is one */
                                      CASUS_SHAPE_UPPER, /* two or more, and no other letters */
                                      CASUS_SHAPE_MIXED,
} casus_morphology_shape;

/* A form made ready. */
typedef struct casus_morphology_word {
  size_t size;                            /* of the form and of `folded` */
  char folded[CASUS_MORPHOLOGY_LONGEST];  /* in lower case */
  char key[1 + CASUS_MORPHOLOGY_LONGEST]; /* the same behind a `^`, and each digit is a 0 */
  casus_morphology_shape shape;
} casus_morphology_word;

/* `form` is valid UTF-8 of at most CASUS_MORPHOLOGY_LONGEST bytes. */
void casus_morphology_read(casus_morphology_word *self, casus_string form);

uint64_t casus_morphology_hash(casus_string string);

/* The hash of a key from that of its string. The seed that XXH3 takes would not do: with short strings it is
 * mixed by a mere exclusive or, so that neighbouring contexts would share hashes. */
static inline uint64_t casus_morphology_key(enum casus_morphology_kind kind, uint32_t context,
                                            uint64_t string) {
  const uint64_t golden = UINT64_C(0x9E3779B97F4A7C15), seed = ((uint64_t)kind << 32 | context) * golden;
  uint64_t hash = (string ^ seed) * golden;
  hash ^= hash >> 32;
  return hash * golden;
}

/* The bucket of `count` for the hash of a key. */
static inline uint32_t casus_morphology_bucket(uint64_t hash, uint32_t count) {
  return (uint32_t)((hash >> 32) * count >> 32);
}

/* The context of a tag under which the case of a word's lemma is looked up; `seen`: what is known of its
 * folded lemma, 0 if nothing. */
uint32_t casus_morphology_case_context(uint32_t tag, const casus_morphology_word *word, bool first,
                                       uint32_t seen);

/* What a rule makes of `form`, whose capitals become what `letters` says; in `form`, in `text` or in `room`.
 * False where the rule does not fit. */
bool casus_morphology_apply(const casus_morphology_rule *rule, casus_morphology_case letters,
                            const char *text, casus_string form, char room[CASUS_MORPHOLOGY_ROOM],
                            casus_string *lemma);

#endif
