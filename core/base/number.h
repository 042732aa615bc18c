/* number.h - numbers as text, alike in every locale. */
#ifndef CASUS_BASE_NUMBER_H
#define CASUS_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

enum { CASUS_NUMBER_SIZE = 32 };

/* Writes a finite number as short as it can be and still be read back as the same double; returns the length.
 */
size_t casus_number_write(double value, char text[CASUS_NUMBER_SIZE]);

/* Reads a decimal such as "-7.4", of at most 15 digits, correctly rounded; false for anything else. */
bool casus_number_read(const char *text, double *value);

#endif
