#include "parse/splitter_texts.h"

#include "text/characters.h"

#include <string.h>

uint32_t casus_split_random(uint64_t *state) { /* SplitMix64 */
  uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
  z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
  return (uint32_t)((z ^ z >> 31) >> 32);
}

static bool one_in(uint32_t count, uint64_t *random) {
  return casus_split_random(random) % count == 0;
}

typedef struct layout {
  casus_split_text *text;
  uint32_t column, width; /* 0: lines are not wrapped */
  uint32_t solid;         /* bytes so far that are no white space */
} layout;

static void add_space(layout *self, uint32_t next) {
  const bool full = self->width && self->column + 1 + next > self->width;
  casus_buffer_byte(&self->text->bytes, full ? '\n' : ' ');
  self->column = full ? 0 : self->column + 1;
}

static void add_break(layout *self, uint32_t lines) {
  for (uint32_t i = 0; i < lines; i++) casus_buffer_byte(&self->text->bytes, '\n');
  self->column = 0;
}

/* The bytes of the word at the beginning of a text. */
static uint32_t word_size(casus_string text) {
  uint32_t at = 0, size;
  while (at < text.size && casus_class_at(text.bytes + at, &size) != CASUS_CLASS_SPACE) at += size;
  return at;
}

static void add_sentence(layout *self, casus_string text) {
  bool space = false;
  for (uint32_t size; text.size;) {
    if (casus_class_at(text.bytes, &size) == CASUS_CLASS_SPACE) {
      space = true;
    } else {
      size = word_size(text);
      if (space) add_space(self, size);
      casus_buffer_append(&self->text->bytes, text.bytes, size);
      self->column += size;
      self->solid += size;
      space = false;
    }
    text = (casus_string){text.bytes + size, text.size - size};
  }
}

static bool ends_with_stop(casus_string text) {
  return text.size > 2 && text.bytes[text.size - 1] == '.' && text.bytes[text.size - 2] >= 'a' &&
         text.bytes[text.size - 2] <= 'z';
}

void casus_split_lay_out(casus_split_text *self, const casus_treebank *bank, size_t first, size_t limit,
                         casus_split_layout how, casus_arena *arena, uint64_t *random) {
  enum { NARROWEST = 60, WIDTHS = 21, BULLETS = 6 };
  static const char *const bullets[BULLETS] = {"", "", "", "-", "*", "\xE2\x80\xA2"};
  const char *bullet = how == CASUS_LAYOUT_SENTENCES ? bullets[casus_split_random(random) % BULLETS] : "";
  layout state = {.text = self};
  if (how == CASUS_LAYOUT_WRAPPED) state.width = NARROWEST + casus_split_random(random) % WIDTHS;
  casus_buffer_clear(&self->bytes);
  self->begins.count = 0;
  for (size_t i = first; i < limit; i++) {
    const casus_gold_sentence *sentence = &bank->sentences.items[i];
    const bool spaced = i > first && bank->words.items[sentence->first - 1].flags & CASUS_GOLD_SPACE_AFTER;
    const bool next_apart = i + 1 == limit || bank->sentences.items[i + 1].paragraph;
    const bool line = how == CASUS_LAYOUT_SENTENCES && spaced && one_in(3, random);
    casus_string text = sentence->text;
    if (i > first && sentence->paragraph)
      add_break(&state, how == CASUS_LAYOUT_PARAGRAPHS ? 1 : 2);
    else if (line)
      add_break(&state, 1);
    else if (spaced)
      add_space(&state, word_size(text));
    *casus_arena_push(arena, &self->begins) = state.solid;
    if (line) add_sentence(&state, (casus_string){bullet, strlen(bullet)});
    if (line && *bullet) add_space(&state, 0);
    if (how == CASUS_LAYOUT_PARAGRAPHS && next_apart && ends_with_stop(text) && one_in(4, random))
      text.size--;
    add_sentence(&state, text);
  }
}
