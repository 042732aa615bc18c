/* options.h - the command line of `casus`, which is that of `lua` with a few words more. */
#ifndef CASUS_HOST_OPTIONS_H
#define CASUS_HOST_OPTIONS_H

#include <stdbool.h>

typedef struct host_options {
  int script;        /* index of the script in argv; argc: none */
  bool interactive;  /* -i */
  bool version;      /* -v, -i, --version */
  bool evaluates;    /* -e: without a script there is nothing more to do */
  bool pure;         /* -E */
  bool leave;        /* --version: print it and no more */
  bool help;         /* --help */
  const char *model; /* --model FILE */
} host_options;

/* A step that options ask for before the script runs: 'e' a statement, 'l' a module, 'W' warnings on. */
typedef struct host_step {
  char kind;
  char *argument;
} host_step;

/* Reads argv. Returns NULL, or what is wrong with it: a format for one string, the option, left in
 * `*culprit`. */
const char *host_options_read(host_options *options, int argc, char **argv, const char **culprit);

/* The step at or after argv[*index], which moves beyond it; false at the script. */
bool host_options_step(const host_options *options, char **argv, int *index, host_step *step);

#endif
