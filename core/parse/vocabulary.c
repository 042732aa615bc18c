#include "parse/vocabulary.h"

#include "base/error.h"
#include "base/lines.h"

#include <inttypes.h>
#include <string.h>

typedef struct counted {
  uint64_t key; /* 0: free */
  uint32_t count, row;
} counted;

/* Keys with their counts; open addressing. */
typedef struct table {
  casus_arena *arena;
  counted *items;
  size_t mask, used;
} table;

static counted *look_up(const table *self, uint64_t key) {
  size_t at = (size_t)key & self->mask;
  while (self->items[at].key && self->items[at].key != key) at = (at + 1) & self->mask;
  return &self->items[at];
}

static void grow(table *self) {
  const table old = *self;
  self->mask = old.mask * 2 + 1;
  self->items = casus_arena_zero(self->arena, (self->mask + 1) * sizeof *self->items);
  for (size_t i = 0; i <= old.mask; i++)
    if (old.items[i].key) *look_up(self, old.items[i].key) = old.items[i];
}

static counted *count(table *self, uint64_t key, uint32_t times) {
  counted *one = look_up(self, key);
  if (!one->key) {
    if (++self->used * 2 > self->mask) {
      grow(self);
      one = look_up(self, key);
    }
    one->key = key;
  }
  one->count += times;
  return one;
}

/* What an occurrence counts, and how much gives a row. */
enum { GOLD = 4, SILVER = 1, WORDS = 2 * GOLD, PARTS = 4 * GOLD };

static void count_words(table *self, const casus_treebank *bank, uint32_t gold_files) {
  uint64_t keys[CASUS_FEATURE_COUNT];
  for (size_t s = 0; s < bank->sentences.count; s++) {
    const casus_gold_sentence *sentence = &bank->sentences.items[s];
    const uint32_t times = sentence->file < gold_files ? GOLD : SILVER;
    for (uint32_t i = sentence->first; i < sentence->limit; i++) {
      casus_feature_keys(casus_treebank_string(bank, bank->words.items[i].form), keys);
      for (int k = 0; k < CASUS_FEATURE_COUNT; k++)
        if (k != CASUS_FEATURE_CLUSTER) count(self, keys[k], times);
    }
  }
}

/* Rows in the order in which the words stand, so that the same words always give the same model. */
static void give_rows(table *self, const casus_treebank *bank, uint32_t *rows) {
  uint64_t keys[CASUS_FEATURE_COUNT];
  for (size_t i = 0; i < bank->words.count; i++) {
    casus_feature_keys(casus_treebank_string(bank, bank->words.items[i].form), keys);
    for (int k = 0; k < CASUS_FEATURE_COUNT; k++) {
      if (k == CASUS_FEATURE_CLUSTER) continue;
      counted *one = look_up(self, keys[k]);
      if (one->row == 0 && one->count >= (k == CASUS_FEATURE_WORD ? WORDS : PARTS)) one->row = (*rows)++;
    }
  }
}

/* The word and the number on a line of a file of clusters. */
static bool read_pair(casus_string line, casus_string *word, uint32_t *cluster) {
  enum { MOST = 1 << 20 };
  size_t at = 0;
  while (at < line.size && line.bytes[at] != ' ' && line.bytes[at] != '\t') at++;
  *word = (casus_string){line.bytes, at};
  *cluster = 0;
  if (at == 0 || ++at >= line.size) return false;
  for (; at < line.size; at++) {
    if (line.bytes[at] < '0' || line.bytes[at] > '9') return false;
    *cluster = *cluster * 10 + (uint32_t)(line.bytes[at] - '0');
    if (*cluster >= MOST) return false;
  }
  return casus_utf8_valid(word->bytes, word->size) == word->size;
}

typedef struct clusters {
  table *table;
  casus_lines *lines;
  const char *path;
  uint32_t base, *rows;
  casus_error *error;
  casus_status status;
} clusters;

static void read_clusters(void *argument) {
  clusters *self = argument;
  casus_error problem = {.code = CASUS_OK};
  casus_string line, word;
  uint32_t cluster;
  uint64_t number = 0, keys[CASUS_FEATURE_COUNT];
  while (casus_lines_next(self->lines, &line, &problem)) {
    number++;
    if (!read_pair(line, &word, &cluster)) {
      self->status = casus_fail(self->error, CASUS_FORMAT, number,
                                "%s:%" PRIu64 ": a line should be a word and the number of its cluster",
                                self->path, number);
      return;
    }
    casus_feature_keys(word, keys);
    counted *one = count(self->table, keys[CASUS_FEATURE_CLUSTER], 1);
    if (one->row == 0) one->row = self->base + cluster; /* of words that look alike, the first counts */
    if (self->base + cluster >= *self->rows) *self->rows = self->base + cluster + 1;
  }
  self->status = problem.code;
  if (problem.code != CASUS_OK && self->error) *self->error = problem;
}

static casus_status add_clusters(table *self, const char *path, uint32_t *rows, casus_error *error) {
  clusters job = {
      .table = self, .path = path, .base = *rows, .rows = rows, .error = error, .status = CASUS_OK};
  job.lines = casus_lines_open(path, &self->arena->allocator, error);
  if (!job.lines) return error ? error->code : CASUS_IO;
  if (!casus_arena_protect(self->arena, read_clusters, &job)) job.status = casus_fail_nomem(error);
  casus_lines_close(job.lines);
  return job.status;
}

static void make_slots(casus_vocabulary *self, const table *from) {
  size_t used = 0, size = 1;
  for (size_t i = 0; i <= from->mask; i++) used += from->items[i].row != 0;
  while (size < used * 3 / 2 + 1) size *= 2;
  self->slot_count = (uint32_t)size;
  self->slots = casus_arena_zero(from->arena, size * sizeof *self->slots);
  for (size_t i = 0; i <= from->mask; i++) {
    const counted *one = &from->items[i];
    if (one->row == 0) continue;
    const uint32_t at = casus_feature_find(self->slots, self->slot_count - 1, one->key);
    self->slots[at] = (casus_feature_slot){(uint32_t)(one->key >> 32), one->row};
  }
}

casus_status casus_vocabulary_make(casus_vocabulary *self, const casus_treebank *bank, uint32_t gold_files,
                                   const char *path, casus_error *error) {
  enum { ROOM = 1 << 16 };
  table all = {.arena = bank->arena, .mask = ROOM - 1};
  all.items = casus_arena_zero(all.arena, ROOM * sizeof *all.items);
  self->rows = CASUS_FEATURE_FIRST;
  count_words(&all, bank, gold_files);
  give_rows(&all, bank, &self->rows);
  const casus_status status = path ? add_clusters(&all, path, &self->rows, error) : CASUS_OK;
  if (status == CASUS_OK) make_slots(self, &all);
  return status;
}

uint32_t casus_vocabulary_row(const casus_vocabulary *self, uint64_t key, casus_feature kind) {
  const uint32_t row = self->slots[casus_feature_find(self->slots, self->slot_count - 1, key)].row;
  return row ? row : kind;
}
