/* bind.h - the Lua face of the library: module `casus.core`, one file a Lua type, no logic.
 *
 * Habits: a userdata's metatable name is `casus.TYPE`; `close`, `__close` and `__gc` are one function, which
 * may be called twice; use after close raises; user value 1 pins the parent. What the world did comes back as
 * `nil, message, code`; what the programmer did raises. Each function says its stack effect as the Lua manual
 * does: [-pop, +push, error].
 */
#ifndef CASUS_BIND_H
#define CASUS_BIND_H

#include "casus.h"

#include <lauxlib.h>
#include <lua.h>
#include <signal.h>

LUAMOD_API int luaopen_casus_core(lua_State *L);

/* Openers: each registers its metatables and sets its fields in the module table on top of the stack. [-0,
 * +0, m] */
void casus_open_engine(lua_State *L);
void casus_open_document(lua_State *L);
void casus_open_matcher(lua_State *L);
void casus_open_treebank(lua_State *L);
void casus_open_dictionary(lua_State *L);
void casus_open_record(lua_State *L);
void casus_open_database(lua_State *L);
void casus_open_store(lua_State *L);
void casus_open_json(lua_State *L);
void casus_open_text(lua_State *L);
void casus_open_html(lua_State *L);
void casus_open_terminal(lua_State *L);
void casus_open_train(lua_State *L);
void casus_open_train_entities(lua_State *L);

/* Makes metatable `name` with `methods` (also as `__index`) and `close` as close, __close and __gc. [-0, +0,
 * m] */
void casus_bind_type(lua_State *L, const char *name, const luaL_Reg *methods, lua_CFunction close);

/* Pushes nil, the message and the name of the code; returns 3. [-0, +3, m] */
int casus_bind_fail(lua_State *L, const casus_error *error);

/* The document at `index`, raising when it is something else or closed. [-0, +0, v] */
casus_document *casus_bind_document(lua_State *L, int index);

/* Records between C and Lua; field names as in docs/formats.md, with `stop` for JSON's `end`. `text` is the
 * document's. Pulling takes the record table at `index`; strings of the record then belong to Lua and live as
 * long as the table. It raises where a field has a wrong type or a required one is missing. [-0, +1, m] and
 * [-0, +0, v] */
void casus_bind_push_record(lua_State *L, const casus_record *record, casus_string text);
void casus_bind_pull_record(lua_State *L, int index, casus_record *record);

/* The flag that the host sets on Ctrl-C (registry field "casus.interrupt"), or NULL. [-0, +0, -] */
volatile sig_atomic_t *casus_bind_interrupt(lua_State *L);

#endif
