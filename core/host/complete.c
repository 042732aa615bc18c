#include "host/complete.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <editline/readline.h>

static lua_State *state; /* libedit hands nothing through to its callbacks */

/* The word to complete: `base` is the path to the table it is looked up in ("a.b"), `stem` its begin,
 * `separator` what stands between ('\0': a global). */
typedef struct word {
  const char *base, *stem;
  size_t base_size, stem_size;
  char separator;
} word;

static const char *const keywords[] = {"and",      "break",  "do",   "else", "elseif", "end",  "false", "for",
                                       "function", "goto",   "if",   "in",   "local",  "nil",  "not",   "or",
                                       "repeat",   "return", "then", "true", "until",  "while"};

static word split(const char *text) {
  size_t size = strlen(text), stem = size;
  while (stem > 0 && text[stem - 1] != '.' && text[stem - 1] != ':') stem--;
  word found = {.base = text, .stem = text + stem, .stem_size = size - stem};
  if (stem > 0) {
    found.base_size = stem - 1;
    found.separator = text[stem - 1];
  }
  return found;
}

/* What `key` is in the value on top, without running any code of the user: the
 * value replaces it. [-1, +1, m] */
static void step(lua_State *L, const char *key, size_t size) {
  for (int depth = 0; depth < 16; depth++) {
    if (lua_istable(L, -1)) {
      lua_pushlstring(L, key, size);
      if (lua_rawget(L, -2) != LUA_TNIL) {
        lua_remove(L, -2);
        return;
      }
      lua_pop(L, 1);
    }
    if (luaL_getmetafield(L, -1, "__index") == LUA_TNIL) break;
    lua_remove(L, -2);
  }
  lua_pop(L, 1);
  lua_pushnil(L);
}

/* [-0, +1, m] */
static void push_base(lua_State *L, const word *w) {
  lua_pushglobaltable(L);
  for (size_t at = 0; at < w->base_size;) {
    size_t stop = at;
    while (stop < w->base_size && w->base[stop] != '.' && w->base[stop] != ':') stop++;
    step(L, w->base + at, stop - at);
    at = stop + 1;
  }
}

/* Appends `base.name` to the list at `list`, if the name fits. [-0, +0, m] */
static void offer(lua_State *L, int list, const word *w, const char *name) {
  if (strncmp(name, w->stem, w->stem_size) != 0) return;
  lua_pushlstring(L, w->base, w->base_size + (w->separator != '\0'));
  lua_pushstring(L, name);
  lua_concat(L, 2);
  lua_pushboolean(L, 1);
  lua_rawset(L, list); /* as a key: a method and what it overrides are one */
}

static bool is_name(const char *text) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789";
  return *text && !(*text >= '0' && *text <= '9') && text[strspn(text, letters)] == '\0';
}

/* The fields of the value on top and of what it inherits from; after a colon, functions only. Names such as
 * __close are offered to those who type the underscore. [-1, +0, m] */
static void offer_fields(lua_State *L, int list, const word *w) {
  for (int depth = 0; depth < 16; depth++) {
    if (lua_istable(L, -1)) {
      for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING) continue;
        if (w->separator == ':' && !lua_isfunction(L, -1)) continue;
        const char *name = lua_tostring(L, -2);
        if (is_name(name) && (*w->stem == '_' || strncmp(name, "__", 2) != 0)) offer(L, list, w, name);
      }
    }
    if (luaL_getmetafield(L, -1, "__index") == LUA_TNIL) break;
    lua_remove(L, -2);
  }
  lua_pop(L, 1);
}

/* Argument 1 is the text; returns a set of completions. [-1, +1, m] */
static int collect(lua_State *L) {
  word w = split(lua_touserdata(L, 1));
  lua_settop(L, 0);
  lua_newtable(L);
  if (!w.separator)
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) offer(L, 1, &w, keywords[i]);
  push_base(L, &w);
  offer_fields(L, 1, &w);
  return 1;
}

/* Called again and again until it returns NULL; libedit frees the strings. */
static char *next(const char *text, int again) {
  lua_State *L = state;
  char *result = NULL;
  int top = lua_gettop(L);
  static const char key = 0;
  if (!again) {
    lua_pushcfunction(L, collect);
    lua_pushlightuserdata(L, (void *)(size_t)text);
    if (lua_pcall(L, 1, 1, 0) != LUA_OK) {
      lua_settop(L, top);
      lua_pushnil(L);
    }
    lua_rawsetp(L, LUA_REGISTRYINDEX, &key);
  }
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &key) == LUA_TTABLE) {
    lua_pushnil(L);
    if (lua_next(L, -2)) {
      result = strdup(lua_tostring(L, -2));
      lua_pushvalue(L, -2);
      lua_pushnil(L);
      lua_rawset(L, top + 1);
    }
  }
  lua_settop(L, top);
  return result;
}

/* Within quotes libedit completes the names of files. */
static bool in_string(int start) {
  char quote = '\0';
  for (int i = 0; i < start; i++) {
    char c = rl_line_buffer[i];
    if (quote && c == '\\')
      i++;
    else if (quote ? c == quote : c == '"' || c == '\'')
      quote = quote ? '\0' : c;
  }
  return quote != '\0';
}

static char **complete(const char *text, int start, int end) {
  (void)end;
  rl_completion_append_character = '\0';
  if (in_string(start)) return rl_completion_matches(text, rl_filename_completion_function);
  rl_attempted_completion_over = 1;
  return rl_completion_matches(text, next);
}

void host_complete_open(lua_State *L) {
  static char breaks[] = " \t\n\"'`@$><=;|&{(}[]),+-*/%^#~";
  state = L;
  rl_completer_word_break_characters = breaks;
  rl_attempted_completion_function = complete;
}
