/* A file that is written without a name, or where the file system has no such files under a name that shows
 * what it is, and gets its own when it is whole. */
#ifndef DVOINIK_CLI_NEW_FILE_H
#define DVOINIK_CLI_NEW_FILE_H

#include <sys/stat.h>

typedef struct new_file {
    int fd;
    char *target;
    char *named; /* what it is called meanwhile; NULL while it has no name */
} new_file;

/* Opens one to be `target`, which is borrowed for the call; `old` is the file that has that name, or NULL.
 * What was left of others by a run that was killed is removed, and told. Returns 0, or the reason. */
int new_file_open(new_file *file, const char *target, const struct stat *old);

/* Gives it its name, in place of the file that has it. Returns 0, or the reason. */
int new_file_put(new_file *file);

/* Removes what has not got its name; the descriptor is the caller's to close. */
void new_file_finish(new_file *file);

#endif
