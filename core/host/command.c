#include "host/command.h"

#include <dirent.h>
#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bind/module.h"

enum { NAME_WIDTH = 12 };

bool host_command_named(const char *operand) {
  return *operand && !strpbrk(operand, "/.") && *operand != '-';
}

/* [-0, +(0|1), m] */
static const char *push_folder(lua_State *L) {
  if (lua_getfield(L, LUA_REGISTRYINDEX, CASUS_FIELD_HOME) == LUA_TSTRING) {
    const char *folder = lua_pushfstring(L, "%s/share/casus/scripts", lua_tostring(L, -1));
    lua_remove(L, -2);
    return folder;
  }
  lua_pop(L, 1);
  return NULL;
}

bool host_command_find(lua_State *L, const char *name) {
  const char *folder = push_folder(L);
  if (!folder) return false;
  const char *path = lua_pushfstring(L, "%s/%s.lua", folder, name);
  lua_remove(L, -2);
  if (access(path, R_OK) == 0) return true;
  lua_pop(L, 1);
  return false;
}

/* A script opens with a comment, whose first sentence says what the command does. */
static void print_summary(const char *path, FILE *file) {
  char line[256];
  FILE *script = fopen(path, "r");
  if (!script) return;
  if (fgets(line, sizeof line, script) && strncmp(line, "--", 2) == 0) {
    const char *text = line + strspn(line, "- ");
    fprintf(file, "%.*s", (int)strcspn(text, "\n"), text);
  }
  fclose(script);
}

static int is_script(const struct dirent *entry) {
  const char *dot = strrchr(entry->d_name, '.');
  return dot && dot != entry->d_name && strcmp(dot, ".lua") == 0;
}

void host_command_list(lua_State *L, FILE *file) {
  struct dirent **entries;
  const char *folder = push_folder(L);
  if (!folder) return;
  int count = scandir(folder, &entries, is_script, alphasort);
  for (int i = 0; i < count; i++) {
    const char *name = entries[i]->d_name;
    fprintf(file, "  %-*.*s ", NAME_WIDTH, (int)(strlen(name) - strlen(".lua")), name);
    print_summary(lua_pushfstring(L, "%s/%s", folder, name), file);
    fputc('\n', file);
    lua_pop(L, 1);
    free(entries[i]);
  }
  if (count >= 0) free(entries);
  lua_pop(L, 1);
}
