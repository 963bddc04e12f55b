/* What extensions of the processor compute is what the definitions say. */
#include <stdlib.h>
#include <string.h>

#include "commonform/outline.h"
#include "dvoinik/cpu.h"
#include "dvoinik/model.h"
#include "fuzz.h"
#include "sign/simhash.h"

static const uint32_t masks[] = {0, DVK_CPU_AVX2, DVK_CPU_AVX512, DVK_CPU_AVX2 | DVK_CPU_AVX512, DVK_CPU_ALL};
enum { MASKS = sizeof masks / sizeof *masks };

static dvi_outline_block *outline(dvi_outline_kernel *kernel, dvk_span text) {
    dvi_outline_block *blocks = malloc(dvi_outline_blocks(text.len) * sizeof *blocks);
    if (blocks == NULL) abort();
    dvi_outline_fill(kernel, text, blocks);
    return blocks;
}

static void check_outlines(dvk_span text) {
    dvi_outline_block *wanted = outline(dvi_outline_reference, text);
    for (size_t i = 0; i < MASKS; i++) {
        dvi_outline_block *got = outline(dvi_outline_choose(masks[i]), text);
        fuzz_require(memcmp(got, wanted, dvi_outline_blocks(text.len) * sizeof *got) == 0,
                     "every kernel sees the same letters");
        free(got);
    }
    free(wanted);
}

static void check_simhashes(fuzz_bytes in) {
    enum { MOST = 1024 };
    static uint32_t keys[MOST];
    static uint16_t weights[MOST];
    uint64_t seed = fuzz_take8(&in), wanted[DVK_SIMHASH_WORDS], got[DVK_SIMHASH_WORDS];
    bool weighed = seed & 1;
    size_t n = 0;
    for (; n < MOST && in.len != 0; n++) {
        keys[n] = fuzz_take32(&in);
        weights[n] = fuzz_take16(&in);
    }
    const uint16_t *list = weighed ? weights : NULL;
    dvi_simhash_reference(keys, list, n, seed, wanted);
    for (size_t i = 0; i < MASKS; i++) {
        dvi_simhash(masks[i], keys, list, n, seed, got);
        fuzz_require(memcmp(got, wanted, sizeof got) == 0, "every kernel gives the same hash");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    check_outlines(fuzz_text(data, size));
    check_simhashes((fuzz_bytes){data, size});
    return 0;
}
