#include "extract/times_numbers.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LONGEST = 24 };

casus_string casus_time_bare(casus_string form) {
  enum { SIZE = 4 };
  const bool lettered =
      form.size == 2 && strchr("QqHh", form.bytes[0]) && isdigit((unsigned char)form.bytes[1]);
  if (lettered && form.bytes[0]) return (casus_string){form.bytes + 1, 1};
  if (form.size <= SIZE || strncasecmp(form.bytes, "mid-", SIZE) != 0) return form;
  return (casus_string){form.bytes + SIZE, form.size - SIZE};
}

/* The number that a form in digits stands for, with commas, a fraction, or an ending such as "th". */
static bool in_digits(casus_string form, double *number) {
  char digits[LONGEST + 1];
  size_t size = 0;
  if (form.size > LONGEST || !isdigit((unsigned char)form.bytes[0])) return false;
  for (size_t i = 0; i < form.size; i++)
    if (form.bytes[i] != ',') digits[size++] = form.bytes[i];
  digits[size] = '\0';
  char *end = digits + strspn(digits, "0123456789.");
  static const char *const endings[] = {"", "st", "nd", "rd", "th"};
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
    if (strcasecmp(end, endings[i]) == 0) {
      *end = '\0';
      *number = strtod(digits, NULL);
      return true;
    }
  return false;
}

typedef struct sum {
  double total, current;
  bool any, unknown;
} sum;

static void add_word(sum *self, const casus_time_word *word, casus_string form) {
  const double value = word->cardinal >= 0 ? word->cardinal : word->ordinal;
  if (word->vague) self->unknown = true;
  if (form.size == 4 && strncasecmp(form.bytes, "half", 4) == 0) {
    self->current += 0.5;
    self->any = true;
  }
  if (value < 0) return;
  self->any = true;
  if (value == 12 && form.size == 5) /* a dozen */
    self->current = (self->current > 0 ? self->current : 1) * value;
  else if (value < 100)
    self->current += value;
  else {
    self->current = (self->current > 0 ? self->current : 1) * value;
    if (value < 1000) return;
    self->total += self->current;
    self->current = 0;
  }
}

static bool is_article(casus_string form) {
  return (form.size == 1 && (form.bytes[0] | 32) == 'a') ||
         (form.size == 2 && strncasecmp(form.bytes, "an", 2) == 0);
}

double casus_time_number(const casus_time_words *words, const casus_document *document, casus_extent extent) {
  sum all = {0};
  bool article = false;
  for (uint32_t i = extent.first; i < extent.limit; i++) {
    const casus_string form = casus_time_bare(casus_document_form(document, i));
    double number;
    if (in_digits(form, &number)) {
      all.current += number;
      all.any = true;
    } else if (is_article(form))
      article = !all.any;
    else
      add_word(&all, casus_time_words_find(words, form), form);
  }
  if (all.unknown) return (double)NAN;
  if (!all.any) return article ? 1 : (double)NAN;
  return all.total + all.current;
}

/* "nineteen ninety-seven": a pair of numbers below a hundred. */
static int in_pairs(const casus_time_words *words, const casus_document *document, casus_extent extent) {
  if (extent.limit - extent.first < 2) return 0;
  const int first = casus_time_words_find(words, casus_document_form(document, extent.first))->cardinal;
  const casus_extent rest = {extent.first + 1, extent.limit};
  const double second = casus_time_number(words, document, rest);
  return first >= 10 && first <= 20 && second >= 10 && second < 100 ? first * 100 + (int)second : 0;
}

int casus_time_year(const casus_time_words *words, const casus_document *document, casus_extent extent,
                    int near) {
  if (extent.first >= extent.limit) return 0;
  const casus_string form = casus_document_form(document, extent.first);
  const bool short_form = form.size > 1 && form.bytes[0] == '\'';
  double number = in_pairs(words, document, extent);
  if (number == 0 && short_form) number = atoi(form.bytes + 1);
  if (number == 0) number = casus_time_number(words, document, extent);
  if (isnan(number) || number < 0 || number > 9999) return 0;
  int year = (int)number;
  if (year < 100 && (short_form || form.size == 2)) {
    const int century = near > 0 ? near / 100 * 100 : year < 69 ? 2000 : 1900;
    year += century;
  }
  return year;
}
