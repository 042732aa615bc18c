/* document.h - making documents for Lua. */
#ifndef CASUS_BIND_DOCUMENT_H
#define CASUS_BIND_DOCUMENT_H

#include "bind/bind.h"

/* Parses and pushes a document that pins the engine at stack index `engine`; or nil, message, code. [-0,
 * +1|3, m] */
int casus_bind_parse(lua_State *L, int engine, const casus_engine *parser, casus_string text,
                     const casus_document_options *options);

#endif
