/* splitter_texts.h - texts to learn the splitting of sentences from.
 *
 * Treebanks have lost the lines of what they were made from. So that line breaks, headlines without a stop
 * and wrapped text are no news to the splitter, each document is also laid out in another way.
 */
#ifndef CASUS_PARSE_SPLITTER_TEXTS_H
#define CASUS_PARSE_SPLITTER_TEXTS_H

#include "parse/treebank.h"

#include "base/buffer.h"

typedef enum casus_split_layout {
  CASUS_LAYOUT_PLAIN,
  CASUS_LAYOUT_WRAPPED,    /* at a column */
  CASUS_LAYOUT_PARAGRAPHS, /* a line each, without blank ones between; some without their stops */
  CASUS_LAYOUT_SENTENCES,  /* some have a line of their own, or are items of a list */
  CASUS_LAYOUT_COUNT
} casus_split_layout;

typedef struct casus_split_text {
  casus_buffer bytes;
  struct {
    uint32_t *items; /* for each sentence, the bytes before it that are no white space */
    size_t count, capacity;
  } begins;
} casus_split_text;

/* The next of a row of random numbers. */
uint32_t casus_split_random(uint64_t *state);

/* Lays out the sentences [first, limit). Memory that ran out for the text shows in its buffer; the rest is of
 * `arena`. */
void casus_split_lay_out(casus_split_text *self, const casus_treebank *bank, size_t first, size_t limit,
                         casus_split_layout layout, casus_arena *arena, uint64_t *random);

#endif
