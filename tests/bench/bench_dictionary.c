/* bench_dictionary PHRASES TEXT: how fast a dictionary is compiled and how fast it goes over a text.
 * PHRASES holds one phrase a line. Prints the best of several runs. */
#include "base/file.h"
#include "bench/clock.h"
#include "casus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 7, MOST = 100000 };

static void load(const char *path, casus_buffer *into) {
  casus_error error;
  casus_buffer_init(into, NULL);
  if (casus_file_read(path, into, &error)) {
    fprintf(stderr, "%s\n", error.message);
    exit(1);
  }
}

static size_t split_lines(casus_buffer *lines, casus_phrase *phrases) {
  size_t count = 0;
  for (char *line = lines->bytes, *limit = line + lines->size; line < limit && count < MOST;) {
    char *stop = memchr(line, '\n', (size_t)(limit - line));
    if (!stop) stop = limit;
    if (stop > line)
      phrases[count++] = (casus_phrase){{line, (size_t)(stop - line)}, CASUS_CASE_AUTO, (uint32_t)count};
    line = stop + 1;
  }
  return count;
}

int main(int argc, char **argv) {
  if (argc != 3) return fprintf(stderr, "usage: bench_dictionary PHRASES TEXT\n"), 2;
  static casus_phrase phrases[MOST];
  casus_buffer lines, text;
  casus_error error;
  load(argv[1], &lines);
  load(argv[2], &text);
  const size_t count = split_lines(&lines, phrases);
  double built = 1e9, matched = 1e9;
  size_t hits = 0;
  for (int run = 0; run < RUNS; run++) {
    const double began = bench_seconds();
    casus_dictionary *dictionary = casus_dictionary_new(phrases, count, NULL, &error);
    if (!dictionary) return fprintf(stderr, "%s\n", error.message), 1;
    const double ready = bench_seconds();
    casus_match match = {0};
    for (hits = 0; casus_dictionary_next(dictionary, text.bytes, text.size, match.stop, &match);) hits++;
    const double done = bench_seconds();
    if (ready - began < built) built = ready - began;
    if (done - ready < matched) matched = done - ready;
    casus_dictionary_free(dictionary);
  }
  printf("dictionary: %zu phrases compiled in %.1f ms; %zu matches, %.0f MB/s\n", count, built * 1e3, hits,
         (double)text.size / matched / 1e6);
  casus_buffer_free(&lines);
  casus_buffer_free(&text);
  return 0;
}
