/* HTML: what no page can do - use up the stack, the time or more memory than it should, or leak when there is
 * none. What is read from pages is tested in tests/lua/html_spec.lua. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/html.h"

#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An allocator that counts what is out, and gives nothing from the n-th call on. */
typedef struct meter {
  size_t calls, fail_at, out, peak;
} meter;

static void *metered(void *context, void *block, size_t old, size_t size) {
  meter *self = context;
  if (size && ++self->calls >= self->fail_at) return NULL;
  self->out = self->out - (block ? old : 0) + size;
  if (self->out > self->peak) self->peak = self->out;
  return casus_allocator_default.reallocate(NULL, block, old, size);
}

static casus_string string(const char *text) {
  return (casus_string){text, strlen(text)};
}

static const char PAGE[] =
    "<html lang=en><head><title>Talks end - The Wire</title><meta property=og:site_name content='The Wire'>"
    "<link rel=canonical href=https://wire.example/1></head><body><nav><a href=/>Home</a></nav><article>"
    "<time datetime=2023-06-01>1 June</time><h1>Talks end</h1><p>The two sides met in Geneva for the last "
    "time.</p>"
    "<p>Nothing was signed &amp; nobody spoke.</p></article></body></html>";

static void test_page(void **state) {
  (void)state;
  casus_arena arena;
  casus_page page;
  casus_arena_init(&arena, NULL);
  assert_int_equal(casus_html_read(&arena, string(PAGE), &page, NULL), CASUS_OK);
  assert_string_equal(page.text.bytes,
                      "1 June\n\nTalks end\n\nThe two sides met in Geneva for the last time.\n\n"
                      "Nothing was signed & nobody spoke.");
  assert_int_equal(page.text.size, strlen(page.text.bytes));
  assert_string_equal(page.title, "Talks end");
  assert_string_equal(page.date, "2023-06-01");
  assert_string_equal(page.source, "The Wire");
  assert_string_equal(page.lang, "en");
  assert_string_equal(page.url, "https://wire.example/1");
  casus_arena_free(&arena);
}

static void test_nothing(void **state) {
  (void)state;
  static const char *const pages[] = {
      "", " ", "\xEF\xBB\xBF", "<", "<!--", "<html>", "<head></head>", "</body>", "<p></p>"};
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
    casus_arena arena;
    casus_page page;
    casus_arena_init(&arena, NULL);
    assert_int_equal(casus_html_read(&arena, string(pages[i]), &page, NULL), CASUS_OK);
    assert_string_equal(page.text.bytes, pages[i][0] == '<' && !pages[i][1] ? "<" : "");
    assert_null(page.title);
    assert_null(page.date);
    assert_null(page.source);
    assert_null(page.lang);
    assert_null(page.url);
    casus_arena_free(&arena);
  }
}

/* Wherever memory ends, also within the parser, the page is refused and all is given back. */
static void test_memory(void **state) {
  (void)state;
  for (size_t fail_at = 1;; fail_at++) {
    meter self = {.fail_at = fail_at};
    const casus_allocator allocator = {metered, &self};
    casus_arena arena;
    casus_page page;
    casus_error error = {0};
    casus_arena_init(&arena, &allocator);
    const casus_status status = casus_html_read(&arena, string(PAGE), &page, &error);
    casus_arena_free(&arena);
    assert_int_equal(self.out, 0);
    if (status == CASUS_OK) {
      assert_true(fail_at > 3);
      break;
    }
    assert_int_equal(status, CASUS_NOMEM);
    assert_int_equal(error.code, CASUS_NOMEM);
  }
}

/* Pages that are one piece many times over. */
static const struct {
  const char *before, *piece, *middle, *after;
} heaps[] = {
    {"", "<div>", "deep", "</div>"},
    {"", "<div>", "deep", ""},
    {"", "<b>", "deep", "</b>"},
    {"", "<made-up>", "deep", "</made-up>"},
    {"", "<made-up/>", "deep", ""},
    {"", "<ul><li>", "deep", "</li></ul>"},
    {"", "<blockquote><p>", "deep", "</blockquote>"},
    {"", "<table><tr><td>", "deep", "</td></tr></table>"},
    {"", "<h1><div>", "deep", "</div></h1>"},
    {"", "<article><section>", "deep", "</section></article>"},
    {"", "<svg><g>", "", "</g></svg>"},
    {"<p>deep</p><svg>", "<path d=x />", "", ""},
    {"", "<font size=1><p>deep", "", ""},
    {"", "<a href=x><p>deep", "", ""},
    {"deep<p", " a", "", ""},
    {"deep", "<!--", "", ""},
    {"deep", "<script>", "", ""},
    {"deep", "<select><option>", "", ""},
    {"deep", "<template>", "", "</template>"},
    {"deep", "</p></b>", "", ""},
};

enum { MANY = 100000 };

static char *write_many(char *into, const char *piece) {
  for (size_t i = 0; i < MANY; i++, into += strlen(piece)) memcpy(into, piece, strlen(piece));
  return into;
}

static void *read_heaps(void *argument) {
  size_t *wrong = argument;
  for (size_t i = 0; i < sizeof heaps / sizeof *heaps; i++) {
    const size_t sides = strlen(heaps[i].piece) + strlen(heaps[i].after);
    char *html = malloc(sides * MANY + strlen(heaps[i].before) + strlen(heaps[i].middle)), *end = html;
    end = stpncpy(end, heaps[i].before, strlen(heaps[i].before));
    end = write_many(end, heaps[i].piece);
    end = stpncpy(end, heaps[i].middle, strlen(heaps[i].middle));
    end = write_many(end, heaps[i].after);
    meter self = {.fail_at = SIZE_MAX};
    const casus_allocator allocator = {metered, &self};
    casus_arena arena;
    casus_page page;
    casus_arena_init(&arena, &allocator);
    const casus_string text = {html, (size_t)(end - html)};
    const bool good = casus_html_read(&arena, text, &page, NULL) == CASUS_OK;
    if (!good || (heaps[i].middle[0] && !strstr(page.text.bytes, "deep")) || self.peak > 500 * text.size) {
      fprintf(stderr, "many of %s: %s, %zu bytes for one\n", heaps[i].piece, good ? "read" : "refused",
              self.peak / text.size);
      ++*wrong;
    }
    casus_arena_free(&arena);
    free(html);
  }
  return NULL;
}

/* In a thread with a small stack, as a worker's may be. What is quadratic would outlast the test's time. */
static void test_heaps(void **state) {
  (void)state;
  pthread_attr_t small;
  pthread_t thread;
  size_t wrong = 0;
  pthread_attr_init(&small);
  assert_int_equal(pthread_attr_setstacksize(&small, 256 * 1024), 0);
  assert_int_equal(pthread_create(&thread, &small, read_heaps, &wrong), 0);
  assert_int_equal(pthread_join(thread, NULL), 0);
  pthread_attr_destroy(&small);
  assert_int_equal(wrong, 0);
}

/* Formatting elements left open in a paragraph are reopened in every later one. */
static void test_limit(void **state) {
  (void)state;
  enum { PARAGRAPHS = 200000 };
  char *html = malloc(PARAGRAPHS * 5 + 1000), *end = stpcpy(html, "<p>");
  for (int i = 0; i < 16; i++) end += sprintf(end, "<font size=%d>", i);
  for (int i = 0; i < PARAGRAPHS; i++) end += sprintf(end, "<p>.");
  meter self = {.fail_at = SIZE_MAX};
  const casus_allocator allocator = {metered, &self};
  casus_arena arena;
  casus_page page;
  casus_error error = {0};
  casus_arena_init(&arena, &allocator);
  assert_int_equal(casus_html_read(&arena, (casus_string){html, (size_t)(end - html)}, &page, &error),
                   CASUS_LIMIT);
  assert_int_equal(error.code, CASUS_LIMIT);
  casus_arena_free(&arena);
  assert_int_equal(self.out, 0);
  assert_int_equal(casus_html_read(&arena, (casus_string){html, INT_MAX}, &page, &error), CASUS_LIMIT);
  free(html);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_page),  cmocka_unit_test(test_nothing), cmocka_unit_test(test_memory),
      cmocka_unit_test(test_heaps), cmocka_unit_test(test_limit),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
