/* SimHash: the fast one equals the definition bit for bit; distances follow the angle between the vectors of
 * weights. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "chance.h"
#include "dvoinik/cpu.h"
#include "dvoinik/sign.h"
#include "sign/simhash.h"

enum { MAX_N = 3000 };

static void assert_same(const uint64_t a[2], const uint64_t b[2]) {
    assert_int_equal(a[0], b[0]);
    assert_int_equal(a[1], b[1]);
}

static void equals_the_definition(void **unused) {
    (void)unused;
    static uint32_t keys[MAX_N];
    static uint16_t weights[MAX_N];
    for (uint64_t trial = 0; trial < 600; trial++) {
        size_t n = trial < 200 ? trial : any_number() % MAX_N;
        uint32_t range = 1 + any_number() % (UINT32_C(1) << any_number() % 17);
        for (size_t i = 0; i < n; i++) {
            keys[i] = trial % 3 == 0 ? (uint32_t)i : any_number();
            weights[i] = (uint16_t)(trial % 5 == 0 ? UINT16_MAX : any_number() % range);
        }
        uint64_t fast[2], reference[2];
        dvk_simhash(keys, weights, n, trial, fast);
        dvi_simhash_reference(keys, weights, n, trial, reference);
        assert_same(fast, reference);
        dvk_simhash(keys, NULL, n, trial, fast);
        dvi_simhash_reference(keys, NULL, n, trial, reference);
        assert_same(fast, reference);
        for (uint32_t cpu = 0; cpu <= (DVK_CPU_AVX2 | DVK_CPU_AVX512); cpu++) {
            dvi_simhash(cpu, keys, NULL, n, trial, fast);
            assert_same(fast, reference);
        }
        dvi_simhash_reference(keys, weights, n, trial, reference);
        for (uint32_t cpu = 0; cpu <= (DVK_CPU_AVX2 | DVK_CPU_AVX512); cpu++) {
            dvi_simhash(cpu, keys, weights, n, trial, fast);
            assert_same(fast, reference);
        }
    }
}

/* 200,000 times the largest weight does not fit 32 bits. */
static void large_sums_do_not_overflow(void **unused) {
    (void)unused;
    enum { N = 200000 };
    uint32_t *keys = calloc(N, sizeof *keys);
    uint16_t *weights = malloc(N * sizeof *weights);
    assert_non_null(keys);
    assert_non_null(weights);
    for (size_t i = 0; i < N; i++)
        weights[i] = UINT16_MAX;
    uint64_t many[2], reference[2], one[2];
    dvk_simhash(keys, weights, N, 3, many);
    dvi_simhash_reference(keys, weights, N, 3, reference);
    dvk_simhash(keys, weights, 1, 3, one);
    assert_same(many, reference);
    assert_same(many, one);
    free(keys);
    free(weights);
}

static void weights_null_is_all_ones(void **unused) {
    (void)unused;
    uint32_t keys[77];
    uint16_t ones[77];
    uint64_t a[2], b[2];
    for (size_t i = 0; i < 77; i++) {
        keys[i] = any_number();
        ones[i] = 1;
    }
    dvk_simhash(keys, NULL, 77, 1, a);
    dvk_simhash(keys, ones, 77, 1, b);
    assert_same(a, b);
}

static void scale_and_order_do_not_matter(void **unused) {
    (void)unused;
    for (uint64_t trial = 0; trial < 50; trial++) {
        uint32_t keys[200];
        uint16_t weights[200], scaled[200];
        uint64_t a[2], b[2];
        size_t n = 1 + any_number() % 200;
        for (size_t i = 0; i < n; i++) {
            keys[i] = any_number();
            weights[i] = (uint16_t)(any_number() % 1000);
            scaled[i] = (uint16_t)(weights[i] * 65);
        }
        dvk_simhash(keys, weights, n, trial, a);
        dvk_simhash(keys, scaled, n, trial, b);
        assert_same(a, b);
        for (size_t i = n - 1; i > 0; i--) {
            size_t k = any_number() % (i + 1);
            uint32_t key = keys[i];
            uint16_t weight = weights[i];
            keys[i] = keys[k], weights[i] = weights[k];
            keys[k] = key, weights[k] = weight;
        }
        dvk_simhash(keys, weights, n, trial, b);
        assert_same(a, b);
    }
}

static void a_repeated_key_adds_its_weights(void **unused) {
    (void)unused;
    static const uint32_t thrice[] = {5, 6, 5, 7, 5}, once[] = {5, 6, 7};
    static const uint16_t parts[] = {10, 40, 20, 35, 30}, whole[] = {60, 40, 35};
    for (uint64_t seed = 0; seed < 20; seed++) {
        uint64_t a[2], b[2];
        dvk_simhash(thrice, parts, 5, seed, a);
        dvk_simhash(once, whole, 3, seed, b);
        assert_same(a, b);
        /* Together just what 16 bits do not hold any more. */
        static const uint16_t halves[] = {0x8000, 0x8000}, one = 1;
        static const uint32_t twice[] = {5, 5};
        dvk_simhash(twice, halves, 2, seed, a);
        dvk_simhash(once, &one, 1, seed, b);
        assert_same(a, b);
    }
}

static void sums_of_zero_give_zero_bits(void **unused) {
    (void)unused;
    static const uint32_t keys[] = {1, 2, 3};
    static const uint16_t weights[] = {0, 0, 0}, equal[] = {9, 9};
    uint64_t none[2] = {1, 1}, zero[2] = {1, 1}, a[2], b[2], both[2];
    dvk_simhash(NULL, NULL, 0, 1, none);
    dvk_simhash(keys, weights, 3, 1, zero);
    assert_int_equal(none[0] | none[1] | zero[0] | zero[1], 0);
    dvk_simhash(keys, equal, 1, 1, a);
    dvk_simhash(keys + 1, equal, 1, 1, b);
    dvk_simhash(keys, equal, 2, 1, both);
    assert_int_equal(both[0], a[0] & b[0]);
    assert_int_equal(both[1], a[1] & b[1]);
}

typedef struct vector_pair {
    uint32_t keys_a[400], keys_b[400];
    uint16_t weights_a[400], weights_b[400];
    size_t n;
    double angle;
} vector_pair;

/* Two vectors of n features, of which `common` are shared, with weights that differ a little. */
static void make_pair(vector_pair *pair, size_t n, size_t common) {
    double dot = 0, norm_a = 0, norm_b = 0;
    pair->n = n;
    for (size_t i = 0; i < n; i++) {
        bool shared = i < common;
        uint16_t a = (uint16_t)(500 + any_number() % 2000),
                 b = (uint16_t)(shared ? a + any_number() % 300 : 500 + any_number() % 2000);
        pair->keys_a[i] = any_number();
        pair->keys_b[i] = shared ? pair->keys_a[i] : any_number();
        pair->weights_a[i] = a, pair->weights_b[i] = b;
        dot += shared ? (double)a * b : 0;
        norm_a += (double)a * a, norm_b += (double)b * b;
    }
    pair->angle = acos(dot / sqrt(norm_a * norm_b));
}

/* Signs for Gaussians: exact in the limit of many features; 400 of them are near enough for a quarter of a
 * bit. */
static void distance_follows_the_angle(void **unused) {
    (void)unused;
    enum { TRIALS = 1500 };
    static vector_pair pair;
    for (size_t common = 0; common <= 400; common += 40) {
        double sum = 0, expected = 0, variance = 0;
        for (uint64_t trial = 0; trial < TRIALS; trial++) {
            uint64_t a[2], b[2];
            make_pair(&pair, 400, common);
            dvk_simhash(pair.keys_a, pair.weights_a, pair.n, trial, a);
            dvk_simhash(pair.keys_b, pair.weights_b, pair.n, trial, b);
            double p = pair.angle / acos(-1);
            sum += dvk_hamming_distance(a, b);
            expected += 128 * p;
            variance += 128 * p * (1 - p);
        }
        double off = (sum - expected) / TRIALS, error = sqrt(variance) / TRIALS;
        print_message("%3zu of 400 features shared: distance %.2f bits, 128 angle / pi is %.2f\n", common,
                      sum / TRIALS, expected / TRIALS);
        assert_true(fabs(off) < 4 * error + .25);
    }
}

/* A bit of a hash is 1 for half of the keys, and no two bits go together: structured keys show a weak hash.
 */
static void bits_are_even_and_independent(void **unused) {
    (void)unused;
    enum { N = 4000 };
    static uint64_t hashes[N][2];
    static const uint32_t steps[] = {1, UINT32_C(1) << 20};
    for (size_t s = 0; s < 2; s++) {
        for (uint32_t i = 0; i < N; i++) {
            uint32_t key = i * steps[s];
            dvk_simhash(&key, NULL, 1, 42, hashes[i]);
        }
        for (unsigned a = 0; a < 128; a++)
            for (unsigned b = a; b < 128; b++) {
                int count = 0;
                for (size_t i = 0; i < N; i++) {
                    uint64_t x = hashes[i][a / 64] >> a % 64, y = a == b ? 0 : hashes[i][b / 64] >> b % 64;
                    count += (int)((x ^ y) & 1);
                }
                assert_true(fabs(count - N / 2.0) < 5.5 * sqrt(N / 4.0)); /* the largest of 8,256 */
            }
    }
}

static void a_seed_changes_about_half_of_the_bits(void **unused) {
    (void)unused;
    uint32_t keys[300];
    uint64_t a[2], b[2];
    for (size_t i = 0; i < 300; i++)
        keys[i] = any_number();
    dvk_simhash(keys, NULL, 300, DVK_PUBLISHED_SEED, a);
    for (unsigned bit = 0; bit < 64; bit++) {
        dvk_simhash(keys, NULL, 300, DVK_PUBLISHED_SEED ^ UINT64_C(1) << bit, b);
        assert_in_range(dvk_hamming_distance(a, b), 36, 92); /* 64 and five standard deviations */
    }
}

static void hamming_distance_counts_bits(void **unused) {
    (void)unused;
    static const uint64_t zero[2] = {0, 0}, ones[2] = {UINT64_MAX, UINT64_MAX},
                          some[2] = {5, UINT64_C(1) << 63};
    assert_int_equal(dvk_hamming_distance(zero, zero), 0);
    assert_int_equal(dvk_hamming_distance(zero, ones), 128);
    assert_int_equal(dvk_hamming_distance(zero, some), 3);
    assert_int_equal(dvk_hamming_distance(some, ones), 125);
}

/* Stored signatures outlive a version: a changed hash must be a decision. */
static void known_answers(void **unused) {
    (void)unused;
    static const uint32_t keys[] = {0, 1, 2, 3, 0xDEADBEEF, 0xFFFFFFFF};
    static const uint16_t weights[] = {1, 256, 700, 3, 65535, 65000};
    static const uint64_t one[2] = {UINT64_C(0x6C13C8522AC23C40), UINT64_C(0x6063885675968976)};
    static const uint64_t all[2] = {UINT64_C(0x95996E8FF616254A), UINT64_C(0xF04E81DF2994729B)};
    uint64_t out[2], sum[2];
    dvk_simhash(keys, NULL, 1, DVK_PUBLISHED_SEED, out);
    dvk_simhash(keys, weights, 6, DVK_PUBLISHED_SEED, sum);
    assert_same(out, one);
    assert_same(sum, all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_the_definition),
        cmocka_unit_test(large_sums_do_not_overflow),
        cmocka_unit_test(weights_null_is_all_ones),
        cmocka_unit_test(scale_and_order_do_not_matter),
        cmocka_unit_test(a_repeated_key_adds_its_weights),
        cmocka_unit_test(sums_of_zero_give_zero_bits),
        cmocka_unit_test(distance_follows_the_angle),
        cmocka_unit_test(bits_are_even_and_independent),
        cmocka_unit_test(a_seed_changes_about_half_of_the_bits),
        cmocka_unit_test(hamming_distance_counts_bits),
        cmocka_unit_test(known_answers),
    };
    return cmocka_run_group_tests_name("simhash", tests, NULL, NULL);
}
