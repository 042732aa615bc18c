/* Text from the tree: paragraphs, line breaks and single spaces. */
#include "base/utf8.h"
#include "text/html_tree.h"

#include <string.h>

/* What stands before the next character that shows, the stronger the greater. */
typedef enum gap { NONE, SPACE, LINE, PARAGRAPH } gap;

static const casus_string marks[] = {{"", 0}, {" ", 1}, {"\n", 1}, {"\n\n", 2}};

typedef struct writer {
  char *bytes;
  size_t size;
  gap pending;
} writer;

typedef enum character { SHOWN, WHITE, INVISIBLE } character;

/* No-break and other wide or narrow spaces are white space as any other here; soft hyphens and zero-width
 * characters only say where a line may break. */
static character kind_of(uint32_t code) {
  if (code <= ' ' || (code >= 0x7F && code <= 0xA0)) return WHITE;
  if (code == 0xAD || code == 0x200B || code == 0x2060 || code == 0xFEFF) return INVISIBLE;
  if ((code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F ||
      code == 0x205F || code == 0x3000)
    return WHITE;
  return SHOWN;
}

static void widen(writer *self, gap to) {
  if (self->pending < to) self->pending = to;
}

/* A second line break is a blank line. */
static void break_line(writer *self) {
  self->pending = self->pending < LINE ? LINE : PARAGRAPH;
}

static void write_text(writer *self, const char *text, bool as_written) {
  while (*text) {
    uint32_t code;
    const size_t size = casus_utf8_decode(text, &code);
    const character kind = kind_of(code);
    if (kind == SHOWN) {
      if (self->size) {
        memcpy(self->bytes + self->size, marks[self->pending].bytes, marks[self->pending].size);
        self->size += marks[self->pending].size;
      }
      memcpy(self->bytes + self->size, text, size);
      self->size += size;
      self->pending = NONE;
    } else if (as_written && code == '\n') {
      break_line(self);
    } else if (kind == WHITE) {
      widen(self, SPACE);
    }
    text += size;
  }
}

casus_string casus_html_text(const casus_html_tree *self, uint32_t index, uint32_t without,
                             casus_arena *arena) {
  const casus_html_node *items = self->items;
  const uint32_t stop = items[index].stop;
  size_t room =
      1; /* a gap takes two bytes, and comes from an item, or from white space of one byte or more */
  for (uint32_t i = index; i < stop; i++)
    room += 2 + (items[i].flags & HTML_TEXT ? 2 * strlen(items[i].node->v.text.text) : 0);
  writer into = {.bytes = casus_arena_alloc(arena, room)};
  uint32_t block = index; /* of the text written last */
  for (uint32_t i = index; i < stop;) {
    const casus_html_node *item = &items[i];
    if (i != index && item->flags & without) {
      if (item->flags & HTML_BLOCK) widen(&into, PARAGRAPH);
      i = item->stop;
      continue;
    }
    if (item->flags & HTML_TEXT) {
      if (item->block != block) widen(&into, PARAGRAPH);
      block = item->block;
      write_text(&into, item->node->v.text.text, item->flags & HTML_PRE);
    } else if (item->flags & HTML_BREAK) {
      break_line(&into);
    } else if (item->flags & HTML_BLOCK) {
      widen(&into, PARAGRAPH);
    }
    i++;
  }
  into.bytes[into.size] = '\0';
  return (casus_string){into.bytes, into.size};
}

const char *casus_html_line(const char *text, casus_arena *arena) {
  if (!text) return NULL;
  writer into = {.bytes = casus_arena_alloc(arena, strlen(text) + 1)};
  write_text(&into, text, false);
  into.bytes[into.size] = '\0';
  return into.size ? into.bytes : NULL;
}
