/* segment.h - text into tokens and sentences, by the conventions of Universal Dependencies English. */
#ifndef CASUS_TEXT_SEGMENT_H
#define CASUS_TEXT_SEGMENT_H

#include "text/document.h"

/* The tables: abbreviations, contractions, function words (data/text). Immutable once loaded. */
typedef struct casus_segmenter casus_segmenter;

/* Loads the tables from the folder `folder` into `arena`, which owns them. Under casus_arena_protect. */
casus_status casus_segmenter_load(casus_segmenter **self, casus_arena *arena, const char *folder,
                                  casus_error *error);

/* Fills tokens and sentences of a document whose text is set, and `readable`. Under casus_arena_protect. */
void casus_segment(const casus_segmenter *self, casus_document *document);

#endif
