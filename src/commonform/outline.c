/* Outlines. Idea: nearly all bytes of a text are ASCII or letters of two bytes, and what these are shows in
 * the byte and its neighbour; so words are found by comparing blocks of bytes, and only what is left is
 * decoded. Where vectors are compared, compilers turn the loops over sixteen bytes into them; one source
 * serves all processors, compiled anew for each extension. */
#include "outline.h"

#include <stdbool.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#else
#include "base/bytes.h"
#endif

#include "dvoinik/cpu.h"

enum { BLOCK = DVI_OUTLINE_BLOCK };

/* ---- by definition ---- */

static bool is_ascii_letter(uint8_t c) {
    return (uint8_t)((c | 0x20) - 'a') < 26;
}

static bool is_stop(uint8_t c) {
    return c == '.' || c == '!' || c == '?' || c == ':' || c == '"' || c == '(' || c == '*' || c == '\n' ||
           c == '\r';
}

/* Whether these two bytes are a letter: U+00C0 to U+017F without the signs of multiplication and division,
 * U+0400 to U+047F and U+048A to U+04FF. */
static bool is_letter_pair(uint8_t first, uint8_t second) {
    bool latin = first >= 0xC3 && first <= 0xC5 && !(first == 0xC3 && (second & 0xDF) == 0x97);
    bool cyrillic = first >= 0xD0 && first <= 0xD3 && !(first == 0xD2 && second < 0x8A);
    return (second & 0xC0) == 0x80 && (latin || cyrillic);
}

void dvi_outline_reference(const uint8_t *bytes, size_t n, dvi_outline_block *out) {
    memset(out, 0, n * sizeof *out);
    for (size_t i = 0; i < n * BLOCK; i++) {
        dvi_outline_block *b = &out[i / BLOCK];
        uint8_t c = bytes[i];
        bool second = is_letter_pair((bytes + i)[-1], c),
             first = i + 1 < n * BLOCK && is_letter_pair(c, bytes[i + 1]);
        bool letter = is_ascii_letter(c) || second || first;
        bool other = !letter && (c >= 0x80 || (c >= '0' && c <= '9') || c == '\'' || c == '`');
        b->letters |= (uint64_t)letter << i % BLOCK;
        b->stops |= (uint64_t)is_stop(c) << i % BLOCK;
        b->others |= (uint64_t)other << i % BLOCK;
    }
}

/* ---- by vectors ---- */

#if defined(__x86_64__)

static inline uint64_t bits16(__m128i v) {
    return (uint64_t)(uint32_t)_mm_movemask_epi8(v);
}

#define OUTLINE_VECTOR bytes16
#define OUTLINE_KERNEL fill_by_16
#define OUTLINE_TARGET
#define OUTLINE_WIDTH 16
#define OUTLINE_BITS(v) bits16((__m128i)(v))
#include "outline_kernel.h"

#define OUTLINE_VECTOR bytes32
#define OUTLINE_KERNEL fill_by_32
#define OUTLINE_TARGET __attribute__((target("avx2")))
#define OUTLINE_WIDTH 32
#define OUTLINE_BITS(v) ((uint64_t)(uint32_t)_mm256_movemask_epi8((__m256i)(v)))
#include "outline_kernel.h"

#define OUTLINE_VECTOR bytes64
#define OUTLINE_KERNEL fill_by_64
#define OUTLINE_TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq")))
#define OUTLINE_WIDTH 64
#define OUTLINE_BITS(v) ((uint64_t)_mm512_movepi8_mask((__m512i)(v)))
#include "outline_kernel.h"

dvi_outline_kernel *dvi_outline_choose(uint32_t cpu) {
    cpu &= dvk_cpu_features();
    return cpu & DVK_CPU_AVX512 ? fill_by_64 : cpu & DVK_CPU_AVX2 ? fill_by_32 : fill_by_16;
}

#else

/* Of bytes that are all ones or all zeros. */
static inline uint64_t top_bits(const void *bytes) {
    uint64_t bits = 0;
    for (unsigned i = 0; i < 2; i++) {
        uint64_t half = dvi_get64((const uint8_t *)bytes + 8 * i);
        bits |= ((half & UINT64_C(0x8040201008040201)) * UINT64_C(0x0101010101010101) >> 56) << 8 * i;
    }
    return bits;
}

#define OUTLINE_VECTOR bytes16
#define OUTLINE_KERNEL fill_by_16
#define OUTLINE_TARGET
#define OUTLINE_WIDTH 16
#define OUTLINE_BITS(v) top_bits(&(v))
#include "outline_kernel.h"

dvi_outline_kernel *dvi_outline_choose(uint32_t cpu) {
    (void)cpu;
    return fill_by_16;
}

#endif

/* ---- a text ---- */

static const dvi_outline_block behind_text = {0, 0, UINT64_MAX};

/* One block from bytes that may end early; `before` is the byte before them. */
static void fill_one(dvi_outline_kernel *kernel, const uint8_t *bytes, size_t len, uint8_t before,
                     dvi_outline_block *out) {
    uint8_t copy[1 + BLOCK];
    memset(copy, ' ', sizeof copy);
    copy[0] = before;
    if (len != 0) memcpy(copy + 1, bytes, len);
    kernel(copy + 1, 1, out);
    if (len < BLOCK) out->others |= UINT64_MAX << len;
}

void dvi_outline_fill(dvi_outline_kernel *kernel, dvk_span text, dvi_outline_block *out) {
    const uint8_t *bytes = (const uint8_t *)text.data;
    size_t n = text.len / BLOCK;
    fill_one(kernel, bytes, n == 0 ? text.len : BLOCK, ' ', &out[0]);
    if (n > 1) kernel(bytes + BLOCK, n - 1, out + 1);
    if (n > 0) fill_one(kernel, bytes + n * BLOCK, text.len - n * BLOCK, bytes[n * BLOCK - 1], &out[n]);
    /* What the border cuts where the kernel was called anew. */
    for (size_t i = 1; i <= n; i += n > 1 ? n - 1 : 1) {
        uint64_t second = i * BLOCK < text.len && is_letter_pair(bytes[i * BLOCK - 1], bytes[i * BLOCK]);
        out[i - 1].letters |= second << 63;
        out[i - 1].others &= ~(second << 63);
    }
    out[n + 1] = out[n + 2] = behind_text;
}
