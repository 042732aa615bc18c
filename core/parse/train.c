/* Training, from treebanks to a model file. */
#include "base/error.h"
#include "parse/adam.h"
#include "parse/curriculum.h"
#include "parse/floats.h"
#include "parse/model.h"
#include "parse/morphology.h"
#include "parse/names.h"
#include "parse/splitter.h"
#include "parse/weights.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

enum {
  LESSONS = 2,      /* that go on beside each other; more would be another model */
  STEP_WORDS = 800, /* of a step, in all lessons */
  WARM_STEPS = 300, /* in which the rate grows */
  DEFAULT_WIDTH = 128,
  DEFAULT_LAYERS = 3,
  DEFAULT_EPOCHS = 20,
};

static const float RATE = 2e-3f, LEAST_RATE = 1e-6f, DROPOUT = 0.25f;

typedef struct job {
  const char *data, *path;
  const casus_training *training;
  casus_error *error;
  casus_status status;

  casus_arena *arena;
  casus_treebank bank, held_out;
  uint32_t gold_files;
  size_t gold_words, gold_sentences;
  casus_vocabulary vocabulary;
  casus_curriculum curriculum, exam;
  casus_net net, turned;
  casus_adam adam;
  casus_lesson lessons[LESSONS];
  casus_batch batches[LESSONS];
  casus_guess *guesses;
  uint64_t random;
  uint32_t epochs;
  double steps; /* that there will be, about */
} job;

/* ---- Before */

static casus_status read_files(casus_treebank *bank, const char *const *paths, casus_error *error) {
  casus_status status = CASUS_OK;
  for (; paths && *paths && status == CASUS_OK; paths++) status = casus_treebank_read(bank, *paths, error);
  return status;
}

static casus_status read_treebanks(job *self) {
  const casus_training *training = self->training;
  const char *const held_out[] = {training->held_out, NULL};
  casus_treebank_init(&self->bank, self->arena);
  casus_treebank_init(&self->held_out, self->arena);
  self->bank.without = self->held_out.without = training->without;
  casus_status status = read_files(&self->bank, training->treebanks, self->error);
  self->gold_files = self->bank.files;
  self->gold_words = self->bank.words.count;
  self->gold_sentences = self->bank.sentences.count;
  if (status == CASUS_OK && self->bank.sentences.count == 0)
    status = casus_fail(self->error, CASUS_FORMAT, 0, "the treebanks hold no sentence to learn from");
  if (status == CASUS_OK) status = read_files(&self->bank, training->silver, self->error);
  return status == CASUS_OK ? read_files(&self->held_out, held_out, self->error) : status;
}

/* Evenly between -most and most. */
static void scatter(float *into, size_t count, float most, uint64_t *random) {
  for (size_t i = 0; i < count; i++) into[i] = (2 * casus_random_float(random) - 1) * most;
}

/* So that what comes out varies as much as what goes in (Glorot and Bengio 2010). */
static void scatter_matrix(float *into, size_t outputs, size_t inputs, uint64_t *random) {
  scatter(into, outputs * inputs, sqrtf(6.0f / (float)(outputs + inputs)), random);
}

static void scatter_layer(casus_net_layer *layer, size_t width, uint64_t *random) {
  const float most_peep = 0.3f, shown = 0.5f;
  for (size_t i = 0; i < 2 * (size_t)CASUS_NET_GATES; i++)
    scatter_matrix(layer->weights + i * width * 2 * width, width, 2 * width, random);
  for (size_t direction = 0; direction < 2; direction++) {
    float *const keep = layer->bias + (direction * CASUS_NET_GATES + 1) * width, *const show = keep + width;
    for (size_t x = 0; x < width; x++) {
      keep[x] = 2 * casus_random_float(random); /* some forget soon, some late */
      show[x] = shown;
    }
  }
  scatter(layer->peep, 2 * width, most_peep, random);
}

static void scatter_net(casus_net *net, uint64_t *random) {
  const casus_net_sizes *sizes = &net->sizes;
  const size_t both = 2 * (size_t)sizes->width;
  scatter(net->rows, sizes->rows * both, 0.25f, random);
  memset(net->rows + CASUS_FEATURE_NONE * both, 0, both * sizeof *net->rows);
  for (uint32_t i = 0; i < sizes->layers; i++) scatter_layer(&net->layers[i], sizes->width, random);
  scatter_matrix(net->tag_weights, sizes->tags, both, random);
  scatter_matrix(net->feats_weights, sizes->feats, both, random);
  scatter_matrix(net->dependent_weights, sizes->arc, both, random);
  scatter_matrix(net->head_weights, sizes->arc, both, random);
  scatter_matrix(net->pair_weights, sizes->arc, sizes->arc, random);
  scatter_matrix(net->below_weights, sizes->label, both, random);
  scatter_matrix(net->above_weights, sizes->label, both, random);
  scatter_matrix(net->out_weights, sizes->labels, sizes->label, random);
}

static uint32_t round_up(size_t count) {
  return (uint32_t)(count + CASUS_LANES - 1) / CASUS_LANES * CASUS_LANES;
}

static casus_status make_net(job *self) {
  const casus_training *training = self->training;
  const uint32_t width = round_up(training->width ? training->width : DEFAULT_WIDTH);
  const casus_net_sizes sizes = {.rows = self->vocabulary.rows,
                                 .width = width,
                                 .layers = training->layers ? training->layers : DEFAULT_LAYERS,
                                 .tags = round_up(self->curriculum.tags.count),
                                 .feats = round_up(self->curriculum.feats.count),
                                 .labels = round_up(self->curriculum.labels.count),
                                 .arc = width,
                                 .label = width};
  if (casus_weights_size(&sizes, self->vocabulary.slot_count) == 0)
    return casus_fail(self->error, CASUS_LIMIT, 0, "a network of %u units and %u layers is too large", width,
                      sizes.layers);
  casus_net_lay_out(&self->net, &sizes, NULL, NULL);
  const size_t count = self->net.count;
  float *const rows = casus_floats_zero(self->arena, (size_t)sizes.rows * 2 * width);
  casus_net_lay_out(&self->net, &sizes, casus_floats_zero(self->arena, count), rows);
  casus_net_lay_out(&self->turned, &sizes, casus_floats_zero(self->arena, count), rows);
  scatter_net(&self->net, &self->random);
  casus_adam_init(&self->adam, self->arena, &self->net);
  return CASUS_OK;
}

static void make_lessons(job *self) {
  const uint32_t longest =
      self->curriculum.longest > self->exam.longest ? self->curriculum.longest : self->exam.longest;
  const uint32_t capacity = 2 * STEP_WORDS + 2 * longest; /* each word may be a sentence, with its root */
  for (uint32_t i = 0; i < LESSONS; i++) {
    casus_lesson_init(&self->lessons[i], self->arena, &self->net, &self->turned, capacity, longest);
    self->lessons[i].dropout = DROPOUT;
    self->lessons[i].random = casus_random(&self->random);
    self->batches[i] = (casus_batch){.positions = casus_arena_new(self->arena, casus_position, capacity),
                                     .starts = casus_arena_new(self->arena, uint32_t, capacity + 1)};
  }
  self->guesses = casus_arena_new(self->arena, casus_guess, capacity);
}

static casus_status prepare(job *self) {
  const casus_training *training = self->training;
  self->random = training->seed;
  self->epochs = training->epochs ? training->epochs : DEFAULT_EPOCHS;
  casus_status status = casus_model_try(self->path, &self->arena->allocator, self->error);
  if (status == CASUS_OK) status = read_treebanks(self);
  if (status == CASUS_OK)
    status = casus_vocabulary_make(&self->vocabulary, &self->bank, self->gold_files, training->clusters,
                                   self->error);
  if (status != CASUS_OK) return status;
  casus_curriculum_init(&self->curriculum, &self->bank, self->gold_files, &self->vocabulary,
                        casus_random(&self->random));
  if (self->curriculum.gold_count == 0)
    return casus_fail(self->error, CASUS_FORMAT, 0, "no sentence of the treebanks has at most %d words",
                      CASUS_LONGEST_LESSON);
  casus_curriculum_follow(&self->exam, &self->held_out, &self->curriculum);
  status = make_net(self);
  if (status == CASUS_OK) make_lessons(self);
  return status;
}

/* ---- While */

typedef struct worker {
  casus_lesson *lesson;
  const casus_batch *batch;
} worker;

static void *work(void *argument) {
  const worker *self = argument;
  if (self->batch->sentences) casus_lesson_learn(self->lesson, self->batch);
  return NULL;
}

/* The lessons, each in a thread of its own; where there can be none, one after the other, which is the same.
 */
static void learn(job *self) {
  pthread_t threads[LESSONS];
  bool running[LESSONS] = {false};
  worker workers[LESSONS];
  casus_net_turn(&self->turned, &self->net);
  for (uint32_t i = 0; i < LESSONS; i++) workers[i] = (worker){&self->lessons[i], &self->batches[i]};
  for (uint32_t i = 1; i < LESSONS; i++)
    running[i] = pthread_create(&threads[i], NULL, work, &workers[i]) == 0;
  for (uint32_t i = 0; i < LESSONS; i++)
    if (!running[i]) work(&workers[i]);
  for (uint32_t i = 1; i < LESSONS; i++)
    if (running[i]) pthread_join(threads[i], NULL);
}

/* It grows at first, then sinks along half a wave. */
static float rate(const job *self) {
  const double done = self->adam.steps / self->steps;
  if (self->adam.steps < WARM_STEPS && self->steps > 2 * WARM_STEPS)
    return RATE * (float)(self->adam.steps + 1) / WARM_STEPS;
  const float now = RATE * 0.5f * (1.0f + cosf(3.14159265f * (float)(done < 1 ? done : 1)));
  return now > LEAST_RATE ? now : LEAST_RATE;
}

/* Once through the treebanks; returns the loss of a word. */
static double run_epoch(job *self) {
  const size_t all = casus_curriculum_begin(&self->curriculum, self->training->silver_share);
  uint32_t words;
  double loss = 0, seen = 0;
  self->steps = fmax((double)all / STEP_WORDS, 1) * self->epochs;
  while ((words = casus_curriculum_deal(&self->curriculum, self->batches, LESSONS, STEP_WORDS)) != 0) {
    learn(self);
    for (uint32_t i = 0; i < LESSONS; i++) loss += self->lessons[i].loss;
    seen += words;
    casus_adam_step(&self->adam, self->lessons, LESSONS, words, rate(self));
  }
  return loss / seen;
}

/* Whether two names are the same up to a mark. */
static bool same_until(char mark, casus_string a, casus_string b) {
  const char *a_end = memchr(a.bytes, mark, a.size), *b_end = memchr(b.bytes, mark, b.size);
  const size_t a_size = a_end ? (size_t)(a_end - a.bytes) : a.size,
               b_size = b_end ? (size_t)(b_end - b.bytes) : b.size;
  return a_size == b_size && memcmp(a.bytes, b.bytes, a_size) == 0;
}

static bool same_class(const casus_inventory *names, char mark, uint32_t guess, uint32_t gold) {
  return gold < names->count && guess < names->count &&
         same_until(mark, names->items[guess], names->items[gold]);
}

static void examine(job *self, casus_training_report *report) {
  casus_batch *batch = &self->batches[0];
  double words = 0, upos = 0, uas = 0, las = 0;
  casus_net_turn(&self->turned, &self->net);
  casus_curriculum_rewind(&self->exam);
  while (casus_curriculum_next(&self->exam, batch, STEP_WORDS)) {
    casus_lesson_guess(&self->lessons[0], batch, self->guesses);
    for (uint32_t s = 0; s < batch->sentences; s++)
      for (uint32_t i = batch->starts[s] + 1; i < batch->starts[s + 1]; i++) {
        const casus_position *gold = &batch->positions[i];
        const casus_guess *guess = &self->guesses[i];
        words++;
        upos += same_class(&self->curriculum.tags, '\t', guess->tag, gold->tag);
        uas += guess->head == gold->head;
        las +=
            guess->head == gold->head && same_class(&self->curriculum.labels, ':', guess->label, gold->label);
      }
  }
  report->upos = words > 0 ? upos / words : NAN;
  report->uas = words > 0 ? uas / words : NAN;
  report->las = words > 0 ? las / words : NAN;
}

static bool tell(job *self, uint32_t epoch, double loss) {
  const casus_training *training = self->training;
  casus_training_report report = {.epoch = epoch, .epochs = self->epochs, .loss = loss};
  if (!training->report) return true;
  examine(self, &report);
  return training->report(training->context, &report);
}

/* ---- After */

enum { NETWORK, SPLITTER, MORPHOLOGY, TAGS, FEATS, LABELS, PARTS };

static void make_names(casus_buffer *into, const casus_inventory *names) {
  casus_names_write(into, names->items, (uint32_t)names->count);
}

/* The treebanks without what a model has parsed, which says of words what it was told of them. */
static casus_treebank gold_of(const job *self) {
  casus_treebank gold = self->bank;
  gold.words.count = self->gold_words;
  gold.sentences.count = self->gold_sentences;
  return gold;
}

static casus_status make_morphology(job *self, casus_buffer *into) {
  const casus_treebank gold = gold_of(self);
  uint32_t *tags = casus_arena_new(self->arena, uint32_t, gold.words.count);
  for (size_t i = 0; i < gold.words.count; i++) tags[i] = self->curriculum.positions[i].tag;
  return casus_morphology_train(&gold, tags, (uint32_t)self->curriculum.tags.count, into, self->error);
}

static casus_status make_splitter(job *self, casus_buffer *into) {
  const casus_treebank gold = gold_of(self);
  casus_segmenter *words;
  const casus_status status = casus_segmenter_load(
      &words, self->arena, casus_arena_format(self->arena, "%s/text", self->data), self->error);
  if (status != CASUS_OK) return status;
  return casus_splitter_train(&gold, words, self->training->seed, into) ? CASUS_OK
                                                                        : casus_fail_nomem(self->error);
}

static void make_network(job *self, casus_buffer *into) {
  const casus_curriculum *classes = &self->curriculum;
  const casus_net_sizes real = {.tags = (uint32_t)classes->tags.count,
                                .feats = (uint32_t)classes->feats.count,
                                .labels = (uint32_t)classes->labels.count};
  const size_t size = casus_weights_size(&self->net.sizes, self->vocabulary.slot_count);
  float *const bytes = casus_floats_zero(self->arena, size / sizeof(float) + 1);
  casus_weights_make(bytes, &self->net, &real, self->vocabulary.slots, self->vocabulary.slot_count);
  casus_buffer_append(into, (const char *)bytes, size);
}

static casus_status make_parts(job *self, casus_buffer *parts) {
  make_network(self, &parts[NETWORK]);
  make_names(&parts[TAGS], &self->curriculum.tags);
  make_names(&parts[FEATS], &self->curriculum.feats);
  make_names(&parts[LABELS], &self->curriculum.labels);
  const casus_status status = make_splitter(self, &parts[SPLITTER]);
  return status == CASUS_OK ? make_morphology(self, &parts[MORPHOLOGY]) : status;
}

static casus_status write_parts(job *self, const casus_buffer *buffers) {
  static const char *const names[PARTS] = {"network", "splitter", "morphology", "tags", "feats", "labels"};
  casus_model_part parts[PARTS];
  for (int i = 0; i < PARTS; i++) {
    if (buffers[i].failed) return casus_fail_nomem(self->error);
    parts[i] = (casus_model_part){names[i], {buffers[i].bytes, buffers[i].size}};
  }
  return casus_model_write(self->path, parts, PARTS, &self->arena->allocator, self->error);
}

typedef struct writing {
  job *job;
  casus_buffer parts[PARTS];
} writing;

static void make_all(void *argument) {
  writing *self = argument;
  self->job->status = make_parts(self->job, self->parts);
}

static void write_model(job *self) {
  writing all = {.job = self};
  for (int i = 0; i < PARTS; i++) casus_buffer_init(&all.parts[i], &self->arena->allocator);
  if (!casus_arena_protect(self->arena, make_all, &all)) self->status = casus_fail_nomem(self->error);
  if (self->status == CASUS_OK) self->status = write_parts(self, all.parts);
  for (int i = 0; i < PARTS; i++) casus_buffer_free(&all.parts[i]);
}

static void run(void *argument) {
  job *self = argument;
  self->status = prepare(self);
  for (uint32_t epoch = 1; self->status == CASUS_OK && epoch <= self->epochs; epoch++)
    if (!tell(self, epoch, run_epoch(self)))
      self->status = casus_fail(self->error, CASUS_INTERRUPTED, 0, "training was stopped");
  if (self->status == CASUS_OK) write_model(self);
}

casus_status casus_train(const char *data, const casus_training *training, const char *path,
                         casus_error *error) {
  casus_arena arena;
  casus_arena_init(&arena, training->allocator);
  job self = {.data = data, .path = path, .training = training, .error = error, .arena = &arena};
  if (!casus_arena_protect(&arena, run, &self)) self.status = casus_fail_nomem(error);
  casus_arena_free(&arena);
  return self.status;
}
