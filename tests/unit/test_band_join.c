/* Candidates by bands: exactly the pairs that share a key while buckets are small, a bounded number when not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/radix_sort.h"
#include "failing_memory.h"
#include "made_features.h"
#include "made_pairs.h"
#include "match/band_join.h"

enum { MOST = 400, BANDS = 3 };

typedef struct articles {
    uint64_t keys[MOST * BANDS];
    uint64_t ties[MOST];
    size_t n;
} articles;

static articles all;
static uint64_t scratch[MOST * MOST];

/* The keys of one band by tie, and whose they are. */
typedef struct ordered {
    uint64_t keys[MOST];
    uint32_t article[MOST];
    pair_list *pairs;
} ordered;

static void put_in_order(uint32_t band, ordered *o) {
    for (size_t i = 0; i < all.n; i++) {
        size_t rank = 0;
        for (size_t k = 0; k < all.n; k++)
            rank += all.ties[k] < all.ties[i];
        o->keys[rank] = all.keys[i * BANDS + band];
        o->article[rank] = (uint32_t)i;
    }
}

static dvk_status take(void *context, uint32_t a, uint32_t b) {
    ordered *o = context;
    assert_true(a < b && b < all.n);
    pair_list_add(o->pairs, o->article[a], o->article[b]);
    return DVK_OK;
}

static pair_list join(uint32_t band, uint64_t *cut) {
    pair_list pairs = {0};
    ordered o = {.pairs = &pairs};
    put_in_order(band, &o);
    assert_int_equal(dvi_band_candidates(o.keys, all.n, take, &o, cut), DVK_OK);
    assert_true(pairs.n <= MOST * MOST);
    if (pairs.n != 0) dvi_sort64(pairs.list, scratch, pairs.n);
    return pairs;
}

static void fill(size_t n, uint32_t keys) {
    all.n = n;
    for (size_t i = 0; i < n * BANDS; i++)
        all.keys[i] = any(keys + 1); /* 0: no signature */
    for (size_t i = 0; i < n; i++)
        all.ties[i] = (i * 7919) % MOST;
}

static void small_buckets_are_paired_completely(void **unused) {
    (void)unused;
    for (int round = 0; round < 100; round++) {
        fill(any(MOST / 4), 5 + any(200));
        for (uint32_t band = 0; band < BANDS; band++) {
            uint64_t cut = 0;
            size_t at = 0;
            pair_list pairs = join(band, &cut);
            for (size_t a = 0; a < all.n; a++)
                for (size_t b = a + 1; b < all.n; b++) {
                    uint64_t key = all.keys[a * BANDS + band];
                    if (key == 0 || all.keys[b * BANDS + band] != key) continue;
                    assert_true(at < pairs.n);
                    assert_int_equal(pairs.list[at++], (uint64_t)a << 32 | b);
                }
            assert_int_equal(pairs.n, at);
            assert_int_equal(cut, 0);
            pair_list_finish(&pairs);
        }
    }
}

static void articles_without_a_signature_meet_nobody(void **unused) {
    (void)unused;
    fill(MOST, 0);
    uint64_t cut = 0;
    pair_list pairs = join(1, &cut);
    assert_int_equal(pairs.n, 0);
    assert_int_equal(cut, 0);
    pair_list_finish(&pairs);
}

static void one_bucket(size_t n) {
    fill(n, 1);
    for (size_t i = 0; i < n * BANDS; i++)
        all.keys[i] = 77;
}

static void a_bucket_is_cut_only_above_its_cap(void **unused) {
    (void)unused;
    uint64_t cut = 0;
    one_bucket(DVI_BUCKET_CAP);
    pair_list pairs = join(0, &cut);
    assert_int_equal(pairs.n, DVI_BUCKET_CAP * (DVI_BUCKET_CAP - 1) / 2);
    assert_int_equal(cut, 0);
    pair_list_finish(&pairs);
    one_bucket(DVI_BUCKET_CAP + 1);
    pairs = join(0, &cut);
    assert_int_equal(cut, 1);
    assert_true(pairs.n < DVI_BUCKET_CAP * (DVI_BUCKET_CAP - 1) / 2);
    pair_list_finish(&pairs);
}

static bool are_neighbours(size_t a, size_t b) {
    uint64_t gap = 0, low = all.ties[a] < all.ties[b] ? all.ties[a] : all.ties[b],
             high = all.ties[a] ^ all.ties[b] ^ low;
    for (size_t i = 0; i < all.n; i++)
        gap += all.ties[i] > low && all.ties[i] <= high;
    return gap <= DVI_BUCKET_NEIGHBOURS;
}

static void in_a_cut_bucket_the_nearest_by_tie_are_paired(void **unused) {
    (void)unused;
    uint64_t cut = 0;
    size_t at = 0;
    one_bucket(MOST);
    pair_list pairs = join(0, &cut);
    for (size_t a = 0; a < MOST; a++)
        for (size_t b = a + 1; b < MOST; b++)
            if (are_neighbours(a, b)) assert_int_equal(pairs.list[at++], (uint64_t)a << 32 | b);
    assert_int_equal(pairs.n, at);
    pair_list_finish(&pairs);
}

/* Keys that differ in their lower half alone lie in one run of the sort, and are not one. */
static void keys_are_compared_whole(void **unused) {
    (void)unused;
    fill(MOST, 0);
    for (size_t i = 0; i < MOST; i++)
        all.keys[i * BANDS] = UINT64_C(7) << 32 | (i % 100 + 1);
    uint64_t cut = 0;
    pair_list pairs = join(0, &cut);
    assert_int_equal(pairs.n, 100 * 6);
    assert_int_equal(cut, 0);
    for (size_t i = 0; i < pairs.n; i++)
        assert_int_equal((pairs.list[i] >> 32) % 100, (uint32_t)pairs.list[i] % 100);
    pair_list_finish(&pairs);
}

/* What takes the pairs may refuse. */
static dvk_status refuse(void *context, uint32_t a, uint32_t b) {
    (void)a;
    (void)b;
    return --*(int *)context == 0 ? DVK_E_IO : DVK_OK;
}

static void a_refusal_ends_the_search(void **unused) {
    (void)unused;
    uint64_t cut = 0;
    int left = 3;
    one_bucket(10);
    pair_list pairs = {0};
    ordered o = {.pairs = &pairs};
    put_in_order(0, &o);
    assert_int_equal(dvi_band_candidates(o.keys, all.n, refuse, &left, &cut), DVK_E_IO);
    assert_int_equal(left, 0);
}

/* The same articles in another order give the same pairs, by name. */
static void the_order_of_articles_does_not_show(void **unused) {
    (void)unused;
    static articles before;
    static uint64_t renamed[MOST * MOST];
    uint32_t place[MOST];
    uint64_t cut = 0, cut_before = 0;
    fill(MOST, 3); /* buckets that are cut */
    before = all;
    pair_list pairs = join(0, &cut_before);
    for (uint32_t i = 0; i < MOST; i++)
        place[i] = (i * 149 + 5) % MOST;
    for (size_t i = 0; i < MOST; i++) {
        memcpy(all.keys + place[i] * BANDS, before.keys + i * BANDS, BANDS * sizeof *all.keys);
        all.ties[place[i]] = before.ties[i];
    }
    pair_list moved = join(0, &cut);
    assert_int_equal(moved.n, pairs.n);
    assert_int_equal(cut, cut_before);
    assert_true(cut > 0);
    for (size_t i = 0; i < pairs.n; i++) {
        uint64_t a = place[pairs.list[i] >> 32], b = place[(uint32_t)pairs.list[i]];
        renamed[i] = a < b ? a << 32 | b : b << 32 | a;
    }
    dvi_sort64(renamed, scratch, pairs.n);
    assert_memory_equal(renamed, moved.list, moved.n * sizeof *renamed);
    pair_list_finish(&pairs);
    pair_list_finish(&moved);
}

/* The test's own allocations fail too. */
static dvk_status ignore(void *context, uint32_t a, uint32_t b) {
    (void)context;
    (void)a;
    (void)b;
    return DVK_OK;
}

static void without_memory_it_says_so(void **unused) {
    (void)unused;
    one_bucket(50);
    pair_list pairs = {0};
    ordered o = {.pairs = &pairs};
    put_in_order(0, &o);
    dvk_status status = DVK_E_MEMORY;
    size_t after = 0;
    for (; status == DVK_E_MEMORY; after++) {
        uint64_t cut = 0;
        dvi_memory_fail(after, 0);
        status = dvi_band_candidates(o.keys, all.n, ignore, &o, &cut);
        dvi_memory_fail(SIZE_MAX, 0);
        pair_list_finish(&pairs);
    }
    assert_int_equal(status, DVK_OK);
    assert_in_range(after, 2, 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_buckets_are_paired_completely),
        cmocka_unit_test(articles_without_a_signature_meet_nobody),
        cmocka_unit_test(a_bucket_is_cut_only_above_its_cap),
        cmocka_unit_test(in_a_cut_bucket_the_nearest_by_tie_are_paired),
        cmocka_unit_test(keys_are_compared_whole),
        cmocka_unit_test(a_refusal_ends_the_search),
        cmocka_unit_test(the_order_of_articles_does_not_show),
        cmocka_unit_test(without_memory_it_says_so),
    };
    return cmocka_run_group_tests_name("band_join", tests, NULL, NULL);
}
