/* What the dependency trees say of a claim: who speaks, and from where to where the content goes. */
#include "extract/quotes.h"

#include <string.h>

static const struct {
  const char *name;
  casus_tie_kind kind;
} kinds[] = {
    {"nsubj", CASUS_TIE_SUBJECT},
    {"nsubj:pass", CASUS_TIE_PASSIVE},
    {"nsubj:outer", CASUS_TIE_SUBJECT},
    {"obl:agent", CASUS_TIE_AGENT},
    {"conj", CASUS_TIE_CONJUNCT},
    {"xcomp", CASUS_TIE_CONTROLLED},
    {"advcl", CASUS_TIE_CONTROLLED},
    {"parataxis", CASUS_TIE_CONTROLLED},
    {"acl", CASUS_TIE_NOUN},
    {"acl:relcl", CASUS_TIE_RELATIVE},
    {"flat", CASUS_TIE_NAME},
    {"appos", CASUS_TIE_NAME},
    {"compound", CASUS_TIE_NAME},
    {"punct", CASUS_TIE_PUNCTUATION},
    {"obj", CASUS_TIE_COMPLEMENT},
    {"iobj", CASUS_TIE_COMPLEMENT},
    {"obl", CASUS_TIE_COMPLEMENT},
    {"ccomp", CASUS_TIE_COMPLEMENT},
    {"case", CASUS_TIE_CASE},
    {"aux:pass", CASUS_TIE_PASSIVE_MARK},
    {"mark", CASUS_TIE_MARK},
    {"nmod", CASUS_TIE_NOMINAL},
    {"nmod:poss", CASUS_TIE_NOMINAL},
    {"amod", CASUS_TIE_NOMINAL},
    {"nmod:unmarked", CASUS_TIE_NOMINAL},
    {"obl:unmarked", CASUS_TIE_NOMINAL},
    {"advmod", CASUS_TIE_NOMINAL},
};

bool casus_tree_open(casus_tree *self, const casus_analysis *analysis) {
  const casus_document *document = analysis->document;
  if (!document->head || !document->deprel || !document->upos) return false;
  uint8_t *table = casus_arena_zero(analysis->arena, document->pool.count);
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    const uint32_t number = casus_pool_find(&document->pool, kinds[i].name, strlen(kinds[i].name));
    if (number != CASUS_POOL_NONE) table[number] = (uint8_t)kinds[i].kind;
  }
  *self = (casus_tree){document, table};
  return true;
}

/* The sentence of a token, as the tokens in it. */
static casus_extent around(const casus_tree *self, uint32_t token) {
  const uint32_t sentence = casus_document_sentence_of(self->document, token);
  return (casus_extent){self->document->first[sentence], self->document->first[sentence + 1]};
}

/* Work for one claim stays near it, however long a sentence is and however deep its tree. */
enum { NEAR = 256, DEPTH = 64 };

static casus_extent near(casus_extent sentence, uint32_t token) {
  casus_extent found = sentence;
  if (token - sentence.first > NEAR) found.first = token - NEAR;
  if (sentence.limit - token > NEAR) found.limit = token + NEAR;
  return found;
}

static uint32_t head_in(const casus_tree *self, casus_extent sentence, uint32_t token) {
  const uint32_t head = self->document->head[token];
  return head ? sentence.first + head - 1 : CASUS_NONE;
}

uint32_t casus_tree_head(const casus_tree *self, uint32_t token) {
  return head_in(self, around(self, token), token);
}

/* ---- Who speaks */

/* The child of a kind that stands nearest to its head. */
static uint32_t child_of_kind(const casus_tree *self, casus_extent sentence, uint32_t head,
                              casus_tie_kind kind) {
  const uint32_t number = head - sentence.first + 1;
  uint32_t best = CASUS_NONE, nearest = UINT32_MAX;
  const casus_extent window = near(sentence, head);
  for (uint32_t token = window.first; token < window.limit; token++) {
    if (self->document->head[token] != number || casus_tree_kind(self, token) != kind) continue;
    const uint32_t distance = token < head ? head - token : token - head;
    if (distance < nearest) {
      best = token;
      nearest = distance;
    }
  }
  return best;
}

static bool is_passive(const casus_tree *self, casus_extent sentence, uint32_t verb) {
  return child_of_kind(self, sentence, verb, CASUS_TIE_PASSIVE_MARK) != CASUS_NONE;
}

static uint32_t own_subject(const casus_tree *self, casus_extent sentence, uint32_t verb) {
  if (is_passive(self, sentence, verb)) return child_of_kind(self, sentence, verb, CASUS_TIE_AGENT);
  const uint32_t subject = child_of_kind(self, sentence, verb, CASUS_TIE_SUBJECT);
  return subject != CASUS_NONE ? subject : child_of_kind(self, sentence, verb, CASUS_TIE_PASSIVE);
}

uint32_t casus_tree_subject(const casus_tree *self, uint32_t cue) {
  enum { STEPS = 4 };
  const casus_extent sentence = around(self, cue);
  uint32_t verb = cue;
  for (int step = 0; step < STEPS; step++) {
    const uint32_t subject = own_subject(self, sentence, verb), head = head_in(self, sentence, verb);
    if (subject != CASUS_NONE) return subject;
    if (is_passive(self, sentence, verb)) return CASUS_NONE;
    const casus_tie_kind kind = casus_tree_kind(self, verb);
    if (head == CASUS_NONE) return CASUS_NONE;
    if (kind == CASUS_TIE_NOUN || kind == CASUS_TIE_RELATIVE) return head;
    if (kind != CASUS_TIE_CONJUNCT && kind != CASUS_TIE_CONTROLLED) return CASUS_NONE;
    verb = head;
  }
  return CASUS_NONE;
}

/* ---- What is said */

enum { SIBLINGS = 8 };

/* What is content: all below some heads, but for one that is left out with all below it. */
typedef struct part {
  const casus_tree *tree;
  casus_extent sentence, window; /* that the content is looked for in */
  uint32_t content, cue, without;
  uint32_t siblings[SIBLINGS]; /* that go on with the content */
  uint32_t count;
} part;

/* Whether a phrase says when or where something was said, rather than what. */
static bool is_setting(const part *self, uint32_t head) {
  static const char *const words[] = {"in", "on", "at", "during", "after", "before", "since", "until", "by"};
  const casus_document *document = self->tree->document;
  const uint32_t mark = child_of_kind(self->tree, self->sentence, head, CASUS_TIE_CASE);
  if (mark == CASUS_NONE) return false;
  const casus_string form = casus_document_form(document, mark);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strlen(words[i]) == form.size && memcmp(words[i], form.bytes, form.size) == 0) return true;
  return false;
}

static bool is_comma(const part *self, uint32_t token) {
  const casus_string form = casus_document_form(self->tree->document, token);
  return form.size == 1 && form.bytes[0] == ',';
}

/* Whether a token hangs on a word or on a child of it. */
static bool hangs_near(const part *self, uint32_t token, uint32_t word) {
  const uint32_t head = head_in(self->tree, self->sentence, token);
  return head == word ||
         (head != CASUS_NONE && head != self->content && head_in(self->tree, self->sentence, head) == word);
}

/* Later children of the same word that go on with the content, up to a comma: "called [her] [a liar]". */
static void add_rest(part *self) {
  const uint32_t word = head_in(self->tree, self->sentence, self->content);
  for (uint32_t token = self->content + 1; token < self->window.limit && self->count < SIBLINGS; token++) {
    if (is_comma(self, token) && hangs_near(self, token, word)) return;
    if (head_in(self->tree, self->sentence, token) != word) continue;
    const casus_tie_kind kind = casus_tree_kind(self->tree, token);
    if ((kind == CASUS_TIE_COMPLEMENT && !is_setting(self, token)) || kind == CASUS_TIE_CONTROLLED)
      self->siblings[self->count++] = token;
  }
}

/* "said [that it was late] and [that he would leave]", where the second clause hangs on the verb. */
static void add_conjuncts(part *self) {
  const uint32_t word = head_in(self->tree, self->sentence, self->content);
  if (word == CASUS_NONE || word != self->cue) return;
  for (uint32_t token = self->content + 1; token < self->window.limit && self->count < SIBLINGS; token++) {
    const casus_tie_kind kind = casus_tree_kind(self->tree, token);
    if (head_in(self->tree, self->sentence, token) != word ||
        (kind != CASUS_TIE_CONJUNCT && kind != CASUS_TIE_COMPLEMENT))
      continue;
    const uint32_t mark = child_of_kind(self->tree, self->sentence, token, CASUS_TIE_MARK);
    if (mark == CASUS_NONE) continue;
    const casus_string form = casus_document_form(self->tree->document, mark);
    if (form.size == 4 && memcmp(form.bytes, "that", 4) == 0) self->siblings[self->count++] = token;
  }
}

static bool goes_on(const part *self, uint32_t token) {
  for (uint32_t i = 0; i < self->count; i++)
    if (self->siblings[i] == token) return true;
  return false;
}

static bool belongs(const part *self, uint32_t token) {
  uint32_t at = token;
  for (int depth = 0; at != CASUS_NONE && depth < DEPTH; depth++) {
    if (at == self->without) return false;
    if (at == self->content) return true;
    const uint32_t head = head_in(self->tree, self->sentence, at);
    if (goes_on(self, at)) return true;
    if (head == self->cue) return false;
    at = head;
  }
  return false;
}

static bool is_mark(const casus_tree *self, uint32_t token) {
  return casus_tree_kind(self, token) == CASUS_TIE_PUNCTUATION;
}

/* The child of the content through which it governs the cue; CASUS_NONE where it does not. */
static uint32_t way_to_cue(const casus_tree *self, casus_extent sentence, uint32_t content, uint32_t cue) {
  uint32_t at = cue;
  for (int depth = 0; at != CASUS_NONE && depth < DEPTH; depth++) {
    const uint32_t head = head_in(self, sentence, at);
    if (head == content) return at;
    at = head;
  }
  return CASUS_NONE;
}

/* The head of the clause that a nominal is in. */
static uint32_t clause_of(const casus_tree *self, casus_extent sentence, uint32_t token) {
  uint32_t at = token;
  for (int depth = 0; depth < DEPTH; depth++) {
    const casus_tie_kind kind = casus_tree_kind(self, at);
    const bool within = kind == CASUS_TIE_NOMINAL || kind == CASUS_TIE_COMPLEMENT || kind == CASUS_TIE_NAME ||
                        kind == CASUS_TIE_AGENT || kind == CASUS_TIE_SUBJECT || kind == CASUS_TIE_PASSIVE ||
                        kind == CASUS_TIE_CONTROLLED || kind == CASUS_TIE_NOUN ||
                        kind == CASUS_TIE_CONJUNCT || kind == CASUS_TIE_RELATIVE;
    const uint32_t head = head_in(self, sentence, at);
    if (!within || head == CASUS_NONE) return at;
    at = head;
  }
  return at;
}

static void trim(const casus_tree *self, casus_extent *piece) {
  while (piece->first < piece->limit && is_mark(self, piece->first)) piece->first++;
  while (piece->first < piece->limit && is_mark(self, piece->limit - 1)) piece->limit--;
}

/* Adds a run of tokens; one that follows the last with nothing between but what is no part of the cue's
 * clause goes on with it. */
static void add_run(const part *self, casus_claim *claim, casus_extent run, casus_extent apart) {
  trim(self->tree, &run);
  if (run.first == run.limit) return;
  if (claim->count) {
    casus_extent *last = &claim->pieces[claim->count - 1];
    const bool split = apart.first < run.first && apart.limit > last->limit;
    if (!split || claim->count == CASUS_CLAIM_PIECES - 2) {
      last->limit = run.limit;
      return;
    }
  }
  claim->pieces[claim->count++] = run;
}

/* The tokens of the cue and of who speaks. */
static casus_extent apart_of(const casus_claim *claim) {
  casus_extent apart = claim->cue;
  if (claim->speaker == CASUS_NONE) return apart;
  if (claim->speaker < apart.first && claim->speaker + 8 > apart.first) apart.first = claim->speaker;
  if (claim->speaker >= apart.limit && claim->speaker < apart.limit + 8) apart.limit = claim->speaker + 1;
  return apart;
}

/* "called for [talks]": the preposition of the content goes with the cue. */
static bool is_preposition(const part *self, uint32_t token) {
  return casus_tree_kind(self->tree, token) == CASUS_TIE_CASE && token < self->content &&
         head_in(self->tree, self->sentence, token) == self->content &&
         casus_tree_kind(self->tree, self->content) != CASUS_TIE_OTHER;
}

/* `The plan, with all its flaws, will work, he said.`: the cue at the end reports all that is before it,
 * whatever the tree makes of its parts. False where there is no comma before who speaks and the cue. */
static bool take_all_before(const part *self, casus_claim *claim) {
  uint32_t clause = claim->cue.first;
  if (claim->speaker < clause) clause = casus_tree_nominal(self->tree, claim->speaker).first;
  if (clause < self->sentence.first + 2 || !is_comma(self, clause - 1)) return false;
  casus_extent piece = {self->sentence.first, clause - 1};
  trim(self->tree, &piece);
  if (piece.first == piece.limit) return false;
  claim->pieces[0] = piece;
  claim->count = 1;
  return true;
}

static bool ends_before(const casus_claim *claim, uint32_t token) {
  return claim->count > 0 && claim->pieces[claim->count - 1].limit <= token;
}

/* The head of what stands in a piece. */
static uint32_t head_of(const part *self, casus_extent piece) {
  for (uint32_t token = piece.first; token < piece.limit; token++) {
    const uint32_t head = head_in(self->tree, self->sentence, token);
    if (head == CASUS_NONE || head < piece.first || head >= piece.limit) return token;
  }
  return piece.first;
}

/* Content behind the cue that governs it has nothing before it: what seems so is the cue's own subject, that
 * the parser has tied to the wrong verb. */
static void settle_sides(const part *self, casus_claim *claim) {
  if (self->content < claim->cue.first || claim->count < 2 || claim->pieces[0].limit > claim->cue.first)
    return;
  if (claim->speaker != CASUS_NONE && claim->speaker >= claim->pieces[0].limit) return;
  if (claim->speaker == CASUS_NONE && !claim->rule->silent) claim->speaker = head_of(self, claim->pieces[0]);
  uint32_t gone = 0;
  while (gone < claim->count && claim->pieces[gone].limit <= claim->cue.first) gone++;
  claim->count -= gone;
  memmove(claim->pieces, claim->pieces + gone, claim->count * sizeof *claim->pieces);
}

static void take_all_after(const casus_tree *self, casus_extent sentence, casus_claim *claim) {
  casus_extent piece = {claim->cue.limit, sentence.limit};
  const casus_string end = casus_document_form(self->document, piece.limit - 1);
  if (end.size == 1 && end.bytes[0] == '.') piece.limit--;
  if (piece.first < piece.limit) claim->pieces[claim->count++] = piece;
}

void casus_tree_content(const casus_tree *self, casus_claim *claim) {
  claim->count = 0;
  if (claim->content == CASUS_NONE) return;
  if (claim->rule->take == CASUS_TAKE_AFTER) {
    take_all_after(self, around(self, claim->content), claim);
    return;
  }
  const casus_extent sentence = around(self, claim->content), apart = apart_of(claim);
  part one = {.tree = self,
              .sentence = sentence,
              .window = near(sentence, claim->cue.first),
              .content = claim->content,
              .cue = claim->cue.first};
  if (claim->rule->take == CASUS_TAKE_BEFORE) {
    take_all_before(&one, claim);
    return;
  }
  one.without = way_to_cue(self, sentence, claim->content, claim->cue.first);
  if (claim->rule->take == CASUS_TAKE_REST) add_rest(&one);
  add_conjuncts(&one);
  if (claim->rule->take == CASUS_TAKE_CLAUSE) one.content = clause_of(self, sentence, claim->content);
  if (one.without != CASUS_NONE) one.cue = CASUS_NONE;
  casus_extent run = {one.window.first, one.window.first};
  for (uint32_t token = one.window.first; token < one.window.limit; token++) {
    if (is_mark(self, token) || is_preposition(&one, token))
      continue; /* of either side; what is at the edge is trimmed */
    if (belongs(&one, token)) {
      if (run.limit == run.first) run.first = token;
      run.limit = token + 1;
    } else if (run.limit > run.first) {
      add_run(&one, claim, run, apart);
      run = (casus_extent){token, token};
    }
  }
  add_run(&one, claim, run, apart);
  if (one.without == CASUS_NONE) settle_sides(&one, claim);
  if (claim->rule->take == CASUS_TAKE_ALL && ends_before(claim, claim->cue.first))
    take_all_before(&one, claim);
}

/* ---- Nominals */

static bool in_nominal(const casus_tree *self, casus_extent sentence, uint32_t token, uint32_t head) {
  uint32_t at = token;
  for (int depth = 0; at != CASUS_NONE && depth < DEPTH; depth++, at = head_in(self, sentence, at)) {
    if (at == head) return true;
    const casus_tie_kind kind = casus_tree_kind(self, at);
    if (kind == CASUS_TIE_RELATIVE || (kind == CASUS_TIE_CASE && head_in(self, sentence, at) == head))
      return false;
  }
  return false;
}

casus_extent casus_tree_nominal(const casus_tree *self, uint32_t head) {
  const casus_extent sentence = around(self, head);
  const casus_extent window = near(sentence, head);
  casus_extent found = {head, head + 1};
  while (found.first > window.first && in_nominal(self, sentence, found.first - 1, head)) found.first--;
  while (found.limit < window.limit && in_nominal(self, sentence, found.limit, head)) found.limit++;
  trim(self, &found);
  return found;
}
