/* Paths. What is returned is to be freed. */
#ifndef DVOINIK_CLI_PATHS_H
#define DVOINIK_CLI_PATHS_H

/* The database of an index; what lies beside it is called so and something more. */
#define INDEX_FILE "index.dvoinik"

/* What is called so in the folder. */
char *join_path(const char *folder, const char *name);

/* The folder of a path. */
char *folder_of(const char *path);
/* What it is called there: lent by the path, not to be freed. */
const char *name_of(const char *path);

/* The path that a chain of links ends at, which may lead to nothing. */
char *follow_links(const char *path);

#endif
