/* Quotations and reported speech: claims that the rules find in the trees, joined with quotation marks.
 *
 * A claim has content of its own, or is a verb of speech beside a quotation. A pair of marks belongs to the
 * claim whose content it overlaps, to a verb of speech beside it, or to the quotation before it; a few quoted
 * words without any are a manner of speaking and yield nothing. What is said within a quotation is not
 * taken apart again.
 */
#include "extract/quotes.h"

#include <stdlib.h>
#include <string.h>

enum {
  REACH = 16, /* tokens between a quotation and its verb of speech */
  SHORT = 3,  /* up to so many words are a manner of speaking, unless the verb stands right beside them */
  BESIDE = 2, /* tokens that may stand between the verb and such a short quotation */
};

#define ALONE 0.6 /* the share right of quotations that nobody is named for (docs/accuracy.md) */

typedef struct joining {
  casus_analysis *analysis;
  const casus_document *document;
  casus_tree tree;
  bool parsed; /* there are trees */
  casus_quoteds marks;
  casus_claims claims;
  casus_claims free; /* quotations without a verb of speech */
  casus_claim *last; /* the claim that the last pair of marks belongs to */
} joining;

static const casus_quote_rule alone = {.extractor = "quotes:alone", .silent = true, .quoted = ALONE};

/* ---- Pieces of content */

static bool in_content(const casus_claim *claim, uint32_t token) {
  for (uint32_t i = 0; i < claim->count; i++)
    if (token >= claim->pieces[i].first && token < claim->pieces[i].limit) return true;
  return false;
}

static bool covers(const casus_quoted *marks, uint32_t token) {
  return token >= marks->first && token < marks->limit;
}

/* Whether the pieces reach into the pair of marks. */
static bool overlaps(const casus_claim *claim, const casus_quoted *marks) {
  for (uint32_t i = 0; i < claim->count; i++)
    if (claim->pieces[i].first < marks->limit && marks->first < claim->pieces[i].limit) return true;
  return false;
}

/* Makes pieces that touch or overlap one. */
static void settle(casus_claim *claim) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < claim->count; i++) {
    casus_extent *last = count ? &claim->pieces[count - 1] : NULL;
    if (!last || claim->pieces[i].first > last->limit)
      claim->pieces[count++] = claim->pieces[i];
    else if (claim->pieces[i].limit > last->limit)
      last->limit = claim->pieces[i].limit;
  }
  claim->count = count;
}

/* Adds the words between marks to the content. */
static void join(casus_claim *claim, const casus_quoted *marks) {
  uint32_t at = 0;
  while (at < claim->count && claim->pieces[at].limit < marks->first) at++;
  if (at < claim->count && claim->pieces[at].first <= marks->limit) {
    casus_extent *piece = &claim->pieces[at];
    if (marks->first < piece->first) piece->first = marks->first;
    if (marks->limit > piece->limit) piece->limit = marks->limit;
  } else if (claim->count < CASUS_CLAIM_PIECES) {
    memmove(&claim->pieces[at + 1], &claim->pieces[at], (claim->count - at) * sizeof *claim->pieces);
    claim->pieces[at] = (casus_extent){marks->first, marks->limit};
    claim->count++;
  }
  settle(claim);
  claim->quoted = true;
}

/* ---- Which claim a pair of marks belongs to */

static bool is_capital(unsigned char byte) {
  return byte >= 'A' && byte <= 'Z';
}

/* Whether the first letter between the marks is a capital; brackets and the like before it do not count. */
static bool starts_capital(const joining *self, const casus_quoted *marks) {
  const char *text = self->document->text;
  uint32_t at = self->document->stop[marks->first];
  const uint32_t stop = self->document->stop[marks->limit - 1];
  while (at < stop && strchr(" \n[(.@'#", text[at])) at++;
  return is_capital((unsigned char)text[at]);
}

static uint32_t count_words(const joining *self, const casus_quoted *marks) {
  uint32_t count = 0;
  for (uint32_t token = marks->first; token < marks->limit; token++) {
    const unsigned char first = (unsigned char)casus_document_form(self->document, token).bytes[0];
    count += (first | 32) >= 'a' && (first | 32) <= 'z';
  }
  return count;
}

static bool is_sign(const joining *self, uint32_t token, char sign) {
  const casus_string form = casus_document_form(self->document, token);
  return form.size == 1 && form.bytes[0] == sign;
}

/* Whether what stands between the marks ends there, and does not go on in the reporter's words. */
static bool ends_there(const joining *self, const casus_quoted *marks) {
  const casus_document *document = self->document;
  const uint32_t limit = marks->limit;
  if (limit == document->first[casus_document_sentence_of(document, limit - 1) + 1]) return true;
  return casus_tree_kind(&self->tree, limit - 2) == CASUS_TIE_PUNCTUATION ||
         casus_tree_kind(&self->tree, limit) == CASUS_TIE_PUNCTUATION;
}

/* Whether the marks hold speech, and no words that the reporter works into a sentence: a capital or a colon
 * before them, at the start of a sentence or behind a comma or the verb of speech. */
static bool is_speech(const joining *self, const casus_claim *claim, const casus_quoted *marks) {
  const uint32_t first = marks->first;
  if (!ends_there(self, marks)) return false;
  if (first == 0 || is_sign(self, first - 1, ':')) return true;
  const uint32_t before = is_sign(self, first - 1, ',') ? first - 2 : first - 1;
  if (claim->cue.limit == before + 1 && before + 2 == first) return true;
  if (!starts_capital(self, marks)) return false;
  if (claim->cue.limit == before + 1) return true;
  const bool begins = self->document->first[casus_document_sentence_of(self->document, first)] == first;
  return begins || before + 2 == first || casus_quoted_at(&self->marks, first - 1);
}

/* The first claim whose cue is at or behind a token, as an index. */
static size_t claim_from(const joining *self, uint32_t token) {
  size_t low = 0, high = self->claims.count;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (self->claims.items[middle].cue.first < token)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static bool is_boundary(const joining *self, uint32_t token) {
  const casus_string form = casus_document_form(self->document, token);
  return (form.size == 1 && form.bytes[0] == ';') || casus_quoted_at(&self->marks, token);
}

/* Whether nothing between two tokens keeps a verb and a quotation apart. */
static bool is_clear(const joining *self, uint32_t first, uint32_t limit) {
  for (uint32_t token = first; token < limit; token++)
    if (is_boundary(self, token)) return false;
  return true;
}

/* The claim whose content the marks overlap, with a cue outside of them. */
static casus_claim *claim_around(const joining *self, const casus_quoted *marks) {
  enum { NEAR = 256 };
  const casus_document *document = self->document;
  uint32_t first = document->first[casus_document_sentence_of(document, marks->first)];
  uint32_t limit = document->first[casus_document_sentence_of(document, marks->limit - 1) + 1];
  if (marks->first - first > NEAR) first = marks->first - NEAR;
  if (limit - marks->limit > NEAR) limit = marks->limit + NEAR;
  casus_claim *const end = self->claims.items + self->claims.count;
  for (casus_claim *claim = self->claims.items + claim_from(self, first);
       claim < end && claim->cue.first < limit; claim++)
    if (!covers(marks, claim->cue.first) && overlaps(claim, marks)) return claim;
  return NULL;
}

/* Whether a sentence begins on a line of its own with a capital: it goes on with nothing before it. */
static bool starts_afresh(const joining *self, uint32_t sentence) {
  const casus_document *document = self->document;
  const uint32_t first = document->first[sentence];
  const uint32_t gap = document->stop[first - 1], start = document->start[first];
  return is_capital((unsigned char)document->text[start]) &&
         memchr(document->text + gap, '\n', start - gap) != NULL;
}

/* Where the words end that may say who spoke: with the sentence in which the quotation ends, or with the next
 * one, as in `"Who?" he asked.` */
static uint32_t reach_behind(const joining *self, const casus_quoted *marks) {
  enum { CLOSE = 4 };
  const casus_document *document = self->document;
  const uint32_t sentence = casus_document_sentence_of(document, marks->limit - 1);
  const uint32_t limit = document->first[sentence + 1];
  if (limit != marks->limit || sentence + 1 == document->sentence_count ||
      document->sentence_flags[sentence + 1] & CASUS_SENTENCE_PARAGRAPH || starts_afresh(self, sentence + 1))
    return limit;
  return document->first[sentence + 2] < limit + CLOSE ? document->first[sentence + 2] : limit + CLOSE;
}

/* The nearest verb of speech behind the quotation. */
static casus_claim *claim_behind(const joining *self, const casus_quoted *marks) {
  const uint32_t limit = reach_behind(self, marks);
  const size_t number = claim_from(self, marks->limit);
  if (number == self->claims.count) return NULL;
  casus_claim *claim = &self->claims.items[number];
  const uint32_t cue = claim->cue.first;
  if (cue >= limit || cue >= marks->limit + REACH || !is_clear(self, marks->limit, cue)) return NULL;
  const bool next = casus_document_sentence_of(self->document, cue) !=
                    casus_document_sentence_of(self->document, marks->limit - 1);
  const bool other = next && claim->count && claim->pieces[0].first > cue &&
                     !casus_quoted_at(&self->marks, claim->pieces[0].first);
  return other ? NULL : claim;
}

/* The nearest one before it, in the sentence in which it starts or in one that ends with a colon. */
static casus_claim *claim_before(const joining *self, const casus_quoted *marks) {
  const casus_document *document = self->document;
  uint32_t sentence = casus_document_sentence_of(document, marks->first);
  if (document->first[sentence] == marks->first && sentence > 0 && is_sign(self, marks->first - 1, ':'))
    sentence--;
  const uint32_t first = document->first[sentence];
  const size_t number = claim_from(self, marks->first);
  if (number == 0) return NULL;
  casus_claim *claim = &self->claims.items[number - 1];
  const uint32_t cue = claim->cue.first;
  return cue >= first && cue + REACH >= marks->first && is_clear(self, cue + 1, marks->first) ? claim : NULL;
}

/* Whether the quotation goes on with these marks: `..., said Smith. "..."` */
static bool continues(const joining *self, const casus_quoted *marks) {
  const casus_document *document = self->document;
  const casus_claim *last = self->last;
  if (!last) return false;
  const uint32_t sentence = casus_document_sentence_of(document, marks->first);
  const uint32_t end = last->pieces[last->count - 1].limit - 1;
  const uint32_t before = end > last->cue.first ? end : last->cue.first;
  return document->first[sentence] == marks->first &&
         casus_document_sentence_of(document, before) + 1 == sentence;
}

/* Whether the marks hold a sentence of their own. */
static bool is_sentence(const joining *self, const casus_quoted *marks) {
  const casus_string end = casus_document_form(self->document, marks->limit - 2);
  return starts_capital(self, marks) && end.size == 1 && strchr(".?!", end.bytes[0]);
}

/* Whether a verb stands so near to a few quoted words that it reports them: right beside them, or between
 * them and what they go on with, as in `"Peace," he said on Friday, "and soon."` */
static bool is_beside(const joining *self, const casus_claim *claim, const casus_quoted *marks) {
  const uint32_t cue = claim->cue.first;
  if (claim->direct && claim->pieces[0].first < cue && cue < marks->first &&
      is_sign(self, marks->first - 1, ','))
    return true;
  return (cue >= marks->limit ? cue - marks->limit : marks->first - cue - 1) <= BESIDE;
}

/* The subject of the sentence before a quotation, in its paragraph. */
static uint32_t subject_before(const joining *self, const casus_quoted *marks) {
  const casus_document *document = self->document;
  const uint32_t sentence = casus_document_sentence_of(document, marks->first);
  if (!self->parsed || sentence == 0 || document->sentence_flags[sentence] & CASUS_SENTENCE_PARAGRAPH)
    return CASUS_NONE;
  for (uint32_t token = document->first[sentence - 1]; token < document->first[sentence]; token++)
    if (document->head[token] == 0) return casus_tree_subject(&self->tree, token);
  return CASUS_NONE;
}

static casus_claim *claim_alone(joining *self, const casus_quoted *marks) {
  if (count_words(self, marks) <= SHORT || !is_sentence(self, marks)) return NULL;
  casus_claim *claim = casus_arena_push(self->analysis->arena, &self->free);
  *claim = (casus_claim){.rule = &alone,
                         .cue = {CASUS_NONE, CASUS_NONE},
                         .speaker = subject_before(self, marks),
                         .content = CASUS_NONE};
  return claim;
}

static casus_claim *claim_of(joining *self, const casus_quoted *marks) {
  casus_claim *claim = claim_around(self, marks);
  if (claim) return claim;
  /* a colon leaves no doubt that the quotation belongs to the verb before it */
  const bool announced = marks->first > 0 && is_sign(self, marks->first - 1, ':');
  claim = announced ? claim_before(self, marks) : NULL;
  if (!claim) claim = claim_behind(self, marks);
  if (!claim) claim = claim_before(self, marks);
  if (claim) return count_words(self, marks) > SHORT || is_beside(self, claim, marks) ? claim : NULL;
  const bool whole = count_words(self, marks) > SHORT || is_sentence(self, marks);
  return whole && continues(self, marks) ? self->last : claim_alone(self, marks);
}

static void join_marks(joining *self) {
  for (size_t i = 0; i < self->marks.count; i++) {
    casus_quoted *marks = &self->marks.items[i];
    casus_claim *claim = claim_of(self, marks);
    if (!claim) continue;
    if (!claim->quoted && (claim->rule == &alone || is_speech(self, claim, marks))) {
      claim->direct = true;
      claim->count = 0;
    }
    join(claim, marks);
    marks->taken = true;
    self->last = claim->rule == &alone ? NULL : claim;
  }
}

/* ---- Records */

static casus_part part_of(const casus_analysis *self, uint32_t first, uint32_t limit) {
  return (casus_part){.start = self->document->start[first], .stop = self->document->stop[limit - 1]};
}

/* The name that a proper noun is in, as an id where no dictionary has one. */
static const char *name_of(const casus_analysis *self, uint32_t head) {
  const casus_document *document = self->document;
  const uint32_t upos = document->upos[head];
  const uint32_t sentence = casus_document_sentence_of(document, head);
  const casus_string tag = casus_pool_get(&document->pool, upos);
  if (tag.size != 5 || memcmp(tag.bytes, "PROPN", 5) != 0) return NULL;
  uint32_t first = head, limit = head + 1;
  while (first > document->first[sentence] && document->upos[first - 1] == upos) first--;
  while (limit < document->first[sentence + 1] && document->upos[limit] == upos) limit++;
  return casus_arena_copy(self->arena, document->text + document->start[first],
                          document->stop[limit - 1] - document->start[first]);
}

/* The actor that a nominal names: at its head, or in another name for it. */
static const casus_mention *actor_of(const casus_analysis *self, const casus_tree *tree, casus_extent nominal,
                                     uint32_t head) {
  const casus_mention *actor = casus_mention_at(self->actors.items, self->actors.count, head);
  for (uint32_t token = nominal.first; !actor && token < nominal.limit; token++)
    if (casus_tree_kind(tree, token) == CASUS_TIE_NAME && casus_tree_head(tree, token) == head)
      actor = casus_mention_at(self->actors.items, self->actors.count, token);
  return actor;
}

static bool is_nominal(const casus_document *document, uint32_t token) {
  static const char *const tags[] = {"PROPN", "NOUN", "PRON"};
  const casus_string tag = casus_pool_get(&document->pool, document->upos[token]);
  for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
    if (strlen(tags[i]) == tag.size && memcmp(tags[i], tag.bytes, tag.size) == 0) return true;
  return false;
}

/* Who speaks by where the words stand, as the tree does not say: right behind the verb, or right before it.
 */
static uint32_t speaker_beside(const joining *self, const casus_claim *claim) {
  enum { NEAR = 5 };
  const casus_document *document = self->document;
  const uint32_t sentence = casus_document_sentence_of(document, claim->cue.first);
  const uint32_t first = document->first[sentence], limit = document->first[sentence + 1];
  const bool inverted = claim->pieces[0].limit == claim->cue.first;
  for (uint32_t at = claim->cue.limit; inverted && at < limit && at < claim->cue.limit + NEAR; at++) {
    if (is_boundary(self, at) || is_sign(self, at, ',')) break;
    if (is_nominal(document, at)) return at;
  }
  for (uint32_t at = claim->cue.first; at-- > first && at + NEAR >= claim->cue.first;) {
    if (in_content(claim, at) || is_sign(self, at, ',')) break;
    if (is_nominal(document, at)) return at;
  }
  return CASUS_NONE;
}

/* The word that other words of a name hang on. */
static uint32_t name_head(const casus_tree *tree, uint32_t token) {
  uint32_t head = token;
  while (head != CASUS_NONE && casus_tree_kind(tree, head) == CASUS_TIE_NAME)
    head = casus_tree_head(tree, head);
  return head;
}

/* "a Japanese official": somebody without a name, who does not speak for Japan. */
static bool is_unnamed(const casus_analysis *self, const casus_mention *actor, casus_extent nominal) {
  static const char *const words[] = {"a", "an", "one", "another", NULL};
  return actor && actor->actor && strcmp(actor->actor->kind, "agent") == 0 &&
         casus_analysis_is_any(self, nominal.first, words);
}

/* What of a nominal is neither content nor cue, around its head. */
static casus_extent clipped(const casus_claim *claim, casus_extent nominal, uint32_t head) {
  const casus_extent cue = claim->cue;
  casus_extent found = {head, head + 1};
  for (uint32_t at = head + 1; at < nominal.limit && at != cue.first && !in_content(claim, at); at++)
    found.limit = at + 1;
  for (uint32_t at = head; at-- > nominal.first && at + 1 != cue.limit && !in_content(claim, at);)
    found.first = at;
  return found;
}

static casus_part speaker_of(const joining *self, const casus_claim *claim) {
  const casus_analysis *analysis = self->analysis;
  uint32_t head = claim->speaker;
  const bool lost = head == CASUS_NONE ? claim->direct && !claim->rule->silent : in_content(claim, head);
  if (lost && claim->cue.first != CASUS_NONE) {
    head = speaker_beside(self, claim);
    if (head != CASUS_NONE) head = name_head(&self->tree, head);
  }
  if (head == CASUS_NONE || in_content(claim, head)) return (casus_part){.start = CASUS_NONE};
  const casus_extent nominal = clipped(claim, casus_tree_nominal(&self->tree, head), head);
  const casus_mention *actor = actor_of(analysis, &self->tree, nominal, head);
  if (is_unnamed(analysis, actor, nominal)) actor = NULL;
  casus_part part = part_of(analysis, nominal.first, nominal.limit);
  part.id = actor ? actor->id : name_of(analysis, head);
  if (actor) part.code = actor->code;
  return part;
}

/* Whether all words of the content stand between marks. */
static bool is_direct(const joining *self, const casus_claim *claim) {
  for (uint32_t i = 0; i < claim->count; i++)
    for (uint32_t token = claim->pieces[i].first; token < claim->pieces[i].limit;) {
      const casus_quoted *marks = casus_quoted_at(&self->marks, token);
      if (!marks) return false;
      token = marks->limit;
    }
  return true;
}

static const char *mode_of(const joining *self, const casus_claim *claim) {
  if (!claim->quoted) return "indirect";
  return claim->direct && is_direct(self, claim) ? "direct" : "mixed";
}

static void add_record(joining *self, const casus_claim *claim) {
  casus_analysis *analysis = self->analysis;
  const casus_document *document = self->document;
  casus_record *record =
      casus_analysis_add(analysis, CASUS_QUOTE, document->start[claim->pieces[0].first],
                         document->stop[claim->pieces[claim->count - 1].limit - 1], claim->rule->extractor,
                         claim->quoted ? claim->rule->quoted : claim->rule->confidence);
  record->as.quote.mode = mode_of(self, claim);
  record->as.quote.speaker = speaker_of(self, claim);
  if (claim->cue.first != CASUS_NONE)
    record->as.quote.cue = part_of(analysis, claim->cue.first, claim->cue.limit);
  if (claim->count < 2) return;
  casus_span *spans = casus_arena_new(analysis->arena, casus_span, claim->count);
  for (uint32_t i = 0; i < claim->count; i++) {
    const casus_part piece = part_of(analysis, claim->pieces[i].first, claim->pieces[i].limit);
    spans[i] = (casus_span){piece.start, piece.stop};
  }
  record->as.quote.spans = spans;
  record->as.quote.span_count = claim->count;
}

/* Drops claims that are made within a quotation. */
static void drop_quoted(joining *self) {
  for (size_t i = 0; i < self->claims.count; i++) {
    casus_claim *claim = &self->claims.items[i];
    const casus_quoted *marks = casus_quoted_at(&self->marks, claim->cue.first);
    if (marks && marks->taken) claim->count = 0;
  }
}

/* Whether the cue stands in what another claim reports. */
static bool is_within(const joining *self, const casus_claim *claim) {
  enum { NEAR = 6 };
  const size_t number = (size_t)(claim - self->claims.items);
  for (size_t i = number > NEAR ? number - NEAR : 0; i < self->claims.count && i <= number + NEAR; i++) {
    const casus_claim *other = &self->claims.items[i];
    if (i == number) continue;
    if (other->quoted >= claim->quoted && in_content(other, claim->cue.first)) return true;
    if (other->quoted && !claim->quoted && in_content(claim, other->cue.first)) return true;
  }
  return false;
}

static int compare_records(const void *a, const void *b) {
  return casus_record_compare(a, b);
}

void casus_find_quotes(casus_analysis *analysis) {
  joining self = {.analysis = analysis, .document = analysis->document};
  const size_t before = analysis->records.count;
  self.parsed = casus_tree_open(&self.tree, analysis);
  casus_quoted_find(analysis, &self.marks);
  if (self.parsed) casus_claims_find(analysis, &self.tree, &self.claims);
  join_marks(&self);
  drop_quoted(&self);
  for (size_t i = 0; i < self.claims.count; i++)
    if (self.claims.items[i].count && !is_within(&self, &self.claims.items[i]))
      add_record(&self, &self.claims.items[i]);
  for (size_t i = 0; i < self.free.count; i++) add_record(&self, &self.free.items[i]);
  if (analysis->records.count > before)
    qsort(analysis->records.items + before, analysis->records.count - before, sizeof(casus_record),
          compare_records);
}
