/* morphology.h - the lemma and the features (FEATS) of a word from its form and its tag.
 *
 * What was learnt from a treebank lies in one section of a model file, which is read where it is mapped. Of a
 * form that is known with its tag it says the lemma and all FEATS that were seen; for another form it has
 * rules by suffix and tag: how the lemma is made from the form, whether capitals stay, and the likeliest
 * FEATS. A tag is the number of a pair of UPOS and XPOS in the model's table of tags.
 */
#ifndef CASUS_PARSE_MORPHOLOGY_H
#define CASUS_PARSE_MORPHOLOGY_H

#include "base/buffer.h"
#include "parse/treebank.h"

enum {
  /* Bytes of the longest form that is looked at; a longer one is its own lemma. */
  CASUS_MORPHOLOGY_LONGEST = 128,
  /* Bytes for a lemma that is neither part of the form nor of the section. */
  CASUS_MORPHOLOGY_ROOM = 256,
};

/* FEATS that a form or a tag was seen with. */
typedef struct casus_morphology_candidate {
  uint32_t feats; /* for casus_morphology_feats */
  uint32_t count; /* how often; 1 where nothing else was seen */
} casus_morphology_candidate;

/* Points into the section; may be shared by threads. */
typedef struct casus_morphology {
  const struct casus_morphology_header *header;
  const uint32_t *groups;    /* of each tag: a number that all tags of one UPOS have */
  const uint32_t *tag_lists; /* of each tag: the list of its FEATS */
  const struct casus_morphology_rule *rules;
  const struct casus_morphology_range *choices; /* in `choice_rules`: rules for one suffix */
  const uint32_t *choice_rules;
  const struct casus_morphology_range *feats; /* in `text` */
  const struct casus_morphology_range *lists; /* in `candidates` */
  const casus_morphology_candidate *candidates;
  const struct casus_morphology_entry *entries;
  const uint32_t *buckets; /* one more than there are: the first slot of each */
  const struct casus_morphology_slot *slots;
  const char *text;
} casus_morphology;

/* Reads a section of `size` bytes for a model with `tags` tags. `bytes` is aligned to 8 bytes and must
 * outlive `self`; nothing is allocated. Every number in it is checked: CASUS_FORMAT with its byte as position
 * where it is no such section, and then `self` may not be used. */
casus_status casus_morphology_load(casus_morphology *self, const void *bytes, size_t size, uint32_t tags,
                                   casus_error *error);

/* The lemma of a form (valid UTF-8), and its FEATS as a number into `*feats`. `first`: the word is the first
 * of its sentence. The lemma lies in `form`, in the section or in `room`. A lemma that the treebank leaves
 * open (`_`) is the empty string. */
casus_string casus_morphology_find(const casus_morphology *self, casus_string form, uint32_t tag, bool first,
                                   char room[CASUS_MORPHOLOGY_ROOM], uint32_t *feats);

/* The FEATS that a form was seen with as `tag`, the most frequent first; those of the tag where the form is
 * not known with it. At least one where `tag` is one of the model's. */
const casus_morphology_candidate *casus_morphology_candidates(const casus_morphology *self, casus_string form,
                                                              uint32_t tag, uint32_t *count);

/* How many FEATS there are, and the string of one of them, as CoNLL-U has it; number 0 is the empty string.
 */
uint32_t casus_morphology_feats_count(const casus_morphology *self);
casus_string casus_morphology_feats(const casus_morphology *self, uint32_t number);

/* Appends the section learnt from `bank` to `into`. `tags` has the tag of each of its words, a number below
 * `tag_count`; all words of a tag have one UPOS. The same bank and tags give the same bytes everywhere. */
casus_status casus_morphology_train(const casus_treebank *bank, const uint32_t *tags, uint32_t tag_count,
                                    casus_buffer *into, casus_error *error);

#endif
