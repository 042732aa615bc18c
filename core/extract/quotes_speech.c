/* What stands between quotation marks: speech, or words that the reporter works into a sentence. */
#include "extract/quotes.h"

#include <string.h>

/* Whether a byte may stand before the first letter of a sentence: brackets, white space, and what U+2018 and
 * other signs of its block are written with. */
static bool is_ahead(char byte) {
  return byte &&
         (strchr(" \n[(.@'#`", byte) || (unsigned char)byte == 0xE2 || ((unsigned char)byte & 0xC0) == 0x80);
}

/* Whether the first letter between the marks is a capital; brackets and the like before it do not count. */
bool casus_quoted_starts_capital(const casus_quoting *self, const casus_quoted *marks) {
  const char *text = self->document->text;
  uint32_t at = self->document->stop[marks->first];
  const uint32_t stop = self->document->stop[marks->limit - 1];
  while (at < stop && is_ahead(text[at])) at++;
  return casus_is_capital((unsigned char)text[at]);
}

uint32_t casus_quoted_words(const casus_quoting *self, const casus_quoted *marks) {
  uint32_t count = 0;
  for (uint32_t token = marks->first; token < marks->limit; token++) {
    const unsigned char first = (unsigned char)casus_document_form(self->document, token).bytes[0];
    count += (first | 32) >= 'a' && (first | 32) <= 'z';
  }
  return count;
}

bool casus_quoting_is(const casus_quoting *self, uint32_t token, char sign) {
  const casus_string form = casus_document_form(self->document, token);
  return form.size == 1 && form.bytes[0] == sign;
}

/* Whether what stands between the marks ends there, and does not go on in the reporter's words. */
static bool ends_there(const casus_quoting *self, const casus_quoted *marks) {
  const casus_document *document = self->document;
  const uint32_t limit = marks->limit;
  if (limit == document->first[casus_document_sentence_of(document, limit - 1) + 1]) return true;
  return casus_tree_kind(&self->tree, marks->end - 1) == CASUS_TIE_PUNCTUATION ||
         casus_tree_kind(&self->tree, limit) == CASUS_TIE_PUNCTUATION;
}

/* Whether a token begins a sentence, but for a bracket before it. */
bool casus_quoting_begins(const casus_quoting *self, uint32_t token) {
  const uint32_t first = self->document->first[casus_document_sentence_of(self->document, token)];
  return token == first ||
         (token == first + 1 && (casus_quoting_is(self, first, '(') || casus_quoting_is(self, first, '[')));
}

/* Whether a claim reports all up to the end of the sentence before a quotation. */
bool casus_quoted_reported(const casus_quoting *self, const casus_claim *claim, const casus_quoted *marks) {
  const casus_document *document = self->document;
  const uint32_t sentence = casus_document_sentence_of(document, marks->first);
  if (claim->count == 0 || document->first[sentence] != marks->first) return false;
  return claim->pieces[claim->count - 1].limit + 1 == marks->first && claim->cue.first < marks->first &&
         casus_document_sentence_of(document, claim->cue.first) + 1 == sentence &&
         !casus_quoting_is(self, marks->first - 1, ':');
}

bool casus_quoting_tagged(const casus_document *document, uint32_t token, const char *const *tags) {
  const casus_string tag = casus_pool_get(&document->pool, document->upos[token]);
  for (; *tags; tags++)
    if (strlen(*tags) == tag.size && memcmp(*tags, tag.bytes, tag.size) == 0) return true;
  return false;
}

/* Whether the reporter's own words belong to what is said: the quoted ones go on with them, as in `The plan,
 * he said, "is not serious"`, or are a part of the clause that the verb reports, as in `He said that he had a
 * question: "Why?"` */
static bool is_part(const casus_quoting *self, const casus_claim *claim, const casus_quoted *marks) {
  static const char *const nominal[] = {"NOUN", "PROPN", "PRON", NULL};
  if (claim->count == 0 || claim->pieces[0].first >= marks->first) return false;
  if (casus_quoted_reported(self, claim, marks) || !casus_quoted_starts_capital(self, marks)) return true;
  const uint32_t content = claim->content;
  return content != CASUS_NONE && content > claim->cue.first && content < marks->first &&
         !casus_quoting_tagged(self->document, content, nominal);
}

/* Whether a subject and its verb stand between the marks. */
static bool holds_clause(const casus_quoting *self, const casus_quoted *marks) {
  for (uint32_t token = marks->first; token < marks->limit; token++) {
    const casus_tie_kind kind = casus_tree_kind(&self->tree, token);
    if (kind != CASUS_TIE_SUBJECT && kind != CASUS_TIE_PASSIVE) continue;
    const uint32_t head = casus_tree_head(&self->tree, token);
    return head != CASUS_NONE && casus_quoted_covers(marks, head);
  }
  return false;
}

static bool is_dash(const casus_quoting *self, uint32_t token) {
  static const char *const dashes[] = {"-", "--", "\xE2\x80\x93", "\xE2\x80\x94"};
  const casus_string form = casus_document_form(self->document, token);
  for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
    if (strlen(dashes[i]) == form.size && memcmp(dashes[i], form.bytes, form.size) == 0) return true;
  return false;
}

/* Whether the marks hold speech, and no words that the reporter works into a sentence: a colon, or a capital
 * at the start of a sentence or behind a comma or the verb of speech. Without a capital they hold a clause
 * that is all that the verb reports. */
bool casus_quoted_is_speech(const casus_quoting *self, const casus_claim *claim, const casus_quoted *marks) {
  const uint32_t first = marks->first;
  if (!ends_there(self, marks) || is_part(self, claim, marks)) return false;
  if (first == 0 || casus_quoting_is(self, first - 1, ':')) return true;
  const bool comma = casus_quoting_is(self, first - 1, ',');
  const bool beside = claim->cue.limit + comma == first;
  if (comma && beside) return true;
  if (casus_quoted_starts_capital(self, marks))
    return comma || beside || casus_quoting_begins(self, first) || casus_quoted_at(&self->marks, first - 1) ||
           (is_dash(self, first - 1) && holds_clause(self, marks));
  const bool whole = claim->content == CASUS_NONE ? claim->cue.first >= marks->limit
                                                  : casus_quoted_covers(marks, claim->content);
  return (comma || beside) && whole;
}

/* Whether the marks hold a sentence of their own. */
bool casus_quoted_is_sentence(const casus_quoting *self, const casus_quoted *marks) {
  const casus_string end = casus_document_form(self->document, marks->end - 1);
  if (!casus_quoted_starts_capital(self, marks) || end.size != 1) return false;
  return strchr(".?!", end.bytes[0]) || (end.bytes[0] == ',' && casus_quoting_begins(self, marks->first));
}

/* Whether a few quoted words are a paragraph of their own: a heading. */
bool casus_quoted_is_heading(const casus_quoting *self, const casus_quoted *marks) {
  enum { FEW = 6 };
  const casus_document *document = self->document;
  const uint32_t first = casus_document_sentence_of(document, marks->first);
  const uint32_t next = casus_document_sentence_of(document, marks->limit - 1) + 1;
  return document->first[first] == marks->first &&
         document->sentence_flags[first] & CASUS_SENTENCE_PARAGRAPH &&
         document->first[next] == marks->limit && casus_quoted_words(self, marks) <= FEW && first > 0 &&
         (next == document->sentence_count || document->sentence_flags[next] & CASUS_SENTENCE_PARAGRAPH);
}
