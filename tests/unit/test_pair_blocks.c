/* Pairs put in by any thread come out with the block of the later article, each as often as it was put in,
 * from memory and from a file alike. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "base/radix_sort.h"
#include "failing_memory.h"
#include "made_features.h"
#include "pipeline/pair_blocks.h"

enum { BLOCKS = 5, RANKS = BLOCKS * DVI_BLOCK_RANKS - 7, PUTS = 60000, THREADS = 4 };

static uint32_t given[PUTS][3]; /* two ranks, how they were found */

typedef struct putting {
    dvi_pair_blocks *blocks;
    dvk_status status[THREADS];
} putting;

static void put_one(void *context, unsigned thread, size_t i) {
    putting *p = context;
    dvk_status status =
        dvi_pair_blocks_put(p->blocks, thread, given[i][0], given[i][1], (dvi_found_by)given[i][2]);
    if (status != DVK_OK) p->status[thread] = status;
}

static void make_pairs(uint32_t least) {
    for (size_t i = 0; i < PUTS; i++) {
        given[i][0] = least + any(RANKS - least);
        do
            given[i][1] = any(any(2) ? 50 : RANKS);
        while (given[i][1] == given[i][0]);
        given[i][2] = any(3);
        if (i > 0 && any(3) == 0) memcpy(given[i], given[i - 1], sizeof given[i]);
    }
}

static void expect_block(dvi_pair_blocks *blocks, size_t block) {
    static uint64_t wanted[PUTS], scratch[PUTS];
    uint64_t *list;
    size_t n, n_wanted = 0;
    for (size_t i = 0; i < PUTS; i++) {
        uint32_t a = given[i][0], b = given[i][1], high = a > b ? a : b, low = a > b ? b : a;
        if (high / DVI_BLOCK_RANKS != block) continue;
        wanted[n_wanted++] = (uint64_t)high << 34 | (uint64_t)low << 2 | given[i][2];
    }
    assert_int_equal(dvi_pair_blocks_take(blocks, block, &list, &n), DVK_OK);
    assert_int_equal(n, n_wanted);
    for (size_t i = 0; i < n; i++)
        list[i] = (uint64_t)dvi_blocked_high(list[i], block) << 34 | (uint64_t)dvi_blocked_low(list[i]) << 2 |
                  dvi_blocked_by(list[i]);
    dvi_sort64(list, scratch, n);
    dvi_sort64(wanted, scratch, n);
    assert_memory_equal(list, wanted, n * sizeof *list);
    dvi_free(list);
    assert_int_equal(dvi_pair_blocks_take(blocks, block, &list, &n), DVK_OK);
    assert_int_equal(n, 0);
    dvi_free(list);
}

static void pairs_come_out_by_block(void **unused) {
    (void)unused;
    for (unsigned threads = 1; threads <= THREADS; threads++)
        for (uint64_t memory = 0; memory < 1 << 20; memory += 100000) {
            putting p = {.status = {DVK_OK}};
            assert_int_equal(dvi_pair_blocks_create(&p.blocks, RANKS, threads, ".", memory), DVK_OK);
            make_pairs(0);
            dvi_parallel(threads, PUTS, put_one, &p);
            for (size_t t = 0; t < THREADS; t++)
                assert_int_equal(p.status[t], DVK_OK);
            for (size_t block = 0; block < BLOCKS; block++)
                expect_block(p.blocks, block);
            make_pairs(3 * DVI_BLOCK_RANKS); /* into the places that became free */
            dvi_parallel(threads, PUTS, put_one, &p);
            for (size_t block = 0; block < BLOCKS; block++)
                expect_block(p.blocks, block);
            dvi_pair_blocks_destroy(p.blocks);
        }
    dvi_pair_blocks_destroy(NULL);
}

static void a_failing_file_is_told(void **unused) {
    (void)unused;
    putting p = {.status = {DVK_OK}};
    assert_int_equal(dvi_pair_blocks_create(&p.blocks, RANKS, 1, "no/such/folder", 5000), DVK_OK);
    make_pairs(0);
    dvi_parallel(1, PUTS, put_one, &p);
    assert_int_equal(p.status[0], DVK_E_WRITE);
    assert_int_not_equal(dvi_pair_blocks_reason(p.blocks), 0);
    dvi_pair_blocks_destroy(p.blocks);
    assert_int_equal(dvi_pair_blocks_reason(NULL), 0);
}

static void without_memory_it_says_so(void **unused) {
    (void)unused;
    size_t after = 0;
    dvk_status status = DVK_E_MEMORY;
    make_pairs(0);
    for (; status == DVK_E_MEMORY; after++) {
        putting p = {.status = {DVK_OK}};
        uint64_t *list = NULL;
        size_t n;
        dvi_memory_fail(after, 0);
        status = dvi_pair_blocks_create(&p.blocks, RANKS, 1, ".", 1 << 16);
        if (status == DVK_OK) {
            for (size_t i = 0; i < PUTS && p.status[0] == DVK_OK; i++)
                put_one(&p, 0, i);
            status = p.status[0];
            if (status == DVK_OK) status = dvi_pair_blocks_take(p.blocks, 1, &list, &n);
        } else {
            assert_null(p.blocks);
        }
        dvi_memory_fail(SIZE_MAX, 0);
        dvi_free(list);
        dvi_pair_blocks_destroy(p.blocks);
    }
    assert_int_equal(status, DVK_OK);
    assert_in_range(after, 8, 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_come_out_by_block),
        cmocka_unit_test(a_failing_file_is_told),
        cmocka_unit_test(without_memory_it_says_so),
    };
    return cmocka_run_group_tests_name("pair_blocks", tests, NULL, NULL);
}
