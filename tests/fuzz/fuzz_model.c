/* A model file, and a text to parse with it. Bytes that begin as a model does are the file as it is, but for
 * its checksum and size, which are put right. Else the first line, in fours of bytes (three of place, one of
 * value), damages a model that was trained here, and the rest is the text. Whatever opens makes trees. */
#include "unit/little.h"
#include "unit/spoil.h"

#include <sys/mman.h>
#include <unistd.h>

#define REQUIRE(what) ((what) ? (void)0 : abort())

static casus_buffer trained;
static casus_engine *engine; /* without a model: it splits the text */

static void prepare(void) {
  char bank[256], model[256];
  const casus_engine_options options = {.model = ""};
  engine = casus_engine_open(CASUS_ROOT "/data", &options, NULL);
  casus_buffer_init(&trained, NULL);
  little_path(bank, "fuzz-model-XXXXXX");
  const int file = mkstemp(bank);
  REQUIRE(engine && file >= 0 && close(file) == 0);
  snprintf(model, sizeof model, "%.200s.model", bank);
  casus_error error;
  REQUIRE(little_write_bank(bank, little_english, 2) && little_train(bank, model, 4, 1, NULL) == CASUS_OK);
  REQUIRE(little_train_names(model, model, 4, &error) == CASUS_OK);
  REQUIRE(casus_file_read(model, &trained, NULL) == CASUS_OK);
  remove(bank);
  remove(model);
}

static void parse(char *bytes, size_t size, const char *text, size_t length) {
  char path[64];
  casus_parser parser;
  casus_error error = {.code = CASUS_OK};
  const int file = memfd_create("model", 0);
  const uint64_t whole = size;
  if (size > SPOIL_SECTIONS) {
    memcpy(bytes + SPOIL_SIZE, &whole, sizeof whole);
    spoil_seal(bytes, size);
  }
  REQUIRE(file >= 0 && write(file, bytes, size) == (ssize_t)size);
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  if (casus_parser_open(&parser, path, &casus_allocator_default, &error) == CASUS_OK) {
    spoil_parse(&parser, engine, text, casus_utf8_valid(text, length), length % 2 ? 1 : 4);
    casus_parser_close(&parser);
  } else {
    REQUIRE(strstr(error.message, path));
  }
  close(file);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc, (void)argv;
  prepare();
  return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char text[] = "The minister met an envoy. Boats left!";
  size_t at = 0;
  const bool whole = size >= 8 && memcmp(data, "CASUSMDL", 8) == 0;
  const size_t count = whole ? size : trained.size;
  char *bytes = malloc(count);
  REQUIRE(bytes);
  memcpy(bytes, whole ? (const char *)data : trained.bytes, count);
  for (; !whole && at + 4 <= size && data[at] != '\n'; at += 4)
    bytes[((size_t)data[at] << 16 | (size_t)data[at + 1] << 8 | data[at + 2]) % count] = (char)data[at + 3];
  if (whole || at == size)
    parse(bytes, count, text, sizeof text - 1);
  else
    parse(bytes, count, (const char *)data + at, size - at);
  free(bytes);
  return 0;
}
