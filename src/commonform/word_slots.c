/* The sets of remembered words: few at first, since most of what is read is short, and large tables cost time before they are of use. */
#include "word_slots.h"

#include "base/memory.h"
#include "word_bytes.h"

dvk_status dvi_word_sets_open(dvi_word_sets *sets, unsigned bits) {
    void *slots;
    *sets = (dvi_word_sets){.shift = 32 - bits};
    sets->memory = dvi_alloc_table((size_t)1 << bits, DVI_WORD_WAYS * sizeof(dvi_word_slot) + sizeof(uint64_t), &slots);
    if (sets->memory == NULL) return DVK_E_MEMORY;
    sets->slots = slots;
    sets->tags = (uint64_t *)(void *)(sets->slots + ((size_t)DVI_WORD_WAYS << bits));
    return DVK_OK;
}

void dvi_word_sets_finish(dvi_word_sets *sets) {
    dvi_free(sets->memory);
    *sets = (dvi_word_sets){.memory = NULL};
}

dvi_word_slot *dvi_word_sets_take(dvi_word_sets *sets, uint32_t place) {
    uint64_t *tags = &sets->tags[dvi_word_set(sets, place)], found;
    unsigned way = dvi_word_way(*tags, place, &found);
    if (found == 0) way = dvi_word_oldest(tags);
    sets->words += found == 0;
    *tags = (*tags & ~(UINT64_C(0xFFFF) << way)) | (dvi_word_tag(place) | DVI_WORD_LATE) << way;
    return &sets->slots[dvi_word_slot_of(sets, place, way)];
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
    for (const dvi_word_slot *s = sets->slots; s < sets->slots + slots; s++) {
        if (s->len == 0) continue;
        uint32_t hash = dvi_word_hash((dvk_span){(const char *)s->raw, sizeof s->raw}, 0, s->len);
        *dvi_word_sets_take(&larger, dvi_word_place(s->language, hash)) = *s;
    }
    dvi_word_sets_finish(sets);
    *sets = larger;
}
