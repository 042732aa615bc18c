/* The first byte is the beam, the rest a text: what is valid of it becomes trees, the same each time, with a
 * model that was trained here for a moment: it is often wrong, and its trees have cycles to be broken. */
#include "unit/little.h"
#include "unit/spoil.h"

#include <unistd.h>

#define REQUIRE(what) ((what) ? (void)0 : abort())

static casus_engine *engine;

static void prepare(void) {
  char bank[256], model[256];
  const casus_engine_options options = {.model = model};
  little_path(bank, "fuzz-parse-XXXXXX");
  const int file = mkstemp(bank);
  REQUIRE(file >= 0 && close(file) == 0);
  snprintf(model, sizeof model, "%.200s.model", bank);
  REQUIRE(little_write_bank(bank, little_english, 2) && little_train(bank, model, 4, 1, NULL) == CASUS_OK);
  engine = casus_engine_open(CASUS_ROOT "/data", &options, NULL);
  REQUIRE(engine);
  remove(bank);
  remove(model);
}

static casus_document *parse(const char *text, size_t size, unsigned beam) {
  const casus_document_options options = {.id = "fuzz", .beam = beam};
  casus_document *document = casus_document_parse(engine, text, size, &options, NULL);
  REQUIRE(document);
  spoil_check_trees(document);
  return document;
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Training is no part of an input's time. */
int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc, (void)argv;
  prepare();
  return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0) return 0;
  const char *text = (const char *)data + 1;
  const unsigned beam = data[0] % 65;
  const size_t valid = casus_utf8_valid(text, size - 1);
  casus_document *first = parse(text, valid, beam), *second = parse(text, valid, beam);
  REQUIRE(casus_document_tokens(first) == casus_document_tokens(second));
  for (uint32_t i = 1; i <= casus_document_tokens(first); i++) {
    casus_token a, b;
    casus_document_token(first, i, &a);
    casus_document_token(second, i, &b);
    REQUIRE(a.head == b.head && strcmp(a.deprel.bytes, b.deprel.bytes) == 0);
    REQUIRE(strcmp(a.upos.bytes, b.upos.bytes) == 0 && strcmp(a.lemma.bytes, b.lemma.bytes) == 0);
    REQUIRE(a.deprel.size > 0 && (a.head == 0) == (strcmp(a.deprel.bytes, "root") == 0));
  }
  casus_document_close(first);
  casus_document_close(second);
  return 0;
}
