#include "base/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The C library writes and reads numbers as the program's locale has them, perhaps with a comma; both ways it
 * is the same locale, so the round trip tells how many digits are needed, and only then the mark is changed.
 */
size_t casus_number_write(double value, char text[CASUS_NUMBER_SIZE]) {
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(text, CASUS_NUMBER_SIZE, "%.*g", digits, value);
    if (strtod(text, NULL) == value) break;
  }
  const size_t size = strlen(text), first = strspn(text, "-0123456789");
  const size_t mark = strcspn(text + first, "0123456789e");
  if (mark == 0) return size;
  text[first] = '.';
  memmove(text + first + 1, text + first + mark, size - first - mark + 1);
  return size - mark + 1;
}

/* Up to 15 digits and powers of ten up to 10^15 are exact in a double, and a division of two such is rounded
 * once. */
bool casus_number_read(const char *text, double *value) {
  enum { MOST_DIGITS = 15 };
  const bool negative = *text == '-';
  double number = 0, scale = 1;
  int digits = 0;
  bool fraction = false;
  for (text += negative; *text; text++) {
    if (*text == '.' && !fraction && digits > 0) {
      fraction = true;
      continue;
    }
    if (*text < '0' || *text > '9' || ++digits > MOST_DIGITS) return false;
    number = number * 10 + (*text - '0');
    if (fraction) scale *= 10;
  }
  if (digits == 0 || text[-1] == '.') return false;
  *value = (negative ? -number : number) / scale;
  return true;
}
