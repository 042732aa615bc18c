/* Segmentation: tokens, sentences, lines, language, and what documents and CoNLL-U say of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "text/characters.h"
#include "text/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static casus_engine *engine;

static int set_up(void **state) {
  (void)state;
  casus_error error;
  const casus_engine_options rules = {.model = ""}; /* the splitter of a model has tests of its own */
  engine = casus_engine_open(CASUS_ROOT "/data", &rules, &error);
  if (!engine) fprintf(stderr, "%s\n", error.message);
  return engine ? 0 : -1;
}

static int tear_down(void **state) {
  (void)state;
  casus_engine_close(engine);
  return 0;
}

static casus_document *parse(const char *text) {
  casus_error error;
  casus_document *document = casus_document_parse(engine, text, strlen(text), NULL, &error);
  if (!document) fail_msg("%s", error.message);
  return document;
}

/* Tokens between spaces, `|` within an orthographic token, ` / ` between sentences, ` // ` between
 * paragraphs. */
static char *describe(const casus_document *document) {
  casus_buffer out;
  casus_buffer_init(&out, NULL);
  for (uint32_t i = 1; i <= casus_document_tokens(document); i++) {
    casus_token token, before;
    casus_sentence sentence;
    casus_document_token(document, i, &token);
    casus_document_sentence(document, token.sentence, &sentence);
    if (i > 1) {
      casus_document_token(document, i - 1, &before);
      if (sentence.first == i)
        casus_buffer_string(&out, sentence.paragraph ? " // " : " / ");
      else
        casus_buffer_byte(&out, before.joined ? '|' : ' ');
    }
    casus_buffer_append(&out, token.form.bytes, token.form.size);
  }
  casus_buffer_byte(&out, '\0');
  return out.bytes;
}

static void check(const char *text, const char *expected) {
  casus_document *document = parse(text);
  char *actual = describe(document);
  assert_string_equal(actual, expected);
  free(actual);
  casus_document_close(document);
}

static void contractions(void **state) {
  (void)state;
  check("I don't, can't, won't.", "I do|n't , ca|n't , wo|n't .");
  check("I cannot; they're gonna", "I can|not ; they|'re gon|na");
  check("John's and the states' shouldn't've", "John|'s and the states|' should|n't|'ve");
  check("It’s NATO’s, DON’T", "It|’s NATO|’s , DO|N’T");
  check("O'Connor's rock'n'roll at 5 o'clock", "O'Connor|'s rock'n'roll at 5 o'clock");
  check("the 1990's, 2023's and '72", "the 1990's , 2023|'s and '72");
  check("'twas 'em, d’you", "'t|was 'em , d’|you");
  check("He said 'the states' and left.", "He said ' the states ' and left .");
}

static void numbers(void **state) {
  (void)state;
  check("$1.13bn US$5 10% 5pm 10:30a.m. 35mm", "$ 1.13 bn US$ 5 10 % 5 pm 10:30 a.m. 35 mm");
  check("1,200 3.5 .04 1990s 21st 2014-2016 5-10", "1,200 3.5 .04 1990s 21st 2014 - 2016 5 - 10");
  check("2023-05-10 3/4 9/11 11/28/2000 1-800-555-1212 555-1234",
        "2023-05-10 3/4 9/11 11/28/2000 1-800-555-1212 555-1234");
  check("10:30-11:30 3:1 13,14 9am-12pm", "10:30 - 11:30 3:1 13 , 14 9 am - 12 pm");
}

static void hyphens_and_slashes(void **state) {
  (void)state;
  check("well-known anti-war pre- and post-war career-wise",
        "well - known anti-war pre- and post-war career-wise");
  check("a 15-year-old F-16 in mid-1985", "a 15 - year - old F - 16 in mid-1985");
  check("and/or w/o I/O he--she a – b—c", "and / or w/o I/O he -- she a – b — c");
}

static void addresses(void **state) {
  (void)state;
  check("(see http://a.org/b_(c).) or www.foo-bar.com/x-y, ok",
        "( see http://a.org/b_(c) . ) or www.foo-bar.com/x-y , ok");
  check("<a.b-c@d-e.com>, @name #tag # 1", "< a.b-c@d-e.com > , @name #tag # 1");
  check("example.com report-1.PDF 3.The end.Next", "example.com report - 1 . / PDF 3 . / The end . / Next");
}

static void signs(void **state) {
  (void)state;
  check("Wait... what?! \"No,\" she said :-) ---- -> (ok:)",
        "Wait ... what ?! / \" No , \" she said :-) ---- -> ( ok : )");
  check("“a” ‘b’ ''c'' R&D A & B", "“ a ” ‘ b ’ '' c '' R&D A & B");
  check("👨‍👩‍👧 👍🏽 🇯🇵 ***", "👨‍👩‍👧 👍🏽 🇯🇵 ***");
  check("北京大会。東京、です NATOは", "北京大会 。 / 東京 、 です NATO は");
  check("naïve Ελλάδα Россия العربية", "naïve Ελλάδα Россия العربية");
}

static void abbreviations(void **state) {
  (void)state;
  check("Mr. Smith met Gen. Lee of the U.S. Army at No. 5 on Dec. 15.",
        "Mr. Smith met Gen. Lee of the U.S. Army at No. 5 on Dec. 15 .");
  check("He lives in the U.S. The J. Smith Co. Ltd. was sold, e.g. to me.",
        "He lives in the U.S . / The J. Smith Co. Ltd. was sold , e.g. to me .");
  check("I said no. He went at 5 p.m. He left etc.", "I said no . / He went at 5 p.m . / He left etc .");
  check("Dr.Who of P.O.Box 3 has a Ph.D. in art.", "Dr. Who of P.O. Box 3 has a Ph.D. in art .");
}

static void sentences(void **state) {
  (void)state;
  check("One. two! Three? (Four.) Five", "One . / two ! / Three ? / ( Four . ) / Five");
  check("\"Why?\" he asked. \"So.\" She went.", "\" Why ? \" he asked . / \" So . \" / She went .");
  check("Well... yes. Well... No.", "Well ... yes . / Well ... / No .");
  check("It rose.[1] [2] The end. 1. Begin 2. End",
        "It rose . [ 1 ] [ 2 ] / The end . / 1 . Begin 2 . / End");
  check("a\n\nb \n \n c\r\n\r\nd", "a // b // c // d");
  check("", "");
  check(" \n\t ", "");
}

static void lines(void **state) {
  (void)state;
  /* A headline between paragraphs that have a line each. */
  check(
      "The plan was called a mistake by all who had been asked about it in the long days before the summit.\n"
      "Sunak vows to cut immigration as figures hit new high\n"
      "Ministers met. They said that the plan would go on, whatever the others might think of it in the end.",
      "The plan was called a mistake by all who had been asked about it in the long days before the summit . "
      "/ "
      "Sunak vows to cut immigration as figures hit new high / "
      "Ministers met . / They said that the plan would go on , whatever the others might think of it in the "
      "end .");
  /* Wrapped lines are not cut, not even before a capital. */
  check("The alliance plans to open its first office in Asia, officials of\n"
        "Japan said on Tuesday, and that the talks, which began in\n"
        "January, would end in time for the summit.",
        "The alliance plans to open its first office in Asia , officials of Japan said on Tuesday , and that "
        "the "
        "talks , which began in January , would end in time for the summit .");
  check("Name: X\nAge: 5\n- one\n- two", "Name : X / Age : 5 / - one / - two");
  check("The end of\nthe line", "The end of the line");
}

static void classes(void **state) {
  (void)state;
  assert_int_equal(casus_class_of('a'), CASUS_CLASS_LOWER);
  assert_int_equal(casus_class_of(0xC9), CASUS_CLASS_UPPER);   /* É */
  assert_int_equal(casus_class_of(0x0158), CASUS_CLASS_UPPER); /* Ř, in a range that alternates */
  assert_int_equal(casus_class_of(0x0159), CASUS_CLASS_LOWER);
  assert_int_equal(casus_class_of(0x017B), CASUS_CLASS_UPPER); /* Ż: capitals are odd here */
  assert_int_equal(casus_class_of(0x0416), CASUS_CLASS_UPPER); /* Ж */
  assert_int_equal(casus_class_of(0x03C9), CASUS_CLASS_LOWER); /* ω */
  assert_int_equal(casus_class_of(0x0627), CASUS_CLASS_LETTER);
  assert_int_equal(casus_class_of(0x4E2D), CASUS_CLASS_IDEOGRAPH);
  assert_int_equal(casus_class_of(0x20AC), CASUS_CLASS_CURRENCY);
  assert_int_equal(casus_class_of(0x2019), CASUS_CLASS_APOSTROPHE);
  assert_int_equal(casus_class_of(0x00A0), CASUS_CLASS_SPACE);
  assert_int_equal(casus_class_of(0x0301), CASUS_CLASS_MARK);
  assert_int_equal(casus_class_of(0x10FFFF), CASUS_CLASS_SYMBOL);
}

static void check_readable(const char *text, bool expected) {
  casus_document *document = parse(text);
  assert_int_equal(casus_document_readable(document), expected);
  casus_document_close(document);
}

static void language(void **state) {
  (void)state;
  check_readable("The alliance plans to open an office in Tokyo, officials said on Tuesday, as it seeks "
                 "closer ties with "
                 "partners in the region and beyond.",
                 true);
  check_readable(
      "Das Bündnis will in Tokio ein Büro eröffnen, wie am Dienstag aus Kreisen der Regierung verlautete, um "
      "die Beziehungen zu seinen Partnern in der Region auszubauen.",
      false);
  check_readable(
      "L'Alliance atlantique prévoit d'ouvrir un bureau à Tokyo, ont déclaré mardi des responsables, afin de "
      "resserrer ses liens avec les pays de la région.",
      false);
  check_readable(
      "La alianza planea abrir una oficina en Tokio, dijeron el martes las autoridades, que buscan vínculos "
      "más estrechos con sus socios de la región.",
      false);
  check_readable("北大西洋条約機構は東京に連絡事務所を開設する計画だと関係者が火曜日に述べた。地域の国々との"
                 "関係を強める。",
                 false);
  check_readable(
      "Альянс планирует открыть офис в Токио, сообщили во вторник чиновники, которые стремятся к более "
      "тесным связям с партнёрами в этом регионе мира.",
      false);
  check_readable("Das ist zu kurz.", true);
  check_readable(
      "Angela Merkel\nOlaf Scholz\nEmmanuel Macron\nGiorgia Meloni\nPedro Sánchez\nMark Rutte\nDonald Tusk\n"
      "Mette Frederiksen\nUlf Kristersson\nSanna Marin\nKaja Kallas",
      true);
  check_readable("Japan 12 44 51\nChina 11 40 22\nKorea 10 9 8\n1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18",
                 true);
  check_readable(
      "UK's Sunak vows to cut immigration as figures hit new high\nChina warns NATO over Tokyo office plan\n"
      "Germany's Scholz to visit Kyiv next week\nStocks fall on fears of US default",
      true);
}

static void accessors(void **state) {
  (void)state;
  casus_document *document = parse("It isn't. Yes\n");
  casus_token token;
  casus_sentence sentence;
  assert_int_equal(casus_document_tokens(document), 5);
  assert_int_equal(casus_document_sentences(document), 2);
  assert_true(casus_document_token(document, 2, &token));
  assert_memory_equal(token.form.bytes, "is", 2);
  assert_int_equal(token.start, 3);
  assert_int_equal(token.stop, 5);
  assert_true(token.joined);
  assert_false(token.space_after);
  assert_int_equal(token.upos.size, 0);
  assert_int_equal(token.head, 0);
  assert_true(casus_document_token(document, 5, &token));
  assert_int_equal(token.sentence, 2);
  assert_true(token.space_after);
  assert_false(casus_document_token(document, 0, &token));
  assert_false(casus_document_token(document, 6, &token));
  assert_true(casus_document_sentence(document, 1, &sentence));
  assert_int_equal(sentence.start, 0);
  assert_int_equal(sentence.stop, 9);
  assert_int_equal(sentence.first, 1);
  assert_int_equal(sentence.last, 4);
  assert_true(sentence.paragraph);
  assert_false(casus_document_sentence(document, 3, &sentence));
  assert_int_equal(casus_document_token_at(document, 0), 0);
  assert_int_equal(casus_document_token_at(document, 2), 1); /* the space before "is" */
  assert_int_equal(casus_document_token_at(document, 9), 4);
  assert_int_equal(casus_document_token_at(document, 13), 5);
  assert_int_equal(casus_document_sentence_of(document, 3), 0);
  assert_int_equal(casus_document_sentence_of(document, 4), 1);
  assert_int_equal(casus_document_text(document).size, 14);
  assert_null(casus_document_date(document));
  casus_document_close(document);
  casus_document_close(NULL);
}

static void refusals(void **state) {
  (void)state;
  casus_error error;
  assert_null(casus_document_parse(engine, "ab\xFF", 3, NULL, &error));
  assert_int_equal(error.code, CASUS_FORMAT);
  assert_int_equal(error.position, 2);
  assert_null(casus_document_parse(engine, "a\0b", 3, NULL, &error));
  assert_int_equal(error.position, 1);
  assert_null(casus_document_parse(engine, "a", (size_t)UINT32_MAX, NULL, &error));
  assert_int_equal(error.code, CASUS_LIMIT);
}

static void ids(void **state) {
  (void)state;
  char a[33], b[33];
  const casus_string text = {"text", 4};
  casus_document_id(text, NULL, NULL, a);
  assert_int_equal(strlen(a), 32);
  assert_int_equal(strspn(a, "0123456789abcdef"), 32);
  casus_document_id(text, "", "", b);
  assert_string_equal(a, b);
  casus_document_id(text, "2023-05-26", NULL, b);
  assert_string_not_equal(a, b);
  casus_document_id(text, NULL, "2023-05-26", a);
  assert_string_not_equal(a, b);
  const casus_document_options options = {.date = "2023-05-26"};
  casus_document *document = casus_document_parse(engine, "text", 4, &options, NULL);
  assert_string_equal(casus_document_name(document), b);
  assert_string_equal(casus_document_date(document), "2023-05-26");
  casus_document_close(document);
}

static bool append(void *context, const char *bytes, size_t size) {
  casus_buffer_append(context, bytes, size);
  return true;
}

static bool refuse(void *context, const char *bytes, size_t size) {
  (void)context, (void)bytes, (void)size;
  return false;
}

static void conllu(void **state) {
  (void)state;
  const casus_document_options options = {.id = "d1"};
  const char text[] = "It isn't\nso. Yes";
  casus_document *document = casus_document_parse(engine, text, sizeof text - 1, &options, NULL);
  casus_buffer out;
  casus_buffer_init(&out, NULL);
  assert_int_equal(casus_document_conllu(document, NULL, append, &out, NULL), CASUS_OK);
  casus_buffer_byte(&out, '\0');
  assert_string_equal(out.bytes, "# newdoc id = d1\n"
                                 "# newpar\n"
                                 "# sent_id = d1-1\n"
                                 "# text = It isn't so.\n"
                                 "1\tIt\t_\t_\t_\t_\t_\t_\t_\tTokenRange=0:2\n"
                                 "2-3\tisn't\t_\t_\t_\t_\t_\t_\t_\tTokenRange=3:8\n"
                                 "2\tis\t_\t_\t_\t_\t_\t_\t_\tTokenRange=3:5\n"
                                 "3\tn't\t_\t_\t_\t_\t_\t_\t_\tTokenRange=5:8\n"
                                 "4\tso\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|TokenRange=9:11\n"
                                 "5\t.\t_\t_\t_\t_\t_\t_\t_\tTokenRange=11:12\n"
                                 "\n"
                                 "# sent_id = d1-2\n"
                                 "# text = Yes\n"
                                 "1\tYes\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No|TokenRange=13:16\n"
                                 "\n");
  casus_buffer_free(&out);
  casus_error error;
  assert_int_equal(casus_document_conllu(document, NULL, refuse, NULL, &error), CASUS_INTERRUPTED);
  casus_document_close(document);
}

/* A million words on one line, and a sentence as long: columns grow, and nothing is lost. */
static void long_text(void **state) {
  (void)state;
  enum { COUNT = 1000000 };
  casus_buffer text;
  casus_buffer_init(&text, NULL);
  for (int i = 0; i < COUNT; i++) casus_buffer_string(&text, "ab-");
  casus_document *document = casus_document_parse(engine, text.bytes, text.size, NULL, NULL);
  assert_non_null(document);
  assert_int_equal(casus_document_tokens(document), 2 * COUNT);
  assert_int_equal(casus_document_sentences(document), 1);
  assert_true(document->arena.used < text.size * 24);
  casus_document_close(document);
  casus_buffer_free(&text);
}

/* Memory runs out at the n-th call, for every n: an error, and nothing leaks. */
struct budget {
  long left, blocks;
};

static void *spend(void *context, void *block, size_t old, size_t size) {
  struct budget *self = context;
  (void)old;
  if (size == 0) {
    self->blocks -= block != NULL;
    free(block);
    return NULL;
  }
  if (self->left-- <= 0) return NULL;
  self->blocks += block == NULL;
  return realloc(block, size);
}

static void out_of_memory(void **state) {
  (void)state;
  static const char sample[] = "Mr. Smith isn't here. He left.\n\nWhy?";
  bool done = false;
  for (long n = 0; !done; n++) {
    struct budget budget = {.left = n};
    const casus_allocator allocator = {spend, &budget};
    const casus_engine_options options = {.allocator = &allocator, .model = ""};
    casus_error error = {0};
    casus_engine *poor = casus_engine_open(CASUS_ROOT "/data", &options, &error);
    casus_document *document =
        poor ? casus_document_parse(poor, sample, sizeof sample - 1, NULL, &error) : NULL;
    if (document) {
      casus_buffer out;
      casus_buffer_init(&out, NULL);
      done = casus_document_conllu(document, NULL, append, &out, &error) == CASUS_OK;
      casus_buffer_free(&out);
    }
    if (!done) assert_int_equal(error.code, CASUS_NOMEM);
    casus_document_close(document);
    casus_engine_close(poor);
    assert_int_equal(budget.blocks, 0);
    assert_true(n < 10000);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(contractions),  cmocka_unit_test(numbers),   cmocka_unit_test(hyphens_and_slashes),
      cmocka_unit_test(addresses),     cmocka_unit_test(signs),     cmocka_unit_test(abbreviations),
      cmocka_unit_test(sentences),     cmocka_unit_test(lines),     cmocka_unit_test(classes),
      cmocka_unit_test(language),      cmocka_unit_test(accessors), cmocka_unit_test(refusals),
      cmocka_unit_test(ids),           cmocka_unit_test(conllu),    cmocka_unit_test(long_text),
      cmocka_unit_test(out_of_memory),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
