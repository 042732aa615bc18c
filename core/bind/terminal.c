/* The terminal for Lua: core.columns. */
#include "bind/bind.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* core.columns() -> the width of the terminal at standard output | nil where it is none [-0, +1, -] */
static int terminal_columns(lua_State *L) {
  struct winsize size;
  if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    lua_pushinteger(L, size.ws_col);
  else
    lua_pushnil(L);
  return 1;
}

void casus_open_terminal(lua_State *L) {
  lua_pushcfunction(L, terminal_columns);
  lua_setfield(L, -2, "columns");
}
