/* readable.h - is this text in the language that we know? */
#ifndef CASUS_TEXT_READABLE_H
#define CASUS_TEXT_READABLE_H

#include "text/segmenter.h"

/* False where a segmented text is long enough to tell and is not English. */
bool casus_readable(const casus_segmenter *self, const casus_document *document);

#endif
