/* spoil.h - model files with the wrong bytes in them, and a parse with what is left. */
#ifndef CASUS_TESTS_SPOIL_H
#define CASUS_TESTS_SPOIL_H

#include "base/file.h"
#include "parse/parser.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* Places in a model file, as parse/model.h documents them; in an entry, behind the header. */
enum {
  SPOIL_VERSION = 8,
  SPOIL_ENDIAN = 12,
  SPOIL_SIZE = 16,
  SPOIL_CHECKSUM = 24,
  SPOIL_SECTIONS = 32,
  SPOIL_HEADER = 40,
  SPOIL_ENTRY = 32,
  SPOIL_OFFSET = 16,
  SPOIL_LENGTH = 24,
};

typedef struct spoil_entry {
  uint64_t offset, size;
} spoil_entry;

static inline size_t spoil_sections(const char *bytes) {
  uint64_t count;
  memcpy(&count, bytes + SPOIL_SECTIONS, sizeof count);
  return (size_t)count;
}

static inline spoil_entry spoil_entry_at(const char *bytes, size_t number) {
  spoil_entry entry;
  memcpy(&entry, bytes + SPOIL_HEADER + number * SPOIL_ENTRY + SPOIL_OFFSET, sizeof entry);
  return entry;
}

/* Puts the checksum right, so that what is inside is looked at. */
static inline void spoil_seal(char *bytes, size_t size) {
  const uint64_t sum = XXH3_64bits(bytes + SPOIL_SECTIONS, size - SPOIL_SECTIONS);
  memcpy(bytes + SPOIL_CHECKSUM, &sum, sizeof sum);
}

#define SPOIL_REQUIRE(what) ((what) ? (void)0 : abort())

static inline void spoil_check_token(const casus_document *document, uint32_t number) {
  casus_token token;
  casus_sentence sentence;
  SPOIL_REQUIRE(casus_document_token(document, number, &token));
  const casus_string columns[] = {token.lemma, token.upos, token.xpos, token.feats, token.deprel};
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
    SPOIL_REQUIRE(casus_utf8_valid(columns[i].bytes, columns[i].size) == columns[i].size);
  SPOIL_REQUIRE(casus_document_sentence(document, token.sentence, &sentence));
  const uint32_t length = sentence.last - sentence.first + 1;
  SPOIL_REQUIRE(token.head <= length && token.head != number - sentence.first + 1);
}

/* Every sentence is a tree: one root, no cycle. Linear in the words. */
static inline void spoil_check_trees(const casus_document *document) {
  const uint32_t tokens = casus_document_tokens(document);
  uint32_t *seen = calloc(tokens + 1, sizeof *seen);
  SPOIL_REQUIRE(seen);
  for (uint32_t i = 1; i <= tokens; i++) spoil_check_token(document, i);
  for (uint32_t s = 1; s <= casus_document_sentences(document); s++) {
    casus_sentence sentence;
    uint32_t roots = 0;
    SPOIL_REQUIRE(casus_document_sentence(document, s, &sentence));
    for (uint32_t i = sentence.first; i <= sentence.last; i++) {
      uint32_t at = i;
      casus_token token;
      while (!seen[at]) { /* whoever was seen before reaches the root */
        seen[at] = i;
        casus_document_token(document, at, &token);
        if (token.head == 0) break;
        at = sentence.first + token.head - 1;
        SPOIL_REQUIRE(seen[at] != i);
      }
      casus_document_token(document, i, &token);
      roots += token.head == 0;
    }
    SPOIL_REQUIRE(roots == 1);
  }
  free(seen);
}

/* Names are whole, and lie in one sentence. */
static inline void spoil_check_names(const casus_document *document) {
  for (uint32_t s = 0; s < document->sentence_count; s++) {
    uint8_t open = 0;
    for (uint32_t i = document->first[s]; i < document->first[s + 1]; i++) {
      const uint8_t class = document->entity[i];
      SPOIL_REQUIRE(class < CASUS_ENTITY_CLASSES);
      SPOIL_REQUIRE((open != 0) == (class && !casus_entity_begins(class)));
      SPOIL_REQUIRE(!open || casus_entity_label_of(open) == casus_entity_label_of(class));
      open = class && !casus_entity_ends(class) ? class : 0;
    }
    SPOIL_REQUIRE(!open);
  }
}

typedef struct spoil_run {
  const casus_parser *parser;
  casus_document *document;
  uint32_t beam;
  const uint8_t *hints;
  void *room;
} spoil_run;

static inline void spoil_run_parser(void *argument) {
  const spoil_run *self = argument;
  casus_parser_run(self->parser, self->document, self->beam, self->hints, self->room);
}

/* Parses a text, which an engine without a model has split, and checks what comes of it. */
static inline void spoil_parse(const casus_parser *parser, const casus_engine *engine, const char *text,
                               size_t size, uint32_t beam) {
  casus_document *document = casus_document_parse(engine, text, size, NULL, NULL);
  SPOIL_REQUIRE(document);
  const size_t room = (casus_parser_room(parser, document, beam) + 63) / 64 * 64;
  uint8_t *hints = malloc(document->token_count + (size_t)1);
  spoil_run run = {parser, document, beam, hints, aligned_alloc(64, room)};
  SPOIL_REQUIRE(hints);
  for (uint32_t i = 0; i < document->token_count; i++) hints[i] = (uint8_t)(i % CASUS_ENTITY_CLASSES);
  SPOIL_REQUIRE(run.room && casus_arena_protect(&document->arena, spoil_run_parser, &run));
  spoil_check_trees(document);
  if (document->entity) spoil_check_names(document);
  free(run.room);
  free(hints);
  casus_document_close(document);
}

#endif
