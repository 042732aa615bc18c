/* actors.h - who is who: the tables of data/actors, compiled to dictionaries. */
#ifndef CASUS_EXTRACT_ACTORS_H
#define CASUS_EXTRACT_ACTORS_H

#include "base/arena.h"

typedef struct casus_actor {
  const char *name;      /* canonical */
  const char *code;      /* actor code, or NULL */
  const char *of;        /* the country or body that it belongs to, or NULL */
  const char *kind;      /* as in the table: country, capital, organisation, person, head of state ... */
  const char *label;     /* of its entity records, NULL for an agent */
  const char *from, *to; /* ISO dates or years between which the row holds, or NULL */
  uint32_t
      same; /* another row for the same thing, such as another office of a person; itself if there is none */
  bool stands_for; /* a mention speaks of `of` as often as of itself: demonyms, capitals, seats of power */
} casus_actor;

/* Immutable once loaded, and shared by threads; the dictionaries are compiled when they are first asked for.
 */
typedef struct casus_actors casus_actors;

/* Loads every table of `folder` in byte order, then the files of `own` (NULL-terminated, or NULL), whose
 * names win. Under casus_arena_protect. What is not in the arena is freed with casus_actors_close, also after
 * a failure. */
casus_status casus_actors_load(casus_actors **self, casus_arena *arena, const char *folder,
                               const char *const *own, casus_error *error);
void casus_actors_close(casus_actors *self);

/* Names of actors; the value of a match is what casus_actors_get takes. Under the casus_arena_protect of
 * `arena`, to which control goes back where memory runs out. */
const casus_dictionary *casus_actors_names(casus_actors *self, casus_arena *arena);

/* Common nouns for parts of a country ("foreign ministry", "army"); the actor's code is a CAMEO role such as
 * GOV. As above. */
const casus_dictionary *casus_actors_agents(casus_actors *self, casus_arena *arena);

/* Roles: the rows that say who belongs to what and who holds which office. How many, and one of them, counted
 * from 0. */
uint32_t casus_actors_roles(const casus_actors *self);
const casus_actor *casus_actors_role(const casus_actors *self, uint32_t number);

/* Whether a row held on a day (ISO); one without dates always does. */
bool casus_actor_held(const casus_actor *self, const char *day);

const casus_actor *casus_actors_get(const casus_actors *self, uint32_t value);

/* Whether a row is about a person, whatever their office, and whether it is a state, of today or former. */
bool casus_actor_is_person(const casus_actor *actor);
bool casus_actor_is_state(const casus_actor *actor);

/* The row that held on `date` (ISO, or NULL: not known) among those for the same thing: of those that did, or
 * of all if none did, the one that began last. */
const casus_actor *casus_actors_at(const casus_actors *self, uint32_t value, const char *date);

#endif
