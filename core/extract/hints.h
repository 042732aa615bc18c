/* hints.h - what the dictionary of actors takes the words of a document for, as a hint for the tagger. */
#ifndef CASUS_EXTRACT_HINTS_H
#define CASUS_EXTRACT_HINTS_H

#include "extract/actors.h"
#include "text/document.h"

/* The tokens [*first, *limit) that a match covers; false where it does not begin and end with tokens, or
 * crosses a sentence. */
bool casus_match_tokens(const casus_document *document, const casus_match *match, uint32_t *first,
                        uint32_t *limit);

/* Of each token its class (text/entity.h) in the name of an actor, or 0. Lies in the document's arena (under
 * casus_arena_protect). */
uint8_t *casus_hints(casus_actors *actors, casus_document *document);

#endif
