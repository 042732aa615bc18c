/* core/parse/tree: the best tree against all trees, and what holds for sentences too long to try all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parse/lesson.h"
#include "parse/tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 257, STEP = 272 };

static const float ITSELF = -1e9f; /* the score of a word as its own head */

static uint64_t seed;
static float *arcs;
static void *room;

static int set_up(void **state) {
  (void)state;
  arcs = malloc((size_t)LONGEST * STEP * sizeof *arcs);
  room = malloc(casus_tree_room(LONGEST));
  return arcs && room ? 0 : -1;
}

static int tear_down(void **state) {
  (void)state;
  free(arcs);
  free(room);
  return 0;
}

static float *arc(uint32_t head, uint32_t dependent) {
  return &arcs[head * STEP + dependent];
}

/* Whole numbers below `limit`, of which some are then equal, or any number for 0. */
static void scatter(uint32_t length, uint32_t limit) {
  for (uint32_t j = 0; j < length; j++)
    for (uint32_t i = 0; i < length; i++)
      *arc(j, i) = i == j ? ITSELF
                          : (limit ? (float)casus_random_below(&seed, limit)
                                   : 20.0f * casus_random_float(&seed) - 10.0f);
}

static double sum_of(const uint32_t *heads, uint32_t length) {
  double sum = 0;
  for (uint32_t i = 1; i < length; i++) sum += (double)*arc(heads[i], i);
  return sum;
}

static bool below(const uint32_t *heads, uint32_t length, uint32_t word, uint32_t above) {
  uint32_t steps = 0;
  for (; word && word != above && steps <= length; steps++) word = heads[word];
  return word == above;
}

static bool is_tree(const uint32_t *heads, uint32_t length) {
  uint32_t roots = 0;
  for (uint32_t i = 1; i < length; i++) {
    if (heads[i] >= length || heads[i] == i || !below(heads, length, i, 0)) return false;
    roots += heads[i] == 0;
  }
  return roots == 1 && heads[0] == 0;
}

static void find(uint32_t length, uint32_t *heads) {
  memset(heads, 0xFF, length * sizeof *heads);
  casus_tree_find(arcs, STEP, length, heads, room);
  assert_true(is_tree(heads, length));
}

/* The word that hangs on the root, as tree.h has it. */
static uint32_t root_of(uint32_t length) {
  uint32_t root = 0;
  float least = INFINITY;
  for (uint32_t i = 1; i < length; i++) {
    float most = ITSELF;
    for (uint32_t j = 1; j < length; j++) most = fmaxf(most, *arc(j, i));
    if (most - *arc(0, i) < least) {
      least = most - *arc(0, i);
      root = i;
    }
  }
  return root;
}

/* The largest sum of a tree in which just `root` hangs on the root. */
static double try_all(uint32_t length, uint32_t root) {
  uint32_t heads[8] = {0}, i;
  double most = -INFINITY;
  for (;;) {
    if (heads[root] == 0 && is_tree(heads, length)) most = fmax(most, sum_of(heads, length));
    for (i = 1; i < length && ++heads[i] == length; i++) heads[i] = 0;
    if (i == length) return most;
  }
}

static void check_all(uint32_t length, uint32_t limit) {
  uint32_t heads[8];
  scatter(length, limit);
  find(length, heads);
  const uint32_t root = root_of(length);
  assert_int_equal(heads[root], 0);
  const double wanted = try_all(length, root), found = sum_of(heads, length);
  if (fabs(wanted - found) > 1e-5) fail_msg("a tree of %g; there is one of %g", found, wanted);
}

static void test_short(void **state) {
  (void)state;
  static const uint32_t tries[] = {0, 0, 5, 50, 300, 300, 60, 4};
  for (uint32_t length = 2; length < sizeof tries / sizeof *tries; length++)
    for (uint32_t i = 0; i < tries[length]; i++) {
      check_all(length, 0);
      check_all(length, 2);
      check_all(length, 5);
    }
}

static void test_none(void **state) {
  (void)state;
  uint32_t heads[2] = {7, 7};
  casus_tree_find(arcs, STEP, 1, heads, room);
  assert_int_equal(heads[0], 0);
  assert_int_equal(heads[1], 7);
  scatter(2, 0);
  find(2, heads);
  assert_int_equal(heads[1], 0);
}

/* No word has a better head that leaves a tree. */
static void check_heads(const uint32_t *heads, uint32_t length) {
  for (uint32_t i = 1; i < length; i++) {
    if (heads[i] == 0) continue;
    for (uint32_t j = 1; j < length; j++)
      if (*arc(j, i) > *arc(heads[i], i)) assert_true(below(heads, length, j, i));
  }
}

static void test_long(void **state) {
  (void)state;
  static uint32_t heads[LONGEST];
  for (uint32_t length = 8; length < LONGEST; length = length * 3 / 2) {
    for (uint32_t limit = 0; limit < 5; limit++) {
      scatter(length, limit);
      find(length, heads);
      assert_int_equal(heads[root_of(length)], 0);
      check_heads(heads, length);
    }
  }
  scatter(LONGEST, 0);
  find(LONGEST, heads);
  check_heads(heads, LONGEST);
}

/* All arcs are alike: whatever the tree, it is one. */
static void test_alike(void **state) {
  (void)state;
  static uint32_t heads[LONGEST];
  scatter(LONGEST, 1);
  find(LONGEST, heads);
}

/* Words love the other of their pair most, pairs the other pair of their four, and so on: cycles within
 * cycles. Within the smallest circle that holds both, one arc is a little better than the others. */
static void nest(uint32_t length) {
  for (uint32_t i = 1; i < length; i++)
    for (uint32_t j = 1; j < length; j++) {
      const uint32_t apart = (i - 1) ^ (j - 1);
      uint32_t ring = 0;
      while (apart >> ring) ring++;
      *arc(j, i) = i == j ? ITSELF : 100.0f - 8.0f * (float)ring + casus_random_float(&seed);
    }
  for (uint32_t i = 0; i < length; i++) *arc(0, i) = i == 3 % length ? -100.0f : -200.0f;
}

static void test_nested(void **state) {
  (void)state;
  static uint32_t heads[LONGEST];
  for (int i = 0; i < 200; i++) {
    nest(5);
    find(5, heads);
    assert_int_equal(heads[root_of(5)], 0);
    assert_true(fabs(try_all(5, root_of(5)) - sum_of(heads, 5)) < 1e-4);
  }
  nest(LONGEST);
  find(LONGEST, heads);
  check_heads(heads, LONGEST);
  assert_int_equal(heads[3], 0);
}

/* One cycle of all words. */
static void test_ring(void **state) {
  (void)state;
  static uint32_t heads[LONGEST];
  scatter(LONGEST, 1);
  for (uint32_t i = 1; i < LONGEST; i++) *arc(i == 1 ? LONGEST - 1 : i - 1, i) = 5.0f;
  *arc(0, 100) = 1.0f;
  find(LONGEST, heads);
  for (uint32_t i = 1; i < LONGEST; i++) assert_int_equal(heads[i], i == 100 ? 0 : i == 1 ? 256 : i - 1);
}

/* What was in the room before does not matter. */
static void test_room(void **state) {
  (void)state;
  uint32_t first[64], second[64];
  for (int i = 0; i < 100; i++) {
    scatter(64, 3);
    memset(room, 0, casus_tree_room(64));
    find(64, first);
    memset(room, 0xFF, casus_tree_room(64));
    find(64, second);
    assert_memory_equal(first, second, sizeof first);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_short), cmocka_unit_test(test_none),   cmocka_unit_test(test_long),
      cmocka_unit_test(test_alike), cmocka_unit_test(test_nested), cmocka_unit_test(test_ring),
      cmocka_unit_test(test_room),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
