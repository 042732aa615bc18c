#include "extract/lists.h"

#include "base/error.h"
#include "base/tsv.h"

#include <string.h>
#include <unistd.h>

typedef struct casus_named_list {
  const char *name;
  casus_list list;
  casus_dictionary *dictionary; /* of a table */
} named_list;

/* ---- Actors by kind */

typedef struct kind_list {
  const char *name;
  const char *kinds[3]; /* NULL: persons */
} kind_list;

static const kind_list kind_lists[] = {
    {"countries", {"country", "historical state"}},
    {"demonyms", {"demonym"}},
    {"capitals", {"capital"}},
    {"cities", {"city", "capital"}},
    {"regions", {"region"}},
    {"organisations", {"organisation", "armed group", "seat"}},
    {"people", {NULL}},
};

typedef struct kind_filter {
  casus_actors *actors;
  const kind_list *list;
} kind_filter;

static bool is_of_kind(const void *context, uint32_t value) {
  const kind_filter *self = context;
  const casus_actor *actor = casus_actors_get(self->actors, value);
  if (!self->list->kinds[0]) return casus_actor_is_person(actor);
  for (size_t i = 0; i < 3 && self->list->kinds[i]; i++)
    if (strcmp(actor->kind, self->list->kinds[i]) == 0) return true;
  return false;
}

static bool find_kind(casus_word_lists *self, const char *name, casus_list *list) {
  *list = (casus_list){.phrases = NULL};
  if (!self->actors) return false;
  if (strcmp(name, "agents") == 0) {
    list->phrases = casus_actors_agents(self->actors, self->arena);
    return true;
  }
  for (size_t i = 0; i < sizeof kind_lists / sizeof *kind_lists; i++) {
    if (strcmp(kind_lists[i].name, name) != 0) continue;
    kind_filter *filter = casus_arena_new(self->arena, kind_filter, 1);
    *filter = (kind_filter){self->actors, &kind_lists[i]};
    *list = (casus_list){
        .phrases = casus_actors_names(self->actors, self->arena), .accepts = is_of_kind, .context = filter};
    return true;
  }
  return false;
}

/* ---- Tables */

static casus_status make_list(casus_word_lists *self, const casus_string *words, size_t count,
                              named_list *into) {
  casus_phrase *phrases = casus_arena_new(self->arena, casus_phrase, count + 1);
  for (size_t i = 0; i < count; i++) phrases[i] = (casus_phrase){words[i], CASUS_CASE_AUTO, (uint32_t)i};
  into->dictionary = casus_dictionary_new(phrases, count, &self->arena->allocator, self->error);
  if (!into->dictionary) return CASUS_NOMEM;
  into->list = (casus_list){.words = words, .word_count = count, .phrases = into->dictionary};
  return CASUS_OK;
}

static casus_status load_table(casus_word_lists *self, const char *path, named_list *into) {
  static const char *const any[] = {NULL};
  casus_tsv table;
  const casus_status status = casus_tsv_read(&table, self->arena, path, any, self->error);
  if (status) return status;
  casus_string *words = casus_arena_new(self->arena, casus_string, table.rows + 1);
  size_t count = 0;
  for (size_t row = 0; row < table.rows; row++)
    if (casus_tsv_cell(&table, row, 0).size) words[count++] = casus_tsv_cell(&table, row, 0);
  return make_list(self, words, count, into);
}

static bool find_table(casus_word_lists *self, const char *name, named_list *into) {
  static const char *const folders[] = {"lists", "lexicon", "time"};
  if (!self->data || strchr(name, '/') || strchr(name, '.')) return false;
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
    const char *path = casus_arena_format(self->arena, "%s/%s/%s.tsv", self->data, folders[i], name);
    if (access(path, R_OK) != 0) continue;
    self->status = load_table(self, path, into);
    return self->status == CASUS_OK;
  }
  return false;
}

static bool find_own(casus_word_lists *self, const char *name, named_list *into) {
  for (size_t i = 0; i < self->own_count; i++) {
    if (strcmp(self->own[i].name, name) != 0) continue;
    casus_string *words = casus_arena_new(self->arena, casus_string, self->own[i].count + 1);
    for (size_t j = 0; j < self->own[i].count; j++) {
      const casus_string word = self->own[i].words[j];
      words[j] = (casus_string){casus_arena_copy(self->arena, word.bytes, word.size), word.size};
    }
    self->status = make_list(self, words, self->own[i].count, into);
    return self->status == CASUS_OK;
  }
  return false;
}

static bool find(void *context, const char *name, casus_list *list) {
  casus_word_lists *self = context;
  for (size_t i = 0; i < self->known.count; i++)
    if (strcmp(self->known.items[i].name, name) == 0) {
      *list = self->known.items[i].list;
      return true;
    }
  /* the entry comes first: if memory runs out, its dictionary is found there */
  named_list *one = casus_arena_push(self->arena, &self->known);
  *one = (named_list){.name = casus_arena_copy(self->arena, name, strlen(name))};
  if (find_own(self, name, one) || find_kind(self, name, &one->list) || find_table(self, name, one)) {
    *list = one->list;
    return true;
  }
  self->known.count--;
  return false;
}

void casus_word_lists_open(casus_word_lists *self, casus_arena *arena, const char *data, casus_actors *actors,
                           casus_error *error) {
  *self = (casus_word_lists){
      .lists = {find, self}, .data = data, .actors = actors, .arena = arena, .error = error};
}

void casus_word_lists_close(casus_word_lists *self) {
  for (size_t i = 0; i < self->known.count; i++) casus_dictionary_free(self->known.items[i].dictionary);
  self->known.count = 0;
}
