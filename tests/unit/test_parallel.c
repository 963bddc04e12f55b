/* The loop over items on several threads: every item once, by threads that may touch what is their own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/parallel.h"

enum { MOST = 5000 };

typedef struct seen {
    atomic_uint times[MOST];
    atomic_uint busy[DVI_MAX_THREADS]; /* how many calls of one thread number are under way */
    unsigned threads;
    atomic_uint wrong; /* thread numbers out of range, or in two places at once */
} seen;

static void look(void *context, unsigned thread, size_t item) {
    seen *s = context;
    if (thread >= s->threads || atomic_fetch_add(&s->busy[thread], 1) != 0) atomic_fetch_add(&s->wrong, 1);
    atomic_fetch_add(&s->times[item], 1);
    if (thread < s->threads) atomic_fetch_sub(&s->busy[thread], 1);
}

static void expect_each_once(unsigned threads, size_t n) {
    static seen s;
    memset(&s, 0, sizeof s);
    s.threads = threads == 0 ? 1 : threads > DVI_MAX_THREADS ? DVI_MAX_THREADS : threads;
    dvi_parallel(threads, n, look, &s);
    assert_int_equal(s.wrong, 0);
    for (size_t i = 0; i < MOST; i++)
        assert_int_equal(s.times[i], i < n ? 1 : 0);
}

static void every_item_comes_once(void **unused) {
    (void)unused;
    static const unsigned threads[] = {0, 1, 2, 3, 7, 64, DVI_MAX_THREADS, DVI_MAX_THREADS + 1, 100000};
    static const size_t items[] = {0, 1, 2, 7, 63, 1000, MOST};
    for (size_t t = 0; t < sizeof threads / sizeof *threads; t++)
        for (size_t i = 0; i < sizeof items / sizeof *items; i++)
            expect_each_once(threads[t], items[i]);
}

static void note_order(void *context, unsigned thread, size_t item) {
    size_t *next = context;
    assert_int_equal(thread, 0);
    assert_int_equal(item, *next);
    (*next)++;
}

static void one_thread_is_the_callers_own_and_goes_in_order(void **unused) {
    (void)unused;
    size_t next = 0;
    dvi_parallel(1, 100, note_order, &next);
    assert_int_equal(next, 100);
}

static void there_is_a_processor(void **unused) {
    (void)unused;
    assert_in_range(dvi_processors(), 1, DVI_MAX_THREADS);
}

static void the_clock_does_not_go_back(void **unused) {
    (void)unused;
    double before = dvi_seconds();
    for (int i = 0; i < 1000; i++) {
        double now = dvi_seconds();
        assert_true(now >= before);
        before = now;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_comes_once),
        cmocka_unit_test(one_thread_is_the_callers_own_and_goes_in_order),
        cmocka_unit_test(there_is_a_processor),
        cmocka_unit_test(the_clock_does_not_go_back),
    };
    return cmocka_run_group_tests_name("parallel", tests, NULL, NULL);
}
