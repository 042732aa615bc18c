/* furniture.h - what stands around a report and is not part of what it says: dateline, byline, "Read more:",
 * captions.
 *
 * Datelines and bylines say where and when a report was written, and by whom; the rest says nothing. The
 * tokens of furniture are marked, so that extractors leave them alone.
 */
#ifndef CASUS_EXTRACT_FURNITURE_H
#define CASUS_EXTRACT_FURNITURE_H

#include "extract/actors.h"
#include "extract/lexicon.h"
#include "text/document.h"

/* Immutable once loaded. */
typedef struct casus_furniture {
  casus_dictionary *phrases; /* that furniture begins with */
} casus_furniture;

/* Loads text/furniture.tsv of the folder `data`. Under casus_arena_protect; casus_furniture_close also after
 * a failure. */
casus_status casus_furniture_load(casus_furniture *self, casus_arena *arena, const char *data,
                                  casus_error *error);
void casus_furniture_close(casus_furniture *self);

/* Marks the tokens of furniture in a segmented document and fills its masthead. Under casus_arena_protect. */
void casus_furniture_mark(const casus_furniture *self, casus_actors *actors, const casus_lexicon *lexicon,
                          casus_document *document);

#endif
