/* Records as Lua tables, both ways, driven by the table of fields. */
#include "extract/record.h"
#include "base/buffer.h"
#include "bind/bind.h"

#include <string.h>

/* ---- To Lua */

static void set_string(lua_State *L, const char *name, const char *value) {
  if (!value) return;
  lua_pushstring(L, value);
  lua_setfield(L, -2, name);
}

static void set_integer(lua_State *L, const char *name, lua_Integer value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, name);
}

static void set_span(lua_State *L, uint32_t start, uint32_t stop, casus_string text) {
  set_integer(L, "start", start);
  set_integer(L, "stop", stop);
  lua_pushlstring(L, text.bytes + start, stop - start);
  lua_setfield(L, -2, "text");
}

static void set_part(lua_State *L, const casus_field *field, const casus_part *part, casus_string text) {
  if (part->start == CASUS_NONE) return;
  lua_createtable(L, 0, 5);
  set_span(L, part->start, part->stop, text);
  if (field->type == CASUS_FIELD_NAMED || field->type == CASUS_FIELD_ACTOR) set_string(L, "id", part->id);
  if (field->type == CASUS_FIELD_ACTOR) set_string(L, "code", part->code);
  if (field->type == CASUS_FIELD_CHANGED) set_integer(L, "change", part->change);
  lua_setfield(L, -2, field->name);
}

static void set_spans(lua_State *L, const casus_record *record) {
  if (record->as.quote.span_count < 2) return;
  lua_createtable(L, (int)record->as.quote.span_count, 0);
  for (size_t i = 0; i < record->as.quote.span_count; i++) {
    lua_createtable(L, 2, 0);
    lua_pushinteger(L, record->as.quote.spans[i].start);
    lua_seti(L, -2, 1);
    lua_pushinteger(L, record->as.quote.spans[i].stop);
    lua_seti(L, -2, 2);
    lua_seti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "spans");
}

static void set_field(lua_State *L, const casus_record *record, const casus_field *field, casus_string text) {
  const void *value = (const char *)record + field->offset;
  switch (field->type) {
  case CASUS_FIELD_STRING: set_string(L, field->name, *(const char *const *)value); break;
  case CASUS_FIELD_INTEGER: set_integer(L, field->name, *(const int *)value); break;
  case CASUS_FIELD_BOOLEAN:
    lua_pushboolean(L, *(const bool *)value);
    lua_setfield(L, -2, field->name);
    break;
  case CASUS_FIELD_NUMBER: {
    const double number = *(const double *)value;
    if (number != number) break; /* not known */
    lua_pushnumber(L, number);
    lua_setfield(L, -2, field->name);
    break;
  }
  case CASUS_FIELD_SPANS: set_spans(L, record); break;
  default: set_part(L, field, value, text);
  }
}

void casus_bind_push_record(lua_State *L, const casus_record *record, casus_string text) {
  lua_createtable(L, 0, 16);
  set_string(L, "kind", casus_kind_name(record->kind));
  set_span(L, record->start, record->stop, text);
  set_integer(L, "sentence", record->sentence);
  set_string(L, "extractor", record->extractor);
  set_string(L, "version", record->version);
  lua_pushnumber(L, record->confidence);
  lua_setfield(L, -2, "confidence");
  for (const casus_field *field = casus_record_fields(record->kind); field->name; field++)
    set_field(L, record, field, text);
}

/* ---- From Lua. Strings are lent by the table, so they are popped as soon as they have been read. That is
 * why fields are read raw: what a metamethod gives belongs to nobody. */

static int get_raw(lua_State *L, int index, const char *name) {
  index = lua_absindex(L, index);
  lua_pushstring(L, name);
  return lua_rawget(L, index);
}

static const char *get_string(lua_State *L, int index, const char *name, bool required) {
  const int type = get_raw(L, index, name);
  if (type != LUA_TSTRING && (type != LUA_TNIL || required))
    luaL_error(L, "record: field '%s' should be a string, is %s", name, lua_typename(L, type));
  size_t size = 0;
  const char *value = type == LUA_TSTRING ? lua_tolstring(L, -1, &size) : NULL;
  if (value && casus_utf8_valid(value, size) != size)
    luaL_error(L, "record: field '%s' is not UTF-8, or holds a NUL byte", name);
  lua_pop(L, 1);
  return value;
}

static lua_Integer get_integer(lua_State *L, int index, const char *name, bool required,
                               lua_Integer otherwise) {
  int exact = 1;
  const int type = get_raw(L, index, name);
  const lua_Integer value = type == LUA_TNIL && !required ? otherwise : lua_tointegerx(L, -1, &exact);
  if (!exact || (type != LUA_TNUMBER && (type != LUA_TNIL || required)))
    luaL_error(L, "record: field '%s' should be an integer", name);
  lua_pop(L, 1);
  return value;
}

static double get_number(lua_State *L, int index, const char *name, double otherwise) {
  const int type = get_raw(L, index, name);
  if (type != LUA_TNUMBER && type != LUA_TNIL) luaL_error(L, "record: field '%s' should be a number", name);
  const double value = type == LUA_TNUMBER ? lua_tonumber(L, -1) : otherwise;
  lua_pop(L, 1);
  return value;
}

static uint32_t get_offset(lua_State *L, int index, const char *name) {
  const lua_Integer value = get_integer(L, index, name, true, 0);
  if (value < 0 || value >= UINT32_MAX) luaL_error(L, "record: field '%s' should be a byte offset", name);
  return (uint32_t)value;
}

static void get_span(lua_State *L, int index, uint32_t *start, uint32_t *stop) {
  *start = get_offset(L, index, "start");
  *stop = get_offset(L, index, "stop");
  if (*stop < *start)
    luaL_error(L, "record: a span ends (%d) before it starts (%d)", (int)*stop, (int)*start);
}

static void get_part(lua_State *L, int index, const casus_field *field, casus_part *part) {
  const int type = get_raw(L, index, field->name);
  if (type == LUA_TTABLE) {
    const int table = lua_gettop(L);
    get_span(L, table, &part->start, &part->stop);
    if (field->type == CASUS_FIELD_NAMED || field->type == CASUS_FIELD_ACTOR)
      part->id = get_string(L, table, "id", false);
    if (field->type == CASUS_FIELD_ACTOR) part->code = get_string(L, table, "code", false);
    if (field->type == CASUS_FIELD_CHANGED) part->change = (int)get_integer(L, table, "change", false, 0);
  } else if (type != LUA_TNIL || field->required) {
    luaL_error(L, "record: field '%s' should be a table with start and stop", field->name);
  }
  lua_pop(L, 1);
}

static const char PIECES[] =
    "casus.record.pieces"; /* registry: what belongs to which record's table, weakly */

/* Room for the pieces of the record whose table is at `index`. It lives as long as that table, and is the
 * same each time, as the table may stand twice in one list. [-0, +0, m] */
static casus_span *room_for(lua_State *L, int index, size_t count) {
  const size_t size = sizeof(casus_span) * (count > 0 ? count : 1);
  if (!luaL_getsubtable(L, LUA_REGISTRYINDEX, PIECES)) {
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
  }
  lua_pushvalue(L, index);
  lua_rawget(L, -2);
  casus_span *room = lua_rawlen(L, -1) == size ? lua_touserdata(L, -1) : NULL;
  lua_pop(L, 1);
  if (!room) {
    lua_pushvalue(L, index);
    room = lua_newuserdatauv(L, size, 0);
    lua_rawset(L, -3);
  }
  lua_pop(L, 1);
  return room;
}

static void get_spans(lua_State *L, int index, casus_record *record) {
  if (get_raw(L, index, "spans") == LUA_TTABLE) {
    const size_t count = lua_rawlen(L, -1);
    casus_span *spans = room_for(L, index, count);
    for (size_t i = 0; i < count; i++) {
      if (lua_rawgeti(L, -1, (lua_Integer)i + 1) != LUA_TTABLE)
        luaL_error(L, "record: 'spans' should be a list of {start, stop}");
      lua_rawgeti(L, -1, 1);
      lua_rawgeti(L, -2, 2);
      const lua_Integer start = lua_tointeger(L, -2), stop = lua_tointeger(L, -1);
      if (!lua_isinteger(L, -2) || !lua_isinteger(L, -1) || start < 0 || stop < start || stop >= UINT32_MAX)
        luaL_error(L, "record: 'spans' should be a list of {start, stop}");
      spans[i] = (casus_span){(uint32_t)start, (uint32_t)stop};
      lua_pop(L, 3);
    }
    record->as.quote.spans = spans;
    record->as.quote.span_count = count;
  }
  lua_pop(L, 1);
}

static void get_field(lua_State *L, int index, casus_record *record, const casus_field *field) {
  void *value = (char *)record + field->offset;
  switch (field->type) {
  case CASUS_FIELD_STRING: *(const char **)value = get_string(L, index, field->name, field->required); break;
  case CASUS_FIELD_INTEGER: *(int *)value = (int)get_integer(L, index, field->name, false, 0); break;
  case CASUS_FIELD_NUMBER: *(double *)value = get_number(L, index, field->name, *(double *)value); break;
  case CASUS_FIELD_BOOLEAN:
    get_raw(L, index, field->name);
    *(bool *)value = lua_toboolean(L, -1);
    lua_pop(L, 1);
    break;
  case CASUS_FIELD_SPANS: get_spans(L, index, record); break;
  default: get_part(L, index, field, value);
  }
}

void casus_bind_pull_record(lua_State *L, int index, casus_record *record) {
  index = lua_absindex(L, index);
  luaL_checktype(L, index, LUA_TTABLE);
  luaL_checkstack(L, 8, NULL);
  const char *name = get_string(L, index, "kind", true);
  const casus_kind kind = casus_kind_find(name, strlen(name));
  if (kind == CASUS_KIND_COUNT) luaL_error(L, "record: unknown kind '%s'", name);
  casus_record_clear(record, kind);
  get_span(L, index, &record->start, &record->stop);
  record->sentence = (uint32_t)get_integer(L, index, "sentence", false, 0);
  record->extractor = get_string(L, index, "extractor", true);
  record->version = get_string(L, index, "version", false);
  record->confidence = get_number(L, index, "confidence", 1.0);
  if (!(record->confidence >= 0 && record->confidence <= 1))
    luaL_error(L, "record: 'confidence' should be 0 to 1");
  for (const casus_field *field = casus_record_fields(kind); field->name; field++)
    get_field(L, index, record, field);
}

/* ---- core.record_json */

/* Whether a span lies in the text and cuts no character in two; an absent one does. */
static bool fits(casus_string text, uint32_t start, uint32_t stop) {
  if (start == CASUS_NONE) return true;
  if (start > stop || stop > text.size) return false;
  return casus_utf8_valid(text.bytes + start, stop - start) == stop - start;
}

static void check_parts(lua_State *L, const casus_record *record, casus_string text) {
  bool whole = fits(text, record->start, record->stop);
  for (const casus_field *field = casus_record_fields(record->kind); field->name; field++) {
    if (field->type < CASUS_FIELD_SPAN || field->type > CASUS_FIELD_CHANGED) continue;
    const casus_part *part = casus_field_part(record, field);
    whole = whole && fits(text, part->start, part->stop);
  }
  for (size_t i = 0; record->kind == CASUS_QUOTE && i < record->as.quote.span_count; i++)
    whole = whole && fits(text, record->as.quote.spans[i].start, record->as.quote.spans[i].stop);
  if (!whole) luaL_error(L, "record: a span lies outside of the text or cuts a character in two");
}

/* core.record_json(record, doc, text) -> one line of JSON with its line end [-0, +1, v] */
static int record_json(lua_State *L) {
  casus_record record;
  casus_string text;
  const char *doc = luaL_checkstring(L, 2);
  text.bytes = luaL_checklstring(L, 3, &text.size);
  casus_bind_pull_record(L, 1, &record);
  check_parts(L, &record, text);
  casus_buffer buffer;
  casus_buffer_init(&buffer, NULL);
  casus_record_json(&buffer, &record, doc, text);
  const bool failed = buffer.failed;
  if (!failed) lua_pushlstring(L, buffer.bytes, buffer.size);
  casus_buffer_free(&buffer);
  return failed ? luaL_error(L, "out of memory") : 1;
}

void casus_open_record(lua_State *L) {
  lua_pushcfunction(L, record_json);
  lua_setfield(L, -2, "record_json");
}
