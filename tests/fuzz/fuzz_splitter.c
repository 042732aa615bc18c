/* Any bytes as the section of a sentence splitter: refused, or safe to run. And a section of any weights on
 * any text: its sentences cover the tokens, its tokens the text, and blank lines end sentences. */
#include "parse/splitter.h"
#include "parse/splitter_section.h"
#include "text/document.h"

#include <stdlib.h>
#include <string.h>

#define REQUIRE(what) ((what) ? (void)0 : abort())

static casus_arena tables;
static casus_segmenter *words;

static void load_tables(void *argument) {
  (void)argument;
  REQUIRE(casus_segmenter_load(&words, &tables, CASUS_ROOT "/data/text", NULL) == CASUS_OK);
}

typedef struct running {
  const casus_splitter *splitter; /* NULL: by rules only */
  casus_document *document;
} running;

static void run(void *argument) {
  running *job = argument;
  casus_segment(words, job->document);
  if (job->splitter) casus_splitter_run(job->splitter, words, job->document);
}

static casus_document *split(const casus_splitter *splitter, const char *text, size_t size) {
  casus_document *document = casus_document_new(text, size, NULL, NULL, NULL);
  REQUIRE(document);
  running job = {splitter, document};
  REQUIRE(casus_arena_protect(&document->arena, run, &job));
  return document;
}

static uint32_t solid_bytes(const casus_document *self) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < self->token_count; i++) {
    REQUIRE(self->start[i] < self->stop[i] && self->stop[i] <= self->size);
    REQUIRE(i == 0 || self->stop[i - 1] <= self->start[i]);
    const bool space = self->token_flags[i] & CASUS_TOKEN_SPACE_AFTER;
    const uint32_t next = i + 1 < self->token_count ? self->start[i + 1] : self->size;
    REQUIRE(space == (next > self->stop[i]));
    sum += self->stop[i] - self->start[i];
  }
  return sum;
}

static uint32_t paragraphs(const casus_document *self) {
  uint32_t sum = 0;
  REQUIRE((self->sentence_count == 0) == (self->token_count == 0));
  REQUIRE(self->first[0] == 0 && self->first[self->sentence_count] == self->token_count);
  for (uint32_t i = 0; i < self->sentence_count; i++) {
    REQUIRE(self->first[i] < self->first[i + 1]);
    REQUIRE(!(self->token_flags[self->first[i + 1] - 1] & CASUS_TOKEN_JOINED));
    sum += self->sentence_flags[i] & CASUS_SENTENCE_PARAGRAPH;
  }
  return sum;
}

static void check(const casus_splitter *splitter, const char *text, size_t size) {
  casus_document *rules = split(NULL, text, size), *document = split(splitter, text, size);
  REQUIRE(solid_bytes(rules) == solid_bytes(document));
  REQUIRE(paragraphs(rules) == paragraphs(document));
  casus_document_close(rules);
  casus_document_close(document);
}

enum { BITS = CASUS_SPLITTER_LEAST_BITS };

typedef struct section {
  casus_splitter_header header;
  int8_t weights[1 << BITS];
  uint32_t lexicon[4 << BITS];
} section;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char sample[] = "Mr. Lee left the U.S. He can't \"go\".\n\n- So what?! No. 5, etc.\nThe end.";
  casus_splitter splitter;
  if (!words) {
    casus_arena_init(&tables, NULL);
    REQUIRE(casus_arena_protect(&tables, load_tables, NULL));
  }
  uint64_t *copy = malloc(size ? size : 1); /* of this very size: a sanitizer sees what is read beyond it */
  REQUIRE(copy);
  if (size) memcpy(copy, data, size);
  if (casus_splitter_load(&splitter, copy, size, NULL) == CASUS_OK)
    check(&splitter, sample, sizeof sample - 1);
  free(copy);

  _Alignas(8) section made;
  if (size < sizeof made) return 0;
  memcpy(&made, data, sizeof made);
  made.header.magic = CASUS_SPLITTER_MAGIC;
  made.header.weight_bits = made.header.lexicon_bits = BITS;
  REQUIRE(casus_splitter_load(&splitter, &made, sizeof made, NULL) == CASUS_OK);
  const char *text = (const char *)data + sizeof made;
  size_t valid = size - sizeof made;
  if (valid) valid = casus_utf8_valid(text, valid);
  check(&splitter, text, valid);
  return 0;
}
