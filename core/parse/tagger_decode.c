#include "parse/tagger.h"

/* Classes lie as text/entity.h numbers them: 0, then the places of each label. */
enum {
  LABELS = CASUS_ENTITY_LABELS - 1,
  BEGIN = CASUS_ENTITY_BEGIN,
  INSIDE = CASUS_ENTITY_INSIDE,
  END = CASUS_ENTITY_END,
  SINGLE = CASUS_ENTITY_SINGLE,
};

static uint32_t class_of(uint32_t label, uint32_t place) {
  return 1 + label * CASUS_ENTITY_PLACES + place;
}

static uint8_t best_class(const int32_t *scores) {
  int32_t most = scores[0];
  for (uint32_t i = 1; i < CASUS_ENTITY_CLASSES; i++) most = scores[i] > most ? scores[i] : most;
  uint8_t best = 0;
  while (scores[best] != most) best++;
  return best;
}

/* The best class of each word; whether these are whole names, so that nothing can be better. */
static bool take_best(const int32_t *scores, uint32_t count, uint8_t *classes) {
  casus_entity_label open = CASUS_ENTITY_NONE;
  bool good = true;
  for (uint32_t i = 0; i < count; i++) {
    const uint8_t class = classes[i] = best_class(scores + (size_t)i * CASUS_TAGGER_OUTPUTS);
    if (!class && !open) continue;
    const casus_entity_label label = casus_entity_label_of(class);
    good = good && open == (class && !casus_entity_begins(class) ? label : CASUS_ENTITY_NONE);
    open = class && !casus_entity_ends(class) ? label : CASUS_ENTITY_NONE;
  }
  return good && !open;
}

/* The best class behind which nothing is missing of a name. */
static uint32_t best_whole(const int64_t *sums) {
  uint32_t best = 0;
  for (uint32_t label = 0; label < LABELS; label++) {
    const uint32_t end = class_of(label, END), single = class_of(label, SINGLE);
    if (sums[end] > sums[best]) best = end;
    if (sums[single] > sums[best]) best = single;
  }
  return best;
}

/* The sums of the best sequences up to a word, given those up to the one before it, and where they came from.
 */
static void step(int64_t *sums, const int32_t *scores, uint8_t *from) {
  const uint32_t whole = best_whole(sums);
  const int64_t closed = sums[whole];
  for (uint32_t label = 0; label < LABELS; label++) {
    const uint32_t begin = class_of(label, BEGIN), inside = class_of(label, INSIDE);
    const uint32_t open = sums[inside] > sums[begin] ? inside : begin;
    const int64_t going_on = sums[open];
    from[begin] = from[class_of(label, SINGLE)] = (uint8_t)whole;
    from[inside] = from[class_of(label, END)] = (uint8_t)open;
    sums[begin] = closed + scores[begin];
    sums[inside] = going_on + scores[inside];
    sums[class_of(label, END)] = going_on + scores[class_of(label, END)];
    sums[class_of(label, SINGLE)] = closed + scores[class_of(label, SINGLE)];
  }
  from[0] = (uint8_t)whole;
  sums[0] = closed + scores[0];
}

void casus_tagger_decode(const int32_t *scores, uint32_t count, uint8_t *classes, uint8_t *back) {
  static const int64_t NEVER = INT64_MIN / 2;
  int64_t sums[CASUS_ENTITY_CLASSES];
  if (take_best(scores, count, classes)) return;
  for (uint32_t i = 0; i < CASUS_ENTITY_CLASSES; i++) sums[i] = i ? NEVER : 0;
  for (uint32_t at = 0; at < count; at++)
    step(sums, scores + (size_t)at * CASUS_TAGGER_OUTPUTS, back + (size_t)at * CASUS_ENTITY_CLASSES);
  uint32_t class = best_whole(sums);
  for (uint32_t at = count; at-- > 0;) {
    classes[at] = (uint8_t) class;
    class = back[(size_t)at * CASUS_ENTITY_CLASSES + class];
  }
}
