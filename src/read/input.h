/* The inputs a user named -> open files, one after another: files, folders walked in order, standard input.
 */
#ifndef DVI_INPUT_H
#define DVI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "dvoinik/status.h"

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
    void (*on_warning)(void *user, const dvk_error *warning); /* may be NULL */
    void *user;
} dvi_inputs;

/* Copies the names. On failure nothing is held. */
dvk_status dvi_inputs_init(dvi_inputs *inputs, const char *const *named, size_t n);
void dvi_inputs_finish(dvi_inputs *inputs);

/* Opens the next file: DVK_OK with *fd and inputs->path set, DVK_END, or a failure, after which the next call
 * goes on behind what failed. The caller closes *fd unless it is standard input. */
dvk_status dvi_inputs_next(dvi_inputs *inputs, int *fd, dvk_error *error);

#endif
