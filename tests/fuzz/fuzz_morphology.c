/* The first line, in threes of bytes (place and value), damages a section of lemmas and FEATS; each further
 * one is a form that is looked up in what is left, where it loads. */
#include "unit/bank.h"

#include <stdlib.h>

#define REQUIRE(what) ((what) ? (void)0 : abort())

static void look_up(const casus_morphology *learnt, uint32_t tags, casus_string form) {
  for (uint32_t tag = 0; tag <= tags; tag++) {
    char room[CASUS_MORPHOLOGY_ROOM];
    uint32_t feats, count;
    const casus_string lemma = casus_morphology_find(learnt, form, tag, form.size % 2, room, &feats);
    REQUIRE(casus_utf8_valid(lemma.bytes, lemma.size) == lemma.size);
    REQUIRE(feats < casus_morphology_feats_count(learnt));
    const casus_string string = casus_morphology_feats(learnt, feats);
    REQUIRE(casus_utf8_valid(string.bytes, string.size) == string.size);
    const casus_morphology_candidate *found = casus_morphology_candidates(learnt, form, tag, &count);
    REQUIRE((count > 0) == (tag < tags));
    for (uint32_t i = 0; i < count; i++) REQUIRE(found[i].feats < casus_morphology_feats_count(learnt));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static bank english; /* learnt from once */
  static casus_buffer section;
  casus_morphology learnt;
  if (!section.bytes) {
    casus_buffer_init(&section, NULL);
    REQUIRE(bank_init(&english, bank_english) && bank_train(&english, &section, NULL) == CASUS_OK);
  }
  uint8_t *bytes = malloc(section.size);
  const uint32_t tags = bank_tag_count(&english);
  size_t at = 0;
  REQUIRE(bytes);
  memcpy(bytes, section.bytes, section.size);
  for (; at + 3 <= size && data[at] != '\n'; at += 3)
    bytes[((size_t)data[at] << 8 | data[at + 1]) % section.size] = data[at + 2];
  if (casus_morphology_load(&learnt, bytes, section.size, tags, NULL) == CASUS_OK) {
    while (at < size && data[at] == '\n') {
      const char *form = (const char *)data + ++at;
      while (at < size && data[at] != '\n') at++;
      const size_t length = (size_t)((const char *)data + at - form);
      look_up(&learnt, tags, (casus_string){form, casus_utf8_valid(form, length)});
    }
  }
  free(bytes);
  return 0;
}
