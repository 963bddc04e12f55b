/* Times the kernels: ns a shingle of MinHash, ns a feature of SimHash, ns two bytes of an outline, each
 * beside its plain reference; those that have variants for extensions of the processor in each (where the
 * machine lacks one, the line is the plain one's).
 *
 * Built by bench/run. CPU time of the one thread. Prints the median and the fastest of 101 rounds; the ratio
 * is reference / library, of medians. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "commonform/outline.h"
#include "dvoinik/cpu.h"
#include "dvoinik/sign.h"
#include "sign/mixing.h"
#include "sign/simhash.h"

enum { COMPONENTS = 128, SETS = 64, ROUNDS = 101, MAX_N = 512 };

static uint32_t keys[SETS][MAX_N];
static uint16_t weights[SETS][MAX_N];
static uint64_t sink; /* keeps the work from being dropped */

typedef void kernel(const uint32_t *keys, const uint16_t *weights, size_t n);

/* MinHash by its definition: a hash of every element for every component. */
static void permutations(const uint32_t *elements, const uint16_t *unused, size_t n) {
    (void)unused;
    for (uint64_t component = 0; component < COMPONENTS; component++) {
        uint64_t least = UINT64_MAX, key = dvi_mix64(component);
        for (size_t i = 0; i < n; i++) {
            uint64_t hash = dvi_mix64(elements[i] ^ key);
            least = hash < least ? hash : least;
        }
        sink += least;
    }
}

static void minhash(const uint32_t *elements, const uint16_t *unused, size_t n) {
    (void)unused;
    uint32_t out[COMPONENTS];
    if (dvk_minhash(elements, n, DVK_PUBLISHED_SEED, out, COMPONENTS) == DVK_OK) sink += out[COMPONENTS - 1];
}

static void simhash_reference(const uint32_t *features, const uint16_t *by, size_t n) {
    uint64_t out[DVK_SIMHASH_WORDS];
    dvi_simhash_reference(features, by, n, DVK_PUBLISHED_SEED, out);
    sink += out[0] ^ out[1];
}

static void simhash_by(uint32_t cpu, const uint32_t *features, const uint16_t *by, size_t n) {
    uint64_t out[DVK_SIMHASH_WORDS];
    dvi_simhash(cpu, features, by, n, DVK_PUBLISHED_SEED, out);
    sink += out[0] ^ out[1];
}

static void simhash(const uint32_t *features, const uint16_t *by, size_t n) {
    simhash_by(0, features, by, n);
}

static void simhash_avx2(const uint32_t *features, const uint16_t *by, size_t n) {
    simhash_by(DVK_CPU_AVX2, features, by, n);
}

static void simhash_avx512(const uint32_t *features, const uint16_t *by, size_t n) {
    simhash_by(DVK_CPU_AVX512, features, by, n);
}

/* Outlines of a text of as many elements, letters of two bytes and spaces. */
static uint8_t text[2 * MAX_N + 1 + DVI_OUTLINE_BLOCK];

static void outline_by(dvi_outline_kernel *fill, size_t n) {
    static dvi_outline_block out[2 * MAX_N / DVI_OUTLINE_BLOCK + 1];
    fill(text + 1, 2 * n / DVI_OUTLINE_BLOCK, out);
    sink += out[0].letters;
}

static void outline_reference(const uint32_t *unused, const uint16_t *nothing, size_t n) {
    (void)unused, (void)nothing;
    outline_by(dvi_outline_reference, n);
}

static void outline(const uint32_t *unused, const uint16_t *nothing, size_t n) {
    (void)unused, (void)nothing;
    outline_by(dvi_outline_choose(0), n);
}

static void outline_avx2(const uint32_t *unused, const uint16_t *nothing, size_t n) {
    (void)unused, (void)nothing;
    outline_by(dvi_outline_choose(DVK_CPU_AVX2), n);
}

static void outline_avx512(const uint32_t *unused, const uint16_t *nothing, size_t n) {
    (void)unused, (void)nothing;
    outline_by(dvi_outline_choose(DVK_CPU_AVX512), n);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int compare_doubles(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

typedef struct timing {
    double median, fastest;
} timing;

static timing run(kernel *what, size_t n) {
    double times[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        double start = now();
        for (int set = 0; set < SETS; set++)
            what(keys[set], weights[set], n);
        times[round] = (now() - start) / SETS / (double)n;
    }
    qsort(times, ROUNDS, sizeof *times, compare_doubles);
    return (timing){times[ROUNDS / 2], times[0]};
}

static void compare(const char *name, kernel *reference, kernel *library, size_t n) {
    timing slow = run(reference, n), fast = run(library, n);
    printf("%-14s %4zu  %8.2f (%.2f)  %8.2f (%.2f)  %6.1f\n", name, n, slow.median, slow.fastest, fast.median,
           fast.fastest, slow.median / fast.median);
}

int main(void) {
    uint64_t state = 1;
    for (int set = 0; set < SETS; set++)
        for (int i = 0; i < MAX_N; i++) {
            uint64_t random = dvi_mix64(state++);
            keys[set][i] = (uint32_t)random;
            weights[set][i] = (uint16_t)(256 + (random >> 32) % 3000); /* one to twelve nats */
        }
    printf(
        "ns an element: median (fastest)\nkernel            n  reference         library          ratio\n");
    static const size_t shingles[] = {30, 100, 210, 400}, features[] = {16, 48, 96, 400};
    for (int i = 0; i < 4; i++)
        compare("minhash", permutations, minhash, shingles[i]);
    for (int i = 0; i < 4; i++) {
        compare("simhash", simhash_reference, simhash, features[i]);
        compare("simhash-avx2", simhash_reference, simhash_avx2, features[i]);
        compare("simhash-avx512", simhash_reference, simhash_avx512, features[i]);
    }
    for (size_t i = 1; i < sizeof text; i++)
        text[i] = (uint8_t)(i % 16 > 13 ? ' ' : i % 2 == 1 ? 0xD0 : 0x90 + i % 41);
    compare("outline", outline_reference, outline, MAX_N);
    compare("outline-avx2", outline_reference, outline_avx2, MAX_N);
    compare("outline-avx512", outline_reference, outline_avx512, MAX_N);
    return sink == 0; /* never */
}
