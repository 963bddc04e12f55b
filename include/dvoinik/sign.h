/* Signatures: features -> MinHash, SimHash and LSH band keys. Seeded; features are not. */
#ifndef DVOINIK_SIGN_H
#define DVOINIK_SIGN_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/features.h"
#include "dvoinik/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The seed `dvoinik cluster` uses unless told otherwise: published, so that runs can be repeated anywhere. */
#define DVK_PUBLISHED_SEED UINT64_C(0x64766f696e696b31)

#define DVK_MAX_PERMUTATIONS 1024u
#define DVK_SIMHASH_WORDS 2u /* 128 bits */

typedef struct dvk_sign_params {
    uint64_t seed;
    uint32_t permutations; /* MinHash components, at least bands * rows; default 128 */
    uint32_t bands;        /* default 32 */
    uint32_t rows;         /* components in a band; default 4 */
} dvk_sign_params;

/* Fills the defaults: the published seed, 128 components in 32 bands of 4 rows. */
DVK_API void dvk_sign_params_init(dvk_sign_params *params);

/* DVK_OK, or DVK_E_ARGUMENT when a count is 0, over its limit, or bands * rows > permutations. */
DVK_API dvk_status dvk_sign_params_check(const dvk_sign_params *params);

/* MinHash of a set of 32-bit elements (a multiset counts once): `out` is n_perm x uint32. The estimator of
 * the Jaccard similarity of two sets is the share of equal components.
 *
 * Estimator: Fast Similarity Sketching. Source: Dahlgaard, Knudsen, Thorup, "Fast Similarity Sketching", FOCS
 * 2017, section 2. Each component of two sketches is equal with probability J (two elements have one
 * component by chance once in 2^32), so that the estimate is unbiased for sets of any size, also for those of
 * fewer elements than components. Its variance is at most the J(1-J)/n_perm of n_perm independent
 * permutations, and less where the sets have not many more elements than there are components. Cost: O(n +
 * n_perm log n_perm) hash evaluations, no memory. An empty set
 * gives UINT32_MAX throughout, and matches nothing (dvk_minhash_similarity counts such components as
 * different). Returns DVK_OK or DVK_E_ARGUMENT. */
DVK_API dvk_status dvk_minhash(const uint32_t *elements, size_t n, uint64_t seed, uint32_t *out,
                               uint32_t n_perm);

/* Share of equal components, in 1/65536, rounded down; 0 for n_perm 0. */
DVK_API uint32_t dvk_minhash_similarity(const uint32_t *a, const uint32_t *b, uint32_t n_perm);

/* Weighted SimHash of n features: bit i is the sign of the sum of the weights, each with the sign that bit i
 * of the feature's seeded 128-bit hash gives it. `weights` may be NULL for all ones. Zero sums give 0 bits.
 * Source: Charikar, "Similarity Estimation Techniques from Rounding Algorithms", STOC 2002, section 3: with
 * random hyperplanes two vectors at angle t differ in each bit with probability t/pi; signs stand for
 * Gaussians here, which is exact only in the limit of many features of comparable weight. Cost: O(n). */
DVK_API void dvk_simhash(const uint32_t *keys, const uint16_t *weights, size_t n, uint64_t seed,
                         uint64_t out[DVK_SIMHASH_WORDS]);

/* Number of differing bits, 0 to 128. */
DVK_API uint32_t dvk_hamming_distance(const uint64_t a[DVK_SIMHASH_WORDS],
                                      const uint64_t b[DVK_SIMHASH_WORDS]);

/* The LSH keys of a MinHash: `keys` is bands x uint64. Two articles that share a key in the same band are
 * candidates; a key depends on band number and seed, so keys of all bands can be shuffled together.
 * `minhash` is params->permutations x uint32. Impossible params, or NULL: nothing is written. */
DVK_API void dvk_minhash_bands(const uint32_t *minhash, const dvk_sign_params *params, uint64_t *keys);

/* The same from features, without state: another engine can shuffle the keys and call dvk_score on what
 * meets. `keys` is bands x uint64; *n is bands, or 0 for an article without shingles. Returns DVK_OK,
 * or DVK_E_ARGUMENT. Cost: that of dvk_minhash over at most DVK_MAX_SHINGLES shingles. */
DVK_API dvk_status dvk_band_keys(const dvk_features *features, const dvk_sign_params *params, uint64_t *keys,
                                 size_t *n);

/* Probability that two sets of Jaccard similarity `j` share at least one of the bands: 1 - (1 -
 * j^rows)^bands. Source: Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", section 3.4.2. For people
 * and tests; nothing that decides a cluster uses floating point. */
DVK_API double dvk_lsh_probability(const dvk_sign_params *params, double j);

/* Chooses bands for the given rows: the fewest bands that reach `recall` at similarity `j`; 0 when more than
 * 1024 would be needed, or for 0 rows. That bands * rows is no more than DVK_MAX_PERMUTATIONS is left to
 * dvk_sign_params_check. */
DVK_API uint32_t dvk_lsh_bands_for(uint32_t rows, double j, double recall);

#ifdef __cplusplus
}
#endif
#endif
