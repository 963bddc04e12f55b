/* Scores of features that no article has: any keys, weights, places and zones. */
#include <stdlib.h>

#include "dvoinik/match.h"
#include "dvoinik/sign.h"
#include "fuzz.h"

typedef struct made {
    dvk_feature list[DVK_MAX_FEATURES];
    uint32_t shingles[DVK_MAX_SHINGLES];
    dvk_features features;
} made;

/* What the loader of blobs lets through: rising keys and known kinds, which the two sides need not agree on.
 * A key is the one before it and a byte. */
static void make(made *m, fuzz_bytes *in) {
    uint32_t n = fuzz_take8(in), n_shingles = fuzz_take16(in) % (DVK_MAX_SHINGLES + 1), key = 0;
    bool wide = fuzz_take8(in) & 1;
    for (uint32_t i = 0; i < n; i++) {
        key += 1 + (wide ? fuzz_take8(in) * 16711680u / 256 : fuzz_take8(in));
        m->list[i] = (dvk_feature){key, fuzz_take16(in), fuzz_take16(in), (uint8_t)(fuzz_take8(in) % 6),
                                   fuzz_take8(in)};
    }
    key = 0;
    for (uint32_t i = 0; i < n_shingles; i++)
        m->shingles[i] = key += 1 + fuzz_take8(in) * (wide ? 1024u : 1u);
    m->features = (dvk_features){
        .list = m->list,
        .shingles = m->shingles,
        .n_features = n,
        .n_shingles = n_shingles,
        .shingle_total = n_shingles == 0 ? 0 : n_shingles + fuzz_take32(in) % (UINT32_MAX - DVK_MAX_SHINGLES),
        .n_tokens = fuzz_take32(in),
        .language = fuzz_take8(in) % dvk_language_count(),
        .time = DVK_NO_TIME};
}

static void check(const dvk_match *m) {
    fuzz_require(m->similarity <= 65536 && m->resemblance <= 65536 && m->containment <= 65536,
                 "shares are at most 1");
    fuzz_require(m->duplicate <= m->event && m->event <= 65536, "what is one article is one event");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static made a, b;
    fuzz_bytes in = {data, size};
    const dvk_model *model = dvk_model_builtin();
    dvk_match there, back;
    dvk_evidence evidence[8];
    dvk_sign_params params;
    uint64_t keys[32];
    make(&a, &in);
    make(&b, &in);
    fuzz_require(dvk_score(model, &a.features, &b.features, &there) == DVK_OK, "any two are scored");
    fuzz_require(dvk_score(model, &b.features, &a.features, &back) == DVK_OK, "any two are scored");
    check(&there);
    fuzz_require(there.similarity == back.similarity && there.resemblance == back.resemblance &&
                     there.containment == back.containment && there.duplicate == back.duplicate &&
                     there.event == back.event,
                 "a score is symmetric");
    size_t n = dvk_match_evidence(model, &a.features, &b.features, evidence, 8);
    fuzz_require(n <= 8, "no more evidence than there is room");
    for (size_t i = 0; i < n; i++)
        fuzz_require(evidence[i].share <= 65536, "evidence is a share");
    dvk_sign_params_init(&params);
    fuzz_require(dvk_band_keys(&a.features, &params, keys, &n) == DVK_OK && (n == 0 || n == 32),
                 "any features have bands");
    return 0;
}
