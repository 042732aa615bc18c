/* What a page says about itself: title, date, outlet, language, address. */
#include "text/html.h"
#include "text/html_tree.h"

#include <string.h>
#include <strings.h>

typedef enum field { TITLE, DATE, SOURCE, LANG, URL, FIELD_COUNT } field;

/* Names of <meta> elements (name, property, itemprop or http-equiv); of a field the earlier one counts. */
static const struct {
  field field;
  const char *name;
} metas[] = {
    {TITLE, "og:title"},
    {DATE, "article:published_time"},
    {DATE, "og:article:published_time"},
    {DATE, "datePublished"},
    {DATE, "parsely-pub-date"},
    {DATE, "sailthru.date"},
    {DATE, "pubdate"},
    {DATE, "publishdate"},
    {DATE, "publish-date"},
    {DATE, "dc.date.issued"},
    {DATE, "dcterms.created"},
    {DATE, "dc.date"},
    {DATE, "date"},
    {SOURCE, "og:site_name"},
    {SOURCE, "application-name"},
    {LANG, "content-language"},
    {LANG, "og:locale"},
    {URL, "og:url"},
};

enum { META_COUNT = sizeof metas / sizeof *metas };

static bool is_digits(const char *text, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (text[i] < '0' || text[i] > '9') return false;
  return true;
}

static int number(const char *text) {
  return (text[0] - '0') * 10 + text[1] - '0';
}

/* The length of "T12:30", "T12:30:15.123Z", "T12:30+02:00" and the like at `text`, or 0. */
static size_t time_size(const char *text) {
  size_t at = 6;
  if ((*text != 'T' && *text != ' ') || !is_digits(text + 1, 2) || text[3] != ':' || !is_digits(text + 4, 2))
    return 0;
  if (text[at] == ':' && is_digits(text + at + 1, 2)) {
    at += 3;
    if (text[at] == '.' && is_digits(text + at + 1, 1)) at += 1 + strspn(text + at + 1, "0123456789");
  }
  if (text[at] == 'Z') return at + 1;
  if ((text[at] == '+' || text[at] == '-') && is_digits(text + at + 1, 2)) {
    const size_t colon = text[at + 3] == ':';
    if (is_digits(text + at + 3 + colon, 2)) return at + 5 + colon;
  }
  return at;
}

/* A date or date-time in the extended format of ISO 8601 from one that begins like it, also 20230601; else
 * NULL. */
static const char *iso_date(const char *text, casus_arena *arena) {
  if (!text) return NULL;
  text += strspn(text, " \t\r\n");
  if (!is_digits(text, 4)) return NULL;
  const bool dashes = text[4] == '-';
  const char *month = text + 4 + dashes;
  if (!is_digits(month, 2) || (dashes && month[2] != '-')) return NULL;
  const char *day = month + 2 + dashes;
  if (!is_digits(day, 2) || is_digits(day + 2, 1)) return NULL;
  if (number(month) < 1 || number(month) > 12 || number(day) < 1 || number(day) > 31) return NULL;
  const size_t time = dashes ? time_size(day + 2) : 0;
  return casus_arena_format(arena, "%.4s-%.2s-%.2s%s%.*s", text, month, day, time ? "T" : "",
                            time ? (int)time - 1 : 0, day + 2 + (time > 0));
}

static const char *web_address(const char *text, casus_arena *arena) {
  const char *line = casus_html_line(text, arena);
  return line && (strncasecmp(line, "http://", 7) == 0 || strncasecmp(line, "https://", 8) == 0) ? line
                                                                                                 : NULL;
}

/* "en_GB" is "en-GB"; of "en, fr" the first. */
static const char *language(const char *text, casus_arena *arena) {
  const char *line = casus_html_line(text, arena);
  if (!line) return NULL;
  char *tag = casus_arena_copy(arena, line, strcspn(line, " ,;"));
  for (char *c = tag; *c; c++)
    if (*c == '_') *c = '-';
  return *tag ? tag : NULL;
}

static const char *value_of(field of, const char *text, casus_arena *arena) {
  switch (of) {
  case DATE: return iso_date(text, arena);
  case LANG: return language(text, arena);
  case URL: return web_address(text, arena);
  default: return casus_html_line(text, arena);
  }
}

/* The values of the <meta> elements, each field the best. */
static void read_metas(const casus_html_tree *tree, const char *values[FIELD_COUNT], casus_arena *arena) {
  static const char *const keys[] = {"property", "name", "itemprop", "http-equiv"};
  size_t ranks[FIELD_COUNT];
  for (size_t i = 0; i < FIELD_COUNT; i++) ranks[i] = META_COUNT;
  for (size_t i = 0; i < tree->count; i++) {
    const casus_html_node *item = &tree->items[i];
    if (casus_html_tag(item) != GUMBO_TAG_META) continue;
    const char *content = casus_html_attribute(item, "content");
    for (size_t k = 0; content && k < sizeof keys / sizeof *keys; k++) {
      const char *name = casus_html_attribute(item, keys[k]);
      for (size_t m = 0; name && m < META_COUNT; m++) {
        const field of = metas[m].field;
        if (m >= ranks[of] || strcasecmp(name, metas[m].name) != 0) continue;
        const char *value = value_of(of, content, arena);
        if (!value) continue;
        values[of] = value;
        ranks[of] = m;
      }
    }
  }
}

/* ---- Date */

/* The "datePublished" of JSON-LD; a string without escapes, so that it can be picked from the text. */
static const char *linked_date(const casus_html_node *script, casus_arena *arena) {
  static const char key[] = "\"datePublished\"";
  const char *type = casus_html_attribute(script, "type");
  const GumboVector *children = &script->node->v.element.children;
  if (!type || strcasecmp(type, "application/ld+json") != 0 || children->length == 0) return NULL;
  const char *at = strstr(((const GumboNode *)children->data[0])->v.text.text, key);
  if (!at) return NULL;
  at += sizeof key - 1;
  at += strspn(at, " \t\r\n:");
  return *at == '"' ? iso_date(at + 1, arena) : NULL;
}

/* The date of the first item in [from, stop) with a tag: of a <time> its own, of a <script> what it links. */
static const char *first_date(const casus_html_tree *tree, uint32_t from, uint32_t stop, GumboTag tag,
                              casus_arena *arena) {
  const char *date = NULL;
  for (uint32_t i = from; i < stop && !date; i++) {
    const casus_html_node *item = &tree->items[i];
    if (casus_html_tag(item) != tag) continue;
    date = tag == GUMBO_TAG_SCRIPT ? linked_date(item, arena)
                                   : iso_date(casus_html_attribute(item, "datetime"), arena);
  }
  return date;
}

/* The innermost article around the content, or the content itself: its date may stand beside the text. */
static uint32_t article_around(const casus_html_tree *tree, uint32_t content) {
  for (uint32_t i = content; i; i = tree->items[i].parent)
    if (tree->items[i].flags & (HTML_ARTICLE | HTML_MAIN)) return i;
  return content;
}

static const char *find_date(const casus_html_tree *tree, uint32_t content, casus_arena *arena) {
  const uint32_t count = (uint32_t)tree->count;
  const uint32_t article = article_around(tree, content);
  const char *date = first_date(tree, 0, count, GUMBO_TAG_SCRIPT, arena);
  if (!date) date = first_date(tree, article, tree->items[article].stop, GUMBO_TAG_TIME, arena);
  return date ? date : first_date(tree, 0, count, GUMBO_TAG_TIME, arena);
}

/* ---- Title */

/* What outlets put between the headline and their name. */
static const char *const separators[] = {" | ", " - ", " – ", " — ", " · ", " » ", " « ", " :: ", " • "};

/* The last separator in `text`, NULL where there is none; `*size` its length. */
static const char *last_separator(const char *text, size_t *size) {
  const char *last = NULL;
  for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
    for (const char *at = text; (at = strstr(at, separators[i])); at++)
      if (!last || at > last) {
        last = at;
        *size = strlen(separators[i]);
      }
  return last;
}

static size_t words(const char *text, size_t size) {
  size_t count = size > 0;
  for (size_t i = 0; i < size; i++) count += text[i] == ' ';
  return count;
}

/* A title without the outlet's name behind it or before it. Where the outlet is not known to be `source`, and
 * `guess` allows it, a short end behind a longer headline is taken for it. */
static const char *without_source(const char *title, const char *source, bool guess, casus_arena *arena) {
  size_t size = 0;
  const char *mark = title ? last_separator(title, &size) : NULL;
  if (!mark) return title;
  const char *end = mark + size;
  const size_t before = (size_t)(mark - title);
  const bool known = source && strcasecmp(end, source) == 0;
  const bool likely = guess && words(title, before) >= 3 && words(end, strlen(end)) <= 4;
  if (known || likely) return casus_arena_copy(arena, title, before);
  if (source && strlen(source) <= before && strncasecmp(title, source, strlen(source)) == 0) {
    const char *rest = title + strlen(source);
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
      if (strncmp(rest, separators[i], strlen(separators[i])) == 0) return rest + strlen(separators[i]);
  }
  return title;
}

/* The text of an item on one line, or NULL. */
static const char *line_of(const casus_html_tree *tree, uint32_t index, casus_arena *arena) {
  return casus_html_line(casus_html_text(tree, index, 0, arena).bytes, arena);
}

/* The first <title> outside of drawings, which have titles, too. */
static const char *document_title(const casus_html_tree *tree, casus_arena *arena) {
  for (uint32_t i = 0; i < tree->count; i++) {
    const casus_html_node *item = &tree->items[i];
    if (casus_html_tag(item) == GUMBO_TAG_TITLE &&
        item->node->v.element.tag_namespace == GUMBO_NAMESPACE_HTML)
      return line_of(tree, i, arena);
  }
  return NULL;
}

/* The first-level heading that is the headline: one in the article, of several the one that the document's
 * title begins with; else one of some length elsewhere that it begins with, for a short one may be the
 * outlet's name. */
static const char *headline(const casus_html_tree *tree, uint32_t content, const char *title,
                            casus_arena *arena) {
  const uint32_t article = article_around(tree, content);
  const char *inside = NULL, *outside = NULL;
  for (uint32_t i = 0, next; i < tree->count; i = next) {
    const bool heading = casus_html_tag(&tree->items[i]) == GUMBO_TAG_H1;
    next = heading ? tree->items[i].stop : i + 1;
    const char *line = heading ? line_of(tree, i, arena) : NULL;
    if (!line) continue;
    const size_t size = strlen(line);
    const bool first = title ? strncmp(title, line, size) == 0 : !outside;
    if (i >= article && i < tree->items[article].stop) {
      if (first && title) return line;
      if (!inside) inside = line;
    } else if (first && (!title || words(line, size) >= 3)) {
      outside = line;
    }
  }
  return inside ? inside : outside;
}

static const char *find_title(const casus_html_tree *tree, uint32_t content, const char *source,
                              casus_arena *arena) {
  const char *title = document_title(tree, arena);
  const char *heading = headline(tree, content, title, arena);
  return heading ? heading : without_source(title, source, true, arena);
}

/* ---- Address */

static const char *canonical(const casus_html_tree *tree, casus_arena *arena) {
  for (size_t i = 0; i < tree->count; i++) {
    const casus_html_node *item = &tree->items[i];
    const char *relation = casus_html_tag(item) == GUMBO_TAG_LINK ? casus_html_attribute(item, "rel") : NULL;
    if (relation && strcasecmp(relation, "canonical") == 0) {
      const char *address = web_address(casus_html_attribute(item, "href"), arena);
      if (address) return address;
    }
  }
  return NULL;
}

void casus_html_describe(const casus_html_tree *tree, uint32_t content, casus_page *page,
                         casus_arena *arena) {
  const char *values[FIELD_COUNT] = {NULL};
  read_metas(tree, values, arena);
  const char *lang = language(casus_html_attribute(&tree->items[0], "lang"), arena);
  const char *address = canonical(tree, arena);
  page->source = values[SOURCE];
  page->title = values[TITLE] ? without_source(values[TITLE], page->source, false, arena)
                              : find_title(tree, content, page->source, arena);
  page->date = values[DATE] ? values[DATE] : find_date(tree, content, arena);
  page->lang = lang ? lang : values[LANG];
  page->url = address ? address : values[URL];
}
