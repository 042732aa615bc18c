/* Any words under any trees: events and what lasts have sides in the text, a type and a modality; trigger and
 * sides are not empty. */
#include "trees.h"

static const char *const words[] = {
    "President", "NATO",       "member", "of",    "the",    "China",     "Japan", "accused",   "met",
    "ally",      "based",      "in",     "Paris", "former", "Joe Biden", ",",     ".",         "army",
    "said",      "attack",     "on",     "talks", "with",   "between",   "and",   "sanctions", "will",
    "not",       "agreed",     "to",     "Texas", "leader", "dubbed",    "wing",  "police",    "protesters",
    "2014",      "ambassador", "Hamas",  "who",   "French", "\n\n",      "'s",    "by"};

static void check(const casus_record *record, size_t size) {
  const casus_part *source = &record->as.relation.source, *target = &record->as.relation.target;
  const casus_part *parts[] = {source, target, &record->as.relation.trigger};
  REQUIRE(record->start < record->stop && record->stop <= size);
  for (size_t i = 0; i < 3; i++)
    REQUIRE(parts[i]->start == CASUS_NONE || (parts[i]->start < parts[i]->stop && parts[i]->stop <= size));
  REQUIRE(record->as.relation.type && record->as.relation.modality);
  REQUIRE(record->extractor && record->confidence > 0 && record->confidence <= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const fuzz_plan plan = {words, sizeof words / sizeof *words, "accuse", CASUS_RELATION, check};
  return fuzz_trees(&plan, data, size);
}
