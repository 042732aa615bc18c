/* line.h - where the lines of the REPL come from: a terminal with editing and history, or plain standard
 * input. */
#ifndef CASUS_HOST_LINE_H
#define CASUS_HOST_LINE_H

#include <lua.h>
#include <stdbool.h>

typedef enum host_line { HOST_LINE_READ, HOST_LINE_END, HOST_LINE_INTERRUPTED } host_line;

/* Prepares the terminal, if there is one, and the history. `L` is asked for completions. */
void host_line_open(lua_State *L);

/* Whether somebody sits there: a terminal on both sides. */
bool host_line_interactive(void);

/* Pushes the next line, without its end, if it returns HOST_LINE_READ. Ctrl-C drops the line that is being
 * typed.
 * [-0, +(0|1), m] */
host_line host_line_read(lua_State *L, const char *prompt);

/* Adds a statement, of one or several lines, to the history. */
void host_line_remember(const char *statement);

#endif
