/* core.columns([stream]) -> how wide the terminal is that standard output (1)
 * or standard error (2) goes to. */
#include "bind/bind.h"

#include <sys/ioctl.h>
#include <unistd.h>

enum { USUAL_WIDTH = 80 };

/* core.columns([stream = 1]) -> columns | nil where it is not a terminal [-0, +1, v] */
static int terminal_columns(lua_State *L) {
  const int stream = (int)luaL_optinteger(L, 1, STDOUT_FILENO);
  struct winsize size = {0};
  luaL_argcheck(L, stream >= 0 && stream <= 2, 1, "should be 0, 1 or 2");
  if (!isatty(stream)) {
    lua_pushnil(L);
    return 1;
  }
  const bool known = ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  lua_pushinteger(L, known ? size.ws_col : USUAL_WIDTH);
  return 1;
}

void casus_open_terminal(lua_State *L) {
  lua_pushcfunction(L, terminal_columns);
  lua_setfield(L, -2, "columns");
}
