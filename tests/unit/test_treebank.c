/* core/parse/treebank: what CoNLL-U files hold, what is wrong in them, their raw text, and memory that runs
 * out while one is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"
#include "parse/treebank.h"
#include "unit/allocator.h"

#include <unistd.h>

/* ---- Reading what is given as text */

static char path[] = "/tmp/casus-treebank-XXXXXX";

typedef struct fixture {
  faulty memory;
  casus_arena arena;
  casus_treebank bank;
  casus_error error;
  casus_string text;   /* of the sentences asked for */
  size_t first, limit; /* which are asked for */
} fixture;

static void write_file(const char *bytes, size_t size) {
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, size, file), size);
  assert_int_equal(fclose(file), 0);
}

static void begin(void *argument) {
  fixture *self = argument;
  casus_treebank_init(&self->bank, &self->arena);
}

static casus_status read_file(fixture *self, size_t fail_at) {
  *self = (fixture){.error = {.code = CASUS_OK}};
  faulty_init(&self->memory, fail_at);
  casus_arena_init(&self->arena, &self->memory.allocator);
  if (!casus_arena_protect(&self->arena, begin, self)) return CASUS_NOMEM;
  return casus_treebank_read(&self->bank, path, &self->error);
}

static casus_status read_text(fixture *self, const char *text) {
  write_file(text, strlen(text));
  return read_file(self, 0);
}

static void end(fixture *self) {
  casus_arena_free(&self->arena);
  assert_int_equal(self->memory.blocks, 0);
  assert_int_equal(self->memory.wrong, 0);
}

static void ask_text(void *argument) {
  fixture *self = argument;
  self->text = casus_treebank_text(&self->bank, self->first, self->limit);
}

static const char *text_of(fixture *self, size_t first, size_t limit) {
  self->first = first;
  self->limit = limit;
  assert_true(casus_arena_protect(&self->arena, ask_text, self));
  assert_int_equal(self->text.size, strlen(self->text.bytes));
  return self->text.bytes;
}

static const char *string(const fixture *self, uint32_t number) {
  return casus_treebank_string(&self->bank, number).bytes;
}

/* The forms, those of multiword tokens as form<surface>, what is joined with +, white space with a space. */
static const char *forms_of(const fixture *self) {
  static char forms[1024];
  size_t size = 0;
  forms[0] = '\0';
  for (size_t i = 0; i < self->bank.words.count; i++) {
    const casus_gold_word *word = &self->bank.words.items[i];
    size += (size_t)snprintf(forms + size, sizeof forms - size, "%s", string(self, word->form));
    if (word->surface)
      size += (size_t)snprintf(forms + size, sizeof forms - size, "<%s>", string(self, word->surface));
    const char *sign = word->flags == CASUS_GOLD_JOINED        ? "+"
                       : word->flags == CASUS_GOLD_SPACE_AFTER ? " "
                                                               : "|";
    size += (size_t)snprintf(forms + size, sizeof forms - size, "%s", sign);
  }
  return forms;
}

/* A file that is read without complaint, and its forms. */
static void good(const char *text, const char *forms, size_t sentences) {
  fixture self;
  const casus_status status = read_text(&self, text);
  if (status) fail_msg("%s", self.error.message);
  assert_string_equal(forms_of(&self), forms);
  assert_int_equal(self.bank.sentences.count, sentences);
  end(&self);
}

/* One that is refused at a line with a message, behind so many sentences that stay. */
static void bad(const char *text, uint64_t line, const char *message, size_t sentences) {
  fixture self;
  char wanted[512];
  assert_int_equal(read_text(&self, text), CASUS_FORMAT);
  snprintf(wanted, sizeof wanted, "%s:%llu: %s", path, (unsigned long long)line, message);
  assert_string_equal(self.error.message, wanted);
  assert_int_equal(self.error.code, CASUS_FORMAT);
  assert_int_equal(self.error.position, line);
  assert_int_equal(self.bank.sentences.count, sentences);
  const casus_gold_sentence *last = sentences ? &self.bank.sentences.items[sentences - 1] : NULL;
  assert_int_equal(self.bank.words.count, last ? last->limit : 0);
  end(&self);
}

/* A word with its id, form, head and relation, and what MISC says. */
#define WORD(id, form, head, deprel, misc) id "\t" form "\t_\tX\t_\t_\t" head "\t" deprel "\t_\t" misc "\n"
#define ROOT(id, form)                     WORD(id, form, "0", "root", "_")
#define UNDER(id, form, head)              WORD(id, form, head, "dep", "_")
#define RANGE(id, form, misc)              id "\t" form "\t_\t_\t_\t_\t_\t_\t_\t" misc "\n"
#define EMPTY(id)                          id "\tgone\tgo\tVERB\t_\t_\t_\t_\t1:dep\t_\n"

/* ---- Good files */

static void words_have_their_columns(void **state) {
  (void)state;
  fixture self;
  const casus_status status = read_text(&self, "# sent_id = a-1\n"
                                               "# text = Ships sail.\n"
                                               "1\tShips\tship\tNOUN\tNNS\tNumber=Plur\t2\tnsubj\t_\t_\n"
                                               "2\tsail\tsail\tVERB\tVBP\t_\t0\troot\t_\tSpaceAfter=No\n"
                                               "3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n"
                                               "\n");
  assert_int_equal(status, CASUS_OK);
  assert_int_equal(self.bank.words.count, 3);
  const casus_gold_word *word = self.bank.words.items;
  assert_string_equal(string(&self, word->form), "Ships");
  assert_string_equal(string(&self, word->lemma), "ship");
  assert_string_equal(string(&self, word->upos), "NOUN");
  assert_string_equal(string(&self, word->xpos), "NNS");
  assert_string_equal(string(&self, word->feats), "Number=Plur");
  assert_string_equal(string(&self, word->deprel), "nsubj");
  assert_int_equal(word->head, 2);
  assert_int_equal(word[1].head, 0);
  assert_int_equal(word[1].feats, 0); /* `_` */
  const casus_gold_sentence *sentence = self.bank.sentences.items;
  assert_int_equal(sentence->first, 0);
  assert_int_equal(sentence->limit, 3);
  assert_int_equal(sentence->line, 3);
  assert_int_equal(sentence->file, 0);
  assert_true(sentence->paragraph && sentence->document); /* a file begins */
  assert_string_equal(sentence->text.bytes, "Ships sail.");
  assert_string_equal(forms_of(&self), "Ships sail|. ");
  end(&self);
}

static void files_without_words(void **state) {
  (void)state;
  good("", "", 0);
  good("\n\n\n", "", 0);
  good("# a comment\n", "", 0);
  good("# a comment\n\n# another\n\n" ROOT("1", "Go") "\n\n\n", "Go ", 1);
}

static void line_ends(void **state) {
  (void)state;
  good(ROOT("1", "Go") "\n" ROOT("1", "Stay"), "Go Stay ", 2); /* no empty line at the end */
  good("1\tGo\t_\tX\t_\t_\t0\troot\t_\t_", "Go ", 1);          /* nor a line end */
  good("# text = Go\r\n1\tGo\t_\tX\t_\t_\t0\troot\t_\tSpaceAfter=No\r\n\r\n", "Go|", 1);
  fixture self;
  assert_int_equal(read_text(&self, "# text = Go on\r\n" ROOT("1", "Go\xC2\xA0on") "\r\n"), CASUS_OK);
  assert_string_equal(text_of(&self, 0, 1), "Go on");
  end(&self);
}

static void multiword_tokens(void **state) {
  (void)state;
  /* The first of the sentence, one within, the last; of one word; side by side. */
  good(RANGE("1-2", "Don't", "_") UNDER("1", "Do", "3") UNDER("2", "n't", "3") ROOT("3", "go"),
       "Do<Don't>+n't go ", 1);
  good(ROOT("1", "We") RANGE("2-3", "can't", "SpaceAfter=No") UNDER("2", "ca", "1") UNDER("3", "n't", "1")
           UNDER("4", ".", "1"),
       "We ca<can't>+n't|. ", 1);
  good(RANGE("1-3", "dámelo", "_") ROOT("1", "da") UNDER("2", "me", "1") UNDER("3", "lo", "1"),
       "da<dámelo>+me+lo ", 1);
  good(RANGE("1-1", "au", "_") ROOT("1", "à"), "à<au> ", 1);
  good(RANGE("1-2", "du", "_") ROOT("1", "de") UNDER("2", "le", "1") RANGE("3-4", "au", "_")
           UNDER("3", "à", "1") UNDER("4", "le", "1"),
       "de<du>+le à<au>+le ", 1);
  /* What MISC of its words says does not count; the next sentence is free of it. */
  good(RANGE("1-2", "It's", "_") WORD("1", "It", "0", "root", "SpaceAfter=No")
           WORD("2", "'s", "1", "dep", "SpaceAfter=No") "\n" ROOT("1", "So") UNDER("2", "what", "1"),
       "It<It's>+'s So what ", 2);
}

static void empty_nodes(void **state) {
  (void)state;
  good(EMPTY("0.1") ROOT("1", "Go") EMPTY("1.1") EMPTY("1.12") UNDER("2", "on", "1"), "Go on ", 1);
}

static void misc_is_a_list(void **state) {
  (void)state;
  good(WORD("1", "a", "0", "root", "Gloss=x|SpaceAfter=No") UNDER("2", "b", "1"), "a|b ", 1);
  good(WORD("1", "a", "0", "root", "SpaceAfter=No|Gloss=x") UNDER("2", "b", "1"), "a|b ", 1);
  good(WORD("1", "a", "0", "root", "XSpaceAfter=No") UNDER("2", "b", "1"), "a b ", 1);
  good(WORD("1", "a", "0", "root", "SpaceAfter=Nope") UNDER("2", "b", "1"), "a b ", 1);
  good(WORD("1", "a", "0", "root", "") UNDER("2", "b", "1"), "a b ", 1);
}

static void underscores(void **state) {
  (void)state;
  fixture self;
  assert_int_equal(read_text(&self, "1\t_\t_\tPUNCT\t_\t_\t2\tpunct\t_\t_\n"
                                    "2\twent\t_\tVERB\t_\t_\t0\troot\t_\t_\n"),
                   CASUS_OK);
  const casus_gold_word *word = self.bank.words.items;
  assert_string_equal(string(&self, word[0].form), "_");
  assert_string_equal(string(&self, word[0].lemma), "_");
  assert_int_equal(word[0].xpos, 0);
  assert_int_equal(word[1].lemma, 0);
  end(&self);
}

static void very_long_lines(void **state) {
  (void)state;
  enum { SIZE = 300000 };
  static char text[2 * SIZE + 100];
  char *next = text + snprintf(text, sizeof text, "# text = ");
  memset(next, 'a', SIZE);
  next += SIZE;
  next += snprintf(next, 10, "\n1\t");
  memset(next, 'a', SIZE);
  next += SIZE;
  snprintf(next, 50, "\t_\tX\t_\t_\t0\troot\t_\t_\n");
  fixture self;
  assert_int_equal(read_text(&self, text), CASUS_OK);
  assert_int_equal(casus_treebank_string(&self.bank, self.bank.words.items[0].form).size, SIZE);
  assert_int_equal(self.bank.sentences.items[0].text.size, SIZE);
  end(&self);
}

static void long_sentences(void **state) {
  (void)state;
  enum { WORDS = 20000, LINE = 64 };
  static char text[WORDS * LINE];
  size_t size = 0;
  for (int i = 1; i <= WORDS; i++) /* a chain: every word under the next one */
    size += (size_t)snprintf(text + size, sizeof text - size, "%d\tw\t_\tX\t_\t_\t%d\t%s\t_\t_\n", i,
                             i < WORDS ? i + 1 : 0, i < WORDS ? "dep" : "root");
  fixture self;
  assert_int_equal(read_text(&self, text), CASUS_OK);
  assert_int_equal(self.bank.words.count, WORDS);
  assert_int_equal(self.bank.words.items[WORDS - 2].head, WORDS);
  end(&self);
}

static void several_files(void **state) {
  (void)state;
  fixture self;
  assert_int_equal(read_text(&self, ROOT("1", "One") "\n" ROOT("1", "Two")), CASUS_OK);
  write_file(ROOT("1", "Three"), strlen(ROOT("1", "Three")));
  assert_int_equal(casus_treebank_read(&self.bank, path, &self.error), CASUS_OK);
  assert_int_equal(self.bank.files, 2);
  assert_int_equal(self.bank.sentences.count, 3);
  const casus_gold_sentence *sentences = self.bank.sentences.items;
  assert_int_equal(sentences[1].file, 0);
  assert_int_equal(sentences[2].file, 1);
  assert_int_equal(sentences[2].line, 1);
  assert_false(sentences[1].document);
  assert_true(sentences[2].document);
  assert_string_equal(text_of(&self, 0, 3), "One Two\n\nThree");
  end(&self);
}

/* ---- Raw text */

static void text_of_sentences(void **state) {
  (void)state;
  fixture self;
  assert_int_equal(
      read_text(
          &self,
          "# newdoc id = a\n# newpar\n# text = One.\n" WORD("1", "One", "0", "root", "SpaceAfter=No") UNDER(
              "2", ".",
              "1") "\n"
                   "# text = Two\n" WORD(
                       "1", "Two", "0", "root",
                       "SpaceAfter=No") "\n"
                                        "# text = Three\n" ROOT(
                                            "1",
                                            "Three") "\n"
                                                     "# newpar id = p\n# text = Four\n" WORD(
                                                         "1", "Four", "0", "root",
                                                         "SpaceAfter=No") "\n"
                                                                          "# newdoc\n# text = Five\n" ROOT(
                                                                              "1", "Five") "\n"),
      CASUS_OK);
  assert_string_equal(text_of(&self, 0, 5), "One. TwoThree\n\nFour\n\nFive");
  assert_string_equal(text_of(&self, 1, 3), "TwoThree");
  assert_string_equal(text_of(&self, 3, 4), "Four"); /* nothing stands before a paragraph at the start */
  assert_string_equal(text_of(&self, 2, 2), "");
  assert_true(self.bank.sentences.items[3].paragraph && !self.bank.sentences.items[3].document);
  assert_true(self.bank.sentences.items[4].paragraph && self.bank.sentences.items[4].document);
  end(&self);
}

static void text_without_a_comment(void **state) {
  (void)state;
  fixture self;
  assert_int_equal(read_text(&self, ROOT("1", "Go") RANGE("2-3", "du", "SpaceAfter=No") UNDER("2", "de", "1")
                                        UNDER("3", "le", "1")
                                            UNDER("4", "!", "1") "\n"
                                                                 "# text = lost\n\n" ROOT("1", "So")),
                   CASUS_OK);
  assert_string_equal(text_of(&self, 0, 2), "Go du! So"); /* a text without words belongs to no sentence */
  end(&self);
}

/* ---- Bad files */

static void lines_that_are_none(void **state) {
  (void)state;
  static const char columns[] = "a word has ten columns, with tabs between them";
  bad("word\n", 1, columns, 0);
  bad("\n\n1\ta\n", 3, columns, 0);
  bad("1\tGo\t_\tX\t_\t_\t0\troot\t_\n", 1, columns, 0);
  bad("1\tGo\t_\tX\t_\t_\t0\troot\t_\t_\t_\n", 1, columns, 0);
  bad("1 Go _ X _ _ 0 root _ _\n", 1, columns, 0);
  bad(ROOT("1", "Go") "# in the middle\n", 2, columns, 0);
  bad(ROOT("1", "Go") "\n" ROOT("1", "Go") " \n", 4, columns, 1); /* a line of a space is not empty */
  bad(ROOT("1", ""), 1, "a word without a form", 0);
  bad("# text = \xFF\n", 1, "not UTF-8", 0);
  bad(ROOT("1", "Go") "\n" ROOT("1", "G\xC3"), 3, "not UTF-8", 1);
}

static void ids_that_are_none(void **state) {
  (void)state;
  static const char none[] = "the id of a word is no number",
                    order[] = "the ids of the words are not in order";
  bad(ROOT("", "Go"), 1, none, 0);
  bad(ROOT("_", "Go"), 1, none, 0);
  bad(ROOT("-1", "Go"), 1, none, 0);
  bad(ROOT("+1", "Go"), 1, none, 0);
  bad(ROOT("1x", "Go"), 1, none, 0);
  bad(ROOT(" 1", "Go"), 1, none, 0);
  bad(ROOT("1.", "Go"), 1, none, 0);
  bad(ROOT("1.x", "Go"), 1, none, 0);
  bad(ROOT("1.1.1", "Go"), 1, none, 0);
  bad(RANGE("1-", "Go", "_"), 1, none, 0);
  bad(RANGE("1-2-3", "Go", "_"), 1, none, 0);
  bad(RANGE("1:2", "Go", "_"), 1, none, 0);
  bad(ROOT("9999999999", "Go"), 1, none, 0);
  bad(ROOT("18446744073709551617", "Go"), 1, none, 0); /* 1, where 64 bits run over */
  bad(RANGE("1-99999999999999999999", "Go", "_"), 1, none, 0);
  bad(ROOT("0", "Go"), 1, order, 0);
  bad(ROOT("2", "Go"), 1, order, 0);
  bad(ROOT("999999999", "Go"), 1, order, 0);
  bad(ROOT("1", "Go") UNDER("1", "on", "1"), 2, order, 0);
  bad(ROOT("1", "Go") UNDER("3", "on", "1"), 2, order, 0);
  bad(ROOT("1", "Go") "\n" UNDER("2", "on", "1"), 3, order, 1);
}

static void multiword_tokens_that_are_wrong(void **state) {
  (void)state;
  bad(RANGE("2-1", "du", "_"), 1, "a multiword token ends before it begins", 0);
  bad(RANGE("2-3", "du", "_") ROOT("1", "a"), 1, "a multiword token does not stand before its words", 0);
  bad(ROOT("1", "a") RANGE("1-2", "du", "_"), 2, "a multiword token does not stand before its words", 0);
  bad(RANGE("1-2", "du", "_") RANGE("1-3", "dus", "_"), 2, "multiword tokens overlap", 0);
  bad(RANGE("1-2", "du", "_") ROOT("1", "a") RANGE("2-3", "au", "_"), 3, "multiword tokens overlap", 0);
  bad(RANGE("1-2", "", "_"), 1, "a multiword token without a form", 0);
  bad(RANGE("1-3", "du", "_") ROOT("1", "de") UNDER("2", "le", "1") "\n", 4,
      "a multiword token without all of its words", 0);
  bad(RANGE("1-999999999", "du", "_") ROOT("1", "de"), 2, "a multiword token without all of its words", 0);
  bad(RANGE("1-2", "du", "_") "\n", 2, "a multiword token without all of its words", 0);
}

static void heads_that_are_none(void **state) {
  (void)state;
  static const char none[] = "the head of a word is no number";
  bad(UNDER("1", "Go", "_"), 1, none, 0);
  bad(UNDER("1", "Go", ""), 1, none, 0);
  bad(UNDER("1", "Go", "-1"), 1, none, 0);
  bad(UNDER("1", "Go", "1.1"), 1, none, 0);
  bad(UNDER("1", "Go", "4294967296"), 1, none, 0); /* 0, where 32 bits run over */
}

/* The line is that of the first word of the sentence. */
static void sentences_that_are_no_trees(void **state) {
  (void)state;
  static const char outside[] = "the head of a word is outside of its sentence",
                    cycle[] = "a word is its own ancestor";
  bad("# text = Go on\n" ROOT("1", "Go") UNDER("2", "on", "3"), 2, outside, 0);
  bad(ROOT("1", "Go") "\n# text = Go on\n" UNDER("1", "Go", "999999999") "\n", 4, outside, 1);
  bad(ROOT("1", "Go") ROOT("2", "on"), 1, "a sentence with two roots", 0);
  bad(RANGE("1-2", "dun", "_") UNDER("1", "a", "2") UNDER("2", "b", "1"), 2, "a sentence without a root", 0);
  bad(UNDER("1", "a", "1"), 1, "a sentence without a root", 0);
  bad(ROOT("1", "a") UNDER("2", "b", "2"), 1, cycle, 0);
  bad(UNDER("1", "a", "2") UNDER("2", "b", "3") UNDER("3", "c", "1") ROOT("4", "d"), 1, cycle, 0);
  bad(UNDER("1", "a", "2") UNDER("2", "b", "3") UNDER("3", "c", "2") ROOT("4", "d"), 1, cycle, 0);
}

static void files_that_cannot_be_read(void **state) {
  (void)state;
  fixture self;
  read_text(&self, "");
  assert_int_equal(casus_treebank_read(&self.bank, "/nowhere/at.all", &self.error), CASUS_IO);
  assert_string_equal(self.error.message, "/nowhere/at.all: No such file or directory");
  assert_int_equal(casus_treebank_read(&self.bank, "/nowhere/at.all", NULL), CASUS_IO);
  assert_int_equal(casus_treebank_read(&self.bank, "/", &self.error), CASUS_IO);
  write_file("word", 4);
  assert_int_equal(casus_treebank_read(&self.bank, path, NULL), CASUS_FORMAT);
  end(&self);
}

/* ---- Memory */

static void memory_runs_out(void **state) {
  (void)state;
  enum { REPEATED = 300 };
  static const char piece[] =
      "# newpar\n# text = Don't go du.\n" RANGE("1-2", "Don't", "_") UNDER("1", "Do", "3")
          UNDER("2", "n't", "3") ROOT("3", "go") "\n" ROOT("1", "Stay") UNDER("2", "here", "1") "\n";
  static char text[REPEATED * (sizeof piece + 32)];
  size_t size = 0;
  for (int i = 0; i < REPEATED; i++) /* with a string of its own, so that the pool grows */
    size += (size_t)snprintf(text + size, sizeof text - size, "%s1\tw%d\t_\tX\t_\t_\t0\troot\t_\t_\n\n",
                             piece, i);
  write_file(text, size);
  size_t failures = 0;
  for (size_t n = 1;; n++) {
    fixture self;
    const casus_status status = read_file(&self, n);
    if (status == CASUS_OK) {
      assert_int_equal(self.bank.sentences.count, 3 * REPEATED);
      end(&self);
      break;
    }
    failures++;
    assert_int_equal(status, CASUS_NOMEM);
    /* Whole sentences stay, and no words beside them. */
    const size_t count = self.bank.sentences.count;
    assert_int_equal(self.bank.words.count, count ? self.bank.sentences.items[count - 1].limit : 0);
    end(&self);
  }
  assert_true(failures > 5);
}

static int make_file(void **state) {
  (void)state;
  const int file = mkstemp(path);
  return file < 0 ? -1 : close(file);
}

static int remove_file(void **state) {
  (void)state;
  return unlink(path);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(words_have_their_columns),
      cmocka_unit_test(files_without_words),
      cmocka_unit_test(line_ends),
      cmocka_unit_test(multiword_tokens),
      cmocka_unit_test(empty_nodes),
      cmocka_unit_test(misc_is_a_list),
      cmocka_unit_test(underscores),
      cmocka_unit_test(very_long_lines),
      cmocka_unit_test(long_sentences),
      cmocka_unit_test(several_files),
      cmocka_unit_test(text_of_sentences),
      cmocka_unit_test(text_without_a_comment),
      cmocka_unit_test(lines_that_are_none),
      cmocka_unit_test(ids_that_are_none),
      cmocka_unit_test(multiword_tokens_that_are_wrong),
      cmocka_unit_test(heads_that_are_none),
      cmocka_unit_test(sentences_that_are_no_trees),
      cmocka_unit_test(files_that_cannot_be_read),
      cmocka_unit_test(memory_runs_out),
  };
  return cmocka_run_group_tests(tests, make_file, remove_file);
}
