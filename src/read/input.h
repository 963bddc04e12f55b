/* The inputs a user named -> open files, one after another: files, folders walked in order, standard input.
 */
#ifndef DVI_INPUT_H
#define DVI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "dvoinik/status.h"
#include "listed.h"

/* One folder being walked: its entries' names, sorted, and how much of `path` is the folder's own. */
typedef struct dvi_folder {
    char *names; /* NUL-terminated, one behind another */
    const char **sorted;
    size_t n, next, path_len;
} dvi_folder;

typedef struct dvi_inputs {
    char **named;
    size_t n, next;
    dvi_folder *folders; /* the open ones, outermost first */
    size_t depth, folders_cap;
    dvi_buffer path; /* of the current file, ending in NUL */
    uint64_t found;  /* files that can be articles below the current named folder, readable or not */
    uint64_t ignored;
    uint64_t passed;    /* of those, since the current named folder was entered */
    dvi_buffer example; /* the first of them, ending in NUL */
    dvi_listed listed;
    dvi_buffer before; /* `path` as it was before the files of a list */
    bool in_list;      /* the current file is one that a list names */
    void (*on_warning)(void *user, const dvk_error *warning); /* may be NULL */
    void *user;
} dvi_inputs;

/* Copies the names. On failure nothing is held. */
dvk_status dvi_inputs_init(dvi_inputs *inputs, const char *const *named, size_t n);
void dvi_inputs_finish(dvi_inputs *inputs);

/* Opens the next file: DVK_OK with *fd and inputs->path set, DVK_END, or a failure, after which the next call
 * goes on behind what failed. The caller closes *fd unless it is standard input. */
dvk_status dvi_inputs_next(dvi_inputs *inputs, int *fd, dvk_error *error);

/* The current file is no article after all; it is counted as passed over. */
void dvi_inputs_pass(dvi_inputs *inputs);

/* The current file is a list: the n names in `names`, each ending in NUL, come next. */
dvk_status dvi_inputs_list(dvi_inputs *inputs, const dvi_buffer *names, size_t n, dvk_error *error);

#endif
