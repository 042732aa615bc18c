/* history.h - what was typed, kept from one session to the next. */
#ifndef CASUS_HOST_HISTORY_H
#define CASUS_HOST_HISTORY_H

/* Loads the history from $CASUS_HISTORY, else $XDG_STATE_HOME/casus/history, else
 * ~/.local/state/casus/history. Where that cannot be read or written, the history lasts as long as the
 * session. */
void host_history_open(void);

/* Adds a statement to the history and to its file, unless it repeats the one before. */
void host_history_add(const char *statement);

#endif
