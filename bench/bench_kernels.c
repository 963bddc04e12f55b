/* Times the kernels for each set of instructions that this machine has, each beside its reference: the plain
 * way where the library has it or it is short, and else what the library runs on any processor.
 *
 * Built by bench/run. CPU time of the one thread; reference and kernel by turns, so that what else the
 * machine does falls on both. Table, tab-separated: kernel, how many elements, instructions, ns an element of
 * the reference (median, least, most of 101 rounds), the same of the library, and the median of the rounds'
 * ratios. What the machine lacks is told in lines that begin with "#". */
#include <stdio.h>
#include <string.h>

#include "base/key_table.h"
#include "commonform/outline.h"
#include "dvoinik/cpu.h"
#include "match/anchor_steps.h"
#include "match/inversions.h"
#include "match/shared_sums.h"
#include "sign/minhash.h"
#include "sign/mixing.h"
#include "sign/simhash.h"
#include "timing.h"

enum { COMPONENTS = 128, SETS = 64, ROUNDS = 101, MAX_N = 512, KNOWN = 1 << 14, ONE_IN = 16 };

static uint32_t keys[SETS][MAX_N]; /* rising */
static uint16_t weights[SETS][MAX_N];
static dvk_feature features[SETS][MAX_N]; /* those of a set and of the next share one of ONE_IN */
static dvi_key_map maps[SETS];
static dvi_shared_keys shared[SETS];
static dvi_places places[SETS];
static dvi_key_table tables[SETS];
static dvi_anchor_index postings[SETS];
static uint32_t norms[KNOWN];
static uint64_t sums[KNOWN], left[KNOWN + DVI_TOUCHED_ROOM];
static uint32_t met[KNOWN + DVI_TOUCHED_ROOM];
static uint8_t text[2 * MAX_N + 1 + DVI_OUTLINE_BLOCK];
static uint64_t sink; /* keeps the work from being dropped */

/* With these extensions, on the first n elements of a set. */
typedef void kernel(uint32_t cpu, size_t set, size_t n);

/* MinHash by its definition: a hash of every element for every component. */
static void permutations(uint32_t cpu, size_t set, size_t n) {
    (void)cpu;
    for (uint64_t component = 0; component < COMPONENTS; component++) {
        uint64_t least = UINT64_MAX, key = dvi_mix64(component);
        for (size_t i = 0; i < n; i++) {
            uint64_t hash = dvi_mix64(keys[set][i] ^ key);
            least = hash < least ? hash : least;
        }
        sink += least;
    }
}

static void minhash(uint32_t cpu, size_t set, size_t n) {
    uint32_t out[COMPONENTS];
    if (dvi_minhash(cpu, keys[set], n, DVK_PUBLISHED_SEED, out, COMPONENTS) == DVK_OK)
        sink += out[COMPONENTS - 1];
}

static void simhash_reference(uint32_t cpu, size_t set, size_t n) {
    uint64_t out[DVK_SIMHASH_WORDS];
    (void)cpu;
    dvi_simhash_reference(keys[set], weights[set], n, DVK_PUBLISHED_SEED, out);
    sink += out[0] ^ out[1];
}

static void simhash(uint32_t cpu, size_t set, size_t n) {
    uint64_t out[DVK_SIMHASH_WORDS];
    dvi_simhash(cpu, keys[set], weights[set], n, DVK_PUBLISHED_SEED, out);
    sink += out[0] ^ out[1];
}

/* Of a text of as many letters, of two bytes each, and spaces. */
static void outline_by(dvi_outline_kernel *fill, size_t n) {
    static dvi_outline_block out[2 * MAX_N / DVI_OUTLINE_BLOCK + 1];
    fill(text + 1, 2 * n / DVI_OUTLINE_BLOCK, out);
    sink += out[0].letters;
}

static void outline_reference(uint32_t cpu, size_t set, size_t n) {
    (void)cpu, (void)set;
    outline_by(dvi_outline_reference, n);
}

static void outline(uint32_t cpu, size_t set, size_t n) {
    (void)set;
    outline_by(dvi_outline_choose(cpu), n);
}

/* Two lists side by side. */
static void shared_by_merging(uint32_t cpu, size_t set, size_t n) {
    const dvk_feature *a = features[set], *b = features[(set + 1) % SETS];
    (void)cpu;
    for (size_t i = 0, k = 0; i < n && k < n;) {
        if (a[i].key == b[k].key) sink += (uint64_t)a[i].weight * b[k].weight;
        uint32_t of_a = a[i].key, of_b = b[k].key;
        i += of_a <= of_b;
        k += of_b <= of_a;
    }
}

static void find_shared(uint32_t cpu, size_t set, size_t n) {
    static dvi_shared_keys out;
    (void)n;
    dvi_choose_find_shared(cpu)(&maps[set], &maps[(set + 1) % SETS], &out);
    sink += out.n;
}

static void sum_shared(uint32_t cpu, size_t set, size_t n) {
    dvi_shared_sums out;
    (void)n;
    dvi_choose_sum_shared(cpu)(&shared[set], &out);
    sink += out.dot;
}

static void inversions(uint32_t cpu, size_t set, size_t n) {
    (void)n;
    sink += dvi_choose_count_inversions(cpu)(&places[set]);
}

static void list_keys(uint32_t cpu, size_t set, size_t n) {
    static uint32_t out[MAX_N + DVI_KEY_TABLE_ROOM];
    (void)n;
    tables[set].cpu = cpu & dvk_cpu_features();
    sink += dvi_key_table_keys(&tables[set], out);
}

/* A list of anchors: postings added up, and those left that suffice. */
static void walk_anchors(uint32_t cpu, size_t set, size_t n) {
    static dvi_touched touched = {.sums = sums, .articles = met, .left = left};
    dvi_anchor_kernels by = dvi_choose_anchor_kernels(cpu);
    dvi_touched_begin(&touched, KNOWN);
    by.touch(&postings[set], 1000, 0, n, &touched);
    by.leave_similar(&postings[set], 1000, &touched);
    sink += touched.n;
}

static uint64_t draw(void) {
    static uint64_t state;
    return dvi_mix64(++state);
}

static _Noreturn void fail(void) {
    fputs("bench_kernels: out of memory\n", stderr);
    exit(3);
}

static int compare_features(const void *a, const void *b) {
    uint32_t x = ((const dvk_feature *)a)->key, y = ((const dvk_feature *)b)->key;
    return (x > y) - (x < y);
}

/* n features, of which one in ONE_IN is in every set; weights of one to twelve nats. */
static void make_features(size_t set, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint64_t random = draw();
        uint32_t common = (uint32_t)dvi_mix64(i), own = (uint32_t)random;
        features[set][i] = (dvk_feature){.key = i % ONE_IN == 0 ? common : own,
                                         .weight = (uint16_t)(256 + (random >> 32) % 3000),
                                         .position = (uint16_t)(random >> 48),
                                         .kind = (uint8_t)(i % 5),
                                         .zone = (uint8_t)(1 + i % 7)};
    }
    qsort(features[set], n, sizeof **features, compare_features);
    for (size_t i = 0; i < n; i++) {
        keys[set][i] = features[set][i].key;
        weights[set][i] = features[set][i].weight;
    }
    dvk_features all = {.list = features[set],
                        .n_features = (uint32_t)(n < DVK_MAX_FEATURES ? n : DVK_MAX_FEATURES)};
    dvi_key_map_init(&maps[set], &all);
}

/* Pairs of n entries that are shared, and their places. */
static void make_shared(size_t set, size_t n) {
    shared[set].n = places[set].n = (uint32_t)n;
    for (size_t i = 0; i < n + DVI_PLACE_LANES && i < DVK_MAX_FEATURES + DVI_PLACE_LANES; i++) {
        places[set].in_a[i] = (int16_t)(i < n ? (int32_t)(draw() % 400) : INT16_MIN);
        places[set].in_b[i] = (int16_t)(i < n ? (int32_t)(draw() % 400) : INT16_MIN);
        if (i >= n) continue;
        shared[set].of_a[i] = maps[set].entries[i % maps[set].n];
        shared[set].of_b[i] = shared[set].of_a[i] ^ (draw() & 0xFFF) << DVI_ENTRY_WEIGHT_AT;
    }
}

static void make_table(size_t set, size_t n) {
    if (dvi_key_table_open(&tables[set], n, n, false) != DVK_OK) fail();
    for (size_t i = 0; i < n; i++)
        dvi_key_table_add(&tables[set], (uint32_t)draw());
}

/* One list of n of the known articles, rising. */
static void make_postings(size_t set, size_t n) {
    static dvi_anchor_input input = {.least_partial = 4588}; /* .07 */
    static uint32_t articles[SETS][MAX_N];
    for (size_t i = 0; i < n; i++)
        articles[set][i] = (uint32_t)(i * (KNOWN / n) + draw() % (KNOWN / n));
    postings[set] = (dvi_anchor_index){
        .input = &input, .articles = articles[set], .weights = weights[set], .norms = norms, .n_postings = n};
}

static void make_sets(size_t n) {
    for (size_t set = 0; set < SETS; set++) {
        make_features(set, n);
        if (n <= DVK_MAX_FEATURES) make_shared(set, n);
        make_table(set, n);
        make_postings(set, n);
    }
}

static double time_of(kernel *what, uint32_t cpu, size_t n) {
    double start = timing_cpu();
    for (size_t set = 0; set < SETS; set++)
        what(cpu, set, n);
    return (timing_cpu() - start) / SETS / (double)n;
}

typedef struct kernel_row {
    const char *name;
    kernel *reference, *library;
    uint32_t uses; /* extensions that it has a kernel for */
    bool plain;    /* the reference is none of the library's kernels */
    size_t sizes[4];
} kernel_row;

static void compare(const kernel_row *row, size_t n, uint32_t cpu, const char *instructions) {
    static double slow[ROUNDS], fast[ROUNDS], ratios[ROUNDS];
    for (int round = -1; round < ROUNDS; round++) { /* the first, which finds caches cold, does not count */
        double first = time_of(row->reference, 0, n), second = time_of(row->library, cpu, n);
        if (round < 0) continue;
        slow[round] = first;
        fast[round] = second;
        ratios[round] = first / second;
    }
    timing by_reference = timing_of(slow, ROUNDS), by_library = timing_of(fast, ROUNDS);
    printf("%s\t%zu\t%s\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t%.1f\n", row->name, n, instructions,
           by_reference.median, by_reference.least, by_reference.most, by_library.median, by_library.least,
           by_library.most, timing_of(ratios, ROUNDS).median);
    fflush(stdout);
}

/* A machine with AVX-512 has AVX2, too, and kernels may use both. */
static const struct {
    const char *name;
    uint32_t cpu, adds;
} sets_of_instructions[] = {
    {"any processor's", 0, 0},
    {"AVX2", DVK_CPU_AVX2, DVK_CPU_AVX2},
    {"AVX-512", DVK_CPU_AVX2 | DVK_CPU_AVX512, DVK_CPU_AVX512},
};

enum { INSTRUCTIONS = sizeof sets_of_instructions / sizeof *sets_of_instructions };

static void measure(const kernel_row *row) {
    for (int size = 0; size < 4 && row->sizes[size] != 0; size++) {
        make_sets(row->sizes[size]);
        for (int k = 0; k < INSTRUCTIONS; k++) {
            uint32_t cpu = sets_of_instructions[k].cpu, adds = sets_of_instructions[k].adds;
            if ((cpu & dvk_cpu_features()) != cpu || (adds & row->uses) != adds || (adds == 0 && !row->plain))
                continue;
            compare(row, row->sizes[size], cpu, sets_of_instructions[k].name);
        }
    }
}

static const kernel_row rows[] = {
    {"MinHash for 128 permutations", permutations, minhash, DVK_CPU_AVX512, true, {30, 100, 210, 400}},
    {"MinHash", minhash, minhash, DVK_CPU_AVX512, false, {30, 100, 210, 400}},
    {"SimHash", simhash_reference, simhash, DVK_CPU_AVX2 | DVK_CPU_AVX512, true, {16, 48, 96, 400}},
    {"outline", outline_reference, outline, DVK_CPU_AVX2 | DVK_CPU_AVX512, true, {MAX_N}},
    {"keys of a table", list_keys, list_keys, DVK_CPU_AVX512, false, {100, 400}},
    {"shared keys", shared_by_merging, find_shared, DVK_CPU_AVX2 | DVK_CPU_AVX512, true, {48, 170}},
    {"sums over shared", sum_shared, sum_shared, DVK_CPU_AVX2 | DVK_CPU_AVX512, false, {11, 40, 170}},
    {"inversions", inversions, inversions, DVK_CPU_AVX2 | DVK_CPU_AVX512, false, {11, 40, 170}},
    {"list of anchors", walk_anchors, walk_anchors, DVK_CPU_AVX512, false, {64, 512}},
};

int main(void) {
    for (size_t i = 1; i < sizeof text; i++)
        text[i] = (uint8_t)(i % 16 > 13 ? ' ' : i % 2 == 1 ? 0xD0 : 0x90 + i % 41);
    for (size_t i = 0; i < KNOWN; i++)
        norms[i] = (uint32_t)(5000 + draw() % 5000);
    puts("kernel\telements\tinstructions\treference\tleast\tmost\tlibrary\tleast\tmost\tratio");
    for (int k = 1; k < INSTRUCTIONS; k++)
        if ((dvk_cpu_features() & sets_of_instructions[k].adds) == 0)
            printf("# %s, which this processor does not have\n", sets_of_instructions[k].name);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        measure(&rows[i]);
    for (size_t set = 0; set < SETS; set++)
        dvi_key_table_finish(&tables[set]);
    return sink == 0; /* never */
}
