/* core/parse/features, vocabulary and curriculum: what the network is told of words, and in which order it is
 * shown sentences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parse/curriculum.h"
#include "unit/little.h"

static casus_string string(const char *text) {
  return (casus_string){text, strlen(text)};
}

static uint64_t key(const char *form, casus_feature kind) {
  uint64_t keys[CASUS_FEATURE_COUNT];
  casus_feature_keys(string(form), keys);
  for (int k = 0; k < CASUS_FEATURE_COUNT; k++) assert_true(keys[k] != 0);
  return keys[kind];
}

static void assert_same(casus_feature kind, const char *a, const char *b) {
  if (key(a, kind) != key(b, kind)) fail_msg("feature %d of %s is not that of %s", kind, a, b);
}

static void assert_differ(casus_feature kind, const char *a, const char *b) {
  if (key(a, kind) == key(b, kind)) fail_msg("feature %d of %s is that of %s", kind, a, b);
}

/* ---- Features */

static void test_words(void **state) {
  (void)state;
  assert_same(CASUS_FEATURE_WORD, "Envoy", "ENVOY");
  assert_same(CASUS_FEATURE_WORD, "1990", "2024");
  assert_same(CASUS_FEATURE_WORD, "\xC3\x89t\xC3\xA9", "\xC3\xA9T\xC3\x89");
  assert_same(CASUS_FEATURE_CLUSTER, "Envoy", "envoy");
  assert_differ(CASUS_FEATURE_WORD, "envoy", "envoys");
  assert_differ(CASUS_FEATURE_WORD, "199", "2024");
  assert_true(key("envoy", CASUS_FEATURE_WORD) != key("envoy", CASUS_FEATURE_CLUSTER));
}

static void test_parts(void **state) {
  (void)state;
  assert_same(CASUS_FEATURE_SUFFIX1, "talks", "envoys");
  assert_differ(CASUS_FEATURE_SUFFIX2, "talks", "envoys");
  assert_same(CASUS_FEATURE_SUFFIX3, "walked", "BALKED");
  assert_differ(CASUS_FEATURE_SUFFIX3, "walked", "wanted");
  assert_same(CASUS_FEATURE_SUFFIX4, "walked", "talked");
  assert_same(CASUS_FEATURE_PREFIX1, "walked", "war");
  assert_same(CASUS_FEATURE_PREFIX2, "walked", "war");
  assert_differ(CASUS_FEATURE_PREFIX3, "walked", "war");
  /* Characters, not bytes. */
  assert_same(CASUS_FEATURE_SUFFIX1, "\xC3\xA9t\xC3\xA9", "caf\xC3\xA9");
  assert_differ(CASUS_FEATURE_SUFFIX1, "caf\xC3\xA9", "caf\xC4\xA9");
  assert_same(CASUS_FEATURE_PREFIX2, "\xC3\x89t\xC3\xA9", "\xC3\xA9tude");
  assert_same(CASUS_FEATURE_SUFFIX2, "\xF0\x9F\x98\x80\xE4\xB8\xAD\xE6\x96\x87", "\xE4\xB8\xAD\xE6\x96\x87");
  /* Words shorter than their parts. */
  for (int kind = CASUS_FEATURE_SUFFIX1; kind <= CASUS_FEATURE_PREFIX3; kind++) {
    assert_same((casus_feature)kind, "a", "A");
    assert_differ((casus_feature)kind, "a", "b");
  }
}

static void test_shapes(void **state) {
  (void)state;
  assert_same(CASUS_FEATURE_SHAPE, "Hello", "Oslo");
  assert_same(CASUS_FEATURE_SHAPE, "NATO", "UN");
  assert_same(CASUS_FEATURE_SHAPE, "\xC3\x89t\xC3\xA9", "Oslo");
  assert_same(CASUS_FEATURE_SHAPE, "3,000", "17,5");
  assert_same(CASUS_FEATURE_SHAPE, "U.S.", "D.C.");
  assert_differ(CASUS_FEATURE_SHAPE, "NATO", "N");
  assert_differ(CASUS_FEATURE_SHAPE, "NATO", "Nato");
  assert_differ(CASUS_FEATURE_SHAPE, "3,000", "3.000");
  assert_differ(CASUS_FEATURE_SHAPE, "\xE2\x82\xAC", "x");
}

static void assert_shape(const char *form, casus_letters letters, const char *as) {
  if (casus_feature_shape(string(form), letters) != key(as, CASUS_FEATURE_SHAPE))
    fail_msg("%s, read otherwise, is not like %s", form, as);
}

static void test_letters(void **state) {
  (void)state;
  assert_shape("Hello", CASUS_LETTERS_AS_THEY_ARE, "Hello");
  assert_shape("hello", CASUS_LETTERS_UPPER, "HELLO");
  assert_shape("HeLLo", CASUS_LETTERS_LOWER, "hello");
  assert_shape("hello", CASUS_LETTERS_TITLE, "Hello");
  assert_shape("NATO", CASUS_LETTERS_TITLE, "NATO");
  assert_shape("\xC3\xA9t\xC3\xA9", CASUS_LETTERS_TITLE, "\xC3\x89t\xC3\xA9");
  assert_shape("U.S.", CASUS_LETTERS_LOWER, "u.s.");
  assert_shape("3,000", CASUS_LETTERS_UPPER, "3,000");
  assert_shape("a", CASUS_LETTERS_UPPER, "A");
}

/* Of a form that is too long its ends are looked at, whatever its characters are. */
static void test_long(void **state) {
  (void)state;
  static const char *const characters[] = {
      "a", "\xC3\xA9", "\xC3\x89", "\xE4\xB8\xAD", "\xF0\x9F\x98\x80", "a\xC3\x89\xE4\xB8\xAD"};
  enum { MOST = 300 };
  for (size_t c = 0; c < sizeof characters / sizeof *characters; c++)
    for (size_t count = 1; count < MOST; count++) {
      const size_t size = strlen(characters[c]);
      char *form = malloc(count * size + 2); /* a sanitizer sees what is read beyond it */
      uint64_t keys[CASUS_FEATURE_COUNT], other[CASUS_FEATURE_COUNT];
      assert_non_null(form);
      for (size_t i = 0; i < count; i++) memcpy(form + i * size, characters[c], size);
      memcpy(form + count * size, "zy", 2);
      casus_feature_keys((casus_string){form, count * size + 2}, keys);
      casus_feature_keys(string("buzy"), other);
      assert_true(keys[CASUS_FEATURE_SUFFIX2] == other[CASUS_FEATURE_SUFFIX2]);
      casus_feature_keys((casus_string){form, size}, other);
      assert_true(keys[CASUS_FEATURE_PREFIX1] == other[CASUS_FEATURE_PREFIX1]);
      free(form);
    }
}

static void test_rows(void **state) {
  (void)state;
  casus_feature_slot slots[8] = {{0, 0}};
  const casus_features features = {slots, 7};
  uint32_t rows[CASUS_FEATURE_COUNT];
  const uint64_t word = key("envoy", CASUS_FEATURE_WORD), suffix = key("envoy", CASUS_FEATURE_SUFFIX3);
  slots[casus_feature_find(slots, 7, word)] = (casus_feature_slot){(uint32_t)(word >> 32), 40};
  slots[casus_feature_find(slots, 7, suffix)] = (casus_feature_slot){(uint32_t)(suffix >> 32), 41};
  casus_feature_rows(&features, string("Envoy"), rows);
  for (uint32_t k = 0; k < CASUS_FEATURE_COUNT; k++)
    assert_int_equal(rows[k], k == CASUS_FEATURE_WORD ? 40 : k == CASUS_FEATURE_SUFFIX3 ? 41 : k);
  casus_feature_rows(&features, string("convoy"), rows);
  assert_int_equal(rows[CASUS_FEATURE_WORD], CASUS_FEATURE_WORD);
  assert_int_equal(rows[CASUS_FEATURE_SUFFIX3], 41);
}

/* ---- Treebanks: a sentence is told from others by the XPOS of its words */

typedef struct fixture {
  casus_arena arena;
  casus_treebank bank;
  casus_vocabulary vocabulary;
  casus_curriculum curriculum;
  const char *clusters;
  uint64_t seed;
  casus_status status;
  casus_error error;
  casus_batch batches[2];
} fixture;

enum { GOLD = 30, SILVER = 50, CAPACITY = 4000, GOLD_WORDS = 4 * GOLD };

/* Sentences of three words and a final stop. */
static void write_bank(const char *path, const char *letter, unsigned count) {
  casus_buffer text;
  casus_buffer_init(&text, NULL);
  for (unsigned i = 0; i < count; i++) {
    char lines[512];
    const int size = snprintf(
        lines, sizeof lines,
        "# newdoc id = %s%u\n"
        "1\tNews\tnews\tNOUN\t%s%u\tNumber=Sing\t3\tnsubj\t_\t_\n2\tword%u\tword\tADV\t%s%u\t_\t3\tadvmod\t_"
        "\t_\n"
        "3\tcame\tcome\tVERB\t%s%u\tTense=Past\t0\troot\t_\t_\n4\t.\t.\tPUNCT\t%s%u\t_\t3\tpunct\t_\t_\n\n",
        letter, i, letter, i, i, letter, i, letter, i, letter, i);
    casus_buffer_append(&text, lines, (size_t)size);
  }
  assert_true(little_write(path, text.bytes, text.size));
  casus_buffer_free(&text);
}

/* One of the longest sentence that is learnt from, and one word more. */
static void write_long(const char *path) {
  casus_buffer text;
  casus_buffer_init(&text, NULL);
  for (unsigned extra = 0; extra < 2; extra++) {
    for (unsigned i = 1; i <= CASUS_LONGEST_LESSON + extra; i++) {
      char line[64];
      const int size =
          snprintf(line, sizeof line, "%u\tso\tso\tADV\tL%u\t_\t%u\tdep\t_\t_\n", i, extra, i - 1);
      casus_buffer_append(&text, line, (size_t)size);
    }
    casus_buffer_byte(&text, '\n');
  }
  assert_true(little_write(path, text.bytes, text.size));
  casus_buffer_free(&text);
}

static char gold_path[256], silver_path[256], cluster_path[256];

static void fill(void *argument) {
  fixture *self = argument;
  casus_treebank *bank = &self->bank;
  const char *without = bank->without;
  casus_treebank_init(bank, &self->arena);
  bank->without = without;
  self->status = casus_treebank_read(bank, gold_path, &self->error);
  if (self->status == CASUS_OK) self->status = casus_treebank_read(bank, silver_path, &self->error);
  if (self->status == CASUS_OK)
    self->status = casus_vocabulary_make(&self->vocabulary, bank, 1, self->clusters, &self->error);
  if (self->status != CASUS_OK) return;
  casus_curriculum_init(&self->curriculum, bank, 1, &self->vocabulary, self->seed);
  for (int i = 0; i < 2; i++)
    self->batches[i] = (casus_batch){.positions = casus_arena_new(&self->arena, casus_position, CAPACITY),
                                     .starts = casus_arena_new(&self->arena, uint32_t, CAPACITY)};
}

static void begin(fixture *self) {
  casus_arena_init(&self->arena, NULL);
  assert_true(casus_arena_protect(&self->arena, fill, self));
}

static int set_up(void **state) {
  (void)state;
  write_bank(little_path(gold_path, "gold.conllu"), "g", GOLD);
  write_bank(little_path(silver_path, "silver.conllu"), "s", SILVER);
  little_path(cluster_path, "clusters");
  return 0;
}

static uint32_t row_of(const fixture *self, const char *form, casus_feature kind) {
  return casus_vocabulary_row(&self->vocabulary, key(form, kind), kind);
}

static void test_vocabulary(void **state) {
  (void)state;
  fixture self = {.seed = 1};
  begin(&self);
  assert_int_equal(self.status, CASUS_OK);
  assert_true(row_of(&self, "NEWS", CASUS_FEATURE_WORD) >= CASUS_FEATURE_FIRST);
  assert_true(row_of(&self, "came", CASUS_FEATURE_SUFFIX2) >= CASUS_FEATURE_FIRST);
  assert_true(row_of(&self, "same", CASUS_FEATURE_SUFFIX3) >= CASUS_FEATURE_FIRST);
  assert_int_equal(row_of(&self, "unheard", CASUS_FEATURE_WORD), CASUS_FEATURE_WORD);
  assert_int_equal(row_of(&self, "came", CASUS_FEATURE_CLUSTER), CASUS_FEATURE_CLUSTER);
  assert_true(self.vocabulary.rows > CASUS_FEATURE_FIRST);
  assert_int_equal(self.vocabulary.slot_count & (self.vocabulary.slot_count - 1), 0);
  bool *taken = calloc(self.vocabulary.rows, 1);
  uint32_t used = 0;
  assert_non_null(taken);
  for (uint32_t i = 0; i < self.vocabulary.slot_count; i++) {
    const uint32_t row = self.vocabulary.slots[i].row;
    if (row == 0) continue;
    assert_in_range(row, CASUS_FEATURE_FIRST, self.vocabulary.rows - 1);
    assert_false(taken[row]);
    taken[row] = true;
    used++;
  }
  assert_int_equal(used, self.vocabulary.rows - CASUS_FEATURE_FIRST);
  free(taken);
  casus_arena_free(&self.arena);
}

/* A word that a person annotated twice, or a person once and a model four times, gets a row. */
static void test_counts(void **state) {
  (void)state;
  static const char *const once[] = {
      "one/_/X/_/_/0/root both/_/X/_/_/1/dep two/_/X/_/_/1/dep two/_/X/_/_/1/dep", NULL};
  static const char *const parsed[] = {
      "both/_/X/_/_/0/root both/_/X/_/_/1/dep both/_/X/_/_/1/dep both/_/X/_/_/1/dep one/_/X/_/_/1/dep "
      "other/_/X/_/_/1/dep other/_/X/_/_/1/dep other/_/X/_/_/1/dep other/_/X/_/_/1/dep other/_/X/_/_/1/dep "
      "other/_/X/_/_/1/dep other/_/X/_/_/1/dep",
      NULL};
  char gold[256], silver[256];
  fixture self = {.seed = 1};
  memcpy(gold, gold_path, sizeof gold);
  memcpy(silver, silver_path, sizeof silver);
  assert_true(little_write_bank(little_path(gold_path, "once.conllu"), once, 1));
  assert_true(little_write_bank(little_path(silver_path, "parsed.conllu"), parsed, 1));
  begin(&self);
  memcpy(gold_path, gold, sizeof gold);
  memcpy(silver_path, silver, sizeof silver);
  assert_int_equal(self.status, CASUS_OK);
  assert_true(row_of(&self, "two", CASUS_FEATURE_WORD) >= CASUS_FEATURE_FIRST);
  assert_true(row_of(&self, "both", CASUS_FEATURE_WORD) >= CASUS_FEATURE_FIRST);
  assert_int_equal(row_of(&self, "one", CASUS_FEATURE_WORD), CASUS_FEATURE_WORD);
  assert_int_equal(row_of(&self, "other", CASUS_FEATURE_WORD),
                   CASUS_FEATURE_WORD); /* seven are one too few */
  assert_int_equal(row_of(&self, "two", CASUS_FEATURE_PREFIX3), CASUS_FEATURE_PREFIX3);
  casus_arena_free(&self.arena);
}

static void test_clusters(void **state) {
  (void)state;
  static const char good[] = "came\t3\nwent 3\nNews\t0\nnews\t9\n";
  fixture self = {.seed = 1, .clusters = cluster_path};
  assert_true(little_write(cluster_path, good, sizeof good - 1));
  begin(&self);
  assert_int_equal(self.status, CASUS_OK);
  const uint32_t came = row_of(&self, "came", CASUS_FEATURE_CLUSTER);
  assert_true(came >= CASUS_FEATURE_FIRST && came < self.vocabulary.rows);
  assert_int_equal(row_of(&self, "WENT", CASUS_FEATURE_CLUSTER), came);
  assert_int_equal(row_of(&self, "news", CASUS_FEATURE_CLUSTER), came - 3);
  assert_int_equal(self.vocabulary.rows, came - 3 + 10);
  casus_arena_free(&self.arena);
}

static void test_bad_clusters(void **state) {
  (void)state;
  static const char *const bad[] = {
      "came\n",   "came x\n",          "a 1\n\n",        "came 12345678901234567890\n",
      "\xFF 1\n", "a 1\nb 2\nc \t3\n", "came 1048576\n", " 1\n"};
  static const uint64_t lines[] = {1, 1, 2, 1, 1, 3, 1, 1};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    fixture self = {.seed = 1, .clusters = cluster_path};
    assert_true(little_write(cluster_path, bad[i], strlen(bad[i])));
    begin(&self);
    assert_int_equal(self.status, CASUS_FORMAT);
    assert_int_equal(self.error.position, lines[i]);
    assert_non_null(strstr(self.error.message, cluster_path));
    casus_arena_free(&self.arena);
  }
  fixture self = {.seed = 1, .clusters = "/nowhere/clusters"};
  begin(&self);
  assert_int_equal(self.status, CASUS_IO);
  assert_non_null(strstr(self.error.message, "/nowhere/clusters"));
  casus_arena_free(&self.arena);
}

/* ---- Curriculum */

/* Deals an epoch; how often each sentence of either kind came, and a sum over all that was dealt, in order.
 */
typedef struct epoch {
  unsigned gold[GOLD], silver[SILVER];
  unsigned words, shortened;
  uint64_t digest;
} epoch;

static void count_sentence(const fixture *self, const casus_position *words, uint32_t count, epoch *into) {
  const casus_string name = self->curriculum.tags.items[words[1].tag];
  const char *number = memchr(name.bytes, '\t', name.size);
  assert_non_null(number);
  const unsigned which = (unsigned)atoi(number + 2);
  if (number[1] == 'g')
    into->gold[which]++;
  else
    into->silver[which]++;
  assert_true(count == 4 || count == 5);
  into->shortened += count == 4;
  assert_int_equal(words[0].rows[0], CASUS_FEATURE_ROOT);
  assert_int_equal(words[1].head, 3);
  assert_int_equal(words[3].head, 0);
  for (uint32_t i = 1; i < count; i++)
    assert_int_equal(words[i].feats == CASUS_CLASS_UNKNOWN, number[1] == 's');
}

static void deal(fixture *self, float share, epoch *into) {
  uint32_t dealt;
  *into = (epoch){.words = 0};
  const size_t wanted = casus_curriculum_begin(&self->curriculum, share);
  while ((dealt = casus_curriculum_deal(&self->curriculum, self->batches, 2, 40)) != 0) {
    uint32_t words = 0;
    for (int b = 0; b < 2; b++) {
      const casus_batch *batch = &self->batches[b];
      for (uint32_t s = 0; s < batch->sentences; s++)
        count_sentence(self, batch->positions + batch->starts[s], batch->starts[s + 1] - batch->starts[s],
                       into);
      words += batch->count - batch->sentences;
      for (uint32_t i = 0; i < batch->count; i++)
        for (int k = 0; k < CASUS_FEATURE_COUNT; k++) {
          assert_true(batch->positions[i].rows[k] < self->vocabulary.rows);
          into->digest = into->digest * 31 + batch->positions[i].rows[k];
        }
    }
    assert_int_equal(words, dealt);
    into->words += words;
  }
  assert_int_equal(into->words + into->shortened, wanted);
}

static void test_epochs(void **state) {
  (void)state;
  fixture self = {.seed = 5};
  epoch one;
  unsigned shortened = 0, silver[SILVER] = {0};
  begin(&self);
  for (int i = 0; i < 20; i++) {
    deal(&self, 0, &one);
    for (int k = 0; k < GOLD; k++) assert_int_equal(one.gold[k], 1);
    for (int k = 0; k < SILVER; k++) assert_int_equal(one.silver[k], 0);
    shortened += one.shortened;
  }
  assert_in_range(shortened, 20, 100); /* of 600 */
  /* Half as many words of silver: fifteen sentences, which take turns. */
  for (int i = 0; i < 10; i++) {
    unsigned all = 0;
    deal(&self, 0.5f, &one);
    for (int k = 0; k < GOLD; k++) assert_int_equal(one.gold[k], 1);
    for (int k = 0; k < SILVER; k++) {
      all += one.silver[k];
      silver[k] += one.silver[k];
    }
    assert_int_equal(all, GOLD / 2);
  }
  for (int k = 0; k < SILVER; k++) assert_int_equal(silver[k], 3);
  /* More than there is: each is dealt once. */
  deal(&self, 100.0f, &one);
  for (int k = 0; k < SILVER; k++) assert_int_equal(one.silver[k], 1);
  casus_arena_free(&self.arena);
}

static void test_seed(void **state) {
  (void)state;
  uint64_t digests[3];
  for (int i = 0; i < 3; i++) {
    fixture self = {.seed = i == 2 ? 8 : 7};
    epoch one;
    begin(&self);
    deal(&self, 0.5f, &one);
    digests[i] = one.digest;
    deal(&self, 0.5f, &one);
    assert_true(digests[i] != one.digest);
    casus_arena_free(&self.arena);
  }
  assert_true(digests[0] == digests[1]);
  assert_true(digests[0] != digests[2]);
}

static void test_without(void **state) {
  (void)state;
  fixture self = {.seed = 5, .bank.without = "g1"};
  epoch one;
  begin(&self);
  deal(&self, 1.0f, &one);
  for (int k = 0; k < GOLD; k++) assert_int_equal(one.gold[k], !(k == 1 || (k >= 10 && k < 20)));
  casus_arena_free(&self.arena);
}

static void test_longest(void **state) {
  (void)state;
  char kept[256];
  fixture self = {.seed = 5};
  memcpy(kept, gold_path, sizeof kept);
  write_long(little_path(gold_path, "long.conllu"));
  begin(&self);
  memcpy(gold_path, kept, sizeof kept);
  assert_int_equal(casus_curriculum_begin(&self.curriculum, 0), CASUS_LONGEST_LESSON);
  assert_int_equal(self.curriculum.longest, CASUS_LONGEST_LESSON + 1);
  assert_int_equal(casus_curriculum_deal(&self.curriculum, self.batches, 2, 1), CASUS_LONGEST_LESSON);
  assert_int_equal(casus_curriculum_deal(&self.curriculum, self.batches, 2, 1), 0);
  casus_arena_free(&self.arena);
}

/* An exam shows the sentences as they stand, in the classes of what was learnt. */
static void follow(void *argument) {
  fixture *self = argument;
  fixture *other = self + 1;
  casus_curriculum_follow(&other->curriculum, &self->bank, &self->curriculum);
}

static void test_exam(void **state) {
  (void)state;
  fixture both[2] = {{.seed = 5}};
  fixture *self = &both[0];
  casus_curriculum *exam = &both[1].curriculum;
  begin(self);
  assert_true(casus_arena_protect(&self->arena, follow, self));
  for (int again = 0; again < 2; again++) {
    uint32_t at = 0, words;
    casus_curriculum_rewind(exam);
    while ((words = casus_curriculum_next(exam, &self->batches[0], 13)) != 0) {
      assert_true(words == 16 || at + words == GOLD_WORDS + 4 * SILVER);
      for (uint32_t s = 0; s < self->batches[0].sentences; s++)
        for (uint32_t i = self->batches[0].starts[s] + 1; i < self->batches[0].starts[s + 1]; i++, at++)
          assert_memory_equal(self->batches[0].positions[i].rows, self->curriculum.positions[at].rows,
                              sizeof self->batches[0].positions[i].rows);
    }
    assert_int_equal(at, GOLD_WORDS + 4 * SILVER);
  }
  casus_arena_free(&self->arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_words),        cmocka_unit_test(test_parts),   cmocka_unit_test(test_shapes),
      cmocka_unit_test(test_letters),      cmocka_unit_test(test_long),    cmocka_unit_test(test_rows),
      cmocka_unit_test(test_vocabulary),   cmocka_unit_test(test_counts),  cmocka_unit_test(test_clusters),
      cmocka_unit_test(test_bad_clusters), cmocka_unit_test(test_epochs),  cmocka_unit_test(test_seed),
      cmocka_unit_test(test_without),      cmocka_unit_test(test_longest), cmocka_unit_test(test_exam),
  };
  return cmocka_run_group_tests(tests, set_up, NULL);
}
