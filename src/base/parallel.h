/* A loop over items on several threads. */
#ifndef DVI_PARALLEL_H
#define DVI_PARALLEL_H

#include <stddef.h>

enum { DVI_MAX_THREADS = 256 };

/* Calls work(context, thread, item) once for each item below n; the caller's thread is number 0. Which thread
 * takes which item is not told in advance: results must not depend on it. Goes on with fewer threads when
 * some cannot be started. */
void dvi_parallel(unsigned threads, size_t n, void (*work)(void *context, unsigned thread, size_t item),
                  void *context);

/* Processors this process may use, at least 1. */
unsigned dvi_processors(void);

/* Seconds of a clock that only goes forward. */
double dvi_seconds(void);

#endif
