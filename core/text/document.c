#include "text/document.h"

#include "base/error.h"
#include "text/entity.h"

#include <string.h>

typedef struct making {
  casus_string text;
  const casus_document_options *options;
  casus_arena arena;
  casus_document *document;
} making;

static const char *copy_string(casus_arena *arena, const char *string) {
  return string ? casus_arena_copy(arena, string, strlen(string)) : NULL;
}

static void make_document(void *argument) {
  making *job = argument;
  casus_document *document = casus_arena_zero(&job->arena, sizeof *document);
  document->text = casus_arena_copy(&job->arena, job->text.bytes, job->text.size);
  document->size = (uint32_t)job->text.size;
  document->date = copy_string(&job->arena, job->options->date);
  document->source = copy_string(&job->arena, job->options->source);
  if (job->options->id) {
    document->id = copy_string(&job->arena, job->options->id);
  } else {
    char id[33];
    const char *date = job->options->date ? job->options->date : job->options->default_date;
    casus_document_id(job->text, date, job->options->source, id);
    document->id = casus_arena_copy(&job->arena, id, 32);
  }
  casus_pool_init(&document->pool, &job->arena);
  /* From here on the arena lives in the document that lives in it. */
  document->arena = job->arena;
  document->pool.arena = &document->arena;
  job->document = document;
}

casus_document *casus_document_new(const char *text, size_t size, const casus_document_options *options,
                                   const casus_allocator *allocator, casus_error *error) {
  static const casus_document_options none = {.id = NULL};
  if (size >= UINT32_MAX) {
    casus_fail(error, CASUS_LIMIT, 0, "text of %zu bytes: a document must be smaller than 4 GiB", size);
    return NULL;
  }
  const size_t valid = size ? casus_utf8_valid(text, size) : 0;
  if (valid < size) {
    casus_fail(error, CASUS_FORMAT, valid, "%s at byte %zu", text[valid] ? "invalid UTF-8" : "NUL byte",
               valid);
    return NULL;
  }
  making job = {.text = {size ? text : "", size}, .options = options ? options : &none};
  casus_arena_init(&job.arena, allocator);
  if (!casus_arena_protect(&job.arena, make_document, &job)) {
    casus_arena_free(&job.arena);
    casus_fail_nomem(error);
    return NULL;
  }
  job.document->arena.rescue = NULL;
  return job.document;
}

void casus_document_close(casus_document *document) {
  if (!document) return;
  casus_arena arena = document->arena; /* the document lies in it */
  casus_arena_free(&arena);
}

casus_string casus_document_text(const casus_document *self) {
  return (casus_string){self->text, self->size};
}
const char *casus_document_name(const casus_document *self) {
  return self->id;
}
const char *casus_document_date(const casus_document *self) {
  return self->date;
}
uint32_t casus_document_tokens(const casus_document *self) {
  return self->token_count;
}
uint32_t casus_document_sentences(const casus_document *self) {
  return self->sentence_count;
}
const casus_masthead *casus_document_masthead(const casus_document *self) {
  return &self->masthead.names;
}
bool casus_document_readable(const casus_document *self) {
  return self->readable;
}

/* The last index below `count` whose value in an ascending column is not above `value`; the first value is
 * not. */
static uint32_t last_not_above(const uint32_t *column, uint32_t count, uint32_t value) {
  uint32_t low = 0, high = count;
  while (high - low > 1) {
    const uint32_t middle = low + (high - low) / 2;
    if (column[middle] > value)
      high = middle;
    else
      low = middle;
  }
  return low;
}

uint32_t casus_document_sentence_of(const casus_document *self, uint32_t token) {
  return last_not_above(self->first, self->sentence_count, token);
}

uint32_t casus_document_token_at(const casus_document *self, uint32_t at) {
  if (self->token_count == 0 || self->stop[0] > at) return 0;
  return last_not_above(self->stop, self->token_count, at) + 1;
}

static casus_string column_value(const casus_document *self, const uint32_t *column, uint32_t index) {
  return column ? casus_pool_get(&self->pool, column[index]) : (casus_string){"", 0};
}

static casus_string entity_value(const casus_document *self, uint32_t index) {
  const uint8_t entity = self->entity ? self->entity[index] : 0;
  const char *name = casus_entity_name(casus_entity_label_of(entity));
  return (casus_string){name, strlen(name)};
}

bool casus_document_token(const casus_document *self, uint32_t number, casus_token *token) {
  if (number == 0 || number > self->token_count) return false;
  const uint32_t i = number - 1;
  *token = (casus_token){.form = casus_document_form(self, i),
                         .lemma = column_value(self, self->lemma, i),
                         .upos = column_value(self, self->upos, i),
                         .xpos = column_value(self, self->xpos, i),
                         .feats = column_value(self, self->feats, i),
                         .deprel = column_value(self, self->deprel, i),
                         .entity = entity_value(self, i),
                         .start = self->start[i],
                         .stop = self->stop[i],
                         .head = self->head ? self->head[i] : 0,
                         .sentence = casus_document_sentence_of(self, i) + 1,
                         .begins = casus_entity_begins(self->entity ? self->entity[i] : 0),
                         .space_after = self->token_flags[i] & CASUS_TOKEN_SPACE_AFTER,
                         .joined = self->token_flags[i] & CASUS_TOKEN_JOINED};
  return true;
}

bool casus_document_sentence(const casus_document *self, uint32_t number, casus_sentence *sentence) {
  if (number == 0 || number > self->sentence_count) return false;
  const uint32_t first = self->first[number - 1], last = self->first[number] - 1;
  *sentence = (casus_sentence){.start = self->start[first],
                               .stop = self->stop[last],
                               .first = first + 1,
                               .last = last + 1,
                               .paragraph = self->sentence_flags[number - 1] & CASUS_SENTENCE_PARAGRAPH};
  return true;
}
