/* The tables of language identification: their shapes. The data comes from language_grams.tsv and language_markers.tsv. */
#ifndef DVI_LANGUAGE_TABLE_H
#define DVI_LANGUAGE_TABLE_H

#include <stdint.h>

enum { DVI_SCRIPT_LATIN, DVI_SCRIPT_CYRILLIC, DVI_SCRIPTS };

enum {
    DVI_GRAM_CLASSES = 24, /* most classes of a script */
    DVI_GRAM_ZERO = 26     /* what a score of 0 is stored as */
};

/* Features of one script: letter groups and words. A class is a language, or several that are never answered. */
typedef struct dvi_gram_table {
    const uint32_t *keys;      /* 1 << bits slots, linear probing from dvi_language_slot; 0: empty */
    const uint16_t *rows;      /* row of each slot */
    const uint8_t *scores;     /* `width` a row: log(p(feature | class) / p(feature)) in quarter nats, + DVI_GRAM_ZERO */
    const uint8_t *languages;  /* language number of each class; 0 for one that is never answered */
    uint32_t bits;
    uint32_t width;            /* classes, rounded up to a multiple of eight */
    uint32_t n_classes;
} dvi_gram_table;

extern const dvi_gram_table dvi_gram_tables[DVI_SCRIPTS];

/* Letter codes of the code points below DVI_LETTER_LIMIT: see language_word.h. */
extern const uint8_t dvi_language_letters[];

/* Fingerprint of all of the above. */
extern const uint64_t dvi_language_fingerprint;

static inline uint32_t dvi_language_slot(uint32_t key, uint32_t bits) {
    return key * UINT32_C(0x9E3779B1) >> (32 - bits);
}

#endif
