/* call.h - calls into Lua from the outside: errors become messages, Ctrl-C becomes an error. */
#ifndef CASUS_HOST_CALL_H
#define CASUS_HOST_CALL_H

#include <lua.h>
#include <stdbool.h>

enum { HOST_DONE = 0, HOST_FAILED = 1, HOST_USAGE = 2, HOST_INTERRUPTED = 130 };

typedef enum host_trace {
  HOST_TRACE_ALWAYS,   /* a script: every error, as lua does */
  HOST_TRACE_POSITION, /* a command: where the message says a position. One without is meant for the user as
                          it is. */
} host_trace;

/* Publishes the flag of Ctrl-C in the registry, for code that runs long outside of Lua. [-0, +0, m] */
void host_call_open(lua_State *L);

/* Calls the function that lies below `arguments` values, as lua_pcall; Ctrl-C stops it.
 * [-(arguments + 1), +(results|1), -] */
int host_call(lua_State *L, int arguments, int results, host_trace trace);

/* Names the thread that Ctrl-C has to stop from here on, and returns the one so far. */
lua_State *host_call_enter(lua_State *L);

/* Whether Ctrl-C was pressed during the last call. */
bool host_call_interrupted(void);

/* After host_call: pops the error, if there is one, and prints it to standard error after `who` and a colon
 * (NULL: bare). Returns the exit status that it stands for. [-(0|1), +0, -] */
int host_report(lua_State *L, int status, const char *who);

/* As for a usage error: `who: message`. */
void host_complain(const char *who, const char *message);

#endif
