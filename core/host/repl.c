#include "host/repl.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "host/call.h"
#include "host/line.h"

static const char help[] =
    "Lua 5.4 statements run; the values of expressions are printed. A statement may go on over several "
    "lines.\n"
    "  casus          the library, loaded already: casus.open(), casus.parse(text) ...\n"
    "  .help NAME     what the documentation says of a function, as in .help casus.open\n"
    "  .help          this text\n"
    "  .quit          leave, as Ctrl-D does\n"
    "  Tab            completes names, fields and methods, and files within quotes\n"
    "  Ctrl-C         stops what runs, or drops the line\n";

/* `_PROMPT` and `_PROMPT2` may say otherwise, as in lua. [-0, +1, e] */
static const char *push_prompt(lua_State *L, bool first) {
  if (lua_getglobal(L, first ? "_PROMPT" : "_PROMPT2") == LUA_TNIL) {
    lua_pop(L, 1);
    return lua_pushstring(L, first ? "> " : ">> ");
  }
  const char *prompt = luaL_tolstring(L, -1, NULL);
  lua_remove(L, -2);
  return prompt;
}

/* [-0, +(0|1), e] */
static host_line read_line(lua_State *L, bool first) {
  const char *prompt = push_prompt(L, first);
  host_line what = host_line_read(L, prompt);
  lua_remove(L, what == HOST_LINE_READ ? -2 : -1);
  return what;
}

/* Compiles the text at 1 as an expression; an `=` before it is an old habit. [-0, +(0|1), m] */
static bool load_expression(lua_State *L) {
  const char *text = lua_tostring(L, 1);
  const char *code = lua_pushfstring(L, "return %s", *text == '=' ? text + 1 : text);
  bool good = luaL_loadbuffer(L, code, strlen(code), "=stdin") == LUA_OK;
  lua_remove(L, good ? -2 : -1);
  if (!good) lua_pop(L, 1);
  return good;
}

/* Whether the error on top says that the statement is not finished yet; pops it if so. [-(0|1), +0, m] */
static bool unfinished(lua_State *L, int status) {
  static const char mark[] = "<eof>";
  size_t size;
  const char *message = lua_tolstring(L, -1, &size);
  if (status != LUA_ERRSYNTAX || size < sizeof mark - 1 ||
      strcmp(message + size - (sizeof mark - 1), mark) != 0)
    return false;
  lua_pop(L, 1);
  return true;
}

/* Compiles the text at 1 as a statement, which takes in further lines until it is whole; the text at 1 grows.
 * [-0, +1, m] */
static int load_statement(lua_State *L, host_line *what) {
  for (;;) {
    size_t size;
    const char *code = lua_tolstring(L, 1, &size);
    int status = luaL_loadbuffer(L, code, size, "=stdin");
    if (!unfinished(L, status)) return status;
    *what = read_line(L, false);
    if (*what != HOST_LINE_READ) return luaL_loadbuffer(L, code, size, "=stdin"); /* the message stands */
    lua_pushliteral(L, "\n");
    lua_insert(L, -2);
    lua_pushvalue(L, 1);
    lua_insert(L, -3);
    lua_concat(L, 3);
    lua_replace(L, 1);
  }
}

/* Prints its arguments as `casus.show` writes them, and without the library as `print` does. [-n, +0, e] */
static int show(lua_State *L) {
  int count = lua_gettop(L);
  lua_getglobal(L, "require");
  lua_pushliteral(L, "casus.show");
  if (lua_pcall(L, 1, 1, 0) == LUA_OK && lua_getfield(L, -1, "values") == LUA_TFUNCTION) {
    lua_insert(L, 1);
    lua_pop(L, 1);
    lua_call(L, count, 1);
    count = 1;
  }
  for (int i = 1; i <= count; i++) {
    size_t size;
    const char *text = luaL_tolstring(L, i, &size);
    if (i > 1) fputc('\t', stdout);
    fwrite(text, 1, size, stdout);
    lua_pop(L, 1);
  }
  fputc('\n', stdout);
  return 0;
}

/* Runs the function on top and shows what it returns. [-1, +0, m] */
static void run(lua_State *L) {
  int base = lua_gettop(L);
  int status = host_call(L, 0, LUA_MULTRET, HOST_TRACE_ALWAYS);
  int count = lua_gettop(L) - base + 1;
  if (status == LUA_OK && count > 0) {
    luaL_checkstack(L, LUA_MINSTACK, "too many results to print");
    lua_pushcfunction(L, show);
    lua_insert(L, base);
    status = host_call(L, count, 0, HOST_TRACE_ALWAYS);
  }
  host_report(L, status, NULL);
  fflush(stdout);
}

/* `.help NAME` is answered by the library. [-0, +0, m] */
static void help_on(lua_State *L, const char *name) {
  if (luaL_loadstring(L, "print(require 'casus.help'(...))") == LUA_OK) {
    lua_pushstring(L, name);
    host_report(L, host_call(L, 1, 0, HOST_TRACE_POSITION), NULL);
  }
}

/* Lines that begin with a dot, which no Lua statement does. Returns false to leave. */
static bool dot_command(lua_State *L, const char *line) {
  char name[16] = "";
  int argument = 0;
  sscanf(line, "%15s %n", name, &argument);
  if (strcmp(name, ".quit") == 0 || strcmp(name, ".exit") == 0) return false;
  if (strcmp(name, ".help") == 0 && argument > 0 && line[argument])
    help_on(L, line + argument);
  else if (strcmp(name, ".help") == 0)
    fputs(help, stdout);
  else
    fprintf(stderr, "there is no '%s'; .help lists what there is\n", name);
  fflush(stdout);
  return true;
}

/* Reads and runs one statement. Returns false at the end. [-all, +0, m] */
static bool turn(lua_State *L) {
  lua_settop(L, 0);
  host_line what = read_line(L, true);
  if (what != HOST_LINE_READ) return what == HOST_LINE_INTERRUPTED;
  const char *line = lua_tostring(L, 1);
  if (*line == '.') {
    host_line_remember(line);
    return dot_command(L, line);
  }
  int status = load_expression(L) ? LUA_OK : load_statement(L, &what);
  if (lua_rawlen(L, 1) > 0) host_line_remember(lua_tostring(L, 1));
  if (what == HOST_LINE_INTERRUPTED) return true;
  if (status == LUA_OK)
    run(L);
  else
    host_complain(NULL, lua_tostring(L, -1));
  return what != HOST_LINE_END;
}

void host_repl(lua_State *L) {
  host_line_open(L);
  while (turn(L)) {
  }
  if (host_line_interactive()) fputc('\n', stdout);
  lua_settop(L, 0);
}
