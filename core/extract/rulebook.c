#include "extract/rulebook.h"

#include "base/error.h"

#include <string.h>

typedef struct loading {
  casus_rulebook *self;
  casus_error *error;
  casus_status status;
} loading;

static void load_all(void *argument) {
  loading *job = argument;
  casus_rulebook *self = job->self;
  casus_arena *arena = &self->arena;
  const casus_lists *lists = &self->lists.lists;
  casus_word_lists_open(&self->lists, arena, self->data, self->actors, job->error);
  job->status = casus_time_rules_load(&self->times, arena, self->data, job->error);
  if (job->status == CASUS_OK)
    job->status = casus_quote_rules_load(&self->quotes, arena, self->data, lists, job->error);
  if (job->status == CASUS_OK)
    job->status = casus_member_rules_load(&self->members, arena, self->data, lists, job->error);
  if (job->status == CASUS_OK)
    job->status = casus_standing_rules_load(&self->standing, arena, self->data, lists, job->error);
  if (job->status == CASUS_OK)
    job->status = casus_cause_rules_load(&self->causes, arena, self->data, lists, job->error);
  /* to the rules a list that there was no memory for is one that does not exist */
  if (self->lists.status == CASUS_NOMEM) job->status = casus_fail_nomem(job->error);
  self->lists.error = NULL;
}

static void unload(casus_rulebook *self) {
  casus_word_lists_close(&self->lists);
  casus_time_rules_close(&self->times);
  casus_arena_free(&self->arena);
  memset(&self->lists, 0, sizeof self->lists);
  memset(&self->times, 0, sizeof self->times);
  memset(&self->quotes, 0, sizeof self->quotes);
  memset(&self->members, 0, sizeof self->members);
  memset(&self->standing, 0, sizeof self->standing);
  memset(&self->causes, 0, sizeof self->causes);
}

void casus_rulebook_open(casus_rulebook *self, const casus_allocator *allocator, const char *data,
                         casus_actors *actors) {
  memset(self, 0, sizeof *self);
  casus_arena_init(&self->arena, allocator);
  self->data = data;
  self->actors = actors;
  pthread_mutex_init(&self->lock, NULL);
}

void casus_rulebook_close(casus_rulebook *self) {
  if (!self->data) return;
  unload(self);
  pthread_mutex_destroy(&self->lock);
}

/* Under the lock. */
static casus_status load(casus_rulebook *self, casus_error *error) {
  loading job = {self, error, CASUS_OK};
  if (!casus_arena_protect(&self->arena, load_all, &job)) job.status = casus_fail_nomem(error);
  if (job.status != CASUS_OK) {
    const casus_allocator allocator = self->arena.allocator;
    unload(self);
    casus_arena_init(&self->arena, &allocator);
    return job.status;
  }
  atomic_store(&self->loaded, true);
  return CASUS_OK;
}

casus_status casus_rulebook_load(casus_rulebook *self, casus_error *error) {
  if (atomic_load(&self->loaded)) return CASUS_OK;
  pthread_mutex_lock(&self->lock);
  const casus_status status = atomic_load(&self->loaded) ? CASUS_OK : load(self, error);
  pthread_mutex_unlock(&self->lock);
  return status;
}
