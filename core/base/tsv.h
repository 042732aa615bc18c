/* tsv.h - tables of data/: tab-separated, a header line, one row a line, no quoting, `#` comments before the
 * header. A byte order mark and the CR of CR LF are passed over. */
#ifndef CASUS_BASE_TSV_H
#define CASUS_BASE_TSV_H

#include "base/arena.h"

typedef struct casus_tsv {
  const char *path;
  size_t columns, rows;
  casus_string *names; /* of the columns */
  const char *text;    /* what the cells lie in */
  struct casus_tsv_span {
    uint32_t start, size;
  } * cells; /* rows * columns */
} casus_tsv;

/* Reads a table into `arena` (under casus_arena_protect). `wanted` is the header that it must have, a
 * NULL-terminated list of the first columns; further columns are allowed. A wrong header or a row with
 * another number of cells is CASUS_FORMAT with the line as position. */
casus_status casus_tsv_read(casus_tsv *self, casus_arena *arena, const char *path, const char *const *wanted,
                            casus_error *error);

/* Cell of a row, both counted from 0; NUL-terminated. */
static inline casus_string casus_tsv_cell(const casus_tsv *self, size_t row, size_t column) {
  const struct casus_tsv_span span = self->cells[row * self->columns + column];
  return (casus_string){self->text + span.start, span.size};
}

/* The number of a column, or SIZE_MAX. */
size_t casus_tsv_column(const casus_tsv *self, const char *name);

/* Takes the next of the parts of `*list` between `|` into `*part`; false at the end. */
bool casus_tsv_part(casus_string *list, casus_string *part);

#endif
