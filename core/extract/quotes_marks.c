/* Which quotation marks belong together, over sentences and paragraphs. */
#include "extract/quotes.h"

#include <string.h>

typedef enum mark_kind { NO_MARK, OPENS, CLOSES, EITHER } mark_kind;

typedef struct mark {
  const char *text;
  mark_kind kind;
  uint8_t family; /* what opens one is closed by one of the same */
} mark;

enum { DOUBLE, TICKS, ANGLES };

static const mark marks[] = {
    {"\"", EITHER, DOUBLE},
    {"\xE2\x80\x9C", OPENS, DOUBLE},
    {"\xE2\x80\x9D", CLOSES, DOUBLE},
    {"\xE2\x80\x9E", OPENS, DOUBLE},
    {"``", OPENS, TICKS},
    {"''", EITHER, TICKS},
    {"\xC2\xAB", OPENS, ANGLES},
    {"\xC2\xBB", CLOSES, ANGLES},
};

static const mark *mark_at(const casus_document *document, uint32_t token) {
  const casus_string form = casus_document_form(document, token);
  const unsigned char first = (unsigned char)form.bytes[0];
  if (form.size > 3 || (first != '"' && first != '`' && first != '\'' && first < 0x80)) return NULL;
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if (form.size == strlen(marks[i].text) && memcmp(form.bytes, marks[i].text, form.size) == 0)
      return &marks[i];
  return NULL;
}

static bool has_space_after(const casus_document *document, uint32_t token) {
  return document->token_flags[token] & CASUS_TOKEN_SPACE_AFTER;
}

/* A mark that may do either opens before a word and behind white space. */
static bool can_open(const casus_document *document, uint32_t token, const mark *sign) {
  if (sign->kind != EITHER) return sign->kind == OPENS;
  return !has_space_after(document, token);
}

/* An opening mark behind a word and before white space was meant to close; one that may do either and stands
 * behind white space and before a word was not. */
static bool can_close(const casus_document *document, uint32_t token, const mark *sign) {
  if (sign->kind == EITHER) return has_space_after(document, token) || !has_space_after(document, token - 1);
  return sign->kind != OPENS || (has_space_after(document, token) && !has_space_after(document, token - 1));
}

typedef struct pairing {
  const casus_document *document;
  casus_arena *arena;
  casus_quoteds *into;
  uint32_t open; /* the mark that waits for its fellow, or CASUS_NONE */
  uint8_t family;
  bool goes_on; /* the mark that waits goes on with the pair before */
} pairing;

static void add_pair(const pairing *self, uint32_t end, uint32_t limit) {
  *casus_arena_push(self->arena, self->into) = (casus_quoted){self->open, limit, end, self->goes_on, false};
}

static void close_pair(pairing *self, uint32_t token) {
  if (token > self->open + 1) add_pair(self, token, token + 1);
  self->open = CASUS_NONE;
  self->goes_on = false;
}

static void take_mark(pairing *self, uint32_t token, const mark *sign) {
  const bool waits = self->open != CASUS_NONE && sign->family == self->family;
  if (waits && can_close(self->document, token, sign)) {
    close_pair(self, token);
  } else if (self->open == CASUS_NONE || waits) { /* one that is never closed: the next one starts afresh */
    if (!can_open(self->document, token, sign)) return;
    self->open = token;
    self->family = sign->family;
    self->goes_on = false;
  }
}

/* Speech of several paragraphs has an open mark at the start of each; the last one is closed. */
static bool goes_on(const pairing *self, uint32_t token) {
  const mark *sign = mark_at(self->document, token);
  return sign && sign->family == self->family && can_open(self->document, token, sign);
}

/* A paragraph begins while a mark is open. */
static void turn_paragraph(pairing *self, uint32_t token) {
  if (goes_on(self, token)) {
    if (token > self->open + 1) add_pair(self, token, token);
    self->open = token;
    self->goes_on = true;
  } else {
    self->open = CASUS_NONE;
    self->goes_on = false;
  }
}

/* ---- Single marks
 *
 * A text has speech between marks of one kind: single ones are those of speech only where there are no double
 * ones, which have them for what is said within speech and for headlines. A closing one is also an
 * apostrophe: one behind a sign or at the end of a word closes, one behind a plural ("the boys' school") does
 * only before a sign, if nothing else does.
 */

static bool is_form(const casus_document *document, uint32_t token, const char *text) {
  const casus_string form = casus_document_form(document, token);
  return form.size == strlen(text) && memcmp(form.bytes, text, form.size) == 0;
}

static bool is_any(const casus_document *document, uint32_t token, const char *signs) {
  const casus_string form = casus_document_form(document, token);
  return form.size == 1 && strchr(signs, form.bytes[0]) != NULL;
}

static bool opens_single(const casus_document *document, uint32_t token) {
  if (!is_form(document, token, "\xE2\x80\x98") && !is_form(document, token, "'")) return false;
  if (has_space_after(document, token)) return false;
  return token == 0 || document->stop[token - 1] < document->start[token] ||
         is_any(document, token - 1, "([-");
}

typedef enum closing { CLOSES_NOT, CLOSES_PERHAPS, CLOSES_SURELY } closing;

static closing closes_single(const casus_document *document, uint32_t token, const char *sign) {
  if (!is_form(document, token, sign) || document->stop[token - 1] < document->start[token])
    return CLOSES_NOT;
  const bool last = token + 1 == document->token_count;
  const bool apart = last || document->stop[token] < document->start[token + 1];
  const bool before = !last && is_any(document, token + 1, ",.;:?!)]-");
  if (!apart && !before) return CLOSES_NOT;
  const casus_string form = casus_document_form(document, token - 1);
  const char end = form.bytes[form.size - 1];
  if (end != 's' && end != 'S') return CLOSES_SURELY;
  return before ? CLOSES_PERHAPS : CLOSES_NOT;
}

/* The mark that closes a single one, in its paragraph; CASUS_NONE if there is none. */
static uint32_t single_close(const casus_document *document, uint32_t open) {
  enum { FAR = 512 };
  const char *sign = is_form(document, open, "'") ? "'" : "\xE2\x80\x99";
  uint32_t perhaps = CASUS_NONE;
  uint32_t sentence = casus_document_sentence_of(document, open);
  for (uint32_t token = open + 1; token < document->token_count && token < open + FAR; token++) {
    if (token == document->first[sentence + 1]) {
      sentence++;
      if (document->sentence_flags[sentence] & CASUS_SENTENCE_PARAGRAPH) break;
    }
    const closing found = closes_single(document, token, sign);
    if (found == CLOSES_SURELY) return token;
    if (found == CLOSES_PERHAPS && perhaps == CASUS_NONE) perhaps = token;
  }
  return perhaps;
}

static void find_single(const casus_analysis *self, casus_quoteds *into) {
  const casus_document *document = self->document;
  for (uint32_t token = 0; token < document->token_count; token++) {
    if (!opens_single(document, token) || casus_analysis_is_furniture(self, token)) continue;
    const uint32_t close = single_close(document, token);
    if (close == CASUS_NONE || close == token + 1) continue;
    *casus_arena_push(self->arena, into) = (casus_quoted){token, close + 1, close, false, false};
    token = close;
  }
}

static void find_double(const casus_analysis *self, casus_quoteds *into) {
  const casus_document *document = self->document;
  pairing state = {document, self->arena, into, CASUS_NONE, 0, false};
  for (uint32_t sentence = 0; sentence < document->sentence_count; sentence++) {
    uint32_t token = document->first[sentence];
    if (state.open != CASUS_NONE && document->sentence_flags[sentence] & CASUS_SENTENCE_PARAGRAPH) {
      turn_paragraph(&state, token);
      if (state.open == token) token++;
    }
    for (; token < document->first[sentence + 1]; token++) {
      const mark *sign = mark_at(document, token);
      if (sign && !casus_analysis_is_furniture(self, token)) take_mark(&state, token, sign);
    }
  }
}

void casus_quoted_find(const casus_analysis *self, casus_quoteds *into) {
  find_double(self, into);
  if (into->count == 0) find_single(self, into);
}

size_t casus_quoted_from(const casus_quoteds *self, uint32_t token) {
  size_t low = 0, high = self->count;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (self->items[middle].limit <= token)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

casus_quoted *casus_quoted_at(const casus_quoteds *self, uint32_t token) {
  const size_t number = casus_quoted_from(self, token);
  return number < self->count && self->items[number].first <= token ? &self->items[number] : NULL;
}
