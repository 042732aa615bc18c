/* parser.h - from the tokens of a document to its tags, lemmas, features and trees. */
#ifndef CASUS_PARSE_PARSER_H
#define CASUS_PARSE_PARSER_H

#include "parse/inference.h"
#include "parse/model.h"
#include "parse/morphology.h"
#include "parse/names.h"
#include "parse/splitter.h"
#include "parse/tagger.h"
#include "text/document.h"

/* Immutable once opened, shared by threads. */
typedef struct casus_parser {
  casus_allocator allocator;
  casus_model *model;
  casus_weights weights;
  casus_tagger tagger; /* a model may have none: its sizes are then 0 */
  casus_features features;
  casus_multiply *multiply;
  casus_splitter splitter;
  casus_morphology morphology;
  casus_names tags, feats, labels; /* a tag is UPOS and XPOS with a tab between them */
  uint32_t *feats_classes;         /* of the morphology's FEATS: their number in `feats`, or of none */
  uint32_t root;                   /* number of the label "root", or of none */
} casus_parser;

/* Opens a model. What it holds must fit together; errors name the file. */
casus_status casus_parser_open(casus_parser *self, const char *path, const casus_allocator *allocator,
                               casus_error *error);
/* A parser that is all zero may be closed. */
void casus_parser_close(casus_parser *self);

/* Decides anew where sentences begin in a document that casus_segment has been through. Under
 * casus_arena_protect of its arena. */
void casus_parser_split(const casus_parser *self, const casus_segmenter *words, casus_document *document);

/* The bytes beside the document that parsing it needs, once it is in sentences. */
size_t casus_parser_room(const casus_parser *self, const casus_document *document, uint32_t beam);

/* Fills the columns of a document. `beam` heads of each word are looked at together with their labels; 1: the
 * best alone. `hints` says of each token what a dictionary takes it for (a class of text/entity.h), for the
 * tagger; NULL: nothing is known. `room` is of that size, aligned to 64 bytes. Under casus_arena_protect of
 * the document's arena. */
void casus_parser_run(const casus_parser *self, casus_document *document, uint32_t beam, const uint8_t *hints,
                      void *room);

#endif
