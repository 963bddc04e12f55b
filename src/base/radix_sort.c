/* Sorting numbers by their digits, least significant byte first; bytes in which all agree are passed over. */
#include "base/radix_sort.h"

#include <string.h>

static void sort_bytes(uint64_t *list, uint64_t *scratch, size_t n, unsigned first, unsigned last) {
    uint64_t *from = list, *to = scratch;
    for (unsigned byte = first; byte <= last; byte++) {
        size_t counts[256] = {0};
        for (size_t i = 0; i < n; i++) counts[from[i] >> 8 * byte & 0xFF]++;
        if (n == 0 || counts[from[0] >> 8 * byte & 0xFF] == n) continue;
        size_t at = 0;
        for (unsigned d = 0; d < 256; d++) {
            size_t count = counts[d];
            counts[d] = at;
            at += count;
        }
        for (size_t i = 0; i < n; i++) to[counts[from[i] >> 8 * byte & 0xFF]++] = from[i];
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
