#include "text/html_tree.h"

#include <string.h>
#include <strings.h>

/* Tags not listed, also those that a site makes up, are inline. */
static const uint16_t traits[GUMBO_TAG_LAST + 1] = {
    [GUMBO_TAG_P] = HTML_BLOCK | HTML_PARAGRAPH,
    [GUMBO_TAG_LI] = HTML_BLOCK | HTML_PARAGRAPH,
    [GUMBO_TAG_DD] = HTML_BLOCK | HTML_PARAGRAPH,
    [GUMBO_TAG_DT] = HTML_BLOCK | HTML_PARAGRAPH,
    [GUMBO_TAG_BLOCKQUOTE] = HTML_BLOCK | HTML_PARAGRAPH,
    [GUMBO_TAG_PRE] = HTML_BLOCK | HTML_PARAGRAPH | HTML_PRE,
    [GUMBO_TAG_LISTING] = HTML_BLOCK | HTML_PARAGRAPH | HTML_PRE,
    [GUMBO_TAG_XMP] = HTML_BLOCK | HTML_PARAGRAPH | HTML_PRE,
    [GUMBO_TAG_PLAINTEXT] = HTML_BLOCK | HTML_PARAGRAPH | HTML_PRE,
    [GUMBO_TAG_H1] = HTML_BLOCK | HTML_HEADING | HTML_HOLDS,
    [GUMBO_TAG_H2] = HTML_BLOCK | HTML_HEADING,
    [GUMBO_TAG_H3] = HTML_BLOCK | HTML_HEADING,
    [GUMBO_TAG_H4] = HTML_BLOCK | HTML_HEADING,
    [GUMBO_TAG_H5] = HTML_BLOCK | HTML_HEADING,
    [GUMBO_TAG_H6] = HTML_BLOCK | HTML_HEADING,
    [GUMBO_TAG_BR] = HTML_BREAK,

    [GUMBO_TAG_HTML] = HTML_BLOCK,
    [GUMBO_TAG_BODY] = HTML_BLOCK,
    [GUMBO_TAG_DIV] = HTML_BLOCK,
    [GUMBO_TAG_SECTION] = HTML_BLOCK,
    [GUMBO_TAG_ARTICLE] = HTML_BLOCK | HTML_ARTICLE,
    [GUMBO_TAG_MAIN] = HTML_BLOCK | HTML_MAIN | HTML_HOLDS,
    [GUMBO_TAG_HGROUP] = HTML_BLOCK,
    [GUMBO_TAG_ADDRESS] = HTML_BLOCK,
    [GUMBO_TAG_CENTER] = HTML_BLOCK,
    [GUMBO_TAG_DETAILS] = HTML_BLOCK,
    [GUMBO_TAG_SUMMARY] = HTML_BLOCK,
    [GUMBO_TAG_DIR] = HTML_BLOCK,
    [GUMBO_TAG_DL] = HTML_BLOCK,
    [GUMBO_TAG_OL] = HTML_BLOCK,
    [GUMBO_TAG_UL] = HTML_BLOCK,
    [GUMBO_TAG_FIELDSET] = HTML_BLOCK,
    [GUMBO_TAG_LEGEND] = HTML_BLOCK,
    [GUMBO_TAG_FIGURE] = HTML_BLOCK,
    [GUMBO_TAG_FORM] = HTML_BLOCK,
    [GUMBO_TAG_HR] = HTML_BLOCK,
    [GUMBO_TAG_TABLE] = HTML_BLOCK,
    [GUMBO_TAG_CAPTION] = HTML_BLOCK,
    [GUMBO_TAG_THEAD] = HTML_BLOCK,
    [GUMBO_TAG_TBODY] = HTML_BLOCK,
    [GUMBO_TAG_TFOOT] = HTML_BLOCK,
    [GUMBO_TAG_TR] = HTML_BLOCK,
    [GUMBO_TAG_TH] = HTML_BLOCK,
    [GUMBO_TAG_TD] = HTML_BLOCK,

    [GUMBO_TAG_NAV] = HTML_BLOCK | HTML_AROUND,
    [GUMBO_TAG_HEADER] = HTML_BLOCK | HTML_AROUND,
    [GUMBO_TAG_FOOTER] = HTML_BLOCK | HTML_AROUND,
    [GUMBO_TAG_ASIDE] = HTML_BLOCK | HTML_AROUND,
    [GUMBO_TAG_MENU] = HTML_BLOCK | HTML_AROUND,
    [GUMBO_TAG_FIGCAPTION] = HTML_BLOCK | HTML_AROUND,

    [GUMBO_TAG_HEAD] = HTML_BLOCK | HTML_JUNK,
    [GUMBO_TAG_TITLE] = HTML_BLOCK | HTML_JUNK,
    [GUMBO_TAG_SCRIPT] = HTML_JUNK,
    [GUMBO_TAG_STYLE] = HTML_JUNK,
    [GUMBO_TAG_TEMPLATE] = HTML_JUNK,
    [GUMBO_TAG_NOSCRIPT] = HTML_BLOCK | HTML_JUNK,
    [GUMBO_TAG_NOFRAMES] = HTML_BLOCK | HTML_JUNK,
    [GUMBO_TAG_NOEMBED] = HTML_JUNK,
    [GUMBO_TAG_IFRAME] = HTML_JUNK,
    [GUMBO_TAG_OBJECT] = HTML_JUNK,
    [GUMBO_TAG_APPLET] = HTML_JUNK,
    [GUMBO_TAG_AUDIO] = HTML_JUNK,
    [GUMBO_TAG_VIDEO] = HTML_JUNK,
    [GUMBO_TAG_CANVAS] = HTML_JUNK,
    [GUMBO_TAG_SVG] = HTML_JUNK,
    [GUMBO_TAG_MATH] = HTML_JUNK,
    [GUMBO_TAG_BUTTON] = HTML_JUNK,
    [GUMBO_TAG_SELECT] = HTML_JUNK,
    [GUMBO_TAG_TEXTAREA] = HTML_JUNK,
    [GUMBO_TAG_DATALIST] = HTML_JUNK,
    [GUMBO_TAG_METER] = HTML_JUNK,
    [GUMBO_TAG_PROGRESS] = HTML_JUNK,
    [GUMBO_TAG_RP] = HTML_JUNK, /* a gloss beside the word */
    [GUMBO_TAG_RT] = HTML_JUNK,
};

/* What a role makes of an element, whatever its tag. */
static const struct {
  const char *role;
  uint32_t flags;
} roles[] = {
    {"main", HTML_MAIN | HTML_HOLDS}, {"article", HTML_ARTICLE}, {"navigation", HTML_AROUND},
    {"banner", HTML_AROUND},          {"search", HTML_AROUND},   {"complementary", HTML_AROUND},
    {"contentinfo", HTML_AROUND},     {"menu", HTML_AROUND},     {"menubar", HTML_AROUND},
    {"toolbar", HTML_AROUND},         {"tablist", HTML_AROUND},  {"dialog", HTML_AROUND},
    {"alertdialog", HTML_AROUND},     {"button", HTML_JUNK},
};

enum { INHERITED = HTML_PRE | HTML_LINK | HTML_JUNK };

bool casus_html_listed(const char *list, const char *word, size_t size) {
  if (size == 0) return false;
  for (const char *at = list; *at;) {
    /* Most words differ in their first letter: cheaper than a call. */
    if (((*at ^ *word) & 0x1F) == 0 && strncasecmp(at, word, size) == 0 && (at[size] == ' ' || !at[size]))
      return true;
    while (*at && *at != ' ') at++;
    at += *at == ' ';
  }
  return false;
}

GumboTag casus_html_tag(const casus_html_node *item) {
  return item->flags & HTML_TEXT ? GUMBO_TAG_LAST : item->node->v.element.tag;
}

const char *casus_html_attribute(const casus_html_node *item, const char *name) {
  if (item->flags & HTML_TEXT) return NULL;
  const GumboAttribute *attribute = gumbo_get_attribute(&item->node->v.element.attributes, name);
  return attribute ? attribute->value : NULL;
}

static uint32_t element_flags(const casus_html_node *item) {
  const GumboTag tag = casus_html_tag(item);
  uint32_t flags = traits[tag];
  const char *role = casus_html_attribute(item, "role");
  const char *property = casus_html_attribute(item, "itemprop");
  for (size_t i = 0; role && i < sizeof roles / sizeof *roles; i++)
    if (strcasecmp(role, roles[i].role) == 0) flags |= roles[i].flags;
  if (property && strcasecmp(property, "articleBody") == 0) flags |= HTML_BODY | HTML_HOLDS;
  if (tag == GUMBO_TAG_A && casus_html_attribute(item, "href")) flags |= HTML_LINK;
  return flags;
}

static uint32_t push(casus_html_tree *self, casus_arena *arena, const GumboNode *node, uint32_t parent,
                     bool text) {
  const uint32_t index = (uint32_t)self->count;
  casus_html_node *item = casus_arena_push(arena, self);
  memset(item, 0, sizeof *item);
  item->node = node;
  item->parent = parent;
  item->flags = text ? HTML_TEXT : element_flags(item);
  item->flags |= self->items[parent].flags & INHERITED;
  item->block = item->flags & HTML_BLOCK || index == 0 ? index : self->items[parent].block;
  item->stop = text ? index + 1 : 0;
  return index;
}

void casus_html_tree_build(casus_html_tree *self, casus_arena *arena, const GumboNode *root) {
  memset(self, 0, sizeof *self);
  uint32_t at = push(self, arena, root, 0, false);
  for (;;) { /* while an element is open, `stop` counts the children seen */
    const GumboVector *children = &self->items[at].node->v.element.children;
    if (self->items[at].stop == children->length) {
      self->items[at].stop = (uint32_t)self->count;
      if (at == 0) return;
      at = self->items[at].parent;
      continue;
    }
    const GumboNode *child = children->data[self->items[at].stop++];
    switch (child->type) {
    case GUMBO_NODE_ELEMENT: at = push(self, arena, child, at, false); break;
    case GUMBO_NODE_TEXT:
    case GUMBO_NODE_WHITESPACE:
    case GUMBO_NODE_CDATA: push(self, arena, child, at, true); break;
    case GUMBO_NODE_DOCUMENT:
    case GUMBO_NODE_COMMENT:
    case GUMBO_NODE_TEMPLATE: break;
    }
  }
}
