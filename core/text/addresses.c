#include "text/segmentation.h"

#include <string.h>

/* An address is found by a mark that it holds: the @ of an e-mail address, the :// behind a scheme, www. in
 * front. The next of each mark is remembered, so that each byte of a chunk is searched at most once for each
 * of them. */
static const casus_string marks[CASUS_MARK_COUNT] = {
    [CASUS_MARK_MAIL] = {"@", 1}, [CASUS_MARK_SCHEME] = {"://", 3}, [CASUS_MARK_WWW] = {"www.", 4}};

static uint32_t find(const casus_segmentation *self, uint32_t at, int mark) {
  const char *found = memmem(self->text + at, self->chunk_stop - at, marks[mark].bytes, marks[mark].size);
  return found ? (uint32_t)(found - self->text) : self->chunk_stop;
}

void casus_begin_addresses(casus_segmentation *self) {
  for (int i = 0; i < CASUS_MARK_COUNT; i++) self->marks[i] = find(self, self->chunk_start, i);
}

/* Characters of e-mail addresses, on either side of the @. */
static bool is_name(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.';
}

static bool is_local(unsigned char c) {
  return is_name(c) || c == '+' || c == '%';
}

static bool is_alphanumeric(unsigned char c) {
  return is_name(c) && c != '_' && c != '-' && c != '.';
}

static bool mail_span(const casus_segmentation *self, uint32_t from, uint32_t mark, casus_span *span) {
  const unsigned char *text = (const unsigned char *)self->text;
  uint32_t start = mark, stop = mark + 1;
  while (start > from && is_local(text[start - 1])) start--;
  while (start < mark && !is_alphanumeric(text[start])) start++;
  while (stop < self->chunk_stop && is_name(text[stop])) stop++;
  while (stop > mark + 1 && !is_alphanumeric(text[stop - 1])) stop--;
  *span = (casus_span){start, stop};
  return start < mark && stop > mark + 1;
}

uint32_t casus_address_end(const casus_segmentation *self, uint32_t start, uint32_t at, uint32_t limit) {
  const casus_class_set outside = CASUS_SET(SPACE) | CASUS_SET(QUOTE) | CASUS_SET(OPEN_QUOTE) |
                                  CASUS_SET(CLOSE_QUOTE) | CASUS_SET(LESS) | CASUS_SET(GREATER) |
                                  CASUS_SET(IDEOGRAPH) | CASUS_SET(ELLIPSIS);
  const casus_class_set never_last = CASUS_SET(STOP) | CASUS_SET(COMMA) | CASUS_SET(SEMICOLON) |
                                     CASUS_SET(COLON) | CASUS_SET(BANG) | CASUS_SET(APOSTROPHE) |
                                     CASUS_SET(STAR) | CASUS_SET(CLOSE);
  uint32_t last = at; /* the end without what punctuates the text around */
  int depth = 0;      /* of brackets: those that the address itself opened belong to it */
  for (uint32_t i = start, size; i < limit; i += size) {
    const casus_class class = casus_class_at(self->text + i, &size);
    if (i >= at && casus_class_in(class, outside)) break;
    if (class == CASUS_CLASS_OPEN) depth++;
    const bool closes = class == CASUS_CLASS_CLOSE && depth-- > 0;
    if (i >= at && (closes || !casus_class_in(class, never_last))) last = i + size;
  }
  return last;
}

static bool scheme_span(const casus_segmentation *self, uint32_t from, uint32_t mark, casus_span *span) {
  enum { LONGEST_SCHEME = 12 };
  uint32_t start = mark;
  while (start > from && mark - start < LONGEST_SCHEME &&
         is_alphanumeric((unsigned char)self->text[start - 1]))
    start--;
  if (start == mark) return false;
  *span = (casus_span){start, casus_address_end(self, start, mark + 3, self->chunk_stop)};
  return span->stop > mark + 3;
}

static bool www_span(const casus_segmentation *self, uint32_t from, uint32_t mark, casus_span *span) {
  if (mark > from && is_name((unsigned char)self->text[mark - 1])) return false;
  *span = (casus_span){mark, casus_address_end(self, mark, mark + 4, self->chunk_stop)};
  return span->stop > mark + 4;
}

static bool (*const spans[CASUS_MARK_COUNT])(const casus_segmentation *, uint32_t, uint32_t, casus_span *) = {
    [CASUS_MARK_MAIL] = mail_span, [CASUS_MARK_SCHEME] = scheme_span, [CASUS_MARK_WWW] = www_span};

bool casus_next_address(casus_segmentation *self, uint32_t at, casus_span *span) {
  uint32_t from = at;
  for (;;) {
    int nearest = 0;
    for (int i = 0; i < CASUS_MARK_COUNT; i++) {
      if (self->marks[i] < at) self->marks[i] = find(self, at, i);
      if (self->marks[i] < self->marks[nearest]) nearest = i;
    }
    const uint32_t mark = self->marks[nearest];
    if (mark == self->chunk_stop) return false;
    if (spans[nearest](self, from, mark, span)) return true;
    at = mark + 1;
    from = nearest == CASUS_MARK_MAIL ? at : from; /* what was looked at in vain is not looked at again */
  }
}
