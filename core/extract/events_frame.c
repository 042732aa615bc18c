/* Which words trigger an event: those of the lexicon with a row whose frame fits. */
#include "base/tsv.h"
#include "extract/events.h"

#include <string.h>

/* ---- Words */

static bool same_letters(casus_string a, casus_string b) {
  if (a.size != b.size) return false;
  for (size_t i = 0; i < a.size; i++)
    if ((a.bytes[i] | 0x20) != (b.bytes[i] | 0x20)) return false;
  return true;
}

/* Whether a token has this lemma, or is its plural: lemmas of "troops" and the like are as they are used. */
static bool is_word(const casus_events *self, uint32_t token, casus_string word) {
  const casus_string lemma = casus_pool_get(&self->document->pool, self->document->lemma[token]);
  const casus_string form = casus_document_form(self->document, token);
  if (same_letters(lemma, word)) return true;
  if (form.size <= word.size || (form.bytes[form.size - 1] | 0x20) != 's') return false;
  const casus_string without = {form.bytes, form.size - 1}, stem = {form.bytes, form.size - 3};
  return same_letters(without, word) || (word.bytes[word.size - 1] == 'y' && form.size == word.size + 2 &&
                                         same_letters(stem, (casus_string){word.bytes, word.size - 1}));
}

/* Whether the words of "martial_law" stand side by side, one of them at `token`. */
static bool is_phrase(const casus_events *self, uint32_t token, casus_string phrase) {
  enum { MOST = 6 };
  casus_string words[MOST];
  uint32_t count = 0;
  while (phrase.size && count < MOST) {
    const char *end = memchr(phrase.bytes, '_', phrase.size);
    const size_t size = end ? (size_t)(end - phrase.bytes) : phrase.size;
    words[count++] = (casus_string){phrase.bytes, size};
    phrase = (casus_string){phrase.bytes + size + (end != NULL), phrase.size - size - (end != NULL)};
  }
  for (uint32_t back = 0; back < count && back <= token; back++) {
    uint32_t same = 0;
    if (token - back + count > self->document->token_count) continue;
    while (same < count && is_word(self, token - back + same, words[same])) same++;
    if (same == count) return true;
  }
  return false;
}

static bool is_any(const casus_events *self, uint32_t token, casus_string words) {
  casus_string word;
  if (!words.size) return true;
  while (casus_tsv_part(&words, &word))
    if (memchr(word.bytes, '_', word.size) ? is_phrase(self, token, word) : is_word(self, token, word))
      return true;
  return false;
}

/* ---- Slots */

/* What a noun or a verb has for its object. */
uint32_t casus_events_object(const casus_events *self, uint32_t verb) {
  if (casus_events_is_passive(self, verb)) {
    const uint32_t subject = casus_events_subject_child(self, verb, CASUS_DEP_NSUBJ_PASS);
    if (subject != CASUS_NONE && self->dep[verb] == CASUS_DEP_RELCL && self->upos[subject] == CASUS_UPOS_PRON)
      return self->head[verb];
    if (subject != CASUS_NONE) return subject;
    return casus_events_subject(self, verb);
  }
  const uint32_t object = casus_events_child(self, verb, CASUS_DEP_OBJ);
  if (object != CASUS_NONE && self->dep[verb] == CASUS_DEP_RELCL && self->upos[object] == CASUS_UPOS_PRON &&
      object < verb)
    return self->head[verb];
  return object;
}

static bool any_child(const casus_events *self, uint32_t head, unsigned deps, casus_string words) {
  for (uint32_t child = self->child[head]; child != CASUS_NONE; child = self->sibling[child])
    if (deps >> self->dep[child] & 1 && is_any(self, child, words)) return true;
  return false;
}

/* "off" of "cut ties off", wherever the parser hangs it: a child, or the next word but one at most. */
static bool has_particle(const casus_events *self, uint32_t verb, casus_string word) {
  enum { NEAR = 3 };
  const unsigned deps = 1u << CASUS_DEP_PARTICLE | 1u << CASUS_DEP_ADVMOD | 1u << CASUS_DEP_CASE;
  if (any_child(self, verb, deps, word)) return true;
  for (uint32_t token = verb + 1; token < self->document->token_count && token < verb + NEAR; token++)
    if (is_word(self, token, word)) return token == verb + 1;
  return false;
}

static bool has_preposition(const casus_events *self, uint32_t word, const casus_slot *slot) {
  for (uint32_t child = self->child[word]; child != CASUS_NONE; child = self->sibling[child])
    if (self->dep[child] != CASUS_DEP_CONJ && !self->time[child] &&
        casus_events_has_case(self, child, slot->word) && child > word && is_any(self, child, slot->words))
      return true;
  return false;
}

static bool fits_slot(const casus_events *self, uint32_t word, const casus_slot *slot, bool noun) {
  const unsigned clauses =
      1u << CASUS_DEP_XCOMP | 1u << CASUS_DEP_ADVCL | 1u << CASUS_DEP_CCOMP | 1u << CASUS_DEP_ACL;
  const uint32_t object = noun ? CASUS_NONE : casus_events_object(self, word);
  switch (slot->kind) {
  case CASUS_SLOT_OBJECT: return object != CASUS_NONE && is_any(self, object, slot->words);
  case CASUS_SLOT_NO_OBJECT: return object == CASUS_NONE;
  case CASUS_SLOT_PARTICLE: return has_particle(self, word, slot->word);
  case CASUS_SLOT_INFINITIVE: return any_child(self, word, clauses, slot->words);
  case CASUS_SLOT_CLAUSE: return any_child(self, word, 1u << CASUS_DEP_CCOMP, slot->words);
  case CASUS_SLOT_COMPLEMENT:
    return any_child(self, word, clauses | 1u << CASUS_DEP_ADVMOD | 1u << CASUS_DEP_OBJ, slot->words);
  case CASUS_SLOT_SUBJECT: {
    const uint32_t subject = noun ? CASUS_NONE : casus_events_subject(self, word);
    return subject != CASUS_NONE && is_any(self, subject, slot->words);
  }
  case CASUS_SLOT_MODIFIER: {
    const unsigned modifiers = 1u << CASUS_DEP_AMOD | 1u << CASUS_DEP_COMPOUND | 1u << CASUS_DEP_NMOD;
    const uint32_t of = noun ? word : object;
    return of != CASUS_NONE && any_child(self, of, modifiers, slot->words);
  }
  case CASUS_SLOT_INFINITIVE_OBJECT:
    for (uint32_t child = self->child[word]; child != CASUS_NONE; child = self->sibling[child]) {
      const uint32_t inner = clauses >> self->dep[child] & 1 ? casus_events_object(self, child) : CASUS_NONE;
      if (inner != CASUS_NONE && is_any(self, inner, slot->words)) return true;
    }
    return false;
  case CASUS_SLOT_PREPOSITION:
    return has_preposition(self, word, slot) ||
           (object != CASUS_NONE && object > word && has_preposition(self, object, slot));
  }
  return false;
}

/* How much of a frame there is to fit: -1 where it does not. Words weigh more than a slot alone. */
static int fit(const casus_events *self, uint32_t word, const casus_slot *slots, uint8_t count, bool noun) {
  int weight = 0;
  for (uint8_t i = 0; i < count; i++) {
    if (!fits_slot(self, word, &slots[i], noun)) return -1;
    weight += slots[i].words.size || slots[i].kind == CASUS_SLOT_PARTICLE ? 3 : 1;
  }
  return weight;
}

static const casus_frame *choose(const casus_events *self, uint32_t token, uint32_t row, bool noun) {
  const casus_lexicon *lexicon = &self->analysis->engine->lexicon;
  const casus_frame *best = NULL;
  int most = -1;
  for (; row; row = casus_lexicon_frame(lexicon, row)->next) {
    const casus_frame *frame = casus_lexicon_frame(lexicon, row);
    const int weight = fit(self, token, frame->slots, frame->count, noun);
    if (weight <= most) continue;
    most = weight;
    best = frame;
  }
  if (best && best->type) return best;
  casus_analysis_miss(self->analysis, token, best ? best->extractor : NULL,
                      best ? "the lexicon has a row that fits and says that this is no event"
                           : "the lexicon knows the word, but no frame of it fits what stands around it");
  return NULL;
}

/* ---- Nouns */

/* The verb that a noun is the object or the only argument of. */
static uint32_t governor(const casus_events *self, uint32_t noun) {
  uint32_t at = noun;
  while (self->dep[at] == CASUS_DEP_CONJ && self->head[at] != CASUS_NONE &&
         casus_events_is_nominal(self, self->head[at]))
    at = self->head[at];
  const uint32_t head = self->head[at];
  if (head == CASUS_NONE || self->upos[head] != CASUS_UPOS_VERB) return CASUS_NONE;
  const uint8_t dep = self->dep[at];
  return dep == CASUS_DEP_OBJ || dep == CASUS_DEP_NSUBJ_PASS || dep == CASUS_DEP_OBL ? head : CASUS_NONE;
}

static const casus_light *light_of(const casus_events *self, uint32_t verb, uint32_t noun) {
  const casus_frames *frames = &self->analysis->engine->lexicon.frames;
  const bool object = self->dep[noun] != CASUS_DEP_OBL;
  const casus_light *best = NULL;
  int most = -1;
  for (uint32_t row = self->analysis->words[verb]->light; row; row = frames->lights.items[row - 1].next) {
    const casus_light *light = &frames->lights.items[row - 1];
    bool governs = object;
    for (uint8_t i = 0; i < light->count; i++)
      if (light->slots[i].kind == CASUS_SLOT_PREPOSITION)
        governs = casus_events_has_case(self, noun, light->slots[i].word);
    const int weight = governs ? fit(self, verb, light->slots, light->count, false) : -1;
    if (weight <= most) continue;
    most = weight;
    best = light;
  }
  return best;
}

static void look_at_noun(casus_events *self, uint32_t token) {
  const casus_frame *frame = choose(self, token, self->analysis->words[token]->noun, true);
  if (!frame || self->dep[token] == CASUS_DEP_COMPOUND || self->dep[token] == CASUS_DEP_FLAT) return;
  const uint32_t verb = governor(self, token);
  if (verb != CASUS_NONE && self->trigger[verb] && self->dep[token] != CASUS_DEP_OBL) return;
  const casus_light *light = verb == CASUS_NONE ? NULL : light_of(self, verb, token);
  self->trigger[token] = frame;
  if (!light) return;
  self->carrier[token] = verb;
  self->suffers[token] = light->suffers;
}

/* ---- Demands */

/* What a speaker says that somebody must do is a demand, whatever it is: the auxiliary has the row. */
static void look_at_auxiliary(casus_events *self, uint32_t token) {
  const uint32_t verb = self->head[token];
  if (verb == CASUS_NONE || self->trigger[verb] || self->upos[verb] != CASUS_UPOS_VERB) return;
  const casus_record *quote = casus_events_quote(self, self->document->start[verb]);
  const uint32_t subject = casus_events_subject_child(self, verb, CASUS_DEP_NSUBJ);
  if (!quote || !quote->as.quote.speaker.code || subject == CASUS_NONE) return;
  if (casus_events_is_actor(self, subject))
    self->trigger[verb] = choose(self, token, self->analysis->words[token]->verb, false);
}

void casus_events_find_triggers(casus_events *self) {
  const casus_document *document = self->document;
  const uint32_t count = document->token_count;
  const unsigned head = CASUS_TOKEN_DATELINE | CASUS_TOKEN_FURNITURE;
  self->trigger = casus_arena_zero(self->analysis->arena, (count + 1) * sizeof *self->trigger);
  self->surname = casus_arena_zero(self->analysis->arena, (count + 1) * sizeof *self->surname);
  self->suffers = casus_arena_zero(self->analysis->arena, count + 1);
  self->carrier = casus_arena_new(self->analysis->arena, uint32_t, count + 1);
  for (uint32_t token = 0; token < count; token++) {
    self->carrier[token] = CASUS_NONE;
    const uint32_t row = self->analysis->words[token]->verb;
    if (!row || self->upos[token] != CASUS_UPOS_VERB || document->token_flags[token] & head) continue;
    if (self->dep[token] == CASUS_DEP_AMOD || self->dep[token] == CASUS_DEP_COMPOUND) continue;
    self->trigger[token] = choose(self, token, row, false);
  }
  for (uint32_t token = 0; token < count; token++)
    if (self->dep[token] == CASUS_DEP_AUX && self->analysis->words[token]->verb &&
        self->upos[token] != CASUS_UPOS_VERB)
      look_at_auxiliary(self, token);
  for (uint32_t token = 0; token < count; token++)
    if (self->analysis->words[token]->noun && self->upos[token] == CASUS_UPOS_NOUN &&
        !(document->token_flags[token] & head))
      look_at_noun(self, token);
}
