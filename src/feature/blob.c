/* Features as a blob. Little-endian:
 *   "DVF1", u32 version of the features, u64 model fingerprint, u32 n_features, n_shingles, shingle_total,
 * n_tokens, u16 language, dateline, i64 time, n_features x {u32 key, u16 weight, u16 position, u8 kind, u8
 * zone}, n_shingles x u32, u64 XXH3 of all before it. In version 1 the dateline was 0. */
#include <string.h>
#include <xxhash.h>

#include "article/given.h"
#include "base/bytes.h"
#include "base/memory.h"
#include "feature/blob.h"

enum {
    HEAD = 4 + 4 + 8 + 5 * 4 + 8,
    FEATURE = 10,
    SHINGLE = 4,
    SUM = 8,
    VERSION = 2,
    WITHOUT_DATELINE = 1,
    DAYS = 366
};

void dvk_features_init(dvk_features *features) {
    if (features == NULL) return;
    *features = (dvk_features){.time = DVK_NO_TIME};
}

void dvk_features_finish(dvk_features *features) {
    if (features == NULL) return;
    dvi_free(features->list);
    dvi_free(features->shingles);
    dvk_features_init(features);
}

size_t dvk_features_blob_size(const dvk_features *features) {
    if (features == NULL) return 0;
    return HEAD + (size_t)features->n_features * FEATURE + (size_t)features->n_shingles * SHINGLE + SUM;
}

dvk_status dvk_features_write(const dvk_features *features, const dvk_model *model, uint8_t *out,
                              size_t size) {
    if (!dvi_are_features(features) || model == NULL || out == NULL) return DVK_E_ARGUMENT;
    if (size < dvk_features_blob_size(features)) return DVK_E_ARGUMENT;
    uint8_t *at = out;
    memcpy(at, "DVF1", 4);
    at = dvi_put32(at + 4, VERSION);
    at = dvi_put64(at, dvk_model_fingerprint(model));
    at = dvi_put32(at, features->n_features);
    at = dvi_put32(at, features->n_shingles);
    at = dvi_put32(at, features->shingle_total);
    at = dvi_put32(at, features->n_tokens);
    at = dvi_put16(at, (uint16_t)features->language);
    at = dvi_put16(at, (uint16_t)features->dateline);
    at = dvi_put64(at, (uint64_t)features->time);
    for (uint32_t i = 0; i < features->n_features; i++) {
        const dvk_feature *f = &features->list[i];
        at = dvi_put32(at, f->key);
        at = dvi_put16(at, f->weight);
        at = dvi_put16(at, f->position);
        *at++ = f->kind;
        *at++ = f->zone;
    }
    for (uint32_t i = 0; i < features->n_shingles; i++)
        at = dvi_put32(at, features->shingles[i]);
    dvi_put64(at, XXH3_64bits(out, (size_t)(at - out)));
    return DVK_OK;
}

/* Counts that fit the blob's size, and a known language. */
static dvk_status check_head(const dvk_features *f, size_t size) {
    if (f->n_features > DVK_MAX_FEATURES || f->n_shingles > DVK_MAX_SHINGLES) return DVK_E_DAMAGED;
    if (dvk_features_blob_size(f) != size || f->shingle_total < f->n_shingles) return DVK_E_DAMAGED;
    if (f->n_shingles == 0 && f->shingle_total != 0) return DVK_E_DAMAGED; /* a sample of nothing */
    return f->language < dvk_language_count() && f->dateline <= DAYS ? DVK_OK : DVK_E_DAMAGED;
}

/* Keys and shingles that rise, known kinds. */
static dvk_status read_lists(dvk_features *f, const uint8_t *at) {
    f->list = dvi_alloc(f->n_features, sizeof *f->list);
    f->shingles = dvi_alloc(f->n_shingles, sizeof *f->shingles);
    if (f->list == NULL || f->shingles == NULL) return DVK_E_MEMORY;
    for (uint32_t i = 0; i < f->n_features; i++, at += FEATURE) {
        f->list[i] = (dvk_feature){dvi_get32(at), dvi_get16(at + 4), dvi_get16(at + 6), at[8], at[9]};
        if (at[8] > DVK_FEATURE_GRAM || (i > 0 && f->list[i].key <= f->list[i - 1].key)) return DVK_E_DAMAGED;
    }
    for (uint32_t i = 0; i < f->n_shingles; i++, at += SHINGLE) {
        f->shingles[i] = dvi_get32(at);
        if (i > 0 && f->shingles[i] <= f->shingles[i - 1]) return DVK_E_DAMAGED;
    }
    return DVK_OK;
}

static dvk_status read_blob(dvk_features *f, const uint64_t *fingerprint, const uint8_t *blob, size_t size) {
    if (size < HEAD + SUM || memcmp(blob, "DVF1", 4) != 0) return DVK_E_DAMAGED;
    if (XXH3_64bits(blob, size - SUM) != dvi_get64(blob + size - SUM)) return DVK_E_DAMAGED;
    const uint32_t version = dvi_get32(blob + 4);
    if (version != VERSION && version != WITHOUT_DATELINE) return DVK_E_VERSION;
    if (fingerprint != NULL && dvi_get64(blob + 8) != *fingerprint) return DVK_E_VERSION;
    const uint8_t *at = blob + 16;
    f->n_features = dvi_get32(at);
    f->n_shingles = dvi_get32(at + 4);
    f->shingle_total = dvi_get32(at + 8);
    f->n_tokens = dvi_get32(at + 12);
    f->language = dvi_get16(at + 16);
    f->dateline = dvi_get16(at + 18);
    f->time = (int64_t)dvi_get64(at + 20);
    dvk_status status = check_head(f, size);
    return status == DVK_OK ? read_lists(f, blob + HEAD) : status;
}

dvk_status dvk_features_read(dvk_features *out, const dvk_model *model, const uint8_t *blob, size_t size) {
    if (out == NULL) return DVK_E_ARGUMENT;
    dvk_features_init(out);
    if (model == NULL || (blob == NULL && size != 0)) return DVK_E_ARGUMENT;
    uint64_t fingerprint = dvk_model_fingerprint(model);
    dvk_status status = read_blob(out, &fingerprint, blob, size);
    if (status != DVK_OK) dvk_features_finish(out);
    return status;
}

dvk_status dvi_features_read_any(dvk_features *out, const uint8_t *blob, size_t size) {
    dvk_features_init(out);
    dvk_status status = read_blob(out, NULL, blob, size);
    if (status != DVK_OK) dvk_features_finish(out);
    return status;
}
