/* A loop over items on several threads: each takes the next item from a shared counter. POSIX threads. */
#include "base/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

typedef struct loop {
    atomic_size_t next;
    size_t n;
    void (*work)(void *context, unsigned thread, size_t item);
    void *context;
} loop;

typedef struct worker {
    loop *loop;
    unsigned number;
    pthread_t thread;
} worker;

static void *run(void *argument) {
    worker *w = argument;
    for (;;) {
        size_t item = atomic_fetch_add_explicit(&w->loop->next, 1, memory_order_relaxed);
        if (item >= w->loop->n) return NULL;
        w->loop->work(w->loop->context, w->number, item);
    }
}

void dvi_parallel(unsigned threads, size_t n, void (*work)(void *context, unsigned thread, size_t item),
                  void *context) {
    loop l = {.n = n, .work = work, .context = context};
    worker workers[DVI_MAX_THREADS];
    if (threads > DVI_MAX_THREADS) threads = DVI_MAX_THREADS;
    if (threads > n) threads = (unsigned)n;
    unsigned started = 1;
    for (; started < threads; started++) {
        workers[started] = (worker){.loop = &l, .number = started};
        if (pthread_create(&workers[started].thread, NULL, run, &workers[started]) != 0) break;
    }
    workers[0] = (worker){.loop = &l, .number = 0};
    run(&workers[0]);
    for (unsigned i = 1; i < started; i++)
        pthread_join(workers[i].thread, NULL);
}

unsigned dvi_processors(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > DVI_MAX_THREADS ? DVI_MAX_THREADS : (unsigned)n;
}

double dvi_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}
