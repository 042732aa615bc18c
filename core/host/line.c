#include "host/line.h"

#include <lauxlib.h>
#include <limits.h>
#include <locale.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <editline/readline.h>

#include "host/complete.h"
#include "host/history.h"

static bool editing;
static sigjmp_buf at_prompt;

bool host_line_interactive(void) {
  return editing;
}

void host_line_open(lua_State *L) {
  editing = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
  if (!editing) return;
  setlocale(LC_CTYPE, "");
  rl_readline_name = "casus";
  rl_initialize();
  host_complete_open(L);
  host_history_open();
}

void host_line_remember(const char *statement) {
  if (editing) host_history_add(statement);
}

static void on_interrupt(int signal) {
  (void)signal;
  siglongjmp(at_prompt, 1);
}

/* The wait for a key is where the handler strikes: libedit starts the next line from scratch. */
static host_line read_terminal(const char *prompt, char **line) {
  static struct sigaction old; /* static: it has to outlast the jump */
  struct sigaction new = {.sa_handler = on_interrupt};
  sigemptyset(&new.sa_mask);
  if (sigsetjmp(at_prompt, 1) != 0) {
    rl_deprep_terminal();
    sigaction(SIGINT, &old, NULL);
    fputc('\n', stdout);
    return HOST_LINE_INTERRUPTED;
  }
  sigaction(SIGINT, &new, &old);
  *line = readline(prompt);
  sigaction(SIGINT, &old, NULL);
  return *line ? HOST_LINE_READ : HOST_LINE_END;
}

static host_line read_plain(char **line) {
  size_t capacity = 0;
  char *text = NULL;
  ssize_t size = getline(&text, &capacity, stdin);
  if (size < 0) {
    free(text);
    return HOST_LINE_END;
  }
  if (size > 0 && text[size - 1] == '\n') text[size - 1] = '\0';
  *line = text;
  return HOST_LINE_READ;
}

host_line host_line_read(lua_State *L, const char *prompt) {
  char *line = NULL;
  host_line what = editing ? read_terminal(prompt, &line) : read_plain(&line);
  if (what == HOST_LINE_READ) lua_pushstring(L, line);
  free(line);
  return what;
}
