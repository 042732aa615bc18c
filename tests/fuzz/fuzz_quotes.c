/* Any words under any trees: quotations lie in the text, their pieces are in order and in the span, and what
 * speaks or reports is not empty. The bytes choose words, tags and heads; every tree is one. */
#include "trees.h"

static const char *const words[] = {
    "said",       "told",  "that",   "according", "to",  "he",    "China",  "NATO", "wants",
    "claim",      "calls", "for",    "as",        "the", "plan",  "is",     "bad",  "leave",
    "\"",         "“",     "”",      "''",        ",",   ".",     ":",      "\n\n", "?",
    "reportedly", "not",   "called", "who",       "it",  "urged", "France", "and",  "say"};

static void check(const casus_record *record, size_t size) {
  const casus_part *parts[] = {&record->as.quote.speaker, &record->as.quote.cue};
  REQUIRE(record->start < record->stop && record->stop <= size);
  for (size_t i = 0; i < 2; i++)
    REQUIRE(parts[i]->start == CASUS_NONE || (parts[i]->start < parts[i]->stop && parts[i]->stop <= size));
  const casus_span *spans = record->as.quote.spans;
  const size_t count = record->as.quote.span_count;
  for (size_t i = 0; i < count; i++) {
    REQUIRE(spans[i].start < spans[i].stop);
    REQUIRE(i == 0 || spans[i].start >= spans[i - 1].stop);
  }
  if (count) REQUIRE(spans[0].start == record->start && spans[count - 1].stop == record->stop);
  REQUIRE(record->as.quote.mode && record->confidence > 0 && record->confidence <= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const fuzz_plan plan = {words, sizeof words / sizeof *words, "say", CASUS_QUOTE, check};
  return fuzz_trees(&plan, data, size);
}
