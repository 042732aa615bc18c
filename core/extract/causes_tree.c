/* The trees of a document as the extractor of causes sees them, and the spans that they give. */
#include "extract/causes.h"

#include <string.h>

static const struct {
  const char *name;
  casus_link link;
} links[] = {
    {"nsubj", CASUS_LINK_SUBJECT},
    {"csubj", CASUS_LINK_SUBJECT},
    {"nsubj:outer", CASUS_LINK_SUBJECT},
    {"nsubj:pass", CASUS_LINK_PASSIVE},
    {"csubj:pass", CASUS_LINK_PASSIVE},
    {"obj", CASUS_LINK_OBJECT},
    {"obl", CASUS_LINK_NOUN},
    {"obl:agent", CASUS_LINK_NOUN},
    {"nmod", CASUS_LINK_NOUN},
    {"amod", CASUS_LINK_AMOD},
    {"aux", CASUS_LINK_AUX},
    {"aux:pass", CASUS_LINK_PASSIVE_AUX},
    {"cop", CASUS_LINK_COP},
    {"advmod", CASUS_LINK_ADVERB},
    {"det", CASUS_LINK_DET},
    {"case", CASUS_LINK_EDGE},
    {"mark", CASUS_LINK_EDGE},
    {"cc", CASUS_LINK_EDGE},
    {"punct", CASUS_LINK_PUNCT},
    {"xcomp", CASUS_LINK_XCOMP},
    {"ccomp", CASUS_LINK_CCOMP},
    {"advcl", CASUS_LINK_ADVCL},
    {"acl", CASUS_LINK_ACL},
    {"acl:relcl", CASUS_LINK_RELATIVE},
    {"advcl:relcl", CASUS_LINK_RELATIVE},
    {"conj", CASUS_LINK_CONJ},
    {"parataxis", CASUS_LINK_PARATAXIS},
};

static void read_links(casus_causes *self) {
  const casus_document *document = self->document;
  uint8_t *table = casus_arena_zero(self->analysis->arena, document->pool.count + 1);
  for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
    const uint32_t number = casus_pool_find(&document->pool, links[i].name, strlen(links[i].name));
    if (number != CASUS_POOL_NONE) table[number] = (uint8_t)links[i].link;
  }
  self->link = casus_arena_zero(self->analysis->arena, document->token_count + 1);
  for (uint32_t i = 0; i < document->token_count; i++) self->link[i] = table[document->deprel[i]];
}

static bool has_xpos(const casus_causes *self, uint32_t token, const char *xpos) {
  const casus_document *document = self->document;
  return document->xpos && strcmp(casus_pool_get(&document->pool, document->xpos[token]).bytes, xpos) == 0;
}

/* "led to [reduced] crop yields": a participle that the parser hangs on the verb rather than on the noun
 * behind it, with nothing between them but what stands before that noun. */
static void mend_participles(casus_causes *self, uint32_t first, uint32_t limit) {
  const casus_document *document = self->document;
  for (uint32_t i = first; i + 1 < limit; i++) {
    if (self->link[i] != CASUS_LINK_XCOMP || !has_xpos(self, i, "VBN")) continue;
    uint32_t noun = i + 1;
    while (noun < limit && document->head[noun] > noun - first + 1 && self->link[noun] != CASUS_LINK_PUNCT)
      noun++;
    if (noun == limit || self->head[noun] != self->head[i] || self->link[noun] != CASUS_LINK_NOUN) continue;
    self->head[i] = noun;
    self->link[i] = CASUS_LINK_AMOD;
  }
}

/* "[below]-average": what a hyphen ties to the next word is no preposition. */
static void mend_compounds(casus_causes *self, uint32_t first, uint32_t limit) {
  for (uint32_t i = first; i + 1 < limit; i++)
    if (self->link[i] == CASUS_LINK_EDGE && has_xpos(self, i + 1, "HYPH")) self->link[i] = CASUS_LINK_AMOD;
}

/* Whether a noun is one that claims are about: more or less of something, or a bad thing. */
static bool is_weighty(const casus_causes *self, uint32_t noun) {
  return self->word[noun]->change || self->word[noun]->bad;
}

/* "displacement of people, [shortages] and [damage]": what the parser hangs on the noun within a noun is a
 * member beside the whole, where it speaks of a change or a harm and the noun within does not. */
static void mend_lists(casus_causes *self, uint32_t first, uint32_t limit) {
  for (uint32_t i = first; i < limit; i++) {
    const uint32_t inner = self->head[i];
    if (self->link[i] != CASUS_LINK_CONJ || inner == CASUS_NONE || inner > i) continue;
    const uint32_t outer = self->head[inner];
    if (self->link[inner] != CASUS_LINK_NOUN || outer == CASUS_NONE || outer > inner) continue;
    if (!casus_causes_has_tag(self, outer, "NOUN") || !casus_causes_has_tag(self, i, "NOUN")) continue;
    if (!is_weighty(self, i) || is_weighty(self, inner)) continue;
    for (uint32_t j = inner + 1; j < limit; j++)
      if (self->link[j] == CASUS_LINK_CONJ && self->head[j] == inner) self->head[j] = outer;
  }
}

static void link_tokens(casus_causes *self) {
  const casus_document *document = self->document;
  casus_arena *arena = self->analysis->arena;
  const uint32_t count = document->token_count;
  self->head = casus_arena_new(arena, uint32_t, count + 1);
  self->child = casus_arena_new(arena, uint32_t, count + 1);
  self->sibling = casus_arena_new(arena, uint32_t, count + 1);
  for (uint32_t i = 0; i < count; i++) self->child[i] = self->sibling[i] = CASUS_NONE;
  for (uint32_t sentence = 0; sentence < document->sentence_count; sentence++) {
    const uint32_t first = document->first[sentence], limit = document->first[sentence + 1];
    for (uint32_t i = first; i < limit; i++) {
      self->head[i] = document->head[i] ? first + document->head[i] - 1 : CASUS_NONE;
      if (self->head[i] == CASUS_NONE) self->link[i] = CASUS_LINK_OTHER; /* a root, whatever it is called */
    }
    mend_participles(self, first, limit);
    mend_compounds(self, first, limit);
    mend_lists(self, first, limit);
    for (uint32_t i = limit; i-- > first;) {
      if (self->head[i] == CASUS_NONE) continue;
      self->sibling[i] = self->child[self->head[i]];
      self->child[self->head[i]] = i;
    }
  }
}

static void look_up_words(casus_causes *self) {
  const casus_document *document = self->document;
  self->word = casus_arena_new(self->analysis->arena, const casus_cause_word *, document->token_count + 1);
  const casus_cause_word *unknown = casus_cause_rules_word(self->rules, (casus_string){"", 0});
  for (uint32_t i = 0; i < document->token_count; i++) {
    /* "better" stands in the tables as it is, and has another lemma */
    self->word[i] = casus_cause_rules_word(self->rules, casus_document_form(document, i));
    if (self->word[i] == unknown || memcmp(self->word[i], unknown, sizeof *unknown) == 0)
      self->word[i] =
          casus_cause_rules_word(self->rules, casus_pool_get(&document->pool, document->lemma[i]));
  }
}

bool casus_causes_open(casus_causes *self, casus_analysis *analysis) {
  const casus_document *document = analysis->document;
  *self =
      (casus_causes){.analysis = analysis, .document = document, .rules = &analysis->engine->rules->causes};
  if (!document->head || !document->deprel || !document->upos || !document->lemma) return false;
  read_links(self);
  look_up_words(self);
  link_tokens(self);
  return true;
}

uint32_t casus_causes_child(const casus_causes *self, uint32_t head, casus_link link) {
  uint32_t child = self->child[head];
  while (child != CASUS_NONE && self->link[child] != link) child = self->sibling[child];
  return child;
}

bool casus_causes_has_tag(const casus_causes *self, uint32_t token, const char *upos) {
  return strcmp(casus_pool_get(&self->document->pool, self->document->upos[token]).bytes, upos) == 0;
}

bool casus_causes_is_clause(const casus_causes *self, uint32_t head) {
  if (casus_causes_has_tag(self, head, "VERB")) return true;
  return casus_causes_child(self, head, CASUS_LINK_COP) != CASUS_NONE ||
         casus_causes_child(self, head, CASUS_LINK_SUBJECT) != CASUS_NONE;
}

/* ---- Spans */

typedef struct growing {
  const casus_causes *causes;
  uint32_t head, other;
  casus_extent signal;
  bool clause;
} growing;

static bool is_sign(const casus_causes *self, uint32_t token, char sign) {
  const casus_string form = casus_document_form(self->document, token);
  return form.size == 1 && form.bytes[0] == sign;
}

/* Whether the words below `at` go on after a comma or a dash. */
static bool is_set_off(const casus_causes *self, uint32_t at) {
  for (uint32_t child = self->child[at]; child != CASUS_NONE && child < at; child = self->sibling[child])
    if (self->link[child] == CASUS_LINK_PUNCT && (is_sign(self, child, ',') || is_sign(self, child, '-')))
      return true;
  return false;
}

static bool has_subject(const casus_causes *self, uint32_t verb) {
  return casus_causes_child(self, verb, CASUS_LINK_SUBJECT) != CASUS_NONE ||
         casus_causes_child(self, verb, CASUS_LINK_PASSIVE) != CASUS_NONE;
}

/* Whether a span ends above a word: what hangs on it is no part. */
static bool is_cut(const growing *self, uint32_t at) {
  const casus_causes *causes = self->causes;
  switch (causes->link[at]) {
  case CASUS_LINK_PARATAXIS: return true;
  case CASUS_LINK_RELATIVE:
  case CASUS_LINK_ACL: return is_set_off(causes, at);
  case CASUS_LINK_ADVCL: return causes->head[at] == self->head && is_set_off(causes, at);
  case CASUS_LINK_CONJ: return self->clause && causes->head[at] == self->head && has_subject(causes, at);
  case CASUS_LINK_EDGE: return causes->head[at] == self->head && at < self->head;
  case CASUS_LINK_COP:
  case CASUS_LINK_SUBJECT: return !self->clause && causes->head[at] == self->head;
  default: return false;
  }
}

static bool is_signal(const growing *self, uint32_t token) {
  return token >= self->signal.first && token < self->signal.limit;
}

/* "was [so] intense": a signal that stands in the middle of a side. */
static bool is_adverb_within(const growing *self, uint32_t token) {
  return self->causes->link[token] == CASUS_LINK_ADVERB && self->causes->head[token] == self->head;
}

static bool is_inside(const growing *self, uint32_t token) {
  enum { DEPTH = 64 };
  if (is_signal(self, token) && !is_adverb_within(self, token)) return false;
  uint32_t at = token;
  for (int depth = 0; depth < DEPTH && at != CASUS_NONE; depth++) {
    if (at == self->head) return true;
    if (at == self->other || is_cut(self, at)) return false;
    at = self->causes->head[at];
  }
  return false;
}

/* What a span does not begin or end with. */
static bool is_edge(const growing *self, uint32_t token) {
  const uint8_t link = self->causes->link[token];
  const bool own = self->causes->head[token] == self->head || self->causes->head[token] == CASUS_NONE;
  return link == CASUS_LINK_PUNCT || (link == CASUS_LINK_EDGE && own) || is_signal(self, token);
}

/* "following [protests by students]": what the parser hangs on the verb rather than on the noun before it. */
static void take_next(const growing *self, uint32_t limit, casus_extent *span) {
  static const char *const words[] = {"by", "of", "between", "from", "against", NULL};
  const casus_causes *causes = self->causes;
  if (self->clause || span->limit >= limit || causes->head[self->head] != self->other) return;
  const uint32_t edge = span->limit, next = causes->head[edge];
  if (causes->link[edge] != CASUS_LINK_EDGE || next == CASUS_NONE || next < edge) return;
  if (causes->head[next] != self->other || causes->link[next] != CASUS_LINK_NOUN) return;
  if (!casus_analysis_is_any(causes->analysis, edge, words)) return;
  const growing more = {causes, next, self->other, self->signal, false};
  uint32_t end = next + 1;
  while (end < limit && is_inside(&more, end)) end++;
  span->limit = end;
}

/* "[The plan, which many liked, failed]": what is set off between subject and verb does not part them. */
static void take_subject(const growing *self, uint32_t first, casus_extent *span) {
  enum { REACH = 40 };
  const casus_causes *causes = self->causes;
  uint32_t subject = casus_causes_child(causes, self->head, CASUS_LINK_SUBJECT);
  if (subject == CASUS_NONE) subject = casus_causes_child(causes, self->head, CASUS_LINK_PASSIVE);
  if (subject == CASUS_NONE || subject >= span->first || self->head - subject > REACH) return;
  for (uint32_t at = subject; at < span->first; at++)
    if (at == self->other || is_signal(self, at)) return;
  span->first = subject;
  while (span->first > first && self->head - span->first < 2 * REACH && is_inside(self, span->first - 1))
    span->first--;
}

/* "On Monday, [prices fell]": what a clause begins with up to a comma before its subject. */
static void drop_setting(const casus_causes *self, uint32_t head, casus_extent *span) {
  uint32_t subject = casus_causes_child(self, head, CASUS_LINK_SUBJECT);
  if (subject == CASUS_NONE) subject = casus_causes_child(self, head, CASUS_LINK_PASSIVE);
  if (subject == CASUS_NONE || subject > head) return;
  for (uint32_t at = subject; at-- > span->first;) {
    if (!is_sign(self, at, ',')) continue;
    uint32_t above = at;
    while (above != CASUS_NONE && above != head && above != subject) above = self->head[above];
    if (above == subject) continue;
    span->first = at + 1;
    return;
  }
}

casus_extent casus_causes_span(const casus_causes *self, uint32_t head, uint32_t other, casus_extent signal) {
  enum { REACH = 100 };
  const casus_document *document = self->document;
  const uint32_t sentence = casus_document_sentence_of(document, head);
  const uint32_t first = document->first[sentence], limit = document->first[sentence + 1];
  const growing one = {self, head, other, signal, casus_causes_is_clause(self, head)};
  casus_extent span = {head, head + 1};
  while (span.first > first && head - span.first < REACH && is_inside(&one, span.first - 1)) span.first--;
  if (one.clause) take_subject(&one, first, &span);
  while (span.limit < limit && span.limit - head < REACH && is_inside(&one, span.limit)) span.limit++;
  take_next(&one, limit, &span);
  if (one.clause) drop_setting(self, head, &span);
  while (span.first < head && is_edge(&one, span.first)) span.first++;
  while (span.limit > head + 1 &&
         (is_edge(&one, span.limit - 1) || self->link[span.limit - 1] == CASUS_LINK_EDGE))
    span.limit--;
  return span;
}

void casus_causes_take_noun(const casus_causes *self, uint32_t head, casus_extent other, casus_extent signal,
                            casus_extent *span) {
  enum { REACH = 40, NEAR = 2 };
  const uint8_t link = self->link[head];
  const uint32_t noun = self->head[head];
  if (link != CASUS_LINK_RELATIVE && link != CASUS_LINK_ACL) return;
  if (noun == CASUS_NONE || noun >= span->first || span->first - noun > NEAR) return;
  const uint32_t first = self->document->first[casus_document_sentence_of(self->document, head)];
  const growing above = {self, noun, CASUS_NONE, signal, false};
  uint32_t from = noun;
  while (from > first && noun - from < REACH && is_inside(&above, from - 1)) from--;
  while (from < noun && is_edge(&above, from)) from++;
  for (uint32_t at = from; at < span->first; at++)
    if (is_signal(&above, at) || (at >= other.first && at < other.limit)) return;
  span->first = from;
}
