#include "parse/morphology_learn.h"

#include <string.h>

static void write_strings(const casus_pool *pool, char *at, casus_morphology_range *strings, uint32_t *used) {
  for (uint32_t i = 0; i < pool->count; i++) {
    const casus_string string = casus_pool_get(pool, i);
    memcpy(at + *used, string.bytes, string.size);
    strings[i] = (casus_morphology_range){*used, (uint32_t)string.size};
    *used += (uint32_t)string.size;
  }
}

static void write_rules(const casus_pool *pool, char *at, casus_morphology_rule *rules, uint32_t *used) {
  for (uint32_t i = 1; i < pool->count; i++) {
    uint16_t head[CASUS_MORPHOLOGY_RULE_NUMBERS];
    const casus_string string = casus_pool_get(pool, i);
    const size_t size = string.size - sizeof head;
    memcpy(head, string.bytes, sizeof head);
    memcpy(at + *used, string.bytes + sizeof head, size);
    rules[i - 1] = (casus_morphology_rule){*used, head[0], head[1], head[2], head[3]};
    *used += (uint32_t)size;
  }
}

/* The strings of a pool as an array of elements of `size` bytes, and their ranges in it. */
static void write_pool(const casus_pool *pool, size_t size, char *items, casus_morphology_range *ranges) {
  uint32_t used = 0;
  for (uint32_t i = 1; i < pool->count; i++) {
    const casus_string string = casus_pool_get(pool, i);
    memcpy(items + used * size, string.bytes, string.size);
    ranges[i - 1] = (casus_morphology_range){used, (uint32_t)(string.size / size)};
    used += ranges[i - 1].count;
  }
}

/* `buckets` has `count` and one more, and is clear. */
static void write_slots(const casus_morphology_pairs *pairs, uint32_t *buckets, uint32_t count,
                        casus_morphology_slot *slots) {
  for (size_t i = 0; i < pairs->count; i++) buckets[casus_morphology_bucket(pairs->items[i].hash, count)]++;
  for (uint32_t i = 0, before = 0; i <= count; i++) buckets[i] = before += buckets[i];
  for (size_t i = pairs->count; i-- > 0;) { /* from the back, so that the first of a bucket stays the first */
    const casus_morphology_pair pair = pairs->items[i];
    slots[--buckets[casus_morphology_bucket(pair.hash, count)]] =
        (casus_morphology_slot){(uint32_t)pair.hash, pair.value};
  }
}

static size_t pool_size(const casus_pool *pool) {
  size_t size = 0;
  for (uint32_t i = 1; i < pool->count; i++) size += casus_pool_get(pool, i).size;
  return size;
}

casus_string casus_morphology_write(const casus_morphology_content *self, casus_arena *arena) {
  enum { SLOTS_OF_BUCKET = 2 };
  const size_t rule_head = CASUS_MORPHOLOGY_RULE_NUMBERS * sizeof(uint16_t);
  const size_t text = pool_size(&self->rules) - (self->rules.count - 1) * rule_head + pool_size(&self->feats);
  const casus_morphology_header header = {
      .version = CASUS_MORPHOLOGY_VERSION,
      .tags = self->tag_count,
      .rules = self->rules.count - 1,
      .choices = self->choices.count - 1,
      .choice_rules = (uint32_t)(pool_size(&self->choices) / sizeof(uint32_t)),
      .feats = self->feats.count,
      .lists = self->lists.count - 1,
      .candidates = (uint32_t)(pool_size(&self->lists) / sizeof(casus_morphology_candidate)),
      .entries = self->entries.count - 1,
      .buckets = (uint32_t)self->pairs.count / SLOTS_OF_BUCKET + 2,
      .slots = (uint32_t)self->pairs.count,
      .text = (uint32_t)text,
  };
  const size_t size =
      sizeof header + 2 * header.tags * sizeof(uint32_t) + header.rules * sizeof(casus_morphology_rule) +
      (header.choices + header.feats + header.lists) * sizeof(casus_morphology_range) +
      header.choice_rules * sizeof(uint32_t) + header.candidates * sizeof(casus_morphology_candidate) +
      header.entries * sizeof(casus_morphology_entry) + header.buckets * sizeof(uint32_t) +
      header.slots * sizeof(casus_morphology_slot) + text;
  char *const bytes = casus_arena_alloc(arena, size), *at = bytes;
  /* Places of the arrays, in their order. */
#define PLACE(type, name, count)                                                                             \
  type *const name = (type *)(void *)at;                                                                     \
  at += (count) * sizeof(type)
  PLACE(casus_morphology_header, head, 1);
  PLACE(uint32_t, groups, header.tags);
  PLACE(uint32_t, tag_lists, header.tags);
  PLACE(casus_morphology_rule, rules, header.rules);
  PLACE(casus_morphology_range, choices, header.choices);
  PLACE(uint32_t, choice_rules, header.choice_rules);
  PLACE(casus_morphology_range, feats, header.feats);
  PLACE(casus_morphology_range, lists, header.lists);
  PLACE(casus_morphology_candidate, candidates, header.candidates);
  PLACE(casus_morphology_entry, entries, header.entries);
  PLACE(uint32_t, buckets, header.buckets);
  PLACE(casus_morphology_slot, slots, header.slots);
#undef PLACE
  uint32_t used = 0;
  *head = header;
  memcpy(groups, self->groups, header.tags * sizeof *groups);
  memcpy(tag_lists, self->tag_lists, header.tags * sizeof *tag_lists);
  write_rules(&self->rules, at, rules, &used);
  write_strings(&self->feats, at, feats, &used);
  write_pool(&self->choices, sizeof *choice_rules, (char *)choice_rules, choices);
  write_pool(&self->lists, sizeof *candidates, (char *)candidates, lists);
  for (uint32_t i = 0; i < header.entries; i++)
    memcpy(&entries[i], casus_pool_get(&self->entries, i + 1).bytes, sizeof *entries);
  memset(buckets, 0, header.buckets * sizeof *buckets);
  write_slots(&self->pairs, buckets, header.buckets - 1, slots);
  return (casus_string){bytes, size};
}
