/* Reading a page: prune, parse, find the content, write it, describe it.
 *
 * The parser is Gumbo. It takes its memory from us and looks at no result, so an allocation that fails must
 * not return: the allocator is an arena, which jumps out of the parser instead. That leaves nothing behind,
 * because all the parser has lies in the arena (it holds no locks, files or globals). For the same reason its
 * output is never destroyed by its own function, which recurses as deep as the page is nested: it goes with
 * the arena.
 */
#include "text/html.h"

#include "base/error.h"
#include "text/html_tree.h"

#include <limits.h>
#include <string.h>

/* Bytes of work space that a byte of a page may take (honest pages take up to 40), and a page of any size. */
enum { FACTOR = 256, SPARE = 1 << 20 };

typedef struct reading {
  casus_arena work;
  casus_arena *keep; /* the caller's */
  size_t most;       /* bytes that `work` may hold */
  bool overrun;      /* it would have held more */
  casus_string html;
  casus_page *page;
} reading;

static void *parser_allocate(void *context, size_t size) {
  reading *self = context;
  if (self->work.used > self->most || size > self->most) {
    self->overrun = true;
    longjmp(*self->work.rescue, 1);
  }
  return casus_arena_alloc(&self->work, size);
}

static void parser_free(void *context, void *block) {
  (void)context;
  (void)block;
}

static const GumboNode *parse(reading *self) {
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = parser_allocate;
  options.deallocator = parser_free;
  options.userdata = self;
  options.max_errors = 0;
  const casus_string pruned = casus_html_prune(&self->work, self->html);
  return gumbo_parse_with_options(&options, pruned.bytes, pruned.size)->root;
}

/* A page whose text is suspiciously short is read again, and less is left out: it may name things as nobody
 * else does, hide its text until a script shows it, or leave a link open around all of it. */
static void read_text(reading *self, casus_html_tree *tree, uint32_t *content) {
  static const struct {
    casus_html_care care;
    size_t enough; /* bytes of text */
  } tries[] = {{HTML_STRICT, 250}, {HTML_CAREFUL, 80}, {HTML_LENIENT, 0}};
  casus_string *text = &self->page->text;
  for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
    const uint32_t index = casus_html_content(tree, tries[i].care);
    const casus_string found = casus_html_text(tree, index, HTML_OUT, &self->work);
    if (i == 0 || found.size / 4 > text->size) { /* not for a line or two more */
      *content = index;
      *text = found;
    }
    if (text->size >= tries[i].enough) return;
  }
}

static void read_page(void *argument) {
  reading *self = argument;
  casus_html_tree tree;
  uint32_t content;
  casus_html_tree_build(&tree, &self->work, parse(self));
  read_text(self, &tree, &content);
  casus_html_describe(&tree, content, self->page, &self->work);
}

/* Copies what was found out of the work space. */
static void keep_page(void *argument) {
  reading *self = argument;
  casus_page *page = self->page;
  const char **fields[] = {&page->title, &page->date, &page->source, &page->lang, &page->url};
  page->text.bytes = casus_arena_copy(self->keep, page->text.bytes, page->text.size);
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
    if (*fields[i]) *fields[i] = casus_arena_copy(self->keep, *fields[i], strlen(*fields[i]));
}

casus_status casus_html_read(casus_arena *arena, casus_string html, casus_page *page, casus_error *error) {
  static const char mark[] = "\xEF\xBB\xBF"; /* byte order mark */
  casus_page found = {.text = {"", 0}};
  reading self = {.keep = arena, .html = html, .page = &found};
  if (html.size >= INT_MAX) return casus_fail(error, CASUS_LIMIT, 0, "an HTML page of 2 GiB or more");
  if (html.size >= 3 && memcmp(html.bytes, mark, 3) == 0) {
    self.html.bytes += 3;
    self.html.size -= 3;
  }
  casus_arena_init(&self.work, &arena->allocator);
  self.most = SPARE + FACTOR * self.html.size;
  const bool whole =
      casus_arena_protect(&self.work, read_page, &self) && casus_arena_protect(arena, keep_page, &self);
  casus_arena_free(&self.work);
  if (self.overrun)
    return casus_fail(error, CASUS_LIMIT, 0, "an HTML page whose tags take too much memory to make sense of");
  if (!whole) return casus_fail_nomem(error);
  *page = found;
  return CASUS_OK;
}
