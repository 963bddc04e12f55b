/* Files that an input lists, opened in their turn, none of them outside the list's own folder. */
#ifndef DVI_LISTED_H
#define DVI_LISTED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "dvoinik/status.h"

typedef struct dvi_listed {
    dvi_buffer names; /* each ends in NUL */
    size_t at, left;
    dvi_buffer
        folder;      /* of the list, as the user named it, ending in a slash; empty for the working folder */
    dvi_buffer root; /* the same resolved, with a slash and NUL at the end */
} dvi_listed;

/* A zeroed one is valid to finish and has nothing left. `list` is the list's own path, "-" for standard
 * input; the names are copied. DVK_E_MEMORY, or DVK_E_IO when its folder is gone. */
dvk_status dvi_listed_begin(dvi_listed *listed, const char *list, const dvi_buffer *names, size_t n);
void dvi_listed_finish(dvi_listed *listed);

/* Takes the next name: `path` becomes the file as messages name it, `real` what is to be opened. */
typedef enum dvi_listed_answer {
    DVI_LISTED_FILE,
    DVI_LISTED_OUTSIDE, /* it lies outside the list's folder */
    DVI_LISTED_ABSENT,  /* errno says why */
    DVI_LISTED_NO_MEMORY
} dvi_listed_answer;

enum { DVI_LISTED_PATH = 4096 };

dvi_listed_answer dvi_listed_next(dvi_listed *listed, dvi_buffer *path, char real[DVI_LISTED_PATH]);

#endif
