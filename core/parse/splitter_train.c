#include "parse/splitter_features.h"
#include "parse/splitter_lexicon.h"
#include "parse/splitter_section.h"
#include "parse/splitter_texts.h"

#include <math.h>
#include <string.h>

/* Logistic regression over hashed features, by stochastic gradients with a rate for each weight (AdaGrad).
 * From the second round on the splitter's own decisions, not the right ones, say where the sentence began
 * that is being read: so it learns to live with its mistakes. What is learned depends a little on the order
 * of the examples; the mean of some runs does less so. */

enum { WEIGHT_BITS = 17, LEXICON_BITS = 12, ROUNDS = 5, RUNS = 4, SCALE = 64 };
enum { WEIGHTS = 1 << WEIGHT_BITS, WEIGHTS_SIZE = WEIGHTS * sizeof(float) };

/* The likelihood leans to the safe side, which misses more sentences than it finds too many: where something
 * is seen to end, less than an even chance will do. Elsewhere it would not: a sentence that is cut in the
 * midst of nowhere is the worse mistake. */
static const float RATE = 0.02F, DECAY = 1e-5F, THRESHOLDS[2] = {-0.4F, 0.0F};

typedef struct example {
  casus_split_paragraph paragraph;
  bool *begins; /* a sentence, by token */
} example;

typedef struct training {
  const casus_treebank *bank;
  const casus_segmenter *words;
  uint64_t random;
  casus_buffer *into;
  bool done;

  casus_arena arena;
  casus_split_text text;
  casus_document *document; /* that is being read; NULL: none */
  casus_splitter splitter;  /* with the lexicon, and no weights yet */
  struct {
    example *items;
    size_t count, capacity;
  } examples;
  float *weights, *squares, *sums;
} training;

/* ---- Examples */

typedef struct segmenting {
  const casus_segmenter *words;
  casus_document *document;
} segmenting;

static void segment(void *argument) {
  segmenting *job = argument;
  casus_segment(job->words, job->document);
}

static void add_example(training *self, const casus_split_paragraph *paragraph, size_t *at, uint32_t *solid,
                        uint32_t limit) {
  const casus_document *document = self->document;
  example *made = casus_arena_push(&self->arena, &self->examples);
  const size_t count = paragraph->count;
  made->paragraph.count = made->paragraph.capacity = count;
  made->paragraph.items = casus_arena_new(&self->arena, casus_split_token, count);
  memcpy(made->paragraph.items, paragraph->items, count * sizeof *paragraph->items);
  made->begins = casus_arena_new(&self->arena, bool, count);
  for (size_t i = 0; i < count; i++) {
    const uint32_t row = paragraph->items[i].row, next = i + 1 < count ? paragraph->items[i + 1].row : limit;
    while (*at < self->text.begins.count && self->text.begins.items[*at] < *solid) ++*at;
    made->begins[i] = *at < self->text.begins.count && self->text.begins.items[*at] == *solid;
    for (uint32_t k = row; k < next; k++) *solid += document->stop[k] - document->start[k];
  }
}

static void close_document(training *self) {
  casus_document_close(self->document);
  self->document = NULL;
}

/* Cuts a text into tokens and keeps what the splitter sees of it. False: memory ran out. */
static bool add_examples(training *self) {
  const casus_buffer *text = &self->text.bytes;
  if (text->failed) return false;
  self->document = casus_document_new(text->bytes, text->size, NULL, &self->arena.allocator, NULL);
  if (!self->document) return false;
  segmenting job = {self->words, self->document};
  if (!casus_arena_protect(&self->document->arena, segment, &job)) return false;
  casus_split_paragraph paragraph = {.count = 0};
  size_t at = 0;
  uint32_t solid = 0;
  for (uint32_t sentence = 0; sentence < self->document->sentence_count;) {
    casus_split_read(&self->splitter, self->words, self->document, &self->arena, &sentence, &paragraph);
    add_example(self, &paragraph, &at, &solid, self->document->first[sentence]);
  }
  close_document(self);
  return true;
}

/* Each document as it is, and laid out in another way. */
static bool collect_examples(training *self) {
  const casus_treebank *bank = self->bank;
  for (size_t first = 0, limit; first < bank->sentences.count; first = limit) {
    limit = first + 1;
    while (limit < bank->sentences.count && !bank->sentences.items[limit].document) limit++;
    const casus_split_layout other =
        (casus_split_layout)(1 + casus_split_random(&self->random) % (CASUS_LAYOUT_COUNT - 1));
    casus_split_lay_out(&self->text, bank, first, limit, CASUS_LAYOUT_PLAIN, &self->arena, &self->random);
    if (!add_examples(self)) return false;
    casus_split_lay_out(&self->text, bank, first, limit, other, &self->arena, &self->random);
    if (!add_examples(self)) return false;
  }
  return true;
}

/* ---- Weights */

static float sum_of(const training *self, const uint32_t *features) {
  float sum = 0;
  for (int i = 0; i < CASUS_SPLIT_FEATURES; i++) sum += self->weights[features[i]];
  return sum;
}

static void correct(training *self, const uint32_t *features, float error) {
  for (int i = 0; i < CASUS_SPLIT_FEATURES; i++) {
    float *weight = &self->weights[features[i]], *square = &self->squares[features[i]];
    const float slope = error - DECAY * *weight;
    *square += slope * slope;
    *weight += RATE * slope / sqrtf(*square + 1e-6F);
  }
}

static void learn_from(training *self, const example *one, bool trusting) {
  casus_split_state state;
  casus_split_begin(&state, &one->paragraph);
  for (uint32_t i = 1; i < one->paragraph.count; i++) {
    bool begins = false;
    if (casus_split_candidate(&one->paragraph, i)) {
      uint32_t features[CASUS_SPLIT_FEATURES];
      casus_split_features(&state, i, WEIGHT_BITS, features);
      const float sum = sum_of(self, features);
      begins = sum > THRESHOLDS[!casus_split_is_marked(&one->paragraph, i)];
      correct(self, features, (one->begins[i] ? 1.0F : 0.0F) - 1.0F / (1.0F + expf(-sum)));
    }
    casus_split_step(&state, i, trusting ? one->begins[i] : begins);
  }
}

static void shuffle(training *self, uint32_t *order, uint32_t count) {
  for (uint32_t i = count; i > 1; i--) {
    const uint32_t k = casus_split_random(&self->random) % i, held = order[i - 1];
    order[i - 1] = order[k];
    order[k] = held;
  }
}

static void learn_once(training *self, uint32_t *order, uint32_t count) {
  memset(self->weights, 0, WEIGHTS_SIZE);
  memset(self->squares, 0, WEIGHTS_SIZE);
  for (uint32_t round = 0; round < ROUNDS; round++) {
    shuffle(self, order, count);
    for (uint32_t i = 0; i < count; i++) learn_from(self, &self->examples.items[order[i]], round == 0);
  }
  for (size_t i = 0; i < WEIGHTS; i++) self->sums[i] += self->weights[i];
}

static void learn(training *self) {
  const uint32_t count = (uint32_t)self->examples.count;
  uint32_t *order = casus_arena_new(&self->arena, uint32_t, count);
  for (uint32_t i = 0; i < count; i++) order[i] = i;
  self->weights = casus_arena_alloc(&self->arena, WEIGHTS_SIZE);
  self->squares = casus_arena_alloc(&self->arena, WEIGHTS_SIZE);
  self->sums = casus_arena_zero(&self->arena, WEIGHTS_SIZE);
  for (uint32_t run = 0; run < RUNS; run++) learn_once(self, order, count);
}

/* ---- The section */

static void write_section(training *self) {
  const casus_splitter_header header = {
      .magic = CASUS_SPLITTER_MAGIC,
      .weight_bits = WEIGHT_BITS,
      .lexicon_bits = LEXICON_BITS,
      .thresholds = {(int32_t)(THRESHOLDS[0] * SCALE), (int32_t)(THRESHOLDS[1] * SCALE)}};
  casus_buffer_append(self->into, (const char *)&header, sizeof header);
  for (size_t i = 0; i < WEIGHTS; i++) {
    const float scaled = roundf(self->sums[i] * SCALE / RUNS);
    const int8_t weight = (int8_t)(scaled > INT8_MAX ? INT8_MAX : scaled < INT8_MIN ? INT8_MIN : scaled);
    casus_buffer_append(self->into, (const char *)&weight, sizeof weight);
  }
  casus_buffer_append(self->into, (const char *)self->splitter.lexicon,
                      ((size_t)1 << LEXICON_BITS) * CASUS_LEXICON_BUCKET * sizeof *self->splitter.lexicon);
}

static void train(void *argument) {
  training *self = argument;
  self->splitter.lexicon = casus_split_learn_lexicon(self->bank, LEXICON_BITS, &self->arena);
  self->splitter.lexicon_bits = LEXICON_BITS;
  if (!collect_examples(self)) return;
  learn(self);
  write_section(self);
  self->done = !self->into->failed;
}

bool casus_splitter_train(const casus_treebank *bank, const casus_segmenter *words, uint64_t seed,
                          casus_buffer *into) {
  training self = {.bank = bank, .words = words, .random = seed, .into = into};
  const casus_allocator *allocator = &bank->arena->allocator;
  casus_arena_init(&self.arena, allocator);
  casus_buffer_init(&self.text.bytes, allocator);
  const bool whole = casus_arena_protect(&self.arena, train, &self);
  close_document(&self);
  casus_buffer_free(&self.text.bytes);
  casus_arena_free(&self.arena);
  return whole && self.done;
}
