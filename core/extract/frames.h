/* frames.h - the lexicon of events: what a verb or a noun means in the frame it stands in.
 *
 * A row of data/lexicon/verbs.tsv or event_nouns.tsv has a frame, conditions that all have to hold of the
 * words around it, separated by spaces:
 *
 *   obj:sanction|embargo   its object is one of these (`a_b`: the words a b); `obj` alone: there is one
 *   prt:off                a particle
 *   with  for:talk         a preposition, and what it governs
 *   inf:meet|negotiate     an infinitive or a gerund that hangs on it
 *   inf-obj:troop          the object of that
 *   comp:guilty            a complement
 *   that                   a clause
 *   subj:court             its subject
 *   mod:joint              a modifier of its object
 *   no-obj                 no object
 *
 * `@name` among the words stands for the words of a row of data/lexicon/event_words.tsv.
 */
#ifndef CASUS_EXTRACT_FRAMES_H
#define CASUS_EXTRACT_FRAMES_H

#include "base/arena.h"
#include "base/pool.h"

typedef enum casus_slot_kind {
  CASUS_SLOT_OBJECT,
  CASUS_SLOT_NO_OBJECT,
  CASUS_SLOT_PARTICLE,
  CASUS_SLOT_PREPOSITION,
  CASUS_SLOT_INFINITIVE,
  CASUS_SLOT_INFINITIVE_OBJECT,
  CASUS_SLOT_COMPLEMENT,
  CASUS_SLOT_CLAUSE,
  CASUS_SLOT_SUBJECT,
  CASUS_SLOT_MODIFIER,
} casus_slot_kind;

typedef struct casus_slot {
  casus_slot_kind kind;
  casus_string word;  /* the particle or preposition */
  casus_string words; /* between `|`, one of which has to be there; empty: any */
} casus_slot;

enum { CASUS_FRAME_SLOTS = 4 };

typedef struct casus_frame {                         /* a row */
  const char *lemma, *type, *mode, *context, *cameo; /* NULL where empty */
  double goldstein;                                  /* NAN where unknown */
  bool reciprocal, noun;
  uint8_t count; /* of slots */
  casus_slot slots[CASUS_FRAME_SLOTS];
  casus_string agent,
      patient;           /* where these stand: "obj", "subj" or prepositions, between `|`; empty: as usual */
  const char *extractor; /* "events:verb/impose" */
  uint32_t next;         /* the next row of the same lemma, counted from 1; 0 for none */
} casus_frame;

/* A verb that says no more than that its object happens: "held talks", "came under attack". */
typedef struct casus_light {
  const char *lemma;
  casus_slot slots[CASUS_FRAME_SLOTS];
  uint8_t count;
  bool suffers;  /* the subject is who it is done to */
  uint32_t next; /* as above */
} casus_light;

/* What an act is where it is not, or not yet, done: "will withdraw" agrees, "would attack" threatens. */
typedef struct casus_intent {
  const char *modality, *inner, *type, *mode, *cameo;
  double goldstein;
  bool negated;
} casus_intent;

typedef struct casus_frames {
  struct {
    casus_frame *items;
    size_t count, capacity;
  } rows;
  struct {
    casus_light *items;
    size_t count, capacity;
  } lights;
  struct {
    casus_intent *items;
    size_t count, capacity;
  } intents;
  struct {
    struct casus_word_class {
      casus_string name, words;
    } * items;
    size_t count, capacity;
  } classes;
} casus_frames;

/* Reads a cell of the column `frame` into slots. False where it cannot be understood. */
bool casus_frames_slots(const casus_frames *self, casus_arena *arena, casus_string cell,
                        casus_slot slots[CASUS_FRAME_SLOTS], uint8_t *count);

/* Loads event_words.tsv and event_intents.tsv of the folder `data`; the rest is loaded by lexicon.c, which
 * knows about forms. Under casus_arena_protect. */
casus_status casus_frames_load(casus_frames *self, casus_arena *arena, const char *data, casus_error *error);

/* The intent of a modality and a type, or NULL. */
const casus_intent *casus_frames_intent(const casus_frames *self, const char *modality, bool negated,
                                        const char *type);

#endif
