/* The word that was probably meant: restricted Damerau-Levenshtein distance.
 * Source: Damerau, "A technique for computer detection and correction of spelling errors", CACM 7(3), 1964.
 */
#include "nearest.h"

#include <string.h>

enum { LONGEST = 31 };

static size_t smaller(size_t a, size_t b) {
    return a < b ? a : b;
}

size_t edit_distance(const char *a, const char *b) {
    size_t n = strlen(a), m = strlen(b), cost[LONGEST + 1][LONGEST + 1];
    n = smaller(n, LONGEST);
    m = smaller(m, LONGEST);
    for (size_t i = 0; i <= n; i++)
        cost[i][0] = i;
    for (size_t j = 0; j <= m; j++)
        cost[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        for (size_t j = 1; j <= m; j++) {
            size_t other = cost[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            cost[i][j] = smaller(other, 1 + smaller(cost[i - 1][j], cost[i][j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cost[i][j] = smaller(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    }
    return cost[n][m];
}

bool is_nearer(const char *typed, const char *word, size_t *best) {
    size_t distance = edit_distance(typed, word), len = strlen(typed);
    if (len >= 3 && strncmp(typed, word, len) == 0) distance = 1;
    size_t most = len / 3 > 0 ? len / 3 : 1;
    if (distance > smaller(most, 3) || distance >= *best) return false;
    *best = distance;
    return true;
}
