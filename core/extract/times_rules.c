#include "extract/times_rules.h"

#include "base/error.h"
#include "extract/times_terms.h"

static casus_status load_stage(casus_time_rules *self, casus_arena *arena, const char *data, int stage,
                               casus_error *error) {
  static const char *const files[CASUS_TIME_STAGES] = {"times", "times_joined", "times_ranges"};
  const char *path = casus_arena_format(arena, "%s/rules/%s.rules", data, files[stage]);
  const casus_status status = casus_rules_load(&self->stages[stage], arena, path, &self->lists.lists, error);
  /* a list for which memory ran out is not one that does not exist */
  if (self->lists.status == CASUS_NOMEM) return casus_fail_nomem(error);
  if (status) return status;
  return casus_time_terms_check(self->stages[stage], error);
}

casus_status casus_time_rules_load(casus_time_rules *self, casus_arena *arena, const char *data,
                                   casus_error *error) {
  casus_word_lists_open(&self->lists, arena, data, NULL, error);
  casus_status status = casus_time_words_load(&self->words, arena, data, error);
  for (int stage = 0; status == CASUS_OK && stage < CASUS_TIME_STAGES; stage++)
    status = load_stage(self, arena, data, stage, error);
  return status;
}

void casus_time_rules_close(casus_time_rules *self) {
  casus_word_lists_close(&self->lists);
}
