/* Cutting a page to what the parser takes in linear time, and can take at all.
 *
 * The rules of HTML make every start tag look for an open <p> among all elements it is nested in, a paragraph
 * repeat the formatting elements that were left open before it, and an attribute be compared with all others
 * of its tag: a page of nothing but tags takes time, or even memory, that grows with its square. So tags of
 * elements nested deeper than any page needs (browsers have such a limit, too) are dropped, start and end
 * alike, sooner where they only format; and tags with an absurd number of attributes. What lies in them
 * stays. This reads just enough of the syntax for that; where a page manages to fool it, parsing is slow, and
 * nothing worse.
 */
#include "text/html_tree.h"

#include <string.h>
#include <strings.h>

enum {
  DEEPEST = 1000,
  DEEPEST_FORMAT = 16,
  MOST_ATTRIBUTES = 200,
};

typedef enum nesting {
  NESTS,  /* elements that can lie in each other without end; all that are not listed */
  FLAT,   /* void, or ended by the next of its kind */
  FORMAT, /* reopened in later paragraphs while it is open */
  RAW,    /* holds no tags but its own end */
} nesting;

/* Names by nesting. */
static const char flat[] =
    "area base basefont bgsound body br col colgroup dd dt embed frame head hr html image img input "
    "keygen li link meta optgroup option p param rp rt source tbody td tfoot th thead tr track wbr a";
static const char format[] = "b big code em font i nobr s small strike strong tt u";
static const char raw[] = "iframe noembed noframes script style textarea title xmp";

typedef struct tag {
  const char *name;
  size_t name_size;
  nesting nests;
  bool end;    /* </name> */
  bool closed; /* <name/> */
  unsigned attributes;
  const char *stop;
} tag;

static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static nesting nesting_of(const char *name, size_t size) {
  if (casus_html_listed(flat, name, size)) return FLAT;
  if (casus_html_listed(format, name, size)) return FORMAT;
  if (casus_html_listed(raw, name, size)) return RAW;
  return NESTS;
}

/* Past an attribute's value: up to its closing quotation mark, or white space or > where it has none. */
static const char *skip_value(const char *at, const char *limit) {
  while (at < limit && is_space(*at)) at++;
  if (at < limit && (*at == '"' || *at == '\'')) {
    const char *quote = memchr(at + 1, *at, (size_t)(limit - at - 1));
    return quote ? quote + 1 : limit;
  }
  while (at < limit && !is_space(*at) && *at != '>') at++;
  return at;
}

/* Reads the tag at `at`, which is a <; false where it is none. A tag that does not end stops at `limit`. */
static bool read_tag(const char *at, const char *limit, tag *found) {
  memset(found, 0, sizeof *found);
  found->end = ++at < limit && *at == '/';
  at += found->end;
  if (at >= limit || !is_letter(*at)) return false;
  found->name = at;
  while (at < limit && !is_space(*at) && *at != '/' && *at != '>') at++;
  found->name_size = (size_t)(at - found->name);
  found->nests = nesting_of(found->name, found->name_size);
  for (;;) {
    while (at < limit && is_space(*at)) at++;
    if (at == limit) break;
    if (*at == '>') {
      at++;
      break;
    }
    if (*at == '/') {
      found->closed = at + 1 < limit && at[1] == '>';
      at++;
      continue;
    }
    found->attributes++;
    at++; /* whatever it is, even =, it begins a name */
    while (at < limit && !is_space(*at) && *at != '/' && *at != '>' && *at != '=') at++;
    while (at < limit && is_space(*at)) at++;
    if (at < limit && *at == '=') at = skip_value(at + 1, limit);
  }
  found->stop = at;
  return true;
}

/* The end of a comment that begins at `at`. */
static const char *skip_comment(const char *at, const char *limit) {
  const char *body = at + 2; /* <!--> is one */
  while ((body = memmem(body, (size_t)(limit - body), "--", 2))) {
    if (limit - body > 2 && body[2] == '>') return body + 3;
    if (limit - body > 3 && body[2] == '!' && body[3] == '>') return body + 4;
    body++;
  }
  return limit;
}

/* Where the end tag of a raw element begins. */
static const char *skip_raw(const char *at, const char *limit, const tag *start) {
  while ((at = memmem(at, (size_t)(limit - at), "</", 2))) {
    const char *name = at + 2;
    if ((size_t)(limit - name) > start->name_size && strncasecmp(name, start->name, start->name_size) == 0 &&
        !is_letter(name[start->name_size]))
      return at;
    at = name;
  }
  return limit;
}

typedef struct pruner {
  uint32_t depth, format; /* elements open, as far as this can tell */
  uint32_t drawings;      /* <svg> and <math> open, where <name/> is an element without content */
} pruner;

/* Counts a tag, and says whether it stays. */
static bool count(pruner *self, const tag *found) {
  const bool formats = found->nests == FORMAT;
  uint32_t *depth = formats ? &self->format : &self->depth;
  const uint32_t deepest = formats ? DEEPEST_FORMAT : DEEPEST;
  const bool stays = *depth < deepest + found->end; /* an end tag goes where its start tag went */
  if (found->nests != NESTS && !formats) return true;
  if (found->closed && self->drawings) return stays;
  if (!found->end)
    ++*depth;
  else if (*depth)
    --*depth;
  return stays;
}

static bool is_named(const tag *found, const char *name) {
  return strncasecmp(found->name, name, found->name_size) == 0 && name[found->name_size] == '\0';
}

static void count_drawing(pruner *self, const tag *found) {
  if (found->closed || !(is_named(found, "svg") || is_named(found, "math"))) return;
  if (!found->end)
    self->drawings++;
  else if (self->drawings)
    self->drawings--;
}

/* Replaces the numbers of character references in `html` that are too large for the parser, which lets them
 * overflow and then writes what is not UTF-8, by that of U+FFFD. In place: a smaller number is shorter. */
static size_t limit_references(char *html, size_t size) {
  static const char instead[] = "&#xFFFD";
  const char *at = html, *limit = html + size;
  char *into = html;
  while (at < limit) {
    const char *mark = memmem(at, (size_t)(limit - at), "&#", 2);
    if (!mark) mark = limit;
    memmove(into, at, (size_t)(mark - at));
    into += mark - at;
    if (mark == limit) break;
    const bool hex = mark + 2 < limit && (mark[2] | 0x20) == 'x';
    const char *zeros = mark + 2 + hex; /* the string ends with NUL */
    const char *digits = zeros + strspn(zeros, "0");
    at = digits + strspn(digits, hex ? "0123456789ABCDEFabcdef" : "0123456789");
    const bool large = at - digits > (hex ? 7 : 9); /* more may not fit 31 bits */
    const size_t length = large ? sizeof instead - 1 : (size_t)(at - mark);
    memmove(into, large ? instead : mark, length);
    into += length;
  }
  *into = '\0';
  return (size_t)(into - html);
}

casus_string casus_html_prune(casus_arena *arena, casus_string html) {
  char *kept = casus_arena_alloc(arena, html.size + 1), *into = kept;
  const char *at = html.bytes, *limit = html.bytes + html.size;
  pruner self = {0};
  while (at < limit) {
    const char *open = memchr(at, '<', (size_t)(limit - at)), *next;
    tag found;
    bool stays = true;
    if (!open) open = limit;
    memcpy(into, at, (size_t)(open - at));
    into += open - at;
    if (open == limit) break;
    if (limit - open >= 4 && memcmp(open, "<!--", 4) == 0) {
      next = skip_comment(open, limit);
      stays = false;
    } else if (read_tag(open, limit, &found)) {
      count_drawing(&self, &found);
      stays = count(&self, &found) && found.attributes <= MOST_ATTRIBUTES;
      next = found.nests == RAW && !found.end ? skip_raw(found.stop, limit, &found) : found.stop;
    } else {
      next = open + 1;
    }
    if (stays) {
      memcpy(into, open, (size_t)(next - open));
      into += next - open;
    }
    at = next;
  }
  *into = '\0';
  return (casus_string){kept, limit_references(kept, (size_t)(into - kept))};
}
