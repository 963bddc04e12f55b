/* What the programs of the bench measure by, and what many rounds come to. */
#ifndef BENCH_TIMING_H
#define BENCH_TIMING_H

#include <stddef.h>
#include <stdlib.h>
#include <time.h>

typedef struct timing {
    double median, least, most;
} timing;

static inline double timing_nanoseconds(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* CPU time of this thread, the system's part included, in nanoseconds: what else the machine does counts only
 * as far as it takes cache and memory. */
static inline double timing_cpu(void) {
    return timing_nanoseconds(CLOCK_THREAD_CPUTIME_ID);
}

static inline double timing_wall(void) {
    return timing_nanoseconds(CLOCK_MONOTONIC);
}

static inline int timing_compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Of n rounds, at least one; puts them in order. */
static inline timing timing_of(double *rounds, size_t n) {
    qsort(rounds, n, sizeof *rounds, timing_compare);
    return (timing){(rounds[(n - 1) / 2] + rounds[n / 2]) / 2, rounds[0], rounds[n - 1]};
}

#endif
