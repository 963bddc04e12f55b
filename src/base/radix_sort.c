/* Sorting numbers by their digits, least significant byte first; bytes in which all agree are passed over.
 * Upper halves that are hashes are nearly sorted once a few of their upper bits are: what is left is moved to
 * its place one by one, as long as that is little. */
#include "base/radix_sort.h"

#include <stdbool.h>
#include <string.h>

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, MOST_DIGITS = 5 };
enum {
    TOP_BITS = 10,
    FEW = 1 << 13,
    MOVES = 4 /* a number, at most, before the lower bytes are sorted by after all */
};

/* How many numbers have each value of each byte. */
static void count_bytes(const uint64_t *list, size_t n, unsigned first, unsigned last,
                        uint32_t counts[8][256]) {
    memset(counts[first], 0, (last - first + 1) * sizeof counts[0]);
    for (size_t i = 0; i < n; i++)
        for (unsigned byte = first; byte <= last; byte++)
            counts[byte][list[i] >> 8 * byte & 0xFF]++;
}

/* Counts become the places where the numbers of each value begin. */
static void counts_to_places(uint32_t *counts, unsigned n) {
    for (uint32_t d = 0, at = 0; d < n; d++) {
        uint32_t count = counts[d];
        counts[d] = at;
        at += count;
    }
}

static void sort_bytes(uint64_t *list, uint64_t *scratch, size_t n, unsigned first, unsigned last) {
    uint32_t counts[8][256];
    uint64_t *from = list, *to = scratch;
    count_bytes(list, n, first, last, counts);
    for (unsigned byte = first; byte <= last && n > 1; byte++) {
        uint32_t *place = counts[byte];
        if (place[from[0] >> 8 * byte & 0xFF] == n) continue;
        counts_to_places(place, 256);
        for (size_t i = 0; i < n; i++)
            to[place[from[i] >> 8 * byte & 0xFF]++] = from[i];
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != list) memcpy(list, from, n * sizeof *list);
}

void dvi_sort64(uint64_t *list, uint64_t *scratch, size_t n) {
    sort_bytes(list, scratch, n, 0, 7);
}

/* One pass by DIGIT_BITS from `shift` on. */
static void sort_digit(const uint64_t *from, uint64_t *to, size_t n, unsigned shift, uint64_t mask,
                       uint32_t *counts) {
    counts_to_places(counts, DIGITS);
    for (size_t i = 0; i < n; i++)
        to[counts[(from[i] & mask) >> shift & (DIGITS - 1)]++] = from[i];
}

uint64_t *dvi_sort64_by_bits(uint64_t *list, uint64_t *scratch, size_t n, unsigned first, unsigned bits) {
    uint32_t counts[MOST_DIGITS][DIGITS];
    unsigned digits = (bits + DIGIT_BITS - 1) / DIGIT_BITS;
    uint64_t mask = ((UINT64_C(1) << bits) - 1) << first;
    memset(counts, 0, digits * sizeof counts[0]);
    for (size_t i = 0; i < n; i++)
        for (unsigned k = 0; k < digits; k++)
            counts[k][(list[i] & mask) >> (first + k * DIGIT_BITS) & (DIGITS - 1)]++;
    for (unsigned k = 0; k < digits; k++) {
        sort_digit(list, scratch, n, first + k * DIGIT_BITS, mask, counts[k]);
        uint64_t *swap = list;
        list = scratch;
        scratch = swap;
    }
    return list;
}

/* Sorts by the upper bits alone, in one pass, into `out`: most lists are short, and then it is this that
 * takes the time. */
static void sort_top(const uint64_t *list, uint64_t *out, size_t n) {
    uint16_t places[1 << TOP_BITS] = {0};
    for (size_t i = 0; i < n; i++)
        places[list[i] >> (64 - TOP_BITS)]++;
    for (uint32_t d = 0, at = 0; d < 1 << TOP_BITS; d++) {
        uint32_t count = places[d];
        places[d] = (uint16_t)at;
        at += count;
    }
    for (size_t i = 0; i < n; i++)
        out[places[list[i] >> (64 - TOP_BITS)]++] = list[i];
}

/* Copies numbers to their places by the upper halves; false when that takes too many moves. Equal ones keep
 * their order either way. */
static bool settle(const uint64_t *nearly, uint64_t *list, size_t n) {
    size_t moves = 0;
    uint64_t last = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t one = nearly[i];
        size_t at = i;
        if (last >> 32 <= one >> 32) {
            list[i] = last = one;
            continue;
        }
        for (; at > 0 && list[at - 1] >> 32 > one >> 32; at--)
            list[at] = list[at - 1];
        list[at] = one;
        moves += i - at;
        if (moves > MOVES * n) return false;
    }
    return true;
}

void dvi_sort64_by_upper(uint64_t *list, uint64_t *scratch, size_t n) {
    if (n <= FEW) {
        sort_top(list, scratch, n);
        if (settle(scratch, list, n)) return;
        memcpy(list, scratch, n * sizeof *list);
    }
    sort_bytes(list, scratch, n, 4, 7);
}

static void count_item_bytes(const dvi_item *list, size_t n, size_t counts[8][256]) {
    memset(counts, 0, 8 * sizeof counts[0]);
    for (size_t i = 0; i < n; i++)
        for (unsigned byte = 0; byte < 8; byte++)
            counts[byte][list[i].key >> 8 * byte & 0xFF]++;
}

void dvi_sort_items(dvi_item *list, dvi_item *scratch, size_t n) {
    size_t counts[8][256];
    dvi_item *from = list, *to = scratch;
    count_item_bytes(list, n, counts);
    for (unsigned byte = 0; byte < 8 && n > 1; byte++) {
        size_t *place = counts[byte], at = 0;
        if (place[from[0].key >> 8 * byte & 0xFF] == n) continue;
        for (unsigned d = 0; d < 256; d++) {
            size_t count = place[d];
            place[d] = at;
            at += count;
        }
        for (size_t i = 0; i < n; i++)
            to[place[from[i].key >> 8 * byte & 0xFF]++] = from[i];
        dvi_item *swap = from;
        from = to;
        to = swap;
    }
    if (from != list) memcpy(list, from, n * sizeof *list);
}

size_t dvi_unique64(uint64_t *list, size_t n) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || list[i] != list[i - 1]) list[kept++] = list[i];
    return kept;
}
