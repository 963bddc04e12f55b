/* The sets of remembered words: few at first, since most of what is read is short, and large tables cost time
 * before they are of use. */
#include "word_slots.h"

#include <string.h>

#include "base/memory.h"
#include "word_bytes.h"

dvk_status dvi_word_sets_open(dvi_word_sets *sets, unsigned bits) {
    void *table, *slots;
    *sets = (dvi_word_sets){.shift = 32 - bits};
    sets->set_memory = dvi_alloc_table((size_t)1 << bits, sizeof *sets->sets, &table);
    sets->slot_memory = dvi_alloc_table(((size_t)DVI_WORD_WAYS << bits) + 1, sizeof *sets->slots, &slots);
    if (sets->set_memory == NULL || sets->slot_memory == NULL) {
        dvi_word_sets_finish(sets);
        return DVK_E_MEMORY;
    }
    sets->sets = table;
    sets->slots = slots;
    return DVK_OK;
}

void dvi_word_sets_finish(dvi_word_sets *sets) {
    dvi_free(sets->set_memory);
    dvi_free(sets->slot_memory);
    *sets = (dvi_word_sets){.sets = NULL};
}

/* Makes room for a word in its set; returns where its slot's number is, 0 when it has none yet. */
static uint32_t *take_way(dvi_word_sets *sets, uint32_t place) {
    dvi_word_set *set = dvi_word_set_of(sets, place);
    unsigned found, way = dvi_word_way(set, place, &found);
    if (found == 0) way = dvi_word_oldest(set);
    sets->words += found == 0;
    set->ways[way] = set->ways[way] >> DVI_WORD_NUMBER_SHIFT << DVI_WORD_NUMBER_SHIFT |
                     (place & DVI_WORD_TAG) | DVI_WORD_LATE;
    return &set->ways[way];
}

dvi_word_slot *dvi_word_sets_take(dvi_word_sets *sets, uint32_t place) {
    uint32_t *way = take_way(sets, place);
    if (*way >> DVI_WORD_NUMBER_SHIFT == 0) *way |= (uint32_t)++sets->used << DVI_WORD_NUMBER_SHIFT;
    return &sets->slots[*way >> DVI_WORD_NUMBER_SHIFT];
}

void dvi_word_sets_grow(dvi_word_sets *sets, size_t more) {
    unsigned bits = 32 - sets->shift;
    size_t slots = (size_t)DVI_WORD_WAYS << bits;
    if (sets->full || bits >= DVI_WORD_MOST_BITS || sets->words + more <= slots / 4 * 3) return;
    dvi_word_sets larger;
    if (dvi_word_sets_open(&larger, bits + DVI_WORD_GROWTH_BITS) != DVK_OK) {
        sets->full = true;
        return;
    }
    /* Numbers are given anew: those of slots that no way leads to would be wanting when all ways have one. */
    for (size_t i = 1; i <= sets->used; i++) {
        const dvi_word_slot *s = &sets->slots[i];
        if (s->len == 0) continue; /* of a word too long to be remembered */
        uint32_t hash = dvi_word_hash((dvk_span){(const char *)s->raw, sizeof s->raw}, 0, s->len);
        *dvi_word_sets_take(&larger, dvi_word_place(s->language, hash)) = *s;
    }
    dvi_word_sets_finish(sets);
    *sets = larger;
}
