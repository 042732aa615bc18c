/* lexicon.h - the words that extractors know: event verbs, speech verbs, modality, months. From data/lexicon
 * and data/time.
 *
 * Documents may have no lemmas (they were parsed without a model), so a lemma stands for its inflected forms:
 * the regular ones are made from it by the spelling rules of English, the irregular ones are listed in the
 * tables.
 */
#ifndef CASUS_EXTRACT_LEXICON_H
#define CASUS_EXTRACT_LEXICON_H

#include "base/arena.h"
#include "base/pool.h"
#include "extract/frames.h"

typedef enum casus_form { /* which inflected form a word is; a bit each, "set" is three of them */
                          CASUS_FORM_BASE = 1,
                          CASUS_FORM_PRESENT = 2,    /* -s */
                          CASUS_FORM_PAST = 4,       /* -ed, or irregular */
                          CASUS_FORM_PARTICIPLE = 8, /* the same, where it can follow "be" */
                          CASUS_FORM_GERUND = 16,    /* -ing */
} casus_form;

typedef enum casus_modality {
  CASUS_MODALITY_NONE,
  CASUS_MODALITY_PLANNED,
  CASUS_MODALITY_REQUESTED,
  CASUS_MODALITY_POSSIBLE,
  CASUS_MODALITY_HYPOTHETICAL,
  CASUS_MODALITY_DENIED,
  CASUS_MODALITY_NEGATED, /* not a modality, but words for it stand in the same table */
} casus_modality;

/* What is known of a word; all zero for an unknown one. */
typedef struct casus_word {
  uint32_t verb;     /* the first row of its lemma in verbs.tsv, counted from 1; 0 for none */
  uint32_t noun;     /* the same in event_nouns.tsv */
  uint32_t light;    /* the same in light_verbs.tsv */
  uint8_t forms;     /* casus_form bits of that verb */
  uint8_t cue;       /* a verb of speech: 2 one that hardly means anything else (strength "strong"), else 1 */
  uint8_t cue_forms; /* casus_form bits of that verb of speech */
  uint8_t month;     /* 1 to 12 */
  uint8_t weekday;   /* 1 is Monday */
  uint8_t gender;    /* of whom it names: 'm', 'f'; 0: not known */
  uint16_t nominal;  /* its row in nominals.tsv, counted from 1; 0 for none */
} casus_word;

typedef struct casus_nominal { /* a row of nominals.tsv: a noun that speaks of what was named before */
  const char *noun, *label;    /* of the entity */
  casus_string names;          /* ids that it is said of, between `|`; empty: any */
} casus_nominal;

/* Immutable once loaded. */
typedef struct casus_lexicon {
  casus_arena *arena;
  casus_pool forms;
  struct {
    casus_word *items;
    size_t count, capacity;
  } words; /* by number in `forms` */
  casus_frames frames;
  casus_nominal *nominals;
  casus_dictionary *modality; /* words that change a verb behind them; the value is a casus_modality */
} casus_lexicon;

/* Loads lexicon/ and time/ of the folder `data`. Under casus_arena_protect; casus_lexicon_close also after a
 * failure. */
casus_status casus_lexicon_load(casus_lexicon *self, casus_arena *arena, const char *data,
                                casus_error *error);
void casus_lexicon_close(casus_lexicon *self);

/* What is known of a word, whatever its case; never NULL. */
const casus_word *casus_lexicon_word(const casus_lexicon *self, casus_string form);

/* A row of verbs.tsv or event_nouns.tsv; `number` is counted from 1. */
static inline const casus_frame *casus_lexicon_frame(const casus_lexicon *self, uint32_t number) {
  return &self->frames.rows.items[number - 1];
}

/* "asserted", "planned" ...: the modality as records name it. */
const char *casus_modality_name(casus_modality modality);

#endif
