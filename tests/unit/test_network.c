/* core/parse: the network. Its gradient against differences of its loss, what it computes in integers against
 * what it computes in floats, and what a beam makes of its scores. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "parse/adam.h"
#include "parse/beam.h"
#include "parse/floats.h"
#include "parse/tree.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 48, CLASSES = 16, CAPACITY = 400, LONGEST = 40, SLOTS = 2 };

/* ---- A net of random weights, and random sentences */

typedef struct fixture {
  casus_net_sizes sizes;
  uint64_t seed;
  casus_arena arena;
  casus_net net, turned;
  casus_lesson lesson;
  casus_batch batch;
  casus_guess *guesses;
  void *section;
  casus_weights weights;
  casus_inference inference;
  void *inference_room;
} fixture;

static void *aligned(casus_arena *arena, size_t size) {
  char *room = casus_arena_zero(arena, size + 64);
  return room + (64 - (uintptr_t)room % 64) % 64;
}

static float *floats(casus_arena *arena, size_t count) {
  return aligned(arena, (count + 16) * sizeof(float));
}

static void scatter(float *into, size_t count, float most, uint64_t *seed) {
  for (size_t i = 0; i < count; i++) into[i] = (2 * casus_random_float(seed) - 1) * most;
}

static void add_sentence(fixture *self, uint32_t words) {
  casus_batch *batch = &self->batch;
  uint64_t *seed = &self->seed;
  for (uint32_t i = 0; i <= words; i++) {
    casus_position *position = &batch->positions[batch->count++];
    for (uint32_t k = 0; k < CASUS_FEATURE_COUNT; k++)
      position->rows[k] = i   ? casus_random_below(seed, 3)
                                    ? CASUS_FEATURE_FIRST + casus_random_below(seed, ROWS - CASUS_FEATURE_FIRST)
                                    : k
                          : k ? CASUS_FEATURE_NONE
                              : CASUS_FEATURE_ROOT;
    if (i && casus_random_below(seed, 4) == 0)
      position->rows[casus_random_below(seed, CASUS_FEATURE_COUNT)] = CASUS_FEATURE_NONE;
    position->tag = casus_random_below(seed, CLASSES);
    position->feats = casus_random_below(seed, 5) ? casus_random_below(seed, CLASSES) : CASUS_CLASS_UNKNOWN;
    position->label = casus_random_below(seed, CLASSES);
    do position->head = casus_random_below(seed, words + 1);
    while (position->head == i);
  }
  batch->starts[++batch->sentences] = batch->count;
}

static void fill(void *argument) {
  fixture *self = argument;
  casus_arena *arena = &self->arena;
  const casus_net_sizes *sizes = &self->sizes;
  const size_t both = 2 * (size_t)sizes->width;
  float *rows = floats(arena, sizes->rows * both);
  casus_net_lay_out(&self->net, sizes, NULL, NULL);
  const size_t count = self->net.count;
  casus_net_lay_out(&self->net, sizes, floats(arena, count), rows);
  casus_net_lay_out(&self->turned, sizes, floats(arena, count), rows);
  scatter(self->net.dense, count, 0.35f, &self->seed);
  scatter(rows, sizes->rows * both, 0.3f, &self->seed);
  memset(rows + CASUS_FEATURE_NONE * both, 0, both * sizeof *rows);
  casus_net_turn(&self->turned, &self->net);
  casus_lesson_init(&self->lesson, arena, &self->net, &self->turned, CAPACITY, LONGEST);
  self->batch = (casus_batch){.positions = casus_arena_new(arena, casus_position, CAPACITY),
                              .starts = casus_arena_zero(arena, CAPACITY * sizeof(uint32_t))};
  self->guesses = casus_arena_new(arena, casus_guess, CAPACITY);
  self->section = aligned(arena, casus_weights_size(sizes, SLOTS));
}

static void begin(fixture *self, uint32_t width, uint32_t layers, uint64_t seed) {
  *self = (fixture){.sizes = {.rows = ROWS,
                              .width = width,
                              .layers = layers,
                              .tags = CLASSES,
                              .feats = CLASSES,
                              .labels = CLASSES,
                              .arc = 16,
                              .label = 16},
                    .seed = seed};
  casus_arena_init(&self->arena, NULL);
  assert_true(casus_arena_protect(&self->arena, fill, self));
}

static void end(fixture *self) {
  free(self->inference_room);
  casus_arena_free(&self->arena);
}

/* ---- The functions */

static void test_squash(void **state) {
  (void)state;
  const float step = 1e-3f, rounding = 1e-6f; /* which activations do not see */
  assert_true(casus_net_squash(0) == 0.0f && casus_net_gate(0) == 0.5f);
  assert_true(casus_net_squash(2) == 1.0f && casus_net_squash(-2) == -1.0f &&
              casus_net_squash(1e30f) == 1.0f);
  assert_true(casus_net_gate(4) == 1.0f && casus_net_gate(-4) == 0.0f);
  for (float x = -5; x < 5; x += 0.01f) {
    const float squashed = casus_net_squash(x), gate = casus_net_gate(x);
    assert_true(fabsf(squashed) <= 1 + rounding && gate >= -rounding && gate <= 1 + rounding);
    assert_true(casus_net_squash(-x) == -squashed);
    assert_true(casus_net_squash(x + step) >= squashed - rounding);
    assert_true(fabsf(squashed - tanhf(x)) < 0.07f);
    const float slope = (casus_net_squash(x + step) - casus_net_squash(x - step)) / (2 * step);
    const float gate_slope = (casus_net_gate(x + step) - casus_net_gate(x - step)) / (2 * step);
    assert_true(fabsf(slope - casus_net_squash_slope(x)) < 1e-3f);
    assert_true(fabsf(gate_slope - casus_net_gate_slope(x)) < 1e-3f);
  }
}

static void test_distances(void **state) {
  (void)state;
  static const uint32_t first[CASUS_NET_DISTANCES] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 15, 21, 29, 41, 61, 101};
  for (uint32_t i = 0; i < CASUS_NET_DISTANCES; i++) {
    assert_int_equal(casus_net_distance(first[i]), i);
    if (i) assert_int_equal(casus_net_distance(first[i] - 1), i - 1);
  }
  assert_int_equal(casus_net_distance(UINT32_MAX), CASUS_NET_DISTANCES - 1);
}

static void test_floats(void **state) {
  (void)state;
  enum { MOST = 140 };
  static float a[MOST * MOST], b[MOST * MOST], found[MOST * MOST], turned[MOST * MOST];
  static const size_t sizes[][3] = {{1, 16, 1},    {6, 64, 128},  {7, 80, 129}, {13, 16, 32}, {5, 64, 7},
                                    {12, 128, 20}, {23, 96, 133}, {6, 70, 3},   {1, 1, 1}};
  uint64_t seed = 4;
  for (size_t t = 0; t < sizeof sizes / sizeof *sizes; t++) {
    const size_t m = sizes[t][0], n = sizes[t][1], k = sizes[t][2];
    scatter(a, m * k, 1, &seed);
    scatter(b, k * n, 1, &seed);
    casus_floats_transpose(turned, a, m, k);
    for (int way = 0; way < 2; way++) {
      for (size_t i = 0; i < m * n; i++) found[i] = 1;
      casus_floats_multiply(found, n, way ? casus_transposed(turned, m) : casus_plain(a, k), b, n, m, n, k);
      for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < n; j++) {
          double sum = 1;
          for (size_t x = 0; x < k; x++) sum += (double)a[i * k + x] * (double)b[x * n + j];
          assert_true(fabs(sum - (double)found[i * n + j]) < 1e-4);
        }
    }
  }
}

/* ---- Gradients */

typedef struct part {
  const char *name;
  float *weights;
  const float *gradient;
  size_t count;
} part;

enum { MOST_PARTS = 32 };

static size_t list_parts(const fixture *self, part parts[MOST_PARTS]) {
  const casus_net *net = &self->net, *gradient = &self->lesson.gradient;
  const casus_net_sizes *sizes = &net->sizes;
  const size_t both = 2 * (size_t)sizes->width, units = CASUS_NET_GATES * both;
  size_t n = 0;
#define PART(field, size) parts[n++] = (part){#field, net->field, gradient->field, (size)}
  PART(rows, sizes->rows * both);
  PART(start, both);
  for (uint32_t i = 0; i < sizes->layers; i++) {
    PART(layers[i].weights, units * both);
    PART(layers[i].bias, units);
    PART(layers[i].peep, both);
  }
  PART(tag_weights, sizes->tags * both);
  PART(tag_bias, sizes->tags);
  PART(feats_weights, sizes->feats * both);
  PART(feats_bias, sizes->feats);
  PART(dependent_weights, sizes->arc * both);
  PART(dependent_bias, sizes->arc);
  PART(head_weights, sizes->arc * both);
  PART(head_bias, sizes->arc);
  PART(pair_weights, (size_t)sizes->arc * sizes->arc);
  PART(pair_bias, sizes->arc);
  PART(distances, 2 * CASUS_NET_DISTANCES);
  PART(below_weights, sizes->label * both);
  PART(above_weights, sizes->label * both);
  PART(label_bias, sizes->label);
  PART(out_weights, (size_t)sizes->labels * sizes->label);
  PART(out_bias, sizes->labels);
#undef PART
  return n;
}

/* The same is dropped out each time. */
static void learn(fixture *self) {
  self->lesson.random = 7;
  casus_lesson_learn(&self->lesson, &self->batch);
}

/* The loss with one weight at another value. */
static double loss_at(fixture *self, float *weight, float value) {
  const float kept = *weight;
  *weight = value;
  casus_net_turn(&self->turned, &self->net);
  casus_lesson_clear(&self->lesson);
  learn(self);
  *weight = kept;
  return self->lesson.loss;
}

/* Those of the part that matter, and a few others. */
static void check_part(fixture *self, const part *one, const float *gradient) {
  enum { SAMPLES = 6, OTHERS = 2 };
  const float step = 4e-3f;
  float most = 0;
  for (size_t i = 0; i < one->count; i++) most = fmaxf(most, fabsf(gradient[i]));
  if (most < 0.01f) fail_msg("%s: no gradient", one->name);
  for (unsigned checked = 0; checked < SAMPLES + OTHERS;) {
    const size_t at = casus_random_below(&self->seed, (uint32_t)one->count);
    if (checked < SAMPLES && fabsf(gradient[at]) < most / 4) continue;
    const float before = one->weights[at];
    const double slope =
        (loss_at(self, &one->weights[at], before + step) - loss_at(self, &one->weights[at], before - step)) /
        (2 * (double)step);
    if (fabs(slope - (double)gradient[at]) > 1e-3 + 0.02 * fabs(slope))
      fail_msg("%s[%zu]: a gradient of %g; the loss says %g", one->name, at, (double)gradient[at], slope);
    checked++;
  }
}

static void check_gradient(uint32_t layers, float dropout, uint64_t seed) {
  fixture self;
  part parts[MOST_PARTS];
  begin(&self, 16, layers, seed);
  self.lesson.dropout = dropout;
  add_sentence(&self, 7);
  add_sentence(&self, 1);
  add_sentence(&self, 4);
  learn(&self);
  const size_t count = list_parts(&self, parts);
  float *gradients[MOST_PARTS];
  for (size_t i = 0; i < count; i++) {
    gradients[i] = malloc(parts[i].count * sizeof(float));
    assert_non_null(gradients[i]);
    memcpy(gradients[i], parts[i].gradient, parts[i].count * sizeof(float));
  }
  for (size_t i = 0; i < count; i++) check_part(&self, &parts[i], gradients[i]);
  for (size_t i = 0; i < count; i++) free(gradients[i]);
  end(&self);
}

static void test_gradient(void **state) {
  (void)state;
  check_gradient(2, 0, 11);
}

static void test_dropout(void **state) {
  (void)state;
  check_gradient(1, 0.3f, 12);
}

/* Gradients of batches add up, and clearing leaves nothing. */
static void test_batches(void **state) {
  (void)state;
  fixture self;
  begin(&self, 16, 2, 13);
  add_sentence(&self, 5);
  casus_lesson_learn(&self.lesson, &self.batch);
  const double loss = self.lesson.loss;
  const float once = self.lesson.gradient.pair_weights[3];
  casus_lesson_learn(&self.lesson, &self.batch);
  assert_true(fabs(self.lesson.loss - 2 * loss) < 1e-6 * loss);
  assert_true(fabsf(self.lesson.gradient.pair_weights[3] - 2 * once) <= 1e-5f * fabsf(once));
  casus_lesson_clear(&self.lesson);
  assert_true(self.lesson.loss == 0);
  for (size_t i = 0; i < self.net.count; i++) assert_true(self.lesson.gradient.dense[i] == 0);
  for (size_t i = 0; i < (size_t)ROWS * 2 * self.sizes.width; i++)
    assert_true(self.lesson.gradient.rows[i] == 0);
  end(&self);
}

/* ---- Steps */

typedef struct stepping {
  fixture *self;
  casus_adam adam;
} stepping;

static void init_adam(void *argument) {
  stepping *self = argument;
  casus_adam_init(&self->adam, &self->self->arena, &self->self->net);
}

/* A few sentences are learnt by heart; what was left out stays zero, and rows that were not seen stay. */
static void test_learning(void **state) {
  (void)state;
  fixture self;
  stepping steps = {.self = &self};
  double first = 0, last = 0;
  begin(&self, 16, 1, 14);
  assert_true(casus_arena_protect(&self.arena, init_adam, &steps));
  add_sentence(&self, 6);
  add_sentence(&self, 9);
  const size_t both = 2 * (size_t)self.sizes.width;
  bool seen[ROWS] = {false};
  for (uint32_t i = 0; i < self.batch.count; i++)
    for (int k = 0; k < CASUS_FEATURE_COUNT; k++) seen[self.batch.positions[i].rows[k]] = true;
  float *rows = malloc(ROWS * both * sizeof *rows);
  assert_non_null(rows);
  memcpy(rows, self.net.rows, ROWS * both * sizeof *rows);
  for (int i = 0; i < 150; i++) {
    casus_net_turn(&self.turned, &self.net);
    casus_lesson_learn(&self.lesson, &self.batch);
    last = self.lesson.loss / 15;
    if (i == 0) first = last;
    casus_adam_step(&steps.adam, &self.lesson, 1, 15, 1e-2f);
    assert_true(self.lesson.loss == 0);
  }
  if (!(last <= first / 20)) fail_msg("the loss sank only from %g to %g", first, last);
  for (uint32_t row = 0; row < ROWS; row++)
    if (row == CASUS_FEATURE_NONE || !seen[row])
      assert_memory_equal(rows + row * both, self.net.rows + row * both, both * sizeof *rows);
    else
      assert_memory_not_equal(rows + row * both, self.net.rows + row * both, both * sizeof *rows);
  free(rows);
  end(&self);
}

/* ---- In integers */

static void infer(fixture *self) {
  const casus_feature_slot slots[SLOTS] = {{0, 0}};
  casus_error error;
  casus_weights_make(self->section, &self->net, &self->sizes, slots, SLOTS);
  assert_int_equal(
      casus_weights_load(&self->weights, self->section, casus_weights_size(&self->sizes, SLOTS), &error),
      CASUS_OK);
  const size_t size = casus_inference_room(&self->weights, CAPACITY, LONGEST);
  self->inference_room = aligned_alloc(64, (size + 63) / 64 * 64);
  assert_non_null(self->inference_room);
  memset(self->inference_room, 0xA5, size);
  casus_inference_init(&self->inference, &self->weights, casus_products_choose(), CAPACITY, LONGEST,
                       self->inference_room);
  for (uint32_t s = 0; s < self->batch.sentences; s++) {
    casus_inference_add_sentence(&self->inference);
    for (uint32_t i = self->batch.starts[s] + 1; i < self->batch.starts[s + 1]; i++)
      casus_inference_embed(&self->weights, self->batch.positions[i].rows,
                            casus_inference_add_word(&self->inference));
  }
  assert_int_equal(self->inference.count, self->batch.count);
  casus_inference_read(&self->inference);
}

static uint32_t best_head(const casus_inference *inference, uint32_t length, uint32_t dependent) {
  uint32_t best = 0;
  for (uint32_t j = 1; j < length; j++)
    if (inference->arcs[j * inference->longest + dependent] >
        inference->arcs[best * inference->longest + dependent])
      best = j;
  return best;
}

static uint32_t best_of(const float *scores, uint32_t count) {
  uint32_t best = 0;
  for (uint32_t i = 1; i < count; i++)
    if (scores[i] > scores[best]) best = i;
  return best;
}

/* Rounding may tip what is nearly even, but not most. */
static void check_integers(uint32_t width, uint32_t layers, uint64_t seed) {
  fixture self;
  unsigned words = 0, tags = 0, heads = 0, labels = 0;
  begin(&self, width, layers, seed);
  /* so that the best stands out */
  for (size_t i = 0; i < (size_t)self.sizes.arc * self.sizes.arc; i++) self.net.pair_weights[i] *= 4;
  casus_net_turn(&self.turned, &self.net);
  for (uint32_t length = 1; length < 24; length++) add_sentence(&self, length);
  infer(&self);
  casus_lesson_guess(&self.lesson, &self.batch, self.guesses);
  for (uint32_t s = 0; s < self.batch.sentences; s++) {
    const uint32_t first = self.batch.starts[s], length = self.batch.starts[s + 1] - first;
    casus_inference_arcs(&self.inference, s);
    for (uint32_t i = 1; i < length; i++) {
      const casus_guess *guess = &self.guesses[first + i];
      const uint32_t dependent = first + i, head = first + guess->head;
      float scores[CLASSES];
      casus_inference_labels(&self.inference, &dependent, &head, 1, scores);
      words++;
      tags += self.inference.tags[first + i] == guess->tag;
      heads += best_head(&self.inference, length, i) == guess->head;
      labels += best_of(scores, CLASSES) == guess->label;
      assert_true(guess->head != i);
    }
  }
  print_message("%u words: %u tags, %u heads, %u labels are the same\n", words, tags, heads, labels);
  assert_true(tags * 100 > words * 92);
  assert_true(heads * 100 > words * 92);
  assert_true(labels * 100 > words * 92);
  end(&self);
}

static void test_integers(void **state) {
  (void)state;
  check_integers(16, 1, 21);
  check_integers(16, 2, 22);
  check_integers(48, 3, 23);
}

/* A score of FEATS, which guesses do not tell, from the activations that the network shows. */
static void test_feats(void **state) {
  (void)state;
  fixture self;
  begin(&self, 16, 1, 24);
  add_sentence(&self, 9);
  infer(&self);
  const size_t both = 2 * (size_t)self.sizes.width;
  for (uint32_t i = 0; i < self.batch.count; i++)
    for (uint32_t k = 0; k < CLASSES; k++) {
      double score = (double)self.net.feats_bias[k];
      for (size_t x = 0; x < both; x++)
        score += (double)self.net.feats_weights[k * both + x] *
                 (self.inference.read[i * both + x] - CASUS_ACTIVATION_ZERO) / CASUS_ACTIVATION_ONE;
      assert_true(fabs(score - (double)casus_inference_feats(&self.inference, i, k)) < 0.08);
    }
  end(&self);
}

/* A sentence is read the same whatever is beside it, and by whatever way to multiply. */
static void test_beside(void **state) {
  (void)state;
  fixture together, alone;
  casus_multiply *ways[CASUS_MOST_WAYS];
  begin(&together, 32, 2, 25);
  for (uint32_t length = 5; length < 12; length++) add_sentence(&together, length);
  infer(&together);
  const size_t count = casus_products_ways(ways);
  for (size_t way = 0; way < count; way++) {
    begin(&alone, 32, 2, 25);
    for (uint32_t length = 5; length < 12; length++) add_sentence(&alone, length);
    infer(&alone);
    casus_inference *inference = &alone.inference;
    inference->multiply = ways[way];
    for (uint32_t s = 0; s < together.batch.sentences; s++) {
      const uint32_t first = together.batch.starts[s], length = together.batch.starts[s + 1] - first;
      casus_inference_begin(inference);
      casus_inference_add_sentence(inference);
      for (uint32_t i = 1; i < length; i++)
        casus_inference_embed(&alone.weights, together.batch.positions[first + i].rows,
                              casus_inference_add_word(inference));
      casus_inference_read(inference);
      casus_inference_arcs(inference, 0);
      casus_inference_arcs(&together.inference, s);
      assert_memory_equal(inference->tags, together.inference.tags + first, length * sizeof *inference->tags);
      for (uint32_t j = 0; j < length; j++)
        assert_memory_equal(inference->arcs + j * inference->longest,
                            together.inference.arcs + j * together.inference.longest, length * sizeof(float));
    }
    end(&alone);
  }
  end(&together);
}

/* ---- Beam */

/* The logarithm of the probability of the best relation that an arc may have. */
static double logarithm_of(fixture *self, uint32_t dependent, uint32_t head, uint32_t root, bool on_root) {
  float scores[CLASSES];
  double sum = 0, best = -INFINITY;
  casus_inference_labels(&self->inference, &dependent, &head, 1, scores);
  for (uint32_t i = 0; i < CLASSES; i++) {
    sum += exp((double)scores[i]);
    if (root >= CLASSES || (i == root) == on_root) best = fmax(best, (double)scores[i]);
  }
  return best - log(sum);
}

static unsigned better(const casus_inference *inference, const float *arcs, uint32_t length, uint32_t head,
                       uint32_t dependent) {
  unsigned count = 0;
  for (uint32_t j = 0; j < length; j++) {
    const float other = arcs[j * inference->longest + dependent],
                own = arcs[head * inference->longest + dependent];
    count += j != dependent && (other > own || (other == own && j < head));
  }
  return count;
}

static void check_beam(fixture *self, uint32_t sentence, uint32_t beam, uint32_t root) {
  casus_inference *inference = &self->inference;
  const uint32_t first = self->batch.starts[sentence], length = self->batch.starts[sentence + 1] - first;
  const size_t all = (size_t)inference->longest * inference->longest;
  const size_t size = casus_beam_room(&self->weights, length, beam);
  void *room = aligned_alloc(64, size);
  float *before = malloc(all * sizeof *before);
  assert_true(room && before);
  casus_inference_arcs(inference, sentence);
  memcpy(before, inference->arcs, all * sizeof *before);
  casus_beam_weigh(inference, sentence, beam, root, room);
  for (uint32_t i = 1; i < length; i++)
    for (uint32_t j = 0; j < length; j++) {
      const size_t at = j * inference->longest + i;
      if (i == j) continue;
      const double added = (double)inference->arcs[at] - (double)before[at];
      if (better(inference, before, length, j, i) < beam) {
        const double wanted = logarithm_of(self, first + i, first + j, root, j == 0);
        assert_true(wanted <= 0);
        if (fabs(added - wanted) > 2e-5) fail_msg("%g was added; the logarithm is %g", added, wanted);
      } else {
        assert_true(added < -9000); /* behind all others */
      }
    }
  free(before);
  free(room);
}

static void check_tree(fixture *self, uint32_t sentence) {
  const uint32_t length = self->batch.starts[sentence + 1] - self->batch.starts[sentence];
  uint32_t heads[LONGEST], roots = 0;
  void *room = malloc(casus_tree_room(length));
  assert_non_null(room);
  casus_tree_find(self->inference.arcs, self->inference.longest, length, heads, room);
  for (uint32_t i = 1; i < length; i++) {
    uint32_t steps = 0;
    for (uint32_t at = i; at; at = heads[at]) assert_true(steps++ < length);
    roots += heads[i] == 0;
  }
  assert_int_equal(roots, 1);
  free(room);
}

static void test_beam(void **state) {
  (void)state;
  static const uint32_t beams[] = {1, 2, 3, 8, 64};
  fixture self;
  begin(&self, 16, 1, 31);
  /* some relations that are nearly certain, some nearly even */
  for (size_t i = 0; i < (size_t)CLASSES * self.sizes.label; i++) self.net.out_weights[i] *= i % 3 ? 1 : 40;
  add_sentence(&self, 1);
  add_sentence(&self, 12);
  add_sentence(&self, 30);
  infer(&self);
  for (size_t b = 0; b < sizeof beams / sizeof *beams; b++)
    for (uint32_t s = 0; s < self.batch.sentences; s++)
      for (uint32_t root = 0; root <= CLASSES;
           root += CLASSES / 2) { /* the last: there is no such relation */
        check_beam(&self, s, beams[b], root);
        check_tree(&self, s);
      }
  end(&self);
}

/* ---- Sections that are damaged are in test_model.c; sizes that cannot be are refused at once. */

static void test_sizes(void **state) {
  (void)state;
  const casus_net_sizes good = {.rows = CASUS_FEATURE_FIRST,
                                .width = 16,
                                .layers = 1,
                                .tags = 16,
                                .feats = 16,
                                .labels = 16,
                                .arc = 16,
                                .label = 16};
  assert_true(casus_weights_size(&good, 1) > 0);
  assert_int_equal(casus_weights_size(&good, 1) % 64, 0);
  assert_int_equal(casus_weights_size(&good, 0), 0);
  assert_int_equal(casus_weights_size(&good, 3), 0);
  const size_t fields = sizeof good / sizeof(uint32_t);
  static const uint32_t bad[] = {0, UINT32_MAX, 1u << 31, 1u << 23};
  for (size_t i = 0; i < fields; i++)
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
      casus_net_sizes sizes = good;
      memcpy((char *)&sizes + i * sizeof *bad, &bad[k], sizeof *bad);
      assert_int_equal(casus_weights_size(&sizes, 1), 0);
    }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_squash),   cmocka_unit_test(test_distances), cmocka_unit_test(test_floats),
      cmocka_unit_test(test_gradient), cmocka_unit_test(test_dropout),   cmocka_unit_test(test_batches),
      cmocka_unit_test(test_learning), cmocka_unit_test(test_integers),  cmocka_unit_test(test_feats),
      cmocka_unit_test(test_beside),   cmocka_unit_test(test_beam),      cmocka_unit_test(test_sizes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
