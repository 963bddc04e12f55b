/* LSH bands: the parameters that are taken, the keys, and that what meets follows the theory. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "chance.h"
#include "dvoinik/sign.h"

static dvk_sign_params with(uint32_t permutations, uint32_t bands, uint32_t rows) {
    dvk_sign_params params;
    dvk_sign_params_init(&params);
    params.permutations = permutations, params.bands = bands, params.rows = rows;
    return params;
}

static void defaults_are_as_published(void **unused) {
    (void)unused;
    dvk_sign_params params;
    dvk_sign_params_init(&params);
    assert_int_equal(params.seed, DVK_PUBLISHED_SEED);
    assert_int_equal(params.permutations, 128);
    assert_int_equal(params.bands, 32);
    assert_int_equal(params.rows, 4);
    assert_int_equal(dvk_sign_params_check(&params), DVK_OK);
}

static void parameters_are_checked(void **unused) {
    (void)unused;
    static const struct {
        uint32_t permutations, bands, rows;
        dvk_status expected;
    } cases[] = {
        {1, 1, 1, DVK_OK},
        {1024, 1024, 1, DVK_OK},
        {1024, 1, 1024, DVK_OK},
        {130, 32, 4, DVK_OK},
        {127, 32, 4, DVK_E_ARGUMENT},
        {1025, 32, 4, DVK_E_ARGUMENT},
        {0, 0, 0, DVK_E_ARGUMENT},
        {0, 1, 1, DVK_E_ARGUMENT},
        {128, 0, 4, DVK_E_ARGUMENT},
        {128, 32, 0, DVK_E_ARGUMENT},
        {128, UINT32_C(1) << 31, 2, DVK_E_ARGUMENT}, /* the product is 0 in 32 bits */
        {1024, UINT32_MAX, UINT32_MAX, DVK_E_ARGUMENT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dvk_sign_params params = with(cases[i].permutations, cases[i].bands, cases[i].rows);
        assert_int_equal(dvk_sign_params_check(&params), cases[i].expected);
    }
    assert_int_equal(dvk_sign_params_check(NULL), DVK_E_ARGUMENT);
}

static void a_key_depends_on_rows_band_and_seed(void **unused) {
    (void)unused;
    dvk_sign_params params = with(128, 32, 4);
    uint32_t minhash[128];
    uint64_t keys[32], changed[32];
    for (size_t i = 0; i < 128; i++)
        minhash[i] = 77; /* every band alike: the number alone tells them apart */
    dvk_minhash_bands(minhash, &params, keys);
    for (size_t a = 0; a < 32; a++)
        for (size_t b = 0; b < a; b++)
            assert_int_not_equal(keys[a], keys[b]);

    for (size_t i = 0; i < 128; i++) {
        minhash[i] ^= UINT32_C(1) << i % 32;
        dvk_minhash_bands(minhash, &params, changed);
        minhash[i] ^= UINT32_C(1) << i % 32;
        for (size_t band = 0; band < 32; band++)
            assert_int_equal(keys[band] != changed[band], band == i / 4);
    }

    params.seed++;
    dvk_minhash_bands(minhash, &params, changed);
    for (size_t band = 0; band < 32; band++)
        assert_int_not_equal(keys[band], changed[band]);
}

/* Components that no band takes in do not matter, and a broken parameter writes nothing. */
static void only_the_bands_are_written_and_read(void **unused) {
    (void)unused;
    dvk_sign_params params = with(100, 9, 11);
    uint32_t minhash[100] = {0};
    uint64_t keys[10] = {0}, again[10] = {0};
    dvk_minhash_bands(minhash, &params, keys);
    minhash[99] = 1;
    dvk_minhash_bands(minhash, &params, again);
    assert_memory_equal(keys, again, sizeof keys);
    assert_int_equal(keys[9], 0);
    params.rows = 12;
    memset(keys, 0, sizeof keys);
    dvk_minhash_bands(minhash, &params, keys);
    for (size_t i = 0; i < 10; i++)
        assert_int_equal(keys[i], 0);
}

static void features_give_the_keys_of_their_shingles(void **unused) {
    (void)unused;
    dvk_sign_params params = with(128, 32, 4);
    uint32_t shingles[210], minhash[128];
    uint64_t direct[32], keys[32];
    size_t n = 99;
    for (size_t i = 0; i < 210; i++)
        shingles[i] = any_number();
    dvk_features features = {.shingles = shingles, .n_shingles = 210};

    dvk_minhash(shingles, 210, params.seed, minhash, 128);
    dvk_minhash_bands(minhash, &params, direct);
    assert_int_equal(dvk_band_keys(&features, &params, keys, &n), DVK_OK);
    assert_int_equal(n, 32);
    assert_memory_equal(keys, direct, sizeof keys);

    features.n_shingles = 0;
    assert_int_equal(dvk_band_keys(&features, &params, keys, &n), DVK_OK);
    assert_int_equal(n, 0);

    n = 99, params.rows = 5;
    assert_int_equal(dvk_band_keys(&features, &params, keys, &n), DVK_E_ARGUMENT);
    assert_int_equal(n, 0);
    assert_int_equal(dvk_band_keys(NULL, &params, keys, &n), DVK_E_ARGUMENT);
    assert_int_equal(dvk_band_keys(&features, &params, NULL, &n), DVK_E_ARGUMENT);
    assert_int_equal(dvk_band_keys(&features, &params, keys, NULL), DVK_E_ARGUMENT);
}

static void close_to(double got, double expected) {
    if (!(fabs(got - expected) <= 1e-12 + 1e-9 * expected)) fail_msg("%.15g instead of %.15g", got, expected);
}

static void the_curve_is_the_formula(void **unused) {
    (void)unused;
    dvk_sign_params params = with(128, 32, 4);
    close_to(dvk_lsh_probability(&params, 0), 0);
    close_to(dvk_lsh_probability(&params, 1), 1);
    close_to(dvk_lsh_probability(&params, -3), 0);
    close_to(dvk_lsh_probability(&params, 7), 1);
    close_to(dvk_lsh_probability(&params, (double)NAN), 0);
    close_to(dvk_lsh_probability(&params, .5), 0.8732112136229997); /* 1 - (15/16)^32 */
    params = with(128, 1, 3);
    close_to(dvk_lsh_probability(&params, .5), .125);
    params.bands = 0; /* what has no band meets nobody */
    close_to(dvk_lsh_probability(&params, 1), 0);
    params.rows = 0;
    close_to(dvk_lsh_probability(&params, .5), 0);
    params = with(1024, 1, 1024);
    assert_true(dvk_lsh_probability(&params, .5) > 0); /* 2^-1024 is lost in 1 - x */
}

static void bands_for_a_recall_are_the_fewest(void **unused) {
    (void)unused;
    for (uint32_t rows = 1; rows <= 8; rows++)
        for (double recall = .05; recall < 1; recall += .1) {
            uint32_t bands = dvk_lsh_bands_for(rows, .6, recall);
            dvk_sign_params params = with(1024, bands, rows), fewer = with(1024, bands - 1, rows);
            assert_in_range(bands, 1, 1024);
            assert_true(dvk_lsh_probability(&params, .6) >= recall);
            if (bands > 1) assert_true(dvk_lsh_probability(&fewer, .6) < recall);
        }
    assert_int_equal(dvk_lsh_bands_for(4, 1, 1), 1);
    assert_int_equal(dvk_lsh_bands_for(4, .5, .8731), 32);
    assert_int_equal(dvk_lsh_bands_for(10, .3, .9), 0);
    dvk_sign_params most = with(1024, 1024, 1);
    assert_int_equal(dvk_lsh_bands_for(1, .001, dvk_lsh_probability(&most, .001)), 1024);
    assert_int_equal(dvk_lsh_bands_for(4, 0, .5), 0);
    assert_int_equal(dvk_lsh_bands_for(4, .5, 1.5), 0);
    assert_int_equal(dvk_lsh_bands_for(0, .5, .5), 0);
}

/* Share of pairs of sets of `size` elements, `common` of them shared, that meet in a band. */
static double measured(const dvk_sign_params *like, uint32_t size, uint32_t common, int trials) {
    static uint32_t elements[1024];
    int met = 0;
    for (int trial = 0; trial < trials; trial++) {
        dvk_sign_params params = *like;
        uint64_t keys_a[64], keys_b[64];
        size_t n_a, n_b;
        params.seed = (uint64_t)trial;
        for (size_t i = 0; i < 2 * size - common; i++)
            elements[i] = any_number();
        dvk_features a = {.shingles = elements, .n_shingles = size};
        dvk_features b = {.shingles = elements + size - common, .n_shingles = size};
        assert_int_equal(dvk_band_keys(&a, &params, keys_a, &n_a), DVK_OK);
        assert_int_equal(dvk_band_keys(&b, &params, keys_b, &n_b), DVK_OK);
        bool meet = false;
        for (size_t band = 0; band < n_a; band++)
            meet |= keys_a[band] == keys_b[band];
        met += meet;
    }
    return (double)met / trials;
}

static void what_meets_follows_the_curve(void **unused) {
    (void)unused;
    enum { TRIALS = 800, SIZE = 300 };
    static const double similarities[] = {0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1};
    dvk_sign_params shapes[] = {with(128, 32, 4), with(128, 16, 8), with(128, 64, 2), with(100, 20, 5)};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++)
        for (size_t k = 0; k < sizeof similarities / sizeof *similarities; k++) {
            uint32_t common = (uint32_t)lround(2 * SIZE * similarities[k] / (1 + similarities[k]));
            double theory = dvk_lsh_probability(&shapes[s], common / (2.0 * SIZE - common));
            double share = measured(&shapes[s], SIZE, common, TRIALS);
            double error = sqrt(theory * (1 - theory) / TRIALS);
            if (fabs(share - theory) > 4 * error + 1e-9)
                fail_msg("%u bands of %u rows, J %.2f: %.4f meet, theory %.4f", shapes[s].bands,
                         shapes[s].rows, similarities[k], share, theory);
        }
}

/* Keys travel to other machines and outlive a version: a changed hash must be a decision. */
static void known_answers(void **unused) {
    (void)unused;
    static const uint32_t minhash[] = {1, 2, 3, 4, 0x01020304, UINT32_MAX};
    static const uint64_t expected[] = {UINT64_C(0x30EBD8F2B80A6583), UINT64_C(0x1987F034731D15BA),
                                        UINT64_C(0xAA9D818C9A59FC49)};
    dvk_sign_params params = with(6, 3, 2);
    uint64_t keys[3];
    dvk_minhash_bands(minhash, &params, keys);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(keys[i], expected[i]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_as_published),
        cmocka_unit_test(parameters_are_checked),
        cmocka_unit_test(a_key_depends_on_rows_band_and_seed),
        cmocka_unit_test(only_the_bands_are_written_and_read),
        cmocka_unit_test(features_give_the_keys_of_their_shingles),
        cmocka_unit_test(the_curve_is_the_formula),
        cmocka_unit_test(bands_for_a_recall_are_the_fewest),
        cmocka_unit_test(what_meets_follows_the_curve),
        cmocka_unit_test(known_answers),
    };
    return cmocka_run_group_tests_name("lsh", tests, NULL, NULL);
}
