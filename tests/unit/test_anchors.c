/* Candidates by anchors: exactly the pairs that share one while lists are short, the window, the caps, and
 * that the order of the articles does not show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/radix_sort.h"
#include "dvoinik/cpu.h"
#include "failing_memory.h"
#include "made_features.h"
#include "made_pairs.h"
#include "match/anchor_steps.h"
#include "match/anchors.h"
#include "match/compare.h"

enum { MOST = 300, HOUR = 3600 };

typedef struct articles {
    made_features made[MOST];
    dvi_comparable ready[MOST];
    int64_t times[MOST];
    uint64_t ties[MOST];
    dvi_anchor_input input;
} articles;

static articles all;
static uint64_t scratch[MOST * MOST];

/* Articles of up to `most` features out of `keys`, within `hours`, some without a date. */
static void fill(size_t n, uint32_t most, uint32_t keys, uint32_t hours) {
    for (size_t i = 0; i < n; i++) {
        made_at_random(&all.made[i], most, keys);
        all.times[i] = any(10) == 0 ? DVK_NO_TIME : (int64_t)any(hours * HOUR);
        all.ties[i] = i * 7 % MOST;
    }
    all.input = (dvi_anchor_input){.n = n, .window = 0, .max_candidates = MOST, .least_partial = 0};
}

/* What an index is made of: the articles by time and tie, or some of them. */
typedef struct given {
    uint32_t article[MOST]; /* of each place */
    int64_t times[MOST];
    uint32_t ties[MOST];
    dvi_anchors anchors[MOST];
    uint32_t between[MOST * DVI_ANCHORS];
    dvi_anchor_input input;
    pair_list *pairs;
    int refuse_after; /* anchors asked for; -1: never; with two threads those of the second count */
} given;

static given all_given;
static unsigned threads = 1;
static uint32_t cpu; /* all tests run with each of main's */

static bool comes_before(size_t a, size_t b) {
    return all.times[a] != all.times[b] ? all.times[a] < all.times[b] : all.ties[a] < all.ties[b];
}

static dvk_status give(void *context, unsigned thread, size_t i, const dvi_anchors **out) {
    given *g = context;
    assert_true(thread < DVI_ANCHOR_THREADS && thread < g->input.threads);
    *out = &g->anchors[i];
    return thread + 1 == g->input.threads && g->refuse_after-- == 0 ? DVK_E_IO : DVK_OK;
}

static void put_in_order(given *g) {
    for (size_t i = 0; i < all.input.n; i++) {
        size_t place = 0;
        for (size_t k = 0; k < all.input.n; k++)
            place += comes_before(k, i);
        g->article[place] = (uint32_t)i;
        g->times[place] = all.times[i];
        g->ties[place] = (uint32_t)all.ties[i];
        dvi_comparable_init(&all.ready[i], &all.made[i].features);
        dvi_anchors_choose(&all.made[i].features, &g->anchors[place]);
    }
    g->input = all.input;
    g->input.times = g->times;
    g->input.ties = g->ties;
    g->input.first = 0;
    g->input.last = all.input.n;
    g->input.anchors = give;
    g->input.context = g;
    g->input.threads = threads;
    g->input.cpu = cpu;
    g->refuse_after = -1;
}

static dvk_status take(void *context, uint32_t a, uint32_t b) {
    given *g = context;
    pair_list_add(g->pairs, g->article[a], g->article[b]);
    return DVK_OK;
}

static void walk_ways(dvi_anchor_index *index, given *g, size_t from, size_t to, dvi_anchor_ways ways,
                      uint64_t *cut) {
    dvi_anchor_walker *walker;
    assert_int_equal(dvi_anchor_walker_create(&walker, index), DVK_OK);
    assert_int_equal(dvi_anchor_candidates(walker, from, to, ways, take, g, cut), DVK_OK);
    dvi_anchor_walker_destroy(walker);
}

static void walk(dvi_anchor_index *index, given *g, size_t from, size_t to, uint64_t *cut) {
    walk_ways(index, g, from, to, DVI_BOTH_WAYS, cut);
}

static void each_once(pair_list *pairs) {
    assert_true(pairs->n <= MOST * MOST);
    if (pairs->n != 0) dvi_sort64(pairs->list, scratch, pairs->n);
    pairs->n = dvi_unique64(pairs->list, pairs->n);
}

/* The pairs, sorted, each once; articles in two portions, as threads take them. */
static pair_list find(uint64_t *cut) {
    pair_list pairs = {0};
    dvi_anchor_index *index;
    given *g = &all_given;
    put_in_order(g);
    g->pairs = &pairs;
    assert_int_equal(dvi_anchor_index_create(&index, &g->input), DVK_OK);
    size_t middle = g->input.n / 3;
    *cut = 0;
    walk(index, g, 0, middle, cut);
    walk(index, g, middle, g->input.n, cut);
    each_once(&pairs);
    dvi_anchor_index_destroy(index);
    return pairs;
}

/* ---- the plain way ---- */

/* Whether feature i is among the heaviest DVI_ANCHORS that are no concepts. */
static bool is_anchor(const dvk_features *f, uint32_t i) {
    uint32_t ahead = 0;
    if (f->list[i].kind == DVK_FEATURE_CONCEPT) return false;
    for (uint32_t k = 0; k < f->n_features; k++) {
        if (f->list[k].kind == DVK_FEATURE_CONCEPT) continue;
        ahead += f->list[k].weight > f->list[i].weight || (f->list[k].weight == f->list[i].weight && k < i);
    }
    return ahead < DVI_ANCHORS;
}

/* The sum of the products of the anchors that both have; 0 when there are none. */
static uint64_t shared_anchors(const dvk_features *a, const dvk_features *b) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < a->n_features; i++)
        for (uint32_t k = 0; k < b->n_features; k++)
            if (a->list[i].key == b->list[k].key && is_anchor(a, i) && is_anchor(b, k))
                sum += (uint64_t)a->list[i].weight * b->list[k].weight;
    return sum;
}

static bool within(size_t a, size_t b) {
    if (all.input.window == 0 || all.times[a] == DVK_NO_TIME || all.times[b] == DVK_NO_TIME) return true;
    int64_t gap = all.times[a] - all.times[b];
    return gap <= all.input.window && gap >= -all.input.window;
}

static void expect_naive(void) {
    uint64_t cut;
    size_t at = 0;
    pair_list pairs = find(&cut);
    for (size_t a = 0; a < all.input.n; a++)
        for (size_t b = a + 1; b < all.input.n; b++) {
            if (!within(a, b) || shared_anchors(&all.made[a].features, &all.made[b].features) == 0) continue;
            if (at == pairs.n || pairs.list[at] != ((uint64_t)a << 32 | b)) fail_msg("%zu and %zu", a, b);
            at++;
        }
    assert_int_equal(pairs.n, at);
    assert_int_equal(cut, 0);
    pair_list_finish(&pairs);
}

static void all_that_share_an_anchor_meet(void **unused) {
    (void)unused;
    for (int round = 0; round < 30; round++) {
        fill(any(DVI_ANCHOR_REACH), 1 + any(80), 20 + any(2000), 1000);
        expect_naive();
    }
}

static void the_window_keeps_others_apart(void **unused) {
    (void)unused;
    for (int round = 0; round < 30; round++) {
        fill(any(DVI_ANCHOR_REACH), 1 + any(40), 20 + any(200), 100);
        all.input.window = 1 + any(50 * HOUR);
        expect_naive();
    }
}

static void one(size_t i, uint32_t key, uint16_t weight, int64_t time) {
    made_init(&all.made[i]);
    made_add(&all.made[i], (dvk_feature){key, weight, 1, DVK_FEATURE_NAME, 4});
    all.times[i] = time;
}

static void the_edge_of_the_window_is_inside(void **unused) {
    (void)unused;
    uint64_t cut;
    fill(2, 1, 1, 1);
    one(0, 5, 500, 1000);
    one(1, 5, 500, 1000 + HOUR);
    all.input.window = HOUR;
    pair_list pairs = find(&cut);
    assert_int_equal(pairs.n, 1);
    pair_list_finish(&pairs);
    all.input.window = HOUR - 1;
    pairs = find(&cut);
    assert_int_equal(pairs.n, 0);
    pair_list_finish(&pairs);
}

static void times_at_the_ends_of_the_range_do_not_overflow(void **unused) {
    (void)unused;
    uint64_t cut;
    fill(2, 1, 1, 1);
    one(0, 5, 500, INT64_MIN + 1);
    one(1, 5, 500, INT64_MAX);
    all.input.window = INT64_MAX;
    pair_list pairs = find(&cut);
    assert_int_equal(pairs.n, 0);
    pair_list_finish(&pairs);
    for (int end = 0; end < 2; end++) { /* what is near is near at either end too */
        fill(2, 1, 1, 1);
        one(0, 5, 500, end ? INT64_MAX - 1 : INT64_MIN + 1);
        one(1, 5, 500, end ? INT64_MAX : INT64_MIN + 2);
        all.input.window = HOUR;
        pairs = find(&cut);
        assert_int_equal(pairs.n, 1);
        pair_list_finish(&pairs);
    }
}

static void pairs_of_little_likeness_are_dropped(void **unused) {
    (void)unused;
    fill(60, 40, 100, 10);
    all.input.least_partial = 6554;
    uint64_t cut;
    pair_list pairs = find(&cut);
    size_t at = 0, dropped = 0;
    for (size_t a = 0; a < 60; a++)
        for (size_t b = a + 1; b < 60; b++) {
            uint64_t sum = shared_anchors(&all.made[a].features, &all.made[b].features);
            double share = sum == 0 ? 0 : (double)sum / ((double)all.ready[a].norm * all.ready[b].norm);
            bool found = at < pairs.n && pairs.list[at] == ((uint64_t)a << 32 | b);
            if (share > 0.101) assert_true(found);
            if (share < 0.099) assert_false(found);
            dropped += sum > 0 && !found;
            at += found;
        }
    assert_int_equal(pairs.n, at);
    assert_true(at > 0 && dropped > 0);
    pair_list_finish(&pairs);
}

/* ---- caps ---- */

static void a_list_is_walked_no_further_than_its_reach(void **unused) {
    (void)unused;
    uint64_t cut;
    fill(MOST, 1, 1, 1);
    for (size_t i = 0; i < MOST; i++)
        one(i, 5, 500, (int64_t)(i * 37 % MOST) * HOUR);
    pair_list pairs = find(&cut);
    size_t at = 0;
    for (size_t a = 0; a < MOST; a++)
        for (size_t b = a + 1; b < MOST; b++) {
            int64_t gap = all.times[a] - all.times[b];
            if (gap > DVI_ANCHOR_REACH * HOUR || gap < -DVI_ANCHOR_REACH * HOUR) continue;
            assert_int_equal(pairs.list[at++], (uint64_t)a << 32 | b);
        }
    assert_int_equal(pairs.n, at);
    assert_int_equal(cut, MOST); /* each has more on one side at least than it looks at */
    pair_list_finish(&pairs);
}

/* Of more candidates than are wanted an article keeps those most like it. */
static void the_best_candidates_are_kept(void **unused) {
    (void)unused;
    enum { N = 60, KEPT = 10 };
    uint64_t cut;
    fill(N + 1, 1, 1, 1);
    for (uint32_t i = 0; i < N;
         i++) { /* each of them shares something with article N only, the later ones more */
        one(i, 100 + i, (uint16_t)(500 + 10 * i), 0);
        made_add(&all.made[i], (dvk_feature){1000 + i, (uint16_t)(5000 - 20 * i), 1, DVK_FEATURE_WORD, 4});
    }
    made_init(&all.made[N]);
    all.times[N] = 0;
    for (uint32_t i = 0; i < DVI_ANCHORS; i++)
        made_add(&all.made[N], (dvk_feature){100 + i, 1000, 1, DVK_FEATURE_NAME, 4});
    all.input.max_candidates = KEPT;
    pair_list pairs = find(&cut);
    assert_int_equal(cut, 1);
    assert_int_equal(pairs.n, DVI_ANCHORS); /* the others found it from their side */
    pair_list_finish(&pairs);
    dvi_anchor_index *index;
    given *g = &all_given;
    put_in_order(g);
    size_t rank = 0; /* of article N among those of one time: by tie */
    for (size_t i = 0; i < N; i++)
        rank += all.ties[i] < all.ties[N];
    pair_list own = {0};
    g->pairs = &own;
    g->input.first = rank; /* of the others only what it shares with them is there */
    g->input.last = rank + 1;
    assert_int_equal(dvi_anchor_index_create(&index, &g->input), DVK_OK);
    walk(index, g, rank, rank + 1, &cut);
    assert_int_equal(own.n, KEPT);
    for (size_t i = 0; i < KEPT; i++) {
        assert_int_equal((uint32_t)own.list[i], N);
        assert_in_range(own.list[i] >> 32, DVI_ANCHORS - KEPT, DVI_ANCHORS - 1);
    }
    pair_list_finish(&own);
    dvi_anchor_index_destroy(index);
}

static void of_candidates_that_are_alike_those_of_the_smallest_ties_are_kept(void **unused) {
    (void)unused;
    enum { N = 60, KEPT = 10 };
    uint64_t cut;
    fill(N + 1, 1, 1, 1);
    for (uint32_t i = 0; i <= N; i++)
        one(i, 100, 500, 0);
    put_in_order(&all_given);
    given *g = &all_given;
    pair_list own = {0};
    dvi_anchor_index *index;
    size_t rank = 0;
    for (size_t i = 0; i < N; i++)
        rank += all.ties[i] < all.ties[N];
    g->pairs = &own;
    g->input.max_candidates = KEPT;
    assert_int_equal(dvi_anchor_index_create(&index, &g->input), DVK_OK);
    walk(index, g, rank, rank + 1, &cut);
    assert_int_equal(own.n, KEPT);
    for (size_t k = 0; k < KEPT; k++) {
        size_t smaller = 0;
        for (size_t i = 0; i < N; i++)
            smaller += all.ties[i] < all.ties[own.list[k] >> 32];
        assert_in_range(smaller, 0, KEPT - 1);
    }
    pair_list_finish(&own);
    dvi_anchor_index_destroy(index);
}

/* ---- ways ---- */

static pair_list find_one_way(dvi_anchor_ways ways) {
    pair_list pairs = {0};
    dvi_anchor_index *index;
    given *g = &all_given;
    uint64_t cut = 0;
    put_in_order(g);
    g->pairs = &pairs;
    assert_int_equal(dvi_anchor_index_create(&index, &g->input), DVK_OK);
    walk_ways(index, g, 0, g->input.n, ways, &cut);
    dvi_anchor_index_destroy(index);
    return pairs;
}

static void expect_all_of(const pair_list *pairs, dvi_anchor_ways ways) {
    pair_list one_way = find_one_way(ways);
    size_t n = one_way.n;
    each_once(&one_way);
    assert_int_equal(one_way.n, n); /* each once as it is */
    assert_int_equal(n, pairs->n);
    assert_memory_equal(one_way.list, pairs->list, n * sizeof *pairs->list);
    pair_list_finish(&one_way);
}

static void two_threads_make_the_same_index(void **unused) {
    (void)unused;
    for (int round = 0; round < 10; round++) {
        uint64_t cut[2];
        pair_list pairs[2];
        fill(MOST, 60, 60 + any(4000), 24);
        for (threads = 1; threads <= 2; threads++)
            pairs[threads - 1] = find(&cut[threads - 1]);
        assert_int_equal(pairs[0].n, pairs[1].n);
        assert_memory_equal(pairs[0].list, pairs[1].list, pairs[0].n * sizeof *pairs[0].list);
        assert_int_equal(cut[0], cut[1]);
        pair_list_finish(&pairs[0]);
        pair_list_finish(&pairs[1]);
        threads = 1;
    }
}

/* With dates, also where lists are longer than the reach; the limit is for both ways alone. */
static void one_way_finds_all_pairs(void **unused) {
    (void)unused;
    for (int round = 0; round < 10; round++) {
        uint64_t cut;
        fill(MOST, 60, 60 + any(400), 24);
        for (size_t i = 0; i < MOST; i++)
            all.times[i] = (int64_t)any(24) * HOUR;
        all.input.window = round % 2 ? 5 * HOUR : 0;
        all.input.least_partial = any(6554);
        pair_list pairs = find(&cut);
        assert_true(pairs.n > 0);
        all.input.max_candidates = 3;
        expect_all_of(&pairs, DVI_EARLIER);
        expect_all_of(&pairs, DVI_LATER);
        pair_list_finish(&pairs);
    }
}

/* ---- order ---- */

static void the_order_of_articles_does_not_show(void **unused) {
    (void)unused;
    static articles before;
    static uint64_t renamed[MOST * MOST];
    uint32_t place[MOST];
    for (int round = 0; round < 10; round++) {
        uint64_t cut, cut_before;
        fill(MOST, 60, 60, 24); /* long lists, which are cut, and many at one time */
        all.input.max_candidates = 20;
        all.input.window = round % 2 ? 5 * HOUR : 0;
        for (size_t i = 0; i < MOST; i++)
            if (all.times[i] != DVK_NO_TIME) all.times[i] -= all.times[i] % HOUR;
        pair_list pairs = find(&cut_before);
        before = all;
        for (uint32_t i = 0; i < MOST; i++)
            place[i] = (i * 149 + 5 + (uint32_t)round) % MOST;
        for (size_t i = 0; i < MOST; i++) {
            made_features *to = &all.made[place[i]];
            *to = before.made[i];
            to->features.list = to->list;
            to->features.shingles = to->shingles;
            all.times[place[i]] = before.times[i];
            all.ties[place[i]] = before.ties[i];
        }
        pair_list moved = find(&cut);
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
}

static void no_articles_and_articles_without_features(void **unused) {
    (void)unused;
    uint64_t cut;
    fill(0, 1, 1, 1);
    pair_list pairs = find(&cut);
    assert_int_equal(pairs.n, 0);
    pair_list_finish(&pairs);
    fill(5, 1, 1, 1);
    for (size_t i = 0; i < 5; i++)
        made_init(&all.made[i]);
    pairs = find(&cut);
    assert_int_equal(pairs.n, 0);
    pair_list_finish(&pairs);
    dvi_anchor_index_destroy(NULL);
}

/* ---- slices ---- */

/* Whether an article is near enough to one of the places first to last - 1. */
static bool is_near(const given *g, size_t first, size_t last, size_t i) {
    if (all.input.window == 0 || g->times[i] == DVK_NO_TIME) return true;
    for (size_t k = first; k < last; k++) {
        if (g->times[k] == DVK_NO_TIME) return true;
        int64_t gap = g->times[k] - g->times[i];
        if (gap <= all.input.window && gap >= -all.input.window) return true;
    }
    return false;
}

/* The articles near the places first to last - 1 of `whole`, and the keys of those that stand between. */
static void cut_slice(const given *whole, size_t first, size_t last, given *part) {
    size_t n = 0, n_between = 0;
    part->input = whole->input;
    for (size_t i = 0; i < whole->input.n; i++) {
        if (i == first) part->input.first = n;
        if (is_near(whole, first, last, i)) {
            part->article[n] = whole->article[i];
            part->times[n] = whole->times[i];
            part->ties[n] = whole->ties[i];
            part->anchors[n++] = whole->anchors[i];
        } else if (i < first) {
            for (uint32_t k = 0; k < whole->anchors[i].n; k++)
                part->between[n_between++] = whole->anchors[i].keys[k];
        }
    }
    part->input.last = part->input.first + (last - first);
    part->input.n = n;
    part->input.times = part->times;
    part->input.ties = part->ties;
    part->input.between = part->between;
    part->input.n_between = n_between;
    part->input.context = part;
    part->refuse_after = -1;
}

/* Slices of time, each with an index of what is near to it alone, give what one index gives. */
static void slices_give_what_the_whole_gives(void **unused) {
    (void)unused;
    static given part;
    for (int round = 0; round < 40; round++) {
        uint64_t cut, cut_parts = 0;
        fill(1 + any(MOST), 1 + any(60), 20 + any(round % 2 ? 100 : 1000), 200);
        all.input.window = round % 5 == 0 ? 0 : 1 + any(40 * HOUR);
        all.input.max_candidates = 1 + any(30);
        pair_list pairs = find(&cut), parts = {0};
        part.pairs = &parts;
        for (size_t first = 0, last; first < all.input.n; first = last) {
            dvi_anchor_index *index;
            last = first + 1 + any(60);
            if (last > all.input.n) last = all.input.n;
            cut_slice(&all_given, first, last, &part);
            assert_int_equal(dvi_anchor_index_create(&index, &part.input), DVK_OK);
            walk(index, &part, part.input.first, part.input.last, &cut_parts);
            dvi_anchor_index_destroy(index);
        }
        each_once(&parts);
        assert_int_equal(parts.n, pairs.n);
        assert_int_equal(cut_parts, cut);
        if (pairs.n != 0) assert_memory_equal(parts.list, pairs.list, pairs.n * sizeof *pairs.list);
        pair_list_finish(&pairs);
        pair_list_finish(&parts);
    }
}

static void what_cannot_be_read_ends_it(void **unused) {
    (void)unused;
    fill(20, 20, 50, 10);
    dvi_anchor_index *index = NULL;
    put_in_order(&all_given);
    for (int after = 0; after < 40; after++) { /* twice each, as all are wanted */
        all_given.refuse_after = after;
        assert_int_equal(dvi_anchor_index_create(&index, &all_given.input), DVK_E_IO);
        assert_null(index);
    }
    all_given.input.threads = 2;
    for (int round = 0; round < 200; round++) { /* whichever half of the keys the second thread makes */
        all_given.refuse_after = 0;
        dvk_status status = dvi_anchor_index_create(&index, &all_given.input);
        assert_int_equal(status, all_given.refuse_after < 0 ? DVK_E_IO : DVK_OK);
        if (status == DVK_OK) dvi_anchor_index_destroy(index);
    }
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
    fill(50, 20, 50, 10);
    pair_list pairs = {0};
    put_in_order(&all_given);
    all_given.pairs = &pairs;
    all_given.input.first = 10;
    dvk_status status = DVK_E_MEMORY;
    size_t after = 0;
    for (; status == DVK_E_MEMORY; after++) {
        dvi_anchor_index *index;
        dvi_anchor_walker *walker = NULL;
        uint64_t cut = 0;
        dvi_memory_fail(after, 0);
        status = dvi_anchor_index_create(&index, &all_given.input);
        if (status == DVK_OK)
            status = dvi_anchor_walker_create(&walker, index);
        else
            assert_null(index);
        if (status == DVK_OK)
            status = dvi_anchor_candidates(walker, 10, 50, DVI_BOTH_WAYS, ignore, &all_given, &cut);
        dvi_memory_fail(SIZE_MAX, 0);
        dvi_anchor_walker_destroy(walker);
        dvi_anchor_index_destroy(index);
    }
    pair_list_finish(&pairs);
    assert_int_equal(status, DVK_OK);
    assert_in_range(after, 12, 200);
}

/* Right at the border, on either side of it, and where norms are zero. */
static void what_is_alike_enough_is_left(void **unused) {
    enum { N = 200, LEAST = 1 << 12, NORM = 1 << 8 };
    (void)unused;
    for (uint32_t least = 0; least <= LEAST; least += LEAST) {
        uint32_t norms[N], met[N + DVI_TOUCHED_ROOM];
        uint64_t sums[N], before[N], left[N + DVI_TOUCHED_ROOM];
        dvi_anchor_input input = {.least_partial = least};
        dvi_anchor_index index = {.input = &input, .norms = norms};
        dvi_touched touched = {.sums = sums, .articles = met, .left = left};
        dvi_touched_begin(&touched, 0);
        touched.n = N - any(8);
        for (uint32_t i = 0; i < N; i++) {
            norms[i] = any(10) == 0 ? 0 : any(5000) << 4;
            before[i] = sums[i] = (uint64_t)norms[i] * NORM * LEAST / 65536 + any(3);
            met[i] = N - 1 - i;
            if (before[i] > 0) before[i]--;
            sums[i] = touched.floor + before[i];
        }
        size_t n = touched.n, kept = 0;
        dvi_choose_anchor_kernels(cpu).leave_similar(&index, NORM, &touched);
        for (size_t i = 0; i < n; i++) {
            uint32_t article = (uint32_t)(N - 1 - i);
            uint64_t norm = (uint64_t)norms[article] * NORM;
            if (before[article] << 16 < norm * least || (norm == 0 && least != 0)) continue;
            assert_int_equal(met[kept], article);
            assert_int_equal(left[kept], before[article]);
            kept++;
        }
        assert_int_equal(touched.n, kept);
        assert_true(least != 0 ? kept > 0 && kept < n : kept == n);
    }
}

/* What one article had in common with others is nothing to the next, also where floors begin anew. */
static void sums_are_of_one_article(void **unused) {
    enum { N = 20 };
    (void)unused;
    uint32_t numbers[N], met[N + DVI_TOUCHED_ROOM];
    uint16_t weights[N];
    uint64_t sums[N] = {0};
    dvi_anchor_index index = {.articles = numbers, .weights = weights, .n_postings = N};
    dvi_touched touched = {.sums = sums, .articles = met, .floor = (UINT64_MAX - 3) << DVI_SUM_BITS};
    for (uint32_t i = 0; i < N; i++) {
        numbers[i] = N - 1 - i;
        weights[i] = UINT16_MAX;
    }
    for (int round = 0; round < 6; round++) {
        dvi_touched_begin(&touched, N);
        assert_int_equal(touched.n, 0);
        for (uint64_t list = 1; list <= DVI_ANCHORS; list++) {
            dvi_choose_anchor_kernels(cpu).touch(&index, UINT16_MAX, 0, N, &touched);
            assert_int_equal(touched.n, N);
            for (uint32_t i = 0; i < N; i++)
                assert_int_equal(sums[i] - touched.floor, list * ((uint64_t)UINT16_MAX * UINT16_MAX + 1));
        }
    }
    assert_true(touched.floor < (UINT64_MAX - 3) << DVI_SUM_BITS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_share_an_anchor_meet),
        cmocka_unit_test(the_window_keeps_others_apart),
        cmocka_unit_test(the_edge_of_the_window_is_inside),
        cmocka_unit_test(times_at_the_ends_of_the_range_do_not_overflow),
        cmocka_unit_test(pairs_of_little_likeness_are_dropped),
        cmocka_unit_test(a_list_is_walked_no_further_than_its_reach),
        cmocka_unit_test(the_best_candidates_are_kept),
        cmocka_unit_test(of_candidates_that_are_alike_those_of_the_smallest_ties_are_kept),
        cmocka_unit_test(one_way_finds_all_pairs),
        cmocka_unit_test(two_threads_make_the_same_index),
        cmocka_unit_test(the_order_of_articles_does_not_show),
        cmocka_unit_test(no_articles_and_articles_without_features),
        cmocka_unit_test(slices_give_what_the_whole_gives),
        cmocka_unit_test(what_cannot_be_read_ends_it),
        cmocka_unit_test(without_memory_it_says_so),
        cmocka_unit_test(what_is_alike_enough_is_left),
        cmocka_unit_test(sums_are_of_one_article),
    };
    int failed = cmocka_run_group_tests_name("anchors, plainly", tests, NULL, NULL);
    cpu = DVK_CPU_ALL;
    return failed + cmocka_run_group_tests_name("anchors, by all that the processor has", tests, NULL, NULL);
}
