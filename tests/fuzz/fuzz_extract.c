/* Any bytes: the records of what is valid lie in the text, are in order, and are JSON. */
#include "extract/record.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define REQUIRE(what) ((what) ? (void)0 : abort())

static bool boundary(casus_string text, uint32_t at) {
  return at <= text.size && (at == text.size || ((unsigned char)text.bytes[at] & 0xC0) != 0x80);
}

static void check_span(casus_string text, uint32_t start, uint32_t stop) {
  REQUIRE(start < stop && boundary(text, start) && boundary(text, stop));
}

static void check_record(casus_document *document, const casus_record *record) {
  const casus_string text = casus_document_text(document);
  casus_sentence sentence;
  check_span(text, record->start, record->stop);
  REQUIRE(casus_document_sentence(document, record->sentence, &sentence));
  REQUIRE(record->start >= sentence.start && record->start < sentence.stop);
  REQUIRE(record->confidence > 0 && record->confidence <= 1);
  for (const casus_field *field = casus_record_fields(record->kind); field->name; field++) {
    const bool part = field->type >= CASUS_FIELD_SPAN && field->type <= CASUS_FIELD_CHANGED;
    if (part && casus_field_part(record, field)->start != CASUS_NONE)
      check_span(text, casus_field_part(record, field)->start, casus_field_part(record, field)->stop);
    if (field->required && field->type == CASUS_FIELD_STRING)
      REQUIRE(*(const char *const *)(const void *)((const char *)record + field->offset));
  }
  if (record->kind != CASUS_QUOTE) return;
  for (size_t i = 0; i < record->as.quote.span_count; i++) {
    check_span(text, record->as.quote.spans[i].start, record->as.quote.spans[i].stop);
    REQUIRE(i == 0 || record->as.quote.spans[i].start >= record->as.quote.spans[i - 1].stop);
  }
}

static void check_json(casus_document *document, const casus_record *record, casus_buffer *buffer) {
  const casus_string text = casus_document_text(document);
  casus_buffer_clear(buffer);
  casus_record_json(buffer, record, casus_document_name(document), text);
  REQUIRE(!buffer->failed && buffer->bytes[buffer->size - 1] == '\n');
  json_t *tree = json_loadb(buffer->bytes, buffer->size - 1, JSON_REJECT_DUPLICATES, NULL);
  REQUIRE(tree);
  const json_t *slice = json_object_get(tree, "text");
  REQUIRE(json_string_length(slice) == record->stop - record->start);
  REQUIRE(memcmp(json_string_value(slice), text.bytes + record->start, record->stop - record->start) == 0);
  json_decref(tree);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static casus_engine *engine; /* made once: loading it takes longer than most inputs do */
  if (!engine) engine = casus_engine_open(CASUS_ROOT "/data", NULL, NULL);
  REQUIRE(engine);
  const casus_document_options options = {.id = "fuzz", .date = size % 2 ? "2024-02-29" : NULL};
  const size_t valid = casus_utf8_valid((const char *)data, size);
  casus_document *document = casus_document_parse(engine, (const char *)data, valid, &options, NULL);
  REQUIRE(document);
  const casus_records *records = casus_document_extract(document, CASUS_KINDS_DEFAULT, NULL);
  REQUIRE(records);
  casus_buffer buffer;
  casus_buffer_init(&buffer, NULL);
  for (size_t i = 0; i < records->count; i++) {
    check_record(document, &records->items[i]);
    check_json(document, &records->items[i], &buffer);
    REQUIRE(i == 0 || casus_record_compare(&records->items[i - 1], &records->items[i]) <= 0);
  }
  casus_buffer_free(&buffer);
  casus_document_close(document);
  return 0;
}
