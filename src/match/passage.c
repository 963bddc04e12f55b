/* Passages. Idea: a digest holds a shorter story whole, or the beginning of a longer one, as a shortened copy
 * does the other way round. But what it shares with the story stands in one place, and what the digest calls
 * itself stands nowhere in its text. An article's title comes back in it, and what two articles about one
 * thing share is spread over both. How far it is spread is the standard deviation of the places of what is
 * shared, weighted as the dot product is. */
#include "match/passage.h"

#include "base/square_root.h"
#include "match/shared_sums.h"

enum {
    ONE = 65536,
    PLACE_SHIFT = 2, /* of places and products, so that the sums fit */
    PRODUCT_SHIFT = 10,
    TEXT = ONE >> PLACE_SHIFT,
    AHEAD = 3 /* standard deviations: what begins with the text is less from its beginning in the mean */
};

static const dvi_slope spread = {13, 20};         /* of places: evenly spread ones have 29 */
static const dvi_slope spread_untitled = {8, 12}; /* those of half of the text have 14 */
static const dvi_slope told = {30, 70};           /* of a title, in its own text, */
static const dvi_slope told_first = {5, 20};      /* where the passage begins the text, as a copy's may */
static const dvi_slope taken_up = {15, 40};       /* in the other article */

/* As it would be in the body: title and lead weigh twice, which says nothing of where things stand. */
static uint64_t bare_weight_of(uint64_t entry) {
    return dvi_entry_weight(entry) >> ((entry & DVI_LEAD_ZONES) != 0);
}

/* Of what is shared; all of the text where nothing of it has a place. */
static dvi_stretch stretch_of(const uint64_t *entries, const uint64_t *others, uint32_t n) {
    uint64_t all = 0, first = 0, second = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t place = dvi_entry_place(entries[i]) >> PLACE_SHIFT;
        bool placed = dvi_entry_place(entries[i]) != 0 && dvi_entry_place(others[i]) != 0;
        uint64_t product =
            placed ? bare_weight_of(entries[i]) * bare_weight_of(others[i]) >> PRODUCT_SHIFT : 0;
        all += product;
        first += product * place;
        second += product * place * place;
    }
    if (all == 0) return (dvi_stretch){0, TEXT, 0};
    uint64_t mean = first / all, square = second / all;
    uint64_t deviation = square > mean * mean ? dvi_square_root(square - mean * mean) : 0;
    return (dvi_stretch){(uint32_t)mean, (uint32_t)deviation, 0};
}

/* How far what is shared stands in one passage of the article whose entries these are. */
static uint64_t passage_of(const uint64_t *entries, const uint64_t *others, uint32_t n,
                           const dvi_title *title) {
    if (title->weight != 0 && dvi_count_by(&told, title->told, title->weight) == 0) return 0;
    const dvi_stretch at = stretch_of(entries, others, n);
    const bool begins = at.mean < AHEAD * at.deviation;
    if (title->weight == 0) return begins ? 0 : dvi_count_by(&spread_untitled, at.deviation, TEXT);
    uint64_t narrow = dvi_count_by(&spread, at.deviation, TEXT);
    if (narrow == 0) return 0;
    uint64_t untold = dvi_count_by(begins ? &told_first : &told, title->told, title->weight);
    uint64_t not_taken_up = dvi_count_by(&taken_up, dvi_shared_of_title(entries, n), title->weight);
    return narrow * untold / ONE * not_taken_up / ONE;
}

int32_t dvi_passage(const dvi_shared_keys *shared, const dvi_title *a, const dvi_title *b) {
    uint64_t of_a = passage_of(shared->of_a, shared->of_b, shared->n, a);
    uint64_t of_b = passage_of(shared->of_b, shared->of_a, shared->n, b);
    return (int32_t)(of_a > of_b ? of_a : of_b);
}

dvi_stretch dvi_find_stretch(dvi_find_shared *find, const dvi_key_map *whole, const dvi_key_map *part,
                             dvi_shared_keys *shared) {
    find(whole, part, shared);
    dvi_stretch out = stretch_of(shared->of_a, shared->of_b, shared->n);
    out.of_title = dvi_shared_of_title(shared->of_a, shared->n);
    return out;
}

/* Two halves of a text, as two thirds that do not meet, are 1.7 times their deviations apart. */
bool dvi_are_apart(const dvi_stretch *a, const dvi_stretch *b, bool copy) {
    const uint32_t between = a->mean < b->mean ? b->mean - a->mean : a->mean - b->mean,
                   wide = a->deviation + b->deviation;
    return copy ? between * 4 >= wide * 5 : between * 2 >= wide * 3;
}
