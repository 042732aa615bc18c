/* Any words under any trees: causes and effects lie in the text and in the span of their record, and have
 * nothing in common; a sign follows from the polarity and the changes. The bytes choose words, tags and
 * heads; every tree is one. */
#include "trees.h"

static const char *const words[] = {
    "because", "of",   "led",   "to",      "caused",    "which",     "this",   "prevents", "flooding",
    "due",     "in",   "order", "protest", "against",   "killed",    "attack", "reduced",  "the",
    "lack",    "rain", "so",    "that",    "if",        "not",       "may",    "makes",    "it",
    "harder",  "\n\n", ",",     ".",       "demanding", "expansion", "by",     "said",     "and"};

static void check(const casus_record *record, size_t size) {
  const casus_part *cause = &record->as.cause.cause, *effect = &record->as.cause.effect;
  const casus_part *parts[] = {cause, effect, &record->as.cause.signal};
  REQUIRE(record->start < record->stop && record->stop <= size);
  for (size_t i = 0; i < 3; i++) {
    if (i == 2 && parts[i]->start == CASUS_NONE) continue;
    REQUIRE(parts[i]->start < parts[i]->stop);
    REQUIRE(parts[i]->start >= record->start && parts[i]->stop <= record->stop);
    REQUIRE(parts[i]->change >= -1 && parts[i]->change <= 1);
  }
  REQUIRE(cause->stop <= effect->start || effect->stop <= cause->start);
  const int sign =
      record->as.cause.polarity * (cause->change ? cause->change : 1) * (effect->change ? effect->change : 1);
  REQUIRE(record->as.cause.sign == sign && record->as.cause.hedge);
  REQUIRE(record->extractor && record->confidence > 0 && record->confidence <= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const fuzz_plan plan = {words, sizeof words / sizeof *words, "cause", CASUS_CAUSE, check};
  return fuzz_trees(&plan, data, size);
}
