#include "parse/morphology_format.h"

#include "base/error.h"
#include "base/utf8.h"

#include <string.h>

/* ---- Loading */

typedef struct loading {
  const char *bytes;
  size_t size, at;
} loading;

/* The array of `count` elements of `size` bytes that comes next; NULL where the section is too short. */
static const void *take(loading *self, uint32_t count, size_t size) {
  const char *array = self->bytes + self->at;
  if (count >= CASUS_MORPHOLOGY_NUMBERS || (self->size - self->at) / size < count) return NULL;
  self->at += count * size;
  return array;
}

static bool take_arrays(casus_morphology *self, loading *job) {
  const casus_morphology_header *header = self->header = take(job, 1, sizeof *header);
  return header && header->version == CASUS_MORPHOLOGY_VERSION &&
         (self->groups = take(job, header->tags, sizeof *self->groups)) &&
         (self->tag_lists = take(job, header->tags, sizeof *self->tag_lists)) &&
         (self->rules = take(job, header->rules, sizeof *self->rules)) &&
         (self->choices = take(job, header->choices, sizeof *self->choices)) &&
         (self->choice_rules = take(job, header->choice_rules, sizeof *self->choice_rules)) &&
         (self->feats = take(job, header->feats, sizeof *self->feats)) &&
         (self->lists = take(job, header->lists, sizeof *self->lists)) &&
         (self->candidates = take(job, header->candidates, sizeof *self->candidates)) &&
         (self->entries = take(job, header->entries, sizeof *self->entries)) &&
         (self->buckets = take(job, header->buckets, sizeof *self->buckets)) &&
         (self->slots = take(job, header->slots, sizeof *self->slots)) &&
         (self->text = take(job, header->text, 1)) && job->at == job->size;
}

static bool in_range(uint32_t first, uint32_t count, uint32_t limit) {
  return first <= limit && count <= limit - first;
}

static bool is_text(const casus_morphology *self, uint32_t first, uint32_t count) {
  return in_range(first, count, self->header->text) && casus_utf8_valid(self->text + first, count) == count;
}

static bool check_rule(const casus_morphology *self, const casus_morphology_rule *rule) {
  if (!is_text(self, rule->text, rule->front_size)) return false;
  if (!is_text(self, rule->text + rule->front_size, rule->back_size)) return false;
  if (rule->back == CASUS_MORPHOLOGY_WHOLE) return rule->front == 0 && rule->front_size == 0;
  if (rule->front == CASUS_MORPHOLOGY_DROP)
    return rule->back == 0 && rule->front_size == 0 && rule->back_size == 1;
  return rule->front_size <= CASUS_MORPHOLOGY_ADDED && rule->back_size <= CASUS_MORPHOLOGY_ADDED &&
         in_range(rule->text + rule->front_size + rule->back_size, (uint32_t)rule->front + rule->back,
                  self->header->text);
}

static bool check_entry(const casus_morphology *self, const casus_morphology_entry *entry) {
  return entry->rule < self->header->rules && entry->letters < CASUS_MORPHOLOGY_CASES &&
         entry->feats < self->header->feats && entry->list < self->header->lists;
}

/* The place of the first array element that is not as it must be, or NULL. */
static const void *find_wrong(const casus_morphology *self) {
  const casus_morphology_header *header = self->header;
  for (uint32_t i = 0; i < header->tags; i++)
    if (self->tag_lists[i] >= header->lists) return &self->tag_lists[i];
  for (uint32_t i = 0; i < header->rules; i++)
    if (!check_rule(self, &self->rules[i])) return &self->rules[i];
  for (uint32_t i = 0; i < header->choices; i++) {
    const casus_morphology_range choice = self->choices[i];
    if (choice.count == 0 || choice.count > CASUS_MORPHOLOGY_CHOICE ||
        !in_range(choice.first, choice.count, header->choice_rules))
      return &self->choices[i];
  }
  for (uint32_t i = 0; i < header->choice_rules; i++)
    if (self->choice_rules[i] >= header->rules) return &self->choice_rules[i];
  for (uint32_t i = 0; i < header->feats; i++)
    if (!is_text(self, self->feats[i].first, self->feats[i].count)) return &self->feats[i];
  if (header->feats == 0 || self->feats[0].count) return &header->feats;
  for (uint32_t i = 0; i < header->lists; i++) {
    const casus_morphology_range list = self->lists[i];
    if (list.count == 0 || !in_range(list.first, list.count, header->candidates)) return &self->lists[i];
  }
  for (uint32_t i = 0; i < header->candidates; i++)
    if (self->candidates[i].feats >= header->feats) return &self->candidates[i];
  for (uint32_t i = 0; i < header->entries; i++)
    if (!check_entry(self, &self->entries[i])) return &self->entries[i];
  return NULL;
}

static const void *find_wrong_slot(const casus_morphology *self) {
  const uint32_t limits[CASUS_MORPHOLOGY_KINDS] = {
      [CASUS_MORPHOLOGY_FORM] = self->header->entries,
      [CASUS_MORPHOLOGY_EDIT] = self->header->choices,
      [CASUS_MORPHOLOGY_CASE] = CASUS_MORPHOLOGY_CASES,
      [CASUS_MORPHOLOGY_FEATS] = self->header->feats,
      [CASUS_MORPHOLOGY_LEMMA] = CASUS_MORPHOLOGY_SEEN_ALL + 1,
  };
  const uint32_t buckets = self->header->buckets, *starts = self->buckets;
  if (buckets < 2) return &self->header->buckets;
  for (uint32_t i = 0; i < buckets; i++)
    if (starts[i] > (i + 1 < buckets ? starts[i + 1] : self->header->slots)) return &starts[i];
  for (uint32_t i = 0; i < self->header->slots; i++) {
    const uint32_t kind = self->slots[i].value >> CASUS_MORPHOLOGY_KIND_SHIFT;
    const uint32_t number = self->slots[i].value & ((1u << CASUS_MORPHOLOGY_KIND_SHIFT) - 1);
    if (kind >= CASUS_MORPHOLOGY_KINDS || number >= limits[kind]) return &self->slots[i];
  }
  return NULL;
}

casus_status casus_morphology_load(casus_morphology *self, const void *bytes, size_t size, uint32_t tags,
                                   casus_error *error) {
  static const char what[] = "the lemmas and features of the model";
  loading job = {.bytes = bytes, .size = size};
  if ((uintptr_t)bytes % _Alignof(uint32_t))
    return casus_fail(error, CASUS_MISUSE, 0, "%s are not aligned in memory", what);
  if (!take_arrays(self, &job))
    return casus_fail(error, CASUS_FORMAT, job.at, "%s are cut short or of another version", what);
  if (self->header->tags != tags)
    return casus_fail(error, CASUS_FORMAT, 0, "%s are for other tags than the model has", what);
  const void *wrong = find_wrong(self);
  if (!wrong) wrong = find_wrong_slot(self);
  if (!wrong) return CASUS_OK;
  return casus_fail(error, CASUS_FORMAT, (uint64_t)((const char *)wrong - job.bytes), "%s are damaged", what);
}

/* ---- Looking up */

static bool look_up_hash(const casus_morphology *self, enum casus_morphology_kind kind, uint32_t context,
                         uint64_t string, uint32_t *number) {
  const uint64_t hash = casus_morphology_key(kind, context, string);
  const uint32_t *starts = self->buckets + casus_morphology_bucket(hash, self->header->buckets - 1);
  for (uint32_t at = starts[0]; at < starts[1]; at++) {
    const casus_morphology_slot slot = self->slots[at];
    if (slot.check != (uint32_t)hash || slot.value >> CASUS_MORPHOLOGY_KIND_SHIFT != kind) continue;
    *number = slot.value & ((1u << CASUS_MORPHOLOGY_KIND_SHIFT) - 1);
    return true;
  }
  return false;
}

static bool look_up(const casus_morphology *self, enum casus_morphology_kind kind, uint32_t context,
                    casus_string string, uint32_t *number) {
  return look_up_hash(self, kind, context, casus_morphology_hash(string), number);
}

enum { DEEPEST = CASUS_MORPHOLOGY_EDIT_DEPTH };

/* The hashes of the suffixes of a key, by their characters, and of all of it. */
typedef struct endings {
  uint64_t suffix[DEEPEST + 1], whole;
  unsigned longest;
} endings;

static void read_endings(endings *self, casus_string key) {
  size_t at = key.size;
  self->whole = casus_morphology_hash(key);
  self->suffix[0] = casus_morphology_hash((casus_string){"", 0});
  for (self->longest = 0; at > 0 && self->longest < DEEPEST;) {
    at = casus_utf8_before(key.bytes, at);
    self->suffix[++self->longest] = casus_morphology_hash((casus_string){key.bytes + at, key.size - at});
  }
}

/* What the whole key says, or the longest of its suffixes of at most `depth` characters that is known. */
static bool look_up_ending(const casus_morphology *self, enum casus_morphology_kind kind, uint32_t context,
                           const endings *key, unsigned depth, uint32_t *number) {
  if (look_up_hash(self, kind, context, key->whole, number)) return true;
  for (unsigned i = depth < key->longest ? depth : key->longest;; i--) {
    if (look_up_hash(self, kind, context, key->suffix[i], number)) return true;
    if (i == 0) return false;
  }
}

/* Whether a word has what the rule strips. */
static bool fits(const casus_morphology_rule *rule, const char *text, casus_string folded) {
  if (rule->back == CASUS_MORPHOLOGY_WHOLE || rule->front == CASUS_MORPHOLOGY_DROP) return true;
  const char *front = text + rule->text + rule->front_size + rule->back_size;
  return (size_t)rule->front + rule->back < folded.size && memcmp(folded.bytes, front, rule->front) == 0 &&
         memcmp(folded.bytes + folded.size - rule->back, front + rule->front, rule->back) == 0;
}

/* Of the rules for the suffix of a word the first whose lemma is known, else the first that fits; `*seen` is
 * what is known of the lemma. NULL where there is none. */
static const casus_morphology_rule *choose(const casus_morphology *self, const casus_morphology_word *word,
                                           const endings *key, uint32_t tag, uint32_t *seen) {
  const casus_morphology_rule *best = NULL;
  const casus_string folded = {word->folded, word->size};
  uint32_t choice;
  *seen = 0;
  if (!look_up_ending(self, CASUS_MORPHOLOGY_EDIT, tag, key, CASUS_MORPHOLOGY_EDIT_DEPTH, &choice))
    return NULL;
  const casus_morphology_range range = self->choices[choice];
  for (uint32_t i = 0; i < range.count; i++) {
    const casus_morphology_rule *rule = &self->rules[self->choice_rules[range.first + i]];
    char room[CASUS_MORPHOLOGY_ROOM];
    casus_string lemma;
    if (!fits(rule, self->text, folded)) continue;
    if (!casus_morphology_apply(rule, CASUS_MORPHOLOGY_KEEP, self->text, folded, room, &lemma)) continue;
    if (look_up(self, CASUS_MORPHOLOGY_LEMMA, self->groups[tag], lemma, seen)) return rule;
    if (!best) best = rule;
  }
  return best;
}

static casus_string derive(const casus_morphology *self, casus_string form, uint32_t tag, bool first,
                           char room[CASUS_MORPHOLOGY_ROOM], uint32_t *feats) {
  casus_morphology_word word;
  endings key;
  uint32_t seen, letters = CASUS_MORPHOLOGY_KEEP;
  casus_morphology_read(&word, form);
  read_endings(&key, (casus_string){word.key, word.size + 1});
  look_up_ending(self, CASUS_MORPHOLOGY_FEATS, tag, &key, CASUS_MORPHOLOGY_FEATS_DEPTH, feats);
  const casus_morphology_rule *rule = choose(self, &word, &key, tag, &seen);
  if (!rule) return form;
  /* Only a name gets a capital that it has not. */
  if (word.shape != CASUS_SHAPE_LOWER || seen & CASUS_MORPHOLOGY_SEEN_NAME) {
    if (word.shape != CASUS_SHAPE_LOWER && seen & CASUS_MORPHOLOGY_SEEN_LOWER)
      letters = CASUS_MORPHOLOGY_LOWER; /* unless the tag knows better */
    const uint32_t context = casus_morphology_case_context(tag, &word, first, seen);
    look_up_ending(self, CASUS_MORPHOLOGY_CASE, context, &key, CASUS_MORPHOLOGY_CASE_DEPTH, &letters);
  }
  casus_string lemma = form;
  casus_morphology_apply(rule, (casus_morphology_case)letters, self->text, form, room, &lemma);
  return lemma;
}

casus_string casus_morphology_find(const casus_morphology *self, casus_string form, uint32_t tag, bool first,
                                   char room[CASUS_MORPHOLOGY_ROOM], uint32_t *feats) {
  uint32_t number;
  *feats = 0;
  if (tag >= self->header->tags) return form;
  if (form.size == 0 || form.size > CASUS_MORPHOLOGY_LONGEST) {
    look_up(self, CASUS_MORPHOLOGY_FEATS, tag, (casus_string){"", 0}, feats);
    return form;
  }
  if (!look_up(self, CASUS_MORPHOLOGY_FORM, tag, form, &number))
    return derive(self, form, tag, first, room, feats);
  const casus_morphology_entry *entry = &self->entries[number];
  casus_string lemma = form;
  *feats = entry->feats;
  casus_morphology_apply(&self->rules[entry->rule], (casus_morphology_case)entry->letters, self->text, form,
                         room, &lemma);
  return lemma;
}

const casus_morphology_candidate *casus_morphology_candidates(const casus_morphology *self, casus_string form,
                                                              uint32_t tag, uint32_t *count) {
  *count = 0;
  if (tag >= self->header->tags) return NULL;
  uint32_t number, list = self->tag_lists[tag];
  if (form.size <= CASUS_MORPHOLOGY_LONGEST) {
    bool known = look_up(self, CASUS_MORPHOLOGY_FORM, tag, form, &number);
    if (!known) {
      casus_morphology_word word;
      casus_morphology_read(&word, form);
      known = look_up(self, CASUS_MORPHOLOGY_FORM, tag, (casus_string){word.folded, word.size}, &number);
    }
    if (known) list = self->entries[number].list;
  }
  *count = self->lists[list].count;
  return self->candidates + self->lists[list].first;
}

uint32_t casus_morphology_feats_count(const casus_morphology *self) {
  return self->header->feats;
}

casus_string casus_morphology_feats(const casus_morphology *self, uint32_t number) {
  const casus_morphology_range range = self->feats[number];
  return (casus_string){self->text + range.first, range.count};
}
