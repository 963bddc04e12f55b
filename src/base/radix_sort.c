/* Sorting numbers by their digits, least significant byte first; bytes in which all agree are passed over. */
#include "base/radix_sort.h"

#include <string.h>

/* How many numbers have each value of each byte. */
static void count_bytes(const uint64_t *list, size_t n, unsigned first, unsigned last, size_t counts[8][256]) {
    memset(counts[first], 0, (last - first + 1) * sizeof counts[0]);
    for (size_t i = 0; i < n; i++)
        for (unsigned byte = first; byte <= last; byte++)
            counts[byte][list[i] >> 8 * byte & 0xFF]++;
}

static inline void sort_bytes(uint64_t *list, uint64_t *scratch, size_t n, const unsigned first, const unsigned last) {
    size_t counts[8][256];
    uint64_t *from = list, *to = scratch;
    count_bytes(list, n, first, last, counts);
    for (unsigned byte = first; byte <= last && n > 1; byte++) {
        size_t *place = counts[byte], at = 0;
        if (place[from[0] >> 8 * byte & 0xFF] == n) continue;
        for (unsigned d = 0; d < 256; d++) {
            size_t count = place[d];
            place[d] = at;
            at += count;
        }
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

void dvi_sort64_by_upper(uint64_t *list, uint64_t *scratch, size_t n) {
    sort_bytes(list, scratch, n, 4, 7);
}

size_t dvi_unique64(uint64_t *list, size_t n) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || list[i] != list[i - 1]) list[kept++] = list[i];
    return kept;
}
