/* document.h - making documents for Lua. */
#ifndef CASUS_BIND_DOCUMENT_H
#define CASUS_BIND_DOCUMENT_H

#include "bind/bind.h"

/* The metatable of sentences, tables of documents and treebanks alike, whose methods are in Lua. */
#define CASUS_BIND_SENTENCE "casus.sentence"

/* Those of matches and of spans within them, likewise. */
#define CASUS_BIND_MATCH "casus.match"
#define CASUS_BIND_SPAN  "casus.span"

#define CASUS_BIND_ENGINE "casus.engine" /* the metatable of engines */

/* An engine as Lua holds it. Documents and databases need it, so one that was closed ends with the last of
 * them. */
typedef struct casus_bind_engine {
  casus_engine *engine; /* NULL once it has ended */
  size_t uses;          /* by documents that are open and databases that it is registered with */
  bool closed;          /* for Lua */
} casus_bind_engine;

/* Ends an engine that is closed and no longer used. [-0, +0, -] */
void casus_bind_engine_release(casus_bind_engine *self);

/* Parses and pushes a document that pins the engine, which is the userdata at stack index `engine`; or nil,
 * message, code. [-0, +1|3, m] */
int casus_bind_parse(lua_State *L, int engine, casus_string text, const casus_document_options *options);

#endif
