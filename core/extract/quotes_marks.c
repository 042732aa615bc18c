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

void casus_quoted_find(const casus_analysis *self, casus_quoteds *into) {
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
