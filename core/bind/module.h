/* module.h - the fields of the registry by which a host speaks to the Lua module `casus.core`. */
#ifndef CASUS_MODULE_H
#define CASUS_MODULE_H

/* A string: the folder below which share/casus lies. Unset: the module looks for it (CASUS_HOME, then its own
 * path). */
#define CASUS_FIELD_HOME "casus.home"

/* A light userdata, `volatile sig_atomic_t *`: not 0 once the user wants what runs to stop. C code that runs
 * long stops for it and returns with whatever error; the host then raises its own in the script, and sets it
 * back to 0. Unset: nobody asks. */
#define CASUS_FIELD_INTERRUPT "casus.interrupt"

/* A table, `core.options`: what the host was told on its command line, such
 * as `model`. Unset: an empty one. */
#define CASUS_FIELD_OPTIONS "casus.options"

#endif
