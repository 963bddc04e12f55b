/* The actions of `dvoinik index`. */
#ifndef DVOINIK_CLI_INDEX_ACTIONS_H
#define DVOINIK_CLI_INDEX_ACTIONS_H

#include "dvoinik/index.h"
#include "index_lines.h"
#include "options.h"

/* What the settings say of an index: EXIT_DONE, or EXIT_USAGE after a message. */
int index_settings(const settings *values, dvk_index_access access, dvk_index_options *options);
int index_open(const settings *values, const char *folder, dvk_index_access access, dvk_index **out);

/* inputs[1] is the folder, what follows are the words behind it. Each returns the exit status. */
int index_create(const settings *values);
int index_add(const settings *values);
int index_query(const settings *values);
int index_list(const settings *values);
int index_show(const settings *values);
int index_expire(const settings *values);
int index_merge(const settings *values);
int index_verify(const settings *values);
int index_rebuild(const settings *values);
int index_stats(const settings *values);

/* Opens the output and sets the listener to print there. */
int index_lines_open(index_lines *lines, const settings *values, dvk_index_listener *listener);
/* The same for what changes the index: what it tells is told to the end of a portion. */
int index_lines_open_to_change(index_lines *lines, const settings *values, dvk_index_listener *listener);
/* The end of a change: `index` is closed, what it told stays, since it is in the index. */
int index_lines_finish_change(index_lines *lines, dvk_index *index, dvk_status status,
                              const dvk_error *error);
/* Closes the output; with a failing status a file that is not whole is thrown away. */
int index_lines_finish(index_lines *lines, int status);

#endif
