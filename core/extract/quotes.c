/* Quotations: what stands between quotation marks, with the verb of speech and the speaker beside it.
 *
 * A pair of marks is a quotation when a verb of speech stands beside it, or when it holds a sentence of its
 * own. A few quoted words without such a verb are a manner of speaking and yield nothing. The speaker is the
 * name or nominal nearest to the verb: before it, or behind it in "said the minister".
 */
#include "extract/analysis.h"

#include <string.h>

static const char EXTRACTOR[] = "quotes";

/* Measured on news with attributions marked (docs/accuracy.md). */
#define WITH_SPEAKER    0.85
#define WITHOUT_SPEAKER 0.6

enum {
  REACH = 14,         /* tokens between a quotation and its verb of speech */
  SPEAKER_REACH = 10, /* tokens between the verb and the speaker */
  SHORT = 3,          /* words that a quotation without a verb beside it must have more of */
  MOST_NAMES = 6,     /* words in a name that no dictionary has */
};

typedef struct quotation {
  uint32_t first, limit; /* tokens, with the marks */
} quotation;

/* ---- Marks */

typedef enum mark_kind { NO_MARK, OPENS, CLOSES, EITHER } mark_kind;

static mark_kind mark_at(const casus_analysis *self, uint32_t token) {
  static const struct {
    const char *text;
    mark_kind kind;
  } marks[] = {{"\"", EITHER}, {"\xE2\x80\x9C", OPENS}, {"\xE2\x80\x9D", CLOSES}, {"\xE2\x80\x9E", OPENS},
               {"``", OPENS},  {"''", CLOSES},          {"\xC2\xAB", OPENS},      {"\xC2\xBB", CLOSES}};
  const casus_string form = casus_document_form(self->document, token);
  if (form.size > 3) return NO_MARK;
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if (form.size == strlen(marks[i].text) && memcmp(form.bytes, marks[i].text, form.size) == 0)
      return marks[i].kind;
  return NO_MARK;
}

/* A straight mark opens before a word and behind white space. */
static bool can_open(const casus_analysis *self, uint32_t token, mark_kind kind) {
  if (kind == OPENS) return true;
  return kind == EITHER && !(self->document->token_flags[token] & CASUS_TOKEN_SPACE_AFTER);
}

/* The mark that closes the one at `open`, in the same paragraph. */
static bool find_close(const casus_analysis *self, uint32_t open, uint32_t *close) {
  const casus_document *document = self->document;
  const bool straight = mark_at(self, open) == EITHER;
  uint32_t sentence = casus_document_sentence_of(document, open);
  for (uint32_t token = open + 1; token < document->token_count; token++) {
    if (token == document->first[sentence + 1]) {
      sentence++;
      if (document->sentence_flags[sentence] & CASUS_SENTENCE_PARAGRAPH) return false;
    }
    const mark_kind kind = mark_at(self, token);
    if (!straight && kind == OPENS) return false; /* never closed: the next one starts afresh */
    if (straight ? kind != EITHER : kind != CLOSES) continue;
    *close = token;
    return true;
  }
  return false;
}

/* ---- The verb of speech */

static bool is_cue(const casus_analysis *self, uint32_t token) {
  if (self->words[token]->cue == 2) return true;
  if (self->words[token]->cue == 0) return false;
  return token > 0 && !casus_analysis_is(self, token - 1, "the") && !casus_analysis_is(self, token - 1, "a");
}

static bool is_boundary(const casus_analysis *self, uint32_t token) {
  return mark_at(self, token) != NO_MARK || casus_analysis_is(self, token, ";");
}

/* The nearest verb of speech behind the quotation, in the sentence in which it ends. */
static bool cue_behind(const casus_analysis *self, const quotation *one, uint32_t *cue) {
  uint32_t first, limit;
  if (one->limit >= self->document->token_count) return false;
  casus_analysis_sentence(self, casus_document_sentence_of(self->document, one->limit - 1), &first, &limit);
  if (one->limit == limit) return false;
  if (limit > one->limit + REACH) limit = one->limit + REACH;
  for (uint32_t token = one->limit; token < limit && !is_boundary(self, token); token++) {
    if (!is_cue(self, token)) continue;
    *cue = token;
    return true;
  }
  return false;
}

/* The nearest one before it, in the sentence in which it starts. */
static bool cue_before(const casus_analysis *self, const quotation *one, uint32_t *cue) {
  uint32_t first, limit;
  casus_analysis_sentence(self, casus_document_sentence_of(self->document, one->first), &first, &limit);
  if (one->first > first + REACH) first = one->first - REACH;
  for (uint32_t token = one->first; token-- > first && !is_boundary(self, token);) {
    if (!is_cue(self, token)) continue;
    *cue = token;
    return true;
  }
  return false;
}

/* ---- The speaker */

static bool is_capitalised(const casus_analysis *self, uint32_t token) {
  const unsigned char first = (unsigned char)casus_document_form(self->document, token).bytes[0];
  return (first >= 'A' && first <= 'Z') ||
         (first == 0xC3 && casus_document_form(self->document, token).size > 2);
}

static const char *text_of(const casus_analysis *self, uint32_t start, uint32_t stop) {
  return casus_arena_copy(self->arena, self->document->text + start, stop - start);
}

/* A name of capitalised words around `token` that no dictionary knows. */
static casus_part unknown_name(const casus_analysis *self, uint32_t token, uint32_t first, uint32_t limit) {
  uint32_t low = token, high = token + 1;
  while (low > first && token - low < MOST_NAMES && is_capitalised(self, low - 1)) low--;
  while (high < limit && high - token < MOST_NAMES && is_capitalised(self, high)) high++;
  const uint32_t start = self->document->start[low], stop = self->document->stop[high - 1];
  return (casus_part){.start = start, .stop = stop, .id = text_of(self, start, stop)};
}

/* The speaker that a token belongs to; false for a token that names nobody. */
static bool speaker_at(const casus_analysis *self, uint32_t token, uint32_t first, uint32_t limit,
                       casus_part *speaker) {
  const casus_mention *actor = casus_mention_at(self->actors.items, self->actors.count, token);
  if (actor) {
    *speaker = (casus_part){.start = actor->start, .stop = actor->stop, .id = actor->id, .code = actor->code};
    return true;
  }
  const bool name = is_capitalised(self, token) && !self->words[token]->month &&
                    !self->words[token]->weekday && casus_document_form(self->document, token).size > 1 &&
                    (token > first || (token + 1 < limit && is_capitalised(self, token + 1)));
  if (name) *speaker = unknown_name(self, token, first, limit);
  return name;
}

static bool inside(const quotation *one, uint32_t token) {
  return token >= one->first && token < one->limit;
}

/* Looks before the verb and, where it comes straight behind the quotation, first behind it ("said the
 * minister"). */
static bool find_speaker(const casus_analysis *self, const quotation *one, uint32_t cue,
                         casus_part *speaker) {
  uint32_t first, limit;
  casus_analysis_sentence(self, casus_document_sentence_of(self->document, cue), &first, &limit);
  const uint32_t low = cue > first + SPEAKER_REACH ? cue - SPEAKER_REACH : first;
  const uint32_t high = limit > cue + SPEAKER_REACH ? cue + SPEAKER_REACH : limit;
  const bool inverted = cue >= one->limit && cue - one->limit <= 1;
  for (uint32_t token = cue + 1; inverted && token < high && !is_boundary(self, token); token++)
    if (speaker_at(self, token, first, limit, speaker)) return true;
  for (uint32_t token = cue; token-- > low && !inside(one, token) && !is_boundary(self, token);)
    if (speaker_at(self, token, first, limit, speaker)) return true;
  return false;
}

/* ---- Records */

static uint32_t count_words(const casus_analysis *self, const quotation *one) {
  uint32_t count = 0;
  for (uint32_t token = one->first; token < one->limit; token++) {
    const unsigned char first = (unsigned char)casus_document_form(self->document, token).bytes[0];
    count += (first | 32) >= 'a' && (first | 32) <= 'z';
  }
  return count;
}

/* Whether it reads as a sentence of its own: a capital at the start and a final mark at the end. */
static bool is_sentence(const casus_analysis *self, const quotation *one) {
  const uint32_t last = one->limit - 2;
  return is_capitalised(self, one->first + 1) &&
         (casus_analysis_is(self, last, ".") || casus_analysis_is(self, last, "?") ||
          casus_analysis_is(self, last, "!"));
}

/* Direct speech stands alone or behind a comma or colon; quoted words inside of the reporter's sentence are
 * mixed. */
static const char *mode_of(const casus_analysis *self, const quotation *one) {
  if (is_capitalised(self, one->first + 1)) return "direct";
  if (one->first == 0) return "direct";
  const uint32_t before = one->first - 1;
  const bool announced = casus_analysis_is(self, before, ",") || casus_analysis_is(self, before, ":");
  return announced ? "direct" : "mixed";
}

static void add_quote(casus_analysis *self, const quotation *one) {
  const casus_document *document = self->document;
  uint32_t cue = 0;
  const bool has_cue = cue_behind(self, one, &cue) || cue_before(self, one, &cue);
  if (!has_cue && (count_words(self, one) <= SHORT || !is_sentence(self, one))) return;
  casus_part speaker = {.start = CASUS_NONE};
  const bool has_speaker = has_cue && find_speaker(self, one, cue, &speaker);
  casus_record *record =
      casus_analysis_add(self, CASUS_QUOTE, document->start[one->first], document->stop[one->limit - 1],
                         EXTRACTOR, has_speaker ? WITH_SPEAKER : WITHOUT_SPEAKER);
  record->as.quote.mode = mode_of(self, one);
  if (has_speaker) record->as.quote.speaker = speaker;
  if (has_cue)
    record->as.quote.cue = (casus_part){.start = document->start[cue], .stop = document->stop[cue]};
}

void casus_find_quotes(casus_analysis *self) {
  for (uint32_t token = 0; token < self->document->token_count; token++) {
    uint32_t close;
    const mark_kind kind = mark_at(self, token);
    if (kind == NO_MARK || !can_open(self, token, kind) || !find_close(self, token, &close) ||
        close == token + 1)
      continue;
    const quotation one = {token, close + 1};
    add_quote(self, &one);
    token = close;
  }
}
