#include "parse/tagger_train.h"

#include "base/error.h"
#include "parse/adam.h"
#include "parse/floats.h"
#include "parse/lesson.h"

#include <math.h>
#include <string.h>

enum {
  STEP_WORDS = 800,
  WARM_STEPS = 200, /* in which the rate grows */
  DEFAULT_WIDTH = 64,
  DEFAULT_EPOCHS = 8,
  CAPACITY = 2 * STEP_WORDS + 2 * CASUS_LONGEST_PIECE, /* each word may be a sentence, with its root */
};

static const float RATE = 3e-3f, LEAST_RATE = 1e-5f, DROPOUT = 0.25f;

/* How often a sentence is read otherwise than it stands, a feature is not seen, or the hints are not. */
static const float UPPER = 0.02f, TITLE = 0.04f, NO_WORD = 0.15f, NO_PART = 0.05f, NO_HINTS = 0.3f,
                   NO_HINT = 0.1f;

typedef struct job {
  const casus_tagger_training *training;
  casus_arena *arena;
  casus_tagger_net net;
  casus_tagger_lesson lesson;
  casus_tagger_batch batch;
  casus_inference inference;
  casus_tagging tagging;
  casus_tagger tagger; /* what was learnt so far, as it will be used */
  void *section;       /* of it */
  float *dense_mean, *dense_square, *row_mean, *row_square;
  uint32_t *silver; /* sentences, in the order in which they are shown */
  uint32_t *order;  /* of an epoch */
  size_t count, next, silver_next;
  uint32_t steps, epochs;
  double planned; /* steps, about */
  uint64_t random;
} job;

void casus_tagger_bank_add(casus_tagger_bank *self, casus_arena *arena, const casus_parser *parser,
                           const casus_document *document, uint32_t sentence, const uint8_t *hints,
                           const uint8_t *gold) {
  const casus_features *features = &parser->features;
  for (uint32_t i = document->first[sentence]; i < document->first[sentence + 1]; i++) {
    const casus_string form = casus_document_form(document, i);
    if ((i - document->first[sentence]) % CASUS_LONGEST_PIECE == 0)
      *casus_arena_push(arena, &self->sentences) = (casus_tagger_sentence){self->words.count, 0};
    casus_tagger_word *word = casus_arena_push(arena, &self->words);
    casus_feature_rows(features, form, word->rows);
    word->title =
        casus_feature_row(features, casus_feature_shape(form, CASUS_LETTERS_TITLE), CASUS_FEATURE_SHAPE);
    word->upper =
        casus_feature_row(features, casus_feature_shape(form, CASUS_LETTERS_UPPER), CASUS_FEATURE_SHAPE);
    word->hint = hints[i];
    word->gold = gold[i];
    self->sentences.items[self->sentences.count - 1].count++;
  }
}

/* ---- Before */

static void scatter(float *into, size_t count, float most, uint64_t *random) {
  for (size_t i = 0; i < count; i++) into[i] = (2 * casus_random_float(random) - 1) * most;
}

/* As in the training of the parser. */
static void scatter_net(casus_tagger_net *net, uint64_t *random) {
  const size_t width = net->sizes.width, both = 2 * width, gates = (size_t)CASUS_NET_GATES * both;
  const float most_peep = 0.3f, most_row = 0.1f, shown = 0.5f;
  scatter(net->rows, (net->sizes.rows + (size_t)CASUS_ENTITY_CLASSES) * both, most_row, random);
  memset(net->rows + CASUS_FEATURE_NONE * both, 0, both * sizeof *net->rows);
  memset(net->rows + net->sizes.rows * both, 0, both * sizeof *net->rows); /* no hint */
  scatter(net->below_weights, both * net->sizes.states, sqrtf(6.0f / (float)(both + net->sizes.states)),
          random);
  scatter(net->layer.weights, gates * both, sqrtf(6.0f / (float)(width + both)), random);
  for (size_t direction = 0; direction < 2; direction++) {
    float *const keep = net->layer.bias + (direction * CASUS_NET_GATES + 1) * width;
    for (size_t x = 0; x < width; x++) {
      keep[x] = 2 * casus_random_float(random);
      keep[width + x] = shown;
    }
  }
  scatter(net->layer.peep, both, most_peep, random);
  scatter(net->out_weights, CASUS_TAGGER_OUTPUTS * both, sqrtf(6.0f / (float)(CASUS_TAGGER_OUTPUTS + both)),
          random);
}

static void *aligned(casus_arena *arena, size_t size) {
  return casus_floats_zero(arena, size / sizeof(float) + 1);
}

/* What was learnt so far, in small integers. */
static casus_status make_section(job *self, casus_error *error) {
  const size_t size = casus_tagger_size(&self->net.sizes);
  memset(self->section, 0, size);
  casus_tagger_make(self->section, &self->net);
  return casus_tagger_load(&self->tagger, self->section, size, &self->training->parser->weights.sizes, error);
}

static casus_status prepare(job *self, casus_error *error) {
  const casus_entity_training *options = self->training->options;
  const casus_parser *parser = self->training->parser;
  const uint32_t width =
      options->width ? (options->width + CASUS_LANES - 1) / CASUS_LANES * CASUS_LANES : DEFAULT_WIDTH;
  const casus_tagger_sizes sizes = {parser->weights.sizes.rows, 2 * parser->weights.sizes.width, width};
  const size_t rows = ((size_t)sizes.rows + CASUS_ENTITY_CLASSES) * 2 * width;
  casus_arena *arena = self->arena;
  if (casus_tagger_size(&sizes) == 0)
    return casus_fail(error, CASUS_LIMIT, 0, "a tagger of %u units is too large", width);
  self->random = options->seed;
  self->epochs = options->epochs ? options->epochs : DEFAULT_EPOCHS;
  casus_tagger_net_lay_out(&self->net, &sizes, NULL, NULL);
  const size_t dense = self->net.count;
  casus_tagger_net_lay_out(&self->net, &sizes, casus_floats_zero(arena, dense),
                           casus_floats_zero(arena, rows));
  scatter_net(&self->net, &self->random);
  self->dense_mean = casus_floats_zero(arena, dense);
  self->dense_square = casus_floats_zero(arena, dense);
  self->row_mean = casus_floats_zero(arena, rows);
  self->row_square = casus_floats_zero(arena, rows);
  casus_tagger_lesson_init(&self->lesson, arena, &self->net, CAPACITY);
  self->lesson.dropout = DROPOUT;
  self->lesson.random = casus_random(&self->random);
  self->batch = (casus_tagger_batch){.positions = casus_arena_new(arena, casus_tagger_position, CAPACITY),
                                     .states = casus_floats_zero(arena, CAPACITY * (size_t)sizes.states),
                                     .starts = casus_arena_new(arena, uint32_t, CAPACITY + 1)};
  const uint32_t longest = CASUS_LONGEST_PIECE + 1;
  casus_inference_init(&self->inference, &parser->weights, parser->multiply, CAPACITY, longest,
                       aligned(arena, casus_inference_room(&parser->weights, CAPACITY, longest)));
  self->section = aligned(arena, casus_tagger_size(&sizes));
  const casus_status status = make_section(self, error);
  if (status != CASUS_OK) return status;
  casus_tagging_init(&self->tagging, &self->tagger, parser->multiply, CAPACITY,
                     aligned(arena, casus_tagging_room(&self->tagger, CAPACITY)));
  self->order = casus_arena_new(
      arena, uint32_t, self->training->gold->sentences.count + self->training->silver->sentences.count);
  self->silver = casus_arena_new(arena, uint32_t, self->training->silver->sentences.count);
  for (uint32_t i = 0; i < self->training->silver->sentences.count; i++) self->silver[i] = i;
  return CASUS_OK;
}

/* ---- Batches */

static void shuffle(uint32_t *items, size_t count, uint64_t *random) {
  for (size_t i = count; i-- > 1;) {
    const uint32_t j = casus_random_below(random, (uint32_t)i + 1), swap = items[i];
    items[i] = items[j];
    items[j] = swap;
  }
}

/* The sentences of an epoch; returns their words. Silver ones have numbers behind those of gold. */
static size_t begin_epoch(job *self) {
  const casus_tagger_bank *gold = self->training->gold, *silver = self->training->silver;
  const size_t wanted = (size_t)((float)gold->words.count * self->training->options->silver_share),
               all = gold->words.count;
  size_t words = 0;
  self->count = self->next = 0;
  for (uint32_t i = 0; i < gold->sentences.count; i++) self->order[self->count++] = i;
  for (size_t taken = 0; words < wanted && taken < silver->sentences.count; taken++) {
    if (self->silver_next == 0) shuffle(self->silver, silver->sentences.count, &self->random);
    const uint32_t one = self->silver[self->silver_next];
    self->order[self->count++] = (uint32_t)gold->sentences.count + one;
    words += silver->sentences.items[one].count;
    self->silver_next = (self->silver_next + 1) % silver->sentences.count;
  }
  shuffle(self->order, self->count, &self->random);
  return all + words;
}

static void begin_batch(job *self) {
  casus_inference_begin(&self->inference);
  self->batch.count = self->batch.sentences = 0;
  self->batch.starts[0] = 0;
}

static casus_tagger_position *add_position(job *self) {
  casus_tagger_position *position = &self->batch.positions[self->batch.count++];
  for (size_t k = 0; k <= CASUS_FEATURE_COUNT; k++) position->rows[k] = CASUS_FEATURE_NONE;
  position->gold = CASUS_ENTITY_UNKNOWN;
  return position;
}

static void disturb(job *self, uint32_t *rows) {
  if (casus_random_float(&self->random) < NO_WORD) rows[CASUS_FEATURE_WORD] = CASUS_FEATURE_WORD;
  for (int k = CASUS_FEATURE_WORD + 1; k < CASUS_FEATURE_COUNT; k++)
    if (casus_random_float(&self->random) < NO_PART) rows[k] = CASUS_FEATURE_NONE;
}

static void add_sentence(job *self, const casus_tagger_bank *bank, size_t number, bool disturbed) {
  const casus_tagger_sentence *sentence = &bank->sentences.items[number];
  const float letters = disturbed ? casus_random_float(&self->random) : 1;
  const bool hinted = !disturbed || casus_random_float(&self->random) >= NO_HINTS;
  casus_inference_add_sentence(&self->inference);
  add_position(self);
  for (uint32_t i = 0; i < sentence->count; i++) {
    const casus_tagger_word *word = &bank->words.items[sentence->first + i];
    casus_tagger_position *position = add_position(self);
    memcpy(position->rows, word->rows, sizeof word->rows);
    if (letters < UPPER + TITLE)
      position->rows[CASUS_FEATURE_SHAPE] = letters < UPPER ? word->upper : word->title;
    if (disturbed) disturb(self, position->rows);
    casus_inference_embed(&self->training->parser->weights, position->rows,
                          casus_inference_add_word(&self->inference));
    if (word->hint && hinted && !(disturbed && casus_random_float(&self->random) < NO_HINT))
      position->rows[CASUS_FEATURE_COUNT] = self->net.sizes.rows + word->hint;
    position->gold = word->gold;
  }
  self->batch.starts[++self->batch.sentences] = self->batch.count;
}

/* What the parser says of the batch. */
static void read_states(job *self) {
  const size_t count = self->batch.count * (size_t)self->net.sizes.states;
  casus_inference_read(&self->inference);
  for (size_t i = 0; i < count; i++) self->batch.states[i] = casus_activation_worth(self->inference.read[i]);
}

/* ---- While */

static float rate(const job *self) {
  const double done = self->steps / self->planned;
  if (self->steps < WARM_STEPS && self->planned > 2 * WARM_STEPS)
    return RATE * (float)(self->steps + 1) / WARM_STEPS;
  const float now = RATE * 0.5f * (1.0f + cosf(3.14159265f * (float)(done < 1 ? done : 1)));
  return now > LEAST_RATE ? now : LEAST_RATE;
}

static void step(job *self, uint32_t words) {
  casus_tagger_lesson *lesson = &self->lesson;
  const casus_tagger_net *gradient = &lesson->gradient;
  const size_t both = 2 * (size_t)self->net.sizes.width;
  const float scale = casus_adam_scale(casus_adam_norm(gradient->dense, gradient->count), words);
  const float now = casus_adam_rate(rate(self), self->steps + 1);
  self->steps++;
  casus_adam_move(self->net.dense, gradient->dense, self->dense_mean, self->dense_square, self->net.count,
                  scale, now);
  for (size_t i = 0; i < lesson->touched_rows.count; i++) {
    const size_t at = lesson->touched_rows.items[i] * both;
    casus_adam_move(self->net.rows + at, gradient->rows + at, self->row_mean + at, self->row_square + at,
                    both, scale, now);
  }
  casus_tagger_lesson_clear(lesson);
}

/* Once through the sentences; returns the loss of a word. */
static double run_epoch(job *self) {
  const casus_tagger_bank *gold = self->training->gold, *silver = self->training->silver;
  const size_t all = begin_epoch(self);
  double loss = 0, seen = 0;
  self->planned = fmax((double)all / STEP_WORDS, 1) * self->epochs;
  while (self->next < self->count) {
    begin_batch(self);
    while (self->next < self->count && self->batch.count < STEP_WORDS) {
      const size_t number = self->order[self->next++], first_silver = gold->sentences.count;
      if (number < first_silver)
        add_sentence(self, gold, number, true);
      else
        add_sentence(self, silver, number - first_silver, true);
    }
    const uint32_t words = self->batch.count - self->batch.sentences;
    read_states(self);
    casus_tagger_lesson_turn(&self->lesson);
    casus_tagger_lesson_learn(&self->lesson, &self->batch);
    loss += self->lesson.loss;
    seen += words;
    step(self, words);
  }
  return loss / seen;
}

/* ---- Measuring */

typedef struct counts {
  double right, found, gold;
} counts;

/* Where the name ends that begins at `i`; names of a column are whole. */
static uint32_t name_end(const uint8_t *column, uint32_t i) {
  while (!casus_entity_ends(column[i])) i++;
  return i + 1;
}

/* Names whose words are not all known are not counted. */
static bool is_known(const uint8_t *gold, uint32_t first, uint32_t limit) {
  for (uint32_t i = first; i < limit; i++)
    if (gold[i] == CASUS_ENTITY_UNKNOWN) return false;
  return true;
}

static void compare(counts *into, const uint8_t *gold, const uint8_t *found, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    if (gold[i] != CASUS_ENTITY_UNKNOWN) into->gold += casus_entity_begins(gold[i]);
    if (!casus_entity_begins(found[i])) continue;
    const uint32_t limit = name_end(found, i);
    if (!is_known(gold, i, limit)) continue;
    into->found++;
    into->right += memcmp(gold + i, found + i, limit - i) == 0;
  }
}

static void guess(job *self, counts *into) {
  const size_t both = 2 * (size_t)self->net.sizes.width;
  uint8_t gold[CASUS_LONGEST_PIECE];
  for (uint32_t i = 0; i < self->batch.count; i++) {
    const uint32_t *rows = self->batch.positions[i].rows, hint = rows[CASUS_FEATURE_COUNT];
    casus_tagger_embed(&self->tagger, rows, self->tagging.rows + i * both);
    self->tagging.hints[i] = (uint8_t)(hint == CASUS_FEATURE_NONE ? 0 : hint - self->net.sizes.rows);
  }
  casus_inference_read(&self->inference);
  casus_tagging_read(&self->tagging, self->batch.starts, self->batch.sentences, self->inference.read);
  for (uint32_t s = 0; s < self->batch.sentences; s++) {
    const uint32_t first = self->batch.starts[s] + 1, count = self->batch.starts[s + 1] - first;
    for (uint32_t i = 0; i < count; i++) gold[i] = self->batch.positions[first + i].gold;
    compare(into, gold, self->tagging.classes + first, count);
  }
}

static void examine(job *self, casus_entity_report *report) {
  const casus_tagger_bank *bank = self->training->held_out;
  counts all = {0, 0, 0};
  size_t next = 0;
  while (next < bank->sentences.count) {
    begin_batch(self);
    while (next < bank->sentences.count && self->batch.count < STEP_WORDS)
      add_sentence(self, bank, next++, false);
    guess(self, &all);
  }
  const bool any = bank->sentences.count > 0;
  report->precision = any ? (all.found > 0 ? all.right / all.found : 0) : (double)NAN;
  report->recall = any ? (all.gold > 0 ? all.right / all.gold : 0) : (double)NAN;
  report->f1 = any ? (all.right > 0 ? 2 * all.right / (all.found + all.gold) : 0) : (double)NAN;
}

static bool tell(job *self, uint32_t epoch, double loss) {
  const casus_entity_training *options = self->training->options;
  casus_entity_report report = {.epoch = epoch, .epochs = self->epochs, .loss = loss};
  if (!options->report) return true;
  make_section(self, NULL);
  examine(self, &report);
  return options->report(options->context, &report);
}

casus_status casus_tagger_train(const casus_tagger_training *training, casus_arena *arena, casus_buffer *into,
                                casus_error *error) {
  job self = {.training = training, .arena = arena};
  if (training->gold->words.count == 0)
    return casus_fail(error, CASUS_FORMAT, 0, "the texts hold no sentence to learn from");
  const casus_status status = prepare(&self, error);
  if (status != CASUS_OK) return status;
  for (uint32_t epoch = 1; epoch <= self.epochs; epoch++)
    if (!tell(&self, epoch, run_epoch(&self)))
      return casus_fail(error, CASUS_INTERRUPTED, 0, "training was stopped");
  make_section(&self, NULL);
  casus_buffer_append(into, self.section, casus_tagger_size(&self.net.sizes));
  return CASUS_OK;
}
