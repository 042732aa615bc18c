/* engine.h - what the layers below the engine may ask it. */
#ifndef CASUS_ENGINE_H
#define CASUS_ENGINE_H

#include "text/segment.h"

const casus_segmenter *casus_engine_segmenter(const casus_engine *self);
const casus_allocator *casus_engine_allocator(const casus_engine *self);

#endif
