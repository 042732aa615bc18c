/* trying.h - a matcher of phrases that just tries them all at every place: what a dictionary has to find. */
#ifndef CASUS_TESTS_TRYING_H
#define CASUS_TESTS_TRYING_H

#include "base/utf8.h"
#include "casus.h"
#include "text/characters.h"

static bool white(const char *text, size_t at) {
  uint32_t length;
  return casus_class_at(text + at, &length) == CASUS_CLASS_SPACE;
}

static uint32_t read_one(const char *text, size_t *at) {
  uint32_t code;
  *at += casus_utf8_decode(text + *at, &code);
  if (code == 0x2019 || code == 0x2018) return '\'';
  return code == 0x2010 || code == 0x2011 ? '-' : code;
}

static bool any_of_class(const char *text, size_t size, casus_class class) {
  for (size_t at = 0; at < size;) {
    uint32_t length;
    if (casus_class_at(text + at, &length) == class) return true;
    at += length;
  }
  return false;
}

static casus_case rule_of(const casus_phrase *one) {
  if (one->match_case != CASUS_CASE_AUTO) return one->match_case;
  if (!any_of_class(one->text.bytes, one->text.size, CASUS_CLASS_UPPER)) return CASUS_CASE_ANY;
  return any_of_class(one->text.bytes, one->text.size, CASUS_CLASS_LOWER) ? CASUS_CASE_NAME
                                                                          : CASUS_CASE_EXACT;
}

static bool is_word(const char *text, size_t at) {
  uint32_t code;
  casus_utf8_decode(text + at, &code);
  return casus_utf8_word(code);
}

/* Behind no word, nor behind an apostrophe that is behind a word. */
static bool word_may_begin(const char *text, size_t at) {
  if (at == 0) return true;
  size_t before = casus_utf8_before(text, at);
  if (is_word(text, before)) return false;
  size_t again = before;
  return read_one(text, &again) != '\'' || before == 0 || !is_word(text, casus_utf8_before(text, before));
}

static bool word_may_end(const char *text, size_t size, size_t at) {
  return at == size || !is_word(text, at) || !is_word(text, casus_utf8_before(text, at));
}

/* Where a phrase that begins at `at` ends, or 0; `exact`: whether the case is that of the phrase. */
static size_t try_one(const casus_phrase *one, const char *text, size_t size, size_t at, bool *exact) {
  size_t p = 0, t = at;
  *exact = true;
  while (p < one->text.size) {
    if (t >= size) return 0;
    if (white(one->text.bytes, p)) {
      unsigned breaks = 0;
      if (!white(text, t)) return 0;
      while (white(one->text.bytes, p)) read_one(one->text.bytes, &p);
      while (t < size && white(text, t)) {
        breaks += text[t] == '\n';
        read_one(text, &t);
      }
      if (breaks > 1) return 0;
      continue;
    }
    const uint32_t wanted = read_one(one->text.bytes, &p), found = read_one(text, &t);
    if (casus_utf8_fold(wanted) != casus_utf8_fold(found)) return 0;
    *exact = *exact && wanted == found;
  }
  if (!word_may_end(text, size, t)) return 0;
  const casus_case rule = rule_of(one);
  const bool capitals = !any_of_class(text + at, t - at, CASUS_CLASS_LOWER);
  return *exact || rule == CASUS_CASE_ANY || (rule == CASUS_CASE_NAME && capitals) ? t : 0;
}

static inline bool try_all(const casus_phrase *phrases, size_t count, const char *text, size_t size,
                           size_t from, casus_match *match) {
  for (size_t at = from; at < size; read_one(text, &at)) {
    size_t longest = 0;
    bool best_is_exact = false;
    if (!word_may_begin(text, at)) continue;
    for (uint32_t i = 0; i < count; i++) {
      bool exact;
      const size_t stop = try_one(&phrases[i], text, size, at, &exact);
      if (stop == 0 || stop < longest || (stop == longest && best_is_exact && !exact)) continue;
      longest = stop;
      best_is_exact = exact;
      *match = (casus_match){(uint32_t)at, (uint32_t)stop, i, phrases[i].value};
    }
    if (longest) return true;
  }
  return false;
}

#endif
