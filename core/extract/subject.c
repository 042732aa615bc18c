#include "extract/subject.h"

#include "base/error.h"

static const char *label_of(const casus_record *record) {
  return record->kind == CASUS_ENTITY ? record->as.entity.label : record->as.time.type;
}

size_t casus_subject_marks(const casus_document *document, const casus_record *records, size_t count,
                           casus_kind kind, casus_arena *arena, const casus_mark **marks) {
  casus_mark *all = casus_arena_new(arena, casus_mark, count + 1);
  size_t found = 0;
  for (size_t i = 0; i < count; i++) {
    if (records[i].kind != kind || !label_of(&records[i])) continue;
    const uint32_t first = casus_document_token_at(document, records[i].start);
    uint32_t limit = first;
    while (limit < document->token_count && document->start[limit] < records[i].stop) limit++;
    if (limit == first) continue;
    all[found++] = (casus_mark){first, limit, label_of(&records[i]),
                                kind == CASUS_ENTITY ? records[i].as.entity.id : records[i].as.time.value};
  }
  *marks = all;
  return found;
}

typedef struct making {
  casus_subject *self;
  const casus_records *records;
} making;

static void make(void *argument) {
  const making *job = argument;
  casus_subject *self = job->self;
  casus_arena *arena = &self->document->arena;
  const casus_record *items = job->records->items;
  self->entity_count =
      casus_subject_marks(self->document, items, job->records->count, CASUS_ENTITY, arena, &self->entities);
  self->time_count =
      casus_subject_marks(self->document, items, job->records->count, CASUS_TIME, arena, &self->times);
}

casus_status casus_subject_make(casus_subject *self, casus_document *document, unsigned kinds,
                                casus_error *error) {
  *self = (casus_subject){.document = document};
  if (!kinds) return CASUS_OK;
  making job = {self, casus_document_extract(document, kinds, error)};
  if (!job.records) return CASUS_NOMEM;
  return casus_arena_protect(&document->arena, make, &job) ? CASUS_OK : casus_fail_nomem(error);
}
