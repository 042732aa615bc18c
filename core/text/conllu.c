/* The document as CoNLL-U, as docs/formats.md has it under `casus parse`. */
#include "base/buffer.h"
#include "base/error.h"
#include "text/characters.h"
#include "text/document.h"

#include <string.h>

typedef struct writer {
  const casus_document *document;
  const casus_piece *piece;
  casus_buffer buffer;
  bool (*write)(void *context, const char *bytes, size_t size);
  void *context;
  bool stopped;
} writer;

enum { CHUNK = 1 << 16 };

static void flush(writer *self) {
  if (self->buffer.failed || self->stopped || self->buffer.size == 0) return;
  self->stopped = !self->write(self->context, self->buffer.bytes, self->buffer.size);
  casus_buffer_clear(&self->buffer);
}

/* Text on one line: each run of white space becomes one space. */
static void put_line(casus_buffer *into, const char *bytes, size_t size) {
  size_t done = 0;
  uint32_t length;
  for (size_t i = 0; i < size; i += length) {
    if (casus_class_at(bytes + i, &length) != CASUS_CLASS_SPACE) continue;
    casus_buffer_append(into, bytes + done, i - done);
    while (i < size && casus_class_at(bytes + i, &length) == CASUS_CLASS_SPACE) i += length;
    casus_buffer_byte(into, ' ');
    done = i;
    length = 0;
  }
  casus_buffer_append(into, bytes + done, size - done);
}

static void put_range(writer *self, uint32_t start, uint32_t stop) {
  casus_buffer *into = &self->buffer;
  casus_buffer_string(into, "TokenRange=");
  casus_buffer_integer(into, (int64_t)(self->piece->offset + start));
  casus_buffer_byte(into, ':');
  casus_buffer_integer(into, (int64_t)(self->piece->offset + stop));
  casus_buffer_byte(into, '\n');
}

static void put_cell(casus_buffer *into, casus_string value) {
  if (value.size)
    casus_buffer_append(into, value.bytes, value.size);
  else
    casus_buffer_byte(into, '_');
  casus_buffer_byte(into, '\t');
}

static void put_column(writer *self, const uint32_t *column, uint32_t token) {
  const casus_string none = {"", 0};
  put_cell(&self->buffer, column ? casus_pool_get(&self->document->pool, column[token]) : none);
}

static void put_space_after(writer *self, uint32_t token) {
  if (!(self->document->token_flags[token] & CASUS_TOKEN_SPACE_AFTER))
    casus_buffer_string(&self->buffer, "SpaceAfter=No|");
}

/* The line of an orthographic token that is several words, [first, last]; numbers count from `base`. */
static void put_multiword(writer *self, uint32_t base, uint32_t first, uint32_t last) {
  const casus_document *document = self->document;
  casus_buffer *into = &self->buffer;
  const uint32_t start = document->start[first], stop = document->stop[last];
  casus_buffer_integer(into, first - base + 1);
  casus_buffer_byte(into, '-');
  casus_buffer_integer(into, last - base + 1);
  casus_buffer_byte(into, '\t');
  put_cell(into, (casus_string){document->text + start, stop - start});
  casus_buffer_string(into, "_\t_\t_\t_\t_\t_\t_\t");
  put_space_after(self, last);
  put_range(self, start, stop);
}

static void put_word(writer *self, uint32_t base, uint32_t token, bool alone) {
  const casus_document *document = self->document;
  casus_buffer *into = &self->buffer;
  casus_buffer_integer(into, token - base + 1);
  casus_buffer_byte(into, '\t');
  put_cell(into, casus_document_form(document, token));
  put_column(self, document->lemma, token);
  put_column(self, document->upos, token);
  put_column(self, document->xpos, token);
  put_column(self, document->feats, token);
  if (document->head)
    casus_buffer_integer(into, document->head[token]);
  else
    casus_buffer_byte(into, '_');
  casus_buffer_byte(into, '\t');
  put_column(self, document->deprel, token);
  casus_buffer_string(into, "_\t");
  if (alone) put_space_after(self, token);
  put_range(self, document->start[token], document->stop[token]);
}

static void put_head(writer *self, uint32_t sentence) {
  const casus_document *document = self->document;
  casus_buffer *into = &self->buffer;
  const uint32_t start = document->start[document->first[sentence]];
  const uint32_t stop = document->stop[document->first[sentence + 1] - 1];
  const bool inside = sentence == 0 && self->piece->inside;
  if (document->sentence_flags[sentence] & CASUS_SENTENCE_PARAGRAPH && !inside)
    casus_buffer_string(into, "# newpar\n");
  casus_buffer_string(into, "# sent_id = ");
  put_line(into, document->id, strlen(document->id));
  casus_buffer_byte(into, '-');
  casus_buffer_integer(into, (int64_t)(self->piece->sentences + sentence + 1));
  casus_buffer_string(into, "\n# text = ");
  put_line(into, document->text + start, stop - start);
  casus_buffer_byte(into, '\n');
}

static void put_sentence(writer *self, uint32_t sentence) {
  const casus_document *document = self->document;
  const uint32_t base = document->first[sentence], end = document->first[sentence + 1];
  uint32_t last = base; /* of the orthographic token */
  bool alone = true;
  put_head(self, sentence);
  for (uint32_t token = base; token < end; token++) {
    if (token == base || token > last) {
      for (last = token; last + 1 < end && document->token_flags[last] & CASUS_TOKEN_JOINED;) last++;
      alone = last == token;
      if (!alone) put_multiword(self, base, token, last);
    }
    put_word(self, base, token, alone);
    if (self->buffer.size >= CHUNK) flush(self);
  }
  casus_buffer_byte(&self->buffer, '\n');
}

casus_status casus_document_conllu(const casus_document *document, const casus_piece *piece,
                                   bool (*write)(void *context, const char *bytes, size_t size),
                                   void *context, casus_error *error) {
  static const casus_piece whole = {.begins = true};
  if (!piece) piece = &whole;
  const uint32_t count = document->sentence_count - (piece->open && document->sentence_count);
  writer self = {.document = document, .piece = piece, .write = write, .context = context};
  casus_buffer_init(&self.buffer, &document->arena.allocator);
  if (piece->begins) {
    casus_buffer_string(&self.buffer, "# newdoc id = ");
    put_line(&self.buffer, document->id, strlen(document->id));
    casus_buffer_byte(&self.buffer, '\n');
  }
  for (uint32_t i = 0; i < count && !self.stopped && !self.buffer.failed; i++) put_sentence(&self, i);
  flush(&self);
  const bool failed = self.buffer.failed;
  casus_buffer_free(&self.buffer);
  if (failed) return casus_fail_nomem(error);
  return self.stopped ? casus_fail(error, CASUS_INTERRUPTED, 0, "the output was closed") : CASUS_OK;
}
