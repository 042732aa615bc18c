/* engine.h - everything that turns text into documents and records. Immutable
 * once opened, shared by threads. */
#ifndef CASUS_EXTRACT_ENGINE_H
#define CASUS_EXTRACT_ENGINE_H

#include "extract/actors.h"
#include "extract/furniture.h"
#include "extract/lexicon.h"
#include "extract/rulebook.h"
#include "parse/parser.h"
#include "text/segment.h"

struct casus_engine {
  casus_arena arena;
  const char *data; /* the folder */
  casus_segmenter *segmenter;
  casus_actors *actors;
  casus_lexicon lexicon;
  casus_furniture furniture;
  casus_rulebook *rules;
  casus_parser parser; /* without a model: all zero */
};

#endif
