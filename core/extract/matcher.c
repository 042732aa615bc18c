/* Rules as the public interface has them: with the engine's word lists, over the engine's documents. */
#include "base/error.h"
#include "extract/engine.h"
#include "extract/lists.h"
#include "extract/subject.h"
#include "match/rules.h"

#include <string.h>

struct casus_matcher {
  casus_arena arena;
  casus_word_lists lists;
  casus_rules *rules;
};

typedef struct making {
  casus_matcher *self;
  const char *name;  /* of the text, or its path */
  casus_string text; /* `bytes` NULL: of the file */
  bool pattern;
  casus_error *error;
  casus_status status;
} making;

static void make(void *argument) {
  making *job = argument;
  casus_matcher *self = job->self;
  const casus_lists *lists = &self->lists.lists;
  if (!job->text.bytes)
    job->status = casus_rules_load(&self->rules, &self->arena, job->name, lists, job->error);
  else if (job->pattern)
    job->status = casus_rules_pattern(&self->rules, &self->arena, job->name, job->text, lists, job->error);
  else
    job->status = casus_rules_read(&self->rules, &self->arena, job->name, job->text, lists, job->error);
}

static casus_matcher *new_matcher(const casus_engine *engine, making *job,
                                  const casus_matcher_options *options) {
  const casus_allocator *allocator = &engine->arena.allocator;
  casus_error reason = {CASUS_OK, 0, ""}; /* of a word list, which is the better one where both fail */
  casus_matcher *self = allocator->reallocate(allocator->context, NULL, 0, sizeof *self);
  if (!self) {
    casus_fail_nomem(job->error);
    return NULL;
  }
  memset(self, 0, sizeof *self);
  casus_arena_init(&self->arena, allocator);
  casus_word_lists_open(&self->lists, &self->arena, engine->data, engine->actors, &reason);
  if (options) {
    self->lists.own = options->lists;
    self->lists.own_count = options->list_count;
  }
  job->self = self;
  if (!casus_arena_protect(&self->arena, make, job)) job->status = casus_fail_nomem(job->error);
  if (self->lists.status)
    job->status = casus_fail(job->error, reason.code, reason.position, "%s", reason.message);
  self->lists.error = NULL;
  self->lists.own = NULL;
  if (job->status == CASUS_OK) return self;
  casus_matcher_close(self);
  return NULL;
}

casus_matcher *casus_matcher_pattern(const casus_engine *engine, casus_string pattern,
                                     const casus_matcher_options *options, casus_error *error) {
  making job = {.name = "pattern", .text = pattern, .pattern = true, .error = error};
  return new_matcher(engine, &job, options);
}

casus_matcher *casus_matcher_rules(const casus_engine *engine, const char *name, casus_string text,
                                   const casus_matcher_options *options, casus_error *error) {
  making job = {.name = name, .text = text, .error = error};
  return new_matcher(engine, &job, options);
}

casus_matcher *casus_matcher_open(const casus_engine *engine, const char *path,
                                  const casus_matcher_options *options, casus_error *error) {
  making job = {.name = path, .error = error};
  return new_matcher(engine, &job, options);
}

void casus_matcher_close(casus_matcher *self) {
  if (!self) return;
  const casus_allocator allocator = self->arena.allocator;
  casus_word_lists_close(&self->lists);
  casus_arena_free(&self->arena);
  allocator.reallocate(allocator.context, self, sizeof *self, 0);
}

/* ---- Running */

/* What is found lies in the arena. The list that the caller gets comes first. */
typedef struct findings {
  union {
    casus_findings matches;
    casus_misses misses;
  } list;
  casus_arena arena;
} findings;

typedef struct running {
  casus_document *document;
  const casus_matcher *matcher;
  casus_match_options options;
  findings *found;
  casus_subject subject;
  casus_hits hits;
  uint32_t sentence; /* whose near misses are looked for, from 1; 0: matches are */
  casus_error *error;
  casus_status status;
} running;

static int ask(void *context, const char *name, uint32_t token) {
  const running *job = context;
  return job->options.predicate(job->options.context, name, token + 1);
}

static casus_stretch stretch_of(const casus_document *document, casus_extent extent) {
  if (extent.first == CASUS_NONE || extent.limit <= extent.first) return (casus_stretch){0, 0, 0, 0};
  return (casus_stretch){extent.first + 1, extent.limit, document->start[extent.first],
                         document->stop[extent.limit - 1]};
}

/* The text of a term, or NULL: text(), lower() and lemma() of a capture, or of a text. */
static const char *text_of(running *job, const casus_hit *hit, const casus_term *term) {
  const casus_document *document = job->document;
  if (term->kind == CASUS_TERM_TEXT) return term->text;
  if (term->kind == CASUS_TERM_CALL) return NULL;
  const casus_stretch stretch = stretch_of(document, hit->captures[term->capture]);
  return casus_arena_copy(&job->found->arena, document->text + stretch.start, stretch.stop - stretch.start);
}

/* The column's values of a capture's tokens, with spaces between. */
static const char *join(running *job, const uint32_t *column, casus_extent extent) {
  const char *whole = "";
  if (!column || extent.first == CASUS_NONE) return NULL;
  for (uint32_t token = extent.first; token < extent.limit; token++)
    whole = casus_arena_format(&job->found->arena, "%s%s%s", whole, *whole ? " " : "",
                               casus_pool_get(&job->document->pool, column[token]).bytes);
  return whole;
}

static const char *call(running *job, const casus_hit *hit, const casus_term *term) {
  const casus_term *argument = term->arguments;
  if (term->count == 1 && argument->kind == CASUS_TERM_CAPTURE) {
    const casus_extent extent = hit->captures[argument->capture];
    if (strcmp(term->text, "lemma") == 0) return join(job, job->document->lemma, extent);
    if (strcmp(term->text, "lower") == 0) return join(job, job->document->lower, extent);
    if (strcmp(term->text, "text") == 0) return text_of(job, hit, argument);
  }
  job->status = casus_fail(
      job->error, CASUS_FORMAT, term->line,
      "%s:%u: there is no function '%s' of this; there are lemma($name), lower($name), text($name)",
      hit->rule->file, term->line, term->text);
  return NULL;
}

static casus_finding_field field_of(running *job, const casus_hit *hit, const casus_emitted *emitted,
                                    const casus_stretch *captures) {
  const casus_term *term = &emitted->value;
  casus_finding_field field = {emitted->name, NULL, NULL};
  if (term->kind == CASUS_TERM_CALL)
    field.text = call(job, hit, term);
  else if (term->kind == CASUS_TERM_TEXT)
    field.text = term->text;
  else if (captures[term->capture].first)
    field.capture = &captures[term->capture];
  return field;
}

static casus_finding finding_of(running *job, const casus_hit *hit) {
  casus_arena *arena = &job->found->arena;
  const casus_rule *rule = hit->rule;
  casus_stretch *captures = casus_arena_new(arena, casus_stretch, rule->capture_count + 1);
  casus_finding_field *fields = casus_arena_new(arena, casus_finding_field, rule->field_count + 1);
  for (size_t i = 0; i < rule->capture_count; i++) captures[i] = stretch_of(job->document, hit->captures[i]);
  const size_t field_count = job->options.bare ? 0 : rule->field_count;
  for (size_t i = 0; i < field_count; i++) fields[i] = field_of(job, hit, &rule->fields[i], captures);
  return (casus_finding){.rule = rule->name,
                         .priority = rule->priority,
                         .extent = stretch_of(job->document, hit->extent),
                         .names = rule->captures,
                         .captures = captures,
                         .capture_count = rule->capture_count,
                         .kind = rule->kind,
                         .fields = fields,
                         .field_count = field_count};
}

static void run_match(running *job) {
  casus_arena *arena = &job->found->arena;
  const uint32_t count = job->document->sentence_count;
  const uint32_t first = job->options.first ? job->options.first - 1 : 0;
  const uint32_t limit = job->options.last && job->options.last < count ? job->options.last : count;
  if (first >= limit) return;
  job->status =
      casus_rules_find(job->matcher->rules, &job->subject, first, limit, arena, &job->hits, job->error);
  if (job->status) return;
  if (job->options.choose) casus_hits_choose(&job->hits);
  casus_finding *items = casus_arena_new(arena, casus_finding, job->hits.count + 1);
  for (size_t i = 0; i < job->hits.count; i++) items[i] = finding_of(job, &job->hits.items[i]);
  job->found->list.matches = (casus_findings){job->hits.count, items};
}

static void run_near(running *job) {
  casus_arena *arena = &job->found->arena;
  casus_nears nears = {0};
  if (job->sentence > job->document->sentence_count) return;
  job->status =
      casus_rules_near(job->matcher->rules, &job->subject, job->sentence - 1, arena, &nears, job->error);
  casus_miss *items = casus_arena_new(arena, casus_miss, nears.count + 1);
  for (size_t i = 0; i < nears.count; i++) {
    const casus_near *near = &nears.items[i];
    items[i] = (casus_miss){near->rule->name, near->passed, near->token == CASUS_NONE ? 0 : near->token + 1,
                            near->wanted};
  }
  job->found->list.misses = (casus_misses){nears.count, items};
}

static void run(void *argument) {
  running *job = argument;
  if (job->sentence)
    run_near(job);
  else
    run_match(job);
}

/* Interning forms may need memory of the document, which is protected on its own. */
static void run_in_document(void *argument) {
  running *job = argument;
  if (!casus_arena_protect(&job->found->arena, run, job)) job->status = casus_fail_nomem(job->error);
}

static void free_found(findings *self) {
  const casus_allocator allocator = self->arena.allocator;
  casus_arena_free(&self->arena);
  allocator.reallocate(allocator.context, self, sizeof *self, 0);
}

/* Gives what has been found, or NULL. */
static findings *start(running *job) {
  const casus_allocator *allocator = &job->document->arena.allocator;
  const unsigned layers = casus_rules_layers(job->matcher->rules);
  if (casus_subject_make(&job->subject, job->document, layers, job->error) != CASUS_OK) return NULL;
  job->found = allocator->reallocate(allocator->context, NULL, 0, sizeof *job->found);
  if (!job->found) {
    casus_fail_nomem(job->error);
    return NULL;
  }
  memset(job->found, 0, sizeof *job->found);
  casus_arena_init(&job->found->arena, allocator);
  job->subject.predicate = job->options.predicate ? ask : NULL;
  job->subject.context = job;
  if (!casus_arena_protect(&job->document->arena, run_in_document, job))
    job->status = casus_fail_nomem(job->error);
  if (job->status == CASUS_OK) return job->found;
  free_found(job->found);
  return NULL;
}

casus_findings *casus_document_match(casus_document *document, const casus_matcher *matcher,
                                     const casus_match_options *options, casus_error *error) {
  running job = {.document = document, .matcher = matcher, .error = error};
  if (options) job.options = *options;
  findings *found = start(&job);
  return found ? &found->list.matches : NULL;
}

void casus_findings_free(casus_findings *self) {
  if (self) free_found((findings *)(void *)self);
}

casus_misses *casus_document_near(casus_document *document, const casus_matcher *matcher, uint32_t sentence,
                                  const casus_match_options *options, casus_error *error) {
  running job = {.document = document, .matcher = matcher, .sentence = sentence, .error = error};
  if (options) job.options = *options;
  findings *found = start(&job);
  return found ? &found->list.misses : NULL;
}

void casus_misses_free(casus_misses *self) {
  if (self) free_found((findings *)(void *)self);
}
