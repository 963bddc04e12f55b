/* MinHash by some extensions of the processor alone. */
#ifndef DVI_MINHASH_H
#define DVI_MINHASH_H

#include "dvoinik/sign.h"

/* As dvk_minhash, bit for bit, by these extensions (DVK_CPU_...); none are the reference. */
dvk_status dvi_minhash(uint32_t cpu, const uint32_t *elements, size_t n, uint64_t seed, uint32_t *out,
                       uint32_t n_perm);

/* As dvk_band_keys. */
dvk_status dvi_band_keys(uint32_t cpu, const dvk_features *features, const dvk_sign_params *params,
                         uint64_t *keys, size_t *n);

#endif
