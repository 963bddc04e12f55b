/* What comparing spends its time on, for each set of instructions: against the plain way, and the same in
 * all. And that what is told to be not worth while is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dvoinik/cpu.h"
#include "made_features.h"
#include "match/score.h"

static const uint32_t masks[] = {0, DVK_CPU_AVX2, DVK_CPU_AVX512, DVK_CPU_ALL};
enum { MASKS = sizeof masks / sizeof masks[0], ROUNDS = 1500 };

/* Articles whose keys lie anywhere, and such whose keys crowd in a few words of the map, or in one bit. Some
 * keys are of another kind in one article than in the other. */
static void make(made_features *made, int round, uint32_t keys) {
    made_at_random(made, 256, keys);
    for (uint32_t i = 0; i < made->features.n_features; i++)
        if (any(8) == 0) made->list[i].kind = (uint8_t)any(6);
    if (round % 3 == 0) return;
    for (uint32_t i = 0; i < made->features.n_features; i++)
        made->list[i].key = made->list[i].key >> (round % 3 == 1 ? 6 : 14) | (uint32_t)(round % 5) << 30;
    if (made->features.n_features != 0)
        qsort(made->list, made->features.n_features, sizeof *made->list, made_by_key);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < made->features.n_features; i++)
        if (kept == 0 || made->list[i].key != made->list[kept - 1].key) made->list[kept++] = made->list[i];
    made->features.n_features = kept;
}

static const dvk_feature *feature_of(const made_features *made, uint32_t key) {
    for (uint32_t i = 0; i < made->features.n_features; i++)
        if (made->list[i].key == key) return &made->list[i];
    return NULL;
}

/* By the plain way: how many are shared, and their sums. */
static uint32_t share(const made_features *a, const made_features *b, dvi_shared_sums *sums) {
    uint32_t n = 0;
    *sums = (dvi_shared_sums){0};
    for (uint32_t i = 0; i < a->features.n_features; i++) {
        const dvk_feature *f = &a->list[i], *g = feature_of(b, f->key);
        if (g == NULL) continue;
        uint64_t product = (uint64_t)f->weight * g->weight;
        bool plain = f->kind != DVK_FEATURE_CONCEPT && g->kind != DVK_FEATURE_CONCEPT;
        bool numbers = (f->kind == DVK_FEATURE_NUMBER || f->kind == DVK_FEATURE_DATE) &&
                       (g->kind == DVK_FEATURE_NUMBER || g->kind == DVK_FEATURE_DATE);
        n++;
        sums->full_dot += product;
        if (product > sums->largest) sums->largest = product;
        if (plain) sums->dot += product;
        if (plain) sums->focus_dot += (product >> DVI_FOCUS_SHIFT) * (product >> DVI_FOCUS_SHIFT);
        if (f->zone & g->zone & DVI_LEAD_ZONES) sums->lead_dot += product;
        if (numbers) sums->numbers += f->weight < g->weight ? f->weight : g->weight;
        if (numbers) sums->number_dot += product;
        sums->n_numbers += numbers;
        sums->placed += f->position != 0 && g->position != 0;
        sums->placed_numbers += numbers && f->position != 0 && g->position != 0;
        bool dates = f->kind == DVK_FEATURE_DATE && g->kind == DVK_FEATURE_DATE;
        bool day_f = dates && f->weight >= DVI_DAY_OF_LEAD, day_g = dates && g->weight >= DVI_DAY_OF_LEAD;
        bool f_leads = (f->zone & 3) != 0, g_leads = (g->zone & 3) != 0,
             titles = (f->zone & g->zone & 1) != 0;
        sums->title_words += titles && f->kind != DVK_FEATURE_NUMBER && f->kind != DVK_FEATURE_DATE &&
                             g->kind != DVK_FEATURE_NUMBER && g->kind != DVK_FEATURE_DATE;
        sums->title_days += titles && day_f && day_g;
        sums->lead_days += (day_f && f_leads) || (day_g && g_leads);
        sums->days += dates && f->weight >= (f_leads ? DVI_DAY_OF_LEAD : DVI_DAY) &&
                      g->weight >= (g_leads ? DVI_DAY_OF_LEAD : DVI_DAY);
    }
    return n;
}

static void shared_keys_and_sums_are_those_of_the_plain_way(void **unused) {
    (void)unused;
    static made_features a, b;
    static dvi_key_map of_a, of_b;
    uint64_t met = 0;
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t keys = 1 + any(600);
        dvi_shared_sums plain, sums;
        make(&a, round, keys);
        make(&b, round, keys);
        dvi_key_map_init(&of_a, &a.features);
        dvi_key_map_init(&of_b, &b.features);
        uint32_t n = share(&a, &b, &plain);
        met += n;
        for (int m = 0; m < MASKS; m++) {
            dvi_match_kernels kernels = dvi_choose_match_kernels(masks[m]);
            dvi_shared_keys shared;
            kernels.find(&of_a, &of_b, &shared);
            kernels.sum(&shared, &sums);
            assert_int_equal(shared.n, n);
            assert_memory_equal(&sums, &plain, sizeof sums);
            for (uint32_t i = 0; i < n; i++)
                assert_int_equal(shared.of_a[i] >> DVI_ENTRY_KEY_AT, shared.of_b[i] >> DVI_ENTRY_KEY_AT);
        }
    }
    assert_true(met > ROUNDS);
}

static void keys_that_do_not_rise_are_left_out(void **unused) {
    (void)unused;
    static made_features made;
    static dvi_key_map map;
    made_init(&made);
    const uint32_t keys[] = {9, 5, 7, 9, 11, 10};
    for (uint32_t i = 0; i < 6; i++)
        made.list[made.features.n_features++] = (dvk_feature){.key = keys[i], .weight = 1};
    dvi_key_map_init(&map, &made.features);
    assert_int_equal(map.n, 2); /* 9 and 11 */
}

static void inversions_are_those_of_the_plain_way(void **unused) {
    (void)unused;
    static dvi_places places;
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t n = any(DVK_MAX_FEATURES + 1), spread = 1 + any(65535), plain = 0;
        places.n = n;
        for (uint32_t i = 0; i < n + DVI_PLACE_LANES; i++) {
            places.in_a[i] = (int16_t)(i < n ? (int32_t)any(spread) - 32768 : INT16_MIN);
            places.in_b[i] = (int16_t)(i < n ? (int32_t)any(spread) - 32768 : INT16_MIN);
        }
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t k = 0; k < n; k++)
                plain += places.in_a[k] > places.in_a[i] && places.in_b[k] < places.in_b[i];
        for (int m = 0; m < MASKS; m++)
            assert_int_equal(dvi_choose_count_inversions(masks[m])(&places), plain);
    }
}

/* A copy that was worked over, and came late. */
static void change(made_features *copy) {
    uint32_t kept = 0, share = any(5);
    for (uint32_t i = 0; i < copy->features.n_features; i++)
        if (any(4) <= share) copy->list[kept++] = copy->list[i];
    copy->features.n_features = kept;
    copy->features.n_tokens++;
    if (copy->features.time != DVK_NO_TIME) copy->features.time += any(1000000);
}

/* Titles by chance are beside what texts by chance share, which leaves nothing to bound. */
static void take_title(made_features *made) {
    for (uint32_t i = 0; i < made->features.n_features; i++)
        if ((made->list[i].zone & DVI_TITLE_ZONE) != 0) made->list[i].zone = 4;
}

/* A scorer that is told where a pair begins to be worth while says the same of those, and of the others
 * nothing that is worth while. */
static void nothing_that_is_worth_while_is_lost(void **unused) {
    (void)unused;
    static made_features a, b;
    static dvi_comparable x, y;
    uint32_t kept = 0, left = 0;
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t keys = 1 + any(1500), least = 1 + any(round % 3 == 0 ? 3000 : 40000);
        dvk_match all, some;
        made_at_random(&a, 256, keys);
        made_at_random(&b, 256, keys);
        if (round % 3 != 0) take_title(&a);
        if (round % 4 < 2) b = a;
        b.features.list = b.list;
        b.features.shingles = b.shingles;
        if (round % 4 == 1) change(&b);
        dvi_comparable_init(&x, &a.features);
        dvi_comparable_init(&y, &b.features);
        dvi_score(dvk_model_builtin(), &x, &y, &all);
        if (round % 5 == 0 && all.event > 0) least = all.event; /* and no more */
        for (int m = 0; m < MASKS; m++) {
            dvi_scorer scorer;
            dvi_scorer_init(&scorer, dvk_model_builtin(), least, masks[m]);
            dvi_scorer_score(&scorer, &x, &y, &some);
            if (all.event >= least) assert_memory_equal(&all, &some, sizeof all);
            assert_true(some.event == all.event || (some.event == 0 && some.duplicate == 0));
        }
        kept += all.event >= least;
        left += some.event != all.event;
    }
    assert_true(kept > ROUNDS / 8);
    assert_true(left > ROUNDS / 16);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shared_keys_and_sums_are_those_of_the_plain_way),
        cmocka_unit_test(keys_that_do_not_rise_are_left_out),
        cmocka_unit_test(inversions_are_those_of_the_plain_way),
        cmocka_unit_test(nothing_that_is_worth_while_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
