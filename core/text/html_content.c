/* Which part of a page is its main content, and what in that part is not.
 *
 * The page's own word counts first: <article>, <main> and the like, where they hold enough of the text. Else
 * each block of running text speaks for the element around it, half as much for the one around that (unless
 * that is a mere wrapper), and so on; the element with the highest score, less what of its text lies in
 * links, is the content, together with siblings that score well.
 */
#include "text/html_tree.h"

#include <string.h>
#include <strings.h>

enum { RUNNING = 25 }; /* bytes from which on a block counts as running text, not as a label */

/* ---- What is left out */

/* Classes and ids, or words of them, of what stands around the content of news pages. */
static const char names[] =
    "ad ads advert advertisement advertising banner breadcrumb breadcrumbs byline caption comment "
    "commentlist comments consent cookie cookies disqus footer gdpr masthead menu modal nav navbar "
    "navigation newsletter outbrain pager pagination popup promo promotion recommendations "
    "recommended related respond screen-reader-text share sharing sidebar signup social sponsored "
    "sr-only subscribe subscription taboola tagcloud toolbar trending visually-hidden";

/* Of these a page may hold more than it has text: their size is no sign that the name misleads. */
static const char large[] = "commentlist comments disqus related";

/* A token that begins with one of these tells of the element's state, not of what it is. */
static const char states[] = "has hide is no not show with without";

static bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

static bool is_word(char c) {
  return is_upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* The length of the word at `token`: letters and digits up to where a camelCase hump begins. A digit does not
 * end a word, or the names that programs make up would hold words. */
static size_t word_size(const char *token, size_t size) {
  size_t length = 0;
  while (length < size && is_word(token[length]) &&
         !(length && is_upper(token[length]) && !is_upper(token[length - 1])))
    length++;
  return length;
}

typedef enum name { PLAIN, SMALL_ASIDE, LARGE_ASIDE } name;

static name token_name(const char *token, size_t size) {
  if (casus_html_listed(names, token, size))
    return casus_html_listed(large, token, size) ? LARGE_ASIDE : SMALL_ASIDE;
  name found = PLAIN;
  for (size_t at = 0, length; at < size; at += length ? length : 1) {
    const char *word = token + at;
    length = word_size(word, size - at);
    if (at == 0 && casus_html_listed(states, word, length)) return PLAIN;
    if (!casus_html_listed(names, word, length)) continue;
    if (at == 0 && casus_html_listed(large, word, length)) return LARGE_ASIDE;
    found = SMALL_ASIDE;
  }
  return found;
}

/* What the class or id of an element says of it. */
static name name_of(const casus_html_node *item) {
  static const char *const attributes[] = {"class", "id"};
  name found = PLAIN;
  for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
    const char *value = casus_html_attribute(item, attributes[i]);
    while (value && *value) {
      const size_t size = strcspn(value, " \t\n\f\r");
      const name this = token_name(value, size);
      if (this > found) found = this;
      value += size + (value[size] != '\0');
    }
  }
  return found;
}

/* Whether a style declaration says so, with or without spaces. */
static bool styled(const char *style, const char *property, const char *value) {
  for (const char *at = style; (at = strcasestr(at, property)); at++) {
    const char *rest = at + strlen(property);
    rest += strspn(rest, " \t\n");
    if (*rest != ':') continue;
    rest++;
    rest += strspn(rest, " \t\n");
    if (strncasecmp(rest, value, strlen(value)) == 0) return true;
  }
  return false;
}

static bool is_hidden(const casus_html_node *item) {
  const char *hidden = casus_html_attribute(item, "aria-hidden");
  const char *style = casus_html_attribute(item, "style");
  return casus_html_attribute(item, "hidden") || (hidden && strcasecmp(hidden, "true") == 0) ||
         (style && (styled(style, "display", "none") || styled(style, "visibility", "hidden")));
}

/* ---- Measures */

/* Letters, digits and the like; a character that is not ASCII counts as many as its bytes. */
static uint32_t shown(const char *text) {
  uint32_t count = 0;
  for (; *text; text++) count += (unsigned char)*text > ' ';
  return count;
}

/* Hands `out` down from the items that have it, and counts what is left. */
static void measure(casus_html_tree *self) {
  casus_html_node *items = self->items;
  for (size_t i = 0; i < self->count; i++) {
    casus_html_node *item = &items[i];
    item->flags |= items[item->parent].flags & HTML_OUT;
    item->text = item->link = 0;
    if (item->flags & HTML_TEXT && !(item->flags & HTML_OUT))
      *(item->flags & HTML_LINK ? &item->link : &item->text) = shown(item->node->v.text.text);
  }
  for (size_t i = self->count; i-- > 1;) {
    casus_html_node *parent = &items[items[i].parent];
    parent->text += items[i].text;
    parent->link += items[i].link;
    parent->flags |= items[i].flags & HTML_HOLDS;
  }
}

/* Whether an element that is not out by its tag should be: it is a form, or hidden, or named like that. */
static bool is_aside(const casus_html_node *item, const casus_html_node *page, casus_html_care care) {
  const GumboTag tag = casus_html_tag(item);
  if (item->flags & (HTML_TEXT | HTML_HOLDS) || tag == GUMBO_TAG_HTML || tag == GUMBO_TAG_BODY) return false;
  const bool most = item->text > page->text / 2;
  if (tag == GUMBO_TAG_FORM && !most) return true;
  if (care == HTML_LENIENT) return false;
  const name named = name_of(item);
  if (named == LARGE_ASIDE) return true;
  return care == HTML_STRICT && (is_hidden(item) || (named == SMALL_ASIDE && !most));
}

static void mark_out(casus_html_tree *self, casus_html_care care) {
  casus_html_node *items = self->items;
  for (size_t i = 0; i < self->count; i++) {
    items[i].flags &= ~(uint32_t)HTML_OUT;
    if (items[i].flags & (HTML_JUNK | HTML_AROUND)) items[i].flags |= HTML_OUT;
  }
  measure(self);
  for (size_t i = 1; i < self->count;) {
    const bool out = items[i].flags & HTML_OUT;
    if (!out && is_aside(&items[i], &items[0], care)) items[i].flags |= HTML_OUT;
    i = out ? items[i].stop : i + 1;
  }
  measure(self);
}

/* Each block's own text outside of links is a score for itself or, where it is
 * made for text, for its parent. */
static void score(casus_html_tree *self) {
  casus_html_node *items = self->items;
  for (size_t i = 0; i < self->count; i++) {
    items[i].score = 0;
    items[i].own = 0;
  }
  for (size_t i = 0; i < self->count; i++)
    if (items[i].flags & HTML_TEXT) items[items[i].block].own += items[i].text;
  for (size_t i = 0; i < self->count; i++) {
    const casus_html_node *item = &items[i];
    if (item->own < RUNNING || item->flags & HTML_HEADING) continue;
    items[item->flags & HTML_PARAGRAPH ? item->parent : i].score += item->own;
  }
  for (size_t i = self->count; i-- > 1;) {
    casus_html_node *parent = &items[items[i].parent];
    const bool wrapped = items[i].text + items[i].link == parent->text + parent->link;
    parent->score += wrapped ? items[i].score : items[i].score / 2;
  }
}

/* The share of links in what an item shows; 1 where it shows nothing. */
static double link_share(const casus_html_node *item) {
  const double all = (double)item->text + item->link;
  return all > 0 ? item->link / all : 1;
}

static double merit(const casus_html_node *item) {
  return item->flags & HTML_OUT ? 0 : item->score * (1 - link_share(item));
}

/* ---- Choosing */

/* The element of the highest merit, or <html>; of an element and its wrappers the element. */
static uint32_t densest(const casus_html_tree *self) {
  const casus_html_node *items = self->items;
  uint32_t best = 0;
  for (uint32_t i = 1; i < self->count; i++) {
    if (!(items[i].flags & HTML_BLOCK)) continue;
    const double merits = merit(&items[i]), most = merit(&items[best]);
    if (merits > most || (merits > 0 && merits >= most && i < items[best].stop)) best = i;
  }
  return best;
}

/* The item with a flag that holds most text, or 0. `*rival`: the most text of another such item outside of
 * it. */
static uint32_t largest(const casus_html_tree *self, uint32_t flag, uint32_t *rival) {
  const casus_html_node *items = self->items;
  uint32_t best = 0;
  *rival = 0;
  for (uint32_t i = 1; i < self->count; i++)
    if (items[i].flags & flag && !(items[i].flags & HTML_OUT) && (!best || items[i].text > items[best].text))
      best = i;
  for (uint32_t i = 1; best && i < self->count; i++)
    if (items[i].flags & flag && !(items[i].flags & HTML_OUT) &&
        (i >= items[best].stop || items[i].stop <= best) && items[i].text > *rival)
      *rival = items[i].text;
  return best;
}

/* What the page itself calls its content, or 0 where that holds too little. Where there are several articles
 * of a size, as in a live report, no one of them is the content. */
static uint32_t declared(const casus_html_tree *self, uint32_t least) {
  static const uint32_t flags[] = {HTML_BODY, HTML_ARTICLE, HTML_MAIN};
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
    uint32_t rival;
    const uint32_t found = largest(self, flags[i], &rival);
    const uint32_t text = self->items[found].text;
    if (found && text >= least && text > 0 && rival <= text / 2) return found;
  }
  return 0;
}

/* Whether a sibling of the content is a part of it that stands alone: a lead, the text behind an
 * advertisement. */
static bool joins(const casus_html_node *item, const casus_html_node *content) {
  if (link_share(item) > 0.25) return false;
  if (item->flags & HTML_PARAGRAPH) return item->own >= 2 * RUNNING;
  return item->score >= content->score / 4;
}

/* The parent of `best`, with all children out that do not join it; or `best` where none does. */
static uint32_t with_siblings(casus_html_tree *self, uint32_t best) {
  casus_html_node *items = self->items;
  const uint32_t parent = items[best].parent;
  bool joined = false;
  if (best == 0 || casus_html_tag(&items[parent]) == GUMBO_TAG_HTML) return best;
  for (uint32_t i = parent + 1; i < items[parent].stop; i = items[i].stop)
    joined |= i != best && !(items[i].flags & HTML_OUT) && joins(&items[i], &items[best]);
  if (!joined) return best;
  for (uint32_t i = parent + 1; i < items[parent].stop; i = items[i].stop)
    if (i != best && !(items[i].flags & HTML_HEADING) && !joins(&items[i], &items[best]))
      items[i].flags |= HTML_OUT;
  return parent;
}

/* Blocks in the content that are made of links: "read also", tags, teasers. A heading may be a link. */
static void mark_links(casus_html_tree *self, uint32_t content) {
  casus_html_node *items = self->items;
  for (uint32_t i = content + 1; i < items[content].stop; i++) {
    casus_html_node *item = &items[i];
    const double most = item->flags & HTML_PARAGRAPH && casus_html_tag(item) != GUMBO_TAG_LI ? 0.9 : 0.67;
    if (item->flags & HTML_BLOCK && !(item->flags & HTML_HEADING) && item->link && link_share(item) > most)
      item->flags |= HTML_OUT;
  }
}

/* Headings at the end of the content, which head what is left out or what a script would load. */
static void mark_last_headings(casus_html_tree *self, uint32_t content) {
  casus_html_node *items = self->items;
  uint32_t last = content; /* text that is no heading's */
  for (uint32_t i = content; i < items[content].stop; i++) {
    if (items[i].flags & HTML_OUT)
      i = items[i].stop - 1;
    else if (items[i].flags & HTML_TEXT && items[i].text + items[i].link &&
             !(items[items[i].block].flags & HTML_HEADING))
      last = i;
  }
  for (uint32_t i = last + 1; last != content && i < items[content].stop; i++)
    if (items[i].flags & HTML_HEADING) items[i].flags |= HTML_OUT;
}

uint32_t casus_html_content(casus_html_tree *self, casus_html_care care) {
  mark_out(self, care);
  score(self);
  const uint32_t dense = densest(self);
  uint32_t content = declared(self, self->items[dense].text / 2);
  if (!content) content = with_siblings(self, dense);
  if (care == HTML_STRICT) {
    mark_links(self, content);
    mark_last_headings(self, content);
  }
  return content;
}
