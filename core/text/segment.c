#include "text/segment.h"

#include "text/readable.h"
#include "text/segmentation.h"

#include <string.h>

/* English news has a token in five bytes and a sentence in a hundred and twenty. Where a text has more, the
 * room that it will need is reckoned from what was read of it, so that columns are copied once or twice and
 * little is left behind. */
enum { BYTES_PER_TOKEN = 5, TOKENS_PER_SENTENCE = 16, LEAST_ROOM = 64 };

static size_t more_room(const casus_segmentation *self, size_t count, uint32_t at) {
  const double whole = (double)count * (double)self->size / (double)(at + 1);
  const size_t most = (size_t)self->size + 2; /* a token has at least one byte */
  size_t room = count + count / 4 + LEAST_ROOM;
  if (whole * 1.05 > (double)room) room = (size_t)(whole * 1.05);
  return room < most ? room : most;
}

static void *copy_column(casus_arena *arena, const void *column, size_t count, size_t room, size_t size) {
  void *larger = casus_arena_alloc(arena, room * size);
  if (count) memcpy(larger, column, count * size);
  return larger;
}

static void make_token_room(casus_segmentation *self, size_t room) {
  casus_document *document = self->document;
  const size_t count = document->token_count;
  casus_arena *arena = &document->arena;
  document->start = copy_column(arena, document->start, count, room, sizeof *document->start);
  document->stop = copy_column(arena, document->stop, count, room, sizeof *document->stop);
  document->token_flags =
      copy_column(arena, document->token_flags, count, room, sizeof *document->token_flags);
  self->token_room = room;
}

static void make_sentence_room(casus_segmentation *self, size_t room) {
  casus_document *document = self->document;
  const size_t count = document->sentence_count;
  casus_arena *arena = &document->arena;
  document->first = copy_column(arena, document->first, count, room + 1, sizeof *document->first);
  document->sentence_flags =
      copy_column(arena, document->sentence_flags, count, room, sizeof *document->sentence_flags);
  self->sentence_room = room;
}

void casus_append_row(casus_segmentation *self, uint32_t start, uint32_t stop, uint8_t flags) {
  casus_document *document = self->document;
  if (document->token_count == self->token_room)
    make_token_room(self, more_room(self, document->token_count, start));
  document->start[document->token_count] = start;
  document->stop[document->token_count] = stop;
  document->token_flags[document->token_count++] = flags;
}

void casus_append_sentence(casus_segmentation *self, uint8_t flags) {
  casus_document *document = self->document;
  if (document->sentence_count == self->sentence_room) {
    const uint32_t at = document->token_count ? document->stop[document->token_count - 1] : 0;
    make_sentence_room(self, more_room(self, document->sentence_count, at));
  }
  document->first[document->sentence_count] = document->token_count;
  document->sentence_flags[document->sentence_count++] = flags;
}

void casus_add_token(casus_segmentation *self, casus_token_row token) {
  if (self->gap >= CASUS_GAP_LINE || self->pending) casus_sentence_before(self, &token);
  casus_append_row(self, token.start, token.stop, token.flags);
  casus_sentence_after(self, &token);
  self->gap = CASUS_GAP_NONE;
}

/* Walks over white space; tells how many lines end in it. */
static uint32_t skip_space(const casus_segmentation *self, uint32_t at, uint32_t *lines) {
  uint32_t size, count = 0;
  while (at < self->size && casus_class_at(self->text + at, &size) == CASUS_CLASS_SPACE) {
    const char byte = self->text[at];
    /* \r\n is one break, \r alone (and the separators of Unicode) are breaks, too. */
    if (byte == '\n' || (byte == '\r' && self->text[at + 1] != '\n') || byte == '\f')
      count++;
    else if (size == 3 && byte == '\xE2' && self->text[at + 1] == '\x80')
      count += self->text[at + 2] == '\xA8' ? 1 : self->text[at + 2] == '\xA9' ? 2 : 0;
    at += size;
  }
  *lines = count;
  return at;
}

static void begin_chunk(casus_segmentation *self, uint32_t at, uint32_t lines) {
  self->chunk_start = at;
  self->gap = CASUS_GAP_SPACE;
  if (lines == 0) return;
  if (self->block.stop <= at) casus_begin_block(self, at); /* a block is read ahead but once */
  if (lines > 1) {
    self->gap = CASUS_GAP_BLANK;
    self->block.line = at;
  } else if (casus_line_is_deliberate(self, at)) {
    self->gap = CASUS_GAP_LINE;
  }
}

/* The kinds of characters from `at` up to the next white space, where *stop is set. */
static casus_class_set scan_chunk(const casus_segmentation *self, uint32_t at, uint32_t *stop) {
  casus_class_set classes = 0;
  uint32_t size;
  for (;; at += size) {
    const casus_class class = casus_class_at(self->text + at, &size);
    if (class == CASUS_CLASS_SPACE) break;
    classes |= UINT64_C(1) << class;
  }
  *stop = at;
  return classes;
}

static void segment(casus_segmentation *self) {
  casus_document *document = self->document;
  uint32_t lines;
  uint32_t at = skip_space(self, 0, &lines);
  casus_begin_block(self, at);
  self->chunk_start = at;
  while (at < self->size) {
    const casus_class_set classes = scan_chunk(self, at, &self->chunk_stop);
    casus_tokenise_chunk(self, classes);
    at = self->chunk_stop;
    if (at == self->size) break;
    document->token_flags[document->token_count - 1] |= CASUS_TOKEN_SPACE_AFTER;
    at = skip_space(self, at, &lines);
    if (at < self->size) begin_chunk(self, at, lines);
  }
  casus_sentence_end(self);
}

void casus_segment(const casus_segmenter *words, casus_document *document) {
  casus_segmentation self = {.words = words,
                             .document = document,
                             .text = document->text,
                             .size = document->size,
                             .gap = CASUS_GAP_BLANK};
  document->token_count = document->sentence_count = 0;
  make_token_room(&self, document->size / BYTES_PER_TOKEN + LEAST_ROOM);
  make_sentence_room(&self, self.token_room / TOKENS_PER_SENTENCE + LEAST_ROOM);
  segment(&self);
  document->first[document->sentence_count] = document->token_count;
  document->readable = casus_readable(words, document);
}
