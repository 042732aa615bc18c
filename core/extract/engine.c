#include "extract/engine.h"

#include "base/error.h"
#include "extract/calendar.h"
#include "extract/hints.h"
#include "text/document.h"

#include <string.h>

typedef struct opening {
  casus_engine *self;
  const char *data;
  const casus_engine_options *options;
  casus_error *error;
  casus_status status;
} opening;

static casus_status load_model(const opening *job) {
  casus_engine *self = job->self;
  const char *model = job->options ? job->options->model : NULL;
  if (model && !*model) return CASUS_OK;
  if (!model) model = casus_arena_format(&self->arena, "%s/models/english.model", job->data);
  return casus_parser_open(&self->parser, model, &self->arena.allocator, job->error);
}

static void prepare_rules(casus_engine *self) {
  self->rules = casus_arena_new(&self->arena, casus_rulebook, 1);
  casus_rulebook_open(self->rules, &self->arena.allocator, self->data, self->actors);
}

static void load_all(void *argument) {
  opening *job = argument;
  casus_engine *self = job->self;
  casus_arena *arena = &self->arena;
  self->data = casus_arena_copy(arena, job->data, strlen(job->data));
  const char *const *own = job->options ? job->options->actor_files : NULL;
  job->status = casus_segmenter_load(&self->segmenter, arena, casus_arena_format(arena, "%s/text", job->data),
                                     job->error);
  if (job->status == CASUS_OK)
    job->status = casus_actors_load(&self->actors, arena, casus_arena_format(arena, "%s/actors", job->data),
                                    own, job->error);
  if (job->status == CASUS_OK) job->status = casus_lexicon_load(&self->lexicon, arena, job->data, job->error);
  if (job->status == CASUS_OK)
    job->status = casus_furniture_load(&self->furniture, arena, job->data, job->error);
  if (job->status == CASUS_OK) prepare_rules(self);
  if (job->status == CASUS_OK) job->status = load_model(job);
}

casus_engine *casus_engine_open(const char *data, const casus_engine_options *options, casus_error *error) {
  const casus_allocator *allocator =
      options && options->allocator ? options->allocator : &casus_allocator_default;
  casus_engine *self = allocator->reallocate(allocator->context, NULL, 0, sizeof *self);
  if (!self) {
    casus_fail_nomem(error);
    return NULL;
  }
  memset(self, 0, sizeof *self);
  casus_arena_init(&self->arena, allocator);
  opening job = {self, data, options, error, CASUS_OK};
  if (!casus_arena_protect(&self->arena, load_all, &job)) job.status = casus_fail_nomem(error);
  if (job.status == CASUS_OK) return self;
  casus_engine_close(self);
  return NULL;
}

void casus_engine_close(casus_engine *self) {
  if (!self) return;
  const casus_allocator allocator = self->arena.allocator;
  casus_actors_close(self->actors);
  casus_lexicon_close(&self->lexicon);
  casus_furniture_close(&self->furniture);
  if (self->rules) casus_rulebook_close(self->rules);
  casus_parser_close(&self->parser);
  casus_arena_free(&self->arena);
  allocator.reallocate(allocator.context, self, sizeof *self, 0);
}

/* The date that a dateline gives a document that has none; its year may have to come from the default date.
 */
static void take_date(casus_document *document, const char *default_date) {
  casus_date now, date = {document->masthead.year, document->masthead.month, document->masthead.day};
  if (document->date) return;
  if (default_date) document->date = casus_arena_copy(&document->arena, default_date, strlen(default_date));
  if (!date.month) return;
  if (!date.year && default_date && casus_date_read(default_date, &now))
    date.year = casus_date_nearest_year(date, now);
  if (date.year && casus_date_valid(date))
    document->date = casus_arena_format(&document->arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

typedef struct reading {
  casus_document *document;
  const casus_document_options *options;
  uint32_t beam;
  casus_parser parser; /* the engine's, perhaps without its tagger */
  void *room;          /* of the parser */
} reading;

static void segment(void *argument) {
  const reading *job = argument;
  const casus_engine *engine = job->document->engine;
  casus_segment(engine->segmenter, job->document);
  if (engine->parser.model) casus_parser_split(&engine->parser, engine->segmenter, job->document);
}

static void parse(void *argument) {
  const reading *job = argument;
  const casus_engine *engine = job->document->engine;
  casus_document *document = job->document;
  if (job->room) {
    const uint8_t *hints = job->parser.tagger.sizes.width ? casus_hints(engine->actors, document) : NULL;
    casus_parser_run(&job->parser, document, job->beam, hints, job->room);
  }
  if (document->readable)
    casus_furniture_mark(&engine->furniture, engine->actors, &engine->lexicon, document);
  take_date(document, job->options ? job->options->default_date : NULL);
}

/* The parser's room is not in the document's arena: it would stay as long as the document. */
static bool parse_with_room(reading *job) {
  enum { ALIGNMENT = 64 };
  const casus_engine *engine = job->document->engine;
  const casus_allocator *allocator = &engine->arena.allocator;
  casus_arena *arena = &job->document->arena;
  const bool plain = job->options && job->options->plain;
  if (plain || !engine->parser.model || job->document->token_count == 0)
    return casus_arena_protect(arena, parse, job);
  if (job->options && job->options->nameless) job->parser.tagger = (casus_tagger){.rows = NULL};
  const size_t size = casus_parser_room(&job->parser, job->document, job->beam) + ALIGNMENT;
  char *room = allocator->reallocate(allocator->context, NULL, 0, size);
  if (!room) return false;
  job->room = room + (ALIGNMENT - (uintptr_t)room % ALIGNMENT) % ALIGNMENT;
  const bool good = casus_arena_protect(arena, parse, job);
  allocator->reallocate(allocator->context, room, size, 0);
  return good;
}

casus_document *casus_document_parse(const casus_engine *engine, const char *text, size_t size,
                                     const casus_document_options *options, casus_error *error) {
  casus_document *document = casus_document_new(text, size, options, &engine->arena.allocator, error);
  if (!document) return NULL;
  document->engine = engine;
  reading job = {document, options, options && options->beam ? options->beam : 1, engine->parser, NULL};
  if (casus_arena_protect(&document->arena, segment, &job) && parse_with_room(&job)) return document;
  casus_document_close(document);
  casus_fail_nomem(error);
  return NULL;
}
