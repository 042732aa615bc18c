#include "host/options.h"

#include <stddef.h>
#include <string.h>

static const char unknown[] = "there is no option '%s'";
static const char unfinished[] = "option '%s' needs an argument";

/* `--name` or `--name=value` or `--name value`; returns what follows the name, or NULL. */
static const char *after(const char *option, const char *name) {
  size_t size = strlen(name);
  return strncmp(option, name, size) == 0 && (option[size] == '\0' || option[size] == '=') ? option + size
                                                                                           : NULL;
}

static const char *read_long(host_options *options, char **argv, int *index) {
  const char *option = argv[*index], *rest;
  if (strcmp(option, "--version") == 0) {
    options->version = options->leave = true;
  } else if (strcmp(option, "--help") == 0) {
    options->help = true;
  } else if ((rest = after(option, "--model"))) {
    options->model = *rest ? rest + 1 : argv[++*index];
    if (!options->model || !*options->model) return unfinished;
  } else if (after(option, "--sandbox")) {
    return "this version cannot run a script in a sandbox (%s)";
  } else {
    return unknown;
  }
  return NULL;
}

static const char *read_short(host_options *options, char **argv, int *index) {
  const char *option = argv[*index];
  switch (option[1]) {
  case 'E': options->pure = true; break;
  case 'W': break;
  case 'i': options->interactive = true; /* fall through */
  case 'v': options->version = true; break;
  case 'e': options->evaluates = true; /* fall through */
  case 'l':
    if (option[2]) return NULL;
    option = argv[++*index];
    return option && *option != '-' ? NULL : unfinished;
  default: return unknown;
  }
  return option[2] ? unknown : NULL;
}

const char *host_options_read(host_options *options, int argc, char **argv, const char **culprit) {
  *options = (host_options){.script = argc};
  for (int index = 1; index < argc; index++) {
    const char *option = argv[index];
    *culprit = option;
    if (*option != '-' || !option[1]) {
      options->script = index;
      return NULL;
    }
    if (strcmp(option, "--") == 0) {
      options->script = index + 1;
      return NULL;
    }
    bool is_long = option[1] == '-';
    const char *wrong = (is_long ? read_long : read_short)(options, argv, &index);
    if (wrong) return wrong;
  }
  return NULL;
}

bool host_options_step(const host_options *options, char **argv, int *index, host_step *step) {
  while (*index < options->script) {
    char *option = argv[(*index)++];
    step->kind = option[1];
    switch (option[1]) {
    case 'e':
    case 'l': step->argument = option[2] ? option + 2 : argv[(*index)++]; return true;
    case 'W': step->argument = NULL; return true;
    case '-':
      if (strcmp(option, "--model") == 0) ++*index;
      break;
    default: break;
    }
  }
  return false;
}
