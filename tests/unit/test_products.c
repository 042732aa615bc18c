/* core/parse/products: every way that this processor has finds the same sums as the plain one, and that one
 * the sums of the definition. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parse/lesson.h"
#include "parse/products.h"

#include <stdlib.h>
#include <string.h>

/* What a product is of; blocks of their very size, so that a sanitizer sees what is read or written beyond.
 */
typedef struct product {
  size_t rows, inputs, outputs;
  uint8_t *from;
  int8_t *weights;
  int32_t *wanted, *found;
} product;

typedef enum filling { AT_RANDOM, EXTREMES, LARGEST, SMALLEST, FILLINGS } filling;

static uint64_t seed;

static void *room(size_t size) {
  void *block = malloc(size ? size : 1);
  assert_non_null(block);
  return block;
}

static uint8_t draw_activation(filling how) {
  switch (how) {
  case AT_RANDOM: return (uint8_t)casus_random_below(&seed, 256);
  case EXTREMES: return casus_random_below(&seed, 2) ? UINT8_MAX : 0;
  default: return UINT8_MAX;
  }
}

static int8_t draw_weight(filling how) {
  enum { MOST = CASUS_WEIGHT_MOST };
  switch (how) {
  case AT_RANDOM: return (int8_t)((int)casus_random_below(&seed, 2 * MOST + 1) - MOST);
  case EXTREMES: return casus_random_below(&seed, 2) ? MOST : -MOST;
  case LARGEST: return MOST;
  default: return -MOST;
  }
}

static product make(size_t rows, size_t inputs, size_t outputs, filling how) {
  product self = {.rows = rows, .inputs = inputs, .outputs = outputs};
  self.from = room(rows * inputs);
  self.weights = room(inputs * outputs);
  self.wanted = room(rows * outputs * sizeof *self.wanted);
  self.found = room(rows * outputs * sizeof *self.found);
  for (size_t i = 0; i < rows * inputs; i++) self.from[i] = draw_activation(how);
  for (size_t i = 0; i < inputs * outputs; i++) self.weights[i] = draw_weight(how);
  return self;
}

static void end(product *self) {
  free(self->from);
  free(self->weights);
  free(self->wanted);
  free(self->found);
}

static void check_definition(const product *self) {
  for (size_t i = 0; i < self->rows; i++)
    for (size_t j = 0; j < self->outputs; j++) {
      int32_t sum = 0;
      for (size_t x = 0; x < self->inputs; x++)
        sum += self->from[i * self->inputs + x] * self->weights[casus_packed(j, x, self->inputs)];
      assert_int_equal(self->wanted[i * self->outputs + j], sum);
    }
}

static void check(size_t rows, size_t inputs, size_t outputs, filling how) {
  casus_multiply *ways[CASUS_MOST_WAYS];
  product self = make(rows, inputs, outputs, how);
  const size_t count = casus_products_ways(ways);
  casus_multiply_plainly(self.wanted, self.from, self.weights, rows, inputs, outputs);
  check_definition(&self);
  for (size_t i = 0; i < count; i++) {
    memset(self.found, 0xA5, rows * outputs * sizeof *self.found);
    ways[i](self.found, self.from, self.weights, rows, inputs, outputs);
    assert_memory_equal(self.found, self.wanted, rows * outputs * sizeof *self.found);
  }
  end(&self);
}

static void test_ways(void **state) {
  (void)state;
  casus_multiply *ways[CASUS_MOST_WAYS];
  const size_t count = casus_products_ways(ways);
  assert_in_range(count, 1, CASUS_MOST_WAYS);
  assert_ptr_equal(ways[0], casus_products_choose());
  assert_ptr_equal(ways[count - 1], casus_multiply_plainly);
  print_message("%zu ways to multiply\n", count);
}

static void test_small(void **state) {
  (void)state;
  enum { MOST_ROWS = 15 };
  static const size_t inputs[] = {4, 8, 16, 20, 36}, outputs[] = {16, 32, 48, 64, 80, 112, 128};
  for (size_t rows = 1; rows <= MOST_ROWS; rows++)
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++)
      for (size_t j = 0; j < sizeof outputs / sizeof *outputs; j++)
        check(rows, inputs[i], outputs[j], AT_RANDOM);
}

static void test_nothing(void **state) {
  (void)state;
  check(0, 16, 16, AT_RANDOM);
}

/* Pairs of products just fit into 16 bits, and sums of the widest network into 32. */
static void test_extremes(void **state) {
  (void)state;
  enum { WIDEST_INPUT = 2048 };
  for (filling how = EXTREMES; how < FILLINGS; how++) {
    check(7, 64, 80, how);
    check(3, WIDEST_INPUT, 16, how);
    check(6, WIDEST_INPUT, 64, how);
  }
}

static void test_large(void **state) {
  (void)state;
  check(385, 256, 768, AT_RANDOM);
  check(257, 128, 272, EXTREMES);
}

/* Each weight has a place of its own. */
static void test_packed(void **state) {
  (void)state;
  enum { INPUTS = 12, OUTPUTS = 48 };
  bool taken[INPUTS * OUTPUTS] = {false};
  for (size_t output = 0; output < OUTPUTS; output++)
    for (size_t input = 0; input < INPUTS; input++) {
      const size_t place = casus_packed(output, input, INPUTS);
      assert_in_range(place, 0, sizeof taken - 1);
      assert_false(taken[place]);
      taken[place] = true;
    }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_ways),     cmocka_unit_test(test_small), cmocka_unit_test(test_nothing),
      cmocka_unit_test(test_extremes), cmocka_unit_test(test_large), cmocka_unit_test(test_packed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
