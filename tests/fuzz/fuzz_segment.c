/* Any bytes: what is valid becomes tokens and sentences that cover the text, and CoNLL-U that can be read
 * back line by line. */
#include "text/characters.h"
#include "text/document.h"

#include <stdlib.h>
#include <string.h>

#define REQUIRE(what) ((what) ? (void)0 : abort())

static bool all_space(const casus_document *document, uint32_t start, uint32_t stop) {
  for (uint32_t size; start < stop; start += size)
    if (casus_class_at(document->text + start, &size) != CASUS_CLASS_SPACE) return false;
  return true;
}

static void check_tokens(const casus_document *document) {
  uint32_t done = 0;
  for (uint32_t i = 0; i < document->token_count; i++) {
    const uint32_t start = document->start[i], stop = document->stop[i];
    REQUIRE(done <= start && start < stop && stop <= document->size);
    REQUIRE(all_space(document, done, start));
    REQUIRE(casus_utf8_valid(document->text + start, stop - start) == stop - start);
    /* White space follows where, and only where, it is said to. */
    const bool space = document->token_flags[i] & CASUS_TOKEN_SPACE_AFTER;
    uint32_t size;
    REQUIRE(space ==
            (stop < document->size && casus_class_at(document->text + stop, &size) == CASUS_CLASS_SPACE));
    REQUIRE(!(document->token_flags[i] & ~(CASUS_TOKEN_SPACE_AFTER | CASUS_TOKEN_JOINED)));
    REQUIRE(casus_document_token_at(document, start) == i &&
            casus_document_token_at(document, stop - 1) == i);
    done = stop;
  }
  REQUIRE(all_space(document, done, document->size));
}

static void check_sentences(const casus_document *document) {
  const uint32_t count = document->sentence_count;
  REQUIRE((count == 0) == (document->token_count == 0));
  REQUIRE(document->first[0] == 0 && document->first[count] == document->token_count);
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t first = document->first[i], last = document->first[i + 1] - 1;
    REQUIRE(first <= last);
    REQUIRE(!(document->token_flags[last] & CASUS_TOKEN_JOINED));
    REQUIRE(casus_document_sentence_of(document, first) == i &&
            casus_document_sentence_of(document, last) == i);
  }
  REQUIRE(count == 0 || document->sentence_flags[0] & CASUS_SENTENCE_PARAGRAPH);
}

/* Counts the lines of words, which have nine tabs, and checks that there are no others but comments and empty
 * ones. */
struct reading {
  uint32_t words, tabs, hyphens;
  char first; /* of the line */
};

static void end_line(struct reading *self) {
  if (self->first && self->first != '#') {
    REQUIRE(self->tabs == 9);
    self->words += self->hyphens == 0;
  }
  *self = (struct reading){.words = self->words};
}

static bool read_conllu(void *context, const char *bytes, size_t size) {
  struct reading *self = context;
  for (size_t i = 0; i < size; i++) {
    if (bytes[i] == '\n') {
      end_line(self);
      continue;
    }
    if (!self->first) self->first = bytes[i];
    self->tabs += bytes[i] == '\t';
    self->hyphens += bytes[i] == '-' && self->tabs == 0;
  }
  return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static casus_engine *engine; /* made once: loading it takes longer than most inputs do */
  if (!engine) engine = casus_engine_open(CASUS_ROOT "/data", NULL, NULL);
  REQUIRE(engine);
  casus_error error = {0};
  const size_t valid = casus_utf8_valid((const char *)data, size);
  casus_document *document = casus_document_parse(engine, (const char *)data, size, NULL, &error);
  if (!document) {
    REQUIRE(error.code == CASUS_FORMAT && error.position == valid && valid < size);
    document = casus_document_parse(engine, (const char *)data, valid, NULL, &error);
  }
  REQUIRE(document);
  check_tokens(document);
  check_sentences(document);
  struct reading reading = {0};
  REQUIRE(casus_document_conllu(document, NULL, read_conllu, &reading, &error) == CASUS_OK);
  REQUIRE(reading.words == document->token_count);
  casus_document_close(document);
  return 0;
}
