/* A line on the terminal that says how far the work is. */
#include "progress.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "terminal.h"

enum { BETWEEN = 100, UNSURE = 500 /* milliseconds; before that a rate says nothing */ };

static bool on, shown;
static int64_t last, began; /* milliseconds */
static char stage[32];

void progress_start(bool wanted) {
    on = wanted && isatty(STDERR_FILENO) == 1 && terminal_obeys();
    stage[0] = '\0';
}

static int64_t clock_now(void) {
    struct timespec time;
    if (clock_gettime(CLOCK_MONOTONIC, &time) != 0) return 0;
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void add(char *out, size_t cap, const char *format, ...) __attribute__((format(printf, 3, 4)));

static void add(char *out, size_t cap, const char *format, ...) {
    size_t at = strlen(out);
    va_list list;
    va_start(list, format);
    (void)vsnprintf(out + at, cap - at, format, list);
    va_end(list);
}

static void add_time_left(char *out, size_t cap, double seconds) {
    if (seconds < 1.5)
        add(out, cap, ", 1 s left");
    else if (seconds < 99.5)
        add(out, cap, ", %.0f s left", seconds);
    else if (seconds < 5970)
        add(out, cap, ", %.0f min left", seconds / 60);
    else if (seconds < 3.6e6)
        add(out, cap, ", %.0f h left", seconds / 3600);
}

void progress_format(const progress *now, int64_t milliseconds, char *out, size_t cap) {
    out[0] = '\0';
    add(out, cap, "%.30s %" PRIu64, now->stage != NULL ? now->stage : "", now->done);
    if (now->total != 0) add(out, cap, " of %" PRIu64, now->total);
    if (milliseconds < UNSURE || now->done == 0) return;
    add(out, cap, ", %.0f/s", (double)now->done * 1000 / (double)milliseconds);
    uint64_t part = now->whole != 0 ? now->part : now->done,
             whole = now->whole != 0 ? now->whole : now->total;
    if (part == 0 || part >= whole) return;
    add_time_left(out, cap, (double)milliseconds / 1000 * (double)(whole - part) / (double)part);
}

/* When this stage began: now, when it is another than the last. */
static int64_t beginning(const char *name, int64_t time) {
    if (strncmp(stage, name, sizeof stage - 1) == 0) return began;
    snprintf(stage, sizeof stage, "%s", name);
    began = time;
    return began;
}

void progress_show(const progress *now) {
    if (!on) return;
    int64_t time = clock_now(), begin = beginning(now->stage != NULL ? now->stage : "", time);
    if (shown && time - last < BETWEEN) return;
    last = time;
    shown = true;
    char line[128];
    progress_format(now, time - begin, line, sizeof line);
    fprintf(stderr, "\r\033[K%s", line);
    fflush(stderr);
}

void progress_clear(void) {
    if (shown) fputs("\r\033[K", stderr);
    shown = false;
}
