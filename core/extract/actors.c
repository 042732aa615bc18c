#include "extract/actors.h"

#include "base/error.h"
#include "base/file.h"
#include "base/pool.h"
#include "base/tsv.h"
#include "match/dictionary.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

enum { NO_LABEL, GPE, LOC, NORP, ORG, PERSON, LABELS };
static const char *const labels[LABELS] = {NULL, "GPE", "LOC", "NORP", "ORG", "PERSON"};

/* What the kinds of rows mean. Kinds that are not listed (member) name nobody. */
static const struct kind {
  const char *name;
  unsigned label;
  bool stands_for;
} kinds[] = {
    {"country", GPE, false},
    {"demonym", NORP, true},
    {"capital", GPE, true},
    {"seat", ORG, true},
    {"city", GPE, false},
    {"region", LOC, false},
    {"organisation", ORG, false},
    {"group", ORG, false},
    {"armed group", ORG, false},
    {"party", ORG, false},
    {"company", ORG, false},
    {"historical state", GPE, false},
    {"person", PERSON, false},
    {"head of state", PERSON, false},
    {"head of government", PERSON, false},
    {"foreign minister", PERSON, false},
    {"defence minister", PERSON, false},
    {"head", PERSON, false},
    {"spokesperson", PERSON, false},
    {"agent", NO_LABEL, false},
};

static const char *const header[] = {"name", "aliases", "kind", "code", "of", "from", "to", "source", NULL};
enum { NAME, ALIASES, KIND, CODE, OF, FROM, TO };

static const char *const ambiguous_header[] = {"alias", "rule", "reason", NULL};
static const char AMBIGUOUS[] = "ambiguous.tsv";

typedef struct things { /* of one label */
  casus_pool names;
  struct {
    uint32_t *items;
    size_t count, capacity;
  } last; /* by number of the name: its last row */
} things;

typedef struct phrases {
  casus_phrase *items;
  size_t count, capacity;
  _Atomic(casus_dictionary *) compiled; /* NULL until it is wanted */
} phrases;

struct casus_actors {
  struct {
    casus_actor *items;
    size_t count, capacity;
  } actors, roles;
  phrases names, agents;
  casus_allocator allocator;
  pthread_mutex_t lock; /* of who compiles */
};

typedef struct loader {
  casus_actors *self;
  casus_arena *arena;
  casus_pool aliases;  /* those that name two things ... */
  const char **chosen; /* ... and the name of the one that is meant, by number in the pool */
  things things[LABELS];
  struct {
    casus_tsv *items;
    size_t count, capacity;
  } tables;
  const struct kind *kind; /* the last one */
} loader;

/* The tables are mostly of one kind each. */
static const struct kind *kind_of(loader *self, casus_string name) {
  if (self->kind && strcmp(self->kind->name, name.bytes) == 0) return self->kind;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (strcmp(kinds[i].name, name.bytes) == 0) return self->kind = &kinds[i];
  return NULL;
}

static const char *or_null(casus_string cell) {
  return cell.size ? cell.bytes : NULL;
}

/* Whether an alias stands for this name; one that names two things stands for the chosen one only. */
static bool stands_for(const loader *self, casus_string alias, const char *name) {
  const uint32_t number = casus_pool_find(&self->aliases, alias.bytes, alias.size);
  return number == CASUS_POOL_NONE || !self->chosen[number] || strcmp(self->chosen[number], name) == 0;
}

static void add_phrase(loader *self, phrases *into, casus_string text, uint32_t value, const char *name) {
  if (text.size == 0 || !stands_for(self, text, name)) return;
  *casus_arena_push(self->arena, into) = (casus_phrase){text, CASUS_CASE_AUTO, value};
}

/* Puts a row into the ring of those that have its name and are of its sort: a person with two offices is one
 * person. */
static void link_to_same(loader *self, uint32_t value, unsigned label) {
  casus_actor *actors = self->self->actors.items;
  things *known = &self->things[label];
  const uint32_t number = casus_pool_intern(&known->names, actors[value].name, strlen(actors[value].name));
  while (known->last.count <= number) *casus_arena_push(self->arena, &known->last) = UINT32_MAX;
  const uint32_t last = known->last.items[number];
  known->last.items[number] = value;
  actors[value].same = last == UINT32_MAX ? value : actors[last].same;
  if (last != UINT32_MAX) actors[last].same = value;
}

static casus_actor actor_of(const casus_tsv *table, size_t row) {
  return (casus_actor){
      .name = casus_tsv_cell(table, row, NAME).bytes,
      .code = or_null(casus_tsv_cell(table, row, CODE)),
      .of = or_null(casus_tsv_cell(table, row, OF)),
      .kind = casus_tsv_cell(table, row, KIND).bytes,
      .from = or_null(casus_tsv_cell(table, row, FROM)),
      .to = or_null(casus_tsv_cell(table, row, TO)),
  };
}

/* Members and holders of offices, as against what only lies somewhere or stands for something. */
static bool is_role(const casus_actor *actor, const struct kind *kind) {
  if (!actor->of) return false;
  return !kind || kind->label == PERSON;
}

static void add_row(loader *self, const casus_tsv *table, size_t row) {
  casus_actor actor = actor_of(table, row);
  const struct kind *kind = kind_of(self, casus_tsv_cell(table, row, KIND));
  if (is_role(&actor, kind)) *casus_arena_push(self->arena, &self->self->roles) = actor;
  if (!kind) return;
  const uint32_t value = (uint32_t)self->self->actors.count;
  phrases *into = kind->label ? &self->self->names : &self->self->agents;
  actor.label = labels[kind->label];
  actor.stands_for = kind->stands_for;
  *casus_arena_push(self->arena, &self->self->actors) = actor;
  link_to_same(self, value, kind->label);
  casus_string aliases = casus_tsv_cell(table, row, ALIASES), alias;
  add_phrase(self, into, casus_tsv_cell(table, row, NAME), value, actor.name);
  while (casus_tsv_part(&aliases, &alias)) add_phrase(self, into, alias, value, actor.name);
}

static casus_status load_table(loader *self, const char *path, casus_error *error) {
  return casus_tsv_read(casus_arena_push(self->arena, &self->tables), self->arena, path, header, error);
}

/* Room for what the tables hold, none of which is moved while it grows. */
static void make_room(loader *self) {
  size_t rows = 0, names = 0;
  for (size_t i = 0; i < self->tables.count; i++) {
    const casus_tsv *table = &self->tables.items[i];
    rows += table->rows;
    for (size_t row = 0; row < table->rows; row++) {
      const casus_string list = casus_tsv_cell(table, row, ALIASES);
      for (const char *at = list.bytes; (at = strchr(at, '|')); at++) names++;
      names += 2; /* the name and the last alias */
    }
  }
  casus_actors *made = self->self;
  made->actors.items = casus_arena_new(self->arena, casus_actor, made->actors.capacity = rows);
  made->roles.items = casus_arena_new(self->arena, casus_actor, made->roles.capacity = rows);
  made->names.items = casus_arena_new(self->arena, casus_phrase, made->names.capacity = names);
}

static void add_tables(loader *self) {
  make_room(self);
  for (size_t i = 0; i < self->tables.count; i++)
    for (size_t row = 0; row < self->tables.items[i].rows; row++) add_row(self, &self->tables.items[i], row);
}

static casus_status load_ambiguous(loader *self, const char *folder, casus_error *error) {
  casus_tsv table;
  const char *path = casus_arena_format(self->arena, "%s/%s", folder, AMBIGUOUS);
  const casus_status status = casus_tsv_read(&table, self->arena, path, ambiguous_header, error);
  if (status) return status;
  casus_pool_init(&self->aliases, self->arena);
  self->chosen = casus_arena_zero(self->arena, sizeof *self->chosen * (table.rows + 1));
  for (size_t row = 0; row < table.rows; row++) {
    const casus_string alias = casus_tsv_cell(&table, row, 0);
    self->chosen[casus_pool_intern(&self->aliases, alias.bytes, alias.size)] =
        casus_tsv_cell(&table, row, 1).bytes;
  }
  return CASUS_OK;
}

static casus_status load_folder(loader *self, const char *folder, casus_error *error) {
  char **names;
  size_t count;
  casus_status status = load_ambiguous(self, folder, error);
  if (status == CASUS_OK) status = casus_file_list(folder, ".tsv", self->arena, &names, &count, error);
  for (size_t i = 0; status == CASUS_OK && i < count; i++)
    if (strcmp(names[i], AMBIGUOUS) != 0)
      status = load_table(self, casus_arena_format(self->arena, "%s/%s", folder, names[i]), error);
  return status;
}

static casus_status check(const phrases *list, casus_error *error) {
  casus_error reason = {CASUS_OK, 0, ""};
  return casus_dictionary_check(list->items, list->count, &reason)
             ? casus_fail(error, reason.code, reason.position, "actors: %s", reason.message)
             : CASUS_OK;
}

casus_status casus_actors_load(casus_actors **self, casus_arena *arena, const char *folder,
                               const char *const *own, casus_error *error) {
  casus_actors *made = casus_arena_zero(arena, sizeof *made);
  made->allocator = arena->allocator;
  pthread_mutex_init(&made->lock, NULL);
  *self = made;
  loader job = {.self = made, .arena = arena};
  for (size_t i = 0; i < LABELS; i++) casus_pool_init(&job.things[i].names, arena);
  casus_status status = load_folder(&job, folder, error);
  for (; status == CASUS_OK && own && *own; own++) status = load_table(&job, *own, error);
  if (status == CASUS_OK) add_tables(&job);
  if (status == CASUS_OK) status = check(&made->names, error);
  if (status == CASUS_OK) status = check(&made->agents, error);
  return status;
}

void casus_actors_close(casus_actors *self) {
  if (!self) return;
  casus_dictionary_free(self->names.compiled);
  casus_dictionary_free(self->agents.compiled);
  pthread_mutex_destroy(&self->lock);
}

static const casus_dictionary *compiled(casus_actors *self, phrases *list, casus_arena *arena) {
  casus_dictionary *dictionary = list->compiled;
  if (dictionary) return dictionary;
  pthread_mutex_lock(&self->lock);
  dictionary = list->compiled;
  if (!dictionary)
    list->compiled = dictionary = casus_dictionary_new(list->items, list->count, &self->allocator, NULL);
  pthread_mutex_unlock(&self->lock);
  if (!dictionary) casus_arena_give_up(arena);
  return dictionary;
}

const casus_dictionary *casus_actors_names(casus_actors *self, casus_arena *arena) {
  return compiled(self, &self->names, arena);
}

const casus_dictionary *casus_actors_agents(casus_actors *self, casus_arena *arena) {
  return compiled(self, &self->agents, arena);
}

bool casus_actor_is_person(const casus_actor *actor) {
  return actor->label && strcmp(actor->label, "PERSON") == 0;
}

bool casus_actor_is_state(const casus_actor *actor) {
  return strcmp(actor->kind, "country") == 0 || strcmp(actor->kind, "historical state") == 0;
}

const casus_actor *casus_actors_get(const casus_actors *self, uint32_t value) {
  return &self->actors.items[value];
}

/* Dates of the tables may be shorter (a month, a year): they are compared as far as they go. */
bool casus_actor_held(const casus_actor *self, const char *day) {
  if (self->from && strncmp(self->from, day, strlen(self->from)) > 0) return false;
  return !self->to || strncmp(self->to, day, strlen(self->to)) >= 0;
}

uint32_t casus_actors_roles(const casus_actors *self) {
  return (uint32_t)self->roles.count;
}

const casus_actor *casus_actors_role(const casus_actors *self, uint32_t number) {
  return &self->roles.items[number];
}

const casus_actor *casus_actors_at(const casus_actors *self, uint32_t value, const char *date) {
  const casus_actor *rows = self->actors.items, *best = &rows[value];
  bool best_held = date && casus_actor_held(best, date);
  for (uint32_t other = best->same; other != value; other = rows[other].same) {
    const casus_actor *one = &rows[other];
    const bool one_held = date && casus_actor_held(one, date);
    const bool later = strcmp(one->from ? one->from : "", best->from ? best->from : "") > 0;
    if (one_held != best_held ? !one_held : !later) continue;
    best = one;
    best_held = one_held;
  }
  return best;
}
