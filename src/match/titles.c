/* Titles. Idea: who copies an article may give it another title, shorten it and change words, but what its
 * title says the text still says. So of two articles that share wording, each with a title that its own text
 * tells and the other has no word of, none is a copy: a site's foot is under both, or a background that its
 * reports repeat, or one form was filled in with other names. */
#include "match/titles.h"

#include <stdbool.h>

#include "match/shared_sums.h"

enum { ONE = 65536 };

static const dvi_slope own_words = {30, 10};      /* of a title, in the text of one of both */
static const dvi_slope taken_anywhere = {10, 25}; /* in an article that shares its wording */
static const dvi_slope own_subject = {45, 30};    /* told by its own text and not by the other article */
static const dvi_slope own_names = {18, 10}; /* of a form's title, which the other article does not have */
static const dvi_slope in_both = {60, 45};   /* of a form's title */

static bool is_counted(uint64_t kind) {
    return kind != DVK_FEATURE_NUMBER && kind != DVK_FEATURE_DATE;
}

void dvi_title_init(dvi_title *out, const dvk_features *features) {
    *out = (dvi_title){0, 0, 0};
    for (uint32_t i = 0; i < features->n_features; i++) {
        const dvk_feature *f = &features->list[i];
        if ((f->zone & DVI_TITLE_ZONE) == 0 || !is_counted(f->kind)) continue;
        out->weight += f->weight;
        out->told += f->position != 0 ? f->weight : 0;
        out->names += f->kind == DVK_FEATURE_NAME ? f->weight : 0;
    }
}

static bool is_of_title(uint64_t entry) {
    return (entry & DVI_TITLE_ZONE) != 0 && is_counted(entry >> DVI_ENTRY_KIND_AT & DVI_ENTRY_KINDS);
}

uint64_t dvi_shared_of_title(const uint64_t *entries, uint32_t n) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += is_of_title(entries[i]) ? dvi_entry_weight(entries[i]) : 0;
    return sum;
}

uint64_t dvi_count_by(const dvi_slope *by, uint64_t value, uint64_t whole) {
    if (by->full > by->none) return ONE - dvi_count_by(&(dvi_slope){by->none, by->full}, value, whole);
    const uint64_t full = by->full * whole, none = by->none * whole;
    value *= 100;
    if (value <= full) return ONE;
    return value >= none ? 0 : (none - value) * ONE / (none - full);
}

/* How far the other article leaves out what an article's title says. */
static uint64_t left_out(const uint64_t *entries, uint32_t n, const dvi_title *title) {
    return title->weight == 0 ? 0
                              : dvi_count_by(&taken_anywhere, dvi_shared_of_title(entries, n), title->weight);
}

int32_t dvi_beside_titles(const dvi_shared_keys *shared, const dvi_title *a, const dvi_title *b) {
    uint64_t both = left_out(shared->of_a, shared->n, a);
    if (both == 0) return 0;
    both = both * left_out(shared->of_b, shared->n, b) / ONE;
    const uint64_t of_a = dvi_count_by(&own_words, a->told, a->weight),
                   of_b = dvi_count_by(&own_words, b->told, b->weight);
    return (int32_t)(both * (of_a > of_b ? of_a : of_b) / ONE);
}

/* Of one of two articles: the weight of its title that its own text tells alone, of the names in it that the
 * other article does not have, and of what both titles have. */
typedef struct title_parts {
    uint64_t own, names, both;
} title_parts;

static uint64_t less(uint64_t from, uint64_t weight) {
    return from > weight ? from - weight : 0;
}

static title_parts part(const uint64_t *entries, const uint64_t *others, uint32_t n, const dvi_title *title) {
    title_parts out = {title->told, title->names, 0};
    for (uint32_t i = 0; i < n; i++) {
        if (!is_of_title(entries[i])) continue;
        const uint64_t weight = dvi_entry_weight(entries[i]);
        if (dvi_entry_place(entries[i]) != 0) out.own = less(out.own, weight);
        if ((entries[i] >> DVI_ENTRY_KIND_AT & DVI_ENTRY_KINDS) == DVK_FEATURE_NAME)
            out.names = less(out.names, weight);
        out.both += (others[i] & DVI_TITLE_ZONE) != 0 ? weight : 0;
    }
    return out;
}

/* The smaller of two shares. */
static uint64_t smaller(uint64_t of_a, const dvi_title *a, uint64_t of_b, const dvi_title *b) {
    const uint64_t x = of_a * ONE / a->weight, y = of_b * ONE / b->weight;
    return x < y ? x : y;
}

dvi_other_titles dvi_compare_titles(const dvi_shared_keys *shared, const dvi_title *a, const dvi_title *b) {
    if (a->weight == 0 || b->weight == 0) return (dvi_other_titles){0, 0};
    const title_parts of_a = part(shared->of_a, shared->of_b, shared->n, a),
                      of_b = part(shared->of_b, shared->of_a, shared->n, b);
    const uint64_t own = smaller(of_a.own, a, of_b.own, b), names = smaller(of_a.names, a, of_b.names, b),
                   both = smaller(of_a.both, a, of_b.both, b);
    const uint64_t form = dvi_count_by(&own_names, names, ONE) * dvi_count_by(&in_both, both, ONE) / ONE;
    return (dvi_other_titles){(int32_t)dvi_count_by(&own_subject, own, ONE), (int32_t)form};
}
