#include "host/call.h"

#include <lauxlib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "bind/module.h"

static volatile sig_atomic_t pending;     /* Ctrl-C was pressed, and nothing has stopped for it yet */
static volatile sig_atomic_t interrupted; /* Ctrl-C was pressed during this call */
static lua_State *volatile running;       /* the state that the handler stops */

static void stop(lua_State *L, lua_Debug *debug) {
  (void)debug;
  lua_sethook(L, NULL, 0, 0);
  if (!pending) return;
  pending = 0;
  luaL_error(L, "interrupted!");
}

/* lua_sethook is the one function of Lua that may be called at any moment. */
static void set_hook(void) {
  lua_sethook(running, stop, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

static void on_interrupt(int signal) {
  (void)signal;
  pending = interrupted = 1;
  set_hook();
}

lua_State *host_call_enter(lua_State *L) {
  lua_State *last = running;
  running = L;
  if (pending) set_hook(); /* it was pressed while the other thread was just leaving */
  return last;
}

void host_call_open(lua_State *L) {
  lua_pushlightuserdata(L, (void *)&pending);
  lua_setfield(L, LUA_REGISTRYINDEX, CASUS_FIELD_INTERRUPT);
}

bool host_call_interrupted(void) {
  return interrupted;
}

/* Whether a message begins as luaL_where makes it: "file:12: ". */
static bool has_position(const char *message) {
  for (const char *colon = strchr(message, ':'); colon; colon = strchr(colon + 1, ':')) {
    size_t digits = strspn(colon + 1, "0123456789");
    if (digits && strncmp(colon + 1 + digits, ": ", 2) == 0) return true;
  }
  return false;
}

/* The message handler; upvalue 1 is a host_trace. Leaves errors that carry a
 * status as they are. [-1, +1, m] */
static int explain(lua_State *L) {
  if (lua_type(L, 1) == LUA_TTABLE) {
    int type = lua_getfield(L, 1, "status");
    lua_pop(L, 1);
    if (type == LUA_TNUMBER) return 1;
  }
  const char *message = lua_tostring(L, 1);
  if (!message) {
    if (luaL_callmeta(L, 1, "__tostring") && lua_type(L, -1) == LUA_TSTRING) return 1;
    message = lua_pushfstring(L, "(error object is a %s value)", luaL_typename(L, 1));
  }
  if (interrupted ||
      (lua_tointeger(L, lua_upvalueindex(1)) == HOST_TRACE_POSITION && !has_position(message))) {
    lua_pushstring(L, message);
    return 1;
  }
  luaL_traceback(L, L, message, 1);
  static const char host_frame[] = "\n\t[C]: in ?"; /* who called the script is of no interest */
  size_t size, frame = sizeof host_frame - 1;
  const char *traceback = lua_tolstring(L, -1, &size);
  if (size > frame && strcmp(traceback + size - frame, host_frame) == 0)
    lua_pushlstring(L, traceback, size - frame);
  return 1;
}

int host_call(lua_State *L, int arguments, int results, host_trace trace) {
  int base = lua_gettop(L) - arguments;
  lua_pushinteger(L, trace);
  lua_pushcclosure(L, explain, 1);
  lua_insert(L, base);

  struct sigaction old,
      new = {.sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND}; /* a second Ctrl-C ends all */
  sigemptyset(&new.sa_mask);
  pending = interrupted = 0;
  running = L;
  sigaction(SIGINT, &new, &old);
  int status = lua_pcall(L, arguments, results, base);
  sigaction(SIGINT, &old, NULL);
  lua_sethook(L, NULL, 0, 0); /* pressed too late to stop anything */
  pending = 0;

  lua_remove(L, base);
  return status;
}

void host_complain(const char *who, const char *message) {
  if (who) fprintf(stderr, "%s: ", who);
  fprintf(stderr, "%s\n", message);
}

int host_report(lua_State *L, int status, const char *who) {
  if (status == LUA_OK) return HOST_DONE;
  int result = HOST_FAILED;
  if (host_call_interrupted()) {
    result = HOST_INTERRUPTED;
    lua_pushliteral(L, "interrupted!");
  } else if (lua_istable(L, -1)) {
    lua_getfield(L, -1, "status");
    result = (int)lua_tointeger(L, -1);
    lua_pop(L, 1);
    lua_getfield(L, -1, "message");
  } else {
    lua_pushvalue(L, -1);
  }
  const char *message = lua_tostring(L, -1);
  host_complain(who, message ? message : "(an error without a message)");
  lua_pop(L, 2);
  return result;
}
