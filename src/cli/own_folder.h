/* A folder in $TMPDIR for an index that is forgotten at the end. */
#ifndef DVOINIK_CLI_OWN_FOLDER_H
#define DVOINIK_CLI_OWN_FOLDER_H

typedef struct own_folder {
    char *path;  /* NULL when there is none */
    char *index; /* the folder for the index in it */
    int lock;
} own_folder;

/* Makes one. What was left of others by runs that were killed is removed, and told. Returns the exit status,
 * after a message when it fails. */
int own_folder_make(own_folder *folder);

/* Removes it with the index that is in it. */
void own_folder_remove(own_folder *folder);

#endif
