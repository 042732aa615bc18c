/* core/parse: models trained on a few sentences, and what is parsed with them. However bad such a model is,
 * every sentence becomes a tree. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "extract/engine.h"
#include "unit/allocator.h"
#include "unit/little.h"
#include "unit/spoil.h"

#include <math.h>
#include <pthread.h>
#include <sys/stat.h>

static char bank_path[256], model_path[256], other_path[256];
static casus_engine *engine;

static casus_engine *open_engine(const char *model, const casus_allocator *allocator) {
  casus_error error;
  const casus_engine_options options = {.model = model, .allocator = allocator};
  casus_engine *opened = casus_engine_open(CASUS_ROOT "/data", &options, &error);
  if (!opened) fail_msg("%s", error.message);
  return opened;
}

static int set_up(void **state) {
  (void)state;
  casus_error error;
  little_path(bank_path, "little.conllu");
  little_path(model_path, "little.model");
  little_path(other_path, "other.model");
  if (!little_write_bank(bank_path, little_english, 2)) return -1;
  if (little_train(bank_path, model_path, 400, 1, &error)) return fprintf(stderr, "%s\n", error.message), -1;
  engine = open_engine(model_path, NULL);
  return 0;
}

static int tear_down(void **state) {
  (void)state;
  casus_engine_close(engine);
  return 0;
}

static casus_document *parse_with(const casus_engine *with, const char *text, size_t size, unsigned beam) {
  casus_error error;
  const casus_document_options options = {.id = "test", .beam = beam};
  casus_document *document = casus_document_parse(with, text, size, &options, &error);
  if (!document) fail_msg("%s", error.message);
  return document;
}

static casus_document *parse(const char *text) {
  return parse_with(engine, text, strlen(text), 1);
}

/* ---- Trees */

/* As spoil_check_trees, and all columns are filled. */
static void check_document(const casus_document *document) {
  spoil_check_trees(document);
  for (uint32_t i = 1; i <= casus_document_tokens(document); i++) {
    casus_token token;
    assert_true(casus_document_token(document, i, &token));
    assert_true(token.upos.size > 0 && token.deprel.size > 0 && token.lemma.size > 0);
    const bool root = token.deprel.size == 4 && memcmp(token.deprel.bytes, "root", 4) == 0;
    assert_int_equal(root, token.head == 0);
  }
}

static bool append(void *context, const char *bytes, size_t size) {
  casus_buffer_append(context, bytes, size);
  return true;
}

static void conllu(const casus_document *document, casus_buffer *into) {
  casus_buffer_init(into, NULL);
  assert_int_equal(casus_document_conllu(document, NULL, append, into, NULL), CASUS_OK);
  assert_false(into->failed);
}

static void parse_and_check(const char *text, size_t size) {
  static const unsigned beams[] = {0, 1, 2, 8, 64, UINT32_MAX};
  for (size_t i = 0; i < sizeof beams / sizeof *beams; i++) {
    casus_document *document = parse_with(engine, text, size, beams[i]);
    check_document(document);
    casus_document_close(document);
  }
}

/* ---- Training */

/* What was learnt by heart is known. */
static void test_learnt(void **state) {
  (void)state;
  static const char *const wanted[][4] = {
      {"The", "the", "DET", "det"},      {"minister", "minister", "NOUN", "nsubj"},
      {"met", "meet", "VERB", "root"},   {"the", "the", "DET", "det"},
      {"envoy", "envoy", "NOUN", "obj"}, {"in", "in", "ADP", "case"},
      {"Oslo", "Oslo", "PROPN", "obl"},  {".", ".", "PUNCT", "punct"}};
  static const uint32_t heads[] = {2, 3, 0, 5, 3, 7, 3, 3};
  casus_document *document = parse("The minister met the envoy in Oslo.");
  assert_int_equal(casus_document_tokens(document), 8);
  for (uint32_t i = 0; i < 8; i++) {
    casus_token token;
    assert_true(casus_document_token(document, i + 1, &token));
    const casus_string found[] = {token.form, token.lemma, token.upos, token.deprel};
    for (int k = 0; k < 4; k++) {
      assert_int_equal(found[k].size, strlen(wanted[i][k]));
      assert_memory_equal(found[k].bytes, wanted[i][k], found[k].size);
    }
    assert_int_equal(token.head, heads[i]);
  }
  casus_document_close(document);
}

static void load(const char *path, casus_buffer *into) {
  casus_error error;
  casus_buffer_init(into, NULL);
  assert_int_equal(casus_file_read(path, into, &error), CASUS_OK);
}

static void test_seed(void **state) {
  (void)state;
  casus_buffer models[3];
  for (uint64_t i = 0; i < 3; i++) {
    assert_int_equal(little_train(bank_path, other_path, 3, 1 + i / 2, NULL), CASUS_OK);
    load(other_path, &models[i]);
  }
  assert_int_equal(models[0].size, models[1].size);
  assert_memory_equal(models[0].bytes, models[1].bytes, models[0].size);
  assert_int_equal(models[0].size, models[2].size);
  assert_memory_not_equal(models[0].bytes, models[2].bytes, models[0].size);
  for (int i = 0; i < 3; i++) casus_buffer_free(&models[i]);
}

/* A language without XPOS, with other features, and with words of several bytes a character. */
static void test_german(void **state) {
  (void)state;
  static const char *const german[] = {
      "Die/der/DET/_/Case=Nom|Gender=Fem/2/det Br\xC3\xBC"
      "cke/Br\xC3\xBC"
      "cke/NOUN/_/Case=Nom|Gender=Fem/4/nsubj "
      "ist/sein/AUX/_/Mood=Ind/4/cop sch\xC3\xB6n/sch\xC3\xB6n/ADJ/_/Degree=Pos/0/root ././PUNCT/_/_/4/punct",
      "Der/der/DET/_/Case=Nom|Gender=Masc/2/det Fluss/Fluss/NOUN/_/Case=Nom|Gender=Masc/3/nsubj "
      "flie\xC3\x9Ft/flie\xC3\x9F"
      "en/VERB/_/Mood=Ind/0/root langsam/langsam/ADJ/_/Degree=Pos/3/advmod "
      "././PUNCT/_/_/3/punct",
      "Wir/wir/PRON/_/Case=Nom/2/nsubj sahen/sehen/VERB/_/Mood=Ind/0/root "
      "die/der/DET/_/Case=Acc|Gender=Fem/4/det "
      "Br\xC3\xBC"
      "cke/Br\xC3\xBC"
      "cke/NOUN/_/Case=Acc|Gender=Fem/2/obj ././PUNCT/_/_/2/punct",
      NULL};
  static const char text[] = "Die Br\xC3\xBC"
                             "cke ist sch\xC3\xB6n.";
  char path[256];
  casus_token token;
  assert_true(little_write_bank(little_path(path, "german.conllu"), german, 2));
  assert_int_equal(little_train(path, other_path, 400, 1, NULL), CASUS_OK);
  casus_engine *other = open_engine(other_path, NULL);
  casus_document *document = parse_with(other, text, sizeof text - 1, 1);
  check_document(document);
  assert_int_equal(casus_document_tokens(document), 5);
  assert_true(casus_document_token(document, 4, &token));
  assert_int_equal(token.head, 0);
  assert_memory_equal(token.upos.bytes, "ADJ", 4);
  assert_int_equal(token.xpos.size, 0);
  assert_true(casus_document_token(document, 2, &token));
  assert_int_equal(token.head, 4);
  assert_string_equal(token.feats.bytes, "Case=Nom|Gender=Fem");
  assert_string_equal(token.lemma.bytes, "Br\xC3\xBC"
                                         "cke");
  casus_document_close(document);
  casus_engine_close(other);
}

/* ---- What stops training */

static casus_status train_on(const char *const *treebanks, const char *path, const char *what) {
  casus_error error = {.code = CASUS_OK, .message = ""};
  const casus_training training = {.treebanks = treebanks, .width = 16, .layers = 1, .epochs = 1};
  const casus_status status = casus_train(CASUS_ROOT "/data", &training, path, &error);
  assert_int_equal(status, error.code);
  if (!strstr(error.message, what)) fail_msg("\"%s\" does not speak of %s", error.message, what);
  return status;
}

static casus_status train_on_text(const char *text, const char *what) {
  char path[256];
  const char *const treebanks[] = {little_path(path, "bad.conllu"), NULL};
  assert_true(little_write(path, text, strlen(text)));
  return train_on(treebanks, other_path, what);
}

static void test_no_training(void **state) {
  (void)state;
  static const char *const none[] = {NULL}, *const missing[] = {"/nowhere/x.conllu", NULL};
  assert_int_equal(train_on(NULL, other_path, "no sentence"), CASUS_FORMAT);
  assert_int_equal(train_on(none, other_path, "no sentence"), CASUS_FORMAT);
  assert_int_equal(train_on(missing, other_path, "/nowhere/x.conllu"), CASUS_IO);
  assert_int_equal(train_on_text("", "no sentence"), CASUS_FORMAT);
  assert_int_equal(train_on_text("# a comment\n\n", "no sentence"), CASUS_FORMAT);
  assert_int_equal(train_on_text("1\tword\n", "bad.conllu:1"), CASUS_FORMAT);
}

/* Nothing but a sentence that is too long to learn from. */
static void test_too_long(void **state) {
  (void)state;
  casus_buffer text;
  casus_buffer_init(&text, NULL);
  for (int i = 1; i <= 401; i++) {
    char line[64];
    casus_buffer_append(
        &text, line, (size_t)snprintf(line, sizeof line, "%d\tso\tso\tADV\t_\t_\t%d\tdep\t_\t_\n", i, i - 1));
  }
  casus_buffer_append(&text, "\n", 2);
  assert_int_equal(train_on_text(text.bytes, "at most 400 words"), CASUS_FORMAT);
  casus_buffer_free(&text);
}

static void test_too_large(void **state) {
  (void)state;
  const char *const good[] = {bank_path, NULL};
  static const casus_training large[] = {{.width = 1025},
                                         {.width = UINT32_MAX},
                                         {.width = 16, .layers = 5},
                                         {.width = 16, .layers = UINT32_MAX}};
  for (size_t i = 0; i < sizeof large / sizeof *large; i++) {
    casus_training training = large[i];
    training.treebanks = good;
    training.epochs = 1;
    assert_int_equal(casus_train(CASUS_ROOT "/data", &training, other_path, NULL), CASUS_LIMIT);
  }
}

typedef struct witness {
  uint32_t reports, stop_at;
  casus_training_report last;
} witness;

static bool note(void *context, const casus_training_report *report) {
  witness *self = context;
  assert_int_equal(report->epoch, ++self->reports);
  assert_true(report->loss > 0 && isfinite(report->loss));
  self->last = *report;
  return self->reports != self->stop_at;
}

static void test_report(void **state) {
  (void)state;
  const char *const good[] = {bank_path, NULL};
  witness seen = {.stop_at = 0};
  casus_training training = {.treebanks = good,
                             .held_out = bank_path,
                             .width = 16,
                             .layers = 1,
                             .epochs = 400,
                             .seed = 1,
                             .report = note,
                             .context = &seen};
  assert_int_equal(casus_train(CASUS_ROOT "/data", &training, other_path, NULL), CASUS_OK);
  assert_int_equal(seen.reports, 400);
  assert_int_equal(seen.last.epochs, 400);
  /* What is held out is what was learnt: even this little is learnt by heart. */
  if (seen.last.upos < 0.95 || seen.last.uas < 0.9 || seen.last.las < 0.85)
    fail_msg("UPOS %.2f, UAS %.2f, LAS %.2f", seen.last.upos, seen.last.uas, seen.last.las);
  assert_true(seen.last.las <= seen.last.uas && seen.last.upos <= 1);

  /* Stopped: no model is written, and the one that is there stays. */
  seen = (witness){.stop_at = 2};
  training.held_out = NULL;
  remove(other_path);
  assert_int_equal(casus_train(CASUS_ROOT "/data", &training, other_path, NULL), CASUS_INTERRUPTED);
  assert_int_equal(seen.reports, 2);
  assert_true(isnan(seen.last.upos) && isnan(seen.last.uas) && isnan(seen.last.las));
  assert_null(fopen(other_path, "rb"));
}

/* Where no model can be written is told before anything is learnt, not after. */
static void test_no_place(void **state) {
  (void)state;
  const char *const good[] = {bank_path, NULL};
  char folder[256], beside[300];
  little_path(folder, "folder.model");
  assert_int_equal(mkdir(folder, 0700), 0);
  const char *const paths[] = {"/nowhere/x.model", folder};
  for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
    casus_error error = {.code = CASUS_OK};
    witness seen = {.stop_at = 0};
    const casus_training training = {
        .treebanks = good, .width = 16, .layers = 1, .epochs = 1, .report = note, .context = &seen};
    assert_int_equal(casus_train(CASUS_ROOT "/data", &training, paths[i], &error), CASUS_IO);
    assert_non_null(strstr(error.message, paths[i]));
    assert_int_equal(seen.reports, 0);
  }
  snprintf(beside, sizeof beside, "%s.new", folder);
  assert_null(fopen(beside, "rb"));
}

static void test_training_memory(void **state) {
  (void)state;
  const char *const good[] = {bank_path, NULL};
  casus_status status = CASUS_NOMEM;
  size_t n = 1;
  for (; status != CASUS_OK; n++) {
    casus_error error = {.code = CASUS_OK};
    faulty memory;
    faulty_init(&memory, n);
    const casus_training training = {.treebanks = good,
                                     .silver = good,
                                     .silver_share = 1,
                                     .held_out = bank_path,
                                     .width = 16,
                                     .layers = 1,
                                     .epochs = 1,
                                     .allocator = &memory.allocator};
    status = casus_train(CASUS_ROOT "/data", &training, other_path, &error);
    if (status != CASUS_OK) assert_int_equal(status, CASUS_NOMEM);
    assert_int_equal(memory.blocks, 0);
    assert_int_equal(memory.wrong, 0);
  }
  assert_true(n > 20);
}

/* ---- Parsing */

static void test_texts(void **state) {
  (void)state;
  static const char *const texts[] = {
      "",
      " ",
      "\n\n",
      "a",
      ".",
      "\xE4\xB8\xAD",
      "Stop!",
      "?!?!",
      "No final stop",
      "THE MINISTER MET THE ENVOY IN OSLO. REBELS ATTACKED A CONVOY.",
      "- one\n- two\n- three\n\n1. first\n2. second\n\n* star\n",
      "Port\tShips\tTons\nOslo\t12\t3,400\nBergen\t7\t980\n",
      "int main(void) { return x[3] == '\\0' ? a->b : (c << 2) & ~0xFFu; } // done\n",
      "http://example.org/a?b=c&d=%20 mail@example.org #tag @name :-)",
      "(((((((((((((((((((( )))))))))))))))))))) \"\"\"\" '''' ---- ....",
      "\xC3\x89t\xC3\xA9 \xE2\x80\x9C\xD0\x9C\xD0\xB8\xE2\x80\x9D \xF0\x9F\x98\x80 \xE0\xA4\xA8\xE0\xA4\xAE.",
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) parse_and_check(texts[i], strlen(texts[i]));
}

/* Sentences about as long as a batch and a piece of one. */
static void test_lengths(void **state) {
  (void)state;
  static const uint32_t lengths[] = {1,   2,   14,  15,  16,  17,  126, 127, 128, 129,
                                     254, 255, 256, 257, 258, 383, 511, 512, 513, 770};
  static char text[3 * 770 * 4];
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    size_t size = 0;
    for (int again = 0; again < 3; again++) {
      for (uint32_t k = 0; k < lengths[i]; k++) size += (size_t)sprintf(text + size, k % 3 ? "so " : "it ");
      size += (size_t)sprintf(text + size, "\n\n");
    }
    casus_document *document = parse_with(engine, text, size, 1);
    assert_int_equal(casus_document_tokens(document), 3 * lengths[i]);
    check_document(document);
    casus_document_close(document);
  }
}

static char *repeat(const char *what, size_t times, size_t *size) {
  const size_t length = strlen(what);
  char *text = malloc(length * times + 1);
  assert_non_null(text);
  for (size_t i = 0; i < times; i++) memcpy(text + i * length, what, length);
  *size = length * times;
  return text;
}

static void test_one_sentence(void **state) {
  (void)state;
  enum { WORDS = 100000 };
  size_t size;
  char *text = repeat("boats ", WORDS, &size);
  casus_document *document = parse_with(engine, text, size, 1);
  assert_int_equal(casus_document_tokens(document), WORDS);
  assert_int_equal(casus_document_sentences(document), 1);
  check_document(document);
  casus_document_close(document);
  free(text);
}

static void test_many_sentences(void **state) {
  (void)state;
  enum { SENTENCES = 10000 };
  size_t size;
  char *text = repeat("Stop\n\n", SENTENCES, &size);
  for (unsigned beam = 1; beam <= 8; beam += 7) {
    casus_document *document = parse_with(engine, text, size, beam);
    assert_int_equal(casus_document_tokens(document), SENTENCES);
    assert_int_equal(casus_document_sentences(document), SENTENCES);
    check_document(document);
    casus_document_close(document);
  }
  free(text);
}

/* The room beside a document does not grow with it, but for what is looked up by token. */
static void test_room(void **state) {
  (void)state;
  size_t size, rooms[2];
  for (int i = 0; i < 2; i++) {
    char *text = repeat("The envoy left the port on Monday, said the minister. ", i ? 20000 : 2000, &size);
    casus_document *document = parse_with(engine, text, size, 1);
    rooms[i] = casus_parser_room(&engine->parser, document, 1);
    casus_document_close(document);
    free(text);
  }
  assert_int_equal(rooms[0], rooms[1]);
}

/* ---- The same again */

static const char report[] = "The minister met the envoy in Oslo on Monday. Rebels attacked a convoy near "
                             "the border, she said, and two "
                             "ships quickly left the port.\n\nNATO planes arrived! Prices rose and wages "
                             "fell. They left the left bank.\n";

static void test_before(void **state) {
  (void)state;
  for (unsigned beam = 1; beam <= 8; beam += 7) {
    casus_buffer first, second;
    casus_document *document = parse_with(engine, report, sizeof report - 1, beam);
    conllu(document, &first);
    casus_document_close(document);
    parse_and_check("Nothing OF the kind; 17 ships 3,000 boats (left).", 48);
    document = parse_with(engine, report, sizeof report - 1, beam);
    conllu(document, &second);
    casus_document_close(document);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.bytes, second.bytes, first.size);
    casus_buffer_free(&first);
    casus_buffer_free(&second);
  }
}

/* Heads of the sentences of a text are those that the sentences have alone. */
static void test_alone(void **state) {
  (void)state;
  casus_document *all = parse(report);
  for (uint32_t s = 1; s <= casus_document_sentences(all); s++) {
    casus_sentence sentence;
    assert_true(casus_document_sentence(all, s, &sentence));
    casus_document *one = parse_with(engine, report + sentence.start, sentence.stop - sentence.start, 1);
    assert_int_equal(casus_document_tokens(one), sentence.last - sentence.first + 1);
    for (uint32_t i = sentence.first; i <= sentence.last; i++) {
      casus_token here, there;
      casus_document_token(all, i, &here);
      casus_document_token(one, i - sentence.first + 1, &there);
      assert_int_equal(here.head, there.head);
      assert_string_equal(here.upos.bytes, there.upos.bytes);
      assert_string_equal(here.deprel.bytes, there.deprel.bytes);
      assert_string_equal(here.lemma.bytes, there.lemma.bytes);
      assert_string_equal(here.feats.bytes, there.feats.bytes);
    }
    casus_document_close(one);
  }
  casus_document_close(all);
}

enum { THREADS = 4, ROUNDS = 30 };

typedef struct task {
  const casus_buffer *wanted;
  bool same;
} task;

static void *parse_again(void *argument) {
  task *self = argument;
  self->same = true;
  for (int i = 0; i < ROUNDS; i++) {
    const casus_document_options options = {.id = "test", .beam = i % 2 ? 4 : 1};
    casus_buffer found;
    casus_document *document = casus_document_parse(engine, report, sizeof report - 1, &options, NULL);
    casus_buffer_init(&found, NULL);
    if (document) casus_document_conllu(document, NULL, append, &found, NULL);
    casus_document_close(document);
    self->same = self->same && found.size == self->wanted[i % 2].size &&
                 memcmp(found.bytes, self->wanted[i % 2].bytes, found.size) == 0;
    casus_buffer_free(&found);
  }
  return NULL;
}

static void test_threads(void **state) {
  (void)state;
  casus_buffer wanted[2];
  pthread_t threads[THREADS];
  task tasks[THREADS];
  for (int i = 0; i < 2; i++) {
    casus_document *document = parse_with(engine, report, sizeof report - 1, i ? 4 : 1);
    conllu(document, &wanted[i]);
    casus_document_close(document);
  }
  for (int i = 0; i < THREADS; i++) {
    tasks[i] = (task){.wanted = wanted};
    assert_int_equal(pthread_create(&threads[i], NULL, parse_again, &tasks[i]), 0);
  }
  for (int i = 0; i < THREADS; i++) {
    pthread_join(threads[i], NULL);
    assert_true(tasks[i].same);
  }
  for (int i = 0; i < 2; i++) casus_buffer_free(&wanted[i]);
}

/* ---- Memory */

static void test_memory(void **state) {
  (void)state;
  faulty memory;
  faulty_init(&memory, 0);
  casus_engine *own = open_engine(model_path, &memory.allocator);
  const casus_document_options first = {.id = "test"};
  casus_document_close(casus_document_parse(own, report, sizeof report - 1, &first, NULL));
  const size_t blocks = memory.blocks; /* with the names that the first document asked for */
  for (unsigned beam = 1; beam <= 8; beam += 7)
    for (int once = 0; once < 2; once++) {
      casus_document *document = NULL;
      for (size_t n = 1; !document; n++) {
        casus_error error = {.code = CASUS_OK};
        const casus_document_options options = {.id = "test", .beam = beam};
        memory.calls = 0;
        memory.fail_at = n;
        memory.once = once;
        document = casus_document_parse(own, report, sizeof report - 1, &options, &error);
        memory.fail_at = 0;
        if (document) break;
        assert_int_equal(error.code, CASUS_NOMEM);
        assert_int_equal(memory.blocks, blocks);
      }
      check_document(document);
      casus_document_close(document);
      assert_int_equal(memory.blocks, blocks);
    }
  casus_engine_close(own);
  assert_int_equal(memory.blocks, 0);
  assert_int_equal(memory.wrong, 0);
}

/* An engine that cannot have its model names it. */
static void test_bad_model(void **state) {
  (void)state;
  casus_error error = {.code = CASUS_OK};
  casus_engine_options options = {.model = "/nowhere/x.model"};
  assert_null(casus_engine_open(CASUS_ROOT "/data", &options, &error));
  assert_int_equal(error.code, CASUS_IO);
  assert_non_null(strstr(error.message, "/nowhere/x.model"));
  options.model = bank_path;
  assert_null(casus_engine_open(CASUS_ROOT "/data", &options, &error));
  assert_int_equal(error.code, CASUS_FORMAT);
  assert_non_null(strstr(error.message, bank_path));
}

static void test_without(void **state) {
  (void)state;
  casus_engine *none = open_engine("", NULL);
  casus_token token;
  casus_document *document = parse_with(none, report, sizeof report - 1, 8);
  assert_true(casus_document_token(document, 1, &token));
  assert_int_equal(token.upos.size + token.deprel.size + token.lemma.size + token.head, 0);
  casus_document_close(document);
  casus_engine_close(none);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_learnt),          cmocka_unit_test(test_seed),
      cmocka_unit_test(test_german),          cmocka_unit_test(test_no_training),
      cmocka_unit_test(test_too_long),        cmocka_unit_test(test_too_large),
      cmocka_unit_test(test_no_place),        cmocka_unit_test(test_report),
      cmocka_unit_test(test_training_memory), cmocka_unit_test(test_texts),
      cmocka_unit_test(test_lengths),         cmocka_unit_test(test_one_sentence),
      cmocka_unit_test(test_many_sentences),  cmocka_unit_test(test_room),
      cmocka_unit_test(test_before),          cmocka_unit_test(test_alone),
      cmocka_unit_test(test_threads),         cmocka_unit_test(test_memory),
      cmocka_unit_test(test_bad_model),       cmocka_unit_test(test_without),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
