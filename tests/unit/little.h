/* little.h - a treebank of a few sentences, and a model that is trained on it in no time. */
#ifndef CASUS_TESTS_LITTLE_H
#define CASUS_TESTS_LITTLE_H

#include "base/buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Words as `form/lemma/UPOS/XPOS/FEATS/head/deprel` with spaces between; NULL ends the sentences. */
static const char *const little_english[] = {
    "The/the/DET/DT/Definite=Def/2/det minister/minister/NOUN/NN/Number=Sing/3/nsubj "
    "met/meet/VERB/VBD/Tense=Past/0/root the/the/DET/DT/Definite=Def/5/det "
    "envoy/envoy/NOUN/NN/Number=Sing/3/obj in/in/ADP/IN/_/7/case Oslo/Oslo/PROPN/NNP/Number=Sing/3/obl "
    "././PUNCT/._/_/3/punct",
    "She/she/PRON/PRP/Case=Nom/2/nsubj said/say/VERB/VBD/Tense=Past/0/root that/that/SCONJ/IN/_/6/mark "
    "talks/talk/NOUN/NNS/Number=Plur/6/nsubj would/would/AUX/MD/VerbForm=Fin/6/aux "
    "fail/fail/VERB/VB/VerbForm=Inf/2/ccomp ././PUNCT/._/_/2/punct",
    "Two/two/NUM/CD/NumType=Card/2/nummod boats/boat/NOUN/NNS/Number=Plur/3/nsubj "
    "left/leave/VERB/VBD/Tense=Past/0/root the/the/DET/DT/Definite=Def/5/det "
    "port/port/NOUN/NN/Number=Sing/3/obj on/on/ADP/IN/_/7/case Monday/Monday/PROPN/NNP/Number=Sing/3/obl "
    "././PUNCT/._/_/3/punct",
    "Rebels/rebel/NOUN/NNS/Number=Plur/2/nsubj attacked/attack/VERB/VBD/Tense=Past/0/root "
    "a/a/DET/DT/Definite=Ind/4/det convoy/convoy/NOUN/NN/Number=Sing/2/obj near/near/ADP/IN/_/7/case "
    "the/the/DET/DT/Definite=Def/7/det border/border/NOUN/NN/Number=Sing/2/obl ././PUNCT/._/_/2/punct",
    "Stop/stop/VERB/VB/Mood=Imp/0/root !/!/PUNCT/._/_/1/punct",
    "Prices/price/NOUN/NNS/Number=Plur/2/nsubj rose/rise/VERB/VBD/Tense=Past/0/root and/and/CCONJ/CC/_/5/cc "
    "wages/wage/NOUN/NNS/Number=Plur/5/nsubj fell/fall/VERB/VBD/Tense=Past/2/conj ././PUNCT/._/_/2/punct",
    "NATO/NATO/PROPN/NNP/Number=Sing/2/compound ships/ship/NOUN/NNS/Number=Plur/6/nsubj "
    ",/,/PUNCT/,_/_/4/punct "
    "planes/plane/NOUN/NNS/Number=Plur/2/conj quickly/quickly/ADV/RB/_/6/advmod "
    "arrived/arrive/VERB/VBD/Tense=Past/0/root ././PUNCT/._/_/6/punct",
    "They/they/PRON/PRP/Case=Nom/2/nsubj left/leave/VERB/VBD/Tense=Past/0/root "
    "the/the/DET/DT/Definite=Def/5/det "
    "left/left/ADJ/JJ/Degree=Pos/5/amod bank/bank/NOUN/NN/Number=Sing/2/obj ././PUNCT/._/_/2/punct",
    NULL};

/* The same as CoNLL-U; an XPOS `._` or `,_` has no `_`. A word that punctuation follows has no space. */
static inline void little_conllu(casus_buffer *into, const char *const *sentences) {
  enum { PARTS = 7 };
  for (; *sentences; sentences++) {
    unsigned id = 0;
    for (const char *at = *sentences; *at;) {
      casus_string parts[PARTS];
      for (size_t i = 0; i < PARTS; i++) {
        parts[i] = (casus_string){at, strcspn(at, i < PARTS - 1 ? "/" : " ")};
        at += parts[i].size + (at[parts[i].size] != '\0');
      }
      if (parts[3].size == 2 && parts[3].bytes[1] == '_') parts[3].size = 1;
      casus_buffer_integer(into, ++id);
      for (size_t i = 0; i < PARTS; i++) {
        casus_buffer_byte(into, '\t');
        casus_buffer_append(into, parts[i].bytes, parts[i].size);
      }
      const bool joined = *at && strchr(".,!?", *at);
      casus_buffer_string(into, joined ? "\t_\tSpaceAfter=No\n" : "\t_\t_\n");
    }
    casus_buffer_byte(into, '\n');
  }
}

/* A path in the folder for what tests write; replaced by the next call with the same `room`. */
static inline const char *little_path(char room[256], const char *name) {
  const char *folder = getenv("CASUS_TMP");
  snprintf(room, 256, "%s/%s", folder ? folder : "/tmp", name);
  return room;
}

static inline bool little_write(const char *path, const char *bytes, size_t size) {
  FILE *file = fopen(path, "wb");
  const bool written = file && fwrite(bytes, 1, size, file) == size;
  return file && fclose(file) == 0 && written;
}

/* All sentences so many times: a word that is there once only is not learnt. */
static inline bool little_write_bank(const char *path, const char *const *sentences, int times) {
  casus_buffer text;
  casus_buffer_init(&text, NULL);
  for (int i = 0; i < times; i++) little_conllu(&text, sentences);
  const bool good = !text.failed && little_write(path, text.bytes, text.size);
  casus_buffer_free(&text);
  return good;
}

/* Trains on a treebank: 16 units in one layer. */
static inline casus_status little_train(const char *bank, const char *model, uint32_t epochs, uint64_t seed,
                                        casus_error *error) {
  const char *const treebanks[] = {bank, NULL};
  const casus_training training = {
      .treebanks = treebanks, .width = 16, .layers = 1, .epochs = epochs, .seed = seed};
  return casus_train(CASUS_ROOT "/data", &training, model, error);
}

/* Adds a tagger to a model, which stays as it is: 16 units, two names. */
static inline casus_status little_train_names(const char *parser, const char *model, uint32_t epochs,
                                              casus_error *error) {
  static const casus_labelled_span oslo = {30, 34, "GPE"}, nato = {0, 4, "ORG"};
  static const casus_labelled_text texts[] = {{{"The minister met the envoy in Oslo.", 35}, &oslo, 1},
                                              {{"Two boats left the port on Monday.", 34}, NULL, 0},
                                              {{"NATO ships, planes quickly arrived.", 35}, &nato, 1}};
  const casus_entity_training training = {.gold = {texts, 3}, .width = 16, .epochs = epochs, .seed = 1};
  const casus_engine_options options = {.model = parser};
  casus_engine *engine = casus_engine_open(CASUS_ROOT "/data", &options, error);
  if (!engine) return error->code;
  const casus_status status = casus_train_entities(engine, &training, model, error);
  casus_engine_close(engine);
  return status;
}

#endif
