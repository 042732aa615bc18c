#include "text/entity.h"

#include <string.h>

static const char *const names[CASUS_ENTITY_LABELS] = {"",    "PERSON", "NORP",  "FAC", "ORG",
                                                       "GPE", "LOC",    "EVENT", "LAW", "PRODUCT"};

const char *casus_entity_name(casus_entity_label label) {
  return names[label];
}

casus_entity_label casus_entity_find(casus_string name) {
  for (unsigned i = 1; i < CASUS_ENTITY_LABELS; i++)
    if (strlen(names[i]) == name.size && memcmp(names[i], name.bytes, name.size) == 0)
      return (casus_entity_label)i;
  return CASUS_ENTITY_NONE;
}

void casus_entity_mark(uint8_t *column, uint32_t first, uint32_t limit, casus_entity_label label) {
  const bool single = limit == first + 1;
  for (uint32_t i = first; i < limit; i++)
    column[i] = casus_entity_class(label, single           ? CASUS_ENTITY_SINGLE
                                          : i == first     ? CASUS_ENTITY_BEGIN
                                          : i + 1 == limit ? CASUS_ENTITY_END
                                                           : CASUS_ENTITY_INSIDE);
}
