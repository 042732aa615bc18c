#include "parse/parser.h"

#include "base/error.h"
#include "base/room.h"
#include "parse/beam.h"
#include "parse/tree.h"

#include <string.h>
#include <xxhash.h>

/* A run of words that is read at once: a sentence, or a part of one that is too long. */
typedef struct piece {
  uint32_t first, limit; /* tokens */
  uint32_t sentence;
  bool begins; /* its sentence */
} piece;

/* What was last found for a form; a text says the same words again and again. */
typedef struct recent {
  uint32_t *tokens; /* which had the form, by the low bits of its hash; NONE: none yet */
  uint8_t *activations;
  int16_t *rows; /* for the tagger */
  uint32_t mask;
  struct known_word *words; /* by the low bits of the token that had the form */
} recent;

/* What the form of a token may be as a word with a tag. */
typedef struct known_word {
  uint32_t token, tag; /* NONE: nothing yet */
  bool first;          /* in a sentence */
  uint32_t lemma, feats, count;
  const casus_morphology_candidate *candidates;
} known_word;

typedef struct parsing {
  const casus_parser *parser;
  casus_document *document;
  uint32_t beam;
  const uint8_t *hints; /* of each token; may be NULL */
  casus_inference inference;
  casus_tagging tagging;
  recent recent;
  piece *pieces;  /* of the batch */
  uint32_t *same; /* by position of the batch: the token that had its form */
  uint32_t *heads, *dependents, *arc_heads;
  float *labels;
  void *tree_room, *beam_room;
  uint32_t *upos, *xpos, *feats,
      *deprel;   /* numbers in the document's pool, by tag or label; NONE: not there yet */
  uint32_t root; /* the first token of the sentence at hand that hangs on nothing, from 1 */
} parsing;

enum { NONE = UINT32_MAX };

/* ---- Opening */

static const casus_error MISSING = {.code = CASUS_FORMAT, .message = "a part of the model is missing"};

static casus_status load_names(const casus_parser *self, casus_names *names, const char *section,
                               uint32_t count, casus_error *damage) {
  size_t size;
  const void *bytes = casus_model_section(self->model, section, &size);
  if (!bytes) return CASUS_FORMAT;
  const casus_status status = casus_names_load(names, bytes, size, damage);
  if (status == CASUS_OK && names->count != count)
    return casus_fail(damage, CASUS_FORMAT, 0, "the parts of the model do not fit together");
  return status;
}

static casus_status load_sections(casus_parser *self, casus_error *error) {
  casus_error damage = MISSING;
  size_t network_size, splitter_size, morphology_size;
  const void *network = casus_model_section(self->model, "network", &network_size);
  const void *splitter = casus_model_section(self->model, "splitter", &splitter_size);
  const void *morphology = casus_model_section(self->model, "morphology", &morphology_size);
  casus_weights *weights = &self->weights;
  if (network && splitter && morphology &&
      casus_splitter_load(&self->splitter, splitter, splitter_size, &damage) == CASUS_OK &&
      casus_weights_load(weights, network, network_size, &damage) == CASUS_OK &&
      casus_morphology_load(&self->morphology, morphology, morphology_size, weights->real_tags, &damage) ==
          CASUS_OK &&
      load_names(self, &self->tags, "tags", weights->real_tags, &damage) == CASUS_OK &&
      load_names(self, &self->feats, "feats", weights->real_feats, &damage) == CASUS_OK &&
      load_names(self, &self->labels, "labels", weights->real_labels, &damage) == CASUS_OK)
    return CASUS_OK;
  return casus_fail(error, damage.code, 0, "%s: %s", casus_model_path(self->model), damage.message);
}

static bool has_tagger(const casus_parser *self) {
  return self->tagger.sizes.width != 0;
}

/* Models that were made before there was a tagger have none. */
static casus_status load_tagger(casus_parser *self, casus_error *error) {
  casus_error damage;
  size_t size;
  const void *bytes = casus_model_section(self->model, CASUS_TAGGER_SECTION, &size);
  if (!bytes || casus_tagger_load(&self->tagger, bytes, size, &self->weights.sizes, &damage) == CASUS_OK)
    return CASUS_OK;
  return casus_fail(error, damage.code, 0, "%s: %s", casus_model_path(self->model), damage.message);
}

static uint32_t find_name(const casus_names *names, casus_string name) {
  for (uint32_t i = 0; i < names->count; i++) {
    const casus_string one = casus_names_get(names, i);
    if (one.size == name.size && memcmp(one.bytes, name.bytes, one.size) == 0) return i;
  }
  return NONE;
}

/* Which class of the network stands for which FEATS of the morphology. */
static casus_status match_feats(casus_parser *self, casus_error *error) {
  const uint32_t count = casus_morphology_feats_count(&self->morphology);
  self->feats_classes =
      self->allocator.reallocate(self->allocator.context, NULL, 0, count * sizeof *self->feats_classes);
  if (!self->feats_classes) return casus_fail_nomem(error);
  for (uint32_t i = 0; i < count; i++)
    self->feats_classes[i] = find_name(&self->feats, casus_morphology_feats(&self->morphology, i));
  return CASUS_OK;
}

casus_status casus_parser_open(casus_parser *self, const char *path, const casus_allocator *allocator,
                               casus_error *error) {
  casus_error unwanted;
  if (!error) error = &unwanted;
  memset(self, 0, sizeof *self);
  self->allocator = *allocator;
  self->model = casus_model_open(path, allocator, error);
  if (!self->model) return error->code;
  casus_status status = load_sections(self, error);
  if (status == CASUS_OK) status = load_tagger(self, error);
  if (status == CASUS_OK) status = match_feats(self, error);
  if (status != CASUS_OK) {
    casus_parser_close(self);
    return status;
  }
  self->features = (casus_features){self->weights.slots, self->weights.slot_count - 1};
  self->multiply = casus_products_choose();
  self->root = find_name(&self->labels, (casus_string){"root", 4});
  return CASUS_OK;
}

void casus_parser_close(casus_parser *self) {
  if (self->feats_classes)
    self->allocator.reallocate(self->allocator.context, self->feats_classes,
                               casus_morphology_feats_count(&self->morphology) * sizeof *self->feats_classes,
                               0);
  self->feats_classes = NULL;
  casus_model_close(self->model);
  self->model = NULL;
}

void casus_parser_split(const casus_parser *self, const casus_segmenter *words, casus_document *document) {
  casus_splitter_run(&self->splitter, words, document);
}

/* ---- Room */

static uint32_t longest_sentence(const casus_document *document) {
  uint32_t longest = 1;
  for (uint32_t i = 0; i < document->sentence_count; i++) {
    const uint32_t length = document->first[i + 1] - document->first[i];
    if (length > longest) longest = length;
  }
  return longest < CASUS_LONGEST_PIECE ? longest : CASUS_LONGEST_PIECE;
}

/* About a form in four tokens is new, up to a few thousand, which fit into a processor's own cache. */
static uint32_t recent_mask(uint32_t tokens) {
  enum { FEWEST = 64, MOST = 2048 };
  uint32_t count = FEWEST;
  while (count < MOST && count < tokens / 4) count *= 2;
  return count - 1;
}

static size_t lay_out(parsing *self, const casus_parser *parser, const casus_document *document, char *room) {
  const uint32_t longest = longest_sentence(document) + 1;
  if (self->beam > longest) self->beam = longest; /* there are no more heads */
  const uint32_t most = CASUS_BATCH_POSITIONS + longest;
  const uint32_t all =
      document->token_count + document->sentence_count + document->token_count / CASUS_LONGEST_PIECE;
  const uint32_t positions = all < most ? all : most;
  const size_t inference = casus_inference_room(&parser->weights, positions, longest);
  const size_t tagging = has_tagger(parser) ? casus_tagging_room(&parser->tagger, positions) : 0;
  const size_t both = 2 * (size_t)parser->tagger.sizes.width;
  size_t at = 0;
  void *own = casus_room_take(room, &at, inference), *tagger_room = casus_room_take(room, &at, tagging);
  self->pieces = casus_room_take(room, &at, positions * sizeof *self->pieces);
  self->heads = casus_room_take(room, &at, longest * sizeof *self->heads);
  self->dependents = casus_room_take(room, &at, longest * sizeof *self->dependents);
  self->arc_heads = casus_room_take(room, &at, longest * sizeof *self->arc_heads);
  self->labels =
      casus_room_take(room, &at, (size_t)longest * parser->weights.sizes.labels * sizeof *self->labels);
  self->tree_room = casus_room_take(room, &at, casus_tree_room(longest));
  self->beam_room =
      casus_room_take(room, &at, self->beam > 1 ? casus_beam_room(&parser->weights, longest, self->beam) : 0);
  self->recent.mask = recent_mask(document->token_count);
  self->same = casus_room_take(room, &at, positions * sizeof *self->same);
  self->recent.words =
      casus_room_take(room, &at, (self->recent.mask + (size_t)1) * sizeof *self->recent.words);
  self->recent.tokens =
      casus_room_take(room, &at, (self->recent.mask + (size_t)1) * sizeof *self->recent.tokens);
  self->recent.activations =
      casus_room_take(room, &at, (self->recent.mask + (size_t)1) * 2 * parser->weights.sizes.width);
  self->recent.rows =
      casus_room_take(room, &at, (self->recent.mask + (size_t)1) * both * sizeof *self->recent.rows);
  self->upos = casus_room_take(room, &at, parser->tags.count * sizeof *self->upos);
  self->xpos = casus_room_take(room, &at, parser->tags.count * sizeof *self->xpos);
  self->feats =
      casus_room_take(room, &at, casus_morphology_feats_count(&parser->morphology) * sizeof *self->feats);
  self->deprel = casus_room_take(room, &at, parser->labels.count * sizeof *self->deprel);
  if (room)
    casus_inference_init(&self->inference, &parser->weights, parser->multiply, positions, longest, own);
  if (room && tagging)
    casus_tagging_init(&self->tagging, &parser->tagger, parser->multiply, positions, tagger_room);
  return at;
}

size_t casus_parser_room(const casus_parser *self, const casus_document *document, uint32_t beam) {
  parsing counted = {.beam = beam};
  return lay_out(&counted, self, document, NULL);
}

/* ---- Writing down what was found */

static uint32_t intern(parsing *self, uint32_t *numbers, uint32_t which, casus_string name) {
  if (numbers[which] == NONE)
    numbers[which] = casus_pool_intern(&self->document->pool, name.bytes, name.size);
  return numbers[which];
}

static void write_tag(parsing *self, uint32_t token, uint32_t tag) {
  const casus_string name = casus_names_get(&self->parser->tags, tag);
  const char *tab = memchr(name.bytes, '\t', name.size);
  const size_t upos = tab ? (size_t)(tab - name.bytes) : name.size, xpos = tab ? upos + 1 : name.size;
  self->document->upos[token] = intern(self, self->upos, tag, (casus_string){name.bytes, upos});
  self->document->xpos[token] =
      intern(self, self->xpos, tag, (casus_string){name.bytes + xpos, name.size - xpos});
}

/* Of the FEATS that the word may have, those that the network finds here. */
static uint32_t best_feats(const parsing *self, const known_word *word, uint32_t position) {
  const casus_parser *parser = self->parser;
  uint32_t feats = word->feats;
  float most = 0;
  if (word->count < 2) return feats;
  for (uint32_t i = 0; i < word->count; i++) {
    const uint32_t class = parser->feats_classes[word->candidates[i].feats];
    if (class == NONE) continue;
    const float score = casus_inference_feats(&self->inference, position, class);
    if (i == 0 || score > most) {
      most = score;
      feats = word->candidates[i].feats;
    }
  }
  return feats;
}

static const known_word *look_up(parsing *self, uint32_t token, uint32_t position, bool first) {
  const casus_morphology *known = &self->parser->morphology;
  const uint32_t tag = self->inference.tags[position], same = self->same[position];
  known_word *word = &self->recent.words[same & self->recent.mask];
  if (word->token == same && word->tag == tag && word->first == first) return word;
  const casus_string form = casus_document_form(self->document, token);
  char room[CASUS_MORPHOLOGY_ROOM];
  *word = (known_word){.token = same, .tag = tag, .first = first};
  const casus_string lemma = casus_morphology_find(known, form, tag, first, room, &word->feats);
  word->lemma = casus_pool_intern(&self->document->pool, lemma.bytes, lemma.size);
  word->candidates = casus_morphology_candidates(known, form, tag, &word->count);
  return word;
}

static void write_morphology(parsing *self, uint32_t token, uint32_t position, bool first) {
  const known_word *word = look_up(self, token, position, first);
  const uint32_t feats = best_feats(self, word, position);
  self->document->lemma[token] = word->lemma;
  self->document->feats[token] =
      intern(self, self->feats, feats, casus_morphology_feats(&self->parser->morphology, feats));
}

/* The best label; what hangs on the root, and nothing else, is "root". */
static uint32_t best_label(const parsing *self, const float *scores, bool on_root) {
  const uint32_t root = self->parser->root, count = self->parser->labels.count;
  uint32_t best = root == 0 && count > 1;
  if (on_root && root != NONE) return root;
  for (uint32_t i = best + 1; i < count; i++)
    if (scores[i] > scores[best] && i != root) best = i;
  return best;
}

static void write_label(parsing *self, uint32_t token, uint32_t label) {
  self->document->deprel[token] =
      intern(self, self->deprel, label, casus_names_get(&self->parser->labels, label));
}

/* A part of a long sentence hangs on the root of the first. */
static void write_head(parsing *self, const piece *part, uint32_t token, uint32_t head) {
  casus_document *document = self->document;
  const uint32_t sentence = document->first[part->sentence];
  if (head)
    document->head[token] = part->first + head - sentence;
  else if (part->begins)
    self->root = token + 1 - sentence, document->head[token] = 0;
  else
    document->head[token] = self->root;
}

/* ---- Reading */

static void read_piece(parsing *self, uint32_t number) {
  const piece *part = &self->pieces[number];
  casus_inference *inference = &self->inference;
  const uint32_t start = inference->starts[number], length = part->limit - part->first;
  const uint32_t stride = self->parser->weights.sizes.labels;
  casus_inference_arcs(inference, number);
  if (self->beam > 1) casus_beam_weigh(inference, number, self->beam, self->parser->root, self->beam_room);
  casus_tree_find(inference->arcs, inference->longest, length + 1, self->heads, self->tree_room);
  for (uint32_t i = 0; i < length; i++) {
    self->dependents[i] = start + 1 + i;
    self->arc_heads[i] = start + self->heads[1 + i];
  }
  casus_inference_labels(inference, self->dependents, self->arc_heads, length, self->labels);
  for (uint32_t i = 0; i < length; i++) {
    const uint32_t token = part->first + i, head = self->heads[1 + i];
    write_tag(self, token, inference->tags[start + 1 + i]);
    write_morphology(self, token, start + 1 + i, part->begins && i == 0);
    write_head(self, part, token, head);
    write_label(self, token,
                best_label(self, self->labels + (size_t)i * stride, self->document->head[token] == 0));
  }
  if (has_tagger(self->parser))
    memcpy(self->document->entity + part->first, self->tagging.classes + start + 1, length);
}

static void read_batch(parsing *self) {
  if (self->inference.sentences == 0) return;
  casus_inference_read(&self->inference);
  if (has_tagger(self->parser))
    casus_tagging_read(&self->tagging, self->inference.starts, self->inference.sentences,
                       self->inference.read);
  for (uint32_t i = 0; i < self->inference.sentences; i++) read_piece(self, i);
  casus_inference_begin(&self->inference);
}

static bool same_form(const casus_document *document, uint32_t a, casus_string b) {
  const casus_string form = casus_document_form(document, a);
  return form.size == b.size && memcmp(form.bytes, b.bytes, b.size) == 0;
}

/* Where what is known of a token's form lies. */
static uint32_t slot_of(parsing *self, uint32_t token) {
  const casus_parser *parser = self->parser;
  const casus_string form = casus_document_form(self->document, token);
  const uint32_t slot = (uint32_t)XXH3_64bits(form.bytes, form.size) & self->recent.mask;
  if (self->recent.tokens[slot] != NONE && same_form(self->document, self->recent.tokens[slot], form))
    return slot;
  uint32_t rows[CASUS_FEATURE_COUNT];
  casus_feature_rows(&parser->features, form, rows);
  if (has_tagger(parser)) casus_tagger_fetch(&parser->tagger, rows);
  casus_inference_embed(&parser->weights, rows,
                        self->recent.activations + slot * 2 * (size_t)parser->weights.sizes.width);
  if (has_tagger(parser))
    casus_tagger_embed(&parser->tagger, rows,
                       self->recent.rows + slot * 2 * (size_t)parser->tagger.sizes.width);
  self->recent.tokens[slot] = token;
  return slot;
}

static void add_root(parsing *self) {
  const uint32_t position = self->inference.count;
  const size_t both = 2 * (size_t)self->parser->tagger.sizes.width;
  casus_inference_add_sentence(&self->inference);
  if (!has_tagger(self->parser)) return;
  memset(self->tagging.rows + position * both, 0, both * sizeof *self->tagging.rows);
  self->tagging.hints[position] = 0;
}

static void add_word(parsing *self, uint32_t token) {
  const uint32_t slot = slot_of(self, token), position = self->inference.count;
  const size_t size = 2 * (size_t)self->parser->weights.sizes.width,
               both = 2 * (size_t)self->parser->tagger.sizes.width;
  self->same[position] = self->recent.tokens[slot];
  memcpy(casus_inference_add_word(&self->inference), self->recent.activations + slot * size, size);
  if (!has_tagger(self->parser)) return;
  memcpy(self->tagging.rows + position * both, self->recent.rows + slot * both,
         both * sizeof *self->tagging.rows);
  self->tagging.hints[position] = self->hints ? self->hints[token] : 0;
}

static void add_piece(parsing *self, piece part) {
  self->pieces[self->inference.sentences] = part;
  add_root(self);
  for (uint32_t i = part.first; i < part.limit; i++) add_word(self, i);
}

static void read_sentence(parsing *self, uint32_t sentence) {
  const uint32_t first = self->document->first[sentence], limit = self->document->first[sentence + 1];
  for (uint32_t at = first; at < limit; at += CASUS_LONGEST_PIECE) {
    const uint32_t end = limit - at > CASUS_LONGEST_PIECE ? at + CASUS_LONGEST_PIECE : limit;
    add_piece(self, (piece){at, end, sentence, at == first});
    if (self->inference.count >= CASUS_BATCH_POSITIONS) read_batch(self);
  }
}

static uint32_t *column(casus_document *document) {
  return casus_arena_new(&document->arena, uint32_t, document->token_count);
}

void casus_parser_run(const casus_parser *self, casus_document *document, uint32_t beam, const uint8_t *hints,
                      void *room) {
  parsing job = {.parser = self, .document = document, .beam = beam, .hints = hints};
  lay_out(&job, self, document, room);
  document->lemma = column(document);
  document->upos = column(document);
  document->xpos = column(document);
  document->feats = column(document);
  document->head = column(document);
  document->deprel = column(document);
  if (has_tagger(self)) document->entity = casus_arena_new(&document->arena, uint8_t, document->token_count);
  for (uint32_t i = 0; i < self->tags.count; i++) job.upos[i] = job.xpos[i] = NONE;
  for (uint32_t i = 0; i < casus_morphology_feats_count(&self->morphology); i++) job.feats[i] = NONE;
  for (uint32_t i = 0; i < self->labels.count; i++) job.deprel[i] = NONE;
  for (uint32_t i = 0; i <= job.recent.mask; i++) job.recent.tokens[i] = job.recent.words[i].token = NONE;
  for (uint32_t i = 0; i < document->sentence_count; i++) read_sentence(&job, i);
  read_batch(&job);
}
