/* record.h - the fields of each kind of record, as a table that JSON, Lua and SQL are driven by. */
#ifndef CASUS_EXTRACT_RECORD_H
#define CASUS_EXTRACT_RECORD_H

#include "base/buffer.h"

typedef enum casus_field_type {
  CASUS_FIELD_STRING,  /* const char *, NULL is null */
  CASUS_FIELD_NUMBER,  /* double, NAN is null */
  CASUS_FIELD_INTEGER, /* int */
  CASUS_FIELD_BOOLEAN, /* bool */
  CASUS_FIELD_SPAN,    /* casus_part: start, stop */
  CASUS_FIELD_NAMED,   /* casus_part: start, stop, id */
  CASUS_FIELD_ACTOR,   /* casus_part: start, stop, id, code */
  CASUS_FIELD_CHANGED, /* casus_part: start, stop, change */
  CASUS_FIELD_SPANS,   /* `spans` and `span_count` of a quote; left out where there is one */
} casus_field_type;

typedef struct casus_field {
  const char *name;
  casus_field_type type;
  size_t offset; /* in casus_record */
  bool required; /* may not be null */
} casus_field;

/* The fields of a kind beside those that all records have, in the order in which they are written; ended by a
 * NULL name. */
const casus_field *casus_record_fields(casus_kind kind);

/* "entity" ... and back; CASUS_KIND_COUNT for an unknown name. */
const char *casus_kind_name(casus_kind kind);
casus_kind casus_kind_find(const char *name, size_t size);

/* A record with every field null. */
void casus_record_clear(casus_record *record, casus_kind kind);

/* Orders by start, then longer spans first, then by kind, then by extractor and parts: a total order on
 * content. For qsort. */
int casus_record_compare(const void *a, const void *b);

/* One line of JSON with its line end, as docs/formats.md has it; `doc` is the
 * document's id, `text` its text. */
void casus_record_json(casus_buffer *into, const casus_record *record, const char *doc, casus_string text);

static inline const casus_part *casus_field_part(const casus_record *record, const casus_field *field) {
  return (const casus_part *)(const void *)((const char *)record + field->offset);
}

#endif
