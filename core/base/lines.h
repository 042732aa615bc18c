/* lines.h - a file line by line, however long; gzip is unpacked on the way. */
#ifndef CASUS_BASE_LINES_H
#define CASUS_BASE_LINES_H

#include "base/buffer.h"

typedef struct casus_lines casus_lines;

/* `path` "-" is standard input. NULL on failure. */
casus_lines *casus_lines_open(const char *path, const casus_allocator *allocator, casus_error *error);
void casus_lines_close(casus_lines *self);

/* The next line without its LF, which is lent until the next call; other line ends are left in it. False at
 * the end, and on failure, when `error->code` is set (it is set to CASUS_OK before). The position of an error
 * is the number of the line. */
bool casus_lines_next(casus_lines *self, casus_string *line, casus_error *error);

/* All that is left, lent until the next call. Fails as casus_lines_next. */
bool casus_lines_rest(casus_lines *self, casus_string *rest, casus_error *error);

/* The next piece of a text that is read as a stream: up to `most` bytes, cut behind the last blank line in
 * them, or else behind the last line, white space or character; `*whole` says whether a blank line or the end
 * is behind it. Lent until the next call. Fails as casus_lines_next. */
bool casus_lines_piece(casus_lines *self, size_t most, casus_string *piece, bool *whole, casus_error *error);

/* The first byte that has not been read yet, or -1 at the end or on failure. */
int casus_lines_peek(casus_lines *self);

#endif
