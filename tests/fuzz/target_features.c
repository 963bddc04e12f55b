/* An article -> features -> a blob and back. The first byte cuts title from text, the second chooses a
 * language to claim. */
#include <stdlib.h>
#include <string.h>

#include "dvoinik/features.h"
#include "fuzz.h"

static void check_order(const dvk_features *f) {
    fuzz_require(f->n_features <= DVK_MAX_FEATURES && f->n_shingles <= DVK_MAX_SHINGLES,
                 "features are limited");
    fuzz_require(f->shingle_total >= f->n_shingles && f->language < dvk_language_count(),
                 "features are sound");
    for (uint32_t i = 1; i < f->n_features; i++)
        fuzz_require(f->list[i - 1].key < f->list[i].key, "keys rise");
    for (uint32_t i = 1; i < f->n_shingles; i++)
        fuzz_require(f->shingles[i - 1] < f->shingles[i], "shingles rise");
}

static void check_blob(const dvk_features *f) {
    dvk_features back;
    size_t n = dvk_features_blob_size(f);
    uint8_t *blob = malloc(n), *again = malloc(n);
    if (blob == NULL || again == NULL) abort();
    fuzz_require(dvk_features_write(f, dvk_model_builtin(), blob, n) == DVK_OK, "features are written");
    fuzz_require(dvk_features_read(&back, dvk_model_builtin(), blob, n) == DVK_OK,
                 "what was written is read");
    fuzz_require(dvk_features_blob_size(&back) == n, "it has the same size");
    fuzz_require(dvk_features_write(&back, dvk_model_builtin(), again, n) == DVK_OK &&
                     memcmp(blob, again, n) == 0,
                 "it is the same");
    dvk_features_finish(&back);
    free(blob);
    free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static dvk_extractor *extractor;
    if (extractor == NULL && dvk_extractor_create(&extractor, dvk_model_builtin()) != DVK_OK) abort();
    fuzz_bytes in = {data, size};
    size_t cut = fuzz_take8(&in);
    const char *lang = dvk_language_code(fuzz_take8(&in) % dvk_language_count());
    dvk_span title = fuzz_text(in.data, cut < in.len ? cut : in.len);
    dvk_article article = {.id = {"a", 1},
                           .title = title,
                           .text = fuzz_text(in.data + title.len, in.len - title.len),
                           .lang = {lang, strlen(lang)},
                           .time = DVK_NO_TIME};
    dvk_features features;
    dvk_features_init(&features);
    fuzz_require(dvk_features_extract(extractor, &article, &features) == DVK_OK, "an article has features");
    check_order(&features);
    check_blob(&features);
    dvk_features_finish(&features);
    return 0;
}
