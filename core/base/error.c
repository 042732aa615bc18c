#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

const char *casus_version(void) {
  return CASUS_VERSION;
}

const char *casus_status_name(casus_status status) {
  static const char *const names[] = {"ok",  "nomem", "io",    "format",      "limit",
                                      "sql", "busy",  "newer", "interrupted", "misuse"};
  return (size_t)status < sizeof names / sizeof *names ? names[status] : "unknown";
}

casus_status casus_fail(casus_error *error, casus_status code, uint64_t position, const char *format, ...) {
  if (error) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    error->code = code;
    error->position = position;
  }
  return code;
}

casus_status casus_fail_nomem(casus_error *error) {
  return casus_fail(error, CASUS_NOMEM, 0, "out of memory");
}
