/* Features: what of an article is compared. Made from an article and a model alone; unseeded; they outlive
 * signatures. */
#ifndef DVOINIK_FEATURES_H
#define DVOINIK_FEATURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"
#include "dvoinik/model.h"
#include "dvoinik/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a feature stands for. */
typedef enum dvk_feature_kind {
    DVK_FEATURE_WORD = 0,    /* the first five letters of the folded word, all vowels behind the first letter
                                taken for one and runs of them for a single one; of a word in a script that is
                                neither Cyrillic nor Latin, the first six */
    DVK_FEATURE_CONCEPT = 1, /* a lexicon row */
    DVK_FEATURE_NAME = 2,    /* a capitalised word inside a sentence, or a row of the table of names */
    DVK_FEATURE_NUMBER = 3,  /* a number with its magnitude */
    DVK_FEATURE_DATE = 4,    /* a day of a month, a month, a day of the week */
    DVK_FEATURE_GRAM = 5     /* a character n-gram of a script without spaces between words */
} dvk_feature_kind;

/* `weight` is the square root of the feature's inverse document frequency in nats, in 1/256, times its
 * boosts: two in title or lead, and two for a number, a date or a capital inside a sentence. The sum of
 * squared weights is information. Inverse document frequency is the smallest over the languages. */
typedef struct dvk_feature {
    uint32_t key;
    uint16_t weight;
    uint16_t position; /* of its first place in the text, in 1/65535 of the text's tokens */
    uint8_t kind;      /* dvk_feature_kind */
    uint8_t zone;      /* bit 0: in the title, bit 1: in the lead, bit 2: in the body */
} dvk_feature;

#define DVK_MAX_FEATURES 256u /* the heaviest of an article */
#define DVK_MAX_SHINGLES 512u /* the smallest hashes: a bottom-k sample */

/* Owns its two arrays. A zeroed struct is empty and valid. */
typedef struct dvk_features {
    dvk_feature *list;  /* n_features, by rising key, each key once */
    uint32_t *shingles; /* n_shingles word 3-shingle hashes, rising, each once */
    uint32_t n_features;
    uint32_t n_shingles;    /* at most DVK_MAX_SHINGLES */
    uint32_t shingle_total; /* distinct shingles of the article; n_shingles when none was left out */
    uint32_t n_tokens;      /* words, numbers and grams counted */
    uint32_t language;      /* dvk_language_code gives its name */
    uint32_t dateline;      /* the day that the dateline names, of a leap year: 1 to 366, 0 for none */
    int64_t time;           /* seconds since 1970, or DVK_NO_TIME */
} dvk_features;

/* Scratch memory of the extraction, reused from article to article: what is known of words, 8 MB at first and
 * 33 at most, and a few times the longest article. One thread at a time. */
typedef struct dvk_extractor dvk_extractor;

/* The model must outlive it. Returns DVK_OK, DVK_E_ARGUMENT or DVK_E_MEMORY. */
DVK_API dvk_status dvk_extractor_create(dvk_extractor **out, const dvk_model *model);
/* Keeps to these extensions of the processor (DVK_CPU_... of cpu.h); by default all that it has are used.
 * Features are the same. */
DVK_API void dvk_extractor_limit(dvk_extractor *extractor, uint32_t cpu);
DVK_API void dvk_extractor_destroy(dvk_extractor *extractor); /* takes NULL */

/* Features of one article into `out`, which the caller has initialised or zeroed; its arrays are reused and
 * grown. An article without words gets no features: DVK_OK all the same. Cost: some tens of MB of text a
 * second. Returns DVK_OK, DVK_E_ARGUMENT, DVK_E_ENCODING when title or text is not UTF-8, DVK_E_LIMIT when
 * one of them is 4 GiB or more, or DVK_E_MEMORY. */
DVK_API dvk_status dvk_features_extract(dvk_extractor *extractor, const dvk_article *article,
                                        dvk_features *out);

DVK_API void dvk_features_init(dvk_features *features);
/* Frees the arrays; what is left is as dvk_features_init makes it. */
DVK_API void dvk_features_finish(dvk_features *features);

/* The features as a blob: versioned, little-endian, with the model's fingerprint and a checksum (XXH3) at its
 * end. dvk_features_blob_size gives the bytes that dvk_features_write needs, and fills. Returns DVK_OK, or
 * DVK_E_ARGUMENT when `size` is less. */
DVK_API size_t dvk_features_blob_size(const dvk_features *features);
DVK_API dvk_status dvk_features_write(const dvk_features *features, const dvk_model *model, uint8_t *out,
                                      size_t size);

/* Reads a blob that may come from anywhere: DVK_OK, DVK_E_DAMAGED, DVK_E_VERSION (another model or format) or
 * DVK_E_MEMORY; on failure `out` is left empty. `out` need not be initialised: what it held is not freed. */
DVK_API dvk_status dvk_features_read(dvk_features *out, const dvk_model *model, const uint8_t *blob,
                                     size_t size);

#ifdef __cplusplus
}
#endif
#endif
