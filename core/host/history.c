#include "host/history.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <editline/readline.h>

enum { ENTRIES = 2000 };

static char path[PATH_MAX]; /* empty: not kept */

static void find_path(void) {
  const char *file = getenv("CASUS_HISTORY"), *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
  int size = 0;
  if (file)
    size = snprintf(path, sizeof path, "%s", file);
  else if (state && *state == '/') /* the specification says to ignore a relative one */
    size = snprintf(path, sizeof path, "%s/casus/history", state);
  else if (home && *home)
    size = snprintf(path, sizeof path, "%s/.local/state/casus/history", home);
  if (size < 0 || (size_t)size >= sizeof path) *path = '\0';
}

/* Makes the folders that lead to the file. */
static bool make_folders(void) {
  for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    int made = mkdir(path, 0700);
    int why = errno;
    *slash = '/';
    if (made != 0 && why != EEXIST) return false;
  }
  return true;
}

void host_history_open(void) {
  using_history();
  stifle_history(ENTRIES);
  find_path();
  if (!*path) return;
  if (!make_folders()) {
    *path = '\0';
    return;
  }
  read_history(path);
  if (history_length >= ENTRIES) history_truncate_file(path, ENTRIES / 2);
}

void host_history_add(const char *statement) {
  HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
  if (last && strcmp(last->line, statement) == 0) return;
  add_history(statement);
  if (*path) append_history(1, path); /* at once: other sessions may be writing, and this one may be killed */
}
