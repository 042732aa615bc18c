/* Any bytes as a CoNLL-U file: what is read are trees whose tokens are whole, and what is refused is refused
 * at one of its lines; the raw text is UTF-8. */
#include "parse/treebank.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define REQUIRE(what) ((what) ? (void)0 : abort())

typedef struct reading {
  casus_arena arena;
  casus_treebank bank;
  casus_string text;
} reading;

static void begin(void *argument) {
  reading *self = argument;
  casus_treebank_init(&self->bank, &self->arena);
}

static void ask_text(void *argument) {
  reading *self = argument;
  self->text = casus_treebank_text(&self->bank, 0, self->bank.sentences.count);
}

static void check_string(const casus_treebank *bank, uint32_t number, bool needed) {
  REQUIRE(number < bank->pool.count);
  const casus_string string = casus_treebank_string(bank, number);
  REQUIRE(string.size > 0 || !needed);
  REQUIRE(casus_utf8_valid(string.bytes, string.size) == string.size);
}

/* Every word is at most as many steps below the root as there are words. */
static void check_tree(const casus_gold_word *words, size_t count) {
  size_t roots = 0;
  for (size_t i = 0; i < count; i++) {
    size_t steps = 0;
    for (size_t at = i; words[at].head; at = words[at].head - 1)
      REQUIRE(words[at].head <= count && steps++ < count);
    roots += words[i].head == 0;
  }
  REQUIRE(roots == 1);
}

static void check_sentence(const casus_treebank *bank, const casus_gold_sentence *sentence) {
  const casus_gold_word *words = bank->words.items + sentence->first;
  const size_t count = sentence->limit - sentence->first;
  REQUIRE(sentence->first < sentence->limit && sentence->limit <= bank->words.count);
  REQUIRE(sentence->line > 0 && sentence->file == 0);
  REQUIRE(casus_utf8_valid(sentence->text.bytes, sentence->text.size) == sentence->text.size);
  for (size_t i = 0; i < count; i++) {
    const casus_gold_word *word = &words[i];
    check_string(bank, word->form, true);
    const uint32_t others[] = {word->lemma, word->upos, word->xpos, word->feats, word->deprel, word->surface};
    for (size_t k = 0; k < sizeof others / sizeof *others; k++) check_string(bank, others[k], false);
    const bool goes_on = i > 0 && words[i - 1].flags & CASUS_GOLD_JOINED;
    REQUIRE(!(goes_on && word->surface));
    REQUIRE(!(word->flags & CASUS_GOLD_JOINED) || goes_on || word->surface);
    REQUIRE(word->flags != (CASUS_GOLD_JOINED | CASUS_GOLD_SPACE_AFTER));
  }
  REQUIRE(!(words[count - 1].flags & CASUS_GOLD_JOINED));
  check_tree(words, count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char path[64];
  casus_error error = {.code = CASUS_OK};
  const int file = memfd_create("conllu", 0);
  REQUIRE(file >= 0 && write(file, data, size) == (ssize_t)size);
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  reading self = {.text = {"", 0}};
  casus_arena_init(&self.arena, NULL);
  REQUIRE(casus_arena_protect(&self.arena, begin, &self));
  const casus_status status = casus_treebank_read(&self.bank, path, &error);
  REQUIRE(status == CASUS_OK || (status == CASUS_FORMAT && error.position > 0) || status == CASUS_IO);
  size_t limit = 0;
  for (size_t i = 0; i < self.bank.sentences.count; i++) {
    const casus_gold_sentence *sentence = &self.bank.sentences.items[i];
    REQUIRE(sentence->first == limit);
    check_sentence(&self.bank, sentence);
    limit = sentence->limit;
  }
  REQUIRE(limit == self.bank.words.count);
  REQUIRE(casus_arena_protect(&self.arena, ask_text, &self));
  REQUIRE(casus_utf8_valid(self.text.bytes, self.text.size) == self.text.size);
  casus_arena_free(&self.arena);
  close(file);
  return 0;
}
