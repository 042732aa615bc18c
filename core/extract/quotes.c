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
#define DIRECT_WITH_SPEAKER    0.87
#define DIRECT_WITHOUT_SPEAKER 0.65
#define MIXED                  0.4

enum {
  REACH = 14,         /* tokens between a quotation and its verb of speech */
  SPEAKER_REACH = 10, /* tokens between the verb and the speaker */
  CLAUSE_REACH = 30,  /* the same for "..., saying": the subject of the whole clause */
  SHORT = 3,      /* up to so many words are a manner of speaking, unless the verb stands right beside them */
  BESIDE = 2,     /* tokens that may stand between the verb and such a short quotation */
  MOST_NAMES = 6, /* words in a name that no dictionary has */
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

/* Whether what stands before a base form lets it be a verb ("they say", "officials state") and not a noun ("a
 * Baltic state"). */
static bool takes_base_form(const casus_analysis *self, uint32_t before) {
  static const char *const words[] = {"i", "we", "you", "they", "to", "who", "and", NULL};
  const casus_string form = casus_document_form(self->document, before);
  return self->modality[before] || casus_analysis_is_any(self, before, words) ||
         form.bytes[form.size - 1] == 's';
}

static bool is_cue(const casus_analysis *self, uint32_t token) {
  static const char *const noun_signs[] = {"the", "a", "an", "-", NULL}; /* the hyphen of "so-called" */
  const casus_word *word = self->words[token];
  if (word->cue == 0 || token == 0) return false;
  if (word->cue_forms == CASUS_FORM_BASE && !takes_base_form(self, token - 1)) return false;
  return word->cue == 2 || !casus_analysis_is_any(self, token - 1, noun_signs);
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

static casus_part part_of(const casus_analysis *self, uint32_t first, uint32_t limit) {
  return (casus_part){.start = self->document->start[first], .stop = self->document->stop[limit - 1]};
}

/* Where one looks for the speaker: the tokens [low, high) around the verb at `cue`. */
typedef struct field {
  uint32_t first, limit; /* the sentence */
  uint32_t low, high, cue;
  bool inverted; /* "said the minister": the verb comes straight behind the quotation */
} field;

typedef bool speaker_at(const casus_analysis *self, const field *where, uint32_t token, casus_part *speaker);

/* Names and nominals behind these words are where it was said, or whose words or deeds it was about. */
static bool is_governed(const casus_analysis *self, const field *where, uint32_t first) {
  static const char *const words[] = {"in", "at",   "of", "on",   "with", "from", "against", "about", "for",
                                      "by", "near", "to", "over", "than", "like", "between", NULL};
  uint32_t at = first;
  if (at > where->first && (casus_analysis_is(self, at - 1, "the") || casus_analysis_is(self, at - 1, "a")))
    at--;
  return at > where->first && casus_analysis_is_any(self, at - 1, words);
}

/* "a former Japanese official": somebody without a name, who does not speak for Japan. */
static bool is_unnamed(const casus_analysis *self, const field *where, const casus_mention *actor,
                       uint32_t *first) {
  enum { MOST_WORDS_BETWEEN = 2 };
  if (strcmp(actor->actor->kind, "agent") != 0) return false;
  for (uint32_t at = actor->first, steps = 0; at-- > where->first && steps <= MOST_WORDS_BETWEEN; steps++) {
    *first = at;
    if (casus_analysis_is(self, at, "a") || casus_analysis_is(self, at, "an") ||
        casus_analysis_is(self, at, "one"))
      return true;
  }
  return false;
}

static bool known_actor(const casus_analysis *self, const field *where, uint32_t token, casus_part *speaker) {
  const casus_mention *actor = casus_mention_at(self->actors.items, self->actors.count, token);
  uint32_t first;
  if (!actor || is_governed(self, where, actor->first)) return false;
  if (is_unnamed(self, where, actor, &first))
    *speaker = part_of(self, first, actor->limit);
  else
    *speaker = (casus_part){.start = actor->start, .stop = actor->stop, .id = actor->id, .code = actor->code};
  return true;
}

/* A name of capitalised words around `token` that no dictionary knows. */
static bool unknown_name(const casus_analysis *self, const field *where, uint32_t token,
                         casus_part *speaker) {
  const casus_word *word = self->words[token];
  if (!is_capitalised(self, token) || word->month || word->weekday ||
      casus_document_form(self->document, token).size < 2)
    return false;
  uint32_t low = token, high = token + 1;
  while (low > where->first && token - low < MOST_NAMES && is_capitalised(self, low - 1)) low--;
  while (high < where->limit && high - token < MOST_NAMES && is_capitalised(self, high)) high++;
  if (low == where->first && high == low + 1)
    return false; /* any word has a capital at the start of a sentence */
  if (is_governed(self, where, low) || casus_mention_at(self->mentions.items, self->mentions.count, token))
    return false;
  if (low > where->first && casus_analysis_is(self, low - 1, "-")) return false;
  *speaker = part_of(self, low, high);
  speaker->id =
      casus_arena_copy(self->arena, self->document->text + speaker->start, speaker->stop - speaker->start);
  return true;
}

static bool pronoun(const casus_analysis *self, const field *where, uint32_t token, casus_part *speaker) {
  static const char *const words[] = {"he", "she", "they", "it", "we", "i", "who", NULL};
  (void)where;
  if (!casus_analysis_is_any(self, token, words)) return false;
  *speaker = part_of(self, token, token + 1);
  return true;
}

/* "the commission", "a senior official": from a determiner up to the verb, or from the verb on. */
static bool nominal(const casus_analysis *self, const field *where, uint32_t token, casus_part *speaker) {
  static const char *const determiners[] = {"the", "a", "an", "one", "another", "his", "her", "their", NULL};
  if (!casus_analysis_is_any(self, token, determiners) || is_governed(self, where, token)) return false;
  static const char *const ends[] = {"who", "which", "that", "in", "from", "after", "before", "on", NULL};
  uint32_t limit = token + 1;
  while (limit < where->high && limit != where->cue && !is_boundary(self, limit) &&
         !casus_analysis_is(self, limit, ",") && !casus_analysis_is(self, limit, ".") &&
         !(where->inverted && casus_analysis_is_any(self, limit, ends)))
    limit++;
  if (limit - token < 2 || limit - token > MOST_NAMES || (!where->inverted && limit != where->cue))
    return false;
  *speaker = part_of(self, token, limit);
  return true;
}

static bool inside(const quotation *one, uint32_t token) {
  return token >= one->first && token < one->limit;
}

/* Looks behind the verb where it is inverted, then before it; the nearest one wins. */
static bool look(const casus_analysis *self, const quotation *one, const field *where, speaker_at *matches,
                 casus_part *speaker) {
  for (uint32_t token = where->cue + 1; where->inverted && token < where->high && !is_boundary(self, token);
       token++)
    if (matches(self, where, token, speaker)) return true;
  for (uint32_t token = where->cue; token-- > where->low && !inside(one, token) && !is_boundary(self, token);)
    if (matches(self, where, token, speaker)) return true;
  return false;
}

/* Whether a pronoun or a name stands right before the verb, where nothing else can be its subject. */
static bool beside(const casus_analysis *self, const field *where, casus_part *speaker) {
  if (where->cue == where->first) return false;
  const uint32_t token = where->cue - 1;
  return pronoun(self, where, token, speaker) || known_actor(self, where, token, speaker) ||
         unknown_name(self, where, token, speaker);
}

static bool find_speaker(const casus_analysis *self, const quotation *one, uint32_t cue,
                         casus_part *speaker) {
  static speaker_at *const ways[] = {known_actor, unknown_name, nominal, pronoun};
  field where = {.cue = cue, .inverted = cue >= one->limit && cue - one->limit <= 1};
  casus_analysis_sentence(self, casus_document_sentence_of(self->document, cue), &where.first, &where.limit);
  const uint32_t reach = self->words[cue]->cue_forms & CASUS_FORM_GERUND ? CLAUSE_REACH : SPEAKER_REACH;
  where.low = cue > where.first + reach ? cue - reach : where.first;
  where.high = where.limit > cue + SPEAKER_REACH ? cue + SPEAKER_REACH : where.limit;
  if (beside(self, &where, speaker)) return true;
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
    if (look(self, one, &where, ways[i], speaker)) return true;
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

/* How many tokens stand between a quotation and its verb. */
static uint32_t distance(const quotation *one, uint32_t cue) {
  return cue >= one->limit ? cue - one->limit : one->first - cue - 1;
}

/* The quotation goes on behind its verb of speech, in the same sentence: "We go," said Smith, "and soon." */
static bool resumes(const casus_analysis *self, const quotation *one, const casus_record *last,
                    uint32_t cue) {
  return last && last->as.quote.cue.start == self->document->start[cue] &&
         last->stop <= last->as.quote.cue.start && strcmp(last->as.quote.mode, "direct") == 0 &&
         casus_analysis_is(self, one->first - 1, ",");
}

/* The quotation goes on with this one: "..., said Smith. "..." */
static bool continues(const casus_analysis *self, const quotation *one, const casus_record *last) {
  const casus_document *document = self->document;
  if (!last || last->as.quote.cue.start == CASUS_NONE || last->as.quote.cue.start < last->start) return false;
  const uint32_t sentence = casus_document_sentence_of(document, one->first);
  const uint32_t said =
      casus_document_sentence_of(document, casus_document_token_at(document, last->as.quote.cue.start));
  return document->first[sentence] == one->first && sentence == said + 1 &&
         !(document->sentence_flags[sentence] & CASUS_SENTENCE_PARAGRAPH) &&
         last->as.quote.cue.stop < document->start[one->first];
}

static double confidence_of(const casus_record *record) {
  if (strcmp(record->as.quote.mode, "mixed") == 0) return MIXED;
  return record->as.quote.speaker.start != CASUS_NONE ? DIRECT_WITH_SPEAKER : DIRECT_WITHOUT_SPEAKER;
}

static void extend(casus_analysis *self, const quotation *one, casus_record *last) {
  const casus_document *document = self->document;
  const size_t count = last->as.quote.span_count ? last->as.quote.span_count : 1;
  casus_span *spans = casus_arena_new(self->arena, casus_span, count + 1);
  if (last->as.quote.span_count)
    memcpy(spans, last->as.quote.spans, count * sizeof *spans);
  else
    spans[0] = (casus_span){last->start, last->stop};
  spans[count] = (casus_span){document->start[one->first], document->stop[one->limit - 1]};
  last->as.quote.spans = spans;
  last->as.quote.span_count = count + 1;
  last->stop = spans[count].stop;
}

static bool is_short(const casus_analysis *self, const quotation *one) {
  return count_words(self, one) <= SHORT;
}

/* Adds a quotation, or makes the last one longer; returns the last one. */
static casus_record *add_quote(casus_analysis *self, const quotation *one, casus_record *last) {
  const casus_document *document = self->document;
  uint32_t cue = 0;
  const bool behind = cue_behind(self, one, &cue), has_cue = behind || cue_before(self, one, &cue);
  if (!has_cue && continues(self, one, last)) {
    extend(self, one, last);
    return last;
  }
  if (has_cue && cue < one->first && resumes(self, one, last, cue)) {
    extend(self, one, last);
    return last;
  }
  if (has_cue ? is_short(self, one) && distance(one, cue) > BESIDE
              : is_short(self, one) || !is_sentence(self, one))
    return last;
  casus_part speaker = {.start = CASUS_NONE};
  const bool has_speaker = has_cue && find_speaker(self, one, cue, &speaker);
  casus_record *record = casus_analysis_add(self, CASUS_QUOTE, document->start[one->first],
                                            document->stop[one->limit - 1], EXTRACTOR, MIXED);
  record->as.quote.mode = mode_of(self, one);
  if (has_speaker) record->as.quote.speaker = speaker;
  if (has_cue)
    record->as.quote.cue = (casus_part){.start = document->start[cue], .stop = document->stop[cue]};
  record->confidence = confidence_of(record);
  return record;
}

void casus_find_quotes(casus_analysis *self) {
  casus_record *last = NULL;
  for (uint32_t token = 0; token < self->document->token_count; token++) {
    uint32_t close;
    const mark_kind kind = casus_analysis_is_furniture(self, token) ? NO_MARK : mark_at(self, token);
    if (kind == NO_MARK || !can_open(self, token, kind) || !find_close(self, token, &close) ||
        close == token + 1)
      continue;
    const quotation one = {token, close + 1};
    last = add_quote(self, &one, last);
    token = close;
  }
}
