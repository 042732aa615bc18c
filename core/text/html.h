/* html.h - the text of a news page, without what is around it. */
#ifndef CASUS_TEXT_HTML_H
#define CASUS_TEXT_HTML_H

#include "base/arena.h"

/* What a page says, and what it says about itself. A string that the page does not bring is NULL. */
typedef struct casus_page {
  casus_string text;  /* paragraphs with a blank line between them; empty where there is none */
  const char *title;  /* without the name of the outlet */
  const char *date;   /* of publication: an ISO date or date-time */
  const char *source; /* the name of the outlet */
  const char *lang;   /* a language tag, such as "en" or "en-GB" */
  const char *url;    /* absolute */
} casus_page;

/* Reads `html`, which is valid UTF-8 without NUL (casus_utf8_valid), however malformed it may be as HTML.
 * Headings, list items and table cells become paragraphs, <br> a line break, white space a single space. The
 * strings lie in `arena` and are also terminated by NUL; work space comes from its allocator and is given
 * back. Time and memory are linear in the size of the page. CASUS_NOMEM, or CASUS_LIMIT for a page too large
 * or made to blow up when parsed. */
casus_status casus_html_read(casus_arena *arena, casus_string html, casus_page *page, casus_error *error);

#endif
