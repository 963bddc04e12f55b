/* Ctrl-C: asks the work to stop, leaves no half-written file behind, and ends what does not listen. */
#ifndef DVOINIK_CLI_INTERRUPT_H
#define DVOINIK_CLI_INTERRUPT_H

#include <stdbool.h>

/* From now on SIGINT, SIGTERM and SIGHUP are noted; a later second one, or a second without an end, end the
 * program with 130. SIGPIPE is ignored: a closed pipe shows where it is written to. */
void interrupt_watch(void);

bool interrupted(void);

/* A file to remove when the program ends early. The path is borrowed until it is kept; at most four at a
 * time. */
void interrupt_remove(const char *path);
void interrupt_keep(const char *path);

/* Removes them now. */
void interrupt_clean(void);

#endif
