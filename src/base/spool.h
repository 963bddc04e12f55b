/* A spool: bytes put by until they are wanted again. The first of them, up to a budget, stay in memory; the
 * others go into a file without a name, which is gone when the program is. */
#ifndef DVI_SPOOL_H
#define DVI_SPOOL_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/status.h"

typedef struct dvi_spool {
    char *memory; /* bytes 0 to kept - 1 */
    size_t kept, cap;
    char *tail; /* the last bytes of the file, not written yet */
    size_t tail_len;
    uint64_t size;   /* bytes in all */
    uint64_t budget; /* of `memory` */
    const char *folder;
    int file;   /* -1: none yet */
    int reason; /* the errno of a write that failed, or 0 */
} dvi_spool;

/* `folder`, where the file is made when one is needed, is borrowed. */
void dvi_spool_init(dvi_spool *spool, const char *folder, uint64_t budget);
void dvi_spool_finish(dvi_spool *spool);

/* Puts bytes behind all others. Returns DVK_OK, DVK_E_MEMORY or DVK_E_WRITE; after a failure the spool is
 * only good for dvi_spool_finish. */
dvk_status dvi_spool_append(dvi_spool *spool, const void *data, size_t len);

/* Writes over bytes that are there, or puts them behind all others when `at` is the size. */
dvk_status dvi_spool_write(dvi_spool *spool, uint64_t at, const void *data, size_t len);

/* Reads bytes that are there. Any number of threads may read while none writes. Returns DVK_OK or DVK_E_IO.
 */
dvk_status dvi_spool_read(const dvi_spool *spool, uint64_t at, void *out, size_t len);

/* The bytes where they stand when all of them are in memory, else NULL. Lent until the next append. */
const char *dvi_spool_lend(const dvi_spool *spool, uint64_t at, size_t len);

/* For reading one piece after another: bytes of a spool, always the same one, read ahead. A zeroed one is
 * empty. */
typedef struct dvi_spool_window {
    char *data;
    size_t len, cap;
    uint64_t at;
} dvi_spool_window;

void dvi_spool_window_finish(dvi_spool_window *window);

/* Lends `len` bytes until the next call with this window, or append. What is asked for from front to back,
 * with gaps of at most `ahead`, is read `ahead` bytes at a time. Returns DVK_OK, DVK_E_MEMORY or DVK_E_IO. */
dvk_status dvi_spool_view(const dvi_spool *spool, dvi_spool_window *window, uint64_t at, size_t len,
                          size_t ahead, const char **out);

#endif
