/* Names that several files have: ids that are made of a name alone would be the same. */
#ifndef DVI_SAME_NAME_H
#define DVI_SAME_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"
#include "dvoinik/status.h"

/* A zeroed one is empty. */
typedef struct dvi_same_name {
    uint64_t *keys; /* 0: none; the number of places is a power of two */
    size_t n, places;
} dvi_same_name;

void dvi_same_name_finish(dvi_same_name *names);

/* Takes a name and the file that has it, which is open. *other: whether another file had it before; of a file
 * that comes again what was said of it. DVK_OK or DVK_E_MEMORY. */
dvk_status dvi_same_name_ask(dvi_same_name *names, dvk_span name, int fd, bool *other);

#endif
