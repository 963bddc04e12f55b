/* Linkage: what merges at which density, and in which order; what a link, the size of groups and the time
 * between them have to do with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "chance.h"
#include "cluster/linkage.h"
#include "failing_memory.h"
#include "naive_linkage.h"

typedef struct triple {
    uint32_t a, b, strength;
    bool apart; /* it does not link */
} triple;

static dvi_linkage_params at(uint32_t threshold, uint32_t density, uint32_t each) {
    return (dvi_linkage_params){.threshold = threshold, .min_density = density, .pairs_each = each};
}

static void link_atoms(const dvi_atom *atoms, uint32_t n, const triple *pairs, uint32_t n_pairs,
                       const dvi_linkage_params *params, uint32_t *group) {
    dvi_linkage *linkage = dvi_linkage_create(n, n_pairs);
    assert_non_null(linkage);
    dvi_linkage_begin(linkage, atoms, n, n_pairs);
    for (uint32_t i = 0; i < n_pairs; i++)
        dvi_linkage_add(linkage, pairs[i].a, pairs[i].b, pairs[i].strength, !pairs[i].apart);
    dvi_linkage_run(linkage, params, group);
    dvi_linkage_destroy(linkage);
}

/* Atoms of one article each. `times` may be NULL. */
static void expect_in_time(uint32_t n, const int64_t *times, const triple *pairs, uint32_t n_pairs,
                           dvi_linkage_params params, const uint32_t *expected) {
    dvi_atom atoms[NAIVE_MAX] = {{0}};
    uint32_t group[NAIVE_MAX];
    for (uint32_t i = 0; i < n; i++) {
        int64_t time = times != NULL ? times[i] : DVK_NO_TIME;
        atoms[i] = (dvi_atom){time, time, 1};
    }
    link_atoms(atoms, n, pairs, n_pairs, &params, group);
    for (uint32_t i = 0; i < n; i++)
        assert_int_equal(group[i], expected[i]);
}

static void expect(uint32_t n, const triple *pairs, uint32_t n_pairs, dvi_linkage_params params,
                   const uint32_t *expected) {
    expect_in_time(n, NULL, pairs, n_pairs, params, expected);
}

static const triple chain[4] = {
    {0, 1, 60000, false}, {1, 2, 60000, false}, {2, 3, 60000, false}, {3, 4, 60000, false}};

static void a_chain_breaks_when_all_pairs_count(void **unused) {
    (void)unused;
    expect(5, chain, 4, at(32768, 65536, 0), (uint32_t[]){0, 0, 2, 2, 4});
}

static void a_chain_holds_when_only_given_pairs_count(void **unused) {
    (void)unused;
    expect(5, chain, 4, at(32768, 0, 0), (uint32_t[]){0, 0, 0, 0, 0});
}

/* 0, 1 and 2 are one: 3 has one pair of three with them, 0.6 of which is 0.2. */
static void density_says_how_many_pairs_must_speak(void **unused) {
    (void)unused;
    const triple pairs[] = {
        {0, 1, 65536, false}, {0, 2, 65536, false}, {1, 2, 65536, false}, {2, 3, 39322, false}};
    const uint32_t apart[] = {0, 0, 0, 3}, together[] = {0, 0, 0, 0};
    expect(4, pairs, 4, at(32768, 65536, 0), apart);
    expect(4, pairs, 4, at(32768, 32768, 0), apart);
    expect(4, pairs, 4, at(32768, 26214, 0), together); /* 0.6 / 1.2 */
    expect(4, pairs, 4, at(32768, 26300, 0), apart);
    expect(4, pairs, 4, at(32768, 16384, 0), together);
}

/* The strongest of all pairs, 4-5, is merged first, and then both stories have pairs with it. When half the
 * pairs must speak, 5 changes sides and the stories stay two. A quarter is not enough to part them: known,
 * and the price of holding large events together when few of their pairs were looked at. */
static void a_bridge_stronger_than_its_stories_needs_more_density(void **unused) {
    (void)unused;
    triple pairs[21] = {{4, 5, 65536, false}};
    uint32_t n = 1;
    for (uint32_t a = 0; a < 10; a++)
        for (uint32_t b = a + 1; b < 10; b++)
            if (a / 5 == b / 5) pairs[n++] = (triple){a, b, 50000, false};
    expect(10, pairs, n, at(32768, 32768, 0), (uint32_t[]){0, 0, 0, 0, 0, 0, 6, 6, 6, 6});
    expect(10, pairs, n, at(32768, 16384, 0), (uint32_t[]){0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
}

static void the_threshold_itself_is_enough(void **unused) {
    (void)unused;
    const triple pairs[] = {{0, 1, 32768, false}, {2, 3, 32767, false}};
    expect(4, pairs, 2, at(32768, 16384, 0), (uint32_t[]){0, 0, 2, 3});
}

/* Pairs of one pair of atoms add up, and the articles of an atom count. */
static void atoms_of_many_articles_weigh_more(void **unused) {
    (void)unused;
    const dvi_atom atoms[] = {{DVK_NO_TIME, DVK_NO_TIME, 4}, {DVK_NO_TIME, DVK_NO_TIME, 3}};
    const triple pairs[] = {{0, 1, 60000, false}, {1, 0, 60000, false}, {0, 1, 60000, false}};
    const dvi_linkage_params quarter = at(59000, 16384, 0), half = at(32768, 32768, 0);
    uint32_t group[2];
    link_atoms(atoms, 2, pairs, 3, &quarter, group); /* 3 of 12 */
    assert_int_equal(group[1], 0);
    link_atoms(atoms, 2, pairs, 2, &quarter, group);
    assert_int_equal(group[1], 1);
    link_atoms(atoms, 2, pairs, 3, &half, group);
    assert_int_equal(group[1], 1);
}

static void the_higher_mean_goes_first(void **unused) {
    (void)unused;
    const triple pairs[] = {{0, 1, 40000, false}, {1, 2, 50000, false}};
    expect(3, pairs, 2, at(32768, 65536, 0), (uint32_t[]){0, 1, 1});
}

static void of_equal_means_the_lower_numbers_go_first(void **unused) {
    (void)unused;
    const triple pairs[] = {{2, 3, 50000, false}, {1, 2, 50000, false}, {0, 3, 50000, false}};
    expect(4, pairs, 3, at(32768, 65536, 0), (uint32_t[]){0, 1, 1, 0});
}

/* A crowd of copies in which each has a pair with the next few only, as when candidates are cut. */
static void copies_with_few_pairs_each_are_one_group(void **unused) {
    (void)unused;
    enum { COPIES = 2000, REACH = 16 };
    static dvi_atom atoms[COPIES];
    static triple pairs[COPIES * REACH];
    static uint32_t group[COPIES];
    uint32_t n_pairs = 0;
    for (uint32_t i = 0; i < COPIES; i++) {
        atoms[i] = (dvi_atom){DVK_NO_TIME, DVK_NO_TIME, 1};
        for (uint32_t k = i + 1; k < COPIES && k <= i + REACH; k++)
            pairs[n_pairs++] = (triple){i, k, 65536, false};
    }
    link_atoms(atoms, COPIES, pairs, n_pairs, &(dvi_linkage_params){32768, 16384, 8, 0}, group);
    for (uint32_t i = 0; i < COPIES; i++)
        assert_int_equal(group[i], 0);
    link_atoms(atoms, COPIES, pairs, n_pairs, &(dvi_linkage_params){32768, 16384, 0, 0}, group);
    assert_int_not_equal(group[COPIES - 1], 0);
}

/* Of 100 and 40 articles 4000 pairs are possible; a quarter is more than 8 for each of 40. */
static void no_more_pairs_are_expected_than_each_article_may_have(void **unused) {
    (void)unused;
    const dvi_atom atoms[] = {{DVK_NO_TIME, DVK_NO_TIME, 100}, {DVK_NO_TIME, DVK_NO_TIME, 40}};
    static triple pairs[160];
    uint32_t group[2];
    for (uint32_t i = 0; i < 160; i++)
        pairs[i] = (triple){0, 1, 65536, false};
    const dvi_linkage_params params = at(32768, 16384, 8);
    link_atoms(atoms, 2, pairs, 160, &params, group);
    assert_int_equal(group[1], 0);
    link_atoms(atoms, 2, pairs, 159, &params, group);
    assert_int_equal(group[1], 1);
}

/* 0 and 1 are linked, and so is what both are with 2. */
static void without_a_link_nothing_merges(void **unused) {
    (void)unused;
    const triple none[] = {
        {0, 1, 50000, false}, {0, 2, 65536, true}, {1, 2, 65536, true}, {3, 4, 65536, true}};
    expect(5, none, 4, at(20000, 65536, 0), (uint32_t[]){0, 0, 2, 3, 4});
    const triple one[] = {
        {0, 1, 50000, false}, {0, 2, 30000, false}, {1, 2, 40000, true}, {3, 4, 65536, true}};
    expect(5, one, 4, at(20000, 65536, 0), (uint32_t[]){0, 0, 0, 3, 4});
}

/* The strongest pair comes first and is too long; another makes a way for it. */
static void what_lies_between_bridges_the_window(void **unused) {
    (void)unused;
    const int64_t times[] = {100, 200, 110, 120};
    const triple pairs[] = {{0, 3, 65536, false}, {0, 2, 40000, false}};
    dvi_linkage_params params = at(32768, 0, 0);
    params.window = 10;
    expect_in_time(4, times, pairs, 2, params, (uint32_t[]){0, 1, 0, 0});
    params.window = 9;
    expect_in_time(4, times, pairs, 2, params, (uint32_t[]){0, 1, 2, 3});
    params.window = 0;
    expect_in_time(4, times, pairs, 1, params, (uint32_t[]){0, 1, 2, 0});
}

/* Each pass merges but the weakest of the pairs that are left: 32 of them and no more. */
static void passes_are_bounded(void **unused) {
    (void)unused;
    enum { LINKS = 40 };
    int64_t times[LINKS + 1];
    triple pairs[LINKS];
    uint32_t expected[LINKS + 1] = {0};
    for (uint32_t i = 0; i <= LINKS; i++) {
        times[i] = 10 * i;
        if (i < LINKS) pairs[i] = (triple){0, i + 1, 40000 + i, false};
        expected[i] = i <= 32 ? 0 : i;
    }
    dvi_linkage_params params = at(32768, 0, 0);
    params.window = 10;
    expect_in_time(LINKS + 1, times, pairs, LINKS, params, expected);
}

static void an_undated_atom_is_not_bounded(void **unused) {
    (void)unused;
    const int64_t times[] = {DVK_NO_TIME, INT64_MIN + 1, INT64_MAX};
    const triple pairs[] = {{0, 1, 50000, false}, {0, 2, 40000, false}, {1, 2, 40000, false}};
    dvi_linkage_params params = at(32768, 0, 0);
    expect_in_time(3, times, pairs + 2, 1, params, (uint32_t[]){0, 1, 1});
    params.window = INT64_MAX;
    expect_in_time(3, times, pairs, 3, params, (uint32_t[]){0, 0, 2}); /* 0 takes the date of 1 */
}

/* Pairs between are more than 64 bits hold in 1/65536. */
static void the_largest_sizes_do_not_overflow(void **unused) {
    (void)unused;
    const dvi_atom halves[] = {{0, 0, UINT32_MAX / 2}, {0, 0, UINT32_MAX / 2}},
                   uneven[] = {{0, 0, UINT32_MAX - 1}, {0, 0, 1}};
    static const uint32_t densities[] = {1, 16384, 65536}, bounds[] = {0, 1, 8, UINT32_MAX};
    const triple pair[] = {{0, 1, 65536, false}};
    for (int i = 0; i < 12; i++) {
        dvi_linkage_params params = at(0, densities[i / 4], bounds[i % 4]);
        uint32_t group[2];
        link_atoms(halves, 2, pair, 1, &params, group);
        assert_int_equal(group[1], 0);
        params.threshold = 1;
        link_atoms(halves, 2, pair, 1, &params, group);
        assert_int_equal(group[1], 1);
        if (bounds[i % 4] != 8) continue;
        link_atoms(uneven, 2, pair, 1, &params, group);
        assert_int_equal(group[1], 0);
    }
}

/* Few different strengths and sizes, so that many means are equal. */
static void random_case(uint32_t round) {
    static const uint32_t densities[] = {0, 6000, 16384, 32768, 65536};
    static const uint32_t thresholds[] = {0, 3000, 20000, 32768, 50000, 65536};
    const dvi_linkage_params params = {.threshold = thresholds[any(6)],
                                       .min_density = densities[any(5)],
                                       .pairs_each = any(5),
                                       .window = round % 3 == 0 ? 0 : 1 + any(30)};
    const naive_bounds bounds = {params.threshold, params.min_density, params.pairs_each, params.window};
    uint32_t n = 2 + any(round % 8 == 0 ? NAIVE_MAX - 1 : 14), n_pairs = any(n * (n - 1) / 2 + 1);
    uint32_t unlinked = any(2) * any(9), levels = 1 + any(6), span = 1 + any(300), undated = any(4);
    static triple pairs[NAIVE_MAX * NAIVE_MAX];
    static naive_graph graph;
    dvi_atom atoms[NAIVE_MAX];
    uint32_t group[NAIVE_MAX], expected[NAIVE_MAX];
    memset(&graph, 0, sizeof graph);
    graph.n = n;
    for (uint32_t i = 0; i < n; i++) {
        int64_t time = any(4) < undated ? DVK_NO_TIME : (int64_t)any(span);
        atoms[i] = (dvi_atom){time, time, 1 + (any(3) == 0 ? any(3) : 0)};
        if (time != DVK_NO_TIME) atoms[i].last += any(20);
        naive_add_atom(&graph, i, atoms[i].size, atoms[i].first, atoms[i].last);
    }
    for (uint32_t i = 0; i < n_pairs; i++) {
        uint32_t a = any(n), b = (a + 1 + any(n - 1)) % n;
        uint32_t strength = round % 2 == 0 ? any(65537) : 65536 / levels * any(levels + 1);
        pairs[i] = (triple){a, b, strength, any(8) < unlinked};
        naive_add(&graph, a, b, strength, !pairs[i].apart);
    }
    link_atoms(atoms, n, pairs, n_pairs, &params, group);
    naive_link(&graph, &bounds, expected);
    for (uint32_t i = 0; i < n; i++)
        if (group[i] != expected[i])
            fail_msg("round %u: atom %u is in %u, not in %u", round, i, group[i], expected[i]);
}

static void random_graphs_are_linked_as_the_plain_way_does(void **unused) {
    (void)unused;
    for (uint32_t round = 0; round < 6000; round++)
        random_case(round);
}

/* A second graph in the same room is not touched by what was left of the first. */
static void a_linkage_can_be_used_again(void **unused) {
    (void)unused;
    const dvi_atom atoms[] = {{0, 0, 1}, {90, 90, 1}, {0, 0, 1}, {0, 0, 1}, {0, 0, 1}};
    const dvi_linkage_params params = at(32768, 65536, 0);
    dvi_linkage *linkage = dvi_linkage_create(5, 4);
    assert_non_null(linkage);
    for (int round = 0; round < 3; round++) {
        uint32_t group[5];
        dvi_linkage_begin(linkage, atoms, 2, 1);
        dvi_linkage_add(linkage, 0, 1, 65536, true);
        dvi_linkage_run(linkage, &params, group);
        assert_int_equal(group[1], 0);
        dvi_linkage_begin(linkage, atoms, 5, 4);
        for (int i = 0; i < 4; i++)
            dvi_linkage_add(linkage, chain[i].a, chain[i].b, chain[i].strength, true);
        dvi_linkage_run(linkage, &params, group);
        assert_memory_equal(group, ((uint32_t[]){0, 0, 2, 2, 4}), sizeof group);
    }
    dvi_linkage_destroy(linkage);
}

static void memory_that_ends_is_reported(void **unused) {
    (void)unused;
    dvi_linkage *linkage = NULL;
    for (size_t after = 0; linkage == NULL; after++) {
        dvi_memory_fail(after, 0);
        linkage = dvi_linkage_create(2, 1);
        assert_in_range(after, 0, 20);
    }
    dvi_memory_fail(SIZE_MAX, 0);
    dvi_linkage_destroy(linkage);
    dvi_linkage_destroy(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chain_breaks_when_all_pairs_count),
        cmocka_unit_test(a_chain_holds_when_only_given_pairs_count),
        cmocka_unit_test(density_says_how_many_pairs_must_speak),
        cmocka_unit_test(a_bridge_stronger_than_its_stories_needs_more_density),
        cmocka_unit_test(the_threshold_itself_is_enough),
        cmocka_unit_test(atoms_of_many_articles_weigh_more),
        cmocka_unit_test(the_higher_mean_goes_first),
        cmocka_unit_test(of_equal_means_the_lower_numbers_go_first),
        cmocka_unit_test(copies_with_few_pairs_each_are_one_group),
        cmocka_unit_test(no_more_pairs_are_expected_than_each_article_may_have),
        cmocka_unit_test(without_a_link_nothing_merges),
        cmocka_unit_test(what_lies_between_bridges_the_window),
        cmocka_unit_test(passes_are_bounded),
        cmocka_unit_test(an_undated_atom_is_not_bounded),
        cmocka_unit_test(the_largest_sizes_do_not_overflow),
        cmocka_unit_test(random_graphs_are_linked_as_the_plain_way_does),
        cmocka_unit_test(a_linkage_can_be_used_again),
        cmocka_unit_test(memory_that_ends_is_reported),
    };
    return cmocka_run_group_tests_name("linkage", tests, NULL, NULL);
}
