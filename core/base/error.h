/* error.h - filling in a casus_error. */
#ifndef CASUS_BASE_ERROR_H
#define CASUS_BASE_ERROR_H

#include "casus.h"

/* Sets `error` (may be NULL) to a formatted message and returns `code`, so that `return casus_fail(...)`
 * reads well. */
casus_status casus_fail(casus_error *error, casus_status code, uint64_t position, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The one message for memory that ran out. */
casus_status casus_fail_nomem(casus_error *error);

#endif
