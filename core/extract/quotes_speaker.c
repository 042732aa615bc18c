/* Who says what a claim reports. */
#include "extract/quotes.h"

#include <string.h>

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
static uint32_t speaker_beside(const casus_quoting *self, const casus_claim *claim) {
  enum { NEAR = 5 };
  const casus_document *document = self->document;
  const uint32_t sentence = casus_document_sentence_of(document, claim->cue.first);
  const uint32_t first = document->first[sentence], limit = document->first[sentence + 1];
  const bool inverted = claim->pieces[0].limit == claim->cue.first;
  for (uint32_t at = claim->cue.limit; inverted && at < limit && at < claim->cue.limit + NEAR; at++) {
    if (casus_quoting_parts(self, at) || casus_quoting_is(self, at, ',')) break;
    if (is_nominal(document, at)) return at;
  }
  for (uint32_t at = claim->cue.first; at-- > first && at + NEAR >= claim->cue.first;) {
    if (casus_claim_holds(claim, at) || casus_quoting_is(self, at, ',')) break;
    if (is_nominal(document, at)) return at;
  }
  return CASUS_NONE;
}

/* Whether a token is part of a quotation, of this claim or of another. */
static bool is_said(const casus_quoting *self, const casus_claim *claim, uint32_t token) {
  const casus_quoted *marks = casus_quoted_at(&self->marks, token);
  return (marks && marks->taken) || casus_claim_holds(claim, token);
}

/* The word that other words of a name hang on. */
static uint32_t name_head(const casus_quoting *self, const casus_claim *claim, uint32_t token) {
  uint32_t head = token;
  while (casus_tree_kind(&self->tree, head) == CASUS_TIE_NAME) {
    const uint32_t above = casus_tree_head(&self->tree, head);
    if (above == CASUS_NONE || is_said(self, claim, above)) break;
    head = above;
  }
  return head;
}

/* "a Japanese official": somebody without a name, who does not speak for Japan. */
static bool is_unnamed(const casus_analysis *self, const casus_mention *actor, casus_extent nominal) {
  static const char *const words[] = {"a", "an", "one", "another", NULL};
  return actor && actor->actor && strcmp(actor->actor->kind, "agent") == 0 &&
         casus_analysis_is_any(self, nominal.first, words);
}

/* What of a nominal is neither content nor cue, around its head. */
static casus_extent clipped(const casus_quoting *self, const casus_claim *claim, casus_extent nominal,
                            uint32_t head) {
  const casus_extent cue = claim->cue;
  casus_extent found = {head, head + 1};
  for (uint32_t at = head + 1; at < nominal.limit && at != cue.first && !is_said(self, claim, at); at++)
    found.limit = at + 1;
  for (uint32_t at = head; at-- > nominal.first && at + 1 != cue.limit && !is_said(self, claim, at);)
    found.first = at;
  return found;
}

casus_part casus_quoting_speaker(const casus_quoting *self, const casus_claim *claim) {
  const casus_analysis *analysis = self->analysis;
  uint32_t head = claim->speaker;
  const bool lost = head == CASUS_NONE ? claim->direct && !claim->rule->silent : is_said(self, claim, head);
  if (lost && claim->cue.first != CASUS_NONE) {
    head = speaker_beside(self, claim);
    if (head != CASUS_NONE) head = name_head(self, claim, head);
  }
  if (head == CASUS_NONE || is_said(self, claim, head)) return (casus_part){.start = CASUS_NONE};
  const casus_extent nominal = clipped(self, claim, casus_tree_nominal(&self->tree, head), head);
  const casus_mention *actor = actor_of(analysis, &self->tree, nominal, head);
  if (is_unnamed(analysis, actor, nominal)) actor = NULL;
  casus_part part = casus_quoting_part(self, nominal.first, nominal.limit);
  part.id = actor ? actor->id : name_of(analysis, head);
  if (actor) part.code = actor->code;
  return part;
}
