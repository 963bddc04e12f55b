/* The tables of language identification: their shapes. The data comes from language_grams.tsv and
 * language_markers.tsv. */
#ifndef DVI_LANGUAGE_TABLE_H
#define DVI_LANGUAGE_TABLE_H

#include <stdint.h>

enum { DVI_SCRIPT_LATIN, DVI_SCRIPT_CYRILLIC, DVI_SCRIPTS };

enum {
    DVI_GRAM_CLASSES = 24, /* most classes of a script */
    DVI_GRAM_GROUP = 3,    /* most classes of a group */
    DVI_GRAM_BUCKET_BITS = 12,
    DVI_GRAM_BUCKETS = 1 << DVI_GRAM_BUCKET_BITS,
    DVI_GRAM_NEAR = 1 << 14, /* keys below it, of one letter or two, are looked up directly */
    DVI_GRAM_WORDS = DVI_GRAM_CLASSES / 8,
    DVI_GRAM_ZERO = 26, /* what a score of 0 is stored as */
    DVI_GRAM_HIGHEST = 25
};

/* Features of one script: letter groups and words. A class is a language, or several that are never answered.
 */
typedef struct dvi_gram_table {
    const uint16_t *near;   /* the rows of keys below DVI_GRAM_NEAR; row 0 says nothing */
    const uint32_t *slots;  /* of other keys, 1 << bits: the low half of a key's hash, then its row in the low
                               half; row 0 says nothing */
    const uint32_t *moves;  /* DVI_GRAM_BUCKETS: what sends a bucket's keys to slots of their own */
    const uint64_t *scores; /* `words` a row, a byte a class, the first lowest: log(p(feature | class) /
                               p(feature)) in quarter nats, +   DVI_GRAM_ZERO */
    const uint8_t *languages; /* language number of each class; 0 for one that is never answered */
    const uint8_t *groups; /* first of the classes so close to each class that telling them apart is another
                              question; or itself */
    const uint8_t *group_sizes; /* how many classes are in the group of each */
    uint32_t bits;
    uint32_t words; /* 2 or DVI_GRAM_WORDS */
    uint32_t n_classes;
    uint32_t has_words; /* whether it has words and beginnings of words */
} dvi_gram_table;

extern const dvi_gram_table dvi_gram_tables[DVI_SCRIPTS];

enum { DVI_LANGUAGE_CODES = 0x10000 };

/* Letter codes of the code points below DVI_LANGUAGE_CODES: see language_word.h. */
extern const uint8_t dvi_language_letters[];

/* Perfect hashing by displacement, so that a look-up is one comparison and no branch. Source: R. Pagh, Hash
 * and displace, 1999. */
static inline uint32_t dvi_gram_mix(uint32_t key) {
    return key * UINT32_C(0x9E3779B1);
}

static inline uint32_t dvi_gram_bucket(uint32_t mixed) {
    return mixed >> (32 - DVI_GRAM_BUCKET_BITS);
}

/* One to one for a move: with the slot, which its top bits are, its low half tells nearly all keys apart. */
static inline uint32_t dvi_gram_hash(uint32_t mixed, uint32_t move) {
    return (mixed ^ move) * UINT32_C(0x85EBCA6B);
}

#endif
