/* The order of postings in a list, and in a file of lists. */
#ifndef DVI_PLACES_H
#define DVI_PLACES_H

#include "postings.h"

/* A posting with its key; the key of an anchor stands in the upper half. */
typedef struct dvi_entry {
    uint64_t key;
    dvi_posting posting;
} dvi_entry;

static inline uint64_t dvi_entry_key(dvi_posting_table table, uint64_t key) {
    return table == DVI_ANCHORS_TABLE ? key << 32 : key;
}

static inline int dvi_compare_places(const dvi_posting *a, const dvi_posting *b) {
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    if (a->tie != b->tie) return a->tie < b->tie ? -1 : 1;
    return a->article < b->article ? -1 : a->article > b->article;
}

static inline int dvi_compare_entries(const dvi_entry *a, const dvi_entry *b) {
    if (a->key != b->key) return a->key < b->key ? -1 : 1;
    return dvi_compare_places(&a->posting, &b->posting);
}

#endif
