/* Clustering: what becomes one event and what does not, the numbers, scores and representatives, and that the
 * result is that of the plain way and does not depend on the order of the pairs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "chance.h"
#include "cluster/strength.h"
#include "dvoinik/cluster.h"
#include "failing_memory.h"
#include "naive_linkage.h"

enum { HOUR = 3600, MANY = 1000 };

/* A graph that a test puts together. */
typedef struct test_graph {
    size_t n, n_pairs;
    int64_t times[MANY];
    dvk_pair pairs[16 * MANY];
    dvk_assignment out[MANY];
} test_graph;

static test_graph made;

static test_graph *fresh(size_t n) {
    memset(&made, 0, sizeof made);
    made.n = n;
    for (size_t i = 0; i < n; i++)
        made.times[i] = DVK_NO_TIME;
    return &made;
}

static void link_both(test_graph *graph, uint32_t a, uint32_t b, uint32_t duplicate, uint32_t event) {
    dvk_pair pair = {a < b ? a : b, a < b ? b : a, duplicate, event};
    graph->pairs[graph->n_pairs++] = pair;
}

static void tie(test_graph *graph, uint32_t a, uint32_t b, uint32_t event) {
    link_both(graph, a, b, event / 8, event);
}

static void clique(test_graph *graph, uint32_t first, uint32_t n, uint32_t event) {
    for (uint32_t a = first; a < first + n; a++)
        for (uint32_t b = a + 1; b < first + n; b++)
            tie(graph, a, b, event);
}

static void cluster(test_graph *graph) {
    dvk_cluster_params params;
    dvk_cluster_params_init(&params);
    params.event_threshold = 32768;
    memset(graph->out, 0xAA, sizeof graph->out);
    assert_int_equal(dvk_cluster(graph->pairs, graph->n_pairs, graph->times, graph->n, &params, graph->out),
                     DVK_OK);
}

static void expect_events(const test_graph *graph, const uint32_t *expected) {
    for (size_t i = 0; i < graph->n; i++)
        assert_int_equal(graph->out[i].event, expected[i]);
}

static void expect_duplicates(const test_graph *graph, const uint32_t *expected) {
    for (size_t i = 0; i < graph->n; i++)
        assert_int_equal(graph->out[i].duplicate, expected[i]);
}

#define EVENTS(graph, ...) expect_events(graph, (const uint32_t[]){__VA_ARGS__})
#define DUPLICATES(graph, ...) expect_duplicates(graph, (const uint32_t[]){__VA_ARGS__})

static void defaults_are_as_documented(void **unused) {
    (void)unused;
    dvk_cluster_params params;
    memset(&params, 0xAA, sizeof params);
    dvk_cluster_params_init(&params);
    assert_int_equal(params.duplicate_threshold, 32768);
    assert_int_equal(params.event_threshold, 52429);
    assert_int_equal(params.window, 72 * HOUR);
}

static void lone_articles_are_alone(void **unused) {
    (void)unused;
    test_graph *graph = fresh(3);
    cluster(graph);
    EVENTS(graph, 0, 1, 2);
    DUPLICATES(graph, 0, 1, 2);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(graph->out[i].score, 65536);
        assert_int_equal(graph->out[i].representative, 1);
    }
    dvk_cluster_params params;
    dvk_cluster_params_init(&params);
    assert_int_equal(dvk_cluster(NULL, 0, NULL, 0, &params, NULL), DVK_OK);
    assert_int_equal(dvk_cluster(NULL, 0, NULL, 3, &params, graph->out), DVK_OK);
}

static void what_is_out_of_range_is_refused(void **unused) {
    (void)unused;
    static const dvk_pair wrong[] = {
        {1, 1, 0, 0}, {2, 1, 0, 0}, {0, 3, 0, 0}, {0, UINT32_MAX, 0, 0}, {0, 1, 65537, 0}, {0, 1, 0, 65537},
    };
    dvk_assignment out[3];
    dvk_cluster_params params;
    dvk_cluster_params_init(&params);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const dvk_pair pairs[] = {{0, 2, 65536, 65536}, wrong[i]};
        assert_int_equal(dvk_cluster(pairs, 1, NULL, 3, &params, out), DVK_OK);
        assert_int_equal(dvk_cluster(pairs, 2, NULL, 3, &params, out), DVK_E_ARGUMENT);
    }
    const dvk_pair pair = {0, 1, 0, 0};
    assert_int_equal(dvk_cluster(&pair, 1, NULL, 0, &params, out), DVK_E_ARGUMENT);
    assert_int_equal(dvk_cluster(NULL, 1, NULL, 3, &params, out), DVK_E_ARGUMENT);
    assert_int_equal(dvk_cluster(&pair, 1, NULL, 3, NULL, out), DVK_E_ARGUMENT);
    assert_int_equal(dvk_cluster(&pair, 1, NULL, 3, &params, NULL), DVK_E_ARGUMENT);
    params.window = -1;
    assert_int_equal(dvk_cluster(&pair, 1, NULL, 3, &params, out), DVK_E_ARGUMENT);
    params.window = 0, params.event_threshold = 65537;
    assert_int_equal(dvk_cluster(&pair, 1, NULL, 3, &params, out), DVK_E_ARGUMENT);
    params.event_threshold = 65536, params.duplicate_threshold = 65537;
    assert_int_equal(dvk_cluster(&pair, 1, NULL, 3, &params, out), DVK_E_ARGUMENT);
}

static void a_triangle_is_one_event(void **unused) {
    (void)unused;
    test_graph *graph = fresh(5);
    tie(graph, 1, 2, 40000);
    tie(graph, 1, 4, 40000);
    tie(graph, 2, 4, 40000);
    cluster(graph);
    EVENTS(graph, 0, 1, 1, 2, 1);
    DUPLICATES(graph, 0, 1, 2, 3, 4);
}

/* Each is sure of the next alone: of two pieces of four one pair of sixteen would speak. */
static void a_chain_breaks_into_pieces(void **unused) {
    (void)unused;
    enum { LENGTH = 210, PIECE = 4 };
    test_graph *graph = fresh(LENGTH);
    for (uint32_t i = 0; i + 1 < LENGTH; i++)
        tie(graph, i, i + 1, 65536);
    cluster(graph);
    for (uint32_t i = 0; i < LENGTH; i++)
        assert_int_equal(graph->out[i].event, i / PIECE);
}

/* One pair of 64 is less than .50. A bridge stronger than the stories is
 * another matter: it is joined first, and what it joins is part of both. */
static void two_stories_with_one_bridge_stay_apart(void **unused) {
    (void)unused;
    enum { SIZE = 8 };
    test_graph *graph = fresh(2 * SIZE);
    clique(graph, 0, SIZE, 50000);
    clique(graph, SIZE, SIZE, 50000);
    tie(graph, SIZE - 1, SIZE, 49999);
    cluster(graph);
    for (uint32_t i = 0; i < 2 * SIZE; i++)
        assert_int_equal(graph->out[i].event, i / SIZE);
}

/* The digest has a strong pair with one article of each story; one of eight is less than .50. */
static void a_digest_does_not_bridge_its_stories(void **unused) {
    (void)unused;
    enum { STORIES = 12, SIZE = 8, DIGEST = STORIES * SIZE };
    test_graph *graph = fresh(DIGEST + 1);
    for (uint32_t story = 0; story < STORIES; story++) {
        clique(graph, story * SIZE, SIZE, 50000);
        tie(graph, story * SIZE + 3, DIGEST, 45000);
    }
    cluster(graph);
    for (uint32_t i = 0; i < DIGEST; i++)
        assert_int_equal(graph->out[i].event, i / SIZE);
    assert_int_equal(graph->out[DIGEST].event, STORIES);
}

/* Three pairs of four were looked at; those that are missing count for 0. */
static void a_large_event_with_missing_pairs_holds_together(void **unused) {
    (void)unused;
    enum { SIZE = 120 };
    test_graph *graph = fresh(SIZE);
    for (uint32_t a = 0; a < SIZE; a++)
        for (uint32_t b = a + 1; b < SIZE; b++)
            if (any(4) != 0) tie(graph, a, b, 65500);
    cluster(graph);
    for (uint32_t i = 0; i < SIZE; i++)
        assert_int_equal(graph->out[i].event, 0);
}

static void copies_of_a_pair_count_once_and_at_their_highest(void **unused) {
    (void)unused;
    test_graph *graph = fresh(4);
    link_both(graph, 0, 1, 0, 20000);
    link_both(graph, 0, 1, 40000, 1);
    link_both(graph, 0, 1, 0, 50000);
    link_both(graph, 2, 3, 0, 65536);
    link_both(graph, 2, 3, 0, 0);
    cluster(graph);
    EVENTS(graph, 0, 0, 1, 1);
    DUPLICATES(graph, 0, 0, 1, 2);
    assert_int_equal(graph->out[0].score, 50000);
    assert_int_equal(graph->out[2].score, 65536);
}

/* Even where the pairs say that two copies are not of one event. */
static void a_duplicate_group_is_never_split(void **unused) {
    (void)unused;
    test_graph *graph = fresh(4);
    link_both(graph, 0, 1, 65536, 0);
    link_both(graph, 1, 2, 0, 65536);
    link_both(graph, 1, 3, 0, 65536);
    link_both(graph, 2, 3, 0, 65536);
    cluster(graph);
    DUPLICATES(graph, 0, 0, 1, 2);
    EVENTS(graph, 0, 0, 0, 0);
}

static void times_bound_an_event(void **unused) {
    (void)unused;
    test_graph *graph = fresh(4);
    clique(graph, 0, 4, 60000);
    graph->times[0] = 0;
    graph->times[1] = 72 * HOUR; /* the window itself is near enough */
    graph->times[2] = 144 * HOUR;
    graph->times[3] = 216 * HOUR + 1;
    cluster(graph);
    EVENTS(graph, 0, 0, 0, 1);
    graph->times[3]--;
    cluster(graph);
    EVENTS(graph, 0, 0, 0, 0);
    graph->times[1] = 73 * HOUR;
    cluster(graph);
    EVENTS(graph, 0, 1, 1, 1);
}

static void no_window_is_no_bound(void **unused) {
    (void)unused;
    test_graph *graph = fresh(2);
    dvk_cluster_params params;
    dvk_cluster_params_init(&params);
    params.event_threshold = 32768;
    tie(graph, 0, 1, 60000);
    graph->times[0] = 0, graph->times[1] = 1000 * HOUR;
    cluster(graph);
    EVENTS(graph, 0, 1);
    params.window = 0;
    assert_int_equal(dvk_cluster(graph->pairs, 1, graph->times, 2, &params, graph->out), DVK_OK);
    EVENTS(graph, 0, 0);
    params.window = 1;
    assert_int_equal(dvk_cluster(graph->pairs, 1, NULL, 2, &params, graph->out), DVK_OK);
    EVENTS(graph, 0, 0);
}

static void an_article_without_a_date_is_not_bounded_and_bounds_nothing(void **unused) {
    (void)unused;
    test_graph *graph = fresh(3);
    clique(graph, 0, 3, 60000);
    graph->times[0] = 0;
    graph->times[1] = DVK_NO_TIME;
    graph->times[2] = 1000 * HOUR;
    cluster(graph);
    EVENTS(graph, 0, 0, 1); /* 1 joins 0 first and takes its date */
    graph->times[2] = 72 * HOUR;
    cluster(graph);
    EVENTS(graph, 0, 0, 0);
}

/* A late copy is a copy; with it its group stretches over the time between and what is reported there. */
static void a_late_copy_stretches_its_group(void **unused) {
    (void)unused;
    test_graph *graph = fresh(4);
    link_both(graph, 0, 1, 65536, 65536);
    link_both(graph, 0, 2, 0, 60000);
    link_both(graph, 1, 2, 0, 60000);
    link_both(graph, 2, 3, 0, 60000);
    link_both(graph, 0, 3, 0, 60000);
    graph->times[0] = 0;
    graph->times[1] = 1000 * HOUR;
    graph->times[2] = 500 * HOUR;
    graph->times[3] = 1072 * HOUR;
    cluster(graph);
    DUPLICATES(graph, 0, 0, 1, 2);
    EVENTS(graph, 0, 0, 0, 0);
    graph->times[3]++;
    cluster(graph);
    EVENTS(graph, 0, 0, 0, 1);
}

static void scores_are_means_over_all_other_members(void **unused) {
    (void)unused;
    test_graph *graph = fresh(4);
    tie(graph, 0, 1, 65000);
    tie(graph, 0, 2, 64501);
    tie(graph, 0, 3, 64000);
    tie(graph, 1, 2, 64800);
    tie(graph, 1, 3, 64900);
    cluster(graph);
    EVENTS(graph, 0, 0, 0, 0);
    assert_int_equal(graph->out[0].score, 64500); /* 193501 / 3 */
    assert_int_equal(graph->out[1].score, 64900);
    assert_int_equal(graph->out[2].score, 43100);
    assert_int_equal(graph->out[3].score, 42966);
}

/* Two crowds of copies with `between` pairs between them. */
static bool are_one_article(uint32_t size, uint32_t between) {
    dvk_cluster_params params;
    dvk_cluster_params_init(&params);
    test_graph *graph = fresh(2 * (size_t)size);
    for (uint32_t half = 0; half < 2; half++)
        for (uint32_t a = 0; a < size; a++)
            for (uint32_t b = a + 1; b < size; b++)
                link_both(graph, half * size + a, half * size + b, 65536, 65536);
    for (uint32_t i = 0; i < between; i++)
        link_both(graph, i % size, size + (i + i / size) % size, 40000, 65536);
    assert_int_equal(dvk_cluster(graph->pairs, graph->n_pairs, NULL, graph->n, &params, graph->out), DVK_OK);
    return graph->out[0].duplicate == graph->out[size].duplicate;
}

/* A mean of a half is asked for, over half of the possible pairs and no more than 8 for each article. */
static void copies_are_held_to_as_many_pairs_as_is_documented(void **unused) {
    (void)unused;
    assert_false(are_one_article(10, 40)); /* 40 * 40000 of 50 pairs: .488 */
    assert_true(are_one_article(10, 41));
    assert_false(are_one_article(20, 131)); /* of 160, where the half are 200 */
    assert_true(are_one_article(20, 132));
}

/* Two crowds of reports with `between` pairs between them. */
static bool are_one_event(uint32_t size, uint32_t between, uint32_t event) {
    dvk_cluster_params params;
    dvk_cluster_params_init(&params);
    test_graph *graph = fresh(2 * (size_t)size);
    clique(graph, 0, size, 65536);
    clique(graph, size, size, 65536);
    for (uint32_t i = 0; i < between; i++)
        tie(graph, i % size, size + (i + i / size) % size, event);
    assert_int_equal(dvk_cluster(graph->pairs, graph->n_pairs, NULL, graph->n, &params, graph->out), DVK_OK);
    return graph->out[0].event == graph->out[size].event;
}

/* All possible pairs are asked for, and of many no more than 64 for each article. */
static void events_are_held_to_as_many_pairs_as_is_documented(void **unused) {
    (void)unused;
    enum { SURE = 60000 };
    static const uint32_t sizes[] = {30, 100}, asked[] = {30 * 30, 100 * 64};
    for (size_t i = 0; i < 2; i++) {
        uint32_t enough = asked[i] * DVI_LEAST_STRENGTH / dvi_strength(SURE) + 1;
        assert_false(are_one_event(sizes[i], enough - 1, SURE));
        assert_true(are_one_event(sizes[i], enough, SURE));
    }
}

/* The least strength is a part of what is promised, and in the header as a number. */
static void two_reports_are_one_event_from_the_documented_strength_on(void **unused) {
    (void)unused;
    const double documented = .13;
    uint32_t least = 0;
    while (dvi_strength(least) < documented * 65536)
        least++;
    for (uint32_t apart = 0; apart < 2; apart++) {
        dvk_cluster_params params;
        dvk_cluster_params_init(&params);
        params.event_threshold = 0;
        test_graph *graph = fresh(2);
        tie(graph, 0, 1, least - 10 * apart);
        assert_int_equal(dvk_cluster(graph->pairs, 1, NULL, 2, &params, graph->out), DVK_OK);
        assert_int_equal(graph->out[1].event, apart);
    }
}

static void a_pair_links_from_its_threshold_on(void **unused) {
    (void)unused;
    dvk_cluster_params params;
    dvk_cluster_params_init(&params);
    for (uint32_t below = 0; below < 2; below++) {
        test_graph *graph = fresh(2);
        tie(graph, 0, 1, params.event_threshold - below);
        assert_int_equal(dvk_cluster(graph->pairs, 1, NULL, 2, &params, graph->out), DVK_OK);
        assert_int_equal(graph->out[1].event, below);
    }
    assert_true(dvk_cluster_may_link(&params, 0, params.event_threshold));
    assert_false(dvk_cluster_may_link(&params, 0, params.event_threshold - 1));
    assert_true(dvk_cluster_may_link(&params, 32768, 0));
    assert_false(dvk_cluster_may_link(&params, 32767, 0));
}

/* Two parts of one story: each report of one is as surely of one event with its fellow in the other, and that
 * is enough only where the others speak for it too. */
static void a_few_sure_pairs_do_not_join_two_parts(void **unused) {
    (void)unused;
    enum { SIZE = 8 };
    for (uint32_t step = 0; step < 2; step++) {
        dvk_cluster_params params;
        dvk_cluster_params_init(&params);
        test_graph *graph = fresh(2 * SIZE);
        clique(graph, 0, SIZE, 65530);
        clique(graph, SIZE, SIZE, 65530);
        for (uint32_t a = 0; a < SIZE; a++)
            for (uint32_t b = 0; b < SIZE; b++)
                if (step == 0 || a == b) tie(graph, a, SIZE + b, 65400);
        assert_int_equal(dvk_cluster(graph->pairs, graph->n_pairs, NULL, graph->n, &params, graph->out),
                         DVK_OK);
        assert_int_equal(graph->out[SIZE - 1].event, 0);
        assert_int_equal(graph->out[SIZE].event, step);
    }
}

static int by_falling_event(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x < y) - (x > y);
}

static uint32_t mean_of_highest(const test_graph *graph, uint32_t article, size_t most) {
    uint32_t list[MANY];
    uint64_t sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < graph->n_pairs; i++)
        if (graph->pairs[i].a == article || graph->pairs[i].b == article) list[n++] = graph->pairs[i].event;
    qsort(list, n, sizeof *list, by_falling_event);
    for (size_t i = 0; i < n && i < most; i++)
        sum += list[i];
    return (uint32_t)(sum / most);
}

static void a_score_is_over_the_nearest_64_of_more(void **unused) {
    (void)unused;
    static const uint32_t sizes[] = {64, 65, 66, 160};
    for (size_t s = 0; s < 4; s++) {
        uint32_t n = sizes[s], differ = 0;
        test_graph *graph = fresh(n);
        for (uint32_t a = 0; a < n; a++)
            for (uint32_t b = a + 1; b < n; b++)
                tie(graph, a, b, 65536 - any(s % 2 == 0 ? 500 : 7));
        cluster(graph);
        for (uint32_t i = 0; i < n; i++) {
            assert_int_equal(graph->out[i].event, 0);
            assert_int_equal(graph->out[i].score, mean_of_highest(graph, i, n < 65 ? n - 1 : 64));
            differ += graph->out[i].score != graph->out[0].score;
        }
        assert_true(differ > 0);
    }
}

/* Candidates are bounded: of a crowd an article is compared with some of the others alone. */
static void a_score_does_not_fall_with_the_size_of_a_crowd(void **unused) {
    (void)unused;
    static const uint32_t probabilities[] = {65000, 65536};
    for (size_t k = 0; k < 2; k++) {
        test_graph *graph = fresh(220);
        for (uint32_t i = 0; i < 220; i++)
            for (uint32_t step = 1; step <= 70; step++)
                link_both(graph, i, (i + step) % 220, probabilities[k], probabilities[k]);
        cluster(graph);
        for (uint32_t i = 0; i < 220; i++) {
            assert_int_equal(graph->out[i].event, 0);
            assert_int_equal(graph->out[i].score, probabilities[k]);
        }
    }
}

static uint32_t representative(const test_graph *graph) {
    uint32_t found = UINT32_MAX;
    for (uint32_t i = 0; i < graph->n; i++) {
        if (!graph->out[i].representative) continue;
        assert_int_equal(found, UINT32_MAX);
        found = i;
    }
    return found;
}

static void the_representative_is_nearest_then_earliest_then_first(void **unused) {
    (void)unused;
    test_graph *graph = fresh(3);
    clique(graph, 0, 3, 50000);
    cluster(graph);
    assert_int_equal(representative(graph), 0);
    graph->times[2] = HOUR;
    cluster(graph);
    assert_int_equal(representative(graph), 2);
    graph->times[1] = HOUR;
    cluster(graph);
    assert_int_equal(representative(graph), 1);
    graph->times[0] = HOUR + 1;
    cluster(graph);
    assert_int_equal(representative(graph), 1);
    graph->pairs[0].event++;    /* 0-1 */
    graph->pairs[1].event += 2; /* 0-2 */
    cluster(graph);
    assert_int_equal(representative(graph), 0);
}

static void numbers_rise_with_first_articles(void **unused) {
    (void)unused;
    test_graph *graph = fresh(7);
    link_both(graph, 1, 6, 65536, 65536);
    tie(graph, 3, 5, 65536);
    link_both(graph, 2, 4, 65536, 65536);
    tie(graph, 1, 2, 65536);
    tie(graph, 1, 4, 65536);
    cluster(graph);
    DUPLICATES(graph, 0, 1, 2, 3, 2, 4, 1);
    EVENTS(graph, 0, 1, 1, 2, 1, 2, 1);
}

/* Stories of 1 to `most` articles with copies in them, pairs between any of them, some given twice. */
static void make_random(test_graph *graph, uint32_t n, uint32_t most, uint32_t levels) {
    uint32_t story = 0, left = 0, of[MANY];
    fresh(n);
    for (uint32_t i = 0; i < n; i++, left--) {
        if (left == 0) story++, left = 1 + any(most);
        of[i] = story;
        if (any(5) != 0) graph->times[i] = (int64_t)(story % 3 * 200 + any(150)) * HOUR;
    }
    for (uint32_t i = 0; i < 8 * n; i++) {
        uint32_t a = any(n), b = any(3) == 0 ? any(n) : a + any(most);
        if (a == b || b >= n) continue;
        uint32_t level = of[a] == of[b] ? levels / 3 + any(levels - levels / 3 + 1) : any(levels * 3 / 4 + 1);
        uint32_t event = (uint32_t)(65536ULL * level / levels);
        link_both(graph, a, b, any(3) == 0 ? event : any(event / 2 + 1), event);
    }
}

/* The whole of clustering, the plain way: `made` -> expected. */
static void cluster_plainly(const dvk_cluster_params *params, dvk_assignment *expected) {
    static uint64_t duplicate[NAIVE_MAX][NAIVE_MAX], event[NAIVE_MAX][NAIVE_MAX];
    static bool given[NAIVE_MAX][NAIVE_MAX];
    static naive_graph plain, later;
    uint32_t n = (uint32_t)made.n, groups[NAIVE_MAX], events[NAIVE_MAX];
    memset(duplicate, 0, sizeof duplicate), memset(event, 0, sizeof event), memset(given, 0, sizeof given);
    for (size_t i = 0; i < made.n_pairs; i++) {
        const dvk_pair *pair = &made.pairs[i];
        given[pair->a][pair->b] = true;
        if (duplicate[pair->a][pair->b] < pair->duplicate) duplicate[pair->a][pair->b] = pair->duplicate;
        if (event[pair->a][pair->b] < pair->event) event[pair->a][pair->b] = pair->event;
    }
    memset(&plain, 0, sizeof plain);
    plain.n = n;
    for (uint32_t i = 0; i < n; i++)
        naive_add_atom(&plain, i, 1, DVK_NO_TIME, DVK_NO_TIME);
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = a + 1; b < n; b++)
            if (given[a][b]) naive_add(&plain, a, b, duplicate[a][b], true);
    const naive_bounds copies = {.threshold = params->duplicate_threshold, .density = 32768, .each = 8};
    naive_link(&plain, &copies, groups);

    /* An atom stands at the number of its group, counted in order of the first members. */
    uint32_t atom[NAIVE_MAX], n_atoms = 0;
    memset(&later, 0, sizeof later);
    for (uint32_t i = 0; i < n; i++) {
        atom[i] = groups[i] == i ? n_atoms++ : atom[groups[i]];
        if (groups[i] == i) naive_add_atom(&later, atom[i], 0, DVK_NO_TIME, DVK_NO_TIME);
        later.size[atom[i]]++;
        int64_t time = made.times[i], *first = &later.first[atom[i]], *last = &later.last[atom[i]];
        if (time != DVK_NO_TIME && (*first == DVK_NO_TIME || time < *first)) *first = time;
        if (time > *last) *last = time;
    }
    later.n = n_atoms;
    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = a + 1; b < n; b++)
            if (given[a][b] && atom[a] != atom[b])
                naive_add(&later, atom[a], atom[b], dvi_strength((uint32_t)event[a][b]),
                          event[a][b] >= params->event_threshold);
    const naive_bounds bounds = {
        .threshold = DVI_LEAST_STRENGTH, .density = 65536, .each = 64, .window = params->window};
    naive_link(&later, &bounds, events);

    uint32_t n_events = 0, number[NAIVE_MAX];
    for (uint32_t i = 0; i < n_atoms; i++)
        number[i] = events[i] == i ? n_events++ : number[events[i]];
    for (uint32_t i = 0; i < n; i++)
        expected[i] = (dvk_assignment){.duplicate = atom[i], .event = number[atom[i]]};
    for (uint32_t e = 0; e < n_events; e++) {
        uint64_t best_sum = 0;
        int64_t best_time = 0;
        uint32_t best = UINT32_MAX;
        for (uint32_t i = 0; i < n; i++) {
            if (expected[i].event != e) continue;
            uint64_t sum = 0, others = 0;
            for (uint32_t j = 0; j < n; j++) {
                if (j == i || expected[j].event != e) continue;
                sum += i < j ? event[i][j] : event[j][i];
                others++;
            }
            expected[i].score = others == 0 ? 65536 : (uint32_t)(sum / others);
            int64_t time = made.times[i] == DVK_NO_TIME ? INT64_MAX : made.times[i];
            if (best != UINT32_MAX && (sum < best_sum || (sum == best_sum && time >= best_time))) continue;
            best = i, best_sum = sum, best_time = time;
        }
        expected[best].representative = 1;
    }
}

static void expect_same(const dvk_assignment *out, const dvk_assignment *expected, size_t n) {
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(out[i].duplicate, expected[i].duplicate);
        assert_int_equal(out[i].event, expected[i].event);
        assert_int_equal(out[i].score, expected[i].score);
        assert_int_equal(out[i].representative, expected[i].representative);
    }
}

static void random_graphs_are_clustered_as_the_plain_way_does(void **unused) {
    (void)unused;
    static const uint32_t thresholds[] = {0, 1000, 20000, 32768, 45000, 65536};
    for (uint32_t round = 0; round < 3000; round++) {
        dvk_assignment expected[NAIVE_MAX];
        dvk_cluster_params params = {thresholds[any(6)], thresholds[any(6)],
                                     any(3) == 0 ? 0 : (1 + any(100)) * HOUR};
        if (round % 2 == 0) dvk_cluster_params_init(&params);
        make_random(&made, 2 + any(round % 8 == 0 ? NAIVE_MAX - 1 : 14), 1 + any(12),
                    round % 3 == 0 ? 8 : 65536);
        cluster_plainly(&params, expected);
        dvk_status status = dvk_cluster(made.pairs, made.n_pairs, made.times, made.n, &params, made.out);
        assert_int_equal(status, DVK_OK);
        expect_same(made.out, expected, made.n);
    }
}

static void shuffle(dvk_pair *pairs, size_t n) {
    for (size_t i = n; i > 1; i--) {
        size_t j = any((uint32_t)i);
        dvk_pair moved = pairs[i - 1];
        pairs[i - 1] = pairs[j];
        pairs[j] = moved;
    }
}

static void the_order_of_pairs_does_not_matter(void **unused) {
    (void)unused;
    static dvk_assignment before[MANY];
    for (int round = 0; round < 60; round++) {
        make_random(&made, MANY - any(MANY / 2), 2 + any(60), round % 2 == 0 ? 8 : 65536);
        cluster(&made);
        memcpy(before, made.out, sizeof before);
        shuffle(made.pairs, made.n_pairs);
        cluster(&made);
        expect_same(made.out, before, made.n);
    }
}

/* With probabilities that leave no ties a new numbering of the articles gives the same groups. */
static void the_numbering_of_articles_does_not_matter(void **unused) {
    (void)unused;
    static dvk_assignment before[MANY];
    for (int round = 0; round < 30; round++) {
        uint32_t n = 60, to[MANY];
        make_random(&made, n, 10, 65536);
        cluster(&made);
        memcpy(before, made.out, sizeof before);
        int64_t times[MANY];
        memcpy(times, made.times, sizeof times);
        for (uint32_t i = 0; i < n; i++)
            to[i] = i;
        for (uint32_t i = n; i > 1; i--) {
            uint32_t j = any(i), moved = to[i - 1];
            to[i - 1] = to[j], to[j] = moved;
        }
        for (uint32_t i = 0; i < n; i++)
            made.times[to[i]] = times[i];
        for (size_t i = 0; i < made.n_pairs; i++) {
            uint32_t a = to[made.pairs[i].a], b = to[made.pairs[i].b];
            made.pairs[i].a = a < b ? a : b, made.pairs[i].b = a < b ? b : a;
        }
        cluster(&made);
        for (uint32_t i = 0; i < n; i++) {
            assert_int_equal(made.out[to[i]].score, before[i].score);
            for (uint32_t j = 0; j < i; j++) {
                const dvk_assignment *x = &made.out[to[i]], *y = &made.out[to[j]];
                assert_int_equal(x->event == y->event, before[i].event == before[j].event);
                assert_int_equal(x->duplicate == y->duplicate, before[i].duplicate == before[j].duplicate);
            }
        }
    }
}

static void the_result_is_well_formed(void **unused) {
    (void)unused;
    for (int round = 0; round < 60; round++) {
        uint32_t event_of[MANY], heads[MANY] = {0}, duplicates = 0, events = 0;
        make_random(&made, MANY, 2 + any(60), round % 2 == 0 ? 8 : 65536);
        cluster(&made);
        for (size_t i = 0; i < made.n; i++) {
            const dvk_assignment *at = &made.out[i];
            assert_in_range(at->duplicate, 0, duplicates);
            assert_in_range(at->event, 0, events);
            assert_in_range(at->score, 0, 65536);
            if (at->duplicate == duplicates) event_of[duplicates++] = at->event;
            if (at->event == events) events++;
            assert_int_equal(event_of[at->duplicate], at->event);
            heads[at->event] += at->representative;
        }
        for (uint32_t e = 0; e < events; e++)
            assert_int_equal(heads[e], 1);
    }
}

static dvk_assignment *cluster_many(const dvk_pair *pairs, size_t n_pairs, size_t n) {
    dvk_assignment *out = calloc(n, sizeof *out);
    assert_non_null(out);
    dvk_cluster_params params;
    dvk_cluster_params_init(&params);
    params.event_threshold = 32768;
    assert_int_equal(dvk_cluster(pairs, n_pairs, NULL, n, &params, out), DVK_OK);
    return out;
}

/* Two of 100,000 leaves join the hub: a third would have one pair of three. */
static void a_great_star_does_not_become_one_event(void **unused) {
    (void)unused;
    enum { LEAVES = 100000 };
    dvk_pair *pairs = calloc(LEAVES, sizeof *pairs);
    assert_non_null(pairs);
    for (uint32_t i = 0; i < LEAVES; i++)
        pairs[LEAVES - 1 - i] = (dvk_pair){0, i + 1, 0, 65000};
    dvk_assignment *out = cluster_many(pairs, LEAVES, LEAVES + 1);
    for (uint32_t i = 0; i <= LEAVES; i++)
        assert_int_equal(out[i].event, i < 3 ? 0 : i - 2);
    free(pairs);
    free(out);
}

/* Candidates are bounded: each of the copies has pairs with its neighbours in some order only. */
static void a_hundred_thousand_copies_are_one_article(void **unused) {
    (void)unused;
    enum { COPIES = 100000, REACH = 16 };
    dvk_pair *pairs = calloc((size_t)COPIES * REACH, sizeof *pairs);
    assert_non_null(pairs);
    size_t n = 0;
    for (uint32_t i = 0; i < COPIES; i++)
        for (uint32_t k = i + 1; k < COPIES && k <= i + REACH; k++)
            pairs[n++] = (dvk_pair){i, k, 65536, 65536};
    dvk_assignment *out = cluster_many(pairs, n, COPIES);
    for (uint32_t i = 0; i < COPIES; i++) {
        assert_int_equal(out[i].duplicate, 0);
        assert_int_equal(out[i].event, 0);
    }
    free(pairs);
    free(out);
}

/* Groups of equal means grow by one article after another; each time all their pairs are as good as before.
 */
static void eight_hubs_take_all_their_leaves(void **unused) {
    (void)unused;
    enum { HUBS = 8, LEAVES = 100000 };
    dvk_pair *pairs = calloc((size_t)HUBS * (LEAVES + HUBS), sizeof *pairs);
    assert_non_null(pairs);
    size_t n = 0;
    for (uint32_t i = 1; i < HUBS + LEAVES; i++)
        for (uint32_t hub = 0; hub < HUBS && hub < i; hub++)
            pairs[n++] = (dvk_pair){hub, i, 65536, 65536};
    dvk_assignment *out = cluster_many(pairs, n, HUBS + LEAVES);
    for (uint32_t i = 0; i < HUBS + LEAVES; i++)
        assert_int_equal(out[i].duplicate, 0);
    free(pairs);
    free(out);
}

static void memory_that_ends_is_reported(void **unused) {
    (void)unused;
    dvk_cluster_params params;
    dvk_cluster_params_init(&params);
    params.event_threshold = 32768;
    static dvk_assignment expected[MANY];
    make_random(&made, 200, 20, 65536);
    cluster(&made);
    memcpy(expected, made.out, sizeof expected);
    dvk_status status = DVK_E_MEMORY;
    size_t after = 0;
    for (; status != DVK_OK; after++) {
        dvi_memory_fail(after, after % 2 == 0);
        status = dvk_cluster(made.pairs, made.n_pairs, made.times, made.n, &params, made.out);
        dvi_memory_fail(SIZE_MAX, 0);
        if (status != DVK_OK) assert_int_equal(status, DVK_E_MEMORY);
    }
    assert_in_range(after, 20, 1000);
    expect_same(made.out, expected, made.n);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_as_documented),
        cmocka_unit_test(lone_articles_are_alone),
        cmocka_unit_test(what_is_out_of_range_is_refused),
        cmocka_unit_test(a_triangle_is_one_event),
        cmocka_unit_test(a_chain_breaks_into_pieces),
        cmocka_unit_test(two_stories_with_one_bridge_stay_apart),
        cmocka_unit_test(a_digest_does_not_bridge_its_stories),
        cmocka_unit_test(a_large_event_with_missing_pairs_holds_together),
        cmocka_unit_test(copies_of_a_pair_count_once_and_at_their_highest),
        cmocka_unit_test(a_duplicate_group_is_never_split),
        cmocka_unit_test(times_bound_an_event),
        cmocka_unit_test(no_window_is_no_bound),
        cmocka_unit_test(an_article_without_a_date_is_not_bounded_and_bounds_nothing),
        cmocka_unit_test(a_late_copy_stretches_its_group),
        cmocka_unit_test(scores_are_means_over_all_other_members),
        cmocka_unit_test(copies_are_held_to_as_many_pairs_as_is_documented),
        cmocka_unit_test(events_are_held_to_as_many_pairs_as_is_documented),
        cmocka_unit_test(two_reports_are_one_event_from_the_documented_strength_on),
        cmocka_unit_test(a_pair_links_from_its_threshold_on),
        cmocka_unit_test(a_few_sure_pairs_do_not_join_two_parts),
        cmocka_unit_test(a_score_is_over_the_nearest_64_of_more),
        cmocka_unit_test(a_score_does_not_fall_with_the_size_of_a_crowd),
        cmocka_unit_test(the_representative_is_nearest_then_earliest_then_first),
        cmocka_unit_test(numbers_rise_with_first_articles),
        cmocka_unit_test(random_graphs_are_clustered_as_the_plain_way_does),
        cmocka_unit_test(the_order_of_pairs_does_not_matter),
        cmocka_unit_test(the_numbering_of_articles_does_not_matter),
        cmocka_unit_test(the_result_is_well_formed),
        cmocka_unit_test(a_great_star_does_not_become_one_event),
        cmocka_unit_test(a_hundred_thousand_copies_are_one_article),
        cmocka_unit_test(eight_hubs_take_all_their_leaves),
        cmocka_unit_test(memory_that_ends_is_reported),
    };
    return cmocka_run_group_tests_name("cluster", tests, NULL, NULL);
}
