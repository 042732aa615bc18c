/* subject.h - a document with what has been found in it, for rules to run over. */
#ifndef CASUS_EXTRACT_SUBJECT_H
#define CASUS_EXTRACT_SUBJECT_H

#include "match/rules.h"

/* Extracts those of `kinds` (bits 1u << CASUS_ENTITY, CASUS_TIME) and gives them as marks. What that takes
 * belongs to the document. */
casus_status casus_subject_make(casus_subject *self, casus_document *document, unsigned kinds,
                                casus_error *error);

/* Marks for the records of one kind, which are in order. Under casus_arena_protect. */
size_t casus_subject_marks(const casus_document *document, const casus_record *records, size_t count,
                           casus_kind kind, casus_arena *arena, const casus_mark **marks);

#endif
