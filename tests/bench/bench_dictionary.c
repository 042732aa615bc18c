/* bench_dictionary - how fast a dictionary is compiled, and how fast it goes over a text.
 *
 *     bench_dictionary [PHRASES TEXT]
 *
 * PHRASES holds one phrase a line. Without files: 20,000 names, made of first names and surnames of the
 * shipped people, over the sample articles. The best of several runs counts: the others were disturbed by
 * what else the machine did.
 */
#include "base/file.h"
#include "base/tsv.h"
#include "casus.h"
#include "clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 9, MOST = 100000, MADE = 20000, LEAST_BYTES = 8 << 20 };

static void stop(const char *message) {
  fprintf(stderr, "bench_dictionary: %s\n", message);
  exit(1);
}

static void load(const char *path, casus_buffer *into) {
  casus_error error;
  if (casus_file_read(path, into, &error)) stop(error.message);
}

/* Every first name with every surname, until there are enough. */
static void combine(const casus_tsv *people, casus_buffer *lines) {
  size_t made = 0;
  for (size_t apart = 0; apart < people->rows; apart++)
    for (size_t i = 0; i < people->rows && made < MADE; i++) {
      const casus_string first = casus_tsv_cell(people, i, 0);
      const casus_string last = casus_tsv_cell(people, (i + apart) % people->rows, 0);
      const char *blank = memchr(first.bytes, ' ', first.size), *surname = strrchr(last.bytes, ' ');
      if (!blank || !surname) continue;
      casus_buffer_append(lines, first.bytes, (size_t)(blank - first.bytes));
      casus_buffer_string(lines, surname);
      casus_buffer_byte(lines, '\n');
      made++;
    }
}

struct job {
  casus_arena arena;
  casus_buffer *lines;
};

static void make_phrases(void *argument) {
  static const char *const header[] = {"name", NULL};
  struct job *job = argument;
  casus_tsv people;
  casus_error error;
  if (casus_tsv_read(&people, &job->arena, CASUS_ROOT "/data/actors/people.tsv", header, &error))
    stop(error.message);
  combine(&people, job->lines);
}

static void make_text(casus_buffer *text) {
  load(CASUS_ROOT "/data/articles/2023-05-10-tokyo-office.txt", text);
  load(CASUS_ROOT "/data/articles/2023-06-07-french-objection.txt", text);
  const size_t size = text->size;
  while (text->size < LEAST_BYTES) {
    char *place = casus_buffer_reserve(text, size);
    if (!place) stop("out of memory");
    memcpy(place, text->bytes, size);
    text->size += size;
  }
}

static size_t split_lines(const casus_buffer *lines, casus_phrase *phrases) {
  size_t count = 0;
  for (char *line = lines->bytes, *limit = line + lines->size; line < limit && count < MOST;) {
    char *end = memchr(line, '\n', (size_t)(limit - line));
    if (!end) end = limit;
    if (end > line) {
      phrases[count] = (casus_phrase){{line, (size_t)(end - line)}, CASUS_CASE_AUTO, (uint32_t)count};
      count++;
    }
    line = end + 1;
  }
  return count;
}

static void measure(const casus_phrase *phrases, size_t count, const casus_buffer *text) {
  double built = 1e9, matched = 1e9;
  size_t hits = 0;
  for (int run = 0; run < RUNS; run++) {
    casus_error error;
    const double began = bench_seconds();
    casus_dictionary *dictionary = casus_dictionary_new(phrases, count, NULL, &error);
    if (!dictionary) stop(error.message);
    const double ready = bench_seconds();
    casus_match match = {0};
    for (hits = 0; casus_dictionary_next(dictionary, text->bytes, text->size, match.stop, &match);) hits++;
    const double done = bench_seconds();
    if (ready - began < built) built = ready - began;
    if (done - ready < matched) matched = done - ready;
    casus_dictionary_free(dictionary);
  }
  printf("dictionary: %zu phrases compiled in %.1f ms; %zu matches, %.0f MB/s\n", count, built * 1e3, hits,
         (double)text->size / matched / 1e6);
}

int main(int argc, char **argv) {
  static casus_phrase phrases[MOST];
  casus_buffer lines, text;
  casus_buffer_init(&lines, NULL);
  casus_buffer_init(&text, NULL);
  if (argc == 3) {
    load(argv[1], &lines);
    load(argv[2], &text);
  } else {
    struct job job = {.lines = &lines};
    casus_arena_init(&job.arena, NULL);
    if (!casus_arena_protect(&job.arena, make_phrases, &job)) stop("out of memory");
    casus_arena_free(&job.arena);
    make_text(&text);
  }
  measure(phrases, split_lines(&lines, phrases), &text);
  casus_buffer_free(&lines);
  casus_buffer_free(&text);
  return 0;
}
