/* arm64 DATA MODEL TEXT BEAM: splits and parses a text and writes CoNLL-U; what arm64.sh builds for two kinds
 * of machine, with no more of the library than that takes. Without arguments it says how many ways to
 * multiply there are. */
#include "base/file.h"
#include "parse/parser.h"
#include "text/segment.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct job {
  casus_arena arena;
  const char *data;
  casus_segmenter *segmenter;
  casus_parser parser;
  casus_document *document;
  uint32_t beam;
  void *room;
  casus_error error;
} job;

static void load(void *argument) {
  job *self = argument;
  casus_segmenter_load(&self->segmenter, &self->arena,
                       casus_arena_format(&self->arena, "%s/text", self->data), &self->error);
}

static void split(void *argument) {
  const job *self = argument;
  casus_segment(self->segmenter, self->document);
  casus_parser_split(&self->parser, self->segmenter, self->document);
}

static void parse(void *argument) {
  const job *self = argument;
  casus_parser_run(&self->parser, self->document, self->beam, NULL, self->room);
}

static bool print(void *context, const char *bytes, size_t size) {
  return fwrite(bytes, 1, size, context) == size;
}

/* The names that the tagger finds, without a dictionary to help it. */
static void print_names(const casus_document *document) {
  casus_token token;
  for (uint32_t i = 1; casus_document_token(document, i, &token); i++)
    if (token.entity.size) printf("# name %u %s %d\n", (unsigned)i, token.entity.bytes, token.begins);
}

static int stop(const char *message) {
  fprintf(stderr, "arm64: %s\n", message);
  return 1;
}

int main(int argc, char **argv) {
  enum { ALIGNMENT = 64 };
  job self = {.error = {.code = CASUS_OK}};
  casus_buffer text;
  casus_multiply *ways[CASUS_MOST_WAYS];
  if (argc == 1) return printf("%zu\n", casus_products_ways(ways)) < 0;
  if (argc != 5) return stop("usage: arm64 DATA MODEL TEXT BEAM");
  self.data = argv[1];
  self.beam = (uint32_t)atoi(argv[4]);
  casus_arena_init(&self.arena, NULL);
  casus_buffer_init(&text, NULL);
  if (!casus_arena_protect(&self.arena, load, &self)) return stop("out of memory");
  if (!self.segmenter ||
      casus_parser_open(&self.parser, argv[2], &casus_allocator_default, &self.error) != CASUS_OK ||
      casus_file_read(argv[3], &text, &self.error) != CASUS_OK)
    return stop(self.error.message);
  const casus_document_options options = {.id = "text"};
  self.document = casus_document_new(text.bytes, text.size, &options, &casus_allocator_default, &self.error);
  if (!self.document) return stop(self.error.message);
  casus_arena *const arena = &self.document->arena;
  if (!casus_arena_protect(arena, split, &self)) return stop("out of memory");
  const size_t size = casus_parser_room(&self.parser, self.document, self.beam);
  self.room = aligned_alloc(ALIGNMENT, (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
  if (!self.room || !casus_arena_protect(arena, parse, &self)) return stop("out of memory");
  if (casus_document_conllu(self.document, NULL, print, stdout, &self.error) != CASUS_OK)
    return stop(self.error.message);
  print_names(self.document);
  free(self.room);
  casus_document_close(self.document);
  casus_parser_close(&self.parser);
  casus_buffer_free(&text);
  casus_arena_free(&self.arena);
  return 0;
}
