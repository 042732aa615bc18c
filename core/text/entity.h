/* entity.h - the kinds of named things (OntoNotes), and how a token says which name it belongs to. */
#ifndef CASUS_TEXT_ENTITY_H
#define CASUS_TEXT_ENTITY_H

#include "casus.h"

typedef enum casus_entity_label {
  CASUS_ENTITY_NONE,
  CASUS_ENTITY_PERSON,
  CASUS_ENTITY_NORP, /* nationalities, religious and political groups */
  CASUS_ENTITY_FAC,  /* buildings, airports, roads, bridges */
  CASUS_ENTITY_ORG,
  CASUS_ENTITY_GPE, /* countries, cities, states */
  CASUS_ENTITY_LOC, /* other places: mountains, seas, regions */
  CASUS_ENTITY_EVENT,
  CASUS_ENTITY_LAW,
  CASUS_ENTITY_PRODUCT,
  CASUS_ENTITY_LABELS,
} casus_entity_label;

/* Where in its name a token stands. */
typedef enum casus_entity_place {
  CASUS_ENTITY_BEGIN,
  CASUS_ENTITY_INSIDE,
  CASUS_ENTITY_END,
  CASUS_ENTITY_SINGLE, /* the whole name */
  CASUS_ENTITY_PLACES,
} casus_entity_place;

/* A label and a place as one number, a byte in the columns of a document; 0: in no name. */
enum { CASUS_ENTITY_CLASSES = 1 + (CASUS_ENTITY_LABELS - 1) * CASUS_ENTITY_PLACES };

static inline uint8_t casus_entity_class(casus_entity_label label, casus_entity_place place) {
  return (uint8_t)(1 + ((unsigned)label - 1) * CASUS_ENTITY_PLACES + (unsigned)place);
}

static inline casus_entity_label casus_entity_label_of(uint8_t entity) {
  return (casus_entity_label)(entity ? 1 + (entity - 1) / CASUS_ENTITY_PLACES : 0);
}

static inline casus_entity_place casus_entity_place_of(uint8_t entity) {
  return (casus_entity_place)((entity - 1) % CASUS_ENTITY_PLACES);
}

/* Whether a name begins with a token of this class, or ends with it. */
static inline bool casus_entity_begins(uint8_t entity) {
  return entity && (casus_entity_place_of(entity) == CASUS_ENTITY_BEGIN ||
                    casus_entity_place_of(entity) == CASUS_ENTITY_SINGLE);
}

static inline bool casus_entity_ends(uint8_t entity) {
  return entity && (casus_entity_place_of(entity) == CASUS_ENTITY_END ||
                    casus_entity_place_of(entity) == CASUS_ENTITY_SINGLE);
}

/* "PERSON"; "" for CASUS_ENTITY_NONE. */
const char *casus_entity_name(casus_entity_label label);

/* The label of a name; CASUS_ENTITY_NONE where there is none. */
casus_entity_label casus_entity_find(casus_string name);

/* Says in a column, whose tokens [first, limit) are in no name yet, that they are one. */
void casus_entity_mark(uint8_t *column, uint32_t first, uint32_t limit, casus_entity_label label);

#endif
