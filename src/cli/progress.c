/* A line on the terminal that says how far the work is. */
#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static bool on, shown;
static int64_t last; /* milliseconds */

void progress_start(bool wanted) {
    on = wanted && isatty(STDERR_FILENO) == 1;
}

static int64_t now(void) {
    struct timespec time;
    if (clock_gettime(CLOCK_MONOTONIC, &time) != 0) return 0;
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

void progress_show(const char *stage, uint64_t done, uint64_t total) {
    if (!on) return;
    int64_t time = now();
    if (shown && time - last < 100) return;
    last = time;
    shown = true;
    fprintf(stderr, "\r\033[K%.30s %" PRIu64, stage != NULL ? stage : "", done);
    if (total != 0) fprintf(stderr, " of %" PRIu64, total);
    fflush(stderr);
}

void progress_clear(void) {
    if (shown) fputs("\r\033[K", stderr);
    shown = false;
}
