/* Neighbours: what is lowered and by how much, that it is what whole rows give, and that hubs cost little. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "chance.h"
#include "cluster/neighbours.h"
#include "naive_neighbours.h"

/* Lowers the pairs, which are all of them; out[i] is of pairs[i]. */
static void lower(const dvk_pair *pairs, uint32_t n_pairs, uint32_t n, uint32_t *out) {
    dvi_neighbours work;
    assert_int_equal(dvi_neighbours_init(&work, n, n_pairs), DVK_OK);
    memcpy(out, dvi_neighbours_lower(&work, pairs, n_pairs, n), n_pairs * sizeof *out);
    dvi_neighbours_finish(&work);
}

static void who_has_no_other_neighbour_stays(void **unused) {
    (void)unused;
    const dvk_pair pairs[] = {{0, 1, 0, 65535}, {2, 3, 0, 60000}, {4, 5, 0, 0}};
    uint32_t out[3];
    lower(pairs, 3, 6, out);
    assert_in_range(out[0], 65534, 65535);
    assert_in_range(out[1], 59900, 60000);
    assert_int_equal(out[2], 0);
}

/* 0 and 1 have everything in common, 0 and 4 nothing: 4 is sure of 5 and 6. */
static void parts_of_a_story_are_lowered(void **unused) {
    (void)unused;
    const dvk_pair pairs[] = {{0, 1, 0, 65000}, {0, 2, 0, 65000}, {0, 4, 0, 65000}, {1, 2, 0, 65000},
                              {4, 5, 0, 65000}, {4, 6, 0, 65000}, {5, 6, 0, 65000}};
    uint32_t out[7];
    lower(pairs, 7, 7, out);
    assert_true(out[0] > 64700);
    assert_true(out[2] < 64650);
    assert_true(out[2] > 65536 / 2);
    assert_true(out[2] < out[1]);
}

static void the_odds_fall_to_a_sixth_at_most(void **unused) {
    (void)unused;
    enum { LEAVES = 5000 };
    static dvk_pair pairs[2 * LEAVES + 1];
    static uint32_t out[2 * LEAVES + 1];
    uint32_t n = 0;
    pairs[n++] = (dvk_pair){0, 1, 0, 32768};
    for (uint32_t i = 0; i < LEAVES; i++) {
        pairs[n++] = (dvk_pair){0, 2 + i, 0, 65536};
        pairs[n++] = (dvk_pair){1, 2 + LEAVES + i, 0, 65536};
    }
    lower(pairs, n, 2 + 2 * LEAVES, out);
    assert_in_range(out[0], 9586, 9606); /* (5 / 9) ^ 3 : 1 */
}

static void what_comes_of_it_is_what_rows_give(void **unused) {
    (void)unused;
    static naive_matrix p;
    static dvk_pair pairs[NAIVE_MAX * NAIVE_MAX];
    static uint32_t out[NAIVE_MAX * NAIVE_MAX];
    bool all[NAIVE_MAX];
    memset(all, true, sizeof all);
    for (int round = 0; round < 300; round++) {
        uint32_t n = 2 + any(NAIVE_MAX - 1), n_pairs = 0, dense = 1 + any(8),
                 levels = any(2) == 0 ? 3 : 65536;
        memset(p, 0, sizeof p);
        for (uint32_t a = 0; a < n; a++)
            for (uint32_t b = a + 1; b < n; b++) {
                if (any(8) >= dense) continue;
                uint32_t event = (uint32_t)(65536ULL * any(levels + 1) / levels);
                p[a][b] = event;
                pairs[n_pairs++] = (dvk_pair){a, b, 0, event};
            }
        if (n_pairs == 0) continue;
        lower(pairs, n_pairs, n, out);
        for (uint32_t i = 0; i < n_pairs; i++)
            assert_int_equal(out[i], naive_lowered(p, all, n, pairs[i].a, pairs[i].b));
    }
}

/* Two hubs with the same 200,000 leaves: rows that were gone through for each pair would take 10^10 steps. */
static void hubs_cost_little(void **unused) {
    (void)unused;
    enum { LEAVES = 200000 };
    dvk_pair *pairs = malloc((2 * LEAVES + 1) * sizeof *pairs);
    uint32_t *out = malloc((2 * LEAVES + 1) * sizeof *out), n = 0;
    assert_true(pairs != NULL && out != NULL);
    pairs[n++] = (dvk_pair){0, 1, 0, 65000};
    for (uint32_t i = 0; i < LEAVES; i++) {
        pairs[n++] = (dvk_pair){0, 2 + i, 0, 65000};
        pairs[n++] = (dvk_pair){1, 2 + i, 0, 65000};
    }
    lower(pairs, n, 2 + LEAVES, out);
    assert_true(out[0] > 64900);
    assert_true(out[1] < 63000);
    free(pairs), free(out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_has_no_other_neighbour_stays),
        cmocka_unit_test(parts_of_a_story_are_lowered),
        cmocka_unit_test(the_odds_fall_to_a_sixth_at_most),
        cmocka_unit_test(what_comes_of_it_is_what_rows_give),
        cmocka_unit_test(hubs_cost_little),
    };
    return cmocka_run_group_tests_name("neighbours", tests, NULL, NULL);
}
