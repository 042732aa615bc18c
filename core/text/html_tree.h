/* html_tree.h - a parsed page as an array; shared by the files that read HTML.
 *
 * The elements and texts stand in document order, each knows its parent and where its subtree ends. So a walk
 * is a loop, leaving out a subtree is a jump, what is inherited goes forward and what is summed up goes
 * backward, and no depth of nesting costs stack.
 */
#ifndef CASUS_TEXT_HTML_TREE_H
#define CASUS_TEXT_HTML_TREE_H

#include "base/arena.h"

#include <gumbo.h>

enum {
  HTML_TEXT = 1 << 0,      /* a text, not an element */
  HTML_BLOCK = 1 << 1,     /* begins and ends a paragraph */
  HTML_PARAGRAPH = 1 << 2, /* a block made for running text, which speaks for its parent as content */
  HTML_HEADING = 1 << 3,
  HTML_BREAK = 1 << 4,
  HTML_PRE = 1 << 5,     /* line ends are as written; inherited */
  HTML_LINK = 1 << 6,    /* inherited */
  HTML_JUNK = 1 << 7,    /* never prose: code, controls, pictures; inherited */
  HTML_AROUND = 1 << 8,  /* by its tag around the text, not part of it: navigation, captions */
  HTML_ARTICLE = 1 << 9, /* the page says: an article, */
  HTML_BODY = 1 << 10,   /* the text of one, */
  HTML_MAIN = 1 << 11,   /* the main content */
  HTML_HOLDS = 1 << 12,  /* is or holds a first-level heading or the main content */
  HTML_OUT = 1 << 13,    /* left out; inherited */
};

typedef struct casus_html_node {
  const GumboNode *node;
  uint32_t parent, stop; /* indices; the subtree is [its own index, stop) */
  uint32_t block;        /* the innermost block around the text or element, or itself */
  uint32_t flags;
  uint32_t text, link; /* bytes of the subtree that show, outside and inside of links */
  uint32_t own;        /* of `text`, what has it as its block */
  double score;        /* how much running text it holds directly */
} casus_html_node;

typedef struct casus_html_tree {
  casus_html_node *items; /* the first is <html>, its own parent */
  size_t count, capacity;
} casus_html_tree;

/* Whether a word is one of a list with a space between each two; case does not matter. */
bool casus_html_listed(const char *list, const char *word, size_t size);

/* What takes an arena allocates in it: under casus_arena_protect. */

/* `html` with nesting and attributes cut to what a page can need, so that the parser takes linear time. */
casus_string casus_html_prune(casus_arena *arena, casus_string html);

/* The elements and texts below `root`, with what their tags say of them. */
void casus_html_tree_build(casus_html_tree *self, casus_arena *arena, const GumboNode *root);

/* The tag of an item; GUMBO_TAG_LAST for a text. */
GumboTag casus_html_tag(const casus_html_node *item);

/* The value of an attribute of an item, NULL where it has none. */
const char *casus_html_attribute(const casus_html_node *item, const char *name);

/* What is left out beside what the tags tell. */
typedef enum casus_html_care {
  HTML_LENIENT, /* nothing */
  HTML_CAREFUL, /* what is named after a discussion and the like, which may be longer than the article */
  HTML_STRICT,  /* also what is hidden, what is named after anything else around articles, what is made of
                   links */
} casus_html_care;

/* Finds the main content, marks HTML_OUT what in it is to be left out, and returns its index. */
uint32_t casus_html_content(casus_html_tree *self, casus_html_care care);

/* The text of an item, except what has one of the flags `without`. NUL-terminated. */
casus_string casus_html_text(const casus_html_tree *self, uint32_t index, uint32_t without,
                             casus_arena *arena);

/* A string as casus_html_text would write it, on one line; NULL where nothing is left, or of NULL. */
const char *casus_html_line(const char *text, casus_arena *arena);

/* What the page says about itself: all of `page` but the text. */
struct casus_page;
void casus_html_describe(const casus_html_tree *self, uint32_t content, struct casus_page *page,
                         casus_arena *arena);

#endif
