#include "parse/tagger.h"

/* Whether a class can stand between two others only: inside of a name, or at its end. */
static bool goes_on(uint32_t class) {
  const casus_entity_place place = casus_entity_place_of((uint8_t) class);
  return class != 0 && (place == CASUS_ENTITY_INSIDE || place == CASUS_ENTITY_END);
}

/* Whether nothing of a name is missing behind a class. */
static bool is_whole(uint32_t class) {
  return class == 0 || casus_entity_ends((uint8_t) class);
}

/* The better of the two classes behind which a name with this label can go on. */
static uint32_t begun(const int64_t *sums, uint32_t class) {
  const casus_entity_label label = casus_entity_label_of((uint8_t) class);
  const uint32_t begin = casus_entity_class(label, CASUS_ENTITY_BEGIN),
                 inside = casus_entity_class(label, CASUS_ENTITY_INSIDE);
  return sums[inside] > sums[begin] ? inside : begin;
}

static uint32_t best_whole(const int64_t *sums) {
  uint32_t best = 0;
  for (uint32_t i = 1; i < CASUS_ENTITY_CLASSES; i++)
    if (is_whole(i) && sums[i] > sums[best]) best = i;
  return best;
}

void casus_tagger_decode(const int32_t *scores, uint32_t count, uint8_t *classes, uint8_t *back) {
  static const int64_t NEVER = INT64_MIN / 2;
  int64_t sums[CASUS_ENTITY_CLASSES], next[CASUS_ENTITY_CLASSES];
  for (uint32_t i = 0; i < CASUS_ENTITY_CLASSES; i++) sums[i] = i ? NEVER : 0;
  for (uint32_t at = 0; at < count; at++) {
    const int32_t *const row = scores + (size_t)at * CASUS_TAGGER_OUTPUTS;
    uint8_t *const from = back + (size_t)at * CASUS_ENTITY_CLASSES;
    const uint32_t whole = best_whole(sums);
    for (uint32_t i = 0; i < CASUS_ENTITY_CLASSES; i++) {
      from[i] = (uint8_t)(goes_on(i) ? begun(sums, i) : whole);
      next[i] = sums[from[i]] + row[i];
    }
    for (uint32_t i = 0; i < CASUS_ENTITY_CLASSES; i++) sums[i] = next[i];
  }
  uint32_t class = best_whole(sums);
  for (uint32_t at = count; at-- > 0;) {
    classes[at] = (uint8_t) class;
    class = back[(size_t)at * CASUS_ENTITY_CLASSES + class];
  }
}
