/* Locality-sensitive hashing: MinHash components -> band keys, and the curve of what they find.
 *
 * Idea: components are cut into bands of a few rows; two sets meet in a band when all its rows agree, so that
 * similar sets meet in some band nearly always and dissimilar ones nearly never. A key is a 64-bit hash of
 * the band's number and its rows under the seed: the keys of all bands live in one space.
 *
 * Source: Indyk, Motwani, "Approximate Nearest Neighbors", STOC 1998; Leskovec, Rajaraman, Ullman, "Mining of
 * Massive Datasets", section 3.4. Deviation: none. The bytes hashed (XXH3) are little-endian on every
 * machine. */
#include <math.h>
#include <xxhash.h>

#include "dvoinik/cpu.h"
#include "dvoinik/sign.h"
#include "minhash.h"

void dvk_sign_params_init(dvk_sign_params *params) {
    if (params == NULL) return;
    *params = (dvk_sign_params){.seed = DVK_PUBLISHED_SEED, .permutations = 128, .bands = 32, .rows = 4};
}

dvk_status dvk_sign_params_check(const dvk_sign_params *params) {
    if (params == NULL || params->bands == 0 || params->rows == 0) return DVK_E_ARGUMENT;
    if (params->permutations > DVK_MAX_PERMUTATIONS) return DVK_E_ARGUMENT;
    return (uint64_t)params->bands * params->rows <= params->permutations ? DVK_OK : DVK_E_ARGUMENT;
}

static void put_u32(uint8_t *out, uint32_t value) {
    for (int i = 0; i < 4; i++)
        out[i] = (uint8_t)(value >> 8 * i);
}

static uint64_t band_key(uint64_t seed, uint32_t band, const uint32_t *components, uint32_t rows) {
    uint8_t bytes[4 * (1 + DVK_MAX_PERMUTATIONS)];
    put_u32(bytes, band);
    for (uint32_t row = 0; row < rows; row++)
        put_u32(bytes + 4 * (size_t)(row + 1), components[row]);
    return XXH3_64bits_withSeed(bytes, 4 * ((size_t)rows + 1), seed);
}

void dvk_minhash_bands(const uint32_t *minhash, const dvk_sign_params *params, uint64_t *keys) {
    if (minhash == NULL || keys == NULL || dvk_sign_params_check(params) != DVK_OK) return;
    for (uint32_t band = 0; band < params->bands; band++)
        keys[band] = band_key(params->seed, band, minhash + (size_t)band * params->rows, params->rows);
}

dvk_status dvi_band_keys(uint32_t cpu, const dvk_features *features, const dvk_sign_params *params,
                         uint64_t *keys, size_t *n) {
    if (n == NULL) return DVK_E_ARGUMENT;
    *n = 0;
    if (features == NULL || keys == NULL || dvk_sign_params_check(params) != DVK_OK) return DVK_E_ARGUMENT;
    if (features->n_shingles == 0) return DVK_OK;

    uint32_t minhash[DVK_MAX_PERMUTATIONS];
    dvk_status status = dvi_minhash(cpu, features->shingles, features->n_shingles, params->seed, minhash,
                                    params->permutations);
    if (status != DVK_OK) return status;
    dvk_minhash_bands(minhash, params, keys);
    *n = params->bands;
    return DVK_OK;
}

dvk_status dvk_band_keys(const dvk_features *features, const dvk_sign_params *params, uint64_t *keys,
                         size_t *n) {
    return dvi_band_keys(DVK_CPU_ALL, features, params, keys, n);
}

/* log1p and expm1 keep the digits of probabilities that are nearly 0. */
static double meeting_probability(uint32_t rows, uint32_t bands, double j) {
    if (bands == 0 || !(j > 0)) return 0;
    if (j >= 1) return 1;
    return -expm1(bands * log1p(-pow(j, rows)));
}

double dvk_lsh_probability(const dvk_sign_params *params, double j) {
    if (params == NULL) return 0;
    return meeting_probability(params->rows, params->bands, j);
}

uint32_t dvk_lsh_bands_for(uint32_t rows, double j, double recall) {
    if (rows == 0) return 0;
    for (uint32_t bands = 1; bands <= DVK_MAX_PERMUTATIONS; bands++)
        if (meeting_probability(rows, bands, j) >= recall) return bands;
    return 0;
}
