#include "store/rows.h"

#include "base/buffer.h"
#include "base/error.h"
#include "extract/record.h"
#include "store/database.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static const char *const tables[CASUS_KIND_COUNT] = {
    [CASUS_ENTITY] = "mention",    [CASUS_TIME] = "time",   [CASUS_QUOTE] = "quote",
    [CASUS_RELATION] = "relation", [CASUS_CAUSE] = "cause",
};

/* A part fills a group of columns, PART_start ..., any other field one. */
static const char *const suffixes[][6] = {
    [CASUS_FIELD_SPAN] = {"_start", "_stop", "_text"},
    [CASUS_FIELD_NAMED] = {"_start", "_stop", "_text", "_id"},
    [CASUS_FIELD_ACTOR] = {"_start", "_stop", "_text", "_id", "_code"},
    [CASUS_FIELD_CHANGED] = {"_start", "_stop", "_text", "_change"},
};

static bool is_part(const casus_field *field) {
  return field->type >= CASUS_FIELD_SPAN && field->type <= CASUS_FIELD_CHANGED;
}

static const char *const *suffixes_of(const casus_field *field) {
  static const char *const one[] = {"", NULL};
  return is_part(field) ? suffixes[field->type] : one;
}

static int width(const casus_field *field) {
  int columns = 0;
  for (const char *const *suffix = suffixes_of(field); *suffix; suffix++) columns++;
  return columns;
}

/* The other fields of an entity are those of the thing that is mentioned, and go to a table of their own. */
static bool is_stored(casus_kind kind, const casus_field *field) {
  return kind != CASUS_ENTITY || field->offset == offsetof(casus_record, as.entity.mention);
}

/* `from` is a keyword of SQL. */
static const char *column_of(const casus_field *field) {
  static const char *const renamed[][2] = {{"from", "first"}, {"to", "last"}};
  for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
    if (strcmp(field->name, renamed[i][0]) == 0) return renamed[i][1];
  return field->name;
}

static int first_field(casus_kind kind) {
  return kind == CASUS_ENTITY ? CASUS_ROW_RESOLVED + 1 : CASUS_ROW_FIELDS;
}

casus_status casus_row_prepare(sqlite3 *database, casus_kind kind, sqlite3_stmt **statement,
                               casus_error *error) {
  sqlite3_str *sql = sqlite3_str_new(database);
  int parameters = first_field(kind) - 1;
  sqlite3_str_appendf(sql, "INSERT INTO %s(document, sentence, start, stop, text, extractor, confidence",
                      tables[kind]);
  if (kind == CASUS_ENTITY) sqlite3_str_appendall(sql, ", entity, resolved");
  for (const casus_field *field = casus_record_fields(kind); field->name; field++) {
    if (!is_stored(kind, field)) continue;
    parameters += width(field);
    for (const char *const *suffix = suffixes_of(field); *suffix; suffix++)
      sqlite3_str_appendf(sql, ", %s%s", column_of(field), *suffix);
  }
  sqlite3_str_appendall(sql, ") VALUES (?");
  while (--parameters) sqlite3_str_appendall(sql, ", ?");
  sqlite3_str_appendall(sql, ")");
  char *text = sqlite3_str_finish(sql);
  if (!text) return casus_fail_nomem(error);
  const int code = sqlite3_prepare_v3(database, text, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
  sqlite3_free(text);
  return code == SQLITE_OK ? CASUS_OK : casus_database_fail(database, error);
}

static bool at_character(casus_string text, uint32_t at) {
  return at == text.size || ((unsigned char)text.bytes[at] & 0xC0) != 0x80;
}

static bool is_span(uint32_t start, uint32_t stop, casus_string text) {
  return start <= stop && stop <= text.size && at_character(text, start) && at_character(text, stop);
}

static casus_status fail_span(const char *what, uint32_t start, uint32_t stop, casus_error *error) {
  return casus_fail(error, CASUS_MISUSE, start,
                    "%s: bytes %" PRIu32 " to %" PRIu32 " are no span of the text", what, start, stop);
}

casus_status casus_row_check(const casus_record *record, casus_string text, casus_error *error) {
  if (!is_span(record->start, record->stop, text))
    return fail_span(casus_kind_name(record->kind), record->start, record->stop, error);
  for (const casus_field *field = casus_record_fields(record->kind); field->name; field++) {
    if (!is_part(field)) continue;
    const casus_part *part = casus_field_part(record, field);
    if (part->start != CASUS_NONE && !is_span(part->start, part->stop, text))
      return fail_span(field->name, part->start, part->stop, error);
  }
  if (record->kind == CASUS_QUOTE)
    for (size_t i = 0; i < record->as.quote.span_count; i++) {
      const casus_span span = record->as.quote.spans[i];
      if (!is_span(span.start, span.stop, text)) return fail_span("spans", span.start, span.stop, error);
    }
  return CASUS_OK;
}

int casus_bind_string(sqlite3_stmt *statement, int parameter, casus_string string) {
  return sqlite3_bind_text64(statement, parameter, string.bytes, string.size, SQLITE_STATIC, SQLITE_UTF8);
}

int casus_bind_text(sqlite3_stmt *statement, int parameter, const char *text) {
  return text ? sqlite3_bind_text(statement, parameter, text, -1, SQLITE_STATIC)
              : sqlite3_bind_null(statement, parameter);
}

static casus_string piece(casus_string text, uint32_t start, uint32_t stop) {
  return (casus_string){text.bytes + start, stop - start};
}

/* [[start,stop],...], null for a quote in one piece. */
static int bind_spans(sqlite3_stmt *statement, int parameter, const casus_span *spans, size_t count) {
  if (count == 0) return sqlite3_bind_null(statement, parameter);
  casus_buffer json;
  casus_buffer_init(&json, NULL);
  for (size_t i = 0; i < count; i++) {
    casus_buffer_string(&json, i ? ",[" : "[[");
    casus_buffer_integer(&json, spans[i].start);
    casus_buffer_byte(&json, ',');
    casus_buffer_integer(&json, spans[i].stop);
    casus_buffer_byte(&json, ']');
  }
  casus_buffer_byte(&json, ']');
  const int code = json.failed ? SQLITE_NOMEM
                               : sqlite3_bind_text64(statement, parameter, json.bytes, json.size,
                                                     SQLITE_TRANSIENT, SQLITE_UTF8);
  casus_buffer_free(&json);
  return code;
}

static int bind_part(sqlite3_stmt *statement, int parameter, const casus_field *field, const casus_part *part,
                     casus_string text) {
  if (part->start == CASUS_NONE) {
    int code = SQLITE_OK;
    for (int i = width(field); i > 0 && code == SQLITE_OK; i--)
      code = sqlite3_bind_null(statement, parameter + i - 1);
    return code;
  }
  int code = sqlite3_bind_int64(statement, parameter, part->start);
  if (code == SQLITE_OK) code = sqlite3_bind_int64(statement, parameter + 1, part->stop);
  if (code == SQLITE_OK)
    code = casus_bind_string(statement, parameter + 2, piece(text, part->start, part->stop));
  if (code != SQLITE_OK || field->type == CASUS_FIELD_SPAN) return code;
  if (field->type == CASUS_FIELD_CHANGED) return sqlite3_bind_int(statement, parameter + 3, part->change);
  code = casus_bind_text(statement, parameter + 3, part->id);
  if (code != SQLITE_OK || field->type == CASUS_FIELD_NAMED) return code;
  return casus_bind_text(statement, parameter + 4, part->code);
}

static int bind_real(sqlite3_stmt *statement, int parameter, double value) {
  return isnan(value) ? sqlite3_bind_null(statement, parameter)
                      : sqlite3_bind_double(statement, parameter, value);
}

static int bind_field(sqlite3_stmt *statement, int parameter, const casus_field *field,
                      const casus_record *record, casus_string text) {
  const void *value = (const char *)record + field->offset;
  switch (field->type) {
  case CASUS_FIELD_STRING: return casus_bind_text(statement, parameter, *(const char *const *)value);
  case CASUS_FIELD_NUMBER: return bind_real(statement, parameter, *(const double *)value);
  case CASUS_FIELD_INTEGER: return sqlite3_bind_int(statement, parameter, *(const int *)value);
  case CASUS_FIELD_BOOLEAN: return sqlite3_bind_int(statement, parameter, *(const bool *)value);
  case CASUS_FIELD_SPANS:
    return bind_spans(statement, parameter, record->as.quote.spans, record->as.quote.span_count);
  default: return bind_part(statement, parameter, field, value, text);
  }
}

int casus_row_bind(sqlite3_stmt *insert, const casus_record *record, casus_string text) {
  int code = record->sentence ? sqlite3_bind_int64(insert, CASUS_ROW_SENTENCE, record->sentence)
                              : sqlite3_bind_null(insert, CASUS_ROW_SENTENCE);
  if (code == SQLITE_OK) code = sqlite3_bind_int64(insert, CASUS_ROW_START, record->start);
  if (code == SQLITE_OK) code = sqlite3_bind_int64(insert, CASUS_ROW_STOP, record->stop);
  if (code == SQLITE_OK)
    code = casus_bind_string(insert, CASUS_ROW_TEXT, piece(text, record->start, record->stop));
  if (code == SQLITE_OK) code = bind_real(insert, CASUS_ROW_CONFIDENCE, record->confidence);
  if (code == SQLITE_OK && record->kind == CASUS_ENTITY)
    code = sqlite3_bind_int(insert, CASUS_ROW_RESOLVED, record->as.entity.id != NULL);
  int parameter = first_field(record->kind);
  for (const casus_field *field = casus_record_fields(record->kind); field->name && code == SQLITE_OK;
       field++) {
    if (!is_stored(record->kind, field)) continue;
    code = bind_field(insert, parameter, field, record, text);
    parameter += width(field);
  }
  return code;
}
