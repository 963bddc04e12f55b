/* UTF-8. Idea of the check: which bytes must continue a character shows in the three bytes before, and the
 * few forms that are not allowed in the byte before, so that blocks of bytes are looked at without a branch,
 * in a loop that compilers turn into vectors. With AVX2 what half bytes allow is looked up in the processor.
 * Where something is wrong libunistring says where. The first blocks are small: whoever goes on behind each
 * of many faults must not have all the rest looked at again. Source: Keiser and Lemire, "Validating UTF-8 in
 * less than one instruction per byte", 2021. */
#include "utf8.h"

#include <stdbool.h>
#include <string.h>
#include <unistr.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { BLOCK = 256, MOST = 1 << 16, BEFORE = 3 };

/* Nonzero when the byte `c`, behind `b1`, `b2` and `b3` (the nearest first), cannot stand there, or nothing
 * can stand behind them. */
static inline uint8_t misplaced(uint8_t c, uint8_t b1, uint8_t b2, uint8_t b3) {
    uint8_t continues = (uint8_t)((c & 0xC0) == 0x80);
    uint8_t expected = (uint8_t)((b1 >= 0xC0) | (b2 >= 0xE0) | (b3 >= 0xF0));
    uint8_t never = (uint8_t)((b1 == 0xC0) | (b1 == 0xC1) | (b1 >= 0xF5));
    uint8_t overlong = (uint8_t)(((b1 == 0xE0) & (c < 0xA0)) | ((b1 == 0xF0) & (c < 0x90)));
    uint8_t too_high = (uint8_t)(((b1 == 0xED) & (c >= 0xA0)) | ((b1 == 0xF4) & (c >= 0x90)));
    return (uint8_t)((continues ^ expected) | never | overlong | too_high);
}

/* Checks n bytes, those behind the first BEFORE of `bytes`. */
static uint8_t check_plain(const uint8_t *bytes, size_t n) {
    uint8_t wrong = 0;
    for (size_t i = 0; i < n; i++)
        wrong |= misplaced(bytes[i + 3], bytes[i + 2], bytes[i + 1], bytes[i]);
    return wrong;
}

#if defined(__x86_64__)

/* What may be wrong with two bytes, a bit each; that a byte continues a character where two are before it is
 * no mistake in the third and fourth. */
enum {
    TOO_SHORT = 1,  /* a character begins and does not go on */
    TOO_LONG = 2,   /* it goes on and none began */
    OVERLONG_3 = 4, /* three bytes where two would do */
    TOO_LARGE = 8,
    SURROGATE = 16,
    OVERLONG_2 = 32,
    OVERLONG_4 = 64, /* or too large by its first byte */
    TWO_CONTINUE = 128,
    ANY_LOW = TOO_SHORT | TOO_LONG | TWO_CONTINUE,
    LARGE = ANY_LOW | TOO_LARGE | OVERLONG_4,
    GOES_ON = TOO_LONG | OVERLONG_2 | TWO_CONTINUE
};

__attribute__((target("avx2"))) static inline __m256i look_up(const uint8_t table[16], __m256i halves) {
    __m128i once;
    memcpy(&once, table, sizeof once);
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(once), halves);
}

__attribute__((target("avx2"))) static inline __m256i load(const uint8_t *bytes) {
    __m256i vector;
    memcpy(&vector, bytes, sizeof vector);
    return vector;
}

/* Nonzero bytes where one of the 32 behind the first BEFORE is wrong. */
__attribute__((target("avx2"))) static inline __m256i misplaced_of_32(const uint8_t *bytes) {
    static const uint8_t first_high[16] = {TOO_LONG,
                                           TOO_LONG,
                                           TOO_LONG,
                                           TOO_LONG,
                                           TOO_LONG,
                                           TOO_LONG,
                                           TOO_LONG,
                                           TOO_LONG,
                                           TWO_CONTINUE,
                                           TWO_CONTINUE,
                                           TWO_CONTINUE,
                                           TWO_CONTINUE,
                                           TOO_SHORT | OVERLONG_2,
                                           TOO_SHORT,
                                           TOO_SHORT | OVERLONG_3 | SURROGATE,
                                           TOO_SHORT | TOO_LARGE | OVERLONG_4};
    static const uint8_t first_low[16] = {ANY_LOW | OVERLONG_2 | OVERLONG_3 | OVERLONG_4,
                                          ANY_LOW | OVERLONG_2,
                                          ANY_LOW,
                                          ANY_LOW,
                                          ANY_LOW | TOO_LARGE,
                                          LARGE,
                                          LARGE,
                                          LARGE,
                                          LARGE,
                                          LARGE,
                                          LARGE,
                                          LARGE,
                                          LARGE,
                                          LARGE | SURROGATE,
                                          LARGE,
                                          LARGE};
    static const uint8_t second_high[16] = {TOO_SHORT,
                                            TOO_SHORT,
                                            TOO_SHORT,
                                            TOO_SHORT,
                                            TOO_SHORT,
                                            TOO_SHORT,
                                            TOO_SHORT,
                                            TOO_SHORT,
                                            GOES_ON | OVERLONG_3 | OVERLONG_4,
                                            GOES_ON | OVERLONG_3 | TOO_LARGE,
                                            GOES_ON | SURROGATE | TOO_LARGE,
                                            GOES_ON | SURROGATE | TOO_LARGE,
                                            TOO_SHORT,
                                            TOO_SHORT,
                                            TOO_SHORT,
                                            TOO_SHORT};
    const __m256i low = _mm256_set1_epi8(0x0F);
    __m256i c = load(bytes + 3), before = load(bytes + 2);
    __m256i wrong = _mm256_and_si256(look_up(first_high, _mm256_and_si256(_mm256_srli_epi16(before, 4), low)),
                                     look_up(first_low, _mm256_and_si256(before, low)));
    wrong = _mm256_and_si256(wrong, look_up(second_high, _mm256_and_si256(_mm256_srli_epi16(c, 4), low)));
    __m256i third = _mm256_subs_epu8(load(bytes + 1), _mm256_set1_epi8(0xE0 - 0x80)),
            fourth = _mm256_subs_epu8(load(bytes), _mm256_set1_epi8(0xF0 - 0x80));
    return _mm256_xor_si256(wrong,
                            _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80)));
}

__attribute__((target("avx2"))) static uint8_t check_by_32(const uint8_t *bytes, size_t n) {
    __m256i wrong = _mm256_setzero_si256();
    size_t i = 0;
    for (; i + 32 <= n; i += 32)
        wrong = _mm256_or_si256(wrong, misplaced_of_32(bytes + i));
    bool any = _mm256_movemask_epi8(_mm256_cmpeq_epi8(wrong, _mm256_setzero_si256())) != -1;
    return (uint8_t)(any | check_plain(bytes + i, n - i));
}

static uint8_t check_block(const uint8_t *bytes, size_t n) {
    return __builtin_cpu_supports("avx2") ? check_by_32(bytes, n) : check_plain(bytes, n);
}

#else

static uint8_t check_block(const uint8_t *bytes, size_t n) {
    return check_plain(bytes, n);
}

#endif

static size_t check_all(const uint8_t *data, size_t len) {
    const uint8_t *bad = u8_check(data, len);
    return bad == NULL ? len : (size_t)(bad - data);
}

size_t dvi_utf8_check(dvk_span text) {
    if (text.len == 0) return 0;
    const uint8_t *data = (const uint8_t *)text.data;
    uint8_t first[BEFORE + BLOCK] = {0};
    size_t n = text.len, done = n < BLOCK ? n : BLOCK;
    memcpy(first + BEFORE, data, done);
    uint8_t wrong = check_block(first, done);
    for (size_t size = BLOCK; wrong == 0 && done < n; done += size) {
        size = 2 * size < MOST ? 2 * size : MOST;
        if (size > n - done) size = n - done;
        wrong = check_block(data + done - BEFORE, size);
    }
    bool cut = data[n - 1] >= 0xC0 || (n > 1 && data[n - 2] >= 0xE0) || (n > 2 && data[n - 3] >= 0xF0);
    return wrong == 0 && !cut ? n : check_all(data, n);
}

/* As many bytes at a time as a byte can count. */
uint32_t dvi_utf8_characters(dvk_span text) {
    enum { AT_ONCE = 240 };
    uint64_t n = 0;
    for (size_t done = 0; done < text.len; done += AT_ONCE) {
        size_t end = text.len - done < AT_ONCE ? text.len : done + AT_ONCE;
        uint8_t few = 0;
        for (size_t i = done; i < end; i++)
            few = (uint8_t)(few + (((unsigned char)text.data[i] & 0xC0) != 0x80));
        n += few;
    }
    return n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

size_t dvi_utf8_put(uint32_t c, char *out) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return 0;
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((0xF00U >> n & 0xF0) | c);
    return n;
}
