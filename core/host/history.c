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

/* In the file an entry is a line: a line end in it is written as \n, a backslash as \\. */
static void write_entry(FILE *file, const char *text) {
  for (; *text; text++) {
    if (*text == '\n' || *text == '\\') fputc('\\', file);
    fputc(*text == '\n' ? 'n' : *text, file);
  }
  fputc('\n', file);
}

static void unescape(char *text) {
  char *to = text;
  for (; *text && *text != '\n'; text++) {
    bool escaped = *text == '\\' && text[1];
    if (escaped) text++;
    *to++ = escaped && *text == 'n' ? '\n' : *text;
  }
  *to = '\0';
}

/* Writes what was kept of a file that has grown too long, beside it first. */
static void rewrite(void) {
  char temporary[sizeof path + 8];
  snprintf(temporary, sizeof temporary, "%s.new", path);
  FILE *file = fopen(temporary, "w");
  if (!file) return;
  fchmod(fileno(file), 0600);
  HIST_ENTRY **entries = history_list();
  for (; entries && *entries; entries++) write_entry(file, (*entries)->line);
  if (fclose(file) != 0 || rename(temporary, path) != 0) remove(temporary);
}

static void load(void) {
  FILE *file = fopen(path, "r");
  if (!file) return;
  char *line = NULL;
  size_t capacity = 0, count = 0;
  for (; getline(&line, &capacity, file) > 0; count++) {
    unescape(line);
    if (*line) add_history(line);
  }
  free(line);
  fclose(file);
  if (count > 2 * (size_t)ENTRIES) rewrite();
}

void host_history_open(void) {
  using_history();
  stifle_history(ENTRIES);
  find_path();
  if (*path && make_folders())
    load();
  else
    *path = '\0';
}

void host_history_add(const char *statement) {
  HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
  if (last && strcmp(last->line, statement) == 0) return;
  add_history(statement);
  /* At once: other sessions may be writing, and this one may be killed. */
  FILE *file = *path ? fopen(path, "a") : NULL;
  if (!file) return;
  fchmod(fileno(file), 0600);
  write_entry(file, statement);
  fclose(file);
}
