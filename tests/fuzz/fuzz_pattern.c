/* Rules, or a pattern if the first byte is '=', up to a line "%%", and a text behind it. Whatever the
 * pattern, it is refused with a message or runs to an end, and what it finds lies in its sentence. The text
 * has tags and trees that are made up: what a parser gives is only a small part of what a pattern may meet.
 */
#include "match/rules.h"

#include "extract/engine.h"

#include <stdlib.h>
#include <string.h>

#define REQUIRE(what) ((what) ? (void)0 : abort())

enum { MOST_TEXT = 2048 };

static casus_engine *engine(void) {
  static casus_engine *self;
  const casus_engine_options options = {.model = ""};
  if (!self) self = casus_engine_open(CASUS_ROOT "/data", &options, NULL);
  REQUIRE(self);
  return self;
}

static uint32_t pick(casus_document *document, const char *const *words, uint32_t count, uint32_t number) {
  const char *word = words[number % count];
  return casus_pool_intern(&document->pool, word, strlen(word));
}

/* Tags by the first letter; every word but the first of a sentence hangs on one before it. */
static void make_up(casus_document *document) {
  static const char *const tags[] = {"NOUN", "VERB", "PROPN", "ADJ", "ADP", "DET", "PRON"};
  static const char *const relations[] = {"nsubj", "obj", "nsubj:pass", "obl", "nmod", "conj", "amod"};
  static const char *const features[] = {"", "Number=Plur", "Mood=Ind|Tense=Past"};
  casus_arena *arena = &document->arena;
  uint32_t **columns[] = {&document->lemma, &document->upos,   &document->xpos,
                          &document->feats, &document->deprel, &document->head};
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
    *columns[i] = casus_arena_new(arena, uint32_t, document->token_count + 1);
  for (uint32_t sentence = 0; sentence < document->sentence_count; sentence++)
    for (uint32_t token = document->first[sentence]; token < document->first[sentence + 1]; token++) {
      const casus_string form = casus_document_form(document, token);
      const uint32_t place = token - document->first[sentence],
                     seed = (uint32_t)(unsigned char)form.bytes[0] + place * 7;
      document->lemma[token] = casus_pool_intern(&document->pool, form.bytes, form.size);
      document->upos[token] = document->xpos[token] = pick(document, tags, 7, seed);
      document->feats[token] = pick(document, features, 3, seed);
      document->deprel[token] = pick(document, relations, 7, seed / 3);
      document->head[token] = place ? 1 + seed % place : 0;
    }
}

typedef struct job {
  casus_string rules, text;
  bool pattern;
  casus_arena arena;
  casus_document *document;
} job;

static void check(const casus_document *document, const casus_hit *hit) {
  REQUIRE(hit->extent.first < hit->extent.limit && hit->extent.limit <= document->token_count);
  const uint32_t sentence = casus_document_sentence_of(document, hit->extent.first);
  const uint32_t first = document->first[sentence], limit = document->first[sentence + 1];
  REQUIRE(hit->extent.limit <= limit);
  for (size_t i = 0; i < hit->rule->capture_count; i++) {
    const casus_extent one = hit->captures[i];
    REQUIRE(one.first == CASUS_NONE || (one.first >= first && one.first <= one.limit && one.limit <= limit));
  }
}

/* A rule that has matched in a sentence is none that only came near. */
static void compare(const casus_rules *rules, const casus_subject *subject, const casus_hits *hits,
                    casus_arena *arena) {
  const casus_document *document = subject->document;
  for (uint32_t sentence = 0; sentence < document->sentence_count && sentence < 4; sentence++) {
    casus_nears nears = {0};
    if (casus_rules_near(rules, subject, sentence, arena, &nears, NULL)) return;
    for (size_t i = 0; i < hits->count; i++)
      for (size_t j = 0; j < nears.count; j++)
        REQUIRE(hits->items[i].rule != nears.items[j].rule ||
                casus_document_sentence_of(document, hits->items[i].extent.first) != sentence);
  }
}

static void run_in_document(void *argument) {
  job *self = argument;
  casus_error error = {CASUS_OK, 0, ""};
  casus_rules *rules;
  casus_hits hits = {0};
  const casus_mark marks[] = {{0, 1, "GPE", "x"}, {0, 1, "PERSON", NULL}};
  const casus_subject subject = {
      .document = self->document, .entities = marks, .entity_count = self->document->token_count ? 2 : 0};
  make_up(self->document);
  const casus_status status =
      self->pattern ? casus_rules_pattern(&rules, &self->arena, "pattern", self->rules, NULL, &error)
                    : casus_rules_read(&rules, &self->arena, "rules", self->rules, NULL, &error);
  REQUIRE((status == CASUS_OK) == (error.message[0] == '\0'));
  if (status) return;
  if (casus_rules_find(rules, &subject, 0, self->document->sentence_count, &self->arena, &hits, &error))
    return;
  for (size_t i = 0; i < hits.count; i++) check(self->document, &hits.items[i]);
  compare(rules, &subject, &hits, &self->arena);
  casus_hits_choose(&hits);
  for (size_t i = 1; i < hits.count; i++)
    REQUIRE(hits.items[i - 1].extent.limit <= hits.items[i].extent.first);
}

static void run(void *argument) {
  job *self = argument;
  REQUIRE(casus_arena_protect(&self->document->arena, run_in_document, self));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char line[] = "\n%%\n";
  const char *bytes = (const char *)data;
  const char *middle = memmem(bytes, size, line, sizeof line - 1);
  job self = {.pattern = size && *bytes == '='};
  if (!middle) return 0;
  const size_t skip = self.pattern ? 1 : 0;
  self.rules = (casus_string){bytes + skip, (size_t)(middle - bytes) - skip};
  self.text = (casus_string){middle + sizeof line - 1, size - (size_t)(middle - bytes) - (sizeof line - 1)};
  if (middle < bytes + skip || self.text.size > MOST_TEXT) return 0;
  self.document = casus_document_parse(engine(), self.text.bytes, self.text.size, NULL, NULL);
  if (!self.document) return 0;
  casus_arena_init(&self.arena, NULL);
  REQUIRE(casus_arena_protect(&self.arena, run, &self));
  casus_arena_free(&self.arena);
  casus_document_close(self.document);
  return 0;
}
