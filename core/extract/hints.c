#include "extract/hints.h"

#include "text/entity.h"

#include <string.h>

bool casus_match_tokens(const casus_document *document, const casus_match *match, uint32_t *first,
                        uint32_t *limit) {
  *first = casus_document_token_at(document, match->start);
  if (*first == document->token_count || document->start[*first] != match->start) return false;
  *limit = *first;
  while (*limit < document->token_count && document->stop[*limit] < match->stop) (*limit)++;
  if (*limit == document->token_count || document->stop[*limit] != match->stop) return false;
  (*limit)++;
  return casus_document_sentence_of(document, *first) == casus_document_sentence_of(document, *limit - 1);
}

uint8_t *casus_hints(casus_actors *actors, casus_document *document) {
  uint8_t *hints = casus_arena_zero(&document->arena, document->token_count);
  casus_match match = {0};
  uint32_t first, limit;
  const casus_dictionary *names = casus_actors_names(actors, &document->arena);
  while (casus_dictionary_next(names, document->text, document->size, match.stop, &match))
    if (casus_match_tokens(document, &match, &first, &limit)) {
      const char *label = casus_actors_get(actors, match.value)->label;
      casus_entity_mark(hints, first, limit, casus_entity_find((casus_string){label, strlen(label)}));
    }
  return hints;
}
