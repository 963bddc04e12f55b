/* Up to 16 articles, parted by bytes that are 1, their titles by bytes that are 2: a model is fitted to them
 * from the first to the last and from the last to the first. */
#include <string.h>

#include "dvoinik/features.h"
#include "dvoinik/fit.h"
#include "fuzz.h"

enum { MOST = 16 };

static size_t split(const uint8_t *data, size_t size, dvk_article *list) {
    static const char *const sources[] = {"a", "b", ""};
    size_t n = 0;
    for (size_t at = 0; n < MOST && at < size; n++) {
        const uint8_t *end = memchr(data + at, 1, size - at);
        size_t len = end != NULL ? (size_t)(end - data) - at : size - at;
        const uint8_t *title = memchr(data + at, 2, len);
        size_t cut = title != NULL ? (size_t)(title - data) - at : 0;
        const char *source = sources[n % 8 < 5 ? 0 : n % 8 - 5];
        list[n] = (dvk_article){.id = {"a", 1},
                                .title = fuzz_text(data + at, cut),
                                .text = fuzz_text(data + at + cut, len - cut),
                                .source = {source, strlen(source)},
                                .time = DVK_NO_TIME};
        at += len + 1;
    }
    return n;
}

static dvk_model *fit_to(const dvk_article *list, size_t n, bool backwards) {
    dvk_fit *fit;
    dvk_model *model;
    fuzz_require(dvk_fit_create(&fit) == DVK_OK, "a fit begins");
    for (size_t i = 0; i < n; i++)
        fuzz_require(dvk_fit_add(fit, &list[backwards ? n - 1 - i : i]) == DVK_OK,
                     "an article is learnt from");
    fuzz_require(dvk_fit_model(fit, &model) == DVK_OK, "a model is made");
    dvk_fit_destroy(fit);
    return model;
}

static void extract(const dvk_model *model, const dvk_article *article) {
    dvk_extractor *extractor;
    dvk_features features;
    dvk_features_init(&features);
    fuzz_require(dvk_extractor_create(&extractor, model) == DVK_OK, "an extractor is made");
    fuzz_require(dvk_features_extract(extractor, article, &features) == DVK_OK, "an article has features");
    dvk_features_finish(&features);
    dvk_extractor_destroy(extractor);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    dvk_article list[MOST] = {{.time = DVK_NO_TIME}};
    size_t n = split(data, size, list);
    dvk_model *forth = fit_to(list, n, false), *back = fit_to(list, n, true);
    fuzz_require(dvk_model_fingerprint(forth) == dvk_model_fingerprint(back), "the order does not count");
    if (n > 0) extract(forth, &list[0]);
    dvk_model_destroy(forth);
    dvk_model_destroy(back);
    return 0;
}
