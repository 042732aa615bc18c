/* bench_store [FILE]: how fast documents, sentences and records are stored, and how fast known documents are
 * skipped. The store is a new file (FILE, else one in the working directory), which is removed. */
#include "clock.h"

#include "casus.h"
#include "extract/record.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DOCUMENTS = 10000, RECORDS = 15, ACTORS = 300, TEXT_SIZE = 400, SENTENCE = 128 };

static const char *const codes[] = {"CHN", "JPNGOV", "USAMIL", "IGONAT", NULL};
static const char *const types[] = {"accuse",  "consult", "cooperate", "sanction",
                                    "support", "reject",  "assault"};

static void fail(const casus_error *error) {
  fprintf(stderr, "%s\n", error->message);
  exit(1);
}

static casus_part part_of(uint32_t start, unsigned actor, char name[16]) {
  snprintf(name, 16, "Actor %u", actor % ACTORS);
  return (casus_part){start, start + 5, name, codes[actor % 5], 0};
}

/* Half of the records are mentions, a third relations, the rest times and quotes. */
static void fill(casus_record *records, char names[][2][16], unsigned number) {
  for (unsigned i = 0; i < RECORDS; i++) {
    static const casus_kind kinds[] = {CASUS_ENTITY, CASUS_RELATION, CASUS_ENTITY,
                                       CASUS_TIME,   CASUS_RELATION, CASUS_ENTITY};
    casus_record *record = &records[i];
    const unsigned random = (number * RECORDS + i) * 2654435761u >> 8;
    casus_record_clear(record, i == RECORDS - 1 ? CASUS_QUOTE : kinds[i % 6]);
    record->start = i * 20;
    record->stop = i * 20 + 60;
    record->sentence = 1;
    record->extractor = "bench";
    record->version = "1";
    record->confidence = 0.5;
    switch (record->kind) {
    case CASUS_ENTITY: {
      const casus_part part = part_of(record->start, random, names[i][0]);
      record->as.entity.label = "GPE";
      record->as.entity.id = part.id;
      record->as.entity.code = part.code;
      record->as.entity.mention = "name";
      break;
    }
    case CASUS_RELATION:
      record->as.relation.type = types[random % 7];
      record->as.relation.modality = "asserted";
      record->as.relation.date = "2023-06-01";
      record->as.relation.goldstein = -2.0;
      record->as.relation.source = part_of(record->start, random, names[i][0]);
      record->as.relation.target = part_of(record->start + 20, random >> 4, names[i][1]);
      record->as.relation.trigger = (casus_part){record->start + 10, record->start + 15, NULL, NULL, 0};
      break;
    case CASUS_TIME:
      record->as.time.type = "DATE";
      record->as.time.value = record->as.time.from = record->as.time.to = "2023-06-01";
      break;
    default:
      record->as.quote.mode = "direct";
      record->as.quote.speaker = part_of(record->start, random, names[i][0]);
    }
  }
}

/* Stores all documents within one transaction; returns the seconds that storing took. */
static double store_all(casus_store *store, casus_engine *engine, casus_added expected) {
  static casus_record records[RECORDS];
  static char names[RECORDS][2][16];
  double seconds = 0;
  casus_error error;
  sqlite3 *database = casus_store_connection(store);
  sqlite3_exec(database, "BEGIN", NULL, NULL, NULL);
  for (unsigned number = 0; number < DOCUMENTS; number++) {
    char id[16], text[TEXT_SIZE + SENTENCE];
    snprintf(id, sizeof id, "d%u", number);
    size_t size = 0;
    for (unsigned word = number; size < TEXT_SIZE; word = word * 1103515245u + 12345u)
      size += (size_t)snprintf(text + size, SENTENCE,
                               "Officials of actor %u said that they would %s item %u of the plan "
                               "before the end of the year.",
                               (word >> 12) % 5000, types[(word >> 16) % 7], word % 999);
    const casus_document_options options = {.id = id, .date = "2023-06-01"};
    casus_document *document = casus_document_parse(engine, text, size, &options, &error);
    if (!document) fail(&error);
    fill(records, names, number);
    const double began = bench_seconds();
    if (casus_store_add(store, document, NULL, records, RECORDS, &error) != expected) fail(&error);
    seconds += bench_seconds() - began;
    casus_document_close(document);
  }
  const double began = bench_seconds();
  sqlite3_exec(database, "COMMIT", NULL, NULL, NULL);
  return seconds + bench_seconds() - began;
}

int main(int argc, char **argv) {
  const char *path = argc > 1 ? argv[1] : "bench_store.casus";
  casus_error error;
  casus_engine *engine = casus_engine_open(CASUS_ROOT "/data", NULL, &error);
  if (!engine) fail(&error);
  unlink(path);
  casus_store *store = casus_store_open(path, CASUS_STORE_WRITE, NULL, &error);
  if (!store) fail(&error);
  const double added = store_all(store, engine, CASUS_ADDED_NEW);
  const double known = store_all(store, engine, CASUS_ADDED_KNOWN);
  printf("store: %d documents with %d records in %.2f s (%.0f records/s); known again in %.3f s\n", DOCUMENTS,
         DOCUMENTS * RECORDS, added, DOCUMENTS * RECORDS / added, known);
  casus_store_close(store);
  casus_engine_close(engine);
  unlink(path);
  return 0;
}
