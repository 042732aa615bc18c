/* core.html(bytes) -> table | nil, message, code. */
#include "text/html.h"

#include "base/error.h"
#include "bind/bind.h"

static const char HOLDER[] = "casus.html.arena";

/* [-0, +0, v] */
static int arena_free(lua_State *L) {
  casus_arena_free(luaL_checkudata(L, 1, HOLDER));
  return 0;
}

/* Sets a field of the table on top, where there is a value. [-0, +0, m] */
static void set_field(lua_State *L, const char *name, const char *value) {
  if (!value) return;
  lua_pushstring(L, value);
  lua_setfield(L, -2, name);
}

/* core.html(bytes) -> { text=, title=, date=, source=, lang=, url= } | nil, message, code; fields that the
 * page does not bring are absent, but `text` is always there. Bytes that are not UTF-8 are an error:
 * core.repair comes before.
 * [-0, +1|3, v] */
static int html_read(lua_State *L) {
  casus_string html;
  html.bytes = luaL_checklstring(L, 1, &html.size);
  casus_error error;
  casus_page page;
  const size_t valid = casus_utf8_valid(html.bytes, html.size);
  if (valid != html.size) {
    casus_fail(&error, CASUS_FORMAT, valid, "not UTF-8, or a NUL, at byte %zu", valid);
    return casus_bind_fail(L, &error);
  }
  casus_arena *arena = lua_newuserdatauv(L, sizeof *arena, 0);
  casus_arena_init(arena, NULL);
  luaL_setmetatable(L, HOLDER);
  if (casus_html_read(arena, html, &page, &error) != CASUS_OK) return casus_bind_fail(L, &error);
  lua_createtable(L, 0, 6);
  lua_pushlstring(L, page.text.bytes, page.text.size);
  lua_setfield(L, -2, "text");
  set_field(L, "title", page.title);
  set_field(L, "date", page.date);
  set_field(L, "source", page.source);
  set_field(L, "lang", page.lang);
  set_field(L, "url", page.url);
  casus_arena_free(arena); /* twice is no harm */
  return 1;
}

void casus_open_html(lua_State *L) {
  luaL_newmetatable(L, HOLDER);
  lua_pushcfunction(L, arena_free);
  lua_setfield(L, -2, "__gc");
  lua_pop(L, 1);
  lua_pushcfunction(L, html_read);
  lua_setfield(L, -2, "html");
}
