/* What is watched: files, and folders with what appears in them. */
#ifndef DVOINIK_CLI_WATCH_LIST_H
#define DVOINIK_CLI_WATCH_LIST_H

#include "follow.h"

typedef struct watch_list {
    follow **list;
    follow **by_path; /* the same, sorted */
    size_t n, cap;
    char **folders;
    size_t n_folders;
    int events;       /* of the kernel, or -1 where there are none: then it is looked often */
    bool quiet;       /* no message where a file of a folder is passed over by its name */
    bool reader_left; /* nobody reads standard output any more */
    bool as_files;    /* by their format even files of JSON lines are read whole */
} watch_list;

void watch_list_init(watch_list *all);
void watch_list_finish(watch_list *all);

/* Takes an input in: EXIT_DONE, or another status after a message. */
int watch_list_add(watch_list *all, const char *input);

/* Looks for new files in the folders, then at everything but standard input. */
void watch_list_look(watch_list *all, follow_sink *sink);

/* Standard input, or NULL. */
follow *watch_list_stdin(const watch_list *all);

/* Waits until something may have happened, at most so many ms; true when standard input has something. Where
 * the output goes to a pipe or a socket, `output` is it, else -1. */
bool watch_list_wait(watch_list *all, int milliseconds, int output);

/* Whether a file waits to be taken as whole. */
bool watch_list_is_waiting(const watch_list *all);

#endif
