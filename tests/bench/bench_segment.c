/* bench_segment - how fast text becomes tokens and sentences.
 *
 *     bench_segment [FILE]
 *
 * FILE holds plain text; without one a paragraph of news is repeated. The best of several runs counts: the
 * others were disturbed by what else the machine did.
 */
#include "base/buffer.h"
#include "base/file.h"
#include "clock.h"

#include <stdio.h>

enum { RUNS = 7, LEAST_BYTES = 8 << 20 };

static const char paragraph[] =
    "The foreign minister said on Tuesday that the plan to open an office in the capital \"doesn't change a "
    "thing\", "
    "although officials in Washington, D.C. had called it a $1.13bn mistake. Mr. Sato, who took over in "
    "mid-2021, told "
    "reporters at about 10:30 a.m. that talks with the U.S. would go on. \"We can't wait,\" he added.\n\n";

static void fill(casus_buffer *text) {
  while (text->size < LEAST_BYTES) casus_buffer_append(text, paragraph, sizeof paragraph - 1);
}

static int measure(const casus_engine *engine, const casus_buffer *text) {
  double best = 0;
  uint32_t tokens = 0, sentences = 0;
  for (int i = 0; i < RUNS; i++) {
    casus_error error;
    const double began = bench_seconds();
    casus_document *document = casus_document_parse(engine, text->bytes, text->size, NULL, &error);
    const double seconds = bench_seconds() - began;
    if (!document) return fprintf(stderr, "bench_segment: %s\n", error.message), 1;
    if (i == 0 || seconds < best) best = seconds;
    tokens = casus_document_tokens(document);
    sentences = casus_document_sentences(document);
    casus_document_close(document);
  }
  printf("segment: %.1f MB/s, %.1f million tokens/s (%.1f MB, %u tokens, %u sentences, best of %d runs)\n",
         (double)text->size / best / 1e6, tokens / best / 1e6, (double)text->size / 1e6, tokens, sentences,
         RUNS);
  return 0;
}

int main(int argc, char **argv) {
  casus_error error;
  casus_buffer text;
  casus_buffer_init(&text, NULL);
  if (argc < 2)
    fill(&text);
  else if (casus_file_read(argv[1], &text, &error))
    return fprintf(stderr, "bench_segment: %s\n", error.message), 1;
  const casus_engine_options rules = {
      .model = ""}; /* tokeniser and splitter alone; program.sh measures the parser */
  casus_engine *engine = casus_engine_open(CASUS_ROOT "/data", &rules, &error);
  if (!engine) return fprintf(stderr, "bench_segment: %s\n", error.message), 1;
  const int status = measure(engine, &text);
  casus_engine_close(engine);
  casus_buffer_free(&text);
  return status;
}
