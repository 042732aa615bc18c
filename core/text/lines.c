#include "text/segmentation.h"

#include <string.h>

/* A line break within a block of lines either ends something (a headline, a sentence, an item of a list) or
 * was put there because the line was full. In text that was wrapped by a machine, a line is full when the
 * first word of the next one would not have fitted any more; a break before a word that would have fitted is
 * deliberate. The width is taken from the block itself. Whether a block is wrapped shows in the letters that
 * its lines begin with: in wrapped prose most of them are small. */
enum { WIDEST_WRAPPED = 120, NARROWEST_WRAPPED = 40, LIKELY_WIDTH = 60 };

struct line {
  uint32_t start, stop; /* without white space at its ends */
  uint32_t next;        /* start of the next line */
};

static bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

static struct line read_line(const casus_segmentation *self, uint32_t at) {
  const char *end = memchr(self->text + at, '\n', self->size - at);
  struct line line = {.start = at, .stop = end ? (uint32_t)(end - self->text) : self->size};
  line.next = end ? line.stop + 1 : self->size;
  while (line.start < line.stop && is_blank(self->text[line.start])) line.start++;
  while (line.stop > line.start && is_blank(self->text[line.stop - 1])) line.stop--;
  return line;
}

void casus_begin_block(casus_segmentation *self, uint32_t at) {
  uint32_t breaks = 0, small = 0, width = 0, widest = 0, size;
  uint32_t next = at;
  bool empty = false;
  while (next < self->size && !empty) {
    const struct line line = read_line(self, next);
    empty = line.start == line.stop;
    if (empty) break;
    if (next > at) {
      breaks++;
      small += casus_class_at(self->text + line.start, &size) == CASUS_CLASS_LOWER;
    }
    const uint32_t length = line.stop - line.start;
    if (length > widest) widest = length;
    if (length > width && length <= WIDEST_WRAPPED) width = length;
    next = line.next;
  }
  const bool wrapped = breaks > 0 && small * 4 >= breaks && width >= NARROWEST_WRAPPED;
  self->block =
      (casus_block){.stop = next, .width = wrapped ? width : widest, .wrapped = wrapped, .line = at};
}

/* Whether the last token lets a sentence end: not a comma, not "the", not an opening mark. */
static bool may_end(const casus_segmentation *self) {
  const casus_document *document = self->document;
  const casus_string last = casus_document_form(document, document->token_count - 1);
  uint32_t size;
  switch (casus_class_at(last.bytes, &size)) {
  case CASUS_CLASS_COMMA:
  case CASUS_CLASS_SEMICOLON:
  case CASUS_CLASS_HYPHEN:
  case CASUS_CLASS_AMPERSAND:
  case CASUS_CLASS_OPEN:
  case CASUS_CLASS_OPEN_QUOTE: return false;
  default: break;
  }
  if (self->pending == CASUS_PENDING_ABBREVIATION) return !(self->traits & CASUS_WORD_INNER);
  return !casus_word_is(casus_segmenter_folded(self->words, last.bytes, last.size), CASUS_WORD_DANGLING);
}

static uint32_t first_word(const casus_segmentation *self, uint32_t at) {
  uint32_t size, stop = at;
  while (casus_class_at(self->text + stop, &size) != CASUS_CLASS_SPACE) stop += size;
  return stop - at;
}

bool casus_line_is_deliberate(casus_segmentation *self, uint32_t at) {
  casus_block *block = &self->block;
  const uint32_t last = self->document->token_count - 1;
  const uint32_t length = self->document->stop[last] - block->line;
  uint32_t size;
  block->line = at;
  const bool goes_on = casus_class_at(self->text + at, &size) == CASUS_CLASS_LOWER;
  const bool fitted = length + 1 + first_word(self, at) <= block->width;
  const bool likely_full = block->wrapped || (length >= LIKELY_WIDTH && length <= WIDEST_WRAPPED);
  if (!fitted && likely_full) return false;
  if (self->pending && self->pending != CASUS_PENDING_ABBREVIATION) return true;
  return !goes_on && may_end(self);
}
