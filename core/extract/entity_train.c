/* Training of the tagger: texts with their names become words with classes, and a model gets a tagger. */
#include "base/error.h"
#include "extract/engine.h"
#include "extract/hints.h"
#include "parse/tagger_train.h"

#include <string.h>

typedef struct job {
  const casus_engine *engine;
  const casus_entity_training *options;
  const char *path;
  casus_arena *arena;
  casus_tagger_bank gold, silver, held_out;
  casus_buffer section;
  casus_error *error;
  casus_status status;
} job;

/* A name that does not begin and end with tokens, or whose label is none of ours: nobody knows what its
 * tokens are. */
static void mark(const casus_document *document, const casus_labelled_span *span, uint8_t *gold) {
  const casus_match match = {.start = span->start, .stop = span->stop};
  const casus_entity_label label = casus_entity_find((casus_string){span->label, strlen(span->label)});
  uint32_t first, limit;
  if (casus_match_tokens(document, &match, &first, &limit) && label) {
    casus_entity_mark(gold, first, limit, label);
    return;
  }
  for (first = casus_document_token_at(document, span->start);
       first < document->token_count && document->start[first] < span->stop; first++)
    gold[first] = CASUS_ENTITY_UNKNOWN;
}

typedef struct reading {
  const job *job;
  casus_document *document;
  const casus_labelled_text *text;
  uint8_t *gold, *hints;
} reading;

/* In the document's arena. */
static void label(void *argument) {
  reading *self = argument;
  casus_document *document = self->document;
  self->gold = casus_arena_zero(&document->arena, document->token_count);
  self->hints = casus_hints(self->job->engine->actors, document);
  for (size_t i = 0; i < self->text->count; i++) mark(document, &self->text->spans[i], self->gold);
}

static casus_status add_text(job *self, const casus_labelled_text *text, casus_tagger_bank *bank) {
  const casus_document_options plain = {.id = "training", .plain = true};
  reading one = {.job = self, .text = text};
  one.document = casus_document_parse(self->engine, text->text.bytes, text->text.size, &plain, self->error);
  if (!one.document) return self->error->code;
  if (!casus_arena_protect(&one.document->arena, label, &one)) {
    casus_document_close(one.document);
    return casus_fail_nomem(self->error);
  }
  for (uint32_t i = 0; i < one.document->sentence_count; i++)
    casus_tagger_bank_add(bank, self->arena, &self->engine->parser, one.document, i, one.hints, one.gold);
  casus_document_close(one.document);
  return CASUS_OK;
}

static casus_status add_texts(job *self, const casus_labelled_texts *texts, casus_tagger_bank *bank) {
  casus_status status = CASUS_OK;
  for (size_t i = 0; i < texts->count && status == CASUS_OK; i++)
    status = add_text(self, &texts->items[i], bank);
  return status;
}

static void run(void *argument) {
  job *self = argument;
  const casus_tagger_training training = {&self->engine->parser, &self->gold, &self->silver, &self->held_out,
                                          self->options};
  self->status = add_texts(self, &self->options->gold, &self->gold);
  if (self->status == CASUS_OK) self->status = add_texts(self, &self->options->silver, &self->silver);
  if (self->status == CASUS_OK) self->status = add_texts(self, &self->options->held_out, &self->held_out);
  if (self->status == CASUS_OK)
    self->status = casus_tagger_train(&training, self->arena, &self->section, self->error);
}

casus_status casus_train_entities(const casus_engine *engine, const casus_entity_training *training,
                                  const char *path, casus_error *error) {
  casus_arena arena;
  casus_error unwanted;
  const casus_allocator *allocator = &engine->arena.allocator;
  if (!error) error = &unwanted;
  if (!engine->parser.model)
    return casus_fail(error, CASUS_FORMAT, 0, "a tagger needs a parser: the engine has no model");
  job self = {.engine = engine, .options = training, .path = path, .arena = &arena, .error = error};
  self.status = casus_model_try(path, allocator, error);
  if (self.status != CASUS_OK) return self.status;
  casus_arena_init(&arena, allocator);
  casus_buffer_init(&self.section, allocator);
  if (!casus_arena_protect(&arena, run, &self)) self.status = casus_fail_nomem(error);
  if (self.status == CASUS_OK && self.section.failed) self.status = casus_fail_nomem(error);
  if (self.status == CASUS_OK) {
    const casus_model_part part = {CASUS_TAGGER_SECTION, {self.section.bytes, self.section.size}};
    self.status = casus_model_write_with(engine->parser.model, &part, path, allocator, error);
  }
  casus_buffer_free(&self.section);
  casus_arena_free(&arena);
  return self.status;
}
