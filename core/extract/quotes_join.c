/* Which claim a pair of quotation marks belongs to.
 *
 * A claim has content of its own, or is a verb of speech beside a quotation. A pair of marks belongs to the
 * claim whose content it overlaps, to a verb of speech beside it, or to the quotation before it; a few quoted
 * words without any are a manner of speaking and yield nothing.
 */
#include "extract/quotes.h"

#include <string.h>

enum {
  REACH = 16, /* tokens between a quotation and its verb of speech */
  SHORT = 3,  /* up to so many words are a manner of speaking, unless the verb stands right beside them */
  BESIDE = 2, /* tokens that may stand between the verb and such a short quotation */
};

#define ALONE 0.9 /* the share right of quotations that nobody is named for (docs/accuracy.md) */

static const casus_quote_rule alone = {.extractor = "quotes:alone", .silent = true, .quoted = ALONE};

/* ---- Pieces of content */

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

/* The first claim whose cue is at or behind a token, as an index. */
static size_t claim_from(const casus_quoting *self, uint32_t token) {
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

bool casus_quoting_parts(const casus_quoting *self, uint32_t token) {
  const casus_string form = casus_document_form(self->document, token);
  return (form.size == 1 && form.bytes[0] == ';') || casus_quoted_at(&self->marks, token);
}

/* Whether nothing between two tokens keeps a verb and a quotation apart. */
static bool is_clear(const casus_quoting *self, uint32_t first, uint32_t limit) {
  for (uint32_t token = first; token < limit; token++)
    if (casus_quoting_parts(self, token)) return false;
  return true;
}

/* The claim whose content the marks overlap, with a cue outside of them. */
static casus_claim *claim_around(const casus_quoting *self, const casus_quoted *marks) {
  enum { NEAR = 256 };
  if (self->claims.count == 0) return NULL;
  const casus_document *document = self->document;
  uint32_t first = document->first[casus_document_sentence_of(document, marks->first)];
  uint32_t limit = document->first[casus_document_sentence_of(document, marks->limit - 1) + 1];
  if (marks->first - first > NEAR) first = marks->first - NEAR;
  if (limit - marks->limit > NEAR) limit = marks->limit + NEAR;
  casus_claim *const end = self->claims.items + self->claims.count;
  for (casus_claim *claim = self->claims.items + claim_from(self, first);
       claim < end && claim->cue.first < limit; claim++)
    if (!casus_quoted_covers(marks, claim->cue.first) && overlaps(claim, marks)) return claim;
  return NULL;
}

/* Whether a sentence begins on a line of its own with a capital: it goes on with nothing before it. */
static bool starts_afresh(const casus_quoting *self, uint32_t sentence) {
  const casus_document *document = self->document;
  const uint32_t first = document->first[sentence];
  const uint32_t gap = document->stop[first - 1], start = document->start[first];
  return casus_is_capital((unsigned char)document->text[start]) &&
         memchr(document->text + gap, '\n', start - gap) != NULL;
}

/* Where the words end that may say who spoke: with the sentence in which the quotation ends, or with the next
 * one, as in `"Who?" he asked.` */
static uint32_t reach_behind(const casus_quoting *self, const casus_quoted *marks) {
  enum { CLOSE = 4 };
  const casus_document *document = self->document;
  const uint32_t sentence = casus_document_sentence_of(document, marks->limit - 1);
  const uint32_t limit = document->first[sentence + 1];
  if (limit != marks->limit || sentence + 1 == document->sentence_count ||
      document->sentence_flags[sentence + 1] & CASUS_SENTENCE_PARAGRAPH || starts_afresh(self, sentence + 1))
    return limit;
  const bool over = casus_quoting_is(self, marks->end - 1, '.');
  if (over && casus_is_capital((unsigned char)document->text[document->start[limit]])) return limit;
  return document->first[sentence + 2] < limit + CLOSE ? document->first[sentence + 2] : limit + CLOSE;
}

/* Whether the cue stands in another sentence than the one that a quotation ends in. */
static bool is_next(const casus_quoting *self, const casus_claim *claim, const casus_quoted *marks) {
  return casus_document_sentence_of(self->document, claim->cue.first) !=
         casus_document_sentence_of(self->document, marks->limit - 1);
}

/* The nearest verb of speech behind the quotation. */
static casus_claim *claim_behind(const casus_quoting *self, const casus_quoted *marks) {
  const uint32_t limit = reach_behind(self, marks);
  const size_t number = claim_from(self, marks->limit);
  if (number == self->claims.count) return NULL;
  casus_claim *claim = &self->claims.items[number];
  const uint32_t cue = claim->cue.first;
  if (cue >= limit || cue >= marks->limit + REACH || !is_clear(self, marks->limit, cue)) return NULL;
  const bool next = is_next(self, claim, marks);
  const bool other = next && claim->count && claim->pieces[0].first > cue &&
                     !casus_quoted_at(&self->marks, claim->pieces[0].first);
  return other ? NULL : claim;
}

/* The nearest one before it, in the sentence in which it starts or in one that ends with a colon. */
static casus_claim *claim_before(const casus_quoting *self, const casus_quoted *marks) {
  const casus_document *document = self->document;
  uint32_t sentence = casus_document_sentence_of(document, marks->first);
  if (document->first[sentence] == marks->first && sentence > 0 &&
      casus_quoting_is(self, marks->first - 1, ':'))
    sentence--;
  const uint32_t first = document->first[sentence];
  const size_t number = claim_from(self, marks->first);
  if (number == 0) return NULL;
  casus_claim *claim = &self->claims.items[number - 1];
  const uint32_t cue = claim->cue.first;
  return cue >= first && cue + REACH >= marks->first && is_clear(self, cue + 1, marks->first) ? claim : NULL;
}

/* Whether a token ends with a full stop. */
static bool is_stop(const casus_quoting *self, uint32_t token) {
  const casus_string form = casus_document_form(self->document, token);
  return form.size && form.bytes[form.size - 1] == '.';
}

/* Whether one sentence stands between two quotations of a paragraph, and tells of nobody new: `..., said
 * Smith. It was late. "..."` */
static bool is_interlude(const casus_quoting *self, uint32_t between, uint32_t sentence) {
  static const char *const names[] = {"PROPN", NULL};
  const casus_document *document = self->document;
  if (between + 1 != sentence || !self->parsed || !self->last->direct) return false;
  const uint8_t *flags = document->sentence_flags;
  if ((flags[between] | flags[sentence]) & CASUS_SENTENCE_PARAGRAPH) return false;
  for (uint32_t token = document->first[between]; token < document->first[sentence]; token++)
    if (casus_tree_kind(&self->tree, token) == CASUS_TIE_SUBJECT &&
        casus_quoting_tagged(document, token, names))
      return false;
  return true;
}

/* Whether the quotation goes on with these marks: `..., said Smith. "..."` A full stop may be that of an
 * abbreviation, `..., said Smith of Springfield, Ill. "..."`; one with a comma at its end has its own
 * reporter. */
static bool continues(const casus_quoting *self, const casus_quoted *marks) {
  const casus_document *document = self->document;
  const casus_claim *last = self->last;
  if (!last) return false;
  const uint32_t sentence = casus_document_sentence_of(document, marks->first);
  const uint32_t end = last->pieces[last->count - 1].limit - 1;
  const uint32_t before = end > last->cue.first || last->rule == &alone ? end : last->cue.first;
  const uint32_t known = casus_document_sentence_of(document, before);
  if (document->first[sentence] == marks->first)
    return (known + 1 == sentence || is_interlude(self, known + 1, sentence)) &&
           !casus_quoting_is(self, marks->end - 1, ',');
  return known == sentence && marks->first > 0 && is_stop(self, marks->first - 1);
}

/* The claim that reports the sentence before, so that a quotation by itself goes on with it: `The minister
 * said that it was late. "We must go."` */
static casus_claim *claim_reported(const casus_quoting *self, const casus_quoted *marks) {
  const casus_document *document = self->document;
  const uint32_t sentence = casus_document_sentence_of(document, marks->first);
  if (sentence == 0 || self->claims.count == 0 || !casus_quoted_is_sentence(self, marks) ||
      casus_quoting_is(self, marks->end - 1, ','))
    return NULL;
  casus_claim *const end = self->claims.items + claim_from(self, marks->first);
  for (casus_claim *claim = self->claims.items + claim_from(self, document->first[sentence - 1]); claim < end;
       claim++)
    if (!claim->quoted && claim->speaker != CASUS_NONE && casus_quoted_reported(self, claim, marks))
      return claim;
  return NULL;
}

/* Whether a verb stands so near to a few quoted words that it reports them: right beside them, or between
 * them and what they go on with, as in `"Peace," he said on Friday, "and soon."` */
static bool is_beside(const casus_quoting *self, const casus_claim *claim, const casus_quoted *marks) {
  const uint32_t cue = claim->cue.first;
  if (claim->direct && claim->pieces[0].first < cue && cue < marks->first &&
      casus_quoting_is(self, marks->first - 1, ','))
    return true;
  return (cue >= marks->limit ? cue - marks->limit : marks->first - cue - 1) <= BESIDE;
}

/* The subject of the sentence before a quotation, in its paragraph. */
static uint32_t subject_before(const casus_quoting *self, const casus_quoted *marks) {
  const casus_document *document = self->document;
  const uint32_t sentence = casus_document_sentence_of(document, marks->first);
  if (!self->parsed || sentence == 0 || document->sentence_flags[sentence] & CASUS_SENTENCE_PARAGRAPH)
    return CASUS_NONE;
  for (uint32_t token = document->first[sentence - 1]; token < document->first[sentence]; token++)
    if (document->head[token] == 0) return casus_tree_subject(&self->tree, token);
  return CASUS_NONE;
}

/* A quotation that nobody is named for: a sentence of its own, or what a colon announces. */
static casus_claim *claim_alone(casus_quoting *self, const casus_quoted *marks) {
  if (casus_quoted_words(self, marks) <= SHORT || !casus_quoted_is_sentence(self, marks)) return NULL;
  if (!casus_quoting_begins(self, marks->first) && !casus_quoting_is(self, marks->first - 1, ':'))
    return NULL;
  casus_claim *claim = casus_arena_push(self->analysis->arena, &self->free);
  *claim = (casus_claim){.rule = &alone,
                         .cue = {CASUS_NONE, CASUS_NONE},
                         .speaker = subject_before(self, marks),
                         .content = CASUS_NONE};
  return claim;
}

/* The verb that a quotation follows behind a comma or a colon. */
static casus_claim *claim_right_before(const casus_quoting *self, const casus_quoted *marks) {
  casus_claim *claim = claim_before(self, marks);
  if (!claim) return NULL;
  const uint32_t limit = claim->cue.limit;
  const bool tied = casus_quoting_is(self, limit, ',') || casus_quoting_is(self, limit, ':');
  return limit + 1 == marks->first && tied ? claim : NULL;
}

/* The verb that follows a quotation, with nothing but who speaks between them, as in `"...," the minister
 * said`. */
static casus_claim *claim_right_behind(const casus_quoting *self, const casus_quoted *marks) {
  const uint32_t end = marks->end - 1;
  if (!casus_quoting_is(self, end, ',') && !casus_quoting_is(self, end, '?') &&
      !casus_quoting_is(self, end, '!'))
    return NULL;
  casus_claim *claim = claim_behind(self, marks);
  if (!claim || is_next(self, claim, marks)) return NULL;
  const bool who = claim->speaker >= marks->limit && claim->speaker < claim->cue.first;
  return claim->cue.first == marks->limit || who ? claim : NULL;
}

static casus_claim *claim_beside(const casus_quoting *self, const casus_quoted *marks) {
  /* a colon leaves no doubt that the quotation belongs to the verb before it */
  const bool announced = marks->first > 0 && casus_quoting_is(self, marks->first - 1, ':');
  const bool comma = marks->first > 0 && casus_quoting_is(self, marks->first - 1, ',');
  casus_claim *before = claim_before(self, marks), *behind = claim_behind(self, marks);
  if (before && (announced || !behind || (comma && is_next(self, behind, marks)))) return before;
  return behind;
}

static casus_claim *claim_of(casus_quoting *self, const casus_quoted *marks) {
  casus_claim *claim = claim_right_before(self, marks);
  if (!claim) claim = claim_right_behind(self, marks);
  if (!claim) claim = claim_around(self, marks);
  if (claim) return claim;
  claim = claim_beside(self, marks);
  if (claim) return casus_quoted_words(self, marks) > SHORT || is_beside(self, claim, marks) ? claim : NULL;
  const bool whole = casus_quoted_words(self, marks) > SHORT || casus_quoted_is_sentence(self, marks);
  if (!whole || casus_quoted_is_heading(self, marks)) return NULL;
  if (continues(self, marks)) return self->last;
  claim = claim_reported(self, marks);
  return claim ? claim : claim_alone(self, marks);
}

/* A quotation that goes on in a new paragraph is that of who spoke in the one before, unless it is said anew
 * who speaks. */
static casus_claim *claim_resumed(casus_quoting *self, const casus_quoted *marks, casus_claim *owner) {
  casus_claim *claim = claim_right_behind(self, marks);
  if (!claim) claim = owner;
  return claim ? claim : claim_of(self, marks);
}

/* `The plan, he said, "is not serious"`: the words before who speaks are a part of the sentence that the
 * quoted ones go on with, whatever the tree makes of them. */
static void take_start(const casus_quoting *self, casus_claim *claim, const casus_quoted *marks) {
  static const char *const link[] = {"CCONJ", NULL};
  const uint32_t cue = claim->cue.first;
  if (claim->count && claim->pieces[0].first < marks->first) return;
  if (cue >= marks->first || claim->cue.limit + 1 != marks->first || casus_quoted_starts_capital(self, marks))
    return;
  if (!casus_quoting_is(self, marks->first - 1, ',')) return;
  const uint32_t first = self->document->first[casus_document_sentence_of(self->document, cue)];
  uint32_t clause = cue;
  if (claim->speaker != CASUS_NONE && claim->speaker < cue)
    clause = casus_tree_nominal(&self->tree, claim->speaker).first;
  if (clause < first + 2 || !casus_quoting_is(self, clause - 1, ',') || !is_clear(self, first, clause))
    return;
  if (clause == first + 2 && casus_quoting_tagged(self->document, first, link)) return;
  if (claim->count == CASUS_CLAIM_PIECES) return;
  memmove(claim->pieces + 1, claim->pieces, claim->count * sizeof *claim->pieces);
  claim->pieces[0] = (casus_extent){first, clause - 1};
  claim->count++;
}

/* Whether what comes behind may go on with a claim: words in marks beside a quotation in the same sentence
 * are none to go on with. */
static bool is_open(const casus_quoting *self, const casus_claim *claim) {
  const casus_claim *last = self->last;
  return claim->direct || !last || !last->direct || last->cue.first == CASUS_NONE ||
         casus_document_sentence_of(self->document, last->cue.first) !=
             casus_document_sentence_of(self->document, claim->cue.first);
}

void casus_quoting_join(casus_quoting *self) {
  casus_claim *owner = NULL; /* of the marks before */
  for (size_t i = 0; i < self->marks.count; i++) {
    casus_quoted *marks = &self->marks.items[i];
    casus_claim *claim = marks->goes_on ? claim_resumed(self, marks, owner) : claim_of(self, marks);
    owner = claim;
    if (!claim) continue;
    if (!claim->quoted && claim->rule != &alone) take_start(self, claim, marks);
    if (!claim->quoted && (claim->rule == &alone || casus_quoted_is_speech(self, claim, marks))) {
      claim->direct = true;
      claim->count = 0;
    }
    join(claim, marks);
    marks->taken = true;
    if (claim->rule == &alone)
      self->last = casus_quoting_is(self, marks->end - 1, ',') ? claim : NULL;
    else if (is_open(self, claim))
      self->last = claim;
  }
}
