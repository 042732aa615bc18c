#include "extract/record.h"

#include "base/json.h"

#include <math.h>
#include <string.h>

#define FIELD(name, type, member)                                                                            \
  { name, CASUS_FIELD_##type, offsetof(casus_record, as.member), false }
#define REQUIRED(name, type, member)                                                                         \
  { name, CASUS_FIELD_##type, offsetof(casus_record, as.member), true }
#define END                                                                                                  \
  { NULL, CASUS_FIELD_STRING, 0, false }

static const casus_field entity_fields[] = {
    REQUIRED("label", STRING, entity.label),
    FIELD("id", STRING, entity.id),
    FIELD("code", STRING, entity.code),
    REQUIRED("mention", STRING, entity.mention),
    END,
};

static const casus_field time_fields[] = {
    REQUIRED("type", STRING, time.type), FIELD("value", STRING, time.value), FIELD("mod", STRING, time.mod),
    FIELD("from", STRING, time.from),    FIELD("to", STRING, time.to),       END,
};

static const casus_field quote_fields[] = {
    FIELD("spans", SPANS, quote.spans),
    REQUIRED("mode", STRING, quote.mode),
    FIELD("speaker", NAMED, quote.speaker),
    FIELD("cue", SPAN, quote.cue),
    END,
};

static const casus_field relation_fields[] = {
    REQUIRED("type", STRING, relation.type),
    FIELD("mode", STRING, relation.mode),
    FIELD("context", STRING, relation.context),
    FIELD("cameo", STRING, relation.cameo),
    FIELD("goldstein", NUMBER, relation.goldstein),
    FIELD("source", ACTOR, relation.source),
    FIELD("target", ACTOR, relation.target),
    FIELD("role", STRING, relation.role),
    FIELD("date", STRING, relation.date),
    FIELD("place", STRING, relation.place),
    REQUIRED("modality", STRING, relation.modality),
    FIELD("negated", BOOLEAN, relation.negated),
    FIELD("attribution", STRING, relation.attribution),
    FIELD("trigger", SPAN, relation.trigger),
    END,
};

static const casus_field cause_fields[] = {
    REQUIRED("cause", CHANGED, cause.cause),
    REQUIRED("effect", CHANGED, cause.effect),
    FIELD("signal", SPAN, cause.signal),
    FIELD("polarity", INTEGER, cause.polarity),
    FIELD("sign", INTEGER, cause.sign),
    REQUIRED("hedge", STRING, cause.hedge),
    FIELD("purpose", BOOLEAN, cause.purpose),
    FIELD("attribution", STRING, cause.attribution),
    END,
};

static const struct kind {
  const char *name;
  const casus_field *fields;
} kinds[CASUS_KIND_COUNT] = {
    [CASUS_ENTITY] = {"entity", entity_fields}, [CASUS_TIME] = {"time", time_fields},
    [CASUS_QUOTE] = {"quote", quote_fields},    [CASUS_RELATION] = {"relation", relation_fields},
    [CASUS_CAUSE] = {"cause", cause_fields},
};

const casus_field *casus_record_fields(casus_kind kind) {
  return kinds[kind].fields;
}

const char *casus_kind_name(casus_kind kind) {
  return kinds[kind].name;
}

casus_kind casus_kind_find(const char *name, size_t size) {
  int kind = 0;
  while (kind < CASUS_KIND_COUNT &&
         (strlen(kinds[kind].name) != size || memcmp(kinds[kind].name, name, size) != 0))
    kind++;
  return (casus_kind)kind;
}

static void *member(casus_record *record, const casus_field *field) {
  return (char *)record + field->offset;
}

static const void *value_of(const casus_record *record, const casus_field *field) {
  return (const char *)record + field->offset;
}

static bool is_part(casus_field_type type) {
  return type >= CASUS_FIELD_SPAN && type <= CASUS_FIELD_CHANGED;
}

void casus_record_clear(casus_record *record, casus_kind kind) {
  memset(record, 0, sizeof *record);
  record->kind = kind;
  for (const casus_field *field = kinds[kind].fields; field->name; field++) {
    if (is_part(field->type)) ((casus_part *)member(record, field))->start = CASUS_NONE;
    if (field->type == CASUS_FIELD_NUMBER) *(double *)member(record, field) = NAN;
  }
}

/* ---- Order */

static int compare_numbers(uint64_t a, uint64_t b) {
  return a < b ? -1 : a > b;
}

static int compare_strings(const char *a, const char *b) {
  if (!a || !b) return (a != NULL) - (b != NULL);
  return strcmp(a, b);
}

static int compare_fields(const casus_record *a, const casus_record *b, const casus_field *field) {
  const void *left = value_of(a, field), *right = value_of(b, field);
  if (field->type == CASUS_FIELD_STRING)
    return compare_strings(*(const char *const *)left, *(const char *const *)right);
  if (!is_part(field->type)) return 0;
  const casus_part *one = left, *other = right;
  const int order = compare_numbers(one->start, other->start);
  return order ? order : compare_numbers(one->stop, other->stop);
}

int casus_record_compare(const void *left, const void *right) {
  const casus_record *a = left, *b = right;
  int order = compare_numbers(a->start, b->start);
  if (order == 0) order = compare_numbers(b->stop, a->stop);
  if (order == 0) order = compare_numbers(a->kind, b->kind);
  if (order == 0) order = compare_strings(a->extractor, b->extractor);
  for (const casus_field *field = kinds[a->kind].fields; order == 0 && field->name; field++)
    order = compare_fields(a, b, field);
  return order;
}

/* ---- JSON */

static void write_key(casus_buffer *into, const char *key) {
  casus_buffer_byte(into, ',');
  casus_json_string(into, key, strlen(key));
  casus_buffer_byte(into, ':');
}

static void write_string(casus_buffer *into, const char *value) {
  if (value)
    casus_json_string(into, value, strlen(value));
  else
    casus_buffer_string(into, "null");
}

static void write_span(casus_buffer *into, uint32_t start, uint32_t stop) {
  casus_buffer_string(into, "\"start\":");
  casus_buffer_integer(into, start);
  casus_buffer_string(into, ",\"end\":");
  casus_buffer_integer(into, stop);
}

static void write_part(casus_buffer *into, const casus_part *part, casus_field_type type, casus_string text) {
  if (part->start == CASUS_NONE) {
    casus_buffer_string(into, "null");
    return;
  }
  casus_buffer_byte(into, '{');
  write_span(into, part->start, part->stop);
  write_key(into, "text");
  casus_json_string(into, text.bytes + part->start, part->stop - part->start);
  if (type == CASUS_FIELD_NAMED || type == CASUS_FIELD_ACTOR) {
    write_key(into, "id");
    write_string(into, part->id);
  }
  if (type == CASUS_FIELD_ACTOR) {
    write_key(into, "code");
    write_string(into, part->code);
  }
  if (type == CASUS_FIELD_CHANGED) {
    write_key(into, "change");
    casus_buffer_integer(into, part->change);
  }
  casus_buffer_byte(into, '}');
}

static void write_spans(casus_buffer *into, const casus_record *record) {
  for (size_t i = 0; i < record->as.quote.span_count; i++) {
    casus_buffer_byte(into, i ? ',' : '[');
    casus_buffer_byte(into, '[');
    casus_buffer_integer(into, record->as.quote.spans[i].start);
    casus_buffer_byte(into, ',');
    casus_buffer_integer(into, record->as.quote.spans[i].stop);
    casus_buffer_byte(into, ']');
  }
  casus_buffer_byte(into, ']');
}

static void write_field(casus_buffer *into, const casus_record *record, const casus_field *field,
                        casus_string text) {
  const void *value = value_of(record, field);
  if (field->type == CASUS_FIELD_SPANS && record->as.quote.span_count < 2) return;
  write_key(into, field->name);
  switch (field->type) {
  case CASUS_FIELD_STRING: write_string(into, *(const char *const *)value); break;
  case CASUS_FIELD_NUMBER: casus_json_number(into, *(const double *)value); break;
  case CASUS_FIELD_INTEGER: casus_buffer_integer(into, *(const int *)value); break;
  case CASUS_FIELD_BOOLEAN: casus_buffer_string(into, *(const bool *)value ? "true" : "false"); break;
  case CASUS_FIELD_SPANS: write_spans(into, record); break;
  default: write_part(into, value, field->type, text);
  }
}

void casus_record_json(casus_buffer *into, const casus_record *record, const char *doc, casus_string text) {
  casus_buffer_string(into, "{\"doc\":");
  write_string(into, doc);
  write_key(into, "kind");
  write_string(into, kinds[record->kind].name);
  casus_buffer_byte(into, ',');
  write_span(into, record->start, record->stop);
  write_key(into, "text");
  casus_json_string(into, text.bytes + record->start, record->stop - record->start);
  write_key(into, "sentence");
  casus_buffer_integer(into, record->sentence);
  for (const casus_field *field = kinds[record->kind].fields; field->name; field++)
    write_field(into, record, field, text);
  write_key(into, "extractor");
  write_string(into, record->extractor);
  write_key(into, "confidence");
  casus_json_number(into, record->confidence);
  casus_buffer_string(into, "}\n");
}
