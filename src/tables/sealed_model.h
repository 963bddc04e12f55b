/* The sealed model's parts, as the stages read them. Built from the .tsv files of this folder. */
#ifndef DVI_MODEL_H
#define DVI_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/prefetch.h"
#include "dvoinik/model.h"
#include "tables.h"

/* What a word or phrase of the word tables means. */
typedef enum dvi_meaning_kind {
    DVI_MEANING_CONCEPT, /* lexicon row */
    DVI_MEANING_NAME,    /* names.tsv or acronyms.tsv row */
    DVI_MEANING_NUMBER,  /* a number word: value */
    DVI_MEANING_POWER,   /* thousand, million ...: value is the power of ten, and DVI_POWER_NEEDS_POINT more
                            when it counts only with a point behind */
    DVI_MEANING_TENTHS,  /* one and a half: value is how many tenths */
    DVI_MEANING_MONTH,   /* value 1 to 12 */
    DVI_MEANING_WEEKDAY  /* value 1 (Monday) to 7 */
} dvi_meaning_kind;

enum { DVI_POWER_NEEDS_POINT = 100 };

typedef struct dvi_meaning {
    const char *name; /* key of the row */
    uint32_t key; /* of its feature: "=name" of a concept or a name, "@07" of a month, "@w1" of a weekday; 0
                     for numbers */
    int32_t value;
    uint16_t idf;   /* what the background says of a concept or a name in 1/256 nat, or DVI_IDF_UNKNOWN */
    uint8_t kind;   /* dvi_meaning_kind */
    uint8_t proper; /* 1 when its words are written with a capital: peoples, states, feasts */
} dvi_meaning;

enum { DVI_IDF_UNKNOWN = 0xFFFF };

enum { DVI_NEEDS_CAPITAL = 1, DVI_NEEDS_ACRONYM = 2, DVI_NEEDS_LOWER = 3 };

/* A stem of a word: (column, folded letters) -> meaning. Words of numbers and of the calendar are short and
 * many others fold as they do (now as Nov, się as sie, среди as среды), so their stems serve their own
 * letters alone. key: column in the lowest 5 bits, then up to 11 classes of 5 bits, the first lowest. */
typedef struct dvi_stem {
    uint64_t key;
    uint16_t meaning;
    uint8_t suffix;   /* how many more letters a token may have */
    uint8_t needs;    /* DVI_NEEDS_... */
    uint32_t letters; /* dvi_letters_hash of the only word that it serves, 0: it serves all that fold so */
} dvi_stem;

/* A phrase: `part[i]` is up to four classes of word i packed as above without the column, the column in
 * part[0]'s top bits. What follows the part in a longer word, and how long it is, is compared last: minister
 * and ministry begin with the same letters. */
typedef struct dvi_phrase {
    uint32_t part[4];   /* 0 past the end */
    uint16_t more[4];   /* the word's next two classes, packed, vowels as one; 0 where it has none */
    uint8_t letters[4]; /* of the word's stem */
    uint16_t meaning;
    uint8_t n;
    uint8_t needs;
} dvi_phrase;

/* Background inverse document frequencies of stems: the smallest over the languages, in 1/256 nat. They lie
 * in lines of DVI_IDF_LINE numbers, a bucket each; what a full line has no room for lies in the next. A
 * number is DVI_IDF_TAG_BITS of the key, the rest of it and one bit of the bucket, and the idf; DVI_IDF_NONE
 * is no key. */
enum { DVI_IDF_LINE = 8, DVI_IDF_LINES_BITS = 13, DVI_IDF_BITS = 12, DVI_IDF_TAG_BITS = 32 - DVI_IDF_BITS };
#define DVI_IDF_NONE UINT32_MAX

/* Logistic models over the measures of match/compare.h, in that order, the constant last; in 1/1024. */
enum { DVI_COEFFICIENTS = 22 };

typedef struct dvi_calibration {
    int32_t copied[DVI_COEFFICIENTS];     /* the same article in the same words, whole or in part */
    int32_t translated[DVI_COEFFICIENTS]; /* the same article, whatever the language */
    int32_t alike[DVI_COEFFICIENTS];      /* the most that the two above may come to */
    int32_t event[DVI_COEFFICIENTS];
} dvi_calibration;

enum { DVI_STEM_LETTERS = 11, DVI_PART_LETTERS = 4, DVI_MORE_LETTERS = 2, DVI_COLUMN_BITS = 5 };

/* The lists that are looked up lie in buckets, one behind the other: bucket i is entries starts[i] to
 * starts[i + 1] - 1. */
enum {
    DVI_STEM_BITS = 16,
    DVI_STEM_FILTER_BITS = 20,
    DVI_PHRASE_BITS = 12,
    DVI_FILTER_BITS = 19,
    DVI_GOES_ON_BITS = 17,
    DVI_PAIR_BITS = 12,
    DVI_LENGTHS_BITS = 15,
    DVI_OPENING_LETTERS = 3
};

enum { DVI_KINSHIP_LANGUAGES = 32 };

/* How often a source repeats a line. */
typedef enum dvi_repetition {
    DVI_REPEATED_NOT,
    DVI_REPEATED, /* in some articles, which may be versions of one story */
    DVI_REPEATED_OFTEN
} dvi_repetition;

/* A set of lines that sources repeat, by dvi_line_key: place i has the keys whose upper bits are i, or the
 * next that was free. */
typedef struct dvi_repeated {
    uint64_t *places; /* key << 2 | dvi_repetition; 0: none; some are always free */
    size_t mask;
    unsigned shift;
} dvi_repeated;

struct dvk_model {
    uint32_t version;
    uint64_t fingerprint;
    const uint32_t *idfs;  /* by dvi_idf_line; NULL: no background */
    const dvi_stem *stems; /* rising by dvi_stem_bucket, then by key */
    const uint32_t *stem_starts;
    const uint16_t
        *stem_lengths;           /* by dvi_opening_bucket: bit n is whether any stem of n letters begins so */
    const uint64_t *stem_filter; /* by dvi_stem_filter: a bit, whether any stem has the key */
    size_t n_stems;
    const dvi_phrase *phrases; /* rising by dvi_phrase_bucket, then by part */
    const uint32_t *phrase_starts;
    const uint64_t *phrase_filter;  /* by dvi_phrase_filter: a bit, whether any phrase begins so */
    const uint64_t *phrase_seconds; /* by dvi_phrase_second: a bit, whether any phrase goes on so */
    const uint64_t
        *phrase_pairs; /* by dvi_phrase_pair: three bits of one number, the same of the first two words */
    size_t n_phrases;
    const dvi_meaning *meanings;
    size_t n_meanings;
    dvi_calibration calibration;
    /* Similarity of an article and its translation between two languages, in 1/65536; by language number. */
    int32_t kinship[DVI_KINSHIP_LANGUAGES][DVI_KINSHIP_LANGUAGES];
    dvi_repeated repeated; /* places is NULL in a model that was not fitted */
};

static inline uint32_t dvi_stem_bucket(uint64_t key) {
    return (uint32_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> (64 - DVI_STEM_BITS));
}

static inline uint32_t dvi_stem_filter(uint64_t key) {
    return (uint32_t)(key * UINT64_C(0xC2B2AE3D27D4EB4F) >> (64 - DVI_STEM_FILTER_BITS));
}

/* Bucket of the stems of DVI_OPENING_LETTERS letters or more whose first ones pack to `key`. */
static inline uint32_t dvi_opening_bucket(uint64_t key) {
    return (uint32_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> (64 - DVI_LENGTHS_BITS));
}

/* `first` is the first part of a phrase, with its column. */
static inline uint32_t dvi_phrase_bucket(uint32_t first) {
    return first * UINT32_C(0x9E3779B1) >> (32 - DVI_PHRASE_BITS);
}

static inline uint32_t dvi_phrase_filter(uint32_t first) {
    return first * UINT32_C(0x85EBCA6B) >> (32 - DVI_FILTER_BITS);
}

/* `second` is the second part of a phrase, with the column of the phrase. */
static inline uint32_t dvi_phrase_second(uint32_t second) {
    return second * UINT32_C(0x85EBCA6B) >> (32 - DVI_GOES_ON_BITS);
}

/* A Bloom filter whose bits for one pair lie in one number. Source: Putze, Sanders, Singler, "Cache-, hash-
 * and space-efficient Bloom filters", 2009. *bits are those of the pair, in the number that is returned. */
static inline uint32_t dvi_phrase_pair(uint32_t first, uint32_t second, uint64_t *bits) {
    uint64_t hash = ((uint64_t)first << 32 | second) * UINT64_C(0x9E3779B97F4A7C15);
    *bits = UINT64_C(1) << (hash >> 46 & 63) | UINT64_C(1) << (hash >> 40 & 63) |
            UINT64_C(1) << (hash >> 34 & 63);
    return (uint32_t)(hash >> (64 - DVI_PAIR_BITS));
}

/* The key of the first n letters, of the key of more. */
static inline uint64_t dvi_stem_key_cut(uint64_t key, size_t n) {
    return key & ((UINT64_C(1) << (DVI_COLUMN_BITS + 5 * n)) - 1);
}

/* How many more letters than a stem of n a word may have at most; a stem of DVI_STEM_LETTERS may have been
 * cut. */
static inline size_t dvi_stem_suffix(size_t n) {
    static const uint8_t suffix[] = {0, 0, 0, 1, 3, 5, 7, 7, 7, 7, 7};
    return n < DVI_STEM_LETTERS ? suffix[n] : 255;
}

/* Where the line of a key begins; behind the last is one more. */
static inline size_t dvi_idf_line(uint32_t key) {
    return (size_t)(key >> (32 - DVI_IDF_LINES_BITS)) * DVI_IDF_LINE;
}

static inline uint32_t dvi_idf_tag(uint32_t key) {
    return key & ((UINT32_C(1) << DVI_IDF_TAG_BITS) - 1);
}

/* Ask for the lines that dvi_model_idf and dvi_model_stem will read. */
static inline void dvi_model_expect_idf(const dvk_model *model, uint32_t key) {
    if (model->idfs != NULL) dvi_prefetch(&model->idfs[dvi_idf_line(key)]);
}

static inline void dvi_model_expect_stem(const dvk_model *model, uint64_t key) {
    dvi_prefetch(&model->stems[model->stem_starts[dvi_stem_bucket(key)]]);
}

/* Asks for what dvi_model_may_begin_phrase and dvi_model_may_go_on will read. */
static inline void dvi_model_expect_phrase(const dvk_model *model, uint32_t column, uint32_t part) {
    dvi_prefetch(&model->phrase_filter[dvi_phrase_filter(part | column << 24) / 64]);
    dvi_prefetch(&model->phrase_seconds[dvi_phrase_second(part | column << 24) / 64]);
}

/* Asks for where dvi_model_phrases begins to look; then, once that is there, for the phrases. */
static inline void dvi_model_expect_phrase_start(const dvk_model *model, uint32_t column, uint32_t part) {
    dvi_prefetch(&model->phrase_starts[dvi_phrase_bucket(part | column << 24)]);
}

static inline void dvi_model_expect_phrase_list(const dvk_model *model, uint32_t column, uint32_t part) {
    dvi_prefetch(&model->phrases[model->phrase_starts[dvi_phrase_bucket(part | column << 24)]]);
}

/* Whether any stem may have this key; most have not, and are not looked for. */
static inline bool dvi_model_may_have_stem(const dvk_model *model, uint64_t key) {
    uint32_t bit = dvi_stem_filter(key);
    return model->stem_filter[bit / 64] >> bit % 64 & 1;
}

/* The same of the phrases of a column that begin with a part. */
static inline bool dvi_model_may_begin_phrase(const dvk_model *model, uint32_t column, uint32_t part) {
    uint32_t bit = dvi_phrase_filter(part | column << 24);
    return model->phrase_filter[bit / 64] >> bit % 64 & 1;
}

static inline bool dvi_model_may_go_on(const dvk_model *model, uint32_t column, uint32_t part) {
    uint32_t bit = dvi_phrase_second(part | column << 24);
    return model->phrase_seconds[bit / 64] >> bit % 64 & 1;
}

/* Idf of a key in 1/256 nat, `unknown` when the background has never seen it. */
uint16_t dvi_model_idf(const dvk_model *model, uint32_t key, uint16_t unknown);

/* Packs a column and the first n classes of a folded word (n at most DVI_STEM_LETTERS). */
uint64_t dvi_stem_key(uint32_t column, const uint8_t *classes, size_t n);
/* Packs up to four classes. */
uint32_t dvi_phrase_part(const uint8_t *classes, size_t n);
/* Packs the classes behind those four, vowels as one. */
uint32_t dvi_phrase_more(const uint8_t *classes, size_t n);

/* The entry of exactly this key; NULL when there is none. Several entries of one key follow each other. */
const dvi_stem *dvi_model_stem(const dvk_model *model, uint64_t key);
/* Whether any phrase of a column may begin with these two parts. */
static inline bool dvi_model_has_pair(const dvk_model *model, uint32_t column, uint32_t part,
                                      uint32_t second) {
    uint64_t bits;
    uint32_t at = dvi_phrase_pair(part | column << 24, second, &bits);
    return (model->phrase_pairs[at] & bits) == bits;
}

/* The phrases of a column that begin with this part, as places from the returned one to *end; none when they
 * are equal. */
size_t dvi_model_phrases(const dvk_model *model, uint32_t column, uint32_t part, size_t *end);

enum { DVI_LINE_KEY_BITS = 40 };

/* What a fitted model knows of a line. */
static inline dvi_repetition dvi_model_repeats(const dvk_model *model, uint64_t key) {
    const dvi_repeated *all = &model->repeated;
    size_t at = (size_t)(key >> all->shift);
    while (all->places[at] != 0 && all->places[at] >> 2 != key)
        at = (at + 1) & all->mask;
    return (dvi_repetition)(all->places[at] & 3);
}

/* 32-bit key of a feature: `tag` tells kinds apart (see feature keys in commonform), never 0. */
uint32_t dvi_feature_key(char tag, const char *text, size_t len);

/* The same where the tag stands before the text; len counts it, and is at most DVI_TAGGED_KEY. */
enum { DVI_TAGGED_KEY = 97 };
uint32_t dvi_tagged_key(const char *tagged, size_t len);

#endif
