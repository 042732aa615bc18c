/* command.h - named commands: `casus NAME ...` runs share/casus/scripts/NAME.lua of the home. */
#ifndef CASUS_HOST_COMMAND_H
#define CASUS_HOST_COMMAND_H

#include <lua.h>
#include <stdbool.h>
#include <stdio.h>

/* Whether an operand is a command rather than a file: it has neither a slash nor a dot. */
bool host_command_named(const char *operand);

/* Pushes the path of the script of a command; pushes nothing where there is none. [-0, +(0|1), m] */
bool host_command_find(lua_State *L, const char *name);

/* Prints the commands with their summaries, one a line. [-0, +0, m] */
void host_command_list(lua_State *L, FILE *file);

#endif
