/* Forms of one name: acronyms behind or before what they stand for, surnames, the last or first words of a
 * name. */
#include "extract/named.h"

#include <string.h>

enum { MOST_WORDS = 10, FEWEST_LETTERS = 2, MOST_LETTERS = 10 };

static const double SHORT_CONFIDENCE = 0.85;

static bool is_capital(char byte) {
  return byte >= 'A' && byte <= 'Z';
}

static casus_string form_of(const casus_analysis *self, uint32_t token) {
  return casus_document_form(self->document, token);
}

static bool is_form(const casus_analysis *self, uint32_t token, const char *form) {
  const casus_string text = form_of(self, token);
  return text.size == strlen(form) && memcmp(text.bytes, form, text.size) == 0;
}

/* ---- Acronyms */

/* "ITPP", "AP4", "the WHO": capitals, digits behind them allowed. */
static bool is_acronym(casus_string form) {
  size_t capitals = 0;
  if (form.size < FEWEST_LETTERS || form.size > MOST_LETTERS) return false;
  for (size_t i = 0; i < form.size; i++) {
    if (is_capital(form.bytes[i]))
      capitals++;
    else if (form.bytes[i] < '0' || form.bytes[i] > '9')
      return false;
  }
  return capitals >= FEWEST_LETTERS;
}

/* Whether a word of a long form may have no letter in the acronym: "of", "and", "the". */
static bool is_small(casus_string form) {
  return form.size <= 3 && !is_capital(form.bytes[0]);
}

/* Where the words before `limit` begin whose first letters are those of the acronym, in order; CASUS_NONE
 * where they are not. Small words may be passed over. */
static uint32_t long_form(const casus_analysis *self, casus_string acronym, uint32_t lowest, uint32_t limit) {
  size_t left = acronym.size;
  uint32_t at = limit;
  while (left > 0) {
    if (at == lowest || limit - at == MOST_WORDS) return CASUS_NONE;
    const casus_string form = form_of(self, --at);
    const char letter =
        form.bytes[0] >= 'a' && form.bytes[0] <= 'z' ? (char)(form.bytes[0] - 32) : form.bytes[0];
    if (letter == acronym.bytes[left - 1] && (is_capital(form.bytes[0]) || !is_small(form)))
      left--;
    else if (!is_small(form) && form.bytes[0] != '-')
      return CASUS_NONE;
  }
  return is_capital(form_of(self, at).bytes[0]) ? at : CASUS_NONE;
}

/* The names that overlap tokens [first, limit), taken away; the label and actor of the best of them go to
 * `into`. */
static void take(casus_named *names, uint32_t first, uint32_t limit, casus_name *into) {
  size_t count = 0;
  for (size_t i = 0; i < names->count; i++) {
    const casus_name *name = &names->items[i];
    if (name->first >= limit || name->limit <= first) {
      names->items[count++] = *name;
      continue;
    }
    const bool whole = name->first == first && name->limit == limit;
    if (name->label != CASUS_ENTITY_NORP && name->label != CASUS_ENTITY_GPE &&
        name->label != CASUS_ENTITY_PERSON)
      into->label = name->label;
    if (whole) into->actor = name->actor;
  }
  names->count = count;
}

typedef struct acronym {
  casus_string form;
  const char *id;
  casus_entity_label label;
  const casus_actor *actor;
} acronym;

typedef struct acronyms {
  acronym *items;
  size_t count, capacity;
} acronyms;

/* "Long Form (LF)" with LF at `token`: both become names of one thing. */
static void introduce(casus_analysis *self, casus_named *names, acronyms *known, uint32_t token,
                      uint32_t first, uint32_t limit) {
  casus_name whole = {
      .first = first, .limit = limit, .label = CASUS_ENTITY_ORG, .confidence = SHORT_CONFIDENCE};
  casus_name part = {.first = token, .limit = token + 1, .label = CASUS_ENTITY_NONE};
  take(names, token, token + 1, &part);
  take(names, first, limit, &whole);
  if (part.label && part.actor) whole.label = part.label;
  if (!whole.actor) whole.actor = part.actor;
  whole.id = whole.actor ? whole.actor->name : casus_named_text(self, first, limit);
  part = whole;
  part.first = token;
  part.limit = token + 1;
  part.rule = "acronym";
  *casus_arena_push(self->arena, names) = whole;
  *casus_arena_push(self->arena, names) = part;
  casus_named_sort(names);
  *casus_arena_push(self->arena, known) = (acronym){form_of(self, token), whole.id, whole.label, whole.actor};
}

static const acronym *find_acronym(const acronyms *known, casus_string form) {
  for (size_t i = known->count; i > 0; i--) {
    const casus_string other = known->items[i - 1].form;
    if (other.size == form.size && memcmp(other.bytes, form.bytes, form.size) == 0)
      return &known->items[i - 1];
  }
  return NULL;
}

/* A later mention of an acronym that was introduced. */
static void use(casus_analysis *self, casus_named *names, const acronym *what, uint32_t token) {
  const size_t number = casus_named_from(names, token);
  casus_name one = {.first = token,
                    .limit = token + 1,
                    .label = what->label,
                    .actor = what->actor,
                    .id = what->id,
                    .rule = "acronym",
                    .confidence = SHORT_CONFIDENCE};
  if (number < names->count && names->items[number].first == token &&
      names->items[number].limit == token + 1) {
    if (!names->items[number].actor) names->items[number] = one;
    return;
  }
  if (casus_named_hold(names, token)) return;
  *casus_arena_push(self->arena, names) = one;
  casus_named_sort(names);
}

void casus_join_acronyms(casus_analysis *self, casus_named *names) {
  const casus_document *document = self->document;
  acronyms known = {0};
  for (uint32_t sentence = 0; sentence < document->sentence_count; sentence++) {
    const uint32_t first = document->first[sentence], limit = document->first[sentence + 1];
    for (uint32_t token = first; token < limit; token++) {
      const casus_string form = form_of(self, token);
      if (!is_acronym(form)) continue;
      const bool opened = token > first && is_form(self, token - 1, "(");
      const bool closed = token + 1 < limit && is_form(self, token + 1, ")");
      const uint32_t start = opened && closed ? long_form(self, form, first, token - 1) : CASUS_NONE;
      if (start != CASUS_NONE)
        introduce(self, names, &known, token, start, token - 1);
      else if (find_acronym(&known, form))
        use(self, names, find_acronym(&known, form), token);
    }
  }
}

/* ---- Surnames and other parts of names */

/* Whether the tokens of one name are the last, or the first, of another, which is longer. */
static bool is_end(const casus_analysis *self, const casus_name *part, const casus_name *whole, bool last) {
  const uint32_t size = part->limit - part->first;
  if (size >= whole->limit - whole->first) return false;
  const uint32_t from = last ? whole->limit - size : whole->first;
  for (uint32_t i = 0; i < size; i++) {
    const casus_string a = form_of(self, part->first + i), b = form_of(self, from + i);
    if (a.size != b.size || memcmp(a.bytes, b.bytes, a.size) != 0) return false;
  }
  return true;
}

/* Whether a shorter name may speak of what a longer one does: persons by their surname, or by the given name
 * in front of it where that is how they are called; bodies by their last words ("the Commission") or first
 * ones ("Toyota"). */
static bool may_be(const casus_analysis *self, const casus_name *part, const casus_name *whole) {
  if (part->label != whole->label || whole->kind != CASUS_MENTION_NAME) return false;
  if (part->label == CASUS_ENTITY_PERSON) return is_end(self, part, whole, true);
  if (part->label == CASUS_ENTITY_GPE || part->label == CASUS_ENTITY_NORP) return false;
  return is_end(self, part, whole, true) ||
         (part->limit - part->first == 1 && is_end(self, part, whole, false));
}

/* The name that a shorter one stands for: the last before it that fits, or else the first behind it. */
static const casus_name *longer(const casus_analysis *self, const casus_named *names, size_t number) {
  enum { BACK = 200 };
  const casus_name *part = &names->items[number];
  for (size_t i = number; i > 0 && number - i < BACK; i--)
    if (may_be(self, part, &names->items[i - 1])) return &names->items[i - 1];
  if (part->label != CASUS_ENTITY_PERSON || part->actor) return NULL;
  for (size_t i = number + 1; i < names->count && i - number < BACK; i++)
    if (may_be(self, part, &names->items[i])) return &names->items[i];
  return NULL;
}

void casus_join_short_names(casus_analysis *self, casus_named *names) {
  for (size_t i = 0; i < names->count; i++) {
    casus_name *name = &names->items[i];
    if (name->rule || name->limit - name->first > 3) continue;
    const casus_name *whole = longer(self, names, i);
    if (!whole || (name->actor && name->actor == whole->actor)) continue;
    if (name->actor && name->label != CASUS_ENTITY_PERSON)
      continue; /* the dictionary knows it by this name */
    name->id = whole->id;
    name->actor = whole->actor;
    name->rule = "short-name";
    name->confidence = SHORT_CONFIDENCE;
  }
}

/* ---- Capitals */

void casus_join_capitals(casus_analysis *self, casus_named *names) {
  for (size_t i = 0; i < names->count; i++) {
    casus_name *name = &names->items[i];
    if (!name->actor || !name->actor->of || strcmp(name->actor->kind, "capital") != 0) continue;
    const uint32_t word = casus_named_word(self, name), head = casus_named_head(self, word);
    const casus_document *document = self->document;
    const bool acts = strcmp(casus_named_deprel(self, word), "nsubj") == 0 && head != CASUS_NONE &&
                      document->upos &&
                      strcmp(casus_pool_get(&document->pool, document->upos[head]).bytes, "VERB") == 0;
    if (!acts) continue;
    name->id = name->actor->of;
    name->rule = "capital-acts";
    name->confidence = 0.8;
  }
}
