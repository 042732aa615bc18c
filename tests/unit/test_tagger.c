/* core/parse: the tagger. Its gradient against differences of its loss, whole names against all sequences of
 * classes, what it computes in integers against what it learnt in floats, the section of a model, and its
 * training. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "extract/engine.h"
#include "parse/adam.h"
#include "parse/floats.h"
#include "parse/lesson.h"
#include "parse/tagger_lesson.h"
#include "unit/allocator.h"
#include "unit/little.h"

#include <math.h>
#include <stdlib.h>

enum { ROWS = 32, STATES = 32, WIDTH = 16, BOTH = 2 * WIDTH, CAPACITY = 64 };

/* ---- Whole names */

static bool is_whole_sequence(const uint8_t *classes, uint32_t count) {
  uint8_t open = 0;
  for (uint32_t i = 0; i < count; i++) {
    const uint8_t class = classes[i];
    const bool goes_on = class && !casus_entity_begins(class);
    if (goes_on != (open != 0)) return false;
    if (open && casus_entity_label_of(open) != casus_entity_label_of(class)) return false;
    open = class && !casus_entity_ends(class) ? class : 0;
  }
  return !open;
}

static int64_t sum_of(const int32_t *scores, const uint8_t *classes, uint32_t count) {
  int64_t sum = 0;
  for (uint32_t i = 0; i < count; i++) sum += scores[i * CASUS_TAGGER_OUTPUTS + classes[i]];
  return sum;
}

/* The best sum of all whole sequences. */
static int64_t try_all(const int32_t *scores, uint32_t count) {
  int64_t best = INT64_MIN;
  uint32_t all = 1;
  for (uint32_t i = 0; i < count; i++) all *= CASUS_ENTITY_CLASSES;
  for (uint32_t number = 0; number < all; number++) {
    uint8_t classes[4];
    uint32_t rest = number;
    for (uint32_t i = 0; i < count; i++, rest /= CASUS_ENTITY_CLASSES)
      classes[i] = (uint8_t)(rest % CASUS_ENTITY_CLASSES);
    if (!is_whole_sequence(classes, count)) continue;
    const int64_t sum = sum_of(scores, classes, count);
    best = sum > best ? sum : best;
  }
  return best;
}

static void test_decode(void **state) {
  (void)state;
  int32_t scores[40 * CASUS_TAGGER_OUTPUTS] = {0};
  uint8_t classes[40], back[40 * CASUS_ENTITY_CLASSES];
  uint64_t seed = 3;
  casus_tagger_decode(scores, 0, classes, back);
  for (uint32_t turn = 0; turn < 60; turn++) {
    const uint32_t count = turn % 20 == 0 ? 40 : 1 + turn % 3;
    for (uint32_t i = 0; i < count * CASUS_TAGGER_OUTPUTS; i++)
      scores[i] = (int32_t)casus_random_below(&seed, turn % 2 ? 3 : 1 << 21) - (1 << 20);
    casus_tagger_decode(scores, count, classes, back);
    assert_true(is_whole_sequence(classes, count));
    if (count < 4) assert_true(sum_of(scores, classes, count) == try_all(scores, count));
  }
}

static void test_classes(void **state) {
  (void)state;
  uint8_t column[6] = {0};
  for (unsigned label = 1; label < CASUS_ENTITY_LABELS; label++) {
    const char *name = casus_entity_name((casus_entity_label)label);
    assert_int_equal(casus_entity_find((casus_string){name, strlen(name)}), label);
    casus_entity_mark(column, 1, 4, (casus_entity_label)label);
    casus_entity_mark(column, 4, 5, (casus_entity_label)label);
    assert_true(is_whole_sequence(column, 6));
    for (int i = 1; i < 5; i++) assert_int_equal(casus_entity_label_of(column[i]), label);
    assert_true(casus_entity_begins(column[1]) && !casus_entity_begins(column[2]) &&
                casus_entity_ends(column[3]) && casus_entity_begins(column[4]) &&
                casus_entity_ends(column[4]));
  }
  assert_int_equal(casus_entity_find((casus_string){"person", 6}), CASUS_ENTITY_NONE);
  assert_int_equal(casus_entity_find((casus_string){"", 0}), CASUS_ENTITY_NONE);
}

/* ---- A net of random weights, and sentences */

typedef struct fixture {
  casus_arena arena;
  uint64_t seed;
  casus_tagger_net net;
  casus_tagger_lesson lesson;
  casus_tagger_batch batch;
  uint8_t *states, *classes; /* as the parser gives them; what is gold */
  void *section;
  casus_tagger tagger;
} fixture;

static const casus_tagger_sizes sizes = {ROWS, STATES, WIDTH};
static const casus_net_sizes parser_sizes = {.rows = ROWS, .width = STATES / 2};

static void *aligned(casus_arena *arena, size_t size) {
  return casus_floats_zero(arena, size / sizeof(float) + 1);
}

static void scatter(float *into, size_t count, float most, uint64_t *seed) {
  for (size_t i = 0; i < count; i++) into[i] = (2 * casus_random_float(seed) - 1) * most;
}

static void fill(void *argument) {
  fixture *self = argument;
  casus_arena *arena = &self->arena;
  const size_t rows = (ROWS + CASUS_ENTITY_CLASSES) * BOTH;
  casus_tagger_net_lay_out(&self->net, &sizes, NULL, NULL);
  const size_t count = self->net.count;
  casus_tagger_net_lay_out(&self->net, &sizes, casus_floats_zero(arena, count),
                           casus_floats_zero(arena, rows));
  scatter(self->net.dense, count, 0.3f, &self->seed);
  scatter(self->net.rows, rows, 0.2f, &self->seed);
  memset(self->net.rows + CASUS_FEATURE_NONE * BOTH, 0, BOTH * sizeof(float));
  memset(self->net.rows + ROWS * BOTH, 0, BOTH * sizeof(float));
  casus_tagger_lesson_init(&self->lesson, arena, &self->net, CAPACITY);
  self->batch = (casus_tagger_batch){.positions = casus_arena_new(arena, casus_tagger_position, CAPACITY),
                                     .states = casus_floats_zero(arena, CAPACITY * STATES),
                                     .starts = casus_arena_zero(arena, CAPACITY * sizeof(uint32_t))};
  self->states = aligned(arena, CAPACITY * STATES);
  self->classes = casus_arena_zero(arena, CAPACITY);
  self->section = aligned(arena, casus_tagger_size(&sizes));
}

static void add_position(fixture *self, bool root) {
  const uint32_t number = self->batch.count++;
  casus_tagger_position *position = &self->batch.positions[number];
  for (uint32_t k = 0; k <= CASUS_FEATURE_COUNT; k++)
    position->rows[k] =
        root || (k == CASUS_FEATURE_COUNT && casus_random_below(&self->seed, 2)) ? CASUS_FEATURE_NONE
        : k < CASUS_FEATURE_COUNT ? casus_random_below(&self->seed, ROWS)
                                  : ROWS + casus_random_below(&self->seed, CASUS_ENTITY_CLASSES);
  position->gold = CASUS_ENTITY_UNKNOWN;
  for (uint32_t x = 0; x < STATES; x++) {
    const uint8_t state = (uint8_t)(1 + casus_random_below(&self->seed, 255));
    self->states[number * STATES + x] = state;
    self->batch.states[number * STATES + x] = casus_activation_worth(state);
  }
}

/* A sentence with a name in it. */
static void add_sentence(fixture *self, uint32_t words) {
  const uint32_t first = self->batch.count + 1;
  add_position(self, true);
  for (uint32_t i = 0; i < words; i++) add_position(self, false);
  casus_entity_mark(self->classes, first, first + 1 + casus_random_below(&self->seed, words),
                    (casus_entity_label)(1 + casus_random_below(&self->seed, CASUS_ENTITY_LABELS - 1)));
  for (uint32_t i = first; i < first + words; i++) self->batch.positions[i].gold = self->classes[i];
  self->batch.starts[++self->batch.sentences] = self->batch.count;
}

static void begin(fixture *self, uint64_t seed) {
  *self = (fixture){.seed = seed};
  casus_arena_init(&self->arena, NULL);
  assert_true(casus_arena_protect(&self->arena, fill, self));
  add_sentence(self, 1);
  add_sentence(self, 7);
  add_sentence(self, 4);
}

static void end(fixture *self) {
  casus_arena_free(&self->arena);
}

static double loss(fixture *self) {
  casus_tagger_lesson_clear(&self->lesson);
  casus_tagger_lesson_turn(&self->lesson);
  casus_tagger_lesson_learn(&self->lesson, &self->batch);
  return self->lesson.loss;
}

/* ---- Gradients */

static void check_gradient(fixture *self, float *weights, const float *gradient, size_t count) {
  const float step = 4e-3f;
  float *wanted = malloc(count * sizeof *wanted);
  assert_non_null(wanted);
  loss(self);
  memcpy(wanted, gradient, count * sizeof *wanted);
  for (int turn = 0; turn < 24; turn++) {
    const size_t i = casus_random_below(&self->seed, (uint32_t)count);
    const float before = weights[i];
    weights[i] = before + step;
    const double above = loss(self);
    weights[i] = before - step;
    const double below = loss(self);
    weights[i] = before;
    const double found = (above - below) / (2 * (double)step);
    if (fabs(found - (double)wanted[i]) > 0.02 + 0.04 * fabs(found))
      fail_msg("weight %zu of %zu: %g should be %g", i, count, (double)wanted[i], found);
  }
  free(wanted);
}

static void test_gradient(void **state) {
  (void)state;
  fixture self;
  begin(&self, 5);
  self.batch.positions[4].gold = CASUS_ENTITY_UNKNOWN;
  casus_tagger_net *net = &self.net, *gradient = &self.lesson.gradient;
  check_gradient(&self, net->rows, gradient->rows, ROWS * BOTH);
  check_gradient(&self, net->rows + ROWS * BOTH, gradient->rows + ROWS * BOTH, CASUS_ENTITY_CLASSES * BOTH);
  check_gradient(&self, net->below_weights, gradient->below_weights, BOTH * STATES);
  check_gradient(&self, net->start, gradient->start, BOTH);
  check_gradient(&self, net->layer.weights, gradient->layer.weights, CASUS_NET_GATES * BOTH * BOTH);
  check_gradient(&self, net->layer.bias, gradient->layer.bias, CASUS_NET_GATES * BOTH);
  check_gradient(&self, net->layer.peep, gradient->layer.peep, BOTH);
  check_gradient(&self, net->out_weights, gradient->out_weights, CASUS_TAGGER_OUTPUTS * BOTH);
  check_gradient(&self, net->out_bias, gradient->out_bias, CASUS_TAGGER_OUTPUTS);
  end(&self);
}

/* ---- In integers */

typedef struct means {
  casus_arena *arena;
  size_t dense, rows;
  float *mean, *square, *row_mean, *row_square;
} means;

static void take_means(void *argument) {
  means *self = argument;
  self->mean = casus_floats_zero(self->arena, self->dense);
  self->square = casus_floats_zero(self->arena, self->dense);
  self->row_mean = casus_floats_zero(self->arena, self->rows);
  self->row_square = casus_floats_zero(self->arena, self->rows);
}

static void learn_by_heart(fixture *self) {
  means all = {
      .arena = &self->arena, .dense = self->net.count, .rows = (ROWS + CASUS_ENTITY_CLASSES) * (size_t)BOTH};
  assert_true(casus_arena_protect(&self->arena, take_means, &all));
  for (uint32_t i = 1; i <= 200; i++) {
    const casus_tagger_net *gradient = &self->lesson.gradient;
    loss(self);
    casus_adam_move(self->net.dense, gradient->dense, all.mean, all.square, all.dense, 0.1f,
                    casus_adam_rate(1e-2f, i));
    casus_adam_move(self->net.rows, gradient->rows, all.row_mean, all.row_square, all.rows, 0.1f,
                    casus_adam_rate(1e-2f, i));
  }
  if (!(loss(self) < 1)) fail_msg("the loss is %g", loss(self));
}

static void load(fixture *self) {
  casus_error error;
  casus_tagger_make(self->section, &self->net);
  assert_int_equal(
      casus_tagger_load(&self->tagger, self->section, casus_tagger_size(&sizes), &parser_sizes, &error),
      CASUS_OK);
}

static void check_way(fixture *self, casus_multiply *multiply) {
  casus_tagging tagging;
  const size_t size = (casus_tagging_room(&self->tagger, CAPACITY) + 63) / 64 * 64;
  void *room = aligned_alloc(64, size);
  assert_non_null(room);
  memset(room, 0xA5, size);
  casus_tagging_init(&tagging, &self->tagger, multiply, CAPACITY, room);
  for (uint32_t i = 0; i < self->batch.count; i++) {
    const uint32_t *rows = self->batch.positions[i].rows, hint = rows[CASUS_FEATURE_COUNT];
    casus_tagger_embed(&self->tagger, rows, tagging.rows + (size_t)i * BOTH);
    tagging.hints[i] = (uint8_t)(hint == CASUS_FEATURE_NONE ? 0 : hint - ROWS);
  }
  casus_tagging_read(&tagging, self->batch.starts, self->batch.sentences, self->states);
  assert_memory_equal(tagging.classes, self->classes, self->batch.count);
  free(room);
}

static void test_integers(void **state) {
  (void)state;
  casus_multiply *ways[CASUS_MOST_WAYS];
  const size_t count = casus_products_ways(ways);
  fixture self;
  begin(&self, 8);
  learn_by_heart(&self);
  load(&self);
  for (size_t i = 0; i < count; i++) check_way(&self, ways[i]);
  end(&self);
}

/* ---- The section */

static casus_status load_bytes(fixture *self, size_t size, const casus_net_sizes *parser) {
  casus_error error = {.code = CASUS_OK};
  const casus_status status = casus_tagger_load(&self->tagger, self->section, size, parser, &error);
  assert_int_equal(status, error.code);
  if (status != CASUS_OK) assert_int_equal(self->tagger.sizes.width, 0);
  return status;
}

static void test_section(void **state) {
  (void)state;
  fixture self;
  const size_t size = casus_tagger_size(&sizes);
  const casus_net_sizes other_rows = {.rows = ROWS + 1, .width = STATES / 2},
                        other_width = {.rows = ROWS, .width = STATES};
  begin(&self, 9);
  load(&self);
  assert_int_equal(load_bytes(&self, size - 1, &parser_sizes), CASUS_FORMAT);
  assert_int_equal(load_bytes(&self, 0, &parser_sizes), CASUS_FORMAT);
  assert_int_equal(load_bytes(&self, size, &other_rows), CASUS_FORMAT);
  assert_int_equal(load_bytes(&self, size, &other_width), CASUS_FORMAT);
  self.net.out_bias[3] = NAN;
  casus_tagger_make(self.section, &self.net);
  assert_int_equal(load_bytes(&self, size, &parser_sizes), CASUS_FORMAT);
  self.net.out_bias[3] = 0;
  casus_tagger_make(self.section, &self.net);
  load(&self);
  self.tagger.out.offsets[0] = INT32_MAX;
  assert_int_equal(load_bytes(&self, size, &parser_sizes), CASUS_FORMAT);
  casus_tagger_make(self.section, &self.net);
  load(&self);
  self.tagger.below.weights[5] = INT8_MIN;
  assert_int_equal(load_bytes(&self, size, &parser_sizes), CASUS_FORMAT);
  assert_int_equal(casus_tagger_size(&(casus_tagger_sizes){ROWS, STATES, 0}), 0);
  assert_int_equal(casus_tagger_size(&(casus_tagger_sizes){ROWS, STATES, 17}), 0);
  assert_int_equal(casus_tagger_size(&(casus_tagger_sizes){ROWS, STATES, CASUS_WIDEST + 16}), 0);
  end(&self);
}

/* ---- Training */

static const char *const texts[] = {"The minister met the envoy in Oslo.",
                                    "Two boats left the port on Monday.",
                                    "NATO ships, planes quickly arrived."};
static const casus_labelled_span oslo = {30, 34, "GPE"}, nato = {0, 4, "ORG"};

static char parser_path[256], tagger_path[256];

static casus_engine *open_engine(const char *model, const casus_allocator *allocator) {
  casus_error error;
  const casus_engine_options options = {.model = model, .allocator = allocator};
  casus_engine *opened = casus_engine_open(CASUS_ROOT "/data", &options, &error);
  if (!opened && error.code != CASUS_NOMEM) fail_msg("%s", error.message);
  return opened;
}

static int set_up(void **state) {
  (void)state;
  char bank[256];
  casus_error error;
  little_path(parser_path, "parser.model");
  little_path(tagger_path, "tagger.model");
  if (!little_write_bank(little_path(bank, "tagger.conllu"), little_english, 2)) return -1;
  return little_train(bank, parser_path, 100, 1, &error) == CASUS_OK ? 0 : -1;
}

static const casus_labelled_text labelled[] = {{{"The minister met the envoy in Oslo.", 35}, &oslo, 1},
                                               {{"Two boats left the port on Monday.", 34}, NULL, 0},
                                               {{"NATO ships, planes quickly arrived.", 35}, &nato, 1}};

static casus_entity_training little_training(void) {
  return (casus_entity_training){.gold = {labelled, 3}, .width = 16, .epochs = 150, .seed = 1};
}

static void check_token(const casus_document *document, uint32_t number, const char *label, bool begins) {
  casus_token token;
  assert_true(casus_document_token(document, number, &token));
  assert_string_equal(token.entity.bytes, label);
  assert_int_equal(token.begins, begins);
}

static bool note(void *context, const casus_entity_report *report) {
  *(casus_entity_report *)context = *report;
  return report->epoch != 3 || report->epochs != 4;
}

static void test_training(void **state) {
  (void)state;
  casus_error error;
  casus_entity_report last;
  casus_engine *engine = open_engine(parser_path, NULL);
  casus_entity_training training = little_training();
  training.held_out = training.gold;
  training.report = note;
  training.context = &last;
  casus_document *document = casus_document_parse(engine, texts[0], strlen(texts[0]), NULL, NULL);
  check_token(document, 7, "", false); /* this model has no tagger */
  casus_document_close(document);
  if (casus_train_entities(engine, &training, tagger_path, &error) != CASUS_OK) fail_msg("%s", error.message);
  assert_int_equal(last.epoch, 150);
  assert_true(last.f1 > 0.99 && last.precision > 0.99 && last.recall > 0.99 && last.loss > 0);
  training.epochs = 4;
  assert_int_equal(casus_train_entities(engine, &training, tagger_path, &error), CASUS_INTERRUPTED);
  casus_engine_close(engine);

  engine = open_engine(tagger_path, NULL);
  document = casus_document_parse(engine, texts[0], strlen(texts[0]), NULL, NULL);
  check_token(document, 7, "GPE", true);
  check_token(document, 1, "", false);
  casus_document_close(document);
  casus_engine_close(engine);
}

static void test_no_training(void **state) {
  (void)state;
  casus_error error;
  casus_engine *engine = open_engine(parser_path, NULL), *none = open_engine("", NULL);
  casus_entity_training training = little_training();
  training.width = CASUS_WIDEST + 1;
  assert_int_equal(casus_train_entities(engine, &training, tagger_path, &error), CASUS_LIMIT);
  training = little_training();
  assert_int_equal(casus_train_entities(engine, &training, "/nowhere/x.model", &error), CASUS_IO);
  assert_int_equal(casus_train_entities(none, &training, tagger_path, &error), CASUS_FORMAT);
  training.gold.count = 0;
  assert_int_equal(casus_train_entities(engine, &training, tagger_path, &error), CASUS_FORMAT);
  casus_engine_close(none);
  casus_engine_close(engine);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_decode),      cmocka_unit_test(test_classes), cmocka_unit_test(test_gradient),
      cmocka_unit_test(test_integers),    cmocka_unit_test(test_section), cmocka_unit_test(test_training),
      cmocka_unit_test(test_no_training),
  };
  return cmocka_run_group_tests(tests, set_up, NULL);
}
