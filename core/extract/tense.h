/* tense.h - whether what governs a word lies in the past or is still to come. */
#ifndef CASUS_EXTRACT_TENSE_H
#define CASUS_EXTRACT_TENSE_H

#include "text/document.h"

typedef enum casus_tense {
  CASUS_TENSE_NONE, /* no verb, or no tree */
  CASUS_TENSE_PAST,
  CASUS_TENSE_PRESENT,
  CASUS_TENSE_FUTURE,
} casus_tense;

/* The tense of the nearest verb above a token, with its auxiliaries; above an infinitive or a gerund that of
 * the verb on which it hangs ("agreed to meet": to come). `item` is the first token of the time that the
 * token is the head of: a past verb right before it decides. */
casus_tense casus_tense_at(const casus_document *document, uint32_t token, uint32_t item);

#endif
