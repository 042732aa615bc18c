/* bench_rules - what extraction and an analyst's rules cost beside the parser.
 *
 *     bench_rules [TEXT]
 *
 * Without TEXT the sample articles are repeated. A hundred rules are made of the first hundred verbs of the
 * lexicon: who did it to whom, with and without a place. The best of several runs counts.
 */
#include "base/file.h"
#include "base/tsv.h"
#include "casus.h"
#include "clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 5, RULES = 100, COPIES = 60, KINDS = 5 };

static void stop(const char *message) {
  fprintf(stderr, "bench_rules: %s\n", message);
  exit(1);
}

/* ---- The rules */

typedef struct making {
  casus_arena arena;
  casus_buffer text;
} making;

static void add_rule(casus_buffer *text, const char *lemma, size_t number) {
  char rule[512];
  snprintf(
      rule, sizeof rule,
      "rule rule-%zu\n  pattern who:[upos=PROPN|NOUN] <nsubj ([lemma=\"%s\" & upos=VERB] >obj what:[]%s)\n"
      "  emit relation type=own source=$who target=$what\n",
      number, lemma, number % 2 ? " ?>obl (where:@countries)" : "");
  casus_buffer_string(text, rule);
}

static void make_rules(void *argument) {
  static const char *const header[] = {"lemma", NULL};
  making *job = argument;
  casus_tsv verbs;
  casus_error error;
  if (casus_tsv_read(&verbs, &job->arena, CASUS_ROOT "/data/lexicon/verbs.tsv", header, &error))
    stop(error.message);
  const char *last = "";
  for (size_t row = 0, made = 0; row < verbs.rows && made < RULES; row++) {
    const char *lemma = casus_tsv_cell(&verbs, row, 0).bytes;
    if (strcmp(lemma, last) != 0) add_rule(&job->text, lemma, made++);
    last = lemma;
  }
}

static casus_matcher *rules_of(const casus_engine *engine) {
  casus_error error;
  making job;
  casus_arena_init(&job.arena, NULL);
  casus_buffer_init(&job.text, NULL);
  if (!casus_arena_protect(&job.arena, make_rules, &job)) stop("out of memory");
  casus_matcher *matcher =
      casus_matcher_rules(engine, "bench", (casus_string){job.text.bytes, job.text.size}, NULL, &error);
  if (!matcher) stop(error.message);
  casus_arena_free(&job.arena);
  casus_buffer_free(&job.text);
  return matcher;
}

/* ---- Measuring */

typedef struct times {
  double parse, rules, extract[KINDS];
  size_t tokens, matches;
} times;

static void measure(const casus_engine *engine, const casus_matcher *rules, const casus_buffer *text,
                    times *best) {
  /* each with those before it, which it needs */
  static const unsigned kinds[KINDS] = {
      1u << CASUS_ENTITY, 1u << CASUS_ENTITY | 1u << CASUS_TIME,
      1u << CASUS_ENTITY | 1u << CASUS_TIME | 1u << CASUS_QUOTE,
      1u << CASUS_ENTITY | 1u << CASUS_TIME | 1u << CASUS_QUOTE | 1u << CASUS_RELATION,
      1u << CASUS_ENTITY | 1u << CASUS_TIME | 1u << CASUS_QUOTE | 1u << CASUS_RELATION | 1u << CASUS_CAUSE};
  const casus_document_options options = {.date = "2023-05-26"};
  casus_error error;
  double at = bench_seconds();
  casus_document *document = casus_document_parse(engine, text->bytes, text->size, &options, &error);
  if (!document) stop(error.message);
  double now = bench_seconds();
  if (now - at < best->parse) best->parse = now - at;
  for (int i = 0; i < KINDS; i++) {
    at = bench_seconds();
    if (!casus_document_extract(document, kinds[i], &error)) stop(error.message);
    now = bench_seconds();
    if (now - at < best->extract[i]) best->extract[i] = now - at;
  }
  at = bench_seconds();
  casus_findings *found = casus_document_match(document, rules, NULL, &error);
  if (!found) stop(error.message);
  now = bench_seconds();
  if (now - at < best->rules) best->rules = now - at;
  best->tokens = casus_document_tokens(document);
  best->matches = found->count;
  casus_findings_free(found);
  casus_document_close(document);
}

int main(int argc, char **argv) {
  casus_buffer text;
  casus_error error;
  casus_buffer_init(&text, NULL);
  if (argc > 1) {
    if (casus_file_read(argv[1], &text, &error)) stop(error.message);
  } else
    for (int i = 0; i < COPIES; i++)
      if (casus_file_read(CASUS_ROOT "/data/articles/2023-05-10-tokyo-office.txt", &text, &error) ||
          casus_file_read(CASUS_ROOT "/data/articles/2023-06-07-french-objection.txt", &text, &error))
        stop(error.message);
  casus_engine *engine = casus_engine_open(CASUS_ROOT "/data", NULL, &error);
  if (!engine) stop(error.message);
  casus_matcher *rules = rules_of(engine);
  times best = {1e9, 1e9, {1e9, 1e9, 1e9, 1e9, 1e9}, 0, 0};
  for (int run = 0; run < RUNS; run++) measure(engine, rules, &text, &best);
  const double parse = best.parse, *extract = best.extract;
  static const char *const names[KINDS] = {"entities", "times", "quotes", "relations", "causes"};
  printf("rules: parsing %zu tokens takes %.3f s; of that", best.tokens, parse);
  for (int i = 0; i < KINDS; i++)
    printf(", %s %.1f %%", names[i], 100 * (extract[i] - (i ? extract[i - 1] : 0)) / parse);
  printf(", together %.1f %%; a hundred rules (%zu matches) %.1f %%\n", 100 * extract[KINDS - 1] / parse,
         best.matches, 100 * best.rules / parse);
  casus_matcher_close(rules);
  casus_engine_close(engine);
  casus_buffer_free(&text);
  return 0;
}
