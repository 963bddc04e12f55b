/* MinHash: components collide with the probability of the Jaccard similarity, with no more variance than
 * independent permutations. */
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
#include "dvoinik/cpu.h"
#include "dvoinik/sign.h"
#include "sign/minhash.h"

enum { T = 128, MAX_UNION = 4096 };

static void setup_random(uint64_t seed) {
    chance = seed * UINT64_C(0x9E3779B97F4A7C15) | 1;
}

/* How the elements of a union look: elements in a row must do as well as random ones. */
typedef enum shape { RANDOM, IN_A_ROW, HIGH_BITS } shape;

static void fill_union(uint32_t *elements, size_t n, shape how) {
    uint32_t start = any_number();
    for (size_t i = 0; i < n; i++)
        elements[i] = how == RANDOM     ? any_number()
                      : how == IN_A_ROW ? start + (uint32_t)i
                                        : start ^ (uint32_t)i << 19;
}

/* A is the first `size` elements of the union, B the last `size`; they share `common`. */
static uint32_t count_equal(const uint32_t *elements, size_t size, size_t common, uint64_t seed,
                            uint8_t *equal) {
    uint32_t a[T], b[T], n = 0;
    assert_int_equal(dvk_minhash(elements, size, seed, a, T), DVK_OK);
    assert_int_equal(dvk_minhash(elements + size - common, size, seed, b, T), DVK_OK);
    for (size_t i = 0; i < T; i++) {
        bool same = a[i] == b[i];
        n += same;
        if (equal != NULL) equal[i] = same;
    }
    assert_int_equal(dvk_minhash_similarity(a, b, T), n * 65536 / T);
    return n;
}

typedef struct moments {
    double j, mean, rmse, error;
} moments;

static moments measure(size_t size, double wanted, int trials, shape how) {
    static uint32_t elements[MAX_UNION];
    size_t common = (size_t)lround(2.0 * (double)size * wanted / (1 + wanted));
    size_t n_union = 2 * size - common;
    moments m = {.j = (double)common / (double)n_union};
    double sum = 0, squares = 0;
    for (int trial = 0; trial < trials; trial++) {
        fill_union(elements, n_union, how);
        double x = count_equal(elements, size, common, (uint64_t)trial, NULL) / (double)T;
        sum += x;
        squares += (x - m.j) * (x - m.j);
    }
    m.mean = sum / trials;
    m.rmse = sqrt(squares / trials);
    m.error = sqrt(m.j * (1 - m.j) / T / trials); /* of independent permutations: an upper bound here */
    return m;
}

static void collision_rate_is_the_jaccard_similarity(void **unused) {
    (void)unused;
    static const double wanted[] = {0, .01, .05, .1, .2, .3, .4, .5, .6, .7, .8, .9, .95, 1};
    static const size_t sizes[] = {5, 50, 400};
    static const shape shapes[] = {RANDOM, IN_A_ROW, HIGH_BITS};
    setup_random(1);
    for (size_t h = 0; h < 3; h++)
        for (size_t s = 0; s < 3; s++)
            for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++) {
                moments m = measure(sizes[s], wanted[w], 400, shapes[h]);
                if (fabs(m.mean - m.j) > 4 * m.error)
                    fail_msg("shape %zu, %zu elements, J %.4f: mean %.5f is off by %.1f standard errors", h,
                             sizes[s], m.j, m.mean, fabs(m.mean - m.j) / m.error);
            }
}

static void error_is_no_larger_than_of_independent_permutations(void **unused) {
    (void)unused;
    enum { TRIALS = 2000 };
    static const size_t sizes[] = {3, 30, 100, 300, 400, 1000};
    setup_random(2);
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        moments m = measure(sizes[s], .5, TRIALS, RANDOM);
        double independent = sqrt(m.j * (1 - m.j) / T);
        print_message("RMSE of %d components, %zu elements, J = %.3f: %.4f; independent permutations %.4f\n",
                      T, sizes[s], m.j, m.rmse, independent);
        assert_true(m.rmse < independent * (1 + 4 / sqrt(2.0 * TRIALS)));
        if (sizes[s] == 300) assert_true(m.rmse <= .046);
    }
}

/* Sets of so few that slots are open after all rounds: {x} and {x, y} share half. */
static void sets_of_one_and_two_do_no_worse(void **unused) {
    (void)unused;
    enum { TRIALS = 4000 };
    double sum = 0, squares = 0, error = sqrt(.25 / T);
    setup_random(4);
    for (uint64_t trial = 0; trial < TRIALS; trial++) {
        uint32_t elements[2], one[T], two[T];
        fill_union(elements, 2, RANDOM);
        assert_int_equal(dvk_minhash(elements, 1, trial, one, T), DVK_OK);
        assert_int_equal(dvk_minhash(elements, 2, trial, two, T), DVK_OK);
        double x = dvk_minhash_similarity(one, two, T) / 65536.0 - .5;
        sum += x;
        squares += x * x;
    }
    assert_true(fabs(sum / TRIALS) < 4 * error / sqrt(TRIALS));
    assert_true(sqrt(squares / TRIALS) < error * (1 + 4 / sqrt(2.0 * TRIALS)));
}

/* No slot is favoured, the first and last not either. */
static void every_component_has_the_same_chance(void **unused) {
    (void)unused;
    enum { TRIALS = 3000 };
    static uint32_t elements[MAX_UNION];
    static const size_t sizes[] = {3, 60, 300};
    setup_random(3);
    for (size_t s = 0; s < 3; s++) {
        size_t common = sizes[s] * 2 / 3, n_union = 2 * sizes[s] - common;
        double j = (double)common / (double)n_union, error = sqrt(j * (1 - j) / TRIALS);
        int hits[T] = {0};
        for (uint64_t trial = 0; trial < TRIALS; trial++) {
            uint8_t equal[T];
            fill_union(elements, n_union, RANDOM);
            count_equal(elements, sizes[s], common, trial, equal);
            for (size_t i = 0; i < T; i++)
                hits[i] += equal[i];
        }
        for (size_t i = 0; i < T; i++)
            assert_true(fabs(hits[i] / (double)TRIALS - j) < 4.5 * error);
    }
}

static void order_and_repetition_do_not_matter(void **unused) {
    (void)unused;
    enum { N = 2600 }; /* more than one block */
    static uint32_t elements[2 * N];
    static const size_t sizes[] = {1, 2, 7, 128, 511, 512, 513, N};
    static const uint32_t counts[] = {1, 2, 100, 128, 1024};
    setup_random(4);
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            size_t n = sizes[s];
            uint32_t once[DVK_MAX_PERMUTATIONS], again[DVK_MAX_PERMUTATIONS];
            fill_union(elements, n, RANDOM);
            assert_int_equal(dvk_minhash(elements, n, 9, once, counts[c]), DVK_OK);
            memcpy(elements + n, elements, n * sizeof *elements);
            for (size_t i = 2 * n - 1; i > 0; i--) {
                size_t k = any_number() % (i + 1);
                uint32_t held = elements[i];
                elements[i] = elements[k];
                elements[k] = held;
            }
            assert_int_equal(dvk_minhash(elements, 2 * n, 9, again, counts[c]), DVK_OK);
            assert_memory_equal(once, again, counts[c] * sizeof *once);
        }
}

/* One element over and over leaves slots open for the last rounds; what comes blocks later still counts. */
static void what_comes_after_many_repetitions_counts(void **unused) {
    (void)unused;
    static uint32_t elements[1500];
    static const uint32_t set[] = {7, 8, 9};
    uint32_t direct[T], late[T];
    for (size_t i = 0; i < 1500; i++)
        elements[i] = 7;
    elements[1300] = 8;
    elements[1499] = 9;
    for (uint64_t seed = 0; seed < 20; seed++) {
        assert_int_equal(dvk_minhash(set, 3, seed, direct, T), DVK_OK);
        assert_int_equal(dvk_minhash(elements, 1500, seed, late, T), DVK_OK);
        assert_memory_equal(direct, late, sizeof direct);
    }
}

/* What makes it a MinHash: the winner of a union is the winner of one of the parts. */
static void a_union_takes_each_component_from_a_part(void **unused) {
    (void)unused;
    static uint32_t elements[1200];
    setup_random(5);
    for (uint64_t seed = 0; seed < 50; seed++) {
        uint32_t a[T], b[T], both[T];
        size_t n = 2 + any_number() % 1198, cut = 1 + any_number() % (n - 1);
        fill_union(elements, n, RANDOM);
        dvk_minhash(elements, cut, seed, a, T);
        dvk_minhash(elements + cut, n - cut, seed, b, T);
        dvk_minhash(elements, n, seed, both, T);
        for (size_t i = 0; i < T; i++)
            assert_true(both[i] == a[i] || both[i] == b[i]);
    }
}

static void an_empty_set_matches_nothing(void **unused) {
    (void)unused;
    uint32_t empty[T], full[T], element = UINT32_MAX;
    assert_int_equal(dvk_minhash(NULL, 0, 1, empty, T), DVK_OK);
    for (size_t i = 0; i < T; i++)
        assert_int_equal(empty[i], UINT32_MAX);
    assert_int_equal(dvk_minhash_similarity(empty, empty, T), 0);
    assert_int_equal(dvk_minhash(&element, 1, 1, full, T), DVK_OK);
    assert_int_equal(dvk_minhash_similarity(empty, full, T), 0);
    assert_int_equal(dvk_minhash_similarity(full, full, T), 65536);
    assert_int_equal(dvk_minhash_similarity(full, full, 0), 0);
}

/* The hash of this element is, in the half that becomes a component, what stands for no element. */
static void no_element_is_taken_for_none(void **unused) {
    (void)unused;
    static const uint32_t element = 0xa6e895c8;
    uint32_t full[T];
    assert_int_equal(dvk_minhash(&element, 1, 1, full, T), DVK_OK);
    for (size_t i = 0; i < T; i++)
        assert_int_equal(full[i], UINT32_MAX - 1);
    assert_int_equal(dvk_minhash_similarity(full, full, T), 65536);
}

static void a_seed_changes_every_component(void **unused) {
    (void)unused;
    uint32_t elements[300], a[T], b[T];
    setup_random(6);
    fill_union(elements, 300, RANDOM);
    for (unsigned bit = 0; bit < 64; bit++) {
        dvk_minhash(elements, 300, DVK_PUBLISHED_SEED, a, T);
        dvk_minhash(elements, 300, DVK_PUBLISHED_SEED ^ UINT64_C(1) << bit, b, T);
        assert_int_equal(dvk_minhash_similarity(a, b, T), 0);
    }
}

static void broken_arguments_are_refused(void **unused) {
    (void)unused;
    uint32_t element = 1, out[1] = {5};
    assert_int_equal(dvk_minhash(&element, 1, 0, out, 0), DVK_E_ARGUMENT);
    assert_int_equal(dvk_minhash(&element, 1, 0, out, DVK_MAX_PERMUTATIONS + 1), DVK_E_ARGUMENT);
    assert_int_equal(dvk_minhash(&element, 1, 0, NULL, 1), DVK_E_ARGUMENT);
    assert_int_equal(dvk_minhash(NULL, 1, 0, out, 1), DVK_E_ARGUMENT);
    assert_int_equal(out[0], 5);
}

/* Indexes and shuffled keys outlive a version: a changed hash must be a decision. */
static void known_answers(void **unused) {
    (void)unused;
    static const uint32_t elements[] = {0, 1, 2, 3, 0xDEADBEEF, 0xFFFFFFFF};
    static const uint32_t expected[] = {0xC84806AF, 0x416EDD43, 0xE35CD8C9, 0xE35CD8C9,
                                        0xC84806AF, 0x1503F7FC, 0xE35CD8C9, 0xC315B432};
    uint32_t out[8];
    assert_int_equal(dvk_minhash(elements, 6, DVK_PUBLISHED_SEED, out, 8), DVK_OK);
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(out[i], expected[i]);
}

/* Small sets need the later rounds, large ones more than one block. */
static void known_answers_of_many_sizes(void **unused) {
    (void)unused;
    static const struct {
        size_t n;
        uint32_t sum;
    } expected[] = {{1, 0x30BDB800},  {2, 0x62D57B93},   {5, 0x9FD963BA},
                    {30, 0xD2DE4C96}, {400, 0x3CB00EE3}, {2000, 0xAE855338}};
    static uint32_t elements[2000];
    for (uint32_t i = 0; i < 2000; i++)
        elements[i] = i * UINT32_C(2654435761);
    for (size_t k = 0; k < sizeof expected / sizeof *expected; k++) {
        uint32_t out[T], sum = 0;
        assert_int_equal(dvk_minhash(elements, expected[k].n, DVK_PUBLISHED_SEED, out, T), DVK_OK);
        for (size_t i = 0; i < T; i++)
            sum = sum * 31 + out[i];
        if (sum != expected[k].sum) fail_msg("%zu elements: 0x%08X", expected[k].n, sum);
    }
}

static void every_extension_gives_the_same(void **unused) {
    (void)unused;
    static const uint32_t counts[] = {1, 7, 64, 128, DVK_MAX_PERMUTATIONS};
    setup_random(11);
    for (size_t n = 0; n < 1400; n += 1 + n / 3)
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            uint32_t elements[1400], reference[DVK_MAX_PERMUTATIONS], fast[DVK_MAX_PERMUTATIONS];
            fill_union(elements, n, (shape)(n % 3));
            assert_int_equal(dvi_minhash(0, elements, n, n, reference, counts[c]), DVK_OK);
            for (uint32_t cpu = 1; cpu <= (DVK_CPU_AVX2 | DVK_CPU_AVX512); cpu++) {
                assert_int_equal(dvi_minhash(cpu, elements, n, n, fast, counts[c]), DVK_OK);
                assert_memory_equal(fast, reference, counts[c] * sizeof *fast);
            }
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_extension_gives_the_same),
        cmocka_unit_test(collision_rate_is_the_jaccard_similarity),
        cmocka_unit_test(error_is_no_larger_than_of_independent_permutations),
        cmocka_unit_test(sets_of_one_and_two_do_no_worse),
        cmocka_unit_test(every_component_has_the_same_chance),
        cmocka_unit_test(order_and_repetition_do_not_matter),
        cmocka_unit_test(what_comes_after_many_repetitions_counts),
        cmocka_unit_test(a_union_takes_each_component_from_a_part),
        cmocka_unit_test(an_empty_set_matches_nothing),
        cmocka_unit_test(no_element_is_taken_for_none),
        cmocka_unit_test(a_seed_changes_every_component),
        cmocka_unit_test(broken_arguments_are_refused),
        cmocka_unit_test(known_answers),
        cmocka_unit_test(known_answers_of_many_sizes),
    };
    return cmocka_run_group_tests_name("minhash", tests, NULL, NULL);
}
