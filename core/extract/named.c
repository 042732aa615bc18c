#include "extract/named.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b) {
  const casus_name *left = a, *right = b;
  if (left->first != right->first) return left->first < right->first ? -1 : 1;
  return left->limit > right->limit ? -1 : left->limit < right->limit;
}

void casus_named_sort(casus_named *names) {
  if (names->count > 1) qsort(names->items, names->count, sizeof *names->items, compare);
}

size_t casus_named_from(const casus_named *names, uint32_t token) {
  size_t low = 0, high = names->count;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (names->items[middle].first < token)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

bool casus_named_hold(const casus_named *names, uint32_t token) {
  const size_t behind = casus_named_from(names, token + 1);
  return behind > 0 && names->items[behind - 1].limit > token;
}

const char *casus_named_text(const casus_analysis *self, uint32_t first, uint32_t limit) {
  const casus_document *document = self->document;
  const uint32_t start = document->start[first], length = document->stop[limit - 1] - start;
  char *text = casus_arena_copy(self->arena, document->text + start, length);
  size_t size = 0;
  for (uint32_t i = 0; i < length; i++) {
    const bool blank = text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r');
    if (!blank) text[size++] = text[i];
    if (blank && size && text[size - 1] != ' ') text[size++] = ' ';
  }
  text[size] = '\0';
  return text;
}

uint32_t casus_named_head(const casus_analysis *self, uint32_t token) {
  const casus_document *document = self->document;
  if (!document->head || !document->head[token]) return CASUS_NONE;
  return document->first[casus_document_sentence_of(document, token)] + document->head[token] - 1;
}

const char *casus_named_deprel(const casus_analysis *self, uint32_t token) {
  const casus_document *document = self->document;
  return document->deprel ? casus_pool_get(&document->pool, document->deprel[token]).bytes : "";
}

uint32_t casus_named_word(const casus_analysis *self, const casus_name *name) {
  for (uint32_t token = name->first; token < name->limit; token++) {
    const uint32_t head = casus_named_head(self, token);
    if (head == CASUS_NONE || head < name->first || head >= name->limit) return token;
  }
  return name->first;
}
