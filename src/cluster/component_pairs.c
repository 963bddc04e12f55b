/* Pairs by component: two counting sorts, then a sort within the component that is being looked at.
 *
 * Source of the latter: Knuth, "The Art of Computer Programming" 3, section 5.2.2, radix exchange: it sorts
 * in place and no input makes it slow. Deviation: short runs are sorted by insertion. */
#include "component_pairs.h"

#include "base/memory.h"

void dvi_component_pairs_finish(dvi_component_pairs *all) {
    dvi_free(all->first_article);
    dvi_free(all->first_pair);
    dvi_free(all->articles);
    dvi_free(all->pairs);
    *all = (dvi_component_pairs){0};
}

/* counts[c + 1] holds the size of c; makes counts[c + 1] the place where c begins and returns the largest
 * size. */
static uint32_t sizes_to_places(uint32_t *counts, uint32_t n) {
    uint32_t place = 0, max = 0;
    for (uint32_t c = 0; c < n; c++) {
        uint32_t size = counts[c + 1];
        counts[c + 1] = place;
        place += size;
        if (size > max) max = size;
    }
    return max;
}

/* Fills first_article and articles; within[i] becomes the place of article i in its component. */
static dvk_status sort_articles(dvi_component_pairs *all, const uint32_t *component, uint32_t n,
                                uint32_t *within) {
    all->first_article = dvi_alloc_zero((size_t)all->n + 1, sizeof *all->first_article);
    all->articles = dvi_alloc(n, sizeof *all->articles);
    if (all->first_article == NULL || all->articles == NULL) return DVK_E_MEMORY;
    for (uint32_t i = 0; i < n; i++)
        within[i] = all->first_article[component[i] + 1]++;
    all->max_articles = sizes_to_places(all->first_article, all->n);
    for (uint32_t i = 0; i < n; i++)
        all->articles[all->first_article[component[i] + 1]++] = i;
    return DVK_OK;
}

static dvk_status sort_pairs(dvi_component_pairs *all, const dvk_pair *pairs, size_t n_pairs,
                             const uint32_t *component, const uint32_t *within) {
    all->first_pair = dvi_alloc_zero((size_t)all->n + 1, sizeof *all->first_pair);
    if (all->first_pair == NULL) return DVK_E_MEMORY;
    size_t inside = 0;
    for (size_t i = 0; i < n_pairs; i++) {
        if (component[pairs[i].a] != component[pairs[i].b]) continue;
        all->first_pair[component[pairs[i].a] + 1]++;
        inside++;
    }
    all->max_pairs = sizes_to_places(all->first_pair, all->n);
    all->pairs = dvi_alloc(inside, sizeof *all->pairs);
    if (all->pairs == NULL) return DVK_E_MEMORY;
    for (size_t i = 0; i < n_pairs; i++) {
        if (component[pairs[i].a] != component[pairs[i].b]) continue;
        dvk_pair *pair = &all->pairs[all->first_pair[component[pairs[i].a] + 1]++];
        *pair = pairs[i];
        pair->a = within[pairs[i].a];
        pair->b = within[pairs[i].b];
    }
    return DVK_OK;
}

dvk_status dvi_component_pairs_init(dvi_component_pairs *all, const dvk_pair *pairs, size_t n_pairs,
                                    dvi_union_find *sets) {
    *all = (dvi_component_pairs){0};
    uint32_t *component = dvi_alloc(sets->n, sizeof *component);
    uint32_t *within = dvi_alloc(sets->n, sizeof *within);
    dvk_status status = component != NULL && within != NULL ? DVK_OK : DVK_E_MEMORY;
    if (status == DVK_OK) {
        all->n = dvi_union_find_number(sets, component);
        status = sort_articles(all, component, sets->n, within);
    }
    if (status == DVK_OK) status = sort_pairs(all, pairs, n_pairs, component, within);
    dvi_free(component);
    dvi_free(within);
    if (status != DVK_OK) dvi_component_pairs_finish(all);
    return status;
}

static uint64_t key(const dvk_pair *pair) {
    return (uint64_t)pair->a << 32 | pair->b;
}

static void sort_by_insertion(dvk_pair *pairs, size_t n) {
    for (size_t i = 1; i < n; i++) {
        dvk_pair moved = pairs[i];
        size_t at = i;
        for (; at > 0 && key(&pairs[at - 1]) > key(&moved); at--)
            pairs[at] = pairs[at - 1];
        pairs[at] = moved;
    }
}

/* The pairs agree in all bits above `bit`. */
static void sort_from_bit(dvk_pair *pairs, size_t n, int bit) {
    while (bit >= 0 && n > 16) {
        size_t low = 0, high = n;
        while (low < high) {
            if ((key(&pairs[low]) >> bit & 1) == 0) {
                low++;
                continue;
            }
            dvk_pair moved = pairs[--high];
            pairs[high] = pairs[low];
            pairs[low] = moved;
        }
        bit--;
        sort_from_bit(pairs, low, bit);
        pairs += low;
        n -= low;
    }
    if (n <= 16) sort_by_insertion(pairs, n);
}

static void sort(dvk_pair *pairs, size_t n) {
    int rises = 1;
    uint64_t differs = 0;
    for (size_t i = 1; i < n; i++) {
        rises &= key(&pairs[i - 1]) <= key(&pairs[i]);
        differs |= key(&pairs[0]) ^ key(&pairs[i]);
    }
    if (rises) return;
    int bit = 63;
    while ((differs >> bit & 1) == 0)
        bit--;
    sort_from_bit(pairs, n, bit);
}

/* Keeps one of equal pairs; returns how many are left. */
static uint32_t each_once(dvk_pair *pairs, uint32_t n) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (kept == 0 || key(&pairs[kept - 1]) != key(&pairs[i])) {
            pairs[kept++] = pairs[i];
            continue;
        }
        dvk_pair *pair = &pairs[kept - 1];
        if (pairs[i].duplicate > pair->duplicate) pair->duplicate = pairs[i].duplicate;
        if (pairs[i].event > pair->event) pair->event = pairs[i].event;
    }
    return kept;
}

const dvk_pair *dvi_component_pairs_sorted(dvi_component_pairs *all, uint32_t component, uint32_t *n) {
    dvk_pair *pairs = all->pairs + all->first_pair[component];
    uint32_t given = all->first_pair[component + 1] - all->first_pair[component];
    sort(pairs, given);
    *n = each_once(pairs, given);
    return pairs;
}
