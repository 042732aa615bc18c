/* casus.h - the public interface of libcasus.
 *
 * Bytes become a document, a document yields matches and records, records go into a store:
 *
 *     casus_engine *engine = casus_engine_open("/usr/share/casus/data", NULL, &error);
 *     casus_document *document = casus_document_parse(engine, text, length, NULL, &error);
 *     casus_records *records = casus_document_extract(document, CASUS_KINDS_DEFAULT, &error);
 *
 * Conventions, stated once for the whole library:
 * - Offsets are byte offsets into the UTF-8 text of the document, half-open [start, stop), counted from 0.
 *   Tokens, sentences and rows are counted from 1 wherever a number leaves the library; 0 means "none".
 * - A function that can fail takes a `casus_error *` last (NULL: not interested) and returns NULL, or a
 * status other than CASUS_OK. On success the error is untouched.
 * - What a function `..._new`, `..._open`, `..._parse` or `..._extract` returns belongs to the caller, who
 * ends it with the `..._close` or `..._free` of its type; NULL is allowed there. Strings that a function
 * lends live as long as the object that lent them.
 * - There are no globals. An engine and a dictionary may be shared by threads once they are made; every other
 *   object belongs to one thread at a time.
 * - Memory comes from the allocator given to the engine, dictionary or store (NULL: the C library's).
 */
#ifndef CASUS_H
#define CASUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define CASUS_API __attribute__((visibility("default")))
#else
#define CASUS_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define CASUS_VERSION "0.1.0"

/* The version of the library that is linked, as "major.minor.patch". */
CASUS_API const char *casus_version(void);

/* ---- Errors, memory, strings */

typedef enum casus_status {
  CASUS_OK = 0,
  CASUS_NOMEM,  /* the allocator gave nothing */
  CASUS_IO,     /* a file could not be opened, read or written */
  CASUS_FORMAT, /* input is not in the format it should be in; `position` says where */
  CASUS_LIMIT,  /* input is larger than what can be handled (a document of 4 GiB, say) */
  CASUS_SQL,    /* SQLite refused; the message is SQLite's */
  CASUS_BUSY,   /* another process holds the store */
  CASUS_NEWER,  /* the store was written by a newer version */
  CASUS_INTERRUPTED,
  CASUS_MISUSE, /* the caller broke the rules of this header */
} casus_status;

/* A short lower-case name of a status, such as "format"; never NULL. */
CASUS_API const char *casus_status_name(casus_status status);

typedef struct casus_error {
  casus_status code;
  uint64_t
      position; /* byte offset (or line, where the message says so) in the input at which it went wrong */
  char message[512]; /* one line, no final stop, names the file where there is one */
} casus_error;

/* Lua's protocol: `size` 0 frees; otherwise (re)allocates, NULL on failure.
 * `old` is the size of `block` now. */
typedef struct casus_allocator {
  void *(*reallocate)(void *context, void *block, size_t old, size_t size);
  void *context;
} casus_allocator;

/* A piece of text, not terminated by NUL. `bytes` is never NULL; an absent string has `size` 0. */
typedef struct casus_string {
  const char *bytes;
  size_t size;
} casus_string;

/* ---- UTF-8 */

/* The length of the longest prefix of `bytes` that is well-formed UTF-8 (Unicode 15, table 3-7: no overlong
 * forms, no surrogates, nothing above U+10FFFF) and holds no NUL. Equal to `size` where all of it is. */
CASUS_API size_t casus_utf8_valid(const char *bytes, size_t size);

/* ---- Engine: everything that turns text into documents */

typedef struct casus_engine casus_engine;

typedef struct casus_engine_options {
  const casus_allocator *allocator; /* must outlive the engine */
  /* Further tables of actors (TSV as in data/actors), whose names win; ended by NULL. May be NULL. */
  const char *const *actor_files;
  /* A model of the parser, made by casus_train. NULL: the shipped one, models/english.model in the folder of
   * the data. An empty string: none; documents then have tokens and sentences only, and these by rule. */
  const char *model;
} casus_engine_options;

/* Loads what lies in the folder `data` (as shipped: text/, actors/, lexicon/, time/, models/). `options` may
 * be NULL. */
CASUS_API casus_engine *casus_engine_open(const char *data, const casus_engine_options *options,
                                          casus_error *error);
CASUS_API void casus_engine_close(casus_engine *engine);

/* ---- Document: text as tokens and sentences */

typedef struct casus_document casus_document;

typedef struct casus_document_options {
  const char *id;   /* NULL: made from text, date and source (casus_document_id) */
  const char *date; /* ISO date of publication, against which times are resolved; NULL: unknown */
  const char *source;
  /* The date of a document that brings none: neither `date` nor, in its dateline, a day of a year; a day
   * without a year is taken to be the one nearest to this date. May be NULL. */
  const char *default_date;
  /* How many heads of each word are looked at together with what they make of it; 0 and 1: each word's best
   * head is found alone, which is the quickest. */
  unsigned beam;
  /* Tokens and sentences only: no tags, no trees, and of names those of the dictionaries alone. Four times as
   * quick. */
  bool plain;
  /* No names: the tagger is not run, which takes a tenth of the time. For what only looks at words and trees;
   * the built-in extractors then know the names of the dictionary only. */
  bool nameless;
} casus_document_options;

/* A syntactic word. Columns that nothing has filled are empty strings;
 * `head` is then 0 and `deprel` empty. */
typedef struct casus_token {
  casus_string form, lemma, upos, xpos, feats, deprel;
  casus_string entity;  /* the label of the name that it is part of, such as ORG */
  uint32_t start, stop; /* bytes of the word */
  uint32_t head;        /* number of the head within the sentence, 0 for the root */
  uint32_t sentence;    /* number of the sentence in the document */
  bool begins;          /* is the first word of that name */
  bool space_after;     /* white space follows */
  bool joined;          /* belongs to one orthographic token with the next word ("do" of "don't") */
} casus_token;

typedef struct casus_sentence {
  uint32_t start, stop; /* bytes, without surrounding white space */
  uint32_t first, last; /* numbers of its first and last token */
  bool paragraph;       /* the first sentence after a blank line, or of the document */
} casus_sentence;

/* Splits `text` into sentences and tokens, tags them and finds their trees. The text is copied; it must be
 * valid UTF-8 (CASUS_FORMAT with the position otherwise) and smaller than 4 GiB (CASUS_LIMIT). The engine
 * must outlive the document. */
CASUS_API casus_document *casus_document_parse(const casus_engine *engine, const char *text, size_t size,
                                               const casus_document_options *options, casus_error *error);
CASUS_API void casus_document_close(casus_document *document);

CASUS_API casus_string casus_document_text(const casus_document *document);
CASUS_API const char *casus_document_name(const casus_document *document); /* its id */
CASUS_API const char *casus_document_date(const casus_document *document); /* NULL: unknown */
CASUS_API uint32_t casus_document_tokens(const casus_document *document);
CASUS_API uint32_t casus_document_sentences(const casus_document *document);
/* `number` from 1 to the count; false outside of it. */
CASUS_API bool casus_document_token(const casus_document *document, uint32_t number, casus_token *token);
CASUS_API bool casus_document_sentence(const casus_document *document, uint32_t number,
                                       casus_sentence *sentence);

/* What the text itself says about where it comes from; NULL where it does not. */
typedef struct casus_masthead {
  const char *place;  /* of the dateline, by its usual name: "Tokyo" */
  const char *agency; /* of the dateline: "Reuters" */
  const char *byline; /* "Jane Example and John Sample" */
} casus_masthead;

CASUS_API const casus_masthead *casus_document_masthead(const casus_document *document);

/* False where the text is long enough to tell and is not in the engine's language. */
CASUS_API bool casus_document_readable(const casus_document *document);

/* Where a document stands that is a piece of a longer text, which is parsed as a stream. */
typedef struct casus_piece {
  uint64_t offset;    /* bytes of the text before it */
  uint64_t sentences; /* of the text, before it */
  bool begins;        /* the text begins with it: nothing is before it */
  bool inside;        /* of a paragraph, which begins before it */
  bool open;          /* its last sentence may go on behind it, and is left to the next piece */
} casus_piece;

/* The document as CoNLL-U, appended through `write` (which returns false to stop). `piece` NULL: it is a
 * whole text. */
CASUS_API casus_status casus_document_conllu(const casus_document *document, const casus_piece *piece,
                                             bool (*write)(void *context, const char *bytes, size_t size),
                                             void *context, casus_error *error);

/* The same id for a text that comes in pieces. */
typedef struct casus_digest casus_digest;
CASUS_API casus_digest *casus_digest_new(const casus_allocator *allocator, casus_error *error);
CASUS_API void casus_digest_free(casus_digest *digest);
CASUS_API void casus_digest_add(casus_digest *digest, casus_string piece);
CASUS_API void casus_digest_id(const casus_digest *digest, const char *date, const char *source, char id[33]);

/* The id of a document that brings none: 32 hexadecimal digits, XXH3-128 of text, date and source (NULL:
 * empty). */
CASUS_API void casus_document_id(casus_string text, const char *date, const char *source, char id[33]);

/* ---- Records: what was found in a document */

typedef enum casus_kind {
  CASUS_ENTITY,
  CASUS_TIME,
  CASUS_QUOTE,
  CASUS_RELATION,
  CASUS_CAUSE,
  CASUS_KIND_COUNT
} casus_kind;

#define CASUS_KINDS_DEFAULT ((1u << CASUS_KIND_COUNT) - 1u)

#define CASUS_NONE UINT32_MAX /* a span that is absent has this start */

/* A span that plays a part in a record: a speaker, a source, a trigger. */
typedef struct casus_part {
  uint32_t start, stop;
  const char *id;   /* canonical name or NULL */
  const char *code; /* actor code or NULL */
  int change;       /* +1, -1, 0: whether the span speaks of more or less of its head (causes) */
} casus_part;

typedef struct casus_span {
  uint32_t start, stop;
} casus_span;

/* Field by field as in docs/formats.md. A NULL string, a NAN and an absent part are null. */
typedef struct casus_record {
  casus_kind kind;
  uint32_t start, stop;
  uint32_t sentence;
  const char *extractor; /* "name" or "plugin:rule" */
  const char *version;   /* of the extractor */
  double confidence;
  union {
    struct {
      const char *label, *id, *code, *mention;
    } entity;
    struct {
      const char *type, *value, *mod, *from, *to;
    } time;
    struct {
      const char *mode;
      casus_part speaker, cue;
      const casus_span *spans;
      size_t span_count;
    } quote;
    struct {
      const char *type, *mode, *context, *cameo;
      double goldstein;
      casus_part source, target, trigger;
      const char *date, *place, *modality, *attribution, *role;
      bool negated;
    } relation;
    struct {
      casus_part cause, effect, signal;
      int polarity, sign;
      const char *hedge, *attribution;
      bool purpose;
    } cause;
  } as;
} casus_record;

typedef struct casus_records {
  size_t count;
  casus_record *items; /* by start, then by longer span first, then by kind */
} casus_records;

/* Runs the built-in extractors for a set of kinds (bits 1u << CASUS_ENTITY ...). The records and their
 * strings belong to the document and live as long as it does. A document that is not readable yields none. */
CASUS_API const casus_records *casus_document_extract(casus_document *document, unsigned kinds,
                                                      casus_error *error);

/* A word that might have been an event and is none, and why not. */
typedef struct casus_missed {
  uint32_t start, stop; /* bytes of the word */
  const char *row;      /* of the lexicon, "events:verb/seize", or NULL where no row fits */
  const char *reason;   /* a sentence without a stop */
} casus_missed;

/* The words of a document that the lexicon of events knows and that yield no event, by start; `*count` of
 * them. NULL with `*error` set where memory is short. They belong to the document. */
CASUS_API const casus_missed *casus_document_missed(casus_document *document, size_t *count,
                                                    casus_error *error);

/* ---- Dictionary: many phrases, one automaton */

typedef struct casus_dictionary casus_dictionary;

typedef enum casus_case {
  CASUS_CASE_AUTO,  /* a phrase without capitals: ANY; all capitals: EXACT; else as NAME */
  CASUS_CASE_EXACT, /* as written */
  CASUS_CASE_NAME,  /* as written, or ALL IN CAPITALS */
  CASUS_CASE_ANY,
} casus_case;

typedef struct casus_phrase {
  casus_string text;
  casus_case match_case;
  uint32_t value; /* given back with each match */
} casus_phrase;

typedef struct casus_match {
  uint32_t start, stop;
  uint32_t phrase; /* index into the phrases given to casus_dictionary_new */
  uint32_t value;
} casus_match;

/* Compiles phrases; they are copied. Of two that are alike, both case and text, the later one wins. */
CASUS_API casus_dictionary *casus_dictionary_new(const casus_phrase *phrases, size_t count,
                                                 const casus_allocator *allocator, casus_error *error);
CASUS_API void casus_dictionary_free(casus_dictionary *dictionary);

/* Finds the next phrase at or after byte `from`: the leftmost, and of these the longest. A phrase starts and
 * ends at a word boundary (a possessive 's is outside of it), a space in it stands for any run of white space
 * without a blank line, and curly and straight apostrophes are the same. Linear in the text for a given
 * dictionary; allocates nothing. */
CASUS_API bool casus_dictionary_next(const casus_dictionary *dictionary, const char *text, size_t size,
                                     size_t from, casus_match *match);

/* ---- Rules: patterns over tokens and trees (docs/patterns.md) */

/* Patterns that are compiled together. Immutable once made; threads may share it. */
typedef struct casus_matcher casus_matcher;

/* A word list that patterns call @name. */
typedef struct casus_matcher_list {
  const char *name;
  const casus_string *words;
  size_t count;
} casus_matcher_list;

typedef struct casus_matcher_options {
  const casus_matcher_list *lists; /* copied; they come before those of the engine */
  size_t list_count;
} casus_matcher_options;

/* One pattern, as a rule called "pattern". `options` may be NULL. The engine must outlive the matcher.
 * CASUS_FORMAT: `position` is the byte at which the pattern is wrong, and the message says what was expected
 * there. */
CASUS_API casus_matcher *casus_matcher_pattern(const casus_engine *engine, casus_string pattern,
                                               const casus_matcher_options *options, casus_error *error);
/* The rules of a text; `name` stands for its path in messages, which have line and column. */
CASUS_API casus_matcher *casus_matcher_rules(const casus_engine *engine, const char *name, casus_string text,
                                             const casus_matcher_options *options, casus_error *error);
/* The rules of a file. */
CASUS_API casus_matcher *casus_matcher_open(const casus_engine *engine, const char *path,
                                            const casus_matcher_options *options, casus_error *error);
CASUS_API void casus_matcher_close(casus_matcher *matcher);

/* Tokens, counted from 1, `first` 0 where a capture is absent; and their bytes. */
typedef struct casus_stretch {
  uint32_t first, last;
  uint32_t start, stop;
} casus_stretch;

/* What a rule emits: a field is a text or one of the captures. */
typedef struct casus_finding_field {
  const char *name;
  const char *text; /* NULL: a capture, or nothing where that is absent */
  const casus_stretch *capture;
} casus_finding_field;

/* One match of one rule. */
typedef struct casus_finding {
  const char *rule;
  int priority;
  casus_stretch extent;
  const char *const *names; /* of the captures */
  const casus_stretch *captures;
  size_t capture_count;
  const char *kind; /* of what the rule emits; NULL: nothing */
  const casus_finding_field *fields;
  size_t field_count;
} casus_finding;

typedef struct casus_match_options {
  uint32_t first, last; /* sentences, from 1; 0: all */
  bool bare;            /* what rules emit is not asked for: it may be meant for an extractor */
  bool choose;          /* of matches that overlap only the one of highest priority, of these the longest */
  /* [name()] in a pattern: 1 true, 0 false, -1 stops with CASUS_INTERRUPTED. `token` is counted from 1. */
  int (*predicate)(void *context, const char *name, uint32_t token);
  void *context;
} casus_match_options;

typedef struct casus_findings {
  size_t count;
  const casus_finding *items;
} casus_findings;

/* Finds the matches of all rules, by their first token, then by priority, then longer ones first. Entities
 * and times are extracted first where the rules ask for them. CASUS_LIMIT: a rule took more steps than it
 * may; the message names it. `options` may be NULL. The caller frees the result before the document and the
 * matcher are closed. */
CASUS_API casus_findings *casus_document_match(casus_document *document, const casus_matcher *matcher,
                                               const casus_match_options *options, casus_error *error);
CASUS_API void casus_findings_free(casus_findings *findings);

/* A rule that did not match in a sentence, though some of it fitted. */
typedef struct casus_miss {
  const char *rule;
  uint32_t passed;     /* how many of its tests and phrases fitted */
  uint32_t token;      /* where the next one did not, counted from 1; 0: the sentence ended */
  casus_string wanted; /* what did not fit, as the rule has it */
} casus_miss;

typedef struct casus_misses {
  size_t count;
  const casus_miss *items;
} casus_misses;

/* The rules that came near in a sentence (from 1), those that came furthest first: for explanations; slower
 * than casus_document_match. `options` as there: only `predicate` counts. The caller frees the result. */
CASUS_API casus_misses *casus_document_near(casus_document *document, const casus_matcher *matcher,
                                            uint32_t sentence, const casus_match_options *options,
                                            casus_error *error);
CASUS_API void casus_misses_free(casus_misses *misses);

/* ---- Store: records in a SQLite file */

typedef struct casus_store casus_store;

typedef enum casus_store_mode { CASUS_STORE_WRITE, CASUS_STORE_READ } casus_store_mode;

/* Opens a store, or makes it (mode WRITE). `path` NULL or ":memory:": in memory. A file that is not SQLite,
 * is another program's database or was written by a newer version is refused untouched. */
CASUS_API casus_store *casus_store_open(const char *path, casus_store_mode mode,
                                        const casus_allocator *allocator, casus_error *error);
CASUS_API void casus_store_close(casus_store *store);

/* The connection, for queries; it belongs to the store. A `struct sqlite3 *`. */
CASUS_API struct sqlite3 *casus_store_connection(casus_store *store);

/* What a document brings beside its text; every string may be NULL. */
typedef struct casus_source {
  const char *uri, *title, *date, *source, *url, *lang;
} casus_source;

typedef enum casus_added {
  CASUS_ADDED_FAILED,
  CASUS_ADDED_NEW,
  CASUS_ADDED_KNOWN,   /* the same document is there: nothing was done */
  CASUS_ADDED_REPLACED /* the id was known with another text, which is gone with all that came from it */
} casus_added;

/* Stores a document, its sentences and `count` records in one transaction of its own, or in the one that is
 * open. */
CASUS_API casus_added casus_store_add(casus_store *store, const casus_document *document,
                                      const casus_source *source, const casus_record *records, size_t count,
                                      casus_error *error);

/* Removes a document with everything that came from it; CASUS_OK also when it was not there. */
CASUS_API casus_status casus_store_remove(casus_store *store, const char *id, casus_error *error);

/* Whether a document of this id and this very text is stored (so that it need not be parsed again). */
CASUS_API bool casus_store_has(casus_store *store, const char *id, casus_string text);

/* ---- Training: a model of the parser from treebanks */

/* How training goes, after each time through the treebanks. */
typedef struct casus_training_report {
  uint32_t epoch, epochs; /* from 1 */
  double loss;            /* of a word, on average */
  /* Of the words of the held-out treebank, with its tokens and sentences: the share, 0 to 1, that has the
   * right UPOS, the right head, the right head and (without subtype) relation. NAN where nothing is held out.
   */
  double upos, uas, las;
} casus_training_report;

typedef struct casus_training {
  const char *const *treebanks; /* CoNLL-U files; ended by NULL */
  /* Files that a model has parsed, of which each epoch sees `silver_share` times as many words as of the
   * treebanks; ended by NULL. May be NULL. */
  const char *const *silver;
  const char *without;  /* documents whose name begins so are left out; may be NULL */
  const char *held_out; /* a treebank to measure on; may be NULL */
  const char *clusters; /* a file of words and the numbers of their clusters; may be NULL */
  uint32_t width, layers,
      epochs; /* 0: 128 units in each direction, 3 layers, 20 times through the treebanks */
  float silver_share;
  uint64_t seed;
  bool (*report)(void *context, const casus_training_report *report); /* false stops training; may be NULL */
  void *context;
  const casus_allocator *allocator;
} casus_training;

/* Trains a model and writes it to `path`. `data` is the folder of the data, as for casus_engine_open. Uses
 * two threads. The same files, sizes and seed give the same model on machines of one kind. CASUS_INTERRUPTED
 * where `report` stopped it. */
CASUS_API casus_status casus_train(const char *data, const casus_training *training, const char *path,
                                   casus_error *error);

/* ---- Training of the tagger of names */

/* A name in a text: bytes, and a label of docs/formats.md, or any other word where nobody knows whether there
 * is a name. */
typedef struct casus_labelled_span {
  uint32_t start, stop;
  const char *label;
} casus_labelled_span;

typedef struct casus_labelled_text {
  casus_string text;
  const casus_labelled_span *spans; /* that do not overlap */
  size_t count;
} casus_labelled_text;

typedef struct casus_labelled_texts {
  const casus_labelled_text *items;
  size_t count;
} casus_labelled_texts;

/* How training goes, after each time through the texts. */
typedef struct casus_entity_report {
  uint32_t epoch, epochs;       /* from 1 */
  double loss;                  /* of a word, on average */
  double precision, recall, f1; /* of names of the held-out texts with the right bytes and label, 0 to 1; NAN
                                   where nothing is held out */
} casus_entity_report;

typedef struct casus_entity_training {
  casus_labelled_texts gold, silver, held_out; /* of silver, an epoch sees `silver_share` times the words */
  float silver_share;
  uint32_t width, epochs; /* 0: 64 units in each direction, 8 times */
  uint64_t seed;
  bool (*report)(void *context, const casus_entity_report *report); /* false stops training; may be NULL */
  void *context;
} casus_entity_training;

/* Trains a tagger of names upon the parser of an engine, whose dictionaries give it hints, and writes a model
 * of both to `path`. The same texts, sizes and seed give the same model on machines of one kind. */
CASUS_API casus_status casus_train_entities(const casus_engine *engine, const casus_entity_training *training,
                                            const char *path, casus_error *error);

#ifdef __cplusplus
}
#endif

#endif
