/* What speaks of a thing that was named before: "the alliance", "the president", "both countries", "he",
 * "its".
 *
 * The nearest candidate of the right kind is taken, subjects first, as in J. Hobbs, Resolving pronoun
 * references, Lingua 44 (1978), and in the salience weights of S. Lappin and H. Leass, Computational
 * Linguistics 20 (1994); with few sentences looked back, so that what is far is left open rather than
 * guessed.
 */
#include "extract/named.h"

#include <string.h>

enum { BACK_PRONOUN = 2, BACK_NOMINAL = 12 }; /* sentences */

static const double NOMINAL_CONFIDENCE = 0.7, PRONOUN_CONFIDENCE = 0.7, GROUP_CONFIDENCE = 0.6;

static const char *upos_of(const casus_analysis *self, uint32_t token) {
  const casus_document *document = self->document;
  return document->upos ? casus_pool_get(&document->pool, document->upos[token]).bytes : "";
}

static uint32_t sentence_of(const casus_analysis *self, uint32_t token) {
  return casus_document_sentence_of(self->document, token);
}

static bool is_subject(const casus_analysis *self, const casus_name *name) {
  return strncmp(casus_named_deprel(self, casus_named_word(self, name)), "nsubj", 5) == 0;
}

/* ---- Nominals */

/* Whether a noun has a definite article, and nothing else beside it that says which one is meant. */
static bool is_bare_definite(const casus_analysis *self, uint32_t noun) {
  static const char *const definite[] = {"the", "this", "that", NULL};
  const casus_document *document = self->document;
  const uint32_t sentence = sentence_of(self, noun);
  bool found = false;
  for (uint32_t token = document->first[sentence]; token < document->first[sentence + 1]; token++) {
    if (token == noun || casus_named_head(self, token) != noun) continue;
    const char *deprel = casus_named_deprel(self, token);
    if (strcmp(deprel, "det") == 0) {
      if (token + 1 != noun || !casus_analysis_is_any(self, token, definite)) return false;
      found = true;
    } else if (strcmp(deprel, "case") != 0 && strcmp(deprel, "punct") != 0 && strcmp(deprel, "cc") != 0 &&
               strcmp(deprel, "conj") != 0 && strcmp(deprel, "nsubj") != 0 && strcmp(deprel, "cop") != 0)
      return false;
  }
  return found;
}

/* Whether a person bears a title: it stands right before the name, or the name is in apposition to it. */
static bool has_title(const casus_analysis *self, const casus_name *name, const char *title) {
  const uint32_t word = casus_named_word(self, name), head = casus_named_head(self, word);
  if (name->first > 0 && casus_analysis_is(self, name->first - 1, title)) return true;
  return head != CASUS_NONE && strcmp(casus_named_deprel(self, word), "appos") == 0 &&
         casus_analysis_is(self, head, title);
}

static bool is_named(casus_string list, const char *id) {
  const size_t size = strlen(id);
  for (const char *at = list.bytes, *end = at + list.size; at < end;) {
    const char *bar = memchr(at, '|', (size_t)(end - at));
    const char *stop = bar ? bar : end;
    if ((size_t)(stop - at) == size && memcmp(at, id, size) == 0) return true;
    at = stop + 1;
  }
  return false;
}

/* Whether a noun may speak of a named thing. */
static bool may_mean(const casus_analysis *self, const casus_nominal *noun, const casus_name *name) {
  if (name->kind != CASUS_MENTION_NAME || strcmp(casus_entity_name(name->label), noun->label) != 0)
    return false;
  if (noun->names.size) return is_named(noun->names, name->id);
  const bool state = name->actor && casus_actor_is_state(name->actor);
  switch (name->label) {
  case CASUS_ENTITY_PERSON: return has_title(self, name, noun->noun);
  case CASUS_ENTITY_GPE: return state == (strcmp(noun->noun, "city") != 0 && strcmp(noun->noun, "town") != 0);
  default: return !state;
  }
}

static const casus_name *meant(const casus_analysis *self, const casus_named *names,
                               const casus_nominal *noun, uint32_t token) {
  const uint32_t sentence = sentence_of(self, token);
  for (size_t i = casus_named_from(names, token); i > 0; i--) {
    const casus_name *name = &names->items[i - 1];
    if (sentence - sentence_of(self, name->first) > BACK_NOMINAL) break;
    if (may_mean(self, noun, name)) return name;
  }
  /* "the alliance" may come before its name where it can hardly be another */
  for (size_t i = 0; noun->names.size && i < names->count; i++)
    if (may_mean(self, noun, &names->items[i])) return &names->items[i];
  return NULL;
}

static casus_name reference(const casus_name *to, uint32_t first, uint32_t limit, casus_mention_kind kind,
                            const char *rule, double confidence) {
  casus_name one = *to;
  one.first = first;
  one.limit = limit;
  one.kind = kind;
  one.rule = rule;
  one.confidence = confidence;
  return one;
}

/* ---- Groups: "both countries", "the two leaders", "the four nations" */

static uint32_t number_of(const casus_analysis *self, uint32_t token) {
  static const char *const words[] = {"two", "three", "four", "five", "six"};
  for (uint32_t i = 0; i < sizeof words / sizeof *words; i++)
    if (casus_analysis_is(self, token, words[i])) return i + 2;
  return 0;
}

/* The label of the things that a group has; NONE where the noun is no such. */
static casus_entity_label group_label(const casus_analysis *self, uint32_t noun) {
  static const char *const states[] = {"countries",  "nations",   "states", "sides",  "governments",
                                       "neighbours", "neighbors", "allies", "powers", NULL};
  static const char *const persons[] = {"leaders",   "men",       "women", "presidents",
                                        "ministers", "officials", NULL};
  if (casus_analysis_is_any(self, noun, states)) return CASUS_ENTITY_GPE;
  return casus_analysis_is_any(self, noun, persons) ? CASUS_ENTITY_PERSON : CASUS_ENTITY_NONE;
}

static bool is_member(const casus_name *name, casus_entity_label label) {
  if (name->kind != CASUS_MENTION_NAME ||
      (name->label == CASUS_ENTITY_PERSON) != (label == CASUS_ENTITY_PERSON))
    return false;
  return label == CASUS_ENTITY_PERSON || (name->actor && (casus_actor_is_state(name->actor) || name->rule));
}

/* The last `count` different things before a token, in the order of the text, as one id; NULL where there are
 * fewer in the sentences that are looked at. */
static const char *group_id(const casus_analysis *self, const casus_named *names, casus_entity_label label,
                            uint32_t count, uint32_t token) {
  enum { MOST = 6 };
  const uint32_t sentence = sentence_of(self, token);
  const char *ids[MOST];
  uint32_t found = 0;
  for (size_t i = casus_named_from(names, token); i > 0 && found < count; i--) {
    const casus_name *name = &names->items[i - 1];
    if (sentence - sentence_of(self, name->first) > BACK_PRONOUN) break;
    bool known = !is_member(name, label);
    for (uint32_t j = 0; j < found; j++) known |= strcmp(ids[j], name->id) == 0;
    if (!known) ids[found++] = name->id;
  }
  if (found < count) return NULL;
  const char *whole = ids[count - 1];
  for (uint32_t i = count - 1; i > 0; i--)
    whole = casus_arena_format(self->arena, "%s%s%s", whole, i == 1 ? " and " : ", ", ids[i - 1]);
  return whole;
}

/* "both countries" and "the two leaders", with the number at `token`; how many tokens that is, or 0. */
static uint32_t find_group(const casus_analysis *self, const casus_named *names, uint32_t token,
                           uint32_t limit, casus_name *group) {
  const bool both = casus_analysis_is(self, token, "both");
  const uint32_t count = both ? 2 : number_of(self, token);
  static const char *const definite[] = {"the", "these", "those", NULL};
  if (!count || (!both && (token == 0 || !casus_analysis_is_any(self, token - 1, definite)))) return 0;
  const casus_entity_label label = token + 1 < limit ? group_label(self, token + 1) : CASUS_ENTITY_NONE;
  const uint32_t first = both ? token : token - 1;
  const char *id = label ? group_id(self, names, label, count, first) : NULL;
  if (!id) return 0;
  *group = (casus_name){.first = first,
                        .limit = token + 2,
                        .label = label,
                        .kind = CASUS_MENTION_NOMINAL,
                        .id = id,
                        .rule = "group",
                        .confidence = GROUP_CONFIDENCE};
  return 2;
}

static void find_nominal(const casus_analysis *self, const casus_named *names, uint32_t token,
                         casus_named *into) {
  const casus_lexicon *lexicon = &self->engine->lexicon;
  const uint16_t row = self->words[token]->nominal;
  if (!row || !is_bare_definite(self, token)) return;
  const casus_name *name = meant(self, names, &lexicon->nominals[row - 1], token);
  if (name)
    *casus_arena_push(self->arena, into) =
        reference(name, token - 1, token + 1, CASUS_MENTION_NOMINAL, "nominal", NOMINAL_CONFIDENCE);
}

void casus_join_nominals(casus_analysis *self, casus_named *names) {
  const casus_document *document = self->document;
  casus_named more = {0};
  for (uint32_t sentence = 0; sentence < document->sentence_count; sentence++) {
    const uint32_t limit = document->first[sentence + 1];
    for (uint32_t token = document->first[sentence]; token < limit; token++) {
      casus_name group;
      if (casus_named_hold(names, token)) continue;
      if (find_group(self, names, token, limit, &group))
        *casus_arena_push(self->arena, &more) = group;
      else
        find_nominal(self, names, token, &more);
    }
  }
  for (size_t i = 0; i < more.count; i++) *casus_arena_push(self->arena, names) = more.items[i];
  if (more.count) casus_named_sort(names);
}

/* ---- Pronouns */

typedef struct pronoun {
  const char *form;
  char gender; /* 'm', 'f': of a person; 'n': of anything else */
} pronoun;

static const pronoun pronouns[] = {{"he", 'm'},  {"him", 'm'}, {"his", 'm'},   {"himself", 'm'},
                                   {"she", 'f'}, {"her", 'f'}, {"hers", 'f'},  {"herself", 'f'},
                                   {"it", 'n'},  {"its", 'n'}, {"itself", 'n'}};

static const pronoun *pronoun_at(const casus_analysis *self, uint32_t token) {
  const casus_string form = casus_document_form(self->document, token);
  if (form.size < 2 || form.size > 7 || strcmp(upos_of(self, token), "PRON") != 0) return NULL;
  for (size_t i = 0; i < sizeof pronouns / sizeof *pronouns; i++)
    if (casus_analysis_is(self, token, pronouns[i].form)) return &pronouns[i];
  return NULL;
}

/* What is known of a person's gender: by the name, or the title before it; 0: nothing. */
static uint8_t gender_of(const casus_analysis *self, const casus_name *name) {
  for (uint32_t token = name->first > 0 ? name->first - 1 : 0; token < name->limit; token++)
    if (self->words[token]->gender) return self->words[token]->gender;
  return 0;
}

/* The gender of whom an id names, by any mention. */
static uint8_t gender_of_id(const casus_analysis *self, const casus_named *names, const char *id) {
  enum { LOOK = 400 };
  for (size_t i = 0; i < names->count && i < LOOK; i++) {
    if (names->items[i].kind != CASUS_MENTION_NAME || strcmp(names->items[i].id, id) != 0) continue;
    const uint8_t gender = gender_of(self, &names->items[i]);
    if (gender) return gender;
  }
  return 0;
}

static bool may_be_meant(const casus_analysis *self, const casus_named *names, const casus_name *name,
                         char gender) {
  if (gender == 'n') return name->label == CASUS_ENTITY_ORG || name->label == CASUS_ENTITY_GPE;
  if (name->label != CASUS_ENTITY_PERSON) return false;
  const uint8_t known = gender_of_id(self, names, name->id);
  return !known || known == (uint8_t)gender;
}

/* Whether a pronoun that is an object would be the subject of its own verb. */
static bool is_own_subject(const casus_analysis *self, const casus_name *name, uint32_t token) {
  const char *deprel = casus_named_deprel(self, token);
  if (strcmp(deprel, "obj") != 0 && strcmp(deprel, "iobj") != 0 && strcmp(deprel, "obl") != 0) return false;
  return casus_named_head(self, casus_named_word(self, name)) == casus_named_head(self, token);
}

/* The likeliest of the names before a pronoun: subjects before others; of these in its own sentence the
 * nearest one, in those before it the first one. */
static const casus_name *antecedent(const casus_analysis *self, const casus_named *names, uint32_t token,
                                    char gender) {
  const uint32_t sentence = sentence_of(self, token);
  const casus_name *best = NULL;
  int best_score = 0;
  for (size_t i = casus_named_from(names, token); i > 0; i--) {
    const casus_name *name = &names->items[i - 1];
    const uint32_t distance = sentence - sentence_of(self, name->first);
    if (distance > BACK_PRONOUN) break;
    if (!may_be_meant(self, names, name, gender) || is_own_subject(self, name, token)) continue;
    const int score = (is_subject(self, name) ? 4 : 0) + (name->kind == CASUS_MENTION_PRONOUN ? 1 : 0) +
                      (distance == 0   ? 3
                       : distance == 1 ? 2
                                       : 0) +
                      1;
    if (score < best_score || (score == best_score && distance == 0)) continue;
    best = name;
    best_score = score;
  }
  return best;
}

/* "it" speaks of nothing in "it rained" and "it is clear that": only a subject or a possessive of a verb that
 * a body can be the subject of is looked at. */
static bool is_referring(const casus_analysis *self, uint32_t token, char gender) {
  const char *deprel = casus_named_deprel(self, token);
  if (gender != 'n' || strcmp(deprel, "nmod:poss") == 0) return true;
  const uint32_t head = casus_named_head(self, token);
  return strcmp(deprel, "nsubj") == 0 && head != CASUS_NONE && strcmp(upos_of(self, head), "VERB") == 0 &&
         (self->words[head]->cue || self->words[head]->verb);
}

void casus_join_pronouns(casus_analysis *self, casus_named *names) {
  const casus_document *document = self->document;
  for (uint32_t token = 0; token < document->token_count; token++) {
    const pronoun *what = pronoun_at(self, token);
    if (!what || !is_referring(self, token, what->gender)) continue;
    const casus_name *name = antecedent(self, names, token, what->gender);
    if (!name) continue;
    const casus_name one =
        reference(name, token, token + 1, CASUS_MENTION_PRONOUN, "pronoun", PRONOUN_CONFIDENCE);
    const size_t place = casus_named_from(names, token);
    *casus_arena_push(self->arena, names) = one;
    memmove(names->items + place + 1, names->items + place, (names->count - 1 - place) * sizeof one);
    names->items[place] = one;
  }
}
