/* Linkage of events: which links join, where the guards stand, what lies far apart in time, and sizes without
 * end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "chance.h"
#include "cluster/event_linkage.h"
#include "failing_memory.h"
#include "naive_events.h"

typedef struct triple {
    uint32_t a, b, probability, less; /* the probability is lowered by `less` */
} triple;

static void link_atoms(const dvi_atom *atoms, uint32_t n, const triple *pairs, uint32_t n_pairs,
                       const dvi_event_params *params, uint32_t *group) {
    dvi_event_linkage *linkage = dvi_event_linkage_create(n, n_pairs);
    assert_non_null(linkage);
    dvi_event_linkage_begin(linkage, atoms, n, n_pairs);
    for (uint32_t i = 0; i < n_pairs; i++)
        dvi_event_linkage_add(linkage, pairs[i].a, pairs[i].b, pairs[i].probability,
                              pairs[i].probability - pairs[i].less);
    dvi_event_linkage_run(linkage, params, group);
    dvi_event_linkage_destroy(linkage);
}

/* Atoms of the given sizes, of one article each when `sizes` is NULL; likewise times. */
static void expect(uint32_t n, const uint32_t *sizes, const int64_t *times, const triple *pairs,
                   uint32_t n_pairs, dvi_event_params params, const uint32_t *expected) {
    dvi_atom atoms[NAIVE_MAX] = {{0}};
    uint32_t group[NAIVE_MAX];
    for (uint32_t i = 0; i < n; i++) {
        int64_t time = times != NULL ? times[i] : DVK_NO_TIME;
        atoms[i] = (dvi_atom){time, time, sizes != NULL ? sizes[i] : 1};
    }
    link_atoms(atoms, n, pairs, n_pairs, &params, group);
    for (uint32_t i = 0; i < n; i++)
        assert_int_equal(group[i], expected[i]);
}

static const dvi_event_params unguarded = {.link = 32768};

static void one_strong_link_is_enough(void **unused) {
    (void)unused;
    const triple pairs[] = {{0, 1, 32768, 0}, {1, 2, 32768, 0}, {2, 3, 32767, 0}};
    expect(4, NULL, NULL, pairs, 3, unguarded, (uint32_t[]){0, 0, 0, 3});
}

/* Two that are nearly sure of a third, which alone would not do. */
static void weak_links_bear_each_other_out(void **unused) {
    (void)unused;
    const dvi_event_params params = {.link = 60000, .weak_link = 50000, .min_density = 65536},
                           none = {.link = 60000, .min_density = 65536};
    const triple pairs[] = {{0, 1, 60000, 0}, {0, 2, 51000, 0}, {1, 2, 49000, 0}, {2, 3, 59999, 0}};
    expect(4, NULL, NULL, pairs, 4, params, (uint32_t[]){0, 0, 0, 3});
    expect(4, NULL, NULL, pairs, 4, none, (uint32_t[]){0, 0, 2, 3});
    const triple weaker[] = {{0, 1, 60000, 0}, {0, 2, 51000, 0}, {1, 2, 48999, 0}};
    expect(3, NULL, NULL, weaker, 3, params, (uint32_t[]){0, 0, 2});
    const triple lowered[] = {{0, 1, 60000, 0}, {0, 2, 51000, 0}, {1, 2, 49000, 1}};
    expect(3, NULL, NULL, lowered, 3, params, (uint32_t[]){0, 0, 2});
}

/* The link that neighbours speak for goes first, whatever its own probability; a link is one by its own. */
static void what_is_lowered_links_later(void **unused) {
    (void)unused;
    const int64_t times[] = {0, 10, 20};
    const dvi_event_params params = {.link = 32768, .cohesion = 20000, .min_density = 65536};
    const triple pairs[] = {{0, 1, 65000, 30000}, {1, 2, 50000, 0}};
    expect(3, NULL, times, pairs, 2, params, (uint32_t[]){0, 0, 0});
    const dvi_event_params narrow = {.link = 32768, .cohesion = 30000, .min_density = 65536};
    expect(3, NULL, times, pairs, 2, narrow, (uint32_t[]){0, 1, 1});
    const dvi_event_params high = {.link = 60000};
    expect(3, NULL, times, pairs, 2, high, (uint32_t[]){0, 0, 2});
}

/* Four reports and as many: sixteen pairs of .5. What is wanted between two atoms rises with each doubling.
 */
static void contact_rises_with_the_smaller_group(void **unused) {
    (void)unused;
    triple pairs[28];
    uint32_t n = 0;
    for (uint32_t a = 0; a < 8; a++)
        for (uint32_t b = a + 1; b < 8; b++)
            pairs[n++] = (triple){a, b, a / 4 == b / 4 ? 65536 : 32768, 0};
    dvi_event_params params = {
        .link = 1, .contact = 20000, .contact_of_few = 20000, .contact_rise = 6384, .min_density = 65536};
    expect(8, NULL, NULL, pairs, n, params, (uint32_t[]){0, 0, 0, 0, 0, 0, 0, 0});
    params.contact_rise++;
    expect(8, NULL, NULL, pairs, n, params, (uint32_t[]){0, 0, 0, 0, 4, 4, 4, 4});
}

/* A third report joins two by one certain link, a fourth does not join three, nor a fifth four by two. */
static void few_need_less_contact(void **unused) {
    (void)unused;
    const dvi_event_params params = {
        .link = 60000, .contact = 33000, .contact_of_few = 32000, .min_density = 65536};
    triple pairs[8];
    uint32_t n = 0;
    pairs[n++] = (triple){0, 1, 65536, 0};
    pairs[n++] = (triple){1, 2, 65000, 0};
    expect(3, NULL, NULL, pairs, n, params, (uint32_t[]){0, 0, 0});
    pairs[n++] = (triple){0, 2, 65536, 0};
    pairs[n++] = (triple){1, 3, 64000, 0};
    expect(4, NULL, NULL, pairs, n, params, (uint32_t[]){0, 0, 0, 3});
    pairs[n++] = (triple){0, 3, 65536, 0};
    pairs[n++] = (triple){2, 3, 65536, 0};
    pairs[n++] = (triple){1, 4, 63000, 0};
    pairs[n++] = (triple){2, 4, 63000, 0};
    expect(5, NULL, NULL, pairs, n, params, (uint32_t[]){0, 0, 0, 0, 4});
}

/* Four and two articles: eight pairs, half of which are expected; a quarter of these is one. */
static void contact_is_measured_between_the_groups(void **unused) {
    (void)unused;
    const uint32_t sizes[] = {4, 2};
    const dvi_event_params params = {
        .link = 1, .contact = 16384, .contact_of_few = 16384, .min_density = 32768};
    triple pairs[] = {{0, 1, 65536, 0}, {1, 0, 0, 0}};
    expect(2, sizes, NULL, pairs, 1, params, (uint32_t[]){0, 0});
    pairs[0].probability--;
    expect(2, sizes, NULL, pairs, 1, params, (uint32_t[]){0, 1});
    pairs[1].probability = 1;
    expect(2, sizes, NULL, pairs, 2, params, (uint32_t[]){0, 0});
}

/* Pairs given count all, even if they are more than expected: two with nothing in them halve the third. */
static void weak_pairs_speak_against_a_link(void **unused) {
    (void)unused;
    const uint32_t sizes[] = {2, 2};
    const dvi_event_params params = {.link = 32768, .contact = 20000, .contact_of_few = 20000};
    const triple pairs[] = {{0, 1, 60000, 0}, {0, 1, 0, 0}, {0, 1, 0, 0}, {0, 1, 0, 0}};
    expect(2, sizes, NULL, pairs, 3, params, (uint32_t[]){0, 0});
    expect(2, sizes, NULL, pairs, 4, params, (uint32_t[]){0, 1});
}

static void cohesion_is_measured_within_what_comes_of_it(void **unused) {
    (void)unused;
    const dvi_event_params params = {.link = 1, .cohesion = 30000, .min_density = 65536};
    triple pairs[] = {{0, 1, 60000, 0}, {1, 2, 30000, 0}};
    expect(3, NULL, NULL, pairs, 2, params, (uint32_t[]){0, 0, 0});
    pairs[1].probability--;
    expect(3, NULL, NULL, pairs, 2, params, (uint32_t[]){0, 0, 2});
}

/* Copies count as certain. Two and one: three pairs, 65536 + 30000 in them. */
static void copies_add_to_cohesion(void **unused) {
    (void)unused;
    const uint32_t sizes[] = {2, 1};
    dvi_event_params params = {.link = 1, .cohesion = 31845, .min_density = 65536};
    const triple pairs[] = {{0, 1, 30000, 0}};
    expect(2, sizes, NULL, pairs, 1, params, (uint32_t[]){0, 0});
    params.cohesion++;
    expect(2, sizes, NULL, pairs, 1, params, (uint32_t[]){0, 1});
}

/* A thousand copies have half a million pairs among them, but count as 4000 when each article may have four.
 * With one article more 4004 are expected: (4000 + 1/2) / 4004 = 65478.7 / 65536. */
static void a_crowd_of_copies_does_not_hold_anything_together(void **unused) {
    (void)unused;
    const uint32_t sizes[] = {1000, 1};
    const triple pairs[] = {{0, 1, 32768, 0}};
    dvi_event_params params = {.link = 1, .cohesion = 65478, .min_density = 65536, .pairs_each = 4};
    expect(2, sizes, NULL, pairs, 1, params, (uint32_t[]){0, 0});
    params.cohesion++;
    expect(2, sizes, NULL, pairs, 1, params, (uint32_t[]){0, 1});
}

/* A report has pairs with 8 of 1000 copies: of a quarter of them that is little, of what it may have all. */
static void a_report_reaches_a_crowd_of_copies(void **unused) {
    (void)unused;
    const uint32_t sizes[] = {1000, 1};
    triple pairs[8];
    for (uint32_t i = 0; i < 8; i++)
        pairs[i] = (triple){0, 1, 40000, 0};
    dvi_event_params params = {
        .link = 32768, .contact = 40000, .contact_of_few = 40000, .min_density = 16384, .pairs_each = 8};
    expect(2, sizes, NULL, pairs, 8, params, (uint32_t[]){0, 0});
    expect(2, sizes, NULL, pairs, 7, params, (uint32_t[]){0, 1});
    params.pairs_each = 0;
    params.contact = params.contact_of_few = 6553;
    expect(2, sizes, NULL, pairs, 8, params, (uint32_t[]){0, 1});
}

/* Of 0-1-2 only one link can hold, for all pairs are expected. */
static void the_strongest_link_goes_first_then_the_lower_atoms(void **unused) {
    (void)unused;
    const dvi_event_params params = {.link = 1, .cohesion = 40000, .min_density = 65536};
    const triple stronger[] = {{0, 1, 50000, 0}, {1, 2, 50001, 0}},
                 equal[] = {{2, 1, 50000, 0}, {1, 0, 50000, 0}};
    const triple lower[] = {{2, 3, 50000, 0}, {0, 3, 50000, 0}};
    expect(3, NULL, NULL, stronger, 2, params, (uint32_t[]){0, 1, 1});
    expect(3, NULL, NULL, equal, 2, params, (uint32_t[]){0, 0, 2});
    expect(4, NULL, NULL, lower, 2, params, (uint32_t[]){0, 1, 2, 0});
}

/* The strongest link comes first and is too long; the two others make a way for it. */
static void what_lies_between_bridges_the_window(void **unused) {
    (void)unused;
    const int64_t times[] = {100, 200, 110, 120};
    const triple pairs[] = {{0, 3, 65536, 0}, {0, 2, 40000, 0}};
    dvi_event_params params = {.link = 32768, .window = 10};
    expect(4, NULL, times, pairs, 2, params, (uint32_t[]){0, 1, 0, 0});
    params.window = 9;
    expect(4, NULL, times, pairs, 2, params, (uint32_t[]){0, 1, 2, 3});
    params.window = 0;
    expect(4, NULL, times, pairs, 1, params, (uint32_t[]){0, 1, 2, 0});
}

/* Each pass joins but the last of the links that are left: 32 of them and no more. */
static void passes_are_bounded(void **unused) {
    (void)unused;
    enum { LINKS = 40 };
    int64_t times[LINKS + 1];
    triple pairs[LINKS];
    uint32_t expected[LINKS + 1] = {0};
    for (uint32_t i = 0; i <= LINKS; i++) {
        times[i] = 10 * i;
        if (i < LINKS) pairs[i] = (triple){0, i + 1, 40000 + i, 0};
        expected[i] = i <= 32 ? 0 : i;
    }
    const dvi_event_params params = {.link = 32768, .window = 10};
    expect(LINKS + 1, NULL, times, pairs, LINKS, params, expected);
}

static void an_undated_atom_is_not_bounded(void **unused) {
    (void)unused;
    const int64_t times[] = {DVK_NO_TIME, INT64_MIN + 1, INT64_MAX};
    const triple pairs[] = {{0, 1, 50000, 0}, {0, 2, 40000, 0}, {1, 2, 40000, 0}};
    const dvi_event_params params = {.link = 32768, .window = INT64_MAX};
    expect(3, NULL, times, pairs, 3, params, (uint32_t[]){0, 0, 2}); /* 0 takes the date of 1 */
    expect(3, NULL, times, pairs + 2, 1, unguarded, (uint32_t[]){0, 1, 1});
}

/* Pairs within and between are more than 64 bits hold in 1/65536. */
static void the_largest_sizes_do_not_overflow(void **unused) {
    (void)unused;
    const uint32_t halves[] = {UINT32_MAX / 2, UINT32_MAX / 2}, uneven[] = {UINT32_MAX - 1, 1};
    const triple pairs[] = {{0, 1, 65536, 0}};
    static const uint32_t densities[] = {1, 16384, 65536}, bounds[] = {0, 1, 8, UINT32_MAX};
    for (int d = 0; d < 3; d++) {
        for (int b = 0; b < 4; b++) {
            dvi_event_params params = {.link = 1, .min_density = densities[d], .pairs_each = bounds[b]};
            expect(2, halves, NULL, pairs, 1, params, (uint32_t[]){0, 0});
            params.contact = params.contact_of_few = 1;
            expect(2, halves, NULL, pairs, 1, params, (uint32_t[]){0, 1});
            if (bounds[b] == 8) expect(2, uneven, NULL, pairs, 1, params, (uint32_t[]){0, 0});
            params.contact = params.contact_of_few = 0;
            params.cohesion = 32768; /* the copies alone are dense enough */
            expect(2, halves, NULL, pairs, 1, params, (uint32_t[]){0, 0});
        }
    }
}

static void random_case(uint32_t round) {
    static const uint32_t densities[] = {0, 6000, 16384, 32768, 65536},
                          shares[] = {0, 3000, 6553, 20000, 40000};
    const dvi_event_params params = {.link = 65536 / 8 * any(9),
                                     .weak_link = any(2) * (1 + any(60000)),
                                     .cohesion = shares[any(5)],
                                     .contact = shares[any(5)],
                                     .contact_of_few = shares[any(5)],
                                     .contact_rise = any(2) * any(20000),
                                     .min_density = densities[any(5)],
                                     .window = round % 3 == 0 ? 0 : 1 + any(30),
                                     .pairs_each = any(5)};
    const naive_guards guards = {.link = params.link,
                                 .weak = params.weak_link,
                                 .cohesion = params.cohesion,
                                 .contact = params.contact,
                                 .few = params.contact_of_few,
                                 .rise = params.contact_rise,
                                 .density = params.min_density,
                                 .each = params.pairs_each,
                                 .window = params.window};
    uint32_t n = 2 + any(round % 8 == 0 ? NAIVE_MAX - 1 : 14), n_pairs = any(n * (n - 1) / 2 + 1);
    uint32_t levels = 1 + any(6), span = 1 + any(300), undated = any(4), most = 1 + any(20);
    static triple pairs[NAIVE_MAX * NAIVE_MAX];
    static naive_events plain;
    dvi_atom atoms[NAIVE_MAX];
    uint32_t group[NAIVE_MAX], expected[NAIVE_MAX];
    memset(&plain, 0, sizeof plain);
    plain.n = n;
    for (uint32_t i = 0; i < n; i++) {
        int64_t time = any(4) < undated ? DVK_NO_TIME : (int64_t)any(span);
        atoms[i] = (dvi_atom){time, time, 1 + (any(3) == 0 ? any(most) : 0)};
        if (time != DVK_NO_TIME) atoms[i].last += any(20);
        plain.first[i] = atoms[i].first, plain.last[i] = atoms[i].last, plain.size[i] = atoms[i].size;
    }
    for (uint32_t i = 0; i < n_pairs; i++) {
        uint32_t a = any(n), b = (a + 1 + any(n - 1)) % n;
        uint32_t probability = round % 2 == 0 ? any(65537) : 65536 / levels * any(levels + 1);
        uint32_t less = any(3) == 0 ? any(probability + 1) : 0;
        pairs[i] = (triple){a, b, probability, less};
        naive_events_add(&plain, a, b, probability, probability - less);
    }
    link_atoms(atoms, n, pairs, n_pairs, &params, group);
    naive_link_events(&plain, &guards, expected);
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
    const dvi_atom atoms[] = {{0, 0, 1}, {90, 90, 1}, {0, 0, 1}};
    const dvi_event_params params = {.link = 32768, .window = 10};
    dvi_event_linkage *linkage = dvi_event_linkage_create(3, 2);
    assert_non_null(linkage);
    for (int round = 0; round < 3; round++) {
        uint32_t group[3];
        dvi_event_linkage_begin(linkage, atoms, 2, 1);
        dvi_event_linkage_add(linkage, 0, 1, 65536, 65536);
        dvi_event_linkage_run(linkage, &params, group);
        assert_int_equal(group[1], 1);
        dvi_event_linkage_begin(linkage, atoms, 3, 2);
        dvi_event_linkage_add(linkage, 2, 0, 65536, 65536);
        dvi_event_linkage_run(linkage, &params, group);
        assert_memory_equal(group, ((uint32_t[]){0, 1, 0}), sizeof group);
        dvi_event_linkage_begin(linkage, atoms, 3, 2);
        dvi_event_linkage_run(linkage, &params, group);
        assert_memory_equal(group, ((uint32_t[]){0, 1, 2}), sizeof group);
    }
    dvi_event_linkage_destroy(linkage);
}

static void memory_that_ends_is_reported(void **unused) {
    (void)unused;
    size_t after = 0;
    for (dvi_event_linkage *linkage = NULL; linkage == NULL; after++) {
        dvi_memory_fail(after, 0);
        linkage = dvi_event_linkage_create(2, 1);
        dvi_memory_fail(SIZE_MAX, 0);
        dvi_event_linkage_destroy(linkage);
        assert_in_range(after, 0, 20);
    }
    assert_in_range(after, 5, 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_strong_link_is_enough),
        cmocka_unit_test(weak_links_bear_each_other_out),
        cmocka_unit_test(what_is_lowered_links_later),
        cmocka_unit_test(contact_rises_with_the_smaller_group),
        cmocka_unit_test(few_need_less_contact),
        cmocka_unit_test(contact_is_measured_between_the_groups),
        cmocka_unit_test(weak_pairs_speak_against_a_link),
        cmocka_unit_test(cohesion_is_measured_within_what_comes_of_it),
        cmocka_unit_test(copies_add_to_cohesion),
        cmocka_unit_test(a_crowd_of_copies_does_not_hold_anything_together),
        cmocka_unit_test(a_report_reaches_a_crowd_of_copies),
        cmocka_unit_test(the_strongest_link_goes_first_then_the_lower_atoms),
        cmocka_unit_test(what_lies_between_bridges_the_window),
        cmocka_unit_test(passes_are_bounded),
        cmocka_unit_test(an_undated_atom_is_not_bounded),
        cmocka_unit_test(the_largest_sizes_do_not_overflow),
        cmocka_unit_test(random_graphs_are_linked_as_the_plain_way_does),
        cmocka_unit_test(a_linkage_can_be_used_again),
        cmocka_unit_test(memory_that_ends_is_reported),
    };
    return cmocka_run_group_tests_name("event_linkage", tests, NULL, NULL);
}
