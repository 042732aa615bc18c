#include "extract/furniture.h"

#include "base/tsv.h"
#include "extract/calendar.h"

#include <string.h>

enum {
  FIRST_LINES = 8,   /* datelines and bylines stand among the first lines that hold anything */
  MOST_PLACE = 5,    /* tokens of a dateline's place, */
  MOST_REGION = 4,   /* of the region or country behind it, */
  MOST_AGENCY = 7,   /* of the agency in brackets */
  MOST_BYLINE = 14,  /* and of a byline */
  LEAST_LETTERS = 3, /* of a place in capitals */
  MOST_LINE = 60,    /* longer lines are no furniture, whatever they begin with */
};

typedef struct scan {
  casus_document *document;
  casus_actors *actors;
  const casus_lexicon *lexicon;
  uint32_t first, limit; /* tokens of a line */
} scan;

/* ---- Loading */

casus_status casus_furniture_load(casus_furniture *self, casus_arena *arena, const char *data,
                                  casus_error *error) {
  static const char *const header[] = {"phrase", "kind", NULL};
  casus_tsv table;
  const casus_status status =
      casus_tsv_read(&table, arena, casus_arena_format(arena, "%s/text/furniture.tsv", data), header, error);
  if (status) return status;
  casus_phrase *phrases = casus_arena_new(arena, casus_phrase, table.rows + 1);
  for (size_t row = 0; row < table.rows; row++)
    phrases[row] = (casus_phrase){casus_tsv_cell(&table, row, 0), CASUS_CASE_ANY, 0};
  casus_error reason = {CASUS_OK, 0, ""};
  self->phrases = casus_dictionary_new(phrases, table.rows, &arena->allocator, &reason);
  if (!self->phrases && error) *error = reason;
  return self->phrases ? CASUS_OK : reason.code;
}

void casus_furniture_close(casus_furniture *self) {
  casus_dictionary_free(self->phrases);
}

/* ---- Tokens and lines */

static casus_string form_of(const scan *self, uint32_t token) {
  return casus_document_form(self->document, token);
}

static bool is(const scan *self, uint32_t token, const char *word) {
  const casus_string form = token < self->limit ? form_of(self, token) : (casus_string){"", 0};
  return form.size == strlen(word) && memcmp(form.bytes, word, form.size) == 0;
}

/* Whether a line break lies between a token and the one before it. */
static bool begins_line(const casus_document *document, uint32_t token) {
  if (token == 0) return true;
  const uint32_t from = document->stop[token - 1];
  return memchr(document->text + from, '\n', document->start[token] - from) != NULL;
}

static uint32_t line_limit(const casus_document *document, uint32_t first) {
  uint32_t limit = first + 1;
  while (limit < document->token_count && !begins_line(document, limit)) limit++;
  return limit;
}

static void mark(casus_document *document, uint32_t first, uint32_t limit, unsigned flag) {
  for (uint32_t token = first; token < limit; token++) document->token_flags[token] |= (uint8_t)flag;
}

static const char *copy(const scan *self, uint32_t first, uint32_t limit) {
  const casus_document *document = self->document;
  return casus_arena_copy(&self->document->arena, document->text + document->start[first],
                          document->stop[limit - 1] - document->start[first]);
}

static bool has_capital(const scan *self, uint32_t token) {
  const unsigned char first = (unsigned char)form_of(self, token).bytes[0];
  return (first >= 'A' && first <= 'Z') || first == 0xC3;
}

/* How many letters a token has if none of them is small and nothing else but stops, hyphens and apostrophes
 * is in it; 0 for any other token. */
static size_t capitals(const scan *self, uint32_t token) {
  const casus_string form = form_of(self, token);
  size_t count = 0;
  for (size_t i = 0; i < form.size; i++) {
    const unsigned char byte = (unsigned char)form.bytes[i];
    if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) return 0;
    count += (byte >= 'A' && byte <= 'Z') || byte >= 0xC0;
  }
  return count;
}

/* ---- Dateline: PLACE[, Region][, May 10[, 2023]] [(Agency)] - */

typedef struct dateline {
  uint32_t place_limit; /* behind the tokens of the place */
  uint32_t limit;       /* behind the dash */
  casus_date date;      /* month 0: none; year 0: not given */
  uint32_t agency, agency_limit;
  bool capitals;
} dateline;

/* The place in capitals, or any name that the dictionary knows as a place. Returns its limit, or `first`. */
static uint32_t read_place(const scan *self, dateline *one) {
  size_t letters = 0;
  uint32_t at = self->first;
  while (at < self->limit && at - self->first < MOST_PLACE &&
         (capitals(self, at) || (letters && is(self, at, "-"))) && !is(self, at, "("))
    letters += capitals(self, at++);
  one->capitals = letters >= LEAST_LETTERS;
  while (at > self->first && is(self, at - 1, "-")) at--; /* the dash of "TOKYO -" is not in the place */
  if (one->capitals) return at;
  for (at = self->first; at < self->limit && at - self->first < MOST_PLACE && has_capital(self, at);) at++;
  return at;
}

static uint32_t read_region(const scan *self, uint32_t at) {
  if (!is(self, at, ",")) return at;
  uint32_t next = at + 1;
  while (next < self->limit && next - at <= MOST_REGION &&
         (has_capital(self, next) || is(self, next, "of")) &&
         !casus_lexicon_word(self->lexicon, form_of(self, next))->month &&
         !casus_lexicon_word(self->lexicon, form_of(self, next))->weekday)
    next++;
  return next > at + 1 ? next : at;
}

static int number_of(const scan *self, uint32_t token) {
  const casus_string form = token < self->limit ? form_of(self, token) : (casus_string){"", 0};
  int number = 0;
  for (size_t i = 0; i < form.size; i++) {
    if (form.bytes[i] < '0' || form.bytes[i] > '9' || i == 4) return 0;
    number = number * 10 + (form.bytes[i] - '0');
  }
  return number;
}

static int month_of(const scan *self, uint32_t token) {
  return token < self->limit ? casus_lexicon_word(self->lexicon, form_of(self, token))->month : 0;
}

static uint32_t read_date(const scan *self, uint32_t at, casus_date *date) {
  uint32_t next = is(self, at, ",") ? at + 1 : at;
  if (next < self->limit && casus_lexicon_word(self->lexicon, form_of(self, next))->weekday) {
    next++;
    if (is(self, next, ",")) next++;
  }
  if (month_of(self, next) && number_of(self, next + 1)) {
    *date = (casus_date){0, month_of(self, next), number_of(self, next + 1)};
  } else if (number_of(self, next) && month_of(self, next + 1)) {
    *date = (casus_date){0, month_of(self, next + 1), number_of(self, next)};
  } else {
    return at;
  }
  next += 2;
  const uint32_t year = is(self, next, ",") ? next + 1 : next;
  if (number_of(self, year) >= 1000) {
    date->year = number_of(self, year);
    next = year + 1;
  }
  return next;
}

static uint32_t read_agency(const scan *self, uint32_t at, dateline *one) {
  if (!is(self, at, "(")) return at;
  uint32_t close = at + 1;
  while (close < self->limit && close - at <= MOST_AGENCY && !is(self, close, ")")) close++;
  if (!is(self, close, ")") || close == at + 1) return at;
  one->agency = at + 1;
  one->agency_limit = close;
  return close + 1;
}

static bool is_dash(const scan *self, uint32_t token) {
  static const char *const dashes[] = {"-", "--", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\x95", NULL};
  for (size_t i = 0; dashes[i]; i++)
    if (is(self, token, dashes[i])) return true;
  return false;
}

/* "South-East" is no dateline: a hyphen needs space before it, a long dash does not. */
static bool separates(const scan *self, uint32_t token) {
  const bool spaced = token > 0 && self->document->token_flags[token - 1] & CASUS_TOKEN_SPACE_AFTER;
  return is_dash(self, token) && (spaced || !is(self, token, "-"));
}

/* The name of the place that the dictionary knows at the start of the line, or NULL. */
static const char *known_place(const scan *self) {
  static const char *const kinds[] = {"capital", "city", "country", "region", "historical state", NULL};
  const casus_document *document = self->document;
  const uint32_t start = document->start[self->first];
  casus_match match;
  if (!casus_dictionary_next(casus_actors_names(self->actors, &self->document->arena), document->text,
                             document->stop[self->limit - 1], start, &match) ||
      match.start != start)
    return NULL;
  const casus_actor *actor = casus_actors_get(self->actors, match.value);
  for (size_t i = 0; kinds[i]; i++)
    if (strcmp(actor->kind, kinds[i]) == 0) return actor->name;
  return NULL;
}

static bool read_dateline(const scan *self, dateline *one) {
  *one = (dateline){0};
  one->place_limit = read_place(self, one);
  if (one->place_limit == self->first) return false;
  uint32_t at = read_region(self, one->place_limit);
  const uint32_t before_date = at;
  at = read_date(self, at, &one->date);
  const bool dated = at > before_date;
  at = read_agency(self, at, one);
  if (at >= self->limit || !separates(self, at) || at + 1 >= self->limit) return false;
  one->limit = at + 1;
  const bool certain = one->agency || dated;
  return one->capitals ? certain || known_place(self) : certain && known_place(self);
}

/* ---- Byline: By Jane Example and John Sample, Diplomatic Editor */

static bool is_byline(const scan *self) {
  static const char *const small[] = {"and", "in", "of", "the", "for", ",", "&", "our", "|", NULL};
  if (!is(self, self->first, "By") && !is(self, self->first, "BY")) return false;
  if (self->limit - self->first < 2 || self->limit - self->first > MOST_BYLINE) return false;
  if (!has_capital(self, self->first + 1) || month_of(self, self->first + 1)) return false;
  for (uint32_t at = self->first + 1; at < self->limit; at++) {
    bool known = has_capital(self, at) || is_dash(self, at);
    for (size_t i = 0; !known && small[i]; i++) known = is(self, at, small[i]);
    if (!known) return false;
  }
  return true;
}

/* ---- The whole document */

static void take_dateline(const scan *self, const dateline *one) {
  casus_document *document = self->document;
  const char *place = known_place(self);
  mark(document, self->first, one->limit, CASUS_TOKEN_DATELINE);
  if (one->agency) mark(document, one->agency, one->agency_limit, CASUS_TOKEN_FURNITURE);
  if (document->masthead.names.place) return; /* the first one counts */
  document->masthead.names.place = place ? place : copy(self, self->first, one->place_limit);
  if (one->agency) document->masthead.names.agency = copy(self, one->agency, one->agency_limit);
  document->masthead.year = one->date.year;
  document->masthead.month = one->date.month;
  document->masthead.day = one->date.day;
}

static void read_head(scan *self) {
  casus_document *document = self->document;
  uint32_t first = 0;
  for (int line = 0; line < FIRST_LINES && first < document->token_count; line++) {
    dateline one;
    self->first = first;
    self->limit = line_limit(document, first);
    if (read_dateline(self, &one)) {
      take_dateline(self, &one);
    } else if (is_byline(self)) {
      mark(document, first, self->limit, CASUS_TOKEN_FURNITURE);
      if (!document->masthead.names.byline)
        document->masthead.names.byline = copy(self, first + 1, self->limit);
    }
    first = self->limit;
  }
}

/* A line of furniture may stand in brackets: "(Reporting by ...)". */
static bool opens_line(const casus_document *document, uint32_t token) {
  if (begins_line(document, token)) return true;
  return document->text[document->start[token - 1]] == '(' && begins_line(document, token - 1);
}

void casus_furniture_mark(const casus_furniture *self, casus_actors *actors, const casus_lexicon *lexicon,
                          casus_document *document) {
  scan head = {.document = document, .actors = actors, .lexicon = lexicon};
  casus_match match = {0};
  if (document->token_count == 0) return;
  read_head(&head);
  while (casus_dictionary_next(self->phrases, document->text, document->size, match.stop, &match)) {
    const uint32_t token = casus_document_token_at(document, match.start);
    if (token == document->token_count || document->start[token] != match.start ||
        !opens_line(document, token))
      continue;
    const uint32_t limit = line_limit(document, token);
    if (limit - token <= MOST_LINE) mark(document, token, limit, CASUS_TOKEN_FURNITURE);
  }
}
