#include "parse/splitter.h"

#include "base/error.h"
#include "parse/splitter_features.h"
#include "parse/splitter_section.h"

#include <string.h>

/* ---- The section. Whatever numbers the weights and the lexicon hold, they are only summed and compared: it
 * is the sizes that have to be right. */

static bool bits_fit(uint32_t bits) {
  return bits >= CASUS_SPLITTER_LEAST_BITS && bits <= CASUS_SPLITTER_MOST_BITS;
}

casus_status casus_splitter_load(casus_splitter *self, const void *bytes, size_t size, casus_error *error) {
  casus_splitter_header header;
  if (size < sizeof header || (uintptr_t)bytes % 8)
    return casus_fail(error, CASUS_FORMAT, 0, "the sentence splitter of the model is cut short");
  memcpy(&header, bytes, sizeof header);
  if (header.magic != CASUS_SPLITTER_MAGIC)
    return casus_fail(error, CASUS_FORMAT, 0, "the sentence splitter of the model is of another version");
  if (!bits_fit(header.weight_bits) || !bits_fit(header.lexicon_bits))
    return casus_fail(error, CASUS_FORMAT, 4, "the sentence splitter of the model has impossible sizes");
  const size_t weights = ((size_t)1 << header.weight_bits) * sizeof *self->weights;
  const size_t lexicon = ((size_t)1 << header.lexicon_bits) * CASUS_LEXICON_BUCKET * sizeof *self->lexicon;
  if (size != sizeof header + weights + lexicon)
    return casus_fail(error, CASUS_FORMAT, size, "the sentence splitter of the model has %zu bytes, not %zu",
                      size, sizeof header + weights + lexicon);
  const char *at = (const char *)bytes + sizeof header;
  *self = (casus_splitter){.weights = (const void *)at,
                           .lexicon = (const void *)(at + weights),
                           .weight_bits = header.weight_bits,
                           .lexicon_bits = header.lexicon_bits,
                           .thresholds = {header.thresholds[0], header.thresholds[1]}};
  return CASUS_OK;
}

/* ---- Deciding */

/* What becomes of a row of the document. */
enum {
  BEGINS = 1,    /* a sentence begins with it */
  PARAGRAPH = 2, /* and a paragraph */
  TAKES = 4,     /* it takes the stop of the next row */
  GIVES = 8,     /* its stop becomes a row of its own */
};

typedef struct splitting {
  const casus_splitter *self;
  const casus_segmenter *words;
  casus_document *document;
  casus_split_paragraph paragraph;
  uint8_t *marks; /* of the rows */
  uint32_t sentences, given;
} splitting;

static bool begins(const casus_splitter *self, const casus_split_state *state, uint32_t at) {
  uint32_t features[CASUS_SPLIT_FEATURES];
  int32_t sum = 0;
  casus_split_features(state, at, self->weight_bits, features);
  for (int i = 0; i < CASUS_SPLIT_FEATURES; i++) sum += self->weights[features[i]];
  return sum > self->thresholds[!casus_split_is_marked(state->paragraph, at)];
}

/* The stop of an abbreviation is a row of its own at the end of a sentence, and only there. */
static void mark_stop(splitting *job, const casus_split_token *token, bool ends) {
  if (!casus_split_has_stop(token)) return;
  const casus_document *document = job->document;
  const bool apart = document->text[document->stop[token->row] - 1] != '.';
  if (ends && !apart) {
    job->marks[token->row] |= GIVES;
    job->given++;
  } else if (!ends && apart) {
    job->marks[token->row] |= TAKES;
  }
}

static void mark_beginning(splitting *job, uint32_t row, uint8_t mark) {
  job->marks[row] |= mark;
  job->sentences++;
}

static void split_paragraph(splitting *job) {
  const casus_split_paragraph *paragraph = &job->paragraph;
  const casus_split_token *tokens = paragraph->items;
  const uint32_t count = (uint32_t)paragraph->count;
  casus_split_state state;
  casus_split_begin(&state, paragraph);
  mark_beginning(job, tokens[0].row, BEGINS | PARAGRAPH);
  for (uint32_t i = 1; i < count; i++) {
    const bool begin = casus_split_candidate(paragraph, i) && begins(job->self, &state, i);
    if (begin) mark_beginning(job, tokens[i].row, BEGINS);
    mark_stop(job, &tokens[i - 1], begin);
    casus_split_step(&state, i, begin);
  }
  mark_stop(job, &tokens[count - 1], true);
}

/* ---- Writing what was decided into the columns */

static void make_room(splitting *job, uint32_t sentences) {
  casus_document *document = job->document;
  if (job->sentences <= sentences) return;
  document->first = casus_arena_new(&document->arena, uint32_t, job->sentences + 1);
  document->sentence_flags = casus_arena_new(&document->arena, uint8_t, job->sentences);
}

static void write_row(casus_document *document, uint32_t start, uint32_t stop, uint8_t flags) {
  const uint32_t row = document->token_count++;
  document->start[row] = start;
  document->stop[row] = stop;
  document->token_flags[row] = flags;
}

static void write_columns(splitting *job) {
  casus_document *document = job->document;
  const uint32_t rows = document->token_count, sentences = document->sentence_count;
  const uint32_t *start = document->start, *stop = document->stop;
  const uint8_t *flags = document->token_flags;
  if (job->given) { /* rows may be written before as many were read */
    const size_t room = (size_t)rows + job->given;
    document->start = casus_arena_new(&document->arena, uint32_t, room);
    document->stop = casus_arena_new(&document->arena, uint32_t, room);
    document->token_flags = casus_arena_new(&document->arena, uint8_t, room);
  }
  make_room(job, sentences);
  document->token_count = document->sentence_count = 0;
  for (uint32_t row = 0; row < rows; row++) {
    const uint8_t mark = job->marks[row];
    if (mark & BEGINS) {
      document->first[document->sentence_count] = document->token_count;
      document->sentence_flags[document->sentence_count++] = mark & PARAGRAPH ? CASUS_SENTENCE_PARAGRAPH : 0;
    }
    if (mark & GIVES) {
      const uint32_t end = stop[row];
      const uint8_t after = flags[row];
      write_row(document, start[row], end - 1, (uint8_t)(after & ~CASUS_TOKEN_SPACE_AFTER));
      write_row(document, end - 1, end, after);
    } else if (mark & TAKES) {
      write_row(document, start[row], stop[row + 1], flags[row + 1]);
      row++;
    } else {
      write_row(document, start[row], stop[row], flags[row]);
    }
  }
  document->first[document->sentence_count] = document->token_count;
}

void casus_splitter_run(const casus_splitter *self, const casus_segmenter *words, casus_document *document) {
  if (document->token_count == 0) return;
  splitting job = {.self = self, .words = words, .document = document};
  job.marks = casus_arena_zero(&document->arena, document->token_count);
  for (uint32_t sentence = 0; sentence < document->sentence_count;) {
    casus_split_read(self, words, document, &document->arena, &sentence, &job.paragraph);
    split_paragraph(&job);
  }
  write_columns(&job);
}
