/* dictionary.h - what the library needs of dictionaries beside casus.h. */
#ifndef CASUS_MATCH_DICTIONARY_H
#define CASUS_MATCH_DICTIONARY_H

#include "casus.h"

/* Whether casus_dictionary_new takes these phrases: a later call can then fail for want of memory only. */
casus_status casus_dictionary_check(const casus_phrase *phrases, size_t count, casus_error *error);

#endif
